"""A board of systems that one dataset version, split and scorer make comparable."""

from dataclasses import dataclass

from benchmark.records.prediction import System
from benchmark.records.report import DatasetKey, Score, Share
from benchmark.records.text import slug

HEADLINE_SCORES = ("event", "event_argument", "dated_event")
HEADLINE_SHARE = "date_accuracy"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderboardEntry:
    """One system and its headline numbers.

    ``rank`` counts from 1 and is shared on ties; it is null for a trivial system, which takes no place.
    ``scores`` goes by metric name (``HEADLINE_SCORES``), ``trivial`` by trivial answer (``published``,
    ``null``): the date accuracy that this answer would have earned on the same matched events.
    """

    rank: int | None
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
