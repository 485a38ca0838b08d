"""What is read as a date, how it is written back, which days it means, and what is refused."""

import copy
import datetime as dt
import itertools
import re
import warnings
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from benchmark.records.date import MAX_LENGTH, PATTERN, DateError, is_day, parse


def days(*isoformats):
    """Day numbers, None for open."""
    return tuple(text and dt.date.fromisoformat(text).toordinal() for text in isoformats)


PYTHON = re.compile(PATTERN)
JSONSCHEMA_RS = jsonschema_rs.Draft202012Validator({"type": "string", "pattern": PATTERN})

# --- Strategies: texts in canonical form, and every form that is also read.

YEARS = st.integers(1, 9998).map("{:04}".format)
DAYS = st.dates().map(str)
UNITS = st.one_of(
    DAYS,
    st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-{}".format, YEARS, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36])),
    YEARS,
    st.integers(1, 999).map("{:03}X".format),
)
QUALIFIERS = st.sampled_from(["", "", "?", "~", "%"])
MOMENTS = st.builds("{}{}".format, UNITS, QUALIFIERS)
ALSO_MOMENTS = st.one_of(
    MOMENTS,
    st.builds("{}-{:02}-XX{}".format, YEARS, st.integers(1, 12), QUALIFIERS),
    st.builds("{}-XX-XX{}".format, YEARS, QUALIFIERS),
    st.builds("{}-XX{}".format, YEARS, QUALIFIERS),
)


def dates(moments):
    """Texts of every form, made of these moments; the order of bounds is left to chance."""
    return st.one_of(
        moments,
        st.builds("{}/{}".format, moments, moments),
        st.builds("{}/{}".format, moments, st.sampled_from(["..", ""])),
        st.builds("{}/{}".format, st.sampled_from(["..", ""]), moments),
        st.builds("[{}..{}]".format, moments, moments),
        moments.map("[{}..]".format),
        moments.map("[..{}]".format),
        st.lists(moments, min_size=1, max_size=6).map(lambda members: f"[{','.join(members)}]"),
    )


def read(text):
    """The date, or no example where its end comes before its start."""
    try:
        return parse(text)
    except DateError as error:
        assume(error.reason != "a date that ends before it starts")
        raise


# --- Reading


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2024-02-XX", "2024-02"),
        ("2024-XX-XX", "2024"),
        ("2024-XX", "2024"),
        ("2024-02-XX~", "2024-02~"),
        ("2024-XX%", "2024%"),
        ("2024-01-XX/2024-XX?", "2024-01/2024?"),
        ("2024-01-15/", "2024-01-15/.."),
        ("/2024-01-15", "../2024-01-15"),
        ("2024-XX/", "2024/.."),
        ("2024-01/2024-01", "2024-01"),
        ("2024-01-XX/2024-01", "2024-01"),
        ("2024~/2024~", "2024~"),
        ("2024~/2024", "2024~/2024"),
        ("[2024-01..2024-01]", "2024-01"),
        ("[2024-XX..2024]", "2024"),
        ("[2024-01]", "2024-01"),
        ("[2024-01-XX]", "2024-01"),
        ("[2024,2024]", "2024"),
        ("[2024-XX,2024]", "2024"),
        ("[2024-01-16,2024-01-15]", "[2024-01-15,2024-01-16]"),
        ("[2024,2024-01-01,2024-01]", "[2024-01-01,2024-01,2024]"),
        ("[2024?,2024,2024-XX]", "[2024,2024?]"),
    ],
)
def test_other_spellings_are_written_back_canonically(text, canonical):
    """X for an untold part, an empty bound, equal bounds and one-membered lists have one canonical form."""
    assert str(parse(text)) == canonical
    assert parse(text) == parse(canonical)


