"""An annotated news article: what stands in it, what happened, to whom, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Span: TypeAlias = tuple[tuple[int, int], ...]
"""Half-open code-point intervals of the article's text, ordered and disjoint; nearly always just one."""

ARTICLE_ID: Final = "[a-z0-9][a-z0-9._-]{0,127}"
"""Pattern of the whole of an article's id: it becomes a file name, so nothing else is allowed."""

STATUSES = ("actual", "attempted", "planned", "threatened", "hypothetical", "negated", "generic")
BASES = ("explicit", "relative", "dateline", "inferred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of the text: ``Article.text[start:end] == text``.

    A discontinuous mention has two or more ``fragments``; then ``start`` and ``end`` are the outer limits
    and ``text`` is the fragments joined by one space. Both offsets are null only where a corpus gives a
    string that stands nowhere in its text.
    """

    text: str
    start: int | None
    end: int | None
    fragments: Span

    @property
    def span(self) -> Span | None:
        """The fragments that the mention covers, or None where it stands nowhere."""
        if self.start is None or self.end is None:
            return None
        return self.fragments or ((self.start, self.end),)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When it happened, as far as the article tells: EDTF values (``records.date``), never resolved further.

    ``value`` is null where nothing dates the event; ``alternatives`` are further values that are just as
    right; ``mentions`` are the time expressions it was read from.
    """

    value: str | None
    basis: str | None
    mentions: tuple[Mention, ...]
    alternatives: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The value and its alternatives; empty where the event is undated."""
        return () if self.value is None else (self.value, *self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One filler of a role, with all its mentions: any of them is right."""

    role: str
    mentions: tuple[Mention, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, where and when; all triggers name the same event."""

    event_id: str
    event_type: str
    mode: str | None = None
    status: str = "actual"
    optional: bool = False
    triggers: tuple[Mention, ...]
    arguments: tuple[Argument, ...]
    date: EventDate
    tags: tuple[str, ...] = ()

    @property
    def content(self) -> Event:
        """The event without its id, mentions and arguments in an order of ours: theirs means nothing."""
        arguments = (replace(one, mentions=_in_order(one.mentions)) for one in self.arguments)
        return replace(
            self,
            event_id="",
            triggers=_in_order(self.triggers),
            arguments=_in_order(arguments),
            date=replace(self.date, mentions=_in_order(self.date.mentions)),
        )

    def with_mentions(self, made: Callable[[Mention], Mention]) -> Event:
        """Return the event with what is made of each of its mentions in their place."""
        arguments = (replace(one, mentions=tuple(map(made, one.mentions))) for one in self.arguments)
        return replace(
            self,
            triggers=tuple(map(made, self.triggers)),
            arguments=tuple(arguments),
            date=replace(self.date, mentions=tuple(map(made, self.date.mentions))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of the page that is not running text, ``text[start:end]``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. ``events`` is null where withheld or not annotated, empty where there are none."""

    article_id: str
    title: str = ""
    text: str
    published: str | None
    language: str = "en"
    source: str | None = None
    url: str | None = None
    license: str
    ontology: str
    split: str | None = None
    tags: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    events: tuple[Event, ...] | None


def words_at(text: str, span: Iterable[tuple[int, int]]) -> str:
    """Return the words of a text that a span covers, its fragments joined by one space."""
    return " ".join([text[start:end] for start, end in span])


def _in_order(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=repr))
