"""``bench diff``: what changed between two releases, and what that means for the version."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console


class Format(StrEnum):
    """How a diff is printed."""

    MARKDOWN = "md"
    JSON = "json"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Release directory made by bench build.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later release of the same dataset.")],
    output: Annotated[Format, typer.Option("--format", help="How to print the changes.")] = Format.MARKDOWN,
    _quiet: console.Quiet = False,
) -> None:
    """List what changed between two releases.

    Lists articles and events by their ids, with dates, splits and settings, and the version step that the
    changes call for. Of a release, manifest.json, ontology.json and jsonl/ are enough.
    """
    from benchmark.corpus import difference, difference_summary
    from benchmark.records.leaderboard import by_age
    from benchmark.store import codec, releases

    found = difference.compare(releases.open_release(old), releases.open_release(new))
    if by_age(found.new.key) < by_age(found.old.key):
        console.say(f"{found.new.key} is older than {found.old.key}: what was added since is told as removed")
    if output is Format.JSON:
        console.emit(codec.pretty(found).decode())
    else:
        console.emit(difference_summary.summarise(found))
