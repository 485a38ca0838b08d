"""Intervals and tests: scipy is the independent judge, numbers of fixed seeds guard the streams."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from benchmark.scoring import resampling

COUNTS = np.array(
    [[m, m + p, m + g] for m, p, g in itertools.product(range(4), range(3), range(3))], dtype=float
)


def test_streams_do_not_depend_on_the_library_version():
    """The first sums of seed 1 are fixed: another numpy, thread count or block order must give the same."""
    sums = resampling.bootstrap_sums(COUNTS, 600, seed=1)

    assert sums[[0, 1, 599]].tolist() == [[45.0, 84.0, 79.0], [56.0, 88.0, 85.0], [45.0, 88.0, 80.0]]


def test_fewer_resamples_are_a_prefix_of_more():
    """Blocks are keyed by seed and number, so a longer run begins with the shorter one."""
    few = resampling.bootstrap_sums(COUNTS, 300, seed=7)
    many = resampling.bootstrap_sums(COUNTS, 700, seed=7)

    assert np.array_equal(few, many[:300])


def test_percentile_and_bca_agree_with_scipy():
    """On the same statistic scipy's intervals differ from ours by resampling noise only."""
    ours = resampling.interval(COUNTS, resampling.bootstrap_sums(COUNTS, 20_000, seed=3), resampling.f1)
    data = tuple(COUNTS.T)

    for method, bounds in (("percentile", (ours.low, ours.high)), ("BCa", (ours.bca_low, ours.bca_high))):
        theirs = stats.bootstrap(
            data,
            lambda m, p, g, axis: 2 * m.sum(axis) / (p.sum(axis) + g.sum(axis)),
            paired=True,
            method=method,
            n_resamples=20_000,
            rng=np.random.default_rng(5),
        ).confidence_interval
        assert bounds == pytest.approx((theirs.low, theirs.high), abs=0.006)


def test_undefined_resamples_are_left_out_and_counted():
    """With one article of two predicting anything, a quarter of the resamples has no precision."""
    counts = np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 3.0]])

    interval = resampling.interval(
        counts, resampling.bootstrap_sums(counts, 4_000, seed=1), resampling.precision
    )

    assert (interval.low, interval.high) == (0.5, 0.5)
    assert interval.undefined == pytest.approx(1_000, abs=100)


def test_an_undefined_score_has_no_interval():
    """0/0 has neither a value nor an interval."""
    counts = np.zeros((5, 3))

    assert resampling.interval(counts, resampling.bootstrap_sums(counts, 100, seed=1), resampling.f1) is None


def compare(first, second, resamples=4_000):
    pair = (np.asarray(first, dtype=float), np.asarray(second, dtype=float))
    swapped = resampling.swapped_sums(pair, resamples, seed=11)
    stacked = resampling.bootstrap_sums(np.concatenate(pair, axis=1), resamples, seed=11)
    drawn = (stacked[:, :3], stacked[:, 3:])
    return resampling.difference(pair, tuple(swapped), drawn, resampling.f1)


def test_randomisation_agrees_with_all_swaps():
    """On few articles the p-value is that of enumerating every swap, but for sampling noise (Noreen 1989)."""
    first = np.array([[3, 4, 5], [2, 2, 4], [1, 3, 3], [4, 4, 4], [0, 1, 3], [2, 3, 3], [3, 3, 5], [1, 1, 4]])
    second = np.array(
        [[1, 4, 5], [2, 3, 4], [0, 3, 3], [2, 4, 4], [0, 2, 3], [1, 3, 3], [3, 4, 5], [0, 1, 4]]
    )

    def f1(rows):
        return 2 * rows[:, 0].sum() / (rows[:, 1].sum() + rows[:, 2].sum())

    observed = abs(f1(first) - f1(second))
    reached = 0
    for coins in itertools.product([False, True], repeat=len(first)):
        swap = np.array(coins)[:, None]
        moved = f1(np.where(swap, second, first)) - f1(np.where(swap, first, second))
        reached += abs(moved) >= observed - 1e-12

    assert compare(first, second).p_value == pytest.approx(reached / 2 ** len(first), abs=0.02)


def test_a_system_does_not_differ_from_itself():
    """Equal counts give a difference of 0 with p = 1."""
    itself = compare(COUNTS, COUNTS, resamples=500)

    assert (itself.value, itself.p_value) == (0, 1)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_is_monotone_and_never_below_the_raw_value(p_values):
    """Adjusted values keep the order of the raw ones and are never smaller."""
    adjusted = resampling.holm(p_values)

    assert all(raw <= held <= 1 for raw, held in zip(p_values, adjusted, strict=True))
    for (one, held_one), (other, held_other) in itertools.combinations(
        zip(p_values, adjusted, strict=True), 2
    ):
        if one < other:
            assert held_one <= held_other


def test_holm_on_a_known_case():
    """Holm 1979 by hand: 0.01, 0.02, 0.03, 0.04 become 0.04, 0.06, 0.06, 0.06."""
    assert [round(p, 10) for p in resampling.holm([0.04, 0.01, 0.03, 0.02])] == [0.06, 0.04, 0.06, 0.06]
    assert math.isclose(resampling.holm([0.2])[0], 0.2)
