"""The shipped ontology, and articles made on the spot."""

import pytest

from benchmark.records.article import Argument, Article, Event, EventDate, Mention, Region
from benchmark.store import ontologies


@pytest.fixture(scope="session")
def ontology():
    return ontologies.load("plover@1.0.0")


@pytest.fixture
def article():
    """Makes an article of 2024-01-16, a Tuesday; regions are (kind, words), events are records."""

    def make(text, *, events=None, published="2024-01-16", regions=(), article_id="a"):
        return Article(
            article_id=article_id,
            text=text,
            published=published,
            license="CC0-1.0",
            ontology="plover@1.0.0",
            tags=("weekday-past",),
            regions=tuple(
                Region(kind=kind, start=text.index(words), end=text.index(words) + len(words))
                for kind, words in regions
            ),
            events=events,
        )

    return make


@pytest.fixture
def event():
    """Makes an event of one type from words of a text; fillers are (role, word, word, ...)."""

    def make(text, event_type, *triggers, fillers=(), date=None):
        def mention(words):
            start = text.index(words)
            return Mention(text=words, start=start, end=start + len(words), fragments=())

        return Event(
            event_id=f"e-{event_type}-{triggers[0]}",
            event_type=event_type,
            triggers=tuple(map(mention, triggers)),
            arguments=tuple(
                Argument(role=role, mentions=tuple(map(mention, words))) for role, *words in fillers
            ),
            date=EventDate(value=date, basis=None, mentions=(), alternatives=()),
        )

    return make
