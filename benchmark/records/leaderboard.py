"""A board of systems that one dataset version, split and scorer make comparable."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from benchmark.records.errors import CheckError, OtherVersionError
from benchmark.records.prediction import System
from benchmark.records.report import DatasetKey, Score, ScoreReport, Share
from benchmark.records.text import slug

HEADLINE_SCORES = ("event", "event_argument", "dated_event")
HEADLINE_SHARE = "date_accuracy"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardEntry:
    """One system and its headline numbers.

    ``rank`` counts from 1 and is shared on ties; it is null for a trivial system, which takes no place.
    ``rank_range`` holds the best and the worst rank that paired tests leave open; null where they cannot
    tell, for want of numbers by article.
    ``scores`` goes by metric name (``HEADLINE_SCORES``), ``trivial`` by trivial answer (``published``,
    ``null``): the date accuracy that this answer would have earned on the same matched events.
    """

    rank: int | None
    rank_range: tuple[int, int] | None = None
    system_id: str
    system: System
    scores: dict[str, Score]
    date_accuracy: Share
    trivial: dict[str, Share]
    missing_articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard:
    """Entries in order of rank, then the trivial ones in the order of their scores."""

    schema_version: str
    dataset: DatasetKey
    split: str
    signature: str
    articles: int
    entries: tuple[LeaderboardEntry, ...]


def system_id(system: System) -> str:
    """Return the slug of the name, ``@`` and the version; raises ValueError for a name without a slug."""
    return f"{slug(system.name)}@{system.version}"


def require_one_board(reports: Iterable[ScoreReport]) -> None:
    """Check that the numbers of some reports may stand side by side.

    Raises:
        OtherVersionError: they differ in dataset, split or signature; names all of them.
        CheckError: two are of one system and version.
    """
    boards = defaultdict(list)
    for report in reports:
        dataset = report.dataset
        board = f"{dataset.name}@{dataset.version}#{dataset.digest}, {report.split}, {report.signature}"
        boards[board].append(system_id(report.system))
    if len(boards) > 1:
        told = "".join(f"\n  {board}: {', '.join(sorted(boards[board]))}" for board in sorted(boards))
        raise OtherVersionError(f"only reports of one dataset version, split and signature compare:{told}")
    counted = Counter(name for names in boards.values() for name in names)
    doubled = sorted(name for name, count in counted.items() if count > 1)
    if doubled:
        raise CheckError(f"several reports are of one system and version: {', '.join(doubled)}")


def tell_ranks(rank_range: tuple[int, int] | None) -> str | None:
    """Return a rank range as tables show it, best, en dash, worst, or one number where it is one rank."""
    if rank_range is None:
        return None
    best, worst = rank_range
    return str(best) if best == worst else f"{best}\u2013{worst}"
