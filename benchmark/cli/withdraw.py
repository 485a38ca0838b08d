"""``bench withdraw``: a submission that no longer counts."""

from __future__ import annotations

from typing import Annotated

import typer

from benchmark.cli import console


def withdraw(
    system: Annotated[
        str,
        typer.Argument(metavar="SYSTEM", help="Id of the system: the name of its folder, such as lexicon@1."),
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why, for the readers of the board.")
    ],
    dataset: Annotated[
        str | None,
        typer.Option(
            "--dataset", metavar="NAME@VERSION", help="Dataset version, if the system is filed under several."
        ),
    ] = None,
    board: console.Board = console.BOARD,
    _quiet: console.Quiet = False,
) -> None:
    """Withdraw a submission.

    It stays on the board, struck through and with the reason, but takes no rank and no part in tests. The
    reason is filed beside it as withdrawal.json; delete that file to take the withdrawal back.
    """
    from benchmark.leaderboard import submissions

    console.wrote(submissions.withdraw(board / submissions.FOLDER, system, reason, dataset))
    console.say(f"bench leaderboard --out {board} writes the tables anew")
