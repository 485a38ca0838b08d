"""A reading in a terminal: the text with its events numbered, then a table of them."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from benchmark.records.text import clean, legible
from benchmark.tables import Column, Table, render
from benchmark.viewer.segments import cut, marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from benchmark.records.reading import Reading, Row, Words
    from benchmark.tables.table import Row as TableRow

_STYLES = {
    ("gold", "trigger"): "bold green",
    ("gold", "argument"): "green",
    ("gold", "time"): "cyan",
    ("predicted", "trigger"): "bold underline magenta",
    ("predicted", "argument"): "underline magenta",
}
_BOTH = {"trigger": "bold underline", "argument": "underline", "time": "cyan"}
_COLUMNS = (Column("#", "count"), Column("Verdict"), Column("Side"), Column("Type"))
_ANNOTATED = {
    "triggers": Column("Trigger"),
    "dates": Column("Date", "date"),
    "arguments": Column("Arguments"),
}
"""Further columns, by what the dataset must annotate for them."""
_OF_ARGUMENTS = ("boundary", "argument")
"""Faults that an event may have beside its label."""
_WIDTH = 100


def show(reading: Reading, annotates: Collection[str]) -> str:
    """Return heading, text and table; coloured and as wide as the terminal where stdout is one.

    The table has no column for what the dataset does not annotate.
    """
    article = reading.article
    terminal = sys.stdout.isatty()
    out = io.StringIO()
    width = min(_WIDTH, shutil.get_terminal_size().columns) if terminal else _WIDTH
    console = Console(file=out, force_terminal=terminal, width=width, highlight=False)
    console.print(Text("  ".join(map(clean, (article.article_id, article.title))), style="bold"))
    facts = (f"published {article.published or 'on an unknown day'}", article.source, article.language)
    console.print(Text(clean(" · ".join(fact for fact in facts if fact)), style="dim"))
    console.print()
    console.print(_text(reading))
    console.print()
    lines = "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1])
    if not reading.rows:
        return f"{lines}No event.\n"
    shown = [name for name in _ANNOTATED if name in annotates]
    table = Table(
        title="Events",
        columns=(*_COLUMNS, *(_ANNOTATED[name] for name in shown)),
        rows=tuple(line for number, row in enumerate(reading.rows, 1) for line in _lines(number, row, shown)),
    )
    return lines + render(table, "table")


def _text(reading: Reading) -> Text:
    """Return the text, each trigger followed by the number of its event in brackets."""
    made = Text()
    ends: dict[int, list[int]] = {}
    over = marks(reading.rows)
    for one in over:
        if one.kind == "trigger" and one.words.span:
            ends.setdefault(one.words.span[-1][1], []).append(one.row)
    at = 0
    for segment in cut(legible(reading.article.text), over):
        kinds = {one.kind for one in segment.marks}
        kind = next((name for name in _BOTH if name in kinds), "")
        sides = {one.side for one in segment.marks if one.kind == kind}
        style = _BOTH[kind] if len(sides) > 1 else _STYLES.get((next(iter(sides), ""), kind), "")
        made.append(segment.text, style)
        at += len(segment.text)
        if at in ends:
            made.append(f"[{','.join(map(str, dict.fromkeys(ends[at])))}]", "dim")
    return made


def _lines(number: int, row: Row, annotated: Sequence[str]) -> Iterator[TableRow]:
    verdict = _verdict(row)
    shown = False
    for name, side in (("gold", row.gold), ("predicted", row.predicted)):
        if side is not None:
            fillers = [getattr(slot, name) for slot in row.slots]
            told = {
                "triggers": _joined(side.triggers),
                "dates": " or ".join(side.dates) or "undated",
                "arguments": "; ".join(f"{filler[0]} {_joined(filler[1])}" for filler in fillers if filler),
            }
            yield (
                None if shown else number,
                "" if shown else verdict,
                name,
                side.event_type,
                *(told[part] for part in annotated),
            )
            shown = True


def _verdict(row: Row) -> str:
    """Return what became of an event: of a wrong date how, then what else is wrong."""
    told = (row.label or "").replace("_", " ")
    if row.label == "wrong_date":
        days = f", {row.error_days:+,} d" if row.error_days else ""
        told += f" ({row.outcome}{days})"
    return ", ".join((told, *(f"{fault} error" for fault in row.faults if fault in _OF_ARGUMENTS)))


def _joined(words: tuple[Words, ...]) -> str:
    return " / ".join(one.text if one.span else f"{one.text} (not in the text)" for one in words)
