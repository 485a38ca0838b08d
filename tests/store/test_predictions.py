import copy
import io
import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from benchmark.records.article import Article
from benchmark.records.errors import FindingsError
from benchmark.store import codec, files, predictions, schema
from benchmark.store.syntax import FINDINGS_OF_A_VALUE


@pytest.fixture
def known(article):
    """The split: two articles, one of them without its events."""
    other = {**article, "article_id": "other", "events": None}
    return {each["article_id"]: codec.decode(Article, each) for each in (article, other)}


@pytest.fixture
def refused(plover, known, written):
    def read(*values):
        with pytest.raises(FindingsError) as caught:
            predictions.read(written("p.jsonl", *values), plover, known)
        return caught.value.findings

    return read


def test_a_prediction_is_read_as_it_is(prediction, written, plover, known):
    """The worked example goes through the door unchanged."""
    read = predictions.read(written("p.jsonl", prediction), plover, known)

    assert codec.encode(read["kovar-shelling"])["events"][0]["confidence"] == 0.9
    assert read["kovar-shelling"].events[1].triggers[0].start is None


def test_values_of_a_notebook_are_judged_as_lines_are(prediction, plover, known):
    """Dicts at hand become the same records, and what is wrong with them has the same findings."""
    accepted = predictions.accept([prediction], plover, known)
    with pytest.raises(FindingsError) as caught:
        predictions.accept(
            [
                prediction,
                prediction,
                {"article_id": "nowhere", "events": []},
                7,
                {"article_id": "other", "events": [{"event_type": "ASSULT"}]},
            ],
            plover,
            known,
        )

    assert codec.encode(accepted["kovar-shelling"])["events"][0]["confidence"] == 0.9
    assert [(one.file, one.line, one.kind) for one in caught.value.findings] == [
        ("predictions", 2, "duplicate-id"),
        ("predictions", 3, "unknown-id"),
        ("predictions", 4, "type"),
        ("predictions", 5, "unknown-type"),
    ]


def test_what_a_notebook_holds_is_judged_whatever_holds_it(prediction, plover, known):
    """In tuples nothing passes that a file's line would be refused for, and no value ends in an exception."""
    event = {"event_type": "ASSAULT", "triggers": ({"text": "shelled", "start": 0, "end": 10**6},)}
    with pytest.raises(FindingsError) as caught:
        predictions.accept(
            [{**prediction, "events": (event,)}, {"article_id": "other", "events": {event["event_type"]}}],
            plover,
            known,
        )

    assert [(one.line, one.path, one.kind) for one in caught.value.findings] == [
        (1, "$.events[0].triggers[0].text", "span"),
        (2, "$.events", "type"),
    ]


EVENTS = [
    {},
    {"triggers": None},
    {"mode": None, "status": None, "confidence": None, "event_id": None},
    {"confidence": 1},
    {"confidence": 1e-7},
    {"date": "[2024-01-16,2024-01-15]"},
    {"triggers": [{"start": 58, "end": 64}]},
    {"triggers": [{"text": "shelled", "start": 7, "end": 14, "fragments": [[7, 9], [10, 14]]}]},
    {"triggers": [{"text": "Rebels  ", "start": 0, "end": 7, "fragments": [[0, 6], [6, 7]]}]},
    {"arguments": [{"role": "actor", "text": "nowhere", "start": None}]},
    {"triggers": [{"text": "shelled", "end": 14}]},
    {"triggers": [{"text": "shelled", "start": 7, "end": 13}]},
]


@pytest.mark.parametrize("event", EVENTS)
def test_the_short_way_agrees_with_the_long_one(event, written, plover, known, monkeypatch):
    """A line becomes the same record, or has the same findings, whichever way it goes."""
    path = written("p.jsonl", {"article_id": "other", "events": [{"event_type": "ASSAULT", **event}]})
    told = []
    for decoder in (schema.record_line, lambda *_: None):
        monkeypatch.setattr(schema, "record_line", decoder)
        try:
            told.append(codec.encode(predictions.read(path, plover, known)["other"]))
        except FindingsError as error:
            told.append(error.findings)

    assert told[0] == told[1]


