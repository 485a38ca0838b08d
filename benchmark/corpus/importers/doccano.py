"""doccano's JSONL exports of sequence labelling, perhaps with relations; a folder holds a file an annotator.

Offsets come without words and count code points, or graphemes where the project says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import project, rows
from benchmark.corpus.importers.annotation import Document, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim
from benchmark.records.errors import MisuseError
from benchmark.store import files
from benchmark.store.findings import each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site

FULL_EXPORT: Final = "doccano's JSONL (relation)"

_SUFFIXES: Final = (".jsonl", ".json", ".jsonl1")
_MERGED: Final = "all"
"""The file that holds what no single annotator owns, where annotators share their work."""


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of a file, or a folder of one file an annotator; errors as ``project.corpus``."""
    found = [path]
    if path.is_dir():
        found = [file for file in files.below(path) if file.suffix.lower() in _SUFFIXES]
    sources = [file for file in found if path in (file, file.parent)]
    records = [
        (file, number, site, row)
        for file, told in each(sources, lambda file: (file, rows.read(file, file.name, FULL_EXPORT)))
        for number, (site, row) in enumerate(told, 1)
    ]
    if not any(_text(row) is not None for _, _, _, row in records):
        raise MisuseError(f"{path} holds no record with a text, as doccano writes them")
    if passed := [file.relative_to(path).as_posix() for file in found if file not in sources]:
        ledger.remark(f"files further down are not read: {len(passed):,}, such as {passed[0]}")
    documents: list[Document] = []
    for file, number, site, row in records:
        annotator = file.stem if path.is_dir() and file.stem != _MERGED else ""
        documents += _documents(row, f"{file.stem}-{number}", site, annotator, ledger)
    return project.corpus(documents, path, options, ledger)


def _text(row: dict[str, Any]) -> str | None:
    return next((row[key] for key in ("text", "data") if isinstance(row.get(key), str)), None)


def _documents(
    row: dict[str, Any], name: str, site: Site, annotator: str, ledger: Ledger
) -> Iterator[Document]:
    """Yield the document of a record; one an annotator where its spans say who made them."""
    text = _text(row)
    if text is None:
        ledger.dropped(site, "document", name, "has no text")
        return
    spans: dict[str, list[Stretch]] = {}
    listed = [
        (place, str(index), span)
        for key in ("entities", "label", "labels", "annotations")
        for index, (place, span) in enumerate(rows.entries(row, key, site, ledger))
    ]
    for number, (place, written, span) in enumerate(listed):
        stretch = _stretch(span, f"s{number}", place)
        if stretch is None:
            ledger.dropped(place, "span", written, "is no span: want start, end and label")
            continue
        user = rows.words(rows.table(span).get("user"))
        spans.setdefault(f"annotator-{user}" if user else annotator, []).append(stretch)
    links = list(_links(row, site, ledger))
    for index, comment in enumerate(rows.listed(row.get("Comments", row.get("comments")))):
        ledger.dropped(
            site.at("Comments", index), "note", str(comment)[:40], "free words, for which there is no place"
        )
    fields = {key: value for key, value in row.items() if key not in {"text", "data", "annotation_approver"}}
    meta = rows.meta(fields, row.get("meta"), row.get("metadata"))
    for user, stretches in (spans or {annotator: []}).items():
        sheet = Sheet(site, ledger)
        sheet.stretches, sheet.links = stretches, links
        yield sheet.gathered(name, text, annotator=user, meta=meta)


def _links(row: dict[str, Any], site: Site, ledger: Ledger) -> Iterator[Link]:
    for index, (place, relation) in enumerate(rows.entries(row, "relations", site, ledger)):
        head, tail, role = (rows.words(rows.table(relation).get(key)) for key in ("from_id", "to_id", "type"))
        if head is None or tail is None or role is None:
            ledger.dropped(place, "relation", str(index), "is no relation: want from_id, to_id and type")
        else:
            yield Link(head=head, tail=tail, role=role, site=place)


def _stretch(span: Any, key: str, site: Site) -> Stretch | None:
    if isinstance(span, list) and len(span) == 3:  # noqa: PLR2004 - start, end, label
        start, end, label = span
    elif isinstance(span, dict):
        start, end, label = (span.get(name) for name in ("start_offset", "end_offset", "label"))
        key = rows.words(span.get("id")) or key
    else:
        return None
    label = rows.words(label)
    if type(start) is not int or type(end) is not int or label is None:
        return None
    return Stretch(key=key, label=label, claim=Claim(((start, end),)), site=site)
