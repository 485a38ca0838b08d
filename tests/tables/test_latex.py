"""LaTeX sets hostile texts as they are: no character of theirs is a command."""

import re

from benchmark.records.text import clean
from benchmark.tables import Column, Table, render
from benchmark.tables.latex import escape
from benchmark.tables.table import DASH

COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    **{f"\\{mark}": mark for mark in "{}#$%&_"},
}
TOKEN = re.compile(r"\\[a-z]+\{\}|\\.|.")


def set_text(latex):
    """What TeX would print; a special character that is not escaped is an error."""
    pieces = TOKEN.findall(latex)
    assert not {*pieces} & {*"\\{}#$%&_~^<>|"}
    return "".join(COMMANDS.get(piece, piece) for piece in pieces)


def test_hostile_text_is_set_as_it_is(hostile):
    """Read token by token, the escaped text is the text: all commands are those of its characters."""
    text = clean(hostile)

    assert set_text(escape(text)) == text


def test_row_is_no_option_of_the_row_before(board):
    r"""``\\ [4pt]`` would be a vertical space, so each row begins with an empty group."""
    body = render(board, "latex").split("\\toprule\n")[1].split("\\bottomrule")[0]

    rows = [line for line in body.splitlines() if line != r"\midrule"]
    assert len(rows) == 4
    assert all(line.startswith("{}") and line.endswith(" \\\\") for line in rows)


def test_table_is_booktabs():
    """Rules, alignment by kind, and trivial systems beneath a rule of their own."""
    table = Table("Top 50%", (Column("a"), Column("n", "count")), (("x", 1),), (("y", None),))

    assert render(table, "latex").splitlines() == [
        r"\begin{table}",
        r"\centering\footnotesize\setlength{\tabcolsep}{3pt}",
        r"\caption{Top 50\%}",
        r"\begin{tabular}{lr}",
        r"\toprule",
        r"{}a & n \\",
        r"\midrule",
        r"{}x & 1 \\",
        r"\midrule",
        rf"{{}}\textit{{y}} & \textit{{{DASH}}} \\",
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]


def test_titles_of_several_words_are_stacked():
    """A dozen columns fit a page that way, and a word in brackets is no option of the line before."""
    table = Table("board", (Column("System"), Column("Dated-event F1 [%]", "score")), ())

    titles = render(table, "latex").split("\\toprule\n")[1].split("\n")[0]
    assert titles == r"{}System & \shortstack[r]{Dated-\\{}event\\{}F1\\{}[\%]} \\"


def test_caption_breaks_at_the_bars_of_a_signature():
    """It has no spaces, and would run off the page."""
    table = Table("board", (Column("a"),), (), note="dateline:1|data:x")

    assert r"dateline:1\textbar{}\allowbreak{}data:x" in render(table, "latex")
