"""What changed between two releases of one dataset, and the step of its version that this calls for."""

from __future__ import annotations

from dataclasses import dataclass

from benchmark.records.report import DatasetKey

STEPS = ("none", "patch", "minor", "major")
CHANGES = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A kind of change that was met ``count`` times, and the step it calls for."""

    step: str
    change: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Something said of the whole release that is no longer the same; both sides in words.

    Of types, roles (``TYPE.role``) and modes each side names what the other lacks.
    """

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """An event of an article that both releases have, by its id.

    ``fields`` are the keys in which it differs, none where it was added or removed: mentions by their words
    alone where the article's text differs. Dates are EDTF, null where the event has no date or is not there.
    ``event_type`` is the later one where it changed, ``old_type`` null where the event is not there.
    """

    event_id: str
    event_type: str
    change: str
    fields: tuple[str, ...]
    old_date: str | None
    new_date: str | None
    old_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """An article that is not the same in both releases.

    ``fields`` are the keys in which it differs, ``events`` among them where these are now annotated, or no
    longer, or only in another order. A split is null where the article is not there.
    """

    article_id: str
    change: str
    old_split: str | None
    new_split: str | None
    fields: tuple[str, ...]
    events: tuple[EventChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two releases compared. ``step`` is the highest of its ``reasons``, ``none`` where nothing changed.

    ``next_version`` is the lowest that the step allows, null where ``old`` is not numbered like 1.2.3.
    ``withheld`` names the splits whose gold a side lacks: of these neither events nor tags are compared, and
    the step may be too low. ``articles`` are in order of their ids, events in order of theirs.
    """

    schema_version: str
    old: DatasetKey
    new: DatasetKey
    step: str
    next_version: str | None
    reasons: tuple[Reason, ...]
    withheld: tuple[str, ...]
    counts: dict[str, int]
    settings: tuple[Setting, ...]
    articles: tuple[ArticleChange, ...]
