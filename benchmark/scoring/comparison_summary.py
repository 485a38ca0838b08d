"""A comparison as a reader meets it: the systems with their rank ranges, their pairs, and the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark.records.leaderboard import HEADLINE_SHARE, SIGNIFICANT, tell_ranks
from benchmark.records.report import ends
from benchmark.records.text import counted
from benchmark.scoring.signature import parse
from benchmark.scoring.summary import trivial_answers
from benchmark.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark.records.comparison import Comparison
    from benchmark.records.report import ScoreReport

SYSTEMS = (
    Column("Rank range"),
    Column("System"),
    Column("Score", "score"),
    Column("95 % low", "score"),
    Column("95 % high", "score"),
)
PAIRS = (
    Column("First"),
    Column("Second"),
    Column("Difference", "difference"),
    Column("95 % low", "difference"),
    Column("95 % high", "difference"),
    Column("p", "probability"),
    Column("Holm p", "probability"),
    Column("Wins", "count"),
    Column("Losses", "count"),
    Column("Ties", "count"),
)
FLIPS = (
    Column("First"),
    Column("Second"),
    Column("Article"),
    Column("Difference", "difference"),
    Column("First has"),
    Column("Second has"),
)

UNEQUAL = 3
"""Scores over more than so many times as many units are too unequal to be tested by swaps of articles."""


def summarise(comparison: Comparison, between: Table | None = None) -> tuple[Table, ...]:
    """Return the tables of systems, of pairs, and of the articles that differ most, best systems first.

    ``between`` comes before the pairs, as their ``matrix`` does. What a system has on an article is its
    matched, predicted and gold units, or right dates of those asked.
    """
    names = _names(comparison)
    note = parse(comparison.signature).short
    dataset = comparison.dataset
    title = (
        f"{comparison.label} on {dataset.name} {dataset.version}, {comparison.split}: "
        f"{counted(comparison.articles, 'article')}"
    )
    return (
        Table(
            title=title,
            columns=SYSTEMS,
            rows=tuple(
                (tell_ranks(one.rank_range), names[one.system_id], one.value, *ends(one.interval))
                for one in comparison.systems
            ),
            note=note,
        ),
        *([between] if between else []),
        Table(
            title=f"{comparison.label}: first minus second",
            columns=PAIRS,
            rows=tuple(
                (
                    names[pair.first],
                    names[pair.second],
                    pair.difference,
                    *ends(pair.interval),
                    pair.p_value,
                    pair.adjusted_p_value,
                    pair.wins,
                    pair.losses,
                    pair.ties,
                )
                for pair in comparison.pairs
            ),
            note=note,
        ),
        Table(
            title=f"{comparison.label}: articles that flipped most",
            columns=FLIPS,
            rows=tuple(
                (
                    names[pair.first],
                    names[pair.second],
                    flip.article_id,
                    flip.difference,
                    _has(flip.first),
                    _has(flip.second),
                )
                for pair in comparison.pairs
                for flip in pair.flips
            ),
            note=note,
        ),
    )


def remarks(comparison: Comparison, reports: Sequence[ScoreReport]) -> Iterator[str]:
    """Yield what a reader must know to trust the tables of these reports, one fact a line."""
    if comparison.metric == HEADLINE_SHARE:
        of = {report.system.id: report for report in reports}
        for one in comparison.systems:
            pairs = trivial_answers(of[one.system_id])
            yield f"date accuracy of {one.name} {one.version} is taken over its own {pairs}"
    units = [units for report in reports if (units := _units(report, comparison.metric))]
    if units and max(units) > UNEQUAL * min(units):
        yield (
            f"{comparison.label} is taken over {min(units):,} to {max(units):,} units: p-values between "
            "systems so unequal can be too small (docs/metrics.md, How sure is a score)"
        )
    yield f"signature {comparison.signature}"


def _units(report: ScoreReport, metric: str) -> int:
    """Return over how many units a system's score is taken: p + g of an F1, what a share is asked of."""
    if metric in report.scores:
        score = report.scores[metric]
        return (score.predicted or 0) + (score.gold or 0)
    return report.shares[metric].support or 0


def matrix(comparison: Comparison) -> Table | None:
    """Return the differences between all systems in points, with a star where tests tell the two apart.

    None where there are two, whose pair says it all.
    """
    if len(comparison.systems) == 2:  # noqa: PLR2004 - a pair is its own matrix
        return None
    names = _names(comparison)
    told = {}
    for pair in comparison.pairs:
        star = "*" if pair.adjusted_p_value is not None and pair.adjusted_p_value < SIGNIFICANT else ""
        if pair.difference is not None:
            told[pair.first, pair.second] = f"{100 * pair.difference:+.1f}{star}"
            told[pair.second, pair.first] = f"{0 - 100 * pair.difference:+.1f}{star}"
    ids = [one.system_id for one in comparison.systems]
    return Table(
        title=f"{comparison.label}: row minus column, * where Holm p < {SIGNIFICANT}",
        columns=(Column("System"), *(Column(str(number)) for number in range(1, len(ids) + 1))),
        rows=tuple(
            (f"{number} {names[row]}", *(told.get((row, column)) for column in ids))
            for number, row in enumerate(ids, start=1)
        ),
        note=parse(comparison.signature).short,
    )


def _names(comparison: Comparison) -> dict[str, str]:
    return {one.system_id: f"{one.name} {one.version}" for one in comparison.systems}


def _has(numbers: tuple[int, ...]) -> str:
    """Whole numbers as in reports: ``2 of 3, gold 4`` matched of predicted, or ``1 of 2`` right of asked."""
    matched, of, *gold = numbers
    return f"{matched:,} of {of:,}" + "".join(f", gold {count:,}" for count in gold)
