"""PLOVER gold-standard records: a sentence and its event, with inline markup in JSON, as strings in XML.

Names of before version 0.8 become those of the ontology ``plover@1.0.0``, whose list of them is used; a mode
that the type does not have there stays as a tag. The JSON records have a placeholder for their date.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import markup, project, rows
from benchmark.corpus.importers.annotation import Attribute, Document, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim, Offsets
from benchmark.records.errors import MisuseError
from benchmark.store import files, ontologies
from benchmark.store.findings import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.markup import Element
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site
    from benchmark.records.ontology import Ontology

ONTOLOGY: Final = "plover@1.0.0"
FULL_EXPORT: Final = "the records as JSON"
PLACEHOLDER: Final = "2000-01-01"

_ROLES: Final = {"SRC": "actor", "TAR": "recipient", "LOC": "location"}
_EVENT: Final = "EVT"
_OPENING: Final = re.compile(r"\((?P<labels>[A-Z]{3}(?:/[A-Z]{3})*):\s*")
_RENAMED: Final = re.compile(r"(?P<type>[A-Z]+)(?:/(?P<mode>[a-z-]+))?(?: \(.*\))?")
_LANGUAGES: Final = {"arabic": "ar", "english": "en", "spanish": "es"}
_LONGEST: Final = 10_000
"""Characters of a sentence that is compared with its marked version."""
_TAGS: Final = ("context", "size", "dead", "injured")


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or of the files of a folder; errors as ``project.corpus``."""
    ontology = options.ontology or ontologies.load(ONTOLOGY)
    names = _Names(ontology)
    sources = files.shelf(path, ".json", ".xml") if path.is_dir() else [path]
    found = each(sources, lambda file: list(_documents(file, names, ledger)))
    documents = list(_numbered(itertools.chain.from_iterable(found), ledger))
    if not documents:
        raise MisuseError(
            f"{path} holds no records of PLOVER: JSON with textInfo.markup, or XML with Sentences"
        )
    ledger.remark("codes and sectors of actors are left out: a filler is words of the text")
    return project.corpus(documents, path, replace(options, ontology=ontology), ledger)


def _documents(file: Path, names: _Names, ledger: Ledger) -> Iterator[Document]:
    if file.suffix == ".xml":
        yield from _sentences(markup.read(file), file.name, names, ledger)
    else:
        for site, row in rows.read(file, file.name, FULL_EXPORT):
            yield from _record(row, site, names, ledger)


def _numbered(documents: Iterable[Document], ledger: Ledger) -> Iterator[Document]:
    """Yield the documents; where records share an id, the later ones get a number."""
    seen: Counter[str] = Counter()
    for document in documents:
        seen[document.name] += 1
        number = seen[document.name]
        if number > 1:
            ledger.repaired(document.site, "note", document.name, "its id stands twice, and gets a number")
        yield document if number == 1 else replace(document, name=f"{document.name}-{number}")


