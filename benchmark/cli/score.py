"""``bench score``: predictions against gold."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from benchmark.records.reading import Reading
    from benchmark.scoring.marking import Sheet


def score(
    predictions: console.Predictions,
    data: console.Data,
    split: console.Split = "test",
    system: Annotated[
        Path | None, typer.Option("--system", metavar="FILE", help="System card, to go into the report.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the report as JSON; - is stdout.")
    ] = None,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE", help="Write a JSON line for each error; - is stdout."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write a page for reading the errors in their articles; - is stdout.",
        ),
    ] = None,
    signature: Annotated[
        str | None,
        typer.Option(
            "--signature",
            metavar="S",
            help="Take seed and resamples from S, and refuse (exit 3) unless the score reproduces it.",
        ),
    ] = None,
    seed: console.Seed = None,
    resamples: console.Resamples = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAME",
            help="Count a metric of an installed package, too; may be given several times.",
        ),
    ] = None,
    max_bytes: Annotated[
        int | None,
        typer.Option(
            "--max-bytes",
            metavar="N",
            min=1,
            help="Most decoded bytes to read (default: 2 GiB).",
        ),
    ] = None,
    table: console.TableFormat = "table",
    _quiet: console.Quiet = False,
) -> None:
    """Score predictions against gold.

    Prints precision, recall, F1 and date accuracy, with intervals and the signature that reproduces them.
    An article that the file leaves out counts as an empty prediction, and is named.
    """
    from benchmark.cli import evaluation
    from benchmark.scoring import guests, summary, summation
    from benchmark.scoring.options import require
    from benchmark.scoring.signature import parse
    from benchmark.store import codec, releases, systems
    from benchmark.tables import render

    written = {"--report": report, "--errors": errors, "--html": html}
    metrics = guests.load(metric or (), summation.NAMES)
    release = releases.open_release(data)
    read = (predictions, system, *releases.files_of(data).values())
    on_stdout = _on_stdout(written, [path for path in read if path is not None])
    chosen = evaluation.Split(release, split)
    card = chosen.card(system, predictions, max_bytes=max_bytes) if system else systems.unnamed(predictions)
    if signature is not None:
        wanted = parse(signature)
        seed = wanted.seed if seed is None else seed
        resamples = wanted.boot if resamples is None else resamples
    options = evaluation.options(release, card, split, seed=seed, resamples=resamples)
    if signature is not None:
        require(signature, options)
    predicted = chosen.read(predictions, max_bytes=max_bytes)
    sheets = chosen.mark(predicted)
    lines: list[bytes] | None = None if errors is None else []
    readings: list[Reading] | None = None if html is None else []
    result = summation.report(_collecting(sheets, lines, readings), options, metrics)
    if not on_stdout:
        console.emit(render(summary.summarise(result), table))
    if system is None:
        console.say(f"without --system it is called {card.name}, version {card.version}")
    for line in (*chosen.doubts(predicted), *summary.remarks(result)):
        console.say(line)
    for guest in metrics:
        console.say(f"no signature covers {guest.name}: {guest.label}, {guest.citation}")
    if report is not None:
        console.save(report, codec.pretty(result))
    if errors is not None:
        console.save(errors, b"".join(lines or ()))
    if html is not None:
        from benchmark.viewer import page

        console.save(html, page.render(result, readings or ()).encode())


def _collecting(
    sheets: Iterable[Sheet], lines: list[bytes] | None, readings: list[Reading] | None
) -> Iterator[Sheet]:
    """Yield sheets, each once its error lines and its reading are in the lists that there are for them."""
    from benchmark.scoring import error_lines
    from benchmark.store import codec

    for sheet in sheets:
        if lines is not None:
            lines += [codec.canonical_plain(line) + b"\n" for line in error_lines.tell([sheet])]
        if readings is not None:
            from benchmark.scoring.reading import unfold

            readings.append(unfold(sheet))
        yield sheet


def _on_stdout(written: Mapping[str, Path | None], read: Collection[Path]) -> bool:
    """Return whether one of the files goes to stdout; raises MisuseError for two in one or one read."""
    options: dict[str, str] = {}
    for option, path in written.items():
        if path is None:
            continue
        to_stdout = console.is_stdout(path)
        target = "standard output" if to_stdout else os.path.realpath(path)  # as output.write_file has it
        if target in options:
            name = target if to_stdout else path
            raise MisuseError(f"{options[target]} and {option} cannot share {name}")
        options[target] = option
        if not to_stdout:
            console.refuse_overwriting(option, path, read)
    return "standard output" in options
