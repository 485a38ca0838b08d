"""A scored article unfolded for its reader: every verdict with the words it is about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from benchmark.records.article import Event
from benchmark.records.reading import FAULTS, Reading, Row, Side, Slot, Words
from benchmark.scoring import preparation
from benchmark.scoring.aligned import compare_dates
from benchmark.scoring.content import least_start
from benchmark.scoring.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from benchmark.records.article import Article
    from benchmark.records.prediction import PredictedEvent, Prediction
    from benchmark.scoring.errors import Verdict
    from benchmark.scoring.events import Mark, ScoredEvent
    from benchmark.scoring.marking import Sheet

    _Written: TypeAlias = Sequence[Event] | Sequence[PredictedEvent]
    _Key: TypeAlias = tuple[int | None, int | None]
    """Positions of a gold and a predicted event in their alignment."""
    _Fillers: TypeAlias = Sequence[tuple[str, tuple[Words, ...]]]

_FAULTS = {"duplicate": "spurious"}
_SLOT_FAULTS = {"boundary": "boundary"} | dict.fromkeys(("wrong_role", "missed", "spurious"), "argument")


def unfold(sheet: Sheet) -> Reading:
    """Return the reading of a scored article."""
    alignment = sheet.alignment
    judged = {
        (verdict.gold_event, verdict.predicted_event): verdict.label
        for verdict in sheet.verdicts
        if verdict.unit == "event"
    }
    seen = {i for i, _ in judged}
    judged |= {(i, None): "optional" for i in range(len(alignment.gold)) if i not in seen}
    fillers: defaultdict[_Key, list[Verdict]] = defaultdict(list)
    for verdict in sheet.verdicts:
        if verdict.unit == "filler":
            fillers[verdict.gold_event, verdict.predicted_event].append(verdict)
    # In the alignment's order, which is that of the text; a prediction without partner stands by its own.
    rows = [
        _row(label, sheet, i, j, fillers)
        for (i, j), label in sorted(judged.items(), key=lambda item: _place(sheet, *item[0]))
    ]
    return Reading(article=sheet.article, rows=tuple(rows), missing=sheet.missing)


def lay_out(
    article: Article, prediction: Prediction | None, annotates: Collection[str], match: str
) -> Reading:
    """Return the reading of an article that is not scored: all events of gold, then all predicted ones."""
    gold = preparation.gold_events(article, annotates, match)
    sent: Sequence[PredictedEvent] = ()
    predicted: Sequence[ScoredEvent] = ()
    if prediction is not None:
        sent = prediction.events
        predicted, _ = preparation.predicted_events(article, prediction, annotates, match)
    rows = []
    for event in gold:
        side, fillers = _side_of(article, event, article.events or (), match)
        rows.append(Row(gold=side, slots=tuple(Slot(gold=one) for one in fillers)))
    for event in predicted:
        side, fillers = _side_of(article, event, sent, match)
        rows.append(Row(predicted=side, slots=tuple(Slot(predicted=one) for one in fillers)))
    return Reading(article=article, rows=tuple(rows))


def _place(sheet: Sheet, i: int | None, j: int | None) -> tuple[float, int]:
    event = sheet.alignment.gold[i] if i is not None else sheet.alignment.predicted[j or 0]
    return least_start(event), -1 if i is None else i


def _row(
    label: str, sheet: Sheet, i: int | None, j: int | None, verdicts: Mapping[_Key, Sequence[Verdict]]
) -> Row:
    article, alignment = sheet.article, sheet.alignment
    annotated, sent = sheet.written
    gold = None if i is None else alignment.gold[i]
    predicted = None if j is None else alignment.predicted[j]
    nothing: tuple[None, _Fillers] = None, ()
    own, fillers = nothing if gold is None else _side_of(article, gold, annotated, sheet.match)
    other, others = nothing if predicted is None else _side_of(article, predicted, sent, sheet.match)
    # Outside M each side's fillers are judged by themselves.
    keys = dict.fromkeys([(i, j), (i, None), (None, j)])
    judged = [verdict for key in keys for verdict in verdicts.get(key, ())]
    slots = tuple(_slots(judged, fillers, others))
    found = {_FAULTS.get(label, label), *(_SLOT_FAULTS.get(slot.label or "") for slot in slots)}
    comparison = None
    if gold is not None and predicted is not None and gold.event_type == predicted.event_type:
        comparison = compare_dates(gold, predicted)
    return Row(
        label=label,
        faults=tuple(fault for fault in FAULTS if fault in found),
        gold=own,
        predicted=other,
        slots=slots,
        outcome=comparison.outcome if comparison else None,
        error_days=comparison.error_days if comparison else None,
    )


def _slots(verdicts: Sequence[Verdict], gold: _Fillers, predicted: _Fillers) -> Iterator[Slot]:
    """Yield the fillers of a row: first those of gold, in its order, then what only the system has."""
    judged: dict[int, Verdict] = {}
    alone: list[Verdict] = []
    for verdict in verdicts:
        # The filler that a redundant one repeats has its own verdict.
        if verdict.gold_filler is None or verdict.label == "redundant":
            alone.append(verdict)
        else:
            judged[verdict.gold_filler] = verdict
    for k, filler in enumerate(gold):
        own = judged.get(k)
        partner = own.predicted_filler if own else None
        yield Slot(
            label=own.label if own else "optional",
            gold=filler,
            predicted=None if partner is None else predicted[partner],
        )
    for verdict in alone:
        if verdict.predicted_filler is not None:
            yield Slot(label=verdict.label, predicted=predicted[verdict.predicted_filler])


def _side_of(article: Article, event: ScoredEvent, written: _Written, match: str) -> tuple[Side, _Fillers]:
    """Return an event and its fillers; ``written`` are the events of its side, as in ``Sheet``."""
    source = written[event.place]
    words = words_of(article, event, source, match)
    time = source.date.mentions if isinstance(source, Event) and event.dates else ()
    side = Side(
        event_type=event.event_type,
        mode=event.mode,
        status=event.status,
        triggers=_words(event.triggers, words.triggers),
        dates=event.dates,
        time=tuple(Words(text=mention.text, span=mention.span) for mention in time),
    )
    fillers = zip(event.fillers, words.fillers, strict=True)
    return side, tuple((filler.role, _words(filler.marks, own)) for filler, own in fillers)


def _words(marks: Sequence[Mark], words: Sequence[str]) -> tuple[Words, ...]:
    return tuple(Words(text=text, span=mark.span) for mark, text in zip(marks, words, strict=True))
