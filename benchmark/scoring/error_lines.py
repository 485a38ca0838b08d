"""Sheets to error lines: everything that went wrong, with the words of both sides."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmark.scoring.aligned import compare_dates
from benchmark.scoring.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmark.records.article import Event
    from benchmark.records.prediction import PredictedEvent
    from benchmark.scoring import errors
    from benchmark.scoring.events import Mark, ScoredEvent
    from benchmark.scoring.marking import Sheet

    _Teller: TypeAlias = Callable[[int], tuple[dict[str, Any], list[dict[str, Any]]]]


def tell(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    """Every verdict that is no success, one JSON object each, with article, label and both sides' words."""
    for sheet in sheets:
        annotated, sent = sheet.written
        gold = _teller(sheet, sheet.alignment.gold, annotated)
        predicted = _teller(sheet, sheet.alignment.predicted, sent)
        for verdict in sheet.verdicts:
            if verdict.label != "right":
                yield _error_line(sheet, verdict, gold, predicted)


def _teller(
    sheet: Sheet, events: Sequence[ScoredEvent], written: Sequence[Event | PredictedEvent]
) -> _Teller:
    """Return what tells an event of one side, and each of its fillers, by its index."""

    @functools.cache  # for each of its fillers may have a line, with all its triggers
    def told(index: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        event = events[index]
        words = words_of(sheet.article, event, written[event.place], sheet.match)
        whole: dict[str, Any] = {
            "index": event.place,
            "event_type": event.event_type,
            "triggers": list(map(_words, event.triggers, words.triggers)),
            "date": event.dates[0] if event.dates else None,
        }
        if event.dates[1:]:
            whole["alternatives"] = event.dates[1:]
        return whole, [
            {"role": filler.role, "mentions": list(map(_words, filler.marks, own))}
            for filler, own in zip(event.fillers, words.fillers, strict=True)
        ]

    return told


def _error_line(sheet: Sheet, verdict: errors.Verdict, gold: _Teller, predicted: _Teller) -> dict[str, Any]:
    i, j = verdict.gold_event, verdict.predicted_event
    line: dict[str, Any] = {
        "article_id": sheet.article.article_id,
        "unit": verdict.unit,
        "label": verdict.label,
        "gold": _side(gold, i, verdict.gold_filler),
        "predicted": _side(predicted, j, verdict.predicted_filler),
    }
    if verdict.label == "wrong_date" and i is not None and j is not None:
        comparison = compare_dates(sheet.alignment.gold[i], sheet.alignment.predicted[j])
        line |= {"outcome": comparison.outcome, "error_days": comparison.error_days}
    return line


def _side(told: _Teller, index: int | None, filler: int | None) -> dict[str, Any] | None:
    if index is None:
        return None
    event, fillers = told(index)
    return event if filler is None else event | {"filler": fillers[filler]}


def _words(mark: Mark, words: str) -> dict[str, Any]:
    """A mention with its words, and where it stands."""
    span = mark.span
    if span is None:
        return {"text": words, "start": None, "end": None}
    told: dict[str, Any] = {"text": words, "start": span[0][0], "end": span[-1][1]}
    return told | {"fragments": span} if len(span) > 1 else told
