"""Where dates stand on the axis."""

import pytest

from benchmark.viewer.timeline import WIDTH, timeline


def test_no_date_has_no_timeline():
    """Two undated sides are no picture."""
    assert timeline((), (), "2024-01-16") is None


def test_bars_stand_in_the_order_of_days():
    """A day before publication lies to its left, a later one to its right, within the axis."""
    line = timeline(("2024-01-10",), ("2024-01-20",), "2024-01-16")

    gold, predicted = line.bars
    assert (gold.side, predicted.side) == ("gold", "predicted")
    assert 0 < gold.x < gold.x + gold.width < line.published < predicted.x < WIDTH
    assert line.first < "2024-01-10"
    assert line.last > "2024-01-20"


def test_publication_day_lies_in_the_bar_of_that_day():
    """The line stands in the middle of its day."""
    line = timeline(("2024-01-16",), (), "2024-01-16")

    (bar,) = line.bars
    assert line.published == pytest.approx(bar.x + bar.width / 2, abs=0.2)


@pytest.mark.parametrize(
    ("value", "left", "right"), [("../2024-01-10", True, False), ("2024-01/..", False, True)]
)
def test_open_end_runs_to_the_edge(value, left, right):
    """It is drawn as far as the axis goes, and said to be open."""
    (bar,) = timeline((value,), (), "2024-01-16").bars

    assert (bar.open_left, bar.open_right) == (left, right)
    assert (bar.x == 0) is left
    assert (bar.x + bar.width == pytest.approx(WIDTH)) is right


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "0001/9999"])
def test_ends_of_the_calendar_are_no_end_of_the_page(value):
    """The air around the days stays within the calendar."""
    line = timeline((value,), (), None)

    assert "0001-01-01" <= line.first <= line.last <= "9999-12-31"
    assert all(bar.width >= 3 for bar in line.bars)


def test_alternatives_and_gaps_have_bars_of_their_own():
    """Each right value is shown; a set of days is as many bars as it has runs."""
    line = timeline(("2024-01-10", "2024-01-20"), ("[2024-01-01,2024-01-30]",), None)

    assert [bar.side for bar in line.bars] == ["gold", "gold", "predicted", "predicted"]
