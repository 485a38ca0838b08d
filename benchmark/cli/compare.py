"""``bench compare``: which systems really differ, and on which articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError


def compare(
    reports: Annotated[
        list[Path], typer.Argument(metavar="REPORT", help="Reports of bench score, two or more.")
    ],
    metric: Annotated[
        str,
        typer.Option(
            "--metric",
            metavar="NAME",
            help="Score to compare by its F1 (event, dated_event, event_argument, ...), or date_accuracy.",
        ),
    ] = "dated_event",
    table: console.TableFormat = "table",
    _quiet: console.Quiet = False,
) -> None:
    """Test which systems differ.

    Prints the rank ranges and, for each pair of systems, the difference with its interval and p-values
    (approximate randomisation over articles, with Holm's correction over all pairs), the articles won,
    lost and tied, and those that flipped most. From three systems on, a matrix of the differences comes
    with it, unless the terminal is too narrow. The reports must be of one dataset version, split and
    signature.
    """
    from benchmark.scoring import comparison, comparison_summary
    from benchmark.store import codec, schema

    if len(reports) < 2:  # noqa: PLR2004 - a system is compared with another
        raise MisuseError("compare wants two reports or more")
    read = [schema.read("report", path) for path in reports]
    found = comparison.compare(read, metric)
    if table == "json":
        console.emit(codec.pretty(found).decode())
        return
    from benchmark.tables import terminal

    matrix = comparison_summary.matrix(found)
    cut = matrix is not None and table == "table" and not terminal.fits(matrix)
    console.emit_tables(comparison_summary.summarise(found, None if cut else matrix), table)
    if cut:
        console.say(
            "the matrix is wider than this terminal; --format csv has it, or a file as standard output"
        )
    for remark in comparison_summary.remarks(found, read):
        console.say(remark)
