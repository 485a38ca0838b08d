"""``bench import``: annotation exports and corpora to article JSON files."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated, Final

import typer

from benchmark.cli import console

FORMATS: Final = (
    "ace, article, brat, cat, doccano, ere, inception, label-studio, maven, muc4, plover, prodigy, "
    "semeval2015, textee, timeml or wikievents"
)
"""In the help: the wing that reads them is not loaded to tell their names."""


def import_(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"What PATH holds: {FORMATS}.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Export or corpus to read.")],
    out: console.Out,
    ontology: Annotated[
        str | None,
        typer.Option(
            metavar="ONTOLOGY", help="NAME@VERSION or FILE.json (default: made from the labels in use)."
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML file that says what a project's labels mean."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name of the corpus (default: that of PATH).")
    ] = None,
    license_: Annotated[
        str | None,
        typer.Option("--license", metavar="SPDX", help="Licence of texts that do not name theirs."),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of publication of texts that do not tell theirs.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="Language of texts that do not name theirs (default: en)."),
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="ORDER", help="How to read 11/10/2011: day-first or month-first.")
    ] = None,
    _quiet: console.Quiet = False,
) -> None:
    """Turn an annotation export or a corpus into articles.

    Reads PATH and writes a corpus folder for bench build, with a report of what was repaired or dropped.
    """
    from benchmark.corpus import importers
    from benchmark.corpus.importers import project

    gc.enable()  # nodes of pages and of CAS documents know their parents: nothing else frees them
    options = project.options(
        name=name,
        ontology=ontology,
        mapping=mapping,
        license_=license_,
        published=published,
        language=language,
        date_order=dates,
    )
    for written in importers.import_corpus(format_name, path, out, say=console.say, options=options):
        console.wrote(written)
