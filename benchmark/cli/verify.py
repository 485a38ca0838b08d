"""``bench verify``: whether a release is what its articles make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console
from benchmark.records.text import counted


def verify(
    release: Annotated[Path, typer.Argument(metavar="DIR", help="Release directory made by bench build.")],
    expect: Annotated[
        str | None,
        typer.Option("--expect", metavar="VERSION", help="Refuse (exit 3) a release of another version."),
    ] = None,
    jobs: console.Jobs = 0,
    _quiet: console.Quiet = False,
) -> None:
    """Recompute a release and name the first difference.

    Checks checksums, schemas, ontology, every line and its order, the digests and counts of the manifest,
    and every row of every table; in the gold half of a blind release, the commitment too. Exit 1 if something
    differs.
    """
    from benchmark.corpus import builder, verification
    from benchmark.corpus.crew import Crew, cores

    with console.Bar() as bar, Crew(jobs or cores(), bar.show) as crew:
        manifest = verification.verify(release, expect, crew=crew)
    if manifest.written_by != builder.written_by():
        console.say("card and metadata are held against their checksums alone: other versions wrote them")
    articles = sum(split.articles for split in manifest.splits.values())
    withheld = f", gold of {', '.join(manifest.withheld)} withheld" if manifest.withheld else ""
    held = counted(articles, "article")
    console.emit(f"{manifest.key} is verified: {held}{withheld}, digest {manifest.digest}")
