"""``bench schema``: the JSON Schema of a kind of file."""

from __future__ import annotations

from typing import Annotated

import typer

from benchmark.cli import console


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Kind of file, such as article or report; a wrong name is answered with all of them.",
        ),
    ],
    _quiet: console.Quiet = False,
) -> None:
    """Print the JSON Schema of a kind of file."""
    from benchmark.store import codec
    from benchmark.store import schema as schemas

    console.emit(codec.pretty(schemas.document(name)).decode())
