"""The promise to users: load_dataset opens every config, offline, and returns exactly the source rows."""

import datetime as dt
import json
import os
import subprocess
import sys

import pytest

from benchmark.corpus import builder
from benchmark.records import date
from benchmark.store.columns import CONFIGS

LOAD = """
import json, sys
from datasets import get_dataset_config_names, load_dataset

def rows(loaded):
    return {split: list(part) for split, part in loaded.items()}

print(json.dumps({
    release: {
        "": rows(load_dataset(release)),
        **{config: rows(load_dataset(release, config)) for config in get_dataset_config_names(release)},
    }
    for release in sys.argv[1:]
}))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, articles, toml):
    """Return what `datasets` reads from the release and from its public half, in a process of its own."""
    folder = tmp_path_factory.mktemp("loading")
    (folder / "articles").mkdir()
    (folder / "benchmark.toml").write_text(toml, encoding="utf-8")
    for article in articles:
        path = folder / "articles" / f"{article['article_id']}.json"
        path.write_text(json.dumps(article), encoding="utf-8")
    (whole,) = builder.build(folder, folder / "out")
    public, _ = builder.build(folder, folder / "out", blind="test")
    (folder / "texts").mkdir()
    (folder / "texts/benchmark.toml").write_text(toml, encoding="utf-8")
    lines = "".join(f"{json.dumps({**article, 'events': None})}\n" for article in articles)
    (folder / "texts/articles.jsonl").write_text(lines, encoding="utf-8")
    (texts,) = builder.build(folder / "texts/articles.jsonl", folder / "texts/out")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "home")}
    environment["HF_DATASETS_CACHE"] = str(folder / "cache")
    command = [sys.executable, "-W", "error::UserWarning", "-c", LOAD, whole, public, texts]
    done = subprocess.run(command, env=environment, check=True, capture_output=True)
    found = json.loads(done.stdout)
    return {"whole": found[str(whole)], "public": found[str(public)], "texts": found[str(texts)]}


def of_split(articles, split):
    members = [article for article in articles if (article["split"] or "train") == split]
    return sorted(members, key=lambda article: article["article_id"])


def event_row(article, event):
    """Return what the format says of an event's row, its day from the parser of dates."""
    trigger = event["triggers"][0] if event["triggers"] else dict.fromkeys(("text", "start", "end"))
    when = event["date"]
    said = date.parse(when["value"]) if when["value"] else None
    days = [
        said and day and dt.date.fromordinal(day).isoformat()
        for day in (said and said.first, said and said.last)
    ]
    return {
        "article_id": article["article_id"],
        "published": article["published"],
        **{key: event[key] for key in ("event_id", "event_type", "mode", "status", "optional")},
        **{f"trigger_{key}": trigger[key] for key in ("text", "start", "end")},
        "date_value": when["value"],
        "date_basis": when["basis"],
        "date_granularity": said and said.granularity,
        "date_first": days[0],
        "date_last": days[1],
        "tags": event["tags"],
    }


def argument_rows(article, event):
    """Return what the format says of the rows of an event's arguments."""
    return [
        {
            "article_id": article["article_id"],
            "event_id": event["event_id"],
            "event_type": event["event_type"],
            "argument": index,
            "mention": count,
            "role": argument["role"],
            "optional": argument["optional"],
            **{key: mention[key] for key in ("text", "start", "end")},
        }
        for index, argument in enumerate(event["arguments"])
        for count, mention in enumerate(argument["mentions"])
    ]


def expected(articles, config, split):
    """Return the rows of a flat config, by the format."""
    events = [(article, event) for article in of_split(articles, split) for event in article["events"] or ()]
    if config == "events":
        return [event_row(article, event) for article, event in events]
    return [row for article, event in events for row in argument_rows(article, event)]


def test_articles_are_the_source_rows(loaded, articles):
    """A row is the article as its author wrote it, key by key, nested, dates as strings."""
    found = loaded["whole"]["articles"]

    assert found == {split: of_split(articles, split) for split in ("train", "test")}


def test_articles_are_the_default(loaded):
    """Without a config's name one gets the articles."""
    assert loaded["whole"][""] == loaded["whole"]["articles"]


@pytest.mark.parametrize("config", ["events", "arguments"])
def test_flat_configs_are_the_records(loaded, articles, config):
    """The flat configs have the rows that the format describes, in the order of articles and events."""
    assert set(loaded["whole"]) == {"", *CONFIGS}
    assert loaded["whole"][config] == {
        split: expected(articles, config, split) for split in ("train", "test")
    }


def test_dates_stay_strings(loaded):
    """A column of full ISO dates comes back as written, without a time of day."""
    events = [event for split in loaded["whole"]["events"].values() for event in split]

    assert {event["published"] for event in events} == {"2024-01-16", None}
    assert {event["date_first"] for event in events} == {"2024-01-15", "0476-01-01", None}
    assert {event["date_value"] for event in events} == {"2024-01-15", "2024-01-15/..", "0476", None}


def test_public_half_loads_with_null_events(loaded, articles):
    """A withheld split opens like any other, and its events are null, not empty."""
    public = loaded["public"]

    withheld = [{**article, "events": None, "tags": []} for article in of_split(articles, "test")]
    assert public["articles"] == {"train": loaded["whole"]["articles"]["train"], "test": withheld}
    assert set(public["events"]) == set(public["arguments"]) == {"train"}


def test_corpus_without_annotation_loads(loaded, articles):
    """A release of texts alone has one config, with the column of events declared and null throughout."""
    texts = loaded["texts"]

    assert set(texts) == {"", "articles"}
    assert texts["articles"]["train"] == [
        {**article, "events": None} for article in of_split(articles, "train")
    ]
