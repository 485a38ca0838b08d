"""What one predicted date earns against one gold date."""

import datetime as dt
import functools
import itertools
import typing
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from benchmark.records.date import DateError, parse
from benchmark.scoring.dates import Outcome, compare

F = Fraction


def against(gold, predicted):
    return compare(() if gold is None else (gold,), predicted)


def test_the_documented_use_from_python_runs():
    """The lines that docs/dates.md shows print the days and the outcome that the page tells."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    shown = []

    (lines,) = (part.partition("```")[0] for part in page.split("```python\n")[1:])
    exec(compile(lines, "docs/dates.md", "exec"), {"print": shown.append})  # noqa: S102 - the page is ours

    assert shown[0] == ((dt.date(2024, 1, 15).toordinal(), dt.date(2024, 1, 21).toordinal()),)
    assert (shown[1].outcome, shown[1].error_days, shown[1].soft) == ("finer", -17, F(1, 30))


# --- The specification's table


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("2024-01-16", "2024-01-16", ("exact", 0, F(1), F(1))),
        ("2024-01-16", "2024-01", ("coarser", 15, F(1, 31), F(0))),
        ("2024-01-16", "2024-01-17", ("near", 1, F(0), F(0))),
        ("2024-01-16", "2023-01-16", ("far", -365, F(0), F(0))),
        ("2023-09", "2023-09-13", ("finer", -17, F(1, 30), F(1))),
        ("2023-09", "2023-09-12/2023-10-02", ("overlapping", 11, F(19, 32), F(0))),
        ("2023-09-12/2023-09-17", "2023-09-12", ("finer", -5, F(1, 6), F(1))),
        ("2023-09-12/2023-09-17", "2023-09-13/2023-09-18", ("overlapping", 1, F(5, 7), F(0))),
        ("[2024-01-15..2024-01-21]", "2024-01-15/2024-01-21", ("exact", 0, F(1), F(1))),
        ("2024-05-10~", "2024-05-11", ("exact", 0, F(1), F(0))),
        ("2024-05-10~", "2024-05-09/2024-05-11", ("coarser", 1, F(1, 3), F(0))),
        ("2023-09/2023-11", "2023-09-05/2023-11-20", ("finer", -10, F(11, 13), F(1, 2))),
        ("[..1989-10-05]", "1989-10-05", ("finer", None, F(0), F(1, 2))),
        ("[..1989-10-05]", "[..1989-10-02]", ("finer", -3, F(121, 122), F(0))),
        ("2024-01-15/..", "2024-01-15/..", ("exact", 0, F(1), F(1))),
        ("2023", "2024-02", ("far", 396, F(0), F(0))),
        (None, "2024-01-16", ("spurious", None, F(0), F(0))),
    ],
)
def test_table_of_worked_comparisons(gold, predicted, expected):
    """Every row of the table that defines the comparison comes out exactly."""
    result = against(gold, predicted)

    assert (result.outcome, result.error_days, result.soft, result.muc) == expected
    assert result.value == gold
    assert result.right == (expected[0] == "exact")


# --- Corners


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("2024-01-16", None, ("missing", None, F(0), F(0))),
        (None, None, ("undated", None, None, None)),
        ("2024-01-16", "2024-01-19", ("near", 3, F(0), F(0))),
        ("2024-01-16", "2024-01-20", ("far", 4, F(0), F(0))),
        ("2024-01-16", "2024-01-13", ("near", -3, F(0), F(0))),
        ("2024-01-16", "[2024-01-15,2024-01-17]", ("near", 1, F(0), F(0))),
        ("[2024-01-15,2024-01-17]", "2024-01-16", ("near", 1, F(0), F(0))),
        ("[2024-01-15,2024-01-17]", "2024-01-15/2024-01-17", ("coarser", 0, F(2, 3), F(0))),
        ("[2024-01-15,2024-01-17]", "2024-01-15", ("finer", -2, F(1, 2), F(1, 2))),
        ("[2024-01-15,2024-01-16]", "2024-01-15/2024-01-16", ("exact", 0, F(1), F(1))),
        ("[2024-01-15~,2024-01-16]", "[2024-01-14,2024-01-16]", ("overlapping", -1, F(1, 3), F(0))),
        ("[2024-01-15,2024-01-20]", "2024-01-20", ("finer", 5, F(1, 2), F(1))),
        ("2024-01-15/2024-01-18", "2024-01-16", ("finer", -2, F(1, 4), F(1, 2))),
        ("2023-09", "2023-10-01", ("far", 30, F(0), F(0))),
        ("2024-01-15/2024-01-19", "2024-01-16", ("finer", -3, F(1, 5), F(1))),
        ("2024-01-15/2024-01-19", "2024-01-16/2024-01-17", ("finer", -2, F(2, 5), F(1, 2))),
        ("2024-01-15/..", "../2024-01-14", ("far", None, F(0), F(0))),
        ("2024-01-15/..", "2024-01-14", ("far", None, F(0), F(0))),
        ("[..1989-10-05]", "1989-10-07", ("far", None, F(0), F(0))),
        ("../2024-01-15", "2024-01-15/..", ("overlapping", None, F(0), F(0))),
        ("2024-01-15/..", "2023-01-14/..", ("coarser", -366, F(0), F(0))),
        ("2024-01-15/..", "2023-01-15/..", ("coarser", -365, F(1, 366), F(0))),
        ("2024-01-15/..", "2024-01-16/..", ("finer", 1, F(365, 366), F(1, 2))),
        ("2024-01-15/..", "2024-01-15/9999", ("finer", None, F(0), F(1, 2))),
        ("2024-01-15/9999", "2024-01-15/..", ("coarser", None, F(0), F(0))),
        ("../2024-01-15", "0001/2024-01-15", ("finer", None, F(0), F(1, 2))),
        ("0001/2024-01-15", "../2024-01-15", ("coarser", None, F(0), F(1, 2))),
        ("1989-10-05", "[..1989-10-05]", ("coarser", None, F(0), F(1, 2))),
        ("1989-10", "../1989-10-31", ("coarser", None, F(0), F(1, 2))),
        ("1989-10", "../1989-10-30", ("overlapping", None, F(0), F(0))),
        ("1989-10-05/..", "../1989-10-05", ("overlapping", None, F(0), F(0))),
        ("2024-01?", "2024-02", ("far", 31, F(0), F(0))),
        ("2024-01%", "2024-02", ("exact", 0, F(1), F(0))),
        ("2024-01", "2024-02~", ("far", 31, F(0), F(0))),
        ("2024-01-16", "2024-01-17~", ("near", 1, F(0), F(0))),
        ("2024-05-10~/..", "2024-05-09/..", ("exact", 0, F(1), F(0))),
        ("[2024-05-10..2024-05-12~]", "2024-05-10/2024-05-13", ("exact", 0, F(1), F(0))),
        ("2024-05-10~/2024-05-11", "2024-05-11", ("exact", 0, F(1), F(1, 2))),
        ("2024-05-10/2024-05-12~", "2024-05-10/2024-05-14", ("coarser", 2, F(3, 5), F(0))),
    ],
)
def test_corners(gold, predicted, expected):
    """Limits of near, lists with gaps, open ends, approximate bounds and the thresholds of MUC credit."""
    result = against(gold, predicted)

    assert (result.outcome, result.error_days, result.soft, result.muc) == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "kbp"),
    [
        ("2024-01-16", "2024-01-16", F(1)),
        ("2024-01-16", "2024-01-17", F(365, 366)),
        ("2024-01-16", "2025-01-15", F(1, 2)),
        ("2024-01", "2024-01-01", (F(1) + F(365, 395) + F(1) + F(365, 395)) / 4),
        ("2024-01/2024-03", "2024-01/2024-02", (F(1) + F(1) + F(365, 394) + F(365, 396)) / 4),
        ("[2024-01..2024-03]", "2024-01/2024-03", (F(1) + F(365, 425) + F(365, 425) + F(1)) / 4),
        ("2024-01-15/..", "2024-01-15/..", F(1)),
        ("2024-01-15/..", "2024-01-15", F(1, 2)),
        ("[..1989-10-05]", "[..1989-10-05]", F(1)),
        ("[..1989-10-05]", "1989-10-05", F(1, 2)),
        ("[..1989-10-05]", "../1989-10-05", F(1, 2)),
        ("2024-05-10~", "2024-05-11", F(365, 366)),
        ("2024-01-16", None, F(0)),
        (None, "2024-01-16", F(0)),
        (None, None, None),
    ],
)
def test_kbp_credit(gold, predicted, kbp):
    """The mean of four bounds, each half a credit when a year off (Ji et al. 2011, temporal slot filling)."""
    assert against(gold, predicted).kbp == kbp


# --- Alternatives


def test_the_alternative_with_the_greatest_soft_score_is_compared():
    """A second reading that is right counts as right."""
    result = compare(("2024-01-16", "2024-01-09"), "2024-01-09")

    assert (result.value, result.outcome, result.error_days) == ("2024-01-09", "exact", 0)


def test_the_first_value_is_compared_on_ties():
    """Where both readings earn no soft credit, the main value stands, though the other is nearer."""
    result = compare(("2024-01-16", "2024-01-09"), "2024-01-10")

    assert (result.value, result.outcome, result.error_days) == ("2024-01-16", "far", -6)


def test_a_missing_date_is_compared_with_the_main_value():
    """Silence ties all values at 0."""
    result = compare(("2024-01-16", "2024-01-09"), None)

    assert (result.value, result.outcome) == ("2024-01-16", "missing")


@pytest.mark.parametrize(("values", "predicted"), [(("2023-02-30",), "2023"), (("2023",), "x"), ((), "")])
def test_an_invalid_date_is_never_read_as_null(values, predicted):
    """A date that is none is refused on either side."""
    with pytest.raises(DateError):
        compare(values, predicted)


# --- A judge that counts days one by one, from the text alone

ALL_DAYS = range(dt.date(2000, 1, 1).toordinal(), dt.date(2041, 1, 1).toordinal())
SEASONS = ["24", "24", "21", "21", "21", "22", "22", "22", "23", "23", "23", "24"]
QUARTERS = ["33", "33", "33", "34", "34", "34", "35", "35", "35", "36", "36", "36"]


def unit_of(day, like):
    """The unit that holds a day, of the same kind as another unit."""
    date = dt.date.fromordinal(day)
    if like.endswith("X"):
        return f"{date.year // 10}X"
    if like[5:] in SEASONS:
        january_or_february = date.month < 3
        return f"{date.year - january_or_february}-{SEASONS[date.month - 1]}"
    if like[5:] in QUARTERS:
        return f"{date.year}-{QUARTERS[date.month - 1]}"
    return str(date)[: len(like)]


DAYS_OF_UNIT = {
    unit: frozenset(days)
    for like in ("2024-01-16", "2024-01", "2024-21", "2024-33", "2024", "202X")
    for unit, days in itertools.groupby(ALL_DAYS, functools.partial(unit_of, like=like))
}


def readings(moment, *, approximate):
    """The unit's days, and those of the units before and after where that is asked for and told."""
    unit = moment.rstrip("?~%")
    held = DAYS_OF_UNIT[unit]
    if approximate and moment[-1] in "~%":
        return [held, *(DAYS_OF_UNIT[unit_of(day, unit)] for day in (min(held) - 1, max(held) + 1))]
    return [held]


