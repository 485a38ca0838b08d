"""What commands share: results on stdout, talk on stderr, and options that mean the same everywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from benchmark.records.errors import MisuseError
from benchmark.store.findings import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmark.tables import Table

_quiet = False


def set_quiet(value: bool) -> bool:
    """Silence ``say`` for the rest of the command."""
    global _quiet  # noqa: PLW0603 - one process is one command
    _quiet = value
    return value


def say(text: str) -> None:
    """Write one line of talk to stderr, unless ``--quiet``; what a terminal would obey is spelled out."""
    if not _quiet:
        sys.stderr.write(f"{one_line(text)}\n")


def emit(text: str) -> None:
    """Write a result to stdout, ending with one line end."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def wrote(path: Path | str, *, beside_result: bool = False) -> None:
    """Say what was written: on stdout, or on stderr where the command's result is on stdout."""
    if beside_result:
        say(str(path))
    else:
        emit(one_line(str(path)))


def is_stdout(path: Path | None) -> bool:
    """Return whether a path that a command is to write stands for standard output."""
    return str(path) == "-"


def require_folder(path: Path | None) -> Path | None:
    """Return the folder that a command is to write; ``-`` is standard output, which holds none."""
    if is_stdout(path):
        raise MisuseError("- is standard output, and a folder is written: name one")
    return path


def refuse_overwriting(option: str, path: Path, read: Iterable[Path]) -> None:
    """Refuse to write a file over one that the command reads: a slip must not cost an author the work."""
    if path.exists() and any(other.exists() and path.samefile(other) for other in read):
        raise MisuseError(f"{option} {path} is what is read: name another file")


def save(path: Path, data: bytes) -> None:
    """Write a file and say so on stderr; ``-`` is stdout."""
    from benchmark.store import output

    if is_stdout(path):
        sys.stdout.write(data.decode())
    else:
        output.write_file(path, data)
        wrote(path, beside_result=True)


class Bar:
    """A line on a terminal that says how far the work is; silence where stderr is none, or ``--quiet``."""

    _WIDTH = 24

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty() and not _quiet
        self._drawn = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._draw("")

    def show(self, what: str, done: int, total: int) -> None:
        """Draw how many of the tasks of some work are done."""
        full = self._WIDTH * done // total if total else self._WIDTH
        self._draw(f"{what} [{'#' * full}{'.' * (self._WIDTH - full)}] {done:,} of {total:,}")

    def say(self, text: str) -> None:
        """Write a line of talk in place of the bar, which is drawn again below."""
        self._draw("")
        say(text)

    def _draw(self, text: str) -> None:
        if self._seen and text != self._drawn:
            text = text[: _room()]  # a line that wraps cannot be drawn over
            sys.stderr.write(f"\r{text.ljust(len(self._drawn))}")
            if not text:
                sys.stderr.write("\r")
            sys.stderr.flush()
            self._drawn = text


def _room() -> int | None:
    """Return the columns of the terminal but the last, None where it does not tell."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        columns = 0
    return columns - 1 if columns else None


def emit_tables(tables: Iterable[Table], form: str) -> None:
    """Write several tables to stdout, each with its title."""
    from benchmark.tables import markdown, render

    parts = []
    for table in tables:
        # Markdown leaves the title to the page, and here are several tables on one.
        title = f"{markdown.escape(table.heading)}\n\n" if form == "md" else ""
        parts.append(title + render(table, form))
    emit("\n".join(parts))


def require_renderer(form: str) -> str:
    """Return the name of a form that tables are printed in, ours or a guest's, before any work is done."""
    from benchmark import registry
    from benchmark.tables import RENDERERS

    if form not in RENDERERS:
        registry.find("dateline.renderers", form, RENDERERS)
    return form


Quiet = Annotated[
    bool, typer.Option("--quiet", callback=set_quiet, help="Print nothing but errors on stderr.")
]
TableFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="<table|json|csv|md|latex|html>",
        callback=require_renderer,
        help="How to print the table.",
    ),
]
Data = Annotated[
    Path, typer.Option("--data", metavar="RELEASE", help="Release directory made by bench build.")
]
Split = Annotated[str, typer.Option("--split", metavar="NAME", help="Split of the release.")]
Jobs = Annotated[
    int, typer.Option("--jobs", metavar="N", min=0, help="Processes that share the work; 0 for one per core.")
]
# The largest seed and the most resamples that a signature is read back with (scoring.signature).
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, max=10**18 - 1, help="Seed of the bootstrap (default: 1)."),
]
Resamples = Annotated[
    int | None,
    typer.Option(
        "--resamples",
        metavar="N",
        min=0,
        max=10**6,
        help="Bootstrap resamples; 0 for no intervals (default: 10000).",
    ),
]
Predictions = Annotated[Path, typer.Argument(metavar="PREDICTIONS", help="JSONL, plain or .gz; - is stdin.")]
Board = Annotated[
    Path,
    typer.Option(
        "--board", metavar="DIR", callback=require_folder, help="Leaderboard folder it is filed in."
    ),
]
BOARD = Path("leaderboard")
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", callback=require_folder, help="Folder to write to.")
]
