"""The door for reports that are ranked or published: the numbers that every board shows must be there."""

from pathlib import Path

from benchmark.records.errors import FindingsError
from benchmark.records.leaderboard import HEADLINE_SCORES, HEADLINE_SHARE
from benchmark.records.report import ANSWERS, ScoreReport
from benchmark.store import schema
from benchmark.store.findings import Place


def read(path: Path) -> ScoreReport:
    """Return the report of a file.

    The schema leaves open which metrics a report has; those of the headline, null or not, are asked for here.

    Raises:
        FindingsError: it does not fit the schema, or lacks a number of the headline.
        MisuseError: there is no such file, or it is a folder.
    """
    report: ScoreReport = schema.read("report", path)
    lacking = [
        *(("scores", name) for name in HEADLINE_SCORES if name not in report.scores),
        *(("shares", name) for name in (HEADLINE_SHARE,) if name not in report.shares),
        *(
            ("trivial", answer, "shares", HEADLINE_SHARE)
            for answer in ANSWERS
            if answer not in report.trivial or HEADLINE_SHARE not in report.trivial[answer].shares
        ),
    ]
    if lacking:
        raise FindingsError(Place(str(path)).finding(keys, "missing", "is missing") for keys in lacking)
    return report
