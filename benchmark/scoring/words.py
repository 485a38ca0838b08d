"""The words of scored events, for readers: the article's where a mention stands in it, else as written."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from benchmark.records.article import Argument, words_at
from benchmark.records.lookup import Lookup
from benchmark.scoring.preparation import gold_filler, marker, new_filler

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.records.article import Article, Event, Mention
    from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger
    from benchmark.scoring.events import Filler, Mark, ScoredEvent

    _Written: TypeAlias = Sequence[Mention] | Sequence[PredictedTrigger] | Sequence[PredictedArgument]


class EventWords(NamedTuple):
    """The words of each trigger of an event, and of the mentions of each of its fillers."""

    triggers: list[str]
    fillers: list[list[str]]


def words_of(article: Article, event: ScoredEvent, written: Event | PredictedEvent, match: str) -> EventWords:
    """Return the words of an event that was ``written`` so, its mentions in the order that it has them.

    They are the article's where the mention stands in it, else those that it was written with.
    """
    marks_of = event.triggers, *(filler.marks for filler in event.fillers)
    spans = [[one.span for one in marks] for marks in marks_of]
    if all(all(own) for own in spans):  # as nearly always: nothing is to be looked for
        triggers, *fillers = [[words_at(article.text, span) for span in own if span] for own in spans]
        return EventWords(triggers, fillers)
    mark = marker(article.language, match)
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
            sources[gold_filler(article, argument, match)].append(argument.mentions)
        elif argument.start is None and not stands(argument.text or ""):
            filler = new_filler((argument.role, (mark(argument.text or "", None),), False))
            sources[filler].append((argument,))
    return EventWords(
        words(event.triggers, written.triggers),
        [words(one.marks, sources[one].popleft() if sources[one] else ()) for one in event.fillers],
    )
