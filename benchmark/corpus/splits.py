"""Which split an article belongs to: what its author says, else its day, else what its id draws.

Articles whose texts are alike go together, so that no split knows the texts of another.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmark.records.manifest import BenchmarkConfig


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article says of its split: its id, the one it names, the day it was published."""

    article_id: str
    split: str | None
    published: str | None


def split_of(group: Sequence[Claim], config: BenchmarkConfig) -> str:
    """Return the split of articles that stay together; whether what they name is listed is not checked.

    It is the one that any of them names (the first does, where they differ), else that of the latest day of
    any, where ``config.since`` has it, else the one that the least id draws.
    """
    named = next((claim.split for claim in group if claim.split is not None), None)
    if named is not None:
        return named
    if config.since:
        # The latest, not the first: a test text must not have been read in training; the reverse is harmless.
        published = max((claim.published for claim in group if claim.published is not None), default="")
        begun = [(day, name) for name, day in config.since.items() if day <= published]
        if begun:
            return max(begun)[1]
    return draw(min(claim.article_id for claim in group), config.splits, config.seed)


def draw(article_id: str, percentages: Mapping[str, int], seed: str) -> str:
    """Return the split in whose share of 0..99 an id falls: sha256 of seed, NUL and id, modulo 100.

    The digest is read big-endian; shares lie in the order of ``percentages``, which sum to 100. Nothing else
    has a say, so an article stays where it is when others come or go.
    """
    digest = hashlib.sha256(f"{seed}\0{article_id}".encode()).digest()
    return _shares(tuple(percentages.items()))[int.from_bytes(digest) % 100]


@functools.cache
def _shares(percentages: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """Return the split of each of 0..99."""
    return tuple(name for name, share in percentages for _ in range(share))
