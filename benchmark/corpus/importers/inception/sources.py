"""The CAS files of an export: in a folder, in a zip, or zipped once more for each annotator."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import markup, rows
from benchmark.corpus.importers.site import Site
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.store import files, syntax
from benchmark.store.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.records.errors import Finding

ANNOTATION: Final = "uima.tcas.Annotation"
"""The type of all spans."""
SUFFIXES: Final = (".json", ".xmi", ".xml", ".zip", ".tsv")
MEMBERS: Final = 100_000
"""Of one zip: more are not looked at."""

INSTALL: Final = "pip install 'dateline-bench[inception]'"
INSTEAD: Final = (
    "WebAnno TSV is not read, for it loses discontinuous spans: export UIMA CAS JSON or XMI instead"
)

_UNMAPPED: Final = re.compile(r"Not mapping external offset \[([0-9]+)\].*\[0-([0-9]+)\]")
"""What ``cassis`` says of an offset in UTF-16 at which no character begins or ends."""
_ANNOTATIONS: Final = ("annotation", "curation")
_CURATOR: Final = "CURATION_USER"
_BEFORE: Final = "INITIAL_CAS"
_PROJECT: Final = "exportedproject"
_FINISHED: Final = "FINISHED"
"""How the states end of what an annotator or a curator has closed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as one annotator left it: a CAS of ``cassis``, whose offsets count code points.

    ``finished`` is false only where the project's own list says so.
    """

    name: str
    annotator: str
    site: Site
    cas: Any
    finished: bool = True


class _Store:
    """Files by their names, in a folder or in a zip; ``file`` names the whole in what is told.

    ``outer`` is the zip that this one is in: what is unpacked of both counts there.
    """

    def __init__(self, where: Path | bytes, file: str, outer: _Store | None = None) -> None:
        self.where = where
        self.file = file
        self.outer = outer
        self.unpacked = 0
        self._types: dict[str, bytes | None] = {}

    @cached_property
    def names(self) -> list[str]:
        """Names of the files that may be of use, in order; they are never made into paths of ours."""
        if not isinstance(self.where, bytes):
            found = (path for path in files.below(self.where) if path.suffix.lower() in SUFFIXES)
            return sorted(path.relative_to(self.where).as_posix() for path in found)
        members = self._archive.infolist()[:MEMBERS]
        names = (m.filename for m in members if _suffix(m.filename) in SUFFIXES and not m.is_dir())
        return sorted(name for name in names if not files.hidden(PurePosixPath(name)))

    @cached_property
    def _markup(self) -> dict[str, list[str]]:
        """Names that end in ``.xml``, in order, by folder."""
        found = defaultdict(list)
        for name in self.names:
            if _suffix(name) == ".xml":
                found[name.rpartition("/")[0]].append(name)
        return found

    def types(self, folder: str) -> bytes | None:
        """Return the first type system in a folder, None where there is none; raises FindingsError."""
        if folder not in self._types:
            read = ((name, self.read(name)) for name in self._markup.get(folder, ()))
            self._types[folder] = next((data for name, data in read if self._has_types(name, data)), None)
        return self._types[folder]

    def _has_types(self, name: str, data: bytes) -> bool:
        text = _text(f"{self.file}/{name}", data)
        root: markup.Element = markup.parse(text, name)
        return bool(root.tag.endswith("typeSystemDescription"))

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises FindingsError beyond the limits."""
        limit = files.DOCUMENT_BYTES if _suffix(name) == ".zip" else markup.DOCUMENT_BYTES
        if not isinstance(self.where, bytes):
            return files.read_bytes(self.where / name, limit=limit)
        place, whole = Place(f"{self.file}/{name}"), self.outer or self
        if whole.unpacked > files.TOTAL_BYTES:
            raise place.refusal("limit", f"is not read, after {files.TOTAL_BYTES:,} bytes of its zip")
        try:
            with self._archive.open(name) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError):
            # Damaged, encrypted, or packed in a way that Python does not unpack.
            raise place.refusal("compression", "cannot be unpacked") from None
        whole.unpacked += len(data)
        if len(data) > limit:
            raise place.refusal("limit", f"is longer than {limit:,} bytes")
        return data

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self.where) if isinstance(self.where, bytes) else self.where)
        except zipfile.BadZipFile:
            raise Place(self.file).refusal("compression", "is no zip that can be read") from None


