"""What uncertainty costs: our bootstrap beside scipy's, many systems and all their pairs beside one system.

Usage: python benchmarks/resampling.py [ROUNDS]

There are 10,000 articles, 10,000 resamples and 20 systems of random counts. In each round all tasks run in
turn; the medians of their wall times, and of their ratios within a round, are shown. scipy runs as it
comes, with all resamples in one batch, and once more with the batches that are fastest here.
"""

from __future__ import annotations

import statistics
import sys
import time
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from benchmark.scoring import resampling

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmark.scoring.resampling import Sums

ARTICLES = RESAMPLES = 10_000
SYSTEMS = 20
SEED = 1
BATCH = 10
"""Resamples in which scipy is fastest here; 1, 30, 100 and 250 are slower."""

ONE, SCIPY, SCIPY_BATCHED = "one system", "scipy, one ratio", f"scipy, one ratio, batches of {BATCH}"
MANY, PAIRS = f"{SYSTEMS} systems", f"{SYSTEMS * (SYSTEMS - 1) // 2} pairs, permutations"
LIMITS = ((ONE, SCIPY, 0.4), (ONE, SCIPY_BATCHED, None), (MANY, ONE, 4.0), (PAIRS, ONE, 1.0))


def systems() -> list[Sums]:
    """Numerators and denominators of F1, (articles, 2) for each system."""
    dice = np.random.default_rng(SEED)
    counts = []
    for _ in range(SYSTEMS):
        gold, predicted = dice.integers(1, 16, (2, ARTICLES))
        matched = dice.integers(0, np.minimum(gold, predicted) + 1)
        counts.append(np.stack([2 * matched, predicted + gold], axis=1).astype(float))
    return counts


def bootstrap(counts: list[Sums]) -> None:
    """Percentile and BCa interval of each system, from one set of draws."""
    sums = resampling.bootstrap_sums(np.concatenate(counts, axis=1), RESAMPLES, SEED)
    for i, one in enumerate(counts):
        resampling.interval(one, sums[:, 2 * i : 2 * i + 2], resampling.share)


def permutations(counts: list[Sums]) -> None:
    """The p-value of each pair, Holm's correction over all."""
    swapped = resampling.swapped_sums(counts, RESAMPLES, SEED)
    resampling.holm(
        [
            resampling.randomisation((counts[i], counts[j]), (swapped[i], swapped[j]), resampling.share) or 1
            for i, j in combinations(range(len(counts)), 2)
        ]
    )


def scipys(counts: Sums, batch: int | None) -> None:
    """Percentile interval of one ratio by ``scipy.stats.bootstrap``."""
    stats.bootstrap(
        tuple(counts.T),
        lambda numerator, denominator, axis: numerator.sum(axis) / denominator.sum(axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=RESAMPLES,
        batch=batch,
        rng=np.random.default_rng(SEED),
    )


def seconds(task: Callable[[], None]) -> float:
    """Wall time of one run, in seconds."""
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun


def main(rounds: int) -> int:
    """Print both tables and return 1 where a ratio is beyond its limit."""
    counts = systems()
    tasks: dict[str, Callable[[], None]] = {
        ONE: lambda: bootstrap(counts[:1]),
        SCIPY: lambda: scipys(counts[0], None),
        SCIPY_BATCHED: lambda: scipys(counts[0], BATCH),
        MANY: lambda: bootstrap(counts),
        PAIRS: lambda: permutations(counts),
    }
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            wall = seconds(task)
            if turn:  # the first round warms caches and, for scipy, gigabytes of memory
                taken[name].append(wall)
    print("| task | median, s |\n|---|---|")
    for name, walls in taken.items():
        print(f"| {name} | {statistics.median(walls):.3f} |")
    print("\n| ratio | median of rounds | limit |\n|---|---|---|")
    beyond = 0
    for name, base, limit in LIMITS:
        ratio = statistics.median(wall / other for wall, other in zip(taken[name], taken[base], strict=True))
        print(f"| {name} : {base} | {ratio:.2f} | {limit or '-'} |")
        beyond += limit is not None and ratio > limit
    return int(beyond > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
