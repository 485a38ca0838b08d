"""What a language model answered: kept as it came, and read into events piece by piece."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, islice
from operator import getitem
from pathlib import Path
from typing import Any, Final

from benchmark.records.article import Article
from benchmark.records.errors import Finding, FindingsError
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import MAX_EVENTS, PredictedEvent
from benchmark.records.text import counted, listed
from benchmark.store import codec, files, output, predictions
from benchmark.store.findings import Keys, Place, claim, cut, enclosing, escape, json_path, unnumbered
from benchmark.store.syntax import parse, walk

_OPENINGS: Final = 4_000
"""Brackets of an answer at which JSON is looked for."""
SIDES: Final = 20
"""Kinds and paths, whatever their indices, of which an example is told."""
_MENTIONS: Final = ("triggers", "arguments")
_OFFSETS: Final = ("start", "end", "fragments")

_opening = re.compile(r"[\[{]")
_begins = re.compile(r"[\[{]\s*[\[{\"']").match
_decode = json.JSONDecoder().raw_decode


class Kept:
    """A file with a line for each answer, which grows while they come; read once, when it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[str, dict[str, Any]] = {}
        with output.lock(path.parent):  # a folder that cannot be written is told before an answer is paid for
            for line in files.read_lines(path, total=None) if path.exists() else ():
                # What is cut off, or no answer at all, is as good as not there.
                if isinstance(line.value, dict) and isinstance(line.value.get("answer"), str):
                    self._answers[str(line.value.get("request"))] = line.value

    def find(self, request: str) -> dict[str, Any] | None:
        """Return the line that answers the request of this digest, None where there is none."""
        return self._answers.get(request)

    def keep(self, line: dict[str, Any]) -> dict[str, Any]:
        """Write a line, so that it is there whatever happens next, and return it."""
        self.note(line)
        self._answers[line["request"]] = line
        return line

    def note(self, line: dict[str, Any]) -> None:
        """Write a line that is no answer, so that its request is sent again by the next run."""
        output.append_line(self.path, codec.canonical(line))


