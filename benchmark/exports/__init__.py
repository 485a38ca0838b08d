"""Exporters: articles, or predictions of them, to the files of other tools, by the name of the tool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from benchmark import registry

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORTERS: Final = {
    "brat": "benchmark.exports.brat:export",
    "label-studio": "benchmark.exports.label_studio:export",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be asked for beside the source.

    ``predictions`` stand in place of the annotation; ``split`` is that of a release, all where it is None.
    """

    predictions: Path | None = None
    split: str | None = None


class Exporter(Protocol):
    """What a name of ``EXPORTERS``, or of the group ``dateline.exporters``, stands for."""

    def __call__(self, source: Path, out: Path, say: Callable[[str], None], options: Options) -> list[Path]:
        """Write ``out`` and return the paths in it; ``say`` hears of what the tool has no place for."""


def export(
    name: str, source: Path, out: Path, say: Callable[[str], None], options: Options | None = None
) -> list[Path]:
    """Write ``source`` as the files of another tool.

    Raises:
        UnknownNameError: there is no such tool.
        MisuseError: there is no such source, or it is nothing that is exported to this tool.
        FindingsError: the source, or predictions of it, have findings.
        CheckError: ``out`` is there with other content.
    """
    exporter = cast("Exporter", registry.find("dateline.exporters", name, EXPORTERS))
    return exporter(source, out, say, options or Options())
