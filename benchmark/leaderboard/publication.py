"""The leaderboard as files: README.md between markers, and leaderboard.json, .csv and .md."""

from pathlib import Path

from benchmark.leaderboard.summary import LEGEND, summarise
from benchmark.records.errors import CheckError
from benchmark.records.leaderboard import Leaderboard
from benchmark.records.text import clean
from benchmark.store import codec, files
from benchmark.tables import render
from benchmark.tables.markdown import code

BEGIN = "<!-- leaderboard:begin -->"
END = "<!-- leaderboard:end -->"
_README = "README.md"
_EMPTY = f"# Leaderboard\n\n{BEGIN}\n{END}\n"


def write(board: Leaderboard, folder: Path) -> list[Path]:
    """Write the files into a folder, what stands around the README's markers kept; return their paths.

    Raises CheckError where the README's markers are not one pair in order.
    """
    paths = []
    with files.lock(folder):
        for name, data in _files(board, folder).items():
            files.write_file(folder / name, data)
            paths.append(folder / name)
    return paths


def check(board: Leaderboard, folder: Path) -> None:
    """Raise CheckError, naming the first file that is not what ``write`` would leave there."""
    for name, data in _files(board, folder).items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            raise CheckError(f"{path} is not what its submissions give: write it anew with bench leaderboard")


def _files(board: Leaderboard, folder: Path) -> dict[str, bytes]:
    table = summarise(board)
    page = _page(board)
    readme = folder / _README
    around = readme.read_bytes().decode(errors="surrogateescape") if readme.is_file() else _EMPTY
    return {
        _README: _between(around, page, readme).encode(errors="surrogateescape"),
        "leaderboard.json": codec.pretty(board),
        "leaderboard.csv": render(table, "csv").encode(),
        "leaderboard.md": page.encode(),
    }


def _page(board: Leaderboard) -> str:
    table = summarise(board)
    key, split = (
        code(clean(text)) for text in (f"{board.dataset.name}@{board.dataset.version}", board.split)
    )
    head = f"{key}, split {split} ({board.articles:,} articles)"
    return f"{head}\n\n{render(table, 'md')}\n{LEGEND}\n"


def _between(text: str, page: str, path: Path) -> str:
    """Return the text with the page between its markers, each a line of its own.

    A name on the board cannot forge one: in a table it never begins a line.
    """
    lines = text.split("\n")
    places = [[i for i, line in enumerate(lines) if line.strip() == marker] for marker in (BEGIN, END)]
    if [len(found) for found in places] != [1, 1] or places[0] > places[1]:
        raise CheckError(f"{path} wants one line {BEGIN} and, after it, one line {END}")
    return "\n".join([*lines[: places[0][0] + 1], page.rstrip("\n"), *lines[places[1][0] :]])