@pytest.mark.parametrize(
    ("text", "granularity", "first", "last"),
    [
        ("2024-01-16", "day", "2024-01-16", "2024-01-16"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("1900-02", "month", "1900-02-01", "1900-02-28"),
        ("2024-21", "season", "2024-03-01", "2024-05-31"),
        ("2024-22", "season", "2024-06-01", "2024-08-31"),
        ("2024-23", "season", "2024-09-01", "2024-11-30"),
        ("2023-24", "season", "2023-12-01", "2024-02-29"),
        ("2024-33", "quarter", "2024-01-01", "2024-03-31"),
        ("2024-36", "quarter", "2024-10-01", "2024-12-31"),
        ("2024", "year", "2024-01-01", "2024-12-31"),
        ("201X", "decade", "2010-01-01", "2019-12-31"),
        ("0001", "year", "0001-01-01", "0001-12-31"),
        ("999X", "decade", "9990-01-01", "9999-12-31"),
        ("9999-12-31", "day", "9999-12-31", "9999-12-31"),
        ("2023-09-12/2023-09-17", "interval", "2023-09-12", "2023-09-17"),
        ("2023-09/2023-11", "interval", "2023-09-01", "2023-11-30"),
        ("2024-06-15/2024-06", "interval", "2024-06-15", "2024-06-30"),
        ("2024/2024-06-15", "interval", "2024-01-01", "2024-06-15"),
        ("[2024-01-15..2024-01-21]", "range", "2024-01-15", "2024-01-21"),
        ("2024-01-15/..", "open", "2024-01-15", None),
        ("../2024-01", "open", None, "2024-01-31"),
        ("[2024-01..]", "open", "2024-01-01", None),
        ("[..2024-01-19]", "open", None, "2024-01-19"),
        ("2022-24~", "season", "2022-12-01", "2023-02-28"),
    ],
)
def test_a_date_means_its_days(text, granularity, first, last):
    """A unit covers its days; a period runs from its lower bound's first to its upper bound's last day."""
    parsed = parse(text)

    assert (parsed.text, parsed.granularity, parsed.spans) == (text, granularity, (days(first, last),))
    assert (parsed.first, parsed.last) == days(first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2024-02", False),
        ("2024-02-29~", False),
        ("[2024-02-29]", False),
        ("2024-02-29/2024-02-29", False),
        ("", False),
    ],
)
def test_a_day_is_written_in_full_and_plainly(text, expected):
    """Publication dates are days: of all ways to write one as a date only YYYY-MM-DD is taken."""
    assert is_day(text) is expected


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("[2024-01-15,2024-01-17]", [("2024-01-15", "2024-01-15"), ("2024-01-17", "2024-01-17")]),
        ("[2024-01-15,2024-01-16]", [("2024-01-15", "2024-01-16")]),
        ("[2024-01,2024-01-16,2024-02-01]", [("2024-01-01", "2024-02-01")]),
        ("[2023,2024-02-28,2024-03]", [("2023-01-01", "2023-12-31"), ("2024-02-28", "2024-02-28"),
                                       ("2024-03-01", "2024-03-31")]),
    ],
)  # fmt: skip
def test_a_list_is_the_union_of_its_members(text, spans):
    """Members that overlap or touch make one span; 2024-02-29 keeps February 28 from March."""
    assert parse(text).granularity == "list"
    assert parse(text).spans == tuple(days(*span) for span in spans)


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("2024", [False]),
        ("2024?", [False]),
        ("2024~", [True]),
        ("2024%", [True]),
        ("2024/2025~", [False, True]),
        ("[2024?,2025~]", [False, True]),
    ],
)
def test_qualifiers_are_told_apart(text, approximate):
    """`~` is approximate and `%` too, `?` is not, each of its own moment."""
    assert [moment.approximate for moment in parse(text).moments] == approximate


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2024-01", ("2024-01-01", "2024-01-31", "2024-01-01", "2024-01-31")),
        ("2024-01/2024-03", ("2024-01-01", "2024-01-31", "2024-03-01", "2024-03-31")),
        ("2024-01/..", ("2024-01-01", "2024-01-31", None, None)),
        ("../2024-01", (None, None, "2024-01-01", "2024-01-31")),
        ("[2024-01..2024-03]", ("2024-01-01", "2024-03-31", "2024-01-01", "2024-03-31")),
        ("[..2024-03]", (None, "2024-03-31", None, "2024-03-31")),
        ("[2024-03..]", ("2024-03-01", None, "2024-03-01", None)),
        ("[2024-01-15,2024-01-17]", ("2024-01-15", "2024-01-17", "2024-01-15", "2024-01-17")),
    ],
)
def test_bounds_of_start_and_end(text, bounds):
    """An interval tells of its start and its end; anything else says the same of both."""
    assert parse(text).bounds == days(*bounds)


