"""``bench leaderboard``: reports to ranks and published tables, and the check that they still hold."""

from __future__ import annotations

import functools
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark.cli.evaluation import Split
    from benchmark.leaderboard.publication import Edition
    from benchmark.leaderboard.submissions import Job, Submission
    from benchmark.records.report import ScoreReport
    from benchmark.store.releases import Release

BOARD = Path("leaderboard")

MANY = 3_000
"""Articles, counted once for each system, above which a check is worth processes of its own."""


def leaderboard(
    reports: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[REPORT]...",
            help="Reports of bench score; without any, the board's submissions are ranked.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder of the board (default for submissions: leaderboard)."
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
            "--data", metavar="RELEASE", help="Release whose table is meant (default: the newest one's)."
        ),
    ] = None,
    table: console.TableFormat = console.Format.TABLE,
    _quiet: console.Quiet = False,
) -> None:
    """Rank systems and write the tables.

    Systems of one dataset version, split and scorer: README.md and leaderboard.json, .csv, .md, .tex and
    .html. Where there are submissions to several versions of the dataset, the newest one's tables stand in
    the folder and the others' under versions/. With REPORTs, files are written only where --out says so.
    """
    from benchmark.leaderboard import publication, ranking, submissions, summary
    from benchmark.scoring.comparison import stand
    from benchmark.store import releases
    from benchmark.tables import render

    if check and data is None:
        raise MisuseError("--check wants --data RELEASE, whose gold scores the submissions again")
    if reports and (check or data):
        raise MisuseError("--check and --data are about the board's submissions: they want no REPORT")
    if reports:
        scored = [submissions.read_report(path) for path in reports]
        editions = [publication.Edition(ranking.rank(scored, stand), scored)]
        shown = editions[0]
    else:
        out = out or BOARD
        root = out / submissions.FOLDER
        release = releases.open_release(data) if data else None
        filed = submissions.read(root, release.manifest.name if release else None)
        gc.freeze()  # the reports stay to the end: the collector need not walk through them
        key = release.manifest.key if release else next(iter(filed))
        if key not in filed:
            raise MisuseError(f"{root} holds no scored submission to {key}")
        if check and release:
            _check(filed[key], release)
        editions = [_edition(own) for own in filed.values()]
        shown = next(edition for edition in editions if edition.key == key)
        for folder in submissions.waiting(root):
            console.say(f"{folder} waits for its score: its host gives it with bench submit")
    if out and check:
        publication.check(editions, out)
        console.say(f"{len(shown.reports)} submissions score as reported, and the tables are theirs")
    console.emit(render(summary.summarise(shown.board), table.value))
    if out and not check:
        for path in publication.write(editions, out):
            console.wrote(path, beside_result=True)


def _check(filed: Sequence[Submission], release: Release) -> None:
    from benchmark.leaderboard import submissions

    many = len(filed) * max(summary.articles for summary in release.manifest.splits.values()) > MANY
    submissions.check(
        filed, release.manifest, functools.partial(_side_by_side if many else _in_turn, release)
    )


def _in_turn(release: Release, jobs: Sequence[Job]) -> Iterator[ScoreReport]:
    from benchmark.cli.evaluation import Split

    splits = {name: Split(release, name) for name in dict.fromkeys(job.split for job in jobs)}
    return (splits[job.split].evaluate(job.predictions, job.system)[1] for job in jobs)


def _side_by_side(release: Release, jobs: Sequence[Job]) -> Iterator[ScoreReport]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Spawned, not forked: a forked process may hold the locks of threads that it does not have.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as pool:
        futures = [pool.submit(_alone, release.path, job) for job in jobs]
        try:
            for future in futures:
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _alone(release: Path, job: Job) -> ScoreReport:
    return _split(release, job.split).evaluate(job.predictions, job.system)[1]


@functools.lru_cache(maxsize=1)
def _split(release: Path, name: str) -> Split:
    """The split of a process's jobs, whose gold it reads with the first of them."""
    from benchmark.cli.evaluation import Split
    from benchmark.store.releases import open_release

    return Split(open_release(release), name)


def _edition(filed: Sequence[Submission]) -> Edition:
    from benchmark.leaderboard import publication, ranking
    from benchmark.scoring.comparison import stand

    reports = [submission.report for submission in filed]
    withdrawn = {one.folder.name: one.withdrawn for one in filed if one.withdrawn is not None}
    return publication.Edition(ranking.rank(reports, stand, withdrawn), reports, filed=True)
