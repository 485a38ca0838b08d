"""Second half of a build: the articles of a split, in parts that are written apart, to lines and tables."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmark.corpus import gathering
from benchmark.corpus.census import Census
from benchmark.records.article import Article
from benchmark.records.stub import withhold
from benchmark.store import codec, dataset, files, output
from benchmark.store.columns import CONFIGS
from benchmark.store.dataset import Size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from benchmark.corpus.crew import Crew

PART: Final = 10_000
"""Articles in a part: one Parquet file of each config."""

_COPIED: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some articles of a split, as rows of the index.

    ``blind`` leaves out what tells of events; ``withheld`` is a split of which no article has gold;
    without ``texts`` stubs are written, and the digest of the lines is that of those with texts.
    """

    split: str
    number: int
    rows: NDArray[np.void]
    blind: bool
    withheld: bool
    texts: bool = True

    @property
    def as_put(self) -> bool:
        """Whether its lines are published as they were put aside."""
        return self.texts and not self.blind


@dataclass(frozen=True, slots=True)
class Written:
    """What a part came to: counts, and by config the size and the sha256 of its table."""

    census: Census
    tables: Mapping[str, tuple[Size, str]]


@dataclass(slots=True)
class Contents:
    """What stands in a release: by split counts and the digest of its lines, by config and split sizes.

    ``digests`` has the sha256 of files by their path, of all that are large.
    """

    censuses: dict[str, Census] = dataclasses.field(default_factory=dict)
    lines: dict[str, str] = dataclasses.field(default_factory=dict)
    sizes: dict[str, dict[str, Size]] = dataclasses.field(default_factory=dict)
    digests: dict[str, str] = dataclasses.field(default_factory=dict)

    def add(self, split: str, part: Written) -> None:
        """Add the counts and sizes of a part of a split."""
        self.censuses[split] = self.censuses.get(split, Census()) + part.census
        for config, (size, _) in part.tables.items():
            sizes = self.sizes[config]
            sizes[split] = sizes.get(split, Size()) + size


def parts(rows: Mapping[str, NDArray[np.void]], blind: str | None, *, texts: bool = True) -> Iterator[Part]:
    """Yield the parts of splits, given the rows of each in the order of ids."""
    for split, members in rows.items():
        for number, at in enumerate(range(0, len(members), PART)):
            yield Part(
                split=split,
                number=number,
                rows=members[at : at + PART],
                blind=split == blind,
                withheld=split == blind or not members["annotated"].any(),
                texts=texts,
            )


def write(folder: Path, lines: Path, todo: Sequence[Part], crew: Crew) -> Contents:
    """Write lines and tables of a release into its folder; ``lines`` is where the canonical ones were put."""
    texts = all(part.texts for part in todo)
    shown = "jsonl" if texts else "stubs"
    for kind in {"jsonl", shown, *CONFIGS}:
        (folder / kind).mkdir()
    contents = Contents(sizes={config: {} for config in CONFIGS})
    drafts: dict[tuple[str, str], list[tuple[Path, str]]] = {}
    results = crew.map(partial(_write, folder, lines), todo, "writing")
    with contextlib.ExitStack() as opened:
        outs = {
            split: opened.enter_context(_Lines(folder / shown / f"{split}.jsonl"))
            for split in dict.fromkeys(part.split for part in todo)
        }
        copied = _copied(outs, lines, todo)
        next(copied, None)
        for part in todo:
            # One part ahead of the tables: at the end there is nothing left to do but for these.
            next(copied, None)
            done = next(results)
            contents.add(part.split, done)
            if not part.as_put:
                _append(outs[part.split], folder, lines, part)
            for config, (_, digest) in done.tables.items():
                draft = _draft(folder, config, part)
                drafts.setdefault((config, part.split), []).append((draft, digest))
                # While others work: in the end there is less to wait for.
                output.sync(draft)
        contents.lines = {split: out.digest for split, out in outs.items()}
    if texts:
        contents.digests = {f"jsonl/{split}.jsonl": digest for split, digest in contents.lines.items()}
    else:
        (folder / "jsonl").rmdir()
    contents.digests.update(_named(folder, drafts))
    for config in CONFIGS:
        if not contents.sizes[config]:
            del contents.sizes[config]
            (folder / config).rmdir()
    return contents


def _named(
    folder: Path, drafts: Mapping[tuple[str, str], Sequence[tuple[Path, str]]]
) -> Iterator[tuple[str, str]]:
    """Give drafts of tables their names, and yield these with the sha256 of each.

    Parts without rows have no file, so only in the end is it known how many there are.
    """
    for (config, split), tables in drafts.items():
        for number, (draft, digest) in enumerate(tables):
            name = dataset.path(config, split, number, len(tables))
            draft.rename(folder / name)
            yield name, digest


class _Lines:
    """The canonical JSON Lines of a split, or stubs of them, put together; the sha256 is of the lines."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=files.BUFFER)
        self._path = path
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, lines: Iterable[bytes], stubs: Iterable[bytes] | None = None) -> None:
        """Append lines, or the stubs that are shown in their place."""
        for data in lines:
            self._digest.update(data)
            if stubs is None:
                self._file.write(data)
        self._file.writelines(stubs or ())
        self._file.flush()
        output.sync(self._path)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def _copied(outs: Mapping[str, _Lines], lines: Path, todo: Iterable[Part]) -> Iterator[Part]:
    """Append the lines of each part that are as they were put, and yield it: they wait for no tables."""
    for part in todo:
        if part.as_put:
            outs[part.split].append(gathering.lines(lines, part.rows))
        yield part


def _append(out: _Lines, folder: Path, lines: Path, part: Part) -> None:
    """Append the lines of a part that others show, of which it has left drafts."""
    whole = _drafted(_draft(folder, "jsonl", part)) if part.blind else gathering.lines(lines, part.rows)
    out.append(whole, None if part.texts else _drafted(_draft(folder, "stubs", part)))


def _write(folder: Path, lines: Path, part: Part) -> Written:
    """Write the tables of a part, and of what its lines are not as they were put: drafts of them."""
    drafts = {config: _draft(folder, config, part) for config in CONFIGS}
    with (
        _opened(folder, "jsonl", part, needed=part.blind) as blinded,
        _opened(folder, "stubs", part, needed=not part.texts) as stubs,
        dataset.Writer(drafts, withheld=part.withheld, texts=part.texts) as tables,
    ):
        for whole in gathering.lines(lines, part.rows):
            line = whole
            if blinded is not None:
                line = _blinded(line)
                blinded.write(line)
            if stubs is not None:
                line = codec.canonical(withhold(msgspec.json.decode(line, type=Article))) + b"\n"
                stubs.write(line)
            tables.add(line)
    written = {config: (size, files.digest_file(drafts[config])) for config, size in tables.sizes.items()}
    return Written(Census.of(tables.labels), written)


def _blinded(line: bytes) -> bytes:
    """Return what those may see who predict: no events, nor tags, which tell of events."""
    article = msgspec.json.decode(line, type=Article)
    return codec.canonical(dataclasses.replace(article, events=None, tags=())) + b"\n"


def _opened(folder: Path, kind: str, part: Part, *, needed: bool) -> AbstractContextManager[BinaryIO | None]:
    return _draft(folder, kind, part).open("wb") if needed else contextlib.nullcontext()


def _drafted(path: Path) -> Iterator[bytes]:
    """Yield a draft piece by piece, and remove it."""
    with path.open("rb") as file:
        while data := file.read(_COPIED):
            yield data
    path.unlink()


def _draft(folder: Path, kind: str, part: Part) -> Path:
    return folder / kind / f"{part.split}-{part.number}"
