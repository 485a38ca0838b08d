"""What docs/contributing.md names is there."""

import re
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from benchmark import registry

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs/contributing.md").read_text(encoding="utf-8")
CODE = sorted(set(re.findall("`([^`]+)`", re.sub("```.*?```", "", TEXT, flags=re.DOTALL))))


@pytest.mark.parametrize("path", [one for one in CODE if "/" in one and " " not in one])
def test_files_and_folders_are_there(path):
    """Paths are from the root of the repository."""
    assert (ROOT / path).exists()


@pytest.mark.parametrize("place", [one for one in CODE if one.startswith("benchmark.")])
def test_tables_and_functions_are_there(place):
    """A table or function is written like an entry point."""
    module, _, name = place.partition(":")

    assert hasattr(import_module(module), name)


def test_targets_of_make_are_there():
    """And so is the test that it tells to run."""
    rules = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    assert {one.removeprefix("make ") for one in CODE if one.startswith("make ")} <= set(rules)
    assert all((ROOT / one).exists() for one in re.findall(r"pytest (\S+?)`", TEXT))


def test_every_group_of_guests_is_named():
    """A door for guests that nobody is told of is none."""
    assert {one for one in CODE if one.startswith("dateline.")} == set(get_args(registry.Group))
