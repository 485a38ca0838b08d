"""Metrics over aligned events (scoring.md, 3): each a value that unfolds an article into counted units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from benchmark.records.report import Counts
from benchmark.scoring.alignment import Alignment
from benchmark.scoring.assignment import assign, match_most
from benchmark.scoring.dates import compare
from benchmark.scoring.events import ScoredEvent
from benchmark.scoring.similarity import ONE

if TYPE_CHECKING:
    from benchmark.scoring.dates import Comparison
    from benchmark.scoring.fillers import FillerMatch, Matching

    _Text: TypeAlias = tuple[str, str]


class Unit(NamedTuple):
    """What one event or filler, or a pair of them, adds to a metric's m, p and g.

    The type is gold's for what adds to g and the prediction's for what adds to p; type and role are None
    where the metric's key has none. Events are positions in the alignment, None on a side that has no part in
    it.
    """

    matched: int
    predicted: int
    gold: int
    event_type: str | None
    role: str | None
    gold_event: int | None
    predicted_event: int | None


@dataclass(frozen=True, slots=True)
class AlignedMetric:
    """A metric over aligned events; `units` yields all that adds to it in one article.

    Gold marked optional adds to g exactly as much as to m.
    """

    name: str
    label: str
    citation: str
    units: Callable[[Alignment], Iterator[Unit]]

    def counts(self, alignment: Alignment) -> Counts:
        """Return the metric's counts in one article."""
        matched = predicted = gold = 0
        for unit in self.units(alignment):
            matched += unit.matched
            predicted += unit.predicted
            gold += unit.gold
        return Counts(matched, predicted, gold)


@dataclass(frozen=True, slots=True)
class AlignedShare:
    """A share of pairs of M; `right` is None of a pair in which gold says nothing, which is left out."""

    name: str
    label: str
    citation: str
    right: Callable[[ScoredEvent, ScoredEvent], bool | None]

    def counts(self, alignment: Alignment) -> tuple[int, int]:
        """Return the right pairs and the support in one article."""
        judged = [
            self.right(alignment.gold[pair.gold], alignment.predicted[pair.predicted])
            for pair in alignment.pairs
        ]
        return judged.count(True), len(judged) - judged.count(None)


def compare_dates(gold: ScoredEvent, predicted: ScoredEvent) -> Comparison:
    """Return what the predicted event's date earns against the gold event's."""
    return compare(gold.dates, predicted.dates[0] if predicted.dates else None)


def well_dated(gold: ScoredEvent, predicted: ScoredEvent) -> bool:
    """Return whether the date is right, or both events have none."""
    comparison = compare_dates(gold, predicted)
    return comparison.right or comparison.outcome == "undated"


def _events(alignment: Alignment) -> Iterator[Unit]:
    for i, j, _ in alignment.pairs:
        yield Unit(1, 1, 1, alignment.gold[i].event_type, None, i, j)
    yield from _unmatched_events(alignment)


def _dated_events(alignment: Alignment) -> Iterator[Unit]:
    for i, j, _ in alignment.pairs:
        gold = alignment.gold[i]
        right = int(well_dated(gold, alignment.predicted[j]))
        yield Unit(right, 1, right if gold.optional else 1, gold.event_type, None, i, j)
    yield from _unmatched_events(alignment)


def _unmatched_events(alignment: Alignment) -> Iterator[Unit]:
    for i in alignment.unmatched_gold:
        if not alignment.gold[i].optional:
            yield Unit(0, 0, 1, alignment.gold[i].event_type, None, i, None)
    for j in alignment.unmatched_predicted:
        yield Unit(0, 1, 0, alignment.predicted[j].event_type, None, None, j)


def _arguments(alignment: Alignment) -> Iterator[Unit]:
    return _fillers(alignment, lambda fillers: fillers.exact)


def _relaxed_arguments(alignment: Alignment) -> Iterator[Unit]:
    return _fillers(alignment, lambda fillers: fillers.relaxed)


def _fillers(alignment: Alignment, test: Callable[[FillerMatch], Matching]) -> Iterator[Unit]:
    for i, j, _ in alignment.pairs:
        yield from _fillers_of_pair(alignment, i, j, test(alignment.fillers(i, j)))
    for i in alignment.unmatched_gold:
        gold = alignment.gold[i]
        for filler in gold.fillers:
            if not (gold.optional or filler.optional):
                yield Unit(0, 0, 1, gold.event_type, filler.role, i, None)
    for j in alignment.unmatched_predicted:
        predicted = alignment.predicted[j]
        for filler in predicted.fillers:
            yield Unit(0, 1, 0, predicted.event_type, filler.role, None, j)


