"""Reports compared: paired tests between systems, from the whole numbers that reports keep by article."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from benchmark.records import SCHEMA_VERSION
from benchmark.records.comparison import Comparison, Flip, Pair, Standing
from benchmark.records.errors import CheckError, MisuseError, OtherVersionError, UnknownNameError
from benchmark.records.leaderboard import (
    HEADLINE_SHARE,
    RANKING,
    SIGNIFICANT,
    PairTest,
    Standings,
    require_one_board,
)
from benchmark.scoring import resampling
from benchmark.scoring.signature import parse
from benchmark.scoring.summation import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmark.records.report import ScoreReport

_SHARE = 2
"""Columns of the whole numbers of a share: right and support. Those of a score are three."""

FLIPS = 5
"""Articles named for each pair."""

SWAPS_OF_A_PAIR = 25
"""Holm's least p-value is then 0.04, which is below what is significant in print, too."""

MOST_SWAPS = 125_000
"""Draws of a test beyond the resamples of the signature: what 100 systems need."""

Whole: TypeAlias = "NDArray[np.int64]"
"""(articles, 3) of matched, predicted and gold, or (articles, 2) of right and support."""


class _Field(NamedTuple):
    """Systems best first, with their whole numbers and, per article, what their ratios are made of."""

    reports: list[ScoreReport]
    articles: list[str]
    whole: list[Whole]
    counts: list[resampling.Sums]
    resamples: int
    seed: int


def compare(reports: Sequence[ScoreReport], metric: str = "dated_event", flips: int = FLIPS) -> Comparison:
    """Return how the systems of some reports differ on F1 of a metric, or on date accuracy.

    A pair is tested by approximate randomisation and paired bootstrap over articles, seed and resamples as
    in the signature, with more swaps where many pairs need them; Holm's correction is over all pairs
    (scoring.md, 4). An article is won by the higher score of its own: F1 from its own counts, 1 where it has
    no unit on either side; a share without support is no verdict, a tie. The ``flips`` articles that a pair
    names have the greatest difference of these, then of matched units, then the least id. The order of the
    reports does not matter.

    Raises:
        MisuseError: no report, one without numbers by article or resamples, or a metric that the dataset
            does not define; UnknownNameError for one that no report keeps by article.
        OtherVersionError: the reports differ in dataset, split or signature, or in what a guest's metric is.
        CheckError: two reports are of one system and version, or numbers do not add up.
    """
    field = _field(reports, metric)
    swapped = resampling.swapped_sums(field.counts, _swaps(field), field.seed)
    stacked = resampling.bootstrap_sums(np.concatenate(field.counts, axis=1), field.resamples, field.seed)
    drawn = [stacked[:, 2 * i : 2 * i + 2] for i in range(len(field.counts))]
    places = list(combinations(range(len(field.reports)), 2))
    found = [
        resampling.difference(
            (field.counts[i], field.counts[j]),
            (swapped[i], swapped[j]),
            (drawn[i], drawn[j]),
            resampling.share,
        )
        for i, j in places
    ]
    adjusted = _adjust([one.p_value if one else None for one in found])
    own = [_own_scores(whole, counts) for whole, counts in zip(field.whole, field.counts, strict=True)]
    ids = [report.system.id for report in field.reports]
    first = field.reports[0]
    return Comparison(
        schema_version=SCHEMA_VERSION,
        dataset=first.dataset,
        split=first.split,
        signature=first.signature,
        articles=len(field.articles),
        metric=metric,
        label=(first.shares if metric == HEADLINE_SHARE else first.scores)[metric].label,
        systems=tuple(
            Standing(
                system_id=name,
                name=report.system.name,
                version=report.system.version,
                rank_range=ranks,
                value=_value(counts),
                interval=resampling.interval(counts, sums, resampling.share),
            )
            for name, report, ranks, counts, sums in zip(
                ids, field.reports, _ranges(len(ids), places, adjusted), field.counts, drawn, strict=True
            )
        ),
        pairs=tuple(
            _pair(
                (ids[i], ids[j]),
                test,
                p_value,
                _wins((field.whole[i], field.whole[j]), own[i] - own[j], field.articles, flips),
            )
            for (i, j), test, p_value in zip(places, found, adjusted, strict=True)
        ),
    )


