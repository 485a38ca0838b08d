"""Events of both sides made ready to compare: spans found, texts folded, in content order (scoring.md, 1)."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

from benchmark.records.article import Argument, words_at
from benchmark.records.lookup import Lookup
from benchmark.records.text import comparable, fold
from benchmark.scoring.events import Filler, Mark, ScoredEvent, SentEvent
from benchmark.store.codec import canonical_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from benchmark.records.article import Article, Event, Mention, Span
    from benchmark.records.lookup import Interval
    from benchmark.records.prediction import (
        PredictedArgument,
        PredictedEvent,
        PredictedTrigger,
        Prediction,
    )

_SHORT: Final = 256
"""Code points up to which a mention's folds are remembered; almost every one is shorter."""
_Item = TypeVar("_Item")
_Place: TypeAlias = "tuple[str, str, Span | None]"
"""A mention: its role (of a trigger empty), the text it was written with, and its span if it has one."""
_Written: TypeAlias = "Sequence[Mention] | Sequence[PredictedTrigger] | Sequence[PredictedArgument]"


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


class _Mentions(NamedTuple):
    """All mentions of an event, from which its content is written, once, where events tie."""

    triggers: Iterable[_Place]
    arguments: Iterable[_Place]


class Placed(NamedTuple):
    """The predicted events of an article, less what its dataset does not annotate, their mentions placed.

    ``sent`` has the same events by the places of their mentions alone; ``resolution`` says how these got
    their spans.
    """

    events: Sequence[PredictedEvent]
    mentions: Sequence[_Mentions]
    sent: list[SentEvent]
    resolution: Resolution


class EventWords(NamedTuple):
    """The words of each trigger of an event, and of the mentions of each of its fillers."""

    triggers: list[str]
    fillers: list[list[str]]


_new_mark: Final = functools.partial(tuple.__new__, Mark)
_new_filler: Final = functools.partial(tuple.__new__, Filler)
_new_sent: Final = functools.partial(tuple.__new__, SentEvent)
_new_mentions: Final = functools.partial(tuple.__new__, _Mentions)
"""Make one of the tuple of all its parts, in a third of the time that a call of the class takes."""


def gold_events(article: Article, annotates: Collection[str], match: str) -> tuple[ScoredEvent, ...]:
    """Return the annotated events in content order; none where they are withheld.

    ``annotates`` and ``match`` are the dataset's: what it does not annotate is left empty, and with the match
    ``span`` no text of a mention may be compared.
    """
    mark = _marker(article.language, match)
    events = article.events or ()
    scored = [_gold_event(index, event, annotates, mark) for index, event in enumerate(events)]
    return _in_content_order(article.text, scored, lambda index: _gold_mentions(events[index], annotates))


def gold_filler(article: Article, argument: Argument, match: str) -> Filler:
    """Return an annotated argument of the article as the scorer compares it."""
    return _gold_filler(argument, _marker(article.language, match))


def predicted_events(
    article: Article, prediction: Prediction, annotates: Collection[str], match: str
) -> tuple[tuple[ScoredEvent, ...], Resolution]:
    """Return the predicted events in content order, and how their mentions got their spans.

    Offsets are known to lie in the article's text and to agree with a text sent beside them. What the dataset
    does not annotate is taken off first; the match ``span`` lets no text of a mention be compared.
    """
    placed = place(article, prediction, annotates)
    return scored_events(article, placed, annotates, match), placed.resolution


def place(article: Article, prediction: Prediction, annotates: Collection[str]) -> Placed:
    """Return the predicted events with the places of their mentions, which are all that section 2 compares.

    Offsets are taken, and what the dataset does not annotate is left out, as in ``predicted_events``.
    """
    text, language = article.text, article.language
    lookup = Lookup(text, language)
    events = _annotated(prediction.events, annotates)
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


def scored_events(
    article: Article, placed: Placed, annotates: Collection[str], match: str
) -> tuple[ScoredEvent, ...]:
    """Return the predicted events, once placed, in content order, as ``predicted_events`` does."""
    mark = _marker(article.language, match)
    scored = [
        ScoredEvent(
            place=index,
            event_type=event.event_type,
            triggers=_in_order([mark(words, span) for _, words, span in triggers]),
            fillers=_merged(
                [_new_filler((role, (mark(words, span),), False)) for role, words, span in arguments]
            ),
            dates=() if event.date is None else (event.date,),
            mode=event.mode,
            status=event.status if "status" in annotates else None,
            confidence=event.confidence,
        )
        for index, (event, (triggers, arguments)) in enumerate(
            zip(placed.events, placed.mentions, strict=True)
        )
    ]
    return _in_content_order(
        article.text,
        scored,
        placed.mentions.__getitem__,
        lambda index: _as_sent(article.text, placed.events[index]),
    )


