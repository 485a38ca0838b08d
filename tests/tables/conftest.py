"""Names that strangers give their systems, and a table of them."""

import pytest

from benchmark.tables import Column, Table

HOSTILE = (
    "[/]",
    "[bold red]x[/bold red]",
    "a | b",
    "a \\| b",
    "\\",
    "\\\\ [1cm]",
    "[4pt] first",
    "*star* _under_ `tick` ~~gone~~",
    "``",
    "mail@example.org",
    "a|b@example.org`c\\",
    "`@`",
    "<!-- leaderboard:end -->@",
    "https://example.org www.example.org",
    "[link](javascript:alert(1))",
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)\' <b>',
    "&amp; &lt;",
    ":smile: :warning:",
    "=1+1",
    "  +cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\uff1d1+1",
    "\uff0b1 \uff0d1 \uff20x",
    "$x$ 50% #1 a_b {c} ~ ^ < >",
    "{{ 7 * 7 }} {% raw %}",
    "line\nbreak\r\n\tand tab\u2028end",
    "\x1b[31mred\x1b[0m\x07",
    "\u202egnp.exe \u2066x\u2069",
    "zero\u200bwidth \ufeff",
    "tag\U000e0041s and private \ue000",
    "\ud800 lone",
    '"quoted", and, commas',
    "'",
    "",
    "Łódź 東京 🎉",
)


@pytest.fixture(params=HOSTILE, ids=ascii)
def hostile(request):
    """One hostile text."""
    return request.param


@pytest.fixture
def board(hostile):
    """A table whose title, first column and two rows hold the hostile text."""
    return Table(
        title=hostile,
        columns=(Column(f"name {hostile}"), Column("n", "count"), Column("F1", "score")),
        rows=((hostile, 1234, 0.5), ("plain", None, None)),
        aside=((hostile, 0, 0.0),),
    )