def judged(text, *, approximate=False):
    """All day sets that a canonical date may stand for; an open end reaches the edge of the judged days."""
    inner = text.strip("[]")
    if "," in inner:
        return [frozenset().union(*(DAYS_OF_UNIT[member.rstrip("?~%")] for member in inner.split(",")))]
    separator = "/" if "/" in inner else ".."
    if separator not in inner:
        return readings(inner, approximate=approximate)
    lower, upper = (
        readings(bound, approximate=approximate) if bound.strip(".") else [frozenset(ALL_DAYS)]
        for bound in inner.split(separator)
    )
    sets = (frozenset(range(min(start), max(end) + 1)) for start in lower for end in upper)
    return [days for days in sets if days]


def is_open(days):
    return ALL_DAYS[0] in days or ALL_DAYS[-1] in days


UNITS = st.one_of(
    st.dates(dt.date(2023, 11, 20), dt.date(2024, 3, 10)).map(str),
    st.sampled_from([
        "2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2023-23", "2023-24", "2024-21", "2023-36",
        "2024-33", "2023", "2024", "202X",
    ]),
)  # fmt: skip
MOMENTS = st.builds("{}{}".format, UNITS, st.sampled_from(["", "", "?", "~", "%"]))


@st.composite
def dates(draw):
    """Canonical texts of dates near each other, so that all outcomes are met."""
    one, two, *more = draw(st.lists(MOMENTS, min_size=2, max_size=4))
    periods = [f"{one}/{two}", f"[{one}..{two}]"]
    open_periods = [f"{one}/..", f"../{one}", f"[{one}..]", f"[..{one}]"]
    listed = f"[{','.join([one, two, *more])}]"
    try:
        return parse(draw(st.sampled_from([one, one, *periods, *open_periods, listed]))).text
    except DateError:  # an end before its start: take the bounds in order
        return parse(f"{two}/{one}").text