def stand(reports: Sequence[ScoreReport]) -> Standings:
    """Return what the tests say of what ranks a board (``RANKING``): rank ranges, and each pair.

    Empty where there is no report, no numbers by article, no resamples or none of these metrics. Raises what
    ``compare`` raises of reports that do not belong together.
    """
    if not reports or any(_is_bare(report) for report in reports):
        return Standings()
    metric = next((name for name in RANKING if all(_totals(report, name) for report in reports)), None)
    if metric is None or not parse(reports[0].signature).boot:
        return Standings()
    field = _field(reports, metric)
    swapped = resampling.swapped_sums(field.counts, _swaps(field), field.seed)
    places = list(combinations(range(len(field.reports)), 2))
    # The sums over articles are all that a test takes of them: they are added once, not for each pair.
    sums = [counts.sum(axis=0, keepdims=True) for counts in field.counts]
    p_values = [
        resampling.randomisation((sums[i], sums[j]), (swapped[i], swapped[j]), resampling.share)
        for i, j in places
    ]
    ids = [report.system.id for report in field.reports]
    values = [_value(counts) for counts in field.counts]
    adjusted = _adjust(p_values)
    return Standings(
        ranges=dict(zip(ids, _ranges(len(ids), places, adjusted), strict=True)),
        tests=tuple(
            PairTest(
                first=ids[i],
                second=ids[j],
                difference=_minus(values[i], values[j]),
                p_value=p_value,
            )
            for (i, j), p_value in zip(places, adjusted, strict=True)
        ),
    )


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _field(reports: Sequence[ScoreReport], metric: str) -> _Field:
    if not reports:
        raise MisuseError("there is no report to compare")
    require_one_board(reports)
    signature = parse(reports[0].signature)
    if not signature.boot:
        raise MisuseError(
            "the signature's boot:0 leaves no resamples to test with: score without --resamples 0"
        )
    known = set.intersection(
        *({*report.scores, *({HEADLINE_SHARE} & report.shares.keys())} for report in reports)
    )
    if metric not in known:
        raise UnknownNameError("metric", metric, known)
    # No signature has the version of a guest, but its label has (scoring.guests).
    labels = sorted({report.scores[metric].label for report in reports}) if metric not in NAMES else []
    if len(labels) > 1:
        raise OtherVersionError(f"{metric} is not one metric in all reports: {'; '.join(labels)}")
    bare = sorted(report.system.id for report in reports if _is_bare(report))
    if bare:
        raise MisuseError(
            f"no numbers by article, which every test needs, in the report of {', '.join(bare)}"
        )
    articles = [sorted(report.per_article.articles) for report in reports if report.per_article]
    if any(ids != articles[0] for ids in articles):
        raise CheckError("the reports are of different articles")
    whole = {report.system.id: _whole(report, metric) for report in reports}
    counts = {name: _fractions(numbers) for name, numbers in whole.items()}
    ordered = sorted(reports, key=lambda report: _order(_value(counts[report.system.id]), report))
    ids = [report.system.id for report in ordered]
    return _Field(
        reports=ordered,
        articles=articles[0],
        whole=[whole[name] for name in ids],
        counts=[counts[name] for name in ids],
        resamples=signature.boot,
        seed=signature.seed,
    )


def _swaps(field: _Field) -> int:
    """Return how many swaps the tests draw: the resamples of the signature, or what so many pairs need."""
    # The least p-value is 1 / (1 + swaps), and Holm multiplies it by the number of pairs: with 10,000 swaps
    # no two of 33 systems could differ.
    needed = SWAPS_OF_A_PAIR * math.comb(len(field.reports), 2)
    return max(field.resamples, needed) if needed <= MOST_SWAPS else field.resamples


def _is_bare(report: ScoreReport) -> bool:
    return report.per_article is None or not report.per_article.articles


def _whole(report: ScoreReport, metric: str) -> Whole:
    """Return the whole numbers of all articles in the order of their ids; they must add up to the report."""
    totals, kept = _totals(report, metric), report.per_article
    if totals is None or kept is None:
        names = (*report.scores, HEADLINE_SHARE)
        counted = sorted(name for name in names if _totals(report, name) is not None)
        others = f"; --metric may be {', '.join(counted)}" if counted else ""
        raise MisuseError(f"{metric} counts what {report.dataset.name} does not annotate{others}")
    parts = kept.numbers.get(metric, {})
    if (
        {name: sum(numbers) for name, numbers in parts.items()} != totals
        or {len(numbers) for numbers in parts.values()} != {len(kept.articles)}
        or min(map(min, parts.values())) < 0
    ):
        raise CheckError(f"the report of {report.system.id} does not add up: {metric} by article and in all")
    whole = np.array([parts[name] for name in totals], dtype=np.int64).T
    if (whole[:, :1] > whole[:, 1:]).any():
        raise CheckError(
            f"the report of {report.system.id} does not add up: {metric} has more right than there are"
        )
    return whole[sorted(range(len(whole)), key=kept.articles.__getitem__)]


