"""Agreement between annotators: for every two the measures over the articles that both annotated, and means.

What is matched is the scorer's: events by its alignment, fillers by its exact and relaxed tests, dates by its
comparison. ``optional`` is set aside: it forgives systems, and an annotator who marks something has marked
it.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import numpy as np

from benchmark.records import SCHEMA_VERSION
from benchmark.records.agreement import Agreement, Annotator, AnnotatorPair, Figure
from benchmark.records.date import parse
from benchmark.records.manifest import ANNOTATIONS, MATCHES
from benchmark.records.report import ratio
from benchmark.scoring import resampling
from benchmark.scoring.alignment import align
from benchmark.scoring.alpha import alpha, coincidences
from benchmark.scoring.assignment import assign, match_most
from benchmark.scoring.dates import compare
from benchmark.scoring.mentions import span_dice
from benchmark.scoring.preparation import gold_events
from benchmark.scoring.signature import RESAMPLES, SEED
from benchmark.store.codec import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmark.records.article import Article, Event, Mention, Span
    from benchmark.scoring.alignment import Alignment
    from benchmark.scoring.dates import Comparison
    from benchmark.scoring.events import ScoredEvent

    _Counts: TypeAlias = Counter[tuple["Measure", str | int]]
    """What articles add to each measure, by the column it adds to."""

_AGREED, _OF, _DIFFERING = "agreed", "of", ""
"""Columns beside labels and days; the last is empty, to come before all labels, where ``alpha`` wants it."""
_NO_MODE: Final = "-"


class Measure(NamedTuple):
    """A measure, of all or of one role; how it is computed from its columns is its kind."""

    name: str
    label: str
    kind: Literal["share", "alpha", "median"]
    role: str = ""


RELEVANCE = Measure("relevance", "Relevance", "share")
RELEVANCE_ALPHA = Measure("relevance_alpha", "Relevance alpha", "alpha")
EVENT = Measure("event", "Event F1", "share")
TRIGGER = Measure("trigger_exact", "Trigger F1, exact", "share")
TRIGGER_OVERLAP = Measure("trigger_overlap", "Trigger F1, overlap", "share")
TYPE_ALPHA = Measure("type_alpha", "Type alpha", "alpha")
MODE_ALPHA = Measure("mode_alpha", "Mode alpha", "alpha")
STATUS_ALPHA = Measure("status_alpha", "Status alpha", "alpha")
ARGUMENT = Measure("argument_exact", "Argument F1, exact", "share")
ARGUMENT_OVERLAP = Measure("argument_overlap", "Argument F1, overlap", "share")
BOTH_DATED = Measure("both_dated", "Both dated", "share")
ONE_DATED = Measure("one_dated", "One dated", "share")
NONE_DATED = Measure("none_dated", "None dated", "share")
DATE_EXACT = Measure("date_exact", "Date exact", "share")
DATE_GRANULARITY = Measure("date_granularity", "Date granularity", "share")
DATE_OVERLAP = Measure("date_overlap", "Date overlap", "share")
DATE_DAYS = Measure("date_days", "Days apart, median", "median")

MEASURES: Final = (
    RELEVANCE,
    RELEVANCE_ALPHA,
    EVENT,
    TRIGGER,
    TRIGGER_OVERLAP,
    TYPE_ALPHA,
    MODE_ALPHA,
    STATUS_ALPHA,
    ARGUMENT,
    ARGUMENT_OVERLAP,
    BOTH_DATED,
    ONE_DATED,
    NONE_DATED,
    DATE_EXACT,
    DATE_GRANULARITY,
    DATE_OVERLAP,
    DATE_DAYS,
)
"""In the order of reports; docs/maintain.md says what each means."""


class _Pair(NamedTuple):
    """Two annotators and what each article that both annotated adds."""

    first: str
    second: str
    rows: Mapping[str, _Counts]


def agree(
    annotations: Mapping[str, Iterable[Article]], *, resamples: int | None = None, seed: int | None = None
) -> Agreement:
    """Return the agreement of annotators, by name, whose articles of one id have one text.

    An article whose events are null counts as not annotated. Swapping annotators changes no number. Without
    ``resamples`` or ``seed`` they are those of scores.
    """
    resamples = RESAMPLES if resamples is None else resamples
    seed = SEED if seed is None else seed
    shelves: dict[str, dict[str, Article]] = {name: {} for name in annotations}
    readers: dict[str, tuple[str, ...]] = {}
    for name, articles in annotations.items():
        for article in articles:
            known = readers.setdefault(article.article_id, ())
            if article.events is not None:
                shelves[name][article.article_id] = article
                readers[article.article_id] = (*known, name)
    pairs = [
        _Pair(
            one,
            other,
            {
                article_id: _compared(shelves[one][article_id], shelves[other][article_id])
                for article_id in sorted(shelves[one].keys() & shelves[other].keys())
            },
        )
        for one, other in itertools.combinations(shelves, 2)
    ]
    return Agreement(
        schema_version=SCHEMA_VERSION,
        articles=sum(len(names) > 1 for names in readers.values()),
        resamples=resamples,
        seed=seed,
        annotators=tuple(_annotator(name, shelf.values()) for name, shelf in shelves.items()),
        left_out={key: readers[key] for key in sorted(readers) if len(readers[key]) < len(shelves)},
        mean={
            measure.name: figure
            for measure, figure in zip(MEASURES, _figures(pairs, MEASURES, resamples, seed), strict=True)
        },
        pairs=tuple(_pair(pair, resamples, seed) for pair in pairs),
    )


def _annotator(name: str, articles: Iterable[Article]) -> Annotator:
    articles = list(articles)
    events = [event for article in articles for event in article.events or ()]
    triggers = [mention for event in events for mention in event.triggers]
    arguments = [argument for event in events for argument in event.arguments]
    mentions = [mention for argument in arguments for mention in argument.mentions]
    return Annotator(
        name=name,
        articles=len(articles),
        relevant=sum(bool(article.events) for article in articles),
        events=len(events),
        triggers=len(triggers),
        arguments=len(arguments),
        dated=sum(event.date.value is not None for event in events),
        trigger_length=ratio(sum(map(_length, triggers)), len(triggers)),
        argument_length=ratio(sum(map(_length, mentions)), len(mentions)),
    )


def _length(mention: Mention) -> int:
    return len(mention.text) if mention.span is None else sum(end - start for start, end in mention.span)


def aligned(one: Article, other: Article) -> tuple[Alignment, bool]:
    """Return the scorer's alignment of two annotations of an article, and whether ``other`` stands first.

    The alignment is not quite symmetric (t is a mean over one side's triggers), so which side stands first
    is settled by what is annotated, never by who.
    """
    flipped = _content(other) < _content(one)
    first, second = (other, one) if flipped else (one, other)
    return align(_scored(first), _scored(second)), flipped


def _content(article: Article) -> list[bytes]:
    return sorted(canonical(dataclasses.replace(event, event_id="")) for event in article.events or ())


def _scored(article: Article) -> Sequence[ScoredEvent]:
    events = tuple(map(_required, article.events or ()))
    return gold_events(dataclasses.replace(article, events=events), ANNOTATIONS, MATCHES[0])


def _required(event: Event) -> Event:
    arguments = tuple(dataclasses.replace(argument, optional=False) for argument in event.arguments)
    return dataclasses.replace(event, optional=False, arguments=arguments)


def _compared(one: Article, other: Article) -> _Counts:
    """Return what one article adds to each measure."""
    counts: _Counts = Counter()
    relevant = bool(one.events), bool(other.events)
    _add_share(counts, RELEVANCE, relevant[0] == relevant[1])
    _add_values(counts, RELEVANCE_ALPHA, *map(str, relevant))
    alignment, _ = aligned(one, other)
    sides = alignment.gold, alignment.predicted
    _add_f1(counts, EVENT, len(alignment.pairs), *map(len, sides))
    _add_triggers(counts, *sides)
    _add_arguments(counts, alignment)
    for i, j, _ in alignment.pairs:
        _add_dates(counts, sides[0][i].dates, sides[1][j].dates)
    return counts


def _add_triggers(counts: _Counts, one: Sequence[ScoredEvent], other: Sequence[ScoredEvent]) -> None:
    ours, theirs = (sorted({span for span, _ in _triggers(events)}) for events in (one, other))
    edges = [[k for k, rival in enumerate(theirs) if span_dice(span, rival)[0]] for span in ours]
    overlapping = len(match_most(edges, range(len(ours))))
    _add_f1(counts, TRIGGER, len(set(ours) & set(theirs)), len(ours), len(theirs))
    _add_f1(counts, TRIGGER_OVERLAP, overlapping, len(ours), len(theirs))
    for first, second in _same_triggers(list(_triggers(one)), list(_triggers(other))):
        _add_values(counts, TYPE_ALPHA, first.event_type, second.event_type)
        _add_values(counts, MODE_ALPHA, first.mode or _NO_MODE, second.mode or _NO_MODE)
        _add_values(counts, STATUS_ALPHA, str(first.status), str(second.status))


def _triggers(events: Iterable[ScoredEvent]) -> Iterator[tuple[Span, ScoredEvent]]:
    for event in events:
        for mark in event.triggers:
            if mark.span is not None:
                yield mark.span, event


def _same_triggers(
    one: Sequence[tuple[Span, ScoredEvent]], other: Sequence[tuple[Span, ScoredEvent]]
) -> Iterator[tuple[ScoredEvent, ScoredEvent]]:
    """Yield the events of triggers that overlap, one to one: as many as can be, of these the most equal.

    One word may name two events; equal types then say which is which, and only then.
    """
    worth = {}
    for i, (span, event) in enumerate(one):
        for j, (rival, rival_event) in enumerate(other):
            shared, _ = span_dice(span, rival)
            if shared:
                worth[i, j] = 1, int(span == rival), shared, int(event.event_type == rival_event.event_type)
    for i, j in assign(worth):
        yield one[i][1], other[j][1]


def _add_arguments(counts: _Counts, alignment: Alignment) -> None:
    size = Counter(
        filler.role
        for event in itertools.chain(alignment.gold, alignment.predicted)
        for filler in event.fillers
    )
    exact: Counter[str] = Counter()
    relaxed: Counter[str] = Counter()
    for i, j, _ in alignment.pairs:
        fillers, matching = alignment.gold[i].fillers, alignment.fillers(i, j)
        exact.update(fillers[k].role for k, _ in matching.exact.pairs)
        relaxed.update(fillers[k].role for k, _ in matching.relaxed.pairs)
    for role in size:
        for measure, matched in ((ARGUMENT, exact), (ARGUMENT_OVERLAP, relaxed)):
            for part in (measure, measure._replace(role=role)):
                _add_f1(counts, part, matched[role], size[role], 0)


def _add_dates(counts: _Counts, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    dated = bool(one) + bool(other)
    for number, measure in enumerate((NONE_DATED, ONE_DATED, BOTH_DATED)):
        _add_share(counts, measure, dated == number)
    if dated == 2:  # noqa: PLR2004 - both
        best = closest(one, other)
        _add_share(counts, DATE_EXACT, best.right)
        _add_share(counts, DATE_GRANULARITY, parse(one[0]).granularity == parse(other[0]).granularity)
        _add_share(counts, DATE_OVERLAP, any(_meet(a, b) for a in one for b in other))
        if best.error_days is not None:
            counts[DATE_DAYS, abs(best.error_days)] += 1


def _meet(one: str, other: str) -> bool:
    """Return whether two dates have a day in common, or are the same but for a ``~``."""
    return compare((one,), other).outcome in {"exact", "finer", "coarser", "overlapping"} or (
        compare((other,), one).right
    )


def closest(one: tuple[str, ...], other: tuple[str, ...]) -> Comparison:
    """Return the best comparison of two annotated dates, either with its alternatives, either way round."""
    comparisons = [compare(one, value) for value in other] + [compare(other, value) for value in one]
    # Days apart break ties, so that it does not matter whose date stands first.
    return max(
        comparisons, key=lambda each: (each.soft, each.error_days is not None, -abs(each.error_days or 0))
    )


def _add_share(counts: _Counts, measure: Measure, agreed: bool) -> None:
    counts[measure, _AGREED] += agreed
    counts[measure, _OF] += 1


def _add_f1(counts: _Counts, measure: Measure, matched: int, one: int, other: int) -> None:
    counts[measure, _AGREED] += 2 * matched
    counts[measure, _OF] += one + other


def _add_values(counts: _Counts, measure: Measure, *values: str) -> None:
    differing, labels = coincidences(values)
    counts[measure, _DIFFERING] += int(differing)
    for label, count in labels.items():
        counts[measure, label] += count


def _pair(pair: _Pair, resamples: int, seed: int) -> AnnotatorPair:
    roles = sorted({measure.role for row in pair.rows.values() for measure, _ in row if measure.role})
    measures = (
        *MEASURES,
        *(measure._replace(role=role) for role in roles for measure in (ARGUMENT, ARGUMENT_OVERLAP)),
    )
    figures: dict[str, dict[str, Figure]] = {"": {}}
    for measure, figure in zip(measures, _figures([pair], measures, resamples, seed), strict=True):
        figures.setdefault(measure.role, {})[measure.name] = figure
    return AnnotatorPair(
        first=pair.first,
        second=pair.second,
        articles=len(pair.rows),
        figures=figures.pop(""),
        roles=figures,
    )


def _figures(
    pairs: Sequence[_Pair], measures: Sequence[Measure], resamples: int, seed: int
) -> Iterator[Figure]:
    """Yield the figure of each measure: of one pair, or the mean over pairs in which it is defined.

    Articles are drawn once for all pairs, so that a mean is resampled as a whole.
    """
    articles = sorted({article_id for pair in pairs for article_id in pair.rows})
    columns: list[list[int]] = []
    places: list[list[tuple[slice, resampling.Statistic]]] = []
    for measure in measures:
        places.append([])
        for pair in pairs:
            rows = [pair.rows.get(article_id, Counter()) for article_id in articles]
            keys = _keys(measure, rows)
            place = slice(len(columns), len(columns) + len(keys))
            columns += [[row[measure, key] for row in rows] for key in keys]
            places[-1].append((place, _statistic(measure, keys)))
    counts = np.array(columns, dtype=np.float64).reshape(len(columns), len(articles)).T
    drawn = resampling.bootstrap_sums(counts, resamples, seed) if resamples and articles else None
    for measure, parts in zip(measures, places, strict=True):
        statistic = _mean(parts)
        value = float(statistic(counts.sum(axis=0)))
        agreed, of = (
            _support(measure, counts[:, parts[0][0]].sum(axis=0)) if len(parts) == 1 else (None, None)
        )
        yield Figure(
            name=measure.name,
            label=measure.label,
            value=None if np.isnan(value) else value,
            agreed=agreed,
            of=of,
            interval=None if drawn is None else resampling.interval(counts, drawn, statistic),
        )


def _keys(measure: Measure, rows: Iterable[_Counts]) -> Sequence[str | int]:
    """Return what the columns of a measure stand for, in their order."""
    if measure.kind == "share":
        return _AGREED, _OF
    found = {key for row in rows for its, key in row if its == measure}
    return sorted(found | {_DIFFERING}) if measure.kind == "alpha" else sorted(found)


def _statistic(measure: Measure, keys: Sequence[str | int]) -> resampling.Statistic:
    if measure.kind == "share":
        return resampling.share
    return alpha if measure.kind == "alpha" else _median(np.array(keys, dtype=np.float64))


def _median(points: resampling.Sums) -> resampling.Statistic:
    """Return the median of points, (columns,) and ascending, by how often each occurs, (any, columns)."""

    def median(sums: resampling.Sums) -> resampling.Sums:
        if not points.size:
            return np.full(sums.shape[:-1], np.nan)
        running = sums.cumsum(axis=-1)
        total = running[..., -1]
        low = points[(2 * running >= total[..., None]).argmax(axis=-1)]
        high = points[(2 * running > total[..., None]).argmax(axis=-1)]
        return np.asarray(np.where(total > 0, (low + high) / 2, np.nan))

    return median


def _mean(parts: Sequence[tuple[slice, resampling.Statistic]]) -> resampling.Statistic:
    """Return the mean of the parts that are defined, each over its own columns."""

    def mean(sums: resampling.Sums) -> resampling.Sums:
        values = np.array([statistic(sums[..., place]) for place, statistic in parts])
        defined = ~np.isnan(values)
        total = np.where(defined, values, 0).sum(axis=0)
        out = np.full(total.shape, np.nan)
        np.divide(total, defined.sum(axis=0), out=out, where=defined.any(axis=0))
        return out

    return mean


def _support(measure: Measure, sums: resampling.Sums) -> tuple[int | None, int]:
    """Return how many agreed, and of how many, from the summed columns of a measure."""
    if measure.kind == "share":
        return int(sums[0]), int(sums[1])
    if measure.kind == "median":
        return None, int(sums.sum())
    units = int(sums[1:].sum()) // 2
    return units - int(sums[0]) // 2, units
