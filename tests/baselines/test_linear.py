"""What the baseline ``linear`` learns from a small world, and what it is told of a text."""

import dataclasses

import pytest

from benchmark import baselines
from benchmark.baselines import features, linear
from benchmark.baselines.page import Page, stem
from benchmark.baselines.triggers import Lexicon
from benchmark.records.article import Mention

PLACES = ("Kovar", "Tarn", "Orle", "Sarn", "Veld", "Brod", "Lunz", "Merv")
DAYS = ("Monday", "Sunday", "Saturday", "Friday")


@pytest.fixture
def train(article, event):
    """Articles that tell of a shelling by rebels and a march of dockers, each in two places."""

    def tell(number, place):
        day = DAYS[number % len(DAYS)]
        text = (
            f"Rebels shelled {place} on {day}. The shelling of {place} lasted an hour. "
            f"Dockers will march through {place} on Thursday."
        )
        value = f"2024-01-{15 - number % len(DAYS):02}"
        shelled = event(
            text,
            "ASSAULT",
            "shelled",
            "shelling",
            fillers=[("actor", "Rebels"), ("recipient", place)],
            date=value,
        )
        march = event(text, "PROTEST", "march", fillers=[("actor", "Dockers")], date="2024-01-18")
        return article(text, article_id=f"a{number}", events=(shelled, march))

    return [tell(number, place) for number, place in enumerate(PLACES)]


UNSEEN = "Rebels shelled Dorn on Sunday. The shelling of Dorn lasted an hour."


def sent(train, ontology, *articles):
    return [prediction.events for prediction in baselines.predict("linear", train, articles, ontology)[0]]


def test_events_of_an_unseen_text_are_found_as_taught(train, ontology, article):
    """Type, both triggers of one event, fillers by role, and the weekday read against P."""
    ((found,),) = sent(train, ontology, article(UNSEEN))

    assert found.event_type == "ASSAULT"
    assert [trigger.text for trigger in found.triggers] == ["shelled", "shelling"]
    assert {(one.role, one.text) for one in found.arguments} == {("actor", "Rebels"), ("recipient", "Dorn")}
    assert found.date == "2024-01-14"


def test_the_pieces_of_a_trigger_name_one_event(ontology, article, event):
    """Each piece of "turned … down" is found as a trigger, and they are learnt as names of one event."""

    def tell(number, place):
        text = f"Dockers turned {place} down on Monday. Rebels refused the offer of Lunz on Sunday."
        down = text.index("down")
        whole = Mention(text="turned down", start=8, end=down + 4, fragments=((8, 14), (down, down + 4)))
        turned = dataclasses.replace(event(text, "REJECT", "turned"), triggers=(whole,))
        return article(text, article_id=f"a{number}", events=(turned, event(text, "REJECT", "refused")))

    train = [tell(number, place) for number, place in enumerate(PLACES)]

    (found,) = sent(train, ontology, article("Dockers turned Dorn down on Friday."))
    assert [[trigger.text for trigger in one.triggers] for one in found] == [["turned", "down"]]


def test_two_types_in_one_text_are_two_events(train, ontology, article):
    """What differs in type is never one event, and each has its own date."""
    text = f"{UNSEEN} Dockers will march through Dorn on Thursday."

    (found,) = sent(train, ontology, article(text))
    assert [(one.event_type, one.date) for one in found] == [
        ("ASSAULT", "2024-01-14"),
        ("PROTEST", "2024-01-18"),
    ]


def test_the_order_of_the_train_split_does_not_matter(train, ontology, article):
    """Articles are learnt from in the order of their ids."""
    given = [article(UNSEEN), *train]

    assert sent(train, ontology, *given) == sent(train[::-1], ontology, *given)


def test_words_off_the_running_text_name_no_event(train, ontology, article):
    """What stands in a teaser is nothing that happened here."""
    given = article(UNSEEN, regions=[("teaser", UNSEEN)])

    assert sent(train, ontology, given) == [()]


def test_status_is_learnt_with_the_type(train, ontology, article):
    """An event has the status that events of such words had."""
    text = "Dockers will march through Dorn on Thursday."
    planned = [
        dataclasses.replace(one, events=(one.events[0], dataclasses.replace(one.events[1], status="planned")))
        for one in train
    ]

    ((found,),) = sent(planned, ontology, article(text))
    assert (found.event_type, found.status) == ("PROTEST", "planned")


