"""Baselines: systems that come with the benchmark, so that a number has something to stand beside."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol, cast

from benchmark import registry
from benchmark.records.article import Article
from benchmark.records.errors import MisuseError
from benchmark.records.manifest import Manifest
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedEvent, Prediction, System

BASELINES = {
    "silent": "benchmark.baselines.silent",
    "majority": "benchmark.baselines.majority",
    "lexicon": "benchmark.baselines.lexicon",
    "linear": "benchmark.baselines.linear",
    "gold": "benchmark.baselines.gold",
    "llm": "benchmark.baselines.llm",
}

_READ: Final = {"lexicon": "dateline-news", "linear": "dateline-news"}
"""The dataset whose texts, of any split, the author of a baseline's rules had read."""


class Baseline(Protocol):
    """What a name stands for: a module of ``BASELINES``, or an object of the group ``dateline.baselines``."""

    SYSTEM: System

    def fit(
        self, train: Sequence[Article], ontology: Ontology
    ) -> Callable[[Article], tuple[PredictedEvent, ...] | None]:
        """Return what extracts the events of an article that comes without them, None if it cannot."""


def predict(
    name: str,
    train: Sequence[Article],
    articles: Sequence[Article],
    ontology: Ontology,
    model: Baseline | None = None,
) -> tuple[list[Prediction], System]:
    """Return a prediction for each article, in their order, and the baseline's card.

    An article whose events could not be extracted has none.

    ``articles`` are shown without events and tags, but to ``gold``. ``llm`` alone wants a ``model``, which is
    an ``llm.LanguageModel``. Raises UnknownNameError, MisuseError where it is missing, and what the baseline
    raises.
    """
    found = registry.find("dateline.baselines", name, BASELINES)
    if name == "llm" and model is None:
        raise MisuseError("llm wants --endpoint URL and --model NAME")
    if name != "llm" and model is not None:
        raise MisuseError(f"{name} asks no language model, so it takes no --endpoint and its like")
    baseline = cast("Baseline", model or found)
    extract = baseline.fit(train, ontology)
    shown = articles if name == "gold" else [replace(article, events=None, tags=()) for article in articles]
    extracted = ((article.article_id, extract(article)) for article in shown)
    predictions = [
        Prediction(article_id=article_id, events=events)
        for article_id, events in extracted
        if events is not None
    ]
    return predictions, baseline.SYSTEM


def card_on(card: System, name: str, manifest: Manifest) -> System:
    """Return the card of a baseline that ran on a dataset: the texts of others its author had not read."""
    read = _READ.get(name, manifest.name) == manifest.name
    return replace(card, dataset=manifest.key, saw_test_texts=card.saw_test_texts if read else "no")
