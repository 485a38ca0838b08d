"""What a benchmark is made of, as its maintainer says it (benchmark.toml), and what a release holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmark.records.agreement import AgreementSummary

ANNOTATIONS = ("triggers", "arguments", "dates", "status", "modes")
MATCHES = ("span+fold", "span")
TRAINING = ("train", "validation")
"""Splits that systems learn from or are tuned on; every other one is held out, to be scored on."""
PREVIEW = "-[A-Za-z]"
"""Pattern of what follows the numbers of a preview (2.0.0-rc.1): 2024-05 is a month, and none of 2024."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What only the maintainer can say in the card: how it was annotated, known limits, how to cite it.

    ``event_tags`` and ``article_tags`` say what tags mean.
    """

    annotation: str | None = None
    limits: tuple[str, ...] = ()
    citation: str | None = None
    event_tags: dict[str, str] = field(default_factory=dict)
    article_tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkConfig:
    """``benchmark.toml``. ``splits`` are whole percentages in file order that sum to 100.

    ``agreement`` is the path of an agreement file, from the folder of ``benchmark.toml``.
    ``since`` has the ISO day from which on articles belong to a split, whose percentage is 0. ``leakage`` is
    the likeness from which on texts count as near copies, null where these are not looked for.
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
    since: dict[str, str] = field(default_factory=dict)
    leakage: float | None = 0.65
    card: CardText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyDigest:
    """The ontology a release was made with; ``digest`` is the sha256 of its canonical JSON."""

    name: str
    version: str
    digest: str

    @property
    def key(self) -> str:
        """``name@version``, as articles write it."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSummary:
    """One split. Counts are null where gold is withheld; then ``digest`` covers texts only."""

    articles: int
    events: int | None
    arguments: int | None
    dated: int | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopies:
    """Two articles, by id, the lesser first, and the Jaccard index of their word 3-grams, to 4 places."""

    articles: tuple[str, str]
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGroup:
    """Near copies, all of one split; ``pairs``, one fewer, are the most similar that connect them."""

    split: str
    articles: tuple[str, ...]
    pairs: tuple[NearCopies, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leakage:
    """Equal and nearly equal texts: none stand in two splits. Likeness counts from ``threshold`` on."""

    threshold: float
    groups: tuple[CopyGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """How labels of one kind spread: shares by split and label, to 4 places, and the split that differs most.

    ``divergence`` is the Jensen-Shannon divergence in bits of ``split``, the one where it is largest, from
    all splits together; null where fewer than two splits have such labels.
    """

    shares: dict[str, dict[str, float]]
    split: str | None
    divergence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a blind release commits to: the HMAC-SHA256, in hex, of ``jsonl/<split>.jsonl`` with its gold."""

    split: str
    hmac_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Identity and contents of a release; ``digest`` is what signatures quote.

    ``withheld`` names the splits whose gold is not here; ``commitment`` is to the gold of a blind split, in
    both halves, null where there was no key. ``labels`` counts what gold is here, by
    kind of label (``event_type``, ``role``, ``status``, ``granularity``, ``basis``, ``tag``);
    ``stratification`` compares the splits in the first and the fourth. ``license`` is that of the collection;
    ``canary`` marks copies of the benchmark. Without ``texts`` the digests are those of
    the release that has them.
    """

    name: str
    version: str
    schema_version: str
    ontology: OntologyDigest
    annotates: tuple[str, ...]
    match: str
    splits: dict[str, SplitSummary]
    withheld: tuple[str, ...] = ()
    commitment: Commitment | None = None
    digest: str
    labels: dict[str, dict[str, int]]
    licenses: dict[str, int]
    agreement: AgreementSummary | None = None
    leakage: Leakage | None = None
    stratification: dict[str, Stratum] = field(default_factory=dict)
    license: str | None = None
    card: CardText | None = None
    canary: str | None = None
    texts: bool = True
    written_by: dict[str, str]

    @property
    def key(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"
