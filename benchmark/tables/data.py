"""A table as JSON with exact numbers; texts are clean, and ASCII, so that a terminal shows them safely."""

import json
from typing import Any

from benchmark.tables.table import Row, Table


def render(table: Table) -> str:
    """Return an object of title, note, columns (title, kind), and rows, struck and aside by column title."""
    value = {
        "title": table.heading,
        "note": table.remark,
        "columns": [{"title": column.heading, "kind": column.kind} for column in table.columns],
        "rows": [_row(table, row) for row in table.rows],
        "struck": [_row(table, row) for row in table.struck],
        "aside": [_row(table, row) for row in table.aside],
    }
    return json.dumps(value, indent=1, allow_nan=False) + "\n"


def _row(table: Table, row: Row) -> dict[str, Any]:
    return {column.heading: column.value(cell) for column, cell in zip(table.columns, row, strict=True)}
