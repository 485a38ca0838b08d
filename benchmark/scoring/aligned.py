"""Metrics over aligned events (scoring.md, 3): each a value that counts one article by type and role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmark.records.report import Counts
from benchmark.scoring.alignment import Alignment
from benchmark.scoring.assignment import assign, match_most
from benchmark.scoring.cells import Cell, Cells
from benchmark.scoring.dates import compare
from benchmark.scoring.events import ScoredEvent
from benchmark.scoring.similarity import ONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmark.scoring.dates import Comparison
    from benchmark.scoring.fillers import FillerMatch, Matching


@dataclass(frozen=True, slots=True)
class AlignedMetric:
    """A metric over aligned events; ``count`` adds an article's units to cells and returns their number.

    Gold marked optional adds to g exactly as much as to m. ``needs`` is what a dataset must annotate.
    """

    name: str
    label: str
    citation: str
    count: Callable[[Alignment, Cells], Counts]
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlignedShare:
    """A share of pairs of M; ``right`` is None of a pair in which gold says nothing, which is left out.

    ``needs`` is what a dataset must annotate.
    """

    name: str
    label: str
    citation: str
    right: Callable[[ScoredEvent, ScoredEvent], bool | None]
    needs: frozenset[str]

    def judged(self, alignment: Alignment) -> list[bool | None]:
        """Return for each pair of M of one article whether it is right."""
        return [
            self.right(alignment.gold[pair.gold], alignment.predicted[pair.predicted])
            for pair in alignment.pairs
        ]


def compare_dates(gold: ScoredEvent, predicted: ScoredEvent) -> Comparison:
    """Return what the predicted event's date earns against the gold event's."""
    return compare(gold.dates, predicted.dates[0] if predicted.dates else None)


def _events(alignment: Alignment, cells: Cells) -> Counts:
    found = [_cell(alignment.gold[i]) for i, _, _ in alignment.pairs]
    return _with_unmatched(alignment, cells, found, found)


def _dated_events(alignment: Alignment, cells: Cells) -> Counts:
    right = []
    required = []
    for i, j, _ in alignment.pairs:
        gold = alignment.gold[i]
        if compare_dates(gold, alignment.predicted[j]).well_dated:
            right.append(_cell(gold))
        elif not gold.optional:
            required.append(_cell(gold))
    return _with_unmatched(alignment, cells, right, required + right)


def _with_unmatched(alignment: Alignment, cells: Cells, matched: list[Cell], required: list[Cell]) -> Counts:
    """Count matched and required units of M, and of the other events one unit each."""
    gold, predicted = alignment.gold, alignment.predicted
    return cells.count(
        matched,
        [
            *[_cell(gold[i]) for i, _, _ in alignment.pairs],
            *[_cell(predicted[j]) for j in alignment.unmatched_predicted],
        ],
        [*required, *[_cell(gold[i]) for i in alignment.unmatched_gold if not gold[i].optional]],
    )


def _cell(event: ScoredEvent) -> Cell:
    return event.event_type, None


def _arguments(alignment: Alignment, cells: Cells) -> Counts:
    return _fillers(alignment, cells, lambda fillers: fillers.exact)


def _relaxed_arguments(alignment: Alignment, cells: Cells) -> Counts:
    return _fillers(alignment, cells, lambda fillers: fillers.relaxed)


def _fillers(alignment: Alignment, cells: Cells, test: Callable[[FillerMatch], Matching]) -> Counts:
    """Count fillers: all of them, less redundant predicted and unmatched optional gold ones."""
    matched: list[Cell] = []
    redundant: list[Cell] = []
    sent: list[Cell] = [
        (event.event_type, role) for event in alignment.predicted for role, _, _ in event.fillers
    ]
    required: list[Cell] = [
        (event.event_type, role)
        for event in alignment.gold
        if not event.optional
        for role, _, optional in event.fillers
        if not optional
    ]
    for i, j, _ in alignment.pairs:
        gold = alignment.gold[i]
        matching = test(alignment.fillers(i, j))
        for k, _ in matching.pairs:
            role, _, optional = gold.fillers[k]
            matched.append((gold.event_type, role))
            if optional or gold.optional:
                required.append((gold.event_type, role))
        if len(matching.pairs) < len(matching.passing):
            over = {r for _, r in matching.passing}.difference([r for _, r in matching.pairs])
            redundant += [(gold.event_type, alignment.predicted[j].fillers[r].role) for r in over]
    if redundant:
        sent = list((Counter(sent) - Counter(redundant)).elements())
    return cells.count(matched, sent, required)


def _records(alignment: Alignment, cells: Cells) -> Counts:
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
    rows: list[tuple[Cell, int, int, int]] = []
    for i, event in enumerate(alignment.gold):
        if i in pairs:
            dice = worth[i, pairs[i]][0]
            rows.append((_cell(event), dice, ONE, dice if event.optional else ONE))
        elif not event.optional:
            rows.append((_cell(event), 0, 0, ONE))
    unpaired = set(range(len(alignment.predicted))).difference(pairs.values())
    rows += [(_cell(alignment.predicted[j]), 0, ONE, 0) for j in unpaired]
    return cells.weigh(rows)


def _record_dice(alignment: Alignment, i: int, j: int) -> int:
    """Return the Dice of the slot sets of two events of equal type, in 1/10,000 rounded down; never 0.

    Slots are the type, the date if there is one, and the fillers less redundant and unmatched optional ones.
    """
    gold, predicted = alignment.gold[i], alignment.predicted[j]
    fillers = alignment.fillers(i, j).exact
    right = bool(gold.dates and predicted.dates) and compare(gold.dates, predicted.dates[0]).right
    slots = 2 + bool(gold.dates) + bool(predicted.dates) + fillers.predicted + fillers.gold
    return 2 * ONE * (1 + right + fillers.matched) // slots


def _entities(alignment: Alignment, cells: Cells) -> Counts:
    """Count, role by role, the distinct entities of gold and the distinct predicted texts over all events.

    Texts are those that are compared: a filler that only a pronoun names is no entity on either side.
    """
    gold: dict[str, dict[frozenset[str], bool]] = {}
    for event in alignment.gold:
        for role, marks, optional in event.fillers:
            if entity := frozenset([mark.compared for mark in marks if mark.compared]):
                entities = gold.setdefault(role, {})
                entities[entity] = entities.get(entity, True) and (event.optional or optional)
    predicted: dict[str, dict[str, int]] = {}
    for event in alignment.predicted:
        for role, marks, _ in event.fillers:
            for mark in marks:
                if mark.compared:
                    places = predicted.setdefault(role, {})
                    places.setdefault(mark.compared, len(places))
    return cells.weigh(
        [
            ((None, role), *_match_entities(gold.get(role, {}), predicted.get(role, {})))
            for role in {**gold, **predicted}
        ]
    )


def _match_entities(
    optional: Mapping[frozenset[str], bool], places: Mapping[str, int]
) -> tuple[int, int, int]:
    """Match the entities of a role, with whether each is optional, to predicted texts with their places."""
    entities = sorted(optional, key=optional.__getitem__)  # matched in this order: optional ones last
    passes = [[places[text] for text in entity if text in places] for entity in entities]
    pairs = match_most(passes, range(len(passes)))
    excused = sum(optional.values()) - sum([optional[entities[k]] for k, _ in pairs])
    return len(pairs), len(places), len(entities) - excused


def _status(gold: ScoredEvent, predicted: ScoredEvent) -> bool | None:
    return None if gold.status is None else gold.status == predicted.status


def _mode(gold: ScoredEvent, predicted: ScoredEvent) -> bool | None:
    return None if gold.mode is None else gold.mode == predicted.mode


_ARGUMENTS = frozenset({"arguments"})

ALIGNED_METRICS: Final = (
    AlignedMetric("event", "Event", "scoring.md 3", _events),
    AlignedMetric(
        "dated_event", "Dated event", "scoring.md 3; dates.md 2", _dated_events, frozenset({"dates"})
    ),
    AlignedMetric("event_argument", "Argument", "scoring.md 3", _arguments, _ARGUMENTS),
    AlignedMetric("event_argument_relaxed", "Argument~", "scoring.md 3", _relaxed_arguments, _ARGUMENTS),
    AlignedMetric("record", "Record", "Chen et al. 2023, after Luo 2005 (φ4)", _records),
    AlignedMetric("ceaf_ree", "CEAF-REE", "Du et al. 2021", _entities, _ARGUMENTS),
)

ALIGNED_SHARES: Final = (
    AlignedShare("status_accuracy", "Status accuracy", "scoring.md 3", _status, frozenset({"status"})),
    AlignedShare("mode_accuracy", "Mode accuracy", "scoring.md 3", _mode, frozenset({"modes"})),
)
