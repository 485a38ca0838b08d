"""brat standoff: folders of ``.txt`` and ``.ann``, with ``annotation.conf`` (https://brat.nlplab.org/standoff.html).

Offsets count code points; files are split at line feeds only, for a text may hold U+2028 and its like.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import project
from benchmark.corpus.importers.annotation import Attribute, Chain, Document, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import MARK, Claim
from benchmark.corpus.importers.site import Site
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.records.ontology import EventType, Role
from benchmark.store import files
from benchmark.store.findings import both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Kind, Ledger
    from benchmark.corpus.importers.project import Options
    from benchmark.records.errors import Finding

CONFIGURATION: Final = "annotation.conf"

_OFFSETS: Final = re.compile(r"[0-9]{1,10} [0-9]{1,10}(?:;[0-9]{1,10} [0-9]{1,10})*")
_PAIR: Final = re.compile(r"([^\s:]+):([TE][^\s:]*)")
_KINDS: Final[dict[str, Kind]] = {
    "T": "span",
    "E": "event",
    "R": "relation",
    "*": "relation",
    "A": "attribute",
    "M": "attribute",
}


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a folder, its folders too, or of one ``.ann``; errors as ``project.corpus``."""
    root = path if path.is_dir() else path.parent
    found = files.below(path) if path.is_dir() else [path]
    standoffs = [file for file in found if file.suffix.lower() == ".ann"]
    if not standoffs:
        raise MisuseError(f"{path} holds no .ann file, which brat writes beside each .txt")
    declared: dict[str, EventType] = {}
    known: dict[Path, dict[str, EventType]] = {}
    documents = []
    findings: list[Finding] = []
    for file in standoffs:
        site = Site(_name(file, root))
        beside = _beside(file, ".txt")
        if beside is None:
            ledger.dropped(site, "document", site.file, "its .txt is not there")
            continue
        try:
            types, (content, text) = both(
                partial(_configured, file.parent, root, known),
                partial(both, partial(files.read_text, file), partial(files.read_text, beside)),
            )
        except FindingsError as error:
            findings += error.findings
            continue
        declared |= types
        standoff = _Standoff(site, types, ledger)
        if standoff.read(content):
            documents.append(standoff.document(_name(file.with_suffix(""), root), text))
        else:
            ledger.dropped(site, "document", site.file, "no line of its .ann is one that brat writes")
    if findings:
        raise FindingsError(findings)
    for file in found:
        if file.suffix.lower() == ".txt" and _beside(file, ".ann") is None:
            site = Site(_name(file, root))
            ledger.dropped(site, "document", site.file, "nobody has annotated it: there is no .ann")
    return project.corpus(documents, path, options, ledger, declared)


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _beside(file: Path, suffix: str) -> Path | None:
    """Return the file of that name with another suffix, in small letters or else in capitals."""
    named = (file.with_suffix(suffix), file.with_suffix(suffix.upper()))
    return next((other for other in named if other.is_file()), None)


