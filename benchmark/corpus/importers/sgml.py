"""LDC's source files: SGML or XML that is not always well-formed, its text what stands between the tags."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.offsets import MARK

if TYPE_CHECKING:
    from collections.abc import Collection

FOLDED: Final = "they count line ends of two characters as one"
"""What an import says of the offsets in a source that was changed so after it was annotated."""

_TAG: Final = re.compile(r"</?[A-Za-z?!][^<>]*>")
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_CRLF: Final = "\r\n"
_DAY: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")


class Source:
    """A source file; ``text`` is it without its tags, references to characters resolved, line ends kept.

    ``folded``: its offsets count CRLF as one character.
    """

    def __init__(self, raw: str, *, folded: bool = False) -> None:
        raw = raw.removeprefix(MARK)
        self.folded = folded
        self._of_raw: list[int] = []
        self._of_untagged: list[int] = []
        characters: list[str] = []
        place = 0
        while place < len(raw):
            tag = _TAG.match(raw, place)
            reference = _ENTITY.match(raw, place)
            found = tag or reference
            step = found.end() - place if found else 1
            if folded and raw.startswith(_CRLF, place):
                step = 2
            counted = step - (raw.count(_CRLF, place, place + step) if folded else 0)
            self._of_raw += [len(characters)] * counted
            if tag is None:
                self._of_untagged += [len(characters)] * counted
                # What HTML leaves out, such as &#1;, is a character of the file all the same.
                resolved = (html.unescape(reference[0])[:1] or "\ufffd") if reference else None
                characters += resolved or raw[place : place + step]
            place += step
        self._of_raw.append(len(characters))
        self._of_untagged.append(len(characters))
        self.text = "".join(characters)

    @classmethod
    def fitting(cls, raw: str, claims: Collection[tuple[int, int, str]], *, tagged: bool) -> Source:
        """Return a source that counts CRLF as one character where more words stand at their offsets so.

        ``claims``: start, end, exclusive, and words. ``tagged``: offsets count the tags of the file.
        """
        as_two = cls(raw)
        if _CRLF not in raw:
            return as_two

        def holding(source: Source) -> int:
            spans = ((source.of_raw if tagged else source.of_untagged)(*claim[:2]) for claim in claims)
            return sum(
                span is not None and source.text[slice(*span)].split() == words.split()
                for span, (_, _, words) in zip(spans, claims, strict=True)
            )

        return max(as_two, cls(raw, folded=True), key=holding)

    def of_raw(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where in the text a stretch of the file stands, its tags counted; end exclusive."""
        return _within(self._of_raw, start, end)

    def of_untagged(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where in the text a stretch of the file without its tags stands; end exclusive."""
        return _within(self._of_untagged, start, end)


def _within(places: list[int], start: int, end: int) -> tuple[int, int] | None:
    return (places[start], places[end]) if 0 <= start < end < len(places) else None


def day(name: str) -> str | None:
    """Return the day in the name of a document such as ``XXX_ENG_20130914.0094``."""
    found = _DAY.search(name)
    return "-".join(found.groups()) if found else None
