"""Scored articles to the report: whole numbers are added over articles, and only then divided."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from benchmark.records.report import (
    Breakdown,
    Coreference,
    Counts,
    Macro,
    Score,
    ScoreReport,
    Share,
    SlotLine,
    ratio,
)
from benchmark.scoring import errors
from benchmark.scoring.aligned import ALIGNED_METRICS, ALIGNED_SHARES
from benchmark.scoring.confidence import confidence
from benchmark.scoring.coreference import COREFERENCE_METRICS, Shares, conll_mean
from benchmark.scoring.date_metrics import DATE_METRICS, DATE_SHARES, OUTCOMES, date_errors
from benchmark.scoring.resolution import Resolution
from benchmark.scoring.spans import SPAN_METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmark.records.report import Confidence, Interval
    from benchmark.scoring.date_metrics import Dated
    from benchmark.scoring.scorer import Options, Sheet

SCHEMA_VERSION = "1.0.0"
NONE = "-"
"""Stands for no event in the confusion table: missed gold in its column, spurious predictions in its row."""


class Entry(NamedTuple):
    """A metric of the report: its name, label and citation, and what a dataset must annotate to define it."""

    name: str
    label: str
    citation: str
    needs: frozenset[str]


def _needs(name: str, key: Iterable[str] = ()) -> frozenset[str]:
    needs = {"triggers" for part in key if part == "trigger"} | {
        "arguments" for part in key if part == "argument"
    }
    if name.startswith(("event_argument", "ceaf_ree")):
        needs.add("arguments")
    if "date" in name or name == "gold_undated":
        needs.add("dates")
    if name in {"status_accuracy", "mode_accuracy"}:
        needs.add({"status_accuracy": "status", "mode_accuracy": "modes"}[name])
    return frozenset(needs)


SCORES: tuple[Entry, ...] = (
    *(Entry(m.name, m.label, m.citation, _needs(m.name)) for m in ALIGNED_METRICS[:4]),
    *(Entry(m.name, m.label, m.citation, _needs(m.name, m.key)) for m in SPAN_METRICS),
    *(Entry(m.name, m.label, m.citation, _needs(m.name)) for m in ALIGNED_METRICS[4:]),
    *(Entry(name, label, citation, _needs(name)) for name, label, citation in DATE_METRICS),
)
"""Every metric with precision, recall and F1, in the order of reports."""

SHARES: tuple[Entry, ...] = (
    *(Entry(m.name, m.label, m.citation, _needs("date")) for m in DATE_SHARES),
    Entry("gold_undated", "Gold events undated", "dates.md 3", _needs("date")),
    Entry("gold_on_published", "Gold events dated P", "dates.md 3", _needs("date")),
    *(Entry(m.name, m.label, m.citation, _needs(m.name)) for m in ALIGNED_SHARES),
)
"""Every share and mean, in the order of reports."""

_LABELLED_SHARES: dict[str, Entry] = {entry.name: entry for entry in SHARES} | {
    "event_recall": Entry("event_recall", "Event recall", "scoring.md 3", frozenset()),
    "dated_event_recall": Entry("dated_event_recall", "Dated-event recall", "dates.md 3", _needs("date")),
}
_SPAN_NAMES = frozenset(metric.name for metric in SPAN_METRICS)
_LEVELS = ("type", "role", "tag", "status", "granularity", "basis", "event_tag")


def report(sheets: Sequence[Sheet], options: Options) -> ScoreReport:
    """Returns the report of scored articles; every score with its interval where resamples are asked for."""
    undefined = {entry.name for entry in (*SCORES, *SHARES) if not entry.needs <= options.annotates}
    if not any(sheet.has_span for sheet in sheets):
        undefined |= _SPAN_NAMES
    intervals = _intervals(sheets, options, undefined)
    totals = {entry.name: _sum(sheet.counts[entry.name] for sheet in sheets) for entry in SCORES}
    breakdowns = _breakdowns(sheets, undefined, options)
    return ScoreReport(
        schema_version=SCHEMA_VERSION,
        system=options.system,
        dataset=options.dataset,
        split=options.split,
        signature=str(options.signature),
        articles=len(sheets),
        missing_articles=tuple(sheet.article.article_id for sheet in sheets if sheet.missing),
        scores={
            entry.name: _score(entry, None if entry.name in undefined else totals[entry.name], intervals)
            for entry in SCORES
        },
        shares={
            entry.name: _undefined_share(entry)
            if entry.name in undefined
            else _share(entry, *_sum_share(sheet.shares[entry.name] for sheet in sheets), intervals)
            for entry in SHARES
        },
        macro=_macro(breakdowns["type"], undefined),
        breakdowns=breakdowns,
        date_outcomes=_outcomes(sheets),
        date_errors=date_errors(pair for sheet in sheets for pair in sheet.dated),
        trivial={
            answer: _date_shares((pair for sheet in sheets for pair in sheet.trivial[answer]), undefined)
            for answer in ("published", "null")
        },
        errors=_add_tables(errors.tally(sheet.verdicts) for sheet in sheets),
        muc_lines=_muc_lines(sheets),
        coreference=_coreference(sheets),
        confidence=_confidence(sheets, totals["event"].gold),
        confusion=_confusion(sheets),
        resolution=asdict(sum((sheet.resolution for sheet in sheets), Resolution())),
        per_article={sheet.article.article_id: _whole_numbers(sheet, undefined) for sheet in sheets},
    )


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _sum_share(shares: Iterable[tuple[Fraction | int, int]]) -> tuple[Fraction, int]:
    total, support = Fraction(0), 0
    for one, pairs in shares:
        total += one
        support += pairs
    return total, support


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
    total: Fraction | int,
    support: int,
    intervals: Mapping[tuple[str, str], Interval] | None = None,
) -> Share:
    return Share(
        name=entry.name,
        label=entry.label,
        total=float(total),
        support=support,
        value=float(Fraction(total) / support) if support else None,
        interval=intervals.get((entry.name, "value")) if intervals else None,
    )


def _undefined_share(entry: Entry) -> Share:
    return Share(name=entry.name, label=entry.label, total=None, support=None, value=None)


def _intervals(
    sheets: Sequence[Sheet], options: Options, undefined: set[str]
) -> dict[tuple[str, str], Interval]:
    """Returns intervals by metric and kind of value; empty where no resamples are asked for."""
    if not options.resamples or not sheets:
        return {}
    import numpy as np

    from benchmark.scoring import resampling

    columns: list[list[float]] = []
    statistics: list[tuple[str, str, slice, resampling.Statistic]] = []
    for entry in (*SCORES, *SHARES):
        if entry.name in undefined:
            continue
        start = len(columns)
        if entry.name in sheets[0].counts:
            rows = [sheet.counts[entry.name] for sheet in sheets]
            columns += [[c.matched for c in rows], [c.predicted for c in rows], [c.gold for c in rows]]
            kinds = {"precision": resampling.precision, "recall": resampling.recall, "f1": resampling.f1}
        else:
            shares = [sheet.shares[entry.name] for sheet in sheets]
            columns += [[float(total) for total, _ in shares], [support for _, support in shares]]
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


def _breakdowns(
    sheets: Sequence[Sheet], undefined: set[str], options: Options
) -> dict[str, dict[str, Breakdown]]:
    scores: dict[tuple[str, str], dict[str, Counts]] = defaultdict(dict)
    shares: dict[tuple[str, str], dict[str, tuple[Fraction | int, int]]] = defaultdict(dict)
    for sheet in sheets:
        for (level, label, name), counts in sheet.labelled.items():
            table = scores[level, label]
            table[name] = table.get(name, Counts()) + counts
        for (level, label, name), (total, support) in sheet.labelled_shares.items():
            old_total, old_support = shares[level, label].get(name, (0, 0))
            shares[level, label][name] = (old_total + total, old_support + support)
        for tag in sheet.article.tags:
            table = scores["tag", tag]
            for name, counts in sheet.counts.items():
                table[name] = table.get(name, Counts()) + counts
            for name, (total, support) in sheet.shares.items():
                old_total, old_support = shares["tag", tag].get(name, (0, 0))
                shares["tag", tag][name] = (old_total + total, old_support + support)
    skipped = set() if "dates" in options.annotates else {"granularity", "basis"}
    result: dict[str, dict[str, Breakdown]] = {level: {} for level in _LEVELS}
    for level, label in sorted({*scores, *shares}):
        if level in skipped:
            continue
        result[level][label] = Breakdown(
            scores={
                entry.name: _score(entry, scores[level, label][entry.name])
                for entry in SCORES
                if entry.name in scores[level, label] and entry.name not in undefined
            },
            shares={
                name: _share(entry, *shares[level, label][name])
                for name, entry in _LABELLED_SHARES.items()
                if name in shares[level, label] and name not in undefined and entry.needs <= options.annotates
            },
        )
    return result


def _macro(by_type: Mapping[str, Breakdown], undefined: set[str]) -> dict[str, Macro]:
    """Means over the types that occur in gold, each over those of them that define it."""
    macro = {}
    for entry in SCORES:
        rows = [
            found
            for breakdown in by_type.values()
            if (found := breakdown.scores.get(entry.name)) is not None and found.gold
        ]
        if entry.name in undefined or not rows:
            continue
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


def _outcomes(sheets: Sequence[Sheet]) -> dict[str, int]:
    counted = sum((sheet.outcomes for sheet in sheets), Counter[str]())
    return {outcome: counted[outcome] for outcome in OUTCOMES}


def _date_shares(pairs: Iterable[Dated], undefined: set[str]) -> dict[str, Share]:
    listed = list(pairs)
    shares = {}
    for metric, entry in zip(DATE_SHARES, SHARES[: len(DATE_SHARES)], strict=True):
        earned = [one for one in map(metric.earned, listed) if one is not None]
        shares[entry.name] = (
            _undefined_share(entry)
            if entry.name in undefined
            else _share(entry, sum(earned, Fraction(0)), len(earned))
        )
    return shares


def _add_tables(tables: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    summed = {side: dict.fromkeys(labels, 0) for side, labels in errors.LABELS.items()}
    for table in tables:
        for side, labels in table.items():
            for label, count in labels.items():
                summed[side][label] += count
    return summed


def _muc_lines(sheets: Sequence[Sheet]) -> dict[str, SlotLine]:
    lines: dict[str, errors.MucLine] = {}
    for sheet in sheets:
        for slot, line in errors.muc_lines(sheet.alignment, sheet.verdicts).items():
            lines[slot] = lines.get(slot, errors.MucLine()) + line
    return {
        slot: SlotLine(
            possible=line.possible,
            actual=line.actual,
            **asdict(line),
            overgeneration=line.overgeneration,
            undergeneration=line.undergeneration,
        )
        for slot, line in sorted(lines.items())
    }


def _coreference(sheets: Sequence[Sheet]) -> dict[str, Coreference] | None:
    sides = [(sheet.alignment.gold, sheet.alignment.predicted) for sheet in sheets]
    if not all(any(len(event.triggers) > 1 for pair in sides for event in pair[side]) for side in (0, 1)):
        return None
    sums = {
        metric.name: sum((sheet.coreference[metric.name] for sheet in sheets), Shares())
        for metric in COREFERENCE_METRICS
    }
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


def _confidence(sheets: Sequence[Sheet], gold: int) -> Confidence | None:
    events = []
    for sheet in sheets:
        matched = {pair.predicted for pair in sheet.alignment.pairs}
        for place, event in enumerate(sheet.alignment.predicted):
            if event.confidence is None:
                return None
            events.append((event.confidence, place in matched))
    return confidence(events, gold) if events else None


def _confusion(sheets: Sequence[Sheet]) -> dict[str, dict[str, int]]:
    """Gold type, then predicted type, then the number of aligned events; NONE where a side has none."""
    counted: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        gold, predicted = sheet.alignment.gold, sheet.alignment.predicted
        for verdict in sheet.verdicts:
            if verdict.unit == "event":
                i, j = verdict.gold_event, verdict.predicted_event
                mine = NONE if i is None or verdict.excused else gold[i].event_type
                theirs = NONE if j is None else predicted[j].event_type
                counted[mine, theirs] += 1
    table: dict[str, dict[str, int]] = {}
    for (mine, theirs), count in sorted(counted.items()):
        table.setdefault(mine, {})[theirs] = count
    return table


def _whole_numbers(sheet: Sheet, undefined: set[str]) -> dict[str, tuple[int, ...]]:
    """The whole numbers of one article: m, p, g of each score, and right and support of date accuracy."""
    numbers: dict[str, tuple[int, ...]] = {
        entry.name: (counts.matched, counts.predicted, counts.gold)
        for entry in SCORES
        if entry.name not in undefined
        for counts in [sheet.counts[entry.name]]
    }
    if "date_accuracy" not in undefined:
        right, support = sheet.shares["date_accuracy"]
        numbers["date_accuracy"] = (int(right), support)
    return numbers
