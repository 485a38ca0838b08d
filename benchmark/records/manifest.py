"""What a benchmark is made of, as its maintainer says it (benchmark.toml), and what a release holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmark.records.agreement import AgreementSummary

ANNOTATIONS = ("triggers", "arguments", "dates", "status", "modes")
MATCHES = ("span+fold", "span")


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkConfig:
    """``benchmark.toml``. ``splits`` are whole percentages in file order that sum to 100.

    ``agreement`` is the path of an agreement file, from the folder of ``benchmark.toml``.
    """

    name: str
    version: str
    license: str
    ontology: str
    annotates: tuple[str, ...] = ANNOTATIONS
    match: str = "span+fold"
    splits: dict[str, int]
    seed: str
    agreement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyDigest:
    """The ontology a release was made with; ``digest`` is the sha256 of its canonical JSON."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSummary:
    """One split. Counts are null where gold is withheld; then ``digest`` covers texts only."""

    articles: int
    events: int | None
    arguments: int | None
    dated: int | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Identity and contents of a release; ``digest`` is what signatures quote.

    ``withheld`` names the splits whose gold is not here. ``labels`` counts what gold is here, by
    kind of label (``event_type``, ``role``, ``status``, ``granularity``, ``basis``, ``tag``).
    """

    name: str
    version: str
    schema_version: str
    ontology: OntologyDigest
    annotates: tuple[str, ...]
    match: str
    splits: dict[str, SplitSummary]
    withheld: tuple[str, ...] = ()
    digest: str
    labels: dict[str, dict[str, int]]
    licenses: dict[str, int]
    agreement: AgreementSummary | None = None
    leakage: dict[str, Any] | None = None
    written_by: dict[str, str]

    @property
    def key(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"
