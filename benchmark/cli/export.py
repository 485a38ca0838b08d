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
        typer.Argument(
            metavar="SOURCE", help="Articles (a folder or file), a release directory, or a report."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", callback=console.require_folder, help="Folder to write to."),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FILE", help="Export these instead of the annotation."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            "--split", metavar="NAME", help="Split of the release (default: all; for codabench, test)."
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="OWNER/NAME",
            help="Dataset on the Hub that hub uploads to and eval-results names.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be uploaded, and the tag, and send nothing.")
    ] = False,
    _quiet: console.Quiet = False,
) -> None:
    """Write articles, a release or a report for another tool.

    brat and label-studio write texts with their annotation, or with predictions for people to correct,
    and tell what the tool has no place for. bench import reads both back, with the mapping.toml beside
    them.

    hub uploads a release to the Hugging Face Hub and tags it with its version. eval-results writes the
    file by which a model's repository there tells the results of a report. codabench writes the zip file
    of a competition, with the gold of a split and the program that scores.
    """
    from benchmark import exports

    options = exports.Options(predictions=predictions, split=split, to=to, dry_run=dry_run)
    for done in exports.export(target, source, out, console.say, options):
        console.wrote(done)
