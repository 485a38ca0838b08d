"""An article as its reader meets it: what gold and a system say, event by event, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmark.records.article import Article, Span

FAULTS: Final = ("missed", "spurious", "wrong_type", "wrong_date", "boundary", "argument")
"""What can be wrong with a row; ``argument`` is any filler that is wrong in another way than its boundary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A mention as the text has it; where it stands nowhere, ``span`` is None and the text as written."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An event as gold or a system has it; ``dates`` are all values that are right, or the one predicted.

    ``time`` are the words that gold read the date from.
    """

    event_type: str
    mode: str | None
    status: str | None
    triggers: tuple[Words, ...]
    dates: tuple[str, ...]
    time: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A filler of gold, of the system, or one of each.

    ``label`` is what became of it, ``optional`` for gold that need not be found, None if not judged.
    ``gold`` and ``predicted`` are its role and mentions there.
    """

    label: str | None = None
    gold: tuple[str, tuple[Words, ...]] | None = None
    predicted: tuple[str, tuple[Words, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event of gold, of the system, or an aligned pair.

    ``label`` is what became of it (scoring.md, 5), ``optional`` for gold that need not be found, None where
    nothing was judged. ``faults`` are of FAULTS, in their order. ``outcome`` and ``error_days`` are those of
    the dates of a pair of equal types (dates.md, 2).
    """

    label: str | None = None
    faults: tuple[str, ...] = ()
    gold: Side | None = None
    predicted: Side | None = None
    slots: tuple[Slot, ...]
    outcome: str | None = None
    error_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article and its rows, in the order of the text; ``missing`` where no prediction was sent for it."""

    article: Article
    rows: tuple[Row, ...]
    missing: bool = False
