"""Where everything stands in the page's pictures, in units of their view boxes; the template draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from benchmark.records.report import Score, ScoreReport
from benchmark.tables.document import typeset

SIZE = 300
"""Side of a scatter's plot, precision upwards over recall to the right, each from 0 to 1."""

ISO = (0.2, 0.4, 0.6, 0.8)
"""The F1s whose lines a scatter shows."""

BINS = (
    *("< -365", "-365 to -31", "-30 to -8", "-7 to -4", "-3", "-2", "-1", "0", "1", "2", "3"),
    *("4 to 7", "8 to 30", "31 to 365", "> 365"),
)
"""The bins of a report's date errors, as its histogram names them, in order."""

HEIGHT = 84
"""Of a bar that stands for all pairs."""

_BAR, _SPACE, _GAP = 18, 7, 14
_DOT = 5
_LETTER = 11
_LETTER_WIDTH = 8
_AROUND = ((1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (1, 0), (0, 1), (-1, 0))
_OUTSIDE = {
    "Missing": "missing",
    "Only one open": "one open",
    "Too coarse": "too coarse",
    "Too precise": "too precise",
}
"""Names and short names of what is counted outside the axis of days."""

_OUTSIDE_STEP = 58


@dataclass(frozen=True, slots=True)
class Line:
    """All precisions and recalls of one F1; ``path`` is SVG path data, the label's place the line's end."""

    label: str
    path: str
    y: float


@dataclass(frozen=True, slots=True)
class Point:
    """A system in a scatter.

    ``across`` and ``up`` are the ends of its intervals, ``label_x`` and ``label_y`` the middle of its letter;
    a ``leader`` goes to a letter that stands off its dot.
    """

    key: str
    name: str
    apart: bool
    score: Score
    x: float
    y: float
    across: tuple[float, float] | None
    up: tuple[float, float] | None
    label_x: float
    label_y: float
    leader: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """Precision over recall of one metric; ``absent`` are the systems where one of them is undefined."""

    title: str
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A count of pairs and its place; ``kind`` is zero, near, beyond (a year) or outside (the days' axis)."""

    label: str
    count: int
    kind: str
    x: int
    width: int
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A text under the axis, its middle at ``x``."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Where the dates of a system's matched events fall, of ``pairs`` whose gold has a date.

    ``middle`` is where no error stands, ``end`` where the axis of days ends.
    """

    pairs: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    middle: float
    end: float
    width: int


def scatter(title: str, systems: Sequence[tuple[str, str, bool, Score]]) -> Scatter:
    """Return the scatter of systems given as letter, name, whether they stand apart, and score.

    Letters are placed in the order given, each at the first free place around its dot.
    """
    shown = [system for system in systems if None not in {system[3].precision, system[3].recall}]
    absent = tuple(system[1] for system in systems if system not in shown)
    dots = [(_x(score.recall), _y(score.precision)) for *_, score in shown]
    points: list[Point] = []
    for (key, name, apart, score), (x, y) in zip(shown, dots, strict=True):
        taken = [(point.label_x, point.label_y) for point in points]
        label_x, label_y, leader = _place(x, y, dots, taken, 3 + _LETTER_WIDTH * len(key))
        recall, precision = score.intervals.get("recall"), score.intervals.get("precision")
        points.append(
            Point(
                key=key,
                name=name,
                apart=apart,
                score=score,
                x=x,
                y=y,
                across=(_x(recall.low), _x(recall.high)) if recall else None,
                up=(_y(precision.low), _y(precision.high)) if precision else None,
                label_x=label_x,
                label_y=label_y,
                leader=leader,
            )
        )
    return Scatter(title, tuple(map(_line, ISO)), tuple(points), absent)


def histogram(report: ScoreReport) -> Histogram | None:
    """Return the histogram of a report, None where its dataset annotates no dates.

    Signed days first, predicted minus gold, with the bins beyond a year set off; then what has no error in
    days: no date, or one that is open where gold is not, or the other way round; then two kinds of error
    that the bars before have counted already, too coarse and too precise.
    """
    errors, outcomes = report.date_errors, report.date_outcomes
    if errors is None or outcomes is None:
        return None
    missing = outcomes.get("missing", 0)
    open_end = max(0, errors.undefined - missing)
    outside = (missing, open_end, outcomes.get("coarser", 0), outcomes.get("finer", 0))
    pairs = errors.defined + errors.undefined
    counts = {label: errors.histogram.get(label, 0) for label in BINS}
    bars: list[Bar] = []
    x = 0
    for label, count in (*counts.items(), *zip(_OUTSIDE, outside, strict=True)):
        if label in {BINS[1], BINS[-1]}:
            x += _GAP // 2
        elif label in {"Missing", "Too coarse"}:
            x += _GAP
        room = _OUTSIDE_STEP if label in _OUTSIDE else _BAR + _SPACE
        bars.append(
            Bar(
                label=typeset(label),
                count=count,
                kind=_kind(label),
                x=x + (room - _BAR) // 2,
                width=_BAR,
                height=round(HEIGHT * count / pairs, 1) if pairs else 0,
            )
        )
        x += room
    middles = {bar.kind: bar.x + _BAR / 2 for bar in bars}
    return Histogram(
        pairs=pairs,
        bars=tuple(bars),
        ticks=tuple(_ticks(bars)),
        middle=middles["zero"],
        end=middles["beyond"] + _BAR / 2,
        width=x,
    )


def _kind(label: str) -> str:
    if label in _OUTSIDE:
        return "outside"
    if label in {BINS[0], BINS[-1]}:
        return "beyond"
    return "zero" if label == "0" else "near"


def _x(recall: float | None) -> float:
    return round(SIZE * (recall or 0), 1)


def _y(precision: float | None) -> float:
    return round(SIZE * (1 - (precision or 0)), 1)


def _line(f1: float) -> Line:
    # P = F R / (2 R - F): from P = 1, where R = F / (2 - F), to R = 1.
    least = f1 / (2 - f1)
    recalls = [least + (1 - least) * i / 40 for i in range(41)]
    places = [(_x(recall), _y(f1 * recall / (2 * recall - f1))) for recall in recalls]
    return Line(f"{100 * f1:.0f}", "M" + "L".join(f"{x:g} {y:g}" for x, y in places), places[-1][1])


def _place(
    x: float,
    y: float,
    dots: Sequence[tuple[float, float]],
    letters: Sequence[tuple[float, float]],
    width: int,
) -> tuple[float, float, bool]:
    """Return a letter's middle that covers no dot and no letter, and whether it stands off its dot."""
    for away, (right, down) in product((12, 20, 30, 40), _AROUND):
        slant = 0.75 if right and down else 1
        place = (round(x + right * away * slant, 1), round(y + down * away * slant, 1))
        if (
            all(0 <= part <= SIZE for part in place)
            and all(_far(place, other, width, _LETTER) for other in letters)
            and all(_far(place, other, width / 2 + 3, _DOT + 4) for other in dots)
        ):
            return *place, away > _DOT + _LETTER
    return x, y, False


def _far(one: tuple[float, float], other: tuple[float, float], across: float, up: float) -> bool:
    return abs(one[0] - other[0]) >= across or abs(one[1] - other[1]) >= up


def _ticks(bars: Sequence[Bar]) -> Iterator[Tick]:
    """Give a text under each single day, and where ranges of days part, the day at which they do."""
    for bar in bars:
        first, *_, last = bar.label.split()[:3] if " to " in bar.label else (bar.label, bar.label)
        middle = bar.x + bar.width / 2
        if bar.kind == "outside":
            yield Tick(_OUTSIDE[bar.label], middle)
        elif first == last and bar.kind != "beyond":
            yield Tick(first, middle)
        elif first.startswith("\N{MINUS SIGN}"):
            yield Tick(first, bar.x - _SPACE / 2)
        elif bar.kind != "beyond":
            yield Tick(last, bar.x + bar.width + _SPACE / 2)
