"""``bench submit``: a scored submission under the leaderboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console


def submit(
    predictions: Annotated[
        Path, typer.Argument(metavar="PREDICTIONS", help="JSONL, plain or .gz; - is stdin.")
    ],
    system: Annotated[Path, typer.Option("--system", metavar="FILE", help="System card.")],
    data: console.Data,
    split: console.Split = "test",
    board: Annotated[
        Path, typer.Option("--board", metavar="DIR", help="Leaderboard folder to file it in.")
    ] = Path("leaderboard"),
    _quiet: console.Quiet = False,
) -> None:
    """Score predictions and file them.

    Predictions, card and report are kept under submissions/ of the board. A system and version that is
    there with other content is refused: a new submission has a new version.
    """
    from benchmark.cli import evaluation
    from benchmark.leaderboard import submissions
    from benchmark.store import releases, systems

    release = releases.open_release(data)
    sent, report = evaluation.evaluate(release, predictions, systems.read(system), split)
    folder = submissions.keep(board / submissions.FOLDER, sent.values(), report)
    for name in submissions.FILES:
        console.wrote(folder / name)
    console.say(f"bench leaderboard --out {board} writes the tables anew")
