"""What scoring costs: beside reading the predictions' JSON, beside metametric, and on hostile input.

Usage: python benchmarks/scoring.py [ROUNDS [ARTICLES]]

The articles are invented, 10,000 by default, of 5.6 kB with 8 events of 3 arguments each, and the system is
right in most. They come in blocks of 500. On each block all tasks run one after the other in one process,
without garbage collection. The medians over the rounds of CPU times and of ratios are shown.

For the six metrics gold is resolved before, as for a second system. They are timed from records, and from a
file, which is read and checked. The full report is timed with its gold to resolve and, as a second
system's, without. It has no intervals; benchmarks/resampling.py tells what they cost.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import metametric.structures.ie as other
import orjson
from metametric.metrics.event_extraction import event_extraction_suite

from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.ontology import EventType, Ontology, Role
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
    System,
)
from benchmark.records.report import DatasetKey
from benchmark.scoring import Options, marking, preparation, resolution, score, spans, summation
from benchmark.store import codec, predictions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmark.scoring.events import ScoredEvent, SentEvent

WORDS, EVENTS, ARGUMENTS = 800, 8, 3
OTHERS = 20
"""Articles that metametric is timed on: all would take it an hour."""
BLOCK = 500
CROWD = 1_000
"""Predicted events of the hostile article, the most that are read."""
TIMES = 100
"""Times that our metrics are counted of the articles that metametric is timed on."""
PARSE, SIX, FULL = "orjson parse of the predictions", "six exact span metrics", "full report"
FROM_FILE = "six exact span metrics, from the file on"
SECOND = "full report of a second system"
AT_HAND, SUITE = "six exact span metrics of events at hand", "metametric's event suite, events at hand"
CROWDED = f"one article of {CROWD:,} predicted events, full report"
RIGHT = 0.8
"""Chance of each part of an event to be sent as gold has it."""
LEXICON = [f"{head}{vowel}{tail}" for head in "bklmnrstvz" for vowel in "aeiou" for tail in "dfgjnprs"]
TYPES = [f"TYPE{number}" for number in range(16)]
ROLES = ("actor", "recipient", "location", "instrument")
ONTOLOGY = Ontology(
    name="synthetic",
    version="1.0.0",
    roles=dict.fromkeys(ROLES, "A role."),
    types=tuple(
        EventType(id=name, definition="A type.", roles=tuple(Role(role=role) for role in ROLES))
        for name in TYPES
    ),
)
OPTIONS = Options(
    system=System(
        name="Synthetic",
        version="1",
        description="Right in most.",
        kind="rules",
        training_data=(),
        saw_test_texts="no",
    ),
    dataset=DatasetKey(name="synthetic", version="1.0.0", digest="0" * 64),
    split="test",
    ontology="synthetic@1.0.0",
    annotates=frozenset(("triggers", "arguments", "dates", "status", "modes")),
    resamples=0,
)


class Text:
    """A text of random words; ``word`` draws one that no other mention has."""

    def __init__(self, dice: random.Random) -> None:
        words = [dice.choice(LEXICON) + str(dice.randrange(100)) for _ in range(WORDS)]
        self.text = " ".join(words)
        self._dice = dice
        self._spots: list[tuple[int, int]] = []
        start = 0
        for word in words:
            self._spots.append((start, start + len(word)))
            start += len(word) + 1
        dice.shuffle(self._spots)

    def mention(self) -> Mention:
        """A word that no other mention of gold has."""
        start, end = self._spots.pop()
        return Mention(text=self.text[start:end], start=start, end=end, fragments=())

    def sent(self, mention: Mention) -> dict[str, str | int | None]:
        """What a system sends for a mention: it in four of five cases, else another word."""
        if self._dice.random() > RIGHT:
            start, end = self._dice.choice(self._spots)
            return {"text": self.text[start:end], "start": start, "end": end}
        return {"text": mention.text, "start": mention.start, "end": mention.end}


def pair(dice: random.Random, name: str, crowd: int = 0) -> tuple[Article, Prediction]:
    """An article and what the system sends for it, at least ``crowd`` events."""
    text = Text(dice)
    day = lambda: f"2024-01-{dice.randint(1, 28):02}"  # noqa: E731 - said three times
    events = tuple(
        Event(
            event_id=f"e{number}",
            event_type=dice.choice(TYPES),
            triggers=(text.mention(),),
            arguments=tuple(
                Argument(role=dice.choice(ROLES), mentions=(text.mention(),)) for _ in range(ARGUMENTS)
            ),
            date=EventDate(value=day(), basis=None, mentions=(), alternatives=()),
        )
        for number in range(EVENTS)
    )
    sent = tuple(
        PredictedEvent(
            event_type=event.event_type if dice.random() < RIGHT else dice.choice(TYPES),
            triggers=(PredictedTrigger(**text.sent(event.triggers[0])),),
            arguments=tuple(
                PredictedArgument(
                    role=one.role if dice.random() < RIGHT else dice.choice(ROLES),
                    **text.sent(one.mentions[0]),
                )
                for one in event.arguments
            ),
            date=event.date.value if dice.random() < RIGHT else day(),
        )
        for event in (events * (1 + crowd // EVENTS))[: max(crowd, EVENTS)]
    )
    article = Article(
        article_id=name,
        text=text.text,
        published="2024-01-16",
        license="CC0-1.0",
        ontology="synthetic@1.0.0",
        events=events,
    )
    return article, Prediction(article_id=name, events=sent)


def placed(article: Article, prediction: Prediction) -> list[SentEvent]:
    """The predicted events of an article as the scorer's span metrics see them."""
    return resolution.place(article, prediction, OPTIONS.annotates).sent


