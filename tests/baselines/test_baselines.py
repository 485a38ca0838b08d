"""What each baseline sends, and what it is not shown."""

import dataclasses
from bisect import bisect_left
from types import SimpleNamespace

import pytest

from benchmark import baselines
from benchmark.baselines import lexicon, phrases
from benchmark.baselines.triggers import Lexicon, forms
from benchmark.records.article import Mention
from benchmark.records.errors import MisuseError
from benchmark.records.prediction import MAX_EVENTS
from benchmark.store import schema

ALONE = sorted({*baselines.BASELINES} - {"llm"})
"""Those that ask nobody; the other one is tested beside."""
KOVAR = "Rebels shelled Kovar on Monday. The ministry condemned the attack."


def sent(name, articles, ontology, train=()):
    """The events that a baseline sends for each article."""
    return [prediction.events for prediction in baselines.predict(name, train, articles, ontology)[0]]


def arguments(event):
    return {argument.role: argument.text for argument in event.arguments}


@pytest.mark.parametrize("name", ALONE)
def test_every_article_has_a_line_in_order(name, ontology, article):
    """A prediction file names every article that was given, also those without events."""
    articles = [
        article(text, article_id=key, events=()) for key, text in (("b", KOVAR), ("a", ""), ("c", "x"))
    ]

    predictions, system = baselines.predict(name, [], articles, ontology)
    assert [prediction.article_id for prediction in predictions] == ["b", "a", "c"]
    assert system.kind in {"trivial", "rules", "trained"}


@pytest.mark.parametrize("name", sorted({*ALONE} - {"gold"}))
def test_events_of_the_scored_articles_are_not_shown(name, ontology, article, event):
    """With or without gold in its hands, a baseline sends the same: it never gets to see it."""
    annotated = article(KOVAR, events=(event(KOVAR, "AID", "Rebels"),))

    assert sent(name, [annotated], ontology, [annotated]) == sent(
        name, [article(KOVAR)], ontology, [annotated]
    )


def test_tags_of_the_scored_articles_are_not_shown(ontology, article, monkeypatch):
    """They are of the annotation too: a tag such as weekday-past tells of the dates in the article."""
    shown = []

    def fit(*_):
        return lambda article: shown.append((article.events, article.tags)) or ()

    monkeypatch.setattr("benchmark.registry.find", lambda *_: SimpleNamespace(SYSTEM="card", fit=fit))
    given = article(KOVAR, events=())
    sent("watcher", [given], ontology)

    assert given.tags
    assert shown == [(None, ())]


@pytest.mark.parametrize("name", ALONE)
def test_offsets_hold_the_words(name, ontology, article, event):
    """Whatever is sent stands in the text where it says, and its spans are well formed."""
    text = (
        "🎉 The envoy met rebels in Kovar. Police were attacked by men from Tarn, and Kovar will sign a pact."
    )
    given = article(text, events=(event(text, "CONSULT", "met", fillers=[("actor", "envoy")]),))

    for found in sent(name, [given], ontology, [given])[0]:
        for mention in (*found.triggers, *found.arguments):
            assert text[mention.start : mention.end] == mention.text != ""


def test_silent_says_nothing(ontology, article):
    """Silence earns no precision and no recall."""
    assert sent("silent", [article(KOVAR)], ontology) == [()]


def test_majority_sends_the_most_frequent_type_at_the_first_trigger(ontology, article, event):
    """One event an article, dated as published."""
    train = [
        article(
            "a b c",
            events=(event("a b c", "AID", "a"), event("a b c", "AID", "b"), event("a b c", "PROTEST", "c")),
        )
    ]

    ((found,),) = sent("majority", [article(KOVAR)], ontology, train)
    assert (found.event_type, found.triggers[0].text, found.date) == ("AID", "shelled", "2024-01-16")


def test_majority_breaks_ties_by_name(ontology, article, event):
    """The order of articles and events does not decide."""
    train = [article("a b", events=(event("a b", "PROTEST", "b"), event("a b", "AID", "a")))]

    ((found,),) = sent("majority", [article(KOVAR)], ontology, train)
    assert found.event_type == "AID"


@pytest.mark.parametrize("train", [0, 1])
def test_majority_without_gold_sends_nothing(train, ontology, article):
    """Without an annotated event there is no most frequent type."""
    assert sent("majority", [article(KOVAR)], ontology, [article(KOVAR)] * train) == [()]


