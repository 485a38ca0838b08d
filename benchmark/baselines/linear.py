"""The baseline ``linear``: linear classifiers over words and their neighbours, learnt from the train split.

Five questions, each answered by a classifier of its own: which words name an event of which type, which
triggers name the same event, what status it has, which phrases of the sentence fill which role, and what
dates it: an expression of the article, the day of publication, or nothing. Expressions are read by rules.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from benchmark.baselines import features
from benchmark.baselines.features import Features, Named
from benchmark.baselines.page import Marks, Page, Phrase
from benchmark.baselines.triggers import Lexicon
from benchmark.records.article import Article, Event
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import (
    MAX_EVENTS,
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    System,
)

SYSTEM = System(
    name="Linear",
    version="1",
    description="Linear classifiers over words and their neighbours: triggers and their types, which of them "
    "name one event, its status, the phrases that fill its roles, and which time expression of the article, "
    "if any, dates it. Expressions are read by the rules of the baseline Lexicon.",
    kind="trained",
    training_data=("the train split of the dataset",),
    saw_test_texts="yes",
    notes="Features were chosen by cross-validation on the train split. The rules for time expressions were "
    "written by a language model that had read the starter corpus, any split.",
)

ARTICLES: Final = 2_000
"""Of the train split as many are learnt from, the first by id."""
FEW: Final = 100
"""Samples up to which also features count that a single one has."""
HALF: Final = 0.5
"""Dice of a phrase and a mention from which on the phrase stands for the mention."""

NONE: Final = ""
"""The label of a word that is no trigger, a phrase that is no filler, a time that is not the event's."""
_YES: Final = "yes"
_Sample: TypeAlias = tuple[Features, str]
_Trigger: TypeAlias = tuple[str, Phrase]
"""Event type and words."""


def fit(train: Sequence[Article], ontology: Ontology) -> Callable[[Article], tuple[PredictedEvent, ...]]:
    """Return the extractor; without a trigger in the train split it finds nothing."""
    lexicon = Lexicon(ontology)
    lessons = _Lessons()
    for article in sorted(train, key=lambda article: article.article_id)[:ARTICLES]:
        lessons.add(Page(article, lexicon), article.events or ())
    # Nearly all words and phrases are nothing, and what is rare would hardly be found.
    trigger = _Classifier(lessons.words(), lessons.types, rest=0.3)
    role = _Classifier(*_apart(lessons.role), rest=0.5)
    same, status, when = (
        _Classifier(*_apart(samples)) for samples in (lessons.same, lessons.status, lessons.when)
    )
    roles = {event_type.id: event_type.role_names for event_type in ontology.types}

    def extract(article: Article) -> tuple[PredictedEvent, ...]:
        page = Page(article, lexicon)
        labels = trigger.labels([features.of_word(page, place) for place in page.running])
        triggers = list(itertools.islice(_triggers(page, labels), MAX_EVENTS))
        marks = page.marks([first for _, (first, _) in triggers])
        return tuple(event(page, marks, group) for group in _grouped(page, triggers, same))

    def event(page: Page, marks: Marks, group: Sequence[_Trigger]) -> PredictedEvent:
        firsts = [first for _, (first, _) in group]
        (its_status,) = status.labels([features.of_word(page, firsts[0])])
        named = Named(group[0][0], its_status, firsts)
        fillers = list(features.fillers(page, marks, named))
        times = list(features.times(page, marks, named))
        told = role.labels([sample for _, sample in fillers])
        margins = when.margins([sample for _, sample in times])
        return PredictedEvent(
            event_type=named.event_type,
            status=its_status,
            triggers=tuple(PredictedTrigger(**page.mention(words)) for _, words in group),
            arguments=tuple(
                PredictedArgument(role=name, **page.mention(phrase))
                for name, (phrase, _) in zip(told, fillers, strict=True)
                if name in roles[named.event_type]
            ),
            date=times[max(range(len(times)), key=margins.__getitem__)][0],
        )

    return extract


class _Classifier:
    """A support vector machine over features, averaged over its steps, for each label against all others.

    Of samples with one label it learns that label, and of none ``NONE``. ``rest`` is the weight of a sample
    labelled so.
    """

    def __init__(self, samples: Iterable[Features], labels: Sequence[str], rest: float = 1.0) -> None:
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import SGDClassifier

        self._only = None if len(set(labels)) > 1 else (labels or [NONE])[0]
        self._vectors = CountVectorizer(analyzer=list, binary=True, min_df=2 if len(labels) > FEW else 1)
        # A fixed number of rounds, in an order of their own: the same samples, the same weights.
        self._model = SGDClassifier(
            average=True,
            max_iter=10,
            tol=None,
            random_state=1,
            class_weight={NONE: rest} if NONE in labels else None,
        )
        if self._only is None:
            self._model.fit(self._vectors.fit_transform(samples), labels)

    def labels(self, samples: Sequence[Features]) -> list[str]:
        """Return the label of each sample."""
        if self._only is not None or not samples:
            return [self._only or NONE] * len(samples)
        labels: list[str] = self._model.predict(self._vectors.transform(samples)).tolist()
        return labels

    def margins(self, samples: Sequence[Features]) -> list[float]:
        """Return how far each sample is on the side of ``_YES``, the one of two labels that sorts last."""
        if self._only is not None or not samples:
            return [1.0 if self._only else -1.0] * len(samples)
        margins: list[float] = self._model.decision_function(self._vectors.transform(samples)).tolist()
        return margins