def six_metrics(pairs: Sequence[tuple[Article, Prediction]], gold: Sequence[tuple[ScoredEvent, ...]]) -> None:
    """TI, TC, AI, AC, AI+ and AC+ of all articles, from records."""
    for (article, prediction), events in zip(pairs, gold, strict=True):
        spans.span_counts(events, placed(article, prediction))


def from_file(
    path: Path, articles: Mapping[str, Article], gold: Mapping[str, tuple[ScoredEvent, ...]]
) -> None:
    """The same of predictions in a file, which are parsed, checked and made records."""
    for name, prediction in predictions.read(path, ONTOLOGY, articles).items():
        spans.span_counts(gold[name], placed(articles[name], prediction))


def full_report(pairs: Sequence[tuple[Article, Prediction]]) -> None:
    """All that a report holds, but for the intervals, whose price does not depend on the events."""
    score([article for article, _ in pairs], {sent.article_id: sent for _, sent in pairs}, OPTIONS)


def second_report(key: marking.Key, predictions: Mapping[str, Prediction]) -> None:
    """The same report where gold has been made ready for another system."""
    summation.report(key.mark(predictions), OPTIONS)


def theirs(events: Sequence[ScoredEvent]) -> other.EventSet:
    """The events of an article in metametric's records."""

    def mention(start: int, end: int) -> other.Mention:
        return other.Mention(left=start, right=end)

    return other.EventSet(
        events=[
            other.Event(
                trigger=other.Trigger(mention=mention(*event.triggers[0].span[0]), type=event.event_type),
                args=[
                    other.Argument(mention=mention(*filler.marks[0].span[0]), role=filler.role)
                    for filler in event.fillers
                ],
            )
            for event in events
        ]
    )


def counted(events: Sequence[tuple[Sequence[SentEvent], Sequence[ScoredEvent]]]) -> None:
    """The six metrics by us, a hundred times over: one time would be too short to take."""
    for _ in range(TIMES):
        for sent, gold in events:
            spans.span_counts(gold, sent)


def judged(sets: Sequence[tuple[other.EventSet, other.EventSet]]) -> None:
    """TI, TC, AI+ and AC+ by metametric."""
    suite = event_extraction_suite.new()
    for sent, gold in sets:
        suite.update_single(sent, gold)
    suite.compute()


def seconds(task: Callable[[], object]) -> float:
    """CPU time of one run, in seconds."""
    gc.collect()
    gc.disable()
    begun = time.process_time()
    task()
    taken = time.process_time() - begun
    gc.enable()
    return taken


