"""The release of one article that hosts are given, built once and copied for each test."""

import json
import shutil

import pytest

from benchmark.corpus import builder
from benchmark.store import schema

TOML = """
name = "kovar-news"
version = "1.2.0"
license = "CC-BY-4.0"
ontology = "plover@1.0.0"
splits = {train = 0, test = 100}
seed = "kovar"
"""


@pytest.fixture(scope="session")
def kovar(tmp_path_factory):
    """A corpus whose one article is of the split test, and its release."""
    folder = tmp_path_factory.mktemp("kovar")
    (folder / "corpus" / "articles").mkdir(parents=True)
    (folder / "corpus" / "benchmark.toml").write_text(TOML)
    example = schema.document("article")["examples"][0]
    (folder / "corpus" / "articles" / "one.json").write_text(json.dumps(example))
    (release,) = builder.build(folder / "corpus", folder / "out")
    return folder / "corpus", release


@pytest.fixture
def source(kovar, tmp_path):
    """The corpus folder."""
    return shutil.copytree(kovar[0], tmp_path / "corpus")


@pytest.fixture
def release(kovar, tmp_path):
    """What ``bench build`` makes of it."""
    return shutil.copytree(kovar[1], tmp_path / kovar[1].name)