@pytest.mark.parametrize("events", [(), None])
def test_without_events_to_learn_from_nothing_is_found(events, ontology, article):
    """Neither empty nor withheld annotations teach a trigger."""
    assert sent([article(UNSEEN, events=events)], ontology, article(UNSEEN)) == [()]


def test_no_more_articles_are_learnt_from_than_are_told(train, ontology, article, monkeypatch):
    """Of a large train split the first articles by id count; here none of the shellings is among them."""
    first = [article("Nothing happened.", article_id=name, events=()) for name in ("0", "1")]
    monkeypatch.setattr(linear, "ARTICLES", 2)

    assert sent([*train, *first], ontology, article(UNSEEN)) == [()]


def test_no_more_triggers_are_told_than_a_prediction_has_events(train, ontology, article, monkeypatch):
    """Of a chronicle with too many triggers the first are told: one more, and the file would be refused."""
    monkeypatch.setattr(linear, "MAX_EVENTS", 1)

    ((found,),) = sent(train, ontology, article(UNSEEN))
    assert [trigger.text for trigger in found.triggers] == ["shelled"]


def chronicle(article, event, years):
    """An article of one line that tells of a shelling in each year."""
    told = [f"in {year} Kovar shelled{year}, " for year in range(1500, 1500 + years)]
    text = "".join(told)
    events = tuple(event(text, "ASSAULT", f"shelled{year}") for year in range(1500, 1500 + years))
    return article(text, events=events)


def test_only_events_near_by_teach_which_are_one(ontology, article, event, monkeypatch):
    """A chronicle of many events of one type gives each a dozen others to be told from, not all."""
    pairs = []
    of_pair = features.of_pair
    monkeypatch.setattr(features, "of_pair", lambda *given: pairs.append(given) or of_pair(*given))

    linear.fit([chronicle(article, event, years=40)], ontology)
    assert len(pairs) == sum(min(features.NEAR, following) for following in range(40))


def test_features_of_words_are_not_kept(ontology, article, event, monkeypatch):
    """A large train split has a million words of dozens of features each; those of events alone are kept."""
    alive, counts = set(), []

    class Told(list):
        def __init__(self, told):
            super().__init__(told)
            alive.add(id(self))
            counts.append(len(alive))

        def __del__(self):
            alive.remove(id(self))

    of_word = features.of_word
    monkeypatch.setattr(features, "of_word", lambda *given: Told(of_word(*given)))

    linear.fit([chronicle(article, event, years=40)], ontology)
    assert len(counts) == (4 + 1) * 40
    assert max(counts) <= 40 + 2


