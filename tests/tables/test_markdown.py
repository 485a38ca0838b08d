"""Markdown shows hostile texts as they are, judged by a parser of GitHub Flavored Markdown's tables."""

import html

import pytest
from markdown_it import MarkdownIt

from benchmark.records.text import clean
from benchmark.tables import Column, Table, render
from benchmark.tables.markdown import code, escape

PARSER = MarkdownIt("gfm-like", {"html": True}).enable(["table", "strikethrough"]).disable("linkify")
SHOWN = {"text", "text_special", "code_inline"}
DRESS = {"em_open", "em_close"}


def cells(markdown):
    """Rows of cells: the text that each one shows, and the kinds of its tokens."""
    rows = []
    for token in PARSER.parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline":
            shown = "".join(child.content for child in token.children if child.type in SHOWN)
            rows[-1].append((shown, {child.type for child in token.children}))
    return rows


def test_hostile_text_is_shown_and_does_nothing(board, hostile):
    """Each cell shows the clean text, no more cells appear, and nothing becomes a link, code or markup."""
    rows = cells(render(board, "md"))

    assert [len(row) for row in rows] == [3, 3, 3, 3]
    for (shown, kinds), text in zip(
        [rows[0][0], rows[1][0], rows[3][0]], [f"name {hostile}", hostile, hostile], strict=True
    ):
        assert shown.strip("* ").split() == clean(text).strip("* ").split()
        assert kinds <= SHOWN | DRESS


def test_rows_apart_are_in_italics():
    """Trivial systems are told from others by their type face."""
    rows = cells(render(Table("t", (Column("a"), Column("n", "count")), (("x", 1),), (("y_", 2),)), "md"))

    assert "em_open" not in rows[1][0][1] | rows[1][1][1]
    assert "em_open" in rows[2][0][1] & rows[2][1][1]


def test_address_stands_in_a_code_span():
    """GitHub links e-mail addresses even when every mark is escaped, but not in code."""
    kinds = cells(render(Table("t", (Column("a"),), (("mail@example.org",),)), "md"))[1][0][1]

    assert kinds - {"text"} == {"code_inline"}


def test_every_at_sign_is_in_code(hostile):
    """What is outside of code spans holds no at sign, so there is nothing to link."""
    tokens = PARSER.parseInline(escape(clean(hostile)))[0].children

    assert all("@" not in token.content for token in tokens if token.type != "code_inline")


@pytest.mark.parametrize("text", ["a|b:1", "a`b", "``", "`x` ``y`` z", "x`"])
def test_code_shows_its_text(text):
    """A code span outside of tables holds bars and backticks."""
    token = PARSER.parseInline(code(text))[0].children[0]

    assert (token.type, html.unescape(token.content)) == ("code_inline", text)
