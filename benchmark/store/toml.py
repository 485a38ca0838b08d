"""The door for TOML files, which people write by hand."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from benchmark.records.errors import FindingsError
from benchmark.store import files
from benchmark.store.findings import Place
from benchmark.store.syntax import LEVELS, levels, nulls

BYTES: Final = 1_000_000

_PART: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DEEP_KEY: Final = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{_PART}[ \t]*\.[ \t]*){{{LEVELS}}}", re.MULTILINE)
"""A key with more parts than LEVELS, of which tomllib takes minutes to read 100 kB."""


def read(path: Path) -> tuple[dict[str, Any], str]:
    """Return the table of a TOML file, and its text, by which a caller finds lines.

    Raises:
        FindingsError: it is not TOML or UTF-8, longer than BYTES, nested deeper than LEVELS or holds U+0000.
        MisuseError, MachineError: as ``files.read_text``.
    """
    text = files.read_text(path, limit=BYTES)
    if text.startswith("\ufeff"):
        raise Place(str(path)).refusal("encoding", "begins with a byte order mark")
    try:
        table = _table(text)
        str(table)  # numbers in hexadecimal have no limit when they are read, but when they are shown
    except ValueError as error:  # TOMLDecodeError, or a number of more digits than Python reads or writes
        # The parser's own words may quote the file; only the line is taken from them.
        line = re.search(r"at line ([0-9]+)", str(error))
        place = Place(str(path), int(line[1]) if line else text.count("\n") + 1)
        raise place.refusal("syntax", "is not TOML") from None
    if table is None:
        raise Place(str(path)).refusal("limit", f"is nested deeper than {LEVELS} levels")
    if found := tuple(nulls(table, Place(str(path)))):
        raise FindingsError(found)
    return table, text


def _table(text: str) -> dict[str, Any] | None:
    """Return the table, None where it is too deep."""
    if _DEEP_KEY.search(text):
        return None
    try:
        table = tomllib.loads(text)
    except RecursionError:
        return None
    return None if levels(table) > LEVELS else table
