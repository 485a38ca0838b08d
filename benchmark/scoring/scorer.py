"""The scorer: gold articles and predictions to a report whose every number adds up from whole articles."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmark.records.article import Article
from benchmark.records.errors import CheckError, OtherVersionError, UnknownNameError
from benchmark.records.prediction import Prediction, System
from benchmark.records.report import DatasetKey
from benchmark.records.text import listed
from benchmark.scoring import errors, resolution
from benchmark.scoring.aligned import compare_dates
from benchmark.scoring.alignment import Alignment, align
from benchmark.scoring.events import SentEvent
from benchmark.scoring.signature import RESAMPLES, SEED, Signature, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from benchmark.records.article import Event
    from benchmark.records.manifest import Manifest
    from benchmark.records.prediction import PredictedEvent
    from benchmark.records.report import ScoreReport
    from benchmark.scoring.aligned import AlignedMetric
    from benchmark.scoring.events import Mark, ScoredEvent

    _Teller: TypeAlias = Callable[[int], tuple[dict[str, Any], list[dict[str, Any]]]]


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
        """Options for a split of a release; seed and resamples, where None, are those of every default score.

        Without resamples (0) there are no intervals.

        Raises:
            UnknownNameError: the release has no such split.
            SignatureError: ``seed`` or ``resamples`` is none that a signature is read back with.
        """
        if split not in manifest.splits:
            raise UnknownNameError("split", split, manifest.splits)
        options = cls(
            system=system,
            dataset=DatasetKey(name=manifest.name, version=manifest.version, digest=manifest.digest),
            split=split,
            ontology=manifest.ontology.key,
            annotates=frozenset(manifest.annotates),
            match=manifest.match,
            resamples=RESAMPLES if resamples is None else resamples,
            seed=SEED if seed is None else seed,
        )
        # Refused before a report is made with them that its signature could not make again.
        parse(str(options.signature))
        return options

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
    """Raise OtherVersionError unless scoring with ``options`` reproduces the signature ``text``."""
    wanted, here = parse(text), options.signature
    if wanted != here:
        both = zip(str(here).split("|"), str(wanted).split("|"), strict=True)
        differ = "|".join(ours for ours, theirs in both if ours != theirs)
        raise OtherVersionError(f"cannot reproduce {wanted}: here it is {differ}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article, scored: its alignment, from which every number is counted, and what became of each event.

    ``prediction`` is None where none was sent. ``sent`` are the predicted events by the places of their
    mentions, for the span metrics. ``verdicts`` are those of ``errors.judge``. ``match`` is the dataset's.
    """

    article: Article
    prediction: Prediction | None
    alignment: Alignment
    sent: list[SentEvent]
    resolution: resolution.Resolution
    verdicts: list[errors.Verdict]
    match: str

    @property
    def missing(self) -> bool:
        """Whether no prediction was sent."""
        return self.prediction is None

    @property
    def written(self) -> tuple[Sequence[Event], Sequence[PredictedEvent]]:
        """The events of both sides as annotated and sent, in which ``ScoredEvent.place`` is a place."""
        return self.article.events or (), self.prediction.events if self.prediction else ()


def score(
    gold: Sequence[Article],
    predictions: Mapping[str, Prediction],
    options: Options,
    *,
    metrics: Sequence[AlignedMetric] = (),
) -> ScoreReport:
    """Return the report of predictions, by article id, on the gold articles of a split.

    Gold decides: an article without a prediction counts as an empty one and is listed. Labels, offsets and
    dates are taken to have passed a door (``store.articles``, ``store.predictions``). ``metrics`` are yours,
    and counted beside ours: they move no other number, and are not in the signature.

    Raises:
        CheckError: an article without gold, an article id that stands twice or that gold does not have.
        MisuseError: a metric has a name of ours, or that of another.
        MachineError: a metric fails, or counts what cannot be.
    """
    from benchmark.scoring import summation

    return summation.report(mark(gold, predictions, options), options, metrics)


def mark(gold: Sequence[Article], predictions: Mapping[str, Prediction], options: Options) -> list[Sheet]:
    """Return the scored articles, in order of their ids; raises what ``score`` raises."""
    return Key(gold, options.annotates, options.match).mark(predictions)


