"""Bytes to one JSON value, or what is wrong with them in words of our own: libraries quote what they read."""

import contextlib
import itertools
import json
import math
import re
import sys
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import orjson

from benchmark.records.errors import Finding
from benchmark.store.findings import Keys, Place, json_path

LEVELS: Final = 64
"""Of lists and objects inside each other."""
FINDINGS_OF_A_VALUE: Final = 1_000
"""More than these are not looked for in one value: a hostile line could have a million."""

# Without backtracking, which takes seventy bytes of memory a character. A string that is never closed goes on
# to the end, or each quotation mark in it would begin one more.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)
_PART = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:\n]|[^\s"\[\]{},:]+', re.DOTALL)
_SHORT: Final = 100_000
"""Bytes of a value that is small when indented too, however hostile."""
_FAR_RIGHT: Final = b"\n" + b"  " * LEVELS
_CONTAINERS = frozenset((dict, list))
_Members: TypeAlias = Iterator[tuple[str | int, Any]]
"""What an object or list holds, each with its key or index."""
_BOM = b"\xef\xbb\xbf"
_MARKS: Final = {
    _BOM: ("encoding", "begins with a byte order mark", "UTF-8 without one"),
    b"\xff\xfe": ("encoding", "is UTF-16", "UTF-8"),
    b"\xfe\xff": ("encoding", "is UTF-16", "UTF-8"),
    b"\x1f\x8b": ("compression", "is compressed by gzip", "a name that ends in .gz, or what is in it"),
    b"PK\x03\x04": ("compression", "is a zip file", "the file that is in it"),
    b"\x28\xb5\x2f\xfd": ("compression", "is compressed by zstd", "gzip, and a name that ends in .gz"),
}
"""What bytes begin with that are told best by it: the kind of finding, what they are, and what is wanted."""
FOREIGN: Final = tuple(mark for mark in _MARKS if mark != _BOM)
"""Of these what a file begins with that has no line of JSON at all."""
_COMPLAINTS = {
    "Expecting property name": "a key in double quotes is expected",
    "Expecting ':'": "a colon is missing",
    "Expecting ','": "a comma or a closing bracket is missing",
    "Expecting value": "a value is expected",
    "Unterminated string": "a string that is never closed begins",
    "Invalid control character": "a string holds a raw control character",
    "Invalid \\escape": "a backslash stands before a character that JSON does not escape",
    "Invalid \\uXXXX": "four hexadecimal digits are expected after \\u",
    "Extra data": "something follows the end of the value",
}
"""Of Python's json, by how its messages begin."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value with what is wrong so far; ``readable`` says whether there is a value at all."""

    value: Any
    findings: tuple[Finding, ...] = ()
    readable: bool = True


class _ConstantError(ValueError):
    """NaN or an infinity, which Python's json would let pass."""


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in file order, doubled keys kept."""


@dataclass(slots=True)
class _Open:
    """A list or object that is being read: where it stands, and the index or key that is next, if told."""

    outer: Keys
    step: str | int | None

    @property
    def path(self) -> Keys:
        return self.outer if self.step is None else (*self.outer, self.step)

    def pass_on(self) -> None:
        self.step = self.step + 1 if isinstance(self.step, int) else None


def parse(data: bytes, place: Place, fits: Callable[[Any], bool] | None = None) -> Parsed:
    """Return the value of strict JSON in UTF-8, without lone surrogates, at most LEVELS deep.

    ``fits`` is true of values no deeper than that alone: where it is not, levels are counted.
    Doubled keys and U+0000 are findings of a value that can be read; of doubled keys the last one counts.
    Columns count code points from 1; the line is counted from that of ``place``.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return Parsed(None, (_diagnosis(data, place),), readable=False)
    shallow = fits is not None and fits(value)
    # Indented, what stands deep stands to the right, and only then its levels need be counted.
    spelled = _indented(value) if not shallow and len(data) <= _SHORT else None
    if not shallow and (spelled is None or _FAR_RIGHT in spelled) and levels(value) > LEVELS:
        return Parsed(None, (_too_deep(place),), readable=False)
    if is_once(data, spelled or orjson.dumps(value), shortest=False):
        return Parsed(value)
    findings = itertools.chain(_doubled(data, place), nulls(value, place))
    return Parsed(value, tuple(itertools.islice(findings, FINDINGS_OF_A_VALUE)))


def spelled(value: Any, place: Place) -> Parsed:
    """Return a value of Python as ``parse`` returns the bytes that spell it, in which a tuple is a list.

    Where JSON cannot spell some parts, these are the findings, and all of them.
    """
    with contextlib.suppress(orjson.JSONEncodeError):
        told = parse(orjson.dumps(value), place)
        # Unequal is what orjson spells and JSON does not: NaN as null, a date as a string.
        if told.value == value:
            return told
    foreign = tuple(itertools.islice(_foreign(value, place, ()), FINDINGS_OF_A_VALUE))
    return Parsed(None, foreign, readable=False) if foreign else parse(json.dumps(value).encode(), place)


def is_once(data: bytes, spelling: bytes, *, shortest: bool) -> bool:
    """Return whether JSON has no key twice and no U+0000, given a spelling of what was read of it.

    That has the keys that were there and no others. ``shortest`` says that none is shorter, as is so without
    floats and white space. Where only ``parse`` can tell, the answer is no.
    """
    # A backslash alone is looked for much faster, and many articles have none.
    escaped = b"\\" in data
    if escaped and b"\\u0000" in data:
        return False
    # Beside the shortest, a doubled key adds itself and what stands under it.
    if shortest and len(data) == len(spelling):
        return True
    # With no quotation mark escaped by its number, a doubled key is the only way to lose one in reading.
    return not (escaped and b"\\u0022" in data) and data.count(b'"') == spelling.count(b'"')


def levels(value: Any) -> int:
    """Return how deep lists and objects stand inside each other; no recursion, which would break first."""
    depth = 0
    level = [value] if type(value) in _CONTAINERS else []
    while level:
        depth += 1
        level = [
            child
            for part in level
            for child in (part.values() if type(part) is dict else part)
            if type(child) in _CONTAINERS
        ]
    return depth


def walk(value: Any) -> Iterator[tuple[Keys, Any]]:
    """Yield every part of a JSON value, keys of objects included, with its path; without recursion."""
    yield (), value
    # Only the way to one part is kept: of a million deep down, the paths fill the memory.
    around: list[tuple[Keys, _Members]] = [((), _members(value))]
    while around:
        path, members = around[-1]
        for key, part in members:
            if isinstance(key, str):
                yield (*path, key), key
            yield (*path, key), part
            if type(part) in _CONTAINERS:
                around.append(((*path, key), _members(part)))
                break
        else:
            around.pop()


def _members(value: Any) -> _Members:
    if isinstance(value, dict):
        return iter(value.items())
    if isinstance(value, _Pairs):
        return iter(value)
    return enumerate(value) if isinstance(value, list) else iter(())


def line_numbers(data: bytes, wanted: Container[str] | None = None) -> dict[str, int]:
    """Return the line, from 1, on which each part of a readable value begins, by its path in words.

    With ``wanted`` only of parts whose path is among these: a large file may have a hundred million parts.
    """
    numbers: dict[str, int] = {}
    line = 1
    around: list[_Open] = []
    for match in _PART.finditer(data.decode()):
        part = match[0]
        if part == "\n":
            line += 1
        elif part == ",":
            around[-1].pass_on()
        elif part in {"]", "}"}:
            around.pop()
        elif part != ":":
            if around and around[-1].step is None:
                around[-1].step = json.loads(part)
            path = around[-1].path if around else ()
            # The line of a key is that of its value, which may begin on the next.
            spelt = json_path(path)
            if wanted is None or spelt in wanted:
                numbers.setdefault(spelt, line)
            if part in {"[", "{"}:
                around.append(_Open(path, 0 if part == "[" else None))
    return numbers


def _foreign(value: Any, place: Place, path: Keys) -> Iterator[Finding]:
    """Yield what JSON cannot spell, and where a value goes too deep, as one that holds itself does."""
    if len(path) > LEVELS:
        yield _too_deep(place)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield from _foreign(item, place, (*path, key))
            else:
                message = f"has a key of type {type(key).__name__}"
                yield place.finding(path, "type", message, allowed="keys that are strings")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _foreign(item, place, (*path, index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield place.finding(path, "value", "is no number in JSON", found=value, allowed="null")
    elif isinstance(value, int) and abs(value) > sys.float_info.max:
        yield place.finding(path, "value", "is a number too large to be read")
    elif value is not None and not isinstance(value, (str, int, float)):
        message = f"is of type {type(value).__name__}"
        yield place.finding(path, "type", message, allowed="str, int, float, bool, None, list or dict")


def _indented(value: Any) -> bytes | None:
    """Return a value in JSON, two spaces a level, None where it is far too deep."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2)
    except orjson.JSONEncodeError:
        return None


def _too_deep(place: Place) -> Finding:
    return place.finding((), "limit", f"is nested deeper than {LEVELS} levels")


def _doubled(data: bytes, place: Place) -> Iterator[Finding]:
    # It may be deep inside the first of two equal keys, where orjson's value shows nothing.
    if _levels_of_bytes(data) > LEVELS:
        yield _too_deep(place)
        return
    value = json.loads(data, object_pairs_hook=_Pairs, parse_int=float)
    around: list[tuple[Keys, _Members, set[str]]] = [((), _members(value), set())]
    while around:
        path, members, seen = around[-1]
        for key, item in members:
            if isinstance(key, str):
                if key in seen:
                    yield place.finding((*path, key), "duplicate-key", "stands twice in its object")
                seen.add(key)
            if isinstance(item, list):
                around.append(((*path, key), _members(item), set()))
                break
        else:
            around.pop()


def nulls(value: Any, place: Place) -> Iterator[Finding]:
    """Yield a finding for each string of a value that holds U+0000."""
    for path, part in walk(value):
        if isinstance(part, str) and "\0" in part:
            yield place.finding(path, "control", "holds U+0000", found=part)


def _levels_of_bytes(data: bytes) -> int:
    depth = deepest = 0
    for token in _TOKEN.finditer(data):
        if token[0] in (b"[", b"{"):
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in (b"]", b"}"):
            depth -= 1
    return deepest


def _diagnosis(data: bytes, place: Place) -> Finding:
    """Return why orjson does not read the bytes."""
    for mark, (kind, message, allowed) in _MARKS.items():
        if data.startswith(mark):
            return place.finding((), kind, message, allowed=allowed)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, place)
    if _levels_of_bytes(data) > LEVELS:
        return _too_deep(place)
    try:
        value = json.loads(text, parse_constant=_refuse, parse_int=float)
    except _ConstantError as constant:
        return place.finding((), "syntax", "is no number in JSON", found=constant.args[0], allowed="null")
    except json.JSONDecodeError as error:
        return _syntax(error, text, place)
    return _unholdable(value, place)


def _not_utf8(data: bytes, at: int, place: Place) -> Finding:
    line = data.count(b"\n", 0, at)
    byte = at - data.rfind(b"\n", 0, at)
    message = f"at byte {byte:,} of the line is not UTF-8"
    found = f"0x{data[at]:02X}"
    return replace(place, line=place.line + line).finding((), "encoding", message, found=found)


def _unholdable(value: Any, place: Place) -> Finding:
    """Return what Python's json lets pass, and orjson does not."""
    for path, part in walk(value):
        if isinstance(part, str) and any("\ud800" <= character <= "\udfff" for character in part):
            return place.finding(path, "encoding", "holds half of a surrogate pair", found=part)
        if isinstance(part, float) and math.isinf(part):
            return place.finding(path, "value", "is a number too large to be read")
    return place.finding((), "syntax", "is not JSON")


def _refuse(constant: str) -> None:
    raise _ConstantError(constant)


def _syntax(error: json.JSONDecodeError, text: str, place: Place) -> Finding:
    if not text.strip(" \t\r\n"):
        return place.finding((), "empty", "is empty")
    at, before = error.pos, text[: error.pos].rstrip(" \t\r\n")
    if before.endswith(",") and text[at : at + 1] in {"]", "}"}:
        at = len(before) - 1  # as Python does from 3.13 on; before it pointed at the bracket
    place = replace(place, line=place.line + text.count("\n", 0, at))
    column = at - text.rfind("\n", 0, at)
    rest = text[at:].lstrip(" \t\r\n")
    if not rest:
        message = f"ends at column {column:,}, before the value does"
        return place.finding((), "syntax", message, allowed="a whole value; of JSON Lines each on one line")
    if text[at] == "," and text[at + 1 :].lstrip(" \t\r\n")[:1] in {"]", "}"}:
        complaint = "a comma stands before a closing bracket"
    elif rest.startswith("'"):
        complaint = "a string begins with a single quotation mark"
    elif rest.startswith("```"):
        complaint = "a Markdown code fence stands"
    else:
        complaint = next((ours for theirs, ours in _COMPLAINTS.items() if error.msg.startswith(theirs)), "")
    where = f"near column {column:,}"
    return place.finding(
        (), "syntax", f"is not JSON: {complaint} {where}" if complaint else f"is not JSON {where}"
    )
