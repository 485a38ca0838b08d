"""Events by the places of their words, and every way to pair them: what several tests of scoring share."""

from __future__ import annotations

from benchmark.scoring.events import Filler, Mark, ScoredEvent, SentEvent
from benchmark.scoring.fillers import match
from benchmark.scoring.spans import SpanTally


def mark(place):
    """The word at [10n, 10n + 4), or [start, end) for a pair, and a text that is nobody else's."""
    span = place if isinstance(place, tuple) else (10 * place, 10 * place + 4)
    return Mark((span,), f"w{span}", f"w{span}")


def filler(role, *places, optional=False):
    return Filler(role, tuple(map(mark, places)), optional)


def event(kind, trigger, *fillers, date=None, **more):
    return ScoredEvent(0, kind, (mark(trigger),), fillers, () if date is None else (date,), **more)


def matched(gold, predicted):
    """The fillers of two events matched, every one of a role given to be tried against every other."""
    roles = [(k, r) for k in range(len(gold.fillers)) for r in range(len(predicted.fillers))]
    return match(
        gold, predicted, [(k, r) for k, r in roles if gold.fillers[k].role == predicted.fillers[r].role]
    )


def span_cells(gold, predicted):
    """The counts of one article by event type and role."""
    tally = SpanTally()
    tally.add(gold, sent_of(predicted))
    return tally.cells


def sent_of(events):
    """Events as the places of their mentions."""

    def place(mark):
        return mark.span or mark.fold

    return [
        SentEvent(
            one.event_type,
            list(map(place, one.triggers)),
            [(role, place(marks[0])) for role, marks, _ in one.fillers],
        )
        for one in events
    ]


def choices(pairs):
    """Every one-to-one choice among pairs."""
    if not pairs:
        yield ()
        return
    (row, column), *others = pairs
    yield from choices(others)
    for rest in choices([(r, c) for r, c in others if r != row and c != column]):
        yield ((row, column), *rest)
