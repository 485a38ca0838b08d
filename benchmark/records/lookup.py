"""Where a text stands in an article: exactly, or else folded, always at word edges (scoring.md, 1)."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmark.records.text import (
    ends_in_article,
    fold,
    is_english,
    is_format,
    is_outer,
    joins,
    spell,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Interval = tuple[int, int]
"""Half-open code-point offsets."""

_FEW: Final = 1_000
"""Characters of category Cf that may be passed over again and again."""
_ASCII_WHITE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"


class Found(NamedTuple):
    """The occurrences of a text in order; ``folded`` where none is exact."""

    places: tuple[Interval, ...]
    folded: bool


class Lookup:
    """An article's text in which texts are looked up; ``language`` is its BCP 47 tag."""

    def __init__(self, text: str, language: str = "en") -> None:
        self._text = text
        self._language = language
        self._is_edge = edge_finder(text)
        self._known: dict[str, Found] = {}
        self._known_folds: dict[str, tuple[Interval, ...]] = {}

    def find(self, needle: str) -> Found:
        """Return where a text stands exactly, overlaps included; if nowhere, where its fold does.

        A folded occurrence is a span whose fold equals the text's and which holds no other one. An empty fold
        stands nowhere.
        """
        found = self._known.get(needle)
        if found is None:
            found = Found(tuple(self._exact(needle)), folded=False)
            if not found.places:
                found = Found(self._folded(fold(needle, self._language)), folded=True)
            self._known[needle] = found
        return found

    def _exact(self, needle: str) -> Iterator[Interval]:
        for start in _finds(self._text, needle):
            end = start + len(needle)
            if self._is_edge(start) and self._is_edge(end):
                yield start, end

    def _folded(self, folded: str) -> tuple[Interval, ...]:
        if not folded:
            return ()
        places = self._known_folds.get(folded)
        if places is None:
            places = self._known_folds[folded] = _innermost(self._candidates(folded))
        return places

    def _candidates(self, folded: str) -> Iterator[Interval]:
        """Yield spans at word edges whose fold is given, every innermost one among them."""
        for begin, start, stop in self._spelling.cores(folded):
            end = self._edge_after(stop)
            if end is None:
                continue
            near = self._edge_before(start)
            if near is not None and self._holds(near, end, folded):
                yield near, end
            elif begin is not None and is_english(self._language):
                # A fold that begins with an article needs another one before it, to be taken off.
                far = self._edge_before(self._spelling.article_before(begin))
                if far is not None and self._holds(far, end, folded):
                    yield far, end

    def _holds(self, start: int, end: int, folded: str) -> bool:
        return fold(self._text[start:end], self._language) == folded

    def _edge_before(self, start: int | None) -> int | None:
        """Return the nearest word edge at or before a place with only outer characters between, or None."""
        text = self._text
        while start is not None and not self._is_edge(start):
            start = start - 1 if _is_bare(text[start - 1]) else None
        return start

    def _edge_after(self, end: int) -> int | None:
        """Return the nearest word edge at or after a place with only outer characters between, or None."""
        text = self._text
        while is_format(text[end - 1]):
            end -= 1
        while not self._is_edge(end):
            if not _is_bare(text[end]):
                return None
            end += 1
        return end

    @functools.cached_property
    def _spelling(self) -> _Spelling:
        return _Spelling(self._text)


def is_edge(text: str, place: int) -> bool:
    """Return whether a word may begin or end here: not between two letters, marks or digits.

    Category Cf is passed over; letters, marks and digits of scripts without spaces do not count.
    """
    left, right = place - 1, place
    while left >= 0 and is_format(text[left]):
        left -= 1
    if left < 0 or not joins(text[left]):
        return True
    while right < len(text) and is_format(text[right]):
        right += 1
    return right == len(text) or not joins(text[right])


def edges(text: str) -> list[bool]:
    """Return of each place, the end included, what ``is_edge`` says of it: in linear time, also among Cf."""
    before, after = list(_joins_before(text)), list(_joins_before(text[::-1]))
    return [not (left and right) for left, right in zip(before, reversed(after), strict=True)]


