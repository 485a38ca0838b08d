"""Prodigy's JSONL."""

import json

import pytest

from benchmark.corpus.importers import mapping, prodigy
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import Fields, LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import MisuseError


def test_the_invented_export(take, exports, numbers):
    """Only accepted records are read; spans without offsets are told by tokens, the last one included."""
    taken = take(prodigy, exports / "prodigy.jsonl")

    assert numbers(taken) == (2, 1, 3, 0)
    (event,) = taken.events
    fillers = [(a.role, a.mentions[0].text) for a in event.arguments]
    assert fillers == [("actor", "Strikers"), ("place", "gates of Port Ilma"), ("town", "Ilma")]
    assert taken.articles["prodigy-1"].source == "Ilma Courier"
    assert taken.notes == [
        "prodigy.jsonl:2: $: dropped: document 2: answered reject, not accept",
        "prodigy.jsonl:3: $: dropped: document 3: answered ignore, not accept",
        "prodigy.jsonl:4: $.relations[0]: dropped: relation actor: names a span that is not there",
        "prodigy.jsonl:4: $.spans[0]: dropped: span s0: triggers no event and fills no role",
    ]


def test_fields_that_a_mapping_names(take, exports, numbers):
    """Type, date and fillers in fields of a record annotate its span; words are looked up in the text."""
    taken = take(
        prodigy, exports / "prodigy_fields.jsonl", mapping=mapping.read(exports / "prodigy_fields.toml")
    )

    assert numbers(taken) == (2, 3, 4, 1)
    (ada,) = taken.corpus.annotators["ada"]
    sacked, sued = ada.events
    assert (sacked.event_type, sacked.triggers[0].text, sacked.date.value) == (
        "sack.02",
        "sacked",
        "2011-11-14",
    )
    assert [(m.start, m.end) for m in sued.arguments[0].mentions] == [(23, 27), (34, 38)]
    assert [(m.text, m.start) for m in sued.arguments[1].mentions] == [("Guild of Coopers", None)]


def test_equal_sentences_of_two_articles_are_two_texts(take, tmp_path):
    """Records of one text are one article, unless fields that a mapping names say otherwise."""
    record = {"text": "They fought.", "spans": [{"start": 5, "end": 11, "label": "Event"}]}
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(record | {"doc": name}) + "\n" for name in ("a", "b")))

    assert list(take(prodigy, path, mapping=LabelMapping(meta={"article_id": ("doc",)})).articles) == [
        "a",
        "b",
    ]
    assert list(take(prodigy, path).articles) == ["records-1"]


def test_what_fields_lack_is_told(take, exports):
    """An event without its type, and a date without its year, are dropped with the reason."""
    taken = take(
        prodigy, exports / "prodigy_fields.jsonl", mapping=mapping.read(exports / "prodigy_fields.toml")
    )

    assert [note for note in taken.notes if "dropped" in note] == [
        "prodigy_fields.jsonl:3: $.roleset_id: dropped: event roleset_id: its type is not given",
        "prodigy_fields.jsonl:3: $.spans[0]: dropped: span s0 EVT: triggers no event and fills no role",
        "prodigy_fields.jsonl:4: $.argT: dropped: date date '01/06/XXXX': a date without its year",
    ]


def test_a_span_said_twice_is_one(take, tmp_path):
    """A doubled span does not make a doubled event."""
    span = {"start": 5, "end": 9, "label": "EVENT"}
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps({"text": "They left.", "spans": [span, span]}))

    assert len(take(prodigy, path).events) == 1


def test_relations_between_equal_labels_tell_no_events(shared):
    """Where every arrow leads from a label to itself, nothing tells events from what fills them."""
    path = shared / "formats/prodigy/relations.jsonl"

    with pytest.raises(MisuseError, match="list these as events in a mapping file: GGP"):
        prodigy.read(path, Ledger(Journal()), Options())


def test_the_real_export(take, shared, numbers):
    """With its label declared, each span and relation of the real export has its outcome."""
    path = shared / "formats/prodigy/relations.jsonl"

    taken = take(prodigy, path, mapping=LabelMapping(events=frozenset({"GGP"}), roles={"No-rel": ""}))
    assert numbers(taken) == (15, 48, 22, 0)
    assert taken.ledger.outcomes == {
        ("argument", "dropped", "its role is left out by the mapping"): 10,
        ("argument", "repaired", "an event fills it: its trigger stands for it"): 22,
        ("document", "ok", ""): 15,
        ("event", "ok", ""): 48,
        ("span", "ok", ""): 48,
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ann1", ((107, 267, 710, 237), {})),
        ("ann2", ((107, 266, 788, 145), {"a date without its year": 14, "its type is not given": 1})),
    ],
)
def test_real_custom_fields(take, shared, numbers, name, found):
    """X-AMR's records of two annotators become articles of the same sentences."""
    fields = Fields(
        type="roleset_id", date="argT", arguments={"arg0": "arg0", "arg1": "arg1", "argL": "place"}
    )
    meant = LabelMapping(
        date_order="month-first", meta={"article_id": ("doc_id", "sentence_id")}, fields=fields
    )

    taken = take(prodigy, shared / "corpora/xamr_ecbplus" / f"{name}.json", mapping=meant)
    outcomes = taken.ledger.outcomes.items()
    told = {
        reason: count
        for (kind, outcome, reason), count in outcomes
        if outcome == "dropped" and kind != "span"
    }
    assert (numbers(taken), told) == found


def test_values_of_fields_are_read_or_told(take, tmp_path):
    """A year may be a number; a list of words has no place, which the report says."""
    path = tmp_path / "records.jsonl"
    span = {"start": 5, "end": 11, "label": "x"}
    record = {"text": "They fought.", "spans": [span], "kind": "Fight", "year": 2011, "who": ["They"]}
    path.write_text(json.dumps(record))
    fields = Fields(type="kind", date="year", arguments={"who": "actor"})
    taken = take(prodigy, path, mapping=LabelMapping(fields=fields))

    assert taken.events[0].date.value == "2011"
    assert (
        "records.jsonl:1: $.who: dropped: attribute who: a kind of value that has no place here"
        in taken.notes
    )


@pytest.mark.parametrize("name", ["event", "trigger", "s0", "who"])
def test_fields_of_any_name_fill_roles(take, tmp_path, name):
    """A filler is the words of its field, also where the field is called as spans or events are inside."""
    path = tmp_path / "records.jsonl"
    span = {"start": 5, "end": 11, "label": "x"}
    path.write_text(json.dumps({"text": "They fought.", "spans": [span], "kind": "Fight", name: "They"}))
    fields = Fields(type="kind", arguments={name: "actor"})
    (event,) = take(prodigy, path, mapping=LabelMapping(fields=fields)).events

    assert [trigger.text for trigger in event.triggers] == ["fought"]
    assert [mention.text for argument in event.arguments for mention in argument.mentions] == ["They"]


def test_sessions_without_a_name_are_of_no_annotator(take, tmp_path):
    """Who did not say who he is and came back the next day is one annotator, not two."""
    path = tmp_path / "records.jsonl"
    record = {"spans": [{"start": 5, "end": 11, "label": "Event"}]}
    sessions = {"They fought.": "2024-02-06_10-17-19", "They bought.": "2024-02-07_09-00-01"}
    rows = [record | {"text": text, "_annotator_id": name} for text, name in sessions.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    taken = take(prodigy, path)

    assert taken.corpus.annotators == {}
    assert list(taken.articles) == ["records-1", "records-2"]
