"""Metrics over aligned events (scoring.md, 3): each a value that counts one article by type and role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmark.scoring.alignment import Alignment
from benchmark.scoring.assignment import assign, match_most
from benchmark.scoring.cells import Cells
from benchmark.scoring.dates import compare
from benchmark.scoring.events import ScoredEvent
from benchmark.scoring.similarity import ONE

if TYPE_CHECKING:
    from benchmark.scoring.dates import Comparison
    from benchmark.scoring.fillers import FillerMatch, Matching


@dataclass(frozen=True, slots=True)
class AlignedMetric:
    """A metric over aligned events; `cells` counts all that adds to it in one article.

    Gold marked optional adds to g exactly as much as to m.
    """

    name: str
    label: str
    citation: str
    cells: Callable[[Alignment], Cells]


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


def _events(alignment: Alignment) -> Cells:
    cells = Cells()
    for i, _, _ in alignment.pairs:
        cells.add((alignment.gold[i].event_type, None), 1, 1, 1)
    return _with_unmatched(alignment, cells)


def _dated_events(alignment: Alignment) -> Cells:
    cells = Cells()
    for i, j, _ in alignment.pairs:
        gold = alignment.gold[i]
        right = int(well_dated(gold, alignment.predicted[j]))
        cells.add((gold.event_type, None), right, 1, right if gold.optional else 1)
    return _with_unmatched(alignment, cells)


def _with_unmatched(alignment: Alignment, cells: Cells) -> Cells:
    for i in alignment.unmatched_gold:
        if not alignment.gold[i].optional:
            cells.add((alignment.gold[i].event_type, None), 0, 0, 1)
    for j in alignment.unmatched_predicted:
        cells.add((alignment.predicted[j].event_type, None), 0, 1, 0)
    return cells


def _arguments(alignment: Alignment) -> Cells:
    return _fillers(alignment, lambda fillers: fillers.exact)


def _relaxed_arguments(alignment: Alignment) -> Cells:
    return _fillers(alignment, lambda fillers: fillers.relaxed)


def _fillers(alignment: Alignment, test: Callable[[FillerMatch], Matching]) -> Cells:
    cells = Cells()
    for i, j, _ in alignment.pairs:
        _count_pair(cells, alignment.gold[i], alignment.predicted[j], test(alignment.fillers(i, j)))
    for i in alignment.unmatched_gold:
        gold = alignment.gold[i]
        for filler in gold.fillers:
            if not (gold.optional or filler.optional):
                cells.add((gold.event_type, filler.role), 0, 0, 1)
    for j in alignment.unmatched_predicted:
        predicted = alignment.predicted[j]
        for filler in predicted.fillers:
            cells.add((predicted.event_type, filler.role), 0, 1, 0)
    return cells


def _count_pair(cells: Cells, gold: ScoredEvent, predicted: ScoredEvent, matching: Matching) -> None:
    matched = {k for k, _ in matching.pairs}
    passing = {r for _, r in matching.passing}
    for k, filler in enumerate(gold.fillers):
        if k in matched:
            cells.add((gold.event_type, filler.role), 1, 1, 1)
        elif not (gold.optional or filler.optional):
            cells.add((gold.event_type, filler.role), 0, 0, 1)
    for r, filler in enumerate(predicted.fillers):
        if r not in passing:
            cells.add((gold.event_type, filler.role), 0, 1, 0)


def _records(alignment: Alignment) -> Cells:
    """Count events paired anew, in 1/10,000.

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
    cells = Cells()
    for i, event in enumerate(alignment.gold):
        if i in pairs:
            dice = worth[i, pairs[i]][0]
            cells.add((event.event_type, None), dice, ONE, dice if event.optional else ONE)
        elif not event.optional:
            cells.add((event.event_type, None), 0, 0, ONE)
    for j in set(range(len(alignment.predicted))).difference(pairs.values()):
        cells.add((alignment.predicted[j].event_type, None), 0, ONE, 0)
    return cells


def _record_dice(alignment: Alignment, i: int, j: int) -> int:
    """Return the Dice of the slot sets of two events of equal type, in 1/10,000 rounded down; never 0.

    Slots are the type, the date if there is one, and the fillers less redundant and unmatched optional ones.
    """
    gold, predicted = alignment.gold[i], alignment.predicted[j]
    fillers = alignment.fillers(i, j).exact
    right = bool(gold.dates and predicted.dates) and compare_dates(gold, predicted).right
    slots = 2 + bool(gold.dates) + bool(predicted.dates) + fillers.predicted + fillers.gold
    return 2 * ONE * (1 + right + fillers.matched) // slots


def _entities(alignment: Alignment) -> Cells:
    """Count, role by role, the distinct entities of gold and the distinct predicted texts over all events.

    Texts are those that are compared: a filler that only a pronoun names is no entity on either side.
    """
    gold: dict[str, dict[frozenset[str], bool]] = {}
    for event in alignment.gold:
        for filler in event.fillers:
            if entity := frozenset([mark.compared for mark in filler.marks if mark.compared]):
                optional = gold.setdefault(filler.role, {})
                optional[entity] = optional.get(entity, True) and (event.optional or filler.optional)
    predicted: dict[str, dict[str, int]] = {}
    for event in alignment.predicted:
        for filler in event.fillers:
            for mark in filler.marks:
                if mark.compared:
                    places = predicted.setdefault(filler.role, {})
                    places.setdefault(mark.compared, len(places))
    cells = Cells()
    for role in {**gold, **predicted}:
        places = predicted.get(role, {})
        optional = gold.get(role, {})
        entities = sorted(optional, key=optional.__getitem__)  # matched in this order: optional ones last
        passes = [sorted([places[text] for text in entity if text in places]) for entity in entities]
        pairs = match_most(passes, range(len(passes)))
        excused = sum(optional.values()) - sum(optional[entities[k]] for k, _ in pairs)
        cells.add((None, role), len(pairs), len(places), len(entities) - excused)
    return cells


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
