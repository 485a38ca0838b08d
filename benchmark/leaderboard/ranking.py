"""Reports to ranks, for systems whose numbers may stand side by side."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from benchmark.records.errors import CheckError, MisuseError, OtherVersionError
from benchmark.records.leaderboard import (
    HEADLINE_SCORES,
    HEADLINE_SHARE,
    Leaderboard,
    LeaderboardEntry,
    system_id,
)
from benchmark.records.report import ScoreReport
from benchmark.store.schema import VERSION


def rank(reports: Sequence[ScoreReport]) -> Leaderboard:
    """Return the board: by Dated-event F1, then Event F1 (undefined ones last), then system id.

    Systems with equal F1s share a rank, and the next rank counts them all. Trivial systems are set apart,
    without a rank. The order of the reports does not matter.

    Raises:
        MisuseError: there is no report.
        OtherVersionError: the reports differ in dataset, split or signature; names all of them.
        CheckError: two reports are of one system and version.
    """
    if not reports:
        raise MisuseError("there is no report to rank")
    _require_one_signature(reports)
    doubled = [name for name, count in Counter(_id(report) for report in reports).items() if count > 1]
    if doubled:
        raise CheckError(f"several reports are of one system and version: {', '.join(sorted(doubled))}")
    ordered = sorted(reports, key=lambda report: (_key(report), _id(report)))
    contestants = [report for report in ordered if report.system.kind != "trivial"]
    keys = [_key(report) for report in contestants]
    first = reports[0]
    return Leaderboard(
        schema_version=VERSION,
        dataset=first.dataset,
        split=first.split,
        signature=first.signature,
        articles=first.articles,
        entries=(
            *(_entry(report, 1 + keys.index(_key(report))) for report in contestants),
            *(_entry(report, None) for report in ordered if report.system.kind == "trivial"),
        ),
    )


def _id(report: ScoreReport) -> str:
    return system_id(report.system)


def _key(report: ScoreReport) -> tuple[tuple[bool, float], ...]:
    """Return what ranks a report, least first: equal exactly where both F1s are."""
    values = (report.scores[name].f1 for name in ("dated_event", "event"))
    return tuple((value is None, -(value or 0.0)) for value in values)


def _require_one_signature(reports: Sequence[ScoreReport]) -> None:
    boards = defaultdict(list)
    for report in reports:
        dataset = report.dataset
        board = f"{dataset.name}@{dataset.version}#{dataset.digest}, {report.split}, {report.signature}"
        boards[board].append(_id(report))
    if len(boards) > 1:
        told = "".join(f"\n  {board}: {', '.join(sorted(boards[board]))}" for board in sorted(boards))
        raise OtherVersionError(f"only one dataset version, split and signature make a leaderboard:{told}")


def _entry(report: ScoreReport, place: int | None) -> LeaderboardEntry:
    return LeaderboardEntry(
        rank=place,
        system_id=_id(report),
        system=report.system,
        scores={name: report.scores[name] for name in HEADLINE_SCORES},
        date_accuracy=report.shares[HEADLINE_SHARE],
        trivial={answer: shares[HEADLINE_SHARE] for answer, shares in sorted(report.trivial.items())},
        missing_articles=len(report.missing_articles),
    )
