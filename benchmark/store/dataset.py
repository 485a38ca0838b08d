"""Parquet tables of a release: three configs, whose Arrow schemas and features follow from types of Python.

A column has the name of a field, and its Arrow type follows from the field's type, so that a new field of a
record reaches Parquet, card and Croissant together. Written by pyarrow alone: the JSON loader of `datasets`
reads dates as timestamps, and its `to_parquet` takes no compression.
"""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass, is_dataclass
from typing import TYPE_CHECKING, Any, Final, Self, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from benchmark.records import date
from benchmark.records.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

ROWS_IN_A_GROUP: Final = 1_000
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
"""Row type of each config; the first is the default of `load_dataset`."""


@dataclass(frozen=True, slots=True)
class Size:
    """What `dataset_info` says of a split: rows, and bytes of them in Arrow's memory format."""

    rows: int = 0
    bytes: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.rows + other.rows, self.bytes + other.bytes)


def rows(config: str, article: Article) -> Iterator[Any]:
    """Yield the records of one article in a config, in the order of the article."""
    if config == "articles":
        yield article
    else:
        yield from (_events if config == "events" else _arguments)(article)


def schema(config: str, *, withheld: bool = False) -> pa.Schema:
    """Return the Arrow schema of a config; `withheld` is a split of `articles` without gold: no `events`."""
    return pa.schema(
        [
            (name, _arrow(hint))
            for name, hint in get_type_hints(CONFIGS[config]).items()
            if not (withheld and name == "events")
        ]
    )


def features(config: str) -> list[dict[str, Any]]:
    """Return the features of a config as the card's front matter spells them (`list:`, read since 2.21)."""
    return _features(schema(config))


def path(config: str, split: str, number: int = 0, count: int = 1) -> str:
    """Return where in a release a table of a split stands, the ``number``-th from 0 of ``count``."""
    return f"{config}/{split}-{number:05}-of-{count:05}.parquet"


class Writer:
    """Writes one Parquet file a config, in the order of the articles; where there are no rows, no file.

    The bytes follow from the rows and the version of pyarrow alone. Holds 1,000 rows of each at a time.
    """

    def __init__(self, files: Mapping[str, Path], *, withheld: bool = False) -> None:
        self._tables = {config: _Table(file, config, withheld) for config, file in files.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for table in self._tables.values():
            table.close(whole=kind is None)

    def add(self, article: Article) -> None:
        """Append the rows of an article."""
        for config, table in self._tables.items():
            table.add(rows(config, article))

    @property
    def sizes(self) -> dict[str, Size]:
        """What was written, of each config that has rows."""
        return {config: table.size for config, table in self._tables.items() if table.size.rows}


class _Table:
    def __init__(self, file: Path, config: str, withheld: bool) -> None:
        self.size = Size()
        self._file = file
        self._schema = schema(config, withheld=withheld)
        self._rows: list[Any] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, records: Iterable[Any]) -> None:
        for record in records:
            self._rows.append(record)
            if len(self._rows) == ROWS_IN_A_GROUP:
                self._flush()

    def close(self, *, whole: bool) -> None:
        if whole and self._rows:
            self._flush()
        if self._writer is not None:
            self._writer.close()

    def _flush(self) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._file,
                self._schema,
                compression="zstd",
                compression_level=3,
                use_dictionary=_repeating(self._schema),
                use_content_defined_chunking=True,
                write_page_index=True,
                write_page_checksum=True,
            )
        table = pa.Table.from_pylist(msgspec.to_builtins(self._rows), schema=self._schema)
        self._writer.write_table(table, row_group_size=ROWS_IN_A_GROUP)
        self.size += Size(table.num_rows, table.nbytes)
        self._rows.clear()


def _events(article: Article) -> Iterator[EventRow]:
    for event in article.events or ():
        trigger = event.triggers[0] if event.triggers else None
        when = None if event.date.value is None else date.parse(event.date.value)
        yield EventRow(
            article_id=article.article_id,
            published=article.published,
            event_id=event.event_id,
            event_type=event.event_type,
            mode=event.mode,
            status=event.status,
            optional=event.optional,
            trigger_text=trigger.text if trigger else None,
            trigger_start=trigger.start if trigger else None,
            trigger_end=trigger.end if trigger else None,
            date_value=event.date.value,
            date_basis=event.date.basis,
            date_granularity=when.granularity if when else None,
            date_first=_iso(when.first) if when else None,
            date_last=_iso(when.last) if when else None,
            tags=event.tags,
        )


def _arguments(article: Article) -> Iterator[ArgumentRow]:
    for event in article.events or ():
        for index, argument in enumerate(event.arguments):
            for count, mention in enumerate(argument.mentions):
                yield ArgumentRow(
                    article_id=article.article_id,
                    event_id=event.event_id,
                    event_type=event.event_type,
                    argument=index,
                    mention=count,
                    role=argument.role,
                    optional=argument.optional,
                    text=mention.text,
                    start=mention.start,
                    end=mention.end,
                )


def _iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal).isoformat()


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


def _repeating(columns: pa.Schema) -> list[str]:
    return [
        path
        for field in columns
        for name, path in _leaves(field.name, field.name, field.type)
        if name in LOW_CARDINALITY
    ]


def _leaves(name: str, path: str, kind: pa.DataType) -> Iterator[tuple[str, str]]:
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(field.name, f"{path}.{field.name}", field.type)
    elif pa.types.is_list(kind):
        yield from _leaves(name, f"{path}.list.element", kind.value_type)
    else:
        yield name, path
