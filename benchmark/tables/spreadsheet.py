"""A table as CSV with exact numbers (a share of 1, no rounding); None is an empty cell."""

import csv
import io

from benchmark.tables.table import Cell, Table

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(table: Table) -> str:
    """Return a line of titles and a line for each row; rows that stand apart come last.

    Groups that have names become a column, and a note a last one: a spreadsheet has no other place for them
    that is sure to be kept.
    """
    note = [_inert(table.remark)] if table.note else []
    titles = [*(["Group"] if table.groups else []), *(["Note"] if note else [])]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([*(_inert(column.heading) for column in table.columns), *titles])
    for place, rows in enumerate((table.rows, table.struck, table.aside)):
        group = [table.groups[place]] if table.groups else []
        for row in rows:
            cells = (_inert(column.value(cell)) for column, cell in zip(table.columns, row, strict=True))
            writer.writerow([*cells, *group, *note])
    return out.getvalue()


def _inert(cell: Cell) -> Cell:
    # Spreadsheets evaluate a cell that begins like this, spaces passed over; an apostrophe makes it text.
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA) else cell
