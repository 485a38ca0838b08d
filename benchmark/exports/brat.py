"""brat standoff: a ``.txt`` and an ``.ann`` an article, and the configuration (https://brat.nlplab.org).

Dates are notes, which brat lets people edit; what has a list of values is an attribute.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmark.exports import layout, source
from benchmark.exports.layout import Draughtsman, Labels
from benchmark.records.article import BASES, STATUSES, words_at
from benchmark.store import output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from benchmark.exports import Options
    from benchmark.exports.layout import Drawn, Layout
    from benchmark.records.article import Article, Event, Mention
    from benchmark.records.ontology import Ontology

_FOREIGN: Final = re.compile(r"[^0-9A-Za-z_-]|^-")
_HEADERS_LOST: Final = "articles without their headers and tags (keep the articles beside brat's files)"
_TAGS_LOST: Final = "tags left out that hold a line end"
_ENDS_LOST: Final = "mentions without the white space at their ends"


class _Names(NamedTuple):
    """What brat calls types, roles and modes, by their names: it takes ASCII letters, digits, ``-``, ``_``.

    Of others its configuration warns, an event whose type has a colon or a space it does not read, and a mode
    with a bar is two in its menu.
    """

    types: dict[str, str]
    roles: dict[str, str]
    modes: dict[str, str]


def export(path: Path, out: Path, say: Callable[[str], None], options: Options) -> list[Path]:
    """Write a folder that brat serves and ``bench import brat`` reads; errors as ``exports.export``."""
    taken = source.read(path, options)
    names = _Names(
        _called(taken.ontology.by_name),
        _unnumbered(_called(taken.ontology.roles)),
        _called(sorted(taken.ontology.mode_names)),
    )
    labels = Labels.of(names.types.values(), names.roles.values())
    draughtsman = Draughtsman(labels)
    contents = {
        "annotation.conf": _configuration(taken.ontology, labels, names),
        "mapping.toml": layout.mapping(labels, names.types.values(), names._asdict()),
    }
    for article in taken.articles:
        drawn = draughtsman.draw(article)
        contents[f"{article.article_id}.txt"] = article.text
        contents[f"{article.article_id}.ann"] = "".join(
            f"{line}\n" for line in _lines(article, drawn, labels, names)
        )
        draughtsman.lost[_HEADERS_LOST] += 1
        draughtsman.lost[_TAGS_LOST] += sum(
            _is_broken(tag) for drawn_event in drawn.events for tag in drawn_event.event.tags
        )
        draughtsman.lost[_ENDS_LOST] += sum(
            _has_loose_ends(article.text, mark.mention) for mark in drawn.marks
        )
    output.publish_files(out, {name: text.encode() for name, text in contents.items()})
    draughtsman.tell(say)
    return [out]


def _called(names: Iterable[str]) -> dict[str, str]:
    """Return brat's name for each: those that it takes as they are keep theirs."""
    called = {name: name for name in names if not _FOREIGN.search(name)}
    for name in names:
        if name not in called:
            called[name] = layout.free(_FOREIGN.sub("_", name), {*called.values()})
    return {name: called[name] for name in names}


def _unnumbered(roles: dict[str, str]) -> dict[str, str]:
    """Return the names of roles, none of them that of another's second or later filler, such as Arg12."""
    called = dict(roles)
    for role, name in roles.items():
        bare = name.rstrip("0123456789")
        others = {layout.TIME_ROLE, *roles.values()}
        if any(name[:end] in others for end in range(len(bare), len(name))):
            called[role] = layout.free(f"{name}_", {*called.values()})
    return called


