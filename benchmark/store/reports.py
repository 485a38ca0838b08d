"""The door for reports that are ranked or published: what boards show is there, and follows from counts."""

from collections.abc import Iterator
from pathlib import Path

from benchmark.records.errors import FindingsError
from benchmark.records.leaderboard import HEADLINE_SCORES, HEADLINE_SHARE
from benchmark.records.report import ANSWERS, Counts, Score, ScoreReport, Share, ratio
from benchmark.store import schema
from benchmark.store.findings import Place


def read(path: Path) -> ScoreReport:
    """Return the report of a file.

    The schema leaves open which metrics a report has; those of the headline, null or not, are asked for here,
    and are held to their counts.

    Raises:
        FindingsError: it does not fit the schema, lacks a number of the headline, or has one that does not
            follow from its counts.
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
    wrong = list(_wrong(report))
    if wrong:
        raise FindingsError(
            Place(str(path)).finding(keys, "value", "does not follow from the counts", found=number)
            for keys, number in wrong
        )
    return report


def _wrong(report: ScoreReport) -> Iterator[tuple[tuple[str, ...], float | None]]:
    """Yield path and number of what does not follow from its counts, and of counts that cannot be."""
    for name in HEADLINE_SCORES:
        for key, number in _of_score(report.scores[name]):
            yield ("scores", name, key), number
    for keys, share in (
        (("shares", HEADLINE_SHARE), report.shares[HEADLINE_SHARE]),
        *(
            (("trivial", answer, "shares", HEADLINE_SHARE), report.trivial[answer].shares[HEADLINE_SHARE])
            for answer in ANSWERS
        ),
    ):
        for key, number in _of_share(share):
            yield (*keys, key), number


def _of_score(score: Score) -> Iterator[tuple[str, float | None]]:
    given = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    if score.matched is None or score.predicted is None or score.gold is None:
        due: dict[str, float | None] = dict.fromkeys(given)
    else:
        if score.matched > min(score.predicted, score.gold):
            yield "matched", score.matched
        counts = Counts(score.matched, score.predicted, score.gold)
        due = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    yield from ((key, number) for key, number in given.items() if number != due[key])


def _of_share(share: Share) -> Iterator[tuple[str, float | None]]:
    if share.total is None or share.support is None:
        due = None
    else:
        if share.total > share.support:
            yield "total", share.total
        due = ratio(share.total, share.support)
    if share.value != due:
        yield "value", share.value
