"""First half of a build: each shard read, checked and put aside in canonical form, and an index of it all.

What a worker puts aside are two files: the canonical lines, and the keys that like texts share. What it
returns is small: findings, and a row of the index for each article. The parent holds the index, some hundred
bytes an article, in the order of ids; that order is the corpus, however it was divided.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from benchmark.corpus import duplicates
from benchmark.corpus.checks import Judge
from benchmark.records.article import ARTICLE_ID, Article
from benchmark.records.errors import Finding, FindingsError
from benchmark.store import articles, codec, intake, ontologies, shards
from benchmark.store.files import BUFFER, FINDINGS, LINE_BYTES, parsed, read_document
from benchmark.store.findings import Place
from benchmark.store.shards import Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.corpus.crew import Crew
    from benchmark.records.manifest import BenchmarkConfig
    from benchmark.records.ontology import Ontology
    from benchmark.store.files import Line

BLOCK: Final = 500
"""Articles whose texts a worker holds at a time."""
NO_SPLIT: Final = -1
_BLOCK_POINTS: Final = 2_000_000
_OPEN_FILES: Final = 256
_ROW: Final = np.dtype(
    [
        ("shard", np.int32),
        ("file", np.int32),  # of the shard
        ("line", np.int32),  # of the file, from 1, or of the part of it
        ("start", np.int64),  # of the canonical line, in the file of the shard's lines
        ("size", np.int32),  # of it, line end and all; 0 where something is wrong with the article
        ("split", np.int16),  # place in benchmark.toml of the one it names, or NO_SPLIT
        ("published", "S10"),  # empty where it is null
        ("annotated", np.bool_),
    ]
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a shard came to: index rows with ids, sizes of the blocks of keys, and findings."""

    ids: NDArray[np.bytes_]
    rows: NDArray[np.void]
    blocks: list[int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Sketches:
    """The keys of all articles as they were put aside; ``blocks`` and ``width`` are their shapes."""

    folder: Path
    blocks: Sequence[Sequence[int]]
    width: int

    def columns(self, of: Sequence[int]) -> Iterator[duplicates.Keys]:
        """Yield some columns of the keys of all articles, in the order of ids."""
        order = np.load(_order(self.folder))
        for column in of:
            read = np.empty(len(order), np.uint64)
            at = 0
            for shard, blocks in enumerate(self.blocks):
                with _keys(self.folder, shard).open("rb") as file:
                    before = 0
                    for size in blocks:
                        file.seek((before * self.width + column * size) * read.itemsize)
                        read[at : at + size] = np.frombuffer(file.read(size * read.itemsize), np.uint64)
                        at += size
                        before += size
            yield read[order]


@dataclass(frozen=True)
class Index:
    """All articles in the order of their ids; ``rows`` say where each stands.

    ``order`` has the place in the input of each.
    """

    folder: Path
    shards: Sequence[Shard]
    ids: NDArray[np.bytes_]
    rows: NDArray[np.void]
    order: NDArray[np.int64]
    sketches: Sketches

    def article_id(self, place: int) -> str:
        """Return the id of the article at a place in the order."""
        article_id: bytes = self.ids[place]
        return article_id.decode()

    def place(self, place: int) -> Place:
        """Return the file and line where an article stood in the input."""
        shard, file, line = (int(self.rows[place][key]) for key in ("shard", "file", "line"))
        return Place(str(self.shards[shard].files[file]), self._above[shard] + line)

    @functools.cached_property
    def _above(self) -> list[int]:
        """How many lines of its file stand above each shard: only places of the few are asked for."""
        return shards.above(self.shards)


def gather(
    folder: Path, found: Sequence[Shard], config: BenchmarkConfig, ontology: Ontology, crew: Crew
) -> tuple[Index, list[Finding]]:
    """Return the index of all shards, and everything wrong with their articles.

    ``folder`` is where lines and keys are put aside. Raises FindingsError after the first FINDINGS.
    """
    ids: list[NDArray[np.bytes_]] = []
    rows: list[NDArray[np.void]] = []
    blocks: list[list[int]] = []
    findings: list[tuple[int, Finding]] = []
    work = functools.partial(_gather, folder, config, ontology)
    for number, part in enumerate(crew.map(work, list(enumerate(found)), "checking articles")):
        ids.append(part.ids)
        rows.append(part.rows)
        blocks.append(part.blocks)
        findings += ((number, finding) for finding in part.findings)
        if len(findings) > FINDINGS:
            shard = found[number]
            findings.append((number, intake.end(Place(str(shard.files[-1]), max(shards.count(shard), 1)))))
            raise FindingsError(_numbered(findings, found[: number + 1]))
    every_id, every_row = _joined(ids), _joined(rows)
    # Stable: of articles with one id the first that was read stays the first.
    order = np.argsort(every_id, kind="stable")
    every_id[:] = every_id[order]
    for name in _ROW.names or ():
        every_row[name] = every_row[name][order]  # one by one: there may be millions
    width = 1 if config.leakage is None else duplicates.COLUMNS
    np.save(_order(folder), order)  # for processes that read the keys
    index = Index(folder, found, every_id, every_row, order, Sketches(folder, blocks, width))
    return index, _numbered(findings, found) + [located(finding) for finding in _twice(index)]


def _numbered(findings: list[tuple[int, Finding]], found: Sequence[Shard]) -> list[Finding]:
    """Return findings of shards with the lines of their files: a part does not know how many are above it."""
    above = shards.above(found) if findings else []
    return [dataclasses.replace(finding, line=above[shard] + finding.line) for shard, finding in findings]


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    joined = np.concatenate(parts)
    parts.clear()
    return joined


def lines(folder: Path, rows: NDArray[np.void]) -> Iterator[bytes]:
    """Yield the canonical lines of some rows of the index of ``folder``, each with its line end."""
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
    findings: list[Finding] = []
    ids: list[bytes] = []
    rows: list[tuple[Any, ...]] = []
    codes = {name: code for code, name in enumerate(config.splits)}
    with (
        _lines(folder, number).open("wb", buffering=BUFFER) as out,
        _keys(folder, number).open("wb") as keys,
    ):
        block = _Block(keys, near=config.leakage is not None)
        judge = Judge(config, ontologies.only(ontology))
        at = 0
        for file, raw in shards.lines(shard):
            spelled, article_id, found = _judged(raw, judge)
            findings += found
            if len(findings) > FINDINGS:
                break
            if spelled is not None:
                article, data = spelled
                ids.append(article.article_id.encode())
                size = out.write(data) + out.write(b"\n")
                rows.append((number, file, raw.number, at, size, *_said(article, codes)))
                at += size
                block.add(article.text)
            elif article_id is not None:
                ids.append(article_id)
                rows.append((number, file, raw.number, 0, 0, NO_SPLIT, "", False))
                block.add("")
        block.flush()
    return Gathered(np.array(ids, np.bytes_), np.array(rows, _ROW), block.sizes, tuple(findings))


def _judged(raw: Line, judge: Judge) -> tuple[tuple[Article, bytes] | None, bytes | None, list[Finding]]:
    """Return the article of a raw line and its canonical one, else its id where it has one, and findings."""
    spelled = judge.spelled(raw.value) if raw.readable else None
    if spelled is None:
        ((line, article, found),) = intake.judged([parsed(raw)], judge)
        if article is None:
            return None, _id(line.value), found
        spelled = article, codec.canonical(article)
    article, data = spelled
    if len(data) > LINE_BYTES:
        # Keys that were left out are written, and no reader of the release would take the line.
        message = f"would be a line longer than {LINE_BYTES:,} bytes with all keys written"
        return None, article.article_id.encode(), [raw.place.finding((), "limit", message)]
    return spelled, None, []


class _Block:
    """Texts that wait for their keys, which are costly one by one; keys are written column by column."""

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
    if isinstance(article_id, str) and re.fullmatch(ARTICLE_ID, article_id):
        return article_id.encode()
    return None


def _lines(folder: Path, shard: int) -> Path:
    return folder / f"{shard}.lines"


def _keys(folder: Path, shard: int) -> Path:
    return folder / f"{shard}.keys"


def _order(folder: Path) -> Path:
    return folder / "order.npy"
