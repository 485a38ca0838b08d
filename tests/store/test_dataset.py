"""Parquet: the rows of each config, bytes that follow from the rows alone."""

import pyarrow.parquet as pq
import pytest

from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.store import codec, dataset
from benchmark.store.columns import CONFIGS, schema


def mention(text, start, fragments=()):
    end = None if start is None else start + len(text)
    return Mention(text=text, start=start, end=end, fragments=fragments)


def event(event_id="e1", value="2024-01-15", **changes):
    first = {
        "event_type": "ASSAULT",
        "triggers": (mention("shelled", 7), mention("shelled", 23)),
        "arguments": (
            Argument(role="actor", mentions=(mention("Rebels", 0), mention("They", 16))),
            Argument(role="recipient", mentions=(mention("KOVAR", None),), optional=True),
        ),
        "date": EventDate(value=value, basis="relative", mentions=(), alternatives=()),
    }
    return Event(event_id=event_id, **{**first, **changes})


def article(article_id="kovar", **changes):
    first = {
        "text": "Rebels shelled. They shelled 🕊️ again.",
        "published": "2024-01-16",
        "license": "CC0-1.0",
        "ontology": "plover@1.0.0",
        "events": (event(),),
    }
    return Article(article_id=article_id, **{**first, **changes})


def write(file, config, articles, *, withheld=False):
    """Write the table of one config and return its size."""
    with dataset.Writer({config: file}, withheld=withheld) as writer:
        for each in articles:
            writer.add(codec.canonical(each) + b"\n")
    return writer.sizes.get(config, dataset.Size())


@pytest.fixture
def encoded(tmp_path):
    """Return the rows of a config that one article gives."""

    def rows(config, one):
        file = tmp_path / config
        return pq.read_table(file).to_pylist() if write(file, config, [one]).rows else []

    return rows


def test_event_row_has_the_first_trigger_and_the_days(encoded):
    """A row of `events` shows the first trigger, and the first and last day of its date."""
    (row,) = encoded("events", article(events=(event(value="2023-09"),)))

    assert (row["trigger_text"], row["trigger_start"], row["trigger_end"]) == ("shelled", 7, 14)
    assert (row["date_granularity"], row["date_first"], row["date_last"]) == (
        "month",
        "2023-09-01",
        "2023-09-30",
    )


def test_open_date_has_no_last_day(encoded):
    """An end that is open is null, not a far day."""
    (row,) = encoded("events", article(events=(event(value="0476/.."),)))

    assert (row["date_granularity"], row["date_first"], row["date_last"]) == ("open", "0476-01-01", None)


def test_undated_event_without_trigger_is_a_row_of_nulls(encoded):
    """An event without a trigger and without a date is still a row."""
    date = EventDate(value=None, basis=None, mentions=(), alternatives=())
    (row,) = encoded("events", article(events=(event(triggers=(), date=date),)))

    assert {key for key, cell in row.items() if cell is None} == {
        "mode",
        "trigger_text",
        "trigger_start",
        "trigger_end",
        "date_value",
        "date_basis",
        "date_granularity",
        "date_first",
        "date_last",
    }


def test_each_mention_of_an_argument_is_a_row(encoded):
    """Both counts begin at 0, and a mention that stands nowhere keeps its text."""
    rows = encoded("arguments", article())

    assert [(row["argument"], row["mention"], row["text"], row["start"]) for row in rows] == [
        (0, 0, "Rebels", 0),
        (0, 1, "They", 16),
        (1, 0, "KOVAR", None),
    ]


@pytest.mark.parametrize("events", [None, ()])
def test_no_events_no_rows(encoded, events):
    """An article of withheld events and one of none are alike in the flat configs."""
    assert not encoded("events", article(events=events))
    assert not encoded("arguments", article(events=events))


