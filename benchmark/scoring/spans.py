"""The span metrics that the field reports, as sets of keys per article (scoring.md, section 2)."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from benchmark.records.report import Counts
from benchmark.scoring.assignment import match_most
from benchmark.scoring.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from benchmark.scoring.events import Mark, ScoredEvent

Part: TypeAlias = Literal["trigger", "type", "argument", "role"]

_BITS: Final = 24
"""For the number of a span or label: an article holds fewer than 2^24 different ones."""
_TYPE, _ARGUMENT, _TRIGGER = _BITS, 2 * _BITS, 3 * _BITS
"""Where each part of a key stands in it; the role stands last."""
_CELL: Final = (1 << _ARGUMENT) - 1
"""The parts of a key that are labels: its type and role."""
_ROLE: Final = (1 << _TYPE) - 1


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


class _Rows(NamedTuple):
    """The keys of one metric in one article, each one whole number.

    ``single`` are units of gold with one key that are not optional, ``units`` all others with theirs.
    """

    single: set[int]
    units: list[tuple[list[int], bool]]
    predicted: set[int]


class _Verdict(NamedTuple):
    """What a metric counts: a key of each matched unit, further predicted keys, a key of each unit."""

    matched: Iterable[int]
    unmatched: Iterable[int]
    gold: Iterable[int]


def has_span(gold: Iterable[ScoredEvent]) -> bool:
    """Return whether a mention of these events has a span; for a split without any no metric is defined."""
    return any(
        mark.span is not None
        for event in gold
        for mark in itertools.chain(event.triggers, *(filler.marks for filler in event.fillers))
    )


def span_counts(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> dict[str, Counts]:
    """Return the counts of each metric, by name, for the events of one article."""
    counts = {}
    for metric, rows in zip(SPAN_METRICS, _rows(gold, predicted, _Numbers()), strict=True):
        if rows.units:
            matched, unmatched, units = map(len, map(list, _judge(rows)))
            counts[metric.name] = Counts(matched, unmatched + matched, units)
        else:
            matched = len(rows.single & rows.predicted)
            counts[metric.name] = Counts(matched, len(rows.predicted), len(rows.single))
    return counts


def span_cells(gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> dict[str, Cells]:
    """Return the same counts by event type and role, as far as the metric's key holds them."""
    numbers = _Numbers()
    table = _rows(gold, predicted, numbers)
    labels = [None, *numbers]
    cells = {}
    for metric, rows in zip(SPAN_METRICS, table, strict=True):
        matched, unmatched, units = (Counter([key & _CELL for key in keys]) for keys in _judge(rows))
        cells[metric.name] = Cells(
            {
                (labels[cell >> _TYPE], labels[cell & _ROLE]): [
                    matched[cell],
                    matched[cell] + unmatched[cell],
                    units[cell],
                ]
                for cell in {**matched, **unmatched, **units}
            }
        )
    return cells


class _Numbers(dict[Any, int]):
    """Spans and labels numbered from 1 in the order in which they are asked for."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self) + 1
        return number


def _rows(
    gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent], numbers: _Numbers
) -> tuple[_Rows, ...]:
    """Return the keys of each metric, in the order of `SPAN_METRICS`."""
    rows = tuple(_Rows(set(), [], set()) for _ in SPAN_METRICS)
    for event in gold:
        _add_units(event, numbers, rows)
    for event in predicted:
        _add_keys(event, numbers, rows)
    return rows


def _add_units(event: ScoredEvent, numbers: _Numbers, rows: Sequence[_Rows]) -> None:
    """Add the units of a gold event, one for each trigger mention and one for each filler."""
    ti, tc, ai, ac, aip, acp = rows
    kind = numbers[event.event_type] << _TYPE
    # An event without triggers has null in their place; one whose triggers stand nowhere has no place.
    places = [numbers[mark.span] << _TRIGGER for mark in event.triggers if mark.span is not None]
    if event.optional:
        ti.units.extend([([place], True) for place in places])
        tc.units.extend([([place | kind], True) for place in places])
    else:
        ti.single.update(places)
        tc.single.update([place | kind for place in places])
    if not event.triggers:
        places = [numbers[None] << _TRIGGER]
    for filler in event.fillers:
        role = numbers[filler.role]
        plain = [numbers[mark.span] << _ARGUMENT | kind for mark in filler.marks if mark.span is not None]
        attached = [place | key for key in plain for place in places]
        optional = event.optional or filler.optional
        for keys, without_role, with_role in ((plain, ai, ac), (attached, aip, acp)):
            if len(keys) == 1 and not optional:
                without_role.single.add(keys[0])
                with_role.single.add(keys[0] | role)
            elif keys:
                without_role.units.append((keys, optional))
                with_role.units.append(([key | role for key in keys], optional))


def _add_keys(event: ScoredEvent, numbers: _Numbers, rows: Sequence[_Rows]) -> None:
    """Add the keys of a predicted event."""
    ti, tc, ai, ac, aip, acp = rows
    kind = numbers[event.event_type] << _TYPE
    places = [numbers[_place(mark)] << _TRIGGER for mark in event.triggers]
    ti.predicted.update(places)
    tc.predicted.update([place | kind for place in places])
    if not places:
        places = [numbers[None] << _TRIGGER]
    for filler in event.fillers + event.absorbed:
        key = numbers[_place(filler.marks[0])] << _ARGUMENT | kind
        role = numbers[filler.role]
        ai.predicted.add(key)
        ac.predicted.add(key | role)
        for place in places:
            aip.predicted.add(place | key)
            acp.predicted.add(place | key | role)


def _place(mark: Mark) -> object:
    """Return what stands in a key for a predicted mention: its span, or its text, which equals no span."""
    return mark.fold if mark.span is None else mark.span


def _judge(rows: _Rows) -> _Verdict:
    """Return what one metric counts.

    Units of equal keys are one, optional only if all are. Predicted keys that some unit has, but that stay
    without one in a maximum matching, do not count.
    """
    single, predicted = rows.single, rows.predicted
    if not rows.units:
        matched = single & predicted
        return _Verdict(matched, predicted - matched, single)
    merged = {frozenset((key,)): False for key in single}
    for unit, optional in rows.units:
        unit_keys = frozenset(unit)
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
    return _Verdict(
        [a_key[right] for right in found], predicted - touching, [a_key[right] for right in counted]
    )


def _matched(rights: Sequence[frozenset[int]], order: Sequence[int], keys: Container[int]) -> set[int]:
    """Return which of some units have a key of their own in a maximum matching with some keys."""
    columns: dict[int, int] = {}
    edges = [
        [columns.setdefault(key, len(columns)) for key in rights[right] if key in keys] for right in order
    ]
    return {order[row] for row, _ in match_most(edges, range(len(edges)))}