@dataclass(frozen=True, slots=True)
class _Broken:
    """Stands among the values of an answer for what begins as JSON there, and is none."""

    start: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What an answer lists as events, None where it has no JSON that looks like some.

    ``others`` says whether it has events that do not count. ``broken`` is the first JSON that is not whole,
    of that which would count.
    """

    events: list[Any] | None
    others: bool = False
    broken: _Broken | None = None


class Reader:
    """Reads the answers about articles; ``left_out`` counts what is left out of them, by kind of finding."""

    def __init__(self, ontology: Ontology) -> None:
        # Under the ontology of its own type a role or a mode of another one is unknown.
        self._ontologies = {
            event_type.id: replace(
                ontology,
                types=(event_type,),
                roles={role: ontology.roles[role] for role in event_type.role_names},
            )
            for event_type in ontology.types
        }
        self._ontology = ontology
        self.left_out = Counter[str]()
        self._sides = Counter[tuple[str, str]]()
        self._examples: dict[tuple[str, str], str] = {}
        self._unread: dict[str, str] = {}
        self._broken: dict[str, str] = {}
        self._others: list[str] = []

    def read(self, text: str, article: Article) -> tuple[PredictedEvent, ...] | None:
        """Return the events of an answer that fit schema and ontology, None where it holds none in JSON."""
        told = _told(text)
        if told.events is None:
            self._unread[article.article_id] = _why(text, told.broken)
            return None
        if told.broken:
            self._broken[article.article_id] = _why(text, told.broken)
        if told.others:
            self._others.append(article.article_id)
        events = [
            event for index, value in enumerate(told.events) for event in self._fitting(value, index, article)
        ]
        if len(events) > MAX_EVENTS:
            self.left_out["limit"] += len(events) - MAX_EVENTS
        return tuple(events[:MAX_EVENTS])

    def told(self) -> Iterator[str]:
        """Yield what the answers held that is not among their events, a line each."""
        for what, whys in {
            "without events in JSON": self._unread,
            "broken JSON, of which the whole events count": self._broken,
        }.items():
            for first, why in islice(whys.items(), 1):
                yield f"{what}, {len(whys):,}: {listed(list(whys))}; {first}: {why}"
        if self._others:
            names = listed(self._others)
            yield f"events outside the last list, which alone counts, {len(self._others):,}: {names}"
        if self.left_out:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.left_out.items()))
            yield f"left out of answers: {kinds}"
        sides = sorted(self._sides.items(), key=lambda item: (-item[1], item[0]))
        for side, count in sides[:SIDES]:
            yield f"{count:,} {side[0]}, such as {self._examples[side]}"
        if len(self._sides) > SIDES:
            yield f"and at {counted(len(self._sides) - SIDES, 'other path')}, no more often"

    def _fitting(self, event: Any, index: int, article: Article) -> tuple[PredictedEvent, ...]:
        """Return an event without what the judge of predictions finds wrong; nothing where that is all.

        ``index`` is its place in the answer's list.
        """
        known = self._ontology
        if isinstance(event, dict):
            known = self._ontologies.get(str(event.get("event_type")), known)
            _drop_offsets(event)
        while True:
            value = {"article_id": article.article_id, "events": [event]}
            try:
                accepted = predictions.accept([value], known, {article.article_id: article})
            except FindingsError as error:
                pieces = _pieces(error.findings, event)
                self._count(pieces.values(), index, known)
                if () in pieces:
                    return ()
                # From the back, so that the places of the others stay what they are.
                for *path, last in sorted(pieces, reverse=True):
                    reduce(getitem, path, event).pop(last)
            else:
                return accepted[article.article_id].events

    def _count(self, findings: Iterable[Finding], index: int, known: Ontology) -> None:
        """Count findings on the event at an index, judged by an ontology, and keep the first of each side."""
        for finding in findings:
            self.left_out[finding.kind] += 1
            side = finding.kind, unnumbered(finding.path)
            self._sides[side] += 1
            if side not in self._examples:
                path = finding.path.replace("[0]", f"[{index}]", 1)
                message = finding.message
                if known is not self._ontology:
                    message = message.replace("of the ontology", f"of {known.types[0].id}")
                self._examples[side] = claim(replace(finding, path=path, message=message))


def _told(text: str) -> _Told:
    """Return what an answer lists as events.

    The last list counts, since a model may think aloud first; of one that was cut off, its whole events.
    """
    # A list that was drafted in thought is whole, and would count in place of an answer that was cut off.
    values = list(_values(text, text.rfind("</think>") + 1))
    loose = list(filter(_is_event, values))
    wrapped: list[tuple[int, list[Any]]] = []
    bare: list[tuple[int, list[Any]]] = []
    for place, value in enumerate(values):
        for keys, found in () if _is_event(value) else _lists(value):
            (wrapped if keys[-1:] == ("events",) else bare).append((place, found))
    place, events = (wrapped or bare or [(0, loose)])[-1]
    broken = next((value for value in values[place:] if isinstance(value, _Broken)), None)
    if not (wrapped or bare or loose):
        return _Told([] if values == [[]] else None, broken=broken)
    known = set(map(_leaves, events))
    told = chain(loose, *(found for _, found in wrapped + bare))
    return _Told(events, any(_is_event(event) and _leaves(event) not in known for event in told), broken)


def _leaves(event: Any) -> frozenset[Any]:
    """Return what tells an event from another, whatever the order of its keys; without recursion."""
    return frozenset((keys, part) for keys, part in walk(event) if not isinstance(part, (dict, list)))


def _why(text: str, broken: _Broken | None) -> str:
    """Return what is wrong with the JSON of an answer, else how it begins."""
    if broken:
        found = parse(text[broken.start :].encode(errors="replace"), Place("answer")).findings
        if found:
            return found[0].message
    return f"begins '{escape(cut(text.strip()))}'" if text.strip() else "is empty"


def _lists(value: Any) -> Iterator[tuple[Keys, list[Any]]]:
    """Yield the lists in a value that hold events, or that stand under ``events``, with their paths.

    Those within another one are left out.
    """
    around: Keys | None = None
    for keys, part in walk(value):
        within = around is not None and keys[: len(around)] == around
        if isinstance(part, list) and not within and (keys[-1:] == ("events",) or any(map(_is_event, part))):
            around = keys
            yield keys, part


def _values(text: str, at: int) -> Iterator[Any]:
    """Yield the JSON objects and lists in a text, from a place on, that stand in no other whole one.

    Where one begins that is none, that place stands for it.
    """
    for _ in range(_OPENINGS):
        opening = _opening.search(text, at)
        if opening is None:
            return
        try:
            value, at = _decode(text, opening.start())
        except (ValueError, RecursionError):
            at = opening.end()
            if _begins(text, opening.start()):
                yield _Broken(opening.start())
        else:
            yield value


def _is_event(value: Any) -> bool:
    return isinstance(value, dict) and "event_type" in value


def _drop_offsets(event: dict[str, Any]) -> None:
    """Drop what nobody asked for: models count badly, and a wrong place would cost the words."""
    for key in _MENTIONS:
        mentions = event.get(key)
        for mention in mentions if isinstance(mentions, list) else ():
            for offset in _OFFSETS if isinstance(mention, dict) else ():
                mention.pop(offset, None)


def _part(keys: Keys) -> Keys:
    """Return the part of an event that goes with what stands under some keys: a mention, one key, or all."""
    if not keys or keys[0] == "event_type":
        return ()
    return keys[:2] if keys[0] in _MENTIONS else keys[:1]


def _pieces(findings: tuple[Finding, ...], event: Any) -> dict[Keys, Finding]:
    """Return the paths in an event of what is to be left out, and the first finding in each."""
    paths: dict[str, Keys] = {"$": ()}
    paths |= {json_path(("events", 0, *keys)): keys for keys, _ in walk(event)}
    found: dict[Keys, Finding] = {}
    for finding in findings:
        keys = paths[enclosing(finding.path, paths)]
        if finding.kind != "unknown-field":
            keys = _part(keys)
        found.setdefault(keys, finding)
    return {
        keys: finding
        for keys, finding in found.items()
        if not any(keys[:end] in found for end in range(len(keys)))
    }
