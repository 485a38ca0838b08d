"""``bench validate``: whether files can be used, and everything that is wrong with them."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from benchmark.cli import console
from benchmark.records.errors import FindingsError, MisuseError, UnknownNameError
from benchmark.records.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmark.records.article import Article
    from benchmark.records.errors import Finding
    from benchmark.records.ontology import Ontology
    from benchmark.store import articles, intake
    from benchmark.store.files import Line
    from benchmark.store.predictions import Judge

_Record = TypeVar("_Record")
_NONE: Final = "no article, prediction, system card or ontology"


class Format(StrEnum):
    """How findings are printed."""

    TABLE = "table"
    JSON = "json"


def validate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Articles, predictions, system cards or ontologies; a folder means its articles, "
            "and - is predictions on stdin.",
        ),
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="RELEASE",
            help="Check predictions against the texts and labels of a release, cards against its name.",
        ),
    ] = None,
    split: console.Split = "test",
    output: Annotated[
        Format, typer.Option("--format", help="With json, print findings as JSON Lines on stdout too.")
    ] = Format.TABLE,
    findings: Annotated[
        Path | None,
        typer.Option("--findings", metavar="FILE", help="Write all findings as JSON Lines; - is stdout."),
    ] = None,
    _quiet: console.Quiet = False,
) -> None:
    """Check articles, predictions, cards and ontologies.

    Names everything that is wrong at once. If nothing is, says of each FILE what it holds. The keys of a
    file tell what kind it is. Labels of predictions, and the dataset that a card names, are checked only
    with --data.
    """
    from benchmark.store.findings import json_lines

    if findings is not None and not console.is_stdout(findings):
        console.refuse_overwriting("--findings", findings, _read(files))
    desk = _Desk(files, data, split)
    found: list[Finding] = []
    told: list[str] = []
    for path in files:
        try:
            told.append(desk.take(path))
        except FindingsError as error:
            found += error.findings
    everything = FindingsError(found)
    lines = "".join(json_lines(everything.findings))
    as_json = output is Format.JSON or console.is_stdout(findings)
    if findings is not None and not console.is_stdout(findings):
        console.save(findings, lines.encode())
    if as_json and found:
        console.emit(lines)
    if found:
        raise everything
    for line in told:
        if as_json:
            console.say(line)
        else:
            console.emit(line)


class _Desk:
    """Where files are handed in: it keeps what is judged across files, and the release once it is needed."""

    def __init__(self, paths: Sequence[Path], data: Path | None, split: str) -> None:
        from benchmark.store import articles, releases

        self._split = split
        self._release = None if data is None else releases.open_release(data)
        # Ontologies of their own lie beside articles, or beside the folder of them.
        self._folders = list(dict.fromkeys(map(articles.corpus_of, paths)))
        self._judges: dict[Path, articles.Judge] = {}
        self._texts: dict[str, Article] | None = None

    def take(self, path: Path) -> str:
        """Return what a file is, in a sentence; raises FindingsError."""
        from benchmark.records.text import clean
        from benchmark.store import articles, files, intake, ontologies, predictions, systems
        from benchmark.store.schema import called, recognise

        name = clean(str(path))
        if path != files.STANDARD_INPUT and path.is_dir():
            return self._told_articles(name, articles.lines([path]), path)
        lines = _rows(path)
        ahead = list(_until_readable(lines))
        kind = recognise(ahead[-1].value)
        everything = chain(ahead, lines)
        if kind == "article":
            return self._told_articles(name, everything, path)
        if kind == "system":
            key = None if self._release is None else self._release.manifest.key
            (card,) = intake.take(everything, _single(partial(systems.judge, dataset=key)))
            return f"{name}: system card of {clean(card.name)} {card.version}"
        if kind == "ontology":
            (ontology,) = intake.take(everything, _single(ontologies.judge))
            return f"{name}: ontology {clean(ontology.key)}, {counted(len(ontology.types), 'type')}"
        if kind == "prediction":
            predicted = intake.take(everything, self._predictions(name))
            if self._release is not None and self._texts is not None:
                annotates = self._release.manifest.annotates
                for doubt in predictions.doubts(predicted, self._texts, annotates):
                    console.say(f"{name}: {doubt}")
            events = sum(len(prediction.events) for prediction in predicted)
            pages = counted(len(predicted), "article")
            return f"{name}: predictions of {pages}, {counted(events, 'event')}"
        if kind is not None:
            raise ahead[-1].place.refusal("type", f"has the keys of {called(kind)}, and is {_NONE}")
        intake.take(everything, _unknown)
        raise MisuseError(f"{name} is {_NONE}")

    def _told_articles(self, name: str, lines: Iterable[Line], path: Path) -> str:
        """Return how many articles some lines hold, and events; of a corpus no article is kept in memory."""
        from benchmark.store import intake

        events = [len(article.events or ()) for article in intake.each(lines, self._articles(path))]
        if self._release is not None:
            console.say(f"{name}: --data judges predictions and cards, and these are articles")
        return f"{name}: {counted(len(events), 'article')}, {counted(sum(events), 'event')}"

    def _predictions(self, name: str) -> Judge:
        from benchmark.store.predictions import Judge

        if self._release is None:
            console.say(f"{name}: without --data, labels, article ids and offsets are not judged")
            return Judge()
        if self._texts is None:
            articles = self._release.articles(self._split)
            self._texts = {article.article_id: article for article in articles}
        return Judge(self._release.ontology, self._texts, partial(self._release.elsewhere, self._split))

    def _articles(self, path: Path) -> articles.Judge:
        """Return the judge of a file's articles: by the ontologies of its own corpus before others."""
        from benchmark.store import articles

        folder = articles.corpus_of(path)
        if folder not in self._judges:
            ontology = partial(self._ontology, folder)
            first = next(iter(self._judges.values()), None)
            self._judges[folder] = first.beside(ontology) if first else articles.Judge(ontology)
        return self._judges[folder]

    def _ontology(self, folder: Path, key: str) -> Ontology:
        from benchmark.store import ontologies

        *others, last = [folder, *(other for other in self._folders if other != folder)]
        for other in others:
            try:
                return ontologies.load(key, other)
            except UnknownNameError:
                continue
        return ontologies.load(key, last)


