"""The fillers of one gold and one predicted event, matched one to one: exactly, and relaxed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmark.scoring.assignment import Pair, match_most
from benchmark.scoring.mentions import alike, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.scoring.events import ScoredEvent


class Matching(NamedTuple):
    """Fillers matched one to one under one test: as many as can be, non-optional gold first.

    ``passing`` and, of these, ``pairs`` are positions of a gold and a predicted filler, in order: those that
    pass and those that are matched. ``predicted`` counts predicted fillers less redundant ones, which pass
    and stay unmatched; ``gold`` counts gold fillers less unmatched optional ones.
    """

    passing: Sequence[Pair]
    pairs: Sequence[Pair]
    predicted: int
    gold: int

    @property
    def matched(self) -> int:
        """Number of matched pairs."""
        return len(self.pairs)


class FillerMatch(NamedTuple):
    """Both ways to match the fillers of a pair of events; roles are equal in either."""

    exact: Matching
    relaxed: Matching


def match(gold: ScoredEvent, predicted: ScoredEvent, met: Iterable[Pair]) -> FillerMatch:
    """Return the fillers of two events matched one to one. All fillers of an optional event are optional.

    ``met`` are the pairs that may pass; their roles are equal.
    """
    if not met:
        return unmatched(gold, predicted)
    exact: list[Pair] = []
    relaxed: list[Pair] = []
    for pair in sorted(met):
        k, r = pair
        filler, rival = gold.fillers[k], predicted.fillers[r]
        if same(filler, rival):
            exact.append(pair)
            relaxed.append(pair)
        elif alike(filler, rival):
            relaxed.append(pair)
    exactly = _matching(exact, gold, predicted)
    if len(relaxed) == len(exact):
        return FillerMatch(exactly, exactly)
    return FillerMatch(exactly, _matching(relaxed, gold, predicted))


def unmatched(gold: ScoredEvent, predicted: ScoredEvent) -> FillerMatch:
    """Return the match of two events none of whose fillers pass."""
    required = 0 if gold.optional else [optional for _, _, optional in gold.fillers].count(False)
    none = Matching([], [], len(predicted.fillers), required)
    return FillerMatch(none, none)


def _matching(passing: list[Pair], gold: ScoredEvent, predicted: ScoredEvent) -> Matching:
    optional = [gold.optional or filler.optional for filler in gold.fillers]
    rows = {k for k, _ in passing}
    columns = {r for _, r in passing}
    pairs: Sequence[Pair] = passing
    if len(rows) < len(passing) or len(columns) < len(passing):
        edges: list[list[int]] = [[] for _ in optional]
        for k, r in passing:
            edges[k].append(r)
        # A filler once matched stays matched while later ones are added, so those that come first are
        # favoured: with the optional ones last, no maximum matching holds more of the others.
        pairs = match_most(edges, sorted(rows, key=optional.__getitem__))
    return Matching(
        passing,
        pairs,
        len(predicted.fillers) - len(columns) + len(pairs),
        len(optional) - sum(optional) + sum([optional[k] for k, _ in pairs]),
    )
