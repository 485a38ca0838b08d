"""Corpora that come as they were published: WikiEvents, TextEE, MAVEN, PLOVER, ACE and Rich ERE."""

import json
import re
import shutil
import time

import pytest

from benchmark.corpus.importers import ace, ere, maven, muc4, plover, sgml, textee, wikievents
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import MisuseError

MODULES = {
    "ace": ace,
    "ere": ere,
    "maven": maven,
    "plover": plover,
    "textee": textee,
    "wikievents": wikievents,
}


def dropped(taken):
    return [note for note in taken.notes if ": dropped: " in note]


def fillers(event):
    return [(a.role, [m.text for m in a.mentions]) for a in event.arguments]


@pytest.mark.parametrize("name", MODULES)
def test_what_is_no_such_corpus_is_refused(tmp_path, name):
    """A record or document of another kind is answered with what is wanted."""
    path = tmp_path / "page.json"
    path.write_text('{"text": "Nothing."}')
    if name in {"ace", "ere"}:
        path = tmp_path

    with pytest.raises(MisuseError, match="holds no"):
        MODULES[name].read(path, Ledger(Journal()), Options())


def test_wikievents(take, exports, numbers):
    """The text is written by the tokens' offsets, fillers are all mentions of their entity's cluster."""
    taken = take(wikievents, exports / "wikievents")

    (article,) = taken.articles.values()
    storm, die = article.events
    assert numbers(taken) == (1, 2, 4, 0)
    assert (
        article.text
        == "Storm Hits Ula\n\nA storm\u00a0tore through Ula on Monday.\n It killed two fishermen there."
    )
    assert (article.published, article.source) == ("2019-05-06", "Voice of America")
    assert fillers(storm) == [("Storm", ["Storm", "storm", "It"]), ("Place", ["Ula", "Ula", "there"])]
    assert fillers(die) == [("Victim", ["two fishermen"]), ("Place", ["Ula", "Ula", "there"])]
    assert taken.corpus.ontology.by_name["Life.Die.Unspecified"].role_names == ("Victim", "Killer", "Place")
    assert [note.rpartition(": ")[2] for note in dropped(taken)] == [
        "its tokens are not those of the text",
        "said before",
        "its filler is not there",
        "relates entities, not events",
        "is no document of WikiEvents",
    ]


def test_wikievents_without_its_neighbours(take, exports, tmp_path):
    """Without clusters and ontology a filler is the mention that is named, and types are those in use."""
    shutil.copy(exports / "wikievents/test.jsonl", tmp_path)

    taken = take(wikievents, tmp_path / "test.jsonl")
    assert fillers(taken.events[0]) == [("Storm", ["storm"]), ("Place", ["Ula"])]
    assert len(taken.corpus.ontology.types) == 2


def test_what_stands_before_the_first_token_moves_nothing(take, exports, tmp_path):
    """Spaces at the head of a text, which no offset counts, are left out, and the rest stands as it is."""
    line = (exports / "wikievents/test.jsonl").read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "test.jsonl"
    path.write_text(line.replace('"Storm Hits Ula"]', '"  Storm\u2009Hits Ula"]'), encoding="utf-8")

    (article,) = take(wikievents, path).articles.values()
    assert article.text.startswith("Storm\u2009Hits Ula\n\nA storm\u00a0tore")
    assert article.text.endswith(" It killed two fishermen there.")


def test_real_wikievents(take, shared, numbers):
    """Every event of the 20 documents comes through, each trigger at the words that the corpus gives."""
    folder = shared / "corpora/wikievents"
    taken = take(wikievents, folder)

    lines = b"".join((folder / f"{name}.jsonl").read_bytes() for name in ("voa", "other")).splitlines()
    rows = [json.loads(line) for line in lines]
    told = {e["id"]: e["trigger"]["text"] for row in rows for e in row["event_mentions"]}
    names = {row["doc_id"].lower(): row["doc_id"] for row in rows}
    assert numbers(taken) == (20, 345, 419, 0)
    assert sum(article.published is not None for article in taken.articles.values()) == 3
    assert all(
        " ".join(event.triggers[0].text.split()) == " ".join(told[f"{names[key]}-{event.event_id}"].split())
        for key, article in taken.articles.items()
        for event in article.events
    )
    assert {(kind, why) for kind, outcome, why in taken.ledger.outcomes if outcome == "dropped"} == {
        ("span", "triggers no event and fills no role"),
        ("relation", "none of what it joins fills a role"),
        ("argument", "said before"),
    }