def _totals(report: ScoreReport, metric: str) -> dict[str, float] | None:
    """The whole numbers of all articles together, None where the dataset does not annotate them."""
    score, share = report.scores.get(metric), report.shares.get(metric)
    numbers: dict[str, float | None] = {}
    if score is not None:
        numbers = {"matched": score.matched, "predicted": score.predicted, "gold": score.gold}
    elif share is not None:
        numbers = {"total": share.total, "support": share.support}
    present = {name: number for name, number in numbers.items() if number is not None}
    return present if present and len(present) == len(numbers) else None


def _fractions(whole: Whole) -> resampling.Sums:
    """Numerator and denominator, (articles, 2), of F1 = 2m / (p + g), or of right / support."""
    if whole.shape[1] == _SHARE:
        return whole.astype(np.float64)
    return np.stack([2 * whole[:, 0], whole[:, 1] + whole[:, 2]], axis=1).astype(np.float64)


def _value(counts: resampling.Sums) -> float | None:
    value = float(resampling.share(counts.sum(axis=0)))
    return None if np.isnan(value) else value


def _order(value: float | None, report: ScoreReport) -> tuple[bool, float, str]:
    return value is None, -(value or 0.0), report.system.id


def _adjust(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's adjusted p-values; a pair without a p-value is no test."""
    adjusted = iter(resampling.holm([p_value for p_value in p_values if p_value is not None]))
    return [None if p_value is None else next(adjusted) for p_value in p_values]


def _ranges(
    systems: int, places: Sequence[tuple[int, int]], adjusted: Sequence[float | None]
) -> list[tuple[int, int]]:
    """Best and worst ranks of systems that stand best first, so that of a pair the first is the better."""
    best, worst = [1] * systems, [systems] * systems
    for (better, worse), p_value in zip(places, adjusted, strict=True):
        if p_value is not None and p_value < SIGNIFICANT:
            best[worse] += 1
            worst[better] -= 1
    return list(zip(best, worst, strict=True))


def _own_scores(whole: Whole, counts: resampling.Sums) -> resampling.Sums:
    """Each article's own score, (articles,): F1 is 1 where no side has a unit; a share may be NaN."""
    own = resampling.share(counts)
    # Silence about an article without events is right; else who invents some there could not lose it.
    return own if whole.shape[1] == _SHARE else np.where(np.isnan(own), 1.0, own)


class _Wins(NamedTuple):
    """Articles won by the first system, by the second, by none, and those that differ most."""

    wins: int
    losses: int
    ties: int
    flips: tuple[Flip, ...]


def _wins(
    pair: tuple[Whole, Whole], differences: resampling.Sums, articles: Sequence[str], flips: int
) -> _Wins:
    differences = np.nan_to_num(differences, nan=0.0)
    matched = np.abs(pair[0][:, 0] - pair[1][:, 0])
    # Rounded, or the last bit would decide between equal differences of unequal fractions.
    most = np.lexsort((-matched, -np.round(np.abs(differences), 12)))[:flips]
    wins, losses = int((differences > 0).sum()), int((differences < 0).sum())
    return _Wins(
        wins=wins,
        losses=losses,
        ties=len(articles) - wins - losses,
        flips=tuple(
            Flip(
                article_id=articles[i],
                first=tuple(map(int, pair[0][i])),
                second=tuple(map(int, pair[1][i])),
                difference=float(differences[i]),
            )
            for i in most
            if differences[i]
        ),
    )


def _pair(
    ids: tuple[str, str], test: resampling.Difference | None, adjusted: float | None, by_article: _Wins
) -> Pair:
    return Pair(
        first=ids[0],
        second=ids[1],
        difference=test.value if test else None,
        interval=test.interval if test else None,
        p_value=test.p_value if test else None,
        adjusted_p_value=adjusted,
        wins=by_article.wins,
        losses=by_article.losses,
        ties=by_article.ties,
        flips=by_article.flips,
    )
