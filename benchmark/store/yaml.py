"""YAML that other programs read: what a small part of it can say, in block style."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# YAML reads these, in any case, as something else than strings; "no" is also Norwegian.
_NOT_WORDS: Final = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_NOT_RAW: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What JSON may hold as it is, and YAML 1.1 takes for the end of a line or refuses."""


def block(value: Any) -> str:
    """Return lists and objects, none of them empty, of strings, numbers and booleans, in lines."""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (dict, list)):
                yield f"{key}:"
                yield from (f"  {line}" for line in _lines(item))
            else:
                yield f"{key}: {_scalar(item)}"
    else:
        for item in value:
            first, *rest = _lines(item) if isinstance(item, (dict, list)) else [_scalar(item)]
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)


def _scalar(value: str | float) -> str:
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_./<>*@-]*", value):
        return json.dumps(value) if value.lower() in _NOT_WORDS else value
    # A JSON string is a YAML string but for a few characters; booleans and numbers are the same in both.
    return _NOT_RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
