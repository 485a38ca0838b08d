"""How far annotators who read the same articles agree."""

from __future__ import annotations

from dataclasses import dataclass

from benchmark.records.report import Interval


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