def _fillers_of_pair(alignment: Alignment, i: int, j: int, matching: Matching) -> Iterator[Unit]:
    gold, predicted = alignment.gold[i], alignment.predicted[j]
    matched = {k for k, _ in matching.pairs}
    passing = {r for row in matching.passes for r in row}
    for k, filler in enumerate(gold.fillers):
        if k in matched:
            yield Unit(1, 1, 1, gold.event_type, filler.role, i, j)
        elif not (gold.optional or filler.optional):
            yield Unit(0, 0, 1, gold.event_type, filler.role, i, j)
    for r, filler in enumerate(predicted.fillers):
        if r not in passing:
            yield Unit(0, 1, 0, gold.event_type, filler.role, i, j)


def _records(alignment: Alignment) -> Iterator[Unit]:
    """Yield events paired anew, in 1/10,000.

    The best pairing has the greatest sum; of such, the most pairs with non-optional gold, then the greatest
    sum over these.
    """
    by_type: dict[str, list[int]] = {}
    for j, event in enumerate(alignment.predicted):
        by_type.setdefault(event.event_type, []).append(j)
    worth = {}
    for i, event in enumerate(alignment.gold):
        for j in by_type.get(event.event_type, ()):
            dice = _record_dice(alignment, i, j)
            worth[i, j] = (dice, 0, 0) if event.optional else (dice, 1, dice)
    pairs = dict(assign(worth))
    for i, event in enumerate(alignment.gold):
        if i in pairs:
            dice = worth[i, pairs[i]][0]
            yield Unit(dice, ONE, dice if event.optional else ONE, event.event_type, None, i, pairs[i])
        elif not event.optional:
            yield Unit(0, 0, ONE, event.event_type, None, i, None)
    for j in set(range(len(alignment.predicted))).difference(pairs.values()):
        yield Unit(0, ONE, 0, alignment.predicted[j].event_type, None, None, j)


def _record_dice(alignment: Alignment, i: int, j: int) -> int:
    """Return the Dice of the slot sets of two events of equal type, in 1/10,000 rounded down; never 0.

    Slots are the type, the date if there is one, and the fillers less redundant and unmatched optional ones.
    """
    gold, predicted = alignment.gold[i], alignment.predicted[j]
    fillers = alignment.fillers(i, j).exact
    right = bool(gold.dates and predicted.dates) and compare_dates(gold, predicted).right
    slots = 2 + bool(gold.dates) + bool(predicted.dates) + fillers.predicted + fillers.gold
    return 2 * ONE * (1 + right + fillers.matched) // slots


def _entities(alignment: Alignment) -> Iterator[Unit]:
    """Yield, role by role, the distinct entities of gold and the distinct predicted texts over all events."""
    gold: dict[str, dict[frozenset[_Text], bool]] = {}
    for event in alignment.gold:
        for filler in event.fillers:
            texts = frozenset((mark.fold, mark.compared) for mark in filler.marks)
            optional = gold.setdefault(filler.role, {})
            optional[texts] = optional.get(texts, True) and (event.optional or filler.optional)
    predicted: dict[str, dict[_Text, None]] = {}
    for event in alignment.predicted:
        for filler in event.fillers:
            for mark in filler.marks:
                predicted.setdefault(filler.role, {})[mark.fold, mark.compared] = None
    for role in {**gold, **predicted}:
        texts_of_role = list(predicted.get(role, ()))
        optional = gold.get(role, {})
        entities = sorted(optional, key=optional.__getitem__)  # matched in this order: optional ones last
        passes = [
            [k for k, text in enumerate(texts_of_role) if text[1] and text in entity] for entity in entities
        ]
        pairs = match_most(passes, range(len(passes)))
        excused = sum(optional.values()) - sum(optional[entities[k]] for k, _ in pairs)
        yield Unit(len(pairs), len(texts_of_role), len(entities) - excused, None, role, None, None)


def _status(gold: ScoredEvent, predicted: ScoredEvent) -> bool | None:
    return None if gold.status is None else gold.status == predicted.status


def _mode(gold: ScoredEvent, predicted: ScoredEvent) -> bool | None:
    return None if gold.mode is None else gold.mode == predicted.mode


ALIGNED_METRICS: Final = (
    AlignedMetric("event", "Event", "scoring.md 3", _events),
    AlignedMetric("dated_event", "Dated event", "scoring.md 3; dates.md 2", _dated_events),
    AlignedMetric("event_argument", "Argument", "scoring.md 3", _arguments),
    AlignedMetric("event_argument_relaxed", "Argument~", "scoring.md 3", _relaxed_arguments),
    AlignedMetric("record", "Record", "Chen et al. 2023, after Luo 2005 (φ4)", _records),
    AlignedMetric("ceaf_ree", "CEAF-REE", "Du et al. 2021", _entities),
)

ALIGNED_SHARES: Final = (
    AlignedShare("status_accuracy", "Status accuracy", "scoring.md 3", _status),
    AlignedShare("mode_accuracy", "Mode accuracy", "scoring.md 3", _mode),
)
