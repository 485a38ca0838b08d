"""SemEval-2015 Task 4: timelines of entities over articles in CAT XML (Minard et al. 2015).

A line of a timeline is an event of its entity: a place in the order, a date, and the words that name it, each
as article, sentence and word. Lines of several timelines that share a word are one event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import cat, project, timelinks
from benchmark.corpus.importers.annotation import Document, Frame, Link, Stretch
from benchmark.corpus.importers.datefields import DateFieldError, normalise
from benchmark.corpus.importers.offsets import Claim
from benchmark.corpus.importers.site import Site
from benchmark.corpus.importers.timelinks import Bound
from benchmark.records.errors import MisuseError
from benchmark.store import files
from benchmark.store.findings import both, each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.markup import Element
    from benchmark.corpus.importers.project import Options

LABEL: Final = "EVENT"
ROLE: Final = "participant"

_LINE: Final = re.compile(r"(?P<order>[0-9]+)\t(?P<date>[^\t]*)\t(?P<words>.+)")
_WORD: Final = re.compile(r"(?P<article>[0-9]+)-(?P<sentence>[0-9]+)-(?P<word>.+)")
_UNKNOWN: Final = re.compile("X{3,4}(?:-XX){0,2}")
"""No year: the corpus has it in another spelling too."""


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a folder of articles and timelines; errors as ``project.corpus``."""
    texts, articles = both(
        lambda: list(_texts(path)), lambda: list(cat.readers(path, ledger)) if path.is_dir() else []
    )
    timelines = [(name, lines) for name, lines in texts if _is_timeline(lines)]
    listed = [line.strip() for _, lines in texts if not _is_timeline(lines) for line in lines]
    if not timelines:
        raise MisuseError(f"{path} holds no timelines: want the folder of CAT files and gold standard")
    readers: dict[str, cat.Reader] = {}
    for reader in articles:
        article = reader.root.get("doc_id", "")
        # The files of track A are those of track B without the events.
        if article not in readers or reader.markables.keys() - readers[article].markables.keys():
            readers[article] = reader
    pages = {article: _Page(reader) for article, reader in readers.items()}
    for file, lines in timelines:
        _read(file, _entity(lines[0], listed), lines, pages, ledger)
    return project.corpus([page.document(ledger) for page in pages.values()], path, options, ledger)


