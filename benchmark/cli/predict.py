"""``bench predict``: a baseline's predictions for one split of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from benchmark.cli import console
from benchmark.records.errors import MachineError, MisuseError
from benchmark.records.text import counted

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.baselines.llm import LanguageModel
    from benchmark.records.prediction import System


def predict(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="silent, majority, lexicon, linear, llm, or gold (which must score 1)."
        ),
    ],
    data: console.Data,
    out: console.Out,
    split: console.Split = "test",
    endpoint: Annotated[
        str | None,
        typer.Option(
            "--endpoint",
            metavar="URL",
            help="llm: where chat completions are asked for, such as http://localhost:8000/v1.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="NAME", help="llm: name of the model there.")
    ] = None,
    shots: Annotated[
        int | None,
        typer.Option(
            "--shots", metavar="N", min=0, max=100, help="llm: worked examples, from train (default: 3)."
        ),
    ] = None,
    parameters: Annotated[
        str | None,
        typer.Option(
            "--parameters",
            metavar="JSON",
            help="llm: an object of further keys of each request, or null for one not to be sent.",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            "--timeout", metavar="SECONDS", min=0.1, max=86400, help="llm: for each answer (default: 600)."
        ),
    ] = None,
    _quiet: console.Quiet = False,
) -> None:
    """Run a baseline on a split.

    Writes predictions.jsonl and system.json. The baseline sees the train split with its events, and the
    articles of the split without theirs.

    llm is any language model behind an OpenAI-compatible endpoint, asked once for each article. The key of
    the endpoint, if it wants one, comes from the environment variable DATELINE_API_KEY. Answers are kept in
    answers.jsonl as they come, so that the same command goes on after a failure.
    """
    from benchmark import baselines
    from benchmark.store import codec, output, releases

    release = releases.open_release(data)
    articles = release.articles(split)
    train = release.articles("train") if "train" in release.manifest.splits else []
    given = {
        "endpoint": endpoint,
        "model": model,
        "shots": shots,
        "parameters": None if parameters is None else _object(parameters),
        "seconds": seconds,
    }
    with console.Bar() as bar:
        asked = _asked(
            {key: value for key, value in given.items() if value is not None},
            annotates=release.manifest.annotates,
            kept=out / "answers.jsonl",
            show=lambda done: bar.show("articles", done, len(articles)),
        )
        predictions, card = baselines.predict(name, train, articles, release.ontology, asked)
    if articles and not predictions:
        where = f"; {out / 'answers.jsonl'} says why" if asked else ""
        raise MachineError(f"no article has a prediction, so none are written{where}")
    completed = _completed(out / "system.json", card) if asked else None
    system = baselines.card_on(completed or card, name, release.manifest)
    contents = {"predictions.jsonl": codec.canonical_lines(predictions), "system.json": codec.pretty(system)}
    for file, content in contents.items():
        output.write_file(out / file, content)
        console.wrote(out / file)
    events = sum(len(prediction.events) for prediction in predictions)
    found, pages = counted(events, "event"), counted(len(predictions), "article")
    console.say(f"{card.name} {card.version}: {found} in {pages}")
    for line in asked.told() if asked else ():
        console.say(line)
    if completed:
        console.say("the system card was there, and what you wrote in it stays: see that it still fits")
    elif asked:
        console.say("the system card knows no more of the model than its name: complete it before you submit")


def _completed(path: Path, card: System) -> System | None:
    """Return the card that is there for the same model and version, which its author may have completed.

    None where there is none. Raises FindingsError for what is no valid card: it may be half completed.
    """
    from benchmark.store import systems

    there = systems.read(path) if path.exists() else None
    return there if there and (there.model, there.version) == (card.model, card.version) else None


def _asked(given: dict[str, Any], **ours: Any) -> LanguageModel | None:
    """Return the language model that options ask for, None where there are none."""
    if not given:
        return None
    if not given.keys() >= {"endpoint", "model"}:
        raise MisuseError("llm alone asks a language model, and wants --endpoint URL and --model NAME")
    from benchmark.baselines import llm

    return llm.LanguageModel(llm.Options(**given, **ours))


def _object(text: str) -> dict[str, Any]:
    from benchmark.store.findings import Place
    from benchmark.store.syntax import parse

    told = parse(text.encode(errors="surrogateescape"), Place("--parameters"))
    if told.findings or not isinstance(told.value, dict):
        why = told.findings[0].message if told.findings else "is no object"
        raise MisuseError(f"--parameters {why}, want JSON such as '{{\"max_tokens\": 8192}}'")
    return told.value
