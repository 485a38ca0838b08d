"""``bench agreement``: whole outputs, and what it refuses."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from benchmark.store import schema

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = """\
What each annotator marked
Annotator   Articles   Relevant   Events   Triggers   Arguments   Dated   Trigger length   Argument length
----------------------------------------------------------------------------------------------------------
anna               2          2        4          6           6       2              7.3               6.3
boris              1          1        1          2           2       1              6.5               5.5
lengths are means in code points

Agreement
First   Second   Measure                Score   95 % low   95 % high   Agreed   Of
----------------------------------------------------------------------------------
anna    boris    Relevance              100.0      100.0       100.0        1    1
anna    boris    Relevance alpha            \u2013          \u2013           \u2013        1    1
anna    boris    Event F1                66.7       66.7        66.7        2    3
anna    boris    Trigger F1, exact       80.0       80.0        80.0        4    5
anna    boris    Trigger F1, overlap     80.0       80.0        80.0        4    5
anna    boris    Type alpha                 \u2013          \u2013           \u2013        2    2
anna    boris    Mode alpha                 \u2013          \u2013           \u2013        2    2
anna    boris    Status alpha               \u2013          \u2013           \u2013        2    2
anna    boris    Argument F1, exact      80.0       80.0        80.0        4    5
anna    boris    Argument F1, overlap    80.0       80.0        80.0        4    5
anna    boris    Both dated             100.0      100.0       100.0        1    1
anna    boris    One dated                0.0        0.0         0.0        0    1
anna    boris    None dated               0.0        0.0         0.0        0    1
anna    boris    Date exact             100.0      100.0       100.0        1    1
anna    boris    Date granularity       100.0      100.0       100.0        1    1
anna    boris    Date overlap           100.0      100.0       100.0        1    1
articles:1|boot:100|seed:1

Days between the dates of matched events
First   Second   Median   95 % low   95 % high   Dates
------------------------------------------------------
anna    boris       0.0        0.0         0.0       1
articles:1|boot:100|seed:1

