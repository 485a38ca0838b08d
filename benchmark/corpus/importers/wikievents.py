"""WikiEvents (Li, Ji & Han 2021): events over tokens, fillers named by their entities.

The offsets of tokens do not index the text that stands beside them, so the text is written anew from both.
Beside the documents, or in a folder ``coref`` there, may stand clusters of entities, and the event types.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import project, rows
from benchmark.corpus.importers.annotation import Chain, Document, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim
from benchmark.records.errors import MisuseError
from benchmark.records.ontology import EventType, Role
from benchmark.store import files
from benchmark.store.findings import both, each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site

FULL_EXPORT: Final = "the JSON Lines of the corpus"

_VOICE_OF_AMERICA: Final = re.compile(r"VOA_EN_[A-Z]+_([0-9]{4})\.([0-9]{2})\.([0-9]{2})")
_MOST_CHARACTERS: Final = 10_000_000


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or of the files of a folder; errors as ``project.corpus``."""
    folder = path if path.is_dir() else path.parent
    sources = files.shelf(path, ".jsonl") if path.is_dir() else [path]
    (found, clusters), types = both(
        partial(both, partial(_records, sources), partial(_clusters, folder, ledger)),
        lambda: dict(_types(folder)),
    )
    if not any(is_document(row) for _, row in found):
        raise MisuseError(f"{path} holds no document of WikiEvents, with sentences and event_mentions")
    documents = []
    for site, row in found:
        if is_document(row):
            documents.append(_Reader(row, site, ledger).document(clusters))
        else:
            ledger.dropped(site, "document", str(row.get("doc_id"))[:40], "is no document of WikiEvents")
    ledger.remark("texts are rebuilt from the tokens' offsets; between sentences stand line ends")
    return project.corpus(documents, path, options, ledger, types)


def _records(sources: Iterable[Path]) -> list[tuple[Site, dict[str, Any]]]:
    read = each(sources, lambda source: rows.read(source, source.name, FULL_EXPORT))
    return [record for records in read for record in records]


def is_document(row: dict[str, Any]) -> bool:
    """Whether a record is one of this corpus."""
    return isinstance(row.get("sentences"), list) and isinstance(row.get("event_mentions"), list)


def _clusters(folder: Path, ledger: Ledger) -> dict[str, list[tuple[Site, list[str]]]]:
    """Return the clusters of each document, by its id."""
    found: dict[str, list[tuple[Site, list[str]]]] = {}
    sources = sorted([*folder.glob("[!.]*.jsonlines"), *folder.glob("coref/[!.]*.jsonlines")])
    for records in each(
        sources, lambda file: rows.read(file, file.relative_to(folder).as_posix(), FULL_EXPORT)
    ):
        for site, row in records:
            found[str(row.get("doc_key"))] = [
                (place, [str(key) for key in rows.listed(cluster)])
                for place, cluster in rows.entries(row, "clusters", site, ledger)
            ]
    return found


def _types(folder: Path) -> Iterator[tuple[str, EventType]]:
    """Yield the event types of the ontology that stands beside the documents, if it does."""
    for file in sorted(folder.glob("event_role_*.json"))[:1]:
        for label, entry in rows.table(files.read_json(file)).items():
            told = rows.table(entry)
            roles = tuple(Role(role=str(name)) for name in dict.fromkeys(rows.listed(told.get("roles"))))
            definition = rows.words(told.get("template")) or f"What is labelled {label}."
            yield label, EventType(id=label, definition=definition, roles=roles)


