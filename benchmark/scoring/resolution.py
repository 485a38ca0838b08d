"""Predicted mentions to places in the text (scoring.md, 1): as offsets say, else texts are looked up."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmark.records.lookup import Lookup
from benchmark.records.text import fold
from benchmark.scoring.content import Mentions, Written, as_sent, sent_place, sorted_by
from benchmark.scoring.events import SentEvent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from benchmark.records.article import Article, Span
    from benchmark.records.lookup import Interval
    from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger, Prediction


@dataclass(frozen=True, slots=True)
class Lookups:
    """How mentions of one kind, as sent, got their spans; they add.

    ``given`` came with offsets, the others are ``exact``, ``folded`` or ``unresolved``. Among the exact and
    folded, ``ambiguous`` ones stand at several places.
    """

    given: int = 0
    exact: int = 0
    folded: int = 0
    unresolved: int = 0
    ambiguous: int = 0

    def __add__(self, other: Lookups) -> Lookups:
        return Lookups(
            self.given + other.given,
            self.exact + other.exact,
            self.folded + other.folded,
            self.unresolved + other.unresolved,
            self.ambiguous + other.ambiguous,
        )


@dataclass(frozen=True, slots=True)
class Resolution:
    """How the triggers and the arguments of predictions got their spans; they add."""

    triggers: Lookups = Lookups()
    arguments: Lookups = Lookups()

    def __add__(self, other: Resolution) -> Resolution:
        return Resolution(self.triggers + other.triggers, self.arguments + other.arguments)


class Placed(NamedTuple):
    """The predicted events of an article, less what its dataset does not annotate, their mentions placed.

    ``sent`` has the same events by the places of their mentions alone; ``resolution`` says how these got
    their spans.
    """

    events: Sequence[PredictedEvent]
    mentions: Sequence[Mentions]
    sent: list[SentEvent]
    resolution: Resolution


_new_sent: Final = functools.partial(tuple.__new__, SentEvent)
_new_mentions: Final = functools.partial(tuple.__new__, Mentions)
"""Make one of the tuple of all its parts, in a third of the time that a call of the class takes."""


def place(article: Article, prediction: Prediction, annotates: Collection[str]) -> Placed:
    """Return the predicted events with the places of their mentions, which are all that section 2 compares.

    Offsets are taken, and what the dataset does not annotate is left out, as in ``predicted_events``.
    """
    text, language = article.text, article.language
    lookup = Lookup(text, language)
    events = annotated(prediction.events, annotates)
    triggers, trigger_lookups = _trigger_places(text, lookup, events)
    argument_lookups = _all_given(0)
    arguments = [
        _argument_places(text, lookup, event, own, argument_lookups)
        for event, own in zip(events, triggers, strict=True)
    ]
    sent = [
        _new_sent(
            (
                event.event_type,
                [span or fold(words, language) for _, words, span in own],
                [(role, span or fold(words, language)) for role, words, span in others],
            )
        )
        for event, own, others in zip(events, triggers, arguments, strict=True)
    ]
    mentions = list(map(_new_mentions, zip(triggers, arguments, strict=True)))
    return Placed(events, mentions, sent, Resolution(Lookups(**trigger_lookups), Lookups(**argument_lookups)))


def annotated(events: Sequence[PredictedEvent], annotates: Collection[str]) -> Sequence[PredictedEvent]:
    """Return the events without what the dataset does not annotate."""
    empty: dict[str, tuple[str, Any]] = {
        "triggers": ("triggers", ()),
        "arguments": ("arguments", ()),
        "dates": ("date", None),
        "status": ("status", "actual"),
        "modes": ("mode", None),
    }
    lacking = dict(empty[name] for name in empty if name not in annotates)
    return [dataclasses.replace(event, **lacking) for event in events] if lacking else events


def _all_given(mentions: int) -> dict[str, int]:
    """Return the numbers of ``Lookups`` where all mentions came with offsets."""
    return {"given": mentions, "exact": 0, "folded": 0, "unresolved": 0, "ambiguous": 0}


def _trigger_places(
    text: str, lookup: Lookup, events: Sequence[PredictedEvent]
) -> tuple[list[list[Written]], dict[str, int]]:
    """Return the triggers of each event with their spans, and counts of how they got them.

    Of several places a trigger gets the first that no other of the same text has, so that events named by one
    word do not all stand at its first place. Given offsets come first, then events in their order.
    """
    places = [[sent_place(text, "", trigger) for trigger in event.triggers] for event in events]
    counts = _all_given(sum(map(len, places)))
    searching = [
        (index, position, words)
        for index, row in enumerate(places)
        for position, (_, words, span) in enumerate(row)
        if span is None
    ]
    if not searching:
        return places, counts
    found = {words: _found(lookup, words, counts) for _, _, words in searching}
    taken: dict[str, set[Span]] = {}
    for row in places:
        for _, words, span in row:
            if span is not None:
                taken.setdefault(words, set()).add(span)
    rivals = Counter(words for _, _, words in searching if len(found[words]) > 1)
    order = sorted_by(
        {index for index, _, words in searching if rivals[words] > 1},
        lambda index: (_least_offset(events[index]), events[index].event_type),
        # Confidence is no part of the order, but decides between events that are equal in all else.
        lambda index: (as_sent(text, events[index]), -(events[index].confidence or 0)),
    )
    rank = {index: place for place, index in enumerate(order)}
    searching.sort(key=lambda search: rank.get(search[0], -1))
    free = {
        words: iter([(interval,) for interval in intervals if (interval,) not in taken.get(words, ())])
        for words, intervals in found.items()
    }
    for index, position, words in searching:
        if found[words]:
            places[index][position] = "", words, next(free[words], (found[words][0],))
    return places, counts


def _argument_places(
    text: str, lookup: Lookup, event: PredictedEvent, triggers: Sequence[Written], counts: dict[str, int]
) -> list[Written]:
    """Return the arguments of an event with their spans, and count how they got them.

    Of several places an argument gets the one nearest to a trigger of its event, of two equally near ones
    the earlier, or the first of all where no trigger has a place.
    """
    places = [sent_place(text, argument.role, argument) for argument in event.arguments]
    counts["given"] += len(places)
    nearest: dict[str, Interval] = {}
    anchors: list[Interval] | None = None
    for position, (role, words, span) in enumerate(places):
        if span is None and (found := _found(lookup, words, counts)):
            if anchors is None:
                anchors = sorted(fragment for _, _, trigger in triggers for fragment in trigger or ())
            if words not in nearest:
                nearest[words] = _nearest(found, anchors) if anchors and len(found) > 1 else found[0]
            places[position] = role, words, (nearest[words],)
    return places


def _found(lookup: Lookup, text: str, counts: dict[str, int]) -> tuple[Interval, ...]:
    places, folded = lookup.find(text)
    counts["given"] -= 1
    counts["unresolved" if not places else "folded" if folded else "exact"] += 1
    counts["ambiguous"] += len(places) > 1
    return places


def _nearest(intervals: Sequence[Interval], anchors: Sequence[Interval]) -> Interval:
    """Return the first interval with the fewest code points between it and any of the sorted anchors."""
    starts = [start for start, _ in anchors]
    reach = list(itertools.accumulate((end for _, end in anchors), max))

    def distance(interval: Interval) -> float:
        start, end = interval
        later = bisect.bisect_left(starts, end)
        ahead = starts[later] - end if later < len(starts) else math.inf
        return min(ahead, max(0, start - reach[later - 1]) if later else math.inf)

    return min(intervals, key=distance)


def _least_offset(event: PredictedEvent) -> float:
    """Return the least offset sent with an event, infinity where none is."""
    mentions: list[PredictedTrigger | PredictedArgument] = [*event.triggers, *event.arguments]
    return min((mention.start for mention in mentions if mention.start is not None), default=math.inf)
