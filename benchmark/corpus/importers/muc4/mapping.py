"""Incidents to the records of Dateline: gold articles, and predictions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.muc4.incidents import LOCATION_ROLE
from benchmark.records import date
from benchmark.records.article import Argument, Article, Event, EventDate, Mention, Region
from benchmark.records.lookup import is_edge
from benchmark.records.prediction import PredictedArgument, PredictedEvent, Prediction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmark.corpus.importers.journal import Journal
    from benchmark.corpus.importers.muc4.incidents import Filler, Incident
    from benchmark.corpus.importers.muc4.messages import Message

LICENSE: Final = "LicenseRef-FBIS"
"""NIST's MUC page: provided completely free of charge courtesy of FBIS."""

SPLITS: Final = {"DEV": "train", "TST": "test"}
"""Split of a message by the first letters of its id; others are split by hash."""


def article(
    message: Message, incidents: Sequence[Incident] | None, ontology: str, journal: Journal
) -> Article:
    """Return the gold article of a message; ``incidents`` is None where no key speaks of it."""
    dateline = message.dateline
    return Article(
        article_id=article_id(message.message_id),
        text=message.text,
        published=_published(message, journal),
        source=dateline.source if dateline else None,
        license=LICENSE,
        ontology=ontology,
        split=SPLITS.get(message.message_id[:3]),
        regions=(Region(kind="dateline", start=dateline.start, end=dateline.end),) if dateline else (),
        events=None if incidents is None else tuple(_events(message.text, incidents, journal)),
    )


def prediction(message: Message, incidents: Iterable[Incident], journal: Journal) -> Prediction:
    """Return a response as a prediction, every string an argument; where they stand is left to the scorer."""
    return Prediction(
        article_id=article_id(message.message_id),
        events=tuple(
            PredictedEvent(
                event_type=incident.event_type,
                arguments=tuple(
                    PredictedArgument(role=filler.role, text=text)
                    for filler in incident.fillers
                    for text in _as_written(message.text, filler, journal)
                ),
                date=_date(incident),
                status=incident.status or "actual",
                event_id=_event_id(incident),
            )
            for incident in incidents
        ),
    )


def _as_written(text: str, filler: Filler, journal: Journal) -> Iterator[str]:
    """Yield the strings of a filler as the text has them: some systems set spaces around punctuation."""
    for string in filler.texts:
        if not occurrences(text, string):
            pattern = r"\s*".join(map(re.escape, "".join(string.split())))
            match = re.search(pattern, text)
            if match and is_edge(text, match.start()) and is_edge(text, match.end()):
                journal.repaired(
                    filler.place, "a string with spaces that its text has not, taken as in the text"
                )
                yield " ".join(match[0].split())
                continue
        yield string


def inferred_places(gold: Article) -> int:
    """Return how many parts of locations an article has that its text does not name."""
    return sum(
        argument.role == LOCATION_ROLE and argument.mentions[0].start is None
        for event in gold.events or ()
        for argument in event.arguments
    )


def article_id(message_id: str) -> str:
    """Return the id of the article; a message id is ASCII letters, digits and hyphens."""
    return message_id.lower()


def _published(message: Message, journal: Journal) -> str | None:
    if message.dateline is None:
        journal.repaired(message.place, "a message without a dateline: its publication date is unknown")
        return None
    day = message.dateline.day
    if day is None:
        journal.ok(message.place)
        return None
    text = day.text(None)
    if text is None:
        journal.repaired(message.place, "a dateline without a year: its publication date is unknown")
        return None
    try:
        date.parse(text)
    except date.DateError as error:
        journal.repaired(
            message.place, f"a dateline that names {error.reason}: its publication date is unknown"
        )
        return None
    journal.ok(message.place)
    return text


def _events(text: str, incidents: Iterable[Incident], journal: Journal) -> Iterator[Event]:
    seen: dict[Event, str] = {}
    ids: set[str] = set()
    for incident in incidents:
        event = _event(text, incident, journal)
        bare = replace(event, event_id="")
        if bare in seen:
            journal.dropped(incident.place, f"a template that says here just what number {seen[bare]} says")
            continue
        seen[bare] = incident.number
        if event.event_id in ids:
            journal.repaired(incident.place, "a template whose number its message has given before")
            event = replace(event, event_id=f"{event.event_id}-line-{incident.place.line}")
        ids.add(event.event_id)
        yield event


def _event(text: str, incident: Incident, journal: Journal) -> Event:
    return Event(
        event_id=_event_id(incident),
        event_type=incident.event_type,
        status=incident.status or "actual",
        optional=incident.optional,
        triggers=(),
        arguments=tuple(_argument(text, filler, journal) for filler in incident.fillers),
        date=EventDate(value=_date(incident), basis=None, mentions=(), alternatives=incident.dates[1:]),
    )


def _date(incident: Incident) -> str | None:
    return incident.dates[0] if incident.dates else None


def _event_id(incident: Incident) -> str:
    return f"template-{incident.number}"


def _argument(text: str, filler: Filler, journal: Journal) -> Argument:
    mentions: dict[Mention, None] = {}
    for string in filler.texts:
        places = occurrences(text, string)
        if not places:
            mentions[Mention(text=string, start=None, end=None, fragments=())] = None
            # A country is given even where the text does not name it (template-doc-part1, 7.4).
            if filler.role != LOCATION_ROLE:
                journal.repaired(
                    filler.place, "a string that stands nowhere in its text, kept without offsets"
                )
        for start, end in places:
            mentions[Mention(text=text[start:end], start=start, end=end, fragments=())] = None
    return Argument(role=filler.role, mentions=tuple(mentions), optional=filler.optional)


def occurrences(text: str, string: str) -> list[tuple[int, int]]:
    """Return where a string stands, any white space standing for its spaces, in order.

    Those at word edges, or, where there is none (``STUDENT`` of ``STUDENTS``), all.
    """
    pattern = r"\s+".join(map(re.escape, string.split()))
    places = [match.span() for match in re.finditer(pattern, text)]
    whole = [(start, end) for start, end in places if is_edge(text, start) and is_edge(text, end)]
    return whole or places
