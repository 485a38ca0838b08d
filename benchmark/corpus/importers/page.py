"""One document of an export at work: its stretches become events, fillers and dates."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from benchmark.corpus.importers.annotation import Frame, Stretch
from benchmark.corpus.importers.datefields import NO_NOTATION, DateFieldError, normalise
from benchmark.corpus.importers.mapping import FILLERS_LABEL, NOT_TAKEN
from benchmark.corpus.importers.offsets import CODE_POINTS, READINGS, Located, Offsets
from benchmark.corpus.importers.site import Site
from benchmark.records.article import BASES, Argument, Event, EventDate, Mention
from benchmark.records.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.corpus.importers.annotation import Attribute, Document, Link
    from benchmark.corpus.importers.ledger import Kind
    from benchmark.corpus.importers.setting import Setting
    from benchmark.records.article import Span

UNDATED: Final = EventDate(value=None, basis=None, mentions=(), alternatives=())

NOWHERE: Final = "its words do not stand at its offsets, nor just once elsewhere"
"""Why a span is dropped."""

_Marked = TypeVar("_Marked", Stretch, Frame)

_TAGS: Final = ("tag", "tags")
"""Attributes whose values are tags as they stand."""
_ALTERNATIVES: Final = ("alternative", "alternatives")
"""Notes whose dates come after all others, wherever they stand."""
_TAG_CHARACTERS: Final = 100
_MOST_ARGUMENTS: Final = 200
_LEFT_OUT: Final = "left out by the mapping"


@dataclass(slots=True)
class Draft:
    """An event in the making, and what had to be mended in it."""

    key: str
    event_type: str
    site: Site
    triggers: tuple[Mention, ...]
    hows: list[str] = field(default_factory=list)
    fillers: dict[tuple[str, tuple[Mention, ...]], None] = field(default_factory=dict)
    times: dict[str, None] = field(default_factory=dict)
    dates: list[str | None] = field(default_factory=list)
    others: list[str | None] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)


class Page:
    """One document at work."""

    def __init__(self, document: Document, setting: Setting) -> None:
        self.document = document
        self.setting = setting
        self.mapping = setting.mapping
        self.ledger = setting.ledger
        self.usage = setting.usage
        self.offsets = Offsets(document.text)
        self.stretches = self._once("span", document.stretches)
        self.located: dict[str, tuple[Mention, ...]] = {}
        self.used: set[str] = set()
        self.hows: dict[str, list[str]] = defaultdict(list)
        self.drafts: dict[str, Draft] = {}
        self.of_trigger: dict[str, list[str]] = defaultdict(list)
        self.chain: dict[str, set[str]] = {}
        self.chain_sites: list[tuple[tuple[str, ...], str, Site]] = []
        self.time_values: dict[str, str | None] = {}
        self.tags: tuple[str, ...] = ()

    def build(self) -> tuple[Event, ...]:
        """Return the events, every annotation of the document entered in the ledger."""
        self._locate()
        self._open_events()
        self._chains()
        self._links()
        self._attributes()
        events = self._close_events()
        self._stretches()
        return events

    def _once(self, kind: Kind, marked: Iterable[_Marked]) -> dict[str, _Marked]:
        """Return what is marked by its key; what has the key of another before it is entered as dropped."""
        found: dict[str, _Marked] = {}
        for one in marked:
            if found.setdefault(one.key, one) is not one:
                name = f"{one.key} {one.label}".strip()
                self.ledger.dropped(one.site, kind, name, "its id stands twice in its document")
        return found

    def _locate(self) -> None:
        stretches = self.stretches.values()
        worded = [s.claim for s in stretches if s.claim.words is not None and s.claim.fragments]
        reading = self.offsets.reading(worded) if worded else self.setting.reading
        for stretch in stretches:
            if not stretch.claim.fragments:
                if (stretch.claim.words or "").strip():
                    self.located[stretch.key] = self._look_up(stretch)
                continue
            found = self.offsets.locate(stretch.claim, reading)
            if found is not None:
                self.located[stretch.key] = (self.offsets.mention(self._mended(stretch, found)),)

    def _look_up(self, stretch: Stretch) -> tuple[Mention, ...]:
        """Return the places of words that came without one: any of them is right."""
        words = stretch.claim.words or ""
        places = self._lookup.find(words).places
        if not places:
            self.hows[stretch.key].append("words that stand nowhere in the text are kept without a place")
            return (Mention(text=words, start=None, end=None, fragments=()),)
        self.hows[stretch.key].append("words without a place are looked up in the text")
        return tuple(self.offsets.mention((place,)) for place in places)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.document.text, self.setting.language)

    def _mended(self, stretch: Stretch, found: Located) -> Span:
        if found.reading in READINGS and found.reading != CODE_POINTS:
            self.hows[stretch.key].append(f"offsets count {found.reading}")
        elif found.reading != CODE_POINTS:
            self.hows[stretch.key].append(f"moved to {found.reading}")
        spans = [(start, end) for start, end in found.span if not self.document.text[start:end].isspace()]
        if len(spans) < len(found.span):
            self.hows[stretch.key].append("fragments of only white space are left out")
        joined = spans[:1]
        for start, end in spans[1:]:
            between = self.document.text[joined[-1][1] : start]
            if between.isspace() and between.splitlines() != [between]:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        if len(joined) < len(spans):
            self.hows[stretch.key].append("fragments divided at a line end are joined")
        return tuple(joined)

    def _open_events(self) -> None:
        triggers = {key for frame in self.document.frames for key in frame.triggers}
        frames = [
            *self.document.frames,
            *(
                Frame(key=stretch.key, label=stretch.label, trigger=stretch.key, site=stretch.site)
                for stretch in self.stretches.values()
                if stretch.label in self.setting.events and stretch.key not in triggers
            ),
        ]
        for frame in self._once("event", frames).values():
            event_type = self.mapping.types.get(frame.label, frame.label)
            self.used.update(frame.triggers)
            if not frame.key:
                self.ledger.dropped(frame.site, "event", frame.label, "has no id")
            elif event_type == NOT_TAKEN:
                self.ledger.dropped(frame.site, "event", frame.key, "its type is left out by the mapping")
            elif frame.label not in self.setting.events:
                self.ledger.dropped(frame.site, "event", frame.key, "its label marks no event")
            else:
                self._open(frame, event_type)

    def _open(self, frame: Frame, event_type: str) -> None:
        mentions = (mention for key in frame.triggers for mention in self.located.get(key, ()))
        found = dict.fromkeys(mention for mention in mentions if mention.start is not None)
        draft = Draft(frame.key, event_type, frame.site, tuple(sorted(found, key=_by_place)))
        if frame.triggers and not draft.triggers:
            draft.hows.append("its trigger stands nowhere in the text, and is left out")
        draft.dates.extend(frame.dates)
        self.usage.types.setdefault(event_type, []).append(frame.site)
        self.drafts[frame.key] = draft
        for key in frame.triggers:
            self.of_trigger[key].append(frame.key)

    def _events_of(self, key: str) -> list[Draft]:
        """Return the event of a key, or those of a trigger."""
        if key in self.drafts:
            return [self.drafts[key]]
        return [self.drafts[each] for each in self.of_trigger.get(key, ())]

    def _chains(self) -> None:
        groups = [(chain.keys, chain.name, chain.site) for chain in self.document.chains]
        groups += [
            ((link.head, link.tail), link.role, link.site)
            for link in self.document.links
            if self.mapping.is_coreference(link.role)
        ]
        naming: list[tuple[str, list[str]]] = []
        for keys, name, site in groups:
            known = [key for key in keys if key in self.located]
            named = [key for key in keys if self._events_of(key)]
            if len(named) > 1:
                why = "events said to be one are not joined: give a further trigger a label that marks none"
                self.ledger.dropped(site, "relation", name, why)
            elif len({*known, *named}) < len(set(keys)):
                self.ledger.dropped(site, "relation", name, "names a span that is not there")
            elif named:
                naming.append((named[0], known))
                self.ledger.ok(site, "relation")
            else:
                parts = {id(part): part for part in map(self._alike, known)}
                # The others go into the largest: a chain may have thousands of links, told one by one.
                joined = max(parts.values(), key=len, default=set())
                for part in parts.values():
                    if part is not joined:
                        joined |= part
                        self.chain.update(dict.fromkeys(part, joined))
                self.chain.update(dict.fromkeys(known, joined))
        # Once all chains are whole: what names an event may be named again by what stands further down.
        for trigger, known in naming:
            self._name_again(trigger, set(known).union(*map(self._alike, known)))
        self.chain_sites = [(keys, name, site) for keys, name, site in groups if self._is_chain(keys)]

    def _alike(self, key: str) -> set[str]:
        """Return the keys of all stretches that are said to name what this one names."""
        return self.chain.get(key, {key})

    def _name_again(self, trigger: str, keys: set[str]) -> None:
        """Give the event of a trigger the other words that are said to name it."""
        for draft in self._events_of(trigger):
            found = {*draft.triggers, *(m for key in keys for m in self.located[key] if m.start is not None)}
            draft.triggers = tuple(sorted(found, key=_by_place))
        self.used.update(keys)

    def _is_chain(self, keys: tuple[str, ...]) -> bool:
        return all(key in self.located for key in keys) and not any(self._events_of(key) for key in keys)

    def _links(self) -> None:
        for link in self.document.links:
            if self.mapping.is_coreference(link.role):
                continue
            heads, tails = self._events_of(link.head), self._events_of(link.tail)
            hows = [link.repair] if link.repair else []
            if link.mutual and heads and tails:
                self._argument(
                    link, heads, link.tail, [*hows, "drawn both ways: an argument of either event"]
                )
                for draft in tails:
                    self._fill(draft, self._role(link, link.head), self._mentions(link.head), link.site)
            elif heads:
                self._argument(link, heads, link.tail, hows)
            elif tails:
                if not link.mutual:
                    hows.append("drawn from the filler to the event, and turned")
                self._argument(link, tails, link.head, hows)
            else:
                self.ledger.dropped(link.site, "relation", link.role, "neither of its ends is an event")
        for keys, name, site in self.chain_sites:
            if self.used.isdisjoint(keys):
                self.ledger.dropped(site, "relation", name, "none of what it joins fills a role")
            else:
                self.used.update(keys)
                self.ledger.ok(site, "relation")

    def _role(self, link: Link, filler: str) -> str:
        role = self.mapping.roles.get(link.role, link.role)
        if role != FILLERS_LABEL:
            return role
        stretch = self.stretches.get(filler)
        return self.mapping.roles.get(stretch.label, stretch.label) if stretch else link.role

    def _argument(self, link: Link, events: list[Draft], filler: str, hows: list[str]) -> None:
        name = f"{link.role} {filler} of {events[0].key}"
        stretch = self.stretches.get(filler)
        if not self._events_of(filler) and (
            link.dates
            or self.mapping.is_time_role(link.role)
            or (stretch and self.mapping.is_time(stretch.label))
        ):
            self._time(link, events, filler, name, hows)
            return
        role = self._role(link, filler)
        if role == NOT_TAKEN:
            self.used.add(filler)
            self.ledger.dropped(link.site, "argument", name, "its role is left out by the mapping")
            return
        mentions = self._mentions(filler)
        if not mentions:
            why = "its filler stands nowhere in the text" if stretch else "its filler is not there"
            self.ledger.dropped(link.site, "argument", name, why)
            return
        if self._events_of(filler):
            hows = [*hows, "an event fills it: its trigger stands for it"]
        if stretch and not stretch.claim.fragments:
            hows = [*hows, *self.hows[filler]]
        self.used.update(self._alike(filler))
        if all(len(draft.fillers) == _MOST_ARGUMENTS for draft in events):
            self.ledger.dropped(
                link.site, "argument", name, f"beyond the {_MOST_ARGUMENTS} that an event may have"
            )
            return
        added = [self._fill(draft, role, mentions, link.site) for draft in events]
        if not any(added):
            self.ledger.dropped(link.site, "argument", name, "said before")
            return
        self.ledger.taken(link.site, "argument", name, hows)

    def _fill(self, draft: Draft, role: str, mentions: tuple[Mention, ...], site: Site) -> bool:
        if role == NOT_TAKEN or not mentions or (role, mentions) in draft.fillers:
            return False
        if len(draft.fillers) == _MOST_ARGUMENTS:
            return False
        draft.fillers[role, mentions] = None
        self.usage.roles.setdefault((draft.event_type, role), []).append(site)
        return True

    def _mentions(self, filler: str) -> tuple[Mention, ...]:
        """Return all mentions of a filler in text order: those of its chain, of an event its triggers."""
        events = self._events_of(filler)
        if events:
            return tuple(dict.fromkeys(mention for each in events for mention in each.triggers))
        found = {mention for key in self._alike(filler) for mention in self.located.get(key, ())}
        return tuple(sorted(found, key=_by_place))

    def _time(self, link: Link, events: list[Draft], filler: str, name: str, hows: list[str]) -> None:
        if filler not in self.located:
            known = filler in self.stretches
            why = "its time expression stands nowhere in the text" if known else "it is not there"
            self.ledger.dropped(link.site, "date", name, why)
            return
        self.used.update(self._alike(filler))
        for draft in events:
            draft.times[filler] = None
        self.ledger.taken(link.site, "date", name, hows)

    def _attributes(self) -> None:
        tags: set[str] = set()
        for attribute in self.document.attributes:
            events = self._events_of(attribute.target)
            stretch = self.stretches.get(attribute.target)
            if not attribute.target:
                if self.mapping.attributes.get(attribute.name) == "none":
                    why = _LEFT_OUT
                    self.ledger.dropped(attribute.site, "attribute", attribute.name, why)
                else:
                    self._tagged(attribute, [tags])
            elif attribute.is_note:
                self._note(attribute, events, stretch)
            elif events:
                self._event_attribute(attribute, events)
            elif stretch and self._is_time(stretch):
                self._time_value(attribute, stretch.key)
            else:
                kind_of = "a span that is no event" if stretch else "nothing that is here"
                self.ledger.dropped(attribute.site, "attribute", attribute.name, f"belongs to {kind_of}")
        self.tags = tuple(sorted(tags))

    def _is_time(self, stretch: Stretch) -> bool:
        dating = (draft.times for draft in self.drafts.values())
        return self.mapping.is_time(stretch.label) or any(stretch.key in times for times in dating)

    def _note(self, attribute: Attribute, events: list[Draft], stretch: Stretch | None) -> None:
        """Read a note where it is nothing but a date of an event or of a time expression.

        One that says itself that it is a date may also say that there is none. Of a date that cannot be read,
        and of whatever says that it is one, it is told why.
        """
        site, name, note = attribute.site, attribute.name, attribute.value or ""
        if note and events and name.casefold() in _TAGS:
            self._tagged(attribute, [draft.tags for draft in events])
            return
        called = re.match(r"\s*(?:date|when|edtf)\s*[:=]\s*", note, re.IGNORECASE)
        written = note[called.end() :] if called else note
        dates = events or (stretch and self._is_time(stretch))
        value = None
        try:
            value = normalise(written, self.setting.date_order)
        except DateFieldError as error:
            if dates and (called or error.reason != NO_NOTATION):
                self.ledger.dropped(site, "date", f"{name} {written[:40]!r}", error.reason)
                return
        if not dates or not (called or value):
            self.ledger.dropped(site, "note", name, "free words, for which there is no place")
            return
        for draft in events:
            (draft.others if name.casefold() in _ALTERNATIVES else draft.dates).append(value)
        if events:
            self._taken_date(attribute, written, value)
        elif stretch:
            self._value_of_time(attribute, stretch.key, written, value)

    def _taken_date(self, attribute: Attribute, written: str, value: str | None) -> None:
        hows = [] if value is None or value == written.strip() else ["a date is written in EDTF"]
        self.ledger.taken(attribute.site, "date", attribute.name, hows)

    def _value_of_time(self, attribute: Attribute, key: str, written: str, value: str | None) -> None:
        if self.time_values.setdefault(key, value) == value:
            self._taken_date(attribute, written, value)
        else:
            self.ledger.dropped(attribute.site, "date", attribute.name, "its time has another value already")

    def _time_value(self, attribute: Attribute, key: str) -> None:
        meaning = self.mapping.meaning(attribute.name, has_value=attribute.value is not None)
        if meaning == "none" or attribute.value is None:
            self.ledger.dropped(attribute.site, "attribute", attribute.name, "tells nothing of a date")
            return
        try:
            value = normalise(attribute.value, self.setting.date_order)
        except DateFieldError as error:
            self.ledger.dropped(
                attribute.site, "date", f"{attribute.name} {attribute.value[:40]!r}", error.reason
            )
            return
        self._value_of_time(attribute, key, attribute.value, value)

    def _event_attribute(self, attribute: Attribute, events: list[Draft]) -> None:
        match self.mapping.meaning(attribute.name, has_value=attribute.value is not None):
            case "date":
                self._event_date(attribute, events)
            case "status":
                self._event_status(attribute, events)
            case "basis":
                self._event_basis(attribute, events)
            case "mode" if attribute.value:
                self._event_mode(attribute, self.mapping.modes.get(attribute.value, attribute.value), events)
            case "none":
                self.ledger.dropped(attribute.site, "attribute", attribute.name, _LEFT_OUT)
            case _:
                self._tagged(attribute, [draft.tags for draft in events])

    def _event_mode(self, attribute: Attribute, mode: str, events: list[Draft]) -> None:
        if mode == NOT_TAKEN:
            self.ledger.dropped(attribute.site, "attribute", attribute.name, _LEFT_OUT)
            return
        for draft in events:
            draft.modes.append(mode)
            self.usage.modes.setdefault((draft.event_type, mode), []).append(attribute.site)
        self.ledger.ok(attribute.site, "attribute")

    def _tagged(self, attribute: Attribute, targets: list[set[str]]) -> None:
        name, value = attribute.name, attribute.value
        own = value is not None and name.casefold() in _TAGS
        tag = name if value is None else value if own else f"{name}:{value}"
        if len(tag) > _TAG_CHARACTERS:
            self.ledger.dropped(attribute.site, "attribute", name, "too long to be kept as a tag")
            return
        for tags in targets:
            tags.add(tag)
        self.ledger.taken(attribute.site, "attribute", name, [] if own else ["kept as a tag"])

    def _event_status(self, attribute: Attribute, events: list[Draft]) -> None:
        status = self.mapping.status(attribute.name if attribute.value is None else attribute.value)
        if status is None:
            why = "its value is no status that is known: map it"
            self.ledger.dropped(attribute.site, "attribute", attribute.name, why)
            return
        for draft in events:
            draft.statuses.append(status)
        self.usage.annotated.add("status")
        self.ledger.ok(attribute.site, "attribute")

    def _event_basis(self, attribute: Attribute, events: list[Draft]) -> None:
        basis = (attribute.value or "").casefold()
        if basis not in BASES:
            why = f"is none of {', '.join(BASES)}"
            self.ledger.dropped(attribute.site, "attribute", attribute.name, why)
            return
        for draft in events:
            draft.bases.append(basis)
        self.ledger.ok(attribute.site, "attribute")

    def _event_date(self, attribute: Attribute, events: list[Draft]) -> None:
        try:
            value = normalise(attribute.value or "", self.setting.date_order)
        except DateFieldError as error:
            name = f"{attribute.name} {(attribute.value or '')[:40]!r}"
            self.ledger.dropped(attribute.site, "date", name, error.reason)
            return
        for draft in events:
            draft.dates.append(value)
        self.usage.annotated.add("dates")
        self._taken_date(attribute, attribute.value or "", value)

    def _close_events(self) -> tuple[Event, ...]:
        events: list[Event] = []
        known: set[Event] = set()
        for draft in self.drafts.values():
            event = Event(
                event_id=draft.key,
                event_type=draft.event_type,
                mode=_first(draft, draft.modes, "modes"),
                status=_status(draft),
                triggers=draft.triggers,
                arguments=tuple(Argument(role=role, mentions=mentions) for role, mentions in draft.fillers),
                date=self._date(draft),
                tags=tuple(sorted(draft.tags)),
            )
            content = event.content
            if content in known:
                self.ledger.dropped(draft.site, "event", draft.key, "equal to another event but for its id")
                continue
            known.add(content)
            events.append(event)
            self.ledger.taken(draft.site, "event", draft.key, draft.hows)
        return tuple(events)

    def _date(self, draft: Draft) -> EventDate:
        keys = set[str]().union(*map(self._alike, draft.times))
        found = {mention for key in keys for mention in self.located[key] if mention.start is not None}
        mentions = tuple(sorted(found, key=_by_place))
        dates = [*draft.dates, *draft.others]
        values = list(dict.fromkeys(value for value in dates if value is not None))
        told = basis = _first(draft, draft.bases, "bases")
        if not dates:
            values, basis = self._dates_of_times(draft, told)
        elif any(self.time_values.get(key) not in {None, *values} for key in keys):
            draft.hows.append("its own date is kept, not that of its time expression")
        if not values:
            if told:
                draft.hows.append("its basis is left out, for it has no date")
            return dataclasses.replace(UNDATED, mentions=mentions)
        if len(values) > 1:
            draft.hows.append("of several dates the first is its date, the others are alternatives")
        return EventDate(value=values[0], basis=basis, mentions=mentions, alternatives=tuple(values[1:]))

    def _dates_of_times(self, draft: Draft, basis: str | None) -> tuple[list[str], str | None]:
        """Return the date that time expressions give: their value, else their words if a full date.

        What is said to be the same time may have the value. With the date comes its basis, which is the one
        that is told, if one is.
        """
        values: dict[str, None] = {}
        for key in draft.times:
            told = [self.time_values[each] for each in sorted(self._alike(key)) if each in self.time_values]
            if not told:
                try:
                    told = [normalise(self.located[key][0].text, self.setting.date_order)]
                except DateFieldError:
                    draft.hows.append("a time expression without a value: its words are no full date")
                    return [], None
                basis = basis or "explicit"
            values.update(dict.fromkeys(value for value in told if value is not None))
        if len(values) > 1:
            draft.hows.append("several time expressions with different values: it is left undated")
            return [], None
        return list(values), basis

    def _stretches(self) -> None:
        for stretch in self.stretches.values():
            name = f"{stretch.key} {stretch.label}".strip()
            if not stretch.claim.fragments:
                continue  # told with the argument that they fill
            if stretch.key not in self.located:
                self.ledger.dropped(stretch.site, "span", name, NOWHERE)
            elif stretch.key not in self.used:
                self.ledger.dropped(stretch.site, "span", name, "triggers no event and fills no role")
            else:
                self.ledger.taken(stretch.site, "span", name, self.hows[stretch.key])


def _by_place(mention: Mention) -> tuple[object, ...]:
    """Order in the text; words that stand nowhere come last."""
    start, end = mention.start or 0, mention.end or 0
    return (mention.start is None, start, end, mention.fragments, mention.text)


def _status(draft: Draft) -> str:
    """Return the one status that several attributes give: any other is news beside ``actual``."""
    return _first(draft, [status for status in draft.statuses if status != "actual"], "statuses") or "actual"


def _first(draft: Draft, told: Sequence[str], what: str) -> str | None:
    """Return the first of what attributes tell of an event, None where they do not."""
    if len(set(told)) > 1:
        draft.hows.append(f"of several {what} the first is kept")
    return told[0] if told else None
