"""An article whose text may not be published: what is said of it, without its words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from benchmark.records.article import Article, words_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmark.records.article import Event, Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub(Article):
    """An article with an empty ``text``, and an empty one in each mention that stands somewhere.

    ``length`` of the text is in code points, ``sha256`` of its UTF-8 bytes. The words of a mention that
    stands nowhere in the text stay: they are its annotators'. So does the title, by which people find it.
    """

    length: int
    sha256: str


def withhold(article: Article) -> Stub:
    """Return what is left of an article without its words."""
    text = article.text
    said = {field.name: getattr(article, field.name) for field in fields(Article)}
    digest = hashlib.sha256(text.encode()).hexdigest()
    said |= {"text": "", "events": _events(article, lambda _: "")}
    return Stub(**said, length=len(text), sha256=digest)


def restore(stub: Stub, text: str) -> Article:
    """Return the article that a stub was made of, given its text."""
    said = {field.name: getattr(stub, field.name) for field in fields(Article)}
    said |= {"text": text, "events": _events(stub, lambda mention: words_at(text, mention.span or ()))}
    return Article(**said)


def _events(article: Article, words: Callable[[Mention], str]) -> tuple[Event, ...] | None:
    """Return the events with other words in the mentions that stand somewhere."""

    def told(mention: Mention) -> Mention:
        return mention if mention.span is None else replace(mention, text=words(mention))

    return None if article.events is None else tuple(event.with_mentions(told) for event in article.events)
