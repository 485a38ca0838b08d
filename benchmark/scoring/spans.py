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

    from benchmark.scoring.events import ScoredEvent, SentEvent

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

    @property
    def needs(self) -> frozenset[str]:
        """What a dataset must annotate to define the metric."""
        return frozenset(f"{part}s" for part in self.key if part in {"trigger", "argument"})


_OF_TRIGGERS: Final = 2
"""Metrics of triggers, which come first; the others are of arguments."""
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
"""Those of triggers, then of arguments; the parts of the first key of either are in all others of it."""


_Labels: TypeAlias = "defaultdict[Any, int]"
_Unit: TypeAlias = tuple[frozenset[int], bool]
"""All keys of a unit of gold, and whether it is optional."""
_PARTS: Final[dict[Part, int]] = {"trigger": _TRIGGER, "type": _TYPE, "argument": _ARGUMENT, "role": 0}


class _Numbers(NamedTuple):
    """The numbers of the spans of an article, and of the types and roles of all, given as they come up."""

    spans: dict[Any, int]
    types: _Labels
    roles: _Labels


class _Rows(NamedTuple):
    """The keys of one metric in one article, each with all its parts in one whole number.

    ``single`` are units of gold with one key that are not optional, ``units`` all others with theirs.
    """

    single: set[int]
    units: list[_Unit]
    predicted: set[int]


class _Verdict(NamedTuple):
    """What a metric counts: keys of matched units, predicted keys less redundant ones, a key of each unit.

    They may have more parts than the metric's keys.
    """

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


def span_counts(gold: Sequence[ScoredEvent], predicted: Sequence[SentEvent]) -> dict[str, Counts]:
    """Return the counts of each metric, by name, for the events of one article."""
    verdicts = _verdicts(gold, predicted, _labels(), _labels())
    return {
        metric.name: Counts(*map(len, verdict))
        for metric, verdict in zip(SPAN_METRICS, verdicts, strict=True)
    }


class SpanTally:
    """The counts of articles, added up by event type and role, as far as a metric's key holds them."""

    def __init__(self) -> None:
        self._types, self._roles = _labels(), _labels()
        self._counted = [[defaultdict[int, int](int) for _ in _Verdict._fields] for _ in SPAN_METRICS]

    def add(self, gold: Sequence[ScoredEvent], predicted: Sequence[SentEvent]) -> dict[str, Counts]:
        """Add the events of one article; returns its own ``span_counts``."""
        counts = {}
        verdicts = _verdicts(gold, predicted, self._types, self._roles)
        for metric, verdict, counted in zip(SPAN_METRICS, verdicts, self._counted, strict=True):
            counts[metric.name] = Counts(*map(len, verdict))
            cell = _parts(metric.key) & _CELL
            for times, keys in zip(counted, verdict, strict=True):
                for key in keys:
                    times[key & cell] += 1
        return counts

    @property
    def cells(self) -> dict[str, Cells]:
        """The sums of each metric, by name."""
        types, roles = [None, *self._types], [None, *self._roles]
        return {
            metric.name: Cells(
                *(
                    {(types[cell >> _TYPE], roles[cell & _PART]): n for cell, n in times.items()}
                    for times in counted
                )
            )
            for metric, counted in zip(SPAN_METRICS, self._counted, strict=True)
        }


def _labels() -> _Labels:
    """Return what numbers types or roles from 1, in the order in which they are asked for."""
    return defaultdict(itertools.count(1).__next__)


def _verdicts(
    gold: Sequence[ScoredEvent], predicted: Sequence[SentEvent], types: _Labels, roles: _Labels
) -> list[_Verdict]:
    """Return what each metric counts, in the order of ``SPAN_METRICS``."""
    triggers, arguments = _Rows(set(), [], set()), _Rows(set(), [], set())
    # Spans are numbered from 1 on, as labels are, and so is the null of an event without triggers.
    numbers = _Numbers({None: 1}, types, roles)
    _add_units(gold, numbers, triggers, arguments)
    _add_keys(predicted, numbers, triggers, arguments)
    return [
        *_judge_all(triggers, SPAN_METRICS[:_OF_TRIGGERS]),
        *_judge_all(arguments, SPAN_METRICS[_OF_TRIGGERS:]),
    ]


