"""Ontologies: the built-in ones, and those that a user puts beside a corpus."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmark.records.errors import Finding, UnknownNameError
from benchmark.records.ontology import Ontology, lone_names
from benchmark.records.text import listed
from benchmark.store import schema
from benchmark.store.files import DOCUMENT_BYTES, Line, read_document, shelf
from benchmark.store.findings import Place
from benchmark.store.gold import objects
from benchmark.store.intake import take
from benchmark.store.resources import find


def load(key: str, folder: Path | None = None) -> Ontology:
    """Return the ontology ``name@version`` of ``<folder>/ontologies/*.json``, else a built-in one.

    Raises:
        UnknownNameError: neither has it.
        FindingsError: one of the folder's files, or the ontology itself, is not well-formed.
        MachineError: the folder may not be read.
    """
    shelves = [*([folder / "ontologies"] if folder else []), find("data/ontologies")]
    known: list[str] = []
    paths = [path for place in shelves if place.is_dir() for path in shelf(place, ".json")]
    for path in paths:
        document = read_document(path, limit=DOCUMENT_BYTES)
        name = _key(document)
        if name is None or name == key:
            return _decoded(document)
        known.append(name)
    raise UnknownNameError("ontology", key, known)


def only(ontology: Ontology) -> Callable[[str], Ontology]:
    """Return what answers ``name@version`` with the one ontology, and raises UnknownNameError for another."""

    def named(key: str) -> Ontology:
        if key != ontology.key:
            raise UnknownNameError("ontology", key, [ontology.key])
        return ontology

    return named


def difference(one: Ontology, other: Ontology, names: tuple[str, str]) -> str | None:
    """Return in what two ontologies of one key differ, None if in nothing; ``names`` say whose they are."""
    if one == other:
        return None
    parts = [
        f"{kind} {listed(lone)} in {name} alone"
        for kind, sides in lone_names(one, other).items()
        for name, lone in zip(names, sides, strict=True)
        if lone
    ]
    told = "; ".join(parts) or "types, roles and modes have the same names, what is said of them differs"
    return f"ontology {one.key} of {names[1]} is not that of {names[0]}: {told}"


def read(path: Path) -> Ontology:
    """Return the ontology of one file; raises FindingsError."""
    return _decoded(read_document(path, limit=DOCUMENT_BYTES))


def _key(document: Line) -> str | None:
    """Return ``name@version``, None where the file is so broken that it has none."""
    try:
        return f"{document.value['name']}@{document.value['version']}"
    except (KeyError, TypeError):
        return None


def judge(line: Line) -> tuple[Ontology | None, list[Finding]]:
    """Return the ontology, None where it has findings, and these."""
    ontology: Ontology | None = schema.admit("ontology", line.value)
    findings = [] if ontology is not None else schema.explain("ontology", line.value, line.place)
    if isinstance(line.value, dict):
        findings += _check(line.value, line.place)
    return None if findings else ontology, findings


def _decoded(document: Line) -> Ontology:
    (ontology,) = take([document], judge)
    return ontology


def _check(ontology: dict[str, Any], place: Place) -> Iterator[Finding]:
    """Yield what is wrong with an ontology beyond its schema.

    Parts that the schema refuses are passed over.
    """
    glossed, types = ontology.get("roles"), ontology.get("types")
    for index, name in _again(types, "id"):
        yield place.finding(("types", index, "id"), "duplicate-id", "stands twice", found=name)
    for index, event_type in objects(types):
        at = ("types", index)
        for part, key in (("roles", "role"), ("modes", "id")):
            for number, name in _again(event_type.get(part), key):
                message = "stands twice in its type"
                yield place.finding((*at, part, number), "duplicate-id", message, found=name)
        for number, role in objects(event_type.get("roles")):
            used = role.get("role")
            if isinstance(glossed, dict) and isinstance(used, str) and used not in glossed:
                message = "is not explained under roles"
                yield place.finding((*at, "roles", number, "role"), "unknown-role", message, found=used)


def _again(items: Any, key: str) -> Iterator[tuple[int, str]]:
    """Yield of objects those whose name, under ``key``, stands further ahead too: the index and the name."""
    seen: set[str] = set()
    for index, item in objects(items):
        name = item.get(key)
        if isinstance(name, str):
            if name in seen:
                yield index, name
            seen.add(name)
