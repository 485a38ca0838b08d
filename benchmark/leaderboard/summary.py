"""The one table that every form of the leaderboard shows."""

from collections.abc import Iterator, Sequence

from benchmark.records.leaderboard import GROUPS, Leaderboard, LeaderboardEntry, tell_ranks
from benchmark.records.report import ends
from benchmark.records.text import counted
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
    Column("pub. as date", "score"),
    Column("null as date", "score"),
    Column("Argument F1", "score"),
    Column("Dated-event F1", "score"),
    Column("95 % low", "score"),
    Column("95 % high", "score"),
)

LEGEND = (
    "Systems are ranked by Dated-event F1, then by Event F1; those equal in both share a rank. The rank "
    "range is what tests leave open: it runs from below every system that is significantly better to above "
    "every one that is significantly worse. The tests compare Dated-event F1 (Event F1 where the dataset "
    "annotates no dates) by randomisation over articles, with p < 0.05 after Holm's correction over all "
    "pairs. Date accuracy is taken over a system's own matched events that have a gold date, its dated "
    "pairs; beside it stands what two trivial answers would earn on them: the publication date (pub. as "
    "date) and no date (null as date). Trivial and withdrawn systems stand apart, without a rank."
)

MARKS = (
    "The interval beside Dated-event F1, where one is given, is a bootstrap over articles. Bold marks the "
    "best of a column, \u2020 a score that no other system significantly beats."
)
"""What only the text forms have, and what it means."""

_JUDGED = ("Event P", "Event R", "Event F1", "Date accuracy", "Argument F1", "Dated-event F1")
"""Columns in which more is better."""

_TESTED = tuple(map([column.title for column in COLUMNS].index, ("Dated-event F1", "Event F1")))
"""The column that tests are on, and the one where it has no number."""


def summarise(board: Leaderboard) -> Table:
    """Return the headline columns of all systems, the withdrawn and the trivial ones set apart."""
    entries = {group: [entry for entry in board.entries if entry.group == group] for group in GROUPS}
    rows = tuple(map(_row, entries["ranked"]))
    articles = counted(board.articles, "article")
    return Table(
        title=f"{board.dataset.name} {board.dataset.version}, {board.split}: {articles}",
        columns=COLUMNS,
        rows=rows,
        aside=tuple(map(_row, entries["trivial"])),
        struck=tuple(map(_row, entries["withdrawn"])),
        best=frozenset(_best(rows)) if len(rows) > 1 else frozenset(),
        tied=frozenset(_tied(rows, entries["ranked"])) if len(rows) > 1 else frozenset(),
        note=board.signature,
        groups=GROUPS,
    )


def _best(rows: tuple[Row, ...]) -> Iterator[tuple[int, int]]:
    """Yield the greatest cells of the columns in which more is better, equal ones alike."""
    for column, cells in enumerate(zip(*rows, strict=True)):
        numbers = [cell for cell in cells if isinstance(cell, (int, float))]
        if COLUMNS[column].title in _JUDGED and numbers:
            yield from ((place, column) for place, cell in enumerate(cells) if cell == max(numbers))


def _tied(rows: tuple[Row, ...], entries: Sequence[LeaderboardEntry]) -> Iterator[tuple[int, int]]:
    """Yield the numbers that were tested and than which no system's is significantly better."""
    tested = next((column for column in _TESTED if any(row[column] is not None for row in rows)), _TESTED[0])
    for place, (row, entry) in enumerate(zip(rows, entries, strict=True)):
        if row[tested] is not None and entry.rank_range and entry.rank_range[0] == 1:
            yield place, tested


def _row(entry: LeaderboardEntry) -> Row:
    event, dated = entry.scores["event"], entry.scores["dated_event"]
    return (
        entry.rank,
        tell_ranks(entry.rank_range),
        f"{entry.system.name} {entry.system.version}{_why(entry)}",
        event.precision,
        event.recall,
        event.f1,
        entry.date_accuracy.value,
        entry.date_accuracy.support,
        entry.trivial["published"].value,
        entry.trivial["null"].value,
        entry.scores["event_argument"].f1,
        dated.f1,
        *ends(dated.intervals.get("f1")),
    )


def _why(entry: LeaderboardEntry) -> str:
    return "" if entry.withdrawn is None else f" (withdrawn: {entry.withdrawn})"
