"""CAT XML: tokens, markables over them, relations between markables (Bartalesi Lenzi et al. 2012).

As MEANTIME writes it (Minard et al. 2016: mentions that refer to instances, roles) and as ECB+ (Cybulska &
Vossen 2014) and the Event StoryLine Corpus do (Caselli & Vossen 2017: the class in the name of the markable,
times without words).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import markup, project, timelinks
from benchmark.corpus.importers.annotation import Attribute, Chain, Document, Frame, Link, Stretch
from benchmark.corpus.importers.site import Site
from benchmark.corpus.importers.timelinks import Bound
from benchmark.corpus.importers.tokens import REBUILT, TokenText
from benchmark.records.article import Region
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.markup import Element
    from benchmark.corpus.importers.project import Options


_EVENT: Final = re.compile(r"EVENT_MENTION|(?P<negated>NEG_)?ACTION_(?P<label>[A-Z_]+)")
_TIME: Final = re.compile(r"TIMEX3|TIME_[A-Z_]+")
_CREATED: Final = ("CREATION_TIME", "PUBLICATION_TIME")
_CERTAIN: Final = {"POSSIBLE": "hypothetical", "PROBABLE": "hypothetical", "CERTAIN": "actual"}
_SPECIAL: Final = {"GEN": "generic", "COND_MAIN_CLAUSE": "hypothetical", "COND_IF_CLAUSE": "hypothetical"}
_REFERRING: Final = ("REFERS_TO", "INTRA_DOC_COREF", "CROSS_DOC_COREF")
"""Relations of mentions to their instance: in MEANTIME, then those of ECB+."""
_EDGES: Final = ("PLOT_LINK", "GLINK", "SLINK", "CLINK")
"""Relations of events to events, for which an event has no place."""


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or of a folder and its folders; errors as ``project.corpus``."""
    found = [reader.document() for reader in readers(path, ledger)]
    if not found:
        raise MisuseError(f"{path} holds no CAT XML: a Document of tokens with Markables")
    return project.corpus(found, path, options, ledger)


def readers(path: Path, ledger: Ledger) -> Iterator[Reader]:
    """Yield the documents at a path, in order of their files."""
    ledger.remark(REBUILT)
    for name, _, root in markup.roots(path, ".xml"):
        if root.tag == "Document" and root.find("token") is not None:
            yield Reader(root, name, ledger)
        else:
            ledger.dropped(Site(name), "document", name, "is no document of tokens")


@dataclass(slots=True)
class _Happening:
    """An event in the making, by the key of its first mention."""

    label: str
    site: Site
    bounds: list[Bound] = field(default_factory=list)


