"""Gold articles and predictions to sheets: each article aligned, and every event of it judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmark.records.article import Article
from benchmark.records.errors import CheckError
from benchmark.records.prediction import Prediction
from benchmark.records.text import listed
from benchmark.scoring import errors, preparation, resolution
from benchmark.scoring.alignment import Alignment, align
from benchmark.scoring.events import SentEvent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from benchmark.records.article import Event
    from benchmark.records.prediction import PredictedEvent
    from benchmark.scoring.events import ScoredEvent
    from benchmark.scoring.options import Options


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


def mark(gold: Sequence[Article], predictions: Mapping[str, Prediction], options: Options) -> list[Sheet]:
    """Return all scored articles, in order of their ids; raises what ``score`` raises."""
    return list(Key(gold, options.annotates, options.match).mark(predictions))


class Key:
    """The gold articles of a split, to mark the predictions of systems by.

    ``annotates`` and ``match`` are the dataset's. For ``many`` systems the events of all articles are made
    ready once, which takes 20 kB an article of 8 events; for one, those of an article when it is marked.
    """

    def __init__(
        self, articles: Sequence[Article], annotates: Collection[str], match: str, *, many: bool = False
    ) -> None:
        self._annotates, self._match = annotates, match
        self._articles = sorted(articles, key=lambda article: article.article_id)
        self._ready = {article.article_id: self._gold(article) for article in articles} if many else {}

    def mark(self, predictions: Mapping[str, Prediction]) -> Iterator[Sheet]:
        """Return the scored articles one by one, in order of their ids; raises at once what ``score`` raises.

        Each is scored when it is asked for and not kept: a sheet takes 30 kB where an article has 8 events.
        """
        ids = Counter(article.article_id for article in self._articles)
        wrong = {
            "stand twice": [name for name, times in ids.items() if times > 1],
            "have no gold": [article.article_id for article in self._articles if article.events is None],
            "are unknown to gold": [name for name in predictions if name not in ids],
        }
        told = [f"{listed(sorted(names))} {fault}" for fault, names in wrong.items() if names]
        if told:
            raise CheckError(f"these articles cannot be scored: {'; '.join(told)}")
        return (self._sheet(article, predictions.get(article.article_id)) for article in self._articles)

    def _gold(self, article: Article) -> tuple[ScoredEvent, ...]:
        return preparation.gold_events(article, self._annotates, self._match)

    def _sheet(self, article: Article, prediction: Prediction | None) -> Sheet:
        gold = self._ready.get(article.article_id) or self._gold(article)
        sent = prediction or Prediction(article_id=article.article_id, events=())
        placed = resolution.place(article, sent, self._annotates)
        predicted = preparation.scored_events(article, placed, self._annotates, self._match)
        same = preparation.same_as_sent(article, sent, self._annotates)
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
