"""Krippendorff's alpha against the examples that its author published."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.scoring.alpha import alpha, coincidences


def alpha_of(*observers):
    """Alpha of the values that each observer gave, a character a unit, ``.`` where there is none."""
    units = [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    labels = sorted({value for unit in units for value in unit})
    columns = [
        [differing, *(counts[label] for label in labels)] for differing, counts in map(coincidences, units)
    ]
    return float(alpha(np.array(columns, dtype=float).sum(axis=0)))


# Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011,
# https://repository.upenn.edu/asc_papers/43, sections A, B and C.
@pytest.mark.parametrize(
    ("observers", "published"),
    [
        pytest.param(["0100000010", "1110010000"], 0.095, id="A: binary data, two observers"),
        pytest.param(["aabbdcccedda", "babbbccceddd"], 0.692, id="B: nominal data, two observers"),
        pytest.param(
            ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
            0.743,
            id="C: nominal data, four observers, missing values",
        ),
    ],
)
def test_alpha_is_that_of_the_published_examples(observers, published):
    """The nominal examples A, B and C of the paper give its values, to their three decimals."""
    assert round(alpha_of(*observers), 3) == published


@pytest.mark.parametrize("observers", [["aaa", "aaa"], ["a..", ".b."]])
def test_alpha_is_undefined_where_there_is_nothing_to_tell_apart(observers):
    """One label in use, or no value that can be paired: 0/0 is said, not 1."""
    assert math.isnan(alpha_of(*observers))


def test_alpha_is_negative_where_observers_contradict_each_other():
    """Two units on which two observers swap two labels: 1 - 3 x 4 / (16 - 8)."""
    assert alpha_of("ab", "ba") == -0.5


@given(st.lists(st.sampled_from(["ab", "aa", "bb", "ca", "a.", ".."]), min_size=1, max_size=12))
def test_alpha_does_not_ask_who_observed(units):
    """Observers swapped, alpha stays."""
    ours, theirs = ("".join(column) for column in zip(*units, strict=True))

    assert alpha_of(ours, theirs) == pytest.approx(alpha_of(theirs, ours), nan_ok=True)