def test_textee(take, exports, numbers):
    """Each window is an article; a filler is its entity, or its own tokens where it has none."""
    taken = take(textee, exports / "textee.jsonl")

    assert numbers(taken) == (2, 2, 2, 0)
    assert fillers(taken.articles["d1_0"].events[0]) == [("who", ["Ann"]), ("whence", ["Orsk"])]
    assert taken.articles["d1_0"].tags == ("document:D1",)
    assert taken.articles["d1_1"].text == "She didn't return .\n"
    assert [note.partition(" dropped: ")[2] for note in dropped(taken)] == [
        "span entity D1_0-E1 LOC: triggers no event and fills no role",
        "span entity D1_0-E2 UNK: triggers no event and fills no role",
        "argument 2: names no role, or tokens that are not there",
        "span filler D1_0-V0 2: its tokens are not those of the text",
        "event D1_1-V1: its trigger is not one of the text",
        "span trigger D1_1-V1: its tokens are not those of the text",
        "document D2: is no window of TextEE",
    ]


def test_maven(take, exports, numbers):
    """Coreferent mentions are triggers of one event; MAVEN-Arg's fillers are entities or words."""
    taken = take(maven, exports / "maven.jsonl")

    fire, strike = taken.articles["m1"], taken.articles["m2"]
    assert numbers(taken) == (2, 3, 2, 0)
    assert fire.text == "A fire destroyed the mill.\nThe blaze -- the 2nd -- burned .\n"
    assert [[m.text for m in event.triggers] for event in fire.events] == [["destroyed"], ["fire", "blaze"]]
    assert fillers(strike.events[0]) == [("Agent", ["Dockers", "They"]), ("Location", ["Sulm"])]
    assert (fire.title, strike.title) == ("Fire at Sulm", "Strike")
    assert [note.rpartition(": dropped: ")[2].partition(":")[0] for note in dropped(taken)] == [
        "span 2",
        "event v3",
        "note 0",
        "argument Agent",
        "argument Goal",
        "document m3",
    ]


def test_words_of_maven_may_be_tokens_that_the_text_writes_together(take, exports, tmp_path):
    """Where tokens say the place, their words count without the spaces between; other words do not fit."""
    told = json.loads((exports / "maven.jsonl").read_text().splitlines()[0])
    told["content"][1] = {"sentence": "They re-built it.", "tokens": ["They", "re", "-", "built", "it", "."]}
    mention = {"trigger_word": "re - built", "sent_id": 1, "offset": [1, 4]}
    events = [
        {"id": f"v{n}", "type": "Building", "mention": [mention | more]}
        for n, more in enumerate(({}, {"offset": [0, 4]}))
    ]
    (tmp_path / "maven.jsonl").write_text(json.dumps(told | {"events": events}))

    taken = take(maven, tmp_path / "maven.jsonl")
    assert [[mention.text for mention in event.triggers] for event in taken.events] == [["re-built"], []]


def test_mavens_test_set_has_no_gold(tmp_path):
    """The answer says why there is nothing to import."""
    (tmp_path / "test.jsonl").write_text('{"id": "1", "content": [], "candidates": []}\n')

    with pytest.raises(MisuseError, match="come without their gold"):
        maven.read(tmp_path / "test.jsonl", Ledger(Journal()), Options())


def test_real_windows_in_two_formats(take, shared, numbers):
    """The same sentences in TextEE's and MAVEN's form give the same triggers."""
    one = take(textee, shared / "formats/textee/phee_sample.json")
    other = take(maven, shared / "formats/maven/phee_as_maven.jsonl")

    assert (numbers(one), numbers(other)) == ((41, 49, 121, 0), (41, 48, 0, 0))
    assert sum(counts[2] for counts in one.ledger.counts().values()) == 0
    assert other.ledger.outcomes["event", "dropped", "equal to another event but for its id"] == 1
    triggers = [
        {(key, e.triggers) for key, a in taken.articles.items() for e in a.events} for taken in (one, other)
    ]
    assert len(triggers[0]) == len(triggers[1])


