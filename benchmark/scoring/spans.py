"""The span metrics that the field reports, as sets of keys per article (scoring.md, section 2)."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from benchmark.records.report import Counts
from benchmark.scoring.assignment import match_most
from benchmark.scoring.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence

    from benchmark.scoring.events import ScoredEvent

Part: TypeAlias = Literal["trigger", "type", "argument", "role"]

_BITS: Final = 24
"""For the number of a span or label: an article holds fewer than 2^24 different ones."""
_TYPE, _ARGUMENT, _TRIGGER = _BITS, 2 * _BITS, 3 * _BITS
"""Where each part of a key stands in it; the role stands last."""
_CELL: Final = (1 << _ARGUMENT) - 1
"""The parts of a key that are labels: its type and role."""
_PART: Final = (1 << _BITS) - 1


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


_Numbers: TypeAlias = "defaultdict[Any, int]"
_PARTS: Final[dict[Part, int]] = {"trigger": _TRIGGER, "type": _TYPE, "argument": _ARGUMENT, "role": 0}


class _Table(NamedTuple):
    """The keys of triggers or of arguments in one article, each with all its parts in one whole number.

    Of arguments these are the keys of AC+; a metric takes the parts off that its own lack. ``single`` are
    units of gold with one key that are not optional, ``units`` all others with theirs.
    """

    single: list[int]
    units: list[tuple[list[int], bool]]
    predicted: list[int]


class _Rows(NamedTuple):
    """The keys of one metric in one article, its units told apart as in a table."""

    single: set[int]
    units: list[tuple[frozenset[int], bool]]
    predicted: set[int]


class _Verdict(NamedTuple):
    """What a metric counts: keys of matched units, predicted keys less redundant ones, a key of each unit."""

    matched: Collection[int]
    predicted: Collection[int]
    gold: Collection[int]


def has_span(gold: Iterable[ScoredEvent]) -> bool:
    """Return whether a mention of these events has a span; for a split without any no metric is defined."""
    return any(
        mark.span is not None
        for event in gold
        for mark in itertools.chain(event.triggers, *(filler.marks for filler in event.fillers))
    )


def span_counts(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> dict[str, Counts]:
    """Return the counts of each metric, by name, for the events of one article."""
    return {
        metric.name: Counts(*map(len, _judge(rows)))
        for metric, rows in zip(SPAN_METRICS, _rows(gold, predicted, _numbers()), strict=True)
    }


class SpanTally:
    """The counts of articles, added up by event type and role, as far as a metric's key holds them."""

    def __init__(self) -> None:
        self._labels = _numbers()
        self._counted = [[defaultdict[int, int](int) for _ in _Verdict._fields] for _ in SPAN_METRICS]

    def add(self, gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> dict[str, Counts]:
        """Add the events of one article; returns its own `span_counts`."""
        counts = {}
        table = _rows(gold, predicted, self._labels)
        for metric, rows, counted in zip(SPAN_METRICS, table, self._counted, strict=True):
            verdict = _judge(rows)
            counts[metric.name] = Counts(*map(len, verdict))
            for times, keys in zip(counted, verdict, strict=True):
                for key in keys:
                    times[key & _CELL] += 1
        return counts

    @property
    def cells(self) -> dict[str, Cells]:
        """The sums of each metric, by name."""
        labels = [None, *self._labels]
        return {
            metric.name: Cells(
                *(
                    {(labels[cell >> _TYPE], labels[cell & _PART]): n for cell, n in times.items()}
                    for times in counted
                )
            )
            for metric, counted in zip(SPAN_METRICS, self._counted, strict=True)
        }


def _numbers() -> _Numbers:
    """Return what numbers spans or labels from 1, in the order in which they are asked for."""
    return defaultdict(itertools.count(1).__next__)


def _rows(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent], labels: _Numbers) -> list[_Rows]:
    """Return the keys of each metric, in the order of `SPAN_METRICS`."""
    spans = _numbers()
    triggers, arguments = _Table([], [], []), _Table([], [], [])
    for event in gold:
        _add_units(event, spans, labels, triggers, arguments)
    for event in predicted:
        _add_keys(event, spans, labels, triggers, arguments)
    return [_row(metric, arguments if "argument" in metric.key else triggers) for metric in SPAN_METRICS]


@functools.cache
def _parts(key: tuple[Part, ...]) -> int:
    return sum(_PART << _PARTS[part] for part in key)


