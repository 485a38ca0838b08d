"""ACE Program Format (LDC 2005): standoff XML beside the SGML of its source; ends of stretches are inclusive.

The mentions of an event are one event; a time in a role dates it, as its VAL (TIMEX2) says.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import markup, project, sgml, timelinks
from benchmark.corpus.importers.annotation import Attribute, Chain, Document, Frame, Link, Stretch
from benchmark.corpus.importers.offsets import Claim
from benchmark.corpus.importers.site import Site
from benchmark.records.errors import MisuseError
from benchmark.store.findings import both, each

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.markup import Element
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.timelinks import Bound

SUFFIX: Final = ".apf.xml"

_TIMES: Final = {
    "Time-Within": "IS_INCLUDED",
    "Time-Holds": "IS_INCLUDED",
    "Time-At-Beginning": "IS_INCLUDED",
    "Time-At-End": "IS_INCLUDED",
    "Time-Starting": "BEGUN_BY",
    "Time-Ending": "ENDED_BY",
    "Time-Before": "BEFORE",
    "Time-After": "AFTER",
}
"""Roles of times, as the relation of TimeML that says the same."""
_STATUSES: Final = (
    ("POLARITY", "Negative", "negated"),
    ("GENERICITY", "Generic", "generic"),
    ("MODALITY", "Other", "hypothetical"),
    ("TENSE", "Future", "planned"),
    ("POLARITY", "Positive", "actual"),
)


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or of a folder and its folders; errors as ``project.corpus``."""
    found = each(markup.named(path, SUFFIX), lambda one: _document(*one, ledger))
    documents = [document for document in found if document]
    if not documents:
        raise MisuseError(f"{path} holds no {SUFFIX} with the .sgm of its source beside it")
    return project.corpus(documents, path, options, ledger)


def _document(name: str, file: Path, ledger: Ledger) -> Document | None:
    source = file.with_name(file.name.removesuffix(SUFFIX) + ".sgm")
    root, raw = both(partial(markup.read, file), partial(markup.read_source, source))
    if root.find("document") is None:
        ledger.dropped(Site(name), "document", name, "is no ACE Program Format with a document")
    elif raw is None:
        ledger.dropped(Site(name), "document", name, "its .sgm is not there")
    else:
        return _Reader(root.find("document"), raw, name, ledger).document()
    return None


class _Reader(markup.Reader):
    """One document at work."""

    def __init__(self, root: Element, raw: str, file: str, ledger: Ledger) -> None:
        super().__init__(root, file, ledger)
        self.raw = raw
        claims = [
            (start, end + 1, charseq.text or "")
            for charseq in root.iter("charseq")
            if (start := markup.number(charseq, "START")) is not None
            and (end := markup.number(charseq, "END")) is not None
        ]
        self.source = sgml.Source.fitting(raw, claims, tagged=False)
        if self.source.folded:
            ledger.repaired(self.site, "note", "offsets", sgml.FOLDED)
        self.times: dict[str, str | None] = {}

    def document(self) -> Document:
        """Return the document; what has no place in it is entered as dropped."""
        for tag in ("entity", "value", "timex2"):
            for element in self.root.findall(tag):
                self._mentions(element, tag)
        for event in self.root.findall("event"):
            self._event(event)
        for relation in self.root.findall("relation"):
            site = self.at(relation)
            self.ledger.dropped(site, "relation", str(relation.get("ID")), "relates entities, not events")
        name = self.root.get("DOCID") or self.site.file.rpartition("/")[2].removesuffix(SUFFIX)
        written = re.search(r"<DATE_?TIME>([^<]*)</DATE_?TIME>", self.raw)
        published = sgml.day(name) or (written[1].strip() if written else None)
        return self.gathered(
            name=name,
            text=self.source.text,
            meta={"published": published},
        )

    def _mentions(self, element: Element, tag: str) -> None:
        """Add the mentions of an entity, value or time."""
        keys = []
        for mention in element.findall(f"{tag}_mention"):
            key, site = str(mention.get("ID")), self.at(mention)
            label = "TIMEX2" if tag == "timex2" else str(element.get("TYPE"))
            if self._stretch(mention.find("extent/charseq"), key, label, site):
                keys.append(key)
                if tag == "timex2":
                    self.times[key] = element.get("VAL")
        if len(keys) > 1:
            site = self.at(element)
            self.chains.append(Chain(keys=tuple(keys), name=str(element.get("ID")), site=site))

    def _stretch(self, charseq: Element | None, key: str, label: str, site: Site) -> bool:
        start, end = (markup.number(charseq, name) for name in ("START", "END"))
        span = self.source.of_untagged(start, end + 1) if start is not None and end is not None else None
        if charseq is None or span is None:
            self.ledger.dropped(site, "span", key, "its stretch is not one of the source")
            return False
        claim = Claim((span,), charseq.text)
        self.stretches.append(Stretch(key=key, label=label, claim=claim, site=site))
        return True

    def _event(self, event: Element) -> None:
        key, site = str(event.get("ID")), self.at(event)
        triggers, bounds = [], []
        for mention in event.findall("event_mention"):
            trigger, place = str(mention.get("ID")), self.at(mention)
            if self._stretch(mention.find("anchor/charseq"), trigger, "anchor", place):
                triggers.append(trigger)
            for argument in mention.findall("event_mention_argument"):
                bounds += self._argument(argument, key)
        if not triggers:
            self.ledger.dropped(site, "event", key, "no trigger of it stands in the source")
            return
        label = ".".join(name for name in (event.get("TYPE"), event.get("SUBTYPE")) if name)
        status = next((status for name, value, status in _STATUSES if event.get(name) == value), None)
        if status:
            self.attributes.append(Attribute(target=key, name="status", value=status, site=site))
        frame = Frame(key=key, label=label, trigger=triggers[0], coreferent=tuple(triggers[1:]), site=site)
        self.frames.append(timelinks.dated(frame, bounds, self.ledger))

    def _argument(self, argument: Element, event: str) -> list[Bound]:
        """Add a filler of an event; return the bound that it is where it is a time."""
        site = self.at(argument)
        role, filler = argument.get("ROLE", ""), argument.get("REFID", "")
        if role not in _TIMES or filler not in self.times:
            self.links.append(Link(head=event, role=role, tail=filler, site=site))
            return []
        bound, why = timelinks.bound(
            _TIMES[role], self.times[filler], from_time=False, publication=False, worded=True
        )
        if bound is None:
            self.ledger.dropped(site, "date", f"{role} {self.times[filler]!r}", why)
            return []
        self.links.append(Link(head=event, role=timelinks.TIME_ROLE, tail=filler, site=site, dates=True))
        return [bound]
