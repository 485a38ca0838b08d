"""Articles without annotations, as web pages or scraped text: all lines kept, what is no story marked.

``events`` is null, so that annotation can begin. The day of publication is what the page or its first lines
say, else what is given for all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import project
from benchmark.corpus.importers.article import lines, pages
from benchmark.corpus.importers.assembly import identifier, is_url
from benchmark.corpus.importers.corpus import Corpus
from benchmark.corpus.importers.offsets import MARK
from benchmark.corpus.importers.site import Site
from benchmark.records.article import Article
from benchmark.records.errors import Finding, FindingsError, MisuseError
from benchmark.store import files, ontologies, vocabularies
from benchmark.store.findings import Place

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options

ONTOLOGY: Final = "plover@1.0.0"
"""What the events of an article are annotated with where no ontology is given."""

_PAGES: Final = (".html", ".htm", ".xhtml")
_TEXTS: Final = (".txt", ".text", ".md")


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a page or text, or of those in a folder; an article without events each.

    Raises:
        MisuseError: there is none, or the extra for web pages is not installed.
        FindingsError: a file is damaged, or nothing says when an article was published.
    """
    sources = [path]
    if path.is_dir():
        sources = [file for file in files.below(path) if file.suffix.lower() in {*_PAGES, *_TEXTS}]
    if not sources:
        raise MisuseError(f"{path} holds no .html or .txt file")
    ontology = options.ontology or ontologies.load(ONTOLOGY)
    articles: dict[str, Article] = {}
    findings: list[Finding] = []
    for file in sources:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        try:
            article, wrong = _article(file, Site(name), ontology.key, ledger, options)
        except FindingsError as error:
            findings += error.findings
            continue
        if article.article_id in articles:
            place, message = Place(str(file)), "becomes the id of two texts"
            wrong.append(place.finding(("article_id",), "duplicate-id", message, found=article.article_id))
        findings += wrong
        articles[article.article_id] = article
    made = tuple(articles[key] for key in sorted(articles))
    try:
        project.through_the_door({"": made}, ontology)
    except FindingsError as error:
        findings += error.findings
    if findings:
        raise FindingsError(findings)
    ledger.remark_counts()
    project.remark_copies({"": made}, ledger)
    own = options.name or identifier(path.resolve().stem) or "articles"
    config = project.benchmark(own, options, ontology, ("triggers", "arguments", "dates", "status"))
    return Corpus(config, ontology, made, {})


def _article(
    file: Path, site: Site, ontology: str, ledger: Ledger, options: Options
) -> tuple[Article, list[Finding]]:
    """Return the article of a file, and what keeps it from being one."""
    page, place = _page(file, site, ledger), Place(str(file))
    findings: list[Finding] = []
    published = page.published or options.published
    if published is None:
        message = "nothing says when it was published: give the day with --published"
        findings.append(place.finding(("published",), "missing", message))
    elif page.published:
        ledger.repaired(site, "date", "of publication", f"{page.published} is what the page says: look at it")
    article_id = identifier(re.sub(r"\.[a-z]+$", "", site.file, flags=re.IGNORECASE))
    if article_id is None:
        findings.append(place.finding(("article_id",), "value", "no id can be made of its name"))
    regions = lines.regions(page.text, page.hints)
    for region in regions:
        name = f"{region.kind} {page.text[region.start : region.end][:40]!r}"
        ledger.repaired(site, "note", name, f"marked as {region.kind}, and kept")
    fits = {"language": vocabularies.is_language, "url": is_url}
    told = {key: value for key in fits if (value := getattr(page, key))}
    known = {key: value for key, value in told.items() if fits[key](value)}
    article = Article(
        article_id=article_id or "unnamed",
        title=page.title,
        text=page.text,
        published=published,
        language=known.get("language", options.language),
        source=page.source,
        url=known.get("url"),
        license=options.license,
        ontology=ontology,
        regions=regions,
        events=None,
    )
    hows = [
        f"its {key} is not one that an article may have, and is left out" for key in told if key not in known
    ]
    ledger.taken(site, "document", article.article_id, hows)
    return article, findings


def _page(file: Path, site: Site, ledger: Ledger) -> pages.Page:
    """Return what a file gives; a text is taken as it is, without a byte order mark."""
    text = None if file.suffix.lower() in _PAGES else files.read_text(file)
    if text is not None and text.startswith(MARK):
        ledger.repaired(site, "note", "byte order mark", "is left out")
        text = text.removeprefix(MARK)
    if text is not None and not pages.is_page(text):
        page = pages.Page(text=text)
    else:
        page = pages.read(file, text)
        if not page.main:
            how = "its main text is not found: only what lines and markup say is marked"
            ledger.repaired(site, "note", "page", how)
    page.published = page.published or lines.published(page.text)
    return page
