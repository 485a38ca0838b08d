"""The door for several annotations of the same articles: a folder or file is one annotator's."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmark.records.agreement import Agreement, AgreementSummary
from benchmark.records.article import Article
from benchmark.records.errors import CheckError, Finding, FindingsError, MisuseError, UnknownNameError
from benchmark.store import articles, intake, ontologies, schema
from benchmark.store.files import Line
from benchmark.store.findings import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmark.records.ontology import Ontology
    from benchmark.store.findings import Place

SHARED: Final = ("text", "title", "published", "language", "ontology")
"""What annotators are given and must not differ in, though a tool may lose it; else the first one's count."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotator's articles, by id and in order of it; ontologies of their own lie in ``folder``."""

    name: str
    folder: Path
    articles: Mapping[str, Article]

    def ontology(self, key: str) -> Ontology:
        """Return the ontology of a key ``name@version``; raises UnknownNameError."""
        return ontologies.load(key, self.folder)

    def own_ontologies(self, keys: Iterable[str]) -> list[Ontology]:
        """Return those of the ontologies, by key, that Dateline does not ship, or not with this content."""
        own = []
        for ontology in map(self.ontology, sorted(keys)):
            try:
                shipped = ontologies.load(ontology.key)
            except UnknownNameError:
                shipped = None
            if ontology != shipped:
                own.append(ontology)
        return own


def read(paths: Sequence[Path]) -> list[Annotation]:
    """Return what each path holds (as ``articles.read`` understands it), named after the paths.

    Ontologies of their own lie beside the articles, or beside the folder of them.

    Raises:
        FindingsError: with all findings of all files, or else with every article in which annotators differ
            in what all were given.
        MisuseError: a path is not there, has no articles, or stands twice.
    """
    names = _names(paths)
    found: list[Finding] = []
    taken: list[tuple[dict[str, Article], dict[str, Place]]] = []
    for path in paths:
        witness = articles.Judge(partial(ontologies.load, folder=articles.corpus_of(path)))
        try:
            judged = intake.take(articles.lines([path]), witness)
        except FindingsError as error:
            found += error.findings
            continue
        taken.append(({article.article_id: article for article in judged}, witness.places))
    found = found or list(_differences(taken))
    if found:
        raise FindingsError(found)
    return [
        Annotation(name, articles.corpus_of(path), dict(sorted(shelf.items())))
        for name, path, (shelf, _) in zip(names, paths, taken, strict=True)
    ]


def no_common_article(read: Sequence[Annotation]) -> CheckError:
    """Return the error that no article is annotated by two, with a text that has two ids, if there is one."""
    first = ", ".join(f"{one.name} {min(one.articles)}" for one in read)
    told = f"no article is annotated by two: none has an id in common and events in both; first ids: {first}"
    for one, other in itertools.combinations(read, 2):
        ids = {article.text: article.article_id for article in one.articles.values()}
        for article in other.articles.values():
            if article.text in ids and article.article_id not in one.articles:
                return CheckError(
                    f"{told}; {ids[article.text]} of {one.name} is the text of {article.article_id} of "
                    f"{other.name}: give it one id in both"
                )
    return CheckError(told)


def unlike_ontologies(read: Sequence[Annotation]) -> Iterator[str]:
    """Yield in what an annotator's ontology differs from the first one's that has the same key."""
    first: dict[str, Annotation] = {}
    for other in read:
        for key in sorted({article.ontology for article in other.articles.values()}):
            one = first.setdefault(key, other)
            names = one.name, other.name
            if told := ontologies.difference(one.ontology(key), other.ontology(key), names):
                yield told


def judge(
    made: Iterable[tuple[dict[str, Any], Mapping[str, Place]]], annotation: Annotation
) -> list[Article]:
    """Return articles that were made of an annotation, given as JSON.

    Beside each stand, by JSON path, the places where values were written for it: what is wrong with such a
    value is told there. Raises FindingsError.
    """
    written: dict[str, Mapping[str, Place]] = {}

    def line(article: dict[str, Any], places: Mapping[str, Place]) -> Line:
        name = f"{article['article_id']}.json"
        written[name] = places
        return Line(name, 1, article)

    try:
        return intake.take(itertools.starmap(line, made), articles.Judge(annotation.ontology))
    except FindingsError as error:
        raise FindingsError([_at_source(one, written[one.file]) for one in error.findings]) from None


def _at_source(finding: Finding, written: Mapping[str, Place]) -> Finding:
    """Return a finding in an article as one in the value that was written for it, if it is in one."""
    for path, place in written.items():
        rest = finding.path.removeprefix(path)
        if rest != finding.path and rest[:1] in ("", ".", "["):
            return replace(finding, file=place.file, line=place.line, path=f"$.value{rest}")
    return finding


def read_summary(path: Path) -> AgreementSummary:
    """Return what a release says of an agreement file, which ``bench agreement`` wrote as JSON.

    Raises:
        FindingsError: with all findings.
        MisuseError: there is no such file, or it is a folder.
    """
    agreement: Agreement = schema.read("agreement", path)
    annotators, articles_read = len(agreement.annotators), agreement.articles
    return AgreementSummary(annotators=annotators, articles=articles_read, figures=agreement.mean)


def _differences(taken: Sequence[tuple[dict[str, Article], dict[str, Place]]]) -> Iterator[Finding]:
    first: dict[str, tuple[Article, Place]] = {}
    for shelf, places in taken:
        for article_id, article in shelf.items():
            original, origin = first.setdefault(article_id, (article, places[article_id]))
            for key in SHARED:
                ours, theirs = getattr(original, key), getattr(article, key)
                if ours and theirs and ours != theirs:
                    at = f" from character {_first_difference(ours, theirs):,} on" if key == "text" else ""
                    message = f"of {article_id} differs{at} from that in {origin.file}:{origin.line}"
                    found = None if key == "text" else theirs
                    yield places[article_id].finding((key,), "value", message, found=found)


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _names(paths: Sequence[Path]) -> list[str]:
    """Return a name for each path: its last part without suffix, and more where that is not enough."""
    if len({path.resolve() for path in paths}) < len(paths):
        raise MisuseError("one path stands twice: an annotator is compared with others")
    full = [_parts(path) for path in paths]
    names = [parts[-1] for parts in full]
    for depth in range(2, max(map(len, full), default=0) + 1):
        again = {name for name, count in Counter(names).items() if count > 1}
        names = [
            "/".join(parts[-depth:]) if name in again else name
            for name, parts in zip(names, full, strict=True)
        ]
    return names


def _parts(path: Path) -> tuple[str, ...]:
    """Return the parts of a path that tell annotators apart: a folder ``articles`` tells nothing.

    They go into files, so that bytes of a name that are no UTF-8 are spelled out.
    """
    parts = tuple(map(one_line, path.resolve().parts))
    last = parts[-1].removesuffix(".gz").removesuffix(".jsonl").removesuffix(".json")
    return parts[:-1] if parts[-1] == "articles" else (*parts[:-1], last)
