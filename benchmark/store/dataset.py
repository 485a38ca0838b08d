"""The Parquet tables of a release, written from the canonical lines of its articles.

By pyarrow alone: the JSON loader of ``datasets`` reads dates as timestamps, and its ``to_parquet`` takes no
compression. No Python value is made an Arrow one: for the first pyarrow imports pandas, which takes longer
than to write a small release.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
import pyarrow.parquet as pq

from benchmark.records import date
from benchmark.store import codec
from benchmark.store.columns import repeating, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

GROUP: Final = 1_000
"""Articles whose rows are one row group of each table."""
_BYTES_AT_ONCE: Final = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Size:
    """What ``dataset_info`` says of a split: rows, and bytes of them in Arrow's memory format."""

    rows: int = 0
    bytes: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.rows + other.rows, self.bytes + other.bytes)


def path(config: str, split: str, number: int, count: int) -> str:
    """Return where in a release a table of a split stands, the ``number``-th from 0 of ``count``."""
    return f"{config}/{split}-{number:05}-of-{count:05}.parquet"


def difference(there: Path, wanted: Path) -> str | None:
    """Return in words the first column or row, counted from 1, in which a table is not another; else None."""
    try:
        with pq.ParquetFile(there) as one, pq.ParquetFile(wanted) as other:
            return _difference(one, other)
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return "cannot be read as a table"


def _difference(one: pq.ParquetFile, other: pq.ParquetFile) -> str | None:
    if not one.schema_arrow.equals(other.schema_arrow):
        return "has other columns than a release has"
    # What stands there readers obey: pandas hides a column that is said to be an index.
    if one.schema_arrow.metadata != other.schema_arrow.metadata:
        return "has other metadata than a release has"
    for number, (row, right) in enumerate(itertools.zip_longest(_rows(one), _rows(other)), 1):
        if row is None or right is None:
            return f"has {one.metadata.num_rows:,} rows, want {other.metadata.num_rows:,}"
        for column, value in right.items():
            if row[column] != value:
                return f"row {number:,}, column {column}, is not what jsonl/ says"
    return None


def _rows(table: pq.ParquetFile) -> Iterator[dict[str, Any]]:
    for batch in table.iter_batches(GROUP):
        yield from batch.to_pylist()


