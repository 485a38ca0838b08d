"""Exporters: articles, predictions, reports to the files of other tools, a release to a host, by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from benchmark import registry
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EXPORTERS: Final = {
    "brat": "benchmark.exports.brat:export",
    "codabench": "benchmark.exports.codabench:export",
    "eval-results": "benchmark.exports.eval_results:export",
    "hub": "benchmark.exports.hub:export",
    "label-studio": "benchmark.exports.label_studio:export",
}
HOSTS: Final = ("hub",)
"""Those that write no files here."""
TO_THE_HUB: Final = ("hub", "eval-results")
"""Those that must know a dataset of the Hub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be asked for beside the source.

    ``predictions`` stand in place of the annotation; ``split`` is that of a release, all where it is None.
    ``to`` is a dataset repository of the Hub; a ``dry_run`` says what would be sent there and sends nothing.
    """

    predictions: Path | None = None
    split: str | None = None
    to: str | None = None
    dry_run: bool = False


class Exporter(Protocol):
    """What a name of ``EXPORTERS``, or of the group ``dateline.exporters``, stands for."""

    def __call__(
        self, source: Path, out: Path, say: Callable[[str], None], options: Options
    ) -> Sequence[Path | str]:
        """Write ``out`` and return the paths in it; ``say`` is told what the tool has no place for.

        One for a host, named in ``HOSTS``, sends to ``options.to``, and returns lines on what is where.
        """


def export(
    name: str, source: Path, out: Path | None, say: Callable[[str], None], options: Options | None = None
) -> Sequence[Path | str]:
    """Write ``source`` as the files of another tool, or send it to a host, which takes no ``out``.

    Raises:
        UnknownNameError: there is no such tool.
        MisuseError: there is no such source, or it is nothing that is exported to this tool.
        MachineError: a host is not reached, or refuses.
        FindingsError: the source, or predictions of it, have findings.
        CheckError: ``out`` is there with other content.
    """
    exporter = cast("Exporter", registry.find("dateline.exporters", name, EXPORTERS))
    options = options or Options()
    if name in HOSTS:
        if out is not None or options.predictions is not None or options.split is not None:
            raise MisuseError(f"{name} takes a whole release, without --out, --predictions and --split")
        return exporter(source, source, say, options)
    if out is None or options.dry_run:
        raise MisuseError(f"{name} wants --out DIR, and no --dry-run")
    if options.to is not None and name not in TO_THE_HUB:
        raise MisuseError(f"{name} takes no --to")
    return exporter(source, out, say, options)
