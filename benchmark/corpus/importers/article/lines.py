"""Lines of a scraped page that are no running text, by how they are written; patterns are for English."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.datefields import DateFieldError, normalise
from benchmark.records import date
from benchmark.records.article import Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHORT: Final = 160
"""Characters of the longest line that is a heading, a caption's credit, a teaser or a link."""
_HEAD: Final = 15
"""Lines in which the day of publication is looked for."""

_FLAGS: Final = re.IGNORECASE
_MORE: Final = re.compile(
    r"(?:read|see|learn|show|load|view|find out) (?:more|the full story|all)\W*|continue reading\W*|"
    r"keep reading\W*|click here\W*|advertisement\W*|share(?: this(?: article| story)?)?\W*",
    _FLAGS,
)
_RELATED_HEAD: Final = re.compile(
    r"(?:related|read also|see also|also read|most (?:read|popular|viewed)|trending|recommended|more stories|"
    r"you may (?:also )?like|keep reading|editor'?s picks|top stories|latest news)\W*",
    _FLAGS,
)
_RELATED: Final = re.compile(
    r"(?:related(?: stories| articles)?|read also|also read|see also|read more|more (?:on|from|about) [^:]*|"
    r"also(?: on our site)?|from the archives?|in this series|older [a-z]+)\s*:.+",
    _FLAGS,
)
_TEASER: Final = re.compile(
    r"(?:watch|listen|video|podcast|in pictures|gallery|next(?: in this series)?|coming up|tomorrow|"
    r"opinion|read the [a-z ]+ in full)\s*:.+",
    _FLAGS,
)
_CREDIT: Final = re.compile(
    r"(?:©|\(c\)|(?:file )?(?:photo(?:graph)?|image|picture|illustration|graphic)s?(?: credit)?\s*"
    r"(?::|by |©)|credit\s*:).{0,120}",
    _FLAGS,
)
_CREDIT_WITHIN: Final = re.compile(
    r"(?:©\s*|\(?(?i:file )?(?i:photo|image|picture)(?i: credit)?\s*:|\([A-Z][A-Za-z]{1,11} (?:Photo|via)\b)"
    r"[^.!?]{0,100}$|(?<= )\S+(?: \S+){0,3}/(?:Getty Images|AFP|Reuters|AP|EPA)\W*$"
)
_BYLINE: Final = re.compile(
    r"(?:(?i:by|words by|written by|review by|reporting by)\s+(?:the\s+)?[^\W\d_a-z]|(?i:published by )\w)"
    r"[^.!?:]{1,80}"
)
_PLACE: Final = r"[^\W\d_a-z][^\W\d_a-z.'\u2019/-]+"
_DATELINE: Final = re.compile(
    rf"{_PLACE}(?: {_PLACE}){{0,3}}(?:, [^\u2014\u2013()\n]{{1,40}})?(?: \([^()\n]{{2,40}}\))?"
    r"\s*(?:\u2014|\u2013|--|\s-\s)"
)
_BOILERPLATE: Final = re.compile(
    r"all rights reserved|©.{0,40}\b(?:19|20)[0-9]{2}\b|copyright\b|\bsubscribe\b|sign up\b|newsletter|"
    r"\bcookies?\b|terms of (?:use|service)|privacy policy|follow (?:us|this page)|back to top|log ?in\b|"
    r"download (?:our|the) app|this (?:story|page) (?:is developing|was last)|more follows|"
    r"reporting by .*editing by|comments? (?:are|is) closed|print this|e-?mail this",
    _FLAGS,
)
_PUBLISHED: Final = re.compile(
    r"(?:(?:first )?published|posted|updated|last (?:updated|modified)|date)?(?: on| at)?\s*:?\s*(?P<day>.+?)"
    r"(?:,?(?: at)? [0-9]{1,2}[:.][0-9]{2}.*| \|.*)?",
    _FLAGS,
)


def regions(text: str, hints: Mapping[int, str] | None = None) -> tuple[Region, ...]:
    """Return what is no running text, in order, each a line or a part of one.

    ``hints`` are kinds of lines, by where these start, that a page's own markup tells.
    """
    told = hints or {}
    written = list(_lines(text))
    repeated = _repeated(line for _, line in written)
    found: list[Region] = []
    in_related = False
    for start, line in written:
        end = start + len(line)
        kind = told.get(start)
        own = _kind(line, repeated)
        if own is None and in_related and _is_heading(line):
            own = "related"
        in_related = own == "related" and (in_related or _RELATED_HEAD.fullmatch(line) is not None)
        if own and kind in {None, "boilerplate"}:
            kind = own
        credited = _CREDIT_WITHIN.search(line) if kind == "caption" else None
        if credited and credited.start():
            words = line[: credited.start()].rstrip()
            found.append(Region(kind="caption", start=start, end=start + len(words)))
            found.append(Region(kind="credit", start=start + credited.start(), end=end))
        elif kind:
            found.append(Region(kind=kind, start=start, end=end))
        else:
            found += _parts(line, start)
    return tuple(found)


def published(text: str) -> str | None:
    """Return the one day that stands alone in a line among the first; None where there is none."""
    for _, line in list(_lines(text))[:_HEAD]:
        match = _PUBLISHED.fullmatch(line) if len(line) <= _SHORT else None
        if match:
            try:
                value = normalise(match["day"])
            except DateFieldError:
                continue
            if value and date.is_day(value):
                return value
    return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield start and words of each line that has any."""
    place = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            yield place + line.index(words), words
        place += len(line) + 1


def _repeated(lines: Iterator[str]) -> frozenset[str]:
    """Return titles that stand twice on a line, or on several lines: a scraper read their link's parts."""
    counts: Counter[str] = Counter()
    for line in lines:
        half = _half(line)
        counts[half or line] += 2 if half else 1
    return frozenset(line for line, count in counts.items() if count > 1 and _is_heading(line))


def _half(line: str) -> str | None:
    """Return the title that a line says twice."""
    middle = len(line) // 2
    one, other = line[:middle].strip(), line[middle:].strip()
    return one if one and one == other and " " in one else None


def _is_heading(line: str) -> bool:
    return len(line) <= _SHORT and line[-1] not in ".;,"


def _kind(line: str, repeated: frozenset[str]) -> str | None:  # noqa: PLR0911 - a way out for each kind
    """Return what a whole line is, by its words; None for running text."""
    if _half(line) or (line in repeated and not _MORE.fullmatch(line)):
        return "teaser"
    if _MORE.fullmatch(line):
        return "boilerplate"
    if len(line) > _SHORT:
        return None
    if _RELATED_HEAD.fullmatch(line) or _RELATED.fullmatch(line):
        return "related"
    if _TEASER.fullmatch(line):
        return "teaser"
    if _CREDIT.fullmatch(line) and not _BOILERPLATE.search(line):
        return "credit"
    if _BYLINE.fullmatch(line):
        return "byline"
    return "boilerplate" if _BOILERPLATE.search(line) else None


def _parts(line: str, start: int) -> Iterator[Region]:
    """Yield a dateline that opens a line, and a photo's credit that ends it."""
    opening = _DATELINE.match(line)
    if opening:
        yield Region(kind="dateline", start=start, end=start + opening.end())
    closing = _CREDIT_WITHIN.search(line)
    if closing and closing.start() > (opening.end() if opening else 0):
        yield Region(kind="credit", start=start + closing.start(), end=start + len(line))