def test_plover(take, exports, numbers):
    """Pieces of an event are one trigger; marks may nest; old names become those of the ontology."""
    taken = take(plover, exports / "plover")

    assert numbers(taken) == (6, 6, 12, 0)
    (accuse,) = taken.articles["pg-01"].events
    assert (accuse.event_type, accuse.mode) == ("ACCUSE", "disapprove")
    assert (accuse.triggers[0].text, len(accuse.triggers[0].fragments)) == ("condemned raid", 2)
    assert fillers(accuse) == [
        ("actor", ["Orsk"]),
        ("recipient", ["Ula (old town)"]),
        ("location", ["Ula (old town)"]),
        ("recipient", ["Sulm"]),
    ]
    assert accuse.tags == ("context:diplomatic", "context:military")
    (assault,) = taken.articles["pg-01-2"].events
    assert (assault.event_type, assault.mode, assault.tags) == (
        "ASSAULT",
        None,
        ("dead:4", "old-mode:strike-gen"),
    )
    assert taken.articles["pg-02"].events[0].mode == "strike"


def test_plover_in_spanish(take, exports):
    """Strings are looked up; the story's day is that of publication; a place belongs to the only event."""
    taken = take(plover, exports / "plover/frases.xml")

    one, two = taken.articles.values()
    assert (one.published, one.language) == ("1999-05-04", "es")
    assert fillers(one.events[0]) == [
        ("actor", ["Obreros"]),
        ("recipient", ["el Gobierno"]),
        ("location", ["Sulm"]),
    ]
    assert [(e.event_type, [m.text for m in e.triggers]) for e in two.events] == [
        ("SANCTION", ["sancionó"]),
        ("THREATEN", []),
    ]


def test_marks_of_plover():
    """Brackets of the text stay, a stray one too, and a mark may be of two kinds."""
    plain, marks = plover.unmarked("The (SRC/TAR: Front (RF)) of Ula) (EVT: fled).")

    assert plain == "The Front (RF) of Ula) fled."
    assert [(mark.labels, plain[mark.start : mark.end]) for mark in marks] == [
        (("SRC", "TAR"), "Front (RF)"),
        (("EVT",), "fled"),
    ]


def test_real_plover(take, shared, numbers):
    """Of 335 sentences one event has a type that is no more; two marked words stand in no text."""
    taken = take(plover, shared / "corpora/plover_gsr")

    assert numbers(taken) == (335, 349, 689, 0)
    assert {
        (kind, why): count
        for (kind, outcome, why), count in taken.ledger.outcomes.items()
        if outcome == "dropped" and kind != "date"
    } == {
        ("argument", "is a word, not an actor"): 1,
        ("argument", "of a sentence with several events: it is not told whose it is"): 3,
        ("document", "is no marked sentence"): 1,
        ("event", "its type is not one of PLOVER any more"): 1,
        ("span", "marked words that the text does not have"): 2,
    }
    assert taken.corpus.config.ontology == "plover@1.0.0"


def test_ace(take, exports, numbers):
    """Mentions of an event are one; times in roles date it; the day of publication stands in the name."""
    taken = take(ace, exports / "ace")

    (article,) = taken.articles.values()
    raid, fled, generic = article.events
    assert numbers(taken) == (1, 3, 3, 2)
    assert (article.published, "Raid & flight" in article.text) == ("2003-03-04", True)
    assert [m.text for m in raid.triggers] == ["Raid", "raided"]
    assert fillers(raid) == [("Attacker", ["Troops", "The army"]), ("Place", ["Sulm"])]
    assert [(e.event_type, e.status, e.date.value) for e in article.events] == [
        ("Conflict.Attack", "actual", "2003-03-03"),
        ("Movement.Transport", "actual", "[..2003-03-02]"),
        ("Conflict.Attack", "generic", None),
    ]
    assert [m.text for m in fled.date.mentions] == ["March 2"]
    assert [note.rpartition(": ")[2] for note in dropped(taken)] == [
        "its .sgm is not there",
        "its stretch is not one of the source",
        "triggers no event and fills no role",
        "relates entities, not events",
        "the value of its time is a duration",
        "no trigger of it stands in the source",
        "its stretch is not one of the source",
    ]
    assert generic.arguments == ()


def test_what_a_mention_without_its_trigger_says_of_an_event_counts(take, exports, tmp_path):
    """Fillers and times of an event stand in all its mentions, be it that the words of one are lost."""
    shutil.copytree(exports / "ace", tmp_path / "ace")
    (file,) = (tmp_path / "ace").glob("XIN*.apf.xml")
    anchor = '<anchor><charseq START="54" END="59">raided</charseq></anchor>'
    file.write_text(file.read_text().replace(anchor, ""))
    assert file.read_text() != (exports / "ace" / file.name).read_text()

    raid = take(ace, tmp_path / "ace").events[0]
    assert [m.text for m in raid.triggers] == ["Raid"]
    assert fillers(raid) == [("Attacker", ["Troops", "The army"]), ("Place", ["Sulm"])]
    assert raid.date.value == "2003-03-03"


