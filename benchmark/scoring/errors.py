"""What became of every event and filler (scoring.md, 5), and the MUC line of every slot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
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

    def pair(label: str, passes: Callable[[int, int], bool]) -> Iterator[Verdict]:
        # Most pairs, of these most non-optional gold, then the first in order.
        worth = {(k, r): (1, int(not optional[k])) for k in left for r in over if passes(k, r)}
        for k, r in assign(worth):
            del left[k], over[r]
            yield Verdict("filler", label, i, j, k, r, excused=optional[k] and label != "right")

    yield from pair("right", lambda k, r: r in match.exact.passes[k])
    for r in list(over):
        repeated = next((k for k, passing in enumerate(match.exact.passes) if r in passing), None)
        if repeated is not None:
            del over[r]
            yield Verdict("filler", "redundant", i, j, repeated, r, excused=True)
    yield from pair("boundary", lambda k, r: r in match.relaxed.passes[k])
    yield from pair("wrong_role", lambda k, r: same(gold.fillers[k], predicted.fillers[r]))
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
    slots: dict[tuple[str, int | None, int | None], Counter[str]] = {}
    for verdict in verdicts:
        if verdict.unit == "event":
            events["spurious" if verdict.excused else verdict.label] += 1
        else:
            for role, kind in _fills(alignment, verdict):
                slot = (role, verdict.gold_event, verdict.predicted_event)
                slots.setdefault(slot, Counter())[kind] += 1
    types = MucLine(
        correct=events["right"] + events["wrong_date"],
        incorrect=events["wrong_type"],
        missing=events["missed"],
        spurious=events["spurious"] + events["duplicate"],
    )
    arguments: dict[str, MucLine] = {}
    for (role, _, _), fills in slots.items():
        both = min(fills["left"], fills["over"])
        line = MucLine(fills["right"], fills["boundary"], both, fills["left"] - both, fills["over"] - both)
        arguments[role] = arguments.get(role, MucLine()) + line
    named = {f"argument.{role}": arguments[role] for role in sorted(arguments)}
    return {"event_type": types, "date": _dates(alignment), **named}


def _fills(alignment: Alignment, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield role and kind of the fills of a filler's verdict: right, boundary, left (gold), over (predicted).

    A wrong role is one fill left over in each of two slots; a redundant filler is none.
    """
    _, label, i, j, k, r, excused = verdict
    predicted = None if j is None or r is None else alignment.predicted[j].fillers[r].role
    if label in {"right", "boundary"} and predicted is not None:
        yield predicted, label
    elif label != "redundant":
        if i is not None and k is not None and not excused:
            yield alignment.gold[i].fillers[k].role, "left"
        if predicted is not None:
            yield predicted, "over"


def _dates(alignment: Alignment) -> MucLine:
    line = MucLine()
    for i, j, _ in alignment.pairs:
        comparison = compare_dates(alignment.gold[i], alignment.predicted[j])
        if comparison.outcome == "missing":
            line += MucLine(missing=1)
        elif comparison.outcome == "spurious":
            line += MucLine(spurious=1)
        elif comparison.muc is not None:
            line += _CREDIT[comparison.muc]
    missing = (alignment.gold[i] for i in alignment.unmatched_gold)
    spurious = (alignment.predicted[j] for j in alignment.unmatched_predicted)
    return line + MucLine(
        missing=sum(bool(event.dates) and not event.optional for event in missing),
        spurious=sum(bool(event.dates) for event in spurious),
    )


_CREDIT: Final = {
    Fraction(1): MucLine(correct=1),
    Fraction(1, 2): MucLine(partial=1),
    Fraction(0): MucLine(incorrect=1),
}
