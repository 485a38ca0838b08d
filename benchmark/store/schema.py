"""The published JSON Schemas: types made of them decide; where they say no, jsonschema says what is wrong."""

import functools
import importlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmark.records import SCHEMA_VERSION
from benchmark.records.errors import Finding, FindingsError, OtherVersionError, UnknownNameError
from benchmark.store import codec, files, typed, wording
from benchmark.store.findings import Place
from benchmark.store.intake import located
from benchmark.store.resources import find
from benchmark.store.syntax import FINDINGS_OF_A_VALUE

_RECORDS: Final = {
    "article": "article:Article",
    "stub": "stub:Stub",
    "prediction": "prediction:Prediction",
    "system": "prediction:System",
    "ontology": "ontology:Ontology",
    "agreement": "agreement:Agreement",
    "disagreement": "agreement:Disagreement",
    "decision": "agreement:Decision",
    "manifest": "manifest:Manifest",
    "diff": "diff:Diff",
    "report": "report:ScoreReport",
    "error": "error_line:ErrorLine",
    "leaderboard": "leaderboard:Leaderboard",
    "comparison": "comparison:Comparison",
    "withdrawal": "leaderboard:Withdrawal",
}
"""Of each schema the module and name of its record, imported when first needed: few are, in one command."""
NAMES: Final = tuple(_RECORDS)

_VERSION: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){2}")
_HANDED_IN = ("prediction", "system", "article", "ontology")
_LENGTHS = ("minLength", "maxLength")


@functools.cache
def document(name: str) -> dict[str, Any]:
    """Return a schema; raises UnknownNameError."""
    if name not in NAMES:
        raise UnknownNameError("schema", name, NAMES)
    loaded: dict[str, Any] = json.loads(find(f"schemas/{name}.schema.json").read_bytes())
    return loaded


def admit(name: str, value: Any) -> Any | None:
    """Return the record of a JSON value that fits the schema, None where ``check`` has something to say."""
    return codec.decode(_record(name), value) if fits(name, value) else None


def fits(name: str, value: Any) -> bool:
    """Return whether a JSON value fits the schema: faster than ``admit``."""
    return typed_value(name, value) is not None


def typed_value(name: str, value: Any) -> Any | None:
    """Return a JSON value as the type of a schema has it (``typed``), None where it does not fit."""
    try:
        return msgspec.convert(value, _type(name))
    except msgspec.ValidationError:
        return None


def typed_line(name: str, data: bytes, *, filled: bool = True) -> Any | None:
    """Return the JSON of a line as the type of a schema has it (``typed``), None where it does not fit.

    Of doubled keys the last one counts.
    """
    try:
        return _decoder(name, filled=filled).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def record_line(name: str, data: bytes) -> Any | None:
    """Return the record of a line that fits the schema, None where a null stands for a default in it."""
    try:
        return _record_decoder(name).decode(data)
    except msgspec.ValidationError:
        return None


def fits_part(part: dict[str, Any], value: Any) -> bool:
    """Return whether a JSON value fits a part of a schema that refers to no other."""
    try:
        msgspec.convert(value, _type_of_part(json.dumps(part)))
    except msgspec.ValidationError:
        return False
    return True


def read(name: str, path: Path, *, limit: int = files.DOCUMENT_BYTES) -> Any:
    """Return the record of a file that holds one, for a schema that bounds how deep a value is.

    Raises FindingsError with all that is wrong with it, OtherVersionError where it says that it is of other
    schemas, and errors as ``files.raw_lines``.
    """
    fit = False

    def judged(value: Any) -> bool:
        nonlocal fit
        fit = fits(name, value)
        return fit

    document = files.read_document(path, limit=limit, fits=judged)
    found = list(document.findings)
    if not document.readable and path.is_file():
        # Of JSON Lines, which are no one value, the first tells what they are. A stream is read once.
        first = next(files.read_lines(path))
        mistaken = mistake(name, first.value, first.place) if first.readable else None
        found = [mistaken] if mistaken else found
    record = codec.decode(_record(name), document.value) if fit else None
    if document.readable and record is None:
        _require_our_version(document.value, path)
        found += explain(name, document.value, document.place)
    if found:
        raise FindingsError(located(found, document.data) if document.data else found)
    return record


