"""Date metrics over aligned events (dates.md, section 3): each a share of the matched, dated gold events."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, get_args

from benchmark.records.date import parse
from benchmark.records.report import Counts, DateErrors, ratio
from benchmark.scoring.dates import Comparison, Outcome, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


OUTCOMES = get_args(Outcome)
WITHIN_DAYS = (1, 3, 7, 30, 365)
_MUC = "MUC-4 guidelines v7, 3.2.2"
_BINS = (-365, -30, -7, -3, -2, -1, 0, 1, 2, 3, 7, 30, 365)


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A gold date beside an answer: how they compare, and what the answer earns.

    ``earned`` has what each of ``DATE_SHARES`` gives, None where it has no part in it or gold is undated.
    """

    comparison: Comparison
    earned: tuple[Fraction | int | None, ...]
    muc_halves: int


class Earned(NamedTuple):
    """What a gold event adds to totals and supports of all shares, side by side in one whole number.

    ``parts`` are what it adds to totals beyond that: place of the share, numerator and denominator.
    """

    packed: int
    parts: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Judged:
    """A gold event: whether it is in M, and its date beside each answer; beside what was sent only in M.

    ``earned`` goes by answer, and its places by ``SUMS``.
    """

    found: bool
    optional: bool
    sent: Dated | None
    published: Dated
    null: Dated
    earned: dict[str, Earned]

    @property
    def dated(self) -> bool:
        """Whether gold has a date."""
        return self.null.comparison.outcome == "missing"

    def answer(self, name: str) -> Dated | None:
        """The date beside an answer to it, ``sent`` or one of ``report.ANSWERS``; None outside M."""
        return getattr(self, name) if self.found else None


Times: TypeAlias = "Iterable[tuple[Judged, int]]"
"""Gold events, each with how many there are like it."""


@dataclass(frozen=True, slots=True)
class DateShare:
    """A share or mean over pairs of M with dated gold; ``earned`` is None of one that has no part in it."""

    name: str
    label: str
    citation: str
    earned: Callable[[Comparison, bool], Fraction | int | None]


def _within(days: int, comparison: Comparison, _off: bool) -> int:
    error = comparison.error_days
    return int(error is not None and abs(error) <= days)


def _among(outcomes: tuple[str, ...], comparison: Comparison, _off: bool) -> int:
    return int(comparison.outcome in outcomes)


def _if_dated(comparison: Comparison, _off: bool) -> int | None:
    return None if comparison.outcome == "missing" else int(comparison.right)


def _if_off_dateline(comparison: Comparison, off: bool) -> int | None:
    return int(comparison.right) if off else None


DATE_SHARES: tuple[DateShare, ...] = (
    DateShare("date_accuracy", "Date accuracy", "dates.md 3", functools.partial(_among, ("exact",))),
    DateShare(
        "lenient_date_accuracy",
        "Lenient date accuracy",
        "dates.md 3",
        functools.partial(_among, ("exact", "finer")),
    ),
    DateShare(
        "date_coverage",
        "Date coverage",
        "dates.md 3",
        lambda comparison, _off: int(comparison.outcome != "missing"),
    ),
    DateShare("selective_date_accuracy", "Selective date accuracy", "dates.md 3", _if_dated),
    DateShare("off_dateline_accuracy", "Off-dateline accuracy", "dates.md 3", _if_off_dateline),
    DateShare("over_precision", "Over-precision", "dates.md 3", functools.partial(_among, ("finer",))),
    DateShare("under_precision", "Under-precision", "dates.md 3", functools.partial(_among, ("coarser",))),
    DateShare("date_soft", "Soft score", "dates.md 2", lambda comparison, _off: comparison.soft),
    DateShare("date_muc_credit", "MUC credit", _MUC, lambda comparison, _off: comparison.muc),
    DateShare("date_kbp_credit", "KBP credit", "Ji et al. 2011", lambda comparison, _off: comparison.kbp),
    *(
        DateShare(f"date_within_{days}", f"Within {days} d", "dates.md 3", functools.partial(_within, days))
        for days in WITHIN_DAYS
    ),
)
"""The headline first. All of them are None where no dated gold event was matched."""

SUMS: tuple[str, ...] = (
    *(share.name for share in DATE_SHARES),
    "gold_undated",
    "gold_on_published",
    "event_recall",
    "dated_event_recall",
)
"""All shares that are sums over gold events: of dates, of what gold says, and what of it is in M."""

_BITS = 48
"""For each total and support in a packed number: fewer events than 2^48 are ever added."""
_MASK = (1 << _BITS) - 1

DATE_METRICS: tuple[tuple[str, str, str], ...] = (
    ("date", "Date", "dates.md 3"),
    ("date_muc", "Date, MUC credit in halves", f"{_MUC}; scoring.md 8"),
)
"""Metrics with precision and recall, so that missed and spurious events count: name, label, citation."""


@functools.lru_cache(maxsize=1 << 16)
def date_pair(values: tuple[str, ...], answer: str | None, published: str | None) -> Dated:
    """Return what an answer earns beside a gold date; ``values`` empty is undated gold.

    Gold is off the dateline where its days leave out the publication date; an unknown one decides nothing.
    """
    comparison = compare(values, answer)
    off = bool(values) and _leaves_out(values[0], published)
    earned = tuple(_plain(metric.earned(comparison, off)) if values else None for metric in DATE_SHARES)
    return Dated(comparison, earned, int(2 * (comparison.muc or 0)))


