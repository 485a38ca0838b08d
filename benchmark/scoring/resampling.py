"""How sure a score is: bootstrap over articles, and approximate randomisation between two systems.

Random streams are raw PCG64DXSM words keyed by seed and block, mapped to articles by multiply-shift, so
that no number depends on numpy's version, on BLAS or on threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from benchmark.records.report import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

Sums: TypeAlias = "NDArray[np.float64]"
"""(resamples, columns): per resample, the sum over drawn articles of each column of counts."""

Statistic: TypeAlias = "Callable[[Sums], Sums]"
"""From sums (any, columns) to values (any,), NaN where undefined; NaN never leaves this module."""

LEVEL = 0.95
BLOCK = 250
_FLOAT32_EXACT = 2**24


def precision(sums: Sums) -> Sums:
    """Matched of predicted, m / p, of columns (m, p, g)."""
    return _divide(sums[..., 0], sums[..., 1])


def recall(sums: Sums) -> Sums:
    """Matched of gold, m / g, of columns (m, p, g)."""
    return _divide(sums[..., 0], sums[..., 2])


def f1(sums: Sums) -> Sums:
    """Harmonic mean of both, 2m / (p + g), of columns (m, p, g)."""
    return _divide(2 * sums[..., 0], sums[..., 1] + sums[..., 2])


def share(sums: Sums) -> Sums:
    """Total / support of columns (total, support)."""
    return _divide(sums[..., 0], sums[..., 1])


def _divide(numerator: Sums, denominator: Sums) -> Sums:
    out = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out


def bootstrap_sums(counts: Sums, resamples: int, seed: int) -> Sums:
    """Sums of ``counts`` (articles, columns) over ``resamples`` draws of as many articles with replacement.

    All columns see the same draws, so statistics of several systems stay paired. Integer columns come out
    exact.
    """
    articles = counts.shape[0]
    # Every partial sum is below this, so float32 products of whole numbers are exact and half as dear.
    whole = bool(np.all(counts == np.floor(counts))) and counts.max(initial=0) * articles < _FLOAT32_EXACT
    table: NDArray[np.floating] = counts.astype(np.float32 if whole else np.float64)
    sums = np.empty((resamples, counts.shape[1]))
    for start, raw in _words(resamples, articles, seed):
        rows = raw.shape[0]
        # Multiply-shift on the upper half of each word: unbiased to 2^-32 for any number of articles.
        drawn = ((raw >> np.uint64(32)) * np.uint64(articles)) >> np.uint64(32)
        flat = drawn.astype(np.int64) + (np.arange(rows) * articles)[:, None]
        weights = np.bincount(flat.ravel(), minlength=rows * articles).reshape(rows, articles)
        sums[start : start + rows] = weights.astype(table.dtype) @ table
    return sums


def _words(resamples: int, width: int, seed: int) -> Iterator[tuple[int, NDArray[np.uint64]]]:
    for block, start in enumerate(range(0, resamples, BLOCK)):
        rows = min(BLOCK, resamples - start)
        stream = np.random.PCG64DXSM([seed, block])
        yield start, np.asarray(stream.random_raw(rows * width), dtype=np.uint64).reshape(rows, width)


def interval(counts: Sums, sums: Sums, statistic: Statistic) -> Interval | None:
    """Percentile and BCa interval at 95 % of a statistic of summed counts.

    ``counts`` is (articles, columns), ``sums`` comes from ``bootstrap_sums``. Undefined resamples (0/0) are
    left out and counted; None where the statistic or every resample is undefined. BCa is None where its
    acceleration or bias is. Efron & Tibshirani 1993, chapters 13 and 14.
    """
    total = counts.sum(axis=0)
    value = float(statistic(total))
    values = statistic(sums)
    defined = np.sort(values[~np.isnan(values)])
    if np.isnan(value) or not defined.size:
        return None
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    bca = _bca_levels(value, defined, statistic(total - counts), tail)
    corrected = (None, None) if bca is None else tuple(map(float, np.quantile(defined, bca)))
    return Interval(
        low=float(low),
        high=float(high),
        bca_low=corrected[0],
        bca_high=corrected[1],
        undefined=values.size - defined.size,
    )


def _bca_levels(value: float, resampled: Sums, jackknife: Sums, tail: float) -> tuple[float, float] | None:
    below = (np.searchsorted(resampled, value, "left") + np.searchsorted(resampled, value, "right")) / 2
    portion = float(below) / resampled.size
    jackknife = jackknife[~np.isnan(jackknife)]
    if not 0 < portion < 1 or not jackknife.size:
        return None
    pull = jackknife.mean() - jackknife
    spread = float((pull**2).sum())
    if spread == 0:
        return None
    acceleration = float((pull**3).sum()) / (6 * spread**1.5)
    normal = NormalDist()
    bias = normal.inv_cdf(portion)

    def level(share_below: float) -> float:
        shifted = bias + normal.inv_cdf(share_below)
        return normal.cdf(bias + shifted / (1 - acceleration * shifted))

    return level(tail), level(1 - tail)


def swapped_sums(counts: Sequence[Sums], resamples: int, seed: int) -> list[Sums]:
    """For each system's counts (articles, columns): their sums over the articles that each draw swaps.

    One draw of coins serves all systems: for a pair, the sums after swapping are ``A - S@A + S@B``.
    """
    articles = counts[0].shape[0]
    stacked = np.concatenate(counts, axis=1).astype(np.float64)
    sums = np.empty((resamples, stacked.shape[1]))
    width = -(-articles // 64)
    for start, raw in _words(resamples, width, seed):
        coins = np.unpackbits(raw.astype("<u8").view(np.uint8), axis=1, bitorder="little")[:, :articles]
        sums[start : start + raw.shape[0]] = coins.astype(np.float64) @ stacked
    columns = counts[0].shape[1]
    return [sums[:, i * columns : (i + 1) * columns] for i in range(len(counts))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two systems differ on one statistic: A minus B, in score units; ``p_value`` in (0, 1]."""

    value: float
    p_value: float
    interval: Interval | None


def difference(
    pair: tuple[Sums, Sums], swapped: tuple[Sums, Sums], drawn: tuple[Sums, Sums], statistic: Statistic
) -> Difference | None:
    """Approximate randomisation and paired bootstrap of A minus B; None where either score is undefined.

    ``p = (1 + #{|d*| >= |d|}) / (1 + R)``, swapping whole articles (Noreen 1989); the interval is the
    percentile interval of the difference over paired resamples. Undefined draws count against a difference.
    """
    first, second = (counts.sum(axis=0) for counts in pair)
    value = float(statistic(first) - statistic(second))
    if np.isnan(value):
        return None
    moved = swapped[1] - swapped[0]
    shuffled = statistic(first + moved) - statistic(second - moved)
    # Equal fractions may differ in their last bit; without this the identity swap could fail to count.
    reached = np.isnan(shuffled) | (np.abs(shuffled) >= abs(value) - 1e-12)
    resampled = statistic(drawn[0]) - statistic(drawn[1])
    defined = resampled[~np.isnan(resampled)]
    bounds = None
    if defined.size:
        tail = (1 - LEVEL) / 2
        low, high = np.quantile(defined, [tail, 1 - tail])
        bounds = Interval(low=float(low), high=float(high), undefined=resampled.size - defined.size)
    return Difference(value=value, p_value=float(1 + reached.sum()) / (1 + reached.size), interval=bounds)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p-values, in the order given, each in [0, 1] (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return adjusted
