"""``bench build``: annotated articles to a release directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console
from benchmark.records.text import counted


def build(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="SOURCE",
            help="Folder with benchmark.toml and articles, or JSON Lines beside it (default: data, else the "
            "sample that Dateline ships).",
        ),
    ] = None,
    out: console.Out = Path("releases"),
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help="Version (default: that of benchmark.toml).")
    ] = None,
    blind: Annotated[
        str | None,
        typer.Option(
            "--blind",
            metavar="SPLIT",
            help="Write two releases: one without this split's gold, and one with it.",
        ),
    ] = None,
    without_texts: Annotated[
        bool,
        typer.Option(
            "--without-texts", help="Write lengths and digests in place of the texts, for bench rehydrate."
        ),
    ] = False,
    jobs: console.Jobs = 0,
    _quiet: console.Quiet = False,
) -> None:
    """Check articles and build a release from them.

    If anything in SOURCE is wrong, all of it is named and nothing is written: first what is wrong with
    benchmark.toml, then with articles. Otherwise the articles are divided into splits and written as a
    release that datasets.load_dataset opens.
    """
    from benchmark.corpus.config import FILE
    from benchmark.corpus.crew import Crew, cores
    from benchmark.store import resources, shards

    if source is None:
        source = Path("data") if (Path("data") / FILE).is_file() else resources.find("data")
    with console.Bar() as bar, Crew(jobs or cores(), bar.show) as crew:
        crew.start("benchmark.corpus.builder", shards.estimate(source))
        # After the others were started: this takes as long as they do.
        from benchmark.corpus import builder
        from benchmark.store import releases

        paths = builder.build(source, out, version, blind, texts=not without_texts, crew=crew, say=bar.say)
    for path in paths:
        console.wrote(path)
        manifest = releases.open_release(path).manifest
        for split, summary in manifest.splits.items():
            gold = "gold withheld" if summary.events is None else counted(summary.events, "event")
            console.say(f"{split}: {counted(summary.articles, 'article')}, {gold}")
        groups = manifest.leakage.groups if manifest.leakage else ()
        if groups:
            copies = counted(sum(len(group.articles) for group in groups), "article")
            console.say(f"near copies: {copies} in {counted(len(groups), 'group')}, listed in manifest.json")
        console.say(f"digest {manifest.digest[:12]}")
