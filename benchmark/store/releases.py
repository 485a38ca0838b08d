"""The door for releases that ``bench build`` made."""

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmark.records.article import ARTICLE_ID, Article
from benchmark.records.errors import DatelineError, MisuseError, OtherVersionError, UnknownNameError
from benchmark.records.manifest import Manifest
from benchmark.records.ontology import Ontology
from benchmark.store import articles, codec, files, ontologies, schema
from benchmark.store.files import LINE_BYTES, Line, below, digest_file, read_lines
from benchmark.store.intake import take

MANIFEST: Final = files.MANIFEST
ONTOLOGY: Final = "ontology.json"
KEY: Final = "blind.key"
"""The key of a commitment: in a gold half, and beside the benchmark.toml that it is built from."""
WITHOUT_TEXTS: Final = "-without-texts"
"""How the folder of a release without texts ends."""
_BEGINNING: Final = re.compile(rf'\{{"article_id":"({ARTICLE_ID})"'.encode())


@dataclass(frozen=True, slots=True)
class Release:
    """A release directory: identity, ontology, and the articles of each split when asked for."""

    path: Path
    manifest: Manifest
    ontology: Ontology

    def articles(self, split: str) -> list[Article]:
        """Return the articles of a split, by article id; without events where its gold is withheld.

        Raises:
            UnknownNameError: it has no such split.
            FindingsError: its JSON Lines are not what the schema says.
            OtherVersionError: they are others than the manifest names.
            MisuseError: it is a release without texts.
        """
        judge = articles.Judge(ontologies.only(self.ontology))
        taken = take(read_lines(self._file(split), total=None), judge)
        return sorted(taken, key=lambda article: article.article_id)

    def lines(self, split: str) -> Iterator[tuple[str, Line]]:
        """Yield the id and the line of each article of a split; its value are the bytes, not yet parsed.

        Raises:
            UnknownNameError, OtherVersionError: as ``articles``.
            MisuseError: its JSON Lines are not there, as in a release without texts.
            FindingsError: a line does not begin as canonical ones do, with the id.
        """
        path = self._file(split)
        if not path.is_file():
            raise MisuseError(f"{path}: no such file")
        with path.open("rb") as stream:
            for number in itertools.count(1):
                read = stream.readline(LINE_BYTES + 1)
                if not read:
                    return
                data = read.removesuffix(b"\n")
                line = Line(str(path), number, data)
                match = _BEGINNING.match(data)
                if match is None or len(data) > LINE_BYTES:
                    raise line.place.refusal("value", "is no article in canonical form")
                yield match[1].decode(), line

    def elsewhere(self, split: str) -> Iterator[tuple[str, str]]:
        """Yield id and split of each article that is not of a split, as far as the others are whole."""
        for other in self.manifest.splits:
            if other != split:
                # Who asks has a wrong id to explain, which is no worse for a split that is not there.
                with suppress(DatelineError):
                    for article_id, _ in self.lines(other):
                        yield article_id, other

    def stubs(self, split: str) -> Iterator[Line]:
        """Yield the lines of a split of a release without texts, not yet checked against their schema."""
        return read_lines(self.path / "stubs" / f"{split}.jsonl", total=None)

    def has_gold(self, split: str) -> bool:
        """Whether the events of a split are here; raises UnknownNameError where it has no such split."""
        self._require(split)
        return split not in self.manifest.withheld

    def _file(self, split: str) -> Path:
        self._require(split)
        if not self.manifest.texts:
            raise MisuseError(f"{self.path} has no texts: bench rehydrate joins it to your own copies")
        path = self.path / "jsonl" / f"{split}.jsonl"
        if path.is_file() and digest_file(path) != self.manifest.splits[split].digest:
            # A signature quotes the manifest's digest: it must be that of the articles scored.
            raise OtherVersionError(f"{path} is not the split that {self.path / MANIFEST} names")
        return path

    def _require(self, split: str) -> None:
        if split not in self.manifest.splits:
            raise UnknownNameError("split", split, self.manifest.splits)


def open_release(path: Path) -> Release:
    """Return the release in a directory.

    Raises:
        MisuseError: the path is no release directory.
        FindingsError: its manifest or its ontology is not what the schema says.
        OtherVersionError: its ontology is another than the one the manifest names, or the manifest says of
            itself another digest than it has.
    """
    manifest = read_manifest(path)
    splits = {split: summary.digest for split, summary in manifest.splits.items()}
    wanted = release_digest(splits, manifest.annotates, manifest.match, manifest.ontology.digest)
    if manifest.digest != wanted:
        # A signature quotes it, and what is annotated and how texts match moves numbers.
        raise OtherVersionError(
            f"{path / MANIFEST} names another digest than its splits, ontology, annotates and match make"
        )
    _require_file(path, ONTOLOGY)
    ontology = ontologies.read(path / ONTOLOGY)
    if codec.digest(ontology) != manifest.ontology.digest:
        raise OtherVersionError(f"{path / ONTOLOGY} is not the ontology that {path / MANIFEST} names")
    return Release(path, manifest, ontology)


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a release directory; errors as ``open_release``."""
    _require_file(path, MANIFEST)
    manifest: Manifest = schema.read("manifest", path / MANIFEST)
    return manifest


def release_digest(splits: Mapping[str, str], annotates: Iterable[str], match: str, ontology: str) -> str:
    r"""Return the sha256, in hex, of these UTF-8 lines, each ended by one ``\n``.

    ``<split> <digest of the split>`` for each split in the order of code points, then
    ``annotates <names in the order of records.manifest.ANNOTATIONS, joined by commas>``, ``match <match>``
    and ``ontology <digest of the ontology>``. A split's digest is the sha256 of ``jsonl/<split>.jsonl``.
    """
    lines = [
        *(f"{split} {splits[split]}" for split in sorted(splits)),
        f"annotates {','.join(annotates)}",
        f"match {match}",
        f"ontology {ontology}",
    ]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def files_of(path: Path) -> dict[str, Path]:
    """Return the files of a release directory by their path in it, with slashes.

    What begins with a dot at the top is no part of it: git, the Hub's client and the lock put it there.
    Raises MachineError where a folder may not be read.
    """
    return {file.relative_to(path).as_posix(): file for file in below(path, deep=False)}


def _require_file(path: Path, name: str) -> None:
    if not (path / name).is_file():
        reason = "it is a file, want a folder" if path.is_file() else "there is no such folder"
        reason = f"it has no {name}" if path.is_dir() else reason
        nested = min(path.glob(f"*/{MANIFEST}"), default=None)
        if path.exists() and (articles.corpus_of(path) / files.BENCHMARK).is_file():
            reason += "; bench validate checks its articles, and bench build makes one of them"
        elif nested is not None:
            reason += f", as {nested.parent} has"
        raise MisuseError(f"{path} is no release: {reason}")