class Key:
    """The gold articles of a split, made ready once to mark the predictions of any number of systems by.

    ``annotates`` and ``match`` are the dataset's.
    """

    def __init__(self, articles: Sequence[Article], annotates: Collection[str], match: str) -> None:
        self._annotates, self._match = annotates, match
        self._articles = sorted(articles, key=lambda article: article.article_id)
        self._gold = [resolution.gold_events(article, annotates, match) for article in self._articles]

    def mark(self, predictions: Mapping[str, Prediction]) -> list[Sheet]:
        """Return the scored articles, in order of their ids; raises what ``score`` raises."""
        ids = Counter(article.article_id for article in self._articles)
        wrong = {
            "stand twice": [name for name, times in ids.items() if times > 1],
            "have no gold": [article.article_id for article in self._articles if article.events is None],
            "are unknown to gold": [name for name in predictions if name not in ids],
        }
        told = [f"{listed(sorted(names))} {fault}" for fault, names in wrong.items() if names]
        if told:
            raise CheckError(f"these articles cannot be scored: {'; '.join(told)}")
        return [
            self._sheet(article, gold, predictions.get(article.article_id))
            for article, gold in zip(self._articles, self._gold, strict=True)
        ]

    def _sheet(self, article: Article, gold: Sequence[ScoredEvent], prediction: Prediction | None) -> Sheet:
        sent = prediction or Prediction(article_id=article.article_id, events=())
        placed = resolution.place(article, sent, self._annotates)
        predicted = resolution.scored_events(article, placed, self._annotates, self._match)
        same = resolution.same_as_sent(article, sent, self._annotates)
        alignment = align(gold, predicted)
        return Sheet(
            article=article,
            prediction=prediction,
            alignment=alignment,
            sent=placed.sent,
            resolution=placed.resolution,
            verdicts=errors.judge(alignment, [same[event.place] for event in predicted]),
            match=self._match,
        )


def error_lines(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    """Every verdict that is no success, one JSON object each, with article, label and both sides' words."""
    for sheet in sheets:
        annotated, sent = sheet.written
        gold = _teller(sheet, sheet.alignment.gold, annotated)
        predicted = _teller(sheet, sheet.alignment.predicted, sent)
        for verdict in sheet.verdicts:
            if verdict.label != "right":
                yield _error_line(sheet, verdict, gold, predicted)


def _teller(
    sheet: Sheet, events: Sequence[ScoredEvent], written: Sequence[Event | PredictedEvent]
) -> _Teller:
    """Return what tells an event of one side, and each of its fillers, by its index."""

    @functools.cache  # for each of its fillers may have a line, with all its triggers
    def told(index: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        event = events[index]
        words = resolution.words_of(sheet.article, event, written[event.place], sheet.match)
        whole: dict[str, Any] = {
            "index": event.place,
            "event_type": event.event_type,
            "triggers": list(map(_words, event.triggers, words.triggers)),
            "date": event.dates[0] if event.dates else None,
        }
        if event.dates[1:]:
            whole["alternatives"] = event.dates[1:]
        return whole, [
            {"role": filler.role, "mentions": list(map(_words, filler.marks, own))}
            for filler, own in zip(event.fillers, words.fillers, strict=True)
        ]

    return told


def _error_line(sheet: Sheet, verdict: errors.Verdict, gold: _Teller, predicted: _Teller) -> dict[str, Any]:
    i, j = verdict.gold_event, verdict.predicted_event
    line: dict[str, Any] = {
        "article_id": sheet.article.article_id,
        "unit": verdict.unit,
        "label": verdict.label,
        "gold": _side(gold, i, verdict.gold_filler),
        "predicted": _side(predicted, j, verdict.predicted_filler),
    }
    if verdict.label == "wrong_date" and i is not None and j is not None:
        comparison = compare_dates(sheet.alignment.gold[i], sheet.alignment.predicted[j])
        line |= {"outcome": comparison.outcome, "error_days": comparison.error_days}
    return line


def _side(told: _Teller, index: int | None, filler: int | None) -> dict[str, Any] | None:
    if index is None:
        return None
    event, fillers = told(index)
    return event if filler is None else event | {"filler": fillers[filler]}


def _words(mark: Mark, words: str) -> dict[str, Any]:
    """A mention with its words, and where it stands."""
    span = mark.span
    if span is None:
        return {"text": words, "start": None, "end": None}
    told: dict[str, Any] = {"text": words, "start": span[0][0], "end": span[-1][1]}
    return told | {"fragments": span} if len(span) > 1 else told
