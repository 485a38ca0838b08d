"""``bench agreement``: how far annotators of the same articles agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import CheckError, MisuseError


def agreement(
    annotations: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Folders or files of articles, one an annotator, two or more."),
    ],
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Seed of the bootstrap.")] = None,
    resamples: Annotated[
        int | None, typer.Option("--resamples", min=0, help="Bootstrap resamples; 0 for no intervals.")
    ] = None,
    table: console.TableFormat = console.Format.TABLE,
    _quiet: console.Quiet = False,
) -> None:
    """Measure how far annotators agree.

    Relevance, triggers, types, modes, status, arguments and dates, for every two annotators over the articles
    that both annotated, with intervals over articles, and the mean over pairs. Texts must be the same; events
    that are null count as not annotated.
    """
    from benchmark.scoring import agreement as measures
    from benchmark.scoring import agreement_summary
    from benchmark.store import annotations as door
    from benchmark.store import codec

    if len(annotations) < 2:  # noqa: PLR2004 - an annotator is compared with another
        raise MisuseError("agreement wants two annotations or more")
    read = door.read(annotations)
    found = measures.agree({one.name: one.articles.values() for one in read}, resamples=resamples, seed=seed)
    if not found.articles:
        raise CheckError("no article is annotated by two: none has an id in common and events in both")
    if table is console.Format.JSON:
        console.emit(codec.pretty(found).decode())
    else:
        console.emit_tables(agreement_summary.summarise(found), table)
    for line in agreement_summary.remarks(found):
        console.say(line)
