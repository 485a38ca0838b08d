"""Random small worlds for what compares annotators: one text of distinct words, and events over it."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import strategies as st

from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.store import codec, schema

WORDS = [f"w{i}x" for i in range(12)]
TEXT = " ".join(WORDS)
STARTS = list(itertools.accumulate((len(word) + 1 for word in WORDS), initial=0))
UNDATED = EventDate(value=None, basis=None, mentions=(), alternatives=())
VALUES = ("2024-01-15", "2024-01-16", "2024-01", "2024-01-15~", "../2024-01-14")


@st.composite
def mentions(draw):
    """One word to three; now and then a word and another one further on."""
    first = draw(st.integers(0, len(WORDS) - 1))
    last = min(len(WORDS) - 1, first + draw(st.integers(0, 2)))
    start, end = STARTS[first], STARTS[last] + len(WORDS[last])
    if last - first > 1 and draw(st.booleans()):
        fragments = ((start, start + len(WORDS[first])), (STARTS[last], end))
        return Mention(text=f"{WORDS[first]} {WORDS[last]}", start=start, end=end, fragments=fragments)
    return Mention(text=TEXT[start:end], start=start, end=end, fragments=())


def mention_lists(least, most):
    return st.lists(mentions(), min_size=least, max_size=most, unique=True).map(tuple)


@st.composite
def dates(draw):
    if draw(st.booleans()):
        return dataclasses.replace(UNDATED, mentions=draw(mention_lists(0, 1)))
    value, *others = draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=2, unique=True))
    basis = draw(st.sampled_from([None, "explicit", "relative"]))
    return EventDate(value=value, basis=basis, mentions=draw(mention_lists(0, 1)), alternatives=tuple(others))


def arguments():
    return st.builds(
        Argument,
        role=st.sampled_from(["actor", "recipient"]),
        mentions=mention_lists(1, 2),
        optional=st.booleans(),
    )


def events():
    return st.builds(
        Event,
        event_id=st.just("e"),
        event_type=st.sampled_from(["ASSAULT", "PROTEST"]),
        mode=st.sampled_from([None, "other"]),
        status=st.sampled_from(["actual", "planned"]),
        optional=st.booleans(),
        triggers=mention_lists(0, 2),
        arguments=st.lists(arguments(), max_size=2, unique=True).map(tuple),
        date=dates(),
        tags=st.sampled_from([(), ("a",), ("a", "b")]),
    )


@st.composite
def annotations(draw):
    """Two annotations of one article: of a few events each has some, and some of those told otherwise."""
    shared = draw(st.lists(events(), max_size=3))
    sides = []
    for name in ("a", "b"):
        mine = []
        for event in shared:
            told = draw(st.sampled_from(["same", "other", "part", "none"]))
            if told == "part":
                other = draw(events())
                key = draw(st.sampled_from(["event_type", "date", "arguments", "triggers", "status"]))
                event = dataclasses.replace(event, **{key: getattr(other, key)})  # noqa: PLW2901 - told anew
            mine += [] if told == "none" else [draw(events()) if told == "other" else event]
        distinct = dict.fromkeys(mine)
        ids = draw(st.permutations(range(len(distinct))))
        sides.append(
            tuple(
                dataclasses.replace(event, event_id=f"{name}{number}")
                for number, event in zip(ids, distinct, strict=True)
            )
        )
    return article_of(sides[0]), article_of(sides[1])


def article_of(found, article_id="a"):
    return Article(
        article_id=article_id,
        text=TEXT,
        published="2024-01-16",
        license="CC0-1.0",
        ontology="plover@1.0.0",
        events=found,
    )


@pytest.fixture(scope="session")
def two_annotations():
    """A strategy: two annotations of one small article."""
    return annotations()


@pytest.fixture
def example():
    """The article that the schema embeds as its example."""
    return codec.decode(Article, schema.document("article")["examples"][0])


@pytest.fixture
def second(example):
    """Of the two events of the example one is told otherwise in everything, the other is missing."""
    attack = example.events[0]
    rebels = Argument(role="actor", mentions=(Mention(text="Rebels", start=0, end=6, fragments=()),))
    event = dataclasses.replace(
        attack,
        event_id="x",
        event_type="PROTEST",
        mode="riot",
        status="planned",
        optional=True,
        triggers=(Mention(text="Rebels shelled", start=0, end=14, fragments=()),),
        arguments=(dataclasses.replace(rebels, role="recipient"), attack.arguments[1]),
        date=dataclasses.replace(attack.date, value="2024-01-16"),
        tags=(),
    )
    return dataclasses.replace(example, events=(event,))
