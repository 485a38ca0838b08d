"""Start-up: what a command does not need, it does not load, and what it loads has one thread."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys

import pytest

from benchmark.cli.commands import COMMANDS

HEAVY = {"datasets", "sklearn", "scipy", "pandas", "pyarrow", "lxml"}
SCRIPT = """
import json, sys
from benchmark.cli.main import main
code = main(sys.argv[1:])
sys.stderr.write(json.dumps([code, sorted({name.split(".")[0] for name in sys.modules})]))
"""
THREADS = """
import atexit, sys

def tell():
    import numpy, threadpoolctl
    print({pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"})

atexit.register(tell)
sys.argv[1:] = ["schema", "article"]
from benchmark.__main__ import run
run()
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["schema", "article"],
        ["validate", "--quiet", "EXAMPLE"],
        ["score", "--help"],
    ],
    ids=" ".join,
)
def test_light_commands_load_no_heavy_package(arguments, tmp_path, example_article):
    """Help, version, schema and validate load none of the packages that few commands need."""
    example = tmp_path / "article.json"
    example.write_text(json.dumps(example_article))
    arguments = [str(example) if part == "EXAMPLE" else part for part in arguments]

    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], capture_output=True, text=True, check=True
    )

    code, loaded = json.loads(ended.stderr.splitlines()[-1])
    assert code == 0
    assert not HEAVY & set(loaded)


def test_a_command_multiplies_with_one_thread():
    """As many threads as cores wait for each other where there is other work, and win nothing elsewhere."""
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}

    ended = subprocess.run(
        [sys.executable, "-c", THREADS], capture_output=True, text=True, check=True, env=environment
    )

    assert ended.stdout.splitlines()[-1] == "{1}"


def test_releases_are_built_and_verified_without_pandas(corpus, tmp_path):
    """Tables are made and read with no Python value given to pyarrow, which would import pandas for it."""
    for arguments in (
        ["build", corpus, "--out", tmp_path],
        ["build", corpus, "--out", tmp_path, "--blind", "test"],
        ["verify", tmp_path / "kovar-1.0.0"],
    ):
        ended = subprocess.run(
            [sys.executable, "-c", SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=True
        )

        code, loaded = json.loads(ended.stderr.splitlines()[-1])
        assert code == 0
        assert "pyarrow" in loaded
        assert "pandas" not in loaded


@pytest.mark.parametrize("name", COMMANDS)
def test_listed_summary_is_the_commands_own(name):
    """The list of commands says of each what its own help says first."""
    place, summary = COMMANDS[name]
    module, _, function = place.partition(":")

    assert getattr(importlib.import_module(module), function).__doc__.splitlines()[0] == summary


@pytest.mark.parametrize("name", COMMANDS)
def test_help_speaks_of_no_types(bench, name):
    """What a value is to be stands in words of ours, not in Python's (``<list[Path]>``, ``<int range>``)."""
    told = re.findall(r"<[\w\[\] ]+>", bench(name, "--help").out)

    assert set(told) <= {"<article_id>"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_quiet(bench, name):
    """``--quiet`` is an option of all, so that a script may give it without knowing which command it runs."""
    assert bench(name, "--quiet", "--help").code == 0


def test_help_loads_no_command():
    """Listing the commands imports none of them, so that start-up does not grow with their number."""
    script = SCRIPT.replace('.split(".")[0]', "")
    ended = subprocess.run(
        [sys.executable, "-c", script, "--help"], capture_output=True, text=True, check=True
    )

    _, loaded = json.loads(ended.stderr.splitlines()[-1])
    assert not {place.partition(":")[0] for place, _ in COMMANDS.values()} & set(loaded)