def _require_our_version(value: Any, path: Path) -> None:
    """Raise OtherVersionError where a file that does not fit tells another version of the schemas."""
    told = value.get("schema_version", SCHEMA_VERSION) if isinstance(value, dict) else SCHEMA_VERSION
    # What does not fit may hold anything there: only a version is an answer.
    if told != SCHEMA_VERSION and isinstance(told, str) and _VERSION.fullmatch(told):
        raise OtherVersionError(
            f"{path} is of schema version {told}, this package reads {SCHEMA_VERSION}: "
            "use the dateline-bench that wrote it"
        )


def check(name: str, value: Any, file: str) -> list[Finding]:
    """Return everything in which a JSON value differs from a schema, empty where it fits."""
    if admit(name, value) is not None:
        return []
    return explain(name, value, Place(file))


def explain(name: str, value: Any, place: Place) -> list[Finding]:
    """Return what is wrong with a value that ``admit`` refused: at least one finding.

    A value that is of another schema has that one alone.
    """
    mistaken = mistake(name, value, place)
    if mistaken is not None:
        return [mistaken]
    errors = list(itertools.islice(_witness(name).iter_errors(value), FINDINGS_OF_A_VALUE))
    # An empty or a long string breaks most patterns too, which is no news.
    told = {tuple(error.absolute_path) for error in errors if error.validator in _LENGTHS}
    findings = (
        finding
        for error in errors
        if error.validator != "pattern" or tuple(error.absolute_path) not in told
        for finding in wording.findings(error, place)
    )
    told_once = dict.fromkeys(itertools.islice(findings, FINDINGS_OF_A_VALUE))
    return list(told_once) or [place.finding((), "value", "does not fit the schema")]


def mistake(name: str, value: Any, place: Place) -> Finding | None:
    """Return the finding that a value has the keys of another schema, None where it has not."""
    other = _exactly(value)
    if other is None or other == name:
        return None
    return place.finding((), "type", f"has the keys of {called(other)}, not of {called(name)}")


def called(name: str) -> str:
    """Return what the value of a schema is called in a sentence: an article, a report."""
    title: str = document(name)["title"]
    return wording.a(title)


def recognise(value: Any) -> str | None:
    """Return the schema that a value has the keys of, or most of: then one that is handed in, or None.

    Where two have as many it is the one with fewer keys of its own: every prediction has keys of an article.
    """
    if not isinstance(value, dict):
        return None
    if exactly := _exactly(value):
        return exactly
    keys = {name: document(name)["properties"].keys() for name in _HANDED_IN}
    best = max(_HANDED_IN, key=lambda name: (len(keys[name] & value.keys()), -len(keys[name])))
    return best if keys[best] & value.keys() else None


def _exactly(value: Any) -> str | None:
    """Return the schema of which a value has every key that must be there, and none that must not."""
    if isinstance(value, dict):
        for name in NAMES:
            if (
                value.keys() >= {*document(name)["required"]}
                and value.keys() <= document(name)["properties"].keys()
            ):
                return name
    return None


@functools.cache
def _record(name: str) -> Any:
    module, _, record = _RECORDS[name].partition(":")
    return getattr(importlib.import_module(f"benchmark.records.{module}"), record)


@functools.cache
def _type(name: str, *, filled: bool = True) -> Any:
    return typed.of(document(name), filled=filled)


@functools.cache
def _decoder(name: str, *, filled: bool) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_type(name, filled=filled))


@functools.cache
def _record_decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_record(name))


@functools.cache
def _type_of_part(spelled: str) -> Any:
    return typed.of(json.loads(spelled))


@functools.cache
def _witness(name: str) -> Any:
    # Only files with something wrong pay for this import.
    import jsonschema

    base = jsonschema.Draft202012Validator
    whole = base.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    extend: Any = jsonschema.validators.extend
    keywords = {"items": _bounded_items, "pattern": _whole_pattern}
    return extend(base, keywords, type_checker=whole)(document(name))


def _bounded_items(validator: Any, items: Any, instance: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """Judge no more items than the schema allows: that there are more is said, and there may be a million."""
    if isinstance(instance, list):
        for index, item in enumerate(instance[: schema.get("maxItems")]):
            yield from validator.descend(item, items, path=index)


def _whole_pattern(validator: Any, pattern: str, instance: Any, schema: dict[str, Any]) -> Iterator[Any]:
    r"""Judge by a pattern as ECMA-262 reads it: Python's ``$`` lets a final newline pass, ``\Z`` does not."""
    import jsonschema

    judge: Any = jsonschema.Draft202012Validator.VALIDATORS["pattern"]
    yield from judge(validator, pattern.removesuffix("$") + r"\Z", instance, schema)
