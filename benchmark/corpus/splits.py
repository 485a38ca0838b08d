"""Which split an article belongs to: the one its author names, else one drawn by its id alone."""

from __future__ import annotations

import hashlib
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmark.records.article import Article
    from benchmark.records.manifest import BenchmarkConfig


def split_of(article: Article, config: BenchmarkConfig) -> str:
    """Return the article's own split, else the one that its id draws; whether it is listed is not checked."""
    return article.split or draw(article.article_id, config.splits, config.seed)


def draw(article_id: str, percentages: Mapping[str, int], seed: str) -> str:
    """Return the split in whose share of 0..99 an id falls: sha256 of seed, NUL and id, modulo 100.

    The digest is read big-endian; shares lie in the order of `percentages`, which sum to 100. Nothing else
    has a say, so an article stays where it is when others come or go.
    """
    digest = hashlib.sha256(f"{seed}\0{article_id}".encode()).digest()
    bucket = int.from_bytes(digest) % 100
    bounds = itertools.accumulate(percentages.values())
    return next(name for name, bound in zip(percentages, bounds, strict=True) if bucket < bound)
