"""``bench submit``: a scored submission under the leaderboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console


def submit(
    predictions: console.Predictions,
    system: Annotated[Path, typer.Option("--system", metavar="FILE", help="System card.")],
    data: console.Data,
    split: console.Split = "test",
    board: console.Board = console.BOARD,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace what this system and version filed; that moves to history/."),
    ] = False,
    _quiet: console.Quiet = False,
) -> None:
    """Score predictions and file them on a board.

    Predictions, card and report are kept under submissions/ of the board. The same system and version is
    refused when it is there with other content: give the new submission a new version, or --replace the
    old one. If the release withholds the split's gold, no report is made, and the host submits the same
    files again.
    """
    from benchmark.cli import evaluation
    from benchmark.leaderboard import submissions
    from benchmark.store import releases

    release = releases.open_release(data)
    chosen = evaluation.Split(release, split)
    card = chosen.card(system, predictions)
    root = board / submissions.FOLDER
    scored = release.has_gold(split)
    evaluation.require_dataset(card, release)
    if scored:
        predicted, report = chosen.evaluate(predictions, card)
        folder = submissions.keep(root, predicted.values(), report, replace=replace)
    else:
        predicted = chosen.read(predictions)
        folder = submissions.hand_in(root, release.manifest.key, predicted.values(), card, replace=replace)
        console.say(f"not scored: {release.path} withholds the gold of {split!r}, so its host scores it")
    for name in submissions.FILES:
        if (folder / name).is_file():
            console.wrote(folder / name)
    for other in submissions.alike(folder):
        console.say(f"{other} has the same predictions")
    if scored:
        console.say(f"bench leaderboard --out {board} writes the tables anew")
