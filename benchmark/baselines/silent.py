"""The baseline ``silent``: no events at all; what a score is worth without any work."""

from collections.abc import Callable, Sequence

from benchmark.records.article import Article
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedEvent, System

SYSTEM = System(
    name="Silent",
    version="1",
    description="Predicts nothing.",
    kind="trivial",
    training_data=(),
    saw_test_texts="no",
)


def fit(train: Sequence[Article], ontology: Ontology) -> Callable[[Article], tuple[PredictedEvent, ...]]:
    """Return the extractor that returns nothing."""
    del train, ontology
    return lambda _: ()
