"""The worked example, as values to be changed and as files to be read."""

import json

import pytest

from benchmark.store import ontologies


@pytest.fixture
def article(example_article):
    """The article 'Rebels shelled Kovar on Monday', as a value of its own for each test."""
    return example_article


@pytest.fixture
def prediction(example_prediction):
    return example_prediction


@pytest.fixture
def system(example_system):
    return example_system


@pytest.fixture
def plover():
    return ontologies.load("plover@1.0.0")


@pytest.fixture
def written(tmp_path):
    """Writes values to a file as JSON, or as JSON Lines where its name says so, and returns its path."""

    def write(name, *values):
        path = tmp_path / name
        if path.suffix == ".json":
            path.write_text(json.dumps(values[0], indent=1), encoding="utf-8")
        else:
            path.write_text("".join(f"{json.dumps(value)}\n" for value in values), encoding="utf-8")
        return path

    return write