def casses(path: Path, ledger: Ledger) -> Iterator[Reading]:
    """Yield the readings at a path, in order of their files.

    Raises:
        MisuseError: it is WebAnno TSV, or the extra is not installed.
        FindingsError: a file is damaged.
    """
    _installed()
    # Nameless is the folder one stands in.
    if path.is_dir():
        yield from _readings(_Store(path, path.name or "."), ledger, "", "")
        return
    beside = _Store(path.parent, path.parent.name or ".")
    data = beside.read(path.name)
    if data.startswith(b"PK"):
        yield from _readings(_Store(data, path.name), ledger, "", "")
        return
    if _suffix(path.name) == ".tsv" or data.startswith(b"#FORMAT=WebAnno TSV"):
        raise MisuseError(f"{path}: {INSTEAD}")
    cas = _cas(path.name, data, beside)
    if cas is not None:
        yield Reading(path.stem, "", Site(path.name), cas)


def _installed() -> Any:
    try:
        import cassis
    except ImportError:
        raise MisuseError(f"inception needs the package dkpro-cassis: {INSTALL}") from None
    return cassis


def _readings(store: _Store, ledger: Ledger, name: str, annotator: str) -> Iterator[Reading]:
    """Yield the readings in a store; where it is one annotator's zip, their document and name are known.

    Raises:
        FindingsError: after the last reading, with what is wrong in any of the files.
    """
    projects = [] if name else _projects(store)
    finished = _states(store, projects)
    sources = tuple(f"{project.rpartition('/')[0]}/source/".lstrip("/") for project in projects)
    findings: list[Finding] = []
    for file in store.names:
        document, user = (name, annotator) if name else _roles(file)
        site = Site(file if not name else f"{store.file}/{file}")
        if user == _BEFORE or file.startswith(sources):
            ledger.dropped(site, "document", document, "the document before anyone annotated it")
            continue
        if _suffix(file) == ".tsv":
            ledger.dropped(site, "document", document, INSTEAD)
            continue
        try:
            if _suffix(file) == ".zip":
                inner = _Store(store.read(file), file, store)
                if name or (not user and _is_whole(inner)):
                    message = "is a zip in a zip" if name else "is an export of its own: import it by itself"
                    raise Place(f"{store.file}/{file}").refusal("value", message)
                found = list(_readings(inner, ledger, document, user))
                if not found and not any(_suffix(other) == ".tsv" for other in inner.names):
                    ledger.dropped(site, "document", document, "a zip without a UIMA CAS")
            else:
                cas = _cas(file, store.read(file), store)
                annotated_by = "curation" if user == _CURATOR else user
                found = [Reading(document, annotated_by, site, cas)] if cas is not None else []
        except FindingsError as error:
            findings += error.findings
            continue
        known = finished.get((document, user), True)
        yield from (replace(reading, finished=known) for reading in found)
    if findings:
        raise FindingsError(findings)


def _is_whole(store: _Store) -> bool:
    """Return whether a zip is the export of a project or of several documents, not of one."""
    return any(_roles(name)[1] for name in store.names) or (
        sum(_suffix(name) in {".json", ".xmi"} for name in store.names) > 1
    )


def _projects(store: _Store) -> list[str]:
    """Return the names of the files in which projects list what they hold."""
    return [name for name in store.names if PurePosixPath(name).name.startswith(_PROJECT)]


