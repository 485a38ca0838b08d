"""Where two annotations of an article differ, in the smallest parts that can be decided one by one.

Events alike in everything are matched first, the others as for agreement, and unequal types, too. In a pair
each part stands by itself: type, mode, status, date, tags, whether it is optional, every trigger mention and
every filler. An event that only one has is one part.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

from benchmark.records.agreement import KINDS, Disagreement, Side
from benchmark.records.manifest import MATCHES
from benchmark.scoring.agreement import aligned, closest
from benchmark.scoring.assignment import assign
from benchmark.scoring.mentions import alike, span_dice
from benchmark.scoring.preparation import gold_filler
from benchmark.store import codec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmark.records.article import Article, Event, Mention

_Place: TypeAlias = "tuple[int | None, int | None]"
_Part = TypeVar("_Part")

SCALARS: Final = {
    "type": "event_type",
    "mode": "mode",
    "status": "status",
    "date": "date",
    "optional": "optional",
    "tags": "tags",
}
"""Kinds of which an event has exactly one, by the event's key."""
LISTS: Final = {"trigger": "triggers", "argument": "arguments"}
"""Kinds of which an event has a list."""


class Unit(NamedTuple):
    """One thing to decide: the places of its event on both sides, and of itself in the event's list.

    A place is None on a side that has no such event or item. ``values`` holds what stands there, as records.
    """

    kind: str
    events: _Place
    items: _Place
    values: tuple[Any, Any]

    def side(self, number: int) -> tuple[Any, ...]:
        """Return what one side has: one value, or none."""
        place = self.events if self.kind == "event" else self.items
        absent = place[number] is None and self.kind not in SCALARS
        return () if absent else (self.values[number],)


def differ(first: Article, second: Article) -> tuple[list[_Place], list[Unit]]:
    """Return the events of two annotations in pairs, or alone, by their places, and all that is to decide."""
    ours, theirs = first.events or (), second.events or ()
    places = _matched(ours, theirs, lambda left, right: _events(first, second, left, right))
    units = []
    for i, j in places:
        if i is None or j is None:
            value = ours[i] if i is not None else None, theirs[j] if j is not None else None
            units.append(Unit("event", (i, j), (None, None), value))
        else:
            units += _parts(first, (i, j), (ours[i], theirs[j]))
    return places, units


def disagreements(
    names: tuple[str, str], first: Mapping[str, Article], second: Mapping[str, Article]
) -> list[Disagreement]:
    """Return what two annotators tell differently in the articles that both annotated, the worst first.

    Worst is by kind; within it what only one has before what both have otherwise, dates by the days between.
    """
    ranked = []
    for article_id in first.keys() & second.keys():
        pair = first[article_id], second[article_id]
        if None not in (pair[0].events, pair[1].events):
            _, units = differ(*pair)
            for unit, told in zip(units, told_apart(names, pair, units), strict=True):
                ranked.append((KINDS.index(unit.kind), -_gap(unit), article_id, _start(told), told.id, told))
    return [told for *_, told in sorted(ranked, key=lambda row: row[:-1])]


def told_apart(
    names: tuple[str, str], articles: tuple[Article, Article], units: Sequence[Unit]
) -> Iterator[Disagreement]:
    """Yield each unit of two annotations of an article as people read it, with its id."""
    seen: Counter[bytes] = Counter()
    for unit in units:
        sides = [_side(articles[number], unit, number) for number in (0, 1)]
        key = codec.canonical([articles[0].article_id, unit.kind, sides])
        seen[key] += 1
        yield Disagreement(
            # Equal parts of one event, such as a filler that is marked twice, differ by their number alone.
            id=codec.digest([key.decode(), seen[key]])[:12],
            article_id=articles[0].article_id,
            kind=unit.kind,
            about=_about(articles, unit),
            annotators=names,
            first=sides[0],
            second=sides[1],
        )


