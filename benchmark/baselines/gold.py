"""The baseline ``gold``: sends gold itself, which must score 1; a check of the scorer, not a system."""

from collections.abc import Callable, Sequence

from benchmark.records.article import Argument, Article, Event, Mention
from benchmark.records.errors import MisuseError
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger, System

SYSTEM = System(
    name="Gold",
    version="1",
    description="Sends the annotation: all triggers, one mention of each filler, dates, modes, status.",
    kind="trivial",
    training_data=("the annotation it is scored on",),
    saw_test_texts="yes",
)


def fit(train: Sequence[Article], ontology: Ontology) -> Callable[[Article], tuple[PredictedEvent, ...]]:
    """Return the extractor that copies ``Article.events``; it raises MisuseError where they are withheld."""
    del train, ontology
    return _extract


def _extract(article: Article) -> tuple[PredictedEvent, ...]:
    if article.events is None:
        raise MisuseError(f"the events of article {article.article_id} are withheld, so gold cannot be sent")
    return tuple(map(_event, article.events))


def _event(event: Event) -> PredictedEvent:
    return PredictedEvent(
        event_type=event.event_type,
        triggers=tuple(
            PredictedTrigger(
                text=mention.text, start=mention.start, end=mention.end, fragments=mention.fragments
            )
            for mention in event.triggers
        ),
        arguments=_arguments(event.arguments),
        date=event.date.value,
        mode=event.mode,
        status=event.status,
        event_id=event.event_id,
    )


def _arguments(arguments: Sequence[Argument]) -> tuple[PredictedArgument, ...]:
    """Return one mention of each filler: its first that stands in the text, and that no other has sent."""
    chosen: dict[int, Mention] = {}
    sent: set[object] = set()
    # Of fillers that share a mention, the one with the fewest to choose from comes first.
    for place, argument in sorted(enumerate(arguments), key=lambda filler: len(filler[1].mentions)):
        mentions = sorted(argument.mentions, key=lambda mention: mention.span is None)
        own = (mention for mention in mentions if (argument.role, _key(mention)) not in sent)
        chosen[place] = next(own, mentions[0])
        sent.add((argument.role, _key(chosen[place])))
    return tuple(_argument(argument.role, chosen[place]) for place, argument in enumerate(arguments))


def _key(mention: Mention) -> object:
    return mention.span or mention.text


def _argument(role: str, mention: Mention) -> PredictedArgument:
    return PredictedArgument(
        role=role, text=mention.text, start=mention.start, end=mention.end, fragments=mention.fragments
    )
