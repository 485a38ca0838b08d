"""The door for what systems predict."""

import dataclasses
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, TypeAlias

from benchmark.records import date
from benchmark.records.article import Article
from benchmark.records.errors import Finding, FindingsError
from benchmark.records.lookup import edge_finder
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger, Prediction
from benchmark.records.text import counted
from benchmark.store import gold, schema, spans, syntax, typed, wording
from benchmark.store.files import (
    DOCUMENT_BYTES,
    STANDARD_INPUT,
    TOTAL_BYTES,
    Line,
    by_line,
    parsed,
    raw_lines,
    read_document,
)
from benchmark.store.findings import Keys, Place, cut, escape
from benchmark.store.intake import judged, take
from benchmark.store.labels import Labels, Names, labels
from benchmark.store.spans import Text
from benchmark.store.syntax import FINDINGS_OF_A_VALUE, spelled

Elsewhere: TypeAlias = "Callable[[], Iterable[tuple[str, str]]]"
"""Gives the articles that are not of the split: the id of each, and the split it is of."""


def read(
    path: Path,
    ontology: Ontology,
    articles: Mapping[str, Article],
    *,
    elsewhere: Elsewhere = tuple,
    total: int = TOTAL_BYTES,
) -> dict[str, Prediction]:
    """Return the predictions of a file by article id, in its order, with dates in canonical form.

    ``articles`` are those of the split: every line is of one of them, and its offsets lie in that one's text.
    Nothing here looks at their events. ``elsewhere`` is asked, once, if an article is not of the split.
    ``total`` bounds the decoded bytes.

    Raises:
        FindingsError: with all findings.
        MisuseError: there is no such file, or it is a folder.
    """
    predictions = take(rows(path, total=total), Judge(ontology, articles, elsewhere).judge_raw)
    return {prediction.article_id: prediction for prediction in predictions}


def rows(path: Path, *, total: int = TOTAL_BYTES) -> Iterator[Line]:
    """Yield the rows of a file, not yet parsed; of one of another kind one finding says which it is.

    Errors as ``files.raw_lines``.
    """
    lines = raw_lines(path, total=total)
    raw = next(lines)  # of a file without rows there is one that says so
    first = parsed(raw)
    if not (first.readable and schema.fits("prediction", first.value)):
        # A file of ours that holds one value stands on many lines, none of which is one. A pipe, which may
        # have a path, is read once.
        once = path == STANDARD_INPUT or not path.is_file()
        whole = first if first.readable or once else read_document(path, limit=DOCUMENT_BYTES)
        mistaken = schema.mistake("prediction", whole.value, whole.place) if whole.readable else None
        if mistaken is not None:
            raise FindingsError([mistaken])
    yield from by_line(chain([raw], lines))


def accept(
    values: Iterable[Any], ontology: Ontology, articles: Mapping[str, Article]
) -> dict[str, Prediction]:
    """Return the predictions in some JSON values, such as a notebook holds, judged as lines of a file are.

    A tuple is a list; what JSON cannot spell, such as NaN, is a finding. A finding's line is the place of its
    value, from 1. Raises FindingsError with all findings.
    """
    predictions = take(map(_line, count(1), values), Judge(ontology, articles))
    return {prediction.article_id: prediction for prediction in predictions}


def _line(number: int, value: Any) -> Line:
    told = spelled(value, Place("predictions", number))
    return Line("predictions", number, told.value, told.findings, told.readable)


def doubts(
    predictions: Collection[Prediction], articles: Mapping[str, Article], annotates: Collection[str]
) -> Iterator[str]:
    """Yield what is odd about judged predictions, a line each; ``annotates`` is what the dataset does."""
    events = [event for prediction in predictions for event in prediction.events]
    bare = sum(not (event.triggers or event.arguments) for event in events)
    if bare and not {"triggers", "arguments"}.isdisjoint(annotates):
        share = f"{bare:,} of {counted(len(events), 'event')}"
        yield f"neither triggers nor arguments, so aligned only with gold that has neither: {share}"
    offsets = _odd_offsets(predictions, articles)
    if offsets is not None:
        yield offsets