class _Names:
    """Types and modes as the ontology has them, by what records call them."""

    def __init__(self, ontology: Ontology) -> None:
        self._types = ontology.by_name
        self._renamed = {old: _RENAMED.fullmatch(new) for old, new in (ontology.legacy_names or {}).items()}
        self._modes = ontology.legacy_names or {}

    def event_type(self, name: str) -> tuple[str, str | None] | None:
        """Return the type, and the mode that an old type has become; None where there is no such type."""
        if name in self._types:
            return name, None
        renamed = self._renamed.get(name)
        return (renamed["type"], renamed["mode"]) if renamed and renamed["type"] in self._types else None

    def mode(self, event_type: str, name: str) -> str | None:
        """Return the mode of that type, None where it has no such mode."""
        modes = self._types[event_type].mode_names
        return next((mode for mode in (name, self._modes.get(name)) if mode in modes), None)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words between brackets, in the text without them."""

    labels: tuple[str, ...]
    start: int
    end: int


def unmarked(marked: str) -> tuple[str, list[_Mark]]:
    """Return a marked text without its marks, and these, which may nest; brackets of the text stay."""
    plain: list[str] = []
    marks: list[_Mark] = []
    stack: list[tuple[tuple[str, ...], int] | None] = []
    place = 0
    while place < len(marked):
        opening = _OPENING.match(marked, place)
        if opening:
            stack.append((tuple(opening["labels"].split("/")), len(plain)))
            place = opening.end()
            continue
        character = marked[place]
        place += 1
        if character == "(":
            stack.append(None)
        elif character == ")" and stack and (mark := stack.pop()):
            marks.append(_Mark(mark[0], mark[1], len(plain)))
            continue
        plain.append(character)
    return "".join(plain), sorted(marks, key=lambda mark: mark.start)


def _record(row: dict[str, Any], site: Site, names: _Names, ledger: Ledger) -> Iterator[Document]:
    """Yield the document of a JSON record."""
    name, text = str(row.get("id")), row.get("text")
    marked = rows.table(row.get("textInfo")).get("markup")
    if not isinstance(text, str) or not isinstance(marked, str):
        ledger.dropped(site, "document", name[:40], "is no marked sentence")
        return
    draft = _Draft(text, names, site, ledger)
    event = draft.event("e1", str(row.get("event")), rows.words(row.get("mode")))
    if row.get("date") == PLACEHOLDER:
        ledger.dropped(site.at("date"), "date", PLACEHOLDER, "a placeholder, the same in every record")
    if event:
        plain, marks = unmarked(marked)
        draft.marked(plain, marks, site.at("textInfo", "markup"))
        for key in _TAGS:
            for value in re.split(r",\s*", rows.words(row.get(key)) or ""):
                draft.tag(event, key, value, site.at(key))
        for key, role in (("source", "actor"), ("target", "recipient")):
            draft.actors(row.get(key), role, site.at(key))
    meta = {
        "published": None if row.get("date") == PLACEHOLDER else row.get("date"),
        "language": row.get("language"),
        "source": row.get("publication"),
    }
    yield draft.document(name, rows.meta(meta))


def _sentences(root: Element, file: str, names: _Names, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of an XML file of sentences."""
    for sentence in root.iter("Sentence"):
        site = markup.site(file, sentence)
        element = sentence.find("Text")
        # The line ends around a sentence are the file's layout.
        text = (element.text or "").strip("\n") if element is not None else ""
        draft = _Draft(text, names, site, ledger)
        codings = {coding.get("eid"): coding for coding in sentence.findall("EventCoding")}
        events: list[str] = []
        for told in sentence.findall("EventText"):
            draft.here = markup.site(file, told)
            coding = codings.get(told.get("eid"))
            name = coding.get("plover", "") if coding is not None else ""
            event = draft.event(told.get("eid", f"e{len(events)}"), name, None)
            if event and coding is not None:
                events.append(event)
                draft.strings(event, told.get("eventtext"), told.get("sourcetext"), told.get("targettext"))
                draft.tag(event, "cameo", coding.get("eventcode", ""), draft.here)
        for place in sentence.findall("Location"):
            draft.here = markup.site(file, place)
            draft.location(events, place.text or "")
        meta = {
            "published": sentence.get("date"),
            "language": _LANGUAGES.get(sentence.get("category", "")),
        }
        yield draft.document(sentence.get("id", ""), rows.meta(meta))


