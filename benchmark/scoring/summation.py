"""Scored articles to the report: whole numbers are added over articles, and only then divided."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from benchmark.records import SCHEMA_VERSION
from benchmark.records.report import (
    ANSWERS,
    Breakdown,
    Coreference,
    Counts,
    LabelScore,
    LabelShare,
    Macro,
    PerArticle,
    Score,
    ScoreReport,
    Share,
    SlotLine,
    Trivial,
    ratio,
)
from benchmark.scoring import guests
from benchmark.scoring.aligned import ALIGNED_METRICS, ALIGNED_SHARES
from benchmark.scoring.confidence import confidence
from benchmark.scoring.coreference import COREFERENCE_METRICS, conll_mean
from benchmark.scoring.date_metrics import (
    DATE_METRICS,
    DATE_SHARES,
    date_counts,
    date_errors,
    date_outcomes,
    share_sums,
)
from benchmark.scoring.spans import SPAN_METRICS
from benchmark.scoring.tally import WHOLE, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmark.records.report import Confidence, Interval
    from benchmark.scoring.aligned import AlignedMetric, AlignedShare
    from benchmark.scoring.coreference import Shares
    from benchmark.scoring.date_metrics import Times
    from benchmark.scoring.marking import Sheet
    from benchmark.scoring.options import Options
    from benchmark.scoring.spans import SpanMetric
    from benchmark.scoring.tally import Row, Tally


NONE = "-"
"""Stands for no event in the confusion table: missed gold in its column, spurious predictions in its row."""


class Entry(NamedTuple):
    """A metric of the report: its name, label and citation, and what a dataset must annotate to define it."""

    name: str
    label: str
    citation: str
    needs: frozenset[str]

    @classmethod
    def of(cls, metric: AlignedMetric | AlignedShare | SpanMetric) -> Entry:
        """Return the entry of a metric that says itself what it needs."""
        return cls(metric.name, metric.label, metric.citation, metric.needs)


_DATES = frozenset({"dates"})

SCORES: tuple[Entry, ...] = (
    *map(Entry.of, ALIGNED_METRICS[:4]),
    *map(Entry.of, SPAN_METRICS),
    *map(Entry.of, ALIGNED_METRICS[4:]),
    *(Entry(name, label, citation, _DATES) for name, label, citation in DATE_METRICS),
)
"""Every metric with precision, recall and F1, in the order of reports."""

SHARES: tuple[Entry, ...] = (
    *(Entry(m.name, m.label, m.citation, _DATES) for m in DATE_SHARES),
    Entry("gold_undated", "Gold events undated", "dates.md 3", _DATES),
    Entry("gold_on_published", "Gold events dated P", "dates.md 3", _DATES),
    *map(Entry.of, ALIGNED_SHARES),
)
"""Every share and mean, in the order of reports."""

_LABELLED_SHARES: dict[str, Entry] = {entry.name: entry for entry in SHARES} | {
    "event_recall": Entry("event_recall", "Event recall", "scoring.md 3", frozenset()),
    "dated_event_recall": Entry("dated_event_recall", "Dated-event recall", "dates.md 3", _DATES),
}
NAMES = frozenset((*(entry.name for entry in SCORES), *_LABELLED_SHARES))
"""All that are ours: no metric of a guest may be called so."""

_SPAN_NAMES = frozenset(metric.name for metric in SPAN_METRICS)
_EVENT_SIDES = ("gold_events", "predicted_events")
_RECALLS = frozenset(("event_recall", "dated_event_recall"))
_TRIVIAL_SHARES = (*(metric.name for metric in DATE_SHARES), "dated_event_recall")
_CELL_LEVELS: tuple[Literal["type", "role"], ...] = ("type", "role")
_LEVELS = ("type", "role", "tag", "status", "granularity", "basis", "event_tag")
"""Those that every report has; ``language`` is there where articles have several."""


def report(sheets: Iterable[Sheet], options: Options, metrics: Sequence[AlignedMetric] = ()) -> ScoreReport:
    """Return the report of scored articles; every score with its interval where resamples are asked for.

    ``metrics`` are those of guests, whose scores come last; ``scorer.score`` says what it raises of them.
    """
    guests.require(metrics, NAMES)
    scores = (*SCORES, *map(Entry.of, metrics))
    undefined = {entry.name for entry in (*scores, *SHARES) if not entry.needs <= options.annotates}
    whole = tally(sheets, [metric for metric in metrics if metric.name not in undefined])
    if not whole.has_span:
        undefined |= _SPAN_NAMES
    defined = [entry for entry in scores if entry.name not in undefined]
    intervals = _intervals(
        whole, options, (*defined, *(entry for entry in SHARES if entry.name not in undefined))
    )
    totals = _totals(whole)
    events = whole.events[WHOLE]
    shares = share_sums(events.items(), "sent") | {
        share.name: _sum_shares(row.shares[share.name] for row in whole.rows) for share in ALIGNED_SHARES
    }
    breakdowns = _breakdowns(whole, defined, options)
    dated = "dates" in options.annotates
    return ScoreReport(
        schema_version=SCHEMA_VERSION,
        system=options.system,
        dataset=options.dataset,
        split=options.split,
        signature=str(options.signature),
        articles=len(whole.rows),
        missing_articles=tuple(whole.missing),
        scores={
            entry.name: _score(entry, None if entry.name in undefined else totals[entry.name], intervals)
            for entry in scores
        },
        shares={
            entry.name: _share(entry, None if entry.name in undefined else shares[entry.name], intervals)
            for entry in SHARES
        },
        macro=_macro(breakdowns["type"], defined),
        breakdowns=breakdowns,
        date_outcomes=date_outcomes(events.items(), "sent") if dated else None,
        date_errors=date_errors(events.items(), "sent") if dated else None,
        trivial={answer: _trivial(whole, answer, totals["event"], undefined) for answer in ANSWERS},
        errors={
            side: {label: times for label, times in labels.items() if dated or label != "wrong_date"}
            for side, labels in whole.errors.labels.items()
            if side in _EVENT_SIDES or "arguments" in options.annotates
        },
        muc_lines={
            slot: SlotLine(
                possible=line.possible,
                actual=line.actual,
                **asdict(line),
                overgeneration=line.overgeneration,
                undergeneration=line.undergeneration,
            )
            for slot, line in sorted(whole.errors.muc_lines.items())
            if dated or slot != "date"
        },
        coreference=_coreference(whole.coreference.shares),
        confidence=_confidence(whole, totals["event"].gold),
        confusion=_confusion(whole),
        resolution={
            kind: ways for kind, ways in asdict(whole.resolution).items() if kind in options.annotates
        },
        per_article=_per_article(whole.rows, defined, dated=dated),
    )


def _totals(whole: Tally) -> dict[str, Counts]:
    totals = {name: cells.total for name, cells in whole.cells.items()}
    dated = whole.dated_predicted.total()
    return totals | _date_totals(whole.events[WHOLE].items(), "sent", dated)


def _date_totals(events: Times, answer: str, dated_predicted: int) -> dict[str, Counts]:
    names = (name for name, _, _ in DATE_METRICS)
    return dict(zip(names, date_counts(events, answer, dated_predicted), strict=True))


def _trivial(whole: Tally, answer: str, event: Counts, undefined: set[str]) -> Trivial:
    """Return what one answer to all dates would earn on the pairs of M."""
    events = whole.events[WHOLE]
    sums = share_sums(events.items(), answer)
    right, required = sums["dated_event_recall"]
    counts = _date_totals(events.items(), answer, whole.datable if answer == "published" else 0) | {
        "dated_event": Counts(int(right), event.predicted, required)
    }
    dated = "date" not in undefined
    return Trivial(
        scores={
            entry.name: _score(entry, None if entry.name in undefined else counts[entry.name])
            for entry in SCORES
            if entry.name in counts
        },
        shares={
            entry.name: _share(entry, None if entry.name in undefined else sums[entry.name])
            for entry in SHARES[: len(DATE_SHARES)]
        },
        date_outcomes=date_outcomes(events.items(), answer) if dated else None,
        date_errors=date_errors(events.items(), answer) if dated else None,
    )


def _sum_shares(shares: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(shares)
    return sum(right for right, _ in listed), sum(support for _, support in listed)


def _score(
    entry: Entry, counts: Counts | None, intervals: Mapping[tuple[str, str], Interval] | None = None
) -> Score:
    found = {
        kind: intervals[entry.name, kind]
        for kind in ("precision", "recall", "f1")
        if intervals and (entry.name, kind) in intervals
    }
    return Score(
        name=entry.name,
        label=entry.label,
        matched=counts.matched if counts else None,
        predicted=counts.predicted if counts else None,
        gold=counts.gold if counts else None,
        precision=counts.precision if counts else None,
        recall=counts.recall if counts else None,
        f1=counts.f1 if counts else None,
        intervals=found,
    )


def _share(
    entry: Entry,
    sums: tuple[Fraction | int, int] | None,
    intervals: Mapping[tuple[str, str], Interval] | None = None,
) -> Share:
    if sums is None:
        return Share(name=entry.name, label=entry.label, total=None, support=None, value=None)
    total, support = sums
    return Share(
        name=entry.name,
        label=entry.label,
        total=float(total),
        support=support,
        value=float(Fraction(total) / support) if support else None,
        interval=intervals.get((entry.name, "value")) if intervals else None,
    )


def _intervals(whole: Tally, options: Options, defined: Sequence[Entry]) -> dict[tuple[str, str], Interval]:
    """Return intervals by metric and kind of value; empty where no resamples are asked for."""
    if not options.resamples or not whole.rows:
        return {}
    import numpy as np

    from benchmark.scoring import resampling

    shares = [share_sums(((event, 1) for event in row.events), "sent") | row.shares for row in whole.rows]
    columns: list[list[float]] = []
    statistics: list[tuple[str, str, slice, resampling.Statistic]] = []
    for entry in defined:
        start = len(columns)
        if entry.name in whole.rows[0].counts:
            rows = [row.counts[entry.name] for row in whole.rows]
            columns += [[c.matched for c in rows], [c.predicted for c in rows], [c.gold for c in rows]]
            kinds = {"precision": resampling.precision, "recall": resampling.recall, "f1": resampling.f1}
        else:
            own = [sums[entry.name] for sums in shares]
            columns += [[float(total) for total, _ in own], [support for _, support in own]]
            kinds = {"value": resampling.share}
        place = slice(start, len(columns))
        statistics += [(entry.name, kind, place, statistic) for kind, statistic in kinds.items()]
    counts = np.array(columns, dtype=np.float64).T
    sums = resampling.bootstrap_sums(counts, options.resamples, options.seed)
    found = {
        (name, kind): resampling.interval(counts[:, place], sums[:, place], statistic)
        for name, kind, place, statistic in statistics
    }
    return {key: interval for key, interval in found.items() if interval is not None}


def _breakdowns(whole: Tally, defined: Sequence[Entry], options: Options) -> dict[str, dict[str, Breakdown]]:
    scores = _labelled_scores(whole)
    result: dict[str, dict[str, Breakdown]] = {level: {} for level in _LEVELS}
    for level, label in sorted({*scores, *whole.events} - {WHOLE}):
        if level == "granularity" and "dates" not in options.annotates:
            continue
        counts = scores.get((level, label), {})
        events = whole.events.get((level, label), Counter())
        shares = {answer: share_sums(events.items(), answer) for answer in ("sent", *ANSWERS)}
        right = whole.shares.get((level, label), Counter())
        shares["sent"] |= {
            share.name: (right[share.name, True], right[share.name, True] + right[share.name, False])
            for share in ALIGNED_SHARES
        }
        result.setdefault(level, {})[label] = Breakdown(
            scores={
                entry.name: _label_score(counts[entry.name]) for entry in defined if entry.name in counts
            },
            shares=_labelled_shares(shares["sent"], level, options),
            trivial={
                answer: _labelled_shares(
                    {name: shares[answer][name] for name in _TRIVIAL_SHARES}, level, options
                )
                for answer in ANSWERS
                if events and "dates" in options.annotates
            },
        )
    return result


def _labelled_scores(whole: Tally) -> dict[tuple[str, str], dict[str, Counts]]:
    scores: dict[tuple[str, str], dict[str, Counts]] = defaultdict(dict)
    for name, cells in whole.cells.items():
        for level in _CELL_LEVELS:
            for label, counts in cells.by(level).items():
                scores[level, label][name] = counts
    for event_type in {*whole.dated_predicted, *(label for level, label in whole.events if level == "type")}:
        events = whole.events.get(("type", event_type), Counter())
        dated = whole.dated_predicted[event_type]
        scores["type", event_type] |= _date_totals(events.items(), "sent", dated)
    for key, rows in whole.articles.items():
        scores[key] = {name: _add_up([row.counts[name] for row in rows]) for name in rows[0].counts}
    return scores


def _label_score(counts: Counts) -> LabelScore:
    return LabelScore(
        matched=counts.matched,
        predicted=counts.predicted,
        gold=counts.gold,
        precision=counts.precision,
        recall=counts.recall,
        f1=counts.f1,
    )


def _add_up(counts: Sequence[Counts]) -> Counts:
    return Counts(
        sum([one.matched for one in counts]),
        sum([one.predicted for one in counts]),
        sum([one.gold for one in counts]),
    )


def _labelled_shares(
    sums: Mapping[str, tuple[Fraction | int, int]], level: str, options: Options
) -> dict[str, LabelShare]:
    """Return the shares that are defined; where a level has scores, recall is among them."""
    return {
        name: LabelShare(total=float(total), support=support, value=float(Fraction(total) / support))
        for name, entry in _LABELLED_SHARES.items()
        if name in sums
        for total, support in [sums[name]]
        if support
        and entry.needs <= options.annotates
        and not (level in {"type", "tag", "language"} and name in _RECALLS)
    }


def _macro(by_type: Mapping[str, Breakdown], defined: Sequence[Entry]) -> dict[str, Macro]:
    """Means over the types that occur in gold, each over those of them that define it."""
    macro = {}
    for entry in defined:
        rows = [
            found
            for breakdown in by_type.values()
            if (found := breakdown.scores.get(entry.name)) is not None and found.gold
        ]
        if rows:
            macro[entry.name] = Macro(
                name=entry.name,
                label=entry.label,
                types=len(rows),
                precision=_mean(row.precision for row in rows),
                recall=_mean(row.recall for row in rows),
                f1=_mean(row.f1 for row in rows),
            )
    return macro


def _mean(values: Iterable[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return ratio(sum(defined), len(defined))


def _coreference(sums: Mapping[str, Shares] | None) -> dict[str, Coreference] | None:
    if sums is None:
        return None
    table = {
        metric.name: Coreference(
            name=metric.name,
            label=metric.label,
            precision=sums[metric.name].precision,
            recall=sums[metric.name].recall,
            f1=sums[metric.name].f1,
        )
        for metric in COREFERENCE_METRICS
    }
    mean = conll_mean(sums["muc"], sums["b_cubed"], sums["ceaf_e"])
    table["conll"] = Coreference(name="conll", label="CoNLL mean", precision=None, recall=None, f1=mean)
    return table


def _confidence(whole: Tally, gold: int) -> Confidence | None:
    events = [(value, matched) for value, matched in whole.confidences if value is not None]
    return confidence(events, gold) if events and len(events) == len(whole.confidences) else None


def _confusion(whole: Tally) -> dict[str, dict[str, int]]:
    """Gold type, then predicted type, then the number of aligned events; NONE where a side has none."""
    named = {
        (mine or NONE, theirs or NONE): count for (mine, theirs), count in whole.errors.confusion.items()
    }
    table: dict[str, dict[str, int]] = {}
    for (mine, theirs), count in sorted(named.items()):
        table.setdefault(mine, {})[theirs] = count
    return table


def _per_article(rows: Sequence[Row], defined: Sequence[Entry], *, dated: bool) -> PerArticle:
    """The whole numbers of all articles: those of each score, and of date accuracy."""
    numbers: dict[str, dict[str, tuple[int, ...]]] = {}
    for entry in defined:
        counts = [row.counts[entry.name] for row in rows]
        numbers[entry.name] = {
            "matched": tuple(one.matched for one in counts),
            "predicted": tuple(one.predicted for one in counts),
            "gold": tuple(one.gold for one in counts),
        }
    if dated:
        events = [[e.sent for e in row.events if e.sent is not None and e.dated] for row in rows]
        numbers["date_accuracy"] = {
            "total": tuple(sum(sent.comparison.right for sent in own) for own in events),
            "support": tuple(map(len, events)),
        }
    return PerArticle(articles=tuple(row.article_id for row in rows), numbers=numbers)
