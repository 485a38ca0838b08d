"""What became of every event and filler (scoring.md, 5), and the MUC line of every slot."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from benchmark.records.report import ratio
from benchmark.scoring.aligned import compare_dates
from benchmark.scoring.assignment import assign
from benchmark.scoring.mentions import same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

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
    events of its pair, and None for the other side outside M. Gold that is ``excused`` stands there for
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


_new_verdict: Final = functools.partial(tuple.__new__, Verdict)
"""Makes one of the tuple of all its parts, in a third of the time that a call of the class takes."""


@dataclass(frozen=True, slots=True)
class MucLine:
    """Fills of a slot as MUC counts them (scoring guidelines v7); ratios are None at 0/0."""

    correct: int = 0
    partial: int = 0
    incorrect: int = 0
    missing: int = 0
    spurious: int = 0

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

    ``keys`` has one for each predicted event; events that are equal as sent have equal keys. Unmatched
    optional gold is no error and has no verdict. Events come first, then fillers, those of M before the
    others.
    """
    return [*_events(alignment, keys), *_fillers(alignment)]


def _events(alignment: Alignment, keys: Sequence[Hashable]) -> Iterator[Verdict]:
    known = set()
    for i, j, _ in alignment.pairs:
        right = compare_dates(alignment.gold[i], alignment.predicted[j]).well_dated
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
                yield _new_verdict(("filler", "in_unmatched_event", i, None, k, None, False))
    for j in alignment.unmatched_predicted:
        for r in range(len(alignment.predicted[j].fillers)):
            yield _new_verdict(("filler", "in_unmatched_event", None, j, None, r, False))


def _fillers_of_pair(alignment: Alignment, i: int, j: int) -> list[Verdict]:
    """Return the verdicts on the fillers of a pair of M: each test in turn pairs what those before left."""
    gold, predicted = alignment.gold[i], alignment.predicted[j]
    exact, relaxed = alignment.fillers(i, j)
    optional = [gold.optional or filler.optional for filler in gold.fillers]
    left = dict.fromkeys(range(len(gold.fillers)))
    over = dict.fromkeys(range(len(predicted.fillers)))
    verdicts: list[Verdict] = []

    def pair(label: str, chosen: Iterable[tuple[int, int]]) -> None:
        for k, r in chosen:
            del left[k], over[r]
            excused = optional[k] and label != "right"
            verdicts.append(_new_verdict(("filler", label, i, j, k, r, excused)))

    if len(exact.pairs) == len(exact.passing):
        pair("right", exact.pairs)
    else:
        pair("right", _best(exact.passing, optional))
        repeated: dict[int, int] = {}
        for k, r in exact.passing:
            if r in over:
                repeated.setdefault(r, k)
        for r in sorted(repeated):
            del over[r]
            verdicts.append(Verdict("filler", "redundant", i, j, repeated[r], r, excused=True))
    if left and over:
        pair("boundary", _best([(k, r) for k, r in relaxed.passing if k in left and r in over], optional))
        alike = [(k, r) for k in left for r in over if same(gold.fillers[k], predicted.fillers[r])]
        pair("wrong_role", _best(alike, optional))
    verdicts += [_new_verdict(("filler", "missed", i, j, k, None, False)) for k in left if not optional[k]]
    verdicts += [_new_verdict(("filler", "spurious", i, j, None, r, False)) for r in over]
    return verdicts


def _best(passing: Sequence[tuple[int, int]], optional: Sequence[bool]) -> Sequence[tuple[int, int]]:
    """Return the most pairs one to one, of these the most with non-optional gold, then the first in order."""
    return assign({(k, r): (1, int(not optional[k])) for k, r in passing}) if passing else passing


_CORRECT, _PARTIAL, _INCORRECT, _MISSING, _SPURIOUS = range(5)
"""Places in the numbers of a MUC line."""
_OF_EVENTS: Final = {
    "right": _CORRECT,
    "wrong_date": _CORRECT,
    "wrong_type": _INCORRECT,
    "missed": _MISSING,
    "duplicate": _SPURIOUS,
    "spurious": _SPURIOUS,
}
_OF_HALVES: Final = (_INCORRECT, _PARTIAL, _CORRECT)
_UNFILLED: Final = frozenset(("wrong_role", "missed", "spurious"))
"""Labels of fillers in pairs of M that leave their slot wrongly filled on their side."""

_Told: TypeAlias = "tuple[str, str | None, str | None]"
"""A verdict's label, and the type or role of what it counts on each side."""


