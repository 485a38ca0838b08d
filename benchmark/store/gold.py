"""What a schema cannot say of an annotated article: its words, its names, its dates, its ids."""

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from benchmark.records import date
from benchmark.records.article import Article, Event, EventDate, Mention
from benchmark.records.errors import Finding
from benchmark.store import codec, spans, vocabularies, wording
from benchmark.store.findings import Keys, Place
from benchmark.store.labels import Labels, Names
from benchmark.store.spans import Text
from benchmark.store.wording import date_finding


def check(article: dict[str, Any], labels: Labels | None, place: Place) -> Iterator[Finding]:
    """Yield what is wrong with an article beyond its schema; without ``labels`` no label is judged.

    Parts that the schema refuses are passed over.
    """
    yield from _headers(article, place)
    text = None
    if isinstance(article.get("text"), str):
        text = Text(article["text"])
        if text.text.isspace():
            yield place.finding(("text",), "empty", spans.ONLY_WHITE)
    for index, region in objects(article.get("regions")):
        yield from spans.check({**region, "text": None}, text, place, ("regions", index))
    yield from _events(article.get("events"), text, labels, place)


def is_sound(article: Article, labels: Labels) -> bool:
    """Return whether an article has all keys, ``check`` nothing to say, and ``canonical`` nothing to change.

    This is the short way that nearly all articles go, as ``typed`` has them: fit for the schema, with lists
    for tuples, and UNSET for keys that were left out. What is rare, such as words that stand nowhere or a
    null for a default, is left to the long way: the answer is no.
    """
    text, events = article.text, article.events or ()
    return (
        len({event.event_id for event in events}) == len(events)
        and all(_is_sound_event(event, text, labels) for event in events)
        # Events of equal content are equal in what is compared.
        and len({_beginning(event) for event in events}) == len(events)
        and not text.isspace()
        and _is_given(article.title)
        and not any(isinstance(value, UnsetType) for value in (article.source, article.url, article.split))
        and _is_given(article.regions)
        and all(_covers(region.start, region.end, text) for region in article.regions)
        and _are_sound_headers(article.published, article.license, article.language)
        and _are_sorted(article.tags)
    )


def canonical(article: Article) -> Article:
    """Return the article as we write it: dates and language in canonical form, tags sorted and none twice."""
    events = article.events
    if events is not None:
        events = tuple(_canonical_event(event) for event in events)
    language = vocabularies.canonical_language(article.language)
    return dataclasses.replace(article, language=language, tags=_sorted(article.tags), events=events)


@functools.lru_cache(maxsize=1 << 14)
def is_canonical_date(value: str) -> bool:
    """Return whether a date exists and is spelled as we write it."""
    try:
        return len(value) <= date.MAX_LENGTH and date.parse(value).text == value
    except date.DateError:
        return False


def _canonical_event(event: Event) -> Event:
    tags, when = _sorted(event.tags), _canonical_date(event.date)
    # Nearly all are canonical as they come, and a new record is costly.
    if tags == event.tags and when is event.date:
        return event
    return dataclasses.replace(event, tags=tags, date=when)


def _canonical_date(when: EventDate) -> EventDate:
    if when.value is None:
        return when
    value, *others = dict.fromkeys(date.parse(text).text for text in when.values)
    if value == when.value and tuple(others) == when.alternatives:
        return when
    return dataclasses.replace(when, value=value, alternatives=tuple(others))


def _is_sound_event(event: Event, text: str, labels: Labels) -> bool:
    event_type, mode, when = event.event_type, event.mode, event.date
    value, alternatives = when.value, when.alternatives
    roles = labels.roles_of.get(event_type)
    if roles is None:
        return False
    mentions = [*event.triggers, *when.mentions]
    for argument in event.arguments:
        if argument.role not in roles.known or not _is_given(argument.optional):
            return False
        mentions += argument.mentions
    return (
        (mode is None or mode in labels.modes_of[event_type].known)
        and (is_canonical_date(value) if value is not None else when.basis is None and not alternatives)
        and (not alternatives or _are_others(alternatives, value))
        and _is_given(event.status)
        and _is_given(event.optional)
        and _are_sorted(event.tags)
        and _stand(mentions, text)
    )


def _is_given(value: object) -> bool:
    """Return whether something other than a null stands under a key that may be left out."""
    return value is not None and value is not UNSET


def _are_others(alternatives: Sequence[str], value: str | None) -> bool:
    """Return whether alternatives are canonical dates, none of them twice and none the value."""
    return len({value, *alternatives}) == 1 + len(alternatives) and all(map(is_canonical_date, alternatives))


def _beginning(event: Event) -> tuple[object, ...]:
    triggers = event.triggers
    # Most have one trigger, and a set is costly.
    starts = triggers[0].start if len(triggers) == 1 else frozenset(trigger.start for trigger in triggers)
    return event.event_type, event.date.value, starts


def _covers(start: int, end: int, text: str) -> bool:
    return start < end <= len(text) and not text[start:end].isspace()


def _stand(mentions: list[Mention], text: str) -> bool:
    """Return whether mentions stand where they say."""
    for mention in mentions:
        words, start = mention.text, mention.start
        # One expression: this is asked forty times an article, and calls cost more than what they do.
        # Null is where words stand nowhere.
        if not (
            start is not None
            and start + len(words) == mention.end
            and text.startswith(words, start)
            and not mention.fragments
            and not words.isspace()
        ) and not _stands_in_pieces(mention, text):
            return False
    return True


def _stands_in_pieces(mention: Mention, text: str) -> bool:
    placed = mention.start is not None and mention.end is not None
    return placed and not any(_mention(msgspec.to_builtins(mention), Text(text), Place(""), ()))


