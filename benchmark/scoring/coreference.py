"""Event coreference (scoring.md, 3): events as clusters of trigger mentions, gold against predicted, exactly.

Mentions match by their span alone and singletons are kept. No published metric knows a mention that stands in
two clusters of one side; here the first event in content order keeps it, so that every side is a partition.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from benchmark.scoring.assignment import assign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmark.scoring.events import ScoredEvent


Part: TypeAlias = "Fraction | int"
"""What is found of a cluster. Whole numbers add faster than fractions by an order of magnitude."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Exact sums over articles: what is found of ``gold``, and what is right of ``predicted``. They add.

    Their ratios are None at 0/0; F1, their harmonic mean, only where both are, and 0 where one is 0.
    """

    found: Part = 0
    gold: Part = 0
    right: Part = 0
    predicted: Part = 0

    def __add__(self, other: Shares) -> Shares:
        return Shares(
            self.found + other.found,
            self.gold + other.gold,
            self.right + other.right,
            self.predicted + other.predicted,
        )

    @property
    def precision(self) -> float | None:
        """Right of predicted, in [0, 1]."""
        return float(self.right / self.predicted) if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Found of gold, in [0, 1]."""
        return float(self.found / self.gold) if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        if not (self.gold or self.predicted):
            return None
        if not (self.found and self.right):
            return 0.0
        precision, recall = Fraction(self.right) / self.predicted, Fraction(self.found) / self.gold
        return float(2 * precision * recall / (precision + recall))


@dataclass(frozen=True, slots=True)
class Clusters:
    """One article's two partitions: sizes of gold and predicted clusters, and the mentions they share.

    ``shared`` goes by (gold, predicted) cluster and has no zeros; ``optional`` says which gold clusters are.
    """

    gold: tuple[int, ...]
    predicted: tuple[int, ...]
    optional: tuple[bool, ...]
    shared: dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class CoreferenceMetric:
    """A coreference metric; ``parts`` gives what is found of each gold and right of each predicted cluster.

    ``weight`` is what a cluster of some size counts. An optional gold one counts as much as is found of it.
    """

    name: str
    label: str
    citation: str
    parts: Callable[[Clusters], tuple[Sequence[Part], Sequence[Part]]]
    weight: Callable[[int], int]

    def shares(self, clusters: Clusters) -> Shares:
        """Return the metric's sums in one article."""
        found, right = self.parts(clusters)
        gold = (
            part if optional else self.weight(size)
            for size, optional, part in zip(clusters.gold, clusters.optional, found, strict=True)
        )
        return Shares(sum(found), sum(gold), sum(right), sum(map(self.weight, clusters.predicted)))


def cluster(gold: Iterable[ScoredEvent], predicted: Iterable[ScoredEvent]) -> Clusters:
    """Return the clusters of one article, both sides in content order; events without a mention have none.

    A gold trigger that stands nowhere is no mention; a predicted one is, and matches nothing.
    """
    gold_sizes: list[int] = []
    optional = []
    gold_places: dict[object, int] = {}
    for event in gold:
        before = len(gold_places)
        for mark in event.triggers:
            if mark.span is not None:
                gold_places.setdefault(mark.span, len(gold_sizes))
        if len(gold_places) > before:
            gold_sizes.append(len(gold_places) - before)
            optional.append(event.optional)
    sizes: list[int] = []
    places: dict[object, int] = {}
    for event in predicted:
        before = len(places)
        for mark in event.triggers:
            places.setdefault(mark.fold if mark.span is None else mark.span, len(sizes))
        if len(places) > before:
            sizes.append(len(places) - before)
    shared = Counter([(gold_places[key], r) for key, r in places.items() if key in gold_places])
    return Clusters(tuple(gold_sizes), tuple(sizes), tuple(optional), dict(shared))


def _both(clusters: Clusters, cell: Callable[[int, int, int], Part]) -> tuple[list[Part], list[Part]]:
    """Sum up, for each cluster, what it gains by the mentions shared with each cluster of the other side.

    ``cell`` is given the number of shared mentions, the cluster's own size and the other's.
    """
    found: list[Part] = [0] * len(clusters.gold)
    right: list[Part] = [0] * len(clusters.predicted)
    for (k, r), shared in clusters.shared.items():
        found[k] += cell(shared, clusters.gold[k], clusters.predicted[r])
        right[r] += cell(shared, clusters.predicted[r], clusters.gold[k])
    return found, right


def _part(numerator: int, denominator: int) -> Part:
    return Fraction(numerator, denominator) if numerator % denominator else numerator // denominator


def _muc(shared: int, _own: int, _other: int) -> Part:
    return shared - 1


def _b_cubed(shared: int, own: int, _other: int) -> Part:
    return _part(shared * shared, own)


def _lea(shared: int, own: int, other: int) -> Part:
    if own == 1:
        return int(other == 1)  # a mention alone is linked to itself
    return _part(shared * (shared - 1), own - 1)


def _ceaf_e(clusters: Clusters) -> tuple[list[Part], list[Part]]:
    """Pair clusters for the greatest sum of φ4; of such, most non-optional gold, then most φ4 of it."""
    sizes = {pair: clusters.gold[pair[0]] + clusters.predicted[pair[1]] for pair in clusters.shared}
    scale = math.lcm(*sizes.values())
    worth = {}
    for (k, r), shared in clusters.shared.items():
        value = shared * scale // sizes[k, r]
        worth[k, r] = (value, 0, 0) if clusters.optional[k] else (value, 1, value)
    found: list[Part] = [0] * len(clusters.gold)
    right: list[Part] = [0] * len(clusters.predicted)
    for k, r in assign(worth):
        found[k] = right[r] = _part(2 * clusters.shared[k, r], sizes[k, r])
    return found, right


COREFERENCE_METRICS: Final = (
    CoreferenceMetric(
        "muc", "MUC", "Vilain et al. 1995", lambda clusters: _both(clusters, _muc), lambda size: size - 1
    ),
    CoreferenceMetric(
        "b_cubed", "B³", "Bagga & Baldwin 1998", lambda clusters: _both(clusters, _b_cubed), lambda size: size
    ),
    CoreferenceMetric("ceaf_e", "CEAF-e", "Luo 2005 (φ4)", _ceaf_e, lambda _size: 1),
    CoreferenceMetric(
        "lea", "LEA", "Moosavi & Strube 2016", lambda clusters: _both(clusters, _lea), lambda size: size
    ),
)


class CoreferenceTally:
    """The clusters of articles, kept until it is known whether there is anything to score."""

    def __init__(self) -> None:
        self._clusters: list[Clusters] = []
        self._several = [False, False]

    def add(self, gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> None:
        """Add one article, both sides in content order."""
        self._clusters.append(cluster(gold, predicted))
        for side, events in enumerate((gold, predicted)):
            self._several[side] = self._several[side] or any(len(event.triggers) > 1 for event in events)

    @property
    def shares(self) -> dict[str, Shares] | None:
        """The sums of each metric, by name; None where no event of a side has several triggers."""
        if not all(self._several):
            return None
        sums = {metric.name: Shares() for metric in COREFERENCE_METRICS}
        for clusters in self._clusters:
            for metric in COREFERENCE_METRICS:
                sums[metric.name] += metric.shares(clusters)
        return sums


def conll_mean(muc: Shares, b_cubed: Shares, ceaf_e: Shares) -> float | None:
    """Return the mean of three F1 (Pradhan et al. 2012), None where one of them is undefined."""
    if muc.f1 is None or b_cubed.f1 is None or ceaf_e.f1 is None:
        return None
    return (muc.f1 + b_cubed.f1 + ceaf_e.f1) / 3
