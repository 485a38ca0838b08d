"""Two annotations and a person's decisions to gold: every disagreement decided, or nothing is written."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmark.records.agreement import Decision, Disagreement
from benchmark.records.errors import Finding, FindingsError, nearest
from benchmark.scoring.disagreements import LISTS, SCALARS, Unit, differ, json_of, told_apart
from benchmark.store import codec
from benchmark.store.findings import Place, json_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmark.records.article import Article

_ONE: Final = ("first", "second", "write")
_MAY_BE_NULL: Final = "mode"
"""The one kind of which null says something: that there is none."""


class Decided(NamedTuple):
    """An article as decided, as JSON, and by JSON path the places of the decisions that wrote a value there.

    These values are not yet judged.
    """

    article: dict[str, Any]
    written: dict[str, Place]


def adjudicate(
    names: tuple[str, str],
    first: Mapping[str, Article],
    second: Mapping[str, Article],
    decisions: Sequence[tuple[Decision, Place]],
    file: str,
) -> tuple[list[Decided], list[Decision]]:
    """Return the articles that both annotated, decided, and the decisions with what they are of.

    Headers, ids and order are the first annotator's; what is taken from the second stands behind. ``file`` is
    where decisions come from.

    Raises:
        FindingsError: a disagreement is undecided, or a decision is of none, of one decided before, or not
            one that its kind allows.
    """
    placed: dict[str, tuple[Decision, Place]] = {}
    findings = list(_repeated(decisions, placed))
    articles, kept = [], []
    known: set[str] = set()
    for article_id in sorted(first.keys() & second.keys()):
        pair = first[article_id], second[article_id]
        if None in (pair[0].events, pair[1].events):
            continue
        places, units = differ(*pair)
        told = list(told_apart(names, pair, units))
        known.update(one.id for one in told)
        wrong = [finding for one in told for finding in _judged(one, placed, Place(file))]
        findings += wrong
        if not wrong:
            chosen = [placed[one.id] for one in told]
            articles.append(_decided(pair, places, list(zip(units, chosen, strict=True))))
            kept += [_kept(decision, one) for (decision, _), one in zip(chosen, told, strict=True)]
    for key, (_, place) in placed.items():
        if key not in known:
            message = "is no disagreement of these annotations in this order, any more or at all"
            near = nearest(key, sorted(known))
            findings.append(place.finding(("id",), "unknown-id", message, found=key, near=near))
    if findings:
        raise FindingsError(findings)
    return articles, kept


def _repeated(
    decisions: Sequence[tuple[Decision, Place]], placed: dict[str, tuple[Decision, Place]]
) -> Iterator[Finding]:
    for decision, place in decisions:
        _, before = placed.setdefault(decision.id, (decision, place))
        if before is not place:
            message = f"is decided twice, first on line {before.line}"
            yield place.finding(("id",), "duplicate-id", message, found=decision.id)


def _judged(
    told: Disagreement, placed: Mapping[str, tuple[Decision, Place]], file: Place
) -> Iterator[Finding]:
    """Yield what is wrong with the decision of a disagreement."""
    if told.id not in placed:
        message = f"has no decision on {told.id}: {told.kind} of {told.about} in {told.article_id}"
        yield file.finding((), "missing", message)
        return
    decision, place = placed[told.id]
    if told.kind in SCALARS and decision.choice not in _ONE:
        message = "is a choice only for events, triggers and arguments"
        yield place.finding(("choice",), "value", message, found=decision.choice, allowed=" or ".join(_ONE))
    if decision.choice == "write" and decision.value is None and told.kind != _MAY_BE_NULL:
        yield place.finding(("value",), "missing", "is missing, though the choice is to write")


def _kept(decision: Decision, told: Disagreement) -> Decision:
    return Decision(
        id=decision.id,
        choice=decision.choice,
        value=decision.value if decision.choice == "write" else None,
        reason=decision.reason,
        article_id=told.article_id,
        kind=told.kind,
        about=told.about,
    )


def _decided(
    pair: tuple[Article, Article],
    places: Sequence[tuple[int | None, int | None]],
    decided: Sequence[tuple[Unit, tuple[Decision, Place]]],
) -> Decided:
    """Return the article with its events as decided."""
    first, second = (codec.encode(article) for article in pair)
    events: list[Any] = []
    written: dict[str, Place] = {}
    for i, j in places:
        its = [(unit, decision) for unit, (decision, _) in decided if unit.events == (i, j)]
        if i is not None and j is not None:
            made = [_event(first["events"][i], its)]
        else:
            own = first["events"][i] if i is not None else second["events"][j]
            ((unit, decision),) = its
            made = [_named(event, own["event_id"]) for event in _chosen(unit, decision)]
        for unit, (decision, place) in decided:
            if unit.events == (i, j) and decision.choice == "write":
                written[json_path(("events", len(events), *_part(unit, decision, made[0])))] = place
        events += made
    return Decided(first | {"events": _with_ids(events)}, written)


def _part(unit: Unit, decision: Decision, event: dict[str, Any]) -> tuple[str | int, ...]:
    """Return the keys of an event under which stands what a decision wrote, none where that is the event."""
    if unit.kind in SCALARS:
        return (SCALARS[unit.kind],)
    if unit.kind in LISTS:
        key = LISTS[unit.kind]
        return key, next(place for place, item in enumerate(event[key]) if item is decision.value)
    return ()


def _named(event: Any, event_id: str) -> Any:
    """Return an event with its id; one that was written has the id of the event it stands for."""
    return event | {"event_id": event_id} if isinstance(event, dict) else event


def _event(event: dict[str, Any], decided: Sequence[tuple[Unit, Decision]]) -> dict[str, Any]:
    """Return the first annotator's event with its parts as decided."""
    made = dict(event)
    for kind, key in SCALARS.items():
        for unit, decision in decided:
            if unit.kind == kind:
                (made[key],) = _chosen(unit, decision)
    for kind, key in LISTS.items():
        of_kind = [(unit, _chosen(unit, decision)) for unit, decision in decided if unit.kind == kind]
        instead = {unit.items[0]: items for unit, items in of_kind if unit.items[0] is not None}
        behind = [item for unit, items in of_kind if unit.items[0] is None for item in items]
        made[key] = [
            *(item for place, own in enumerate(event[key]) for item in instead.get(place, [own])),
            *behind,
        ]
    return made


def _chosen(unit: Unit, decision: Decision) -> list[Any]:
    """Return the JSON values that a decision puts in the place of a unit."""
    sides = [[json_of(value) for value in unit.side(number)] for number in (0, 1)]
    return {
        "first": sides[0],
        "second": sides[1],
        "both": sides[0] + sides[1],
        "neither": [],
        "write": [decision.value],
    }[decision.choice]


def _with_ids(events: Sequence[Any]) -> list[Any]:
    """Return the events with ids that stand once: of two the later, the second annotator's, gets another.

    A written event may be anything; what is no event is left for the door to say.
    """
    free = (f"e{number}" for number in itertools.count(1))
    used: set[str] = set()
    made = []
    for event in events:
        if isinstance(event, dict) and isinstance(event.get("event_id"), str):
            event_id = event["event_id"]
            while event_id in used:
                event_id = next(free)
            used.add(event_id)
            made.append(event | {"event_id": event_id})
        else:
            made.append(event)
    return made
