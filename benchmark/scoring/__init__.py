"""Scoring: gold and predicted events to a report whose every number can be unfolded.

The door is ``score(gold, predictions, options) -> ScoreReport``: records in, a record out, nothing read or
written. ``Options.of`` takes them from a release. A metric of your own is an ``AlignedMetric``, whose
``count`` reads an ``Alignment``, adds to ``Cells`` and returns ``Counts``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmark.records.report import Counts
    from benchmark.scoring.aligned import AlignedMetric
    from benchmark.scoring.alignment import Alignment
    from benchmark.scoring.cells import Cells
    from benchmark.scoring.options import Options
    from benchmark.scoring.scorer import score

__all__ = ("AlignedMetric", "Alignment", "Cells", "Counts", "Options", "score")

_PLACES = {
    "AlignedMetric": "benchmark.scoring.aligned",
    "Alignment": "benchmark.scoring.alignment",
    "Cells": "benchmark.scoring.cells",
    "Counts": "benchmark.records.report",
    "Options": "benchmark.scoring.options",
    "score": "benchmark.scoring.scorer",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    # Loaded when asked for: light modules of this room, such as the signature, are used without the scorer.
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