def _judge_all(table: _Rows, metrics: Sequence[SpanMetric]) -> list[_Verdict]:
    """Return what metrics count whose keys have parts of those of a table; those of the first all have."""
    common = _parts(metrics[0].key)
    gold = {key & common: key for key in table.single}
    predicted = {key & common: key for key in table.predicted}
    if table.units or len(gold) < len(table.single) or len(predicted) < len(table.predicted):
        return [_judge(_row(metric, table)) for metric in metrics]
    # No two keys of a side have these parts in common: each may equal one key of the other side, and is
    # a key of its own to every metric.
    met = [(key, key ^ gold[part]) for part, key in predicted.items() if part in gold]
    return [
        _Verdict([key for key, apart in met if not apart & parts], table.predicted, table.single)
        for parts in [_parts(metric.key) for metric in metrics]
    ]


@functools.cache
def _parts(key: tuple[Part, ...]) -> int:
    return sum(_PART << _PARTS[part] for part in key)


def _row(metric: SpanMetric, table: _Rows) -> _Rows:
    """Return the keys of one metric: those of the table with only the parts that the metric's have."""
    parts = _parts(metric.key)
    # Without a place for its trigger, a unit has no key where keys hold one.
    least = 1 << _TRIGGER if "trigger" in metric.key else 0
    single = {key & parts for key in table.single}
    units: list[_Unit] = []
    for unit, optional in table.units:
        keys = frozenset([key & parts for key in unit if key >= least])
        if len(keys) == 1 and not optional:
            single |= keys
        elif keys:
            units.append((keys, optional))
    return _Rows(single, units, {key & parts for key in table.predicted})


def _add_units(events: Sequence[ScoredEvent], numbers: _Numbers, triggers: _Rows, arguments: _Rows) -> None:
    """Add the units of gold events, one for each trigger mention and one for each filler."""
    spans, types, roles = numbers
    for event in events:
        kind = types[event.event_type] << _TYPE
        # An event without triggers has null in their place; one whose triggers stand nowhere has no place.
        heads = [
            spans.setdefault(mark.span, len(spans) + 1) << _TRIGGER | kind
            for mark in event.triggers
            if mark.span is not None
        ]
        if event.optional:
            triggers.units.extend([(frozenset((head,)), True) for head in heads])
        else:
            triggers.single.update(heads)
        if not event.triggers:
            heads = [spans[None] << _TRIGGER | kind]
        plain = not event.optional and len(heads) == 1
        heads = heads or [kind]
        head = heads[0]
        for role, marks, optional in event.fillers:
            label = roles[role]
            span = marks[0].span
            if plain and len(marks) == 1 and not optional and span is not None:
                arguments.single.add(head | spans.setdefault(span, len(spans) + 1) << _ARGUMENT | label)
                continue
            keys = [
                spans.setdefault(mark.span, len(spans) + 1) << _ARGUMENT | label
                for mark in marks
                if mark.span is not None
            ]
            if keys:
                every = frozenset([head | key for head in heads for key in keys])
                arguments.units.append((every, event.optional or optional))


def _add_keys(events: Sequence[SentEvent], numbers: _Numbers, triggers: _Rows, arguments: _Rows) -> None:
    """Add the keys of predicted events; where a mention has no span stands its text, which equals none."""
    spans, types, roles = numbers
    for event in events:
        kind = types[event.event_type] << _TYPE
        heads = [spans.setdefault(place, len(spans) + 1) << _TRIGGER | kind for place in event.triggers]
        triggers.predicted.update(heads)
        for head in heads or [spans[None] << _TRIGGER | kind]:
            for role, place in event.arguments:
                span = spans.setdefault(place, len(spans) + 1)
                arguments.predicted.add(head | span << _ARGUMENT | roles[role])


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
