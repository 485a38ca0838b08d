"""Content order (scoring.md, 3): an event's place follows from what it says, never from the file."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from benchmark.records.article import words_at
from benchmark.store.codec import canonical_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from benchmark.records.article import Span
    from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger
    from benchmark.scoring.events import Filler, Mark, ScoredEvent

_Item = TypeVar("_Item")
Written: TypeAlias = "tuple[str, str, Span | None]"
"""A mention: its role (of a trigger empty), the text it was written with, and its span if it has one."""


class Mentions(NamedTuple):
    """All mentions of an event, from which its content is written, once, where events tie."""

    triggers: Iterable[Written]
    arguments: Iterable[Written]


def in_content_order(
    text: str,
    events: Sequence[ScoredEvent],
    mentions: Callable[[int], Mentions],
    sent: Callable[[int], bytes] = lambda _: b"",
) -> tuple[ScoredEvent, ...]:
    """Return the events by least start, type, date and canonical JSON; ``mentions`` has those of each place.

    Events equal in all these stand the surest first, whether or not offsets were sent, then in the order of
    whatever else the scorer sees of them, and last as ``sent``, for else the file's order would tell which of
    them are duplicates.
    """
    starts = {least_start(event): event for event in events}
    if len(starts) == len(events):
        return tuple([starts[start] for start in sorted(starts)])
    return tuple(
        sorted_by(
            events,
            _content_key,
            lambda event: (
                _content(text, event, mentions(event.place)),
                -(event.confidence or 0),
                repr(event._replace(place=0)),
                sent(event.place),
            ),
        )
    )


def _content_key(event: ScoredEvent) -> tuple[float, str, bool, str]:
    date = event.dates[0] if event.dates else None
    return least_start(event), event.event_type, date is None, date or ""


def least_start(event: ScoredEvent) -> float:
    """Return where the first trigger that has a place begins, else the first filler, infinity if none has."""
    if event.triggers and (span := event.triggers[0].span):
        return span[0][0]
    if event.fillers and (span := event.fillers[0].marks[0].span):
        return span[0][0]
    return math.inf


def sorted_by(
    items: Iterable[_Item], key: Callable[[_Item], Any], tie_break: Callable[[_Item], Any]
) -> Iterator[_Item]:
    """Yield items in order of a key, those that tie in order of another, which is asked for them alone."""
    tied: dict[Any, list[_Item]] = {}
    for item in items:
        tied.setdefault(key(item), []).append(item)
    for value in sorted(tied):
        run = tied[value]
        yield from sorted(run, key=tie_break) if len(run) > 1 else run


def in_order(marks: list[Mark]) -> tuple[Mark, ...]:
    """Return marks by their spans, those without one last, and then by their texts."""
    if len(marks) > 1:
        marks.sort(key=_mark_order)
    return tuple(marks)


def _mark_order(mark: Mark) -> tuple[bool, Span, str, str]:
    return mark.span is None, mark.span or (), mark.fold, mark.compared


def by_place(fillers: list[Filler]) -> tuple[Filler, ...] | None:
    """Return the fillers in order where their least starts tell it, each has one and no two the same."""
    placed = {span[0][0]: filler for filler in fillers if (span := filler.marks[0].span)}
    if len(placed) < len(fillers):
        return None
    return tuple([placed[start] for start in sorted(placed)])


def filler_order(filler: Filler) -> tuple[object, ...]:
    """Return the place of a filler among those of its event: least mention span, folded text, role.

    What follows in the key only keeps the order of the file out.
    """
    least, *rest = filler.marks
    others = tuple(map(_mark_order, rest)) if rest else ()
    return (
        least.span is None,
        least.span or (),
        least.fold,
        filler.role,
        least.compared,
        others,
        filler.optional,
    )


def sent_place(text: str, role: str, mention: PredictedTrigger | PredictedArgument) -> Written:
    """Return a mention as sent, its text read from the article's where only offsets are given."""
    # Of each mention of each system this is asked: an attribute is read once.
    words, start, end = mention.text, mention.start, mention.end
    if start is None or end is None:
        return role, words or "", None
    span = mention.fragments or ((start, end),)
    return role, words_at(text, span) if words is None else words, span


def as_sent(text: str, event: PredictedEvent) -> bytes:
    """Return the canonical JSON of an event as sent, defaults and the text of given offsets filled in."""

    def sent(mention: PredictedTrigger | PredictedArgument) -> dict[str, Any]:
        _, words, _ = sent_place(text, "", mention)
        return {
            "text": words,
            "start": mention.start,
            "end": mention.end,
            "fragments": mention.fragments,
        }

    return _json(
        event,
        event.date,
        [sent(trigger) for trigger in event.triggers],
        [{"role": argument.role, **sent(argument)} for argument in event.arguments],
    )


def _content(text: str, event: ScoredEvent, mentions: Mentions) -> bytes:
    """Return the canonical JSON of an event as if predicted, resolved, each mention an argument."""

    def resolved(words: str, span: Span | None) -> dict[str, Any]:
        if span is None:
            return {"text": words, "start": None, "end": None, "fragments": ()}
        fragments = span if len(span) > 1 else ()
        return {
            "text": words_at(text, span),
            "start": span[0][0],
            "end": span[-1][1],
            "fragments": fragments,
        }

    return _json(
        event,
        event.dates[0] if event.dates else None,
        [resolved(words, span) for _, words, span in mentions.triggers],
        [{"role": role, **resolved(words, span)} for role, words, span in mentions.arguments],
    )


def _json(
    event: ScoredEvent | PredictedEvent,
    date: str | None,
    triggers: list[dict[str, Any]],
    arguments: list[dict[str, Any]],
) -> bytes:
    """Return the canonical JSON of an event without ids and confidence, its lists sorted."""
    return canonical_plain(
        {
            "event_type": event.event_type,
            "triggers": sorted(triggers, key=canonical_plain),
            "arguments": sorted(arguments, key=canonical_plain),
            "date": date,
            "mode": event.mode,
            "status": event.status,
        }
    )