class ErrorTally:
    """What became of the events and fillers of articles, counted."""

    def __init__(self) -> None:
        self._events: Counter[_Told] = Counter()
        self._fillers: Counter[_Told] = Counter()
        self._incorrect: Counter[str] = Counter()
        self._dates: list[int] | None = None

    def add(self, alignment: Alignment, verdicts: Iterable[Verdict]) -> None:
        """Add one article."""
        gold, predicted = alignment.gold, alignment.predicted
        events, fillers = self._events, self._fillers
        left: list[tuple[str, int | None, int | None]] = []
        over: list[tuple[str, int | None, int | None]] = []
        for unit, label, i, j, k, r, excused in verdicts:
            mine = None if i is None or excused else gold[i]
            theirs = None if j is None else predicted[j]
            if unit == "event":
                events[label, mine and mine.event_type, theirs and theirs.event_type] += 1
                continue
            role = mine.fillers[k].role if mine and k is not None else None
            sent = theirs.fillers[r].role if theirs and r is not None else None
            fillers[label, role, sent] += 1
            if label in _UNFILLED:
                left += [] if role is None else [(role, i, j)]
                over += [] if sent is None else [(sent, i, j)]
        # What is left on both sides in a slot of one pair of M is incorrect.
        for (role, _, _), both in (Counter(left) & Counter(over)).items():
            self._incorrect[role] += both
        self._add_dates(alignment)

    def _add_dates(self, alignment: Alignment) -> None:
        fills = self._dates = self._dates or [0] * 5
        for i, j, _ in alignment.pairs:
            comparison = compare_dates(alignment.gold[i], alignment.predicted[j])
            if comparison.outcome == "missing":
                fills[_MISSING] += 1
            elif comparison.outcome == "spurious":
                fills[_SPURIOUS] += 1
            elif comparison.muc is not None:
                fills[_OF_HALVES[int(2 * comparison.muc)]] += 1
        for i in alignment.unmatched_gold:
            fills[_MISSING] += bool(alignment.gold[i].dates) and not alignment.gold[i].optional
        for j in alignment.unmatched_predicted:
            fills[_SPURIOUS] += bool(alignment.predicted[j].dates)

    @property
    def labels(self) -> dict[str, dict[str, int]]:
        """How many units of each side have each label, in the order of LABELS, zeros included."""
        counts = {side: dict.fromkeys(labels, 0) for side, labels in LABELS.items()}
        for unit, told in (("events", self._events), ("fillers", self._fillers)):
            for (label, mine, theirs), times in told.items():
                if mine is not None:
                    counts[f"gold_{unit}"][label] += times
                if theirs is not None:
                    counts[f"predicted_{unit}"][label] += times
        return counts

    @property
    def confusion(self) -> Counter[tuple[str | None, str | None]]:
        """Aligned events by gold type and predicted type, the others beside None."""
        pairs: Counter[tuple[str | None, str | None]] = Counter()
        for (_, mine, theirs), times in self._events.items():
            pairs[mine, theirs] += times
        return pairs

    @property
    def muc_lines(self) -> dict[str, MucLine]:
        """The MUC line of each slot: ``event_type``, ``date``, then ``argument.<role>`` by role.

        In a slot of one pair of M, what is left on both sides is incorrect and the rest missing or spurious.
        An argument is partial where only its boundary is off, a date where its MUC credit is 1/2. A wrong
        role leaves a fill over in two slots; a redundant filler is none.
        """
        if self._dates is None:
            return {}
        types = [0] * 5
        for (label, mine, _), times in self._events.items():
            excused = label == "wrong_type" and mine is None
            types[_SPURIOUS if excused else _OF_EVENTS[label]] += times
        roles: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 5)
        for (label, mine, theirs), times in self._fillers.items():
            if theirs is not None and label in {"right", "boundary"}:
                roles[theirs][_CORRECT if label == "right" else _PARTIAL] += times
            elif label != "redundant":
                if mine is not None:
                    roles[mine][_MISSING] += times
                if theirs is not None:
                    roles[theirs][_SPURIOUS] += times
        for role, both in self._incorrect.items():
            for place, times in ((_INCORRECT, both), (_MISSING, -both), (_SPURIOUS, -both)):
                roles[role][place] += times
        slots = {"event_type": types, "date": self._dates}
        slots |= {f"argument.{role}": fills for role, fills in sorted(roles.items())}
        return {slot: MucLine(*fills) for slot, fills in slots.items()}
