"""The columns of a release's tables: their Arrow schemas, which follow from types of Python, and features.

A column has the name of a field, and its Arrow type follows from the field's type, so that a new field of a
record reaches Parquet, card and Croissant together.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, is_dataclass
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from benchmark.records.article import Article
from benchmark.records.stub import Stub
from benchmark.store.schema import document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOW_CARDINALITY: Final = frozenset(
    {
        "published", "language", "source", "license", "ontology", "split", "kind", "tags",
        "event_type", "mode", "status", "role", "basis", "date_basis", "date_granularity",
    }
)  # fmt: skip
"""Fields whose values repeat, at any depth: dictionary encoding pays for them and for no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A row of the config ``events``: the first trigger stands for all, offsets are null where it has none.

    ``date_first`` and ``date_last`` are ISO days, null where the date is open or absent.
    """

    article_id: str
    published: str | None
    event_id: str
    event_type: str
    mode: str | None
    status: str
    optional: bool
    trigger_text: str | None
    trigger_start: int | None
    trigger_end: int | None
    date_value: str | None
    date_basis: str | None
    date_granularity: str | None
    date_first: str | None
    date_last: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentRow:
    """A row of the config ``arguments``: one mention of one filler, both counted from 0."""

    article_id: str
    event_id: str
    event_type: str
    argument: int
    mention: int
    role: str
    optional: bool
    text: str
    start: int | None
    end: int | None


CONFIGS: Final[dict[str, type]] = {"articles": Article, "events": EventRow, "arguments": ArgumentRow}
"""Row type of each config; the first is the default of ``load_dataset``."""
_MEANINGS: Final = {
    "events": {
        "article_id": "The article that tells it.",
        "published": "The article's day of publication, null where it is unknown.",
        "event_id": "Unique in the article.",
        "event_type": "A type of the ontology.",
        "mode": "A mode of the type, null where it has none.",
        "status": "Whether it happened.",
        "optional": "Whether it is neither asked for nor held against a system that gives it.",
        "trigger_text": "Words of the first trigger, null where there is none.",
        "trigger_start": "Its first code point, null where it has no place in the text.",
        "trigger_end": "One past its last code point.",
        "date_value": "EDTF, null where nothing dates the event.",
        "date_basis": "How the article tells the date, null where there is none or it was not said.",
        "date_granularity": "What the date names, such as a day or an interval, null where there is none.",
        "date_first": "First day of the date, YYYY-MM-DD, null where it is open or there is no date.",
        "date_last": "Last day of the date, likewise.",
        "tags": "Labels, sorted.",
    },
    "arguments": {
        "article_id": "The article that tells the event.",
        "event_id": "The event, by its id in the article.",
        "event_type": "Its type.",
        "argument": "Which argument of the event, from 0; all its mentions are one filler.",
        "mention": "Which mention of the argument, from 0.",
        "role": "The role it fills.",
        "optional": "Whether it is neither asked for nor held against a system that gives it.",
        "text": "Words of the mention.",
        "start": "Its first code point, null where it has no place in the text.",
        "end": "One past its last code point.",
    },
}


def schema(config: str, *, withheld: bool = False, texts: bool = True) -> pa.Schema:
    """Return the Arrow schema of a config; articles without ``texts`` are stubs.

    ``withheld`` is a split of ``articles`` without gold: no ``events``.
    """
    row = Stub if config == "articles" and not texts else CONFIGS[config]
    return pa.schema(
        [
            (name, _arrow(hint))
            for name, hint in get_type_hints(row).items()
            if not (withheld and name == "events")
        ]
    )


def features(config: str, *, texts: bool = True) -> list[dict[str, Any]]:
    """Return the features of a config as the card's front matter spells them (``list:``, read since 2.21)."""
    return _features(schema(config, texts=texts))


def meanings(config: str, *, texts: bool = True) -> dict[str, str]:
    """Return what each column of a config holds; of articles the schema tells it."""
    if config in _MEANINGS:
        return _MEANINGS[config]
    told = document("article" if texts else "stub")
    shared = {f"#/$defs/{name}": definition for name, definition in told["$defs"].items()}
    return {
        name: {**shared.get(field.get("$ref"), {}), **field}["description"]
        for name, field in told["properties"].items()
    }


def repeating(columns: pa.Schema) -> list[str]:
    """Return the paths of the columns for which dictionary encoding pays."""
    return [
        path
        for field in columns
        for name, path in _leaves(field.name, field.name, field.type)
        if name in LOW_CARDINALITY
    ]


def _arrow(hint: Any) -> pa.DataType:
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = set(get_args(hint)) - {type(None)}
    if get_origin(hint) is tuple:
        return pa.list_(_arrow(get_args(hint)[0]))
    if is_dataclass(hint):
        return pa.struct([(name, _arrow(inner)) for name, inner in get_type_hints(hint).items()])
    # Offsets stay below 2^31 (the limits), so 32 bits hold every integer here.
    return {str: pa.string(), int: pa.int32(), bool: pa.bool_()}[hint]


def _features(fields: Iterable[pa.Field]) -> list[dict[str, Any]]:
    return [{"name": field.name, **_feature(field.type)} for field in fields]


def _feature(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_struct(kind):
        return {"struct": _features(kind)}
    if pa.types.is_list(kind):
        inner = _feature(kind.value_type)
        return {"list": inner.get("struct") or inner.get("dtype") or inner}
    return {"dtype": str(kind)}


def _leaves(name: str, path: str, kind: pa.DataType) -> Iterator[tuple[str, str]]:
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(field.name, f"{path}.{field.name}", field.type)
    elif pa.types.is_list(kind):
        yield from _leaves(name, f"{path}.list.element", kind.value_type)
    else:
        yield name, path
