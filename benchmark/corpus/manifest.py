"""What a release holds, counted, and the digests that are its identity."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmark.corpus.stratification import stratify
from benchmark.records import SCHEMA_VERSION
from benchmark.records.manifest import BenchmarkConfig, Leakage, Manifest, OntologyDigest, SplitSummary
from benchmark.store import releases

LABELS = ("event_type", "role", "status", "granularity", "basis", "tag")
"""Kinds of label: of events, of arguments, of events, of dated events (twice), of articles."""
YEARS = ("published_in", "happened_in")
"""Years: of articles, of dated events. They are told on the card, and are no labels of the manifest."""

_CANARY = "https://dateline-bench.github.io/canary/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Counts over the articles of a split. They add.

    ``annotated`` counts articles whose gold is here: where there is none of them, counts of gold say nothing.
    """

    articles: int = 0
    annotated: int = 0
    events: int = 0
    arguments: int = 0
    dated: int = 0
    labels: Mapping[str, Counter[str]] = field(
        default_factory=lambda: {kind: Counter() for kind in (*LABELS, *YEARS)}
    )
    licenses: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, labels: Mapping[str, Counter[str]]) -> Census:
        """Return the census of articles whose labels were counted, by kind (``store.dataset.LABELS``)."""
        return cls(
            articles=labels["license"].total(),
            annotated=labels["annotated"]["true"],
            events=labels["event_type"].total(),
            arguments=labels["role"].total(),
            dated=labels["granularity"].total(),
            labels={kind: labels[kind] for kind in (*LABELS, *YEARS)},
            licenses=labels["license"],
            languages=labels["language"],
        )

    def __add__(self, other: Census) -> Census:
        return Census(
            articles=self.articles + other.articles,
            annotated=self.annotated + other.annotated,
            events=self.events + other.events,
            arguments=self.arguments + other.arguments,
            dated=self.dated + other.dated,
            labels={kind: self.labels[kind] + other.labels[kind] for kind in (*LABELS, *YEARS)},
            licenses=self.licenses + other.licenses,
            languages=self.languages + other.languages,
        )


def manifest(  # noqa: PLR0913, PLR0917 - what a release is has that many sides
    config: BenchmarkConfig,
    ontology: OntologyDigest,
    censuses: Mapping[str, Census],
    digests: Mapping[str, str],
    leakage: Leakage | None,
    written_by: Mapping[str, str],
) -> Manifest:
    """Return the manifest of a release, its splits in the order of ``censuses``.

    Where no article of a split has gold, the split counts as withheld and its counts of gold are null.
    """
    total = sum(censuses.values(), Census())
    return Manifest(
        name=config.name,
        version=config.version,
        schema_version=SCHEMA_VERSION,
        ontology=ontology,
        annotates=config.annotates,
        match=config.match,
        splits={split: _summary(census, digests[split]) for split, census in censuses.items()},
        withheld=tuple(sorted(split for split, census in censuses.items() if not census.annotated)),
        digest=releases.release_digest(digests, config.annotates, config.match, ontology.digest),
        labels={kind: dict(sorted(total.labels[kind].items())) for kind in LABELS},
        licenses=dict(sorted(total.licenses.items())),
        leakage=leakage,
        stratification=stratify(censuses),
        license=config.license,
        card=config.card,
        canary=canary(config.name),
        written_by=dict(written_by),
    )


def canary(name: str) -> str:
    """Return the line that marks copies of a benchmark: a GUID made of its name (RFC 9562, version 5).

    The same in all its releases, so that one filter finds them, and so that nobody has to keep it.
    """
    return f"dateline-bench canary GUID {uuid.uuid5(uuid.NAMESPACE_URL, f'{_CANARY}{name}')}"


def _summary(census: Census, digest: str) -> SplitSummary:
    return SplitSummary(
        articles=census.articles,
        events=census.events if census.annotated else None,
        arguments=census.arguments if census.annotated else None,
        dated=census.dated if census.annotated else None,
        digest=digest,
    )
