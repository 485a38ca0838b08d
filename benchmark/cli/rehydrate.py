"""``bench rehydrate``: a release without texts, and somebody's own copies of them, to the whole release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console


def rehydrate(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE", help="Release directory without texts (bench build).")
    ],
    texts: Annotated[
        Path,
        typer.Argument(
            metavar="TEXTS", help="Folder of <article_id>.txt, or JSON Lines with article_id and text."
        ),
    ],
    out: console.Out = Path("releases"),
    _quiet: console.Quiet = False,
) -> None:
    """Restore a release without texts from your own copies.

    The result is the release as it was built with its texts, with the same digest. If a text is missing
    or differs, each one is named, with what would make it fit, and nothing is written.
    """
    from benchmark.corpus import rehydration

    with console.Bar() as bar:
        path, digest = rehydration.rehydrate(release, texts, out, progress=bar.show)
    console.wrote(path)
    console.say(f"digest {digest[:12]}")
