"""Articles into splits so that no text, nor a near copy of it, stands in two; and where authors said so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from benchmark.corpus import duplicates, gathering
from benchmark.corpus.duplicates import Group, Pair
from benchmark.corpus.splits import Claim, draw, split_of
from benchmark.records.manifest import BenchmarkConfig, CopyGroup, Leakage, NearCopies
from benchmark.store import articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmark.corpus.crew import Crew
    from benchmark.corpus.gathering import Index, Sketches
    from benchmark.records.errors import Finding

PLACES: Final = 4
"""Decimal places of a likeness in a manifest."""
FEW: Final = 50_000
"""Articles whose keys are searched before another process has started."""
_COLUMNS: Final = 3
"""Of keys, searched in one task."""
_PAIRS: Final = 250
"""Compared in one task."""
_AT_ONCE: Final = 10_000
"""Articles whose ids are held as objects: those of a million would be the most that is ever held."""


class _Text(msgspec.Struct):
    """All that is read of a line, several times faster than the whole."""

    text: str


_TEXT: Final = msgspec.json.Decoder(_Text)


def search(index: Index, threshold: float | None, crew: Crew) -> list[Group]:
    """Return the groups of articles whose texts are at least so much alike; without a threshold, equal."""
    pairs = _candidates(index, crew)
    work = partial(_compare, index.folder, threshold or 1.0)
    tasks = [
        (pairs[at : at + _PAIRS], index.rows[pairs[at : at + _PAIRS]]) for at in range(0, len(pairs), _PAIRS)
    ]
    return duplicates.groups(pair for found in crew.map(work, tasks, "comparing texts") for pair in found)


def findings(index: Index, groups: Sequence[Group], config: BenchmarkConfig) -> Iterator[Finding]:
    """Yield what stands in two splits because its authors put it there."""
    names = tuple(config.splits)
    for group in groups:
        named = [place for place in group.members if index.rows[place]["split"] != gathering.NO_SPLIT]
        named.sort(key=lambda place: index.order[place])  # the one that was read first is taken as right
        for place in named[1:]:
            first, split = index.rows[named[0]]["split"], index.rows[place]["split"]
            if first != split:
                one, text = _texts(index.folder, index.rows[[named[0], place]])
                alike = None if one == text else duplicates.similarity(one, text)
                other = index.article_id(named[0])
                yield gathering.located(articles.leaks(index.place(place), other, names[first], alike))


def assign(index: Index, groups: Sequence[Group], config: BenchmarkConfig) -> NDArray[np.int16]:
    """Return the split of every article, as its place in benchmark.toml; those of a group are together."""
    names = tuple(config.splits)
    codes = {name: code for code, name in enumerate(names)}
    named, published = index.rows["split"], index.rows["published"]
    splits = named.copy()

    def claim(place: int) -> Claim:
        split = None if named[place] == gathering.NO_SPLIT else names[named[place]]
        return Claim(index.article_id(place), split, published[place].decode() or None)

    for group in groups:
        splits[list(group.members)] = codes[split_of([claim(place) for place in group.members], config)]
    alone = np.flatnonzero(splits == gathering.NO_SPLIT)
    for at in range(0, len(alone), _AT_ONCE):
        some = alone[at : at + _AT_ONCE]
        if config.since:
            drawn = (split_of([claim(place)], config) for place in some.tolist())
        else:
            # Nothing but the id has a say, and a claim takes longer than the draw.
            drawn = (draw(one.decode(), config.splits, config.seed) for one in index.ids[some].tolist())
        splits[some] = [codes[name] for name in drawn]
    return splits


def report(
    index: Index, groups: Sequence[Group], splits: NDArray[np.int16], config: BenchmarkConfig
) -> Leakage | None:
    """Return what the manifest says of equal and nearly equal texts, null where they were not looked for."""
    if config.leakage is None:
        return None
    names = tuple(config.splits)
    return Leakage(
        threshold=config.leakage,
        groups=tuple(
            CopyGroup(
                split=names[splits[group.members[0]]],
                articles=tuple(index.article_id(place) for place in group.members),
                pairs=tuple(
                    NearCopies(
                        articles=(index.article_id(pair.one), index.article_id(pair.other)),
                        similarity=round(pair.similarity, PLACES),
                    )
                    for pair in group.pairs
                ),
            )
            for group in groups
        ),
    )


def _candidates(index: Index, crew: Crew) -> NDArray[np.int64]:
    """Return the pairs of places whose texts may be alike, (pairs, 2), each once and sorted."""
    crew = crew if len(index.ids) > FEW else crew.alone()
    width = index.sketches.width
    tasks = [range(at, min(at + _COLUMNS, width)) for at in range(0, width, _COLUMNS)]
    pairs = np.empty((0, 2), np.int64)
    for found in crew.map(partial(_share_a_key, index.sketches), tasks, "looking for like texts"):
        pairs = np.unique(np.concatenate([pairs, found]), axis=0)
    return pairs


def _share_a_key(sketches: Sketches, columns: range) -> NDArray[np.int64]:
    return duplicates.candidates(sketches.columns(columns))


def _compare(folder: Path, threshold: float, task: tuple[NDArray[np.int64], NDArray[np.void]]) -> list[Pair]:
    """Return those of some pairs of places, (pairs, 2), with their rows, that are alike."""
    pairs, rows = task
    alike = []
    for (one, other), both in zip(pairs.tolist(), rows, strict=True):
        similarity = duplicates.similarity(*_texts(folder, both))
        if similarity >= threshold:
            alike.append(Pair(one, other, similarity))
    return alike


def _texts(folder: Path, rows: NDArray[np.void]) -> Iterator[str]:
    for line in gathering.lines(folder, rows):
        yield _TEXT.decode(line).text
