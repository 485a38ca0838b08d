"""The door for annotated articles."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Self

from benchmark.records.article import Article
from benchmark.records.errors import Finding, MisuseError, UnknownNameError, nearest
from benchmark.records.ontology import Ontology
from benchmark.store import codec, gold, schema, syntax, typed
from benchmark.store.files import MANIFEST, TOTAL_BYTES, Line, parsed, raw_document, raw_lines, shelf
from benchmark.store.findings import Place, cut
from benchmark.store.intake import take
from benchmark.store.labels import Labels, labels
from benchmark.store.syntax import FINDINGS_OF_A_VALUE


def read(paths: Iterable[Path], ontology: Callable[[str], Ontology]) -> list[Article]:
    """Return the articles of files and folders, by article id, with dates and tags in canonical form.

    A folder means its ``articles/*.json``, or where it has no such folder its ``*.json``; a ``.json`` file is
    one article, any other JSON Lines. ``ontology`` answers ``name@version`` or raises UnknownNameError.

    Raises:
        FindingsError: with all findings of all files.
        MisuseError: a path is not there, or a folder has no articles.
    """
    articles = take(lines(paths), Judge(ontology))
    return sorted(articles, key=lambda article: article.article_id)


def lines(paths: Iterable[Path]) -> Iterator[Line]:
    """Yield the rows of files and folders as ``read`` understands them."""
    for path in paths:
        for file in files_of(path):
            yield from lines_of(file, total=None)


def lines_of(file: Path, *, total: int | None = TOTAL_BYTES) -> Iterator[Line]:
    """Yield the rows of a file: a ``.json`` one holds one value, any other is JSON Lines."""
    yield from map(parsed, raw_lines_of(file, total=total))


def raw_lines_of(file: Path, *, total: int | None, part: tuple[int, int] | None = None) -> Iterator[Line]:
    """Yield the rows of a file as ``lines_of`` does, not yet parsed; of a ``part`` as ``files.raw_lines``."""
    if file.suffix == ".json":
        yield raw_document(file)
    else:
        yield from raw_lines(file, total=total, part=part)


class Judge:
    """Judges articles one by one, and each against those before: ids stand once, texts in one split.

    ``alone`` leaves the second out, for one who sees a part of the articles.
    """

    def __init__(self, ontology: Callable[[str], Ontology], *, alone: bool = False) -> None:
        self._ontology = ontology
        self._alone = alone
        self._labels: dict[str, Labels | UnknownNameError] = {}
        self.places: dict[str, Place] = {}
        """Where each id stood first; empty where each article is judged alone."""
        self.texts: dict[bytes, dict[str, str]] = {}
        """Of each text, by its hash, the first article of each split."""

    def beside(self, ontology: Callable[[str], Ontology]) -> Self:
        """Return a judge by other ontologies that shares with this one what it saw of ids and texts."""
        other = type(self)(ontology, alone=self._alone)
        other.places, other.texts = self.places, self.texts
        return other

    def __call__(self, line: Line) -> tuple[Article | None, list[Finding]]:
        """Return the article, None where it has findings, and these."""
        place, value = line.place, line.value
        if self._is_sound(schema.typed_value("article", value)):
            findings = [] if self._alone else list(self._among_others(value, place))
            return (None if findings else codec.decode(Article, value)), findings
        article: Article | None = schema.admit("article", value)
        if article is None and (mistaken := schema.mistake("article", value, place)):
            return None, [mistaken]
        findings = [] if article is not None else schema.explain("article", value, place)
        if isinstance(value, dict):
            known = self._known(value.get("ontology"))
            if isinstance(known, UnknownNameError):
                name = value["ontology"]
                message, allowed, near = "is unknown", ", ".join(known.known), nearest(name, known.known)
                findings.append(
                    place.finding(("ontology",), "value", message, found=name, allowed=allowed, near=near)
                )
            names = known if isinstance(known, Labels) else None
            findings += islice(gold.check(value, names, place), FINDINGS_OF_A_VALUE)
            if not self._alone:
                findings += self._among_others(value, place)
        if article is None or findings:
            return None, findings
        return gold.canonical(article), []

    def spelled(self, data: bytes) -> tuple[Article, bytes] | None:
        """Return an article, as ``typed`` has it, and its canonical spelling, given the bytes of a line.

        None where something may be wrong with them, or is not as we write it: then the long way is to be
        gone, of parsing the line and calling the judge. No record is made, which takes longer than all else.
        What articles have in common is not judged.
        """
        given: Article | None = schema.typed_line("article", data, filled=False)
        if given is None:
            return None
        spelling = typed.spelling(given)
        if not syntax.is_once(data, spelling, shortest=True):
            return None
        if self._is_sound(given):
            return given, spelling
        # Defaults may stand for keys that were left out, as in many a corpus.
        whole: Article | None = schema.typed_line("article", data)
        return (whole, typed.spelling(whole)) if whole and self._is_sound(whole) else None

    def _is_sound(self, article: Article | None) -> bool:
        """Return whether the short way tells that an article is right that fits the schema."""
        if article is None:
            return False
        names = self._known(article.ontology)
        return isinstance(names, Labels) and gold.is_sound(article, names)

    def _known(self, key: object) -> Labels | UnknownNameError | None:
        if not isinstance(key, str):
            return None
        if key not in self._labels:
            try:
                self._labels[key] = labels(self._ontology(key))
            except UnknownNameError as error:
                self._labels[key] = error
        return self._labels[key]

    def _among_others(self, value: dict[str, object], place: Place) -> Iterator[Finding]:
        article_id, text, split = (value.get(key) for key in ("article_id", "text", "split"))
        if isinstance(article_id, str):
            first = self.places.setdefault(article_id, place)
            if first is not place:
                yield twice(article_id, place, first)
        if isinstance(text, str) and isinstance(split, str):
            # The hash, not the text, is kept: a corpus may be larger than memory.
            splits = self.texts.setdefault(hashlib.sha256(text.encode()).digest(), {})
            splits.setdefault(split, str(article_id))
            other = next((name for name in splits if name != split), None)
            if other is not None:
                yield leaks(place, splits[other], other)


def twice(article_id: str, place: Place, first: Place) -> Finding:
    """Return the finding of an id that another article has."""
    message = f"stands twice, first in {first.file}:{first.line}"
    return place.finding(("article_id",), "duplicate-id", message, found=article_id)


def leaks(place: Place, other: str, split: str, similarity: float | None = None) -> Finding:
    """Return the finding of a text that another split has too, or nearly: then ``similarity`` is told."""
    other, split = cut(other), cut(split)
    message = f"is the text of {other} in split {split} too"
    if similarity is not None:
        message = (
            f"is nearly the text of {other} in split {split}: {similarity:.2f} of their word 3-grams agree"
        )
    return place.finding(("text",), "leakage", message)


def corpus_of(path: Path) -> Path:
    """Return the folder of the corpus that a path of articles means or lies in: its ontologies lie there."""
    folder = path if path.is_dir() else path.parent
    return folder.parent if folder.name == "articles" else folder


def files_of(path: Path) -> list[Path]:
    """Return the files that a path means, as ``read`` understands it; raises MisuseError, MachineError."""
    if not path.is_dir():
        return [path]
    inner = path / "articles"
    folder = inner if inner.is_dir() else path
    files = shelf(folder, ".json")
    if not files and (path / MANIFEST).is_file():
        raise MisuseError(f"{path} is a release, not a corpus of articles: bench verify checks it")
    if not files:
        near = min(shelf(path, ".jsonl", ".jsonl.gz"), default=None)
        hint = f", did you mean {near}?" if near else ""
        raise MisuseError(f"{path} has no articles: no *.json in {folder}{hint}")
    return files