def edge_finder(text: str) -> Callable[[int], bool]:
    """Return what says of a place in a text what ``is_edge`` says.

    That passes over runs of category Cf each time, which takes too long where a text has many of them.
    """
    if text.isascii() or sum(map(text.count, filter(is_format, set(text)))) <= _FEW:
        return functools.partial(is_edge, text)
    return edges(text).__getitem__


def _joins_before(text: str) -> Iterator[bool]:
    """Yield of each place whether the character before it, category Cf passed over, joins the next."""
    joined = False
    yield joined
    for character in text:
        if not is_format(character):
            joined = joins(character)
        yield joined


def _finds(text: str, needle: str) -> Iterator[int]:
    start = text.find(needle) if needle else -1
    while start >= 0:
        yield start
        start = text.find(needle, start + 1)


def _innermost(spans: Iterator[Interval]) -> tuple[Interval, ...]:
    """Return the distinct spans that hold no other one, in order."""
    kept: list[Interval] = []
    for start, end in sorted(set(spans), key=lambda span: (-span[0], span[1])):
        if not kept or end < kept[-1][1]:
            kept.append((start, end))
    return tuple(reversed(kept))


def _is_bare(character: str) -> bool:
    """Return whether nothing but outer characters is left of a character once spelt."""
    return all(map(is_outer, spell(character)))


_spelt = functools.lru_cache(maxsize=1 << 12)(spell)


class _Cut(NamedTuple):
    """A word edge inside a segment, and what its parts spell.

    ``after_begins`` and ``before_ends`` are where these would begin and end if the whole spelling held them;
    ``before`` has no outer characters at its end. A part is empty where no span begins or ends here.
    """

    place: int
    after: str
    after_begins: int
    before: str
    before_ends: int


class _Spelling:
    """A whole text spelt, white space runs as one space, with the way back to the text.

    Spelling commutes with cutting only where the next character never leans on the one before: marks compose,
    vowels and consonants join a syllable, Cf goes. So the text is a row of segments, each a character and
    those that lean on it. Neighbouring segments of one character that spell one character are a single step
    of the way back; any other segment, and a run of white space, is a step of its own.
    """

    def __init__(self, text: str) -> None:
        self._text = _evenly_spaced(text)
        self._is_edge = edge_finder(self._text)
        self._begins: list[int] = []
        self._steps: list[tuple[int, int, bool]] = []
        self._cuts: list[_Cut] = []
        self._cuts_at: dict[int, list[_Cut]] = {}
        self._inner: dict[str, list[Interval]] = {}
        parts: list[str] = []
        length = 0
        spaced = False
        whole = spell(self._text)
        ahead = 0
        for start, stop, even in _steps(self._text):
            if even:
                part = whole[start + ahead : stop + ahead]
            else:
                part = _spelt(self._text[start:stop])
                ahead += len(part) - (stop - start)
            doubled = spaced and part.startswith(" ")
            first = start + 1 if doubled and even else start
            part = part[doubled:]
            if not part:
                continue
            self._begins.append(length)
            self._steps.append((first, stop, even))
            if stop - start > 1 and not even:
                self._cut((start, stop), (length, length + len(part)), doubled=doubled)
            parts.append(part)
            length += len(part)
            spaced = part.endswith(" ")
        self.spelt = "".join(parts)

    def cores(self, folded: str) -> Iterator[tuple[int | None, int, int]]:
        """Yield (place in the spelling or None, start, end) wherever a fold may stand in the text.

        Every span of that fold holds one, the rest of it being outer characters, or they and an article.
        """
        size = len(folded)
        for begin in _finds(self.spelt, folded):
            yield begin, self._source(begin)[0], self._source(begin + size - 1)[1]
        for cut in self._cuts:
            if cut.after.startswith(folded[0]):
                end = cut.after_begins + size
                if end <= len(self.spelt):
                    yield None, cut.place, self._source(end - 1)[1]
                for other in self._cuts_at.get(end, ()):
                    yield None, cut.place, other.place
            if cut.before.endswith(folded[-1]) and cut.before_ends >= size:
                begin = cut.before_ends - size
                yield begin, self._source(begin)[0], cut.place
        for start, stop in self._inner.get(folded, ()):
            yield None, start, stop

    def article_before(self, begin: int) -> int | None:
        """Return where in the text the article starts that stands before a place in the spelling, or None.

        Between them stand outer characters only, if any.
        """
        end = begin
        while end and is_outer(self.spelt[end - 1]):
            end -= 1
        start = ends_in_article(self.spelt, end)
        return None if start < 0 else self._source(start)[0]

    def _cut(self, segment: Interval, spelt: Interval, *, doubled: bool) -> None:
        """Note the word edges inside a segment, which its spelling does not show.

        ``spelt`` is where that stands in the whole; ``doubled``, whether a space at its front was left out.
        """
        text = self._text
        start, stop = segment
        places = [place for place in range(start + 1, stop) if self._is_edge(place)]
        # Beside category Cf a span that begins or ends further in is spelt alike, and is the inner one.
        begins = [place for place in places if not is_format(text[place])]
        ends = [place for place in places if not is_format(text[place - 1])]
        for place in begins:
            after = spell(text[place:stop])
            self._cuts.append(_Cut(place, after, spelt[1] - len(after), "", 0))
        for place in ends:
            before = spell(text[start:place])
            before = before[doubled and before.startswith(" ") :]
            while before and is_outer(before[-1]):
                before = before[:-1]
            cut = _Cut(place, "", 0, before, spelt[0] + len(before))
            self._cuts.append(cut)
            self._cuts_at.setdefault(cut.before_ends, []).append(cut)
        for first in begins:
            for last in ends[bisect.bisect_right(ends, first) :]:
                self._inner.setdefault(spell(text[first:last]), []).append((first, last))

    def _source(self, place: int) -> Interval:
        """Return the segment of the text that a character of the spelling comes from."""
        step = bisect.bisect_right(self._begins, place) - 1
        start, stop, even = self._steps[step]
        if not even:
            return start, stop
        start += place - self._begins[step]
        return start, start + 1


