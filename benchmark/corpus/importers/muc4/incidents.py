"""What a template says, in our words: an event type, a status, dates and fillers of roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.journal import Place
from benchmark.corpus.importers.muc4 import days, templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark.corpus.importers.journal import Journal
    from benchmark.corpus.importers.muc4.templates import Strings, Template

LOCATION_ROLE: Final = "location"
HUMAN_TARGET_ROLE: Final = "human_target"

ROLES: Final = {
    templates.INSTRUMENT_ID: "instrument",
    templates.PERP_INDIVIDUAL: "perp_individual",
    templates.PERP_ORGANIZATION: "perp_organization",
    templates.PHYSICAL_TARGET: "physical_target",
}
"""Slots of strings whose every filler is an argument of its own; human targets have two slots, see below."""

STATUSES: Final = {"ACCOMPLISHED": "actual", "ATTEMPTED": "attempted", "THREATENED": "threatened"}


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of a role: strings any of which is right, the key's own order kept."""

    role: str
    texts: tuple[str, ...]
    optional: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Incident:
    """A template as read. ``status`` is None where it says none; ``dates``, in EDTF, are equally right."""

    number: str
    event_type: str
    status: str | None
    optional: bool
    dates: tuple[str, ...]
    fillers: tuple[Filler, ...]
    place: Place


def read(template: Template, year: int | None, types: Sequence[str], journal: Journal) -> Incident | None:
    """Return the incident of a template that tells of one; dropped where its type is none of ``types``.

    ``year`` is that of the message's dateline, for dates written without one.
    """
    event_type = _event_type(template, types, journal)
    if event_type is None:
        return None
    journal.ok(template.place)
    return Incident(
        number=template.number.split()[0],
        event_type=event_type,
        status=_status(template, journal),
        optional=template.optional,
        dates=_dates(template, year, journal),
        fillers=(*_locations(template, journal), *_strings(template, journal), *_people(template, journal)),
        place=template.place,
    )


def _event_type(template: Template, types: Sequence[str], journal: Journal) -> str | None:
    entry = templates.single(template, templates.TYPE, journal)
    if entry is None:
        journal.dropped(template.place, "a template without an incident type")
        return None
    names = templates.alternatives(entry.text)
    if names[0] not in types:
        journal.dropped(entry.place, f"a template of a type that is none of {', '.join(types)}")
        return None
    if len(names) > 1:
        journal.repaired(entry.place, "two incident types, of which the first is read")
    return names[0]


def _status(template: Template, journal: Journal) -> str | None:
    entry = templates.single(template, templates.STAGE, journal)
    if entry is None:
        return None
    names = templates.alternatives(entry.text)
    if names[0] not in STATUSES:
        journal.dropped(entry.place, f"a stage of execution that is none of {', '.join(STATUSES)}")
        return None
    if len(names) > 1:
        journal.repaired(entry.place, "two stages of execution, of which the first is read")
    return STATUSES[names[0]]


def _dates(template: Template, year: int | None, journal: Journal) -> tuple[str, ...]:
    entry = templates.single(template, templates.DATE, journal)
    if entry is None:
        return ()
    values = []
    reasons = []
    for text in templates.alternatives(entry.text):
        try:
            values.append(days.incident_date(text, year))
        except days.IncidentDateError as error:
            reasons.append(str(error))
    if reasons and values:
        journal.repaired(entry.place, f"an incident date without the alternative that {reasons[0]}")
    elif reasons:
        journal.dropped(entry.place, f"an incident date that {reasons[0]}")
    else:
        journal.ok(entry.place)
    return tuple(dict.fromkeys(values))


def _locations(template: Template, journal: Journal) -> Iterator[Filler]:
    entry = templates.single(template, templates.LOCATION, journal)
    if entry is None:
        return
    journal.ok(entry.place)
    for part in templates.localities(entry.text):
        yield Filler(LOCATION_ROLE, (part.name,), part.optional, entry.place)


def _strings(template: Template, journal: Journal) -> Iterator[Filler]:
    for slot, role in ROLES.items():
        for filler in _fillers(template, slot, journal):
            yield Filler(role, filler.texts, filler.optional, filler.place)


def _people(template: Template, journal: Journal) -> Iterator[Filler]:
    """Yield the human targets.

    A description that refers to a name tells of the same person: ``"MAYOR": "TORRES"`` mentions Torres too.
    """
    names = list(_fillers(template, templates.HUMAN_NAME, journal))
    told: dict[int, list[str]] = {index: [] for index in range(len(names))}
    others = []
    for description in _fillers(template, templates.HUMAN_DESCRIPTION, journal):
        meant = [index for index, name in enumerate(names) if set(name.texts) & set(description.reference)]
        for index in meant:
            told[index] += description.texts
        if not meant:
            if description.reference:
                journal.repaired(
                    description.place, "a description of someone the slot of names does not hold"
                )
            texts = (*description.texts, *description.reference)
            others.append(Filler(HUMAN_TARGET_ROLE, texts, description.optional, description.place))
    for index, name in enumerate(names):
        texts = tuple(dict.fromkeys((*name.texts, *told[index])))
        yield Filler(HUMAN_TARGET_ROLE, texts, name.optional, name.place)
    yield from others


def _fillers(template: Template, slot: int, journal: Journal) -> Iterator[Strings]:
    for entry in template.slots.get(slot, ()):
        filler = templates.strings(entry, journal)
        if filler:
            yield filler
