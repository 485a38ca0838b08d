"""Dates as annotators write them become EDTF, or are refused with the reason."""

import datetime as dt
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.corpus.importers.datefields import NO_DATE, DateFieldError, normalise
from benchmark.records import date

days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("10 November 2011", "2011-11-10"),
        ("10th of November 2011", "2011-11-10"),
        ("November 11 2011", "2011-11-11"),
        ("Nov. 11, 2011", "2011-11-11"),
        ("Thursday, 10 November 2011", "2011-11-10"),
        ("10-Nov-2011", "2011-11-10"),
        ("2011 November 10", "2011-11-10"),
        ("11/14/2011", "2011-11-14"),
        ("14/11/2011", "2011-11-14"),
        ("11/11/2011", "2011-11-11"),
        ("16.1.2024", "2024-01-16"),
        ("11/XX/2011", "2011-11"),
        ("XX/11/2011", "2011-11"),
        ("XX/XX/2011", "2011"),
        ("May 2024", "2024-05"),
        ("07/2013", "2013-07"),
        ("2009", "2009"),
        ("the 1990s", "199X"),
        ("199", "199X"),
        ("summer of 2011", "2011-22"),
        ("first quarter of 2024", "2024-33"),
        ("2024/1/6", "2024-01-06"),
        ("20240106", "2024-01-06"),
        ("2024-01-06T14:30:00Z", "2024-01-06"),
        ("2024-01-06TNI", "2024-01-06"),
        ("2024-W03", "[2024-01-15..2024-01-21]"),
        ("2024-W03-WE", "[2024-01-20..2024-01-21]"),
        ("2024-W03-2", "2024-01-16"),
        ("2024-Q1", "2024-33"),
        ("2024-FA", "2024-23"),
        ("198", "198X"),
        ("27 December 2008-18 January 2009", "2008-12-27/2009-01-18"),
        ("12-17 September 2023", "2023-09-12/2023-09-17"),
        ("September 12-17, 2023", "2023-09-12/2023-09-17"),
        ("from 27 April to 3 May 2009", "2009-04-27/2009-05-03"),
        ("June \u2013 July 2011", "2011-06/2011-07"),
        ("2011-05-01-2011-06-01", "2011-05-01/2011-06-01"),
        ("2008-2009", "2008/2009"),
        ("between 1 and 3 May 2024", "[2024-05-01..2024-05-03]"),
        ("1 or 2 May 2024", "[2024-05-01,2024-05-02]"),
        ("since 3 May 2024", "2024-05-03/.."),
        ("until 3 May 2024", "../2024-05-03"),
        ("by May 2024", "[..2024-05]"),
        ("about 10 May 2024", "2024-05-10~"),
        ("../1988-08-23", "../1988-08-23"),
        ("2024-05-XX", "2024-05"),
    ],
)
def test_notations(field, value):
    """What an annotator plainly means is written in EDTF."""
    assert normalise(field) == value


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("911", "in no notation that is read as a date"),
        ("11/10/2011", "either 11 October or 10 November: declare day-first or month-first"),
        ("11-10-2011", "either 11 October or 10 November: declare day-first or month-first"),
        ("01/06/XXXX", "a date without its year"),
        ("10 November", "a date without its year"),
        ("XXXX-11-10", "a date without its year"),
        ("11/10/11", "a date whose year has two digits"),
        ("23 Aug 88", "a date whose year has two digits"),
        ("30 February 2011", "a day that does not exist"),
        ("31/11/2011", "a day that does not exist"),
        ("2011-02-30", "a day that does not exist"),
        ("2024-W60", "a week that does not exist"),
        ("Monday 10 November 2011", "another day of the week: that day was a Thursday"),
        ("18 January 2009-27 December 2008", "a date that ends before it starts"),
        ("winter 2011", "a winter, which may begin in that year or the year before"),
        ("2024-WI", "a winter, which may begin in that year or the year before"),
        ("P3D", "a duration"),
        ("last Monday", "in no notation that is read as a date"),
        ("x" * 201, "longer than 200 characters"),
    ],
)
def test_refusals(field, reason):
    """What is ambiguous, incomplete or impossible is never guessed."""
    with pytest.raises(DateFieldError) as refused:
        normalise(field)

    assert refused.value.reason == reason


@pytest.mark.parametrize("field", sorted(NO_DATE))
def test_no_date(field):
    """Words for no date give none, in any case."""
    assert (normalise(field), normalise(f" {field.upper()} ")) == (None, None)


@pytest.mark.parametrize(("order", "value"), [("day-first", "2013-03-07"), ("month-first", "2013-07-03")])
def test_a_declared_order_settles_it(order, value):
    """07/03/2013 is what the project says it is."""
    assert normalise("07/03/2013", order) == value


def test_a_date_against_the_declared_order_is_refused():
    """11/14/2011 in a project of day first is a slip, not a date."""
    with pytest.raises(DateFieldError, match="no date when read day-first"):
        normalise("11/14/2011", "day-first")


@given(day=days)
def test_every_day_in_every_notation(day):
    """All ways to write a day lead to that day."""
    name = f"{day:%B}"
    notations = [
        (day.isoformat(), None),
        (f"{day.day} {name} {day.year}", None),
        (f"{name} {day.day}, {day.year}", None),
        (f"{day:%a} {day.day} {day:%b} {day.year}", None),
        (f"{day.day}.{day.month}.{day.year}", None),
        (f"{day.day}/{day.month}/{day.year}", "day-first"),
        (f"{day.month:02}/{day.day:02}/{day.year}", "month-first"),
    ]

    assert {normalise(*notation) for notation in notations} == {day.isoformat()}


@given(one=days, other=days)
def test_two_days_make_an_interval(one, other):
    """A range holds from its first to its last day."""
    first, last = sorted((one, other))
    text = f"{first.day} {first:%B} {first.year}-{last.day} {last:%B} {last.year}"

    assert normalise(text) == date.parse(f"{first}/{last}").text


@given(field=st.text(alphabet="0123456789/-.X ,TWQabeJanMyror~?[]", max_size=30))
def test_what_comes_out_is_canonical(field):
    """Any field gives EDTF that reads back as itself, no date, or a reason."""
    try:
        value = normalise(field)
    except DateFieldError:
        return

    assert value is None or date.parse(value).text == value


def test_dates_of_two_real_annotators(shared):
    """X-AMR's two annotators agree on 2 of 267 dates as written, on 80 once they are normalised."""
    folder = shared / "corpora/xamr_ecbplus"
    if not folder.is_dir():
        pytest.skip("the corpus is not here")
    one, other = (json.loads((folder / f"ann{number}.json").read_text()) for number in (1, 2))
    fields = [(mine["argT"], theirs["argT"]) for mine, theirs in zip(one, other, strict=True)]

    def read(field):
        try:
            return normalise(field, "month-first")
        except DateFieldError as error:
            return error.reason

    pairs = [(read(mine), read(theirs)) for mine, theirs in fields]
    assert Counter(kind(value) for pair in pairs for value in pair) == {
        "dated": 382,
        "undated": 138,
        "a date without its year": 14,
    }
    assert sum(mine == theirs for mine, theirs in fields if mine not in {"", "NA"}) == 2
    assert sum(mine == theirs for mine, theirs in pairs if kind(mine) == "dated") == 80


def kind(value):
    if value is None:
        return "undated"
    return "dated" if value[0] in "[.0123456789" else value