def _read(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are read, and the folders that mean them."""
    from benchmark.store import articles

    for path in paths:
        yield path
        if path.is_dir():
            yield from articles.files_of(path)


def _rows(path: Path) -> Iterator[Line]:
    """Return the rows of a file as it is read in use.

    Predictions are read by the line, even of a ``.json`` file, and articles however many bytes they are.
    """
    from benchmark.store import articles, files
    from benchmark.store.schema import recognise

    kind = recognise(files.read_document(path).value) if path.suffix == ".json" else None
    if kind is None and path.is_file():  # a stream is read once
        *_, first = _until_readable(files.read_lines(path))
        kind = recognise(first.value)
    total = None if kind == "article" else files.TOTAL_BYTES
    if kind != "prediction" and path.suffix == ".json":
        return articles.lines_of(path, total=total)
    return map(files.parsed, files.by_line(files.raw_lines(path, total=total)))


def _until_readable(lines: Iterator[Line]) -> Iterator[Line]:
    from benchmark.store.files import FINDINGS

    # After so many findings reading ends, whatever follows.
    for line in islice(lines, FINDINGS):
        yield line
        if line.readable:
            return


def _single(judge: intake.Judge[_Record]) -> intake.Judge[_Record]:
    """Return a judge of a file that holds one value: of each further row it says that it is one too many."""
    rows = count()

    def judged(line: Line) -> tuple[_Record | None, Iterable[Finding]]:
        if next(rows):
            return None, [line.place.finding((), "syntax", "follows the one value of such a file")]
        return judge(line)

    return judged


def _unknown(line: Line) -> tuple[None, list[Finding]]:
    return None, [
        line.place.finding(
            (), "type", f"is {_NONE}", allowed="an object with the keys of one; predictions one on each line"
        )
    ]
