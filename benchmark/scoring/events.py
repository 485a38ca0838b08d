"""An event as the scorer sees it: the same shape for gold and predicted, spans found, texts folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from benchmark.records.article import Span


Place: TypeAlias = "Span | str"
"""Where a predicted mention stands, or its folded text where it stands nowhere."""


class SentEvent(NamedTuple):
    """A predicted event by the places of all its mentions, those of arguments beside their roles."""

    event_type: str
    triggers: list[Place]
    arguments: list[tuple[str, Place]]


class Mark(NamedTuple):
    """A mention ready for comparison.

    ``span`` is None where the mention stands nowhere in the text. ``fold`` is the folded text
    (``records.text.fold``). ``compared`` is the text that may match: equal to ``fold``, or empty where a
    text match is not allowed (an empty fold, an English pronoun, a dataset with ``match: span``).
    """

    span: Span | None
    fold: str
    compared: str


class Filler(NamedTuple):
    """One filler of a role. Predicted fillers have exactly one mark and are never optional."""

    role: str
    marks: tuple[Mark, ...]
    optional: bool = False


class ScoredEvent(NamedTuple):
    """An event of either side, after what the dataset does not annotate has been taken off.

    ``place`` is the event's in its article as sent, for reports only: no number depends on it.
    ``dates`` holds the gold value and its alternatives, or the predicted value; empty where undated.
    ``fillers`` holds predicted arguments with equal ones merged, so that their number is what section 3 of
    scoring.md counts, in the order it gives (least mention span, folded text, role).
    """

    place: int
    event_type: str
    triggers: tuple[Mark, ...]
    fillers: tuple[Filler, ...]
    dates: tuple[str, ...]
    mode: str | None = None
    status: str | None = None
    optional: bool = False
    confidence: float | None = None
    basis: str | None = None
    tags: tuple[str, ...] = ()
