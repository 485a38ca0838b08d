"""MUC-4 texts: messages that start with their id and open with a dateline (doc/text-headers-info)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.journal import Place
from benchmark.corpus.importers.muc4 import days
from benchmark.corpus.importers.muc4.days import Day

if TYPE_CHECKING:
    from collections.abc import Iterator


ID: Final = re.compile(r"([A-Z][0-9A-Z]*-MUC[0-9]-[0-9]{4})(?:\s+\([^()]*\))?\s*")
"""A line that starts a message; some name the site that prepared it."""

_DATELINE: Final = re.compile(
    rf"""\s*
    (?P<place> [^\s,-] [^,]*? ) ,\s+
    (?P<date> NO\s+DATE | {days.DAY} ) \s*
    (?P<source> [(\[] [^()\[\]]* [)\]] )? \s*
    --""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a message: ``text[start:end]``, the day or part of it, who sent it."""

    start: int
    end: int
    day: Day | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """One text as it stands, but for the blank lines around it; ``place`` is the line of its id."""

    message_id: str
    text: str
    place: Place
    dateline: Dateline | None


def read(file: str, content: str) -> Iterator[Message]:
    """Yield the messages of a file in order; ``file`` is its name in reports."""
    lines = content.split("\n")
    starts = [(number, match[1]) for number, line in enumerate(lines) if (match := ID.fullmatch(line))]
    ends = [number for number, _ in starts[1:]] + [len(lines)]
    for (start, message_id), end in zip(starts, ends, strict=True):
        body = lines[start + 1 : end]
        while body and not body[0].strip():
            body.pop(0)
        while body and not body[-1].strip():
            body.pop()
        text = "".join(f"{line}\n" for line in body)
        yield Message(message_id, text, Place(file, start + 1), _dateline(text))


def _dateline(text: str) -> Dateline | None:
    """Return the dateline, which may be broken over lines but not over paragraphs, or None."""
    paragraph = re.split(r"\n\s*\n", text, maxsplit=1)[0]
    match = _DATELINE.match(paragraph)
    if not match:
        return None
    source = match["source"]
    return Dateline(
        start=match.start("place"),
        end=match.end(),
        day=days.read_day(match["date"]),
        source=" ".join(source[1:-1].split()) if source else None,
    )
