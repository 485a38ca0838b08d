"""A table as GitHub Flavored Markdown (section 4.10); rows that stand apart are in italics.

The best of a column is bold, what ties with it has a dagger, rows that no longer count are struck through.
"""

import re
import string
from collections.abc import Iterable

from benchmark.tables.table import Column, Row, Table

_PUNCTUATION = str.maketrans({mark: f"\\{mark}" for mark in string.punctuation})
_RULES = {"left": ":---", "right": "---:"}


def render(table: Table) -> str:
    """Return header, rule and rows, and the note beneath; the title is left to the page around it."""
    lines = [
        [escape(column.heading) for column in table.columns],
        [_RULES[column.alignment] for column in table.columns],
        *(_marked(table, i, row) for i, row in enumerate(table.rows)),
        *([f"~~{cell}~~" for cell in _row(table.columns, row)] for row in table.struck),
        *([f"*{cell}*" for cell in _row(table.columns, row)] for row in table.aside),
    ]
    note = f"\n{code(table.remark)}\n" if table.note else ""
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + note


def table(columns: Iterable[Column], rows: Iterable[Row]) -> str:
    """Return rows under columns, where the page around them says what they are."""
    return render(Table(title="", columns=tuple(columns), rows=tuple(rows)))


def escape(text: str) -> str:
    """Return a clean text as Markdown that shows just these characters, in a table's cell or elsewhere."""
    # Backslashes do not keep GitHub from linking what looks like an e-mail address; a code span does. What
    # renderers read differently inside a code span of a table (backslash, bar, backtick) stays outside it.
    return "".join(
        f"`{part}`" if "@" in part else part.translate(_PUNCTUATION) for part in re.split(r"([\\|`]+)", text)
    )


def code(text: str) -> str:
    """Return a clean text as a code span, for use outside of tables."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def _marked(table: Table, place: int, row: Row) -> list[str]:
    return [
        (f"**{cell}**" if (place, column) in table.best else cell)
        + ("\u2020" if (place, column) in table.tied else "")
        for column, cell in enumerate(_row(table.columns, row))
    ]


def _row(columns: tuple[Column, ...], row: Row) -> list[str]:
    return [
        escape(column.show(cell).strip()) if column.textual else column.show(cell)
        for column, cell in zip(columns, row, strict=True)
    ]