def _row(metric: SpanMetric, table: _Table) -> _Rows:
    """Return the keys of one metric: those of the table with only the parts that the metric's have."""
    parts = _parts(metric.key)
    # Without a place for its trigger, a unit has no key where keys hold one.
    least = 1 << _TRIGGER if "trigger" in metric.key else 0
    single = {key & parts for key in table.single}
    units = []
    for unit, optional in table.units:
        keys = frozenset([key & parts for key in unit if key >= least])
        if len(keys) == 1 and not optional:
            single |= keys
        elif keys:
            units.append((keys, optional))
    return _Rows(single, units, {key & parts for key in table.predicted})


def _add_units(
    event: ScoredEvent, spans: _Numbers, labels: _Numbers, triggers: _Table, arguments: _Table
) -> None:
    """Add the units of a gold event, one for each trigger mention and one for each filler."""
    kind = labels[event.event_type] << _TYPE
    # An event without triggers has null in their place; one whose triggers stand nowhere has no place.
    places = [spans[mark.span] << _TRIGGER | kind for mark in event.triggers if mark.span is not None]
    if event.optional:
        triggers.units.extend([([place], True) for place in places])
    else:
        triggers.single.extend(places)
    if not event.triggers:
        places = [spans[None] << _TRIGGER | kind]
    plain = not event.optional and len(places) == 1
    places = places or [kind]
    for role, marks, optional in event.fillers:
        label = labels[role]
        keys = [spans[mark.span] << _ARGUMENT | label for mark in marks if mark.span is not None]
        if plain and len(keys) == 1 and not optional:
            arguments.single.append(places[0] | keys[0])
        elif keys:
            every = [place | key for place in places for key in keys]
            arguments.units.append((every, event.optional or optional))


def _add_keys(
    event: ScoredEvent, spans: _Numbers, labels: _Numbers, triggers: _Table, arguments: _Table
) -> None:
    """Add the keys of a predicted event; where a mention has no span stands its text, which equals none."""
    kind = labels[event.event_type] << _TYPE
    places = [spans[mark.span or mark.fold] << _TRIGGER | kind for mark in event.triggers]
    triggers.predicted.extend(places)
    if not places:
        places = [spans[None] << _TRIGGER | kind]
    keys = [
        spans[marks[0].span or marks[0].fold] << _ARGUMENT | labels[role]
        for role, marks, _ in event.fillers + event.absorbed
    ]
    arguments.predicted.extend([place | key for place in places for key in keys])


def _judge(rows: _Rows) -> _Verdict:
    """Return what one metric counts.

    Units of equal keys are one, optional only if all are. Predicted keys that some unit has, but that stay
    without one in a maximum matching, do not count.
    """
    single, predicted = rows.single, rows.predicted
    if not rows.units:
        return _Verdict(single & predicted, predicted, single)
    merged = {frozenset((key,)): False for key in single}
    for unit_keys, optional in rows.units:
        merged[unit_keys] = optional and merged.get(unit_keys, True)
    rights = sorted(merged, key=merged.__getitem__)
    required = len(rights) - sum(merged.values())
    owner: dict[int, int] = {}
    tangled: set[int] = set()
    for right, unit_keys in enumerate(rights):
        for key in unit_keys:
            rival = owner.setdefault(key, right)
            if rival != right:
                tangled |= {rival, right}
    touching = predicted & owner.keys()
    # A unit that shares no key needs no matching: it has one if any of its keys is there.
    found = {owner[key] for key in touching} - tangled
    counted = set(range(required))
    if tangled:
        # Required units come first, so that of these as many are matched as can be.
        order = sorted(tangled)
        found |= _matched(rights, order, touching)
        order = [right for right in order if right < required]
        counted = counted.difference(order) | _matched(rights, order, owner)
    counted |= {right for right in found if right >= required}
    a_key = [next(iter(unit_keys)) for unit_keys in rights]
    matched = [a_key[right] for right in found]
    return _Verdict(matched, [*matched, *(predicted - touching)], [a_key[right] for right in counted])


def _matched(rights: Sequence[frozenset[int]], order: Sequence[int], keys: Container[int]) -> set[int]:
    """Return which of some units have a key of their own in a maximum matching with some keys."""
    columns: dict[int, int] = {}
    edges = [
        [columns.setdefault(key, len(columns)) for key in rights[right] if key in keys] for right in order
    ]
    return {order[row] for row, _ in match_most(edges, range(len(edges)))}
