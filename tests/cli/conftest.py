"""Commands run in this process, with their exit code and both streams."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from benchmark.cli.main import main


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def bench(capsys):
    """Run ``bench`` with arguments."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def corpus(tmp_path, example_article, config):
    """A corpus folder with the example article, all of it in the test split."""
    folder = tmp_path / "corpus"
    (folder / "articles").mkdir(parents=True)
    (folder / "benchmark.toml").write_text(config("kovar"), encoding="utf-8")
    (folder / "articles" / "kovar-shelling.json").write_text(json.dumps(example_article))
    return folder


@pytest.fixture
def release(corpus, tmp_path, bench):
    """A release of the corpus folder."""
    assert bench("build", corpus, "--out", tmp_path / "releases").code == 0
    return tmp_path / "releases" / "kovar-1.0.0"
