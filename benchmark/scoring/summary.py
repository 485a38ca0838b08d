"""A report as a reader meets it: one table of the headline, and what must be said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark.records.report import ends
from benchmark.records.text import counted, listed
from benchmark.scoring.signature import parse
from benchmark.scoring.summation import NAMES
from benchmark.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.records.report import Score, ScoreReport, Share
    from benchmark.tables.table import Row

COLUMNS = (
    Column("Metric"),
    Column("P", "score"),
    Column("R", "score"),
    Column("Score", "score"),
    Column("95 % low", "score"),
    Column("95 % high", "score"),
    Column("Matched", "count"),
    Column("Predicted", "count"),
    Column("Gold", "count"),
)
SHOWN = (
    "event",
    "date_accuracy",
    "event_argument",
    "dated_event",
    "trigger_identification",
    "trigger_classification",
    "argument_identification",
    "argument_classification",
    "argument_identification_attached",
    "argument_classification_attached",
    "event_argument_relaxed",
    "lenient_date_accuracy",
    "off_dateline_accuracy",
    "date_coverage",
    "date",
)
"""Headline first, and metrics of guests last; everything else stands in the report."""


def summarise(report: ScoreReport) -> Table:
    """Return the table of a report: Score is F1, or the share itself where there is no precision."""
    return Table(
        title=(
            f"{report.system.name} {report.system.version} on {report.dataset.name} "
            f"{report.dataset.version}, {report.split}: {counted(report.articles, 'article')}"
        ),
        columns=COLUMNS,
        rows=tuple(
            _score_row(report.scores[name]) if name in report.scores else _share_row(report.shares[name])
            for name in (*SHOWN, *(name for name in report.scores if name not in NAMES))
        ),
        note=parse(report.signature).short,
    )


def _score_row(score: Score) -> Row:
    ratios = (score.precision, score.recall, score.f1, *ends(score.intervals.get("f1")))
    return (score.label, *ratios, score.matched, score.predicted, score.gold)


def _share_row(share: Share) -> Row:
    # A share's total may be a sum of fractions, which is no count.
    whole = None if share.total is None or share.total % 1 else int(share.total)
    return (share.label, None, None, share.value, *ends(share.interval), whole, None, share.support)


def remarks(report: ScoreReport) -> Iterator[str]:
    """Yield what a reader must know to trust the table, one fact a line."""
    missing = report.missing_articles
    if missing:
        share = f"{len(missing):,} of {report.articles:,} articles"
        yield f"{share} have no prediction and count as empty: {listed(missing)}"
    for kind, counts in report.resolution.items():
        looked_up = counts["exact"] + counts["folded"] + counts["unresolved"]
        if looked_up:
            yield (
                f"{kind} without offsets: {counts['exact']:,} found exactly, {counts['folded']:,} folded, "
                f"{counts['unresolved']:,} nowhere; {counts['ambiguous']:,} stand at several places"
            )
    duplicates = report.errors["predicted_events"]["duplicate"]
    if duplicates:
        yield f"sent again, and counted each time: {counted(duplicates, 'predicted event')}"
    accuracy = report.shares["date_accuracy"]
    if accuracy.support:
        undated, published = (report.shares[name].value for name in ("gold_undated", "gold_on_published"))
        yield (
            f"date accuracy beside the trivial answers on the same {trivial_answers(report)}; "
            f"of all gold events {_percent(undated)} are undated, {_percent(published)} of that very day"
        )
    yield f"signature {report.signature}"


def trivial_answers(report: ScoreReport) -> str:
    """Return over how many pairs date accuracy is taken, and what the trivial answers earn on them."""
    pairs = report.shares["date_accuracy"].support or 0
    told = ", ".join(
        f"{answer} {_percent(report.trivial[name].shares['date_accuracy'].value)}"
        for name, answer in (("published", "always the publication date"), ("null", "never a date"))
    )
    return f"{counted(pairs, 'pair')}: {told}" if pairs else "0 pairs"


def _percent(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.1%}"
