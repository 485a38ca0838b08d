"""The records of an export: JSON Lines, or one JSON document that is a record or a list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmark.corpus.importers.site import Site
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.store.files import Line

MADE_OF_LINES = {".csv": "CSV", ".tsv": "TSV", ".conll": "CoNLL"}
"""Suffixes of exports that lose what an event is made of."""


def read(path: Path, name: str, full_export: str) -> list[tuple[Site, dict[str, Any]]]:
    """Return each record of a file with its place, whose file is ``name``.

    Raises:
        MisuseError: it is an export that loses relations; ``full_export`` is what to export instead.
        FindingsError: it is not JSON, or holds what is no record.
    """
    _refuse_lines(path, full_export)
    document = files.read_document(path, limit=files.DOCUMENT_BYTES)
    # JSON Lines of one record read as a document too; of more, the second one is trailing data.
    lines = [document] if document.readable else list(files.read_lines(path, line_bytes=files.DOCUMENT_BYTES))
    rows = [row for line in lines if line.readable for row in _rows(line, name)]
    if not document.readable and not rows:
        raise FindingsError(document.findings)
    findings = [finding for line in lines for finding in line.findings]
    for line in lines:
        values = line.value if isinstance(line.value, list) else [line.value]
        if line.readable and not all(isinstance(value, dict) for value in values):
            findings.append(line.place.finding((), "type", "holds what is no record", allowed="objects"))
    if findings:
        raise FindingsError(findings)
    return rows


def _rows(line: Line, name: str) -> Iterator[tuple[Site, dict[str, Any]]]:
    if isinstance(line.value, dict):
        yield Site(name, line.number, "$"), line.value
    elif isinstance(line.value, list):
        for index, value in enumerate(line.value):
            if isinstance(value, dict):
                yield Site(name, line.number, f"$[{index}]"), value


def _refuse_lines(path: Path, full_export: str) -> None:
    kind = MADE_OF_LINES.get(path.suffix.lower())
    if kind is None and path.is_file():
        with path.open("rb") as file:
            head = file.read(100)
        if head.startswith(b"-DOCSTART-"):
            kind = "CoNLL"
        elif head.startswith(b"#FORMAT=WebAnno TSV"):
            kind = "TSV"
    if kind is not None:
        raise MisuseError(f"{path} is a {kind} export, which loses relations: export {full_export} instead")


def entries(record: dict[str, Any], key: str, site: Site, ledger: Ledger) -> list[tuple[Site, Any]]:
    """Return what the list under a key holds, each with its place; ``site`` is that of the record.

    Anything but a list, or nothing at all, is entered as dropped.
    """
    value = record.get(key)
    if value is not None and not isinstance(value, list):
        ledger.dropped(site.at(key), "note", key[:40], "is no list")
    return [(site.at(key, index), each) for index, each in enumerate(listed(value))]


def listed(value: Any) -> list[Any]:
    """Return a list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def table(value: Any) -> dict[str, Any]:
    """Return an object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def words(value: Any) -> str | None:
    """Return a scalar of a record as text, None for anything else, and for nothing."""
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return None
    return str(value)


def meta(*tables: Any) -> dict[str, str]:
    """Return the fields of a record that are scalars, as text; those of earlier tables count."""
    found: dict[str, str] = {}
    for table in tables:
        if isinstance(table, dict):
            for key, value in table.items():
                text = words(value)
                if text is not None:
                    found.setdefault(key, text)
    return found
