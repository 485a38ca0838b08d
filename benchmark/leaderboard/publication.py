"""The leaderboard as files: README.md between markers, and leaderboard.json, .csv, .md, .tex and .html."""

from collections.abc import Sequence
from pathlib import Path

from benchmark.leaderboard import page
from benchmark.leaderboard.summary import LEGEND, summarise
from benchmark.records.errors import CheckError
from benchmark.records.leaderboard import Leaderboard
from benchmark.records.report import ScoreReport
from benchmark.records.text import clean
from benchmark.store import codec, files
from benchmark.tables import render
from benchmark.tables.markdown import code

BEGIN = "<!-- leaderboard:begin -->"
END = "<!-- leaderboard:end -->"
_README = "README.md"
_EMPTY = f"# Leaderboard\n\n{BEGIN}\n{END}\n"


def write(board: Leaderboard, reports: Sequence[ScoreReport], folder: Path) -> list[Path]:
    """Write the files into a folder, what stands around the README's markers kept; return their paths.

    ``reports`` are those that the board ranks, in any order.
    Raises CheckError where the README's markers are not one pair in order.
    """
    paths = []
    with files.lock(folder):
        for name, data in _files(board, reports, folder).items():
            files.write_file(folder / name, data)
            paths.append(folder / name)
    return paths


def check(board: Leaderboard, reports: Sequence[ScoreReport], folder: Path) -> None:
    """Raise CheckError, naming the first file that is not what ``write`` would leave there."""
    for name, data in _files(board, reports, folder).items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            raise CheckError(f"{path} is not what its submissions give: write it anew with bench leaderboard")


def _files(board: Leaderboard, reports: Sequence[ScoreReport], folder: Path) -> dict[str, bytes]:
    table = summarise(board)
    text = _text(board)
    readme = folder / _README
    around = readme.read_bytes().decode(errors="surrogateescape") if readme.is_file() else _EMPTY
    return {
        _README: _between(around, text, readme).encode(errors="surrogateescape"),
        "leaderboard.json": codec.pretty(board),
        "leaderboard.csv": render(table, "csv").encode(),
        "leaderboard.md": text.encode(),
        "leaderboard.tex": render(table, "latex").encode(),
        "leaderboard.html": page.render(board, reports).encode(),
    }


def _text(board: Leaderboard) -> str:
    table = summarise(board)
    key, split = (
        code(clean(text)) for text in (f"{board.dataset.name}@{board.dataset.version}", board.split)
    )
    head = f"{key}, split {split} ({board.articles:,} articles)"
    return f"{head}\n\n{render(table, 'md')}\n{LEGEND}\n"


def _between(around: str, text: str, path: Path) -> str:
    """Return what stands around with the text between its markers, each a line of its own.

    A name on the board cannot forge one: in a table it never begins a line.
    """
    lines = around.split("\n")
    places = [[i for i, line in enumerate(lines) if line.strip() == marker] for marker in (BEGIN, END)]
    if [len(found) for found in places] != [1, 1] or places[0] > places[1]:
        raise CheckError(f"{path} wants one line {BEGIN} and, after it, one line {END}")
    return "\n".join([*lines[: places[0][0] + 1], text.rstrip("\n"), *lines[places[1][0] :]])