def _events(
    first: Article, second: Article, left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of the scorer's alignment among some events of both sides, of whatever type."""
    ours, theirs = first.events or (), second.events or ()
    alignment, flipped = aligned(
        dataclasses.replace(first, events=tuple(ours[i] for i in left)),
        dataclasses.replace(second, events=tuple(theirs[j] for j in right)),
    )
    for pair in (*alignment.pairs, *alignment.wrong_type):
        i, j = alignment.gold[pair.gold].place, alignment.predicted[pair.predicted].place
        yield (left[j], right[i]) if flipped else (left[i], right[j])


def _matched(
    ours: Sequence[_Part],
    theirs: Sequence[_Part],
    pairs: Callable[[Sequence[int], Sequence[int]], Iterable[tuple[int, int]]],
) -> list[_Place]:
    """Return parts in pairs, or alone, in order of ours, then theirs: equal ones first, others as asked."""
    waiting: dict[bytes, list[int]] = {}
    for j in reversed(range(len(theirs))):
        waiting.setdefault(_content(theirs[j]), []).append(j)
    partner: dict[int, int] = {}
    for i, part in enumerate(ours):
        same = waiting.get(_content(part))
        if same:
            partner[i] = same.pop()
    left = [i for i in range(len(ours)) if i not in partner]
    right = sorted(set(range(len(theirs))).difference(partner.values()))
    partner |= dict(pairs(left, right))
    alone = sorted(set(right).difference(partner.values()))
    return [*((i, partner.get(i)) for i in range(len(ours))), *((None, j) for j in alone)]


def _content(part: Any) -> bytes:
    """Return the JSON of a record without event id, lists sorted: neither ids nor order tell events apart."""
    plain = codec.encode(part)
    plain.pop("event_id", None)
    return codec.canonical(_sorted(plain))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    return sorted(map(_sorted, value), key=codec.canonical) if isinstance(value, list) else value


def _parts(article: Article, places: _Place, events: tuple[Event, Event]) -> Iterator[Unit]:
    """Yield in what two matched events differ."""
    one, other = events
    for kind, key in SCALARS.items():
        values = getattr(one, key), getattr(other, key)
        if _sorted(json_of(values[0])) != _sorted(json_of(values[1])):
            yield Unit(kind, places, (None, None), values)
    fillers = [[gold_filler(article, part, MATCHES[0]) for part in event.arguments] for event in events]

    def overlap(i: int, j: int) -> tuple[int, ...]:
        return _overlap(one.triggers[i], other.triggers[j])

    def affinity(i: int, j: int) -> tuple[int, ...]:
        left, right = fillers[0][i], fillers[1][j]
        return (int(left.role == right.role), 1) if alike(left, right) else ()

    yield from _items("trigger", places, one.triggers, other.triggers, overlap)
    yield from _items("argument", places, one.arguments, other.arguments, affinity)


def _items(
    kind: str,
    places: _Place,
    ours: Sequence[_Part],
    theirs: Sequence[_Part],
    affinity: Callable[[int, int], tuple[int, ...]],
) -> Iterator[Unit]:
    """Yield the items of two lists that differ: those alike in pairs, the others alone.

    ``affinity`` is asked of two items by their places; greater is more alike, and empty is not at all.
    """

    def pairs(left: Sequence[int], right: Sequence[int]) -> Iterable[tuple[int, int]]:
        worth = {(i, j): affinity(i, j) for i in left for j in right}
        return assign({pair: value for pair, value in worth.items() if value})

    for i, j in _matched(ours, theirs, pairs):
        values = None if i is None else ours[i], None if j is None else theirs[j]
        if None in values or _content(values[0]) != _content(values[1]):
            yield Unit(kind, places, (i, j), values)


def _overlap(ours: Mention, theirs: Mention) -> tuple[int, ...]:
    if ours.span is None or theirs.span is None:
        return ()
    shared, _ = span_dice(ours.span, theirs.span)
    return (1, shared) if shared else ()


def _side(article: Article, unit: Unit, number: int) -> Side | None:
    place = unit.events[number]
    if place is None or not unit.side(number):
        return None
    event, value = (article.events or ())[place], unit.values[number]
    return Side(
        event_id=event.event_id,
        mentions=_mentions(event, unit.kind, value),
        value=json_of(value),
    )


def json_of(value: Any) -> Any:
    """Return what stands in an article's JSON for a value of a unit."""
    if isinstance(value, tuple):
        return list(value)
    return codec.encode(value) if dataclasses.is_dataclass(value) else value


def _mentions(event: Event, kind: str, value: Any) -> tuple[Mention, ...]:
    if kind == "trigger":
        return (value,)
    if kind == "argument" or (kind == "date" and value.mentions):
        mentions: tuple[Mention, ...] = value.mentions
        return mentions
    return _names(event)


def _names(event: Event) -> tuple[Mention, ...]:
    """Return the mentions by which a reader finds an event: its triggers, else its arguments."""
    return event.triggers or tuple(argument.mentions[0] for argument in event.arguments)


def _about(articles: tuple[Article, Article], unit: Unit) -> str:
    number = 0 if unit.events[0] is not None else 1
    event = (articles[number].events or ())[unit.events[number] or 0]
    words = ", ".join(f"“{mention.text}”" for mention in _names(event))
    return f"{event.event_type} {words}".strip()


def _gap(unit: Unit) -> float:
    if unit.kind == "date":
        one, other = (value.values for value in unit.values)
        days = closest(one, other).error_days if one and other else None
        return math.inf if days is None else abs(days)
    return 0 if unit.side(0) and unit.side(1) else math.inf


def _start(told: Disagreement) -> int:
    starts = (
        mention.start
        for side in (told.first, told.second)
        if side is not None
        for mention in side.mentions
        if mention.start is not None
    )
    return min(starts, default=-1)
