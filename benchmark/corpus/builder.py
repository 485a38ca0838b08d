"""``bench build``: a corpus to a release that ``datasets`` opens and anyone can verify."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from benchmark import __version__
from benchmark.corpus import (
    commitment,
    croissant,
    gathering,
    hub_metadata,
    leakage,
    readme,
    succession,
    writing,
)
from benchmark.corpus import config as configuration
from benchmark.corpus import manifest as summary
from benchmark.corpus.card import Card
from benchmark.corpus.census import Census
from benchmark.corpus.crew import Crew
from benchmark.records.agreement import AgreementSummary
from benchmark.records.errors import (
    CheckError,
    DatelineError,
    FindingsError,
    MisuseError,
    UnknownNameError,
    nearest,
)
from benchmark.records.manifest import (
    TRAINING,
    BenchmarkConfig,
    CardText,
    Commitment,
    Leakage,
    Manifest,
    OntologyDigest,
)
from benchmark.records.ontology import Ontology
from benchmark.store import codec, files, ontologies, output, releases, resources, shards
from benchmark.store.annotations import read_summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmark.store.releases import Release
    from benchmark.store.shards import Shard

CHECKSUMS: Final = "checksums.sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Articles checked and divided: rows of the index, by split in the order of benchmark.toml, none empty.

    ``lines`` is the folder where their canonical lines were put aside; ``texts`` says whether they are
    published. ``key`` is that of the ``commitment`` to a blind split, and stands in its gold half alone.
    """

    config: BenchmarkConfig
    ontology: Ontology
    lines: Path
    splits: Mapping[str, NDArray[np.void]]
    leakage: Leakage | None
    agreement: AgreementSummary | None = None
    texts: bool = True
    key: bytes | None = field(default=None, repr=False)
    commitment: Commitment | None = None


