"""Importers: annotation exports and corpora to a corpus folder that ``bench build`` takes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, cast

from benchmark import registry
from benchmark.corpus import config
from benchmark.corpus.importers import sniffing
from benchmark.corpus.importers.formats import ALSO_CALLED, IMPORTERS, NOT_READ, OF_ONE_CORPUS
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import FindingsError, MisuseError, UnknownNameError
from benchmark.records.text import listed
from benchmark.store import codec, files, output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.records.manifest import BenchmarkConfig


REPORT: Final = "import-report.txt"
"""The whole import report, in the corpus folder."""


class Importer(Protocol):
    """What a format's name stands for: an entry of ``IMPORTERS``, or of the group ``dateline.importers``."""

    def __call__(self, path: Path, ledger: Ledger, options: Options) -> Corpus:
        """Return the corpus at a path, labels as the options say; enters each annotation in the ledger."""


class CorpusImporter(Protocol):
    """What the name of one of ``OF_ONE_CORPUS`` stands for."""

    def __call__(self, path: Path, journal: Journal) -> Corpus:
        """Return the corpus at a path; what could not be taken over as it stands is said in the journal."""


def import_corpus(
    format_name: str, path: Path, out: Path, say: Callable[[str], None], options: Options | None = None
) -> list[Path]:
    """Write the corpus folder ``out`` and return the paths of what is in it, the report of the import said.

    Importing the same again changes nothing. Of several annotators each has a corpus folder in ``out``.

    Raises:
        UnknownNameError: there is no such format.
        MisuseError: it is one of ``NOT_READ``, it is one of ``OF_ONE_CORPUS`` and there are options,
            ``path`` is missing, holds nothing of this format, or looks like another.
        FindingsError: the source cannot be made a valid corpus.
        CheckError: ``out`` is there with other content.
    """
    plain = format_name.lower().replace("_", "-")
    if plain in NOT_READ:
        raise MisuseError(f"{format_name} is not read; {NOT_READ[plain]}")
    known = ALSO_CALLED.get(plain, plain)
    if known in IMPORTERS and known != format_name:
        raise MisuseError(f"{format_name} is read as {known}: name that")
    try:
        importer = registry.find("dateline.importers", format_name, IMPORTERS)
    except UnknownNameError as error:
        resemblance = _resemblance(path, format_name)
        error.args = (f"{error}; {path} {resemblance}" if resemblance else str(error),)
        raise
    if not path.exists():
        raise MisuseError(f"{path}: no such file or folder")
    journal = Journal()
    corpus = _read(format_name, importer, path, journal, options)
    zips = [file.name for file in files.below(path) if file.suffix.lower() == ".zip"] if path.is_dir() else []
    if zips and format_name != "inception":
        journal.remark(f"zips are not looked into: unpack {listed(zips)}")
    contents = dict(_contents(corpus, journal))
    output.publish_files(out, contents)
    for line in journal.screen():
        say(line)
    shown = {name if name.startswith("responses/") else name.split("/")[0] for name in contents}
    return [out / name for name in sorted(shown)]


def _resemblance(path: Path, format_name: str) -> str:
    """Return what to say of a path that looks like another format than was named, else nothing."""
    kind = sniffing.looks_like(path) if path.exists() else None
    if kind in {None, format_name} or (kind == "zip" and format_name == "inception"):
        return ""
    if kind == sniffing.OURS:
        return "holds articles as bench build takes them, with nothing to import"
    return f"looks like {kind}: {NOT_READ.get(kind) or f'name {kind}'}"


def _read(
    format_name: str,
    importer: Importer | CorpusImporter,
    path: Path,
    journal: Journal,
    options: Options | None,
) -> Corpus:
    if format_name in OF_ONE_CORPUS and options not in (None, Options()):
        takers = ", ".join(sorted({*IMPORTERS}.difference(OF_ONE_CORPUS)))
        raise MisuseError(f"{format_name} brings its own ontology and licence: options are for {takers}")
    try:
        if format_name in OF_ONE_CORPUS:
            return cast("CorpusImporter", importer)(path, journal)
        return cast("Importer", importer)(path, Ledger(journal), options or Options())
    except (FindingsError, MisuseError) as error:
        resemblance = _resemblance(path, format_name)
        if not resemblance or (resemblance.endswith("instead") and str(error).endswith("instead")):
            raise  # or the refusal has said already what to export
        told = str(error) if isinstance(error, MisuseError) else f"{path} is not read as {format_name}"
        raise MisuseError(f"{told}; it {resemblance}") from None


def _contents(corpus: Corpus, journal: Journal) -> Iterator[tuple[str, bytes]]:
    """Yield the name in the corpus folder and the bytes of each file."""
    yield REPORT, "".join(f"{line}\n" for line in journal.full()).encode()
    for annotator, articles in corpus.annotators.items():
        # Their releases would else be one name for two things.
        benchmark = replace(corpus.config, name=f"{corpus.config.name}-{annotator}")
        for name, data in _folder(replace(corpus, config=benchmark, articles=articles)):
            yield f"{annotator}/{name}", data
    if not corpus.annotators:
        yield from _folder(corpus)


def _folder(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Yield what makes a folder one that ``bench build`` takes."""
    yield config.FILE, _toml(corpus.config)
    yield f"ontologies/{corpus.ontology.name}.json", codec.pretty(corpus.ontology)
    for article in corpus.articles:
        yield f"articles/{article.article_id}.json", codec.pretty(article)
    for name, run in corpus.runs.items():
        yield f"responses/{name}/predictions.jsonl", codec.canonical_lines(run.predictions)
        yield f"responses/{name}/system.json", codec.pretty(run.system)


_SAID: Final = ("name", "version", "license", "ontology", "annotates", "match")


def _toml(benchmark: BenchmarkConfig) -> bytes:
    # Names, versions and licences are ASCII without control characters, where a JSON string is a TOML one.
    lines = [
        *(f"{key} = {json.dumps(getattr(benchmark, key))}" for key in _SAID),
        "",
        "[splits]",
        *(f"{name} = {share}" for name, share in benchmark.splits.items()),
        f"seed = {json.dumps(benchmark.seed)}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()