def block(number: int) -> dict[str, float]:
    """CPU seconds of the tasks on the articles of one block, whose records are as fresh as from the door."""
    dice = random.Random(number)  # noqa: S311 - articles are no secret
    pairs = [pair(dice, f"a{number:02}{place:03}") for place in range(BLOCK)]
    lines = [codec.canonical(prediction) for _, prediction in pairs]
    gold = [preparation.gold_events(article, OPTIONS.annotates, OPTIONS.match) for article, _ in pairs]
    key = marking.Key([article for article, _ in pairs], OPTIONS.annotates, OPTIONS.match, many=True)
    sent = {prediction.article_id: prediction for _, prediction in pairs}
    articles = {article.article_id: article for article, _ in pairs}
    by_id = dict(zip(articles, gold, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "predictions.jsonl")
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        read = seconds(lambda: from_file(path, articles, by_id))
    return {
        PARSE: seconds(lambda: [orjson.loads(line) for line in lines]),
        SIX: seconds(lambda: six_metrics(pairs, gold)),
        FROM_FILE: read,
        FULL: seconds(lambda: full_report(pairs)),
        SECOND: seconds(lambda: second_report(key, sent)),
        "": sum(map(len, lines)),
    }


def main(rounds: int = 5, articles: int = 10_000) -> int:
    """Print both tables and return 1 where a ratio is beyond its limit."""
    dice = random.Random(1)  # noqa: S311 - articles are no secret
    pairs = [pair(dice, f"a{number:02}") for number in range(OTHERS)]
    gold = [preparation.gold_events(article, OPTIONS.annotates, OPTIONS.match) for article, _ in pairs]
    events = [(placed(*one), mine) for one, mine in zip(pairs, gold, strict=True)]
    sent = [preparation.predicted_events(*one, OPTIONS.annotates, OPTIONS.match)[0] for one in pairs]
    sets = [(theirs(own), theirs(mine)) for own, mine in zip(sent, gold, strict=True)]
    crowded = pair(dice, "crowd", CROWD)
    taken: dict[str, list[float]] = {
        name: [] for name in (PARSE, SIX, FROM_FILE, FULL, SECOND, AT_HAND, SUITE, CROWDED)
    }
    for _ in range(rounds):
        blocks = [block(number) for number in range(articles // BLOCK)]
        for name in (PARSE, SIX, FROM_FILE, FULL, SECOND):
            taken[name].append(sum(one[name] for one in blocks) / articles)
        taken[AT_HAND].append(seconds(lambda: counted(events)) / OTHERS / TIMES)
        taken[SUITE].append(seconds(lambda: judged(sets)) / OTHERS)
        taken[CROWDED].append(seconds(lambda: full_report([crowded])))
    parse, six, whole, full, _, few, suite, crowd = taken.values()
    size = sum(one[""] for one in blocks) / articles
    print(f"{articles:,} articles, predictions of {size / 1000:.1f} kB, {rounds} rounds\n")
    print("| task | median, µs an article | articles a second |\n|---|---:|---:|")
    for name, times in taken.items():
        one = statistics.median(times)
        print(f"| {name} | {one * 1e6:,.1f} | {1 / one:,.0f} |")
    print("\n| ratio | median of rounds | wanted |\n|---|---:|---|")
    ratios = (
        ("six metrics : parse", [a / b for a, b in zip(six, parse, strict=True)], "at most", 7.0),
        (
            "six metrics, from the file on : parse",
            [a / b for a, b in zip(whole, parse, strict=True)],
            "at most",
            7.0,
        ),
        (
            "throughput of the full report : of six metrics",
            [a / b for a, b in zip(six, full, strict=True)],
            "at least",
            0.45,
        ),
        (
            "metametric's suite : six metrics of events at hand",
            [a / b for a, b in zip(suite, few, strict=True)],
            "at least",
            100.0,
        ),
        (f"seconds for {CROWD:,} events in one article", crowd, "at most", 0.2),
    )
    missed = 0
    for name, values, sense, limit in ratios:
        value = statistics.median(values)
        print(f"| {name} | {value:.2f} | {sense} {limit:g} |")
        missed += value > limit if sense == "at most" else value < limit
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