@pytest.mark.parametrize("mention", [{"text": "shelled", "start": 7, "end": 14}, {"text": "shelled"}])
def test_with_offsets_or_without_the_way_is_short(mention, plover, known, monkeypatch):
    """What systems send is not parsed a second time."""
    monkeypatch.setattr(predictions, "parsed", None)
    events = [{"event_type": "ASSAULT", "triggers": [mention], "arguments": [{"role": "actor", **mention}]}]
    line = files.Line("p", 1, json.dumps({"article_id": "other", "events": events}).encode())

    assert predictions.Judge(plover, known).judge_raw(line)[0] is not None


def test_no_number_hides_a_doubled_key(tmp_path, plover, known):
    """Six 1s are read as 1.0, twelve characters more, which are as many as a key takes that stands twice."""
    event = '{"event_type":"ASSAULT","confidence":1}'
    doubled = event.replace("{", '{"mode":null,"mode":null,', 1)
    path = tmp_path / "p.jsonl"
    path.write_text(f'{{"article_id":"other","events":[{doubled},{",".join([event] * 5)}]}}\n')

    with pytest.raises(FindingsError) as caught:
        predictions.read(path, plover, known)
    assert [(one.kind, one.path) for one in caught.value.findings] == [("duplicate-key", "$.events[0].mode")]


def test_a_pipe_is_read_once():
    """A second look for a file of another kind would take rows away, and cut one in two."""
    end, other = os.pipe()

    def write():
        with os.fdopen(other, "wb") as stream:
            stream.write(b"x\n" + b"{}\n" * 100_000)

    Thread(target=write).start()

    rows = list(predictions.rows(Path(f"/dev/fd/{end}")))
    os.close(end)

    assert (len(rows), rows[0].value, rows[-1].value) == (100_001, b"x", b"{}")


def test_standard_input_is_read_once(tmp_path, monkeypatch):
    """Also where a file is called as it is, such as one that another tool wrote."""
    monkeypatch.chdir(tmp_path)
    Path("-").touch()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x\n{}\n")))

    assert len(list(predictions.rows(Path("-")))) == 2


def test_a_file_of_one_value_gets_one_finding(prediction, tmp_path, plover, known):
    """json.dump on the whole list writes no JSON Lines; this is said once, and not on each of its lines."""
    path = tmp_path / "p.jsonl"
    told = []
    for value, indent in (([prediction] * 2, 1), ([prediction] * 2, None), (prediction, 1)):
        path.write_text(f" {json.dumps(value, indent=indent)}", encoding="utf-8")
        with pytest.raises(FindingsError) as caught:
            predictions.read(path, plover, known)
        told += [(one.line, one.message) for one in caught.value.findings]

    assert told == [(1, "begins a list"), (1, "begins a list"), (1, "begins a value of several lines")]


def test_what_is_no_prediction_is_called_what_it_is(article, written, plover, known):
    """Articles sent for predictions get one finding: from lines, a file of one value, and a notebook."""
    lines, whole = written("lines.jsonl", article, article), written("whole.json", article)
    told = []
    for send in (
        partial(predictions.read, lines),
        partial(predictions.read, whole),
        partial(predictions.accept, [article]),
    ):
        with pytest.raises(FindingsError) as caught:
            send(plover, known)
        told += [(one.file, one.message) for one in caught.value.findings]

    message = "has the keys of an article, not of a prediction"
    assert told == [(str(lines), message), (str(whole), message), ("predictions", message)]


def test_an_article_may_be_left_out(prediction, written, plover, known):
    """What is missing is the scorer's to say, not a fault of the file."""
    assert list(predictions.read(written("p.jsonl", prediction), plover, known)) == ["kovar-shelling"]


def test_dates_are_read_canonically(prediction, written, plover, known):
    """Other ways to write a date that we read become ours."""
    prediction["events"][0]["date"] = "[2024-01-16,2024-01-15]"
    prediction["events"][1]["date"] = "2024-01-XX"
    prediction["events"].append({"event_type": "ASSAULT", "date": None})
    read = predictions.read(written("p.jsonl", prediction), plover, known)

    dates = [event.date for event in read["kovar-shelling"].events]
    assert dates == ["[2024-01-15,2024-01-16]", "2024-01", None]


def test_a_misplaced_role_or_mode_is_only_wrong(prediction, written, plover, known):
    """What the ontology knows, though not of this type, is scored and not refused."""
    mode = plover.by_name["PROTEST"].mode_names[0]
    prediction["events"][0] |= {"mode": mode}
    prediction["events"][0]["arguments"][0]["role"] = "topic"

    assert predictions.read(written("p.jsonl", prediction), plover, known)


