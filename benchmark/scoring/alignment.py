"""Which predicted event speaks of which gold one: one to one, in two stages, the optimum (scoring.md, 3)."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from benchmark.records.text import tokens
from benchmark.scoring.assignment import assign
from benchmark.scoring.events import ScoredEvent
from benchmark.scoring.fillers import FillerMatch, match, unmatched
from benchmark.scoring.similarity import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.scoring.events import Mark

_STRETCH: Final = 64
"""Code points of the stretches of text in which mentions are looked for together; longer in a long text."""
_STRETCHES: Final = 128
"""In which any text is cut at most, so that a trigger that spans it is in no more."""
_TRIGGERS: Final = (-1, -1)
"""Stands for the triggers of two events among the fillers of theirs that meet."""

_Place: TypeAlias = tuple[str | None, int, int]
"""Of a mention: its role, its event and its filler; None and -1 of a trigger."""
_Meetings: TypeAlias = "dict[tuple[int, int], set[tuple[int, int]]]"
"""For pairs of events by their places, the pairs of fillers, by their places, that share a clue."""


class Pair(NamedTuple):
    """A gold and a predicted event by their positions, and how similar they are, 0 to 10,000."""

    gold: int
    predicted: int
    similarity: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The aligned events of an article, by their places in ``gold`` and ``predicted``; all are in order.

    ``pairs``, of equal types, are M, and the ``unmatched`` events are in no pair of M; ``wrong_type`` are
    pairs of unequal types among these. ``shared`` holds the filler match of all pairs of equal types in which
    any filler passes.
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
    equal: _Meetings = {}
    unequal: _Meetings = {}
    for (i, j), met in _meetings(gold, predicted).items():
        (equal if gold[i].event_type == predicted[j].event_type else unequal)[i, j] = met
    pairs, shared = _best(gold, predicted, equal)
    left_gold = _left(gold, {pair.gold for pair in pairs})
    left_predicted = _left(predicted, {pair.predicted for pair in pairs})
    rows, columns = set(left_gold), set(left_predicted)
    left = {(i, j): met for (i, j), met in unequal.items() if i in rows and j in columns}
    wrong_type, _ = _best(gold, predicted, left)
    return Alignment(gold, predicted, pairs, wrong_type, left_gold, left_predicted, shared)


def _left(events: Sequence[ScoredEvent], taken: set[int]) -> tuple[int, ...]:
    return tuple([place for place in range(len(events)) if place not in taken])


def _meetings(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> _Meetings:
    """Return all pairs with evidence or with a filler that passes, and few others, with what may pass.

    Such a pair has triggers, or fillers of one role, that share a word or a code point, or is bare.
    """
    mentions = list(_mentions(gold))
    end = max([mark.span[-1][1] for _, mark in mentions if mark.span], default=0)
    stretch = max(_STRETCH, end // _STRETCHES)
    holders: dict[str | int, list[_Place]] = {}
    for place, mark in mentions:
        for clue in _clues(mark, stretch, end):
            holders.setdefault(clue, []).append(place)
    meetings: _Meetings = defaultdict(set)
    for (role, j, r), mark in _mentions(predicted):
        for clue in _clues(mark, stretch, end):
            for other, i, k in holders.get(clue, ()):
                if other == role:
                    meetings[i, j].add((k, r))
    for met in meetings.values():
        met.discard(_TRIGGERS)
    bare = [j for j, event in enumerate(predicted) if not (event.triggers or event.fillers)]
    for i in _perhaps_bare(gold) if bare else ():
        meetings |= {(i, j): set() for j in bare}
    return meetings


def _perhaps_bare(gold: Sequence[ScoredEvent]) -> list[int]:
    """Return which events have no trigger, and no filler that must be matched."""
    return [
        i
        for i, event in enumerate(gold)
        if not event.triggers and (event.optional or all(filler.optional for filler in event.fillers))
    ]


def _mentions(events: Sequence[ScoredEvent]) -> Iterator[tuple[_Place, Mark]]:
    """Yield the mentions of events with their places."""
    for i, event in enumerate(events):
        place: _Place = None, i, -1
        for mark in event.triggers:
            yield place, mark
        for k, (role, marks, _) in enumerate(event.fillers):
            place = role, i, k
            for mark in marks:
                yield place, mark


def _clues(mark: Mark, stretch: int, end: int) -> list[str | int]:
    """Return the words of a mention and the stretches of text that it touches before ``end``."""
    clues: list[str | int] = [*_words(mark.compared)] if mark.compared else []
    for start, stop in mark.span or ():
        first, last = start // stretch, (stop - 1) // stretch
        clues.append(first)
        if first < last:
            clues += range(first + 1, min(last, end // stretch) + 1)
    return clues


@functools.lru_cache(maxsize=1 << 16)
def _words(text: str) -> tuple[str, ...]:
    """Return the tokens of a text; itself where it has none, for it can still equal another."""
    return tuple(tokens(text)) or (text,)


def _best(
    gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent], meetings: _Meetings
) -> tuple[tuple[Pair, ...], dict[tuple[int, int], FillerMatch]]:
    """Return the best pairs with evidence, and the filler matches of all those in which a filler passes.

    Greatest in this order: the sum of similarities, the number of pairs, of pairs with non-optional gold, of
    exactly matched fillers; then the first in order.
    """
    worth = {}
    shared = {}
    for (i, j), met in meetings.items():
        fillers = match(gold[i], predicted[j], met)
        if fillers.relaxed.passing:
            shared[i, j] = fillers
        score = similarity(gold[i], predicted[j], fillers.relaxed)
        if score is not None:
            worth[i, j] = (score, 1, int(not gold[i].optional), fillers.exact.matched)
    return tuple(Pair(i, j, worth[i, j][0]) for i, j in assign(worth)), shared
