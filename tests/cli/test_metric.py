"""``bench score --metric``: the metric of docs/contributing.md, counted as the page shows it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from benchmark.store import codec, schema

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "contributing.md").read_text(encoding="utf-8")
SENT = [
    {
        "event_type": "ASSAULT",
        "triggers": [{"text": "shelled"}],
        "arguments": [{"role": "actor", "text": "Rebels"}, {"role": "recipient", "text": "Kovar"}],
    },
    {"event_type": "ACCUSE", "triggers": [{"text": "condemned"}]},
]
LABEL = "Whole event (dateline_whole 1.0)"
BROKEN = """\
from benchmark.scoring import AlignedMetric

def count(alignment, cells):
    raise KeyError("gold\\n")

BROKEN = AlignedMetric("broken", "Broken", "Nobody 2026", count)
ODD = AlignedMetric("odd", "=<b>|$x$ [/]", "<i>", lambda alignment, cells: cells.count([], [], []))
"""


def block(language):
    """What the page shows in that language."""
    return PAGE.partition(f"```{language}\n")[2].partition("```")[0]


@pytest.fixture
def whole(guest):
    """The package of the page, installed."""
    ((group, entries),) = tomllib.loads(block("toml"))["project"]["entry-points"].items()
    guest("dateline_whole", block("python"), *(f"{name} = {at}" for name, at in entries.items()), group=group)


@pytest.fixture
def broken(guest):
    """A package with a metric that fails and one with an odd label."""
    entries = "broken = guest_of_faults:BROKEN", "odd = guest_of_faults:ODD"
    guest("guest_of_faults", BROKEN, *entries, group="dateline.metrics")


@pytest.fixture
def score(bench, release, tmp_path):
    """Scores one event with both arguments and one with none of one."""
    sent = tmp_path / "sent.jsonl"
    sent.write_text(json.dumps({"article_id": "kovar-shelling", "events": SENT}) + "\n", encoding="utf-8")

    def run(*options, report="report.json"):
        return bench(
            *("score", sent, "--data", release, "--resamples", "9", "--report", tmp_path / report), *options
        )

    return run


@pytest.mark.usefixtures("whole")
def test_the_metric_of_the_page_is_counted_beside_ours(score, tmp_path):
    """Last in the table and everywhere in the report; nothing else that is printed or written changes."""
    plain = score(report="plain.json")
    ended = score("--metric", "whole_event")

    lines = [line.split() for line in ended.out.splitlines()]
    numbers = "50.0 50.0 50.0 50.0 50.0 1 2 2"
    assert lines.pop(-2) == [*LABEL.split(), *numbers.split()]
    assert lines[3:] == [line.split() for line in plain.out.splitlines()[3:]]
    told = f"no signature covers whole_event: {LABEL}, Example 2026\n"
    assert (ended.code, ended.err.replace(told, "")) == (0, plain.err.replace("plain.json", "report.json"))
    assert told in ended.err
    report = json.loads((tmp_path / "report.json").read_bytes())
    rows = [row["scores"] for level in report["breakdowns"].values() for row in level.values()]
    theirs = [
        table.pop("whole_event")
        for table in (report["scores"], report["macro"], report["per_article"]["numbers"], *rows)
        if "whole_event" in table
    ]
    assert codec.pretty(report) == (tmp_path / "plain.json").read_bytes()
    assert {**theirs[0], "intervals": [*theirs[0]["intervals"]]} == {
        "name": "whole_event",
        "label": LABEL,
        "matched": 1,
        "predicted": 2,
        "gold": 2,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "intervals": ["precision", "recall", "f1"],
    }
    assert theirs[2] == {"matched": [1], "predicted": [2], "gold": [2]}
    assert len(theirs) == 3 + len(report["breakdowns"]["type"]) + len(report["breakdowns"]["tag"])


@pytest.mark.usefixtures("whole", "broken")
def test_a_report_with_it_is_read_back(bench, score, tmp_path, example_system):
    """It fits its schema, is compared by the metric, and makes a board that shows it with its origin."""
    reports = []
    for name in ("one", "two"):
        card = tmp_path / f"{name}.card.json"
        card.write_text(json.dumps({**example_system, "name": name, "dataset": None}), encoding="utf-8")
        metrics = "--metric", "whole_event", "--metric", "odd"
        assert score(*metrics, "--system", card, report=f"{name}.json").code == 0
        reports.append(tmp_path / f"{name}.json")

    compared = bench("compare", *reports, "--metric", "whole_event")
    board = bench("leaderboard", *reports, "--out", tmp_path / "board")

    assert (compared.code, board.code) == (0, 0), compared.err + board.err
    assert compared.out.startswith(f"{LABEL} on kovar 1.0.0, test: 1 article\n")
    page = (tmp_path / "board" / "leaderboard.html").read_text(encoding="utf-8")
    assert page.count(f'<th scope="row">{LABEL}</th>') == len(reports)
    assert page.count("=&lt;b&gt;|$x$ [/] (guest_of_faults 1.0)<") == len(reports)
    assert not schema.check("report", json.loads(reports[0].read_bytes()), "report.json")


@pytest.mark.usefixtures("broken")
def test_what_a_guest_does_wrong_is_said_in_a_line(score, tmp_path):
    """Without a number, a trace or the guest's own words."""
    ended = score("--metric", "broken")

    told = "metric 'broken', Broken (guest_of_faults 1.0), fails on article kovar-shelling: KeyError"
    assert (ended.code, ended.out, ended.err) == (4, "", f"bench: {told}\n")
    assert not (tmp_path / "report.json").exists()


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("table", "\n=<b>|$x$ [/] (guest_of_faults 1.0) "),
        ("json", '"=<b>|$x$ [/] (guest_of_faults 1.0)"'),
        ("csv", '"\'=<b>|$x$ [/] (guest_of_faults 1.0)"'),
        ("md", r"\=\<b\>\|\$x\$ \[\/\] \(guest\_of\_faults 1\.0\) |"),
        ("latex", r"=\textless{}b\textgreater{}\textbar{}\$x\$ [/] (guest\_of\_faults 1.0) &"),
    ],
)
def test_a_label_is_text_in_every_form(score, form, cell):
    """Whatever a guest calls its metric, no reader of the table obeys it."""
    ended = score("--metric", "odd", "--format", form)

    assert ended.code == 0
    assert cell in ended.out


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["event"], "metric 'event' is one of ours, which every report has"),
        (["odd", "odd"], "metric 'odd' is asked for twice"),
        (["od"], "unknown metric 'od', did you mean 'odd'? known: broken, odd"),
    ],
)
@pytest.mark.usefixtures("broken")
def test_a_name_that_cannot_be_counted_is_misuse(score, names, told):
    """Refused before anything is read."""
    ended = score(*(part for name in names for part in ("--metric", name)), "--data", "nowhere")

    assert (ended.code, ended.out, ended.err) == (2, "", f"bench: {told}\n")
