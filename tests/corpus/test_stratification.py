"""How alike splits are: shares of labels, and a divergence that scipy agrees with."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from benchmark.corpus.stratification import divergence, stratum

counters = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1).map(Counter)


@given(counters, counters)
def test_divergence_is_that_of_scipy(one, other):
    """The square of scipy's distance, to base 2; the same from either side."""
    assume(one.total() and other.total())
    labels = sorted(one | other)
    judge = jensenshannon([one[x] for x in labels], [other[x] for x in labels], 2) ** 2

    assert divergence(one, other) == pytest.approx(judge, abs=1e-9)
    assert divergence(one, other) == divergence(other, one)
    assert divergence(one, one) == 0


def test_oddest_split_is_named():
    """Shares are of each split; the one that differs most from all together is named, with its divergence."""
    counts = {"train": Counter(a=30, b=30), "test": Counter(a=5, b=5), "hard": Counter(c=10)}
    found = stratum(counts)

    assert found.shares == {"train": {"a": 0.5, "b": 0.5}, "test": {"a": 0.5, "b": 0.5}, "hard": {"c": 1.0}}
    assert found.split == "hard"
    assert found.divergence == round(divergence(counts["hard"], Counter(a=35, b=35, c=10)), 4)


@pytest.mark.parametrize(
    ("train", "test", "oddest"),
    [
        (Counter(a=50, b=50), Counter(a=6, b=4), "test"),
        (Counter(a=6, b=4), Counter(a=50, b=50), "train"),
        (Counter(a=1), Counter(b=1), "train"),
    ],
)
def test_of_two_splits_the_smaller_is_odder(train, test, oddest):
    """What is alike is told apart by little, too; of splits that differ as much the first is named."""
    found = stratum({"train": train, "test": test})

    assert found.split == oddest
    assert found.divergence == round(divergence({"train": train, "test": test}[oddest], train + test), 4)


def test_disjoint_splits_differ_as_much_as_can_be():
    """Between distributions that share no label the divergence is 1."""
    assert divergence(Counter("a"), Counter("b")) == 1


@pytest.mark.parametrize("counts", [{}, {"train": Counter()}, {"train": Counter(a=1), "test": Counter()}])
def test_one_split_has_nothing_to_differ_from(counts):
    """Splits without labels are left out; where fewer than two are left no divergence is told."""
    found = stratum(counts)

    assert (found.split, found.divergence) == (None, None)
    assert "test" not in found.shares
