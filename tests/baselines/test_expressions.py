"""Time expressions against the publication date, held against the calendar and the profile's own parser."""

import calendar
import datetime as dt
import itertools
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmark.baselines.expressions import find
from benchmark.records.date import parse

TUESDAY = "2024-01-16"
WEEKDAYS = list(calendar.day_name)
MONTHS = list(calendar.month_name)[1:]
PUBLISHED = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def value(text, published=TUESDAY):
    """The value of the one expression of a text."""
    (expression,) = find(text, str(published))
    return expression.value


def span(text, published):
    """First and last day of the one expression of a text."""
    date = parse(value(text, published))
    return dt.date.fromordinal(date.first), dt.date.fromordinal(date.last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Tuesday", "2024-01-16"),
        ("on Monday", "2024-01-15"),
        ("on Wednesday", "2024-01-10"),
        ("last Tuesday", "2024-01-09"),
        ("next Tuesday", "2024-01-23"),
        ("this Saturday", "2024-01-20"),
        ("They will meet on Monday. They agreed.", "2024-01-22"),
        ("Will they meet on Monday?", "2024-01-22"),
        ("It rained.\nWill they meet on Monday?", "2024-01-22"),
        ("He came. He will pay. They met on Monday", "2024-01-15"),
        ("On Monday they said that they will pay", "2024-01-15"),
        ("Nobody will forget last Monday", "2024-01-15"),
        ("the coming Monday", "2024-01-22"),
        ("from Monday", "2024-01-22/.."),
        ("since Monday", "2024-01-15/.."),
        ("by Friday", "[..2024-01-19]"),
        ("until last Friday", "../2024-01-12"),
        ("on Monday or Tuesday", "[2024-01-15,2024-01-16]"),
        ("Tuesday or Wednesday", "[2024-01-16,2024-01-17]"),
        ("They will meet on Monday or Tuesday", "[2024-01-22,2024-01-23]"),
        ("from Saturday to Monday", "2024-01-13/2024-01-15"),
        ("From Saturday to Monday", "2024-01-13/2024-01-15"),
        ("by Saturday or Sunday", "[2024-01-20,2024-01-21]"),
        ("They will meet from Saturday to Monday", "2024-01-20/2024-01-22"),
        ("yesterday", "2024-01-15"),
        ("this morning", "2024-01-16"),
        ("tomorrow", "2024-01-17"),
        ("last night", "2024-01-15"),
        ("last week", "[2024-01-08..2024-01-14]"),
        ("since last week", "[2024-01-08..2024-01-14]"),
        ("this weekend", "[2024-01-20..2024-01-21]"),
        ("next month", "2024-02"),
        ("last month", "2023-12"),
        ("last year", "2023"),
        ("last quarter", "2023-36"),
        ("last September", "2023-09"),
        ("in March", "2023-03"),
        ("It will open in March", "2024-03"),
        ("It will open in January", "2024-01"),
        ("Nobody will forget last March", "2023-03"),
        ("this March", "2024-03"),
        ("last January", "2023-01"),
        ("this January", "2024-01"),
        ("next January", "2025-01"),
        ("this winter", "2023-24"),
        ("last winter", "2022-24"),
        ("next winter", "2024-24"),
        ("last summer", "2023-22"),
        ("this summer", "2024-22"),
        ("three days ago", "2024-01-13"),
        ("two weeks ago", "2024-01-02"),
        ("a month ago", "2023-12"),
        ("one month ago", "2023-12"),
        ("15 years ago", "2009"),
        ("12 September 2023", "2023-09-12"),
        ("September 12, 2023", "2023-09-12"),
        ("the 3rd of May 1999", "1999-05-03"),
        ("2023-02-28", "2023-02-28"),
        ("Sept. 12", "2023-09-12"),
        ("Jan. 31", "2024-01-31"),
        ("1 February", "2024-02-01"),
        ("from 12 to 17 September 2020", "2020-09-12/2020-09-17"),
        ("between 5 and 7 January", "2024-01-05/2024-01-07"),
        ("September 2023", "2023-09"),
        ("since autumn 2019", "2019-23/.."),
        ("the fourth quarter of 2022", "2022-36"),
        ("the 1970s", "197X"),
        ("in 2018", "2018"),
        ("from 2017 to 2019", "2017/2019"),
        ("in recent weeks", None),
        ("recently", None),
    ],
)
def test_expression_is_read_as_annotators_read_it(text, expected):
    """The examples of our guidelines, and their like, against a Tuesday."""
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31 June",
        "2023-02-30",
        "They may march",
        "He had 12 mayors",
        "the weekdaymonday",
        "in 20189",
        "0 March",
    ],
)
def test_what_is_no_date_is_none(text):
    """A day that the calendar does not have is no expression, nor is a word that only looks like one."""
    assert find(text, TUESDAY) == []


def test_expressions_come_in_order_with_their_words():
    """Offsets are code points of the text, and the longest reading of a place is taken."""
    text = "🎉 On 12 September 2023 and last week, but not on 31 June or 1 Feb.Tuesday."

    assert [text[found.start : found.end] for found in find(text, TUESDAY)] == [
        "On 12 September 2023",
        "last week",
        "1 Feb.",
        "Tuesday",
    ]


def test_unknown_publication_date_leaves_what_names_its_year():
    """Nothing is read against a day that nobody knows."""
    found = find("on Monday, 12 September, 12 May 2020, in 2018 and last week", None)

    assert [expression.value for expression in found] == ["2020-05-12", "2018"]


