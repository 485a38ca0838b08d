"""How far a predicted event speaks of a gold one (scoring.md, 3): exact shares, one rounding at the end."""

from __future__ import annotations

import functools
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from benchmark.records.text import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.records.article import Span
    from benchmark.scoring.events import Filler, Mark, ScoredEvent
    from benchmark.scoring.fillers import Matching

ONE: Final = 10_000
"""The similarity of events that agree in type, triggers and arguments; every similarity is a part of it."""

_TYPE, _TRIGGERS, _ARGUMENTS = 4_000, 3_000, 3_000
_SAME_TEXT = (2, 3)


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


def trigger_evidence(gold: Sequence[Mark], predicted: Sequence[Mark]) -> tuple[int, int]:
    """Return t, the mean over predicted triggers of each one's best Dice, as numerator and denominator.

    Neither side is empty. An unresolved trigger counts as a trigger. Equal texts count at least 2/3, so that
    marking the wrong occurrence costs no evidence.
    """
    whole = 0
    parts: Fraction | int = 0
    for mark in predicted:
        numerator, denominator = _best(mark, gold)
        if numerator == denominator:
            whole += 1
        elif numerator:
            parts += Fraction(numerator, denominator)
    if not parts:
        return whole, len(predicted)
    total = whole + parts
    return total.numerator, total.denominator * len(predicted)


def _best(mark: Mark, gold: Sequence[Mark]) -> tuple[int, int]:
    best = 0, 1
    for other in gold:
        if mark.span is not None and other.span is not None:
            if mark.span == other.span:
                return 1, 1
            dice = span_dice(mark.span, other.span)
            if dice[0] * best[1] > best[0] * dice[1]:
                best = dice
        if mark.compared == other.compared != "" and best[0] * _SAME_TEXT[1] < _SAME_TEXT[0] * best[1]:
            best = _SAME_TEXT
    return best


def similarity(gold: ScoredEvent, predicted: ScoredEvent, relaxed: Matching) -> int | None:
    """Return the similarity of two events, 0 to ONE rounded down once, or None where there is no evidence.

    ``relaxed`` is the relaxed matching of their fillers; a is its F1. Where either event has no trigger, t
    drops out; where neither has arguments, unmatched optional ones left out, a does; the rest is scaled to
    ONE. A pair with neither arguments nor triggers is bare, and that is evidence, too.
    """
    scale = _TYPE
    trigger, triggers = 0, 1
    if gold.triggers and predicted.triggers:
        trigger, triggers = trigger_evidence(gold.triggers, predicted.triggers)
        scale += _TRIGGERS
    shared, arguments = 2 * relaxed.matched, relaxed.predicted + relaxed.gold
    bare = not (arguments or gold.triggers or predicted.triggers)
    if arguments:
        scale += _ARGUMENTS
    else:
        arguments = 1
    by_triggers = 3 * trigger >= triggers
    by_arguments = 5 * shared >= 2 * arguments and (shared >= relaxed.gold or shared >= relaxed.predicted)
    if not (by_triggers or by_arguments or bare):
        return None
    base = _TYPE if gold.event_type == predicted.event_type else 0
    weighed = base * triggers * arguments + _TRIGGERS * trigger * arguments + _ARGUMENTS * shared * triggers
    return ONE * weighed // (scale * triggers * arguments)
