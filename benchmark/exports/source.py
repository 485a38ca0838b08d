"""What is exported: articles of a folder, a file or a release, with their annotation or with predictions."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from benchmark.records.article import Argument, Article, Event, EventDate, Mention, words_at
from benchmark.records.errors import MisuseError
from benchmark.records.lookup import Lookup
from benchmark.records.ontology import Ontology
from benchmark.store import articles, ontologies, predictions, releases

if TYPE_CHECKING:
    from pathlib import Path

    from benchmark.exports import Options
    from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger, Prediction


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Articles by id, all of one ontology. With ``predicted`` their events are those of a prediction file."""

    articles: tuple[Article, ...]
    ontology: Ontology
    predicted: bool


def read(path: Path, options: Options) -> Source:
    """Return the articles at a path.

    Of predictions without offsets each mention stands where its words stand first; one whose words stand
    nowhere has no place. Articles that a prediction file leaves out have no events.

    Raises:
        FindingsError: with all findings of the articles, else of the predictions.
        MisuseError: nothing is there, a split is asked of what has none, or articles have several ontologies.
    """
    if (path / releases.MANIFEST).is_file():
        release = releases.open_release(path)
        splits = release.manifest.splits if options.split is None else (options.split,)
        taken = [article for split in splits for article in release.articles(split)]
        ontology = release.ontology
    elif options.split is not None:
        raise MisuseError(f"{path} is no release, and only releases have splits")
    else:
        load = functools.cache(lambda key: ontologies.load(key, articles.corpus_of(path)))
        taken = articles.read([path], load)
        keys = sorted({article.ontology for article in taken})
        if len(keys) > 1:
            raise MisuseError(f"{path} has articles of several ontologies, a tool has one: {', '.join(keys)}")
        ontology = load(keys[0])
    taken.sort(key=lambda article: article.article_id)
    if options.predictions is None:
        return Source(tuple(taken), ontology, predicted=False)
    by_id = {article.article_id: article for article in taken}
    found = predictions.read(options.predictions, ontology, by_id)
    predicted = tuple(_with_prediction(article, found.get(article.article_id)) for article in taken)
    return Source(predicted, ontology, predicted=True)


def _with_prediction(article: Article, prediction: Prediction | None) -> Article:
    lookup = Lookup(article.text, article.language)
    events = [
        _event(article.text, lookup, event, f"p{number}")
        for number, event in enumerate(prediction.events if prediction else (), start=1)
    ]
    # Tools know nothing of equal events.
    distinct = {dataclasses.replace(event, event_id=""): event for event in reversed(events)}
    return dataclasses.replace(article, events=tuple(reversed(distinct.values())))


def _event(text: str, lookup: Lookup, event: PredictedEvent, event_id: str) -> Event:
    triggers = (_mention(text, lookup, one) for one in event.triggers)
    arguments = (Argument(role=one.role, mentions=(_mention(text, lookup, one),)) for one in event.arguments)
    return Event(
        event_id=event_id,
        event_type=event.event_type,
        mode=event.mode,
        status=event.status,
        triggers=tuple(dict.fromkeys(triggers)),
        arguments=tuple(dict.fromkeys(arguments)),
        date=EventDate(value=event.date, basis=None, mentions=(), alternatives=()),
    )


def _mention(text: str, lookup: Lookup, predicted: PredictedTrigger | PredictedArgument) -> Mention:
    start, end = predicted.start, predicted.end
    if start is None or end is None:
        words = predicted.text or ""
        places = lookup.find(words).places
        if not places:
            return Mention(text=words, start=None, end=None, fragments=())
        start, end = places[0]
    span = predicted.fragments or ((start, end),)
    return Mention(text=words_at(text, span), start=start, end=end, fragments=predicted.fragments)