class _Standoff(Sheet):
    """One ``.ann`` file. ``types`` are the configured event types, by their names."""

    def __init__(self, site: Site, types: dict[str, EventType], ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.types = types
        self.ids: set[str] = set()

    def document(self, name: str, text: str) -> Document:
        """Return the document that its lines annotate."""
        return self.gathered(name, text)

    def read(self, content: str) -> bool:
        """Read every line; those that cannot be read are entered as dropped. Return whether not all were."""
        readers: dict[str, Callable[[str, list[str], Site], bool]] = {
            "T": self._stretch,
            "E": self._event,
            "R": self._relation,
            "A": self._attribute,
            "M": self._attribute,
            "#": self._note,
            "*": self._chain,
        }
        if content.startswith(MARK):
            self.ledger.repaired(self.site, "note", "byte order mark", "is left out")
        found = refused = 0
        for number, line in enumerate(content.removeprefix(MARK).split("\n"), 1):
            cells = line.removesuffix("\r").split("\t", 2)
            site = Site(self.site.file, number)
            key = cells[0]
            if not line.strip():
                continue
            found += 1
            kind = key[:1]
            if key in self.ids and kind != "*":
                self.ledger.dropped(site, _KINDS.get(kind, "note"), key, "its id stands twice in the file")
                continue
            self.ids.add(key)
            if kind == "N":
                why = "a reference to another resource, for which there is no place"
                self.ledger.dropped(site, "note", key, why)
            elif kind not in readers or not cells[1:] or not readers[kind](key, cells[1:], site):
                refused += 1
                self.ledger.dropped(
                    site, _KINDS.get(kind, "note"), key[:40], "a line that brat does not write"
                )
        return not found or refused < found

    def _stretch(self, key: str, cells: list[str], site: Site) -> bool:
        label, _, offsets = cells[0].partition(" ")
        if not _OFFSETS.fullmatch(offsets):
            return False
        pairs = [pair.split(" ") for pair in offsets.split(";")]
        words = cells[1] if len(cells) > 1 else None
        claim = Claim(tuple((int(start), int(end)) for start, end in pairs), words)
        self.stretches.append(Stretch(key=key, label=label, claim=claim, site=site))
        return True

    def _event(self, key: str, cells: list[str], site: Site) -> bool:
        pairs = [_PAIR.fullmatch(part) for part in cells[0].split()]
        if not pairs or any(pair is None for pair in pairs):
            return False
        (label, trigger), *arguments = [(pair[1], pair[2]) for pair in pairs if pair]
        self.frames.append(Frame(key=key, label=label, trigger=trigger, site=site))
        roles = {role for role, _ in arguments}
        for role, filler in arguments:
            name = self._unnumbered(label, role, roles)
            repair = None if name == role else "the number is taken off its role"
            self.links.append(Link(head=key, role=name, tail=filler, site=site, repair=repair))
        return True

    def _unnumbered(self, label: str, role: str, roles: set[str]) -> str:
        """Return a role without the number by which brat tells a second filler from the first."""
        configured = self.types[label].role_names if label in self.types else ()
        bare = role.rstrip("0123456789")
        # A role may end in a number of its own: Arg12 is the second Arg1.
        fitting = [name for name in configured if role.startswith(name) and len(name) >= len(bare)]
        known = max(fitting, key=len, default=None)
        return known or (bare if bare in roles else role)

    def _relation(self, _: str, cells: list[str], site: Site) -> bool:
        parts = cells[0].split()
        pairs = [_PAIR.fullmatch(part) for part in parts[1:]]
        ends = [pair[2] for pair in pairs if pair]
        if len(parts) != 3 or len(ends) != 2:  # noqa: PLR2004 - a name and two ends
            return False
        self.links.append(Link(head=ends[0], role=parts[0], tail=ends[1], site=site))
        return True

    def _attribute(self, _: str, cells: list[str], site: Site) -> bool:
        name, _, rest = cells[0].partition(" ")
        target, _, value = rest.strip().partition(" ")
        if not target:
            return False
        self.attributes.append(Attribute(target=target, name=name, value=value.strip() or None, site=site))
        return True

    def _note(self, _: str, cells: list[str], site: Site) -> bool:
        name, _, target = cells[0].partition(" ")
        words = cells[1] if len(cells) > 1 else ""
        if not target:
            return False
        note = Attribute(target=target.strip(), name=name, value=words, site=site, is_note=True)
        self.attributes.append(note)
        return True

    def _chain(self, _: str, cells: list[str], site: Site) -> bool:
        name, *keys = cells[0].split() or [""]
        if len(keys) > 1:
            self.chains.append(Chain(keys=tuple(keys), name=name, site=site))
        return len(keys) > 1


_HEADING: Final = re.compile(r"\[([a-z]+)\]")
_ROLE: Final = re.compile(r"([^\s:?*+{]+)([?*+]|\{[0-9]+(?:-[0-9]+)?\})?:(\S+)")


_FILLERS: Final = 100_000
"""Characters of the types that may fill a role, macros written out."""


def _configured(folder: Path, root: Path, known: dict[Path, dict[str, EventType]]) -> dict[str, EventType]:
    """Return the event types of the nearest configuration, in the folder or above it, up to the root.

    ``known`` are those of folders whose configuration has been read.
    """
    for place in (folder, *folder.parents):
        if place not in known and (place / CONFIGURATION).is_file():
            known[place] = {}  # what is wrong with it is told once
            known[place] = dict(_event_types(files.read_text(place / CONFIGURATION)))
        if place in known:
            return known[place]
        if place == root:
            break
    return {}


def _event_types(configuration: str) -> Iterator[tuple[str, EventType]]:
    """Yield the event types of a configuration with their roles; those that only order others are not."""
    section = ""
    macros: dict[str, str] = {}
    for line in configuration.removeprefix(MARK).split("\n"):
        written = line.strip()
        heading = _HEADING.fullmatch(written)
        if heading:
            section = heading[1]
        elif written.startswith("<") and "=" in written:
            name, _, value = written.partition("=")
            macros[name.strip()] = value.strip()
        elif section == "events" and written and not written.startswith(("#", "!", "-")):
            label, _, rest = written.replace("\t", " ").partition(" ")
            roles = [_ROLE.fullmatch(part.strip()) for part in rest.split(",")]
            definition = f"What is labelled {label}."
            found = {
                match[1]: _role(match, macros) for match in roles if match and not match[1].startswith("<")
            }
            yield label, EventType(id=label, definition=definition, roles=tuple(found.values()))


def _role(match: re.Match[str], macros: dict[str, str]) -> Role:
    mark = match[2] or ""
    fillers = match[3]
    for name, value in macros.items():
        # One macro that holds two of the next, and so on, would fill the memory.
        if len(fillers) + fillers.count(name) * len(value) > _FILLERS:
            break
        fillers = fillers.replace(name, value)
    types = None if "<" in fillers else tuple(fillers.split("|"))
    required = mark not in {"?", "*"} and not mark.startswith("{0")
    return Role(
        role=match[1], required=required, repeatable=mark not in {"", "?", "{1}", "{0-1}"}, entity_types=types
    )
