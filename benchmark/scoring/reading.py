"""A scored article unfolded for its reader: every verdict with the words it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from benchmark.records.article import Event
from benchmark.records.reading import FAULTS, Reading, Row, Side, Slot, Words
from benchmark.scoring import resolution
from benchmark.scoring.aligned import compare_dates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from benchmark.records.article import Article
    from benchmark.records.prediction import PredictedEvent, Prediction
    from benchmark.scoring.errors import Verdict
    from benchmark.scoring.events import ScoredEvent
    from benchmark.scoring.scorer import Sheet

    _Written: TypeAlias = Sequence[Event] | Sequence[PredictedEvent]

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
    # In the alignment's order, which is that of the text; a prediction without partner stands by its own.
    rows = [
        _row(label, sheet, i, j)
        for (i, j), label in sorted(judged.items(), key=lambda item: _place(sheet, *item[0]))
    ]
    return Reading(article=sheet.article, rows=tuple(rows), missing=sheet.missing)


def lay_out(
    article: Article, prediction: Prediction | None, annotates: Collection[str], match: str
) -> Reading:
    """Return the reading of an article that is not scored: all events of gold, then all predicted ones."""
    annotated = article.events or ()
    gold = resolution.gold_events(article, annotates, match)
    sent: Sequence[PredictedEvent] = ()
    predicted: Sequence[ScoredEvent] = ()
    if prediction is not None:
        sent = prediction.events
        predicted, _ = resolution.predicted_events(article, prediction, annotates, match)
    rows = [
        *(
            Row(
                gold=_side(article, event, annotated),
                slots=tuple(Slot(gold=one) for one in _fillers(article, event, annotated)),
            )
            for event in gold
        ),
        *(
            Row(
                predicted=_side(article, event, sent),
                slots=tuple(Slot(predicted=one) for one in _fillers(article, event, sent)),
            )
            for event in predicted
        ),
    ]
    return Reading(article=article, rows=tuple(rows))


def _place(sheet: Sheet, i: int | None, j: int | None) -> tuple[float, int]:
    event = sheet.alignment.gold[i] if i is not None else sheet.alignment.predicted[j or 0]
    return resolution.least_start(event), -1 if i is None else i


def _row(label: str, sheet: Sheet, i: int | None, j: int | None) -> Row:
    article, alignment = sheet.article, sheet.alignment
    annotated, sent = sheet.written
    gold = None if i is None else alignment.gold[i]
    predicted = None if j is None else alignment.predicted[j]
    slots = tuple(_slots(sheet, i, j))
    found = {_FAULTS.get(label, label), *(_SLOT_FAULTS.get(slot.label or "") for slot in slots)}
    comparison = None
    if gold is not None and predicted is not None and gold.event_type == predicted.event_type:
        comparison = compare_dates(gold, predicted)
    return Row(
        label=label,
        faults=tuple(fault for fault in FAULTS if fault in found),
        gold=None if gold is None else _side(article, gold, annotated),
        predicted=None if predicted is None else _side(article, predicted, sent),
        slots=slots,
        outcome=comparison.outcome if comparison else None,
        error_days=comparison.error_days if comparison else None,
    )


def _slots(sheet: Sheet, i: int | None, j: int | None) -> Iterator[Slot]:
    """Yield the fillers of a row: first those of gold, in its order, then what only the system has."""
    article, (annotated, sent) = sheet.article, sheet.written
    gold = () if i is None else _fillers(article, sheet.alignment.gold[i], annotated)
    predicted = () if j is None else _fillers(article, sheet.alignment.predicted[j], sent)
    judged: dict[int, Verdict] = {}
    alone: list[Verdict] = []
    for verdict in sheet.verdicts:
        if verdict.unit == "filler" and _is_of(verdict, i, j):
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


def _is_of(verdict: Verdict, i: int | None, j: int | None) -> bool:
    if verdict.label != "in_unmatched_event":
        return (verdict.gold_event, verdict.predicted_event) == (i, j)
    # Outside M each side's fillers are judged by themselves.
    own, row = (verdict.gold_event, i) if verdict.gold_event is not None else (verdict.predicted_event, j)
    return own == row


def _side(article: Article, event: ScoredEvent, written: _Written) -> Side:
    source = written[event.place]
    wording = resolution.wording(article, source)
    time = source.date.mentions if isinstance(source, Event) and event.dates else ()
    return Side(
        event_type=event.event_type,
        mode=event.mode,
        status=event.status,
        triggers=tuple(Words(text=wording("", mark), span=mark.span) for mark in event.triggers),
        dates=event.dates,
        time=tuple(Words(text=mention.text, span=mention.span) for mention in time),
    )


def _fillers(
    article: Article, event: ScoredEvent, written: _Written
) -> tuple[tuple[str, tuple[Words, ...]], ...]:
    """Return role and mentions of each filler of an event; ``written`` are those of its side (``Sheet``)."""
    wording = resolution.wording(article, written[event.place])
    return tuple(
        (one.role, tuple(Words(text=wording(one.role, mark), span=mark.span) for mark in one.marks))
        for one in event.fillers
    )