def judged_error(gold, predicted):
    """The larger of the two ends' differences, None where an end is open in one set only."""
    differences = []
    for limit, edge in ((max, ALL_DAYS[-1]), (min, ALL_DAYS[0])):
        ends = limit(gold), limit(predicted)
        if ends.count(edge) == 1:
            return None
        if ends.count(edge) == 0:
            differences.append(ends[1] - ends[0])
    size = max(map(abs, differences))
    return size if size in differences else -size


@given(dates(), dates())
@example("2024-02~", "2024-01")
@example("2023-24~", "2024-21")
@example("[2023-12-31,2024-01-02]", "2024-01-01")
@example("[..2024-01-05]", "2024-01-07")
def test_counting_days_one_by_one_gives_the_same(gold_text, predicted_text):
    """Outcome, error and soft score follow from the plain sets of days."""
    (gold,), (predicted,) = judged(gold_text), judged(predicted_text)
    exact = predicted in judged(gold_text, approximate=True)
    error = 0 if exact else judged_error(gold, predicted)
    if exact:
        outcome = "exact"
    elif predicted < gold:
        outcome = "finer"
    elif predicted > gold:
        outcome = "coarser"
    elif predicted & gold:
        outcome = "overlapping"
    else:
        outcome = "near" if error is not None and abs(error) <= 3 else "far"
    if exact:
        soft = F(1)
    elif is_open(gold):
        soft = F(0) if error is None else max(F(0), 1 - F(abs(error), 366))
    else:
        soft = F(0) if is_open(predicted) else F(len(gold & predicted), len(gold | predicted))

    result = against(gold_text, predicted_text)

    assert (result.outcome, result.error_days, result.soft) == (outcome, error, soft)


