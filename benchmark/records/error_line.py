"""A line of the file that ``bench score --errors`` writes: what is not right, with the words of both sides.

Only what a line has is written: keys that stand here with a default are left out where they would hold it.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmark.records.article import Span

LABELS = (
    "wrong_date",
    "wrong_type",
    "missed",
    "duplicate",
    "spurious",
    "redundant",
    "boundary",
    "wrong_role",
    "in_unmatched_event",
)
"""Of events the first five; of fillers missed, spurious and the last four (scoring.md, 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorWords:
    """A mention as the article has it; where it stands nowhere, as it was written, without offsets.

    ``fragments`` are those of a discontinuous mention, whose outer limits ``start`` and ``end`` are then.
    """

    text: str
    start: int | None
    end: int | None
    fragments: Span = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFiller:
    """The filler that a line is about, with all its mentions."""

    role: str
    mentions: tuple[ErrorWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorSide:
    """An event of one side; ``index`` is its place in the article's list, from 0, and dates are EDTF.

    Only gold has ``alternatives``; a wrong date's outcome may be that beside one of them (dates.md, 2).
    """

    index: int
    event_type: str
    triggers: tuple[ErrorWords, ...]
    date: str | None
    alternatives: tuple[str, ...] = ()
    filler: ErrorFiller | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    """One event or filler that is not right. A side is None where it has nothing of the kind.

    ``outcome`` and ``error_days`` (predicted minus gold, None where undefined) are those of a wrong date.
    """

    article_id: str
    unit: str
    label: str
    gold: ErrorSide | None
    predicted: ErrorSide | None
    outcome: str | None = None
    error_days: int | None = None