def same_as_sent(article: Article, prediction: Prediction, annotates: Collection[str]) -> tuple[int, ...]:
    """Return for each predicted event, by its index, the index of the first that is equal to it as sent.

    Equal are events that differ in ids, confidence, order, or texts that their offsets tell, and in what the
    dataset does not annotate, only.
    """
    events = _annotated(prediction.events, annotates)
    rough = [
        (event.event_type, event.date, event.mode, event.status, len(event.triggers), len(event.arguments))
        for event in events
    ]
    rivals = Counter(rough)
    first: dict[object, int] = {}
    return tuple(
        first.setdefault(key if rivals[key] == 1 else _as_sent(article.text, event), index)
        for index, (event, key) in enumerate(zip(events, rough, strict=True))
    )


def _annotated(events: Sequence[PredictedEvent], annotates: Collection[str]) -> Sequence[PredictedEvent]:
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


def _marker(language: str, match: str) -> Callable[[str, Span | None], Mark]:
    def by_span(text: str, span: Span | None) -> Mark:
        return _new_mark((span, fold(text, language), ""))

    def by_text(text: str, span: Span | None) -> Mark:
        folded, compared = (_remembered if len(text) <= _SHORT else _folded)(text, language)
        return _new_mark((span, folded, compared))

    return by_span if match == "span" else by_text


def _folded(text: str, language: str) -> tuple[str, str]:
    """Return the fold of a mention's text, and what of it may be compared."""
    folded = fold(text, language)
    return folded, comparable(text, folded, language)


_remembered: Final = functools.lru_cache(maxsize=1 << 16)(_folded)


def _gold_event(
    index: int, event: Event, annotates: Collection[str], mark: Callable[[str, Span | None], Mark]
) -> ScoredEvent:
    triggers = event.triggers if "triggers" in annotates else ()
    arguments = event.arguments if "arguments" in annotates else ()
    dated = "dates" in annotates
    fillers = [_gold_filler(argument, mark) for argument in arguments]
    return ScoredEvent(
        place=index,
        event_type=event.event_type,
        triggers=_in_order([mark(mention.text, mention.span) for mention in triggers]),
        fillers=_by_place(fillers) or tuple(sorted(fillers, key=_filler_order)),
        dates=event.date.values if dated else (),
        mode=event.mode if "modes" in annotates else None,
        status=event.status if "status" in annotates else None,
        optional=event.optional,
        basis=event.date.basis if dated else None,
        tags=event.tags,
    )


def _gold_filler(argument: Argument, mark: Callable[[str, Span | None], Mark]) -> Filler:
    marks = _in_order([mark(mention.text, mention.span) for mention in argument.mentions])
    return _new_filler((argument.role, marks, argument.optional))


def _gold_mentions(event: Event, annotates: Collection[str]) -> _Mentions:
    triggers = event.triggers if "triggers" in annotates else ()
    arguments = event.arguments if "arguments" in annotates else ()
    return _Mentions(
        [("", mention.text, mention.span) for mention in triggers],
        [(argument.role, one.text, one.span) for argument in arguments for one in argument.mentions],
    )


def _sent_place(text: str, role: str, mention: PredictedTrigger | PredictedArgument) -> _Place:
    """Return a mention as sent, its text read from the article's where only offsets are given."""
    # Of each mention of each system this is asked: an attribute is read once.
    words, start, end = mention.text, mention.start, mention.end
    if start is None or end is None:
        return role, words or "", None
    span = mention.fragments or ((start, end),)
    return role, words_at(text, span) if words is None else words, span


def words_of(article: Article, event: ScoredEvent, written: Event | PredictedEvent, match: str) -> EventWords:
    """Return the words of an event that was ``written`` so, its mentions in the order that it has them.

    They are the article's where the mention stands in it, else those that it was written with.
    """
    marks_of = event.triggers, *(filler.marks for filler in event.fillers)
    spans = [[one.span for one in marks] for marks in marks_of]
    if all(all(own) for own in spans):  # as nearly always: nothing is to be looked for
        triggers, *fillers = [[words_at(article.text, span) for span in own if span] for own in spans]
        return EventWords(triggers, fillers)
    mark = _marker(article.language, match)
    lookup = Lookup(article.text, article.language)

    def stands(text: str) -> bool:
        # Of texts with one fold all stand in the article or none, but for those that fold to nothing.
        return not mark(text, None).fold and bool(lookup.find(text).places)

    def words(marks: Iterable[Mark], mentions: _Written) -> list[str]:
        # Some are compared as the same, such as He and he: they stand as they were written, in that order.
        texts: defaultdict[Mark, deque[str]] = defaultdict(deque)
        for text in sorted((one.text or "" for one in mentions if one.start is None), key=stands):
            texts[mark(text, None)].append(text)
        return [
            texts[one].popleft() if one.span is None else words_at(article.text, one.span) for one in marks
        ]

    # A filler has the words of its own mentions, also where those of another are compared as the same.
    sources: defaultdict[Filler, deque[_Written]] = defaultdict(deque)
    for argument in written.arguments:
        if isinstance(argument, Argument):
            sources[_gold_filler(argument, mark)].append(argument.mentions)
        elif argument.start is None and not stands(argument.text or ""):
            filler = _new_filler((argument.role, (mark(argument.text or "", None),), False))
            sources[filler].append((argument,))
    return EventWords(
        words(event.triggers, written.triggers),
        [words(one.marks, sources[one].popleft() if sources[one] else ()) for one in event.fillers],
    )


