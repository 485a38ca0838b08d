r"""MUC-4 templates, in answer keys and responses alike: 25 numbered slots with small languages of values.

Values of a slot stand one a line. ``/`` separates alternatives, ``?`` makes one optional, ``-`` is empty,
``*`` not applicable, ``VALUE: "X"`` refers to the filler X of another slot, ``\"`` is a quote inside a
string, ``;`` opens a comment (doc/template-doc-part1.v7, 4.1 and 4.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.journal import Place
from benchmark.corpus.importers.muc4 import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.corpus.importers.journal import Journal

MESSAGE_ID: Final = 0
TEMPLATE: Final = 1
DATE: Final = 2
LOCATION: Final = 3
TYPE: Final = 4
STAGE: Final = 5
INSTRUMENT_ID: Final = 6
PERP_INDIVIDUAL: Final = 9
PERP_ORGANIZATION: Final = 10
PHYSICAL_TARGET: Final = 12
HUMAN_NAME: Final = 18
HUMAN_DESCRIPTION: Final = 19

SLOTS: Final = (
    "MESSAGE: ID",
    "MESSAGE: TEMPLATE",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE",
    "PERP: INCIDENT CATEGORY",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "PHYS TGT: TYPE",
    "PHYS TGT: NUMBER",
    "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT",
    "PHYS TGT: TOTAL NUMBER",
    "HUM TGT: NAME",
    "HUM TGT: DESCRIPTION",
    "HUM TGT: TYPE",
    "HUM TGT: NUMBER",
    "HUM TGT: FOREIGN NATION",
    "HUM TGT: EFFECT OF INCIDENT",
    "HUM TGT: TOTAL NUMBER",
)
"""Names of the slots, by number."""

EMPTY: Final = "-"
NOT_APPLICABLE: Final = "*"

FIRST_LINE: Final = re.compile(r"\s*0\.\s+MESSAGE: ID\b.*")
"""The line that opens a template."""

_SLOT_LINE: Final = re.compile(r"\s*([0-9]{1,2})\.\s+(.*)")
_STRING: Final = r'"(?:[^"\\]|\\.)*"'
_STRINGS: Final = rf"{_STRING}(?:\s*/\s*{_STRING})*"
_VALUE: Final = re.compile(rf"(?P<doubt>\?)?\s*(?P<texts>{_STRINGS})(?:\s*:\s*(?P<reference>{_STRINGS}))?")
_KIND_OF_PLACE: Final = re.compile(r"(?<=\w)\s*\([^()]*\)")
_SHARED_COUNTRY: Final = re.compile(r"([^()/]+:)\s*(\(.*\))")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a slot's value, neither empty nor inapplicable."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Template:
    """One incident, or the statement that a message has none (``number`` is then ``*``)."""

    message_id: str
    number: str
    place: Place
    slots: dict[int, tuple[Entry, ...]]

    @property
    def optional(self) -> bool:
        """Whether the key doubts that it belongs in the database."""
        return "(OPTIONAL)" in self.number

    @property
    def irrelevant(self) -> bool:
        """Whether it only says that its message tells of no incident."""
        return self.number == NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Strings:
    """A string filler: alternatives, those of the filler it refers to, and whether it may be left out."""

    texts: tuple[str, ...]
    reference: tuple[str, ...]
    optional: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Locality:
    """One part of a location, such as a country or a town."""

    name: str
    optional: bool


@dataclass(slots=True)
class _Draft:
    place: Place
    slots: dict[int, list[Entry]] = field(default_factory=dict)


def read(file: str, content: str, journal: Journal) -> Iterator[Template]:
    """Yield the templates of a file in order; ``file`` is its name in the journal.

    A template without a message id, or without a number, is dropped; so is a line that is no slot's.
    """
    for draft in _drafts(file, content, journal):
        ids = draft.slots.get(MESSAGE_ID, [])
        numbers = draft.slots.get(TEMPLATE, [])
        match = messages.ID.fullmatch(ids[0].text) if ids else None
        if not match:
            journal.dropped(draft.place, "a template that names no message")
        elif not numbers:
            journal.dropped(draft.place, "a template without a number")
        else:
            slots = {slot: tuple(filter(_tells, entries)) for slot, entries in draft.slots.items()}
            yield Template(match[1], numbers[0].text, draft.place, slots)


def _drafts(file: str, content: str, journal: Journal) -> Iterator[_Draft]:
    draft = None
    slot = MESSAGE_ID
    for number, line in enumerate(content.split("\n"), start=1):
        place = Place(file, number)
        text = line.strip()
        if not text or text.startswith(";"):
            continue
        if FIRST_LINE.fullmatch(line):
            if draft:
                yield draft
            draft = _Draft(place)
        match = _SLOT_LINE.fullmatch(line)
        if not draft or (match and not _is_slot(match)):
            journal.dropped(place, "a line that belongs to no slot")
            continue
        if match:
            slot = int(match[1])
            text = match[2].removeprefix(SLOTS[slot]).strip()
        if text:
            draft.slots.setdefault(slot, []).append(Entry(text, place))
    if draft:
        yield draft


def _is_slot(match: re.Match[str]) -> bool:
    number = int(match[1])
    return number < len(SLOTS) and match[2].startswith(SLOTS[number])


def _tells(entry: Entry) -> bool:
    return entry.text not in {EMPTY, NOT_APPLICABLE}


def single(template: Template, slot: int, journal: Journal) -> Entry | None:
    """Return the entry of a slot that has at most one; further ones are dropped."""
    entries = template.slots.get(slot, ())
    for other in entries[1:]:
        journal.dropped(other.place, "a second value of a slot that has one")
    return entries[0] if entries else None


def alternatives(text: str) -> list[str]:
    """Return what stands between the slashes outside parentheses, each without parentheses around it all."""
    parts = [""]
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "/" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [_bare(part.strip()) for part in parts]


def _bare(text: str) -> str:
    inner = text[1:-1]
    return inner.strip() if text.startswith("(") and text.endswith(")") and _is_balanced(inner) else text


def _is_balanced(text: str) -> bool:
    """Return whether every parenthesis closes one that was opened before it."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def strings(entry: Entry, journal: Journal) -> Strings | None:
    """Return the string filler of an entry, white space joined; a damaged one is dropped."""
    match = _VALUE.fullmatch(entry.text)
    if match:
        texts, reference = _strings(match["texts"]), _strings(match["reference"] or "")
        if all(texts) and all(reference):
            journal.ok(entry.place)
            return Strings(texts, reference, bool(match["doubt"]), entry.place)
        journal.dropped(entry.place, "a filler with an empty string")
        return None
    if '"' not in entry.text:
        journal.repaired(entry.place, "a string filler without quotes, read as one string")
        return Strings((" ".join(entry.text.split()),), (), optional=False, place=entry.place)
    journal.dropped(entry.place, "a filler whose quotes, slashes and colons do not fit together")
    return None


def _strings(text: str) -> tuple[str, ...]:
    """Return the distinct strings of a list, in order."""
    found = (re.sub(r"\\(.)", r"\1", string[1:-1]) for string in re.findall(_STRING, text))
    return tuple(dict.fromkeys(" ".join(string.split()) for string in found))


def localities(text: str) -> list[Locality]:
    """Return the distinct parts of a location: ``A: B (CITY) - C (TOWN)`` has the parts A, B and C.

    What not all alternatives share is optional, as is everything after a ``?``.
    """
    doubtful = text.startswith("?")
    text = text.removeprefix("?").strip()
    shared = _SHARED_COUNTRY.fullmatch(text)
    prefix, rest = (shared[1], shared[2]) if shared else ("", text)
    readings = [_names(f"{prefix} {alternative}") for alternative in alternatives(rest)]
    return [
        Locality(name, optional=doubtful or not all(name in names for names in readings))
        for name in dict.fromkeys(name for names in readings for name in names)
    ]


def _names(text: str) -> list[str]:
    bare = _KIND_OF_PLACE.sub("", text).translate(str.maketrans("()", "  "))
    return [" ".join(name.split()) for name in re.split(r":|\s-\s", bare) if name.strip()]
