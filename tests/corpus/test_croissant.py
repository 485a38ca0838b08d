"""croissant.json: flat record sets over the Parquet files, each with its digest."""

import hashlib
import json
import math

import pyarrow.parquet as pq
import pytest

from benchmark.corpus import builder
from benchmark.store.columns import CONFIGS, schema


@pytest.fixture
def release(corpus, tmp_path):
    (path,) = builder.build(corpus(), tmp_path / "out")
    return path


@pytest.fixture
def found(release):
    return json.loads((release / "croissant.json").read_bytes())


def test_record_sets_are_the_flat_columns(found):
    """A field for each column that is no list of structs; days and dates are text."""
    fields = {each["name"]: {field["name"]: field for field in each["field"]} for each in found["recordSet"]}

    nested = {"articles": {"regions", "events"}, "events": set(), "arguments": set()}
    for config, columns in fields.items():
        assert set(columns) == set(schema(config).names) - nested[config]
    assert fields["articles"]["published"]["dataType"] == "sc:Text"
    assert fields["events"]["date_first"]["dataType"] == "sc:Text"
    assert fields["events"]["trigger_start"]["dataType"] == "sc:Integer"
    assert fields["events"]["tags"]["repeated"] is True
    assert fields["arguments"]["role"]["description"] == "The role it fills."


def test_each_parquet_file_has_its_digest(found, release):
    """A wrong sha256 fails a reader only when it loads, so it is checked here against the bytes."""
    digests = {each["contentUrl"]: each["sha256"] for each in found["distribution"] if "sha256" in each}

    files = {path.relative_to(release).as_posix(): path for path in release.rglob("*.parquet")}
    assert digests == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_every_source_is_there(found):
    """Fields name file sets that the distribution has."""
    ids = {each["@id"] for each in found["distribution"]}

    sources = {field["source"]["fileSet"]["@id"] for each in found["recordSet"] for field in each["field"]}
    assert sources <= ids


def test_public_half_describes_no_withheld_file(corpus, tmp_path):
    """Of the withheld split only the articles are named."""
    public, _ = builder.build(corpus(), tmp_path / "out", blind="test")
    found = json.loads((public / "croissant.json").read_bytes())

    named = {each["@id"] for each in found["distribution"] if "/test-" in each["@id"]}
    assert named == {"articles/test-00000-of-00001.parquet"}


def test_citation_is_that_of_the_card(corpus, toml, tmp_path, found):
    """How to cite the dataset is told to readers of this file, too, where its maintainer says it."""
    said = "@misc{kovar,\n  title = {Kovar}}"
    (path,) = builder.build(
        corpus(text=f"{toml}\n[card]\ncitation = {json.dumps(said)}\n", name="cited"), tmp_path
    )

    assert json.loads((path / "croissant.json").read_bytes())["citeAs"] == said
    assert "citeAs" not in found


@pytest.mark.filterwarnings("ignore")  # those of the reader's own dependencies are not ours
def test_reader_of_croissant_loads_every_row(release):
    """The reference reader validates the description, and its records are the rows of the tables."""
    from mlcroissant import Dataset  # seconds, which the other tests here need not wait for

    read = Dataset(jsonld=str(release / "croissant.json"))
    records = {
        config: [
            {key.removeprefix(f"{config}/"): told(value) for key, value in record.items()}
            for record in read.records(config)
        ]
        for config in CONFIGS
    }

    assert not read.metadata.issues.errors
    assert {config: len(rows) for config, rows in records.items()} == {
        "articles": 4,
        "events": 4,
        "arguments": 6,
    }
    nested = {"regions", "events"}
    for config, found in records.items():
        rows = [
            {key: value for key, value in row.items() if key not in nested}
            for path in sorted((release / config).glob("*.parquet"))
            for row in pq.read_table(path, partitioning=None).to_pylist()
        ]
        assert sorted(found, key=str) == sorted(rows, key=str)


def told(value):
    """Return a value of the reader's as Python's own: it gives bytes, arrays, and NaN for null."""
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [told(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
