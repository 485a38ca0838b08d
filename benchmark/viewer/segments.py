"""A text cut where marks begin and end, so that each piece lies under the same marks all along."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmark.records.reading import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark.records.reading import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention in the text: whose it is, what it is in the event, and which event's, counted from 1.

    ``side`` is gold or predicted, ``kind`` trigger, argument or time, ``role`` and ``slot`` those of an
    argument, and ``number`` tells the mentions of a row apart.
    """

    row: int
    side: str
    kind: str
    role: str
    slot: int
    number: int
    words: Words


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text and the marks that cover it, in the order given."""

    text: str
    marks: tuple[Mark, ...]


def marks(rows: Sequence[Row]) -> list[Mark]:
    """Return the marks of some rows; mentions that stand nowhere in the text have none."""
    return [
        one for number, row in enumerate(rows, 1) for one in _marks(row, number) if one.words.span is not None
    ]


def cut(text: str, over: Sequence[Mark]) -> Iterator[Segment]:
    """Yield the segments of a text: put together they are the text. Offsets are code points."""
    spans = [(start, end, one) for one in over for start, end in one.words.span or ()]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for index, (start, end, _) in enumerate(spans):
        opening.setdefault(start, []).append(index)
        closing.setdefault(end, []).append(index)
    open_now: set[int] = set()
    for start, end in itertools.pairwise(edges):
        open_now.difference_update(closing.get(start, ()))
        open_now.update(opening.get(start, ()))
        yield Segment(text[start:end], tuple(spans[index][2] for index in sorted(open_now)))


def _marks(row: Row, number: int) -> Iterator[Mark]:
    numbers = itertools.count(1)
    for side, event in (("gold", row.gold), ("predicted", row.predicted)):
        for kind, words in (("trigger", event.triggers), ("time", event.time)) if event else ():
            for one in words:
                yield Mark(number, side, kind, "", 0, next(numbers), one)
    for slot, pair in enumerate(row.slots, 1):
        for side, filler in (("gold", pair.gold), ("predicted", pair.predicted)):
            role, words = filler or ("", ())
            for one in words:
                yield Mark(number, side, "argument", role, slot, next(numbers), one)