def _lines(article: Article, drawn: Layout, labels: Labels, names: _Names) -> Iterator[str]:
    for number, mark in enumerate(drawn.marks, 1):
        span = list(_fragments(article.text, mark.mention))
        offsets = ";".join(f"{start} {end}" for start, end in span)
        label = mark.label if mark.owner is None else names.types[mark.label]
        yield f"T{number}\t{label} {offsets}\t{words_at(article.text, span)}"
    attributes, notes = itertools.count(1), itertools.count(1)
    for number, event in enumerate(drawn.events, 1):
        yield f"E{number}\t{_event(event, labels.time_role, names)}"
        undated = [("date", layout.NO_DATE)] if event.times and event.event.date.value is None else []
        for name, value in (*event.said(), *undated):
            called = names.modes[value] if name == layout.MODE else value
            yield f"A{next(attributes)}\t{name} E{number} {called}"
        for name, words in _notes(event.event):
            yield f"#{next(notes)}\t{name} E{number}\t{words}"
    # An arc from an event is drawn from its id: brat does not show one from its trigger.
    keys = {event.trigger: f"E{number}" for number, event in enumerate(drawn.events, 1)}
    for chain in drawn.chains:
        yield f"*\t{labels.coreference} {' '.join(keys.get(place, f'T{place + 1}') for place in chain)}"


def _notes(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the notes of an event by their types.

    brat has one ``AnnotatorNotes`` in its dialog, and writes the last over the first; other types it leaves
    alone, and with them tags, which as attributes it would delete.
    """
    types = itertools.chain(["AnnotatorNotes"], itertools.repeat(layout.ALTERNATIVE))
    yield from ((name, f"date: {value}") for name, value in zip(types, event.date.values, strict=False))
    yield from ((layout.TAGS, tag) for tag in event.tags if not _is_broken(tag))


def _is_broken(tag: str) -> bool:
    return tag.splitlines() != [tag]


def _fragments(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    """Yield the fragments of a mention, divided at line ends of any kind: brat would end a line there."""
    for start, end in mention.span or ():
        place = start
        for line in text[start:end].splitlines(keepends=True):
            words = line.strip()
            if words:
                first = place + line.index(words)
                yield first, first + len(words)
            place += len(line)


def _has_loose_ends(text: str, mention: Mention) -> bool:
    return any(text[start].isspace() or text[end - 1].isspace() for start, end in mention.span or ())


def _event(drawn: Drawn, time_role: str, names: _Names) -> str:
    """Return type and trigger, then fillers; a role's second filler and later ones are numbered."""
    used: dict[str, int] = {}
    parts = [f"{names.types[drawn.event.event_type]}:T{drawn.trigger + 1}"]
    fillers = ((names.roles[role], place) for role, place in drawn.arguments)
    places = [*fillers, *((time_role, place) for place in drawn.times)]
    for role, place in places:
        used[role] = used.get(role, 0) + 1
        parts.append(f"{role}{used[role] if used[role] > 1 else ''}:T{place + 1}")
    return " ".join(parts)


def _configuration(ontology: Ontology, labels: Labels, names: _Names) -> str:
    """Return ``annotation.conf``: the types with their roles, and what an event may be said to be."""
    events = []
    for event_type in ontology.types:
        roles = [f"{names.roles[role]}*:{labels.mention}" for role in event_type.role_names]
        arguments = ", ".join([*roles, f"{labels.time_role}*:{labels.time}"])
        events.append(f"{names.types[event_type.id]}\t{arguments}")
    attributes = [
        f"status\tArg:<EVENT>, Value:{'|'.join(STATUSES)}",
        *([f"{layout.MODE}\tArg:<EVENT>, Value:{'|'.join(names.modes.values())}"] if names.modes else []),
        f"basis\tArg:<EVENT>, Value:{'|'.join(BASES)}",
        f"date\tArg:<EVENT>, Value:{layout.NO_DATE}",
    ]
    anything = f"{labels.mention}|<EVENT>"
    relation = (
        f"{labels.coreference}\tArg1:{anything}, Arg2:{labels.mention}, <REL-TYPE>:symmetric-transitive"
    )
    sections = {
        "entities": [labels.mention, labels.time],
        "relations": [relation],
        "events": events,
        "attributes": attributes,
    }
    return "\n".join(
        f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()
    )
