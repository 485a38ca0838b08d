"""``bench export``: articles, predictions, releases or reports to another tool or host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console


def export(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET", help="What to write for: brat, codabench, eval-results, hub or label-studio."
        ),
    ],
    source: Annotated[
        Path,
        typer.Argument(metavar="SOURCE", help="Articles, a folder or file; a release directory; a report."),
    ],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder to write to.")] = None,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FILE", help="Export these in place of the annotation."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option("--split", metavar="NAME", help="Split of the release; else all, for codabench test."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="OWNER/NAME", help="Dataset of the Hub: upload to it, or name it."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be uploaded, and the tag; send nothing.")
    ] = False,
    _quiet: console.Quiet = False,
) -> None:
    """Write articles for another tool.

    brat and Label Studio get texts with their annotation, or with predictions that people correct; what
    these tools have no place for is told. bench import reads both back, with the mapping.toml beside them.

    The Hugging Face Hub gets a release, with the tag v and its version; eval-results makes of a report the
    file by which a model tells its results there. codabench makes of a release the zip file of a competition,
    with the gold of a split and the program that scores.
    """
    from benchmark import exports

    options = exports.Options(predictions=predictions, split=split, to=to, dry_run=dry_run)
    for done in exports.export(target, source, out, console.say, options):
        console.wrote(done)
