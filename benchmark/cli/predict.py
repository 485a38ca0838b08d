"""``bench predict``: a baseline's predictions for one split of a release."""

from __future__ import annotations

from typing import Annotated

import typer

from benchmark.cli import console
from benchmark.records.text import counted


def predict(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="silent, majority, lexicon, linear, or gold (which must score 1)."
        ),
    ],
    data: console.Data,
    out: console.Out,
    split: console.Split = "test",
    _quiet: console.Quiet = False,
) -> None:
    """Run a baseline on a split.

    Writes predictions.jsonl and system.json. The baseline sees the train split with its events, and the
    articles of the split without theirs.
    """
    from dataclasses import replace

    from benchmark import baselines
    from benchmark.store import codec, files, releases

    release = releases.open_release(data)
    articles = release.articles(split)
    train = release.articles("train") if "train" in release.manifest.splits else []
    predictions, card = baselines.predict(name, train, articles, release.ontology)
    system = replace(card, dataset=release.manifest.key)
    contents = {"predictions.jsonl": codec.canonical_lines(predictions), "system.json": codec.pretty(system)}
    for file, content in contents.items():
        files.write_file(out / file, content)
        console.wrote(out / file)
    events = sum(len(prediction.events) for prediction in predictions)
    found, pages = counted(events, "event"), counted(len(predictions), "article")
    console.say(f"{card.name} {card.version}: {found} in {pages}")
