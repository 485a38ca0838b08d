"""How alike the splits of a release are: shares of labels, and the split that differs most."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from benchmark.records.manifest import Stratum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmark.corpus.census import Census

KINDS: Final = ("event_type", "granularity")
_PLACES: Final = 4


def stratify(censuses: Mapping[str, Census]) -> dict[str, Stratum]:
    """Return for each of KINDS how its labels spread over the splits; those that have none are left out."""
    return {
        kind: stratum({split: census.labels[kind] for split, census in censuses.items()}) for kind in KINDS
    }


def stratum(counts: Mapping[str, Counter[str]]) -> Stratum:
    """Return the shares of labels by split, and the largest divergence of a split from all together.

    Of equal divergences that of the first split counts.
    """
    told = {split: counter for split, counter in counts.items() if counter.total()}
    together = sum(told.values(), Counter[str]())
    shares = {
        split: {label: round(counter[label] / counter.total(), _PLACES) for label in sorted(counter)}
        for split, counter in told.items()
    }
    if len(told) <= 1:
        return Stratum(shares=shares, split=None, divergence=None)
    distances = {split: divergence(counter, together) for split, counter in told.items()}
    furthest = max(distances, key=lambda split: round(distances[split], _PLACES))
    return Stratum(shares=shares, split=furthest, divergence=round(distances[furthest], _PLACES))


def divergence(one: Counter[str], other: Counter[str]) -> float:
    """Return the Jensen-Shannon divergence of two counts, neither empty, in bits from 0 to 1 (Lin 1991)."""
    parts = []
    for label in sorted(one.keys() | other.keys()):
        p, q = one[label] / one.total(), other[label] / other.total()
        parts += [share * math.log2(2 * share / (p + q)) for share in (p, q) if share]
    return min(max(math.fsum(parts) / 2, 0.0), 1.0)
