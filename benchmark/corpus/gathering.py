"""First half of a build: each shard read, checked and put aside in canonical form, and an index of it all.

What a worker puts aside are two files: the canonical lines, and the keys that like texts share. What it
returns is small: findings, and a row of the index for each article. The parent holds the index, some hundred
bytes an article, in the order of ids; that order is the corpus, however it was divided.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from benchmark.corpus import duplicates
from benchmark.corpus.checks import Judge
from benchmark.records.errors import Finding, FindingsError, UnknownNameError
from benchmark.store import articles, codec, intake, shards
from benchmark.store.files import FINDINGS, read_document
from benchmark.store.findings import Place
from benchmark.store.shards import Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.corpus.crew import Crew
    from benchmark.records.article import Article
    from benchmark.records.manifest import BenchmarkConfig
    from benchmark.records.ontology import Ontology
    from benchmark.store.files import Line

BLOCK: Final = 500
"""Articles whose texts a worker holds at a time."""
NO_SPLIT: Final = -1
_ID: Final = re.compile("[a-z0-9][a-z0-9._-]{0,127}")
_BLOCK_POINTS: Final = 2_000_000
_OPEN_FILES: Final = 256
_ROW: Final = np.dtype(
    [
        ("shard", np.int32),
        ("file", np.int32),  # of the shard
        ("line", np.int32),  # of the file, from 1
        ("start", np.int64),  # of the canonical line, in the file of the shard's lines
        ("size", np.int32),  # of it, 0 where something is wrong with the article
        ("split", np.int16),  # place in benchmark.toml of the one it names, or NO_SPLIT
        ("published", "S10"),  # empty where it is null
        ("annotated", np.bool_),
    ]
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a shard came to: index rows with ids, sizes of the blocks of keys, findings, lines of a part."""

    ids: NDArray[np.bytes_]
    rows: NDArray[np.void]
    blocks: list[int]
    findings: tuple[Finding, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Index:
    """All articles in the order of their ids; ``rows`` say where each stands.

    ``order`` has the place in the input of each; ``blocks`` and ``width`` are the shapes of keys put aside.
    """

    folder: Path
    shards: Sequence[Shard]
    ids: NDArray[np.bytes_]
    rows: NDArray[np.void]
    order: NDArray[np.int64]
    blocks: Sequence[Sequence[int]]
    width: int

    def article_id(self, place: int) -> str:
        """Return the id of the article at a place in the order."""
        article_id: bytes = self.ids[place]
        return article_id.decode()

    def columns(self) -> Iterator[duplicates.Keys]:
        """Yield the keys of all articles, column by column."""
        for column in range(self.width):
            read = np.empty(len(self.ids), np.uint64)
            at = 0
            for shard, blocks in enumerate(self.blocks):
                with _keys(self.folder, shard).open("rb") as file:
                    before = 0
                    for size in blocks:
                        file.seek((before * self.width + column * size) * read.itemsize)
                        read[at : at + size] = np.frombuffer(file.read(size * read.itemsize), np.uint64)
                        at += size
                        before += size
            yield read[self.order]

    def place(self, place: int) -> Place:
        """Return the file and line where an article stood in the input."""
        row = self.rows[place]
        return Place(str(self.shards[row["shard"]].files[row["file"]]), int(row["line"]))


def gather(
    folder: Path, found: Sequence[Shard], config: BenchmarkConfig, ontology: Ontology, crew: Crew
) -> tuple[Index, list[Finding]]:
    """Return the index of all shards, and everything wrong with their articles.

    ``folder`` is where lines and keys are put aside. Raises FindingsError after the first FINDINGS.
    """
    ids: list[NDArray[np.bytes_]] = []
    rows: list[NDArray[np.void]] = []
    blocks: list[list[int]] = []
    findings: list[Finding] = []
    above = 0
    work = partial(_gather, folder, config, ontology)
    for shard, part in zip(found, crew.map(work, list(enumerate(found)), "checking articles"), strict=True):
        # A part of a file does not know how many lines stand above it.
        above = above if shard.part and shard.part[0] else 0
        part.rows["line"] += above
        ids.append(part.ids)
        rows.append(part.rows)
        blocks.append(part.blocks)
        findings += (dataclasses.replace(finding, line=finding.line + above) for finding in part.findings)
        above += part.lines
        if len(findings) > FINDINGS:
            findings.append(intake.end(Place(str(shard.files[-1]), max(above, 1))))
            raise FindingsError(findings)
    every_id, every_row = _joined(ids), _joined(rows)
    # Stable: of articles with one id the first that was read stays the first.
    order = np.argsort(every_id, kind="stable")
    every_id[:] = every_id[order]
    for name in _ROW.names or ():
        every_row[name] = every_row[name][order]  # one by one: there may be millions
    width = 1 if config.leakage is None else duplicates.COLUMNS
    index = Index(folder, found, every_id, every_row, order, blocks, width)
    return index, findings + [located(finding) for finding in _twice(index)]


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    joined = np.concatenate(parts)
    parts.clear()
    return joined


def lines(folder: Path, rows: NDArray[np.void]) -> Iterator[bytes]:
    """Yield the canonical lines of some rows of the index of ``folder``, each without its line end."""
    opened: dict[int, BinaryIO] = {}
    with contextlib.ExitStack() as files:
        for shard, start, size in zip(
            *(rows[key].tolist() for key in ("shard", "start", "size")), strict=True
        ):
            if shard not in opened:
                if len(opened) == _OPEN_FILES:
                    files.close()
                    opened.clear()
                opened[shard] = files.enter_context(_lines(folder, shard).open("rb", buffering=0))
            opened[shard].seek(start)
            yield opened[shard].read(size)


def shelf(folder: Path) -> Path:
    """Return where the canonical lines are put aside of articles that come in one shard, in order."""
    return _lines(folder, 0)


def row(start: int, size: int, *, annotated: bool) -> tuple[Any, ...]:
    """Return what the index must know of a line on the ``shelf`` for it to be written."""
    return (0, 0, 0, start, size, NO_SPLIT, "", annotated)


def rows(found: Sequence[tuple[Any, ...]]) -> NDArray[np.void]:
    """Return rows as the index has them."""
    return np.array(found, _ROW)


def located(finding: Finding) -> Finding:
    """Return a finding of a file of one value with the line on which its part of it begins."""
    if not finding.file.endswith(".json"):
        return finding
    document = read_document(Path(finding.file))
    return intake.located([finding], document.data)[0] if document.data else finding


def _twice(index: Index) -> Iterator[Finding]:
    first = 0
    for place in (np.flatnonzero(index.ids[1:] == index.ids[:-1]) + 1).tolist():
        first = first if index.ids[first] == index.ids[place] else place - 1
        yield articles.twice(index.article_id(place), index.place(place), index.place(first))


def _gather(folder: Path, config: BenchmarkConfig, ontology: Ontology, task: tuple[int, Shard]) -> Gathered:
    number, shard = task

    def named(key: str) -> Ontology:
        if key != ontology.key:
            raise UnknownNameError("ontology", key, [ontology.key])
        return ontology

    findings: list[Finding] = []
    ids: list[bytes] = []
    rows: list[tuple[Any, ...]] = []
    codes = {name: code for code, name in enumerate(config.splits)}
    with _lines(folder, number).open("wb") as out, _keys(folder, number).open("wb") as keys:
        block = _Block(keys, near=config.leakage is not None)
        for file, line, article, found in _judged(shard, Judge(config, named)):
            findings += found
            if len(findings) > FINDINGS:
                break
            if article is not None:
                data = codec.canonical(article)
                ids.append(article.article_id.encode())
                rows.append((number, file, line.number, out.tell(), len(data), *_said(article, codes)))
                out.write(data + b"\n")
                block.add(article.text)
            elif (article_id := _id(line.value)) is not None:
                ids.append(article_id)
                rows.append((number, file, line.number, 0, 0, NO_SPLIT, "", False))
                block.add("")
        block.flush()
    return Gathered(
        np.array(ids, np.bytes_), np.array(rows, _ROW), block.sizes, tuple(findings), shards.count(shard)
    )


def _judged(shard: Shard, judge: Judge) -> Iterator[tuple[int, Line, Article | None, list[Finding]]]:
    """Yield the place of each line's file in the shard, the line, and what it comes to."""
    file = 0

    def numbered() -> Iterator[Line]:
        nonlocal file
        for file, line in shards.lines(shard):  # noqa: B007 - told below
            yield line

    for line, article, found in intake.judged(numbered(), judge):
        yield file, line, article, found


class _Block:
    """Texts that wait for their keys, which are dear one by one; a block of keys stands column by column."""

    def __init__(self, file: BinaryIO, *, near: bool) -> None:
        self._file = file
        self._near = near
        self._texts: list[str] = []
        self._points = 0
        self.sizes: list[int] = []

    def add(self, text: str) -> None:
        self._texts.append(text)
        self._points += len(text)
        if len(self._texts) >= BLOCK or self._points >= _BLOCK_POINTS:
            self.flush()

    def flush(self) -> None:
        if self._texts:
            self._file.write(duplicates.sketch(self._texts, near=self._near).T.tobytes())
            self.sizes.append(len(self._texts))
            self._texts, self._points = [], 0


def _said(article: Article, codes: dict[str, int]) -> tuple[int, str, bool]:
    split = NO_SPLIT if article.split is None else codes[article.split]
    return split, article.published or "", article.events is not None


def _id(value: Any) -> bytes | None:
    """Return the id of a value that is no article, None where it has none that could be another's too."""
    article_id = value.get("article_id") if isinstance(value, dict) else None
    return article_id.encode() if isinstance(article_id, str) and _ID.fullmatch(article_id) else None


def _lines(folder: Path, shard: int) -> Path:
    return folder / f"{shard}.lines"


def _keys(folder: Path, shard: int) -> Path:
    return folder / f"{shard}.keys"
