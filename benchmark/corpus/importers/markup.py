"""XML from outside: one document through limits, its entities, external parts and network left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from benchmark.corpus.importers.annotation import Sheet
from benchmark.corpus.importers.site import Site
from benchmark.store import files
from benchmark.store.findings import Place, each
from benchmark.store.syntax import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmark.corpus.importers.ledger import Ledger

Element: TypeAlias = Any
"""An element of lxml, which ships no types."""

DOCUMENT_BYTES: Final = 32 * 1024**2
"""Of one XML document: its tree takes some ten times as much memory."""


class Reader(Sheet):
    """One document of XML at work; ``file`` is its name in what is imported."""

    def __init__(self, root: Element, file: str, ledger: Ledger) -> None:
        super().__init__(Site(file), ledger)
        self.root = root

    def at(self, element: Element) -> Site:
        """Return the place of an element."""
        return site(self.site.file, element)


def read(path: Path) -> Element:
    """Return the root of an XML file; errors as ``parse`` and ``files.read_text``."""
    return parse(files.read_text(path, limit=DOCUMENT_BYTES), str(path))


def roots(path: Path, *suffixes: str) -> Iterator[tuple[str, Path, Element]]:
    """Yield name, path and root of an XML file, or of each in a folder and its folders that ends so.

    Names are relative to what is imported, and files in their order. Errors as ``read``, after the last.
    """
    yield from each(named(path, *suffixes), lambda one: (*one, read(one[1])))


def named(path: Path, *suffixes: str) -> Iterator[tuple[str, Path]]:
    """Yield name and path of the files of ``roots``."""
    if not path.is_dir():
        yield path.name, path
        return
    for file in files.below(path):
        if file.name.lower().endswith(suffixes):
            yield file.relative_to(path).as_posix(), file


def read_source(path: Path | None) -> str | None:
    """Return the text that a file annotates, None where it is not there; errors as ``files.read_text``."""
    return files.read_text(path, limit=files.LINE_BYTES) if path and path.is_file() else None


def parse(text: str, file: str) -> Element:
    """Return the root of an XML document; ``file`` names it in findings.

    Raises FindingsError: it is not well-formed, nested too deep, or brings entities of its own.
    """
    from lxml import etree

    # Before parsing: a value of an attribute is expanded whatever the parser is told.
    declared = text.find("<!ENTITY")
    if declared >= 0 and "<!DOCTYPE" in text[:declared]:
        line = text.count("\n", 0, declared) + 1
        message = "declares entities, which are not read: write the characters themselves"
        raise Place(file, line).refusal("syntax", message)
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the document says of itself: its text is decoded already
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        # The parser's own words quote the file.
        raise Place(file, error.lineno or 1).refusal("syntax", "is not well-formed XML") from None
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > LEVELS:
            place = Place(file, element.sourceline or 1)
            raise place.refusal("limit", f"is nested deeper than {LEVELS} levels")
    return root


def site(file: str, element: Element) -> Site:
    """Return the place of an element; ``file`` as in ``Site``."""
    # libxml2 keeps 16 bits of a line's number where memory is scarce, and then says 65,535.
    return Site(file, element.sourceline or 1)


def children(element: Element | None) -> Iterator[Element]:
    """Yield the elements in an element, none of None."""
    return iter(()) if element is None else (child for child in element if isinstance(child.tag, str))


def number(element: Element | None, name: str) -> int | None:
    """Return the whole number that an attribute holds, None where there is none."""
    written = "" if element is None else element.get(name, "")
    return int(written) if re.fullmatch("[0-9]{1,9}", written) else None
