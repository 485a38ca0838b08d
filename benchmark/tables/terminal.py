"""A table for a terminal, or plain and unwrapped where standard output is none."""

import io
import sys

from rich.box import Box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from benchmark.tables.table import Row, Table

_UNBOUNDED = 100_000
"""Columns of a line that no log wraps."""

# Space between columns and one rule beneath the titles, and another before rows that stand apart.
_RULES = Box("    \n    \n -- \n    \n -- \n -- \n    \n    \n", ascii=True)


def render(table: Table) -> str:
    """Return title, column titles, rule and rows; as wide as the terminal, else as the table."""
    terminal = sys.stdout.isatty()
    out = io.StringIO()
    # Every cell is a Text: a string would be read as markup, raise on "[/]" and turn ":smile:" into a face.
    console = Console(file=out, force_terminal=terminal, width=None if terminal else _UNBOUNDED)
    grid = Grid(box=_RULES, show_edge=False, pad_edge=False, header_style="bold")
    for column in table.columns:
        grid.add_column(Text(column.heading), justify=column.alignment, overflow="fold")
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


def _texts(table: Table, row: Row) -> list[Text]:
    return [Text(column.show(cell)) for column, cell in zip(table.columns, row, strict=True)]
