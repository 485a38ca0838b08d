"""``bench leaderboard``: reports to ranks and published tables, and the check that they still hold."""

from __future__ import annotations

import functools
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError
from benchmark.records.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmark.cli.evaluation import Split
    from benchmark.corpus.crew import Crew
    from benchmark.leaderboard.publication import Edition
    from benchmark.leaderboard.submissions import Job, Submission
    from benchmark.records.leaderboard import Leaderboard
    from benchmark.records.report import ScoreReport
    from benchmark.store.releases import Release

MANY = 3_000
"""Articles, counted once for each system, above which a check is worth processes of its own."""


def leaderboard(
    reports: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="REPORT",
            help="Reports of bench score (default: the board's submissions).",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            callback=console.require_folder,
            help="Folder of the board (default for submissions: leaderboard).",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing; score every submission again and fail on any difference."
        ),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="RELEASE", help="Release whose board to print or check (default: the newest)."
        ),
    ] = None,
    blind: Annotated[
        Path | None,
        typer.Option(
            "--blind",
            metavar="DIR",
            callback=console.require_folder,
            help="For withheld gold: write the tables here, with headline columns only.",
        ),
    ] = None,
    steps: Annotated[
        bool,
        typer.Option(
            "--steps",
            help="With --blind: show an author's new result only if it beats the one shown by a full point.",
        ),
    ] = False,
    table: console.TableFormat = "table",
    jobs: console.Jobs = 0,
    _quiet: console.Quiet = False,
) -> None:
    """Rank systems and write the tables.

    Ranks systems of one dataset version, split and scorer, and writes README.md and leaderboard.json,
    .csv, .md, .tex and .html. If there are submissions to several versions of the dataset, the tables of
    the newest stand in the folder and the others under versions/. With REPORTs, files are written only
    with --out or --blind.
    """
    from benchmark.leaderboard import publication, submissions, summary
    from benchmark.store import releases
    from benchmark.store import reports as door
    from benchmark.tables import render

    _require_compatible(reports, out, data, blind, check=check, steps=steps)
    before = publication.shown(blind) if blind and steps else None
    make = functools.partial(_edition, veiled=blind is not None, before=before)
    if reports:
        editions = [make([door.read(path) for path in reports])]
        shown = editions[0]
    else:
        out = out or console.BOARD
        root = out / submissions.FOLDER
        release = releases.open_release(data) if data else None
        filed = submissions.read(root, release.manifest.name if release else None)
        key = release.manifest.key if release else next(iter(filed))
        if key not in filed:
            raise MisuseError(f"{root} holds no scored submission to {key}, only to {', '.join(filed)}")
        if check and release:
            _check(filed[key], release, jobs)
        editions = [
            make(
                [one.report for one in own],
                withdrawn={one.folder.name: one.withdrawn for one in own if one.withdrawn is not None},
                filed=True,
            )
            for own in filed.values()
        ]
        shown = next(edition for edition in editions if edition.key == key)
        for folder in submissions.waiting(root):
            console.say(f"{folder} waits for its score: its host gives it with bench submit")
        if check:
            publication.check(editions, blind or out)
            checked = counted(len(filed[key]), "submission")
            console.say(f"checked {checked}: scores and tables are as reported")
            for other in [other for other in filed if other != key]:
                left = counted(len(filed[other]), "submission")
                console.say(f"not scored again: {left} to {other}, which wants --data with that release")
    console.emit(render(summary.summarise(shown.board), table))
    target = blind or out
    if target and not check:
        for path in publication.write(editions, target):
            console.wrote(path, beside_result=True)


def _require_compatible(
    reports: Sequence[Path] | None,
    out: Path | None,
    data: Path | None,
    blind: Path | None,
    *,
    check: bool,
    steps: bool,
) -> None:
    """Refuse options that do not go together."""
    if check and data is None:
        raise MisuseError("--check wants --data RELEASE, whose gold scores the submissions again")
    if reports and (check or data):
        raise MisuseError("--check and --data are about the board's submissions: they want no REPORT")
    if reports and out and blind:
        raise MisuseError("the table of REPORTs goes to --out, or with headline columns only to --blind")
    if steps and blind is None:
        raise MisuseError("--steps wants --blind DIR, whose board moves by them")
    if blind and blind.resolve() == (out or console.BOARD).resolve():
        raise MisuseError(f"--blind wants a folder that may be published: {blind} is that of the submissions")


def _check(filed: Sequence[Submission], release: Release, processes: int) -> None:
    from benchmark.corpus.crew import Crew, cores
    from benchmark.leaderboard import submissions

    many = len(filed) * max(summary.articles for summary in release.manifest.splits.values()) > MANY
    with Crew(processes or cores()) as crew:
        evaluate = functools.partial(_side_by_side, crew) if many else _in_turn
        submissions.check(filed, release.manifest, functools.partial(evaluate, release))


def _in_turn(release: Release, jobs: Sequence[Job]) -> Iterator[ScoreReport]:
    from benchmark.cli.evaluation import Split

    splits = {name: Split(release, name, many=True) for name in dict.fromkeys(job.split for job in jobs)}
    return (splits[job.split].evaluate(job.predictions, job.system)[1] for job in jobs)


def _side_by_side(crew: Crew, release: Release, jobs: Sequence[Job]) -> Iterator[ScoreReport]:
    return crew.map(functools.partial(_alone, release.path), jobs, "scoring")


def _alone(release: Path, job: Job) -> ScoreReport:
    return _split(release, job.split).evaluate(job.predictions, job.system)[1]


@functools.lru_cache(maxsize=1)
def _split(release: Path, name: str) -> Split:
    """The split of a process's jobs, whose gold it reads with the first of them."""
    from benchmark.cli.evaluation import Split
    from benchmark.store.releases import open_release

    return Split(open_release(release), name, many=True)


def _edition(
    reports: Sequence[ScoreReport],
    *,
    withdrawn: Mapping[str, str] = MappingProxyType({}),
    filed: bool = False,
    veiled: bool = False,
    before: Mapping[str, Leaderboard] | None = None,
) -> Edition:
    """Rank reports; ``before`` are the boards that are shown, by dataset, where they move by steps only."""
    from benchmark.leaderboard import blind, publication, ranking
    from benchmark.scoring.comparison import stand

    if before is not None:
        reports = blind.climb(reports, before.get(reports[0].dataset.key), withdrawn)
    board = ranking.rank(reports, stand, withdrawn)
    if not veiled:
        return publication.Edition(board, reports, filed=filed)
    return publication.Edition(blind.veil(board), (), note=blind.NOTE if before is None else blind.STEPS_NOTE)