def _states(store: _Store, projects: list[str]) -> dict[tuple[str, str], bool]:
    """Return whether annotators have finished their documents, and curators theirs, as projects list."""
    found: dict[tuple[str, str], bool] = {}
    for name in projects:
        project = rows.table(syntax.parse(store.read(name), Place(f"{store.file}/{name}")).value)
        for key, user in (("annotation_documents", None), ("source_documents", _CURATOR)):
            for entry in map(rows.table, rows.listed(project.get(key))):
                state = str(entry.get("state"))
                found[str(entry.get("name")), user or str(entry.get("user"))] = state.endswith(_FINISHED)
    return found


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _roles(file: str) -> tuple[str, str]:
    """Return the name of a document and of its annotator, as the folders of a project's export tell them."""
    parts = file.split("/")
    stem = parts[-1].rpartition(".")[0]
    for index, part in enumerate(parts[:-2]):
        if part in _ANNOTATIONS:
            return parts[index + 1], stem
    return "/".join([*parts[:-1], stem]), ""


def _cas(name: str, data: bytes, store: _Store) -> Any:
    """Return the CAS in a file, None where it holds none."""
    if _suffix(name) == ".json":
        return _from_json(f"{store.file}/{name}", data)
    return _from_xmi(name, data, store) if _suffix(name) == ".xmi" else None


def _from_json(file: str, data: bytes) -> Any:
    parsed = syntax.parse(data, Place(file))
    if parsed.findings:
        raise FindingsError(parsed.findings)
    if not isinstance(parsed.value, dict) or "%FEATURE_STRUCTURES" not in parsed.value:
        return None
    return _loaded(file, lambda cassis: cassis.load_cas_from_json(io.BytesIO(data)))


def _from_xmi(name: str, data: bytes, store: _Store) -> Any:
    file = f"{store.file}/{name}"
    root = markup.parse(_text(file, data), file)
    types = _types(name, store)
    if types is None:
        message = "comes without its TypeSystem.xml: import the zip that the tool exports"
        raise Place(file).refusal("missing", message)

    def load(cassis: Any) -> Any:
        known = cassis.load_typesystem(io.BytesIO(types))
        _complete(known, root)
        return cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=known, lenient=True)

    return _loaded(file, load)


def _complete(types: Any, root: markup.Element) -> None:
    """Add spans and features that a file uses and its type system lacks: the library stumbles over them."""
    for element in markup.children(root):
        space, _, name = element.tag.rpartition("}")
        package = space.removeprefix("{http:///").removesuffix(".ecore").replace("/", ".")
        layer = f"{package}.{name}"
        if not types.contains_type(layer) and element.get("begin") and element.get("end"):
            types.create_type(layer, "uima.tcas.Annotation")
        if types.contains_type(layer):
            known = types.get_type(layer)
            # The library adds an underscore to a name that Python means something else by.
            features = {each.name.removesuffix("_") for each in known.all_features} | {"sofa"}
            for feature in set(element.keys()) - features:
                if not feature.startswith("{"):
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        types.create_feature(known, feature, "uima.cas.String")


def _types(name: str, store: _Store) -> bytes | None:
    """Return the type system nearest to an XMI file, in its folder or above it."""
    folder = name.rpartition("/")[0]
    while (found := store.types(folder)) is None and folder:
        folder = folder.rpartition("/")[0]
    return found


def _text(file: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Place(file).refusal("encoding", "is not UTF-8") from None


def _loaded(file: str, load: Any) -> Any:
    cassis = _installed()
    try:
        # It warns of types and features that a file uses and its type system lacks: DKPro's own, mostly.
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            cas = load(cassis)
            places = {type(place) for span in cas.select(ANNOTATION) for place in (span.begin, span.end)}
    except Exception:  # noqa: BLE001 - the library raises whatever a damaged file makes it stumble over
        raise Place(file).refusal("syntax", "is no UIMA CAS that can be read") from None
    if places - {int}:
        raise Place(file).refusal("type", "has a span whose offsets are no whole numbers")
    for warning in caught:
        # Such an offset it leaves as it is, and beside it one that it takes for code points.
        told = _UNMAPPED.match(str(warning.message))
        if told and int(told[1]) <= int(told[2]):
            message = f"has the offset {told[1]}, at which no character begins or ends"
            raise Place(file).refusal("span", message)
    return cas
