"""``bench agreement``: whole outputs, and what it refuses."""

from __future__ import annotations

import copy
import json

import pytest

from benchmark.store import schema

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
        "articles that not all annotated, left out of pairs: other\n",
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
    """Ids that nobody shares: a check that says no, not a table of dashes."""
    folder, file = annotators
    file.write_text(json.dumps(json.loads(file.read_text()) | {"article_id": "third"}))

    ended = bench("agreement", folder, file)

    assert (ended.code, ended.out) == (1, "")
    assert "no article is annotated by two" in ended.err


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
