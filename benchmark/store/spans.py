"""Whether words stand where they are said to stand; and if not, under which reading they would."""

import itertools
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from benchmark.records.article import words_at
from benchmark.records.errors import Finding
from benchmark.records.lookup import edges
from benchmark.store.findings import SHOWN_CHARACTERS, Keys, Place

ONLY_WHITE = "is only white space"

GREATEST_OFFSET: Final = 2**31 - 1
"""What the schemas let in: 32 bits hold it."""
_PLACES: Final = 100
"""Where words are looked for that came without a place, and stand inside other words."""


class Text:
    """An article's text, with the readings of offsets that other tools have: made when first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.length = len(text)

    def reading(self, words: str, start: int, end: int) -> str | None:
        """Return what ``[start:end]`` would have to count to be the words, None where nothing does."""
        if self._utf16[2 * start : 2 * end] == words.encode("utf-16-le"):
            return "UTF-16 units"
        if self._utf8[start:end] == words.encode():
            return "UTF-8 bytes"
        if words == self._crlf[start:end]:
            return "a line end as two characters, CR LF"
        if words == self._lf[start:end]:
            return "CR LF as one character"
        if self._nfc[start:end] == unicodedata.normalize("NFC", words):
            return "characters of Unicode form NFC"
        return None

    def nearest(self, words: str, start: int) -> str | None:
        """Return the place ``start:end`` of the words nearest to an offset, None where they stand nowhere."""
        before = self.text.rfind(words, 0, start + len(words))
        after = self.text.find(words, start)
        places = [place for place in (before, after) if place >= 0]
        if not places:
            return None
        place = min(places, key=lambda at: abs(at - start))
        return f"{place}:{place + len(words)}"

    def standing(self, words: str) -> str | None:
        """Return the place ``start:end`` where words stand between word edges, None where nowhere.

        Of words that stand inside others again and again, no more than some places are looked at.
        """
        start = -1
        for _ in range(_PLACES):
            start = self.text.find(words, start + 1)
            if start < 0:
                return None
            end = start + len(words)
            if self._edges[start] and self._edges[end]:
                return f"{start}:{end}"
        return None

    @cached_property
    def _edges(self) -> list[bool]:
        return edges(self.text)

    @cached_property
    def _utf16(self) -> bytes:
        return self.text.encode("utf-16-le")

    @cached_property
    def _utf8(self) -> bytes:
        return self.text.encode()

    @cached_property
    def _lf(self) -> str:
        return self.text.replace("\r\n", "\n")

    @cached_property
    def _crlf(self) -> str:
        return self._lf.replace("\n", "\r\n")

    @cached_property
    def _nfc(self) -> str:
        return unicodedata.normalize("NFC", self.text)


def stands(mention: dict[str, Any], text: Text | None) -> bool:
    """Whether a mention of one piece stands where it says: the short way past ``check`` for nearly all."""
    words, start, end = mention.get("text"), mention.get("start"), mention.get("end")
    return (
        text is not None
        and type(words) is str
        and type(start) is int
        and type(end) is int
        and 0 <= start < end <= text.length
        and text.text[start:end] == words
        and not words.isspace()
        and not mention.get("fragments")
    )


def check(mention: dict[str, Any], text: Text | None, place: Place, path: Keys) -> Iterator[Finding]:
    """Yield what is wrong with the words and offsets of a mention whose text, if known, is ``text``.

    Parts that the schema refuses are passed over.
    """
    words, start, end = mention.get("text"), mention.get("start"), mention.get("end")
    fragments = mention.get("fragments") or []
    if isinstance(words, str) and words.isspace():
        yield place.finding((*path, "text"), "empty", ONLY_WHITE)
    elif start is None or end is None:
        if start is not end:
            present = "start" if end is None else "end"
            yield place.finding(path, "span", f"has {present} alone", allowed="start and end, or neither")
        elif fragments:
            message = "stand without start and end"
            yield place.finding((*path, "fragments"), "span", message, allowed="the outer limits beside them")
    elif _offsets(start, end) and _pairs(fragments):
        problem = _order(fragments, start, end)
        if problem is not None:
            yield place.finding(path, "span", problem, found=f"{start}:{end}")
        elif text is not None:
            pieces = [(first, last) for first, last in fragments] or [(start, end)]
            yield from _words(words, pieces, text, place, path)
            yield from _white(pieces, text, place, path)


def _words(
    words: Any, pieces: list[tuple[int, int]], text: Text, place: Place, path: Keys
) -> Iterator[Finding]:
    start, end = pieces[0][0], pieces[-1][1]
    where = f"{start}:{end}"
    beyond = end > text.length
    standing = words_at(text.text, pieces)
    if not isinstance(words, str):
        if beyond:
            message = f"goes beyond the text, which ends at {text.length}"
            yield place.finding(path, "span", message, found=where)
        elif standing.isspace():
            yield place.finding(path, "empty", ONLY_WHITE, found=where)
        return
    if not words or (words == standing and not beyond):
        return
    message = f"does not stand at {where}"
    message += f", beyond the end of the text at {text.length}" if beyond else ""
    near = None
    if len(pieces) == 1:
        reading = text.reading(words, start, end)
        message += f", but would if offsets counted {reading}" if reading else ""
        near = text.nearest(words, start)
    allowed = None if beyond else f"'{standing[:SHOWN_CHARACTERS]}'"
    yield place.finding((*path, "text"), "span", message, found=words, allowed=allowed, near=near)


def _white(pieces: list[tuple[int, int]], text: Text, place: Place, path: Keys) -> Iterator[Finding]:
    """Yield the fragments of only white space, where not all of them are."""
    white = [text.text[start:end].isspace() for start, end in pieces]
    if not all(white):
        for index, (start, end) in enumerate(pieces):
            if white[index]:
                at = (*path, "fragments", index)
                yield place.finding(at, "empty", ONLY_WHITE, found=f"{start}:{end}")


def _offsets(*offsets: Any) -> bool:
    return all(type(offset) is int and 0 <= offset <= GREATEST_OFFSET for offset in offsets)


def _pairs(fragments: Any) -> bool:
    return isinstance(fragments, list) and all(
        isinstance(pair, list) and len(pair) == 2 and _offsets(*pair)  # noqa: PLR2004 - a pair
        for pair in fragments
    )


def _order(fragments: list[list[int]], start: int, end: int) -> str | None:
    """Return how offsets do not follow each other, None where they do."""
    if start >= end or any(first >= last for first, last in fragments):
        return "ends before it has begun"
    if any(one[1] > other[0] for one, other in itertools.pairwise(fragments)):
        return "has fragments out of order, or over each other"
    if fragments and (fragments[0][0], fragments[-1][1]) != (start, end):
        return "is not where its fragments begin and end"
    return None