class _Reader(Sheet):
    """One document at work; ``site`` is its place."""

    def __init__(self, row: dict[str, Any], site: Site, ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.row = row
        self.tokens: list[tuple[int, int]] = []
        self.text = self._text()

    def document(self, clusters: dict[str, list[tuple[Site, list[str]]]]) -> Document:
        """Return the document; what cannot be taken over is entered as dropped."""
        name = str(self.row.get("doc_id"))
        for place, entity in rows.entries(self.row, "entity_mentions", self.site, self.ledger):
            self._stretch(entity, entity, "entity_type", place)
        for index, event in enumerate(rows.listed(self.row.get("event_mentions"))):
            self._event(event, self.site.at("event_mentions", index))
        relations = rows.entries(self.row, "relation_mentions", self.site, self.ledger)
        for index, (place, _) in enumerate(relations):
            self.ledger.dropped(place, "relation", str(index), "relates entities, not events")
        for site, keys in clusters.get(name, ()):
            if keys:
                self.chains.append(Chain(keys=tuple(keys), name="cluster", site=site))
        day = _VOICE_OF_AMERICA.search(name)
        return self.gathered(
            name=name,
            text=self.text,
            meta={"published": "-".join(day.groups()), "source": "Voice of America"} if day else {},
        )

    def _text(self) -> str:
        """Return the text, each sentence where its tokens are, line ends between; note where tokens stand."""
        written: list[tuple[int, str]] = []
        for index, sentence in enumerate(rows.listed(self.row.get("sentences"))):
            tokens, words = sentence if isinstance(sentence, list) and len(sentence) == 2 else ((), "")  # noqa: PLR2004 - tokens and words
            known = [token for token in rows.listed(tokens) if _is_token(token)]
            if not known or not isinstance(words, str) or len(known) < len(rows.listed(tokens)):
                self.ledger.dropped(
                    self.site.at("sentences", index), "span", str(index), "is no sentence of tokens"
                )
                continue
            self.tokens += [(start, end) for _, start, end in known]
            first, start, _ = known[0]
            base = start - max(words.find(first), 0)
            fits = all(words[begin - base : end - base] == word for word, begin, end in known)
            # What stands before the first token of the text has no place in it.
            written += [(max(base, 0), words[max(-base, 0) :])] if fits else []
            written += [(begin, word) for word, begin, _ in known]
        size = max((end for _, end in self.tokens), default=0)
        characters = ["\n"] * size
        for start, words in written:
            characters[start : start + len(words)] = words[: max(size - start, 0)]
        return "".join(characters)

    def _stretch(self, marked: Any, named: Any, label: str, site: Site) -> str | None:
        """Add the span of tokens of an entity or trigger and return its key; None where it is none."""
        marked, named = rows.table(marked), rows.table(named)
        key = rows.words(named.get("id"))
        first, last = marked.get("start"), marked.get("end")
        if (
            key is None
            or type(first) is not int
            or type(last) is not int
            or not 0 <= first < last <= len(self.tokens)
        ):
            self.ledger.dropped(site, "span", str(key)[:40], "its tokens are not those of the text")
            return None
        claim = Claim(((self.tokens[first][0], self.tokens[last - 1][1]),))
        self.stretches.append(Stretch(key=key, label=str(named.get(label)), claim=claim, site=site))
        return key

    def _event(self, event: Any, site: Site) -> None:
        trigger = self._stretch(rows.table(event).get("trigger"), event, "event_type", site)
        if trigger is None:
            name = str(rows.table(event).get("id"))[:40]
            self.ledger.dropped(site, "event", name, "its trigger is not one of the text")
            return
        key = trigger.removeprefix(f"{self.row.get('doc_id')}-")
        label = str(event.get("event_type"))
        self.frames.append(Frame(key=key, label=label, trigger=trigger, site=site))
        for index, (place, argument) in enumerate(rows.entries(event, "arguments", site, self.ledger)):
            told = rows.table(argument)
            role, filler = rows.words(told.get("role")), rows.words(told.get("entity_id"))
            if role is None or filler is None:
                self.ledger.dropped(place, "argument", str(index), "names no role or no entity")
            else:
                self.links.append(Link(head=trigger, role=role, tail=filler, site=place))


def _is_token(token: Any) -> bool:
    if not isinstance(token, list) or len(token) != 3 or not isinstance(token[0], str):  # noqa: PLR2004 - word, start, end
        return False
    start, end = token[1:]
    return type(start) is int and type(end) is int and 0 <= start < end < _MOST_CHARACTERS