@given(PUBLISHED, st.integers(0, 6))
def test_weekday_is_the_latest_one(published, weekday):
    """A bare weekday is one of the seven days that end with P; "last" excludes P, "next" begins after it."""
    name = WEEKDAYS[weekday]

    (day, _), (last, _), (after, _) = (
        span(text, published) for text in (f"on {name}", f"last {name}", f"next {name}")
    )
    assert day.weekday() == last.weekday() == after.weekday() == weekday
    assert dt.timedelta(0) <= published - day < dt.timedelta(7)
    assert dt.timedelta(0) < published - last <= dt.timedelta(7)
    assert dt.timedelta(0) < after - published <= dt.timedelta(7)


@given(PUBLISHED)
def test_weeks_follow_each_other(published):
    """Last, this and next week are seven days each from a Monday, adjoining, P in the middle one."""
    last, this, following = (span(f"{which} week", published) for which in ("last", "this", "next"))

    assert all(first.weekday() == 0 for first, _ in (last, this, following))
    assert all(end - first == dt.timedelta(6) for first, end in (last, this, following))
    assert (this[0] - last[1], following[0] - this[1]) == (dt.timedelta(1), dt.timedelta(1))
    assert this[0] <= published <= this[1]


@given(PUBLISHED, st.sampled_from(["month", "year", "quarter"]))
def test_periods_follow_each_other(published, period):
    """Last, this and next month, quarter and year adjoin, P in the middle one."""
    last, this, following = (span(f"{which} {period}", published) for which in ("last", "this", "next"))

    assert (this[0] - last[1], following[0] - this[1]) == (dt.timedelta(1), dt.timedelta(1))
    assert this[0] <= published <= this[1]


@given(PUBLISHED, st.sampled_from(MONTHS))
def test_months_lie_on_the_side_that_is_said(published, name):
    """A bare month has begun and lies within a year; "last" is before P's month, "next" after it."""
    (bare, _), (_, last_end), (next_start, _) = (
        span(text, published) for text in (f"in {name}", f"last {name}", f"next {name}")
    )

    assert bare <= published < dt.date(bare.year + 1, bare.month, 1)
    assert last_end < published.replace(day=1) <= last_end + dt.timedelta(366)
    assert (published.year, published.month) < (next_start.year, next_start.month)
    assert next_start <= published + dt.timedelta(366)


@given(PUBLISHED, st.sampled_from(["spring", "summer", "autumn", "winter"]))
@example(dt.date(2023, 12, 1), "winter")
@example(dt.date(2024, 2, 29), "winter")
def test_seasons_lie_on_the_side_that_is_said(published, name):
    """The last one is over, and less than two years ago; the next one begins within a year."""
    (_, last_end), (next_start, _) = (span(f"{which} {name}", published) for which in ("last", "next"))

    assert last_end < published < next_start
    assert (published - last_end).days < 2 * 366
    assert (next_start - published).days <= 366


@given(PUBLISHED, st.integers(1, 999))
def test_days_ago_are_subtracted(published, number):
    """N days, or weeks, ago is that day."""
    assert value(f"{number} days ago", published) == str(published - dt.timedelta(number))
    assert value(f"{number} weeks ago", published) == str(published - dt.timedelta(7 * number))


@given(PUBLISHED, st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
@example(dt.date(2023, 3, 1), dt.date(2024, 2, 29))
@example(dt.date(2022, 6, 1), dt.date(2024, 2, 29))
@example(dt.date(1, 3, 1), dt.date(2024, 2, 1))
@example(dt.date(9999, 11, 1), dt.date(2024, 12, 1))
def test_day_without_year_is_the_nearest(published, day):
    """A day and month lie within half a year of P, but for a leap day: in P's year or one beside it."""
    text = f"{day.day} {MONTHS[day.month - 1]}"

    found = [expression.value for expression in find(text, str(published))]
    if (day.month, day.day) == (2, 29):
        near = range(published.year - 1, published.year + 2)
        assert found == [f"{year}-02-29" for year in near if calendar.isleap(year)]
    else:
        (nearest,) = map(dt.date.fromisoformat, found)
        assert (nearest.month, nearest.day) == (day.month, day.day)
        assert abs(nearest - published) <= dt.timedelta(183)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_full_date_is_itself(day):
    """A date that names its year does not need P."""
    month = MONTHS[day.month - 1]

    texts = [f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", str(day)]
    assert [[found.value for found in find(text, None)] for text in texts] == [[str(day)]] * 3


OTHERS = """last this next week month year weekend winter since by until from on in of the 0 3 12 31 2023
1970s 2024-02-30 days ago today tomorrow first quarter to and or will may , . 9999"""
WORDS = st.sampled_from([*WEEKDAYS, *MONTHS, *OTHERS.split()])


@given(st.dates(), st.lists(WORDS, max_size=12))
@example(dt.date.min, ["last", "year", "last", "week", "yesterday", "3", "days", "ago", "last", "winter"])
@example(dt.date.max, ["next", "year", "next", "week", "tomorrow", "next", "winter", "will", "on", "Monday"])
def test_values_are_canonical_and_disjoint(published, words):
    """Whatever stands in a text, at any end of the calendar, values are canonical dates, places disjoint."""
    text = " ".join(words)

    found = find(text, str(published))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.value == parse(one.value).text for one in found if one.value is not None)


@pytest.mark.parametrize(
    "text", ["the " * 50_000, "on Monday " * 20_000, "will " * 40_000, " " * 200_000, "12 " * 60_000]
)
def test_hostile_text_takes_linear_time(text):
    """An article made of openings of expressions does not hold a run up."""
    start = time.process_time()
    find(text, TUESDAY)

    assert time.process_time() - start < 10
