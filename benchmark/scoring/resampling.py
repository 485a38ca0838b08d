"""How sure a score is: bootstrap over articles, and approximate randomisation between two systems.

Random streams are raw PCG64DXSM words keyed by seed and block, mapped to articles by multiply-shift, and
sums are exact, so that no number depends on numpy's version, on BLAS or on threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmark.records.report import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Sums: TypeAlias = "NDArray[np.float64]"
"""(resamples, columns): per resample, the sum over drawn articles of each column of counts."""

Statistic: TypeAlias = "Callable[[Sums], Sums]"
"""From sums (any, columns) to values (any,), NaN where undefined; NaN never leaves this module."""

LEVEL = 0.95
TAIL = (1 - LEVEL) / 2
"""Of what an interval leaves out, the part at either end."""
DRAWS = 2**19
"""Draws in a block of the random stream: few enough that they stay in the processor's cache."""

_FLOAT32_BITS, _FLOAT64_BITS, _INT64_BITS = 24, 52, 63
"""In which sums are exact; one bit of float64's 53 is spare, for what rounding to a grid may add."""


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
    if denominator.all():  # twice as fast as division under a mask
        return np.asarray(numerator / denominator)
    out = np.full(denominator.shape, np.nan)
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out


def bootstrap_sums(counts: Sums, resamples: int, seed: int) -> Sums:
    """Sums of ``counts`` (articles, columns) over ``resamples`` draws of as many articles with replacement.

    All columns see the same draws, so statistics of several systems stay paired. Columns of whole numbers
    come out exact, others as exact sums of numbers rounded to a fine grid. There must be an article to draw.
    """
    articles, columns = counts.shape
    sums = np.empty((columns, resamples)).T
    # A look-up of each draw is cheaper than counting the draws, as long as one serves all columns.
    packed = _pack(counts)
    table = _exact(counts, np.abs(counts).max(axis=0) * articles)
    for place, stream in _blocks(resamples, articles, seed):
        rows = place.stop - place.start
        words = stream.random_raw(-(-rows * articles // 2)).astype("<u8", copy=False)
        drawn = words.view("<u4")[: rows * articles].astype(np.uint64).reshape(rows, articles)
        # Multiply-shift: each article's chance is right to 2^-32, for any number of articles.
        drawn *= np.uint64(articles)
        drawn >>= np.uint64(32)
        if packed:
            sums[place] = packed.unpack(np.take(packed.table, drawn.view(np.int64)).sum(axis=1))
            continue
        drawn += (np.arange(rows, dtype=np.uint64) * np.uint64(articles))[:, None]
        weights = np.bincount(drawn.view(np.int64).ravel(), minlength=rows * articles)
        sums[place] = weights.reshape(rows, articles).astype(table.dtype) @ table
    return sums


def _blocks(resamples: int, articles: int, seed: int) -> Iterator[tuple[slice, np.random.PCG64DXSM]]:
    """Yield the resamples of each block with its stream; blocks depend on the number of articles alone."""
    rows = max(1, DRAWS // articles)
    for block, start in enumerate(range(0, resamples, rows)):
        yield slice(start, min(start + rows, resamples)), np.random.PCG64DXSM([seed, block])


def _exact(counts: Sums, most: Sums) -> NDArray[np.floating]:
    """Return counts whose sums, by column no more than ``most``, are the same in any order of adding."""
    bits = np.frexp(most)[1]
    # Sums of whole numbers are exact in float32, too, as long as they fit; it is half as dear.
    if _is_whole(counts) and bits.max(initial=0) <= _FLOAT32_BITS:
        return counts.astype(np.float32)
    grid = np.ldexp(1.0, _FLOAT64_BITS - bits)
    return np.asarray(np.rint(counts * grid) / grid)


def _is_whole(counts: Sums) -> bool:
    return bool(np.all(counts == np.rint(counts)))


@dataclass(frozen=True, slots=True)
class _Packed:
    """All columns of an article side by side in one whole number, each with bits enough for its sum."""

    table: NDArray[np.int64]
    bits: tuple[int, ...]

    def unpack(self, sums: NDArray[np.int64]) -> Sums:
        """Sums of packed numbers (any,) to sums by column (any, columns)."""
        ends = pairwise((0, *accumulate(self.bits)))
        return np.stack([(sums >> low) & ((1 << high - low) - 1) for low, high in ends], axis=1).astype(float)


def _pack(counts: Sums) -> _Packed | None:
    articles, columns = counts.shape
    bits = tuple(int(most).bit_length() for most in counts.max(axis=0) * articles)
    if not columns or sum(bits) > _INT64_BITS or (counts < 0).any() or not _is_whole(counts):
        return None
    starts = (0, *accumulate(bits))[:-1]
    return _Packed((counts.astype(np.int64) << np.array(starts)).sum(axis=1), bits)


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
    low, high = np.quantile(defined, [TAIL, 1 - TAIL])
    bca = _bca_levels(value, defined, statistic(total - counts))
    corrected = (None, None) if bca is None else tuple(map(float, np.quantile(defined, bca)))
    return Interval(
        low=float(low),
        high=float(high),
        bca_low=corrected[0],
        bca_high=corrected[1],
        undefined=values.size - defined.size,
    )


def _bca_levels(value: float, resampled: Sums, jackknife: Sums) -> tuple[float, float] | None:
    below = (np.searchsorted(resampled, value, "left") + np.searchsorted(resampled, value, "right")) / 2
    portion = float(below) / resampled.size
    jackknife = jackknife[~np.isnan(jackknife)]
    # Alike they are asked for themselves: the mean of many equal numbers may be another in its last bit.
    if not 0 < portion < 1 or not jackknife.size or jackknife.min() == jackknife.max():
        return None
    pull = jackknife.mean() - jackknife
    spread = float((pull**2).sum())
    acceleration = float((pull * pull * pull).sum()) / (6 * spread**1.5)
    normal = NormalDist()
    bias = normal.inv_cdf(portion)

    def level(share_below: float) -> float:
        shifted = bias + normal.inv_cdf(share_below)
        return normal.cdf(bias + shifted / (1 - acceleration * shifted))

    return level(TAIL), level(1 - TAIL)


def swapped_sums(counts: Sequence[Sums], resamples: int, seed: int) -> list[Sums]:
    """For each system's counts (articles, columns): their sums over the articles that each draw swaps.

    One draw of coins serves all systems: for a pair, the sums after swapping are ``A - S@A + S@B``. There
    must be a system and an article.
    """
    articles, columns = counts[0].shape
    stacked = np.concatenate(counts, axis=1)
    table = _exact(stacked, np.abs(stacked).sum(axis=0))
    sums = np.empty((stacked.shape[1], resamples)).T
    words = -(-articles // 64)
    for place, stream in _blocks(resamples, articles, seed):
        raw = stream.random_raw((place.stop - place.start) * words).astype("<u8", copy=False)
        coins = np.unpackbits(
            raw.view(np.uint8).reshape(-1, 8 * words), axis=1, count=articles, bitorder="little"
        )
        sums[place] = coins.astype(table.dtype) @ table
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

    The interval is the percentile interval of the difference over paired resamples; undefined ones are left
    out and counted.
    """
    p_value = randomisation(pair, swapped, statistic)
    if p_value is None:
        return None
    first, second = (statistic(counts.sum(axis=0)) for counts in pair)
    resampled = statistic(drawn[0]) - statistic(drawn[1])
    defined = resampled[~np.isnan(resampled)]
    bounds = None
    if defined.size:
        low, high = np.quantile(defined, [TAIL, 1 - TAIL])
        bounds = Interval(low=float(low), high=float(high), undefined=resampled.size - defined.size)
    return Difference(value=float(first - second), p_value=p_value, interval=bounds)


def randomisation(pair: tuple[Sums, Sums], swapped: tuple[Sums, Sums], statistic: Statistic) -> float | None:
    """The p-value of A minus B, in (0, 1], swapping whole articles; None where either score is undefined.

    ``p = (1 + #{|d*| >= |d|}) / (1 + R)`` (Noreen 1989). Undefined draws count against a difference.
    """
    first, second = (counts.sum(axis=0) for counts in pair)
    value = float(statistic(first) - statistic(second))
    if np.isnan(value):
        return None
    moved = swapped[1] - swapped[0]
    shuffled = statistic(first + moved) - statistic(second - moved)
    # Equal fractions may differ in their last bit; without this the identity swap could fail to count.
    # What is undefined is not below.
    below = np.count_nonzero(np.abs(shuffled) < abs(value) - 1e-12)
    return float(1 + shuffled.size - below) / (1 + shuffled.size)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p-values, in the order given, each in [0, 1] (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return adjusted
