"""CSV is read back by Python's reader, and no cell is a formula."""

import csv
import io

from benchmark.records.text import clean
from benchmark.tables import Column, Table, render

STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def read(text):
    """Rows as a reader of the dialect gets them: quoted cells are texts, others numbers."""
    return list(csv.reader(io.StringIO(text, newline=""), quoting=csv.QUOTE_NONNUMERIC))


def test_hostile_text_is_no_formula(board, hostile):
    """A cell that a spreadsheet would evaluate begins with an apostrophe; any other is the clean text."""
    rows = read(render(board, "csv"))

    for row in (rows[1], rows[3]):
        assert not row[0].lstrip().startswith(STARTS)
        assert row[0] in {clean(hostile), f"'{clean(hostile)}"}
    assert [len(row) for row in rows] == [3, 3, 3, 3]


def test_formula_in_a_title_is_no_formula():
    """Titles are cells as well."""
    assert read(render(Table("t", (Column("=A1"),), ()), "csv")) == [["'=A1"]]


def test_numbers_are_exact_and_unquoted():
    """A negative number stays a number; a share is not rounded; undefined is empty."""
    table = Table("t", (Column("d", "signed"), Column("F1", "score")), ((-365, 1 / 3), (None, None)))

    assert render(table, "csv") == '"d","F1"\n-365,0.3333333333333333\n"",""\n'