def _odd_offsets(predictions: Iterable[Prediction], articles: Mapping[str, Article]) -> str | None:
    """Return what is odd about offsets, None where all stand at the ends of words.

    Where no text is given beside them, offsets that count bytes lie in the article's all the same, and so do
    those that take in the white space before a sub-word token.
    """
    placed, odd, first = 0, 0, ""
    for prediction in predictions:
        text = articles[prediction.article_id].text
        is_edge = edge_finder(text)
        for event in prediction.events:
            mentions: Iterable[PredictedTrigger | PredictedArgument] = chain(event.triggers, event.arguments)
            for start, end in ((mention.start, mention.end) for mention in mentions):
                if start is None or end is None:
                    continue
                placed += 1
                white = text[start].isspace() or text[end - 1].isspace()
                if white or not (is_edge(start) and is_edge(end)):
                    odd += 1
                    first = first or f"'{escape(cut(text[start:end]))}' in {prediction.article_id}"
    if not odd:
        return None
    share = f"{odd:,} of {placed:,} mentions with offsets"
    wanted = "offsets count code points, and take in the words alone"
    return f"{share} begin or end inside a word or with white space, such as {first}: {wanted}"


class Judge:
    """Judges predictions one by one, and each against those before: an article stands once.

    Without an ontology no label is judged, without articles no id and no place in a text.
    """

    def __init__(
        self,
        ontology: Ontology | None = None,
        articles: Mapping[str, Article] | None = None,
        elsewhere: Elsewhere = tuple,
    ) -> None:
        self._labels = None if ontology is None else labels(ontology)
        self._articles = articles
        self._ids = None if articles is None else Names(articles)
        self._elsewhere = functools.cache(lambda: dict(elsewhere()))
        self._seen: dict[str, int] = {}

    def __call__(self, line: Line) -> tuple[Prediction | None, list[Finding]]:
        """Return the prediction, None where it has findings, and these."""
        place, value = line.place, line.value
        prediction: Prediction | None = schema.admit("prediction", value)
        if prediction is None and (mistaken := schema.mistake("prediction", value, place)):
            return None, [mistaken]
        found = [] if prediction is not None else schema.explain("prediction", value, place)
        if isinstance(value, dict):
            found += islice(self._check(value, place), FINDINGS_OF_A_VALUE)
        if prediction is None or found:
            return None, self._located(found, value)
        return _canonical(prediction), []

    def judge_raw(self, raw: Line) -> tuple[Prediction | None, list[Finding]]:
        """Return the same of a readable line that is not yet parsed; nearly all go a shorter way."""
        prediction = self._sound(raw)
        if prediction is not None:
            return prediction, []
        ((_, prediction, found),) = judged([parsed(raw)], self)
        return prediction, found

    def _sound(self, raw: Line) -> Prediction | None:
        """Return the prediction of a line not yet parsed, None where something may be wrong with it.

        So it is of what is rare too, such as fragments, or offsets without a text.
        """
        data: bytes = raw.value
        given: Prediction | None = schema.typed_line("prediction", data, filled=False)
        if given is None or not syntax.is_once(data, typed.spelling(given), shortest=False):
            return None
        article, known = (self._articles or {}).get(given.article_id), self._labels
        if article is None or known is None or given.article_id in self._seen:
            return None
        if not all(_is_sound_event(event, article.text, known) for event in given.events):
            return None
        prediction: Prediction | None = schema.record_line("prediction", data)
        if prediction is not None:
            self._seen[prediction.article_id] = raw.number
        return prediction

    def _located(self, found: list[Finding], value: Any) -> list[Finding]:
        """Return the findings with the article named that they are in, where it is one of the split."""
        article_id = value.get("article_id") if isinstance(value, dict) else None
        # An unknown id may be anything, and is told by its own finding.
        if not isinstance(article_id, str) or article_id not in (self._articles or ()):
            return found
        return [
            one
            if one.path == "$.article_id"
            else dataclasses.replace(one, message=f"{one.message} (article {article_id})")
            for one in found
        ]

    def _check(self, value: dict[str, Any], place: Place) -> Iterator[Finding]:
        article_id = value.get("article_id")
        article = None
        if isinstance(article_id, str):
            if self._articles is not None and self._ids is not None:
                article = self._articles.get(article_id)
                if article is None:
                    split = self._elsewhere().get(article_id)
                    near = self._ids.near(article_id) if split is None else None
                    message = "is no article of the split" + (f", but of '{split}'" if split else "")
                    yield place.finding(("article_id",), "unknown-id", message, found=article_id, near=near)
            first = self._seen.setdefault(article_id, place.line)
            if first != place.line:
                message = f"stands twice, first on line {first}"
                yield place.finding(("article_id",), "duplicate-id", message, found=article_id)
        text = None if article is None else Text(article.text)
        for index, event in gold.objects(value.get("events")):
            yield from _check_event(event, text, self._labels, place, ("events", index))


