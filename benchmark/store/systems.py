"""The door for system cards."""

from pathlib import Path
from typing import Final

from benchmark.records import text
from benchmark.records.errors import Finding
from benchmark.records.prediction import System
from benchmark.store import schema
from benchmark.store.files import Line, read_document
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
    if card is None:
        return None, schema.explain("system", line.value, line.place)
    try:
        name = card.id
    except ValueError:
        message = "has no letter or digit, so it makes no id"
        return None, [line.place.finding(("name",), "value", message, found=card.name)]
    if len(name.encode()) > ID_BYTES:
        message = f"makes an id longer than {ID_BYTES} bytes, which no folder can be named by"
        return None, [line.place.finding(("name",), "limit", message, found=card.name)]
    if dataset is not None and card.dataset not in {None, dataset}:
        message = "is not the dataset of the release"
        finding = line.place.finding(("dataset",), "value", message, found=card.dataset, allowed=dataset)
        return None, [finding]
    return card, []


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
