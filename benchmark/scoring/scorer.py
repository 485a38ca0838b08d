"""The scorer: gold articles and predictions to a report whose every number adds up from whole articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark.scoring import marking, summation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmark.records.article import Article
    from benchmark.records.prediction import Prediction
    from benchmark.records.report import ScoreReport
    from benchmark.scoring.aligned import AlignedMetric
    from benchmark.scoring.options import Options


def score(
    gold: Sequence[Article],
    predictions: Mapping[str, Prediction],
    options: Options,
    *,
    metrics: Sequence[AlignedMetric] = (),
) -> ScoreReport:
    """Return the report of predictions, by article id, on the gold articles of a split.

    Gold decides: an article without a prediction counts as an empty one and is listed. Labels, offsets and
    dates are taken to have passed a door (``store.articles``, ``store.predictions``). ``metrics`` are yours,
    and counted beside ours: they move no other number, and are not in the signature.

    Raises:
        CheckError: an article without gold, an article id that stands twice or that gold does not have.
        MisuseError: a metric has a name of ours, or that of another.
        MachineError: a metric fails, or counts what cannot be.
    """
    key = marking.Key(gold, options.annotates, options.match)
    return summation.report(key.mark(predictions), options, metrics)
