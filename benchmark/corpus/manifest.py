"""The manifest of a release: what it holds, and the digests that are its identity."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from benchmark.corpus.census import LABELS, Census
from benchmark.corpus.stratification import stratify
from benchmark.records import SCHEMA_VERSION
from benchmark.records.manifest import BenchmarkConfig, Leakage, Manifest, OntologyDigest, SplitSummary
from benchmark.store import releases

if TYPE_CHECKING:
    from collections.abc import Mapping

_CANARY = "https://dateline-bench.github.io/canary/"


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
