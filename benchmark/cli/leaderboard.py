"""``bench leaderboard``: reports to ranks and published tables, and the check that they still hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from benchmark.records.prediction import System
    from benchmark.records.report import ScoreReport

BOARD = Path("leaderboard")


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
            "--data", metavar="RELEASE", help="Release whose submissions are meant; --check needs it."
        ),
    ] = None,
    table: console.TableFormat = console.Format.TABLE,
    _quiet: console.Quiet = False,
) -> None:
    """Rank systems and write the tables.

    Systems of one dataset version, split and scorer: README.md and leaderboard.json, .csv, .md, .tex and
    .html. With REPORTs, files are written only where --out says so.
    """
    from benchmark.cli import evaluation
    from benchmark.leaderboard import publication, ranking, submissions, summary
    from benchmark.scoring.comparison import rank_ranges
    from benchmark.store import releases
    from benchmark.tables import render

    if check and data is None:
        raise MisuseError("--check wants --data RELEASE, whose gold scores the submissions again")
    if reports and (check or data):
        raise MisuseError("--check and --data are about the board's submissions: they want no REPORT")
    if reports:
        scored = [submissions.read_report(path) for path in reports]
        board = ranking.rank(scored, rank_ranges)
    else:
        out = out or BOARD
        release = releases.open_release(data) if data else None
        found = submissions.read(out / submissions.FOLDER, release.manifest.key if release else None)
        if check and release:

            def evaluate(path: Path, system: System, split: str) -> ScoreReport:
                return evaluation.evaluate(release, path, system, split)[1]

            submissions.check(found, release.manifest, evaluate)
        scored = [submission.report for submission in found]
        board = ranking.rank(scored, rank_ranges)
        if check:
            publication.check(board, scored, out)
            console.say(f"{len(found)} submissions score as reported, and the tables are theirs")
    console.emit(render(summary.summarise(board), table.value))
    if out and not check:
        for path in publication.write(board, scored, out):
            console.wrote(path, beside_result=True)