@pytest.mark.parametrize(
    ("text", "neighbours"),
    [
        ("2024-03-01~", [("2024-02-29", "2024-02-29"), ("2024-03-02", "2024-03-02")]),
        ("2024-01~", [("2023-12-01", "2023-12-31"), ("2024-02-01", "2024-02-29")]),
        ("2024-21%", [("2023-12-01", "2024-02-29"), ("2024-06-01", "2024-08-31")]),
        ("2024-33~", [("2023-10-01", "2023-12-31"), ("2024-04-01", "2024-06-30")]),
        ("2024~", [("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31")]),
        ("201X~", [("2000-01-01", "2009-12-31"), ("2020-01-01", "2029-12-31")]),
        ("0001-01-01~", [("0001-01-02", "0001-01-02")]),
        ("9999-12-31~", [("9999-12-30", "9999-12-30")]),
        ("9999~", [("9998-01-01", "9998-12-31")]),
        ("2024-01?", []),
        ("2024-05-10~/..", [("2024-05-09", None), ("2024-05-11", None)]),
        ("[..2024-05-10~]", [(None, "2024-05-09"), (None, "2024-05-11")]),
        ("2024-05-10/2024-05-12~", [("2024-05-10", "2024-05-11"), ("2024-05-10", "2024-05-13")]),
        ("2024-05-10~/2024-05-10?", [("2024-05-09", "2024-05-10")]),
        ("2024-05/2024-05-10~", [("2024-05-01", "2024-05-09"), ("2024-05-01", "2024-05-11")]),
        ("[2024-05-10~,2024-05-12~]", []),
    ],
)
def test_approximate_moments_have_neighbours(text, neighbours):
    """Each approximate moment may be replaced by the unit before or after it, but never in a list."""
    assert parse(text).neighbour_sets() == {(days(*span),) for span in neighbours}


def test_each_bound_is_replaced_on_its_own():
    """Two approximate bounds make eight further day sets."""
    first, last = days("2024-05-10", "2024-05-20")
    others = itertools.product((first - 1, first, first + 1), (last - 1, last, last + 1))

    assert parse("2024-05-10~/2024-05-20%").neighbour_sets() == {
        (other,) for other in others if other != (first, last)
    }


# --- Refusing


