"""Which predicted event speaks of which gold one: one to one, in two stages, the optimum (scoring.md, 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from benchmark.scoring.assignment import assign
from benchmark.scoring.events import ScoredEvent
from benchmark.scoring.fillers import FillerMatch, match
from benchmark.scoring.similarity import similarity

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pair(NamedTuple):
    """A gold and a predicted event by their positions, and how similar they are, 0 to 10,000."""

    gold: int
    predicted: int
    similarity: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The aligned events of one article, by their places in `gold` and `predicted`; all lists are in order.

    `pairs`, of equal types, are M, and the `unmatched` events are in no pair of M; `wrong_type` are pairs of
    unequal types among these. `shared` holds the filler match of all pairs of equal types in which any filler
    passes.
    """

    gold: Sequence[ScoredEvent]
    predicted: Sequence[ScoredEvent]
    pairs: tuple[Pair, ...]
    wrong_type: tuple[Pair, ...]
    unmatched_gold: tuple[int, ...]
    unmatched_predicted: tuple[int, ...]
    shared: Mapping[tuple[int, int], FillerMatch]

    def fillers(self, gold: int, predicted: int) -> FillerMatch:
        """Return the fillers of two events of equal type matched one to one."""
        return self.shared.get((gold, predicted)) or match(self.gold[gold], self.predicted[predicted])


def align(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> Alignment:
    """Return the alignment of the events of one article, both sides given in content order.

    Equal types come first and unequal ones share what is left: in one stage a correct event more could lower
    recall. Dates take no part: else sending an event once for each candidate date would pay.
    """
    by_type: dict[str, list[int]] = {}
    for j, event in enumerate(predicted):
        by_type.setdefault(event.event_type, []).append(j)
    equal = ((i, j) for i, event in enumerate(gold) for j in by_type.get(event.event_type, ()))
    pairs, shared = _best(gold, predicted, equal)
    left_gold = _left(gold, {pair.gold for pair in pairs})
    left_predicted = _left(predicted, {pair.predicted for pair in pairs})
    unequal = (
        (i, j) for i in left_gold for j in left_predicted if gold[i].event_type != predicted[j].event_type
    )
    wrong_type, _ = _best(gold, predicted, unequal)
    return Alignment(gold, predicted, pairs, wrong_type, left_gold, left_predicted, shared)


def _left(events: Sequence[ScoredEvent], taken: set[int]) -> tuple[int, ...]:
    return tuple(place for place in range(len(events)) if place not in taken)


def _best(
    gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent], candidates: Iterable[tuple[int, int]]
) -> tuple[tuple[Pair, ...], dict[tuple[int, int], FillerMatch]]:
    """Return the best pairs with evidence, and the filler matches of all candidates in which a filler passes.

    Greatest in this order: the sum of similarities, the number of pairs, of pairs with non-optional gold, of
    exactly matched fillers; then the first in order.
    """
    worth = {}
    shared = {}
    for i, j in candidates:
        fillers = match(gold[i], predicted[j])
        if any(fillers.relaxed.passes):
            shared[i, j] = fillers
        score = similarity(gold[i], predicted[j], fillers.relaxed)
        if score is not None:
            worth[i, j] = (score, 1, int(not gold[i].optional), fillers.exact.matched)
    return tuple(Pair(i, j, worth[i, j][0]) for i, j in assign(worth)), shared
