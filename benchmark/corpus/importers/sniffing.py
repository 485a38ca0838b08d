"""What a file or folder looks like, for whoever named another format, or none that there is."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers.formats import NOT_READ
from benchmark.corpus.importers.offsets import MARK
from benchmark.store import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS: Final = "dateline"
"""As what a file looks like: an article as we write it ourselves."""

_HEAD_BYTES: Final = 1_000_000
_FILES: Final = 2_000
"""Of a folder: more are not looked at."""
_ROWS: Final = 20
"""Of a document: its first records may be of another kind."""

_BY_SUFFIX: Final = (
    (".apf.xml", "ace"),
    (".rich_ere.xml", "ere"),
    (".ann", "brat"),
    (".tml", "timeml"),
    (".xmi", "inception"),
    (".conll", "conll"),
    (".csv", "csv"),
)
_BY_ROOT: Final = {
    "Document": "cat",
    "TimeML": "timeml",
    "XMI": "inception",
    "source_file": "ace",
    "deft_ere": "ere",
    "Validation": "plover",
    "html": "article",
}
_BY_OPENING: Final = (
    ("#FORMAT=WebAnno TSV", "webanno"),
    ("-DOCSTART-", "conll"),
)
_NAME: Final = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_SPACE: Final = re.compile(r"\s*")
_BEFORE_ROOT: Final = (("<!--", "-->"), ("<?", "?>"), ("<!", ">"))
_MESSAGE: Final = re.compile(r"\s*(?:DEV|TST[0-9])-MUC[34]-[0-9]{4}\b|\s*(?:;[^\n]*\n\s*)*0\.\s+MESSAGE: ID")
_TIMELINE: Final = re.compile(r"[^\t\n]+\n[0-9]+\t[0-9X]{3,4}[0-9X-]*\t[0-9]+-[0-9]+-")

_RECORDS: Final[tuple[tuple[str, Callable[[dict[str, Any]], bool]], ...]] = (
    ("inception", lambda row: "%FEATURE_STRUCTURES" in row),
    ("label-studio", lambda row: any(_holds(row, key, "result") for key in ("annotations", "completions"))),
    ("json-min", lambda row: "annotation_id" in row and "annotator" in row),
    (OURS, lambda row: "article_id" in row and "ontology" in row),
    ("wikievents", lambda row: {"sentences", "event_mentions"} <= row.keys()),
    ("textee", lambda row: {"wnd_id", "event_mentions"} <= row.keys()),
    ("maven", lambda row: "events" in row and ("document" in row or _holds(row, "content", "tokens"))),
    ("plover", lambda row: "textInfo" in row or {"eventText", "coder"} <= row.keys()),
    ("prodigy", lambda row: "_task_hash" in row or ("text" in row and _holds(row, "spans", "start"))),
    (
        "doccano",
        lambda row: (
            "text" in row and any(isinstance(row.get(k), list) for k in ("label", "labels", "entities"))
        ),
    ),
)
"""Formats of JSON by the keys of a record, the more telling first."""


def looks_like(path: Path) -> str | None:
    """Return the format that a file or folder looks like, None where nothing tells.

    One of ``IMPORTERS``, ``NOT_READ`` or ``OURS``. Damaged files do no harm: only their beginning is read.
    """
    try:
        return _folder(path) if path.is_dir() else _file(path) if path.is_file() else None
    except OSError:
        return None


def _folder(path: Path) -> str | None:
    found = files.below(path)[:_FILES]
    kinds = Counter(kind for file in found if (kind := _file(file)) is not None)
    zips, texts = kinds.pop("zip", 0), kinds["article"]
    if zips and zips >= texts and zips + texts == len(found):
        return "zip"  # a text beside them says what they are
    if "semeval2015" in kinds:
        return "semeval2015"  # its articles are CAT files, of which there are more
    # Texts stand beside the files of many formats, exports that are not read beside those that are.
    return max(
        kinds, key=lambda kind: (kind != "article", kind not in NOT_READ, kinds[kind], kind), default=None
    )


def _file(path: Path) -> str | None:
    for suffix, kind in _BY_SUFFIX:
        if path.name.lower().endswith(suffix):
            return kind
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    text = head.decode(errors="replace").removeprefix(MARK)
    for opening, kind in _BY_OPENING:
        if text.startswith(opening):
            return kind
    if text.lstrip().startswith("<"):
        return _markup(text)
    if text.lstrip().startswith(("{", "[")):
        return _json(text, whole=len(head) < _HEAD_BYTES)
    return _text(path, text)


def _zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [member.filename for member in archive.infolist()[:_FILES]]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    is_export = any(name.endswith(".xmi") or "annotation/" in name for name in names)
    return "inception" if is_export else "zip"


def _markup(text: str) -> str | None:
    root = _root(text)
    kind = _BY_ROOT.get(root) or _BY_ROOT.get(root.lower())
    return None if kind == "cat" and "<token " not in text else kind


def _root(text: str) -> str:
    """Return the name of the first element, without its prefix."""
    place = 0
    while True:
        space = _SPACE.match(text, place)
        place = space.end() if space else place
        closing = next((close for opening, close in _BEFORE_ROOT if text.startswith(opening, place)), None)
        if closing is None:
            name = _NAME.match(text, place)
            return name[1] if name else ""
        end = text.find(closing, place)
        if end < 0:
            return ""
        place = end + len(closing)


def _json(text: str, *, whole: bool) -> str | None:
    """Return the kind of the first record: of JSON Lines, or of a document that was read to its end."""
    lines = [line for line in text.split("\n") if line.strip()]
    for written in (lines[0], text if whole else ""):
        try:
            value = json.loads(written)
        except (ValueError, RecursionError):
            continue
        rows = value[:_ROWS] if isinstance(value, list) else [value]
        for kind, fits in _RECORDS:
            if any(isinstance(each, dict) and fits(each) for each in rows):
                return kind
    return None


def _holds(row: dict[str, Any], key: str, inner: str) -> bool:
    value = row.get(key)
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and inner in first


def _text(path: Path, text: str) -> str | None:
    if _MESSAGE.match(text):
        return "muc4"
    if _TIMELINE.match(text):
        return "semeval2015"
    if path.suffix.lower() == ".tsv":
        return "tsv"
    return "article" if path.suffix.lower() in {".txt", ".md"} and text.strip() else None
