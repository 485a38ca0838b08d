"""What intervals and tests keep of their promises: simulated corpora whose true scores are known.

Usage: python benchmarks/coverage.py [TRIALS]

An article has some gold events, each with the article's own chance to be found, and beside them events are
invented; the dates of those found are right with a chance that differs by article, too. In each trial, 2,000
by default, articles are drawn anew, and our own resampling says how sure the score is, by 999 resamples. The
true score is that of endless articles. Of 100 intervals 95 should hold it; of 100 tests of two systems of
equal true score 5 should tell them apart.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmark.scoring import resampling

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmark.scoring.resampling import Sums

RESAMPLES = 999
SIZES = (5, 10, 20, 50, 200)
MANY = 200
"""Articles of the tests: what goes wrong there is not for want of them."""
UNITS = (2, 3, 10, 50)
"""How many times as many units the score of the second system is taken over."""
FOUND = 0.6
"""Mean chance of an event to be found."""
DENSE, SPARSE = 9, 1
"""Gold events of an article, on average."""


class Corpus(NamedTuple):
    """Articles, each with its gold events and their chance to be found."""

    gold: Sums
    chance: Sums

    @classmethod
    def drawn(cls, dice: np.random.Generator, articles: int, mean: float) -> Corpus:
        """So many articles; some have many events, some none."""
        return cls(dice.poisson(dice.gamma(2, mean / 2, articles)), dice.beta(6, 4, articles))


class Case(NamedTuple):
    """A system: its true score, and how numerators and denominators (articles, 2) come about in a corpus."""

    truth: float
    answer: Callable[[np.random.Generator, Corpus], Sums]


def f1(mean: float, *, careful: int = 1, invented: float = 0.25) -> Case:
    """F1 of a system that finds so many times fewer events, and invents so many for each of gold."""
    # Half an event more, so that some are invented where there is none.
    rate = invented * mean / (mean + 0.5)

    def answer(dice: np.random.Generator, corpus: Corpus) -> Sums:
        matched = dice.binomial(corpus.gold, corpus.chance / careful)
        sent = matched + dice.poisson(rate * (corpus.gold + 0.5))
        return np.stack([2 * matched, sent + corpus.gold], axis=1).astype(float)

    found = FOUND / careful
    return Case(2 * found / (found + invented + 1), answer)


def dates(accuracy: float, *, careful: int = 1) -> Case:
    """Date accuracy of a system that finds so many times fewer events."""

    def answer(dice: np.random.Generator, corpus: Corpus) -> Sums:
        asked = dice.binomial(corpus.gold, corpus.chance / careful)
        right = dice.binomial(asked, dice.beta(4 * accuracy, 4 * (1 - accuracy), len(asked)))
        return np.stack([right, asked], axis=1).astype(float)

    return Case(accuracy, answer)


def eager(units: int) -> Case:
    """The system that has the F1 of one that invents nothing, over so many times as many units."""
    return f1(DENSE, invented=units * (FOUND / units + 1) - FOUND - 1)


def held(case: Case, mean: float, articles: int, trials: int, copies: int = 1) -> float:
    """Of 100 percentile intervals, how many hold the true score; no interval holds nothing."""
    dice = np.random.default_rng(articles)
    kept = 0
    for trial in range(trials):
        counts = case.answer(dice, Corpus.drawn(dice, -(-articles // copies), mean))
        counts = np.repeat(counts, copies, axis=0)[:articles]
        sums = resampling.bootstrap_sums(counts, RESAMPLES, trial)
        interval = resampling.interval(counts, sums, resampling.share)
        kept += interval is not None and interval.low - 1e-12 <= case.truth <= interval.high + 1e-12
    return 100 * kept / trials


def told_apart(first: Case, second: Case, trials: int, copies: int = 1) -> float:
    """Of 100 tests of two systems on the same articles, how many have p below 0.05."""
    dice = np.random.default_rng(MANY)
    apart = 0
    for trial in range(trials):
        corpus = Corpus.drawn(dice, MANY // copies, DENSE)
        one, other = (np.repeat(case.answer(dice, corpus), copies, axis=0) for case in (first, second))
        swapped = resampling.swapped_sums([one, other], RESAMPLES, trial)
        p_value = resampling.randomisation((one, other), (swapped[0], swapped[1]), resampling.share)
        apart += p_value is not None and p_value < 1 - resampling.LEVEL
    return 100 * apart / trials


def main(trials: int = 2_000) -> None:
    """Print both tables of docs/metrics.md."""
    cases = {
        "F1": (f1(DENSE), DENSE, 1),
        "F1, each article twice": (f1(DENSE), DENSE, 2),
        "F1 of one event an article": (f1(SPARSE), SPARSE, 1),
        "date accuracy 50": (dates(0.5), DENSE, 1),
        "97": (dates(0.97), DENSE, 1),
        "5": (dates(0.05), DENSE, 1),
    }
    print(f"| articles | {' | '.join(cases)} |\n|---:|{'---:|' * len(cases)}")
    for articles in SIZES:
        row = [f"{held(case, mean, articles, trials, copies):.0f}" for case, mean, copies in cases.values()]
        print(f"| {articles} | {' | '.join(row)} |", flush=True)
    print("\n| equal systems | F1 | date accuracy |\n|:---|---:|---:|")
    alike, sure = f1(DENSE), dates(0.5)
    rows = {
        "alike": ((alike, alike), (sure, sure), 1),
        "alike, each article twice": ((alike, alike), (sure, sure), 2),
    } | {
        f"one over {units} times as many units": (
            (f1(DENSE, careful=units, invented=0), eager(units)),
            (dates(0.5, careful=units), sure),
            1,
        )
        for units in UNITS
    }
    for name, (by_f1, by_dates, copies) in rows.items():
        row = [f"{told_apart(*pair, trials, copies):.0f}" for pair in (by_f1, by_dates)]
        print(f"| {name} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
