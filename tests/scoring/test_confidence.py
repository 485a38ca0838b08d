"""Whether a system knows when it is right: average precision and ten bins, by hand."""

from __future__ import annotations

import pytest

from benchmark.scoring.confidence import confidence


def test_area_is_precision_times_rise_in_recall():
    """Right at 0.9, wrong at 0.8, right at 0.7 and 0.6, of four gold events: (1/1 + 2/3 + 3/4) / 4.

    From the lowest confidence up it would be (1/1 + 2/2 + 3/4) / 4.
    """
    found = confidence([(0.8, False), (0.7, True), (0.9, True), (0.6, True)], gold=4)

    assert found.average_precision == pytest.approx((1 + 2 / 3 + 3 / 4) / 4)


def test_equal_confidences_are_one_step():
    """No order within a tie pays: both orders of one right and one wrong event at 0.5 give 1/2."""
    for events in ([(0.5, True), (0.5, False)], [(0.5, False), (0.5, True)]):
        assert confidence(events, gold=1).average_precision == 0.5


def test_without_gold_there_is_no_area():
    """0/0 is undefined, and the bins stand."""
    found = confidence([(0.5, False)], gold=0)

    assert found.average_precision is None
    assert found.bins[5].events == 1


@pytest.mark.parametrize(
    ("value", "place"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.55, 5), (0.9, 9), (0.999, 9), (1.0, 9)]
)
def test_bins_are_tenths_closed_below(value, place):
    """The last bin holds 1, too."""
    bins = confidence([(value, True)], gold=1).bins

    assert [one.events for one in bins] == [int(n == place) for n in range(10)]
    assert [one.low for one in bins] == [n / 10 for n in range(10)]


def test_a_bin_has_its_mean_confidence_and_what_came_true():
    """Mean confidence beside the share that was matched; an empty bin has neither."""
    bins = confidence([(0.82, True), (0.84, False), (0.86, False), (0.1, True)], gold=2).bins

    assert (bins[8].events, bins[8].matched) == (3, 1)
    assert bins[8].confidence == pytest.approx(0.84)
    assert bins[8].precision == pytest.approx(1 / 3)
    assert (bins[0].events, bins[0].confidence, bins[0].precision) == (0, None, None)
