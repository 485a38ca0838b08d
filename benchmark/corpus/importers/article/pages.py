"""A web page as lines: each block of visible words one, with what the markup and an extractor say of it.

The extractor is trafilatura (Barbaresi 2021), the day of publication that of htmldate: the extra ``html``.
"""

from __future__ import annotations

import logging
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from benchmark.records.errors import MisuseError
from benchmark.store import files
from benchmark.store.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmark.corpus.importers.markup import Element

BYTES: Final = 8 * 1024**2
"""Of one page."""
INSTALL: Final = "pip install 'dateline-bench[html]'"

# Not the day of the import: htmldate would take no later one, and the same page would read otherwise later.
_LAST_DAY: Final = "2100-12-31"

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEAD_BYTES: Final = 4096
# XML has no place for these, a form feed among them, and what looks for the story and its day stumbles there.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE: Final = re.compile("&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));?")
_UNSEEN: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "canvas"}
)
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "tr", "ul", "video", "audio",
})  # fmt: skip
_BY_TAG: Final = {
    "figcaption": "caption",
    "nav": "boilerplate",
    "footer": "boilerplate",
    "form": "boilerplate",
}
_BY_CLASS: Final = (
    ("caption", re.compile(r"\b(?:wp-)?caption\b|figcaption")),
    ("credit", re.compile(r"\b(?:photo|image|picture|media)?[-_ ]?credit\b|\bphotographer\b")),
    ("byline", re.compile(r"\bby-?line\b|\bauthors?\b")),
    (
        "related",
        re.compile(
            r"\brelated\b|\brecommend|\bmost-?(?:read|popular)\b|\bread-?(?:more|also)\b|\bsee-?also\b"
        ),
    ),
    ("teaser", re.compile(r"\bteaser\b|\bpromo\b")),
    (
        "boilerplate",
        re.compile(r"\bnewsletter\b|\bcookie|\bshare\b|\bsocial\b|\bbreadcrumb|\bcomments?\b|\bmenu\b"),
    ),
)


@dataclass(slots=True)
class Page:
    """A page's visible text, a line a block; ``hints`` are kinds of lines by where they start.

    ``main``: the extractor found the article's text.
    """

    text: str
    hints: dict[int, str] = field(default_factory=dict)
    main: bool = False
    title: str = ""
    published: str | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None


def is_page(text: str) -> bool:
    """Whether a text is a web page, whatever its file is called."""
    head = text[:_HEAD_BYTES].lstrip().lower()
    return head.startswith("<") and ("<html" in head or "<!doctype html" in head)


def read(path: Path, text: str | None = None) -> Page:
    """Return the page of a file, or of the text that stands in it.

    Raises:
        MisuseError: the extra is not installed, or it is no file.
        FindingsError: it is in no encoding that it declares, or has no visible words.
    """
    extractor, dates = _installed()
    content = _decoded(path) if text is None else text
    if "\x00" in content:
        raise Place(str(path)).refusal("control", "holds U+0000")
    root = _tree(content)
    lines = list(_lines(root)) if root is not None else []
    if not lines:
        raise Place(str(path)).refusal("empty", "has no visible words")
    page = Page(text="")
    content = _fit(content)
    main = _main(extractor, content)
    page.main = bool(main)
    parts: list[str] = []
    place = 0
    for words, kind in lines:
        hint = kind or (None if not main or _even(words) in main else "boilerplate")
        if hint and hint != "text":
            page.hints[place] = hint
        parts.append(f"{words}\n\n")
        place += len(parts[-1])
    page.text = "".join(parts).removesuffix("\n")
    _describe(page, root, extractor, dates, content)
    return page


def _installed() -> tuple[Any, Any]:
    try:
        import htmldate
        import trafilatura
    except ImportError:
        raise MisuseError(f"web pages need the package trafilatura: {INSTALL}") from None
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they quote the page
    return trafilatura, htmldate


def _decoded(path: Path) -> str:
    """Return the text of a page: UTF-8, else the encoding that it declares."""
    data = files.read_bytes(path, limit=BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    try:
        return data.decode(declared[1].decode() if declared else "utf-8")
    except (LookupError, UnicodeError, ValueError):
        message = "is neither UTF-8 nor in the encoding that it declares"
        raise Place(str(path), line).refusal("encoding", message) from None


def _fit(content: str) -> str:
    """Return a page with a space for each character, or reference to one, that XML has no place for."""

    def resolved(found: re.Match[str]) -> str:
        number = int(found[1], 16) if found[1] else int(found[2])
        return " " if number <= sys.maxunicode and _UNFIT.match(chr(number)) else found[0]

    return _UNFIT.sub(" ", _REFERENCE.sub(resolved, content))


def _tree(content: str) -> Element | None:
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    return etree.fromstring(content.encode("utf-8", "surrogatepass"), parser) if content.strip() else None


def _lines(root: Element) -> Iterator[tuple[str, str | None]]:
    """Yield the words of each block in order, and what its markup says that they are.

    ``text`` is said of headlines, which an extractor may leave out. An explicit stack: pages nest deep.
    """
    words: list[str] = []
    kinds: list[str | None] = [None]
    stack: list[tuple[Element, bool]] = [(root, False)]

    def broken() -> Iterator[tuple[str, str | None]]:
        line = " ".join("".join(words).split())
        words.clear()
        if line:
            yield line, kinds[-1]

    while stack:
        element, done = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if done:
            if tag in _BLOCKS:
                yield from broken()
                kinds.pop()
        elif tag not in _UNSEEN and tag:
            if tag in _BLOCKS:
                yield from broken()
                kinds.append(_marked(element, tag) or kinds[-1])
            words.append(element.text or "")
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        words.append(element.tail or "")
    yield from broken()


def _marked(element: Element, tag: str) -> str | None:
    if tag == "h1":
        return "text"
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    told = f"{element.get('class', '')} {element.get('id', '')} {element.get('rel', '')}".lower()
    return next((kind for kind, pattern in _BY_CLASS if pattern.search(told)), None)


def _main(extractor: Any, content: str) -> frozenset[str]:
    """Return the lines of the article's own text, as the extractor finds them."""
    found = extractor.extract(content, output_format="txt", include_comments=False, favor_recall=True)
    return frozenset(_even(line.removeprefix("- ")) for line in (found or "").split("\n") if line.strip())


def _even(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def _describe(page: Page, root: Element, extractor: Any, dates: Any, content: str) -> None:
    """Add what the page says of itself."""
    told = extractor.extract_metadata(content)
    page.title = (getattr(told, "title", None) or "").strip()
    page.source = getattr(told, "sitename", None)
    page.url = getattr(told, "url", None)
    page.language = root.get("lang") or root.get("xml:lang")
    page.published = dates.find_date(
        content, original_date=True, extensive_search=False, max_date=_LAST_DAY, outputformat="%Y-%m-%d"
    )
