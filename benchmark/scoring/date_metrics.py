"""Date metrics over aligned events (dates.md, section 3): each a share of the matched, dated gold events."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from benchmark.records.date import parse
from benchmark.records.report import DateErrors, ratio
from benchmark.scoring.dates import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


OUTCOMES = ("exact", "finer", "coarser", "overlapping", "near", "far", "missing", "spurious", "undated")
WITHIN_DAYS = (1, 3, 7, 30, 365)
_MUC = "MUC-4 guidelines v7, 3.2.2"
_BINS = (-365, -30, -7, -3, -2, -1, 0, 1, 2, 3, 7, 30, 365)


@dataclass(frozen=True, slots=True)
class Dated:
    """A pair of M: what its predicted date earns, and whether gold's days leave out the publication date."""

    comparison: Comparison
    off_dateline: bool


@dataclass(frozen=True, slots=True)
class DateShare:
    """A share or mean over pairs of M with dated gold; ``earned`` is None of one that has no part in it."""

    name: str
    label: str
    citation: str
    earned: Callable[[Dated], Fraction | int | None]


def _within(days: int) -> DateShare:
    def earned(dated: Dated) -> int:
        error = dated.comparison.error_days
        return error is not None and abs(error) <= days

    return DateShare(f"date_within_{days}", f"Within {days} d", "dates.md 3", earned)


def _outcome(name: str, label: str, *outcomes: str) -> DateShare:
    return DateShare(name, label, "dates.md 3", lambda dated: dated.comparison.outcome in outcomes)


def _if_dated(dated: Dated) -> int | None:
    return None if dated.comparison.outcome == "missing" else dated.comparison.right


def _if_off_dateline(dated: Dated) -> int | None:
    return dated.comparison.right if dated.off_dateline else None


DATE_SHARES: tuple[DateShare, ...] = (
    _outcome("date_accuracy", "Date accuracy", "exact"),
    _outcome("lenient_date_accuracy", "Lenient date accuracy", "exact", "finer"),
    DateShare(
        "date_coverage",
        "Date coverage",
        "dates.md 3",
        lambda dated: dated.comparison.outcome != "missing",
    ),
    DateShare("selective_date_accuracy", "Selective date accuracy", "dates.md 3", _if_dated),
    DateShare("off_dateline_accuracy", "Off-dateline accuracy", "dates.md 3", _if_off_dateline),
    _outcome("over_precision", "Over-precision", "finer"),
    _outcome("under_precision", "Under-precision", "coarser"),
    DateShare("date_soft", "Soft score", "dates.md 2", lambda dated: dated.comparison.soft),
    DateShare(
        "date_muc_credit", "MUC credit", "MUC-4 guidelines v7, 3.2.2", lambda dated: dated.comparison.muc
    ),
    DateShare("date_kbp_credit", "KBP credit", "Ji et al. 2011", lambda dated: dated.comparison.kbp),
    *map(_within, WITHIN_DAYS),
)
"""The headline first. All of them are None where no dated gold event was matched."""

DATE_METRICS: tuple[tuple[str, str, str], ...] = (
    ("date", "Date", "dates.md 3"),
    ("date_muc", "Date, MUC credit in halves", f"{_MUC}; scoring.md 8"),
)
"""Metrics with precision and recall, so that missed and spurious events count: name, label, citation."""

TRIVIAL_ANSWERS = ("published", "null")
"""What a system without eyes would answer, everywhere: the publication date, and silence."""


def date_pair(values: tuple[str, ...], predicted: str | None, published: str | None) -> Dated:
    """Returns what a predicted date earns beside gold; ``values`` empty is undated gold.

    Gold is off the dateline where its days leave out the publication date; an unknown one decides nothing.
    """
    return Dated(compare(values, predicted), bool(values) and _leaves_out(values[0], published))


def _leaves_out(value: str, published: str | None) -> bool:
    if published is None:
        return False
    day = dt.date.fromisoformat(published).toordinal()
    return not any(
        (first is None or first <= day) and (last is None or day <= last)
        for first, last in parse(value).spans
    )


def date_errors(pairs: Iterable[Dated]) -> DateErrors:
    """Summary of the signed errors in days of pairs with dated gold."""
    errors = [dated.comparison.error_days for dated in pairs]
    sizes = [abs(error) for error in errors if error is not None]
    histogram = Counter(_bin(error) for error in errors if error is not None)
    return DateErrors(
        median=float(median(sizes)) if sizes else None,
        mean=ratio(sum(sizes), len(sizes)),
        defined=len(sizes),
        undefined=len(errors) - len(sizes),
        histogram={label: histogram[label] for label in _labels()},
    )


def _labels() -> Sequence[str]:
    return ("< -365", *(_bin(edge) for edge in _BINS), "> 365")


def _bin(error: int) -> str:
    """The histogram's bin: single days near 0, then ranges that end at a week, a month, a year."""
    if error < _BINS[0]:
        return f"< {_BINS[0]}"
    if error > _BINS[-1]:
        return f"> {_BINS[-1]}"
    if error <= 0:
        low = max(edge for edge in _BINS if edge <= error)
        above = min((edge for edge in _BINS if edge > low), default=low + 1)
        high = above - 1
    else:
        high = min(edge for edge in _BINS if edge >= error)
        low = max(edge for edge in _BINS if edge < high) + 1
    return str(low) if low == high else f"{low} to {high}"
