"""An article's text under the ways in which annotation tools count it, with the way back to code points."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from benchmark.records.article import Mention, Span, words_at
from benchmark.records.lookup import edge_finder, leans

CODE_POINTS: Final = "code points"
MARK: Final = "\ufeff"
"""The byte order mark that some editors write at the beginning of a file."""
ONLY_PLACE: Final = "the only place where the words stand"
"""In place of a reading: the offsets fit none, but the words stand just once."""

_DECOMPOSED: Final = 4
"""Code points of the longest canonical decomposition of one."""
_WHITE: Final = 1_000
"""Code points of white space that a tool may leave out of the words of a span."""

Steps = Iterator[tuple[int, int]]
"""Code points and units of each step of a text; inside a step of several no offset may fall."""


def _chars(width: Callable[[str], int]) -> Callable[[str], Steps]:
    return lambda text: ((1, width(character)) for character in text)


def _crlf_as_one(steps: Callable[[str], Steps]) -> Callable[[str], Steps]:
    def folded(text: str) -> Steps:
        for line in re.split(r"(\r\n)", text):
            if line == "\r\n":
                yield 2, 1
            else:
                yield from steps(line)

    return folded


def _lf_as_two(text: str) -> Steps:
    last = ""
    for character in text:
        yield 1, 2 if character == "\n" and last != "\r" else 1
        last = character


def _unmarked(text: str) -> Steps:
    mark = text.startswith(MARK)
    if mark:
        yield 1, 0
    yield from itertools.repeat((1, 1), len(text) - mark)


def _graphemes(text: str) -> Steps:
    for cluster in _clusters(text):
        yield len(cluster), 1


def _normal(form: Literal["NFC", "NFD"]) -> Callable[[str], Steps]:
    def normalised(text: str) -> Steps:
        for segment in _segments(text):
            normal = unicodedata.normalize(form, segment)
            if normal == segment:
                yield from itertools.repeat((1, 1), len(segment))
            else:
                yield len(segment), len(normal)

    return normalised


def _utf16(character: str) -> int:
    return 2 if character > "\uffff" else 1


def _utf8(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


def _one(_: str) -> int:
    return 1


READINGS: Final[dict[str, Callable[[str], Steps]]] = {
    CODE_POINTS: _chars(_one),
    "UTF-16 units": _chars(_utf16),
    "UTF-8 bytes": _chars(_utf8),
    "code points, CRLF as one": _crlf_as_one(_chars(_one)),
    "UTF-16 units, CRLF as one": _crlf_as_one(_chars(_utf16)),
    "UTF-8 bytes, CRLF as one": _crlf_as_one(_chars(_utf8)),
    "code points, LF as two": _lf_as_two,
    "code points of the text in NFC": _normal("NFC"),
    "code points of the text in NFD": _normal("NFD"),
    "graphemes": _graphemes,
    "code points, byte order mark as none": _unmarked,
}
"""Ways of counting, the likelier first; on ties the earlier one is believed."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where words stand, in code points, and the way of counting under which the offsets say so."""

    span: Span
    reading: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Offsets as an export gives them, and the words it says stand there, if it does."""

    fragments: Span
    words: str | None = None


class Offsets:
    """A text that answers offsets counted in any of ``READINGS``, ends exclusive."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_edge = edge_finder(text)
        self._places: dict[str, dict[int, int]] = {}

    def span(self, fragments: Span, reading: str = CODE_POINTS) -> Span | None:
        """Return fragments in code points, in order, those that touch or overlap joined.

        None where an offset lies beyond the text or inside a character, or where a fragment is empty.
        """
        places = self._map(reading)
        found: list[tuple[int, int]] = []
        for start, end in sorted(fragments):
            first, last = places.get(start), places.get(end)
            if first is None or last is None or first >= last:
                return None
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            else:
                found.append((first, last))
        return tuple(found) or None

    def words(self, span: Span) -> str:
        """Return the words of a span, fragments joined by one space."""
        return words_at(self.text, span)

    def mention(self, span: Span) -> Mention:
        """Return the mention that covers a span."""
        fragments = span if len(span) > 1 else ()
        return Mention(text=self.words(span), start=span[0][0], end=span[-1][1], fragments=fragments)

    def reading(self, claims: Iterable[Claim]) -> str:
        """Return the way of counting under which most claims hold, the first of ``READINGS`` on ties.

        Of two ways with as many, the one that gives more of the words as they stand, white space included.
        A claim without words holds where it begins and ends at word edges, not at white space.
        """
        claims = list(claims)
        best, held = CODE_POINTS, (-1, -1)
        for reading in READINGS:
            holding = sum(self._holds(claim, reading) for claim in claims), self._exact(claims, reading)
            if holding > held:
                best, held = reading, holding
            if held == (len(claims), len(claims)):
                break
        return best

    def locate(self, claim: Claim, reading: str = CODE_POINTS) -> Located | None:
        """Return where the words of a claim stand, None where nothing fits.

        As counted in ``reading``, else in any other, else where they stand just once; without words, as
        counted in the first that has such offsets. White space and Unicode form are not compared.
        """
        for name in dict.fromkeys((reading, *READINGS)):
            span = self.span(claim.fragments, name)
            if span is None or self.words(span).isspace():
                continue
            if claim.words is None or self._says(span, claim.words):
                # Before the first character that is counted otherwise, all readings are one.
                return Located(span, CODE_POINTS if span == self.span(claim.fragments) else name)
        places = self.find(claim.words) if claim.words and len(claim.fragments) == 1 else []
        return Located((places[0],), ONLY_PLACE) if len(places) == 1 else None

    def find(self, words: str) -> list[tuple[int, int]]:
        """Return where words stand at word edges, white space aside, in order; none for white space alone."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        if not pattern:
            return []
        found = [match.span() for match in re.finditer(pattern, self.text)]
        return [span for span in found if self._is_edge(span[0]) and self._is_edge(span[1])]

    def tokens(self, words: Sequence[str]) -> Span | None:
        """Return where each token stands, only white space between; None if they are not the text's."""
        spans: list[tuple[int, int]] = []
        place = 0
        for word in words:
            start = self.text.find(word, place)
            if start < 0 or self.text[place:start].strip():
                return None
            place = start + len(word)
            spans.append((start, place))
        return None if self.text[place:].strip() else tuple(spans)

    def _holds(self, claim: Claim, reading: str) -> bool:
        span = self.span(claim.fragments, reading)
        if span is None:
            return False
        if claim.words is not None:
            return self._says(span, claim.words)
        return all(
            self._is_edge(start)
            and self._is_edge(end)
            and not (self.text[start].isspace() or self.text[end - 1].isspace())
            for start, end in span
        )

    def _exact(self, claims: Iterable[Claim], reading: str) -> int:
        """Return how many claims have the words at their offsets to the last space, or name none."""
        found = ((claim.words, self.span(claim.fragments, reading)) for claim in claims)
        return sum(
            span is not None
            and (
                words is None
                or (not _is_far_longer(span, words) and _spaced(words) == _spaced(self.words(span)))
            )
            for words, span in found
        )

    def _says(self, span: Span, words: str) -> bool:
        """Return whether a span's words are these, white space and Unicode form aside."""
        return not _is_far_longer(span, words) and _even(self.words(span)) == _even(words)

    def _map(self, reading: str) -> dict[int, int]:
        """Return the code point at each offset that a tool may count."""
        if reading not in self._places:
            places = self._places[reading] = {0: 0}
            place = counted = 0
            for points, units in READINGS[reading](self.text):
                place += points
                counted += units
                places[counted] = place
        return self._places[reading]


