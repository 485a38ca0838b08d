"""Agreement as a reader meets it: who marked how much, what each two agree in, and that role by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmark.scoring.agreement import ARGUMENT, ARGUMENT_OVERLAP, MEASURES
from benchmark.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.records.agreement import Agreement, Figure
    from benchmark.tables.table import Row

ANNOTATORS: Final = (
    Column("Annotator"),
    Column("Articles", "count"),
    Column("Relevant", "count"),
    Column("Events", "count"),
    Column("Triggers", "count"),
    Column("Arguments", "count"),
    Column("Dated", "count"),
    Column("Trigger length", "mean"),
    Column("Argument length", "mean"),
)
_ENDS: Final = (
    Column("Score", "score"),
    Column("95 % low", "score"),
    Column("95 % high", "score"),
    Column("Agreed", "count"),
    Column("Of", "count"),
)
FIGURES: Final = (Column("First"), Column("Second"), Column("Measure"), *_ENDS)
ROLES: Final = (Column("First"), Column("Second"), Column("Role"), Column("Measure"), *_ENDS)
DAYS: Final = (
    Column("First"),
    Column("Second"),
    Column("Median", "mean"),
    Column("95 % low", "mean"),
    Column("95 % high", "mean"),
    Column("Dates", "count"),
)
MEAN: Final = "mean"
NAMED: Final = 10
"""Articles left out that are named before the rest is only counted."""


def summarise(agreement: Agreement) -> tuple[Table, ...]:
    """Return the tables of annotators, of measures, of days between dates, and of roles.

    A score is a share, an F1 or an alpha, in points. The mean over pairs stands under them where there are
    several.
    """
    pairs = [(pair.first, pair.second, pair.figures) for pair in agreement.pairs]
    means = [(MEAN, f"{len(pairs):,} pairs", agreement.mean)] if len(pairs) > 1 else []
    note = f"articles:{agreement.articles}|boot:{agreement.resamples}|seed:{agreement.seed}"
    kinds = {measure.name: measure.kind for measure in MEASURES}

    def rows(groups: list[tuple[str, str, dict[str, Figure]]], *, days: bool) -> Iterator[Row]:
        for first, second, figures in groups:
            for name, figure in figures.items():
                if (kinds[name] == "median") is days:
                    label = () if days else (figure.label,)
                    agreed = () if days else (figure.agreed,)
                    yield (first, second, *label, *_bounds(figure), *agreed, figure.of)

    return (
        Table(
            title="What each annotator marked",
            columns=ANNOTATORS,
            rows=tuple(
                (
                    one.name,
                    one.articles,
                    one.relevant,
                    one.events,
                    one.triggers,
                    one.arguments,
                    one.dated,
                    one.trigger_length,
                    one.argument_length,
                )
                for one in agreement.annotators
            ),
            note="lengths are means in code points",
        ),
        Table(
            title="Agreement",
            columns=FIGURES,
            rows=tuple(rows(pairs, days=False)),
            aside=tuple(rows(means, days=False)),
            note=note,
        ),
        Table(
            title="Days between the dates of matched events",
            columns=DAYS,
            rows=tuple(rows(pairs, days=True)),
            aside=tuple(rows(means, days=True)),
            note=note,
        ),
        Table(
            title="Argument agreement by role",
            columns=ROLES,
            rows=tuple(
                (pair.first, pair.second, role, figure.label, *_bounds(figure), figure.agreed, figure.of)
                for pair in agreement.pairs
                for measure in (ARGUMENT, ARGUMENT_OVERLAP)
                for role, figures in pair.roles.items()
                for figure in [figures[measure.name]]
            ),
            note=note,
        ),
    )


def remarks(agreement: Agreement) -> Iterator[str]:
    """Yield what must be said beside the tables: the articles that not all annotated."""
    left_out = list(agreement.left_out)
    if left_out:
        named = ", ".join(left_out[:NAMED])
        more = f" and {len(left_out) - NAMED:,} more" if len(left_out) > NAMED else ""
        yield f"articles that not all annotated, left out of pairs: {named}{more}"


def _bounds(figure: Figure) -> tuple[float | None, float | None, float | None]:
    interval = figure.interval
    return (figure.value, interval.low, interval.high) if interval else (figure.value, None, None)