def test_file_holds_the_records(tmp_path):
    """What pyarrow reads back is what the codec writes, at every depth."""
    members = [
        article(tags=("a", "b")),
        article("other", events=()),
        article("third", events=None, published=None),
        article("parts", events=(event(triggers=(mention("shelled", 7, ((7, 10), (12, 14))),)),)),
    ]
    file = tmp_path / "articles.parquet"
    size = write(file, "articles", members)

    assert pq.read_table(file).to_pylist() == [codec.encode(member) for member in members]
    assert size.rows == 4


def test_size_is_of_the_table_in_memory(tmp_path):
    """`num_bytes` is what the rows take in Arrow's format, nulls marked or not, whatever the file is."""
    members = [article(f"a{number}") for number in range(100)]
    size = write(tmp_path / "events.parquet", "events", members)

    table = pq.read_table(tmp_path / "events.parquet")
    assert size.rows == table.num_rows == 100
    assert size.bytes == pytest.approx(table.nbytes, rel=0.05)


def test_no_rows_no_file(tmp_path):
    """`datasets` cannot open a Parquet file without rows, so there is none."""
    file = tmp_path / "events.parquet"
    size = write(file, "events", [article(events=())])

    assert size == dataset.Size()
    assert not list(tmp_path.iterdir())


def test_withheld_split_has_no_column_for_events(tmp_path):
    """Nothing of a withheld column is in the file, not even its name in a schema."""
    file = tmp_path / "articles.parquet"
    write(file, "articles", [article(events=None)], withheld=True)

    assert pq.read_schema(file).names == schema("articles").names[:-1]
    assert b"event_id" not in file.read_bytes()


@pytest.mark.parametrize(("config", "events"), [("articles", 0), ("events", 2)])
def test_a_row_group_has_the_rows_of_a_thousand_articles(tmp_path, config, events):
    """A reader may take these at a time, in the order they were given."""
    names = [f"a{number:04}" for number in range(2_500)]
    file = tmp_path / "table.parquet"
    write(file, config, (article(name, events=(event(),) * events) for name in names))
    parquet = pq.ParquetFile(file)

    found = [parquet.metadata.row_group(index).num_rows for index in range(3)]
    assert found == [rows * max(events, 1) for rows in (1_000, 1_000, 500)]
    assert parquet.read(["article_id"]).column(0).to_pylist() == [
        name for name in names for _ in range(max(events, 1))
    ]


def test_columns_are_compressed_indexed_and_coded(tmp_path):
    """Compression everywhere, an index of pages, dictionaries for values that repeat, not for texts."""
    file = tmp_path / "articles.parquet"
    write(file, "articles", [article(f"a{number}") for number in range(50)])
    group = pq.ParquetFile(file).metadata.row_group(0)
    columns = [group.column(index) for index in range(group.num_columns)]
    coded = {column.path_in_schema for column in columns if column.dictionary_page_offset is not None}

    assert {column.compression for column in columns} == {"ZSTD"}
    assert all(column.has_offset_index for column in columns)
    assert {"license", "events.list.element.event_type", "events.list.element.date.basis"} <= coded
    assert not {"article_id", "text", "events.list.element.event_id"} & coded


def test_damaged_page_is_noticed(tmp_path):
    """Pages carry checksums, so a reader that asks for them refuses a flipped bit."""
    file = tmp_path / "articles.parquet"
    write(file, "articles", [article(f"a{number}") for number in range(50)])
    column = pq.ParquetFile(file).metadata.row_group(0).column(0)
    damaged = bytearray(file.read_bytes())
    damaged[column.data_page_offset + column.total_compressed_size - 1] ^= 1
    file.write_bytes(damaged)

    with pytest.raises(OSError, match="CRC"):
        pq.read_table(file, page_checksum_verification=True)


@pytest.mark.parametrize("config", CONFIGS)
def test_same_rows_same_bytes(tmp_path, monkeypatch, config):
    """A file is the same bytes, however many lines were taken at once."""
    members = [article(f"a{number}", events=(event(),) * (number % 4)) for number in range(1_300)]
    write(tmp_path / "one", config, members)
    monkeypatch.setattr(dataset, "_BYTES_AT_ONCE", 5_000)
    write(tmp_path / "two", config, members)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
