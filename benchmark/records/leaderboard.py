"""A board of systems that one dataset version, split and scorer make comparable."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from benchmark.records.errors import CheckError, OtherVersionError
from benchmark.records.manifest import PREVIEW
from benchmark.records.prediction import System
from benchmark.records.report import DatasetKey, Score, ScoreReport, Share

HEADLINE_SCORES = ("event", "event_argument", "dated_event")
HEADLINE_SHARE = "date_accuracy"
RANKING = ("dated_event", "event")
"""Scores whose F1 ranks a board: the first, and the second where it ties or no dates are annotated."""
Group = Literal["ranked", "withdrawn", "trivial"]
GROUPS = get_args(Group)
"""Of entries, in the order of a board."""

SIGNIFICANT = 0.05
"""A difference is significant where its adjusted p-value is below this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardEntry:
    """One system and its headline numbers.

    ``rank`` counts from 1 and is shared on ties; it is null for a trivial or withdrawn system, which takes
    no place. ``rank_range`` holds the best and the worst rank that paired tests leave open; null where they
    cannot tell, for want of numbers by article. ``withdrawn`` is the reason why a system no longer counts.
    ``scores`` goes by metric name (``HEADLINE_SCORES``), ``trivial`` by trivial answer (``report.ANSWERS``):
    the date accuracy that this answer would have earned on the same matched events.
    """

    rank: int | None
    rank_range: tuple[int, int] | None = None
    withdrawn: str | None = None
    system_id: str
    system: System
    scores: dict[str, Score]
    date_accuracy: Share
    trivial: dict[str, Share]
    missing_articles: int

    @property
    def group(self) -> Group:
        """Where it stands on a board."""
        if self.withdrawn is not None:
            return "withdrawn"
        return "trivial" if self.system.kind == "trivial" else "ranked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTest:
    """Two systems by their ids, the better one first, on what ranks the board.

    ``difference`` is first minus second, ``p_value`` Holm's over all pairs; null where a score is undefined.
    """

    first: str
    second: str
    difference: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """What paired tests say of some systems: the ranks that they leave open, by system id, and each test.

    Both are empty where they cannot tell.
    """

    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    tests: tuple[PairTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What is filed beside a submission that no longer counts (withdrawal.json): why, for all to read."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard:
    """Entries in order of rank, then the withdrawn and the trivial ones, each in the order of scores."""

    schema_version: str
    dataset: DatasetKey
    split: str
    signature: str
    articles: int
    entries: tuple[LeaderboardEntry, ...]
    tests: tuple[PairTest, ...] = ()


def by_age(key: str) -> tuple[str, list[tuple[int, str]]]:
    """Return what sorts datasets, given as ``name@version``, by name and then from old to new.

    Numbers in a version count as numbers: 0.10 is newer than 0.9. A preview (2.0.0-rc.1) is older than its
    release.
    """
    name, _, version = key.partition("@")
    # The last is the end of a version: a preview stands before it, whatever else may follow after it.
    return name, [*map(_age, re.findall("[0-9]+|[^0-9.]+", version)), (-1, "")]


def _age(part: str) -> tuple[int, str]:
    if part.isdecimal():
        return int(part), ""
    return (-2 if re.match(PREVIEW, part) else -1), part


def require_one_board(reports: Iterable[ScoreReport]) -> None:
    """Check that the numbers of some reports may stand side by side.

    Raises:
        OtherVersionError: they differ in dataset, split or signature; names all of them.
        CheckError: two are of one system and version.
    """
    boards = defaultdict(list)
    for report in reports:
        dataset = report.dataset
        board = f"{dataset.key}#{dataset.digest}, {report.split}, {report.signature}"
        boards[board].append(report.system.id)
    if len(boards) > 1:
        told = "".join(f"\n  {board}: {', '.join(sorted(boards[board]))}" for board in sorted(boards))
        want = "only reports of one dataset version, split and signature compare"
        raise OtherVersionError(f"{want}; score the predictions of others again:{told}")
    counted = Counter(name for names in boards.values() for name in names)
    doubled = sorted(name for name, count in counted.items() if count > 1)
    if doubled:
        told = "a system card tells them apart (bench score --system)"
        raise CheckError(f"several reports are of one system and version: {', '.join(doubled)}; {told}")


def tell_ranks(rank_range: tuple[int, int] | None) -> str | None:
    """Return a rank range as tables show it, best, en dash, worst, or one number where it is one rank."""
    if rank_range is None:
        return None
    best, worst = rank_range
    return str(best) if best == worst else f"{best}\u2013{worst}"
