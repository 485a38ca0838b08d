"""Records to JSON and back, and the canonical bytes that digests are made of."""

import dataclasses
import functools
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from benchmark.records.article import Article

Record = TypeVar("Record")

_SORTED: Final = msgspec.json.Encoder(order="sorted")
_spelled: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

LINE = 110
"""Characters of a line of JSON that people read; a longer one holds a single string or number."""


def decode(cls: type[Record], value: Any) -> Record:
    """Return the record that a JSON value, known to fit the schema of ``cls``, describes.

    A null under a key that may be left out stands for its default. A value that does not fit raises
    msgspec.ValidationError.
    """
    try:
        return msgspec.convert(value, cls)
    except msgspec.ValidationError:
        # Nulls for defaults are rare, so the walk that drops them is a second try.
        return msgspec.convert(_without_nulls(cls, value), cls)


def encode(record: Any) -> dict[str, Any]:
    """Return the JSON object of a record: every key, in field order, lists for tuples."""
    plain: dict[str, Any] = _plain(record)
    return plain


def canonical(value: Any) -> bytes:
    """Return the one JSON spelling of a record or JSON value: sorted keys, UTF-8, no spaces, no newline.

    Raises ValueError for NaN, infinities and lone surrogates, which JSON in UTF-8 cannot hold.
    """
    if isinstance(value, Article):
        # Many times faster, with the same bytes. But it writes NaN as null, and only articles have no floats.
        return _SORTED.encode(value)
    text = json.dumps(
        _plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def canonical_lines(values: Iterable[Any]) -> bytes:
    """Return the JSON Lines of records or JSON values, each as ``canonical`` spells it; errors as there."""
    return b"".join(canonical(value) + b"\n" for value in values)


def canonical_plain(value: Any) -> bytes:
    """Return the canonical spelling of a JSON value without any float, many times faster.

    Tuples are lists. Raises ValueError for lone surrogates.
    """
    return _SORTED.encode(value)


def pretty(value: Any) -> bytes:
    """Return a record or JSON value as people read it: keys in their own order, indented, ended by a newline.

    What fits on a line of LINE characters stands on one, and numbers of a longer list fill lines. Raises
    ValueError for NaN, infinities and lone surrogates.
    """
    return (_laid_out(_plain(value), 0) + "\n").encode()


def digest(value: Any) -> str:
    """Return the sha256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _laid_out(value: Any, depth: int, key: str = "") -> str:
    """Return a JSON value with its key, ``depth`` spaces in; what does not fit has a line for each part."""
    if not value or not isinstance(value, (dict, list)):
        return key + _spelled(value)
    if isinstance(value, dict):
        parts = [_laid_out(item, depth + 1, _spelled(name) + ": ") for name, item in value.items()]
    elif all(isinstance(item, (int, float)) for item in value):
        parts = re.findall(rf"(\S.{{0,{LINE - depth - 3}}})(?:,|$)", _spelled(value)[1:-1])
    else:
        parts = [_laid_out(item, depth + 1) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    flat = f"{key}{opening}{', '.join(parts)}{closing}"
    # A part of several lines is longer than a line, and so is what holds it.
    if depth + len(flat) <= LINE:
        return flat
    inner = " " * (depth + 1)
    return f"{key}{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * depth}{closing}"


def _plain(value: Any) -> Any:
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    cls: Any = type(value)
    return {name: _plain(getattr(value, name)) for name, _, _ in _fields(cls)}


def _without_nulls(hint: Any, value: Any) -> Any:
    """Return the value without the nulls that stand for defaults, in it and in the records it holds."""
    if isinstance(value, dict) and isinstance(hint, type) and dataclasses.is_dataclass(hint):
        known = {name: (inner, optional) for name, inner, optional in _fields(hint)}
        return {
            key: _without_nulls(known[key][0], item)
            for key, item in value.items()
            if key in known and (item is not None or not known[key][1])
        }
    arguments = [inner for inner in get_args(hint) if inner is not type(None)]
    if isinstance(value, list):
        return [_without_nulls(arguments[0], item) for item in value] if arguments else value
    if isinstance(value, dict) and get_origin(hint) is dict:
        return {key: _without_nulls(arguments[1], item) for key, item in value.items()}
    return value


@functools.cache
def _fields(cls: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Return name, type without ``| None``, and whether it may be left out, of each field of a record."""
    hints = get_type_hints(cls)
    missing = dataclasses.MISSING
    return tuple(
        (
            field.name,
            _present(hints[field.name]),
            field.default is not missing or field.default_factory is not missing,
        )
        for field in dataclasses.fields(cls)
    )


def _present(hint: Any) -> Any:
    """Return the type that a ``X | None`` has where it is not None."""
    inner = get_args(hint)
    if type(None) in inner:
        return next(option for option in inner if option is not type(None))
    return hint
