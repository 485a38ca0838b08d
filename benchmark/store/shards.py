"""The input in parts that can be read apart; they follow from the input alone, not from who reads them."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmark.store import articles
from benchmark.store.files import Line
from benchmark.store.syntax import FOREIGN

BYTES: Final = 4 * 1024**2
"""Of a JSON Lines file, in a shard."""
FILES: Final = 256
"""Of a folder, in a shard."""
_WHOLE: Final = {".json", ".gz"}
"""Files that there is no way into the middle of."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Whole files, or the lines of one that begin in a part of its bytes; these are counted from 1."""

    files: tuple[Path, ...]
    part: tuple[int, int] | None = None


def plan(source: Path) -> list[Shard]:
    """Return the shards of a folder or file, as ``articles.read`` understands it, in order.

    A compressed file is one shard, since there is no way into its middle; so is one of no JSON, of which its
    first line tells. Raises MisuseError.
    """
    found = articles.files_of(source)
    if len(found) > 1 or found[0].suffix in _WHOLE:
        return [Shard(tuple(found[at : at + FILES])) for at in range(0, len(found), FILES)]
    size = found[0].stat().st_size
    if size <= BYTES or _is_foreign(found[0]):
        return [Shard((found[0],))]
    # Each begins with a line: one that runs over the edge is of the shard that it begins in.
    return [Shard((found[0],), (at, min(at + BYTES, size))) for at in range(0, size, BYTES)]


def estimate(source: Path) -> int:
    """Return how many shards a file most likely has, by a look at its name and size; 1 for a folder."""
    cut = source.is_file() and source.suffix not in _WHOLE
    return max(1, math.ceil(source.stat().st_size / BYTES)) if cut else 1


def _is_foreign(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(max(map(len, FOREIGN))).startswith(FOREIGN)


def lines(shard: Shard) -> Iterator[tuple[int, Line]]:
    """Yield the place of each row's file in the shard, and the row, not yet parsed."""
    for place, file in enumerate(shard.files):
        for line in articles.raw_lines_of(file, total=None, part=shard.part):
            yield place, line


def above(plan: Sequence[Shard]) -> list[int]:
    """Return how many lines of its file stand above each shard, blank ones too; whole files have none.

    What is cut is read a second time, so this is for where something is wrong.
    """
    counts = [0] * len(plan)
    for number, (shard, following) in enumerate(itertools.pairwise(plan), 1):
        if following.part is not None and following.part[0]:
            counts[number] = counts[number - 1] + count(shard)
    return counts


def count(shard: Shard) -> int:
    """Return how many lines begin in a part of a file, blank ones too, and 0 for whole files."""
    if shard.part is None:
        return 0
    start, stop = shard.part
    with shard.files[0].open("rb") as file:
        file.seek(max(start - 1, 0))
        before = file.read(stop - 1 - max(start - 1, 0))
    # A line begins after the end of another, and where the file does.
    return before.count(b"\n") + (start == 0)
