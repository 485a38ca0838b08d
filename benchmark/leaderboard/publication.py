"""The leaderboard as files: README.md between markers, and leaderboard.json, .csv, .md, .tex and .html.

One set of them for each dataset version: the newest one's in the board's folder, the others' under versions/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmark.leaderboard import page
from benchmark.leaderboard.submissions import FOLDER
from benchmark.leaderboard.summary import LEGEND, MARKS, summarise
from benchmark.records.errors import CheckError
from benchmark.records.leaderboard import Leaderboard
from benchmark.records.report import ScoreReport
from benchmark.records.text import clean, counted
from benchmark.store import codec, output, schema
from benchmark.tables import render
from benchmark.tables.markdown import code

BEGIN = "<!-- leaderboard:begin -->"
END = "<!-- leaderboard:end -->"
VERSIONS = "versions"
"""Of a board's folder: the boards of earlier versions of the dataset."""

_PREAMBLE = f"% {MARKS}\n% Wants booktabs and, where a system is withdrawn, ulem with the option normalem.\n"
_README = "README.md"
_JSON = "leaderboard.json"
_EMPTY = f"# Leaderboard\n\n{BEGIN}\n{END}\n"


@dataclass(frozen=True, slots=True)
class Edition:
    """A board and the reports that it ranks, in any order, or none where it shows headline columns only.

    ``filed`` says that they are kept submissions beside the board, ``note`` what its readers must know.
    """

    board: Leaderboard
    reports: Sequence[ScoreReport]
    filed: bool = False
    note: str = ""

    @property
    def key(self) -> str:
        """``name@version`` of the dataset."""
        return self.board.dataset.key


def write(editions: Sequence[Edition], folder: Path) -> list[Path]:
    """Write the files of some dataset versions into a folder and return their paths.

    The first edition stands in the folder itself, each other one under versions/<key>. What stands around
    the README's markers is kept. Raises CheckError where these are not one pair in order.
    """
    paths = []
    with output.lock(folder):
        for name, data in _files(editions, folder).items():
            output.write_file(folder / name, data)
            paths.append(folder / name)
    return paths


def check(editions: Sequence[Edition], folder: Path) -> None:
    """Raise CheckError, naming the first file that is not what ``write`` would leave there.

    So is a board under versions/ that no edition makes: it would be published with the others.
    """
    for name, data in _files(editions, folder).items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            raise CheckError(f"{path} is not what its submissions give: write it anew with bench leaderboard")
    older = {edition.key for edition in editions[1:]}
    for path in sorted(folder.glob(f"{VERSIONS}/*")):
        if path.is_dir() and path.name not in older:
            raise CheckError(f"{path} is a board without submissions: remove it")


def _files(editions: Sequence[Edition], folder: Path) -> dict[str, bytes]:
    readme = folder / _README
    around = readme.read_bytes().decode(errors="surrogateescape") if readme.is_file() else _EMPTY
    newest, *older = editions
    places = {newest.key: "", **{one.key: f"{VERSIONS}/{one.key}/" for one in older}}
    text = _text(newest)
    if older:
        links = ", ".join(f"[{code(one.key)}]({places[one.key]}leaderboard.md)" for one in older)
        text += f"\nEarlier versions of the dataset: {links}.\n"
    made = {_README: _between(around, text, readme).encode(errors="surrogateescape")}
    for edition in editions:
        own = places[edition.key]
        root = "../../" if own else ""
        others = {
            key: f"{root}{place}leaderboard.html" for key, place in places.items() if key != edition.key
        }
        table = summarise(edition.board)
        kept = f"{root}{FOLDER}/{edition.key}" if edition.filed else None
        made |= {
            f"{own}{_JSON}": codec.pretty(edition.board),
            f"{own}leaderboard.csv": render(table, "csv").encode(),
            f"{own}leaderboard.md": _text(edition).encode(),
            f"{own}leaderboard.tex": f"{_PREAMBLE}{render(table, 'latex')}".encode(),
            f"{own}leaderboard.html": page.render(
                edition.board, edition.reports, others, kept, edition.note
            ).encode(),
        }
    return made


def shown(folder: Path) -> dict[str, Leaderboard]:
    """Return the boards of a folder by ``name@version`` of the dataset; errors as ``schema.read``."""
    paths = [folder / _JSON, *sorted(folder.glob(f"{VERSIONS}/*/{_JSON}"))]
    boards: list[Leaderboard] = [schema.read("leaderboard", path) for path in paths if path.is_file()]
    return {board.dataset.key: board for board in boards}


def _text(edition: Edition) -> str:
    board = edition.board
    table = summarise(board)
    key, split = (code(clean(text)) for text in (edition.key, board.split))
    head = f"{key}, split {split} ({counted(board.articles, 'article')})"
    legend = " ".join(filter(None, (LEGEND, MARKS, edition.note)))
    return f"{head}\n\n{render(table, 'md')}\n{legend}\n"


def _between(around: str, text: str, path: Path) -> str:
    """Return what stands around with the text between its markers, each a line of its own.

    A name on the board cannot forge one: in a table it never begins a line.
    """
    lines = around.split("\n")
    places = [[i for i, line in enumerate(lines) if line.strip() == marker] for marker in (BEGIN, END)]
    if [len(found) for found in places] != [1, 1] or places[0] > places[1]:
        raise CheckError(f"{path} wants one line {BEGIN} and, after it, one line {END}")
    return "\n".join([*lines[: places[0][0] + 1], text.rstrip("\n"), *lines[places[1][0] :]])
