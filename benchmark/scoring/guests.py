"""Metrics of guest packages: found by name, and checked as they count, which no test of ours has seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from benchmark import registry
from benchmark.records.errors import MachineError, MisuseError
from benchmark.records.manifest import ANNOTATIONS
from benchmark.records.report import Counts
from benchmark.scoring.aligned import AlignedMetric
from benchmark.scoring.cells import Cells

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from benchmark.scoring.alignment import Alignment
    from benchmark.scoring.cells import Row

_MOST: Final = 2**31 - 1
"""Units in a cell of an article: more than any metric has, and few enough for sums to be exact in float64."""


def load(names: Sequence[str], ours: Collection[str]) -> tuple[AlignedMetric, ...]:
    """Return the metrics that packages offer under these names, their labels with package and version.

    ``ours`` are the names that are taken.

    Raises:
        MisuseError: a name is taken, or stands twice; UnknownNameError where no package offers it.
        MachineError: what is offered cannot be loaded, or is no metric of this name.
    """
    _require_names(names, ours)
    return tuple(map(_load, names))


def require(metrics: Sequence[AlignedMetric], ours: Collection[str]) -> None:
    """Refuse what is no metric with MachineError, a name that is taken or stands twice with MisuseError."""
    for metric in metrics:
        _require_metric(metric, f"metric {getattr(metric, 'name', '?')!r}")
    _require_names([metric.name for metric in metrics], ours)


def count(metric: AlignedMetric, article_id: str, alignment: Alignment) -> list[Row]:
    """Return what a metric counts in one article, by cell; MachineError tells what no metric may do."""
    cells = Cells()
    told = f"metric {metric.name!r}, {metric.label}, fails on article {article_id}"
    try:
        counts = metric.count(alignment, cells)
    except (Exception, SystemExit) as error:  # a guest may raise anything
        raise MachineError(f"{told}: {type(error).__name__}") from error
    if flaw := _miscount(counts, cells, alignment):
        raise MachineError(f"{told}: it {flaw}")
    return cells.rows


def _load(name: str) -> AlignedMetric:
    offered: AlignedMetric = registry.find("dateline.metrics", name, {})
    origin = registry.origin("dateline.metrics", name)
    _require_metric(offered, f"metric {name!r} of {origin}")
    if offered.name != name:
        raise MachineError(f"metric {name!r} of {origin} calls itself {offered.name!r}")
    return replace(offered, label=f"{offered.label} ({origin})")


def _require_names(names: Sequence[str], ours: Collection[str]) -> None:
    for name, times in Counter(names).items():
        if name in ours:
            raise MisuseError(f"metric {name!r} is one of ours, which every report has")
        if times > 1:
            raise MisuseError(f"metric {name!r} is asked for twice")


def _require_metric(metric: Any, told: str) -> None:
    if not isinstance(metric, AlignedMetric):
        raise MachineError(f"{told} is no AlignedMetric, but of type {type(metric).__name__}")
    for part in ("name", "label", "citation"):
        if not _is_line(getattr(metric, part)):
            raise MachineError(f"{told} has no line of printable text as its {part}")
    if not (isinstance(metric.needs, frozenset) and metric.needs.issubset(ANNOTATIONS)):
        raise MachineError(f"{told} needs something else than a frozenset of {', '.join(ANNOTATIONS)}")


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and value != "" and value.isprintable()


def _miscount(counts: Any, cells: Cells, alignment: Alignment) -> str | None:
    """Return what is wrong with a count, None where nothing is."""
    if not isinstance(counts, Counts):
        return f"returns no Counts, but {type(counts).__name__}"
    events = (*alignment.gold, *alignment.predicted)
    types = {None, *(event.event_type for event in events)}
    roles = {None, *(filler.role for event in events for filler in event.fillers)}
    known = set(product(types, roles))
    for cell, *units in cells.rows:
        if cell not in known:
            return "counts in a cell other than (type or None, role or None) of its events"
        if not all(type(number) is int and 0 <= number <= _MOST for number in units):
            return f"counts something else than whole numbers of at most {_MOST:,}"
    if counts != cells.total:
        return "returns other counts than it adds to cells"
    for label, part in (("in all", counts), *cells.by("type").items(), *cells.by("role").items()):
        m, p, g = part.matched, part.predicted, part.gold
        if m > min(p, g):
            return f"matches {m:,} of {p:,} predicted and {g:,} gold units, {label}"
    return None