def _evenly_spaced(text: str) -> str:
    """Return the text with a plain space for every white space character."""
    for character in _ASCII_WHITE if text.isascii() else filter(str.isspace, set(text)):
        text = text.replace(character, " ")
    return text


def _steps(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each step of a text, and whether it is a stretch, one character spelling one.

    Of a run of spaces only the first is in a step.
    """
    last = 0
    for match in _uneven(text):
        start, stop = match.span()
        blank = text.startswith("  ", start)
        if last < start + blank:
            yield last, start + blank, True
        if not blank:
            yield start, stop, False
        last = stop
    if last < len(text):
        yield last, len(text), True


def _uneven(text: str) -> Iterator[re.Match[str]]:
    """Yield runs of spaces, and segments that are not one character spelling one."""
    if text.isascii():
        return re.finditer("  +", text)
    kinds = {character: _kind(character) for character in sorted(set(text))}
    leaning = "".join(re.escape(character) for character in kinds if kinds[character] == "leaning")
    wide = "".join(re.escape(character) for character in kinds if kinds[character] == "wide")
    forms = ["  +"] + [f"[^{leaning}]?[{leaning}]+"] * bool(leaning) + [f"[{wide}]"] * bool(wide)
    return re.finditer("|".join(forms), text)


@functools.lru_cache(maxsize=1 << 14)
def _kind(character: str) -> str:
    """Return whether a character leans on the one before it, spells more than one, or is even."""
    if is_format(character) or leans(unicodedata.normalize("NFKC", character)[0]):
        return "leaning"
    return "even" if len(spell(character)) == 1 else "wide"


def leans(character: str) -> bool:
    """Return whether a character may compose or change places with one before it.

    Marks, vowels and final consonants of Hangul, and the vowels of Kirat Rai (Unicode 16).
    """
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or "\U00016d40" <= character <= "\U00016d7f"
    )
