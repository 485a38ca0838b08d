"""Tables: one record, many renderers; untrusted text is inert in each of them."""

from collections.abc import Callable
from typing import TypeAlias, cast

from benchmark import registry
from benchmark.tables.table import Column, Table

__all__ = ["RENDERERS", "Column", "Renderer", "Table", "render"]

Renderer: TypeAlias = Callable[[Table], str]
"""From a table to text that ends with one line end; texts come from ``Column.show`` or ``Column.value``."""

RENDERERS = {
    "table": "benchmark.tables.terminal:render",
    "csv": "benchmark.tables.spreadsheet:render",
    "md": "benchmark.tables.markdown:render",
    "latex": "benchmark.tables.latex:render",
    "html": "benchmark.tables.webpage:render",
    "json": "benchmark.tables.data:render",
}


def render(table: Table, form: str) -> str:
    """Return the table in the form of that name (``RENDERERS``, or a guest of ``dateline.renderers``)."""
    return cast("Renderer", registry.find("dateline.renderers", form, RENDERERS))(table)
