"""Whole numbers by event type and role: what every metric with precision and recall is counted in."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal, TypeAlias

from benchmark.records.report import Counts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Cell: TypeAlias = tuple[str | None, str | None]
"""Event type and role, None where a metric's key has none."""
Row: TypeAlias = tuple[Cell, int, int, int]
"""A cell with its matched, predicted and gold units."""

_PLACES = {"type": 0, "role": 1}


class Cells:
    """Matched, predicted and gold units of one metric by cell; they add up to its counts.

    The type is gold's for what adds to g and the prediction's for what adds to p.
    """

    def __init__(self, *sides: Mapping[Cell, int]) -> None:
        self._sides = [Counter(side) for side in sides or ({}, {}, {})]

    def count(self, matched: Collection[Cell], predicted: Collection[Cell], gold: Collection[Cell]) -> Counts:
        """Add a unit to each cell, as often as it is given; return how many these are."""
        for units, cells in zip(self._sides, (matched, predicted, gold), strict=True):
            units.update(cells)
        return Counts(len(matched), len(predicted), len(gold))

    def weigh(self, rows: Sequence[Row]) -> Counts:
        """Add matched, predicted and gold units to cells; return how many these are."""
        matched, predicted, gold = self._sides
        for cell, m, p, g in rows:
            matched[cell] += m
            predicted[cell] += p
            gold[cell] += g
        return Counts(
            sum([row[1] for row in rows]), sum([row[2] for row in rows]), sum([row[3] for row in rows])
        )

    @property
    def rows(self) -> list[Row]:
        """What ``weigh`` takes to add the same."""
        matched, predicted, gold = self._sides
        return [
            (cell, matched[cell], predicted[cell], gold[cell]) for cell in {**matched, **predicted, **gold}
        ]

    @property
    def total(self) -> Counts:
        """The units of all cells together."""
        return Counts(*(units.total() for units in self._sides))

    def by(self, level: Literal["type", "role"]) -> dict[str, Counts]:
        """Return the units by event type or by role, in order; nothing where the metric's key has none."""
        place = _PLACES[level]
        counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for side, units in enumerate(self._sides):
            for cell, number in units.items():
                label = cell[place]
                if label is not None:
                    counts[label][side] += number
        return {label: Counts(*numbers) for label, numbers in sorted(counts.items())}