@functools.lru_cache(maxsize=1 << 14)
def _are_sound_headers(published: str | None, license_: str, language: str | None) -> bool:
    values = {"published": published, "license": license_, "language": language}
    return (
        isinstance(language, str)
        and vocabularies.canonical_language(language) == language
        and not any(_headers(values, Place("")))
    )


def _are_sorted(tags: Sequence[str]) -> bool:
    return _is_given(tags) and (not tags or tags == sorted(set(tags)))


def _sorted(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(tags)))


def _headers(article: dict[str, Any], place: Place) -> Iterator[Finding]:
    for path, finding_of in wording.HEADERS.items():
        value = article.get(str(path[0]))
        finding = finding_of(value, place, path) if isinstance(value, str) else None
        if finding is not None:
            yield finding


def _events(events: Any, text: Text | None, labels: Labels | None, place: Place) -> Iterator[Finding]:
    ids: dict[str, int] = {}
    contents: dict[Event, int] = {}
    for index, event in objects(events):
        path: Keys = ("events", index)
        event_id = event.get("event_id")
        if isinstance(event_id, str) and ids.setdefault(event_id, index) != index:
            message = f"is the id of $.events[{ids[event_id]}] too"
            yield place.finding((*path, "event_id"), "duplicate-id", message, found=event_id)
        if labels is not None:
            yield from _names(event, labels, place, path)
        for at, mention in objects(event.get("triggers")):
            yield from _mention(mention, text, place, (*path, "triggers", at))
        for at, argument in objects(event.get("arguments")):
            for number, mention in objects(argument.get("mentions")):
                yield from _mention(mention, text, place, (*path, "arguments", at, "mentions", number))
        when = event.get("date")
        if isinstance(when, dict):
            yield from _date(when, text, place, (*path, "date"))
        content = _content(event)
        if content is not None and contents.setdefault(content, index) != index:
            message = f"is equal to $.events[{contents[content]}] but for its id and the order of its lists"
            yield place.finding(path, "duplicate-event", message)


def _mention(mention: dict[str, Any], text: Text | None, place: Place, path: Keys) -> Iterator[Finding]:
    if spans.stands(mention, text):
        return
    fragments = mention.get("fragments")
    if isinstance(fragments, list) and len(fragments) == 1:
        message, wanted = "holds one fragment", "none, or two and more"
        yield place.finding((*path, "fragments"), "span", message, allowed=wanted)
    words = mention.get("text")
    if text is not None and isinstance(words, str) and words.strip() and _is_without_place(mention):
        near = text.standing(words)
        if near is not None:
            message, wanted = "stands in the text", "its start and end beside it"
            yield place.finding((*path, "text"), "span", message, found=words, allowed=wanted, near=near)
    yield from spans.check(mention, text, place, path)


def _is_without_place(mention: dict[str, Any]) -> bool:
    """Return whether start and end are null, as of words that stand nowhere in the text, and not left out."""
    return {"start", "end"} <= mention.keys() and mention["start"] is mention["end"] is None


def _names(event: dict[str, Any], labels: Labels, place: Place, path: Keys) -> Iterator[Finding]:
    event_type, mode = event.get("event_type"), event.get("mode")
    # Of an unknown type, what no type has is wrong too.
    modes, roles, of = labels.modes, labels.roles, "the ontology"
    if isinstance(event_type, str):
        if event_type in labels.types.known:
            modes, roles, of = labels.modes_of[event_type], labels.roles_of[event_type], event_type
        else:
            yield unknown("type", event_type, labels.types, place, (*path, "event_type"))
    if isinstance(mode, str) and mode not in modes.known:
        yield unknown("mode", mode, modes, place, (*path, "mode"), of=of)
    for index, argument in objects(event.get("arguments")):
        role = argument.get("role")
        if isinstance(role, str) and role not in roles.known:
            yield unknown("role", role, roles, place, (*path, "arguments", index, "role"), of=of)


def unknown(  # noqa: PLR0913 - a finding has that many sides
    what: str, name: str, known: Names, place: Place, path: Keys, *, of: str = "the ontology"
) -> Finding:
    """Return the finding of a ``what`` (type, role or mode) that is not among the known ones."""
    allowed = str(known)
    if what == "mode":
        allowed = f"null, {allowed}" if known.known else "null"
    return place.finding(
        path,
        f"unknown-{what}",
        f"is no {what} of {of}",
        found=name,
        allowed=allowed,
        near=known.near(name),
    )


def _date(when: dict[str, Any], text: Text | None, place: Place, path: Keys) -> Iterator[Finding]:
    value, alternatives = when.get("value"), when.get("alternatives")
    texts = [((*path, "value"), value)]
    if isinstance(alternatives, list):
        texts += (((*path, "alternatives", index), other) for index, other in enumerate(alternatives))
    for at, written in texts:
        finding = date_finding(written, place, at) if isinstance(written, str) else None
        if finding is not None:
            yield finding
    if value is None and "value" in when:
        if alternatives and isinstance(alternatives, list):
            message = "are given where value is null"
            yield place.finding((*path, "alternatives"), "date", message, allowed="an empty list")
        if isinstance(when.get("basis"), str):
            message, found = "is given where value is null", when["basis"]
            yield place.finding((*path, "basis"), "date", message, found=found, allowed="null")
    for index, mention in objects(when.get("mentions")):
        yield from _mention(mention, text, place, (*path, "mentions", index))


def _content(event: dict[str, Any]) -> Event | None:
    """Return what equal events have in common, None where it is too broken to be compared."""
    try:
        return _canonical_event(codec.decode(Event, event)).content
    except (msgspec.ValidationError, date.DateError):
        return None


def objects(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of what should be a list of objects, with their index."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield index, item
