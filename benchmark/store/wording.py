"""What a schema or a date does not allow, in our words: messages of libraries quote values of any length."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from benchmark.records import date
from benchmark.records.errors import Finding, nearest
from benchmark.store import vocabularies
from benchmark.store.findings import Keys, Place
from benchmark.store.spans import GREATEST_OFFSET

A_DATE: Final = "a date such as 2024-05-03, or null"
A_LICENSE: Final = "an SPDX licence identifier such as CC0-1.0, or LicenseRef-…"
A_LANGUAGE: Final = "a BCP 47 language tag such as en or pt-BR"
A_DAY: Final = "a calendar day YYYY-MM-DD, or null where it is unknown"

_TYPES = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_LONGEST_NAME = 100


def findings(error: Any, place: Place) -> Iterator[Finding]:
    """Yield what a jsonschema ValidationError says about a value in a place."""
    path: Keys = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, error.instance)
    yield from _RULES[error.validator](error, place, path)


def date_finding(value: str, place: Place, path: Keys) -> Finding | None:
    """Return why a string is not a date that we read, None where it is one, or only too long."""
    if len(value) > date.MAX_LENGTH:
        return None
    try:
        date.parse(value)
    except date.DateError as error:
        return place.finding(path, "date", f"is {error.reason}", found=value, allowed=A_DATE, near=error.near)
    return None


def day_finding(value: str, place: Place, path: Keys) -> Finding | None:
    """Return why a string is not one day of the calendar, None where it is."""
    if date.is_day(value):
        return None
    reason, near = "not one day of the calendar", None
    try:
        date.parse(value)
    except date.DateError as error:
        reason = error.reason
        near = error.near if error.near and date.is_day(error.near) else None
    return place.finding(path, "date", f"is {reason}", found=value, allowed=A_DAY, near=near)


def license_finding(value: str, place: Place, path: Keys) -> Finding | None:
    """Return why a string is not the name of a licence, None where it is or is too long."""
    if vocabularies.is_license(value) or len(value) > _LONGEST_NAME:
        return None
    near = vocabularies.near_license(value)
    return place.finding(path, "value", "is no SPDX identifier", found=value, allowed=A_LICENSE, near=near)


def language_finding(value: str, place: Place, path: Keys) -> Finding | None:
    """Return why a string is not the tag of a language, None where it is or is too long."""
    if vocabularies.is_language(value) or len(value) > _LONGEST_NAME:
        return None
    return place.finding(path, "value", "is no registered language", found=value, allowed=A_LANGUAGE)


HEADERS: Final[dict[Keys, Callable[[str, Place, Keys], Finding | None]]] = {
    ("published",): day_finding,
    ("license",): license_finding,
    ("language",): language_finding,
}
"""Strings of an article that a schema can only know by their form: by their path."""


def _type(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    types = error.validator_value
    allowed = " or ".join(_TYPES[name] for name in ([types] if isinstance(types, str) else types))
    message = f"is {_kind(error.instance)}"
    yield place.finding(path, "type", message, found=_scalar(error.instance), allowed=allowed)


def _missing(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    for key in error.validator_value:
        if key not in error.instance:
            yield place.finding((*path, key), "missing", "is missing")


def _additional(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    known = list(error.schema["properties"])
    allowed = ", ".join(known)
    # The command that read the file may have taken it for another kind than its author did.
    message = "is no key here" if path else f"is no key of {a(error.schema['title'])}"
    for key in error.instance:
        if key not in known:
            near = nearest(key, known)
            yield place.finding((*path, key), "unknown-field", message, allowed=allowed, near=near)


def _choice(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    names = [name for name in error.validator_value if name is not None]
    kind = "unknown-status" if path[-1:] == ("status",) else "value"
    value = error.instance
    is_name = isinstance(value, str)
    message = "is not one of those allowed" if is_name else f"is {_kind(value)}"
    near = nearest(value, names) if is_name else None
    yield place.finding(path, kind, message, found=_scalar(value), allowed=", ".join(names), near=near)


def _pattern(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    value, wanted = error.instance, error.schema.get("title")
    finding = None
    if error.validator_value == date.PATTERN:
        finding = date_finding(value, place, path)
    elif path in HEADERS:
        finding = HEADERS[path](value, place, path)
    if finding is None:
        control = any(character < " " or "\x7f" <= character <= "\x9f" for character in value)
        kind, message = ("control", "holds a control character") if control else ("value", "is not allowed")
        finding = place.finding(path, kind, message, found=value, allowed=wanted)
    yield finding


def _length(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    rule, limit, value, schema = error.validator, error.validator_value, error.instance, error.schema
    unit = "characters" if rule.endswith("Length") else "items"
    message = f"has {len(value):,} {unit}"
    if rule.startswith("min") and not value:
        yield place.finding(path, "empty", "is empty")
    elif "minItems" in schema and schema["minItems"] == schema.get("maxItems"):
        yield place.finding(path, "value", message, allowed=f"{limit:,}")
    elif rule.startswith("max"):
        yield place.finding(path, "limit", message, found=_scalar(value), allowed=f"at most {limit:,}")
    else:
        yield place.finding(path, "value", message, found=_scalar(value), allowed=f"at least {limit:,}")


def _range(error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    limit = error.validator_value
    kind = "limit" if limit == GREATEST_OFFSET else "value"
    allowed = f"at {'least' if error.validator == 'minimum' else 'most'} {limit:,}"
    yield place.finding(path, kind, "is out of range", found=error.instance, allowed=allowed)


def _either(error: Any, place: Place, _path: Keys) -> Iterator[Finding]:
    # All that we let be one of two things is something or null; what is not null was meant to be something.
    for one in error.context:
        if one.validator_value != "null":
            yield from findings(one, place)


def _unique(_error: Any, place: Place, path: Keys) -> Iterator[Finding]:
    yield place.finding(path, "value", "holds the same twice")


_RULES: Final[dict[str, Callable[[Any, Place, Keys], Iterator[Finding]]]] = {
    "type": _type,
    "required": _missing,
    "additionalProperties": _additional,
    "enum": _choice,
    "anyOf": _either,
    "pattern": _pattern,
    "not": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "uniqueItems": _unique,
    "minProperties": _length,
    "minimum": _range,
    "maximum": _range,
}
"""By keyword: all that our schemas judge by."""


def a(title: str) -> str:
    """Return the title of a schema in a sentence: an article, a report."""
    return f"{'an' if title[0] in 'AEO' else 'a'} {title.lower()}"


def _scalar(value: Any) -> Any | None:
    return None if isinstance(value, (list, dict)) else value


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "a number with a fraction or an exponent"
    return {str: "a string", int: "a whole number", list: "a list", dict: "an object"}[type(value)]