def test_lexicon_reads_who_did_what_to_whom_and_when(ontology, article):
    """Subject, object and the weekday of the sentence; an event without expression is of the day."""
    first, second, third = sent("lexicon", [article(KOVAR)], ontology)[0]

    assert (first.event_type, first.date) == ("ASSAULT", "2024-01-15")
    assert arguments(first) == {"actor": "Rebels", "recipient": "Kovar"}
    assert (second.event_type, second.date) == ("ACCUSE", "2024-01-16")
    assert arguments(second)["actor"] == "ministry"
    assert third.triggers[0].text == "attack"


def test_lexicon_turns_the_passive_round(ontology, article):
    """Who was attacked is the recipient, whoever stands after "by" the actor."""
    text = "On Friday two depots were attacked by drones near Old Tarn."

    ((found,),) = sent("lexicon", [article(text)], ontology)
    assert arguments(found) == {"actor": "drones", "recipient": "two depots", "location": "Old Tarn"}


def test_lexicon_gives_no_date_to_what_is_to_come(ontology, article):
    """Of what will happen, and nobody says when, the publication date would be wrong."""
    ((found,),) = sent("lexicon", [article("The union will be banned.")], ontology)

    assert found.date is None


def test_lexicon_keeps_a_vague_date_vague(ontology, article):
    """A word such as "recently" is no day, and keeps the publication date away."""
    ((found,),) = sent("lexicon", [article("Police recently arrested two men.")], ontology)

    assert found.date is None


def test_lexicon_does_not_send_roles_that_the_type_has_not(ontology, article):
    """A misplaced role is simply wrong, so it is not sent: here a type has its first role alone, actor."""
    types = [dataclasses.replace(kind, roles=kind.roles[:1]) for kind in ontology.types]

    first, *_ = sent("lexicon", [article(KOVAR)], dataclasses.replace(ontology, types=tuple(types)))[0]
    assert arguments(first) == {"actor": "Rebels"}


def test_unknown_publication_date_is_no_date(ontology, article):
    """Nothing is dated P where nobody knows P."""
    given = article("Rebels shelled Kovar.", published=None)

    assert [found.date for found in sent("lexicon", [given], ontology)[0]] == [None]


def test_lexicon_sends_no_more_events_than_a_prediction_may_hold(ontology, article):
    """Of a chronicle with too many triggers the first are sent: one more, and the file would be refused."""
    (found,) = sent("lexicon", [article("Rebels shelled Kovar.\n" * (MAX_EVENTS + 1))], ontology)

    assert len(found) == MAX_EVENTS == schema.document("prediction")["properties"]["events"]["maxItems"]


def test_lexicon_looks_only_at_the_expressions_beside_a_trigger(ontology, article, monkeypatch):
    """In a line of a thousand dates it does not measure the way from each trigger to each date."""
    steps = []
    monkeypatch.setattr(lexicon, "bisect_left", lambda *a, **k: steps.append(a) or bisect_left(*a, **k))

    (found,) = sent("lexicon", [article("on 3 May 1650 shelled, " * 100)], ontology)
    assert [one.date for one in found] == ["1650-05-03"] * 100
    assert len(steps) <= 5 * len(found)


def test_triggers_in_captions_count_and_in_page_furniture_do_not(ontology, article):
    """A teaser line tells of another article; a caption tells of this one."""
    text = "Police raided a flat.\nRelated: Why Kovar protested"
    hits = Lexicon(ontology).hits

    assert len(hits(article(text, regions=[("caption", "Police raided a flat.")]))) == 2
    assert len(hits(article(text, regions=[("related", "Related: Why Kovar protested")]))) == 1


def test_names_are_no_triggers(ontology, article):
    """A month or part of a name begins with a capital in mid-sentence; sentences may begin with a trigger."""
    text = "In March the Strike Summit Fund paid. Protests in Kovar. WARNED"

    assert [text[hit.start : hit.end] for hit in Lexicon(ontology).hits(article(text))] == [
        "Protests",
        "WARNED",
    ]


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("endorsed", {"endorse", "endorses", "endorsing"}),
        ("ratified", {"ratify", "ratifies", "ratifying"}),
        ("banned", {"ban", "bans", "banning"}),
        ("killed", {"kill", "kills", "killing"}),
        ("marched", {"march", "marches", "marching"}),
        ("agreed", {"agree", "agrees", "agreeing"}),
        ("recognised", {"recognised", "recognize", "recognizing"}),
        ("withdrew", {"withdraw", "withdrawn"}),
        ("summit", {"summits"}),
    ],
)
def test_forms_hold_the_inflections(word, some):
    """An example trigger in the past tense stands for the verb's other forms, a noun for its plural."""
    assert some | {word} <= forms(word)