def test_dating_an_event_does_not_look_at_the_whole_line(ontology, article, event, monkeypatch):
    """Of a line as long as a book what stands near the event is looked at, however many triggers it has."""
    looked_at = []
    start = Page.start
    monkeypatch.setattr(Page, "start", lambda page, place: looked_at.append(place) or start(page, place))

    def work(years):
        told = page(chronicle(article, event, years), ontology)
        firsts = [place for place, word in enumerate(told.words) if word.startswith("shelled")]
        named = features.Named("ASSAULT", "actual", [firsts[years // 2]])
        marks = told.marks(firsts)
        looked_at.clear()
        list(features.times(told, marks, named))
        return len(looked_at)

    assert work(400) <= 1.5 * work(100)


def test_what_a_sentence_holds_is_not_copied(ontology, article):
    """Each pair of triggers asks for it, and a text without line ends or periods is one sentence."""
    told = page(article("Rebels shelled Kovar on 3 May 1650"), ontology)

    assert told.content(0) is told.content(1)
    assert told.dates(0) is told.dates(1)


def test_without_a_day_of_publication_no_weekday_is_a_date(train, ontology, article):
    """Where nobody knows P, nothing can be P, and no weekday is read."""
    ((found,),) = sent(train, ontology, article(UNSEEN, published=None))

    assert found.date is None


def test_a_discontinuous_trigger_is_learnt_by_its_words(train, ontology, article, event):
    """The words of each piece are triggers, what stands between them is none and can fill a role."""
    text = "Members voted Orle out on Monday."
    split = Mention(text="voted … out", start=8, end=22, fragments=((8, 13), (19, 22)))
    plain = event(text, "SANCTION", "voted", fillers=[("recipient", "Orle")], date="2024-01-15")
    told = article(text, events=(dataclasses.replace(plain, triggers=(split,)),))

    ((found, *_),) = sent([*train, told], ontology, article(text))
    assert (found.event_type, found.triggers[0].text, found.date) == ("SANCTION", "voted", "2024-01-15")
    assert [(one.role, one.text) for one in found.arguments] == [("recipient", "Orle")]


def test_a_shared_trigger_is_one_event(train, ontology, article, event):
    """Two events of one trigger teach its type once; what is found of it has the fillers of one."""
    text = "Rebels bombed Orle and Sarn on Monday."
    shared = [
        event(text, "ASSAULT", "bombed", fillers=[("actor", "Rebels"), ("recipient", place)])
        for place in ("Orle", "Sarn")
    ]

    ((found,),) = sent([*train, article(text, events=tuple(shared))], ontology, article(text))
    assert [trigger.text for trigger in found.triggers] == ["bombed"]


def test_a_phrase_fills_one_role(train, ontology, article, event):
    """Of two fillers that share a phrase the later one is learnt."""
    text = "Rebels bombed Orle."
    twice = event(text, "ASSAULT", "bombed", fillers=[("recipient", "Orle"), ("location", "Orle")])
    told = [article(text, article_id=f"t{number}", events=(twice,)) for number in range(3)]

    ((found,),) = sent([*train, *told], ontology, article(text))
    assert [one.role for one in found.arguments if one.text == "Orle"] == ["location"]


def test_roles_that_the_ontology_lacks_are_left_out(train, ontology, article):
    """Without example triggers the words alone are learnt from; a type without roles has no arguments."""
    bare = dataclasses.replace(
        ontology,
        types=tuple(dataclasses.replace(one, roles=(), example_triggers=()) for one in ontology.types),
    )

    ((found,),) = sent(train, bare, article(UNSEEN))
    assert (found.event_type, found.arguments) == ("ASSAULT", ())


@pytest.mark.parametrize("event_type", ["ASSAULT", "PROTEST"])
def test_events_without_fillers_or_dates_teach_none(event_type, ontology, article, event):
    """Where gold has triggers only, nothing else is found."""
    told = [
        article(UNSEEN, article_id=f"t{number}", events=(event(UNSEEN, event_type, "shelled"),))
        for number in range(2)
    ]

    ((found,),) = sent(told, ontology, article(UNSEEN))
    assert (found.event_type, found.arguments, found.date) == (event_type, (), None)


def page(given, ontology):
    return Page(given, Lexicon(ontology))


def phrases(page, *triggers):
    found = page.marks([page.words.index(word) for word in triggers]).phrases
    return [page.mention(phrase)["text"] for here in found.values() for phrase in here]


def test_phrases_are_runs_of_content_words(ontology, article):
    """Function words, adverbs, triggers and time expressions end a phrase; "of" joins the parts of a name."""
    text = "On Monday the Bank of Orle quietly raided two old depots, near Kovar harbour of late."

    assert phrases(page(article(text), ontology), "raided") == [
        "Bank of Orle",
        "two old depots",
        "Kovar harbour",
        "late",
    ]


def test_words_know_their_sentence(ontology, article):
    """Sentences are numbered from 1; a line end ends one, too."""
    told = page(article("March on. It ended\nSo be it"), ontology)

    assert dict(zip(told.words, told.sentences, strict=True)) == {
        "march": 1,
        "on": 1,
        ".": 1,
        "it": 3,
        "ended": 2,
        "so": 3,
        "be": 3,
    }


def test_example_triggers_of_the_ontology_are_known(ontology, article):
    """A word of a known trigger has its type, and only such a word."""
    told = page(article("Rebels shelled Kovar."), ontology)

    assert {told.word(place): kind for place, kind in told.known.items()} == {"shelled": "ASSAULT"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [("shelling", "shel"), ("shelled", "shel"), ("raids", "raid"), ("raid", "raid"), ("bus", "bus")],
)
def test_stems_are_words_without_ending(word, expected):
    """Nouns and verbs of one stem meet; a short word keeps its letters."""
    assert stem(word) == expected


def test_outside_the_text_there_is_no_word(ontology, article):
    """Neighbours of the first and of the last word are empty."""
    told = page(article("Kovar"), ontology)

    assert [told.word(-1), told.word(1), told.stem(-1), told.stem(1)] == [""] * 4
