"""What several rooms' tests share: the worked example, and a built release of the shipped corpus."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from benchmark.store import schema

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def example_article():
    """A fresh copy of the article that the schema embeds as its example."""
    return copy.deepcopy(schema.document("article")["examples"][0])


@pytest.fixture
def example_prediction():
    """A fresh copy of the prediction that the schema embeds as its example."""
    return copy.deepcopy(schema.document("prediction")["examples"][0])


@pytest.fixture
def example_system():
    """A fresh copy of the system card that the schema embeds as its example."""
    return copy.deepcopy(schema.document("system")["examples"][0])


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The release of the shipped corpus."""
    from benchmark.corpus import builder

    (release,) = builder.build(ROOT / "data", tmp_path_factory.mktemp("shipped"))
    return release