def _plain(earned: Fraction | int | None) -> Fraction | int | None:
    # Whole numbers add an order of magnitude faster than fractions, and most credits are 0 or 1.
    return earned.numerator if earned is not None and earned.denominator == 1 else earned


@functools.lru_cache(maxsize=1 << 16)
def judge(
    values: tuple[str, ...], optional: bool, sent: tuple[str, ...] | None, published: str | None
) -> Judged:
    """Return a gold event of a date: ``sent`` is None outside M, else its partner's date, empty for none."""
    found = sent is not None
    beside = date_pair(values, sent[0] if sent else None, published) if found else None
    by_published, by_null = (date_pair(values, answer, published) for answer in (published, None))
    says = int(not values), int(bool(values) and by_published.comparison.right)
    return Judged(
        found=found,
        optional=optional,
        sent=beside,
        published=by_published,
        null=by_null,
        earned={
            name: _earned(dated if found else None, says, optional=optional)
            for name, dated in (("sent", beside), ("published", by_published), ("null", by_null))
        },
    )


def _earned(dated: Dated | None, says: tuple[int, int], *, optional: bool) -> Earned:
    """Return what a gold event earns by an answer; None is gold outside M."""
    right = int(dated is not None and dated.comparison.well_dated)
    earned = (
        *(dated.earned if dated else [None] * len(DATE_SHARES)),
        *says,
        # Optional gold adds to the support exactly as much as to the total.
        None if optional and not dated else int(dated is not None),
        None if optional and not right else right,
    )
    packed = 0
    parts = []
    for place, share in enumerate(earned):
        if share is None:
            continue
        packed += 1 << (2 * place + 1) * _BITS
        if isinstance(share, int):
            packed += share << 2 * place * _BITS
        else:
            parts.append((place, share.numerator, share.denominator))
    return Earned(packed, tuple(parts))


def share_sums(events: Times, answer: str) -> dict[str, tuple[Fraction | int, int]]:
    """Return total and support of each of ``SUMS`` over gold events, for one answer to all."""
    packed = 0
    parts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for judged, times in events:
        earned = judged.earned[answer]
        packed += times * earned.packed
        for place, numerator, denominator in earned.parts:
            parts[place][denominator] += times * numerator
    totals: list[Fraction | int] = []
    supports = []
    for _ in SUMS:
        totals.append(packed & _MASK)
        supports.append(packed >> _BITS & _MASK)
        packed >>= 2 * _BITS
    for place, numerators in parts.items():
        # Over their common denominator, once: to add fractions one by one reduces each sum again.
        common = math.lcm(*numerators)
        total = sum(numerator * (common // denominator) for denominator, numerator in numerators.items())
        totals[place] += Fraction(total, common)
    return dict(zip(SUMS, zip(totals, supports, strict=True), strict=True))


def date_counts(events: Times, answer: str, dated_predicted: int) -> tuple[Counts, Counts]:
    """Return the counts of ``DATE_METRICS``, the second in halves: MUC gives half credit.

    ``dated_predicted`` is the number of predicted events with a date. Optional gold adds to g as much as
    to m.
    """
    right = credit = required = optional_right = optional_credit = 0
    for judged, times in events:
        if not judged.dated:
            continue
        required += times * (not judged.optional)
        dated = judged.answer(answer)
        if dated is not None:
            earned, halves = times * dated.comparison.right, times * dated.muc_halves
            right += earned
            credit += halves
            if judged.optional:
                optional_right += earned
                optional_credit += halves
    return (
        Counts(right, dated_predicted, required + optional_right),
        Counts(credit, 2 * dated_predicted, 2 * required + optional_credit),
    )


def date_outcomes(events: Times, answer: str) -> dict[str, int]:
    """Return how many pairs of M have each outcome, for one answer to all of them."""
    counted: Counter[str] = Counter()
    for judged, times in events:
        dated = judged.answer(answer)
        if dated is not None:
            counted[dated.comparison.outcome] += times
    return {outcome: counted[outcome] for outcome in OUTCOMES}


def _leaves_out(value: str, published: str | None) -> bool:
    if published is None:
        return False
    day = dt.date.fromisoformat(published).toordinal()
    return not any(
        (first is None or first <= day) and (last is None or day <= last)
        for first, last in parse(value).spans
    )


def date_errors(events: Times, answer: str) -> DateErrors:
    """Return the summary of the signed errors in days over pairs of M with dated gold."""
    errors: Counter[int | None] = Counter()
    for judged, times in events:
        dated = judged.answer(answer)
        if dated is not None and judged.dated:
            errors[dated.comparison.error_days] += times
    undefined = errors.pop(None, 0)
    days = Counter({error: times for error, times in errors.items() if error is not None})
    sizes = sorted(map(abs, days.elements()))
    histogram: Counter[str] = Counter()
    for error, times in days.items():
        histogram[_bin(error)] += times
    return DateErrors(
        median=float(median(sizes)) if sizes else None,
        mean=ratio(sum(sizes), len(sizes)),
        defined=len(sizes),
        undefined=undefined,
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
        above = min(edge for edge in _BINS if edge > low)
        high = above - 1
    else:
        high = min(edge for edge in _BINS if edge >= error)
        low = max(edge for edge in _BINS if edge < high) + 1
    return str(low) if low == high else f"{low} to {high}"
