"""doccano's JSONL exports."""

import json
import shutil

import pytest

from benchmark.corpus import importers
from benchmark.corpus.importers import doccano
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import MisuseError

DEPARTURES = LabelMapping(events=frozenset({"Departure"}))


@pytest.fixture
def export(tmp_path):
    def written(*rows, indent=None):
        path = tmp_path / "export.jsonl"
        path.write_text("".join(json.dumps(row, indent=indent) + "\n" for row in rows))
        return path

    return written


def test_the_invented_export(take, exports, numbers):
    """A folder holds a file an annotator; every span and relation has its outcome."""
    taken = take(doccano, exports / "doccano", mapping=DEPARTURES)

    assert numbers(taken) == (3, 2, 3, 1)
    assert sorted(taken.corpus.annotators) == ["ada", "ben"]
    assert taken.notes == [
        "ada.jsonl:1: $.Comments[0]: dropped: note Harn or Harnish?: free words, for which there is no place",
        "ada.jsonl:1: $.entities[0]: dropped: span 100 Country: triggers no event and fills no role",
        "ada.jsonl:1: $.entities[5]: dropped: span 105 Topic: triggers no event and fills no role",
        "ada.jsonl:1: $.relations[3]: dropped: relation of: neither of its ends is an event",
        "ada.jsonl:1: $.relations[4]: dropped: argument who 999 of 102: its filler is not there",
        "ben.jsonl:1: $.Comments[0]: dropped: note Harn or Harnish?: free words, for which there is no place",
        "ben.jsonl:1: $.entities[0]: dropped: span 100 Country: triggers no event and fills no role",
        "ben.jsonl:1: $.entities[3]: dropped: span 103 City: triggers no event and fills no role",
        "ben.jsonl:1: $.entities[4]: dropped: span 104 DATE: triggers no event and fills no role",
        "ben.jsonl:1: $.entities[5]: dropped: span 105 Topic: triggers no event and fills no role",
    ]


def test_a_linked_date_is_the_date(take, exports):
    """A time expression that is a full date dates its event, whatever the relation is called."""
    taken = take(doccano, exports / "doccano/ada.jsonl", mapping=DEPARTURES)

    (event,) = taken.events
    assert (event.date.value, event.date.basis, event.date.mentions[0].text) == (
        "2023-06-04",
        "explicit",
        "4 June 2023",
    )
    assert [(a.role, a.mentions[0].text) for a in event.arguments] == [("who", "Envoys"), ("whence", "Sulm")]
    assert taken.articles["31"].published == "2023-06-05"


def test_events_are_what_relations_start_from(take, export):
    """Without a mapping the labels at the tail of every arrow are fillers."""
    row = {
        "text": "Ann left Orsk.",
        "entities": [
            {"id": 1, "start_offset": 0, "end_offset": 3, "label": "Person"},
            {"id": 2, "start_offset": 4, "end_offset": 8, "label": "Leave"},
        ],
        "relations": [{"from_id": 2, "to_id": 1, "type": "who"}],
    }

    assert [event.event_type for event in take(doccano, export(row)).events] == ["Leave"]


def test_a_pretty_printed_record_is_read(take, export):
    """The tool's own example of JSONL is spread over lines."""
    row = {"text": "They left.", "label": [[5, 9, "Event"]]}

    assert take(doccano, export(row, indent=2)).events[0].triggers[0].text == "left"


def test_graphemes_are_told_by_word_edges(take, export):
    """A project that counts graphemes has offsets that cut words in half when taken for code points."""
    row = {
        "text": "👩\u200d🚀 She landed. 👩\u200d🚀 He stayed.",
        "label": [[6, 12, "Event"], [19, 25, "Event"]],
    }

    taken = take(doccano, export(row))
    assert [event.triggers[0].text for event in taken.events] == ["landed", "stayed"]
    assert {reason for _, _, reason in taken.ledger.outcomes if reason} >= {"offsets count graphemes"}