class Writer:
    """Writes one Parquet file a config, from canonical lines of articles; where there are no rows, no file.

    The bytes follow from the lines and the version of pyarrow alone. Holds 1,000 articles at a time.
    """

    def __init__(self, files: Mapping[str, Path], *, withheld: bool = False, texts: bool = True) -> None:
        self._files = {
            config: _File(file, schema(config, withheld=withheld, texts=texts))
            for config, file in files.items()
        }
        self._lines_are = schema("articles", texts=texts)
        self._lines: list[bytes] = []
        self._bytes = 0
        self._grouped = 0
        self.labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """How often each label of a kind stands in the articles; years are labels, too."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        for file in self._files.values():
            file.close()

    def add(self, line: bytes) -> None:
        """Append the rows of an article, given as ``codec.canonical`` spells it, with a line end."""
        self._lines.append(line)
        self._bytes += len(line)
        self._grouped += 1
        if self._grouped == GROUP:
            self._flush()
        elif self._bytes >= _BYTES_AT_ONCE:
            self._take()

    @property
    def sizes(self) -> dict[str, Size]:
        """What was written, of each config that has rows."""
        return {config: file.size for config, file in self._files.items() if file.size.rows}

    def _flush(self) -> None:
        self._take()
        for file in self._files.values():
            file.flush()
        self._grouped = 0

    def _take(self) -> None:
        if self._lines:
            articles = _parsed(self._lines, self._lines_are)
            for config, file in self._files.items():
                file.add(_TABLES[config](articles))
            for kind, counted in _counted_labels(articles):
                self.labels[kind] += counted
            self._lines.clear()
            self._bytes = 0


class _File:
    """A Parquet file; the rows of a group come in whatever portions."""

    def __init__(self, path: Path, columns: pa.Schema) -> None:
        self.size = Size()
        self._path = path
        self._schema = columns
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, table: pa.Table) -> None:
        if table.num_rows:
            self._waiting.append(table.select(self._schema.names))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    def flush(self) -> None:
        """Write what waits as one row group, if anything does."""
        if not self._waiting:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._path,
                self._schema,
                compression="zstd",
                compression_level=3,
                use_dictionary=repeating(self._schema),
                use_content_defined_chunking=True,
                write_page_index=True,
                write_page_checksum=True,
            )
        # Rows that came in several portions are one run of memory in the end, however they were cut.
        group = pa.concat_tables(self._waiting).combine_chunks()
        self._waiting.clear()
        self._writer.write_table(group, row_group_size=group.num_rows)
        self.size += Size(group.num_rows, group.nbytes)


def _parsed(lines: list[bytes], columns: pa.Schema) -> pa.Table:
    """Return articles as a table, of lines that we wrote ourselves: on foreign ones this reader may crash."""
    data = b"".join(lines)
    table = pj.read_json(
        pa.BufferReader(data),
        pj.ReadOptions(use_threads=False, block_size=len(data) + 1),
        pj.ParseOptions(explicit_schema=columns, unexpected_field_behavior="error"),
    )
    return table.combine_chunks()


def _events(articles: pa.Table) -> pa.Table:
    events = _only(articles, "events")
    of, event = pc.list_parent_indices(events), pc.list_flatten(events)
    triggers, when = event.field("triggers"), event.field("date")
    has = pc.list_value_length(triggers).cast(pa.bool_())
    trigger = triggers.values.take(pc.if_else(has, triggers.offsets[:-1], pa.nulls(len(has), pa.int32())))
    dated = when.field("value")
    told = _said(dated.unique().to_pylist()).take(pc.index_in(dated, dated.unique()))
    return pa.table(
        {
            "article_id": _only(articles, "article_id").take(of),
            "published": _only(articles, "published").take(of),
            **{name: event.field(name) for name in ("event_id", "event_type", "mode", "status", "optional")},
            **{f"trigger_{name}": pc.struct_field(trigger, name) for name in ("text", "start", "end")},
            "date_value": dated,
            "date_basis": when.field("basis"),
            **{f"date_{name}": told.column(name) for name in ("granularity", "first", "last")},
            "tags": event.field("tags"),
        },
        schema("events"),
    )


def _arguments(articles: pa.Table) -> pa.Table:
    events = _only(articles, "events")
    event = pc.list_flatten(events)
    arguments = event.field("arguments")
    argument = pc.list_flatten(arguments)
    mentions = argument.field("mentions")
    of_argument, mention = pc.list_parent_indices(mentions), pc.list_flatten(mentions)
    of_event = pc.list_parent_indices(arguments).take(of_argument)
    of_article = pc.list_parent_indices(events).take(of_event)
    return pa.table(
        {
            "article_id": _only(articles, "article_id").take(of_article),
            "event_id": event.field("event_id").take(of_event),
            "event_type": event.field("event_type").take(of_event),
            "argument": _places(arguments).take(of_argument),
            "mention": _places(mentions),
            "role": argument.field("role").take(of_argument),
            "optional": argument.field("optional").take(of_argument),
            **{name: mention.field(name) for name in ("text", "start", "end")},
        },
        schema("arguments"),
    )


_TABLES: Final[dict[str, Callable[[pa.Table], pa.Table]]] = {
    "articles": lambda articles: articles,
    "events": _events,
    "arguments": _arguments,
}


def _year(value: str) -> str:
    """Return the year in which a date begins, or ends where its beginning is open."""
    when = date.parse(value)
    return (_iso(when.first) or _iso(when.last) or value)[:4]


_LABEL_OF: Final[dict[str, Callable[[str], str]]] = {
    "granularity": lambda value: date.parse(value).granularity,
    "happened_in": _year,
    "published_in": lambda day: day[:4],
}
"""What is counted of a value, where it is not the value itself."""


def _counted_labels(articles: pa.Table) -> Iterator[tuple[str, Counter[str]]]:
    events = _only(articles, "events")
    event = pc.list_flatten(events)
    when = event.field("date")
    columns = {
        "event_type": event.field("event_type"),
        "role": pc.list_flatten(event.field("arguments")).field("role"),
        "status": event.field("status"),
        "granularity": when.field("value"),
        "happened_in": when.field("value"),
        "published_in": _only(articles, "published"),
        "basis": when.field("basis"),
        "tag": pc.list_flatten(_only(articles, "tags")),
        "event_tag": pc.list_flatten(event.field("tags")),
        "license": _only(articles, "license"),
        "language": _only(articles, "language"),
        "annotated": events.is_valid().cast(pa.string()),
    }
    for kind, column in columns.items():
        counted: Counter[str] = Counter()
        read = _LABEL_OF.get(kind, str)
        for told in column.drop_null().value_counts().to_pylist():
            counted[read(told["values"])] += told["counts"]
        yield kind, counted


def _only(table: pa.Table, name: str) -> pa.Array:
    """Return a column of a table that is in one piece."""
    return table.column(name).combine_chunks()


def _places(lists: pa.Array) -> pa.Array:
    """Return of each item its place in its list, from 0."""
    parents = pc.list_parent_indices(lists)
    starts = pc.subtract(lists.offsets.take(parents), lists.offsets[0])
    places = pa.py_buffer(np.arange(len(parents), dtype=np.int32))
    return pc.subtract(pa.Array.from_buffers(pa.int32(), len(parents), [None, places]), starts)


def _said(values: list[str | None]) -> pa.Table:
    """Return form, first and last day of dates, null of null."""
    said = []
    for value in values:
        when = None if value is None else date.parse(value)
        said.append(
            {
                "granularity": when.granularity if when else None,
                "first": _iso(when.first) if when else None,
                "last": _iso(when.last) if when else None,
            }
        )
    columns = pa.schema([(name, pa.string()) for name in ("granularity", "first", "last")])
    return _parsed([codec.canonical_lines(said)], columns) if said else pa.Table.from_batches([], columns)


def _iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal).isoformat()
