"""Agreement as a reader meets it: who marked how much, what each two agree in, and that role by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmark.records.report import ends
from benchmark.records.text import listed
from benchmark.scoring.agreement import ARGUMENT, ARGUMENT_OVERLAP, DATE_DAYS
from benchmark.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def summarise(agreement: Agreement) -> tuple[Table, ...]:
    """Return the tables of annotators, of measures, of days between dates, and of roles.

    A score is a share, an F1 or an alpha, in points. The mean over pairs stands under them where there are
    several.
    """
    pairs = [(pair.first, pair.second, pair.figures) for pair in agreement.pairs]
    means = [(MEAN, f"{len(pairs):,} pairs", agreement.mean)] if len(pairs) > 1 else []
    note = f"articles:{agreement.articles}|boot:{agreement.resamples}|seed:{agreement.seed}"
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
            rows=tuple(row for pair in pairs for row in _scores(*pair)),
            aside=tuple(row for mean in means for row in _scores(*mean)),
            note=note,
        ),
        Table(
            title="Days between the dates of matched events",
            columns=DAYS,
            rows=tuple(_days(*pair) for pair in pairs),
            aside=tuple(_days(*mean) for mean in means),
            note=note,
        ),
        Table(
            title="Argument agreement by role",
            columns=ROLES,
            rows=tuple(
                (pair.first, pair.second, role, *_cells(figure))
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
    if agreement.left_out:
        named = listed(list(agreement.left_out))
        yield f"articles that not all annotated, only in pairs of those who did: {named}"


def _scores(first: str, second: str, figures: Mapping[str, Figure]) -> Iterator[Row]:
    for figure in figures.values():
        if figure.name != DATE_DAYS.name:
            yield (first, second, *_cells(figure))


def _days(first: str, second: str, figures: Mapping[str, Figure]) -> Row:
    figure = figures[DATE_DAYS.name]
    return (first, second, figure.value, *ends(figure.interval), figure.of)


def _cells(figure: Figure) -> Row:
    return (figure.label, figure.value, *ends(figure.interval), figure.agreed, figure.of)