@pytest.mark.parametrize(
    ("annotates", "told"),
    [
        (
            ("arguments", "dates"),
            ["neither triggers nor arguments, so aligned only with gold that has neither: 1 of 2 events"],
        ),
        (("modes", "dates"), []),
    ],
)
def test_events_without_words_are_told_where_gold_has_some(plover, known, annotates, told):
    """A type and a date are right and match nothing, so this must not pass in silence."""
    events = [{"event_type": "ASSAULT"}, {"event_type": "ASSAULT", "triggers": [{"text": "shelled"}]}]
    accepted = predictions.accept([{"article_id": "kovar-shelling", "events": events}], plover, known)

    assert list(predictions.doubts(accepted.values(), known, annotates)) == told


@pytest.mark.parametrize("keeps", [True, False])
def test_a_word_for_no_mode_is_answered_with_null(prediction, plover, known, keeps):
    """Models write "none" where a mode is null; where no type has modes, null is all there is to want."""
    types = plover.types if keeps else tuple(replace(one, modes=()) for one in plover.types)
    prediction["events"][0]["mode"] = "none"

    with pytest.raises(FindingsError) as caught:
        predictions.accept([prediction], replace(plover, types=types), known)
    (finding,) = (each for each in caught.value.findings if each.kind == "unknown-mode")
    modes = dict.fromkeys(mode for one in types for mode in one.mode_names)
    assert finding.allowed == ", ".join(["null", *modes])


def test_an_unknown_article_has_its_nearest(prediction, refused):
    """An id that is not of the split is refused, with the one that may be meant."""
    (finding,) = refused({**prediction, "article_id": "kovar-sheling"})

    assert (finding.kind, finding.path) == ("unknown-id", "$.article_id")
    assert (finding.found, finding.near) == ("kovar-sheling", "kovar-shelling")


def test_a_doubled_article_is_refused(prediction, refused):
    """Two answers for one article are none."""
    (finding,) = refused(prediction, prediction)

    assert (finding.kind, finding.line, finding.path) == ("duplicate-id", 2, "$.article_id")
    assert (finding.found, finding.message) == ("kovar-shelling", "stands twice, first on line 1")


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"event_type": "ASSULT"}, "unknown-type", "event_type"),
        ({"event_type": ""}, "empty", "event_type"),
        ({"mode": "flood"}, "unknown-mode", "mode"),
        ({"status": "done"}, "unknown-status", "status"),
        ({"date": "2023-02-30"}, "date", "date"),
        ({"date": "last week"}, "date", "date"),
        ({"date": ""}, "date", "date"),
        ({"confidence": 2}, "value", "confidence"),
        ({"confidence": True}, "type", "confidence"),
        ({"triggers": [{}]}, "missing", "triggers[0].text"),
        ({"triggers": [{"text": ""}]}, "empty", "triggers[0].text"),
        ({"triggers": [{"text": " "}]}, "empty", "triggers[0].text"),
        ({"triggers": [{"start": 7}]}, "span", "triggers[0]"),
        ({"triggers": [{"end": 14}]}, "span", "triggers[0]"),
        ({"triggers": [{"text": "shelled", "start": 7, "end": 14}, {}]}, "missing", "triggers[1].text"),
        ({"triggers": [{"start": 7.0, "end": 14}]}, "type", "triggers[0].start"),
        ({"triggers": [{"start": 7, "end": 2**31}]}, "limit", "triggers[0].end"),
        ({"triggers": [{"start": 7, "end": 2**70}]}, "limit", "triggers[0].end"),
        ({"triggers": [{"start": 60, "end": 99}]}, "span", "triggers[0]"),
        ({"triggers": [{"text": "attack", "start": 7, "end": 14}]}, "span", "triggers[0].text"),
        ({"arguments": [{"role": "actor"}]}, "missing", "arguments[0].text"),
        (
            {"arguments": [{"role": "actor", "text": "Kovar", "start": 7, "end": 14}]},
            "span",
            "arguments[0].text",
        ),
        ({"arguments": [{"role": "victim", "text": "Kovar"}]}, "unknown-role", "arguments[0].role"),
        (
            {"arguments": [{"role": "actor", "text": "Kovar", "kind": 1}]},
            "unknown-field",
            "arguments[0].kind",
        ),
        ({"arguments": [{"role": "actor", "text": "x"}] * 201}, "limit", "arguments"),
        ({"typ": 1}, "unknown-field", "typ"),
    ],
)
def test_a_fault_of_an_event_is_found(prediction, refused, change, kind, path):
    """One fault, one finding, at its place."""
    prediction["events"][0] |= change

    (finding,) = (each for each in refused(prediction) if each.kind == kind)
    assert finding.path == f"$.events[0].{path}"


