"""The terminal shows hostile texts as they are, and a log gets neither colours nor wrapping."""

import io
import re

from rich.cells import cell_len

from benchmark.records.text import clean
from benchmark.tables import Column, Table, render

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """Return that it is one."""
        return True


def test_hostile_text_is_shown_as_it_is(board, hostile):
    """No markup, emoji name or control sequence of a name is obeyed: every row shows the clean text."""
    lines = render(board, "table").splitlines()

    shown = clean(hostile).rstrip()
    assert lines[0] == shown
    assert lines[1].startswith(clean(f"name {hostile}").rstrip())
    assert lines[3].startswith(shown)
    assert lines[6].startswith(shown)
    assert "\x1b" not in "".join(lines)


def test_terminal_gets_styles_but_no_sequence_of_others(board, monkeypatch):
    """On a terminal the only escape sequences are those of our own type faces."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")

    text = render(board, "table")
    assert "\x1b[1m" in text
    assert "\x1b" not in COLOURS.sub("", text)


def test_log_is_not_wrapped():
    """A long name stays on its line where standard output is no terminal."""
    name = "long " * 100

    assert len(render(Table("t", (Column("a"),), ((name,),)), "table").splitlines()) == 4


def test_columns_are_aligned():
    """Numbers end in one column, also beneath and beside wide characters."""
    table = Table("t", (Column("System"), Column("n", "count")), (("東京🎉", 1), ("ab", 12345)))

    lines = render(table, "table").splitlines()[1:]
    assert len({cell_len(line) for line in lines}) == 1
    assert lines[2].endswith("     1")
    assert lines[3].endswith("12,345")


def test_narrow_terminal_loses_no_number(monkeypatch):
    """Titles and names are folded before a figure is cut."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "40")
    table = Table(
        "t",
        (Column("System"), Column("Dated-event F1", "score"), Column("Date accuracy", "score")),
        (("a rather long name of a system", 0.123, 0.456),),
    )

    text = COLOURS.sub("", render(table, "table"))
    assert max(map(cell_len, text.splitlines())) <= 40
    assert {"12.3", "45.6"} <= set(text.split())
