"""The span metrics that the field reports, as sets of keys per article (scoring.md, section 2)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from benchmark.records.report import Counts
from benchmark.scoring.assignment import match_most

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from benchmark.scoring.events import Mark, ScoredEvent

Part: TypeAlias = Literal["trigger", "type", "argument", "role"]
_PARTS: Final[tuple[Part, ...]] = ("trigger", "type", "argument", "role")
_Row: TypeAlias = tuple[object, ...]
"""A value for each of `_PARTS`, as far as they are asked for."""
_Unit: TypeAlias = tuple[list[_Row], bool]


@dataclass(frozen=True, slots=True)
class SpanMetric:
    """A metric over keys. ``key`` names what a key holds: spans, event type and role."""

    name: str
    label: str
    citation: str
    key: tuple[Part, ...]


_LI = "Li et al. 2013"
_HUANG = "Huang et al. 2024, TextEE"

SPAN_METRICS: Final = (
    SpanMetric("trigger_identification", "TI", _LI, ("trigger",)),
    SpanMetric("trigger_classification", "TC", _LI, ("trigger", "type")),
    SpanMetric("argument_identification", "AI", _LI, ("type", "argument")),
    SpanMetric("argument_classification", "AC", _LI, ("type", "argument", "role")),
    SpanMetric("argument_identification_attached", "AI+", _HUANG, ("trigger", "type", "argument")),
    SpanMetric("argument_classification_attached", "AC+", _HUANG, ("trigger", "type", "argument", "role")),
)

_pick: Final[Mapping[str, Callable[[_Row], object]]] = {
    metric.name: itemgetter(*map(_PARTS.index, metric.key)) for metric in SPAN_METRICS
}


class _Rows(NamedTuple):
    """What one article offers for a kind of key.

    ``units`` holds, for each trigger mention or filler of gold, rows of which any is right, and whether it is
    optional; ``predicted`` a row or more for each predicted mention.
    """

    units: Sequence[_Unit]
    predicted: Sequence[_Row]


def has_span(gold: Iterable[ScoredEvent]) -> bool:
    """Return whether a mention of these events has a span; for a split without any no metric is defined."""
    return any(
        mark.span is not None
        for event in gold
        for mark in itertools.chain(event.triggers, *(filler.marks for filler in event.fillers))
    )


def span_counts(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> dict[str, Counts]:
    """Return the counts of each metric, by name, for the events of one article."""
    kinds = _kinds(gold, predicted)
    return {metric.name: _count(_pick[metric.name], *kinds[_kind(metric)]) for metric in SPAN_METRICS}


def span_counts_by(
    level: Literal["type", "role"], gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]
) -> dict[str, dict[str, Counts] | None]:
    """Return the counts of one article by metric name and event type or role, None where keys hold none.

    They add up to those of `span_counts`, for keys of two types or roles are never equal.
    """
    kinds = _kinds(gold, predicted)
    place = _PARTS.index(level)
    counts: dict[str, dict[str, Counts] | None] = {}
    for metric in SPAN_METRICS:
        counts[metric.name] = None
        if level in metric.key:
            split = _split(kinds[_kind(metric)], place)
            counts[metric.name] = {label: _count(_pick[metric.name], *rows) for label, rows in split.items()}
    return counts


def _kind(metric: SpanMetric) -> tuple[bool, bool]:
    return "trigger" in metric.key, "argument" in metric.key


def _kinds(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> dict[tuple[bool, bool], _Rows]:
    """Return units and rows by whether they hold a trigger, and an argument."""
    triggers: list[_Unit] = []
    arguments: list[_Unit] = []
    attached: list[_Unit] = []
    for event in gold:
        event_type = event.event_type
        # An event without triggers has null in their place; one whose triggers stand nowhere has no place.
        places: list[object] = [mark.span for mark in event.triggers if mark.span is not None]
        triggers += [([(place, event_type)], event.optional) for place in places]
        if not event.triggers:
            places = [None]
        for filler in event.fillers:
            role = filler.role
            rows: list[_Row] = [
                (place, event_type, mark.span, role)
                for mark in filler.marks
                if mark.span is not None
                for place in places or (None,)
            ]
            if rows:
                unit = rows, event.optional or filler.optional
                arguments.append(unit)
                if places:
                    attached.append(unit)
    predicted_triggers: list[_Row] = []
    predicted_arguments: list[_Row] = []
    for event in predicted:
        event_type = event.event_type
        places = [_place(mark) for mark in event.triggers]
        predicted_triggers += [(place, event_type) for place in places]
        predicted_arguments += [
            (place, event_type, _place(filler.marks[0]), filler.role)
            for filler in (*event.fillers, *event.absorbed)
            for place in places or (None,)
        ]
    return {
        (True, False): _Rows(triggers, predicted_triggers),
        (False, True): _Rows(arguments, predicted_arguments),
        (True, True): _Rows(attached, predicted_arguments),
    }


def _place(mark: Mark) -> object:
    """Return what stands in a key for a predicted mention: its span, or its text, which equals no span."""
    return mark.fold if mark.span is None else mark.span


def _split(rows: _Rows, place: int) -> dict[str, _Rows]:
    """Return the units and rows by the value at one place of theirs, in order of it."""
    units: dict[str, list[_Unit]] = {}
    predicted: dict[str, list[_Row]] = {}
    for unit in rows.units:
        units.setdefault(str(unit[0][0][place]), []).append(unit)
    for row in rows.predicted:
        predicted.setdefault(str(row[place]), []).append(row)
    return {
        label: _Rows(units.get(label, ()), predicted.get(label, ()))
        for label in sorted(units.keys() | predicted.keys())
    }


def _count(pick: Callable[[_Row], object], units: Sequence[_Unit], predicted: Sequence[_Row]) -> Counts:
    """Return the counts of one metric, whose keys are picked from rows.

    Units of equal keys are one, optional only if all are. Predicted keys that some unit has, but that stay
    without one in a maximum matching, do not count.
    """
    keys = set(map(pick, predicted))
    if not any(optional or len(rows) > 1 for rows, optional in units):
        gold = {pick(rows[0]) for rows, _ in units}
        return Counts(len(gold & keys), len(keys), len(gold))
    merged: dict[frozenset[object], bool] = {}
    for rows, optional in units:
        unit_keys = frozenset(map(pick, rows))
        merged[unit_keys] = optional and merged.get(unit_keys, True)
    rights = sorted(merged, key=merged.__getitem__)
    required = len(rights) - sum(merged.values())
    owner: dict[object, int] = {}
    tangled: set[int] = set()
    for number, unit_keys in enumerate(rights):
        for key in unit_keys:
            rival = owner.setdefault(key, number)
            if rival != number:
                tangled |= {rival, number}
    touching = keys & owner.keys()
    # A unit that shares no key needs no matching: it has one if any of its keys is there.
    matched = {owner[key] for key in touching} - tangled
    size = required
    if tangled:
        # Required units come first, so that of these as many are matched as can be.
        numbers = sorted(tangled)
        matched |= _matched(rights, numbers, touching)
        numbers = [number for number in numbers if number < required]
        size += len(_matched(rights, numbers, owner)) - len(numbers)
    size += sum(number >= required for number in matched)
    return Counts(len(matched), len(keys) - len(touching) + len(matched), size)


def _matched(
    rights: Sequence[frozenset[object]], numbers: Sequence[int], keys: Container[object]
) -> set[int]:
    """Return which of the numbered units have a key of their own in a maximum matching with some keys."""
    columns: dict[object, int] = {}
    edges = [
        [columns.setdefault(key, len(columns)) for key in rights[number] if key in keys] for number in numbers
    ]
    return {numbers[row] for row, _ in match_most(edges, range(len(edges)))}