def test_faults_of_schema_and_meaning_come_in_one_round(prediction, refused):
    """Who repairs a file does it once."""
    broken = copy.deepcopy(prediction)
    broken["events"][0] |= {"status": "done", "event_type": "X", "date": "x"}
    broken["events"][0]["triggers"][0]["start"] = 8
    broken["article_id"] = "other"

    found = refused(prediction, broken)
    assert {finding.line for finding in found} == {2}
    assert [finding.kind for finding in found] == ["date", "unknown-type", "unknown-status", "span"]


def test_no_message_tells_of_gold(prediction, refused):
    """A finding speaks of the author's file and of the text alone: gold's labels and dates are in none."""
    prediction["events"] = [
        {
            "event_type": "ACCUSED",
            "triggers": [{"text": "attack", "start": 58, "end": 64}],
            "arguments": [{"role": "actr", "text": "x", "start": 900, "end": 901}],
            "date": "15 Jan",
        }
    ]

    told = " ".join(str(finding) for finding in refused(prediction))
    assert "2024-01-15" not in told
    assert "relative" not in told


def test_without_ontology_and_articles_shapes_and_dates_are_judged(prediction):
    """Before there is a release a file can be checked for what needs none."""
    judge = predictions.Judge()
    prediction["article_id"] = "anything"
    prediction["events"][0] |= {"event_type": "ANY", "triggers": [{"start": 900, "end": 901}]}

    record, findings = judge(files.Line("p", 1, prediction))
    assert (record is not None, findings) == (True, [])
    prediction["events"][0]["date"] = "2023-02-30"
    assert [finding.kind for finding in judge(files.Line("p", 1, prediction))[1]] == ["date"]


def test_many_unknown_articles_are_answered_quickly(plover, known, written, monkeypatch):
    """The nearest id is looked up for the first hundred only: a file of the wrong split has thousands."""
    looked_up = []
    monkeypatch.setattr("benchmark.store.labels.nearest", lambda name, _: looked_up.append(name))
    rows = [{"article_id": f"x{n}", "events": []} for n in range(300)]

    with pytest.raises(FindingsError) as caught:
        predictions.read(written("p.jsonl", *rows), plover, known)

    assert len(caught.value.findings) == 300
    assert len(looked_up) == 100


def test_one_line_has_a_thousand_findings_at_most(plover, known):
    """A hostile line does not take a finding's time for each of its mentions."""
    argument = {"role": "victim", "text": "Kovar"}
    events = [{"event_type": "ASSAULT", "arguments": [argument] * 200}] * 6
    _, findings = predictions.Judge(plover, known)(
        files.Line("p", 1, {"article_id": "other", "events": events})
    )

    assert len(findings) == FINDINGS_OF_A_VALUE


def test_findings_have_an_end(plover, known, written, monkeypatch):
    """A hostile file does not fill the memory; that reading stopped is a finding too."""
    monkeypatch.setattr("benchmark.store.intake.FINDINGS", 10)
    rows = [{"article_id": f"x{n}", "events": []} for n in range(300)]

    with pytest.raises(FindingsError) as caught:
        predictions.read(written("p.jsonl", *rows), plover, known)

    assert len(caught.value.findings) == 12
    assert [each.message for each in caught.value.findings if each.kind == "limit"] == [
        "is where reading stops, after 10 findings"
    ]


def test_a_finding_names_its_article(prediction, refused):
    """Who has lost count of the lines finds the article by its id; an id that is not ours is told once."""
    prediction["events"][0]["date"] = "2023-02-30"

    (finding,) = refused(prediction)
    assert finding.message.endswith(" (article kovar-shelling)")
    others = refused(
        {**prediction, "article_id": "\x1b[31m"}, {**prediction, "article_id": ["kovar-shelling"]}
    )
    assert {finding.line for finding in others} == {1, 2}
    assert not any("(article" in finding.message or "\x1b" in finding.message for finding in others)