class _Draft(Sheet):
    """A sentence in the making; ``here`` is the place of what is added."""

    def __init__(self, text: str, names: _Names, site: Site, ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.text = text
        self.names = names
        self.here = site

    def document(self, name: str, meta: dict[str, str]) -> Document:
        """Return the sentence with its events."""
        return self.gathered(name, self.text, meta=meta)

    def event(self, key: str, name: str, mode: str | None) -> str | None:
        """Add an event and return its key; None where its type is not one of the ontology."""
        found = self.names.event_type(name)
        if found is None:
            self.ledger.dropped(self.here, "event", name[:40], "its type is not one of PLOVER any more")
            return None
        event_type, own_mode = found
        self.frames.append(Frame(key=key, label=event_type, trigger=f"{key} trigger", site=self.here))
        known = own_mode or (self.names.mode(event_type, mode) if mode else None)
        if known:
            site = self.here.at("mode")
            self.attributes.append(Attribute(target=key, name="mode", value=known, site=site))
        if mode and known != mode and self.names.mode(event_type, mode) is None:
            self.tag(key, "old-mode", mode, self.here.at("mode"))
        return key

    def tag(self, event: str, name: str, value: str, site: Site) -> None:
        """Add a tag to an event, unless it is empty."""
        if value:
            self.attributes.append(Attribute(target=event, name=name, value=value, site=site))

    def marked(self, plain: str, marks: list[_Mark], site: Site) -> None:
        """Add the marks of the one event: its pieces are one trigger, each other one fills its roles."""
        event = self.frames[0].key
        places = _aligned(plain, self.text)
        pieces: list[tuple[int, int]] = []
        for number, mark in enumerate(marks):
            span = self._span(plain, mark, places)
            words = plain[mark.start : mark.end].strip()
            if span is None:
                self.ledger.dropped(site, "span", words[:40], "marked words that the text does not have")
            elif _EVENT in mark.labels:
                pieces.append(span)
            else:
                key = f"m{number}"
                claim = Claim((span,))
                self.stretches.append(Stretch(key=key, label=mark.labels[0], claim=claim, site=site))
                for label in mark.labels:
                    if label in _ROLES:
                        self.links.append(Link(head=event, role=_ROLES[label], tail=key, site=site))
                    else:
                        self.ledger.dropped(site, "argument", label, "a mark that is not known")
        if pieces:
            trigger = self.frames[0].trigger
            claim = Claim(tuple(pieces))
            self.stretches.append(Stretch(key=trigger, label=_EVENT, claim=claim, site=site))

    def _span(self, plain: str, mark: _Mark, places: dict[int, int]) -> tuple[int, int] | None:
        """Return where marked words stand in the text: where the two texts agree, else if just once."""
        words = plain[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        end = mark.start + len(words.rstrip())
        first, last = places.get(start), places.get(end - 1)
        if first is not None and last is not None and self.text[first : last + 1] == plain[start:end]:
            return first, last + 1
        found = Offsets(self.text).find(words)
        return found[0] if len(found) == 1 else None

    def actors(self, value: Any, role: str, site: Site) -> None:
        """Add actors that are named but not marked; ``value`` is a list of them, or nothing."""
        marked = {link.tail for link in self.links if link.role == role}
        texts = {
            " ".join(self.text[start:end].split())
            for stretch in self.stretches
            if stretch.key in marked
            for start, end in stretch.claim.fragments
        }
        if value and not isinstance(value, list):
            why = "is a word, not an actor" if isinstance(value, str) else "is no list of actors"
            self.ledger.dropped(site, "argument", rows.words(value) or role, why)
        for index, actor in enumerate(rows.listed(value)):
            words = rows.words(rows.table(actor).get("actorText"))
            if words and not any(words in text or text in words for text in texts):
                self.here = site.at(index)
                self._string(self.frames[0].key, role, words)

    def strings(self, event: str, trigger: str | None, source: str | None, target: str | None) -> None:
        """Add the strings of an event, which have no place."""
        if trigger:
            claim = Claim((), trigger)
            self.stretches.append(Stretch(key=f"{event} trigger", label=_EVENT, claim=claim, site=self.here))
        for role, words in (("actor", source), ("recipient", target)):
            if words:
                self._string(event, role, words)

    def location(self, events: list[str], words: str) -> None:
        """Add a place, which is the event's where there is just one."""
        if len(events) == 1 and words.strip():
            self._string(events[0], "location", words)
        else:
            why = "of a sentence with several events: it is not told whose it is" if events else "of no event"
            self.ledger.dropped(self.here, "argument", words[:40], why)

    def _string(self, event: str, role: str, words: str) -> None:
        key = f"{event} {role} {len(self.stretches)}"
        claim = Claim((), words.strip())
        self.stretches.append(Stretch(key=key, label=role, claim=claim, site=self.here))
        self.links.append(Link(head=event, role=role, tail=key, site=self.here))


def _aligned(plain: str, text: str) -> dict[int, int]:
    """Return the place in the text of each character of its marked version that stands in both."""
    if plain == text:
        return {place: place for place in range(len(text))}
    if len(text) > _LONGEST:
        return {}  # the comparison takes the square of it; marks are then looked up
    matcher = SequenceMatcher(None, plain, text, autojunk=False)
    return {
        one + step: other + step for one, other, size in matcher.get_matching_blocks() for step in range(size)
    }
