"""Prodigy's JSONL of spans and relations (``db-out``), custom fields included where a mapping names them.

Only accepted answers count. ``token_end`` is inclusive, ``end`` is not. Records of one input and one
annotator are one document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import project, rows
from benchmark.corpus.importers.annotation import Attribute, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.mapping import Fields
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site

FULL_EXPORT: Final = "Prodigy's JSONL with db-out"

Tokens = dict[int, tuple[int, int]]
"""Start and end of each token by its number."""


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, one set of articles an annotator; errors as ``project.corpus``."""
    records = rows.read(path, path.name, FULL_EXPORT)
    if not any(isinstance(row.get("text"), str) for _, row in records):
        raise MisuseError(f"{path} holds no record with a text, as Prodigy writes them")
    inputs: dict[tuple[str, str], _Input] = {}
    for number, (site, row) in enumerate(records, 1):
        text = row.get("text")
        answer = row.get("answer", "accept")
        if not isinstance(text, str):
            ledger.dropped(site, "document", str(number), "has no text")
        elif answer != "accept":
            ledger.dropped(site, "document", str(number), f"answered {answer}, not accept"[:40])
        else:
            annotator = _annotator(row)
            # Equal sentences of two articles are two texts where a mapping names them by their fields.
            meta = rows.meta(row.get("meta"), {key: value for key, value in row.items() if key != "text"})
            named = options.mapping.meta_field("article_id", meta) or ""
            first = _Input(f"{path.stem}-{number}", text, meta, site, ledger)
            whole = inputs.setdefault((annotator, f"{named}\0{text}"), first)
            _Record(whole, 0 if whole is first else number, site).read(row, options.mapping.fields)
    documents = [
        each.gathered(each.name, each.text, annotator=annotator, meta=each.meta)
        for (annotator, _), each in inputs.items()
    ]
    return project.corpus(documents, path, options, ledger)


_SESSION: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}")
"""A session that nobody named has the second in which it began for its name, and for its annotator's."""


def _annotator(row: dict[str, Any]) -> str:
    """Return the name of who made a record, empty where none is told."""
    name = rows.words(row.get("_annotator_id")) or rows.words(row.get("_session_id")) or ""
    return "" if _SESSION.fullmatch(name) else name


class _Input(Sheet):
    """A text as one annotator left it, gathered from one or more records; ``site`` is that of the first."""

    def __init__(self, name: str, text: str, meta: dict[str, str], site: Site, ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.name = name
        self.text = text
        self.meta = meta


class _Record:
    """One record at work; ``number`` keeps its keys apart from those of earlier ones of the same input."""

    def __init__(self, whole: _Input, number: int, site: Site) -> None:
        self.whole = whole
        self.prefix = f"{number}." if number else ""
        self.site = site
        self.ledger = whole.ledger
        self.tokens: Tokens = {}
        self.keys: dict[tuple[int, int, str], str] = {}

    def read(self, row: dict[str, Any], fields: Fields) -> None:
        """Read spans, relations, and the fields that a mapping names."""
        for index, (_, token) in enumerate(rows.entries(row, "tokens", self.site, self.ledger)):
            if isinstance(token, dict) and type(token.get("start")) is int and type(token.get("end")) is int:
                number = token.get("id")
                self.tokens[number if type(number) is int else index] = token["start"], token["end"]
        for place, span in rows.entries(row, "spans", self.site, self.ledger):
            self._span(span, place)
        if fields.type:
            self._fields(row, fields)
        for place, relation in rows.entries(row, "relations", self.site, self.ledger):
            self._relation(relation, place)

    def _span(self, span: Any, site: Site) -> str | None:
        """Add a span and return its key; None where it is none."""
        bounds = self._bounds(span)
        if bounds is None:
            self.ledger.dropped(
                site, "span", site.path.rpartition(".")[2], "is no span: want start and end, or tokens"
            )
            return None
        label = rows.words(span.get("label")) or ""
        known = self.keys.get((*bounds, label))
        if known is not None:
            self.ledger.dropped(site, "span", f"{known} {label}", "said before")
            return known
        key = f"{self.prefix}s{len(self.keys)}"
        claim = Claim((bounds,), rows.words(span.get("text")))
        self.whole.stretches.append(Stretch(key=key, label=label, claim=claim, site=site))
        self.keys[(*bounds, label)] = key
        return key

    def _bounds(self, span: Any) -> tuple[int, int] | None:
        if not isinstance(span, dict):
            return None
        start, end = span.get("start"), span.get("end")
        if type(start) is int and type(end) is int:
            return start, end
        first, last = self._token(span.get("token_start")), self._token(span.get("token_end"))
        return (first[0], last[1]) if first and last else None

    def _token(self, number: Any) -> tuple[int, int] | None:
        return self.tokens.get(number) if type(number) is int else None

    def _relation(self, relation: Any, site: Site) -> None:
        role = rows.words(rows.table(relation).get("label"))
        if role is None:
            self.ledger.dropped(site, "relation", site.path, "a relation without a label")
            return
        ends = [self._end(relation, end, site) for end in ("head", "child")]
        if None in ends:
            self.ledger.dropped(site, "relation", role, "names a span that is not there")
            return
        self.whole.links.append(Link(head=str(ends[0]), role=role, tail=str(ends[1]), site=site))

    def _end(self, relation: dict[str, Any], end: str, site: Site) -> str | None:
        """Return the key of the span at an end of a relation; a token that is no span becomes one."""
        span = rows.table(relation.get(f"{end}_span"))
        bounds = self._bounds(span) or self._token(relation.get(end))
        if bounds is None:
            return None
        label = rows.words(span.get("label")) or ""
        known = self.keys.get((*bounds, label))
        if known is None:
            known = next((key for at, key in self.keys.items() if at[:2] == bounds), None)
        return known or self._span({"start": bounds[0], "end": bounds[1], "label": label}, site.at(end))

    def _fields(self, row: dict[str, Any], fields: Fields) -> None:
        """Make the record's span an event whose type, date and fillers stand in fields of the record."""
        label, keys = rows.words(row.get(fields.type)), list(self.keys.values())
        site = self.site.at(fields.type)
        if not label or len(keys) != 1:
            why = "its type is not given" if not label else "its record does not mark just one span"
            self.ledger.dropped(site, "event", label or fields.type, why)
            return
        event = f"{self.prefix}event"
        self.whole.frames.append(Frame(key=event, label=label, trigger=keys[0], site=site))
        written = self._words(row, fields.date)
        if written is not None:
            place = self.site.at(fields.date)
            self.whole.attributes.append(Attribute(target=event, name="date", value=written, site=place))
        for name, role in fields.arguments.items():
            words = self._words(row, name)
            if words and words.strip():
                place = self.site.at(name)
                key = f"{self.prefix}field {name}"
                claim = Claim((), words.strip())
                self.whole.stretches.append(Stretch(key=key, label=name, claim=claim, site=place))
                self.whole.links.append(Link(head=event, role=role, tail=key, site=place))

    def _words(self, row: dict[str, Any], name: str) -> str | None:
        """Return what a field says; None where it says nothing, or holds what is entered as dropped."""
        value = row.get(name)
        if rows.words(value) is None and value not in (None, [], {}):
            why = "a kind of value that has no place here"
            self.ledger.dropped(self.site.at(name), "attribute", name, why)
        return rows.words(value)
