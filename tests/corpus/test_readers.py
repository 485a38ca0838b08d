"""The shipped release opens everywhere: each reader of data finds the source articles in every config."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

from benchmark.store import codec, releases
from benchmark.store.columns import CONFIGS

SOURCE = Path(__file__).resolve().parents[2] / "data" / "articles"
SPLITS = ("train", "validation", "test")

HUGGING_FACE = """
import json, sys
from datasets import load_dataset

release, *configs = sys.argv[1:]
for config in configs:
    for streaming in (False, True):
        loaded = load_dataset(release, config, streaming=streaming)
        print(json.dumps([config, streaming, {split: list(rows) for split, rows in loaded.items()}]))
"""


@pytest.fixture(scope="module")
def hugging_face(shipped, tmp_path_factory):
    """What `datasets` reads, offline, in a process of its own; by config and whether it streams."""
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(home)}
    command = [sys.executable, "-c", HUGGING_FACE, shipped, *CONFIGS]
    done = subprocess.run(command, env=environment, check=True, capture_output=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {(config, streaming): splits for config, streaming, splits in told}


def tables(release, config, split):
    return str(release / config / f"{split}-*.parquet")


def by_duckdb(release, config, split):
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [tables(release, config, split)])
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def by_pandas(release, config, split):
    (path,) = release.glob(f"{config}/{split}-*.parquet")
    # With numpy's types a column of offsets in which one is null would be of floats.
    return plain(pd.read_parquet(path, dtype_backend="pyarrow").to_dict("records"))


def plain(value):
    """Lists for arrays and None for pandas' null, at any depth."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return None if value is pd.NA else value


READERS = {
    "pyarrow": lambda *which: pyarrow.dataset.dataset(list(files(*which))).to_table().to_pylist(),
    "pyarrow in batches": lambda *which: [
        row
        for path in files(*which)
        for batch in pq.ParquetFile(path).iter_batches(7)
        for row in batch.to_pylist()
    ],
    "pandas": by_pandas,
    "polars": lambda *which: pl.read_parquet(tables(*which)).to_dicts(),
    "polars, lazily": lambda *which: pl.scan_parquet(tables(*which)).collect().to_dicts(),
    "DuckDB": by_duckdb,
}


def files(release, config, split):
    return sorted(map(str, release.glob(f"{config}/{split}-*.parquet")))


@pytest.fixture(scope="module")
def expected(shipped):
    """The rows of each config and split, made of the source files by hand."""
    sources = [json.loads(path.read_bytes()) for path in sorted(SOURCE.glob("*.json"))]
    by_id = {article["article_id"]: article for article in sources}
    opened = releases.open_release(shipped)
    found = {}
    for split in SPLITS:
        members = [by_id[article.article_id] for article in opened.articles(split)]
        found["articles", split] = members
        found["events", split] = [
            {"article_id": article["article_id"], **event}
            for article in members
            for event in article["events"]
        ]
        found["arguments", split] = [
            {
                "article_id": article["article_id"],
                "event_id": event["event_id"],
                "role": argument["role"],
                **mention,
            }
            for article in members
            for event in article["events"]
            for argument in event["arguments"]
            for mention in argument["mentions"]
        ]
    assert sum(len(found["articles", split]) for split in SPLITS) == len(sources)
    return found


def reduced(config, rows):
    """Rows of a flat config with what the source says in the same words; an article as it is."""
    if config == "articles":
        return rows
    if config == "arguments":
        keys = ("article_id", "event_id", "role", "text", "start", "end")
        return [{key: row[key] for key in keys} for row in rows]
    return [
        {
            **{
                key: row[key]
                for key in ("article_id", "event_id", "event_type", "mode", "status", "optional", "tags")
            },
            "date": row["date"]["value"] if "date" in row else row["date_value"],
            "trigger": row["triggers"][0]["start"] if row.get("triggers") else row.get("trigger_start"),
        }
        for row in rows
    ]


CELLS = [(config, split) for config in CONFIGS for split in SPLITS]


@pytest.mark.parametrize(("config", "split"), CELLS)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_the_source(shipped, expected, reader, config, split):
    """Rows and order are those of the source articles, in each config and split."""
    rows = READERS[reader](shipped, config, split)

    assert reduced(config, rows) == reduced(config, expected[config, split])


@pytest.mark.parametrize("streaming", [False, True], ids=["whole", "streaming"])
@pytest.mark.parametrize(("config", "split"), CELLS)
def test_datasets_finds_the_source(hugging_face, expected, config, split, streaming):
    """load_dataset gives the same, offline, read whole or as a stream."""
    rows = hugging_face[config, streaming][split]

    assert reduced(config, rows) == reduced(config, expected[config, split])


def test_sql_answers_over_all_splits(shipped, expected):
    """A question over the whole release is one line of SQL, nested articles included."""
    pattern = str(shipped / "articles" / "*.parquet")
    answer = duckdb.execute("SELECT count(*), sum(len(events)) FROM read_parquet(?)", [pattern]).fetchall()

    articles, events = (
        sum(len(expected[config, split]) for split in SPLITS) for config in ("articles", "events")
    )
    assert answer == [(articles, events)]


def test_lines_are_the_source(shipped, expected):
    """The JSON Lines hold the same articles as the tables."""
    opened = releases.open_release(shipped)

    for split in SPLITS:
        lines = [codec.encode(article) for article in opened.articles(split)]
        assert lines == expected["articles", split]
