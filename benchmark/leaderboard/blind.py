"""A host's board of gold that is withheld: headline columns only, and steps of a full point.

Each answer to a submission tells something of the gold, and who sends often adds it up. Rounding does not
help; showing only what is better by a step does (the Ladder, Blum & Hardt 2015).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from benchmark.records.errors import CheckError
from benchmark.records.leaderboard import (
    HEADLINE_SCORES,
    HEADLINE_SHARE,
    RANKING,
    Leaderboard,
    LeaderboardEntry,
)
from benchmark.records.prediction import System
from benchmark.records.report import Score, ScoreReport, Share
from benchmark.records.text import clean

STEP = 0.01
"""In score units: by how much a submission must be better to be shown."""

NOTE = "The gold of this split is withheld, so the board shows its headline columns only."
"""What readers of such a board must know."""

STEPS_NOTE = f"{NOTE} An author's line moves when a system is a full point better, and only then."
"""Also where the board climbs."""

_WHOLE = ("event",)
"""Scores of which the headline columns show precision and recall, too."""


def veil(board: Leaderboard) -> Leaderboard:
    """Return a board with what its headline columns show, and the rest null or empty.

    Counts go, but for the support of date accuracy, and so do intervals and the tests of each pair.
    """
    return replace(board, entries=tuple(map(_veiled, board.entries)), tests=())


def climb(
    reports: Sequence[ScoreReport],
    shown: Leaderboard | None,
    withdrawn: Mapping[str, str] = MappingProxyType({}),
) -> list[ScoreReport]:
    """Return the report of each author that a board may show next, in the order of their system ids.

    It is the one that the board ``shown`` has of the author, until the best is a full point better (``STEP``)
    by what ranks a board: Dated-event F1, or Event F1 where gold has no dates. Who is not on the board comes
    with the best. An author is the organisation of the card, or the name of a system without one. Of systems
    ``withdrawn``, given as reasons by system id, those stay that the board shows.
    Raises CheckError where a system that is shown has other numbers now.
    """
    entries = {entry.system_id: entry for entry in shown.entries} if shown else {}
    by_author: dict[str, list[ScoreReport]] = defaultdict(list)
    chosen = []
    for report in sorted(reports, key=lambda report: report.system.id):
        if report.system.id not in withdrawn:
            by_author[_author(report.system)].append(report)
        elif report.system.id in entries:
            chosen.append(report)
    for own in by_author.values():
        best = max(own, key=_f1)
        held = max((report for report in own if report.system.id in entries), key=_f1, default=None)
        if held is not None and shown is not None:
            _require_as_shown(held, shown, entries[held.system.id])
        # Rounded: a step from one fraction to another may miss the last bit of a point.
        moves = held is None or round(_f1(best) - _f1(held), 12) >= STEP
        chosen.append(best if moves or held is None else held)
    return sorted(chosen, key=lambda report: report.system.id)


def _author(system: System) -> str:
    return clean(system.organisation or system.name).casefold().strip()


def _f1(report: ScoreReport) -> float:
    values = (report.scores[name].f1 for name in RANKING)
    return next((value for value in values if value is not None), 0.0)


def _require_as_shown(report: ScoreReport, shown: Leaderboard, entry: LeaderboardEntry) -> None:
    """Refuse a submission that was replaced: its new numbers would show, in steps of any size."""
    if (report.signature, report.dataset) != (shown.signature, shown.dataset):
        return
    scores = {name: _veiled_score(report.scores[name]) for name in HEADLINE_SCORES}
    if scores != {name: _veiled_score(score) for name, score in entry.scores.items()} or (
        _veiled_share(report.shares[HEADLINE_SHARE]) != _veiled_share(entry.date_accuracy)
    ):
        raise CheckError(
            f"the board shows other numbers of {report.system.id}: file what is new as a new version"
        )


def _veiled(entry: LeaderboardEntry) -> LeaderboardEntry:
    return replace(
        entry,
        scores={name: _veiled_score(score) for name, score in entry.scores.items()},
        date_accuracy=_veiled_share(entry.date_accuracy),
        trivial={answer: _veiled_share(share) for answer, share in entry.trivial.items()},
    )


def _veiled_score(score: Score) -> Score:
    veiled = replace(score, matched=None, predicted=None, gold=None, intervals={})
    return veiled if score.name in _WHOLE else replace(veiled, precision=None, recall=None)


def _veiled_share(share: Share) -> Share:
    return replace(share, total=None, interval=None)
