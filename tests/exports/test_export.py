"""``bench export``: what is written, what is told, and predictions on their way to people."""

from __future__ import annotations

import copy
import json
import re

import pytest

from benchmark.corpus.importers import brat, label_studio, mapping
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.exports.layout import Labels
from benchmark.store import ontologies

PLOVER = ontologies.load("plover@1.0.0")


@pytest.fixture
def source(tmp_path, example_article):
    """The worked example as a file."""
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(example_article) + "\n")
    return path


def test_brat_files_are_as_brat_reads_them(bench, source, tmp_path):
    """Types on triggers, roles on the line of the event, a second trigger joined, dates as notes."""
    ended = bench("export", "brat", source, "--out", tmp_path / "out")

    assert (ended.code, ended.out) == (0, f"{tmp_path / 'out'}\n")
    assert (tmp_path / "out" / "kovar-shelling.txt").read_text().startswith("Rebels shelled Kovar")
    assert (tmp_path / "out" / "kovar-shelling.ann").read_text().splitlines() == [
        "T1\tASSAULT 7 14\tshelled",
        "T2\tMention 59 65\tattack",
        "T3\tMention 0 6\tRebels",
        "T4\tMention 15 20\tKovar",
        "T5\tTime 21 30\ton Monday",
        "T6\tACCUSE 45 54\tcondemned",
        "T7\tMention 36 44\tministry",
        "E1\tASSAULT:T1 actor:T3 recipient:T4 when:T5",
        "A1\tstatus E1 actual",
        "A2\tbasis E1 relative",
        "#1\tAnnotatorNotes E1\tdate: 2024-01-15",
        "#2\ttags E1\tweekday-past",
        "E2\tACCUSE:T6 actor:T7",
        "A3\tstatus E2 actual",
        "*\tCoreference E1 T2",
    ]


def test_label_studio_gets_tasks_and_its_setup(bench, source, tmp_path):
    """Annotations of articles count as done; the labelling setup offers all types, roles and choices."""
    ended = bench("export", "label-studio", source, "--out", tmp_path / "out")

    (task,) = json.loads((tmp_path / "out" / "tasks.json").read_text())
    setup = (tmp_path / "out" / "labeling.xml").read_text()
    assert ended.err == "articles that lose their tags: 1\n"
    assert set(task) == {"id", "data", "annotations"}
    assert task["data"]["published"] == "2024-01-16"
    for value in ("ASSAULT", "Mention", "recipient", "when", "planned", "riot", "inferred"):
        assert f'value="{value}"' in setup


SHELLED = {
    "event_type": "ASSAULT",
    "triggers": [{"text": "shelled"}],
    "arguments": [{"role": "actor", "text": "Rebels"}],
}
CONDEMNED = {"event_type": "ACCUSE", "triggers": [{"start": 45, "end": 54}]}
SENT = [
    SHELLED,
    SHELLED,
    CONDEMNED | {"date": "2024-01-16", "status": "negated"},
    CONDEMNED | {"triggers": [{"text": "denounced"}]},
    CONDEMNED | {"arguments": [{"role": "actor", "text": "the mayor"}]},
]


@pytest.fixture
def predictions(tmp_path):
    """Predictions with and without offsets, one of them twice, two with words that stand nowhere."""
    path = tmp_path / "predictions.jsonl"
    path.write_text(json.dumps({"article_id": "kovar-shelling", "events": SENT}) + "\n")
    return path


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_predictions_come_back_as_people_left_them(bench, source, predictions, tmp_path, name):
    """Words are found where they stand first, what stands nowhere is told, and equal events are one."""
    ended = bench("export", name, source, "--predictions", predictions, "--out", tmp_path / "out")
    if name == "label-studio":
        file = tmp_path / "out" / "tasks.json"
        made = json.loads(file.read_text())
        for task in made:
            task["annotations"] = [{"id": 1, "completed_by": 1} | task.pop("predictions")[0]]
        file.write_text(json.dumps(made))
        module, path = label_studio, file
    else:
        module, path = brat, tmp_path / "out"
    read = mapping.read(tmp_path / "out" / "mapping.toml")
    (article,) = module.read(path, Ledger(Journal()), Options(ontology=PLOVER, mapping=read)).articles

    assert [
        (event.event_type, event.triggers[0].start, event.date.value, event.status, len(event.arguments))
        for event in article.events
    ] == [
        ("ASSAULT", 7, None, "actual", 1),
        ("ACCUSE", 45, "2024-01-16", "negated", 0),
        ("ACCUSE", 45, None, "actual", 0),
    ]
    assert "events left out, no trigger of which stands in the text: 1" in ended.err
    assert "mentions left out" not in ended.err  # they went with what they were mentions of
    assert "fillers left out, no mention of which stands in the text: 1" in ended.err


