"""Rich ERE (LDC 2015): standoff XML beside its source, whose offsets count the source's own tags.

The event mentions of a hopper are one event. Times have no values: where their words are a full date, that
is the date. Of realis, ``other`` is read as hypothetical, the most that it says.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import markup, project, sgml
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

SUFFIX: Final = ".rich_ere.xml"
SOURCES: Final = (".xml", ".txt", ".cmp.txt", ".mpdf.xml", ".mp.txt")

_STATUSES: Final = {"actual": "actual", "generic": "generic", "other": "hypothetical"}


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or of a folder and its folders; errors as ``project.corpus``."""
    found = each(markup.named(path, SUFFIX), lambda one: _document(*one, ledger))
    documents = [document for document in found if document]
    if not documents:
        raise MisuseError(f"{path} holds no {SUFFIX} with its source beside it or in a folder source")
    return project.corpus(documents, path, options, ledger)


def _document(name: str, file: Path, ledger: Ledger) -> Document | None:
    root, raw = both(partial(markup.read, file), partial(markup.read_source, _source(file)))
    if root.tag != "deft_ere":
        ledger.dropped(Site(name), "document", name, "is no Rich ERE")
    elif raw is None:
        ledger.dropped(Site(name), "document", name, "its source is not there")
    else:
        return _Reader(root, raw, name, ledger).document()
    return None


def _source(file: Path) -> Path | None:
    """Return the source of an annotated file, beside it or in a folder ``source`` beside its own, or None."""
    stem = file.name.removesuffix(SUFFIX)
    folders = (file.parent, file.parent.parent / "source")
    places = (folder / f"{stem}{suffix}" for folder in folders for suffix in SOURCES)
    return next((place for place in places if place.is_file()), None)


class _Reader(markup.Reader):
    """One document at work."""

    def __init__(self, root: Element, raw: str, file: str, ledger: Ledger) -> None:
        super().__init__(root, file, ledger)
        claims = [
            (start, start + length, element.findtext("mention_text") or element.text or "")
            for element in root.iter("entity_mention", "filler", "trigger")
            if (start := markup.number(element, "offset")) is not None
            and (length := markup.number(element, "length")) is not None
        ]
        self.source = sgml.Source.fitting(raw, claims, tagged=True)
        if self.source.folded:
            ledger.repaired(self.site, "note", "offsets", sgml.FOLDED)

    def document(self) -> Document:
        """Return the document; what has no place in it is entered as dropped."""
        for entity in self.root.iter("entity"):
            keys = [
                str(mention.get("id"))
                for mention in entity.findall("entity_mention")
                if self._stretch(mention, str(entity.get("type")), mention.findtext("mention_text"))
            ]
            if len(keys) > 1:
                site = self.at(entity)
                self.chains.append(Chain(keys=tuple(keys), name=str(entity.get("id")), site=site))
        for filler in self.root.iter("filler"):
            self._stretch(filler, str(filler.get("type")), filler.text)
        for hopper in self.root.iter("hopper"):
            self._hopper(hopper)
        for relation in self.root.iter("relation"):
            site = self.at(relation)
            self.ledger.dropped(site, "relation", str(relation.get("id")), "relates entities, not events")
        name = self.root.get("doc_id") or self.site.file.rpartition("/")[2].removesuffix(SUFFIX)
        published = sgml.day(name)
        return self.gathered(
            name=name,
            text=self.source.text,
            meta={"published": published},
        )

    def _stretch(self, element: Element, label: str, words: str | None, key: str = "") -> bool:
        key, site = key or str(element.get("id")), self.at(element)
        start, length = (markup.number(element, name) for name in ("offset", "length"))
        span = self.source.of_raw(start, start + length) if start is not None and length is not None else None
        if span is None:
            self.ledger.dropped(site, "span", key, "its stretch is not one of the source")
            return False
        self.stretches.append(Stretch(key=key, label=label, claim=Claim((span,), words), site=site))
        return True

    def _hopper(self, hopper: Element) -> None:
        key, site = str(hopper.get("id")), self.at(hopper)
        triggers: list[str] = []
        labels: list[str] = []
        for mention in hopper.findall("event_mention"):
            trigger, own, place = mention.find("trigger"), str(mention.get("id")), self.at(mention)
            # Those of a mention without a trigger have no event, and are told with the links.
            for argument in mention.findall("em_arg"):
                filler = argument.get("entity_mention_id") or argument.get("filler_id") or ""
                role = argument.get("role", "")
                self.links.append(Link(head=own, role=role, tail=filler, site=self.at(argument)))
            if trigger is None:
                self.ledger.dropped(place, "span", own, "an event mention without a trigger")
                continue
            if not self._stretch(trigger, "trigger", trigger.text, own):
                continue
            triggers.append(own)
            labels.append(".".join(name for name in (mention.get("type"), mention.get("subtype")) if name))
            if labels[-1] != labels[0]:
                why = "another type than that of the first mention, which is kept"
                self.ledger.dropped(place, "attribute", f"{own} {labels[-1]}", why)
            status = _STATUSES.get(mention.get("realis", ""))
            if status:
                self.attributes.append(Attribute(target=own, name="status", value=status, site=place))
        if not triggers:
            self.ledger.dropped(site, "event", key, "no trigger of it stands in the source")
            return
        others = tuple(triggers[1:])
        self.frames.append(Frame(key=key, label=labels[0], trigger=triggers[0], coreferent=others, site=site))
