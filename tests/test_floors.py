"""The house has floors: a room imports only from lower floors or from itself."""

from __future__ import annotations

import ast
import functools
import graphlib
from pathlib import Path

import pytest

import benchmark

ROOT = Path(benchmark.__file__).parent
FLOORS = {
    "records": 1,
    "registry": 2,
    "store": 2,
    "tables": 3,
    "corpus": 4,
    "scoring": 4,
    "leaderboard": 4,
    "viewer": 4,
    "baselines": 4,
    "exports": 4,
    "cli": 5,
    "__main__": 6,
}


def test_the_package_says_that_it_is_typed():
    """Without this file a project that imports the package is told nothing of its types (PEP 561)."""
    assert (ROOT / "py.typed").read_bytes() == b""


def modules():
    return sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


@functools.cache
def imports(path):
    """The import statements of a module, wherever they stand in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def imported_rooms(path):
    for node in imports(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "benchmark":
            parts = node.module.split(".")[1:]
            yield from [parts[0]] if parts else [name.name for name in node.names]
        elif isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("benchmark."))


def room_of(path):
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_from_lower_floors_only(path):
    """No module imports from its own floor's other rooms or from a higher floor."""
    room = room_of(path)
    others = {other for other in imported_rooms(path) if other in FLOORS and other != room}

    wrong = {other for other in others if FLOORS[other] >= FLOORS[room]}
    assert not wrong, f"{path.relative_to(ROOT)} on floor {FLOORS[room]} imports {sorted(wrong)}"


def file_of(name):
    """The file of a module or package of ours by its dotted name; None where there is none."""
    place = ROOT.parent.joinpath(*name.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def imported_files(path):
    """The files of ours that a module imports, for types alone too."""
    for node in imports(path):
        names = [name.name for name in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [
                f"{node.module}.{name}" if file_of(f"{node.module}.{name}") else node.module for name in names
            ]
        yield from (file_of(name) for name in names if name.split(".")[0] == "benchmark")


def test_no_modules_import_each_other_in_a_circle():
    """A module can be read after those that it imports, be it for their types alone."""
    order = graphlib.TopologicalSorter({path: set(imported_files(path)) for path in modules()})

    assert set(order.static_order()) >= set(modules())


def test_every_room_has_its_floor():
    """A new room must be given a floor before anything can be said about it."""
    assert {room_of(path) for path in modules()} == set(FLOORS)


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("datasets", set()),
        ("sklearn", {"baselines"}),
        ("scipy", set()),
        ("numpy", {"store", "corpus", "scoring"}),
        ("pyarrow", {"store"}),
        ("jsonschema", {"store"}),
        ("lxml", {"corpus"}),
        ("cassis", {"corpus"}),
        ("trafilatura", {"corpus"}),
        ("huggingface_hub", {"exports"}),
        ("jinja2", {"tables", "leaderboard"}),
        ("rich", {"tables", "viewer"}),
        ("typer", {"cli"}),
    ],
)
def test_heavy_packages_live_in_few_rooms(package, rooms):
    """A library that one room wraps is imported nowhere else."""
    users = set()
    for path in modules():
        for node in imports(path):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if any(name.split(".")[0] == package for name in names):
                users.add(room_of(path))

    assert users == rooms


def test_only_commands_print_or_exit():
    """What a room has to say it returns or raises; the one other program is the one that Codabench runs."""
    speaking = {"print", "exit", "sys.exit", "sys.stdout.write", "sys.stderr.write"}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in speaking
    }

    assert {path for path in found if not path.startswith("cli/")} == {
        "__main__.py",
        "exports/codabench_program.py",
    }
