"""A table for a terminal, or plain and unwrapped where standard output is none."""

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from benchmark.tables.table import Row, Table

_UNBOUNDED = 100_000
"""Columns of a line that no log wraps."""
_FOLDED = 10
"""Columns to which words may be folded, where a terminal is narrow: a leaderboard then fits into 80."""

# Space between columns and one rule beneath the titles, and another before rows that stand apart.
_RULES = Box("    \n    \n -- \n    \n -- \n -- \n    \n    \n", ascii=True)


def render(table: Table) -> str:
    """Return title, column titles, rule and rows; as wide as the terminal, else as the table.

    Where the terminal is too narrow, titles are stacked, columns move together and texts are folded, but no
    number: sooner a line is wider than the terminal.
    """
    terminal = sys.stdout.isatty()
    out = io.StringIO()
    # Every cell is a Text: a string would be read as markup, raise on "[/]" and turn ":smile:" into a face.
    console = Console(file=out, force_terminal=terminal, width=None if terminal else _UNBOUNDED)
    layout = _layout(table, console.width)
    console.width = max(console.width, layout.width)
    grid = Grid(box=_RULES, show_edge=False, pad_edge=False, header_style="bold", padding=(0, layout.padding))
    for column, title, width in zip(table.columns, layout.titles, layout.widths, strict=True):
        grid.add_column(Text(title), justify=column.alignment, overflow="fold", width=width)
    for place, row in enumerate(table.rows):
        cells = _texts(table, row)
        for i, cell in enumerate(cells):
            if (place, i) in table.best:
                cell.stylize("bold")
        grid.add_row(*cells)
    if table.rows and table.struck:
        grid.add_section()
    for row in table.struck:
        grid.add_row(*_texts(table, row), style="strike")
    if (table.rows or table.struck) and table.aside:
        grid.add_section()
    for row in table.aside:
        grid.add_row(*_texts(table, row), style="italic")
    console.print(Text(table.heading, style="bold"))
    console.print(grid)
    if table.note:
        console.print(Text(table.remark, style="dim"))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1])


def fits(table: Table) -> bool:
    """Return whether no line of the table would be wider than the terminal; without one, all fit."""
    if not sys.stdout.isatty():
        return True
    room = Console(file=sys.stdout).width
    return _layout(table, room).width <= room


class _Layout(NamedTuple):
    """Titles and widths of columns, and the columns of space on both sides of each."""

    titles: list[str]
    widths: list[int]
    padding: int

    @property
    def width(self) -> int:
        """The terminal's columns that a line takes."""
        return sum(self.widths) + (1 + 2 * self.padding) * (len(self.widths) - 1)


def _layout(table: Table, room: int) -> _Layout:
    whole = [column.heading for column in table.columns]
    stacked = ["\n".join(column.pieces) for column in table.columns]
    gaps = len(whole) - 1
    for titles in (whole, stacked):
        wide = _widths(table, titles)
        if sum(wide) + 3 * gaps <= room:
            return _Layout(titles, wide, 1)
    words = _widths(table, stacked, str.split)
    spare = room - gaps - sum(words)
    if spare < 0:
        words = [
            min(width, _FOLDED) if column.textual else width
            for column, width in zip(table.columns, words, strict=True)
        ]
        spare = room - gaps - sum(words)
    # What is left goes where most is missing.
    for _ in range(min(spare, sum(wide) - sum(words))):
        i = max(range(len(wide)), key=lambda i: wide[i] - words[i])
        words[i] += 1
    return _Layout(stacked, words, 0)


def _widths(table: Table, titles: list[str], parts: Callable[[str], list[str]] = str.splitlines) -> list[int]:
    """Return the terminal's columns that the longest part of each column's title and cells takes."""
    rows = (*table.rows, *table.struck, *table.aside)
    return [
        max(
            (
                cell_len(part)
                for text in (title, *(column.show(row[i]) for row in rows))
                for part in parts(text)
            ),
            default=0,
        )
        for i, (column, title) in enumerate(zip(table.columns, titles, strict=True))
    ]


def _texts(table: Table, row: Row) -> list[Text]:
    return [Text(column.show(cell)) for column, cell in zip(table.columns, row, strict=True)]
