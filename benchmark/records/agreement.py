"""How far annotators who read the same articles agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmark.records.article import Mention
from benchmark.records.report import Interval

KINDS = ("event", "type", "date", "status", "mode", "argument", "trigger", "optional", "tags")
"""Of disagreements, the worst first: whether it happened at all, then what, then when."""

CHOICES = ("first", "second", "both", "neither", "write")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of agreement; ``value`` is None where it is undefined (0/0).

    A share is ``agreed`` / ``of``. An F1 is one too: what both marked, counted on both sides, of all that
    either marked. An alpha (Krippendorff) has ``agreed`` of its units equal; it may be negative. A median in
    days has no ``agreed``, and a mean over pairs has neither number.
    """

    name: str
    label: str
    value: float | None
    agreed: int | None
    of: int | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """What one annotator marked in all their articles.

    ``relevant`` articles have an event; lengths are means in code points, None where nothing was marked.
    """

    name: str
    articles: int
    relevant: int
    events: int
    triggers: int
    arguments: int
    dated: int
    trigger_length: float | None
    argument_length: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatorPair:
    """Two annotators on the ``articles`` that both annotated.

    ``figures`` goes by measure, ``roles`` by role, then measure.
    """

    first: str
    second: str
    articles: int
    figures: dict[str, Figure]
    roles: dict[str, dict[str, Figure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of every two annotators, and the mean over pairs.

    ``articles`` counts those that two or more annotated; ``left_out`` names, for each article that somebody
    did not annotate, those who did. Intervals come from ``resamples`` draws of whole articles with ``seed``.
    """

    schema_version: str
    articles: int
    resamples: int
    seed: int
    annotators: tuple[Annotator, ...]
    left_out: dict[str, tuple[str, ...]]
    mean: dict[str, Figure]
    pairs: tuple[AnnotatorPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSummary:
    """What a release says of agreement: how many annotators and articles, and the means over pairs."""

    annotators: int
    articles: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one annotator says where another says otherwise.

    ``value`` is the part of the article's JSON that is in question: an event, a type, a date, a filler, a
    mention. ``mentions`` are its words, or where it has none those of its event.
    """

    event_id: str
    mentions: tuple[Mention, ...]
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """The smallest thing that two annotators tell differently and a third can decide.

    ``id`` depends on the article's id and on both sides and on nothing else. A side is None where its
    annotator has nothing of the kind. ``about`` names the event.
    """

    id: str
    article_id: str
    kind: str
    about: str
    annotators: tuple[str, str]
    first: Side | None
    second: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decides of a disagreement, by its id.

    ``value`` is what stands there if the ``choice`` is to write. The last three tell a reader what was
    decided; they are written beside gold and never looked at.
    """

    id: str
    choice: str
    value: Any = None
    reason: str | None = None
    article_id: str | None = None
    kind: str | None = None
    about: str | None = None
