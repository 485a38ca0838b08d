"""INCEpTION: UIMA CAS as JSON or XMI, alone, in a folder, in a zip, or in a project's export.

In a project's export each annotator's reading of a document is a file; all of one annotator are a corpus.
Which layers mean what stands in a mapping file; two ready ones fit what the tool's users commonly do.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers import mapping, project
from benchmark.corpus.importers.inception.reading import Reader, layers_of
from benchmark.corpus.importers.inception.sources import casses
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.inception.sources import Reading
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options

READY: Final = ("text2story", "slots")
"""Mapping files beside this module, the first that finds an event is taken where none is given."""

_SHOWN_LAYERS: Final = 20


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of an export; errors as ``project.corpus``, and where the extra is not installed."""
    readings = list(casses(path, ledger))
    if not readings:
        raise MisuseError(f"{path} holds no UIMA CAS: export UIMA CAS JSON or XMI, or the project")
    if options.mapping.layers is None:
        options = replace(options, mapping=_fitting(path, readings, options.mapping, ledger))
    unfinished = [reading for reading in readings if not reading.finished]
    if unfinished:
        first = f"{unfinished[0].name} of {unfinished[0].annotator}"
        ledger.remark(
            f"not finished, as the project says: {len(unfinished):,} of {len(readings):,} documents, "
            f"such as {first}"
        )
    documents = [Reader(reading, options.mapping, ledger).document() for reading in readings]
    if not any(document.stretches for document in documents):
        raise MisuseError(
            f"{path}: nothing is annotated in the layers that the mapping file names, but in these: "
            f"{_annotated(readings)}"
        )
    return project.corpus(documents, path, options, ledger)


def ready(name: str) -> LabelMapping:
    """Return one of the mappings of ``READY``."""
    return mapping.read(Path(__file__).with_name(f"{name}.toml"))


def _fitting(path: Path, readings: list[Reading], given: LabelMapping, ledger: Ledger) -> LabelMapping:
    """Return the given mapping with the layers of the first ready one under which there is an event."""
    for name in READY:
        found = ready(name)
        if any(Reader(reading, found, ledger).has_events() for reading in readings):
            ledger.remark(f"layers are read as the ready mapping {name!r} says")
            return found if given == LabelMapping() else replace(given, layers=found.layers)
    raise MisuseError(
        f"{path}: nothing tells which layers hold events; say so under [[inception.events]] "
        f"in a mapping file, of these: {_annotated(readings)}"
    )


def _annotated(readings: list[Reading]) -> str:
    layers = sorted({layer for reading in readings for layer in layers_of(reading.cas)})
    return ", ".join(layers[:_SHOWN_LAYERS]) or "none"
