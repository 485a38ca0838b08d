"""Readings: of the scoring specification's worked example, and of articles made to be awkward."""

import dataclasses

import pytest

from benchmark.records.article import Article
from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger, Prediction
from benchmark.records.report import DatasetKey
from benchmark.scoring import marking, summation
from benchmark.scoring.reading import unfold
from benchmark.store import codec
from probe import ALL, CARD
from probe import options as probe_options


@pytest.fixture(scope="session")
def options():
    """Those of a system called Kovar Rules 1.2 and of a release called news 1.0.0."""
    return probe_options(
        system=dataclasses.replace(CARD, name="Kovar Rules", version="1.2"),
        dataset=DatasetKey(name="news", version="1.0.0", digest="0" * 64),
    )


@pytest.fixture(scope="session")
def scored(options):
    """Scores pairs of an article and a prediction (or None); returns report and readings."""

    def run(*pairs, annotates=ALL):
        own = dataclasses.replace(options, annotates=frozenset(annotates))
        articles = [article for article, _ in pairs]
        sent = {one.article_id: one for _, one in pairs if one is not None}
        sheets = marking.mark(articles, sent, own)
        return summation.report(sheets, own), [unfold(sheet) for sheet in sheets]

    return run


@pytest.fixture
def example(example_article, example_prediction):
    """The worked example: a wrong date, a missed and a spurious filler, a wrong type."""
    return codec.decode(Article, example_article), codec.decode(Prediction, example_prediction)


@pytest.fixture(scope="session")
def article():
    """Makes an article with one event a given stretch of its text; each stretch is its trigger."""

    def make(article_id, text, *stretches, **changed):
        def mention(start, end):
            return {"text": text[start:end], "start": start, "end": end, "fragments": ()}

        events = [
            {
                "event_id": f"e{i}",
                "event_type": "ASSAULT",
                "triggers": [mention(*stretch)],
                "arguments": [],
                "date": {"value": None, "basis": None, "mentions": [], "alternatives": []},
            }
            for i, stretch in enumerate(stretches)
        ]
        value = {
            "article_id": article_id,
            "text": text,
            "published": "2024-01-16",
            "license": "CC0-1.0",
            "ontology": "plover@1.0.0",
            "events": events,
        }
        return codec.decode(Article, value | changed)

    return make


@pytest.fixture(scope="session")
def prediction():
    """Makes a prediction with one event a given stretch, its trigger; words are arguments of its first."""

    def make(article_id, *stretches, words=(), **changed):
        arguments = tuple(PredictedArgument(role="actor", text=word) for word in words)
        events = tuple(
            PredictedEvent(
                **({"event_type": "ASSAULT"} | changed),
                triggers=(PredictedTrigger(start=start, end=end),),
                arguments=arguments if i == 0 else (),
            )
            for i, (start, end) in enumerate(stretches)
        )
        return Prediction(article_id=article_id, events=events)

    return make
