"""How alike two mentions are: the Dice of their spans, of their tokens, and what passes (scoring.md, 3)."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING

from benchmark.records.text import tokens

if TYPE_CHECKING:
    from benchmark.records.article import Span
    from benchmark.scoring.events import Filler, Mark


def span_dice(one: Span, other: Span) -> tuple[int, int]:
    """Return the Dice of the code points of all fragments, as numerator and positive denominator."""
    if len(one) == len(other) == 1:
        ((start, end),), ((other_start, other_end),) = one, other
        both = min(end, other_end) - max(start, other_start)
        return (2 * both if both > 0 else 0), end - start + other_end - other_start
    shared = sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in one
        for other_start, other_end in other
    )
    return 2 * shared, sum(end - start for start, end in one) + sum(end - start for start, end in other)


def token_dice(one: str, other: str) -> tuple[int, int]:
    """Return the Dice of the token multisets of two folded texts, as numerator and positive denominator.

    None against none is 0.
    """
    ours, theirs = _tokens(one), _tokens(other)
    if ours.keys().isdisjoint(theirs):
        return 0, 1
    return 2 * (ours & theirs).total(), ours.total() + theirs.total()


@functools.lru_cache(maxsize=1 << 13)
def _tokens(folded: str) -> Counter[str]:
    return Counter(tokens(folded))


def same(gold: Filler, predicted: Filler) -> bool:
    """Return whether the fillers match exactly but for their roles: equal spans, or equal texts.

    A predicted filler has one mark; between annotators both sides may have several, and one of each will do.
    """
    for mark in predicted.marks:
        for mention in gold.marks:
            if mention.span == mark.span is not None or mention.compared == mark.compared != "":
                return True
    return False


def alike(gold: Filler, predicted: Filler) -> bool:
    """Return whether fillers match relaxed but for their roles: equal texts, or a Dice of at least 1/2."""
    for mark in predicted.marks:
        for mention in gold.marks:
            if _alike(mention, mark):
                return True
    return False


def _alike(one: Mark, other: Mark) -> bool:
    if one.span is not None and other.span is not None:
        shared, size = span_dice(one.span, other.span)
        if 2 * shared >= size:
            return True
    if not (one.compared and other.compared):
        return False
    shared, size = token_dice(one.compared, other.compared)
    return 2 * shared >= size or one.compared == other.compared  # which may have no token
