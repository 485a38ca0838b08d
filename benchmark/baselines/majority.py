"""The baseline ``majority``: one event an article, of the most frequent type, dated as published."""

from collections import Counter
from collections.abc import Callable, Sequence

from benchmark.baselines.triggers import Lexicon
from benchmark.records.article import Article
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedEvent, PredictedTrigger, System

SYSTEM = System(
    name="Majority",
    version="1",
    description="The most frequent event type of the train split, at an article's first example trigger "
    "of the ontology, dated with the publication date.",
    kind="trivial",
    training_data=("the train split of the dataset",),
    saw_test_texts="no",
)


def fit(train: Sequence[Article], ontology: Ontology) -> Callable[[Article], tuple[PredictedEvent, ...]]:
    """Return the extractor; the alphabetically first type on ties, no event without annotated events."""
    counts = Counter(event.event_type for article in train for event in article.events or ())
    event_type = min(counts, key=lambda name: (-counts[name], name), default=None)
    lexicon = Lexicon(ontology)

    def extract(article: Article) -> tuple[PredictedEvent, ...]:
        hits = lexicon.hits(article)
        if event_type is None or not hits:
            return ()
        start, end = hits[0].start, hits[0].end
        trigger = PredictedTrigger(text=article.text[start:end], start=start, end=end)
        return (PredictedEvent(event_type=event_type, triggers=(trigger,), date=article.published),)

    return extract
