"""A JSON Schema as types of msgspec, by which JSON is read and judged in one pass, several times faster.

What fits the schema fits the type, and nothing else does. A keyword that no type is known for is refused, so
none goes unjudged.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

import msgspec

_TOLD: Final = {"$schema", "$id", "$defs", "title", "description", "default", "examples"}
"""Keywords that judge nothing."""
_BOUNDS: Final = {
    "string": {"minLength": "min_length", "maxLength": "max_length"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
    "object": {"minProperties": "min_length"},
    "integer": {"minimum": "ge", "maximum": "le"},
    "number": {"minimum": "ge", "maximum": "le"},
    "boolean": {},
    "null": {},
}
_KINDS: Final = {"boolean": bool, "integer": int, "number": float, "null": None}


def of(schema: dict[str, Any], *, filled: bool = True) -> Any:
    """Return the type of a schema, or of a part of one that refers to no other.

    An object is a Struct with its keys as fields, sorted, or where it names none a dict; an array is a list.
    Keys that are left out have their defaults where ``filled``, else msgspec.UNSET, so that a value is
    encoded with the keys it came with. In a type 7.0 is no integer.

    Raises:
        ValueError: a keyword, or the way it is used, has no type here.
    """
    return _Types(schema, filled=filled).of(schema)


def spelling(made: Any) -> bytes:
    """Return the spelling of what a type of ours has read, without floats the canonical one."""
    return msgspec.json.encode(made)


class _Types:
    """The types of one schema; each of its definitions is made once."""

    def __init__(self, schema: dict[str, Any], *, filled: bool) -> None:
        self._definitions = schema.get("$defs", {})
        self._filled = filled
        self._made: dict[str, Any] = {}

    def of(self, part: dict[str, Any]) -> Any:
        part = {key: rule for key, rule in part.items() if key not in _TOLD}
        if not part:
            return Any
        if part.keys() == {"$ref"}:
            name = part["$ref"].removeprefix("#/$defs/")
            if name not in self._made:
                self._made[name] = self.of(self._definitions[name])
            return self._made[name]
        if "$ref" in part:
            # What stands beside the reference wins.
            return self.of({**self._definitions[part.pop("$ref").removeprefix("#/$defs/")], **part})
        if part.keys() == {"anyOf"}:
            return _any([self.of(option) for option in part["anyOf"]])
        if part.keys() == {"enum"}:
            return Literal[tuple(part["enum"])]
        kinds = part.pop("type", "string")  # rules for keys need not say what they are
        kinds = kinds if isinstance(kinds, list) else [kinds]
        made = [self._bounded(kind, part) for kind in kinds]
        if part:
            raise ValueError(f"no type says {', '.join(part)} of {', '.join(kinds)}")
        return _any(made)

    def _bounded(self, kind: str, part: dict[str, Any]) -> Any:
        """Return the type of a kind, and take from the part of the schema what it says."""
        bounds = {name: part.pop(key) for key, name in _BOUNDS[kind].items() if key in part}
        if kind == "string":
            bounds |= _pattern(part)
            made: Any = str
        elif kind == "array":
            made = list[self.of(part.pop("items"))]  # type: ignore[misc] # known when it runs
        elif kind == "object":
            made = self._object(part)
        else:
            made = _KINDS[kind]
        return Annotated[made, msgspec.Meta(**bounds)] if bounds else made

    def _object(self, part: dict[str, Any]) -> Any:
        others = part.pop("additionalProperties", {})
        if "properties" not in part:
            key = self.of(part.pop("propertyNames", {"type": "string"}))
            return dict[key, self.of(others)]  # type: ignore[misc, valid-type] # likewise
        properties, required = part.pop("properties"), part.pop("required", ())
        if others is not False:
            raise ValueError("no type says additionalProperties beside properties")
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        unique = []
        for name, rule in sorted(properties.items()):
            rule = dict(rule)  # noqa: PLW2901 - what follows takes a key from it
            if rule.pop("uniqueItems", False):
                unique.append(name)
            made = self.of(rule)
            if name in required:
                fields.append((name, made))
            elif self._filled:
                fields.append((name, made, rule["default"]))
            else:
                fields.append((name, _any([made, msgspec.UnsetType]), msgspec.UNSET))
        return msgspec.defstruct(
            "Struct",
            fields,
            namespace={"__post_init__": _alone(unique)} if unique else None,
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,
        )


def _any(options: list[Any]) -> Any:
    made = options[0]
    for option in options[1:]:
        made |= option
    return made


def _pattern(part: dict[str, Any]) -> dict[str, str]:
    r"""Return the pattern as Python reads it, whose ``$`` lets a final newline pass, as ``\Z`` does not."""
    pattern = part.pop("pattern", None)
    other = part.pop("not", None)
    if other is not None:
        if other.keys() != {"const"} or pattern is None or not pattern.startswith("^"):
            raise ValueError(f"no type says not {other}")
        pattern = rf"^(?!{re.escape(other['const'])}\Z)" + pattern.removeprefix("^")
    return {} if pattern is None else {"pattern": pattern.removesuffix("$") + r"\Z"}


def _alone(names: list[str]) -> Any:
    def check(made: Any) -> None:
        if any(len(set(getattr(made, name))) < len(getattr(made, name)) for name in names):
            raise ValueError("has an item twice")

    return check
