"""The leaderboard as one page that opens from disk, reads without scripts and fetches nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from urllib.parse import quote

from jinja2 import Environment

from benchmark.leaderboard import charts, heat
from benchmark.leaderboard.submissions import PREDICTIONS, REPORT, SYSTEM
from benchmark.leaderboard.summary import LEGEND
from benchmark.records.leaderboard import (
    GROUPS,
    SIGNIFICANT,
    Leaderboard,
    LeaderboardEntry,
    tell_ranks,
)
from benchmark.records.report import Interval, Score, ScoreReport, Share
from benchmark.records.text import clean, counted
from benchmark.store import schema
from benchmark.tables import Column
from benchmark.tables.document import environment, policy, typeset

LISTED = 20
"""Articles without a prediction that a system's details name; the rest are counted."""

DOWNLOADS = (PREDICTIONS, REPORT, SYSTEM)
"""Files of a filed submission that its details link to."""

PLOTS = (("event", "Event"), ("dated_event", "Dated event"))
"""Scores whose precision the page sets over recall, with their titles."""

_SCORE = Column("", "score")
_DIFFERENCE = Column("", "difference")
_PROBABILITY = Column("", "probability")
_COUNT = Column("", "count")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the ranking, None where undefined; ``marks`` are shares to see it beside."""

    column: Column
    value: float | None
    interval: Interval | None = None
    marks: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The number as people read it."""
        return self.column.show(self.value)


@dataclass(frozen=True, slots=True)
class System:
    """A system's place on the page.

    ``key`` is the letter that stands for it in pictures, ``downloads`` are addresses by file name; report and
    histogram are None where only headline columns show, the latter also where nothing annotates dates.
    """

    key: str
    downloads: dict[str, str]
    entry: LeaderboardEntry
    report: ScoreReport | None
    cells: tuple[Cell, ...]
    histogram: charts.Histogram | None

    @property
    def anchor(self) -> str:
        """The fragment of the permalink."""
        return quote(self.entry.system_id, safe="@")

    @property
    def ranks(self) -> str | None:
        """The rank range, None where tests cannot tell."""
        return tell_ranks(self.entry.rank_range)

    @property
    def link(self) -> str | None:
        """The card's URL where it keeps the link rule, else None: a card's text may be anything."""
        url, rule = self.entry.system.url, schema.document("system")["properties"]["url"]
        return url if schema.fits_part(rule, url) else None


@dataclass(frozen=True, slots=True)
class Versus:
    """A system against another: difference and p-value of the test, and what it says of the first."""

    difference: float | None
    p_value: float | None
    verdict: Literal["better", "worse", "open"]


COLUMNS = (
    Column("Dated-event F1", "score"),
    Column("Event F1", "score"),
    Column("Event P", "score"),
    Column("Event R", "score"),
    Column("Date accuracy", "score"),
    Column("Dated pairs", "count"),
    Column("pub. as date", "score"),
    Column("null as date", "score"),
    Column("Argument F1", "score"),
    Column("No prediction", "count"),
)
"""The numbers of the ranking; rank and system come before them."""


