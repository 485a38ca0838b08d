"""One-to-one assignment: brute force over all choices on small cases, scipy on large ones."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from benchmark.scoring import assignment
from benchmark.scoring.assignment import assign, match_most
from places import choices

edges = st.lists(st.lists(st.integers(0, 4), max_size=4, unique=True), max_size=5)
worths = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.tuples(st.integers(0, 3), st.just(1), st.integers(0, 1), st.integers(0, 2)),
    max_size=10,
)
"""Pairs with evidence: similarity, one pair, whether gold is not optional, exact fillers."""


def total(worth, chosen):
    return tuple(map(sum, zip((0, 0, 0, 0), *(worth[pair] for pair in chosen), strict=True)))


@settings(max_examples=300)
@given(worths)
def test_the_choice_is_the_best_of_all(worth):
    """Objectives in their order, then the lexicographically least list: brute force finds the same list."""
    every = [tuple(sorted(chosen)) for chosen in choices(sorted(worth))]
    most = max(total(worth, chosen) for chosen in every)

    assert tuple(assign(worth)) == min(chosen for chosen in every if total(worth, chosen) == most)


@pytest.mark.parametrize(
    ("worth", "chosen"),
    [
        ({}, []),
        ({(3, 7): (1,)}, [(3, 7)]),
        ({(0, 0): (5,), (0, 1): (9,)}, [(0, 1)]),
        # The sum decides before the number of pairs, and that before the order.
        ({(0, 1): (10, 1), (0, 0): (5, 1), (1, 1): (5, 1)}, [(0, 0), (1, 1)]),
        ({(0, 1): (11, 1), (0, 0): (5, 1), (1, 1): (5, 1)}, [(0, 1)]),
        # Equal in all: each row has the least column that it can have.
        ({(0, 0): (1,), (0, 1): (1,), (1, 0): (1,), (1, 1): (1,)}, [(0, 0), (1, 1)]),
        ({(0, 1): (1,), (1, 0): (1,), (1, 1): (1,)}, [(0, 1), (1, 0)]),
        # Equal rivals of one partner: the first in order.
        ({(0, 4): (7,), (2, 4): (7,), (5, 4): (7,)}, [(0, 4)]),
    ],
)
def test_known_choices(worth, chosen):
    """Nothing, a pair, rivals, the order of objectives, and ties."""
    assert assign(worth) == chosen


@settings(max_examples=200)
@given(worths, st.randoms(use_true_random=False))
def test_order_of_the_pairs_does_not_matter(worth, shuffler):
    """The choice is a function of the set of pairs."""
    items = list(worth.items())
    shuffler.shuffle(items)

    assert assign(dict(items)) == assign(worth)


@settings(max_examples=200)
@given(worths)
def test_large_tables_are_solved_like_small_ones(worth):
    """With numpy, and packed beyond 64 bits, the very same pairs are chosen as in pure Python."""
    plain = assign(worth)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "_PLAIN_STEPS", 0)
        dense = assign(worth)
        patch.setattr(assignment, "_MACHINE_WEIGHT", 0)
        wide = assign(worth)

    assert plain == dense == wide


def test_ties_are_broken_by_position():
    """Tables of few weights, where many choices are as good: brute force finds the first of the best."""
    dice = random.Random(5)
    for _ in range(100):
        pairs = [pair for pair in itertools.product(range(3), range(4)) if dice.random() < 0.6]
        worth = {pair: (dice.choice((1, 1, 2)), 1, dice.choice((0, 1)), 0) for pair in pairs}

        best = min(choices(pairs), key=lambda chosen: ([-n for n in total(worth, chosen)], sorted(chosen)))
        assert assign(worth) == sorted(best)


@pytest.mark.parametrize("heaviest", [1, 1 << 50, 1 << 62])
def test_ties_of_large_tables_are_broken_like_those_of_small_ones(heaviest, monkeypatch):
    """Of equal choices numpy, too, takes the first in order, by weights of few bits, nearly 64, or more."""
    dice = random.Random(3)
    for _ in range(100):
        sides = dice.randint(2, 6), dice.randint(2, 6)
        pairs = [pair for pair in itertools.product(*map(range, sides)) if dice.random() < 0.6]
        worth = {pair: (dice.choice((1, 1, 2)) * heaviest, dice.choice((1, 1, 2))) for pair in pairs}
        with monkeypatch.context() as patch:
            patch.setattr(assignment, "_PLAIN_STEPS", 0)
            dense = assign(worth)

        assert dense == assign(worth)


@pytest.mark.parametrize(("rows", "columns"), [(3, 5), (40, 40), (90, 60), (60, 150)])
def test_value_is_that_of_scipy(rows, columns):
    """The greatest sum is scipy's, whichever way a table of that size is solved."""
    dice = np.random.default_rng(rows)
    table = dice.integers(0, 10_000, (rows, columns))
    table[dice.random((rows, columns)) < 0.4] = 0
    places = zip(*np.nonzero(table), strict=True)
    worth = {(int(i), int(j)): (int(table[i, j]), 1) for i, j in places}

    chosen = assign(worth)

    assert sum(worth[pair][0] for pair in chosen) == table[linear_sum_assignment(table, maximize=True)].sum()
    assert len({row for row, _ in chosen}) == len({column for _, column in chosen}) == len(chosen)


def test_a_thousand_equal_rivals_are_paired_in_order():
    """Hostile input: every pair is worth the same, and the first choice in order is the diagonal."""
    size = 300
    worth = dict.fromkeys(itertools.product(range(size), repeat=2), (10_000, 1, 1, 3))

    assert assign(worth) == [(place, place) for place in range(size)]


@settings(max_examples=300)
@given(edges, st.randoms(use_true_random=False))
def test_matchings_are_as_large_as_scipys(table, shuffler):
    """In whatever order rows are added, as many are matched as scipy matches, each by an edge of its own."""
    order = list(range(len(table)))
    shuffler.shuffle(order)

    pairs = match_most(table, order)

    graph = csr_array((len(table) or 1, 5), dtype=np.int8).tolil()
    for row, columns in enumerate(table):
        graph[row, columns] = 1
    theirs = maximum_bipartite_matching(graph.tocsr(), perm_type="column")
    assert len(pairs) == (theirs >= 0).sum()
    assert all(column in table[row] for row, column in pairs)
    assert len({column for _, column in pairs}) == len(pairs)
    assert list(pairs) == sorted(pairs)


@settings(max_examples=200)
@given(edges)
def test_rows_that_come_first_are_matched_first(table):
    """Of any first rows of the order, as many are matched as could be without the others."""
    order = random.Random(1).sample(range(len(table)), len(table))
    matched = {row for row, _ in match_most(table, order)}

    for size in range(len(order) + 1):
        assert len(matched & set(order[:size])) == len(match_most(table, order[:size]))
