"""``bench build``: a corpus to a release that `datasets` opens and anyone can verify."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Any, Final

from benchmark import __version__
from benchmark.corpus import config as configuration
from benchmark.corpus import croissant
from benchmark.corpus import manifest as summary
from benchmark.corpus.card import Card
from benchmark.corpus.checks import Judge
from benchmark.corpus.splits import split_of
from benchmark.records.agreement import AgreementSummary
from benchmark.records.article import Article
from benchmark.records.errors import CheckError, DatelineError, MisuseError, UnknownNameError
from benchmark.records.manifest import BenchmarkConfig, OntologyDigest
from benchmark.records.ontology import Ontology
from benchmark.store import articles, codec, dataset, files, intake, ontologies, releases, resources
from benchmark.store.annotations import read_summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmark.store.dataset import Size

CHECKSUMS: Final = "checksums.sha256"


@dataclasses.dataclass(frozen=True, slots=True)
class Corpus:
    """Articles in order of their ids, by split in the order of benchmark.toml; no split is empty."""

    config: BenchmarkConfig
    ontology: Ontology
    splits: Mapping[str, Sequence[Article]]
    agreement: AgreementSummary | None = None

    def blind(self, split: str) -> Corpus:
        """Return what those may see who predict this split: no events, nor tags, which tell of events."""
        seen = [dataclasses.replace(article, events=None, tags=()) for article in self.splits[split]]
        return dataclasses.replace(self, splits={**self.splits, split: seen})


def build(
    source: Path,
    out: Path,
    version: str | None = None,
    blind: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write ``<out>/<name>-<version>``, or its halves ``-public`` and ``-gold``, and return their paths.

    ``source`` is a folder of articles, or a file of JSON Lines, with benchmark.toml in it or beside it.
    ``version`` stands for the one in benchmark.toml; ``blind`` names the split whose gold the public half
    lacks. ``say`` hears of a release that is there already. Each path appears whole or not at all.

    Raises:
        FindingsError: everything that is wrong with benchmark.toml, else with the articles.
        CheckError: the version was released before, with other content.
        MisuseError: there is no such source, version or split.
        MachineError: a folder cannot be written.
    """
    corpus = read(source, version)
    if blind is None:
        halves = {"": corpus}
    elif blind in corpus.splits:
        halves = {"-public": corpus.blind(blind), "-gold": corpus}
    else:
        raise UnknownNameError("split", blind, corpus.splits)
    written = []
    for suffix, half in halves.items():
        target = out / f"{half.config.name}-{half.config.version}{suffix}"
        _publish(target, half, say)
        written.append(target)
    return written


def _publish(target: Path, corpus: Corpus, say: Callable[[str], None]) -> None:
    known = (target / CHECKSUMS).exists()
    here: list[dict[str, Any]] = []

    def fill(folder: Path) -> None:
        write(folder, corpus, target.name)
        here.append(files.read_json(folder / releases.MANIFEST))

    try:
        files.publish(target, fill)
    except CheckError:
        if not (here and _by_another_library(target, here[0])):
            raise
        say(f"{target.name} was there already, with the same articles, written by other library versions")
    else:
        if known:
            say(f"{target.name} was there already, with the same bytes")


def _by_another_library(target: Path, manifest: dict[str, Any]) -> bool:
    """Whether a release holds what ``manifest`` says, in the bytes of other library versions."""
    try:
        there = files.read_json(target / releases.MANIFEST)
    except DatelineError:
        return False
    return isinstance(there, dict) and {
        key for key in {**there, **manifest} if there.get(key) != manifest.get(key)
    } == {"written_by"}


def read(source: Path, version: str | None = None) -> Corpus:
    """Return the corpus in a folder or file, divided into splits; errors as ``build``."""
    if not source.exists():
        raise MisuseError(f"{source}: no such file or folder")
    if version is not None and not configuration.is_version(version):
        raise MisuseError("--version: want letters, digits and . _ -, at most 32, first a letter or digit")
    folder = source if source.is_dir() else source.parent
    config = configuration.read(folder / configuration.FILE)
    if version is not None:
        config = dataclasses.replace(config, version=version)
    ontology = ontologies.load(config.ontology, folder)

    def named(key: str) -> Ontology:
        if key != ontology.key:
            raise UnknownNameError("ontology", key, [ontology.key])
        return ontology

    splits: dict[str, list[Article]] = {name: [] for name in config.splits}
    taken = intake.take(articles.lines([source]), Judge(config, named))
    for article in sorted(taken, key=lambda article: article.article_id):
        splits[split_of(article, config)].append(article)
    agreement = None if config.agreement is None else read_summary(folder / config.agreement)
    filled = {name: members for name, members in splits.items() if members}
    return Corpus(config, ontology, filled, agreement)


def write(folder: Path, corpus: Corpus, name: str) -> None:
    """Fill an empty folder with the release that will be called ``name``."""
    censuses = {split: summary.count(members) for split, members in corpus.splits.items()}
    digests = {split: _lines(folder, split, members) for split, members in corpus.splits.items()}
    sizes = {config: _tables(folder, config, corpus, censuses) for config in dataset.CONFIGS}
    ontology = corpus.ontology
    manifest = summary.manifest(
        corpus.config,
        OntologyDigest(name=ontology.name, version=ontology.version, digest=codec.digest(ontology)),
        censuses,
        digests,
        {"dateline-bench": __version__, "pyarrow": version_of("pyarrow")},
    )
    if not manifest.withheld:
        # Elsewhere it would be a statistic made from gold that is not there.
        manifest = dataclasses.replace(manifest, agreement=corpus.agreement)
    card = Card(
        directory=name,
        config=corpus.config,
        manifest=manifest,
        censuses=censuses,
        sizes={config: splits for config, splits in sizes.items() if splits},
    )
    (folder / "README.md").write_text(card.render(), encoding="utf-8", newline="\n")
    (folder / releases.MANIFEST).write_bytes(codec.pretty(manifest))
    (folder / releases.ONTOLOGY).write_bytes(codec.pretty(ontology))
    tables = [dataset.path(config, split) for config, splits in card.sizes.items() for split in splits]
    parquet = {path: files.digest_file(folder / path) for path in tables}
    (folder / "croissant.json").write_bytes(codec.pretty(croissant.metadata(card, parquet)))
    (folder / "schemas").mkdir()
    for path in resources.find("schemas").glob("*.schema.json"):
        (folder / "schemas" / path.name).write_bytes(path.read_bytes())
    # Last, and the one file that it does not list; two spaces, as sha256sum reads it.
    listed = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{files.digest_file(folder / path)}  {path}\n" for path in listed]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _lines(folder: Path, split: str, members: Sequence[Article]) -> str:
    """Write the canonical JSON Lines of a split and return their sha256."""
    path = folder / "jsonl" / f"{split}.jsonl"
    path.parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for article in members:
            line = codec.canonical(article) + b"\n"
            digest.update(line)
            file.write(line)
    return digest.hexdigest()


def _tables(
    folder: Path, config: str, corpus: Corpus, censuses: Mapping[str, summary.Census]
) -> dict[str, Size]:
    """Write the Parquet files of a config and return their sizes, of splits that have rows."""
    sizes = {
        split: dataset.write(
            folder / dataset.path(config, split), config, members, withheld=not censuses[split].annotated
        )
        for split, members in corpus.splits.items()
    }
    return {split: size for split, size in sizes.items() if size.rows}
