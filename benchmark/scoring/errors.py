"""What became of every event and filler (scoring.md, 5), and the MUC line of every slot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from benchmark.records.report import ratio
from benchmark.scoring.aligned import compare_dates, well_dated
from benchmark.scoring.assignment import assign
from benchmark.scoring.similarity import same

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from benchmark.scoring.alignment import Alignment

LABELS: Final[dict[str, tuple[str, ...]]] = {
    "gold_events": ("right", "wrong_date", "wrong_type", "missed"),
    "predicted_events": ("right", "wrong_date", "wrong_type", "duplicate", "spurious"),
    "gold_fillers": ("right", "boundary", "wrong_role", "missed", "in_unmatched_event"),
    "predicted_fillers": ("right", "redundant", "boundary", "wrong_role", "spurious", "in_unmatched_event"),
}
"""The labels that the units of each side can have, in the order of reports."""


class Verdict(NamedTuple):
    """What became of an event or a filler, or of a gold and a predicted one together.

    Events are positions in the alignment, fillers positions in their events. A filler's verdict names both
    events of its pair, and None for the other side outside M. Gold that is `excused` stands there for
    reference and counts nothing: optional gold in a pair that does not match it, the filler that a redundant
    one repeats.
    """

    unit: Literal["event", "filler"]
    label: str
    gold_event: int | None
    predicted_event: int | None
    gold_filler: int | None = None
    predicted_filler: int | None = None
    excused: bool = False


@dataclass(frozen=True, slots=True)
class MucLine:
    """Fills of a slot as MUC counts them (scoring guidelines v7). They add; ratios are None at 0/0."""

    correct: int = 0
    partial: int = 0
    incorrect: int = 0
    missing: int = 0
    spurious: int = 0

    def __add__(self, other: MucLine) -> MucLine:
        return MucLine(
            self.correct + other.correct,
            self.partial + other.partial,
            self.incorrect + other.incorrect,
            self.missing + other.missing,
            self.spurious + other.spurious,
        )

    @property
    def possible(self) -> int:
        """POS, fills of gold."""
        return self.correct + self.partial + self.incorrect + self.missing

    @property
    def actual(self) -> int:
        """ACT, fills of the prediction."""
        return self.correct + self.partial + self.incorrect + self.spurious

    @property
    def overgeneration(self) -> float | None:
        """OVG = SPU / ACT, in [0, 1]."""
        return ratio(self.spurious, self.actual)

    @property
    def undergeneration(self) -> float | None:
        """UND = MIS / POS, in [0, 1]."""
        return ratio(self.missing, self.possible)


def judge(alignment: Alignment, keys: Sequence[Hashable]) -> list[Verdict]:
    """Return what became of all events and fillers of one article, each once on its own side.

    `keys` has one for each predicted event; events that are equal as sent have equal keys. Unmatched optional
    gold is no error and has no verdict. Events come first, then fillers, those of M before the others.
    """
    return [*_events(alignment, keys), *_fillers(alignment)]


def tally(verdicts: Iterable[Verdict]) -> dict[str, dict[str, int]]:
    """Return how many units of each side have each label, in the order of LABELS, zeros included."""
    counts = {side: dict.fromkeys(labels, 0) for side, labels in LABELS.items()}
    for verdict in verdicts:
        gold, predicted = (
            verdict[2:4] if verdict.unit == "event" else (verdict.gold_filler, verdict.predicted_filler)
        )
        if gold is not None and not verdict.excused:
            counts[f"gold_{verdict.unit}s"][verdict.label] += 1
        if predicted is not None:
            counts[f"predicted_{verdict.unit}s"][verdict.label] += 1
    return counts


def _events(alignment: Alignment, keys: Sequence[Hashable]) -> Iterator[Verdict]:
    known = set()
    for i, j, _ in alignment.pairs:
        right = well_dated(alignment.gold[i], alignment.predicted[j])
        known.add(keys[j])
        yield Verdict("event", "right" if right else "wrong_date", i, j)
    for i, j, _ in alignment.wrong_type:
        known.add(keys[j])
        yield Verdict("event", "wrong_type", i, j, excused=alignment.gold[i].optional)
    heard = {pair.gold for pair in alignment.wrong_type}
    used = {pair.predicted for pair in alignment.wrong_type}
    for i in alignment.unmatched_gold:
        if i not in heard and not alignment.gold[i].optional:
            yield Verdict("event", "missed", i, None)
    for j in alignment.unmatched_predicted:
        if j not in used:
            yield Verdict("event", "duplicate" if keys[j] in known else "spurious", None, j)
            known.add(keys[j])


def _fillers(alignment: Alignment) -> Iterator[Verdict]:
    for i, j, _ in alignment.pairs:
        yield from _fillers_of_pair(alignment, i, j)
    for i in alignment.unmatched_gold:
        gold = alignment.gold[i]
        for k, filler in enumerate(gold.fillers):
            if not (gold.optional or filler.optional):
                yield Verdict("filler", "in_unmatched_event", i, None, k)
    for j in alignment.unmatched_predicted:
        for r in range(len(alignment.predicted[j].fillers)):
            yield Verdict("filler", "in_unmatched_event", None, j, None, r)


def _fillers_of_pair(alignment: Alignment, i: int, j: int) -> Iterator[Verdict]:
    """Yield the verdicts on the fillers of a pair of M: each test in turn pairs what the ones before left."""
    gold, predicted = alignment.gold[i], alignment.predicted[j]
    match = alignment.fillers(i, j)
    optional = [gold.optional or filler.optional for filler in gold.fillers]
    left = dict.fromkeys(range(len(gold.fillers)))
    over = dict.fromkeys(range(len(predicted.fillers)))

    def pair(label: str, passes: Callable[[int], Iterable[int]]) -> Iterator[Verdict]:
        if not (left and over):
            return
        # Most pairs, of these most non-optional gold, then the first in order.
        worth = {(k, r): (1, int(not optional[k])) for k in left for r in passes(k) if r in over}
        for k, r in assign(worth):
            del left[k], over[r]
            yield Verdict("filler", label, i, j, k, r, excused=optional[k] and label != "right")

    yield from pair("right", match.exact.passes.__getitem__)
    for r in list(over):
        repeated = next((k for k, passing in enumerate(match.exact.passes) if r in passing), None)
        if repeated is not None:
            del over[r]
            yield Verdict("filler", "redundant", i, j, repeated, r, excused=True)
    yield from pair("boundary", match.relaxed.passes.__getitem__)
    yield from pair("wrong_role", lambda k: [r for r in over if same(gold.fillers[k], predicted.fillers[r])])
    for k in left:
        if not optional[k]:
            yield Verdict("filler", "missed", i, j, k)
    for r in over:
        yield Verdict("filler", "spurious", i, j, None, r)


def muc_lines(alignment: Alignment, verdicts: Iterable[Verdict]) -> dict[str, MucLine]:
    """Return the MUC line of each slot of one article: `event_type`, `date`, then `argument.<role>` by role.

    In a slot of one pair of M, what is left on both sides is incorrect and the rest missing or spurious. An
    argument is partial where only its boundary is off, a date where its MUC credit is 1/2.
    """
    events: Counter[str] = Counter()
    slots: dict[tuple[str, int | None, int | None], list[int]] = {}
    for verdict in verdicts:
        if verdict.unit == "event":
            events["spurious" if verdict.excused else verdict.label] += 1
        else:
            _, _, i, j, _, _, _ = verdict
            for role, kind in _fills(alignment, verdict):
                slots.setdefault((role, i, j), [0, 0, 0, 0])[kind] += 1
    types = MucLine(
        correct=events["right"] + events["wrong_date"],
        incorrect=events["wrong_type"],
        missing=events["missed"],
        spurious=events["spurious"] + events["duplicate"],
    )
    arguments: dict[str, list[int]] = {}
    for (role, _, _), (right, boundary, left, over) in slots.items():
        both = min(left, over)
        line = arguments.setdefault(role, [0, 0, 0, 0, 0])
        for place, fills in enumerate((right, boundary, both, left - both, over - both)):
            line[place] += fills
    named = {f"argument.{role}": MucLine(*arguments[role]) for role in sorted(arguments)}
    return {"event_type": types, "date": _dates(alignment), **named}


_RIGHT, _BOUNDARY, _LEFT, _OVER = range(4)
"""Kinds of fills: correct, partial, left over in gold, left over in the prediction."""


def _fills(alignment: Alignment, verdict: Verdict) -> list[tuple[str, int]]:
    """Return role and kind of the fills of a filler's verdict.

    A wrong role is one fill left over in each of two slots; a redundant filler is none.
    """
    _, label, i, j, k, r, excused = verdict
    predicted = None if j is None or r is None else alignment.predicted[j].fillers[r].role
    if predicted is not None and label in {"right", "boundary"}:
        return [(predicted, _RIGHT if label == "right" else _BOUNDARY)]
    if label == "redundant":
        return []
    fills = [] if predicted is None else [(predicted, _OVER)]
    if i is not None and k is not None and not excused:
        fills.append((alignment.gold[i].fillers[k].role, _LEFT))
    return fills


def _dates(alignment: Alignment) -> MucLine:
    halves = [0, 0, 0]
    missing = spurious = 0
    for i, j, _ in alignment.pairs:
        comparison = compare_dates(alignment.gold[i], alignment.predicted[j])
        if comparison.outcome == "missing":
            missing += 1
        elif comparison.outcome == "spurious":
            spurious += 1
        elif comparison.muc is not None:
            halves[2 * comparison.muc.numerator // comparison.muc.denominator] += 1
    unmatched = (alignment.gold[i] for i in alignment.unmatched_gold)
    return MucLine(
        correct=halves[2],
        partial=halves[1],
        incorrect=halves[0],
        missing=missing + sum(bool(event.dates) and not event.optional for event in unmatched),
        spurious=spurious + sum(bool(alignment.predicted[j].dates) for j in alignment.unmatched_predicted),
    )