def test_spans_with_users_are_of_annotators(take, export):
    """An older export tells by each span who made it."""
    marks = [{"label": 3, "start_offset": 0, "end_offset": 4, "user": user} for user in (1, 2)]
    row = {"id": 9, "text": "They left.", "annotations": marks}

    corpus = take(doccano, export(row), mapping=LabelMapping(events=frozenset({"3"}))).corpus
    assert sorted(corpus.annotators) == ["annotator-1", "annotator-2"]


def test_an_export_of_entities_alone_is_refused(export):
    """Nothing in it is an event, and which label may be is not guessed."""
    path = export({"text": "Ann left.", "label": [[0, 3, "Person"]]})

    with pytest.raises(MisuseError, match="list these as events in a mapping file: Person"):
        doccano.read(path, Ledger(Journal()), Options())


def test_real_relations(take, shared, numbers):
    """The real record, on one line or on many, has two arguments and a date."""
    folder = shared / "formats/doccano"
    names = ["relation_extraction.jsonl", "export_relation_extraction_PRETTY_NOT_JSONL.json"]

    taken = [take(doccano, folder / name) for name in names]
    assert [numbers(each) for each in taken] == [(1, 1, 2, 1)] * 2
    assert [sum(each.ledger.counts()["span"]) for each in taken] == [4, 4]
    assert taken[0].events == taken[1].events


def test_real_entities_are_refused(shared):
    """The real sequence labelling holds no event; the answer names its labels."""
    path = shared / "formats/doccano/sequence_labeling.jsonl"

    with pytest.raises(MisuseError, match="list these as events in a mapping file: MISC, ORG, PERSON"):
        doccano.read(path, Ledger(Journal()), Options())


def test_what_annotators_share_is_of_none(take, tmp_path):
    """The file `all` of a shared project names no annotator; a text may stand under `data`."""
    row = {"data": "They fought.", "label": [[5, 11, "Departure"]]}
    for name in ("ada", "all"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row))

    annotators = take(doccano, tmp_path, mapping=DEPARTURES).corpus.annotators
    assert sorted(annotators) == ["ada", "annotator"]
    assert annotators["annotator"][0].text == "They fought."


def test_an_id_that_stands_twice_is_told(take, export):
    """The second of two spans of one id is in the report; it takes no other's place."""
    spans = [
        {"id": 1, "start_offset": 0, "end_offset": 4, "label": "Event"},
        {"id": 1, "start_offset": 5, "end_offset": 11, "label": "Event"},
    ]
    taken = take(doccano, export({"text": "They fought.", "entities": spans}))

    assert [event.triggers[0].text for event in taken.events] == ["They"]
    assert taken.notes == [
        "export.jsonl:1: $.entities[1]: dropped: span 1 Event: its id stands twice in its document",
    ]


def test_spans_of_two_lists_are_apart(take, export):
    """Spans without ids count on from one list to the next."""
    record = {"text": "They fought.", "label": [[5, 11, "Event"]], "labels": [[0, 4, "Event"]]}

    assert len(take(doccano, export(record)).events) == 2


def test_a_suffix_in_capitals_is_a_suffix(take, exports, tmp_path):
    """No annotator is passed over because some program wrote the name of a file in capitals."""
    (tmp_path / "doccano").mkdir()
    for name in ("ada", "ben"):
        shutil.copy(exports / f"doccano/{name}.jsonl", tmp_path / f"doccano/{name}.JSONL")

    taken = take(doccano, tmp_path / "doccano", mapping=DEPARTURES)
    assert taken.articles == take(doccano, exports / "doccano", mapping=DEPARTURES).articles


def test_folders_that_are_not_looked_into_are_told(exports, tmp_path):
    """A file further down is not in the corpus, and the report says so; what macOS adds is none."""
    (tmp_path / "in" / "ben").mkdir(parents=True)
    shutil.copy(exports / "doccano/ada.jsonl", tmp_path / "in")
    shutil.copy(exports / "doccano/ben.jsonl", tmp_path / "in/ben")
    (tmp_path / "in" / "__MACOSX").mkdir()
    (tmp_path / "in" / "__MACOSX" / "._ada.jsonl").write_bytes(b"\0")

    said = []
    importers.import_corpus("doccano", tmp_path / "in", tmp_path / "out", said.append)
    assert "files further down are not read: 1, such as ben/ben.jsonl" in said
