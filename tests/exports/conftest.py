"""The command, run in this process, and the release of one article that hosts are given."""

import json
from types import SimpleNamespace

import pytest

from benchmark.cli.main import main
from benchmark.corpus import builder

TOML = """
name = "kovar-news"
version = "1.2.0"
license = "CC-BY-4.0"
ontology = "plover@1.0.0"
splits = {train = 0, test = 100}
seed = "kovar"
"""


@pytest.fixture
def bench(capsys):
    """Run a command and return its exit code, and what it said on both streams."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        return SimpleNamespace(code=code, **capsys.readouterr()._asdict())

    return run


@pytest.fixture
def source(tmp_path, example_article):
    """A corpus whose one article is of the split test."""
    folder = tmp_path / "corpus"
    (folder / "articles").mkdir(parents=True)
    (folder / "benchmark.toml").write_text(TOML)
    (folder / "articles" / "one.json").write_text(json.dumps(example_article))
    return folder


@pytest.fixture
def release(source, tmp_path):
    """What ``bench build`` makes of it."""
    (path,) = builder.build(source, tmp_path / "out")
    return path
