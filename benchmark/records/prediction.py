"""What a system says of an article, and what its author says of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmark.records.article import Span
from benchmark.records.text import slug

MAX_EVENTS: Final = 1_000
"""Events of an article that a prediction may hold, as its schema says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedTrigger:
    """Words that name the event; without offsets they are looked up in the text (scoring.resolution)."""

    text: str | None = None
    start: int | None = None
    end: int | None = None
    fragments: Span = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedArgument:
    """One mention that fills a role; without offsets it is looked up in the text (scoring.resolution)."""

    role: str
    text: str | None = None
    start: int | None = None
    end: int | None = None
    fragments: Span = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedEvent:
    """An event as a system sends it. ``date`` is EDTF or null; ``event_id`` is kept and never scored."""

    event_type: str
    triggers: tuple[PredictedTrigger, ...] = ()
    arguments: tuple[PredictedArgument, ...] = ()
    date: str | None = None
    mode: str | None = None
    status: str = "actual"
    confidence: float | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One line of a prediction file: all events that a system sees in one article."""

    article_id: str
    events: tuple[PredictedEvent, ...]


def system_id(name: str, version: str) -> str:
    """Return the slug of a system's name, ``@`` and its version; ValueError where the name has no slug."""
    return f"{slug(name)}@{version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The system card that travels with predictions."""

    name: str
    version: str
    organisation: str | None = None
    url: str | None = None
    description: str
    kind: str
    model: str | None = None
    training_data: tuple[str, ...]
    saw_test_texts: str
    dataset: str | None = None
    notes: str | None = None

    @property
    def id(self) -> str:
        """Its ``system_id``, and errors as there."""
        return system_id(self.name, self.version)