@pytest.mark.parametrize(
    ("day", "published"),
    [("<DATETIME>\n2003-03-04\n</DATETIME>", "2003-03-04"), (f"<DATE_TIME>{' ' * 3_000}", None)],
)
def test_ace_has_the_day_in_its_source(take, exports, tmp_path, day, published):
    """Where no name tells it; a tag that is never closed is passed over in time."""
    for file in (exports / "ace").glob("XIN*"):
        told = file.read_text().replace("20030304", "1").replace("<BODY>", day)
        (tmp_path / file.name.replace("20030304", "1")).write_text(told)
    begin = time.process_time()

    (article,) = take(ace, tmp_path).articles.values()
    assert article.published == published
    assert time.process_time() - begin < 10


def test_ere(take, exports, numbers):
    """Offsets count the tags of the source; a hopper is an event; a full date in its words is its date."""
    taken = take(ere, exports / "ere")

    (article,) = taken.articles.values()
    pact, torn = article.events
    assert numbers(taken) == (1, 2, 2, 1)
    assert (article.published, "Orsk & Ula sign" in article.text) == ("2014-02-06", True)
    assert [m.text for m in pact.triggers] == ["sign", "signed"]
    assert fillers(pact) == [("party", ["Orsk", "Orsk"]), ("party", ["Ula"])]
    assert (pact.date.value, pact.date.basis) == ("2014-02-05", "explicit")
    assert (torn.status, torn.date.value, [m.text for m in torn.date.mentions]) == (
        "hypothetical",
        None,
        ["later"],
    )


def test_a_source_counted_three_ways():
    """Tags are no text, a reference to a character is one character, whatever the file counts."""
    source = sgml.Source("<d>\nA &lt;b&gt; < c &amp d <x/>e</d>")

    assert source.text == "\nA <b> < c &amp d e"
    assert source.of_raw(6, 10) == (3, 4)
    assert source.of_untagged(3, 7) == (3, 4)
    assert source.of_raw(5, 400) is None
    assert source.of_raw(5, 5) is None


def test_line_ends_of_a_source_count_as_most_words_say():
    """A program that writes CRLF moves every offset, beside tags and references, and where a line ends."""
    raw = "<d\r\nx='1'>\r\nA &amp; B\r\nC said</d>"
    as_one = [(10, 19, "A & B"), (20, 21, "C")]
    as_two = [(12, 21, "A & B"), (23, 24, "C")]

    for claims, folded in ((as_one, True), (as_two, False), ([], False)):
        source = sgml.Source.fitting(raw, claims, tagged=True)
        assert (source.text, source.folded) == ("\r\nA & B\r\nC said", folded)
        assert [source.of_raw(start, end) for start, end, _ in claims] == [(2, 7), (9, 10)][: len(claims)]
    bare = [(start - 9, end - 9, words) for start, end, words in as_one]
    untagged = sgml.Source.fitting(raw, bare, tagged=False)
    assert [untagged.of_untagged(start, end) for start, end, _ in bare] == [(2, 7), (9, 10)]


@pytest.mark.parametrize("module", [ace, ere])
def test_a_source_whose_line_ends_were_changed_keeps_its_events(take, exports, tmp_path, module):
    """Git does so on Windows; LDC counts a line end as one character, beside tags and references."""
    name = module.__name__.rpartition(".")[2]
    shutil.copytree(exports / name, tmp_path / name)
    (source,) = [*tmp_path.glob("ace/XIN*.sgm"), *tmp_path.glob("ere/source/*.xml")]
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))

    before, after = take(module, exports / name), take(module, tmp_path / name)
    words = [[trigger.text for trigger in event.triggers] for event in before.events]
    assert [[trigger.text for trigger in event.triggers] for event in after.events] == words
    assert [fillers(event) for event in after.events] == [fillers(event) for event in before.events]
    assert [note for note in after.notes if note.endswith(sgml.FOLDED)]
    assert len(after.notes) == len(before.notes) + 1


def test_a_reference_to_what_is_no_character_is_one_character():
    """What comes after a reference that HTML leaves out is still where the file counts it."""
    source = sgml.Source("a&#1;b&#1114112;c")

    assert source.text == "a\ufffdb\ufffdc"
    assert source.of_raw(5, 6) == (2, 3)
    assert source.of_raw(16, 17) == (4, 5)


