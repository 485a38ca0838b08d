"""TimeML 1.2.1: events and times marked in the text, instances of events, links (Saurí et al. 2006).

DCT is the day of publication. The text is that of TEXT with its markup taken off; where it has elements for
sentences and no line ends, each sentence is a line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import markup, project, timelinks
from benchmark.corpus.importers.annotation import Attribute, Document, Frame, Link, Stretch
from benchmark.corpus.importers.offsets import Claim
from benchmark.corpus.importers.site import Site
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.markup import Element
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.timelinks import Bound

SUFFIXES: Final = (".tml", ".xml")

_MARKS: Final = ("EVENT", "TIMEX3", "SIGNAL", "CEVENT")


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or of a folder and its folders; errors as ``project.corpus``."""
    found = []
    for name, _, root in markup.roots(path, *SUFFIXES):
        if root.tag == "TimeML" and root.find(".//TEXT") is not None:
            found.append(_Reader(root, name, ledger).document())
        else:
            ledger.dropped(Site(name), "document", name, "is no TimeML with a TEXT")
    if not found:
        raise MisuseError(f"{path} holds no TimeML: a TimeML element with a TEXT")
    return project.corpus(found, path, options, ledger)


class _Reader(markup.Reader):
    """One document at work."""

    def __init__(self, root: Element, file: str, ledger: Ledger) -> None:
        super().__init__(root, file, ledger)
        self.parts: list[str] = []
        self.length = 0
        self.marks: dict[str, Element] = {}
        self.bounds: dict[str, list[Bound]] = defaultdict(list)

    def document(self) -> Document:
        """Return the document; what has no place in it is entered as dropped."""
        text = self.root.find(".//TEXT")
        self._walk(text)
        created = self.root.find(".//DCT//TIMEX3")
        times = dict(self.marks)
        if created is not None:
            times[str(created.get("tid"))] = created
        frames = self._instances()
        self._relate({frame.key: frame for frame in frames}, times)
        meta = {
            "published": created.get("value") if created is not None else None,
            "title": self._words("TITLE") or self._words("EXTRAINFO"),
        }
        self.frames = [timelinks.dated(frame, self.bounds[frame.key], self.ledger) for frame in frames]
        return self.gathered(
            name=self._words("DOCID") or self.site.file.rpartition("/")[2].partition(".")[0],
            text="".join(self.parts),
            meta=meta,
        )

    def _words(self, tag: str) -> str | None:
        element = self.root.find(tag)
        return " ".join("".join(element.itertext()).split()) or None if element is not None else None

    def _add(self, words: str | None) -> None:
        if words:
            self.parts.append(words)
            self.length += len(words)

    def _walk(self, element: Element) -> None:
        """Add the text of an element and mark what stands in it; ``parse`` bounds the depth."""
        self._add(element.text)
        for child in markup.children(element):
            start = self.length
            self._walk(child)
            if child.tag in _MARKS:
                self._mark(child, start)
            last = self.parts[-1][-1] if self.parts else "\n"
            if child.tag == "s" and last != "\n" and "\n" not in (child.tail or ""):
                self._add("\n")
            self._add(child.tail)

    def _mark(self, element: Element, start: int) -> None:
        key = element.get("eid") or element.get("tid") or element.get("sid") or f"at{start}"
        site = self.at(element)
        if key in self.marks:
            self.ledger.dropped(site, "span", key, "its id stands twice in the file")
        elif start == self.length:
            self.ledger.dropped(site, "span", key, "marks no words")
        else:
            self.marks[key] = element
            claim = Claim(((start, self.length),))
            self.stretches.append(Stretch(key=key, label=element.tag, claim=claim, site=site))

    def _instances(self) -> list[Frame]:
        """Return an event for each instance, and for each marked event that has none."""
        frames: list[Frame] = []
        instanced = set()
        for instance in self.root.iter("MAKEINSTANCE"):
            key, marked = instance.get("eiid", ""), instance.get("eventID", "")
            site = self.at(instance)
            if marked not in self.marks:
                why = "an instance of an event that is not marked in the text"
                self.ledger.dropped(site, "event", key, why)
                continue
            instanced.add(marked)
            frames.append(self._frame(key, marked, instance))
        for key, element in self.marks.items():
            if element.tag == "EVENT" and key not in instanced:
                frames.append(self._frame(key, key, element))
        return frames

    def _frame(self, key: str, marked: str, told: Element) -> Frame:
        site = self.at(told)
        status = _status(told)
        if status:
            self.attributes.append(Attribute(target=key, name="status", value=status, site=site))
        label = self.marks[marked].get("class") or "EVENT"
        return Frame(key=key, label=label, trigger=marked, site=site)

    def _relate(self, frames: dict[str, Frame], times: dict[str, Element]) -> None:
        by_mark: dict[str, list[str]] = defaultdict(list)
        for frame in frames.values():
            by_mark[frame.trigger].append(frame.key)
        for link in self.root.iter("TLINK", "SLINK", "ALINK", "CLINK"):
            site, written = self.at(link), link.get("relType") or ""
            one = link.get("eventInstanceID") or link.get("eventID") or link.get("timeID") or ""
            other = next((v for k, v in link.items() if k.startswith(("relatedTo", "subordinated"))), "")
            events = {key: [key] if key in frames else by_mark.get(key, []) for key in (one, other)}
            if events[one] and events[other]:
                self.ledger.dropped(site, "relation", f"{link.tag} {written}", timelinks.ORDERS_EVENTS)
            elif events[one] and other in times:
                self._time_link(events[one], other, times[other], written, site, from_time=False)
            elif events[other] and one in times:
                self._time_link(events[other], one, times[one], written, site, from_time=True)
            else:
                self.ledger.dropped(site, "relation", f"{link.tag} {written}", timelinks.ORDERS_TIMES)

    def _time_link(  # noqa: PLR0913 - a link has that many sides
        self, events: list[str], key: str, time: Element, written: str, site: Site, *, from_time: bool
    ) -> None:
        worded = key in self.marks
        bound, why = timelinks.bound(
            written, time.get("value"), from_time=from_time, publication=not worded, worded=worded
        )
        if bound is None:
            self.ledger.dropped(site, "date", f"{written} {time.get('value')!r}", why)
            return
        for event in events:
            self.bounds[event].append(bound)
        if bound.is_expression:
            self.links += [
                Link(head=event, role=timelinks.TIME_ROLE, tail=key, site=site, dates=True)
                for event in events
            ]
        else:
            self.ledger.ok(site, "date")


def _status(told: Element) -> str | None:
    """Return what an instance says of its status, in the words that a mapping knows."""
    if told.get("polarity") == "NEG":
        return "negated"
    if told.get("modality") not in {None, "", "NONE"}:
        return "hypothetical"
    if told.get("tense") == "FUTURE":
        return "planned"
    return "actual" if told.get("polarity") == "POS" else None
