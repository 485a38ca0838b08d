"""Which predicted event speaks of which gold one: one to one, in two stages, the optimum (scoring.md, 3)."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmark.records.text import tokens
from benchmark.scoring.assignment import assign
from benchmark.scoring.events import ScoredEvent
from benchmark.scoring.fillers import FillerMatch, match, unmatched
from benchmark.scoring.similarity import similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmark.scoring.events import Mark

_STRETCH: Final = 64
"""Code points of the stretches of text in which mentions are looked for together; longer in a long text."""
_STRETCHES: Final = 128
"""In which any text is cut at most, so that a trigger that spans it is in no more."""


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
        found = self.shared.get((gold, predicted))
        return unmatched(self.gold[gold], self.predicted[predicted]) if found is None else found


def align(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> Alignment:
    """Return the alignment of the events of one article, both sides given in content order.

    Equal types come first and unequal ones share what is left: in one stage a correct event more could lower
    recall. Dates take no part: else sending an event once for each candidate date would pay.
    """
    equal: list[tuple[int, int]] = []
    unequal: list[tuple[int, int]] = []
    for i, j in _candidates(gold, predicted):
        (equal if gold[i].event_type == predicted[j].event_type else unequal).append((i, j))
    pairs, shared = _best(gold, predicted, equal)
    left_gold = _left(gold, {pair.gold for pair in pairs})
    left_predicted = _left(predicted, {pair.predicted for pair in pairs})
    rows, columns = set(left_gold), set(left_predicted)
    wrong_type, _ = _best(gold, predicted, [(i, j) for i, j in unequal if i in rows and j in columns])
    return Alignment(gold, predicted, pairs, wrong_type, left_gold, left_predicted, shared)


def _left(events: Sequence[ScoredEvent], taken: set[int]) -> tuple[int, ...]:
    return tuple(place for place in range(len(events)) if place not in taken)


def _candidates(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> Iterator[tuple[int, int]]:
    """Yield, in order, all pairs with evidence or with a filler that passes, and few others.

    Such a pair has triggers, or fillers of one role, that share a word or a code point, or is bare.
    """
    ends = [
        mark.span[-1][1]
        for event in (*gold, *predicted)
        for _, mark in _mentions(event)
        if mark.span is not None
    ]
    stretch = max(_STRETCH, max(ends, default=0) // _STRETCHES)
    holders: dict[str | None, dict[str | int, list[int]]] = {}
    for j, event in enumerate(predicted):
        for role, mark in _mentions(event):
            of_role = holders.setdefault(role, {})
            for clue in _clues(mark, stretch):
                events = of_role.setdefault(clue, [])
                if j not in events[-1:]:
                    events.append(j)
    bare = [j for j, event in enumerate(predicted) if not (event.triggers or event.fillers)]
    for i, event in enumerate(gold):
        rivals: set[int] = set()
        for role, mark in _mentions(event):
            of_role = holders.get(role, {})
            rivals.update(*[of_role[clue] for clue in _clues(mark, stretch) if clue in of_role])
        if not event.triggers and (event.optional or all(filler.optional for filler in event.fillers)):
            rivals.update(bare)
        for j in sorted(rivals):
            yield i, j


def _mentions(event: ScoredEvent) -> list[tuple[str | None, Mark]]:
    """Return the mentions of an event, each with its role; a trigger has none."""
    mentions: list[tuple[str | None, Mark]] = [(None, mark) for mark in event.triggers]
    mentions += [(filler.role, mark) for filler in event.fillers for mark in filler.marks]
    return mentions


def _clues(mark: Mark, stretch: int) -> list[str | int]:
    """Return the words of a mention and the stretches of text that it touches."""
    clues: list[str | int] = []
    if mark.compared:
        clues += _words(mark.compared)
    for start, end in mark.span or ():
        clues += range(start // stretch, (end - 1) // stretch + 1)
    return clues


@functools.lru_cache(maxsize=1 << 13)
def _words(text: str) -> tuple[str, ...]:
    """Return the tokens of a text; itself where it has none, for it can still equal another."""
    return tuple(tokens(text)) or (text,)


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
