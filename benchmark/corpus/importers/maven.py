"""MAVEN (Wang et al. 2020) and MAVEN-Arg (2023): events with their coreferent mentions, fillers of roles.

MAVEN counts tokens of sentences, MAVEN-Arg characters of the document. The test sets hold no gold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import project, rows
from benchmark.corpus.importers.annotation import Chain, Document, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim, Offsets
from benchmark.corpus.importers.tokens import joined
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site
    from benchmark.records.article import Span

FULL_EXPORT: Final = "the JSON Lines of the corpus"

_NOT_GOLD: Final = "a candidate of the test set, or no trigger at all: nothing says that it is an event"


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file; errors as ``project.corpus``."""
    found = rows.read(path, path.name, FULL_EXPORT)
    if not any(is_document(row) for _, row in found):
        if any(_text_of(row) for _, row in found):
            raise MisuseError(f"{path} holds no events: the test sets of MAVEN come without their gold")
        raise MisuseError(f"{path} holds no document of MAVEN, with content or document, and events")
    documents = []
    for site, row in found:
        if is_document(row):
            documents.append(_Reader(row, site, ledger).document())
        else:
            ledger.dropped(site, "document", str(row.get("id"))[:40], "is no document of MAVEN with events")
    return project.corpus(documents, path, options, ledger)


def is_document(row: dict[str, Any]) -> bool:
    """Whether a record is one of this format, with its gold."""
    return _text_of(row) and isinstance(row.get("events"), list)


def _text_of(row: dict[str, Any]) -> bool:
    return isinstance(row.get("content"), list) or isinstance(row.get("document"), str)


class _Reader(Sheet):
    """One document at work; ``site`` is its place."""

    def __init__(self, row: dict[str, Any], site: Site, ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.row = row
        self.sentences: list[Span] = []
        self.text = row["document"] if isinstance(row.get("document"), str) else self._text()

    def document(self) -> Document:
        """Return the document; what cannot be taken over is entered as dropped."""
        entities: dict[str, str] = {}
        for site, entity in rows.entries(self.row, "entities", self.site, self.ledger):
            keys = self._mentions(entity, "mention", site)
            if keys:
                entities[str(entity.get("id"))] = keys[0]
                if len(keys) > 1:
                    self.chains.append(Chain(keys=tuple(keys), name="entity", site=site))
        for index, event in enumerate(self.row["events"]):
            self._event(event, entities, self.site.at("events", index))
        candidates = rows.entries(self.row, "negative_triggers", self.site, self.ledger)
        for index, (site, _) in enumerate(candidates):
            self.ledger.dropped(site, "note", str(index), _NOT_GOLD)
        return self.gathered(
            name=str(self.row.get("id")),
            text=self.text,
            meta=rows.meta({"title": self.row.get("title")}),
        )

    def _text(self) -> str:
        """Return the sentences, a line each; where one is not made of its tokens, these joined by spaces."""
        lines: list[str] = []
        place = 0
        for index, sentence in enumerate(self.row["content"]):
            told = rows.table(sentence)
            words = [str(token) for token in rows.listed(told.get("tokens"))]
            line = told.get("sentence")
            spans = Offsets(line).tokens(words) if isinstance(line, str) else None
            if spans is None:
                line, spans = joined(words)
                how = "a sentence is rebuilt from its tokens"
                self.ledger.repaired(self.site.at("content", index), "note", str(index), how)
            self.sentences.append(tuple((place + start, place + end) for start, end in spans))
            lines.append(f"{line}\n")
            place += len(lines[-1])
        return "".join(lines)

    def _span(self, marked: Any) -> Span | None:
        """Return where a mention stands: characters, or tokens of a sentence."""
        told = rows.table(marked)
        offset = rows.listed(told.get("offset"))
        if len(offset) != 2 or not all(type(number) is int for number in offset):  # noqa: PLR2004 - start and end
            return None
        first, last = offset
        sentence = told.get("sent_id")
        if type(sentence) is int and self.sentences:
            tokens = self.sentences[sentence] if 0 <= sentence < len(self.sentences) else ()
            return ((tokens[first][0], tokens[last - 1][1]),) if 0 <= first < last <= len(tokens) else None
        return ((first, last),) if 0 <= first < last <= len(self.text) else None

    def _claim(self, span: Span, words: Any) -> Claim:
        """Return the claim of a mention; its words may be tokens joined by spaces that the text has not."""
        ((start, end),) = span
        there, written = self.text[start:end], rows.words(words)
        alike = written is not None and "".join(written.split()) == "".join(there.split())
        return Claim(span, there if alike else written)

    def _mentions(self, owner: Any, words: str, site: Site) -> list[str]:
        """Add the mentions of an event or entity and return their keys."""
        keys = []
        told = rows.table(owner)
        for index, (place, mention) in enumerate(rows.entries(told, "mention", site, self.ledger)):
            span = self._span(mention)
            if span is None:
                self.ledger.dropped(place, "span", str(index), "its offset is not one of the text")
            else:
                keys.append(f"{told.get('id')} {index}")
                claim = self._claim(span, mention.get(words))
                label = str(told.get("type", ""))
                self.stretches.append(Stretch(key=keys[-1], label=label, claim=claim, site=place))
        return keys

    def _event(self, event: Any, entities: dict[str, str], site: Site) -> None:
        keys = self._mentions(event, "trigger_word", site)
        told = rows.table(event)
        label, name = rows.words(told.get("type")), rows.words(told.get("id"))
        if not keys or not label or not name:
            self.ledger.dropped(site, "event", str(name)[:40], "has no mention, no type or no id")
            return
        self.frames.append(
            Frame(key=name, label=label, trigger=keys[0], coreferent=tuple(keys[1:]), site=site)
        )
        arguments = rows.table(told.get("argument"))
        if told.get("argument") is not None and arguments is not told["argument"]:
            self.ledger.dropped(site.at("argument"), "note", "argument", "is no table of roles")
        for role in arguments:
            fillers = rows.entries(arguments, role, site.at("argument"), self.ledger)
            for index, (place, filler) in enumerate(fillers):
                key = self._filler(filler, f"{name} {role} {index}", entities, place)
                if key is None:
                    self.ledger.dropped(place, "argument", role, "names no entity and no words of the text")
                else:
                    self.links.append(Link(head=name, role=role, tail=key, site=place))

    def _filler(self, filler: Any, key: str, entities: dict[str, str], site: Site) -> str | None:
        told = rows.table(filler)
        if "entity_id" in told:
            return entities.get(str(told["entity_id"]))
        span = self._span(told)
        if span is None:
            return None
        claim = self._claim(span, told.get("content"))
        self.stretches.append(Stretch(key=key, label="", claim=claim, site=site))
        return key
