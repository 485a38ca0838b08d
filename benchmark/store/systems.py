"""The door for system cards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmark.records import text
from benchmark.records.errors import Finding
from benchmark.records.prediction import System, system_id
from benchmark.store import codec, schema
from benchmark.store.files import Line, read_document
from benchmark.store.findings import Place
from benchmark.store.intake import take

ID_BYTES: Final = 220
"""Of a system's id in UTF-8: file systems take 255, of which some are for a temporary name."""


def read(path: Path) -> System:
    """Return the system card of a file; raises FindingsError, or MisuseError where there is no file."""
    (card,) = take([read_document(path)], judge)
    return card


def judge(line: Line, *, dataset: str | None = None) -> tuple[System | None, list[Finding]]:
    """Return the card, None where it has findings, and these; ``dataset`` is the one that it may name."""
    card: System | None = schema.admit("system", line.value)
    if card is not None:
        findings = list(_meaning(codec.encode(card), line.place, dataset))
        return None if findings else card, findings
    findings = schema.explain("system", line.value, line.place)
    told = {finding.path for finding in findings}
    if "$" not in told:  # else it is no card
        fit = {key: value for key, value in line.value.items() if f"$.{key}" not in told}
        findings += _meaning(fit, line.place, dataset)
    return None, findings


def _meaning(card: dict[str, Any], place: Place, dataset: str | None) -> Iterator[Finding]:
    """Yield what no schema says of a card's name and dataset, of which those are given that fit it."""
    name, version, other = card.get("name"), card.get("version", ""), card.get("dataset")
    if name is not None:
        try:
            folder = system_id(name, version)
        except ValueError:
            message = "has no letter or digit, so it makes no id"
            yield place.finding(("name",), "value", message, found=name)
        else:
            if len(folder.encode()) > ID_BYTES:
                message = f"makes an id longer than {ID_BYTES} bytes, which no folder can be named by"
                yield place.finding(("name",), "limit", message, found=name)
    if dataset is not None and other not in {None, dataset}:
        message = "is not the dataset of the release"
        yield place.finding(("dataset",), "value", message, found=other, allowed=dataset)


def unnamed(predictions: Path) -> System:
    """Return a card for predictions that came without one: named after their file, it claims nothing."""
    stem = predictions.name.partition(".")[0]
    try:
        name = text.slug(stem)[:100]
    except ValueError:
        name = "unnamed"
    return System(
        name=name,
        version="0",
        description="No system card was given.",
        kind="hybrid",
        training_data=(),
        saw_test_texts="unknown",
    )