def test_real_dates_of_muc4(shared):
    """Every date of the 300 messages is read or reported: five datelines say NO DATE, one has no year."""
    journal = Journal()
    corpus = muc4.read(shared / "corpora/muc4", journal)

    unpublished = [article.article_id for article in corpus.articles if article.published is None]
    undated = [
        (article.article_id, event.event_id)
        for article in corpus.articles
        for event in article.events or ()
        if event.date.value is None
    ]
    assert unpublished == [
        f"dev-muc3-{number}" for number in ("0075", "0421", "0431", "0485", "0489", "0495")
    ]
    assert undated == [("dev-muc3-0446", "template-2")]  # whose slot is empty
    assert sorted(note.reason for note in journal.notes if "date" in note.reason) == [
        "a dateline without a year: its publication date is unknown",
        "an incident date without the alternative that is a date that ends before it starts",
    ]


def test_a_type_that_is_not_kept_is_told(take, exports, tmp_path):
    """Mentions of one hopper are one event, of the type of the first."""
    shutil.copytree(exports / "ere", tmp_path / "ere")
    (file,) = (tmp_path / "ere/annotated").glob("NYT*")
    written = file.read_text().replace('em-2" type="transaction"', 'em-2" type="contact"')
    file.write_text(written)
    taken = take(ere, tmp_path / "ere")

    assert taken.events[0].event_type == "transaction.pact"
    assert [note.partition("dropped: attribute ")[2] for note in taken.notes if "attribute" in note] == [
        "em-2 contact.pact: another type than that of the first mention, which is kept"
    ]


def test_an_event_mention_without_a_trigger_is_told(take, exports, tmp_path):
    """With all that fills its roles, for which no event is left."""
    shutil.copytree(exports / "ere", tmp_path / "ere")
    (file,) = (tmp_path / "ere/annotated").glob("NYT*")
    file.write_text(re.sub("<trigger[^>]*>signed</trigger>", "", file.read_text()))
    taken = take(ere, tmp_path / "ere")

    assert [m.text for m in taken.events[0].triggers] == ["sign"]
    told = [note.partition("dropped: ")[2] for note in dropped(taken)]
    assert "span em-2: an event mention without a trigger" in told
    assert [note for note in told if "is an event" in note] == [
        "relation party: neither of its ends is an event",
        "relation party: neither of its ends is an event",
        "relation time: neither of its ends is an event",
    ]


def test_windows_without_ids_of_entities_are_told(take, tmp_path):
    """Of two entities without an id one is kept, and the other told; so are relations of entities."""
    entities = [{"entity_type": "PER", "start": 0, "end": 1}, {"entity_type": "LOC", "start": 2, "end": 3}]
    trigger = {"id": "V0", "event_type": "Leave", "trigger": {"start": 1, "end": 2}}
    window = {"wnd_id": "w", "tokens": ["Ann", "left", "Orsk"], "event_mentions": [trigger]}
    path = tmp_path / "textee.jsonl"
    path.write_text(json.dumps(window | {"entity_mentions": entities, "relation_mentions": [{}]}))

    assert [note.partition("$.")[2] for note in dropped(take(textee, path))] == [
        "entity_mentions[0]: dropped: span entity None PER: triggers no event and fills no role",
        "entity_mentions[1]: dropped: span entity None LOC: its id stands twice in its document",
        "relation_mentions[0]: dropped: relation 0: relates entities, not events",
    ]


def test_an_event_whose_id_stands_twice_is_told(take, tmp_path):
    """The second event of an id is no other event, and takes no place of the first."""
    events = [
        {"id": "V0", "event_type": "Leave", "trigger": {"start": 1, "end": 2}},
        {"id": "V0", "event_type": "Arrive", "trigger": {"start": 2, "end": 3}},
    ]
    path = tmp_path / "textee.jsonl"
    path.write_text(json.dumps({"wnd_id": "w", "tokens": ["Ann", "left", "Orsk"], "event_mentions": events}))
    taken = take(textee, path)

    assert [(event.event_type, event.triggers[0].text) for event in taken.events] == [("Leave", "left")]
    assert [note.partition("$.")[2] for note in dropped(taken)] == [
        "event_mentions[1]: dropped: event V0 Arrive: its id stands twice in its document",
        "event_mentions[1].trigger: dropped: span trigger V0: its id stands twice in its document",
    ]
