"""``bench compare``: whole outputs against two small reports, refusals, and the same bytes on any machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from benchmark.cli.main import main
from benchmark.store import schema
from benchmark.tables.table import DASH

RIGHT, HALF, WRONG = (2, 2, 2), (1, 2, 2), (0, 2, 2)
GOLDEN = """\
Dated event on dateline-news 1.0.0, test: 12 articles
Rank range   System          Score   95 % low   95 % high
---------------------------------------------------------
1            Kovar Rules 1    83.3       70.8        95.8
2            Lexicon 1        37.5       25.0        50.0
dateline:1|data:dateline-news@1.0.0#000000000000|ontology:plover@1.0.0

Dated event: first minus second
First           Second      Difference   95 % low   95 % high        p   Holm p   Wins   Losses   Ties
------------------------------------------------------------------------------------------------------
Kovar Rules 1   Lexicon 1        +45.8      +29.2       +62.5   0.0029   0.0029      9        0      3
dateline:1|data:dateline-news@1.0.0#000000000000|ontology:plover@1.0.0

Dated event: articles that flipped most
First           Second      Article   Difference   First has        Second has
----------------------------------------------------------------------------------
Kovar Rules 1   Lexicon 1   a06           +100.0   2 of 2, gold 2   0 of 2, gold 2
Kovar Rules 1   Lexicon 1   a07           +100.0   2 of 2, gold 2   0 of 2, gold 2
Kovar Rules 1   Lexicon 1   a00            +50.0   2 of 2, gold 2   1 of 2, gold 2
Kovar Rules 1   Lexicon 1   a01            +50.0   2 of 2, gold 2   1 of 2, gold 2
Kovar Rules 1   Lexicon 1   a02            +50.0   2 of 2, gold 2   1 of 2, gold 2
dateline:1|data:dateline-news@1.0.0#000000000000|ontology:plover@1.0.0
"""


@pytest.fixture
def reports(report_of, tmp_path):
    """Two reports on twelve articles."""
    rows = {
        "Kovar Rules": [RIGHT] * 8 + [HALF] * 4,
        "Lexicon": [HALF] * 6 + [WRONG] * 2 + [HALF] * 1 + [WRONG] * 1 + [HALF] * 2,
    }
    paths = []
    for name, dated in rows.items():
        path = tmp_path / f"{name.split()[0].lower()}.json"
        dates = [(right, 2) for right, _, _ in dated]
        numbers = {"dated_event": dated, "date_accuracy": dates}
        path.write_text(json.dumps(report_of(name, numbers)), encoding="utf-8")
        paths.append(path)
    return paths


def test_tables_are_those_of_the_golden_run(bench, reports):
    """Systems with rank ranges, the pair with its tests, and its articles, each with the signature."""
    ended = bench("compare", *reports)

    assert (ended.code, ended.out) == (0, GOLDEN)
    assert ended.err.startswith("signature dateline:1|data:dateline-news@1.0.0#000000000000|split:test|")


def test_order_of_the_reports_does_not_matter(bench, reports):
    """The better system comes first, whichever is named first."""
    assert bench("compare", *reversed(reports)).out == GOLDEN


def test_three_systems_have_a_matrix(bench, reports, report_of, tmp_path):
    """Each row minus each column in points, with a star where tests tell them apart; a dash for itself."""
    near = tmp_path / "near.json"
    rows = [RIGHT] * 8 + [HALF] * 3 + [WRONG]
    numbers = {"dated_event": rows, "date_accuracy": [(right, 2) for right, _, _ in rows]}
    near.write_text(json.dumps(report_of("Near", numbers)), encoding="utf-8")

    ended = bench("compare", *reports, near)

    matrix = ended.out.split("\n\n")[1].splitlines()
    assert matrix[0] == "Dated event: row minus column, * where Holm p < 0.05"
    assert [line.split() for line in matrix[3:6]] == [
        ["1", "Kovar", "Rules", "1", DASH, "+4.2", "+45.8*"],
        ["2", "Near", "1", "-4.2", DASH, "+41.7*"],
        ["3", "Lexicon", "1", "-45.8*", "-41.7*", DASH],
    ]
    assert matrix[-1] == "dateline:1|data:dateline-news@1.0.0#000000000000|ontology:plover@1.0.0"


@pytest.fixture
def terminal(monkeypatch):
    """Makes standard output a terminal of some columns."""

    def width(columns):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", str(columns))

    return width


def test_a_matrix_that_a_terminal_would_cut_is_left_out(capsys, monkeypatch, terminal, report_of, tmp_path):
    """Of twelve systems each pair has its line; a wider terminal, other forms and a file have the matrix."""
    paths = []
    for number in range(12):
        path = tmp_path / f"{number}.json"
        numbers = {"dated_event": [RIGHT] * number + [WRONG] * (12 - number)}
        path.write_text(json.dumps(report_of(f"System {number}", numbers)), encoding="utf-8")
        paths.append(str(path))

    def run(*options):
        assert main(["compare", *paths, *options]) == 0
        told = capsys.readouterr()
        return "row minus column" in told.out, "the matrix is wider than this terminal" in told.err

    monkeypatch.setenv("COLUMNS", "60")
    assert run() == (True, False)
    terminal(60)
    assert [run(), run("--format", "md")] == [(False, True), (True, False)]
    terminal(100)
    assert run() == (True, False)


def test_a_tie_is_the_same_from_both_sides(bench, report_of, tmp_path):
    """The matrix has no negative nothing."""
    paths = []
    for name in ("One", "Other", "Third"):
        path = tmp_path / f"{name}.json"
        numbers = {"dated_event": [RIGHT, HALF], "date_accuracy": [(2, 2), (1, 2)]}
        path.write_text(json.dumps(report_of(name, numbers)), encoding="utf-8")
        paths.append(path)

    ended = bench("compare", *paths)

    assert ended.code == 0
    assert "-0.0" not in ended.out


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "latex"])
def test_every_form_has_the_three_parts_and_the_signature(form, bench, reports):
    """Whatever the form: both systems, the p-value, the article that flipped most, and the signature."""
    ended = bench("compare", *reports, "--format", form)

    plain = ended.out.replace("\\", "")
    assert ended.code == 0
    for told in ("Kovar Rules", "Lexicon", "0.00", "a06", "dateline-news@1.0.0#000000000000"):
        assert told in plain


def test_json_is_the_comparison(bench, reports):
    """The JSON is the whole record, exact, and fits its schema."""
    value = json.loads(bench("compare", *reports, "--format", "json").out)

    assert schema.check("comparison", value, "stdout") == []
    assert value["pairs"][0]["difference"] == pytest.approx(11 / 24)
    assert [one["rank_range"] for one in value["systems"]] == [[1, 1], [2, 2]]


def test_another_metric_can_be_compared(bench, reports):
    """Date accuracy is compared as a share, right of asked, each beside its pairs and the trivial answers."""
    ended = bench("compare", *reports, "--metric", "date_accuracy")

    assert ended.code == 0
    assert "Date accuracy on dateline-news" in ended.out
    assert "2 of 2   " in ended.out
    trivial = "always the publication date 0.0%, never a date 0.0%"
    assert ended.err.splitlines()[:2] == [
        f"date accuracy of {name} is taken over its own 24 pairs: {trivial}"
        for name in ("Kovar Rules 1", "Lexicon 1")
    ]


def test_output_is_bit_equal_with_one_and_two_threads(bench, reports):
    """Intervals and p-values are sums of whole numbers: threads and kernels cannot move them."""
    command = [sys.executable, "-m", "benchmark", "compare", *map(str, reports), "--format", "json"]
    told = [
        subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2")
    ]

    assert told[0] == told[1] == bench("compare", *reports, "--format", "json").out


def test_one_report_is_misuse(bench, reports):
    """A comparison wants two."""
    ended = bench("compare", reports[0])

    assert (ended.code, ended.out) == (2, "")
    assert "two reports" in ended.err


def test_reports_of_two_signatures_end_with_3(bench, reports):
    """Other seeds draw other articles: such reports do not compare."""
    text = reports[1].read_text(encoding="utf-8")
    reports[1].write_text(text.replace("seed:1", "seed:2"), encoding="utf-8")

    ended = bench("compare", *reports)

    assert (ended.code, ended.out) == (3, "")
    assert "lexicon@1" in ended.err


def test_a_blind_report_is_misuse(bench, reports):
    """A host's blind board keeps no numbers by article; the message says so and names the system."""
    value = json.loads(reports[1].read_text(encoding="utf-8"))
    reports[1].write_text(json.dumps(value | {"per_article": None}), encoding="utf-8")

    ended = bench("compare", *reports)

    assert (ended.code, ended.out) == (2, "")
    assert "by article" in ended.err
    assert "lexicon@1" in ended.err


def test_an_unknown_metric_is_misuse(bench, reports):
    """A mistyped metric is answered with the nearest."""
    ended = bench("compare", *reports, "--metric", "dated_evnt")

    assert (ended.code, ended.out) == (2, "")
    assert "did you mean 'dated_event'" in ended.err


def test_the_leaderboard_shows_the_ranges(bench, reports, report_of, tmp_path):
    """Ranges on the board are those of compare, over the systems that are ranked, not the trivial ones."""
    trivial = report_of("Silent", {"dated_event": [(0, 0, 2)] * 12})
    trivial["system"]["kind"] = "trivial"
    everything = [*reports, tmp_path / "silent.json"]
    values = [json.loads(path.read_text(encoding="utf-8")) for path in reports]
    for path, value in zip(everything, [*values, trivial], strict=True):
        dated = value["scores"]["dated_event"]
        value["scores"] |= {"event": dated, "event_argument": dated}
        path.write_text(json.dumps(value), encoding="utf-8")

    table = json.loads(bench("leaderboard", *everything, "--format", "json").out)

    assert [row["Rank range"] for row in (*table["rows"], *table["aside"])] == ["1", "2", None]
