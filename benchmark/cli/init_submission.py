"""``bench init-submission``: a card and an empty prediction file, ready to be filled in."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError
from benchmark.records.text import counted

PREDICTIONS = "predictions.jsonl"
SYSTEM = "system.json"

_ASKED = {
    "name": "Name on the leaderboard",
    "version": "Version of the system",
    "description": "How it works, in a few sentences",
    "kind": "Kind (rules, trained, llm, hybrid, human or trivial)",
    "saw_test_texts": "May it have seen the test texts (yes, no or unknown)",
}
"""What a card cannot do without, and the question for it."""


def init_submission(
    data: console.Data,
    out: console.Out,
    split: console.Split = "test",
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Name on the leaderboard.")
    ] = None,
    version: Annotated[
        str | None, typer.Option("--system-version", metavar="VERSION", help="Version of the system.")
    ] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="How it works, in a few sentences.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="rules, trained, llm, hybrid, human or trivial."),
    ] = None,
    saw_test_texts: Annotated[
        str | None,
        typer.Option(
            "--saw-test-texts",
            metavar="ANSWER",
            help="Whether it may have seen the test texts: yes, no or unknown.",
        ),
    ] = None,
    organisation: Annotated[
        str | None, typer.Option("--organisation", metavar="NAME", help="Who built it.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Where to read more.")] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="The model it uses, with its version.")
    ] = None,
    training_data: Annotated[
        list[str] | None,
        typer.Option(
            "--training-data", metavar="TEXT", help="Something it was trained on; may be given several times."
        ),
    ] = None,
    notes: Annotated[
        str | None, typer.Option("--notes", metavar="TEXT", help="Anything else a reader should know.")
    ] = None,
    _quiet: console.Quiet = False,
) -> None:
    """Begin a submission.

    Writes system.json from the options, asking at a terminal for what is missing, and predictions.jsonl
    with an empty prediction for each article of the split. Both are valid as they are, for you to fill
    in. Then prints the commands that come next. Files that are there already are never written over.
    """
    from benchmark.store import codec, output, releases, systems
    from benchmark.store.files import Line
    from benchmark.store.intake import take

    release = releases.open_release(data)
    paths = out / PREDICTIONS, out / SYSTEM
    for path in paths:
        if path.exists():
            raise MisuseError(f"{path} is there: remove it, or name another folder with --out")
    given = {
        "name": name,
        "version": version,
        "description": description,
        "kind": kind,
        "saw_test_texts": saw_test_texts,
    }
    told = {
        "organisation": organisation,
        "url": url,
        "model": model,
        "training_data": training_data or [],
        "dataset": release.manifest.key,
        "notes": notes,
    }
    ids = [article.article_id for article in release.articles(split)]
    rows = codec.canonical_lines({"article_id": article_id, "events": []} for article_id in ids)
    (card,) = take([Line("the system card", 1, {**_answered(given), **told})], systems.judge)
    for path, content in zip(paths, (rows, codec.pretty(card)), strict=True):
        output.write_file(path, content)
        console.wrote(path)
    console.say(f"{counted(len(ids), 'article')} of split {split!r} to fill in; then:")
    for command in _next(data, split, *paths, shown=None if release.has_gold(split) else ids[0]):
        console.say(f"  {command}")


def _answered(given: dict[str, str | None]) -> dict[str, str]:
    missing = [key for key, value in given.items() if value is None]
    if missing and not (sys.stdin and sys.stdin.isatty()):
        options = ", ".join(f"--{_option(key)}" for key in missing)
        raise MisuseError(f"a system card wants {options} too (at a terminal you are asked)")
    return {key: _ask(key) if value is None else value for key, value in given.items()}


def _ask(key: str) -> str:
    """Ask at the terminal; where the card allows certain words only, until it is one of them, in any case."""
    from benchmark.store import schema

    allowed = schema.document("system")["properties"][key].get("enum")

    def read(answer: str) -> str:
        if allowed and answer.lower() not in allowed:
            raise typer.BadParameter(f"want {', '.join(allowed)}")
        return answer.lower() if allowed else answer

    told: str = typer.prompt(_ASKED[key], value_proc=read, err=True)
    return told


def _option(key: str) -> str:
    return "system-version" if key == "version" else key.replace("_", "-")


def _next(data: Path, split: str, predictions: Path, card: Path, *, shown: str | None) -> list[str]:
    """Return commands that check, score and submit; without gold an article is ``shown`` instead."""
    release = ["--data", str(data)]
    where = [*release, *(() if split == "test" else ("--split", split))]
    ours = [str(predictions), "--system", str(card), *where]
    score = ["bench", "score", *ours, "--html", str(predictions.with_name("errors.html"))]
    look = ["bench", "view", shown or "", *release, "--predictions", str(predictions)]
    check = ["bench", "validate", str(predictions), str(card), *where]
    commands = (check, score if shown is None else look, ["bench", "submit", *ours])
    return [shlex.join(command) for command in commands]