@pytest.mark.parametrize(
    ("text", "reason", "near"),
    [
        ("2023-02-30", "a day that does not exist", "2023-02"),
        ("2023-02-29~", "a day that does not exist", "2023-02~"),
        ("2024-01-32", "a day that does not exist", "2024-01"),
        ("2023-02-27/2023-02-29", "a day that does not exist", "2023-02-27/2023-02"),
        ("[..2023-04-31]", "a day that does not exist", "[..2023-04]"),
        ("2024-13-01", "a month that does not exist", "2024"),
        ("0000", "outside the calendar", None),
        ("0000-02-30", "outside the calendar", None),
        ("000X", "outside the calendar", None),
        ("9999-24", "outside the calendar", None),
        ("12024-01-01", "outside the calendar", None),
        ("-0044", "outside the calendar", None),
        ("2024-12/2024-01", "a date that ends before it starts", "2024-01/2024-12"),
        ("[2024-12-XX..2024-01]", "a date that ends before it starts", "[2024-01..2024-12]"),
        ("2024-06-16/2024-06-15", "a date that ends before it starts", "2024-06-15/2024-06-16"),
        ("../..", "open at both ends", None),
        ("/", "open at both ends", None),
        ("/..", "open at both ends", None),
        ("..", "open at both ends", None),
        ("[..]", "open at both ends", None),
        ("2024-01-16T10:00", "a time of day", "2024-01-16"),
        ("2024-01-16T23:30:00-05:00", "a time of day", "2024-01-16"),
        ("2024-01-16 10:00", "a time of day", "2024-01-16"),
        ("2024-01-16TNI", "a time of day", "2024-01-16"),
        ("2024-01-16T10:00/2024-01-17T11:00", "a time of day", "2024-01-16/2024-01-17"),
        ("10:00", "a time of day", None),
        ("2024-1-6", "not written YYYY-MM-DD", "2024-01-06"),
        ("2023-2-30", "not written YYYY-MM-DD", "2023-02"),
        ("2024-1", "not written YYYY-MM", "2024-01"),
        ("16.01.2024", "not written YYYY-MM-DD", "2024-01-16"),
        ("2024/01/16", "not written YYYY-MM-DD", "2024-01-16"),
        ("20240116", "not written YYYY-MM-DD", "2024-01-16"),
        ("01/16/2024", "not written YYYY-MM-DD", "2024-01-16"),
        ("16/01/2024", "not written YYYY-MM-DD", "2024-01-16"),
        ("01/02/2024", "not written YYYY-MM-DD", None),
        ("01/12/2024", "not written YYYY-MM-DD", None),
        ("02/02/2024", "not written YYYY-MM-DD", "2024-02-02"),
        ("02/21/2024", "not written YYYY-MM-DD", "2024-02-21"),
        ("2024-W03", "an ISO week", "[2024-01-15..2024-01-21]"),
        ("2020-W53", "an ISO week", "[2020-12-28..2021-01-03]"),
        ("2024-W53", "an ISO week", None),
        ("9999-W52", "an ISO week", None),
        ("2024-W03-2", "a day of an ISO week", "2024-01-16"),
        ("2024-W03-WE", "a TIMEX3 weekend", "[2024-01-20..2024-01-21]"),
        ("2024-Q1", "a TIMEX3 quarter", "2024-33"),
        ("2024-Q4~", "a TIMEX3 quarter", "2024-36~"),
        ("2024-SU", "a TIMEX3 season", "2024-22"),
        ("2024-WI", "a TIMEX3 winter", None),
        ("PRESENT_REF", "a TIMEX3 reference", None),
        ("P3D", "a duration", None),
        ("2024\u201101\u201116", "not written YYYY-MM-DD", "2024-01-16"),
        ("2024\u201301", "not of this profile of EDTF", None),
        ("2010s", "a decade in words", "201X"),
        ("1990's/..", "a decade in words", "199X/.."),
        ("2000s", "not of this profile of EDTF", None),
        ("1600-1699", "two years joined by a hyphen", "1600/1699"),
        ("2019 \u2013 2021~", "two years joined by a hyphen", "2019/2021~"),
        ("2021-2019", "two years joined by a hyphen", "2019/2021"),
        ("20XX", "a century", "[2000..2099]"),
        ("17XX/18XX", "a century", None),
        ("201X-XX", "another use of X", "201X"),
        ("2024-XX-16", "another use of X", "2024"),
        ("2024-01-1X", "another use of X", "2024-01"),
        ("2024-0X", "another use of X", "2024"),
        ("XXXX-01-16", "another use of X", None),
        ("201x", "written in small letters", "201X"),
        ("[2024-01..2024-03,2024-05]", "a list with a range in it", None),
        ("{2024,2025}", "a set all of whose members", None),
        ("2024?~", "a date with two qualifiers", "2024%"),
        ("2024-01~~", "a date with two qualifiers", "2024-01~"),
        ("~2024", "a date with its qualifier in front", "2024~"),
        ("recently", "words", None),
        ("3 May 2024", "a day in words", "2024-05-03"),
        ("12th of Sept. 2023~", "a day in words", "2023-09-12~"),
        ("31 June 2022", "a day in words", "2022-06"),
        ("May 3, 2024", "a day or month in words", "2024-05-03"),
        ("JANUARY 2024", "a day or month in words", "2024-01"),
        ("Jan 2024/Feb 2024", "words", "2024-01/2024-02"),
        ("Q4 1991", "a quarter in words", "1991-36"),
        ("3 May", "words", None),
        ("market 2024", "words", None),
        ("early May 2024", "words", None),
        ("Thursday, 3 May 2024", "a date after a word", "2024-05-03"),
        ("in 2024", "a date after a word", "2024"),
        ("the 1990s", "a date after a word", "199X"),
        ("the war of 2024", "words", None),
        ("3-May-2024", "a day in words", "2024-05-03"),
        ("2024 May", "a day or month in words", "2024-05"),
        ("2024-May-03", "a day or month in words", "2024-05-03"),
        ("01-16-2024", "not written YYYY-MM-DD", "2024-01-16"),
        ("01-02-2024", "not written YYYY-MM-DD", None),
        ("01.16.2024", "not written YYYY-MM-DD", "2024-01-16"),
        ("01.02.2024", "not written YYYY-MM-DD", "2024-02-01"),
        ("2024-01-02 to 2024-01-05", "two dates with no slash", "2024-01-02/2024-01-05"),
        ("from 2024-01 until 2024-03", "two dates with no slash", "2024-01/2024-03"),
        ("2024-01-02 - 2024-01-05", "two dates with no slash", "2024-01-02/2024-01-05"),
        ("2024-01-02\u20132024-01-05", "two dates with no slash", "2024-01-02/2024-01-05"),
        ("2024-01-05 to 2024-01-02", "two dates with no slash", None),
        ("2024-02-30 to 2024-03-02", "two dates with no slash", "2024-02/2024-03-02"),
        ("9999-24 to 9999-24", "two dates with no slash", None),
        ("2 January 2024 to 5 February 2024", "two dates with no slash", "2024-01-02/2024-02-05"),
        ("January\u2013March 2024", "two dates with no slash", "2024-01/2024-03"),
        ("December 30 - January 2, 2024", "two dates with no slash", None),
        ("January 2\u20135, 2024", "days in words", "2024-01-02/2024-01-05"),
        ("2 to 5 January 2024", "days in words", "2024-01-02/2024-01-05"),
        ("between 2024-01-02 and 2024-01-05", "words", None),
        ("since May 2024", "open in words", "2024-05/.."),
        ("2024-05/present", "open in words", "2024-05/.."),
        ("before 2024-05", "words", None),
        ("c. 1990", "approximate in words", "1990~"),
        ("about May 2024", "approximate in words", "2024-05~"),
        ("2024-01-02..2024-01-05", "a range without its brackets", "[2024-01-02..2024-01-05]"),
        ("..2024-01-05", "a range without its brackets", "[..2024-01-05]"),
        ("2024-01-02 ..", "a range without its brackets", "[2024-01-02..]"),
        ("2024-01-02, 2024-01-05", "a list without its brackets", "[2024-01-02,2024-01-05]"),
        ("2024-01-02 or 2024-01-05", "one of two dates in words", "[2024-01-02,2024-01-05]"),
        ("2024-01-02 and 2024-01-05", "words", None),
        ("2024-01-??", "a date with ? for a part", "2024-01"),
        ("2024-??-??", "a date with ? for a part", "2024"),
        ("2024Q3", "a quarter in words", "2024-35"),
        ("summer 2024", "words", None),
        ("null", "a stand-in for no date; where nothing dates the event its date is null", None),
        ("N/A", "a stand-in for no date", None),
        ("Not specified", "a stand-in for no date", None),
        ("?", "a stand-in for no date", None),
        ("", "empty; where nothing dates the event its date is null", None),
        ("2024-01-16\n", "written with white space", "2024-01-16"),
        ("2024-01 / 2024-02", "written with white space", "2024-01/2024-02"),
        ("24-01-16", "not of this profile of EDTF", None),
        ("2024/2025/2026", "not of this profile of EDTF", None),
        ("~", "not of this profile of EDTF", None),
        ("[2024", "not of this profile of EDTF", None),
        ("\u0662\u0660\u0662\u0664", "not of this profile of EDTF", None),
        ("[" + ",".join(["2024"] * 40) + "]", "longer than 200 characters", None),
    ],
)
def test_refusals_say_why_and_what_is_near(text, reason, near):
    """A refused text is told what it is and, where there is one, the nearest valid form."""
    with pytest.raises(DateError) as caught:
        parse(text)

    assert caught.value.reason.startswith(reason)
    assert caught.value.near == near


