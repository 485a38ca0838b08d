"""The scorer: gold articles and predictions to a report whose every number adds up from whole articles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from benchmark.records.article import Article
from benchmark.records.date import parse as parse_date
from benchmark.records.errors import OtherVersionError
from benchmark.records.prediction import Prediction, System
from benchmark.records.report import Counts, DatasetKey
from benchmark.scoring import errors, resolution, spans
from benchmark.scoring.aligned import ALIGNED_METRICS, ALIGNED_SHARES, compare_dates, well_dated
from benchmark.scoring.alignment import Alignment, align
from benchmark.scoring.coreference import COREFERENCE_METRICS, Shares, cluster
from benchmark.scoring.date_metrics import DATE_SHARES, Dated, date_pair
from benchmark.scoring.signature import RESAMPLES, SEED, Signature, SignatureError
from benchmark.scoring.signature import parse as parse_signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmark.records.article import Span
    from benchmark.records.manifest import Manifest
    from benchmark.records.report import ScoreReport
    from benchmark.scoring.events import ScoredEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is scored on what, and everything else that can move a number."""

    system: System
    dataset: DatasetKey
    split: str
    ontology: str
    annotates: frozenset[str]
    match: str = "span+fold"
    resamples: int = RESAMPLES
    seed: int = SEED

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        system: System,
        split: str,
        *,
        seed: int | None = None,
        resamples: int | None = None,
    ) -> Options:
        """Options for a split of a release."""
        return cls(
            system=system,
            dataset=DatasetKey(name=manifest.name, version=manifest.version, digest=manifest.digest),
            split=split,
            ontology=f"{manifest.ontology.name}@{manifest.ontology.version}",
            annotates=frozenset(manifest.annotates),
            match=manifest.match,
            resamples=RESAMPLES if resamples is None else resamples,
            seed=SEED if seed is None else seed,
        )

    @property
    def signature(self) -> Signature:
        """What a reader needs to reproduce the numbers."""
        return Signature(
            name=self.dataset.name,
            version=self.dataset.version,
            digest=self.dataset.digest[:12],
            split=self.split,
            ontology=self.ontology,
            match=self.match,
            boot=self.resamples,
            seed=self.seed,
        )


def require(text: str, options: Options) -> None:
    """Raises OtherVersionError unless scoring with ``options`` reproduces the signature ``text``."""
    try:
        wanted = parse_signature(text)
    except SignatureError as error:
        raise OtherVersionError(str(error)) from None
    here = options.signature
    if wanted != here:
        raise OtherVersionError(f"cannot reproduce {wanted}: here it is {here}")


