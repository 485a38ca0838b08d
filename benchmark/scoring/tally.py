"""Scored articles counted: whole numbers by metric, article and label, which the report only divides."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmark.records.date import parse
from benchmark.records.report import Counts
from benchmark.scoring import guests
from benchmark.scoring.aligned import ALIGNED_METRICS, ALIGNED_SHARES
from benchmark.scoring.cells import Cells
from benchmark.scoring.coreference import CoreferenceTally
from benchmark.scoring.date_metrics import DATE_METRICS, Judged, date_counts, judge
from benchmark.scoring.errors import ErrorTally
from benchmark.scoring.resolution import Resolution
from benchmark.scoring.spans import SpanTally, has_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.scoring.aligned import AlignedMetric
    from benchmark.scoring.marking import Sheet

WHOLE = ("", "")
"""The level and label of all gold events."""


@dataclass(frozen=True, slots=True)
class Row:
    """The whole numbers of one article: counts by metric, right and support by share, its gold events."""

    article_id: str
    tags: tuple[str, ...]
    language: str
    counts: dict[str, Counts]
    shares: dict[str, tuple[int, int]]
    events: list[Judged]


@dataclass(slots=True)
class Tally:
    """All that a report is made of, added up article by article.

    ``articles`` has the rows of each label that articles have, ``cells`` go by metric. ``events`` holds
    the gold events by level and label, with how many are alike, and ``shares`` their pairs, by aligned
    share and whether it is right; ``dated_predicted`` the predicted events with a date by type,
    ``datable`` those of articles whose publication date is known. ``confidences`` has the confidence of
    each predicted event, None where it has none, and whether it is in M.
    """

    rows: list[Row] = field(default_factory=list)
    articles: defaultdict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    missing: list[str] = field(default_factory=list)
    has_span: bool = False
    cells: dict[str, Cells] = field(
        default_factory=lambda: {metric.name: Cells() for metric in ALIGNED_METRICS}
    )
    spans: SpanTally = field(default_factory=SpanTally)
    events: defaultdict[tuple[str, str], Counter[Judged]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    shares: defaultdict[tuple[str, str], Counter[tuple[str, bool]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    dated_predicted: Counter[str] = field(default_factory=Counter)
    datable: int = 0
    errors: ErrorTally = field(default_factory=ErrorTally)
    resolution: Resolution = field(default_factory=Resolution)
    confidences: list[tuple[float | None, bool]] = field(default_factory=list)
    coreference: CoreferenceTally = field(default_factory=CoreferenceTally)


def tally(sheets: Iterable[Sheet], metrics: Sequence[AlignedMetric] = ()) -> Tally:
    """Return the whole numbers of scored articles, those of guests' ``metrics`` after ours.

    No sheet is kept, so that they can be made one by one.
    """
    whole = Tally()
    of_guests = {metric.name: Cells() for metric in metrics}
    for sheet in sheets:
        row = _add(whole, sheet)
        for metric in metrics:
            rows = guests.count(metric, row.article_id, sheet.alignment)
            row.counts[metric.name] = of_guests[metric.name].weigh(rows)
    whole.cells |= whole.spans.cells | of_guests
    whole.events[WHOLE].update(event for row in whole.rows for event in row.events)
    several = len({row.language for row in whole.rows}) > 1
    for row in whole.rows:
        languages = [("language", row.language)] if several else []
        for label in [*(("tag", tag) for tag in row.tags), *languages]:
            whole.articles[label].append(row)
            whole.events[label].update(row.events)
            for name, (right, support) in row.shares.items():
                whole.shares[label].update({(name, True): right, (name, False): support - right})
    return whole


def _add(whole: Tally, sheet: Sheet) -> Row:
    alignment = sheet.alignment
    counts = whole.spans.add(alignment.gold, sheet.sent)
    for metric in ALIGNED_METRICS:
        counts[metric.name] = metric.count(alignment, whole.cells[metric.name])
    shares = {share.name: share.judged(alignment) for share in ALIGNED_SHARES}
    row = Row(
        article_id=sheet.article.article_id,
        tags=sheet.article.tags,
        language=sheet.article.language,
        counts=counts,
        shares={name: (own.count(True), len(own) - own.count(None)) for name, own in shares.items()},
        events=_judged(sheet),
    )
    dated = [event.event_type for event in alignment.predicted if event.dates]
    whole.dated_predicted.update(dated)
    whole.datable += len(alignment.predicted) if sheet.article.published is not None else 0
    of_dates = date_counts(((event, 1) for event in row.events), "sent", len(dated))
    counts.update(zip((name for name, _, _ in DATE_METRICS), of_dates, strict=True))
    whole.rows.append(row)
    if sheet.missing:
        whole.missing.append(row.article_id)
    whole.has_span = whole.has_span or has_span(alignment.gold)
    whole.resolution += sheet.resolution
    labels = [
        _labels(event.event_type, event.status, event.dates[:1], event.basis, event.tags)
        for event in alignment.gold
    ]
    for known, judged in zip(labels, row.events, strict=True):
        for label in known:
            whole.events[label][judged] += 1
    for name, own in shares.items():
        for pair, right in zip(alignment.pairs, own, strict=True):
            if right is not None:
                for label in labels[pair.gold]:
                    whole.shares[label][name, right] += 1
    whole.errors.add(alignment, sheet.verdicts)
    matched = {pair.predicted for pair in alignment.pairs}
    whole.confidences += [
        (event.confidence, place in matched) for place, event in enumerate(alignment.predicted)
    ]
    whole.coreference.add(alignment.gold, alignment.predicted)
    return row


def _judged(sheet: Sheet) -> list[Judged]:
    """The gold events of an article, each with its date beside the three answers."""
    alignment = sheet.alignment
    sent = {pair.gold: alignment.predicted[pair.predicted].dates for pair in alignment.pairs}
    return [
        judge(gold.dates, gold.optional, sent.get(i), sheet.article.published)
        for i, gold in enumerate(alignment.gold)
    ]


@functools.lru_cache(maxsize=1 << 12)
def _labels(
    event_type: str, status: str | None, date: tuple[str, ...], basis: str | None, tags: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Levels and labels under which a gold event is counted; its date is empty where it has none."""
    known = {
        "type": event_type,
        "status": status,
        "granularity": parse(date[0]).granularity if date else "undated",
        "basis": basis,
    }
    return (
        *((level, label) for level, label in known.items() if label is not None),
        *(("event_tag", tag) for tag in tags),
    )
