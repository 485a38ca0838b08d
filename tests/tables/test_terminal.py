"""The terminal shows hostile texts as they are, and a log gets neither colours nor wrapping."""

import io
import re

import pytest
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


@pytest.mark.parametrize("room", [80, 40, 20])
def test_narrow_terminal_breaks_no_number(monkeypatch, room):
    """Titles are stacked and names folded; where that is not enough a line is wider than the terminal."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", str(room))
    titles = ("System", "Event P", "Dated-event F1", "Date accuracy", "95 % low", "Matched", "Gold")
    table = Table(
        "t",
        (Column("Rank", "count"), Column(titles[0]), *(Column(title, "score") for title in titles[1:])),
        ((1, "a rather long name of a system", 0.123, 1.0, 0.456, 0.789, 0.321, 0.654),),
    )

    lines = COLOURS.sub("", render(table, "table")).splitlines()
    words = {word for line in lines for word in line.split()}
    assert {"12.3", "100.0", "45.6", "78.9", "32.1", "65.4"} <= words
    assert {"Event", "Dated-", "accuracy", "Matched", "rather"} <= words
    assert max(map(cell_len, lines)) <= max(room, 55)


def test_words_are_folded_last(monkeypatch):
    """The id of an article, which readers copy, stays whole while other texts can go to several lines."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "40")
    table = Table(
        "t", (Column("Article"), Column("Words")), (("portlavery-return-vote", "a few words " * 3),)
    )

    lines = COLOURS.sub("", render(table, "table")).splitlines()
    assert lines[3].startswith("portlavery-return-vote ")
    assert max(map(cell_len, lines)) <= 40