@dataclass(slots=True)
class Sheet:
    """One article, scored: its alignment, and the whole numbers that every score is summed from.

    ``counts`` and ``shares`` go by metric; ``labelled`` and ``labelled_shares`` hold the same by level, label
    and metric. A share is its total and its support. ``dated`` holds the pairs of M with dated gold,
    ``trivial`` what the trivial answers would earn on them. ``matched`` says of each predicted event whether
    it is in M.
    """

    article: Article
    missing: bool
    alignment: Alignment
    resolution: resolution.Resolution
    verdicts: list[errors.Verdict]
    has_span: bool
    counts: dict[str, Counts] = field(default_factory=dict)
    shares: dict[str, tuple[Fraction | int, int]] = field(default_factory=dict)
    labelled: dict[tuple[str, str, str], Counts] = field(default_factory=dict)
    labelled_shares: dict[tuple[str, str, str], tuple[Fraction | int, int]] = field(default_factory=dict)
    dated: list[Dated] = field(default_factory=list)
    trivial: dict[str, list[Dated]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    coreference: dict[str, Shares] = field(default_factory=dict)

    def add(self, level: str, label: str, metric: str, counts: Counts) -> None:
        """Adds counts under a label."""
        key = (level, label, metric)
        self.labelled[key] = self.labelled.get(key, Counts()) + counts

    def add_share(self, level: str, label: str, metric: str, total: Fraction | int, support: int = 1) -> None:
        """Adds to a share under a label."""
        key = (level, label, metric)
        old_total, old_support = self.labelled_shares.get(key, (0, 0))
        self.labelled_shares[key] = (old_total + total, old_support + support)


def score(
    articles: Sequence[Article], predictions: Mapping[str, Prediction], options: Options
) -> ScoreReport:
    """Returns the report of predictions, by article id, on the gold articles of a split.

    Gold decides: an article without a prediction counts as an empty one and is listed. Every id in
    ``predictions`` is taken to be an article's (``store.predictions.read`` refuses others).
    """
    from benchmark.scoring import summation

    return summation.report(mark(articles, predictions, options), options)


def mark(articles: Sequence[Article], predictions: Mapping[str, Prediction], options: Options) -> list[Sheet]:
    """Returns the scored articles, in order of their ids."""
    return [
        _sheet(article, predictions.get(article.article_id), options)
        for article in sorted(articles, key=lambda article: article.article_id)
    ]


def _sheet(article: Article, prediction: Prediction | None, options: Options) -> Sheet:
    sent = prediction or Prediction(article_id=article.article_id, events=())
    gold = resolution.gold_events(article, options.annotates, options.match)
    predicted, resolved = resolution.predicted_events(article, sent, options.annotates, options.match)
    same = resolution.same_as_sent(article, sent, options.annotates)
    alignment = align(gold, predicted)
    sheet = Sheet(
        article=article,
        missing=prediction is None,
        alignment=alignment,
        resolution=resolved,
        verdicts=errors.judge(alignment, [same[event.index] for event in predicted]),
        has_span=spans.has_span(gold),
    )
    _count_spans(sheet)
    _count_aligned(sheet)
    _count_dates(sheet)
    _count_gold(sheet)
    clusters = cluster(gold, predicted)
    sheet.coreference = {metric.name: metric.shares(clusters) for metric in COREFERENCE_METRICS}
    return sheet


def _count_spans(sheet: Sheet) -> None:
    gold, predicted = sheet.alignment.gold, sheet.alignment.predicted
    sheet.counts.update(spans.span_counts(gold, predicted))
    for level in ("type", "role"):
        for metric, by_label in spans.span_counts_by(level, gold, predicted).items():
            for label, counts in (by_label or {}).items():
                sheet.add(level, label, metric, counts)


def _count_aligned(sheet: Sheet) -> None:
    for metric in ALIGNED_METRICS:
        total = Counts()
        for unit in metric.units(sheet.alignment):
            counts = Counts(unit.matched, unit.predicted, unit.gold)
            total += counts
            if unit.event_type is not None:
                sheet.add("type", unit.event_type, metric.name, counts)
            if unit.role is not None:
                sheet.add("role", unit.role, metric.name, counts)
        sheet.counts[metric.name] = total
    for share in ALIGNED_SHARES:
        sheet.shares[share.name] = share.counts(sheet.alignment)


def _count_dates(sheet: Sheet) -> None:
    """Counts what depends on the dates of the pairs of M, and of all other events by their having one."""
    alignment, published = sheet.alignment, sheet.article.published
    sums: dict[str, tuple[Fraction | int, int]] = {metric.name: (0, 0) for metric in DATE_SHARES}
    sheet.trivial = {"published": [], "null": []}
    matched = credit = excused = excused_halves = 0
    for i, j, _ in alignment.pairs:
        gold, predicted = alignment.gold[i], alignment.predicted[j]
        pair = date_pair(gold.dates, predicted.dates[0] if predicted.dates else None, published)
        sheet.outcomes[pair.comparison.outcome] += 1
        if not gold.dates:
            continue
        halves = int(2 * (pair.comparison.muc or 0))
        matched += pair.comparison.right
        credit += halves
        if gold.optional:
            excused += not pair.comparison.right
            excused_halves += 2 - halves
        sheet.dated.append(pair)
        sheet.trivial["published"].append(date_pair(gold.dates, published, published))
        sheet.trivial["null"].append(date_pair(gold.dates, None, published))
        for metric in DATE_SHARES:
            earned = metric.earned(pair)
            if earned is not None:
                total, support = sums[metric.name]
                sums[metric.name] = (total + earned, support + 1)
                for level, label in _labels(gold):
                    sheet.add_share(level, label, metric.name, earned)
    sheet.shares.update(sums)
    missed = [alignment.gold[i] for i in alignment.unmatched_gold]
    dated_gold = len(sheet.dated) + sum(bool(event.dates) and not event.optional for event in missed)
    dated_predicted = sum(bool(event.dates) for event in alignment.predicted)
    sheet.counts["date"] = Counts(matched, dated_predicted, dated_gold - excused)
    # In halves, for MUC gives half credit and counts are whole numbers.
    sheet.counts["date_muc"] = Counts(credit, 2 * dated_predicted, 2 * dated_gold - excused_halves)


def _count_gold(sheet: Sheet) -> None:
    """Counts what is known of gold events alone: how many of each label were found, and well dated."""
    alignment = sheet.alignment
    partner = {pair.gold: pair.predicted for pair in alignment.pairs}
    undated = on_published = 0
    for i, gold in enumerate(alignment.gold):
        undated += not gold.dates
        on_published += date_pair(gold.dates, sheet.article.published, None).comparison.right
        if gold.optional and i not in partner:
            continue
        right = i in partner and well_dated(gold, alignment.predicted[partner[i]])
        for level, label in _labels(gold):
            if level != "type":
                sheet.add_share(level, label, "event_recall", int(i in partner))
                if right or not gold.optional:
                    sheet.add_share(level, label, "dated_event_recall", int(right))
    sheet.shares["gold_undated"] = (undated, len(alignment.gold))
    sheet.shares["gold_on_published"] = (on_published, len(alignment.gold))


def _labels(gold: ScoredEvent) -> Iterator[tuple[str, str]]:
    """Levels and labels under which a gold event is counted by itself."""
    yield "type", gold.event_type
    if gold.status is not None:
        yield "status", gold.status
    yield "granularity", parse_date(gold.dates[0]).granularity if gold.dates else "undated"
    if gold.basis is not None:
        yield "basis", gold.basis
    for tag in gold.tags:
        yield "event_tag", tag


def error_lines(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    """Every verdict that is no success, one JSON object each, with article, label and both sides' words."""
    for sheet in sheets:
        for verdict in sheet.verdicts:
            if verdict.label != "right":
                yield _error_line(sheet, verdict)


def _error_line(sheet: Sheet, verdict: errors.Verdict) -> dict[str, Any]:
    gold = None if verdict.gold_event is None else sheet.alignment.gold[verdict.gold_event]
    predicted = (
        None if verdict.predicted_event is None else sheet.alignment.predicted[verdict.predicted_event]
    )
    line: dict[str, Any] = {
        "article_id": sheet.article.article_id,
        "unit": verdict.unit,
        "label": verdict.label,
        "gold": None if gold is None else _told(sheet.article, gold, verdict.gold_filler),
        "predicted": None if predicted is None else _told(sheet.article, predicted, verdict.predicted_filler),
    }
    if verdict.label == "wrong_date" and gold is not None and predicted is not None:
        comparison = compare_dates(gold, predicted)
        line |= {"outcome": comparison.outcome, "error_days": comparison.error_days}
    return line


def _told(article: Article, event: ScoredEvent, filler: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "index": event.index,
        "event_type": event.event_type,
        "triggers": [_words(article, mark.span, mark.fold) for mark in event.triggers],
        "date": event.dates[0] if event.dates else None,
    }
    if filler is not None:
        one = event.fillers[filler]
        told["filler"] = {
            "role": one.role,
            "mentions": [_words(article, mark.span, mark.fold) for mark in one.marks],
        }
    return told


def _words(article: Article, span: Span | None, fold: str) -> dict[str, Any]:
    """A mention with its text as the article has it, or only folded where it stands nowhere."""
    if span is None:
        return {"text": fold, "start": None, "end": None}
    words = " ".join(article.text[start:end] for start, end in span)
    return {"text": words, "start": span[0][0], "end": span[-1][1]}
