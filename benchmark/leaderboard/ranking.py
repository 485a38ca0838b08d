"""Reports to ranks, for systems whose numbers may stand side by side."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from benchmark.records import SCHEMA_VERSION
from benchmark.records.errors import MisuseError
from benchmark.records.leaderboard import (
    HEADLINE_SCORES,
    HEADLINE_SHARE,
    RANKING,
    Leaderboard,
    LeaderboardEntry,
    Standings,
    require_one_board,
)
from benchmark.records.report import ScoreReport

Judge: TypeAlias = Callable[[Sequence[ScoreReport]], Standings]
"""From reports to what tests say of their systems; a system may be left out."""


def rank(
    reports: Sequence[ScoreReport],
    stand: Judge = lambda _: Standings(),
    withdrawn: Mapping[str, str] = MappingProxyType({}),
) -> Leaderboard:
    """Return the board: by Dated-event F1, then Event F1 (undefined ones last), then system id.

    Systems with equal F1s share a rank, and the next rank counts them all. Trivial systems are set apart,
    without a rank, and so are those ``withdrawn``, given as reasons by system id. ``stand`` is asked for the
    tests of the others. The order of the reports does not matter.

    Raises:
        MisuseError: there is no report.
        OtherVersionError: the reports differ in dataset, split or signature; names all of them.
        CheckError: two reports are of one system and version.
    """
    if not reports:
        raise MisuseError("there is no report to rank")
    require_one_board(reports)
    ordered = sorted(reports, key=lambda report: (_key(report), report.system.id))
    gone = [report for report in ordered if report.system.id in withdrawn]
    left = [report for report in ordered if report.system.id not in withdrawn]
    trivial = [report for report in left if report.system.kind == "trivial"]
    contestants = [report for report in left if report.system.kind != "trivial"]
    keys = [_key(report) for report in contestants]
    standings = stand(contestants)
    first = reports[0]
    return Leaderboard(
        schema_version=SCHEMA_VERSION,
        dataset=first.dataset,
        split=first.split,
        signature=first.signature,
        articles=first.articles,
        entries=(
            *(
                _entry(report, 1 + keys.index(_key(report)), standings.ranges.get(report.system.id))
                for report in contestants
            ),
            *(_entry(report, None, None, withdrawn[report.system.id]) for report in gone),
            *(_entry(report, None, None) for report in trivial),
        ),
        tests=standings.tests,
    )


def _key(report: ScoreReport) -> tuple[tuple[bool, float], ...]:
    """Return what ranks a report, least first: equal exactly where both F1s are."""
    values = (report.scores[name].f1 for name in RANKING)
    return tuple((value is None, -(value or 0.0)) for value in values)


def _entry(
    report: ScoreReport, place: int | None, left_open: tuple[int, int] | None, withdrawn: str | None = None
) -> LeaderboardEntry:
    return LeaderboardEntry(
        rank=place,
        rank_range=left_open,
        withdrawn=withdrawn,
        system_id=report.system.id,
        system=report.system,
        scores={name: report.scores[name] for name in HEADLINE_SCORES},
        date_accuracy=report.shares[HEADLINE_SHARE],
        trivial={answer: one.shares[HEADLINE_SHARE] for answer, one in sorted(report.trivial.items())},
        missing_articles=len(report.missing_articles),
    )