@dataclass(slots=True)
class _Lessons:
    """Samples of each question, with the right answers; of words, which are many, only where they stand."""

    places: list[tuple[Page, int]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    same: list[_Sample] = field(default_factory=list)
    status: list[_Sample] = field(default_factory=list)
    role: list[_Sample] = field(default_factory=list)
    when: list[_Sample] = field(default_factory=list)

    def add(self, page: Page, events: Sequence[Event]) -> None:
        """Add those of an annotated article; an event without a trigger in the text teaches nothing."""
        types: dict[int, str] = {}
        told: list[tuple[Event, Named]] = []
        for event in events:
            # Of a trigger in pieces each is found by itself.
            placed = [page.covered([piece]) for trigger in event.triggers for piece in trigger.span or ()]
            types = dict.fromkeys(itertools.chain(*placed), event.event_type) | types
            firsts = sorted(words[0] for words in placed if words)
            if firsts:
                told.append((event, Named(event.event_type, event.status, firsts)))
        marks = page.marks([first for _, named in told for first in named.triggers])
        self.places += [(page, place) for place in page.running]
        self.types += [types.get(place, NONE) for place in page.running]
        for event, named in told:
            right = event.date.values or (None,)
            self.status.append((features.of_word(page, named.triggers[0]), event.status))
            self.role += [
                (sample, _role(page, phrase, event))
                for phrase, sample in features.fillers(page, marks, named)
            ]
            self.when += [
                (sample, _answer(date in right)) for date, sample in features.times(page, marks, named)
            ]
        # As in `_grouped`, only those near by: of all pairs of a chronicle's events there are too many.
        for number, (_, one) in enumerate(told):
            before = [other for _, other in told[:number] if other.event_type == one.event_type]
            after = [other for _, other in told[number:] if other.event_type == one.event_type]
            for other in (*before[-features.NEAR :], *after[: 1 + features.NEAR]):
                self.same += [
                    (features.of_pair(page, one.event_type, first, second), _answer(one is other))
                    for first, second in itertools.product(
                        one.triggers[: features.NEAR], other.triggers[: features.NEAR]
                    )
                    if first < second
                ]

    def words(self) -> Iterator[Features]:
        """Yield what is told of each word."""
        return (features.of_word(page, place) for page, place in self.places)


def _apart(samples: Sequence[_Sample]) -> tuple[list[Features], list[str]]:
    return [told for told, _ in samples], [label for _, label in samples]


def _answer(yes: bool) -> str:
    return _YES if yes else NONE


def _role(page: Page, phrase: Phrase, event: Event) -> str:
    """Return the role of the mention that shares most with a phrase, of those that share half with it."""
    start, end = page.span(phrase)
    best, role = HALF, NONE
    for argument in event.arguments:
        for mention in argument.mentions:
            for first, last in mention.span or ():
                dice = 2 * (min(end, last) - max(start, first)) / (end - start + last - first)
                if dice >= best:
                    best, role = dice, argument.role
    return role


def _triggers(page: Page, labels: Sequence[str]) -> Iterator[_Trigger]:
    """Yield type and words of the triggers: words of one type in a row are one."""
    run: list[int] = []
    before = NONE
    for place, label in [*zip(page.running, labels, strict=True), (len(page.words), NONE)]:
        if run and (label != before or not page.is_next(run[-1], place)):
            yield before, (run[0], run[-1])
            run = []
        if label != NONE:
            run.append(place)
        before = label


def _grouped(page: Page, triggers: Sequence[_Trigger], same: _Classifier) -> list[list[_Trigger]]:
    """Return triggers as events: each joins that of its type which it likeliest names, or begins another."""
    groups: list[list[_Trigger]] = []
    for event_type, words in triggers:
        earlier = [group for group in groups if group[0][0] == event_type][-features.NEAR :]
        pairs = [(group, first) for group in earlier for _, (first, _) in group[-features.NEAR :]]
        margins = same.margins([features.of_pair(page, event_type, first, words[0]) for _, first in pairs])
        best = max(range(len(pairs)), key=margins.__getitem__, default=None)
        if best is not None and margins[best] > 0:
            pairs[best][0].append((event_type, words))
        else:
            groups.append([(event_type, words)])
    return groups