def test_a_release_is_exported_by_split(bench, tmp_path, shipped):
    """``--split`` takes one split of a release, and without it all of them go."""
    ends = [
        bench("export", "brat", shipped, *split, "--out", tmp_path / name, "--quiet")
        for name, split in (("all", ()), ("train", ("--split", "train")))
    ]

    sizes = {name: len(list((tmp_path / name).glob("*.ann"))) for name in ("all", "train")}
    assert [end.code for end in ends] == [0, 0]
    assert 0 < sizes["train"] < sizes["all"]


def test_texts_without_annotation_can_be_annotated(bench, source, tmp_path, example_article):
    """An article whose events are null is a text without marks, and a task nobody has done."""
    source.write_text(json.dumps(example_article | {"events": None, "tags": []}))

    for name in ("brat", "label-studio"):
        assert bench("export", name, source, "--out", tmp_path / name).code == 0
    (task,) = json.loads((tmp_path / "label-studio" / "tasks.json").read_text())
    assert (tmp_path / "brat" / "kovar-shelling.ann").read_text() == ""
    assert set(task) == {"id", "data"}


def test_what_a_tool_has_no_place_for_is_told(bench, source, tmp_path, example_article):
    """Optional marks, regions and words without a place are lost; a region is drawn over gaps."""
    told = copy.deepcopy(example_article) | {"regions": [{"kind": "dateline", "start": 0, "end": 6}]}
    told["events"][0]["optional"] = True
    told["events"][0]["arguments"][0]["mentions"].append(
        {"text": "militia", "start": None, "end": None, "fragments": []}
    )
    told["events"][1]["triggers"][0] = {
        "text": "condemned attack",
        "start": 45,
        "end": 65,
        "fragments": [[45, 54], [59, 65]],
    }
    source.write_text(json.dumps(told))

    ended = bench("export", "label-studio", source, "--out", tmp_path / "out")

    assert ended.err.splitlines() == [
        "articles that lose their regions: 1",
        "articles that lose their tags: 1",
        "discontinuous mentions drawn with what lies between their parts: 1",
        "events and fillers that lose their mark as optional: 1",
        "mentions left out that stand nowhere in the text: 1",
    ]


def test_brat_takes_no_white_space_at_the_ends_of_words(bench, source, tmp_path, example_article):
    """An annotator's slip of the mouse does not reach brat, and it is told."""
    told = copy.deepcopy(example_article)
    told["events"][1]["triggers"][0] = {"text": "condemned ", "start": 45, "end": 55, "fragments": []}
    source.write_text(json.dumps(told))

    ended = bench("export", "brat", source, "--out", tmp_path / "out")

    assert ended.err.splitlines() == [
        "articles without their headers and tags (keep the articles beside brat's files): 1",
        "mentions without the white space at their ends: 1",
    ]
    assert "\tACCUSE 45 54\tcondemned\n" in (tmp_path / "out" / "kovar-shelling.ann").read_text()


def test_tasks_that_nobody_has_annotated_are_not_read_back(bench, source, tmp_path, example_article):
    """Whoever imports the export at once hears why there is nothing in it yet."""
    source.write_text(json.dumps(example_article | {"events": None}))
    bench("export", "label-studio", source, "--out", tmp_path / "out")

    ended = bench("import", "label-studio", tmp_path / "out" / "tasks.json", "--out", tmp_path / "back")

    assert ended.code == 2
    assert "holds tasks that nobody has annotated" in ended.err


