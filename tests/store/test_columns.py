"""The columns of Parquet tables: schemas derived from records, as the card's front matter tells them."""

import dataclasses

import datasets
import pyarrow as pa
import pytest

from benchmark.records.article import Article
from benchmark.store import columns


def test_articles_have_the_keys_of_the_record():
    """The columns of `articles` are the fields of the record, in order."""
    names = columns.schema("articles").names

    assert names == [field.name for field in dataclasses.fields(Article)]


def test_columns_of_events_are_those_of_the_format():
    """The flat configs have exactly the columns that the format lists."""
    events = (
        "article_id, published, event_id, event_type, mode, status, optional, trigger_text, trigger_start, "
        "trigger_end, date_value, date_basis, date_granularity, date_first, date_last, tags"
    )

    assert columns.schema("events").names == events.split(", ")


def test_columns_of_arguments_are_those_of_the_format():
    """One row a mention, with the index of its argument and its own."""
    arguments = "article_id, event_id, event_type, argument, mention, role, optional, text, start, end"

    assert columns.schema("arguments").names == arguments.split(", ")


def test_dates_and_days_are_strings():
    """No column is a timestamp: a full ISO date would come back with a time of day."""
    leaves = [leaf for config in columns.CONFIGS for leaf in _types(columns.schema(config))]
    numbers = {name.rpartition(".")[2] for name, kind in leaves if kind == "int32"}
    flags = {name.rpartition(".")[2] for name, kind in leaves if kind == "bool"}

    assert {kind for _, kind in leaves} == {"string", "int32", "bool"}
    assert numbers == {"start", "end", "fragments", "argument", "mention", "trigger_start", "trigger_end"}
    assert flags == {"optional"}


def _types(fields, prefix=""):
    for field in fields:
        kind = field.type
        while pa.types.is_list(kind):
            kind = kind.value_type
        if pa.types.is_struct(kind):
            yield from _types(kind, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}", str(kind)


@pytest.mark.parametrize("config", columns.CONFIGS)
def test_features_of_the_card_are_the_schema(config):
    """What the card's front matter says is read by `datasets` as exactly the schema of the file."""
    features = datasets.Features._from_yaml_list(columns.features(config))  # noqa: SLF001 - its reader of cards

    assert features == datasets.Features.from_arrow_schema(columns.schema(config))
    assert features.arrow_schema.remove_metadata() == columns.schema(config)


@pytest.mark.parametrize("texts", [True, False])
@pytest.mark.parametrize("config", columns.CONFIGS)
def test_every_column_says_what_it_holds(config, texts):
    """In order of the columns, with texts and without."""
    meanings = columns.meanings(config, texts=texts)

    assert list(meanings) == columns.schema(config, texts=texts).names
    assert all(meanings.values())


def test_every_field_named_repeating_is_there():
    """No name of the dictionary-encoded fields is a field that was renamed."""
    leaves = {
        name.rpartition(".")[2] for config in columns.CONFIGS for name, _ in _types(columns.schema(config))
    }

    assert leaves >= columns.LOW_CARDINALITY
