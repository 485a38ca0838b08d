"""The one table that every form of the leaderboard shows."""

from benchmark.records.leaderboard import Leaderboard, LeaderboardEntry, tell_ranks
from benchmark.tables import Column, Table
from benchmark.tables.table import Row

COLUMNS = (
    Column("Rank", "count"),
    Column("Rank range"),
    Column("System"),
    Column("Event P", "score"),
    Column("Event R", "score"),
    Column("Event F1", "score"),
    Column("Date accuracy", "score"),
    Column("Dated pairs", "count"),
    Column("P as date", "score"),
    Column("null as date", "score"),
    Column("Argument F1", "score"),
    Column("Dated-event F1", "score"),
)

LEGEND = (
    "Ranked by Dated-event F1, then Event F1. The rank range is what tests leave open: from 1 + the number "
    "of systems significantly better to n - the number significantly worse, by Dated-event F1 (Event F1 "
    "where gold has no dates), randomised over articles, p < 0.05 after Holm's correction over all pairs. "
    "Date accuracy is of the matched events whose date gold gives; their number, and what the trivial "
    "answers would earn on them (P, the publication date, and null, no date), stand beside it. Trivial "
    "systems stand apart, without a rank."
)


def summarise(board: Leaderboard) -> Table:
    """Return the headline columns of all systems, the trivial ones set apart."""
    return Table(
        title=f"{board.dataset.name} {board.dataset.version}, {board.split}: {board.articles:,} articles",
        columns=COLUMNS,
        rows=tuple(_row(entry) for entry in board.entries if entry.rank is not None),
        aside=tuple(_row(entry) for entry in board.entries if entry.rank is None),
        note=board.signature,
    )


def _row(entry: LeaderboardEntry) -> Row:
    event = entry.scores["event"]
    return (
        entry.rank,
        tell_ranks(entry.rank_range),
        f"{entry.system.name} {entry.system.version}",
        event.precision,
        event.recall,
        event.f1,
        entry.date_accuracy.value,
        entry.date_accuracy.support,
        entry.trivial["published"].value,
        entry.trivial["null"].value,
        entry.scores["event_argument"].f1,
        entry.scores["dated_event"].f1,
    )
