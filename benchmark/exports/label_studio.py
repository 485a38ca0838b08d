"""Label Studio: tasks to import, with annotations or with predictions to correct, and the labelling setup.

https://labelstud.io/guide/predictions: a region's results share its id; offsets count code points.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from benchmark.exports import layout, source
from benchmark.exports.layout import Draughtsman, Labels
from benchmark.records.article import BASES, STATUSES
from benchmark.store import codec, output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from benchmark.exports import Options
    from benchmark.exports.layout import Drawn, Layout
    from benchmark.records.article import Article
    from benchmark.records.ontology import Ontology

_HEADERS: Final = ("title", "published", "language", "source", "url", "license")
_OUTER: Final = "discontinuous mentions drawn with what lies between their parts"
_TAGS_LOST: Final = "articles that lose their tags"


def export(path: Path, out: Path, say: Callable[[str], None], options: Options) -> list[Path]:
    """Write tasks, a labelling setup, and how to read them back; errors as ``exports.export``."""
    taken = source.read(path, options)
    draughtsman = Draughtsman(Labels.of(taken.ontology.by_name, taken.ontology.roles))
    tasks = [
        _task(number, article, draughtsman, predicted=taken.predicted)
        for number, article in enumerate(taken.articles, 1)
    ]
    contents = {
        "tasks.json": codec.pretty(tasks),
        "labeling.xml": _setup(taken.ontology, draughtsman.labels, _tags(taken.articles)).encode(),
        "mapping.toml": layout.mapping(draughtsman.labels, taken.ontology.by_name).encode(),
    }
    output.publish_files(out, contents)
    draughtsman.tell(say)
    return [out / name for name in contents]


def _task(number: int, article: Article, draughtsman: Draughtsman, *, predicted: bool) -> dict[str, Any]:
    data = {"text": article.text, "article_id": article.article_id}
    data |= {key: value for key in _HEADERS if (value := getattr(article, key))}
    task: dict[str, Any] = {"id": number, "data": data}
    if article.events is None:
        return task
    draughtsman.lost[_TAGS_LOST] += bool(article.tags)
    drawn = draughtsman.draw(article)
    draughtsman.lost[_OUTER] += sum(bool(mark.mention.fragments) for mark in drawn.marks)
    results = list(_results(article, drawn, draughtsman.labels))
    if predicted:
        return task | {"predictions": [{"model_version": "predictions", "result": results}]}
    return task | {"annotations": [{"id": number, "completed_by": 1, "result": results}]}


def _results(article: Article, drawn: Layout, labels: Labels) -> Iterator[dict[str, Any]]:
    taken = {event.event.event_id for event in drawn.events}
    free = (key for key in (f"m{number}" for number in itertools.count(1)) if key not in taken)
    keys = [
        next(free) if mark.owner is None else drawn.events[mark.owner].event.event_id for mark in drawn.marks
    ]
    places: list[dict[str, Any]] = []
    for key, mark in zip(keys, drawn.marks, strict=True):
        start, end = mark.mention.start or 0, mark.mention.end or 0
        places.append({"start": start, "end": end, "text": article.text[start:end]})
        yield _result(key, "label", "labels", places[-1] | {"labels": [mark.label]})
    for one in drawn.events:
        yield from _of_event(one, places[one.trigger], keys, labels.time_role)
    for chain in drawn.chains:
        for other in chain[1:]:
            yield _relation(keys[chain[0]], keys[other], labels.coreference)


def _of_event(
    one: Drawn, place: dict[str, Any], keys: Sequence[str], time_role: str
) -> Iterator[dict[str, Any]]:
    key = one.event.event_id
    # One result of a control on a region: of a second the tool knows nothing, nor of one without a control.
    for name, value in one.said():
        yield _result(key, name, "choices", place | {"choices": [value]})
    if one.event.tags:
        yield _result(key, layout.TAGS, "choices", place | {"choices": list(one.event.tags)})
    dates = one.event.date.values or ((layout.NO_DATE,) if one.times else ())
    if dates:
        yield _result(key, "date", "textarea", place | {"text": list(dates)})
    for role, filler in one.arguments:
        yield _relation(key, keys[filler], role)
    for time in one.times:
        yield _relation(key, keys[time], time_role)


def _result(key: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": name, "to_name": "text", "type": kind, "value": value}


def _relation(head: str, tail: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": head, "to_id": tail, "direction": "right", "labels": [label]}


def _tags(articles: Iterable[Article]) -> list[str]:
    return sorted({tag for article in articles for event in article.events or () for tag in event.tags})


def _setup(ontology: Ontology, labels: Labels, tags: list[str]) -> str:
    """Return the labelling interface that a project needs for these tasks."""
    types = list(ontology.by_name)
    roles = dict.fromkeys(role for event_type in ontology.types for role in event_type.role_names)
    modes = sorted(ontology.mode_names)
    lines = [
        "<View>",
        *_choice("Relations", "Relation", [*roles, labels.time_role, labels.coreference]),
        *_choice('Labels name="label" toName="text"', "Label", [*types, labels.mention, labels.time]),
        '  <Text name="text" value="$text"/>',
    ]
    for name, values in (("status", STATUSES), ("mode", modes), ("basis", BASES)):
        if values:
            opening = f'Choices name="{name}" toName="text" perRegion="true" choice="single"'
            lines += _choice(opening, "Choice", values)
    if tags:
        opening = f'Choices name="{layout.TAGS}" toName="text" perRegion="true" choice="multiple"'
        lines += _choice(opening, "Choice", tags)
    lines += [
        '  <TextArea name="date" toName="text" perRegion="true" maxSubmissions="4"/>',
        "</View>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _choice(opening: str, kind: str, values: list[str] | tuple[str, ...]) -> Iterator[str]:
    """Yield an element with one child a value."""
    yield f"  <{opening}>"
    for value in values:
        yield f"    <{kind} value={quoteattr(value)}/>"
    yield f"  </{opening.partition(' ')[0]}>"
