"""What an importer hands over."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmark.records.article import Article
from benchmark.records.manifest import BenchmarkConfig
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import Prediction, System


@dataclass(frozen=True, slots=True)
class Run:
    """Predictions that came with a corpus, and the card of the system that made them."""

    system: System
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What an importer hands over; ``runs`` by a name fit for a folder. The order of the articles is kept.

    Where several annotators read the same texts, each one's articles stand in ``annotators``, by a name fit
    for a folder, and ``articles`` is empty.
    """

    config: BenchmarkConfig
    ontology: Ontology
    articles: tuple[Article, ...]
    runs: dict[str, Run]
    annotators: dict[str, tuple[Article, ...]] = field(default_factory=dict)
