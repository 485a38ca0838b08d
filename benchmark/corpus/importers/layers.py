"""Which layers of a UIMA CAS hold events, times and relations: the table ``inception`` of a mapping file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

from benchmark.records.errors import Finding, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.store.findings import Keys, Place

Kind = Literal["argument", "time", "coreference", "none"]
KINDS: Final = get_args(Kind)
"""What a relation says: what fills a role, when an event was, that two spans name one thing; or left out."""

ANY: Final = "*"
"""As a layer: every layer that has features which link to others. As a type: the name of the layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLayer:
    """Spans that trigger events: those of a layer whose features have the values of ``where``.

    ``type`` are features, the first that has a value is the type, else the layer's name. Every feature that
    links to other spans gives arguments; every other one with words or numbers is an attribute.
    """

    layer: str
    where: Mapping[str, str] = field(default_factory=dict)
    type: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLayer:
    """Spans that are time expressions; ``value`` are features that hold their date, without it their words.

    Those whose features have the values of ``publication`` are the day of publication.
    """

    layer: str
    where: Mapping[str, str] = field(default_factory=dict)
    value: tuple[str, ...] = ()
    publication: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLayer:
    """Relations that the feature ``role`` names; the longest key of ``kinds`` that begins it is cut off."""

    layer: str
    role: str
    kinds: Mapping[str, Kind] = field(default_factory=lambda: {"": "argument"})
    source: str = "Governor"
    target: str = "Dependent"

    def meaning(self, name: str) -> tuple[Kind, str]:
        """Return what a relation of this name says, and the name without what tells so."""
        prefix = max((key for key in self.kinds if name.startswith(key)), key=len, default=None)
        return ("none", name) if prefix is None else (self.kinds[prefix], name.removeprefix(prefix))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The layers of a project that matter here; a span counts for the first that it fits."""

    events: tuple[EventLayer, ...] = ()
    times: tuple[TimeLayer, ...] = ()
    relations: tuple[RelationLayer, ...] = ()


_Layer = TypeVar("_Layer", EventLayer, TimeLayer, RelationLayer)
_RECORDS: Final[dict[str, Any]] = {"events": EventLayer, "times": TimeLayer, "relations": RelationLayer}
_LISTS: Final = ("type", "value")
_TABLES: Final = ("where", "publication", "kinds")


def decoded(table: dict[str, Any]) -> Layers:
    """Return the layers of a table in which ``findings`` finds nothing."""
    return Layers(
        **{key: tuple(_record(_RECORDS[key], entry) for entry in table.get(key, ())) for key in _RECORDS}
    )


def _record(record: type[_Layer], entry: dict[str, Any]) -> _Layer:
    values: dict[str, Any] = {
        key: tuple([value] if isinstance(value, str) else value) if key in _LISTS else value
        for key, value in entry.items()
    }
    return record(**values)


def findings(table: Any, place: Place, path: Keys) -> Iterator[Finding]:
    """Yield everything that is wrong with the table."""
    if not isinstance(table, dict):
        yield place.finding(path, "type", "is not a table")
        return
    for key, entries in table.items():
        if key not in _RECORDS:
            near = nearest(key, list(_RECORDS))
            yield place.finding((*path, key), "unknown-field", "is not known", near=near)
        elif not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            yield place.finding((*path, key), "type", "is not a list of tables")
        else:
            for index, entry in enumerate(entries):
                yield from _entry(_RECORDS[key], entry, place, (*path, key, index))


def _entry(record: Any, entry: dict[str, Any], place: Place, path: Keys) -> Iterator[Finding]:
    known = [item.name for item in fields(record)]
    for key, value in entry.items():
        if key not in known:
            yield place.finding((*path, key), "unknown-field", "is not known", near=nearest(key, known))
        elif key in _TABLES:
            yield from _table(key, value, place, (*path, key))
        elif key in _LISTS and is_list(value):
            continue
        elif not isinstance(value, str):
            yield place.finding((*path, key), "type", "is not the name of a feature or layer")
    for key in ("layer", "role"):
        if key in known and key not in entry:
            yield place.finding((*path, key), "missing", "is not given")


def _table(key: str, value: Any, place: Place, path: Keys) -> Iterator[Finding]:
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        yield place.finding(path, "type", "is not a table of words")
    elif key == "kinds":
        for prefix, kind in value.items():
            if kind not in KINDS:
                near = nearest(kind, list(KINDS))
                message, allowed = "is not known", ", ".join(KINDS)
                yield place.finding((*path, prefix), "value", message, found=kind, allowed=allowed, near=near)


def is_list(value: Any) -> bool:
    """Whether a value is a list of words."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
