"""What a language model answered: kept as it came, and read into events piece by piece."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, Final

from benchmark.records.article import Article
from benchmark.records.errors import Finding, FindingsError
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import MAX_EVENTS, PredictedEvent
from benchmark.store import codec, files, output, predictions
from benchmark.store.findings import Keys, enclosing, json_path
from benchmark.store.syntax import walk

_OPENINGS: Final = 4_000
"""Brackets of an answer at which JSON is looked for."""
_MENTIONS: Final = ("triggers", "arguments")
_OFFSETS: Final = ("start", "end", "fragments")

_opening = re.compile(r"[\[{]")
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


class Reader:
    """Reads answers, and counts in ``left_out`` what is left out of them, by kind of finding."""

    def __init__(self, ontology: Ontology, left_out: Counter[str]) -> None:
        # Under the ontology of its own type a role or a mode of another one is unknown.
        self._ontologies = {
            event_type.id: replace(
                ontology,
                types=(event_type,),
                roles={role: ontology.roles[role] for role in event_type.role_names},
            )
            for event_type in ontology.types
        }
        self._ontology, self._left_out = ontology, left_out

    def read(self, text: str, article: Article) -> tuple[PredictedEvent, ...] | None:
        """Return the events of an answer that fit schema and ontology, None where it holds none in JSON."""
        told = _events(text)
        if told is None:
            return None
        events = [event for value in told for event in self._fitting(value, article)]
        if len(events) > MAX_EVENTS:
            self._left_out["limit"] += len(events) - MAX_EVENTS
        return tuple(events[:MAX_EVENTS])

    def _fitting(self, event: Any, article: Article) -> tuple[PredictedEvent, ...]:
        """Return an event without what the judge of predictions finds wrong; nothing where that is all."""
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
                self._left_out.update(pieces.values())
                if () in pieces:
                    return ()
                # From the back, so that the places of the others stay what they are.
                for *path, last in sorted(pieces, reverse=True):
                    reduce(getitem, path, event).pop(last)
            else:
                return accepted[article.article_id].events


def _events(text: str) -> list[Any] | None:
    """Return what an answer lists as events, None where it has no JSON that looks like some.

    The last list counts, since a model may think aloud first; of one that was cut off, its whole events.
    """
    # A list that was drafted in thought is whole, and would count in place of an answer that was cut off.
    values = list(_values(text.rpartition("</think>")[2]))
    objects = [value for value in values if isinstance(value, dict)]
    listed = [value for value in values if isinstance(value, list) and any(map(_is_event, value))]
    wrapped = [value["events"] for value in objects if isinstance(value.get("events"), list)]
    loose = [value for value in objects if _is_event(value)]
    if wrapped or listed:
        return (wrapped or listed)[-1]
    return loose or ([] if values == [[]] else None)


def _values(text: str) -> Iterator[Any]:
    """Yield the JSON objects and lists in a text that stand in no other whole one, in order."""
    at = 0
    for _ in range(_OPENINGS):
        opening = _opening.search(text, at)
        if opening is None:
            return
        try:
            value, at = _decode(text, opening.start())
        except (ValueError, RecursionError):
            at = opening.end()
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


def _pieces(findings: tuple[Finding, ...], event: Any) -> dict[Keys, str]:
    """Return the paths in an event of what is to be left out, and the kind of the first finding in each."""
    paths: dict[str, Keys] = {"$": ()}
    paths |= {json_path(("events", 0, *keys)): keys for keys, _ in walk(event)}
    found: dict[Keys, str] = {}
    for finding in findings:
        keys = paths[enclosing(finding.path, paths)]
        if finding.kind != "unknown-field":
            keys = _part(keys)
        found.setdefault(keys, finding.kind)
    return {
        keys: kind for keys, kind in found.items() if not any(keys[:end] in found for end in range(len(keys)))
    }