def refusal(text):
    """The error that a text is refused with, None where it is read."""
    try:
        parse(text)
    except DateError as error:
        return error
    return None


@given(st.one_of(st.text(max_size=MAX_LENGTH + 1), st.text("0123456789-X./[],?~%TWQ \n", max_size=40)))
@example("..,[]/")
@example("2024-W00")
@example("?~%?~%")
def test_any_text_is_read_or_refused(text):
    """Whatever the text, the answer is a date that fits the pattern or a refusal whose near form is read."""
    error = refusal(text)
    valid = error.near if error else parse(text).text

    assert error or PYTHON.fullmatch(text)
    assert valid is None or (PYTHON.fullmatch(valid) and parse(valid).text == valid)


def test_a_refusal_is_told_in_a_sentence():
    """The message holds the reason and what is wanted, and survives the way to another process."""
    with pytest.raises(DateError) as caught:
        parse("2023-02-30")

    assert str(caught.value) == "a day that does not exist; want 2023-02"
    assert str(DateError("words")) == "words; want a date such as 2024-05-03, or null"
    assert str(copy.copy(caught.value)) == str(caught.value)


def test_the_longest_list_is_read():
    """A list of eighteen days has 199 characters and is within the limit."""
    text = "[" + ",".join(f"2024-01-{day:02}" for day in range(1, 19)) + "]"

    assert len(text) == MAX_LENGTH - 1
    assert parse(text).text == text


