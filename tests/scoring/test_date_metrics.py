"""Figures over aligned dates (dates.md, 3): shares, errors and outcomes of gold events, by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest

from benchmark.records.report import Counts
from benchmark.scoring.date_metrics import (
    DATE_SHARES,
    date_counts,
    date_errors,
    date_outcomes,
    judge,
    share_sums,
)

PUBLISHED = "2024-01-16"


def judged(gold, answer, *, found=True, optional=False, published=PUBLISHED):
    """A gold event of a date or None, matched by one with an answer or missed."""
    values = () if gold is None else (gold,)
    sent = () if answer is None else (answer,)
    return judge(values, optional, sent if found else None, published)


def shares(events, answer="sent"):
    return share_sums(Counter(events).items(), answer)


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (-366, "< -365"),
        (-365, "-365 to -31"),
        (-31, "-365 to -31"),
        (-30, "-30 to -8"),
        (-8, "-30 to -8"),
        (-7, "-7 to -4"),
        (-4, "-7 to -4"),
        (-3, "-3"),
        (-1, "-1"),
        (0, "0"),
        (1, "1"),
        (3, "3"),
        (4, "4 to 7"),
        (7, "4 to 7"),
        (8, "8 to 30"),
        (30, "8 to 30"),
        (31, "31 to 365"),
        (365, "31 to 365"),
        (366, "> 365"),
    ],
)
def test_edges_of_the_histogram(days, label):
    """Single days near 0, then ranges that end at a week, a month and a year, the same on both sides."""
    day = dt.date(2020, 6, 1)
    found = date_errors([(judged(str(day), str(day + dt.timedelta(days))), 1)], "sent")

    assert {name for name, times in found.histogram.items() if times} == {label}
    assert (found.median, found.mean, found.defined, found.undefined) == (abs(days), abs(days), 1, 0)


def test_bins_are_named_in_order():
    """Every histogram has all bins, from far before to far after."""
    assert list(date_errors([], "sent").histogram) == [
        "< -365",
        "-365 to -31",
        "-30 to -8",
        "-7 to -4",
        "-3",
        "-2",
        "-1",
        "0",
        "1",
        "2",
        "3",
        "4 to 7",
        "8 to 30",
        "31 to 365",
        "> 365",
    ]


def test_errors_are_counted_as_often_as_they_occur():
    """Median and mean are over all pairs with an error in days; missing dates and open ends have none."""
    events = Counter(
        {
            judged("2024-01-10", "2024-01-12"): 3,
            judged("2024-01-10", "2024-01-02"): 1,
            judged("2024-01-10", "2023-12-31"): 1,
            judged("2024-01-10", None): 2,
            judged("[..2024-01-10]", "2024-01-10"): 1,
            judged(None, "2024-01-10"): 5,
            judged("2024-01-10", None, found=False): 7,
        }
    )

    found = date_errors(events.items(), "sent")

    assert (found.median, found.mean, found.defined, found.undefined) == (2, 24 / 5, 5, 3)
    assert {name: times for name, times in found.histogram.items() if times} == {"-30 to -8": 2, "2": 3}


def test_within_days_is_closed():
    """An error of n days is within n days, one of n + 1 is not; an undefined one never is."""
    found = shares(
        [judged("2024-01-10", "2024-01-13"), judged("2024-01-10", "2024-01-06"), judged("2024-01-10", None)]
    )

    assert {days: found[f"date_within_{days}"] for days in (1, 3, 7)} == {1: (0, 3), 3: (1, 3), 7: (2, 3)}


def test_what_is_off_the_dateline():
    """Gold whose days hold the publication date is on it; one that is not known decides nothing."""
    on = [
        judged(date, date) for date in ("2024-01-16", "2024-01", "[2024-01-10..2024-01-16]", "2024-01-01/..")
    ]
    off = [judged(date, date) for date in ("2024-01-15", "2023", "[..2024-01-15]", "[2024-01-15,2024-01-17]")]
    unknown = [judged("2024-01-15", "2024-01-15", published=None)]

    assert shares(on)["off_dateline_accuracy"] == (0, 0)
    assert shares(off)["off_dateline_accuracy"] == (4, 4)
    assert shares(unknown)["off_dateline_accuracy"] == (0, 0)


def test_credits_add_exactly():
    """Thirtieths and thirty-firsts are added as fractions, of several events and as often as they occur."""
    events = Counter(
        {
            judged("2024-01-16", "2024-01"): 2,
            judged("2024-03", "2024-03-15"): 1,
            judged("2023-09", "2023-09-13"): 1,
        }
    )
    found = share_sums(events.items(), "sent")

    assert found["date_soft"] == (Fraction(3, 31) + Fraction(1, 30), 4)
    assert found["date_muc_credit"] == (2, 4)


def test_undated_and_missed_gold_has_no_part_in_shares():
    """Shares are over M_g: pairs of M whose gold is dated."""
    events = [judged(None, "2024-01-16"), judged(None, None), judged("2024-01-16", None, found=False)]

    assert {shares(events)[metric.name] for metric in DATE_SHARES} == {(0, 0)}
    assert {name: n for name, n in date_outcomes([(one, 1) for one in events], "sent").items() if n} == {
        "spurious": 1,
        "undated": 1,
    }


def test_missed_gold_stops_no_sum():
    """What comes after gold that was missed, or has no date, counts as it would have before it."""
    events = [
        (judged("2024-01-10", "2024-01-10", found=False), 1),
        (judged(None, "2024-01-10"), 1),
        (judged("2024-01-10", "2024-01-10"), 1),
        (judged("2024-01-10", "2024-01-11"), 1),
        (judged("2024-01-12", "2024-01-12"), 2),
    ]

    assert share_sums(events, "sent")["date_accuracy"] == (3, 4)
    assert date_counts(events, "sent", 5)[0] == Counts(3, 5, 5)
    assert {name: times for name, times in date_outcomes(events, "sent").items() if times} == {
        "spurious": 1,
        "exact": 3,
        "near": 1,
    }
    assert (date_errors(events, "sent").mean, date_errors(events, "sent").defined) == (1 / 4, 4)


def test_answers_stand_beside_each_other():
    """The publication date and null are judged on the same pairs as what was sent."""
    events = [judged("2024-01-16", "2024-01-15"), judged("2024-01-15", "2024-01-15")]

    assert shares(events)["date_accuracy"] == (1, 2)
    assert shares(events, "published")["date_accuracy"] == (1, 2)
    assert shares(events, "null")["date_accuracy"] == (0, 2)
    assert shares(events, "published")["date_coverage"] == (2, 2)
    assert shares(events, "null")["selective_date_accuracy"] == (0, 0)


@pytest.mark.parametrize(
    ("events", "plain", "halves"),
    [
        ([judged("2024-01-16", "2024-01-16")], (1, 9, 1), (2, 18, 2)),
        ([judged("[..2024-01-16]", "2024-01-15")], (0, 9, 1), (1, 18, 2)),
        ([judged("2024-01-16", None)], (0, 9, 1), (0, 18, 2)),
        ([judged("2024-01-16", None, found=False)], (0, 9, 1), (0, 18, 2)),
        ([judged(None, "2024-01-16")], (0, 9, 0), (0, 18, 0)),
        # Optional gold adds to g exactly as much as to m.
        ([judged("2024-01-16", "2024-01-16", optional=True)], (1, 9, 1), (2, 18, 2)),
        ([judged("[..2024-01-16]", "2024-01-15", optional=True)], (0, 9, 0), (1, 18, 1)),
        ([judged("2024-01-16", "2020", optional=True)], (0, 9, 0), (0, 18, 0)),
        ([judged("2024-01-16", None, found=False, optional=True)], (0, 9, 0), (0, 18, 0)),
    ],
)
def test_recall_and_precision_of_dates(events, plain, halves):
    """Right of all dated gold and of all dated predicted events; MUC credit in halves."""
    assert date_counts([(one, 1) for one in events], "sent", 9) == (Counts(*plain), Counts(*halves))
    tripled = date_counts([(one, 3) for one in events], "sent", 27)
    assert tripled == (Counts(*(3 * n for n in plain)), Counts(*(3 * n for n in halves)))


def test_fractions_of_several_events_add_up():
    """A day of January, one of March and one of a leap year's February, each of its month."""
    events = [judged(day[:7], day) for day in ("2024-01-15", "2024-03-15", "2024-02-15")]

    assert shares(events)["date_soft"] == (Fraction(2, 31) + Fraction(1, 29), 3)


def test_optional_gold_counts_for_recall_where_it_is_found():
    """Found optional gold adds to both sides of event recall, and to those of dated recall when right."""
    events = [
        judged("2024-01-15", "2024-01-15"),
        judged("2024-01-15", None, found=False),
        judged("2024-01-15", "2024-01-15", optional=True),
        judged("2024-01-15", "2024-01-14", optional=True),
        judged("2024-01-15", None, found=False, optional=True),
    ]

    assert shares(events)["event_recall"] == (3, 4)
    assert shares(events)["dated_event_recall"] == (2, 3)


def test_no_answer_is_asked_about_missed_gold():
    """What the publication date would have earned there is outside M, for outcomes and for errors."""
    missed = [(judged("2024-01-15", None, found=False), 3)]

    assert set(date_outcomes(missed, "published").values()) == {0}
    assert date_errors(missed, "published").defined == 0