Argument agreement by role
First   Second   Role        Measure                Score   95 % low   95 % high   Agreed   Of
----------------------------------------------------------------------------------------------
anna    boris    actor       Argument F1, exact      66.7       66.7        66.7        2    3
anna    boris    recipient   Argument F1, exact     100.0      100.0       100.0        2    2
anna    boris    actor       Argument F1, overlap    66.7       66.7        66.7        2    3
anna    boris    recipient   Argument F1, overlap   100.0      100.0       100.0        2    2
articles:1|boot:100|seed:1
"""


@pytest.fixture
def annotators(tmp_path, example_article):
    """A folder with articles of anna's, and a file of boris's, who saw one article and marked one event."""
    other = copy.deepcopy(example_article) | {"article_id": "other"}
    folder = tmp_path / "anna" / "articles"
    folder.mkdir(parents=True)
    for article in (example_article, other):
        (folder / f"{article['article_id']}.json").write_text(json.dumps(article))
    example_article["events"] = example_article["events"][:1]
    file = tmp_path / "boris.jsonl"
    file.write_text(json.dumps(example_article) + "\n")
    return tmp_path / "anna", file


def test_tables_are_those_of_the_golden_run(bench, annotators):
    """Annotators, measures, days and roles, and on stderr what only some annotated."""
    ended = bench("agreement", *annotators, "--resamples", 100)

    assert ended.out == GOLDEN
    assert (ended.code, ended.err) == (
        0,
        "articles that not all annotated, only in pairs of those who did: other\n",
    )


def test_json_fits_its_schema(bench, annotators):
    """``--format json`` prints the agreement itself, which a corpus may keep."""
    ended = bench("agreement", *annotators, "--resamples", 0, "--format", "json", "--quiet")
    value = json.loads(ended.out)

    assert (ended.code, ended.err) == (0, "")
    assert schema.check("agreement", value, "stdout") == []
    assert value["left_out"] == {"other": ["anna"]}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (
            "text",
            "Rebels shelled Kovar on Friday. The ministry condemned the attack.",
            "from character 24 on",
        ),
        ("text", "Rebels shelled Kovar on Monday.", "from character 31 on"),
        ("published", "2024-01-17", "'2024-01-17' of kovar-shelling differs from that in"),
    ],
)
def test_annotators_of_other_articles_are_not_compared(bench, annotators, key, value, words):
    """A text or a day of publication that differs is a finding with its place, and nothing is computed."""
    folder, file = annotators
    article = json.loads(file.read_text()) | {key: value, "events": []}
    file.write_text(json.dumps(article))

    ended = bench("agreement", folder, file)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{file}:1: $.{key} ")
    assert words in ended.err


def test_a_header_that_a_tool_lost_is_no_difference(bench, annotators):
    """An annotator whose tool has no place for titles and days of publication is compared all the same."""
    folder, file = annotators
    file.write_text(json.dumps(json.loads(file.read_text()) | {"title": "", "published": None}))

    assert bench("agreement", folder, file, "--resamples", 0).code == 0
    assert bench("agreement", file, folder, "--resamples", 0).code == 0


def test_findings_of_all_annotators_are_told_at_once(bench, annotators):
    """A broken article of each annotator: both are named."""
    folder, file = annotators
    (folder / "articles" / "other.json").write_text("{}")
    file.write_text("[]\n")

    ended = bench("agreement", folder, file)

    assert ended.code == 1
    assert str(folder) in ended.err
    assert str(file) in ended.err


def test_one_annotator_cannot_agree(bench, annotators):
    """One path, or one path twice, is misuse."""
    folder, _ = annotators

    assert bench("agreement", folder).code == 2
    assert bench("agreement", folder, folder / "articles" / "..").code == 2


def test_annotators_without_a_common_article_are_refused(bench, annotators):
    """Ids that nobody shares: a check that says no, not a table of dashes, and shows an id of each."""
    folder, file = annotators
    third = json.loads(file.read_text()) | {"article_id": "third", "text": "Calm.", "events": []}
    file.write_text(json.dumps(third))

    ended = bench("agreement", folder, file)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("bench: no article is annotated by two: none has an id in common")
    assert ended.err.endswith("first ids: anna kovar-shelling, boris third\n")


def test_an_article_that_one_of_two_annotated_is_refused(bench, annotators):
    """The id is the same, but one has no events: nothing is told of two ids of a text."""
    folder, file = annotators
    file.write_text(json.dumps(json.loads(file.read_text()) | {"events": None}))

    ended = bench("agreement", folder, file)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.endswith("first ids: anna kovar-shelling, boris kovar-shelling\n")


def test_annotators_of_one_name_are_told_apart_by_their_folders(bench, annotators, tmp_path):
    """Two folders ``anna`` keep as much of their paths as tells them apart."""
    folder, _ = annotators
    copied = tmp_path / "round2" / "anna" / "articles"
    copied.mkdir(parents=True)
    for path in (folder / "articles").iterdir():
        (copied / path.name).write_bytes(path.read_bytes())

    ended = bench("agreement", folder, copied, "--format", "json", "--quiet", "--resamples", 0)

    names = [one["name"] for one in json.loads(ended.out)["annotators"]]
    assert names == [f"{tmp_path.name}/anna", "round2/anna"]


def test_disagreements_are_written_beside_the_agreement(bench, annotators, tmp_path):
    """``--out`` gets the agreement, and the disagreements as lines, as a list and as a page."""
    ended = bench("agreement", *annotators, "--resamples", 0, "--out", tmp_path / "out")

    written = sorted(path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith("."))
    assert written == ["agreement.json", "disagreements.html", "disagreements.jsonl", "disagreements.md"]
    assert [line for line in ended.err.splitlines() if line.startswith(str(tmp_path))] == [
        str(tmp_path / "out" / name)
        for name in ("agreement.json", "disagreements.jsonl", "disagreements.md", "disagreements.html")
    ]
    (line,) = (tmp_path / "out" / "disagreements.jsonl").read_text().splitlines()
    assert schema.check("disagreement", json.loads(line), "disagreements.jsonl") == []
    assert (json.loads(line)["kind"], json.loads(line)["second"]) == ("event", None)


def test_of_three_annotators_every_two_have_a_folder(bench, annotators, tmp_path):
    """Disagreements are of two: pair-1 to pair-3, in the order of the pairs."""
    third = tmp_path / "carla.jsonl"
    third.write_bytes(annotators[1].read_bytes())

    ended = bench("agreement", *annotators, third, "--resamples", 0, "--out", tmp_path / "out", "--quiet")

    lines = [
        (tmp_path / "out" / f"pair-{number}" / "disagreements.jsonl").read_text().splitlines()
        for number in (1, 2, 3)
    ]
    assert ended.code == 0
    assert [len(part) for part in lines] == [1, 1, 0]


def decide(bench, annotators, tmp_path, choice):
    """Every disagreement of two annotators decided alike, as a file of decisions."""
    bench("agreement", *annotators, "--resamples", 0, "--out", tmp_path / "out", "--quiet")
    lines = (tmp_path / "out" / "disagreements.jsonl").read_text().splitlines()
    decisions = [{"id": json.loads(line)["id"], "choice": choice, "reason": "read again"} for line in lines]
    file = tmp_path / "decisions.jsonl"
    file.write_text("".join(f"{json.dumps(decision)}\n" for decision in decisions))
    return file


def test_decisions_make_gold_that_validates(bench, annotators, tmp_path):
    """The article that both annotated, as decided, and the decision with its reason and subject."""
    file = decide(bench, annotators, tmp_path, "second")

    ended = bench("adjudicate", *annotators, file, "--out", tmp_path / "gold")

    (article,) = (tmp_path / "gold" / "articles").iterdir()
    (line,) = (tmp_path / "gold" / "decisions.jsonl").read_text().splitlines()
    assert (ended.code, ended.err) == (0, "articles left out, annotated by one only: 1\n")
    assert ended.out.splitlines() == [
        str(tmp_path / "gold" / name) for name in ("articles", "decisions.jsonl")
    ]
    assert bench("validate", article).code == 0
    assert json.loads(article.read_text())["events"] == json.loads(annotators[1].read_text())["events"]
    assert json.loads(line) == {
        "id": json.loads(file.read_text())["id"],
        "choice": "second",
        "value": None,
        "reason": "read again",
        "article_id": "kovar-shelling",
        "kind": "event",
        "about": "ACCUSE “condemned”",
    }
    again = bench(
        "adjudicate", *annotators, tmp_path / "gold" / "decisions.jsonl", "--out", tmp_path / "gold"
    )
    assert again.code == 0


def test_annotators_who_agree_in_everything_leave_nothing_to_decide(bench, annotators, tmp_path):
    """The page saves an empty file then, and gold is what both annotated; where they differ it is refused."""
    (tmp_path / "decisions.jsonl").write_bytes(b"")
    same = tmp_path / "same.json"
    same.write_bytes(annotators[1].read_bytes())

    ended = bench("adjudicate", annotators[1], same, tmp_path / "decisions.jsonl", "--out", tmp_path / "gold")
    differing = bench("adjudicate", *annotators, tmp_path / "decisions.jsonl", "--out", tmp_path / "other")

    (article,) = (tmp_path / "gold" / "articles").iterdir()
    assert (ended.code, bench("validate", article).code) == (0, 0)
    assert (differing.code, "decisions.jsonl" in differing.err) == (1, True)
    assert not (tmp_path / "other").exists()


def test_two_ids_of_one_text_are_told(bench, annotators, tmp_path):
    """Tools name a text otherwise: the refusal names the two ids, and no gold of nothing is written."""
    renamed = tmp_path / "renamed.json"
    article = json.loads(annotators[1].read_text())
    renamed.write_text(json.dumps(article | {"article_id": "task-7"}))
    (tmp_path / "decisions.jsonl").write_bytes(b"")

    answers = [
        bench("agreement", annotators[1], renamed),
        bench("adjudicate", annotators[1], renamed, tmp_path / "decisions.jsonl", "--out", tmp_path / "gold"),
    ]
    told = "; kovar-shelling of boris is the text of task-7 of renamed: give it one id in both\n"
    assert [(ended.code, ended.err.endswith(told)) for ended in answers] == [(1, True), (1, True)]
    assert not (tmp_path / "gold").exists()


def own_ontologies(annotators, tmp_path, name="mine", without=()):
    """Corpus folders of two, who mark one event and two, each with an ontology of their own.

    ``without`` are the event types that the second one's ontology does not have.
    """
    shipped = json.loads((ROOT / "data" / "ontologies" / "plover.json").read_text())
    articles = [json.loads(path.read_text()) for path in (annotators[0] / "articles").iterdir()]
    for number, (annotator, left_out) in enumerate((("one", ()), ("two", without)), start=1):
        types = [one for one in shipped["types"] if one["id"] not in left_out]
        ontology = shipped | {"name": name, "types": types}
        (tmp_path / annotator / "articles").mkdir(parents=True)
        (tmp_path / annotator / "ontologies").mkdir()
        (tmp_path / annotator / "ontologies" / "own.json").write_text(json.dumps(ontology))
        for article in articles:
            text = json.dumps(
                article | {"ontology": f"{name}@{shipped['version']}", "events": article["events"][:number]}
            )
            (tmp_path / annotator / "articles" / f"{article['article_id']}.json").write_text(text)
    return tmp_path / "one", tmp_path / "two"


def test_gold_keeps_an_ontology_of_its_own(bench, annotators, tmp_path):
    """What Dateline does not ship goes with the articles that need it."""
    pair = own_ontologies(annotators, tmp_path)

    ended = bench("adjudicate", *pair, decide(bench, pair, tmp_path, "second"), "--out", tmp_path / "gold")

    assert (ended.code, ended.err) == (0, "")
    assert bench("validate", *(tmp_path / "gold" / "articles").iterdir()).code == 0


def test_gold_keeps_an_ontology_that_has_only_the_name_of_a_shipped_one(bench, annotators, tmp_path):
    """Annotators who changed a copy of plover keep it: the shipped one has another content."""
    pair = own_ontologies(annotators, tmp_path, "plover")
    own = tmp_path / "one" / "ontologies" / "own.json"
    own.write_text(json.dumps(json.loads(own.read_text()) | {"description": "Changed."}))

    bench("adjudicate", *pair, decide(bench, pair, tmp_path, "second"), "--out", tmp_path / "gold")

    kept = json.loads((tmp_path / "gold" / "ontologies" / "plover.json").read_text())
    assert kept["description"] == "Changed."


def test_ontologies_of_one_key_that_differ_are_told(bench, annotators, tmp_path):
    """Agreement is measured, and the types are named that one annotator alone could have marked."""
    pair = own_ontologies(annotators, tmp_path, without={"AGREE", "AID"})
    decisions = decide(bench, pair, tmp_path, "second")

    answers = [
        bench("agreement", *pair, "--resamples", 0),
        bench("adjudicate", *pair, decisions, "--out", tmp_path / "gold"),
    ]

    told = "ontology mine@1.0.0 of two is not that of one: types AGREE, AID in one alone"
    assert [ended.code for ended in answers] == [0, 0]
    assert [ended.err for ended in answers] == [f"{told}\n", f"{told}; gold is judged by that of one\n"]


def test_ontologies_that_say_the_same_names_in_other_words_are_told(bench, annotators, tmp_path):
    """Other definitions are other guidelines, though every label is allowed on both sides."""
    pair = own_ontologies(annotators, tmp_path)
    own = tmp_path / "two" / "ontologies" / "own.json"
    own.write_text(json.dumps(json.loads(own.read_text()) | {"description": "Changed."}))

    ended = bench("agreement", *pair, "--resamples", 0)

    assert ended.err.endswith(": types, roles and modes have the same names, what is said of them differs\n")


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"choice": "write", "value": "a word"}, "decisions.jsonl:1: $.value "),
        ({"choice": "write", "value": {"event_type": "NONE"}}, "jsonl:1: $.value.event_type 'NONE'"),
        ({"choice": "first", "value": 1}, "decisions.jsonl:1: $.value"),
        ({"choice": "A"}, "decisions.jsonl:1: $.choice 'A'"),
        ({"id": "0" * 12, "choice": "first"}, "has no decision on "),
    ],
    ids=["no event", "an unknown type", "a value not asked for", "no choice", "another disagreement"],
)
def test_what_is_decided_wrongly_is_a_finding_and_nothing_is_written(
    bench, annotators, tmp_path, decision, words
):
    """Values that are written are judged as gold is, and every disagreement needs its decision."""
    file = decide(bench, annotators, tmp_path, "first")
    file.write_text(json.dumps(json.loads(file.read_text()) | decision) + "\n")

    ended = bench("adjudicate", *annotators, file, "--out", tmp_path / "gold")

    assert ended.code == 1
    assert words in ended.err
    assert not (tmp_path / "gold").exists()