# --- Properties


@given(st.none() | dates(), st.none() | dates())
def test_every_pair_has_one_outcome_and_scores_in_range(gold, predicted):
    """Soft is 1 exactly when right, credits lie in [0, 1] and are null only where both dates are."""
    result = against(gold, predicted)
    earned = (result.soft, result.muc, result.kbp)

    assert result.outcome in typing.get_args(Outcome)
    assert (result.outcome == "missing") == (gold is not None and predicted is None)
    assert (result.outcome == "spurious") == (gold is None and predicted is not None)
    assert (result.outcome == "undated") == (gold is None and predicted is None)
    assert result.right == (result.soft == 1)
    assert all((credit is None) == (result.outcome == "undated") for credit in earned)
    assert all(0 <= credit <= 1 for credit in earned if credit is not None)
    assert result.error_days == 0 or not result.right


@given(dates())
def test_gold_against_itself_is_perfect(gold):
    """A date equals itself in every credit."""
    result = against(gold, gold)

    assert (result.outcome, result.error_days) == ("exact", 0)
    assert (result.soft, result.muc, result.kbp) == (1, 1, 1)


@given(dates(), dates())
def test_swapping_sides_mirrors_the_outcome(one, other):
    """Without approximate moments, finer becomes coarser, the error changes its sign, the rest stays."""
    assume(not any(moment.approximate for moment in parse(one).moments + parse(other).moments))
    there, back = against(one, other), against(other, one)
    mirrored = {"finer": "coarser", "coarser": "finer"}

    assert back.outcome == mirrored.get(there.outcome, there.outcome)
    assert (back.error_days is None) == (there.error_days is None)
    assert there.error_days is None or abs(back.error_days) == abs(there.error_days)
    assert back.kbp == there.kbp


@given(st.lists(dates(), min_size=1, max_size=3), dates())
def test_an_alternative_never_lowers_the_soft_score(values, predicted):
    """The best reading is compared, and it is the first of the best."""
    each = [against(value, predicted) for value in values]
    best = max(result.soft for result in each)

    assert compare(tuple(values), predicted) == next(result for result in each if result.soft == best)
