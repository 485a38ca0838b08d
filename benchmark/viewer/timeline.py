"""A small timeline: an event's dates, gold and predicted, against the day of publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmark.records.date import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 280
"""Of the axis, in units of the view box."""

_EDGE = 8
_LEAST = 3.0
"""Width of a bar that would be too thin to see."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The days of one value from ``x`` on; an end that is open runs to the edge of the axis."""

    side: str
    x: float
    width: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where all stand on an axis of days; ``published`` is None where that day is unknown."""

    bars: tuple[Bar, ...]
    published: float | None
    first: str
    last: str


def timeline(gold: Sequence[str], predicted: Sequence[str], published: str | None) -> Timeline | None:
    """Return the timeline of some EDTF values, None where neither side has any."""
    if not (gold or predicted):
        return None
    spans = [
        (side, first, last)
        for side, values in (("gold", gold), ("predicted", predicted))
        for value in values
        for first, last in parse(value).spans
    ]
    today = parse(published).first if published else None
    known = [day for _, *days in spans for day in days if day is not None]
    known += [] if today is None else [today]
    low, high = min(known, default=1), max(known, default=1)
    # A week at least, and some air: a bar at the very edge would look cut off.
    air = max(3, (high - low) // 10)
    start, end = max(1, low - air), min(dt.date.max.toordinal(), high + air)
    scale = (WIDTH - 2 * _EDGE) / (end - start + 1)

    def x(day: int) -> float:
        return _EDGE + scale * (day - start)

    def bar(side: str, first: int | None, last: int | None) -> Bar:
        left = 0.0 if first is None else x(first)
        right = float(WIDTH) if last is None else x(last + 1)
        return Bar(side, round(left, 1), round(max(_LEAST, right - left), 1), first is None, last is None)

    return Timeline(
        bars=tuple(bar(*span) for span in spans),
        published=None if today is None else round(x(today) + scale / 2, 1),
        first=dt.date.fromordinal(start).isoformat(),
        last=dt.date.fromordinal(end).isoformat(),
    )