def _texts(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the lines of each text file of a folder."""
    found = [file for file in files.below(path) if file.suffix == ".txt"] if path.is_dir() else []
    for file, text in each(found, lambda file: (file, files.read_text(file))):
        yield file.relative_to(path).as_posix(), [line.rstrip("\r") for line in text.split("\n")]


def _is_timeline(lines: list[str]) -> bool:
    """Whether a file is a name, then lines of events."""
    return len(lines) > 1 and _LINE.fullmatch(lines[1]) is not None


def _read(file: str, entity: str, lines: list[str], pages: dict[str, _Page], ledger: Ledger) -> None:
    for number, line in enumerate(lines[1:], 2):
        site = Site(file, number)
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        named = [_WORD.fullmatch(words) for words in match["words"].strip().split("\t")] if match else []
        if match is None or None in named:
            ledger.dropped(site, "event", entity, "is no line of a timeline")
            continue
        value = _date(match["date"], site, ledger)
        words: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word in named:
            if word:
                words[word["article"]].append((word["sentence"], word["word"]))
        for article, places in words.items():
            if article in pages:
                pages[article].add(entity, places, value, site, ledger)
            else:
                ledger.dropped(site, "event", entity, "names an article that is not there")


def _entity(name: str, listed: Iterable[str]) -> str:
    """Return the name of a timeline's entity, as the list of entities spells it: timelines have slips."""
    name = name.strip()
    return name if name in listed else next((n for n in listed if sorted(n) == sorted(name)), name)


def _date(written: str, site: Site, ledger: Ledger) -> str | None:
    if _UNKNOWN.fullmatch(written):
        ledger.ok(site, "date")
        return None
    try:
        value = normalise(written)
    except DateFieldError as error:
        ledger.dropped(site, "date", repr(written[:40]), error.reason)
        return None
    ledger.taken(site, "date", repr(written), [] if value == written else ["a date is written in EDTF"])
    return value


Words = tuple[int, ...]
"""The tokens of what a timeline names, by their place in the article."""


@dataclass(slots=True)
class _Happening:
    """An event of one article: the words that name it, what the lines say of it."""

    site: Site
    words: set[Words] = field(default_factory=set)
    entities: dict[str, Site] = field(default_factory=dict)
    dates: dict[str, None] = field(default_factory=dict)


class _Page:
    """One article at work."""

    def __init__(self, reader: cat.Reader) -> None:
        self.reader = reader
        self.tokens: list[Element] = reader.tokens
        self.order = {str(token.get("t_id")): index for index, token in enumerate(self.tokens)}
        self.marked: dict[Words, tuple[str, Element]] = {}
        for key, element in reader.markables.items():
            anchors = [self.order.get(str(a.get("t_id")), -1) for a in element.findall("token_anchor")]
            if element.tag == "EVENT_MENTION" and anchors and min(anchors) >= 0:
                self.marked[tuple(sorted(anchors))] = key, element
        self.happenings: list[_Happening] = []

    def add(
        self, entity: str, places: Iterable[tuple[str, str]], value: str | None, site: Site, ledger: Ledger
    ) -> None:
        """Add what a line says of this article; words that stand in no event so far make a new one."""
        words: set[Words] = set()
        for sentence, word in places:
            found = next((at for at in self._find(sentence, word) if at not in words), None)
            if found is None:
                why = "names a word that its sentence does not have"
                ledger.dropped(site, "span", f"{sentence}-{word}"[:40], why)
            else:
                words.add(found)
        if not words:
            ledger.dropped(site, "event", entity, "none of its words stands in its article")
            return
        same = [each for each in self.happenings if each.words & words]
        whole = same[0] if same else _Happening(site)
        for other in same[1:]:
            whole.words |= other.words
            whole.entities |= other.entities
            whole.dates |= other.dates
        self.happenings = [each for each in self.happenings if each not in same]
        whole.words |= words
        whole.entities.setdefault(entity, site)
        if value:
            whole.dates[value] = None
        self.happenings.append(whole)

    def _find(self, sentence: str, word: str) -> list[Words]:
        """Return where a word stands in a sentence, what is marked as an event first; ``_`` joins several.

        Several that do not stand together are taken where they first follow each other.
        """
        sought = word.split("_")
        within = [i for i, token in enumerate(self.tokens) if token.get("sentence") == sentence]
        found = [
            tuple(range(start, start + len(sought)))
            for start in within
            if [token.text for token in self.tokens[start : start + len(sought)]] == sought
        ]
        if not found:
            apart: list[int] = []
            for index in within:
                if len(apart) < len(sought) and self.tokens[index].text == sought[len(apart)]:
                    apart.append(index)
            found = [tuple(apart)] if len(apart) == len(sought) else []
        return sorted(found, key=lambda at: (at not in self.marked, at))

    def document(self, ledger: Ledger) -> Document:
        """Return the article with the events that timelines tell of."""
        told = {at for happening in self.happenings for at in happening.words}
        for at, (key, element) in self.marked.items():
            if at not in told:
                site, why = self.reader.at(element), "in no timeline: nothing tells its date"
                ledger.dropped(site, "event", key, why)
        for number, happening in enumerate(sorted(self.happenings, key=lambda each: min(each.words)), 1):
            keys = []
            for tokens in sorted(happening.words):
                claim = self.reader.text.claim(str(self.tokens[token].get("t_id")) for token in tokens)
                keys.append(f"w{'-'.join(map(str, tokens))}")
                if claim:
                    words = Stretch(key=keys[-1], label=LABEL, claim=claim, site=happening.site)
                    self.reader.stretches.append(words)
            frame = Frame(
                key=f"e{number}",
                label=LABEL,
                trigger=keys[0],
                site=happening.site,
                coreferent=tuple(keys[1:]),
                dates=timelinks.dates([Bound("at", value) for value in happening.dates]),
            )
            self.reader.frames.append(frame)
            self.reader.links += [
                Link(head=frame.key, role=ROLE, tail=entity, site=site)
                for entity, site in happening.entities.items()
            ]
        entities = {entity: site for each in self.happenings for entity, site in each.entities.items()}
        self.reader.stretches += [
            Stretch(key=entity, label=ROLE, claim=Claim((), entity), site=site)
            for entity, site in entities.items()
        ]
        return self.reader.plain()
