"""One gold date against one predicted date: outcome, error in days and three partial credits, all exact."""

import datetime as dt
import functools
import operator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from benchmark.records.date import Date, DaySet, parse

Outcome = Literal["exact", "finer", "coarser", "overlapping", "near", "far", "missing", "spurious", "undated"]

NEAR_DAYS: Final = 3
"""A disjoint date is near up to this error; MUC credit asks that more than this lies between the ends."""
SOFT_SCALE_DAYS: Final = 366
"""Error at which the soft score of an open gold date reaches 0."""
KBP_SCALE_DAYS: Final = 365
"""The constant c of the KBP credit (Ji et al. 2011): a bound that is this far off earns one half."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one predicted date earns.

    ``value`` is the gold value compared, None where gold is undated. ``error_days`` is signed, positive where
    the prediction is later, and None where an end is open in one date only or a date is null. ``soft``,
    ``muc`` and ``kbp`` lie in [0, 1] and are None where both dates are null; ``soft`` is 1 exactly when
    ``right``.
    """

    value: str | None
    outcome: Outcome
    error_days: int | None
    soft: Fraction | None
    muc: Fraction | None
    kbp: Fraction | None

    @property
    def right(self) -> bool:
        """Whether the same days, or approximate gold's neighbouring ones, were predicted."""
        return self.outcome == "exact"

    @property
    def well_dated(self) -> bool:
        """Whether the date is right, or both events have none."""
        return self.outcome in {"exact", "undated"}


@functools.lru_cache(maxsize=1 << 16)
def compare(values: tuple[str, ...], predicted: str | None) -> Comparison:
    """Return what a predicted date earns against a gold date and its alternatives.

    ``values`` is the gold value, then its alternatives; empty where gold is undated. The value that gives the
    greatest soft score is compared, the first on ties.

    Raises:
        DateError: a value or the predicted date is not a date.
    """
    zero = Fraction(0)
    if predicted is None:
        if not values:
            return Comparison(None, "undated", None, None, None, None)
        return Comparison(str(parse(values[0])), "missing", None, zero, zero, zero)
    date = parse(predicted)
    if not values:
        return Comparison(None, "spurious", None, zero, zero, zero)
    return max((_compare(parse(value), date) for value in values), key=operator.attrgetter("soft"))


def _compare(gold: Date, predicted: Date) -> Comparison:
    exact = predicted.spans == gold.spans or predicted.spans in gold.neighbour_sets()
    error = 0 if exact else _error_days(gold, predicted)
    return Comparison(
        value=gold.text,
        outcome="exact" if exact else _outcome(gold, predicted, error),
        error_days=error,
        soft=Fraction(1) if exact else _soft(gold, predicted, error),
        muc=_muc(gold, predicted),
        kbp=_kbp(gold, predicted),
    )


def _outcome(gold: Date, predicted: Date, error: int | None) -> Outcome:
    """Return how two unequal day sets lie to each other."""
    if _within(predicted, gold):
        return "finer"
    if _within(gold, predicted):
        return "coarser"
    if _shared_days(predicted, gold):
        return "overlapping"
    return "near" if error is not None and abs(error) <= NEAR_DAYS else "far"


def _error_days(gold: Date, predicted: Date) -> int | None:
    """Return predicted minus gold of first or last days, the larger in size, the positive one when equal.

    The nearest days would reward wide answers: "some time before today" would never be off.
    """
    errors = []
    for ours, theirs in ((gold.first, predicted.first), (gold.last, predicted.last)):
        if ours is not None and theirs is not None:
            errors.append(theirs - ours)
        elif ours != theirs:
            return None
    return max(errors, key=lambda error: (abs(error), error))


def _soft(gold: Date, predicted: Date, error: int | None) -> Fraction:
    """Return the Jaccard index of the days where gold is bounded; else what the error leaves of a year."""
    if _open(gold):
        return Fraction(0) if error is None else max(Fraction(0), 1 - Fraction(abs(error), SOFT_SCALE_DAYS))
    if _open(predicted):
        return Fraction(0)
    shared = _shared_days(gold, predicted)
    return Fraction(shared, _shared_days(gold, gold) + _shared_days(predicted, predicted) - shared)


def _muc(gold: Date, predicted: Date) -> Fraction:
    """Return the credit of the MUC-4 guidelines, version 7, section 3.2.2, made mechanical.

    Full for the same days, and for one day of a period; half for an upper limit that is gold's last day, and
    for a part of gold.
    """
    if predicted.spans == gold.spans:
        return Fraction(1)
    within = _within(predicted, gold)
    if gold.first is not None and gold.last is not None:
        one_day = predicted.first is not None and predicted.first == predicted.last
        if within and one_day and gold.last - gold.first > NEAR_DAYS:
            return Fraction(1)
    if predicted.first is None:
        return Fraction(int(predicted.last is not None and predicted.last == gold.last), 2)
    return Fraction(int(within), 2)


def _kbp(gold: Date, predicted: Date) -> Fraction:
    """Return the mean credit of the four bounds of temporal slot filling (Ji et al. 2011)."""
    credit = Fraction(0)
    for ours, theirs in zip(gold.bounds, predicted.bounds, strict=True):
        if ours is not None and theirs is not None:
            credit += Fraction(KBP_SCALE_DAYS, KBP_SCALE_DAYS + abs(theirs - ours))
        elif ours == theirs:
            credit += 1
    return credit / len(gold.bounds)


def _open(date: Date) -> bool:
    return date.first is None or date.last is None


def _closed(spans: DaySet) -> list[tuple[int, int]]:
    # The day before the calendar and the day after it stand for all that an open end goes on to:
    # no bounded date reaches them, so `../2024` still holds more than `0001/2024`.
    before, after = 0, dt.date.max.toordinal() + 1
    return [(before if first is None else first, after if last is None else last) for first, last in spans]


def _within(inner: Date, outer: Date) -> bool:
    """Return whether every day of the one is a day of the other."""
    wholes = _closed(outer.spans)
    return all(
        any(low <= first and last <= high for low, high in wholes) for first, last in _closed(inner.spans)
    )


def _shared_days(one: Date, other: Date) -> int:
    """Return in how many days two dates meet; where both are open at one end, some positive number."""
    return sum(
        max(0, min(last, high) - max(first, low) + 1)
        for first, last in _closed(one.spans)
        for low, high in _closed(other.spans)
    )
