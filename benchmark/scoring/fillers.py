"""The fillers of one gold and one predicted event, matched one to one: exactly, and relaxed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmark.scoring.assignment import match_most
from benchmark.scoring.similarity import alike, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.scoring.events import Filler, ScoredEvent


class Matching(NamedTuple):
    """Fillers matched one to one under one test: as many as can be, non-optional gold first.

    `passes` holds for each gold filler the predicted fillers that pass against it, ascending; `pairs` the
    matched (gold, predicted) positions. `predicted` counts predicted fillers less redundant ones, those that
    pass and stay unmatched; `gold` counts gold fillers less unmatched optional ones.
    """

    passes: Sequence[Sequence[int]]
    pairs: tuple[tuple[int, int], ...]
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


def match(gold: ScoredEvent, predicted: ScoredEvent) -> FillerMatch:
    """Return the fillers of two events matched one to one. All fillers of an optional event are optional."""
    optional = [gold.optional or filler.optional for filler in gold.fillers]
    exact = []
    relaxed = []
    for filler in gold.fillers:
        equal, near = [], []
        for k, rival in enumerate(predicted.fillers):
            if rival.role != filler.role:
                continue
            if same(filler, rival):
                equal.append(k)
                near.append(k)
            elif alike(filler, rival):
                near.append(k)
        exact.append(equal)
        relaxed.append(near)
    exactly = _matching(exact, optional, predicted.fillers)
    if relaxed == exact:
        return FillerMatch(exactly, exactly)
    return FillerMatch(exactly, _matching(relaxed, optional, predicted.fillers))


def unmatched(gold: ScoredEvent, predicted: ScoredEvent) -> FillerMatch:
    """Return the match of two events none of whose fillers pass."""
    required = 0 if gold.optional else sum(not filler.optional for filler in gold.fillers)
    none = Matching([()] * len(gold.fillers), (), len(predicted.fillers), required)
    return FillerMatch(none, none)


def _matching(passes: list[list[int]], optional: list[bool], predicted: Sequence[Filler]) -> Matching:
    # A filler once matched stays matched while later ones are added, so those that come first are favoured:
    # with the optional ones last, no maximum matching holds more of the others.
    order = sorted(range(len(passes)), key=optional.__getitem__)
    pairs = match_most(passes, order)
    passing = len({k for row in passes for k in row})
    matched_optional = sum(optional[filler] for filler, _ in pairs)
    return Matching(
        passes,
        pairs,
        len(predicted) - passing + len(pairs),
        len(passes) - sum(optional) + matched_optional,
    )
