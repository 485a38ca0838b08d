"""Krippendorff's alpha for nominal values: one minus disagreement observed over disagreement expected.

Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011: any number of observers, missing values.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.scoring.resampling import Sums


def coincidences(values: Sequence[str]) -> tuple[float, Counter[str]]:
    """Return what one unit adds: its share of differing pairs, and its pairable values by label.

    ``values`` are those that observers gave to the unit. A lone one can be paired with nothing and adds
    nothing; else each ordered pair weighs 1 / (number of values - 1), so that each value counts once.
    """
    if len(values) < 2:  # noqa: PLR2004 - a pair
        return 0.0, Counter()
    counts = Counter(values)
    equal = sum(count * (count - 1) for count in counts.values())
    return (len(values) * (len(values) - 1) - equal) / (len(values) - 1), counts


def alpha(sums: Sums) -> Sums:
    """Return alpha of summed columns: differing pairs first, then pairable values, a column a label.

    It is 1 where no pair differs, 0 where as many do as chance would have it, negative where more do, and NaN
    where it is undefined: fewer than two labels are in use, so there was nothing to tell apart.
    """
    differing, counts = sums[..., 0], sums[..., 1:]
    total = counts.sum(axis=-1)
    chance = total**2 - (counts**2).sum(axis=-1)
    out = np.full(np.shape(total), np.nan)
    np.divide((total - 1) * differing, chance, out=out, where=chance > 0)
    return np.asarray(1 - out)