def _all_given(mentions: int) -> dict[str, int]:
    """Return the numbers of ``Lookups`` where all mentions came with offsets."""
    return {"given": mentions, "exact": 0, "folded": 0, "unresolved": 0, "ambiguous": 0}


def _trigger_places(
    text: str, lookup: Lookup, events: Sequence[PredictedEvent]
) -> tuple[list[list[_Place]], dict[str, int]]:
    """Return the triggers of each event with their spans, and counts of how they got them.

    Of several places a trigger gets the first that no other of the same text has, so that events named by one
    word do not all stand at its first place. Given offsets come first, then events in their order.
    """
    places = [[_sent_place(text, "", trigger) for trigger in event.triggers] for event in events]
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
    ranked = _sorted(
        {index for index, _, words in searching if rivals[words] > 1},
        lambda index: (_least_offset(events[index]), events[index].event_type),
        # Confidence is no part of the order, but decides between events that are equal in all else.
        lambda index: (_as_sent(text, events[index]), -(events[index].confidence or 0)),
    )
    rank = {index: place for place, index in enumerate(ranked)}
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
    text: str, lookup: Lookup, event: PredictedEvent, triggers: Sequence[_Place], counts: dict[str, int]
) -> list[_Place]:
    """Return the arguments of an event with their spans, and count how they got them.

    Of several places an argument gets the one nearest to a trigger of its event, of two equally near ones
    the earlier, or the first of all where no trigger has a place.
    """
    places = [_sent_place(text, argument.role, argument) for argument in event.arguments]
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


def _merged(sent: list[Filler]) -> tuple[Filler, ...]:
    """Return the arguments of a predicted event with equal ones merged.

    Equal are those of equal role and span or, where either has no span, text that may be compared.
    """
    if (ordered := _by_place(sent)) is not None:
        return ordered
    placed: dict[tuple[str, Span], Filler] = {}
    lost: list[Filler] = []
    for filler in sent:
        mark = filler.marks[0]
        if mark.span is None:
            lost.append(filler)
            continue
        rival = placed.setdefault((filler.role, mark.span), filler)
        if rival.marks[0].compared < mark.compared:
            placed[filler.role, mark.span] = filler
    fillers = list(placed.values())
    if lost:
        texts = {(filler.role, filler.marks[0].compared) for filler in fillers}
        for filler in lost:
            key = filler.role, filler.marks[0].compared
            if key not in texts or not key[1]:
                texts.add(key)
                fillers.append(filler)
    if len(fillers) > 1:
        fillers.sort(key=_filler_order)
    return tuple(fillers)


def _by_place(fillers: list[Filler]) -> tuple[Filler, ...] | None:
    """Return the fillers in order where their least starts tell it, each has one and no two the same."""
    placed = {span[0][0]: filler for filler in fillers if (span := filler.marks[0].span)}
    if len(placed) < len(fillers):
        return None
    return tuple([placed[start] for start in sorted(placed)])


def _in_order(marks: list[Mark]) -> tuple[Mark, ...]:
    if len(marks) > 1:
        marks.sort(key=_mark_order)
    return tuple(marks)


def _mark_order(mark: Mark) -> tuple[bool, Span, str, str]:
    return mark.span is None, mark.span or (), mark.fold, mark.compared


def _filler_order(filler: Filler) -> tuple[object, ...]:
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


def _in_content_order(
    text: str,
    events: Sequence[ScoredEvent],
    mentions: Callable[[int], _Mentions],
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
        _sorted(
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


def _sorted(
    items: Iterable[_Item], cheap: Callable[[_Item], Any], dear: Callable[[_Item], Any]
) -> Iterator[_Item]:
    """Yield items in order of a cheap key, those that tie in order of a dear one."""
    tied: dict[Any, list[_Item]] = {}
    for item in items:
        tied.setdefault(cheap(item), []).append(item)
    for key in sorted(tied):
        run = tied[key]
        yield from sorted(run, key=dear) if len(run) > 1 else run


def _content(text: str, event: ScoredEvent, mentions: _Mentions) -> bytes:
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


def _as_sent(text: str, event: PredictedEvent) -> bytes:
    """Return the canonical JSON of an event as sent, defaults and the text of given offsets filled in."""

    def sent(mention: PredictedTrigger | PredictedArgument) -> dict[str, Any]:
        _, words, _ = _sent_place(text, "", mention)
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
