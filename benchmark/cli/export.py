"""``bench export``: articles, or predictions of them, to the files of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console


def export(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Tool to write for: brat or label-studio.")],
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="Articles, a folder or file, or a release directory.")
    ],
    out: console.Out,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FILE", help="Export these in place of the annotation."),
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="NAME", help="Split of the release; all where not given.")
    ] = None,
    _quiet: console.Quiet = False,
) -> None:
    """Write articles for another tool.

    brat and Label Studio get texts with their annotation, or with predictions that people correct; what
    these tools have no place for is told. bench import reads both back, with the mapping.toml beside them.
    """
    from benchmark import exports

    options = exports.Options(predictions=predictions, split=split)
    for path in exports.export(target, source, out, console.say, options):
        console.wrote(path)
