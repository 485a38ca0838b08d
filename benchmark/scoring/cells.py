"""Whole numbers by event type and role: what every metric with precision and recall is counted in."""

from __future__ import annotations

from typing import Literal, TypeAlias

from benchmark.records.report import Counts

Cell: TypeAlias = tuple[str | None, str | None]
"""Event type and role, None where a metric's key has none."""

_PLACES = {"type": 0, "role": 1}


class Cells(dict[Cell, list[int]]):
    """Matched, predicted and gold units of one metric by cell; they add up to its counts.

    The type is gold's for what adds to g and the prediction's for what adds to p.
    """

    __slots__ = ()

    def add(self, cell: Cell, matched: int, predicted: int, gold: int) -> None:
        """Add units to a cell."""
        numbers = self.get(cell)
        if numbers is None:
            self[cell] = [matched, predicted, gold]
        else:
            numbers[0] += matched
            numbers[1] += predicted
            numbers[2] += gold

    def merge(self, other: Cells) -> None:
        """Add all units of another table."""
        for cell, (matched, predicted, gold) in other.items():
            self.add(cell, matched, predicted, gold)

    @property
    def total(self) -> Counts:
        """The units of all cells together."""
        matched = predicted = gold = 0
        for numbers in self.values():
            matched += numbers[0]
            predicted += numbers[1]
            gold += numbers[2]
        return Counts(matched, predicted, gold)

    def by(self, level: Literal["type", "role"]) -> dict[str, Counts]:
        """Return the units by event type or by role, in order; nothing where the metric's key has none."""
        place = _PLACES[level]
        counts: dict[str, Counts] = {}
        for cell, numbers in self.items():
            label = cell[place]
            if label is not None:
                counts[label] = counts.get(label, Counts()) + Counts(*numbers)
        return dict(sorted(counts.items()))