def render(
    board: Leaderboard,
    reports: Sequence[ScoreReport],
    others: Mapping[str, str] = MappingProxyType({}),
    submissions: str | None = None,
    note: str = "",
) -> str:
    """Return the page of a board; ``reports`` are those that it ranks, in any order.

    Without reports the page has what the headline columns show, and no more; ``note`` is for its readers.
    ``others`` are addresses of the pages of other versions of the dataset, by ``name@version``.
    ``submissions`` is the address of the folder in which the systems are filed, if they are.
    """
    by_id = {report.system.id: report for report in reports}
    systems = [
        _system(_letters(i), entry, by_id.get(entry.system_id), submissions)
        for i, entry in enumerate(board.entries)
    ]
    counting = [system for system in systems if system.entry.withdrawn is None]
    plots = PLOTS if any(report.scores["dated_event"].gold is not None for report in reports) else PLOTS[:1]
    templates = _environment()
    inline = {name: templates.get_template(f"page.{name}").render() for name in ("css", "js")}
    page: str = templates.get_template("page.html.j2").render(
        board=board,
        systems=systems,
        counting=counting,
        whole=bool(reports),
        drawn=any(cell.interval for system in systems for cell in system.cells),
        note=note,
        apart=sum(system.entry.group == "ranked" for system in counting),
        groups=[(group, [system for system in systems if system.entry.group == group]) for group in GROUPS],
        others=others,
        dated=any(entry.scores["dated_event"].f1 is not None for entry in board.entries),
        matrix=_matrix(board),
        columns=COLUMNS,
        legend=LEGEND,
        scatters=[_scatter(metric, title, counting) for metric, title in plots],
        plots=plots,
        dates=(counting or systems)[0].histogram,
        maps=heat.maps([system.report for system in counting if system.report]),
        policy=policy(inline["css"], inline["js"]),
        size=charts.SIZE,
        height=charts.HEIGHT,
        few=heat.FEW,
        listed=LISTED,
    )
    return page + "\n"


def _scatter(metric: str, title: str, systems: Sequence[System]) -> charts.Scatter:
    return charts.scatter(
        title,
        [
            (system.key, system.entry.system.name, system.entry.rank is None, system.entry.scores[metric])
            for system in systems
        ],
    )


def _environment() -> Environment:
    made = environment(Path(__file__).resolve().parent / "templates", clean)
    made.filters |= {
        "score": _SCORE.show,
        "ends": lambda interval: f"{_SCORE.show(interval.low)}\u2013{_SCORE.show(interval.high)}",
        "count": _COUNT.show,
        "counted": counted,
        "difference": lambda value: typeset(_DIFFERENCE.show(value)),
        "probability": _PROBABILITY.show,
    }
    return made


def _letters(index: int) -> str:
    """Return A to Z, then AA and so on, by index from 0."""
    head, last = divmod(index, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + last)


def _matrix(board: Leaderboard) -> list[tuple[str, list[Versus | None]]]:
    """Return a row for each ranked system, in order of rank, with its test against each; None is itself."""
    versus: dict[tuple[str, str], Versus] = {}
    for test in board.tests:
        sure = test.p_value is not None and test.p_value < SIGNIFICANT
        gap = test.difference
        versus[test.first, test.second] = Versus(gap, test.p_value, "better" if sure else "open")
        versus[test.second, test.first] = Versus(
            None if gap is None else 0 - gap, test.p_value, "worse" if sure else "open"
        )
    ids = [entry.system_id for entry in board.entries if entry.group == "ranked"]
    return [(one, [versus.get((one, other)) for other in ids]) for one in ids] if versus else []


def _system(key: str, entry: LeaderboardEntry, report: ScoreReport | None, submissions: str | None) -> System:
    folder = f"{submissions}/{quote(entry.system_id, safe='@')}"
    scores, dates, trivial = entry.scores, entry.date_accuracy, entry.trivial
    event = scores["event"]
    published = trivial["published"].value
    values = (
        _f1(scores["dated_event"]),
        _f1(event),
        (event.precision, None, ()),
        (event.recall, None, ()),
        (dates.value, dates.interval, () if published is None else (published,)),
        (dates.support, None, ()),
        _value(trivial["published"]),
        _value(trivial["null"]),
        _f1(scores["event_argument"]),
        (entry.missing_articles, None, ()),
    )
    return System(
        key=key,
        downloads={} if submissions is None else {file: f"{folder}/{file}" for file in DOWNLOADS},
        entry=entry,
        report=report,
        cells=tuple(Cell(column, *value) for column, value in zip(COLUMNS, values, strict=True)),
        histogram=charts.histogram(report) if report else None,
    )


def _f1(score: Score) -> tuple[float | None, Interval | None, tuple[float, ...]]:
    return score.f1, score.intervals.get("f1"), ()


def _value(share: Share) -> tuple[float | None, Interval | None, tuple[float, ...]]:
    return share.value, None, ()