class Reader(markup.Reader):
    """One CAT document at work."""

    def __init__(self, root: Element, file: str, ledger: Ledger) -> None:
        super().__init__(root, file, ledger)
        self.tokens = root.findall("token")
        self.markables: dict[str, Element] = {}
        for element in markup.children(root.find("Markables")):
            key = str(element.get("m_id"))
            if self.markables.setdefault(key, element) is not element:
                why = "its id stands twice in its document"
                ledger.dropped(self.at(element), "span", f"{key} {element.tag}", why)
        self.relations = list(markup.children(root.find("Relations")))
        self.published, self.created = self._published()
        self.url, self.sentences = self._sentences()
        self.text = TokenText(self.sentences, glued=self.url is not None)

    def document(self) -> Document:
        """Return the document; what has no place in it is entered as dropped."""
        happenings = self._happenings()
        self._stretches(happenings)
        self._relate(happenings)
        self.frames = list(self._frames(happenings))
        return self.plain()

    def plain(self) -> Document:
        """Return the document with what is gathered of it so far."""
        meta = {
            "published": self.published,
            "url": self.url or self.root.get("url") or self.root.get("src_url"),
            "language": self.root.get("lang"),
        }
        return self.gathered(
            name=self._name(),
            text=self.text.text,
            meta=meta,
            regions=(Region(kind="boilerplate", start=0, end=len(self.url)),) if self.url else (),
        )

    def _name(self) -> str:
        """Return the name of the document without the suffixes of its file."""
        name = self.root.get("doc_name") or self.site.file.rpartition("/")[2]
        # Looked for from the first of them only: from each, it takes minutes in a name of thousands.
        return re.sub(r"(?<!\.xml|\.txt|\.naf)(?:\.xml|\.txt|\.naf)+$", "", name)

    def _published(self) -> tuple[str | None, set[str]]:
        """Return the day of publication, and the keys of the times that are it; one with words counts."""
        created = [
            (key, element)
            for key, element in self.markables.items()
            if element.get("functionInDocument") in _CREATED or element.get("DCT") == "TRUE"
        ]
        created.sort(key=lambda item: item[1].find("token_anchor") is None)
        for key, element in created[1:]:
            why = "a second day of publication"
            self.ledger.dropped(self.at(element), "date", f"{key} {element.get('value')!r}", why)
        return (created[0][1].get("value") if created else None), {key for key, _ in created}

    def _sentences(self) -> tuple[str | None, list[list[tuple[str, str]]]]:
        """Return the address that is the first sentence, if it is, and the sentences' tokens by their ids.

        The numbers of sentences are not in order everywhere: a sentence ends where its number does.
        """
        grouped = itertools.groupby(self.tokens, key=lambda token: token.get("sentence"))
        sentences = [[(str(t.get("t_id")), t.text or "") for t in tokens] for _, tokens in grouped]
        first = "".join(word for _, word in sentences[0])
        is_url = re.fullmatch(r"https?://[!-~]+", first) is not None
        return (first if is_url else None), sentences

    def _happenings(self) -> dict[str, _Happening]:
        """Return the events by the keys of their mentions: those that refer to one instance are one event."""
        found: dict[str, _Happening] = {}
        for key, element in self.markables.items():
            match = _EVENT.fullmatch(element.tag)
            if match and element.find("token_anchor") is not None:
                found[key] = _Happening(match["label"] or "EVENT", self.at(element))
        for target, (sources, name, site) in self._instances(found).items():
            mentions = [key for key in sources if key in found]
            instance = self.markables.get(target)
            if mentions:
                whole = found[mentions[0]]
                whole.label = (instance.get("class") if instance is not None else None) or whole.label
                found |= dict.fromkeys(mentions, whole)
            elif sources:
                self.chains.append(Chain(keys=tuple(sources), name=name, site=site))
        return found

    def _instances(self, events: Container[str]) -> dict[str, tuple[list[str], str, Site]]:
        """Return what refers to each instance, with name and place of the first relation that says so."""
        found: dict[str, tuple[list[str], str, Site]] = {}
        for relation in self.relations:
            if relation.tag in _REFERRING:
                sources, targets = self._ends(relation)
                known = [key for key in sources if key in self.markables]
                site, name = self.at(relation), relation.tag
                for target in targets[:1]:
                    found.setdefault(target, ([], name, site))[0].extend(known)
                if not sources or len(known) < len(sources):
                    self.ledger.dropped(site, "relation", name, "names a markable that is not there")
                elif len(targets) != 1:
                    self.ledger.dropped(site, "relation", name, "is not of mentions to one instance")
                elif any(key in events for key in sources):
                    self.ledger.ok(site, "relation")
        return found

    def _ends(self, relation: Element) -> tuple[list[str], list[str]]:
        return (
            [str(end.get("m_id")) for end in relation.findall("source")],
            [str(end.get("m_id")) for end in relation.findall("target")],
        )

    def _stretches(self, happenings: dict[str, _Happening]) -> None:
        used = {key for relation in self.relations for key in itertools.chain(*self._ends(relation))}
        for key, element in self.markables.items():
            anchors = [str(anchor.get("t_id")) for anchor in element.findall("token_anchor")]
            site = self.at(element)
            if not anchors:
                if key not in used and key not in self.created:
                    why = "an instance without words, to which nothing in this file is linked"
                    self.ledger.dropped(site, "note", f"{key} {element.tag}", why)
                continue
            claim = self.text.claim(anchors)
            if claim is None:
                self.ledger.dropped(site, "span", f"{key} {element.tag}", "names a token that is not there")
                happenings.pop(key, None)
                continue
            self.stretches.append(Stretch(key=key, label=element.tag, claim=claim, site=site))
            if key in happenings:
                self._status(element, site)

    def _status(self, element: Element, site: Site) -> None:
        """Add what an event's mention says of its status; of several the first that is not actual counts."""
        told = [
            "negated" if element.tag.startswith("NEG_") or element.get("polarity") == "NEG" else None,
            _SPECIAL.get(element.get("special_cases", "")),
            _CERTAIN.get(element.get("certainty", "")),
            "planned" if element.get("time") == "FUTURE" else None,
            "actual" if element.get("polarity") == "POS" or element.tag.startswith("ACTION_") else None,
        ]
        words = [status for status in told if status]
        status = next((status for status in words if status != "actual"), words[0] if words else None)
        if status:
            key = str(element.get("m_id"))
            self.attributes.append(Attribute(target=key, name="status", value=status, site=site))

    def _relate(self, happenings: dict[str, _Happening]) -> None:
        for relation in self.relations:
            sources, targets = self._ends(relation)
            site, name = self.at(relation), relation.tag
            if name in _REFERRING:
                continue
            if len(sources) != 1 or len(targets) != 1:
                self.ledger.dropped(site, "relation", name, "is not from one markable to one")
            elif name == "TLINK":
                self._time_link(relation, sources[0], targets[0], happenings)
            elif name == "HAS_PARTICIPANT":
                role = relation.get("sem_role") or "participant"
                self.links.append(Link(head=sources[0], role=role, tail=targets[0], site=site))
            else:
                kind = "between events" if name in _EDGES else "of a kind"
                self.ledger.dropped(site, "relation", name, f"a relation {kind} for which there is no place")

    def _time_link(
        self, relation: Element, source: str, target: str, happenings: dict[str, _Happening]
    ) -> None:
        site = self.at(relation)
        written = relation.get("relType") or relation.get("reltype") or ""
        if source in happenings and target in happenings:
            self.ledger.dropped(site, "relation", f"TLINK {written}", timelinks.ORDERS_EVENTS)
            return
        from_time = target in happenings
        event, time = (target, source) if from_time else (source, target)
        marked = self.markables.get(time)
        if event not in happenings or marked is None or not _TIME.fullmatch(marked.tag):
            self.ledger.dropped(site, "relation", f"TLINK {written}", timelinks.ORDERS_TIMES)
            return
        name = f"{written} {marked.get('value')!r}"
        bound, why = timelinks.bound(
            written,
            marked.get("value"),
            from_time=from_time,
            publication=time in self.created,
            worded=marked.find("token_anchor") is not None,
        )
        if bound is None:
            self.ledger.dropped(site, "date", name, why)
            return
        happenings[event].bounds.append(bound)
        if bound.is_expression:
            self.links.append(Link(head=event, role=timelinks.TIME_ROLE, tail=time, site=site, dates=True))
        else:
            self.ledger.ok(site, "date")

    def _frames(self, happenings: dict[str, _Happening]) -> Iterator[Frame]:
        keys: dict[int, list[str]] = defaultdict(list)
        for key, happening in happenings.items():
            keys[id(happening)].append(key)
        for happening in {id(each): each for each in happenings.values()}.values():
            trigger, *others = keys[id(happening)]
            frame = Frame(
                key=trigger,
                label=happening.label,
                trigger=trigger,
                site=happening.site,
                coreferent=tuple(others),
            )
            yield timelinks.dated(frame, happening.bounds, self.ledger)
