"""TextEE's JSON Lines (Huang et al. 2024): windows of documents, spans of tokens with their words.

Each window is an article; the document that it is cut from is kept as a tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import project, rows
from benchmark.corpus.importers.annotation import Attribute, Document, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim, Offsets
from benchmark.corpus.importers.tokens import REBUILT, joined
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site

FULL_EXPORT: Final = "the JSON Lines of the data set"


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file; errors as ``project.corpus``."""
    found = rows.read(path, path.name, FULL_EXPORT)
    if not any(is_window(row) for _, row in found):
        raise MisuseError(f"{path} holds no window of TextEE, with wnd_id, tokens and event_mentions")
    documents = []
    for site, row in found:
        if is_window(row):
            documents.append(_Reader(row, site, ledger).document())
        else:
            ledger.dropped(site, "document", str(row.get("wnd_id"))[:40], "is no window of TextEE")
    return project.corpus(documents, path, options, ledger)


def is_window(row: dict[str, Any]) -> bool:
    """Whether a record is one of this format."""
    return "wnd_id" in row and all(isinstance(row.get(key), list) for key in ("tokens", "event_mentions"))


class _Reader(Sheet):
    """One window at work; ``site`` is its place."""

    def __init__(self, row: dict[str, Any], site: Site, ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.row = row
        words = [str(token) for token in row["tokens"]]
        text = row.get("text")
        spans = Offsets(text).tokens(words) if isinstance(text, str) else None
        if spans is None:
            line, spans = joined(words)
            text = f"{line}\n"
            ledger.repaired(site, "note", str(row.get("wnd_id"))[:40], REBUILT)
        self.text = str(text)
        self.tokens = spans
        self.marked: set[str] = set()

    def document(self) -> Document:
        """Return the document; what cannot be taken over is entered as dropped."""
        for place, entity in rows.entries(self.row, "entity_mentions", self.site, self.ledger):
            key = rows.words(rows.table(entity).get("id"))
            self._stretch(entity, f"entity {key}", "entity_type", place)
        for index, event in enumerate(self.row["event_mentions"]):
            self._event(event, self.site.at("event_mentions", index))
        relations = rows.entries(self.row, "relation_mentions", self.site, self.ledger)
        for index, (place, _) in enumerate(relations):
            self.ledger.dropped(place, "relation", str(index), "relates entities, not events")
        whole = rows.words(self.row.get("doc_id"))
        name = str(self.row["wnd_id"])
        if whole not in {None, name}:
            self.attributes.append(Attribute(target="", name="document", value=whole, site=self.site))
        return self.gathered(name, self.text, meta=rows.meta({"language": self.row.get("lang")}))

    def _stretch(self, marked: Any, key: str, label: str, site: Site) -> str | None:
        marked = rows.table(marked)
        first, last = marked.get("start"), marked.get("end")
        if type(first) is not int or type(last) is not int or not 0 <= first < last <= len(self.tokens):
            self.ledger.dropped(site, "span", key[:40], "its tokens are not those of the text")
            return None
        claim = Claim(((self.tokens[first][0], self.tokens[last - 1][1]),), rows.words(marked.get("text")))
        if self.text[claim.fragments[0][0] : claim.fragments[0][1]].split() != (claim.words or "").split():
            # Words that are joined from tokens are not those of the text; the tokens are believed.
            claim = Claim(claim.fragments)
        self.marked.add(key)
        self.stretches.append(Stretch(key=key, label=str(marked.get(label, "")), claim=claim, site=site))
        return key

    def _event(self, event: Any, site: Site) -> None:
        told = rows.table(event)
        key, label = rows.words(told.get("id")), rows.words(told.get("event_type"))
        if key is None or label is None:
            self.ledger.dropped(site, "event", str(key)[:40], "has no id or no type")
            return
        trigger = self._stretch(told.get("trigger"), f"trigger {key}", "", site.at("trigger"))
        if trigger is None:
            self.ledger.dropped(site, "event", key[:40], "its trigger is not one of the text")
            return
        self.frames.append(Frame(key=key, label=label, trigger=trigger, site=site))
        for index, (place, argument) in enumerate(rows.entries(told, "arguments", site, self.ledger)):
            given = rows.table(argument)
            role = rows.words(given.get("role"))
            named = f"entity {rows.words(given.get('entity_id'))}" if role else ""
            filler = named if named in self.marked else f"filler {key} {index}"
            if role is None or (filler != named and self._stretch(argument, filler, "", place) is None):
                self.ledger.dropped(
                    place, "argument", str(index), "names no role, or tokens that are not there"
                )
            else:
                self.links.append(Link(head=key, role=role, tail=filler, site=place))