def test_other_names_and_sources_are_misuse(bench, source, tmp_path, example_article):
    """An unknown tool is answered with a near one; splits are those of releases; a tool has one ontology."""
    other = example_article | {"article_id": "other", "ontology": "muc4@1.0.0", "events": []}
    two = tmp_path / "two.jsonl"
    two.write_text(json.dumps(example_article) + "\n" + json.dumps(other) + "\n")

    for arguments, words in (
        (("brta", source), "unknown exporter 'brta', did you mean 'brat'?"),
        (("label_studio", source), "did you mean 'label-studio'?"),
        (("brat", tmp_path / "none"), "no such file"),
        (("brat", source, "--split", "test"), "is no release"),
        (("brat", two), "has articles of several ontologies"),
    ):
        ended = bench("export", *arguments, "--out", tmp_path / "out")
        assert (ended.code, ended.out) == (2, "")
        assert words in ended.err


def test_brat_keeps_further_dates_and_tags_through_its_dialog(bench, tmp_path, example_article):
    """Its dialog writes the last AnnotatorNotes over the first, and drops attributes unknown to it."""
    event = example_article["events"][0]
    event["date"] |= {"alternatives": ["2024-01-14", "2024-01-16"]}
    event["tags"] = ["a b", "broken\ntag", "weekday-past"]
    source = tmp_path / "a.json"
    source.write_text(json.dumps(example_article))

    ended = bench("export", "brat", source, "--out", tmp_path / "out")
    assert "tags left out that hold a line end: 1\n" in ended.err
    written = (tmp_path / "out" / "kovar-shelling.ann").read_text().split("\n")
    assert [line for line in written if line.startswith("#")] == [
        "#1\tAnnotatorNotes E1\tdate: 2024-01-15",
        "#2\talternative E1\tdate: 2024-01-14",
        "#3\talternative E1\tdate: 2024-01-16",
        "#4\ttags E1\ta b",
        "#5\ttags E1\tweekday-past",
    ]


def test_no_line_for_brat_holds_a_line_end_of_any_kind(bench, tmp_path, example_article):
    """It ends lines wherever Unicode does, and could not read a span over a U+2028."""
    words = "Rebels\u2028 shelled\x0bKovar"
    example_article["text"] = words + example_article["text"]
    mention = {"text": words, "start": 0, "end": len(words), "fragments": []}
    event = example_article["events"][0] | {"triggers": [mention], "arguments": []}
    event["date"] = {"value": None, "basis": None, "mentions": [], "alternatives": []}
    source = tmp_path / "a.json"
    source.write_text(json.dumps(example_article | {"events": [event]}))

    bench("export", "brat", source, "--out", tmp_path / "out")
    written = (tmp_path / "out" / "kovar-shelling.ann").read_text().split("\n")
    assert written[0] == "T1\tASSAULT 0 6;8 15;16 21\tRebels shelled Kovar"


def test_label_studio_gets_one_result_of_a_control_on_a_region(bench, tmp_path, example_article):
    """It keeps the first of several, and none of a control that the labelling setup does not have."""
    event = example_article["events"][0]
    event["date"] |= {"alternatives": ["2024-01-14"]}
    event["tags"] = ["a & b", "weekday-past"]
    source = tmp_path / "a.json"
    source.write_text(json.dumps(example_article))

    bench("export", "label-studio", source, "--out", tmp_path / "out")
    (task,) = json.loads((tmp_path / "out" / "tasks.json").read_text())
    results = [each for each in task["annotations"][0]["result"] if each["type"] != "relation"]
    named = set(re.findall(' name="([^"]*)"', (tmp_path / "out" / "labeling.xml").read_text()))
    assert {each["from_name"] for each in results} <= named
    assert len({(each["id"], each["from_name"]) for each in results}) == len(results)
    said = {each["from_name"]: each["value"] for each in results if each["id"] == "e1"}
    assert said["date"]["text"] == ["2024-01-15", "2024-01-14"]
    assert said["tags"]["choices"] == ["a & b", "weekday-past"]


def test_labels_give_way_to_types_and_roles():
    """An ontology may have a type called Mention, and a role called when."""
    labels = Labels.of(("Mention", "Mention_"), ("when",))

    assert labels == Labels("Mention__", "Time", "when_", "Coreference")