# --- The pattern

NASTY = [
    "2024-01-16", "2024-01-16\n", "\n2024-01-16", "2024-01-16\r", "2024-01-16 ", " 2024-01-16", "2024\x00",
    "2024\n2025", "\u0662\u0660\u0662\u0664", "\uff12\uff10\uff12\uff14", "2024-0\u0661",
    "\u0968\u0966\u0968\u096a", "2024\u201301\u201316", "2024-01-16\u2028", "2024-01-16\u0085",
    "[2024,2025]\n", "[2024,,2025]", "[,2024]", "[2024,]", "[]", "[..]", "..", "/", "../..", "/..", "2024/",
    "/2024", "2024/../2025", "[2024..2025,2026]", "[2024..2025..2026]", "[2024", "2024]", "[[2024]]",
    "2024-XX-XX", "2024-XX", "2024-01-XX?", "201X", "201x", "20XX", "2024-X1", "201X-01", "2024-21",
    "2024-20", "2024-25", "2024-33", "2024-37", "2024-21-01", "2024-00", "2024-13", "2024-01-00",
    "2024-01-32", "2024-02-31", "2024?~", "2024?", "?2024", "2024-01?-16", "2024-1-6", "16.01.2024",
    "2024-W03", "2024-Q1", "", "X", "2024-01-16T10:00", "2024.2025", "[2024. .2025]", "[2024...2025]",
    "2024/2025/2026", "0000", "9999-24", "2024~/2025%", "[2024-XX..]", "[..2024-33~]", "-2024", "+2024",
    "02024", "2024-01-16Z", "\u017f2024", "2024\u200b",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_nasty_strings_are_judged_alike_in_python_and_rust(text):
    """Neither engine takes other scripts' digits or a final newline."""
    fits = bool(PYTHON.fullmatch(text))

    assert JSONSCHEMA_RS.is_valid(text) == fits


@given(st.from_regex(r"[0-9X./,\[\]?~%-]{0,24}\n?", fullmatch=True) | dates(ALSO_MOMENTS))
def test_random_strings_are_judged_alike_in_python_and_rust(text):
    """The two regular expression engines agree on texts made of a date's characters."""
    fits = bool(PYTHON.fullmatch(text))

    assert JSONSCHEMA_RS.is_valid(text) == fits


def test_the_pattern_nests_no_quantifier():
    """The one quantifier stands around a group without any, so no text makes a backtracking engine slow."""
    quantifiers = re.findall(r"(?<!\\)(?:[*+]|\{|(?<!\()\?)", re.sub(r"\[[^]]*\]", "", PATTERN))

    assert quantifiers == ["*"]


@given(dates(ALSO_MOMENTS))
def test_what_is_written_by_the_grammar_fits_and_is_read(text):
    """Every form of the profile fits the pattern and is read, reversed bounds aside."""
    assert PYTHON.fullmatch(text)
    assert PYTHON.fullmatch(read(text).text)


@given(dates(ALSO_MOMENTS))
def test_reading_is_idempotent(text):
    """A date written back and read again is the same date; only an empty bound makes it longer."""
    parsed = read(text)

    assert parse(str(parsed)) == parsed
    assert len(parsed.text) <= len(text) + len("..")


@given(st.from_regex(PATTERN, fullmatch=True).filter(lambda text: len(text) <= MAX_LENGTH))
def test_what_fits_is_refused_only_for_its_days(text):
    """The pattern is as narrow as the parser but for the calendar and the order of bounds."""
    error = refusal(text)

    assert error is None or error.reason in {
        "a day that does not exist",
        "outside the calendar, 0001-01-01 to 9999-12-31",
        "a date that ends before it starts",
    }


@given(dates(ALSO_MOMENTS))
def test_spans_are_in_order_and_apart(text):
    """A day set is never empty, its spans are ordered and at least one day lies between two of them."""
    spans = read(text).spans
    inner = [end for span in spans for end in span if end is not None]

    assert spans
    assert inner == sorted(inner)
    assert all(after[0] - before[1] > 1 for before, after in itertools.pairwise(spans))
    assert spans != ((None, None),)


@given(UNITS)
def test_neighbours_touch_their_unit(unit):
    """The unit before ends on the day before, the unit after starts on the day after, and both are units."""
    moment = parse(unit + "~").moments[0]
    neighbours = list(moment.neighbours())

    assert 1 <= len(neighbours) <= 2
    for first, last in neighbours:
        assert last == moment.first - 1 or first == moment.last + 1


# --- A second opinion


@pytest.fixture(scope="module")
def parse_edtf():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyparsing warns while edtf builds its grammar
        from edtf import parse_edtf

    return parse_edtf


# What edtf 5.0 reads, and reads as we do: it ends winter on 31 December, and knows no list of one, no
# quarter or qualified season but alone or in intervals, no decade in an interval with a qualifier, no range
# between different units.
CORE = [DAYS, st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)), YEARS]
SEASONS = st.builds("{}-{}".format, YEARS, st.sampled_from([21, 22, 23]))
QUARTERS = st.builds("{}-{}".format, YEARS, st.sampled_from([33, 34, 35, 36]))
DECADES = st.integers(1, 999).map("{:03}X".format)
EDTF_BOUNDS = st.builds("{}{}".format, st.one_of(*CORE, SEASONS), QUALIFIERS)
EDTF_MEMBERS = st.builds("{}{}".format, st.one_of(*CORE, DECADES), QUALIFIERS)
EDTF_DATES = st.one_of(
    EDTF_MEMBERS,
    SEASONS,
    QUARTERS,
    st.builds("{}/{}".format, EDTF_BOUNDS, EDTF_BOUNDS | st.just("..")),
    EDTF_BOUNDS.map("../{}".format),
    st.one_of(*(st.builds("[{}..{}]".format, unit, unit | st.just("")) for unit in CORE)),
    st.one_of(*CORE).map("[..{}]".format),
    st.lists(EDTF_MEMBERS, min_size=2, max_size=6).map(lambda members: f"[{','.join(members)}]"),
)


@given(text=EDTF_DATES)
def test_edtf_sees_the_same_first_and_last_day(parse_edtf, text):
    """The PyPI package edtf gives the same limits, where its coverage allows."""
    parsed = read(text)

    theirs = parse_edtf(text)

    ends = [
        None if isinstance(end, float) else dt.date(*end[:3]).toordinal()
        for end in (theirs.lower_strict(), theirs.upper_strict())
    ]
    assert [parsed.first, parsed.last] == ends


@pytest.mark.parametrize(("page", "refused"), [("dates.md", ["2024-W03", "2024-1-6"]), ("guidelines.md", [])])
def test_dates_of_the_pages_are_canonical(page, refused):
    """A page gives dates as they are written back, and the nearest of each that it says is refused."""
    text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
    quoted = re.findall(r"`(\[?[0-9.]*[0-9][0-9X][^`\n]*)`", text)
    dates = [date for date in quoted if date not in refused]

    assert len(dates) > 10
    assert [str(parse(date)) for date in dates] == dates
    for date in refused:
        with pytest.raises(DateError) as told:
            parse(date)
        assert told.value.near in dates
