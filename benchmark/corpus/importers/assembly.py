"""Documents of an annotation tool to articles: which labels mark events, how offsets count, what is an id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from benchmark.corpus.importers.datefields import DateFieldError, normalise
from benchmark.corpus.importers.mapping import NOT_TAKEN
from benchmark.corpus.importers.offsets import CODE_POINTS, READINGS, Offsets
from benchmark.corpus.importers.page import Page
from benchmark.records import date
from benchmark.records.article import ARTICLE_ID, Article
from benchmark.records.errors import Finding, FindingsError
from benchmark.store import schema, vocabularies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmark.corpus.importers.annotation import Document
    from benchmark.corpus.importers.mapping import LabelMapping
    from benchmark.corpus.importers.setting import Setting
    from benchmark.corpus.importers.site import Site

_OF_URLS: Final = ":/?#[]@!$&()*+,;=%"
"""Characters with a meaning in a URL; the apostrophe is not among them, for it ends a quoted value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What the articles say where the export does not."""

    ontology: str
    license: str
    published: str | None


def event_labels(
    documents: Sequence[Document], mapping: LabelMapping, declared: Iterable[str]
) -> frozenset[str]:
    """Return the labels that mark events in an export.

    Those that the mapping lists; else those that it renames, that the tool's configuration declares, or that
    frames and telling names have; else the labels that carry attributes of events; else those that links
    start from.
    """
    renamed = frozenset(label for label, name in mapping.types.items() if name != NOT_TAKEN)
    if mapping.events:
        return mapping.events | renamed
    # Words without a place fill roles; what they trigger has a frame.
    placed = (s for document in documents for s in document.stretches if s.claim.fragments)
    labels = {stretch.label for stretch in placed}
    told = {*declared, *(frame.label for document in documents for frame in document.frames)}
    told |= {label for label in labels if mapping.is_trigger(label)}
    if not told and not renamed:
        told = set(_described(documents, mapping)) or set(_heads(documents, mapping))
    return renamed | {label for label in told - mapping.types.keys() if not mapping.is_time(label)}


def _described(documents: Iterable[Document], mapping: LabelMapping) -> Iterable[str]:
    for document in documents:
        labels = {stretch.key: stretch.label for stretch in document.stretches}
        for attribute in document.attributes:
            meaning = mapping.meaning(attribute.name, has_value=attribute.value is not None)
            if attribute.target in labels and not attribute.is_note and meaning not in {"tag", "none"}:
                yield labels[attribute.target]


def _heads(documents: Iterable[Document], mapping: LabelMapping) -> Iterable[str]:
    """Yield the labels that links start from; those that lead to their own label only relate things alike."""
    for document in documents:
        labels = {stretch.key: stretch.label for stretch in document.stretches}
        for link in document.links:
            head, tail = labels.get(link.head), labels.get(link.tail)
            if head and head != tail and not link.mutual and not mapping.is_coreference(link.role):
                yield head


def common_reading(documents: Iterable[Document]) -> str:
    """Return how an export as a whole counts, judged by the stretches that come without their words."""
    held: Counter[str] = Counter()
    for document in documents:
        claims = [s.claim for s in document.stretches if s.claim.words is None and s.claim.fragments]
        if claims:
            held[Offsets(document.text).reading(claims)] += len(claims)
    return max(READINGS, key=lambda name: held[name]) if held else CODE_POINTS


class Assembly:
    """Makes articles of the documents of one export; every annotation is entered in the setting's ledger."""

    def __init__(self, setting: Setting, defaults: Defaults) -> None:
        self.setting = setting
        self.mapping = setting.mapping
        self.ledger = setting.ledger
        self.defaults = defaults

    def articles(self, documents: Sequence[Document]) -> tuple[Article, ...]:
        """Return the articles of one annotator, by id; raises FindingsError where ids clash."""
        made: dict[str, tuple[Article, Site]] = {}
        clashes: list[Finding] = []
        for document in documents:
            article = self._article(document)
            if article is None:
                continue
            if article.article_id in made:
                clashes.append(_clash(article.article_id, document.site, made[article.article_id][1]))
            made[article.article_id] = article, document.site
        if clashes:
            raise FindingsError(clashes)
        return tuple(made[article_id][0] for article_id in sorted(made))

    def _article(self, document: Document) -> Article | None:
        meta, site, ledger = document.meta, document.site, self.ledger
        name = self.mapping.meta_field("article_id", meta) or document.name
        article_id = identifier(name)
        if article_id is None:
            ledger.dropped(site, "document", name[:40], "no id of an article can be made of its name")
            return None
        if not document.text.strip():
            ledger.dropped(site, "document", article_id, "has no text")
            return None
        hows: list[str] = []
        if article_id != name:
            hows.append("its name is written as an id")
        page = Page(document, self.setting)
        events = page.build()
        license_ = self._field("license", meta, vocabularies.is_license, hows)
        language = self._field("language", meta, vocabularies.is_language, hows)
        article = Article(
            article_id=article_id,
            title=self.mapping.meta_field("title", meta) or "",
            text=document.text,
            published=self._published(meta, hows),
            language=language or self.setting.language,
            source=self.mapping.meta_field("source", meta),
            url=self._url(meta, hows),
            license=license_ or self.defaults.license,
            ontology=self.defaults.ontology,
            tags=page.tags,
            regions=document.regions,
            events=events,
        )
        ledger.taken(site, "document", article_id, hows)
        return article

    def _field(
        self, key: str, meta: Mapping[str, str], fits: Callable[[str], bool], hows: list[str]
    ) -> str | None:
        value = self.mapping.meta_field(key, meta)
        if value is not None and not fits(value):
            hows.append(f"its {key} is not one that an article may have, and is left out")
            return None
        return value

    def _url(self, meta: Mapping[str, str], hows: list[str]) -> str | None:
        written = self.mapping.meta_field("url", meta)
        if written is None or is_url(written):
            return written
        encoded = quote(written, safe=_OF_URLS)
        if is_url(encoded):
            hows.append("characters of its url are percent-encoded")
            return encoded
        return self._field("url", meta, is_url, hows)

    def _published(self, meta: Mapping[str, str], hows: list[str]) -> str | None:
        written = self.mapping.meta_field("published", meta)
        if written is None:
            return self.defaults.published
        try:
            day = normalise(written, self.setting.date_order)
        except DateFieldError as error:
            hows.append(f"its day of publication is {error.reason}, and is left out")
            return self.defaults.published
        if day is None or not date.is_day(day):
            hows.append("its day of publication is not one day, and is left out")
            return self.defaults.published
        if day != written:
            hows.append("its day of publication is written in full")
        return day


def _clash(article_id: str, site: Site, first: Site) -> Finding:
    message = f"becomes the id of two texts, the other in {first}"
    return Finding(site.file, site.line, site.path or "$", "duplicate-id", message, found=article_id)


def identifier(name: str) -> str | None:
    """Return an article id made of a tool's name for a text, None where nothing is left or it is too long.

    In macOS's zips an é is two characters, elsewhere one: it is one here, or annotators' ids would differ.
    """
    composed = unicodedata.normalize("NFC", name.lower())
    cleaned = re.sub(r"[^a-z0-9._-]", "-", composed).lstrip("._-")
    return cleaned if re.fullmatch(ARTICLE_ID, cleaned) else None


def is_url(value: str) -> bool:
    """Return whether an article may have this address."""
    return schema.fits_part(schema.document("article")["$defs"]["url"], value)
