"""A corpus of the example article and its release, built once and copied for each test."""

from __future__ import annotations

import json
import shutil

import pytest

from benchmark.corpus import builder
from benchmark.store import schema


@pytest.fixture(scope="session")
def kovar(tmp_path_factory, config):
    """A folder with the corpus, all of it in the test split, and releases."""
    folder = tmp_path_factory.mktemp("kovar")
    articles = folder / "corpus" / "articles"
    articles.mkdir(parents=True)
    (folder / "corpus" / "benchmark.toml").write_text(config("kovar"), encoding="utf-8")
    example = schema.document("article")["examples"][0]
    (articles / "kovar-shelling.json").write_text(json.dumps(example))
    builder.build(folder / "corpus", folder / "releases")
    return folder


@pytest.fixture
def corpus(kovar, tmp_path):
    """A corpus folder with the example article."""
    return shutil.copytree(kovar / "corpus", tmp_path / "corpus")


@pytest.fixture
def release(kovar, tmp_path):
    """A release of the corpus folder."""
    return shutil.copytree(kovar / "releases" / "kovar-1.0.0", tmp_path / "releases" / "kovar-1.0.0")
