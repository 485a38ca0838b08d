"""What the classifiers of the baseline ``linear`` are told of a sample: features that it has, as strings."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, TypeAlias

from benchmark.baselines import phrases
from benchmark.baselines.expressions import Expression
from benchmark.baselines.page import Marks, Page, Phrase

Features: TypeAlias = list[str]
NEAR: Final = 12
"""Phrases and time expressions on either side of a trigger that are looked at."""
WIDE: Final = 10_000
"""Words between two places that are looked at."""
_SHARED: Final = 4
"""Stems up to which those that two sentences share are counted: a sentence may be a whole text."""
_MARKS: Final = frozenset(",;:\u2014")


@dataclass(frozen=True, slots=True)
class Named:
    """An event by its type and status, and the first word of each of its triggers, in order."""

    event_type: str
    status: str
    triggers: Sequence[int]


def of_word(page: Page, place: int) -> Features:
    """Return what may tell whether a word is a trigger, and of what type and status."""
    word, stem, before = page.word(place), page.stem(place), page.word(place - 1)
    known = page.known.get(place)
    around = range(max(0, place - 6), min(len(page.words), place + 7))
    return [
        f"word {word}",
        f"stem {stem}",
        f"begins {word[:4]}",
        f"ends {word[-3:]}",
        f"after {before} {word}",
        f"before {word} {page.word(place + 1)}",
        f"after stem {page.stem(place - 1)} {stem}",
        f"before stem {stem} {page.stem(place + 1)}",
        f"last ends {before[-2:]}",
        f"known {known}",
        f"known {known} {stem}",
        *(f"near {page.stem(one)}" for one in around if page.sentences[one] == page.sentences[place]),
    ]


def of_pair(page: Page, event_type: str, first: int, second: int) -> Features:
    """Return what may tell whether two triggers of one type, by their first words, name the same event."""
    one, other = page.dates(first), page.dates(second)
    told = [
        f"stem {page.stem(first) == page.stem(second)}",
        f"word {page.word(first) == page.word(second)}",
        f"sentences {min(5, page.sentences[second] - page.sentences[first])}",
        f"headline {page.sentences[first] == 1}",
        f"dates {bool(one)} {bool(other)} {not one.isdisjoint(other)}",
        f"shared {_shared(page.content(first), page.content(second))}",
        f"after {page.word(second - 1)}",
        f"ends {page.word(second)[-3:]}",
    ]
    return [
        *told,
        *(" ".join(pair) for pair in itertools.combinations(told, 2)),
        *(f"{event_type} {one}" for one in told),
    ]


def fillers(page: Page, marks: Marks, event: Named) -> Iterator[tuple[Phrase, Features]]:
    """Yield phrases that may fill an event's roles, in the sentence of its first trigger, and features."""
    first = event.triggers[0]
    here = marks.phrases[page.sentences[first]]
    middle = bisect_left(here, (first, first))  # a phrase has no trigger in it
    for side, ranked in (
        ("before", here[max(0, middle - NEAR) : middle][::-1]),
        ("after", here[middle : middle + NEAR]),
    ):
        for rank, phrase in enumerate(ranked):
            yield phrase, _of_filler(page, event, phrase, side, min(rank, 4))


def times(page: Page, marks: Marks, event: Named) -> Iterator[tuple[str | None, Features]]:
    """Yield what may date an event, and features: nothing, the day of publication, expressions near it."""
    first, published = event.triggers[0], page.article.published
    middle = bisect_left(page.expressions, page.start(first), key=lambda time: time.start)
    near = page.expressions[max(0, middle - NEAR) : middle + NEAR]
    sentences = {page.sentences[place] for place in event.triggers}
    inside = [time for time in near if page.sentence(time.start) in sentences]
    count = min(2, len(inside))
    context = [f"status {event.status} {count}", f"headline {page.sentences[first] == 1}"]
    yield None, ["nothing", *(f"nothing {told}" for told in context)]
    if published is not None:
        yield published, ["published", *(f"published {told}" for told in context)]
    for time in near:
        within = time in inside
        told = [f"within {within} {count}", *_of_expression(page, marks, event, time)]
        yield (
            time.value,
            [
                *told,
                *(" ".join(pair) for pair in itertools.combinations(told, 2)),
                *(f"within {within} {one}" for one in context),
            ],
        )


def _shared(one: AbstractSet[str], other: AbstractSet[str]) -> int:
    """Return how many members two sets share, counted up to ``_SHARED``."""
    return sum(1 for _ in itertools.islice((stem for stem in one if stem in other), _SHARED))


def _of_filler(page: Page, event: Named, phrase: Phrase, side: str, number: int) -> Features:
    first, last = phrase
    place = event.triggers[0]
    rank = f"{side} {number}"
    low, high = (last + 1, place) if last < place else (place + 1, first)
    between = page.words[low : min(high, low + WIDE)]
    before, verb = page.word(first - 1), page.stem(place)
    passive = phrases.is_passive(page.article.text, page.spans[place][0])
    capital = page.cased[last][0].isupper()
    told = [
        f"head {page.word(last)}",
        f"head stem {page.stem(last)}",
        f"head ends {page.word(last)[-3:]}",
        f"first {page.word(first)}",
        f"after {before}",
        f"after {before} {side}",
        f"after {before} {rank}",
        f"after {before} {capital}",
        f"rank {rank} {passive}",
        f"rank {rank} {passive} {capital}",
        f"words {side} {min(8, len(between))}",
    ]
    return [
        *told,
        *(f"{event.event_type} {one}" for one in told),
        f"after two {page.word(first - 2)} {before}",
        f"before {page.word(last + 1)}",
        f"length {last - first}",
        f"marks {side} {min(3, sum(word in _MARKS for word in between))}",
        f"verb {verb} {rank} {passive}",
        f"verb {verb} {before}",
        f"verb ends {page.word(place)[-3:]} {rank} {passive}",
        f"around {page.word(place - 1)} {page.word(place + 1)} {rank}",
        f"between {side} {' '.join(between[:4])}",
    ]


def _of_expression(page: Page, marks: Marks, event: Named, time: Expression) -> Features:
    published, sentence = page.article.published, page.sentence(time.start)

    def away(place: int) -> int:
        return abs(page.start(place) - time.start)

    place = min(event.triggers, key=lambda one: (abs(sentence - page.sentences[one]), away(one)))
    side = "after" if time.start > page.start(place) else "before"
    rivals = marks.triggers[sentence]
    middle = bisect_left(rivals, time.start, key=page.start)
    nearest = min(rivals[max(0, middle - 1) : middle + 1], key=away, default=None) in event.triggers
    low, high = sorted((page.start(place), time.start))
    others = bisect_left(rivals, high, key=page.start) - bisect_right(rivals, low, key=page.start)
    apart = max(-4, min(4, sentence - page.sentences[place]))
    return [
        f"nearest {nearest} {not apart}",
        f"nearest {nearest} {side} {max(0, min(2, others))}",
        f"sentences {apart}",
        f"lead {page.article.text[time.start : time.end].split()[0].lower()}",
        f"later {event.status} {bool(time.value and published and time.value[:10] > published)}",
    ]