def test_phrase_before_a_verb_falls_back_to_the_nearest_name():
    """After a comma the subject stands further back."""
    text = "It is so. General Odo Varr, who knew, attacked."

    assert text[slice(*phrases.before(text, text.index("attacked")))] == "General Odo Varr"


@pytest.mark.parametrize("text", ["attacked", "attacked.", ". attacked", "\nattacked\n", "(attacked)"])
def test_verb_alone_has_no_phrases(text):
    """Nothing before and nothing after."""
    start = text.index("attacked")

    assert phrases.before(text, start) is None
    assert phrases.after(text, start + 8) is None
    assert phrases.place(text, start + 8) is None


def test_gold_sends_one_mention_of_each_filler(ontology, article, event):
    """Types, all triggers, dates, modes and status are sent as annotated."""
    given = event(
        KOVAR,
        "ASSAULT",
        "shelled",
        "attack",
        fillers=[("actor", "Rebels", "The"), ("recipient", "Kovar")],
        date="2024-01-15",
    )

    ((found,),) = sent("gold", [article(KOVAR, events=(given,))], ontology)
    assert [trigger.text for trigger in found.triggers] == ["shelled", "attack"]
    assert [(argument.role, argument.text) for argument in found.arguments] == [
        ("actor", "Rebels"),
        ("recipient", "Kovar"),
    ]
    assert (found.event_type, found.date, found.status) == ("ASSAULT", "2024-01-15", "actual")


@pytest.mark.parametrize(
    "fillers",
    [
        [("actor", "Rebels", "Kovar"), ("actor", "Rebels")],
        [("actor", "Rebels"), ("actor", "Rebels", "Kovar")],
    ],
)
def test_gold_tells_fillers_apart_that_share_a_mention(ontology, article, event, fillers):
    """Sent by the one mention that both have, the two would count as one, and gold earn less than 1."""
    given = event(KOVAR, "ASSAULT", "shelled", fillers=fillers)

    ((found,),) = sent("gold", [article(KOVAR, events=(given,))], ontology)

    assert {argument.text for argument in found.arguments} == {"Rebels", "Kovar"}


def test_gold_sends_a_mention_that_stands_in_the_text(ontology, article, event):
    """The first that does: a name that stands nowhere has no offsets to be compared by."""
    given = event(KOVAR, "ASSAULT", "shelled", fillers=[("actor", "Rebels")])
    (actor,) = given.arguments
    named = Mention(text="The Front", start=None, end=None, fragments=())
    actor = dataclasses.replace(actor, mentions=(named, *actor.mentions))
    given = dataclasses.replace(given, arguments=(actor,))

    ((found,),) = sent("gold", [article(KOVAR, events=(given,))], ontology)

    assert [argument.text for argument in found.arguments] == ["Rebels"]


def test_gold_that_is_withheld_cannot_be_sent(ontology, article):
    """A blind split says so; it is not taken for a split without events."""
    with pytest.raises(MisuseError, match="withheld"):
        sent("gold", [article(KOVAR)], ontology)


@pytest.mark.parametrize(
    ("dataset", "saw"),
    [
        ("dateline-news", {"lexicon": "yes", "linear": "yes", "gold": "yes", "silent": "no"}),
        ("my-news", {"lexicon": "no", "linear": "no", "gold": "yes", "silent": "no"}),
    ],
)
def test_rules_written_with_one_dataset_at_hand_saw_the_texts_of_no_other(ontology, dataset, saw):
    """The board of another dataset does not say of our baselines that they saw its test texts."""
    manifest = SimpleNamespace(name=dataset, key=f"{dataset}@1.0.0")
    cards = {
        name: baselines.card_on(baselines.predict(name, [], [], ontology)[1], name, manifest) for name in saw
    }

    assert {name: card.saw_test_texts for name, card in cards.items()} == saw
    assert {card.dataset for card in cards.values()} == {manifest.key}