def _is_far_longer(span: Span, words: str) -> bool:
    """Return whether a span is too long to be some words, whatever their Unicode form and white space.

    A thousand claims to a whole text would else be compared with all of it in each reading.
    """
    return sum(end - start for start, end in span) > _DECOMPOSED * len(words) + _WHITE


def _spaced(words: str) -> str:
    # Tools write line ends in a surface as a space, or as a backslash and an n.
    return re.sub(r"\\n|\r?\n", " ", words)


def _even(words: str) -> str:
    return unicodedata.normalize("NFC", " ".join(_spaced(words).split()))


def _segments(text: str) -> Iterator[str]:
    """Yield the parts of a text that can be normalised on their own."""
    start = 0
    for place in range(1, len(text)):
        if not leans(unicodedata.normalize("NFD", text[place])[0]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


_JOINER: Final = "\u200d"


def _clusters(text: str) -> Iterator[str]:
    """Yield grapheme clusters: UAX 29 but for Indic conjuncts and prepended marks."""
    cluster = ""
    for character in text:
        if cluster and not _clings(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _clings(cluster: str, character: str) -> bool:
    last = cluster[-1]
    if last == "\r":
        return character == "\n"
    if unicodedata.category(last) in {"Cc", "Zl", "Zp"}:
        return False
    if (
        unicodedata.category(character)[0] == "M"
        or character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags, as in flags of regions
    ):
        return True
    if _is_flag_half(character):
        return len(cluster) == 1 and _is_flag_half(last)
    if last == _JOINER:
        return unicodedata.category(character) == "So" and unicodedata.category(cluster[0]) == "So"
    return _joins_syllable(last, character)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _joins_syllable(last: str, character: str) -> bool:
    """Return whether two characters stand in one Hangul syllable (UAX 29, GB6 to GB8)."""
    vowel, final = "\u1160" <= character <= "\u11a7", "\u11a8" <= character <= "\u11ff"
    block = "\uac00" <= last <= "\ud7a3"
    if "\u1100" <= last <= "\u115f":
        return "\u1100" <= character <= "\u115f" or vowel or "\uac00" <= character <= "\ud7a3"
    if "\u1160" <= last <= "\u11a7" or (block and (ord(last) - 0xAC00) % 28 == 0):
        return vowel or final
    return final and (block or "\u11a8" <= last <= "\u11ff")
