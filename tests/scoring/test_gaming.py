"""What does not pay: ways to send more, less or vaguer than one knows (scoring.md, 7), on random systems.

The claims are about means over random systems, so articles and systems are drawn once from a fixed seed.
"""

from __future__ import annotations

import dataclasses
import random
import re

import pytest

from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
)
from benchmark.scoring import scorer
from probe import options

ARTICLES, SYSTEMS = 40, 5
TYPES, ROLES = ("ASSAULT", "ACCUSE", "CONSULT"), ("actor", "recipient", "place")
DATES = (None, "2024-01-13", "2024-01-15", "2024-01-16", "2024-01")
WORDS = re.findall(
    r"\w+",
    """the he Kovar Lenz mayor rebels ministry shelled accused met talks attack city bridge police troops said
    on of a denied council army village border envoy strike leader""",
)


def article(dice, name):
    """An article of sixty words in which names and the commonest words stand several times."""
    words = [dice.choice(WORDS[:4] if dice.random() < 0.3 else WORDS) for _ in range(60)]
    text = " ".join(words)
    spots = [match.span() for match in re.finditer(r"\w+", text)]
    free = dice.sample(range(60), 60)

    def mention(place):
        start, end = spots[place]
        return Mention(text=text[start:end], start=start, end=end, fragments=())

    def filler():
        place = free.pop()
        again = [n for n in range(60) if words[n] == words[place] and n in free]
        mentions = [place, *(n for n in again if dice.random() < 0.3)]
        return Argument(role=dice.choice(ROLES), mentions=tuple(map(mention, mentions)))

    events = tuple(
        Event(
            event_id=f"e{number}",
            event_type=dice.choice(TYPES),
            triggers=tuple(mention(free.pop()) for _ in range(dice.choice((1, 1, 2)))),
            arguments=tuple(filler() for _ in range(dice.randint(0, 3))),
            date=EventDate(value=dice.choice(DATES), basis=None, mentions=(), alternatives=()),
        )
        for number in range(dice.randint(2, 6))
    )
    return Article(
        article_id=name,
        text=text,
        published="2024-01-16",
        license="CC0-1.0",
        ontology="plover@1.0.0",
        events=events,
    )


def system(dice, gold, skill):
    """What a system of some skill in [0, 1] sends: each part of gold right with that chance, else another."""
    spots = [match.span() for match in re.finditer(r"\w+", gold.text)]

    def place(mention):
        start, end = (mention.start, mention.end) if dice.random() < skill else dice.choice(spots)
        return {"text": gold.text[start:end], "start": start, "end": end}

    events = []
    for event in gold.events:
        if dice.random() < skill:
            sure = dice.random() < skill
            events.append(
                PredictedEvent(
                    event_type=event.event_type if sure else dice.choice(TYPES),
                    triggers=(PredictedTrigger(**place(event.triggers[0])),),
                    arguments=tuple(
                        PredictedArgument(
                            role=one.role if dice.random() < skill else dice.choice(ROLES),
                            **place(dice.choice(one.mentions)),
                        )
                        for one in event.arguments
                        if dice.random() < skill
                    ),
                    date=event.date.value if dice.random() < skill else dice.choice(DATES),
                )
            )
    return Prediction(article_id=gold.article_id, events=tuple(events))


DICE = random.Random(7)
GOLD = [article(DICE, f"a{number:02}") for number in range(ARTICLES)]
FIELD = [[system(DICE, one, 0.5 + 0.1 * level) for one in GOLD] for level in range(SYSTEMS)]


def each(change):
    """Change every event by itself into any number of events."""
    return lambda text, events: [new for event in events for new in change(text, event)]


def with_arguments(event, more):
    return [dataclasses.replace(event, arguments=(*event.arguments, *more))]


def split(_text, event):
    if not event.arguments:
        return [event]
    return [dataclasses.replace(event, arguments=(one,)) for one in event.arguments]


def merged(_text, events):
    kinds = {}
    for event in events:
        kinds.setdefault(event.event_type, []).append(event)
    return [
        dataclasses.replace(
            group[0],
            triggers=tuple(one for event in group for one in event.triggers),
            arguments=tuple(one for event in group for one in event.arguments),
        )
        for group in kinds.values()
    ]


def every_role(_text, event):
    return with_arguments(
        event, [dataclasses.replace(one, role=role) for one in event.arguments for role in ROLES]
    )


def every_occurrence(text, event):
    return with_arguments(
        event,
        [
            PredictedArgument(role=one.role, text=one.text, start=found.start(), end=found.end())
            for one in event.arguments
            for found in re.finditer(rf"\b{one.text}\b", text)
        ],
    )


def saying(word):
    return lambda _text, event: with_arguments(
        event, [PredictedArgument(role=role, text=word) for role in ROLES]
    )


def whole_text(text, event):
    return [dataclasses.replace(event, triggers=(PredictedTrigger(start=0, end=len(text)),))]


def every_word(text, event):
    spots = [match.span() for match in re.finditer(r"\w+", text)]
    return [dataclasses.replace(event, triggers=tuple(PredictedTrigger(start=s, end=e) for s, e in spots))]


def no_trigger(_text, event):
    return [dataclasses.replace(event, triggers=())]


def no_offsets(_text, event):
    return [
        dataclasses.replace(
            event,
            triggers=tuple(PredictedTrigger(text=one.text) for one in event.triggers),
            arguments=tuple(PredictedArgument(role=one.role, text=one.text) for one in event.arguments),
        )
    ]


def every_date(_text, event):
    return [dataclasses.replace(event, date=date) for date in DATES]


ARGUMENTS_ONLY = {
    "every filler in every role": each(every_role),
    "all occurrences": each(every_occurrence),
    "the as filler": each(saying("the")),
    "he as filler": each(saying("he")),
}
WAYS = ARGUMENTS_ONLY | {
    "duplicating": each(lambda _text, event: [event, event]),
    "splitting": each(split),
    "merging": merged,
    "whole-text triggers": each(whole_text),
    "every word a trigger": each(every_word),
    "dropping triggers": each(no_trigger),
    "hiding offsets": each(no_offsets),
    "one copy per candidate date": each(every_date),
}


OPTIONS = options(("triggers", "arguments", "dates"))


def means(way=None):
    """Mean over the systems of Event, Dated-event and Argument F1."""
    names = ("event", "dated_event", "event_argument")
    sums = dict.fromkeys(names, 0.0)
    texts = {one.article_id: one.text for one in GOLD}
    for field in FIELD:
        sent = {
            one.article_id: one
            if way is None
            else dataclasses.replace(one, events=tuple(way(texts[one.article_id], one.events)))
            for one in field
        }
        report = scorer.score(GOLD, sent, OPTIONS)
        for name in names:
            sums[name] += report.scores[name].f1 / SYSTEMS
    return sums


@pytest.fixture(scope="module")
def honest():
    return means()


def test_the_honest_systems_are_worth_gaming(honest):
    """Their means are neither 0 nor 1, so that there is something to win."""
    assert 0.3 < honest["dated_event"] < honest["event"] < 0.8
    assert 0.3 < honest["event_argument"] < 0.8


@pytest.mark.parametrize("name", sorted(WAYS))
def test_it_does_not_pay(name, honest):
    """None of these ways raises the mean Event or Dated-event F1, nor, of arguments only, Argument F1."""
    gamed = means(WAYS[name])

    assert gamed != honest
    assert gamed["event"] <= honest["event"]
    assert gamed["dated_event"] <= honest["dated_event"]
    if name in ARGUMENTS_ONLY:
        assert gamed["event_argument"] <= honest["event_argument"]
