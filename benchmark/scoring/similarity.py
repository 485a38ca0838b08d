"""How far a predicted event speaks of a gold one (scoring.md, 3): exact shares, one rounding at the end."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from benchmark.scoring.mentions import span_dice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.scoring.events import Mark, ScoredEvent
    from benchmark.scoring.fillers import Matching

ONE: Final = 10_000
"""The similarity of events that agree in type, triggers and arguments; every similarity is a part of it."""

_TYPE, _TRIGGERS, _ARGUMENTS = 4_000, 3_000, 3_000
_SAME_TEXT = (2, 3)


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