def _check_event(
    event: dict[str, Any], text: Text | None, known: Labels | None, place: Place, path: Keys
) -> Iterator[Finding]:
    when = event.get("date")
    if isinstance(when, str):
        finding = wording.date_finding(when, place, (*path, "date"))
        if finding is not None:
            yield finding
    if known is not None:
        event_type, mode = event.get("event_type"), event.get("mode")
        if isinstance(event_type, str) and event_type not in known.types.known:
            yield gold.unknown("type", event_type, known.types, place, (*path, "event_type"))
        if isinstance(mode, str) and mode not in known.modes.known:
            yield gold.unknown("mode", mode, known.modes, place, (*path, "mode"))
    yield from _check_mentions(event.get("triggers"), text, None, place, (*path, "triggers"))
    yield from _check_mentions(event.get("arguments"), text, known, place, (*path, "arguments"))


def _check_mentions(
    mentions: Any, text: Text | None, known: Labels | None, place: Place, path: Keys
) -> Iterator[Finding]:
    for index, mention in gold.objects(mentions):
        role = mention.get("role")
        if known is not None and isinstance(role, str) and role not in known.roles.known:
            yield gold.unknown("role", role, known.roles, place, (*path, index, "role"))
        if spans.stands(mention, text):
            continue
        if all(mention.get(part) is None for part in ("text", "start", "end")):
            message = "is missing, and start and end with it"
            yield place.finding((*path, index, "text"), "missing", message)
        else:
            yield from spans.check(mention, text, place, (*path, index))


def _is_sound_event(event: PredictedEvent, text: str, known: Labels) -> bool:
    """Return whether ``_check_event`` has nothing to say of an event that ``typed`` has read.

    Of what is null or left out it has not.
    """
    mode, when, mentions = event.mode, event.date, event.arguments or ()
    return (
        event.event_type in known.types.known
        and (not mode or mode in known.modes.known)
        and (not when or gold.is_canonical_date(when))
        and known.roles.known.issuperset([mention.role for mention in mentions])
        and _stand(mentions, text)
        and _stand(event.triggers or (), text)
    )


def _stand(mentions: Sequence[PredictedTrigger | PredictedArgument], text: str) -> bool:
    """Return whether mentions have words, and either stand where they say or say no place."""
    for mention in mentions:
        words, start, end = mention.text, mention.start, mention.end
        if not words or words.isspace() or mention.fragments:
            return False
        if type(start) is int:
            if start + len(words) != end or not text.startswith(words, start):
                return False
        elif type(end) is int:
            return False
    return True


def _canonical(prediction: Prediction) -> Prediction:
    if all(event.date is None or date.parse(event.date).text == event.date for event in prediction.events):
        return prediction
    events = tuple(_canonical_event(event) for event in prediction.events)
    return dataclasses.replace(prediction, events=events)


def _canonical_event(event: PredictedEvent) -> PredictedEvent:
    return event if event.date is None else dataclasses.replace(event, date=date.parse(event.date).text)
