"""Events of both sides made ready to compare: spans found, texts folded, in content order (scoring.md)."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, Final

from benchmark.records.text import comparable, fold
from benchmark.scoring.content import Mentions, as_sent, by_place, filler_order, in_content_order, in_order
from benchmark.scoring.events import Filler, Mark, ScoredEvent
from benchmark.scoring.resolution import annotated, place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from benchmark.records.article import Argument, Article, Event, Span
    from benchmark.records.prediction import Prediction
    from benchmark.scoring.resolution import Placed, Resolution

_SHORT: Final = 256
"""Code points up to which a mention's folds are remembered; almost every one is shorter."""

_new_mark: Final = functools.partial(tuple.__new__, Mark)
new_filler: Final = functools.partial(tuple.__new__, Filler)
"""Make one of the tuple of all its parts, in a third of the time that a call of the class takes."""


def gold_events(article: Article, annotates: Collection[str], match: str) -> tuple[ScoredEvent, ...]:
    """Return the annotated events in content order; none where they are withheld.

    ``annotates`` and ``match`` are the dataset's: what it does not annotate is left empty, and with the match
    ``span`` no text of a mention may be compared.
    """
    mark = marker(article.language, match)
    events = article.events or ()
    scored = [_gold_event(index, event, annotates, mark) for index, event in enumerate(events)]
    return in_content_order(article.text, scored, lambda index: _gold_mentions(events[index], annotates))


def gold_filler(article: Article, argument: Argument, match: str) -> Filler:
    """Return an annotated argument of the article as the scorer compares it."""
    return _gold_filler(argument, marker(article.language, match))


def predicted_events(
    article: Article, prediction: Prediction, annotates: Collection[str], match: str
) -> tuple[tuple[ScoredEvent, ...], Resolution]:
    """Return the predicted events in content order, and how their mentions got their spans.

    Offsets are known to lie in the article's text and to agree with a text sent beside them. What the dataset
    does not annotate is taken off first; the match ``span`` lets no text of a mention be compared.
    """
    placed = place(article, prediction, annotates)
    return scored_events(article, placed, annotates, match), placed.resolution


def scored_events(
    article: Article, placed: Placed, annotates: Collection[str], match: str
) -> tuple[ScoredEvent, ...]:
    """Return the predicted events, once placed, in content order, as ``predicted_events`` does."""
    mark = marker(article.language, match)
    scored = [
        ScoredEvent(
            place=index,
            event_type=event.event_type,
            triggers=in_order([mark(words, span) for _, words, span in triggers]),
            fillers=_merged(
                [new_filler((role, (mark(words, span),), False)) for role, words, span in arguments]
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
    return in_content_order(
        article.text,
        scored,
        placed.mentions.__getitem__,
        lambda index: as_sent(article.text, placed.events[index]),
    )


def same_as_sent(article: Article, prediction: Prediction, annotates: Collection[str]) -> tuple[int, ...]:
    """Return for each predicted event, by its index, the index of the first that is equal to it as sent.

    Equal are events that differ in ids, confidence, order, or texts that their offsets tell, and in what the
    dataset does not annotate, only.
    """
    events = annotated(prediction.events, annotates)
    rough = [
        (event.event_type, event.date, event.mode, event.status, len(event.triggers), len(event.arguments))
        for event in events
    ]
    rivals = Counter(rough)
    first: dict[object, int] = {}
    return tuple(
        first.setdefault(key if rivals[key] == 1 else as_sent(article.text, event), index)
        for index, (event, key) in enumerate(zip(events, rough, strict=True))
    )


def marker(language: str, match: str) -> Callable[[str, Span | None], Mark]:
    """Return what makes a mark of a mention's text and span; with the match ``span`` no text is compared."""

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
        triggers=in_order([mark(mention.text, mention.span) for mention in triggers]),
        fillers=by_place(fillers) or tuple(sorted(fillers, key=filler_order)),
        dates=event.date.values if dated else (),
        mode=event.mode if "modes" in annotates else None,
        status=event.status if "status" in annotates else None,
        optional=event.optional,
        basis=event.date.basis if dated else None,
        tags=event.tags,
    )


def _gold_filler(argument: Argument, mark: Callable[[str, Span | None], Mark]) -> Filler:
    marks = in_order([mark(mention.text, mention.span) for mention in argument.mentions])
    return new_filler((argument.role, marks, argument.optional))


def _gold_mentions(event: Event, annotates: Collection[str]) -> Mentions:
    triggers = event.triggers if "triggers" in annotates else ()
    arguments = event.arguments if "arguments" in annotates else ()
    return Mentions(
        [("", mention.text, mention.span) for mention in triggers],
        [(argument.role, one.text, one.span) for argument in arguments for one in argument.mentions],
    )


def _merged(sent: list[Filler]) -> tuple[Filler, ...]:
    """Return the arguments of a predicted event with equal ones merged.

    Equal are those of equal role and span or, where either has no span, text that may be compared.
    """
    if (ordered := by_place(sent)) is not None:
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
        fillers.sort(key=filler_order)
    return tuple(fillers)
