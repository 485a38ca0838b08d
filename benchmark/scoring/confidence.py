"""Whether a system knows when it is right: average precision and reliability of its confidences."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from benchmark.records.report import Confidence, ReliabilityBin, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 10


def confidence(events: Sequence[tuple[float, bool]], gold: int) -> Confidence:
    """Summary of (confidence in [0, 1], matched) of all predicted events, beside ``gold`` events to find.

    The area is the sum of precision times the rise in recall, down the confidences, equal ones in one step,
    so that no order within a tie pays. Bins are tenths, closed below, the last one closed above, too.
    """
    area, found, seen = 0.0, 0, 0
    for _, group in groupby(sorted(events, reverse=True), key=lambda event: event[0]):
        tied = [matched for _, matched in group]
        seen += len(tied)
        found += sum(tied)
        area += (found / seen) * sum(tied)
    filled: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for event in events:
        filled[min(BINS - 1, int(event[0] * BINS))].append(event)
    return Confidence(
        average_precision=ratio(area, gold),
        bins=tuple(
            ReliabilityBin(
                low=k / BINS,
                events=len(group),
                matched=sum(matched for _, matched in group),
                confidence=ratio(sum(value for value, _ in sorted(group)), len(group)),
                precision=ratio(sum(matched for _, matched in group), len(group)),
            )
            for k, group in enumerate(filled)
        ),
    )
