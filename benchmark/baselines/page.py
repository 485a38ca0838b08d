"""An article's text as a classifier sees it: words, sentences, phrases, time expressions, known triggers."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias, TypedDict, TypeVar

from benchmark.baselines import expressions, phrases
from benchmark.baselines.triggers import Lexicon, off_text
from benchmark.records.article import Article

Phrase: TypeAlias = tuple[int, int]
"""First and last word."""
_Part = TypeVar("_Part")

OUTSIDE = ""
"""What stands before the first word and behind the last one."""

_TOKEN = re.compile(rf"{phrases.WORD.pattern}|[^\w\s]")
_ENDINGS = ("ings", "ing", "edly", "ed", "ers", "er", "es", "s", "e", "ions", "ion", "ment", "al")
_STEM = 3
"""Letters that a stem has at least."""


class Words(TypedDict):
    """A mention of one piece, as a prediction has it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marks:
    """By sentence, in order, the first words of a page's triggers, and the phrases that may fill roles."""

    triggers: defaultdict[int, list[int]]
    phrases: defaultdict[int, list[Phrase]]


class Page:
    """The words of an article, numbered from 0, punctuation among them.

    ``words`` are in lower case, ``cased`` as they stand, ``spans`` their code points, ``sentences`` the
    number of each one's sentence. ``known`` holds the types of words that are an example trigger of the
    ontology, ``running`` the words of the running text, without punctuation.
    """

    def __init__(self, article: Article, lexicon: Lexicon) -> None:
        self.article = article
        self.expressions = expressions.find(article.text, article.published)
        self.spans = [token.span() for token in _TOKEN.finditer(article.text)]
        self.cased = [article.text[start:end] for start, end in self.spans]
        self.words = [word.lower() for word in self.cased]
        self._stems = [stem(word) for word in self.words]
        self._starts = phrases.sentence_starts(article.text)
        self.sentences = [self.sentence(start) for start, _ in self.spans]
        self.known = {
            place: hit.event_type
            for hit in lexicon.hits(article)
            for place in self.covered([(hit.start, hit.end)])
        }
        self._times = self.covered([(time.start, time.end) for time in self.expressions])
        passed_over = set(self.covered(off_text(article)))
        self.running = [
            place for place, word in enumerate(self.words) if word[0].isalnum() and place not in passed_over
        ]
        self._contents = defaultdict[int, set[str]](set)
        for place in self.running:
            if self._is_content(place):
                self._contents[self.sentences[place]].add(self.stem(place))
        self._dates = defaultdict[int, set[str | None]](set)
        for time in self.expressions:
            self._dates[self.sentence(time.start)].add(time.value)

    def word(self, place: int) -> str:
        """Return a word in lower case."""
        return self.words[place] if 0 <= place < len(self.words) else OUTSIDE

    def stem(self, place: int) -> str:
        """Return a word in lower case without what looks like its ending."""
        return self._stems[place] if 0 <= place < len(self.words) else OUTSIDE

    def start(self, place: int) -> int:
        """Return the code point at which a word begins."""
        return self.spans[place][0]

    def span(self, phrase: Phrase) -> tuple[int, int]:
        """Return the code points of a phrase, half-open."""
        return self.spans[phrase[0]][0], self.spans[phrase[1]][1]

    def mention(self, phrase: Phrase) -> Words:
        """Return the words of a phrase and where they stand."""
        start, end = self.span(phrase)
        return {"text": self.article.text[start:end], "start": start, "end": end}

    def covered(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """Return the words that begin within some stretches of the text."""
        return [
            place
            for start, end in spans
            for place in range(bisect_left(self.spans, (start, 0)), bisect_left(self.spans, (end, 0)))
        ]

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence at a code point, from 1."""
        return bisect_right(self._starts, offset)

    def content(self, place: int) -> AbstractSet[str]:
        """Return the stems of the content words in the sentence of a word."""
        return self._contents[self.sentences[place]]

    def dates(self, place: int) -> AbstractSet[str | None]:
        """Return what the time expressions in the sentence of a word mean."""
        return self._dates[self.sentences[place]]

    def is_next(self, place: int, other: int) -> bool:
        """Return whether a word follows another with nothing but a space between them."""
        return other == place + 1 and self.article.text[self.spans[place][1] : self.start(other)] == " "

    def marks(self, triggers: Sequence[int]) -> Marks:
        """Return the marks of the triggers that begin with these words."""
        return Marks(
            triggers=_by_sentence((self.sentences[first], first) for first in sorted(triggers)),
            phrases=_by_sentence(
                (self.sentences[first], (first, last)) for first, last in self._phrases(triggers)
            ),
        )

    def _phrases(self, triggers: Sequence[int]) -> Iterator[Phrase]:
        """Yield runs of content words that are no trigger and tell no time."""
        run: list[int] = []
        apart = {*self._times, *triggers}
        for place in self.running:
            if run and not self.is_next(run[-1], place):
                yield run[0], run[-1]
                run = []
            if place not in apart and (self._is_content(place) or (run and self._is_of_name(place))):
                run.append(place)
            elif run:
                yield run[0], run[-1]
                run = []
        if run:
            yield run[0], run[-1]

    def _is_content(self, place: int) -> bool:
        return self.words[place] not in phrases.FUNCTION_WORDS and not phrases.is_adverb(self.cased[place])

    def _is_of_name(self, place: int) -> bool:
        """Return whether a word is the "of" of a name, as in "Bank of Orle"."""
        beside = self.cased[place - 1 : place + 2 : 2]
        return self.words[place] == "of" and all(word[0].isupper() for word in beside)


def stem(word: str) -> str:
    """Return a word without what looks like its ending, and of a doubled letter there one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > _STEM and word[-1] == word[-2] else word


def _by_sentence(pairs: Iterable[tuple[int, _Part]]) -> defaultdict[int, list[_Part]]:
    found: defaultdict[int, list[_Part]] = defaultdict(list)
    for sentence, part in pairs:
        found[sentence].append(part)
    return found
