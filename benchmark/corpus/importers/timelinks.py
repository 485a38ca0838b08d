"""When an event was, as its links to times say: the relations of TimeML, and what they add up to.

Names of relations: TimeML 1.2.1, and those that CAT corpora use in their place.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from benchmark.corpus.importers.datefields import DateFieldError, normalise
from benchmark.records import date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.corpus.importers.annotation import Frame
    from benchmark.corpus.importers.ledger import Ledger

Relation = Literal["at", "before", "after", "begins", "ends", "around", "measure"]
"""How an event lies to a time; ``measure``: it took as long."""

_OF_EVENT: Final[dict[str, Relation]] = {
    "IS_INCLUDED": "at", "DURING": "at", "SIMULTANEOUS": "at", "IDENTITY": "at",
    "BEFORE": "before", "IBEFORE": "before", "AFTER": "after", "IAFTER": "after",
    "BEGUN_BY": "begins", "BEGUN_ON": "begins", "BEGINS_ON": "begins",
    "ENDED_BY": "ends", "ENDED_ON": "ends", "ENDS_ON": "ends",
    "BEGINS": "at", "ENDS": "at",  # the event is the beginning of that time, and so within it
    "INCLUDES": "around", "CONTAINS": "around", "DURING_INV": "around", "OVERLAP": "around",
    "MEASURE": "measure",
}  # fmt: skip
_INVERSE: Final = {
    "IS_INCLUDED": "INCLUDES", "INCLUDES": "IS_INCLUDED", "CONTAINS": "IS_INCLUDED",
    "DURING": "DURING_INV", "DURING_INV": "DURING",
    "BEFORE": "AFTER", "AFTER": "BEFORE", "IBEFORE": "IAFTER", "IAFTER": "IBEFORE",
    "BEGINS": "BEGUN_BY", "BEGUN_BY": "BEGINS", "ENDS": "ENDED_BY", "ENDED_BY": "ENDS",
}  # fmt: skip

TIME_ROLE: Final = "when"
"""Of the time expressions that an event is linked to."""

MOMENTS: Final = get_args(date.Unit)
"""Granularities of what may stand as a bound."""

ORDERS_EVENTS: Final = "orders two events: an event's own date is all that there is a place for"
ORDERS_TIMES: Final = "relates two times, and dates no event"
MEASURES: Final = "tells how long the event took, not when"
ONLY_NEWS: Final = "its only bound is the day of publication, which dates nothing"


def relation(name: str, *, from_time: bool) -> Relation | None:
    """Return how an event lies to a time that a link of this name joins, None where it is not known.

    ``from_time``: the link is drawn from the time to the event. Words may be joined as in isIncluded.
    """
    upper = re.sub("(?<=[a-z])(?=[A-Z])", "_", name).upper()
    return _OF_EVENT.get(_INVERSE.get(upper, upper) if from_time else upper)


@dataclass(frozen=True, slots=True)
class Bound:
    """How an event lies to a time, its value in EDTF; None where that time is vague.

    ``publication``: that time is the article's day; ``worded``: it has words in the text.
    """

    relation: Relation
    value: str | None
    publication: bool = False
    worded: bool = False

    @property
    def is_expression(self) -> bool:
        """Whether the words of that time are an expression of when the event was."""
        return self.worded and self.relation in {"at", "begins", "ends"}


def bound(
    name: str, value: str | None, *, from_time: bool, publication: bool, worded: bool
) -> tuple[Bound | None, str]:
    """Return what a link of this name to a time of this TIMEX3 value tells, else None and why nothing."""
    lies = relation(name, from_time=from_time)
    if lies is None:
        return None, "its relation is not known"
    if lies == "measure":
        return None, MEASURES
    try:
        written = normalise(value or "")
    except DateFieldError as error:
        return None, f"the value of its time is {error.reason}"
    found = Bound(lies, written, publication, worded)
    if written is None and not found.is_expression:
        return None, "its time names no day"
    return found, ""


def dated(frame: Frame, bounds: Sequence[Bound], ledger: Ledger) -> Frame:
    """Return an event with the dates that its bounds add up to; the ledger says where they date nothing."""
    found = dates(bounds)
    valued = [bound for bound in bounds if bound.value]
    if valued and not found:
        only_news = all(bound.publication for bound in valued)
        why = ONLY_NEWS if only_news else "its bounds leave no day"
        ledger.dropped(frame.site, "date", f"of event {frame.key}", why)
    return dataclasses.replace(frame, dates=found)


def dates(bounds: Sequence[Bound]) -> tuple[str, ...]:
    """Return what bounds of one event add up to, then other values that they hold just as right.

    What it lies in counts before when it began or ended, that before what it went on over, and that before
    what it came before or after. Of times that lie in each other the shortest counts. A bound by the day of
    publication alone dates nothing.
    """
    values: dict[Relation, list[str]] = defaultdict(list)
    for bound in bounds:
        if bound.value:
            values[bound.relation].append(bound.value)
    if values["at"]:
        return _shortest(values["at"])
    if values["begins"] or values["ends"]:
        return _joined("{}/{}", _shortest(values["begins"]), _shortest(values["ends"]))
    if values["around"]:
        return _shortest(values["around"])
    if all(bound.publication for bound in bounds if bound.relation in {"before", "after"}):
        return ()
    # BEFORE a day is meant of a moment of that day: the bound is kept as it is written.
    after = sorted(values["after"], key=lambda value: -(date.parse(value).first or 0))
    before = sorted(values["before"], key=lambda value: date.parse(value).last or dt.date.max.toordinal())
    return _joined("[{}..{}]", after[:1], before[:1])


def _shortest(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values in which no other lies, in order, equal ones once."""
    parsed = list({value.spans: value for value in map(date.parse, values)}.values())
    return tuple(
        one.text for one in parsed if not any(other is not one and _lies_in(other, one) for other in parsed)
    )


def _lies_in(one: date.Date, other: date.Date) -> bool:
    after = other.first is None or (one.first is not None and other.first <= one.first)
    before = other.last is None or (one.last is not None and one.last <= other.last)
    return after and before


def _joined(form: str, lower: Sequence[str], upper: Sequence[str]) -> tuple[str, ...]:
    """Return the date from a lower to an upper bound, open where there is none; none if it ends too soon."""
    first = _moment(lower[0], last=False) if lower else ""
    last = _moment(upper[0], last=True) if upper else ""
    if form.startswith("{}"):
        first, last = first or "..", last or ".."
    try:
        return (date.parse(form.format(first, last)).text,)
    except date.DateError:
        return ()


def _moment(value: str, *, last: bool) -> str:
    """Return a value that may stand as a bound: a moment, else its first or last day, "" if that is open."""
    parsed = date.parse(value)
    if parsed.granularity in MOMENTS:
        return parsed.text
    day = parsed.last if last else parsed.first
    return "" if day is None else dt.date.fromordinal(day).isoformat()
