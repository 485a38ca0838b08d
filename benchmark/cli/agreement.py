"""``bench agreement``: how far annotators of the same articles agree."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.store.annotations import Annotation


def agreement(
    annotations: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH", help="Folders or files of articles, two or more, one for each annotator."
        ),
    ],
    seed: console.Seed = None,
    resamples: console.Resamples = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            callback=console.require_folder,
            help="Folder to write the agreement and every disagreement to.",
        ),
    ] = None,
    table: console.TableFormat = "table",
    _quiet: console.Quiet = False,
) -> None:
    """Measure how far annotators agree.

    Every two annotators are compared over the articles that both annotated: relevance, triggers, types,
    modes, status, arguments and dates, with intervals over articles, and the mean over pairs. Texts must
    be the same. Events that are null count as not annotated.

    With --out, DIR gets agreement.json, and every disagreement as disagreements.jsonl, .md and .html. The
    page is for deciding them and saves what bench adjudicate reads. More than two annotators get a folder
    for every two.
    """
    from benchmark.scoring import agreement as measures
    from benchmark.scoring import agreement_summary
    from benchmark.store import annotations as door
    from benchmark.store import codec, output

    if len(annotations) < 2:  # noqa: PLR2004 - an annotator is compared with another
        raise MisuseError("agreement wants two annotations or more")
    read = door.read(annotations)
    found = measures.agree({one.name: one.articles.values() for one in read}, resamples=resamples, seed=seed)
    if not found.articles:
        raise door.no_common_article(read)
    if table == "json":
        console.emit(codec.pretty(found).decode())
    else:
        console.emit_tables(agreement_summary.summarise(found), table)
    for line in (*door.unlike_ontologies(read), *agreement_summary.remarks(found)):
        console.say(line)
    if out is not None:
        output.write_file(out / "agreement.json", codec.pretty(found))
        console.wrote(out / "agreement.json", beside_result=True)
        for number, pair in enumerate(itertools.combinations(read, 2), start=1):
            folder = out if len(read) == 2 else out / f"pair-{number}"  # noqa: PLR2004 - both are all
            for path in _write_disagreements(folder, *pair):
                console.wrote(path, beside_result=True)


def _write_disagreements(folder: Path, one: Annotation, other: Annotation) -> Iterator[Path]:
    from benchmark.scoring import adjudication_page, disagreements
    from benchmark.store import codec, output

    names = one.name, other.name
    told = disagreements.disagreements(names, one.articles, other.articles)
    contents = {
        "disagreements.jsonl": codec.canonical_lines(told),
        "disagreements.md": adjudication_page.render_list(names, told).encode(),
        "disagreements.html": adjudication_page.render(names, told, one.articles).encode(),
    }
    for name, data in contents.items():
        output.write_file(folder / name, data)
        yield folder / name
