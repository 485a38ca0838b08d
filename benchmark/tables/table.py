"""A table of results: typed columns and rows of plain values, shown by any renderer."""

import math
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from benchmark.records.text import clean

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]
Kind = Literal["text", "date", "count", "signed", "mean", "score", "difference", "probability"]

DASH = "\u2013"
"""What stands in place of None: undefined is said, not invented."""

_TEXTS = ("text", "date")
_FORMATS = {
    "count": "{:,}",
    "signed": "{:+,}",
    "mean": "{:,.1f}",
    "score": "{:.1%}",
    "difference": "{:+.1%}",
    "probability": "{:.4f}",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; its kind says how cells read.

    ``text`` and ``date`` (EDTF) hold strings, ``count`` and ``signed`` (shown with its sign) whole numbers,
    ``mean`` a number shown with one decimal, ``score`` a share of 1 that is shown as a percentage with one
    decimal, ``difference`` one of two scores, shown in points with its sign, ``probability`` a share of 1
    shown with four decimals, and never as 0 where it is more.
    """

    title: str
    kind: Kind = "text"

    @property
    def heading(self) -> str:
        """The title, clean."""
        return clean(self.title)

    @property
    def pieces(self) -> list[str]:
        """The heading in words, to be stacked where room is scarce; a hyphen ends one."""
        return re.findall("[^ -]+(?:-| %)?|-", self.heading)

    @property
    def textual(self) -> bool:
        """Whether the cells are strings."""
        return self.kind in _TEXTS

    @property
    def alignment(self) -> Literal["left", "right"]:
        """Texts to the left, numbers to the right."""
        return "left" if self.textual else "right"

    def show(self, cell: Cell) -> str:
        """Return the cell as people read it, on one line and without control characters; None is a dash."""
        value = self.value(cell)
        if value is None:
            return DASH
        if isinstance(value, str):
            return value
        shown = _FORMATS[self.kind].format(value).removesuffix("%")
        return "<0.0001" if self.kind == "probability" and value and not float(shown) else shown

    def value(self, cell: Cell) -> Cell:
        """Return the cell as programs read it: exact, texts clean."""
        return clean(cell) if isinstance(cell, str) else cell


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, each row as long as ``columns``, column titles distinct.

    ``aside`` holds rows that belong beneath the others and visibly apart from them, ``struck`` those that no
    longer count and are shown struck through. ``best`` and ``tied`` are cells of ``rows``, as row and column
    from 0, to set off as the best of their column, and as no worse as far as tests can tell. ``note`` is what
    must travel with the numbers, such as their signature. ``groups`` names what rows, struck and aside hold,
    where a form that shows all alike must tell.
    Raises ValueError for a row of another length, a cell that is not of its column's kind, a number that is
    not finite, or two columns of one title.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    aside: tuple[Row, ...] = ()
    struck: tuple[Row, ...] = ()
    best: frozenset[tuple[int, int]] = frozenset()
    tied: frozenset[tuple[int, int]] = frozenset()
    note: str = ""
    groups: tuple[str, str, str] | None = None

    @property
    def heading(self) -> str:
        """The title, clean."""
        return clean(self.title)

    @property
    def remark(self) -> str:
        """The note, clean."""
        return clean(self.note)

    def __post_init__(self) -> None:
        if len({column.title for column in self.columns}) < len(self.columns):
            raise ValueError("two columns have one title")
        for row in (*self.rows, *self.struck, *self.aside):
            for column, cell in zip(self.columns, row, strict=True):
                if cell is not None and isinstance(cell, str) is not column.textual:
                    raise ValueError(f"a cell of column {column.title!r} is not of kind {column.kind}")
                if isinstance(cell, float) and not math.isfinite(cell):
                    raise ValueError(f"a cell of column {column.title!r} is not finite, want None")
