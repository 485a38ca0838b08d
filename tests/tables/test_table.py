"""What a table takes, and how its cells read."""

import math

import pytest

from benchmark.tables import RENDERERS, Column, Table, render


@pytest.mark.parametrize(
    ("kind", "cell", "shown"),
    [
        ("text", "a\nb", "a b"),
        ("date", "2024-01/..", "2024-01/.."),
        ("count", 1204, "1,204"),
        ("count", 0, "0"),
        ("signed", 15, "+15"),
        ("signed", -365, "-365"),
        ("difference", 0.0123, "+1.2"),
        ("difference", -0.5, "-50.0"),
        ("probability", 1 / 10_001, "0.0001"),
        ("probability", 1 / 30_626, "<0.0001"),
        ("probability", 0, "0.0000"),
        ("score", 0.5784, "57.8"),
        ("score", 1, "100.0"),
        ("score", None, "\u2013"),
        ("text", None, "\u2013"),
    ],
)
def test_cell_reads_as_its_kind(kind, cell, shown):
    """Shares are percentages with one decimal, counts have thousands, undefined is a dash."""
    assert Column("x", kind).show(cell) == shown


@pytest.mark.parametrize("form", RENDERERS)
def test_undefined_is_never_nan(form):
    """None is shown in every form, and no form invents a number for it."""
    text = render(Table("t", (Column("a"), Column("b", "score")), (("x", None),)), form)

    assert "nan" not in text.lower()
    assert "none" not in text.lower()


@pytest.mark.parametrize("form", RENDERERS)
def test_table_without_rows_has_its_titles(form):
    """No system yet is no error."""
    assert "Rank" in render(Table("t", (Column("Rank", "count"),), ()), form)


@pytest.mark.parametrize("form", RENDERERS)
def test_form_ends_with_one_line_end(form):
    """What a renderer returns can be printed and written as it is."""
    text = render(Table("t", (Column("a"),), (("x",),)), form)

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("cell", [math.nan, math.inf, "0.5"])
def test_cell_of_another_kind_is_refused(cell):
    """Neither NaN nor a string may stand where a share is meant."""
    with pytest.raises(ValueError, match="F1"):
        Table("t", (Column("F1", "score"),), ((cell,),))


def test_number_in_a_text_column_is_refused():
    """A column's kind holds for every cell."""
    with pytest.raises(ValueError, match="System"):
        Table("t", (Column("System"),), ((1,),))


def test_row_of_another_length_is_refused():
    """Each row has a cell for each column."""
    with pytest.raises(ValueError, match="zip"):
        Table("t", (Column("a"), Column("b")), (("x",),))


def test_two_columns_of_one_title_are_refused():
    """A row can be read as a mapping from title to value."""
    with pytest.raises(ValueError, match="one title"):
        Table("t", (Column("a"), Column("a")), ())
