"""The worked example, as values to be changed and as files to be read."""

import copy
import json

import pytest

from benchmark.store import ontologies, schema


@pytest.fixture
def article():
    """The article 'Rebels shelled Kovar on Monday', as a value of its own for each test."""
    return copy.deepcopy(schema.document("article")["examples"][0])


@pytest.fixture
def prediction():
    return copy.deepcopy(schema.document("prediction")["examples"][0])


@pytest.fixture
def system():
    return copy.deepcopy(schema.document("system")["examples"][0])


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