def build(  # noqa: PLR0913 - what a maintainer may decide
    source: Path,
    out: Path,
    version: str | None = None,
    blind: str | None = None,
    *,
    texts: bool = True,
    crew: Crew | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write ``<out>/<name>-<version>``, or its halves ``-public`` and ``-gold``, and return their paths.

    ``source`` is a folder of articles, or a file of JSON Lines, with benchmark.toml in it or beside it.
    ``version`` stands for the one in benchmark.toml; ``blind`` names the split whose gold the public half
    lacks, and commits to where blind.key stands beside benchmark.toml. Without ``texts`` stubs are published
    in their place, under a name that says so; of two halves the gold keeps its texts. A ``crew`` shares the
    work, ends with it, and changes no byte. ``say`` is told of a release that is there already, of files
    passed over, of splits without articles and of those with gaps in their gold, and of a missing key. Each
    path appears whole or not at all.

    Raises:
        FindingsError: everything that is wrong with benchmark.toml, else with blind.key, else with the
            articles.
        CheckError: the version was released before, with other content, or is too low for what changed.
        MisuseError: there is no such source, version or split.
        MachineError: ``out`` cannot be written, another build is at work in it, or a worker died.
    """
    config = _configured(source, version, blind)
    folder = source if source.is_dir() else source.parent
    key = _key(folder, blind, say)
    ontology = ontologies.load(config.ontology, folder)
    agreement = None if config.agreement is None else read_summary(folder / config.agreement)
    plan = shards.plan(source)
    for path in sorted((source / "articles").glob("*.jsonl*")):
        say(f"{path} is not read: the articles of a folder are its *.json")
    written: list[Path] = []
    # A second is needed to start processes, less to build what one shard holds.
    small = len(plan) == 1 and plan[0].files[0].suffix != ".gz"
    crew = crew or Crew(1)
    crew = crew.alone() if small else crew
    with output.scratch(out) as scratch, crew:
        corpus = dataclasses.replace(_read(plan, scratch, config, ontology, crew), agreement=agreement)
        if blind is not None and blind not in corpus.splits:
            raise UnknownNameError("split", blind, corpus.splits)
        corpus = _committed(corpus, blind, key)
        for told in _remarks(corpus):
            say(told)
        # Gold first: only where it and the texts are here can be told whether the version is high enough.
        halves = {"": None} if blind is None else {"-gold": None, "-public": blind}
        for suffix, hidden in halves.items():
            whole = texts or suffix == "-gold"
            mark = "" if whole else releases.WITHOUT_TEXTS
            target = out / f"{config.name}-{config.version}{suffix}{mark}"
            _publish(target, dataclasses.replace(corpus, texts=whole), hidden, folder, crew, say)
            written.insert(0, target)
    return written


def _configured(source: Path, version: str | None, blind: str | None) -> BenchmarkConfig:
    """Return what benchmark.toml says of a source, with the version asked for; errors as ``build``."""
    if not source.exists():
        raise MisuseError(f"{source}: no such file or folder")
    if source.name == configuration.FILE and source.is_file():
        raise MisuseError(f"{source} says how to build: name the folder or the file of articles beside it")
    if version is not None and not configuration.is_version(version):
        raise MisuseError("--version: want letters, digits and . _ -, at most 32, first a letter or digit")
    config = configuration.read((source if source.is_dir() else source.parent) / configuration.FILE)
    if version is not None:
        config = dataclasses.replace(config, version=version)
    if blind is not None and blind not in config.splits:
        raise UnknownNameError("split", blind, config.splits)
    return config


def _key(folder: Path, blind: str | None, say: Callable[[str], None]) -> bytes | None:
    """Return the key beside benchmark.toml; None where it is not needed, or said not to be there."""
    if blind is None:
        return None
    path = folder / releases.KEY
    if path.exists():
        return commitment.read_key(path)
    say(f"the public half commits to no gold: `openssl rand -hex 32 > {path}` makes the key that it needs")
    return None


def _committed(corpus: Corpus, blind: str | None, key: bytes | None) -> Corpus:
    """Return a corpus with the commitment to the gold of its blind split, as it is without split or key."""
    if blind is None or key is None:
        return corpus
    lines = gathering.lines(corpus.lines, corpus.splits[blind])
    return dataclasses.replace(corpus, key=key, commitment=commitment.commit(blind, key, lines))


def _remarks(corpus: Corpus) -> Iterator[str]:
    """Yield what is odd about the splits: one has no articles, or gaps in its gold."""
    for name, share in corpus.config.splits.items():
        if share and name not in corpus.splits:
            yield f"split {name} has no article, and is left out"
    for name, rows in corpus.splits.items():
        bare = len(rows) - int(rows["annotated"].sum())
        if name not in TRAINING and 0 < bare < len(rows):
            yield f"split {name} cannot be scored for want of gold in {bare:,} of {len(rows):,} articles"


def _read(
    plan: Sequence[Shard], scratch: Path, config: BenchmarkConfig, ontology: Ontology, crew: Crew
) -> Corpus:
    """Return the corpus of some shards, its lines put aside in ``scratch``; raises FindingsError."""
    index, findings = gathering.gather(scratch, plan, config, ontology, crew)
    groups = leakage.search(index, config.leakage, crew)
    findings += leakage.findings(index, groups, config)
    if findings:
        raise FindingsError(findings)
    assigned = leakage.assign(index, groups, config)
    of_split = {name: index.rows[assigned == code] for code, name in enumerate(config.splits)}
    return Corpus(
        config=config,
        ontology=ontology,
        lines=scratch,
        splits={name: rows for name, rows in of_split.items() if len(rows)},
        leakage=leakage.report(index, groups, assigned, config),
    )


def _publish(  # noqa: PLR0913, PLR0917 - what is published, where, after what, and by whom
    target: Path, corpus: Corpus, blind: str | None, home: Path, crew: Crew, say: Callable[[str], None]
) -> None:
    """Write a release, or one of its halves; ``say`` is told if it was there already, and of unused tags."""
    known = (target / CHECKSUMS).exists()
    made: list[Manifest] = []

    def fill(folder: Path) -> None:
        manifest, contents = _write(folder, corpus, blind, target.name, crew)
        made.append(manifest)
        if blind is None:
            for told in _unused_tags(corpus.config.card or CardText(), contents.censuses):
                say(told)
            succession.require(_whole(folder, corpus, crew), target.parent, home, say)

    try:
        output.publish(target, fill)
    except CheckError:
        if not (made and _by_another_library(target, made[0])):
            raise
        say(f"{target.name} was there already, with the same articles, written by other library versions")
    else:
        if known:
            say(f"{target.name} was there already, with the same bytes")


def _unused_tags(said: CardText, censuses: Mapping[str, Census]) -> Iterator[str]:
    """Yield what is odd about the tags whose meaning is told: nothing has one of them."""
    labels = sum(censuses.values(), Census()).labels
    for kind, told, used in (
        ("event", said.event_tags, labels["event_tag"]),
        ("article", said.article_tags, labels["tag"]),
    ):
        untold = sorted(used.keys() - said.event_tags.keys() - said.article_tags.keys())
        for tag in sorted(told.keys() - used.keys()):
            near = nearest(tag, untold)
            hint = f", did you mean {near!r}?" if near else ""
            yield f"[card.{kind}_tags] says what {tag!r} means, which no {kind} has{hint}"


def _whole(folder: Path, corpus: Corpus, crew: Crew) -> Release:
    """Return a release just written, or in place of one without texts the same with them, put aside."""
    if not corpus.texts:
        # Stubs cannot be compared with articles, and a version is judged article by article.
        folder = corpus.lines / "whole"
        folder.mkdir()
        _write(folder, dataclasses.replace(corpus, texts=True), None, folder.name, crew)
    return releases.open_release(folder)


def _by_another_library(target: Path, manifest: Manifest) -> bool:
    """Return whether a release has this manifest, but for the versions of the libraries that wrote it."""
    try:
        there = releases.read_manifest(target)
    except DatelineError:
        return False
    return there != manifest and dataclasses.replace(there, written_by=manifest.written_by) == manifest


def _write(
    folder: Path, corpus: Corpus, blind: str | None, name: str, crew: Crew
) -> tuple[Manifest, writing.Contents]:
    """Fill an empty folder with the release that will be called ``name``, one split of it blind."""
    parts = list(writing.parts(corpus.splits, blind, texts=corpus.texts))
    contents = writing.write(folder, corpus.lines, parts, crew)
    ontology = corpus.ontology
    manifest = summary.manifest(
        corpus.config,
        OntologyDigest(name=ontology.name, version=ontology.version, digest=codec.digest(ontology)),
        contents.censuses,
        contents.lines,
        corpus.leakage,
        written_by(),
    )
    # Beside withheld gold the agreement would be a statistic made from what is not there.
    agreement = None if manifest.withheld else corpus.agreement
    manifest = dataclasses.replace(
        manifest, texts=corpus.texts, agreement=agreement, commitment=corpus.commitment
    )
    if corpus.key is not None and blind is None:
        commitment.write_key(folder / releases.KEY, corpus.key)
    complete(folder, name, manifest, ontology, contents)
    return manifest, contents


def written_by() -> dict[str, str]:
    """Return the versions that the bytes of a release depend on."""
    return {"dateline-bench": __version__, "pyarrow": version_of("pyarrow")}


def descriptions(name: str, manifest: Manifest, contents: writing.Contents) -> dict[str, bytes]:
    """Return the files that tell others what is in the release that is called ``name``: card and metadata."""
    card = Card(directory=name, manifest=manifest, censuses=contents.censuses, sizes=contents.sizes)
    parquet = {path: digest for path, digest in contents.digests.items() if path.endswith(".parquet")}
    return {
        "README.md": readme.render(card).encode(),
        "eval.yaml": hub_metadata.evaluation(card).encode(),
        "croissant.json": codec.pretty(croissant.metadata(card, parquet)),
    }


def complete(
    folder: Path, name: str, manifest: Manifest, ontology: Ontology, contents: writing.Contents
) -> None:
    """Write what stands beside the lines and tables of the release that will be called ``name``."""
    for file, data in descriptions(name, manifest, contents).items():
        (folder / file).write_bytes(data)
    (folder / releases.MANIFEST).write_bytes(codec.pretty(manifest))
    (folder / releases.ONTOLOGY).write_bytes(codec.pretty(ontology))
    (folder / "schemas").mkdir()
    for path in resources.find("schemas").glob("*.schema.json"):
        (folder / "schemas" / path.name).write_bytes(path.read_bytes())
    # Last, and the one file that it does not list; two spaces, as sha256sum reads it.
    listed = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{contents.digests.get(path) or files.digest_file(folder / path)}  {path}\n" for path in listed]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
