"""The baseline ``lexicon``: a trigger lexicon, phrases around the trigger, the nearest time expression.

No word or rule was fitted to a score. What it cannot do shows what the benchmark asks for: triggers that
are no example of the ontology, coreference, dates told by the course of the story.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from benchmark.baselines import expressions, phrases
from benchmark.baselines.triggers import Hit, Lexicon
from benchmark.records.article import Article
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import (
    MAX_EVENTS,
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    System,
)

SYSTEM = System(
    name="Lexicon",
    version="1",
    description="The ontology's example triggers in simple inflections; roles from the phrases around "
    "them; the sentence's nearest time expression read against the publication date, else that date.",
    kind="rules",
    training_data=(),
    saw_test_texts="yes",
    notes="Its rules were written by a language model that had read the starter corpus, any split.",
)


def fit(train: Sequence[Article], ontology: Ontology) -> Callable[[Article], tuple[PredictedEvent, ...]]:
    """Return the extractor of an ontology; the train split is not looked at."""
    del train
    lexicon = Lexicon(ontology)
    roles = {event_type.id: event_type.role_names for event_type in ontology.types}

    def extract(article: Article) -> tuple[PredictedEvent, ...]:
        dates = _Dates(article)
        words = dates.masked()
        return tuple(
            PredictedEvent(
                event_type=hit.event_type,
                triggers=(
                    PredictedTrigger(text=article.text[hit.start : hit.end], start=hit.start, end=hit.end),
                ),
                arguments=_arguments(article.text, words, hit, roles[hit.event_type]),
                date=dates.of(hit),
            )
            for hit in lexicon.hits(article)[:MAX_EVENTS]
        )

    return extract


def _arguments(text: str, words: str, hit: Hit, allowed: Sequence[str]) -> tuple[PredictedArgument, ...]:
    """Return subject as actor, object as recipient (turned round in the passive), and the place.

    ``words`` is the text with its time expressions masked.
    """
    left, right = phrases.before(words, hit.start), phrases.after(words, hit.end)
    if phrases.is_passive(words, hit.start):
        left, right = phrases.by(words, hit.end), left
    found = {"actor": left, "recipient": right, "location": phrases.place(words, hit.end)}
    return tuple(
        PredictedArgument(role=role, text=text[slice(*phrase)], start=phrase[0], end=phrase[1])
        for role, phrase in found.items()
        if phrase is not None and role in allowed
    )


class _Dates:
    """The time expressions of one article, by sentence."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._published = article.published
        self._found = expressions.find(article.text, article.published)
        self._starts = phrases.sentence_starts(article.text)

    def masked(self) -> str:
        """Return the text with each time expression as commas, so that no phrase reaches into it."""
        parts, edge = [], 0
        for found in self._found:
            parts += [self._text[edge : found.start], "," * (found.end - found.start)]
            edge = found.end
        return "".join([*parts, self._text[edge:]])

    def of(self, hit: Hit) -> str | None:
        """Return the date of the expression nearest to the trigger in its sentence.

        Without one the publication date, as news is of the day; null where the sentence looks ahead.
        """
        sentence = self._sentence(hit.start)
        middle = bisect_left(self._found, hit.start, key=lambda found: found.start)
        beside = self._found[max(0, middle - 1) : middle + 1]
        near = [found for found in beside if self._sentence(found.start) == sentence]
        if near:
            return min(near, key=lambda found: max(hit.start - found.end, found.start - hit.end)).value
        return None if expressions.looks_ahead(self._text, hit.start) else self._published

    def _sentence(self, offset: int) -> int:
        return bisect_left(self._starts, offset + 1)
