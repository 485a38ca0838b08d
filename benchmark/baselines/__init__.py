"""Baselines: systems that come with the benchmark, so that a number has something to stand beside."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, cast

from benchmark import registry
from benchmark.records.article import Article
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedEvent, Prediction, System

BASELINES = {
    "silent": "benchmark.baselines.silent",
    "majority": "benchmark.baselines.majority",
    "lexicon": "benchmark.baselines.lexicon",
    "linear": "benchmark.baselines.linear",
    "gold": "benchmark.baselines.gold",
}


class Baseline(Protocol):
    """What a name stands for: a module of ``BASELINES``, or an object of the group ``dateline.baselines``."""

    SYSTEM: System

    def fit(
        self, train: Sequence[Article], ontology: Ontology
    ) -> Callable[[Article], tuple[PredictedEvent, ...]]:
        """Return what extracts the events of an article that comes without them."""


def predict(
    name: str, train: Sequence[Article], articles: Sequence[Article], ontology: Ontology
) -> tuple[list[Prediction], System]:
    """Return a prediction for each article, in their order, and the baseline's card.

    ``articles`` are shown without events and tags, but to ``gold``. Raises UnknownNameError, and what the
    baseline raises.
    """
    baseline = cast("Baseline", registry.find("dateline.baselines", name, BASELINES))
    extract = baseline.fit(train, ontology)
    shown = articles if name == "gold" else [replace(article, events=None, tags=()) for article in articles]
    return [
        Prediction(article_id=article.article_id, events=extract(article)) for article in shown
    ], baseline.SYSTEM
