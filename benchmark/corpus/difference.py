"""``bench diff``: two releases of one dataset, article by article and event by event, by their ids."""

from __future__ import annotations

import dataclasses
import heapq
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmark.corpus import versions
from benchmark.records import SCHEMA_VERSION
from benchmark.records.article import Article, Event, Mention
from benchmark.records.diff import CHANGES, ArticleChange, Diff, EventChange, Reason, Setting
from benchmark.records.errors import CheckError, FindingsError, MisuseError
from benchmark.records.manifest import TRAINING
from benchmark.records.ontology import lone_names
from benchmark.records.report import DatasetKey
from benchmark.store import schema
from benchmark.store.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmark.records.manifest import Manifest, SplitSummary
    from benchmark.records.ontology import Ontology
    from benchmark.store.files import Line
    from benchmark.store.releases import Release

METADATA: Final = ("source", "url", "license", "split")
"""Keys of an article that neither a system's answer nor its score is made from."""
_COMPARED: Final = tuple(
    field.name
    for field in dataclasses.fields(Article)
    # The ontology is one for the whole release, and told once.
    if field.name not in {"article_id", "ontology", "events"}
)
_EVENT_KEYS: Final = tuple(field.name for field in dataclasses.fields(Event) if field.name != "event_id")

ONTOLOGY: Final = "the ontology is another"
ANNOTATES: Final = "what is annotated is something else"
MATCH: Final = "words are compared in another way"
SCHEMA: Final = "the schemas are of another version"
REMOVED: Final = "articles removed"
HELD_OUT_ADDED: Final = "articles added to a split that is held out"
HELD_OUT_MOVED: Final = "articles moved into or out of a split that is held out"
HELD_OUT_CHANGED: Final = "articles with another text or gold in a split that is held out"
ADDED: Final = "articles added to train or validation"
MOVED: Final = "articles moved between train and validation"
CHANGED: Final = "articles with another text or gold in train or validation"
DESCRIBED: Final = "articles with another source, url, license or named split alone"
SOMETHING: Final = "splits in which something changed that their counts do not tell"

STEP_OF: Final = {
    ONTOLOGY: "major",
    ANNOTATES: "major",
    MATCH: "major",
    REMOVED: "major",
    HELD_OUT_ADDED: "major",
    HELD_OUT_MOVED: "major",
    HELD_OUT_CHANGED: "major",
    ADDED: "minor",
    MOVED: "minor",
    CHANGED: "minor",
    DESCRIBED: "patch",
    SOMETHING: "patch",
}
"""The step that each kind of change calls for; that of the schemas goes by their own versions."""


class _Row(NamedTuple):
    """An article of one side: 0 is the old release, 1 the new."""

    article_id: str
    side: int
    split: str
    line: Line


def compare(old: Release, new: Release) -> Diff:
    """Return what changed from one release to another of the same dataset.

    Reads both once, in the order of ids. Splits with equal digests are not read, equal lines not parsed.

    Raises:
        MisuseError: they are of two datasets.
        CheckError: an article stands twice in a release, or its lines are not in order.
        FindingsError: a line that differs is no article.
        OtherVersionError: the lines of a split are not those that its manifest names.
    """
    before, after = old.manifest, new.manifest
    if before.name != after.name:
        raise MisuseError(f"{before.key} and {after.key} are two datasets, want two versions of one")
    withheld = {*before.withheld, *after.withheld}
    same = {
        split
        for split, summary in before.splits.items()
        if split in after.splits and after.splits[split].digest == summary.digest
    }
    sides = (_rows(release, side, same) for side, release in enumerate((old, new)))
    rows = heapq.merge(*sides, key=_order)
    articles = [change for pair in _pairs(rows) if (change := _article(*pair, withheld)) is not None]
    reasons = Counter(reason for change in articles for reason in _reasons(change))
    told = [*_setting_reasons(before, after), *_counted(reasons)]
    step = versions.higher([reason.step for reason in told])
    return Diff(
        schema_version=SCHEMA_VERSION,
        old=DatasetKey(name=before.name, version=before.version, digest=before.digest),
        new=DatasetKey(name=after.name, version=after.version, digest=after.digest),
        step=step,
        next_version=versions.lowest(before.version, step),
        reasons=tuple(told),
        withheld=tuple(sorted(withheld)),
        counts=_counts(articles),
        settings=(*_settings(before, after), *_labels(old.ontology, new.ontology)),
        articles=tuple(articles),
    )


def first_articles(diff: Diff) -> dict[str, str]:
    """Return the id of the first article that changed in each way, by the words of its reason."""
    return {kind: change.article_id for change in reversed(diff.articles) for kind in _reasons(change)}


def compare_manifests(old: Manifest, new: Manifest) -> list[Reason]:
    """Return as much of what ``compare`` gives as reasons as two manifests tell: often too little.

    Splits whose gold only one side has are passed over.
    """
    told: Counter[str] = Counter()
    shared = {
        split for split in {*old.splits, *new.splits} if (split in old.withheld) == (split in new.withheld)
    }
    before, after = (
        {split: summary for split, summary in manifest.splits.items() if split in shared}
        for manifest in (old, new)
    )
    fewer = sum(s.articles for s in before.values()) - sum(s.articles for s in after.values())
    if fewer > 0:
        told[REMOVED] = fewer
    for split in shared:
        one, other = before.get(split), after.get(split)
        if one is None:
            told[_change_of(split, 1)] += 1
        elif other is None:
            told[MOVED if split in TRAINING else HELD_OUT_MOVED] += 1
        elif one.digest != other.digest:
            kind = _change_of(split, other.articles - one.articles)
            told[kind if _size(one) != _size(other) else SOMETHING] += 1
    return [*_setting_reasons(old, new), *_counted(told)]


def _change_of(split: str, more: int) -> str:
    """Return the kind of a change of a split that has more articles, or fewer, or other events."""
    if split in TRAINING:
        return ADDED if more > 0 else CHANGED
    return HELD_OUT_ADDED if more > 0 else HELD_OUT_CHANGED


def _size(split: SplitSummary) -> tuple[int | None, ...]:
    return split.articles, split.events, split.arguments, split.dated


def _rows(release: Release, side: int, same: set[str]) -> Iterator[_Row]:
    splits = [split for split in release.manifest.splits if split not in same]
    last = ""
    for row in heapq.merge(*(_split_rows(release, side, split) for split in splits), key=_order):
        if row.article_id <= last:
            fault = "stands twice" if row.article_id == last else "is not in the order of ids"
            raise CheckError(f"{release.path}: {row.article_id} in split {row.split} {fault}")
        last = row.article_id
        yield row


def _split_rows(release: Release, side: int, split: str) -> Iterator[_Row]:
    for article_id, line in release.lines(split):
        yield _Row(article_id, side, split, line)


def _order(row: _Row) -> tuple[str, int]:
    return row.article_id, row.side


def _pairs(rows: Iterable[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    for _, group in groupby(rows, key=lambda row: row.article_id):
        sides = {row.side: row for row in group}
        yield sides.get(0), sides.get(1)


def _article(old: _Row | None, new: _Row | None, withheld: set[str]) -> ArticleChange | None:
    if old is None or new is None:
        (row,) = (row for row in (old, new) if row is not None)
        return ArticleChange(
            article_id=row.article_id,
            change="removed" if new is None else "added",
            old_split=None if old is None else old.split,
            new_split=None if new is None else new.split,
            fields=(),
            events=(),
        )
    if old.line.value == new.line.value and old.split == new.split:
        return None
    before, after = _judged(old.line), _judged(new.line)
    blind = not withheld.isdisjoint((old.split, new.split))
    passed_over = {"tags"} if blind else set()
    if old.split != new.split:
        passed_over.add("split")
    fields = [
        key for key in _COMPARED if key not in passed_over and getattr(before, key) != getattr(after, key)
    ]
    events: list[EventChange] = []
    if not blind:
        one, other = before.events, after.events
        if before.text != after.text:
            # Offsets move with the text: the words that they cover are what was annotated.
            one, other = map(_placeless, (one, other))
        events += _events(one or (), other or ())
        # Annotated on one side alone, or the same events in another order.
        if (one is None) != (other is None) or (not events and one != other):
            fields.append("events")
    if not fields and not events and old.split == new.split:
        return None
    return ArticleChange(
        article_id=old.article_id,
        change="changed",
        old_split=old.split,
        new_split=new.split,
        fields=tuple(fields),
        events=tuple(events),
    )


def _judged(line: Line) -> Article:
    parsed = parse(line.value, line.place)
    article: Article | None = schema.admit("article", parsed.value) if parsed.readable else None
    if article is None:
        raise FindingsError(parsed.findings or schema.explain("article", parsed.value, line.place))
    return article


def _events(old: Sequence[Event], new: Sequence[Event]) -> Iterator[EventChange]:
    before, after = ({event.event_id: event for event in events} for events in (old, new))
    for event_id in sorted(before.keys() | after.keys()):
        one, other = before.get(event_id), after.get(event_id)
        if one == other:
            continue
        fields = () if one is None or other is None else _differing(one, other)
        yield EventChange(
            event_id=event_id,
            event_type=(other or before[event_id]).event_type,
            change="added" if one is None else "removed" if other is None else "changed",
            fields=fields,
            old_date=None if one is None else one.date.value,
            new_date=None if other is None else other.date.value,
            old_type=None if one is None else one.event_type,
        )


def _placeless(events: tuple[Event, ...] | None) -> tuple[Event, ...] | None:
    """Return events whose mentions are words alone."""

    def words(mention: Mention) -> Mention:
        return Mention(text=mention.text, start=None, end=None, fragments=())

    return None if events is None else tuple(event.with_mentions(words) for event in events)


def _differing(one: Event, other: Event) -> tuple[str, ...]:
    return tuple(key for key in _EVENT_KEYS if getattr(one, key) != getattr(other, key))


def _reasons(change: ArticleChange) -> Iterator[str]:
    """Yield the kinds of what happened to an article."""
    held_out = {split for split in (change.old_split, change.new_split) if split and split not in TRAINING}
    if change.change == "removed":
        yield REMOVED
    elif change.change == "added":
        yield HELD_OUT_ADDED if held_out else ADDED
    else:
        if change.old_split != change.new_split:
            yield HELD_OUT_MOVED if held_out else MOVED
        if change.events or set(change.fields).difference(METADATA):
            yield HELD_OUT_CHANGED if held_out else CHANGED
        elif change.fields:
            yield DESCRIBED


def _counted(kinds: Counter[str]) -> Iterator[Reason]:
    for kind, step in STEP_OF.items():
        if kinds[kind]:
            yield Reason(step=step, change=kind, count=kinds[kind])


def _setting_reasons(old: Manifest, new: Manifest) -> Iterator[Reason]:
    kinds = {
        ONTOLOGY: old.ontology.digest != new.ontology.digest,
        ANNOTATES: old.annotates != new.annotates,
        MATCH: old.match != new.match,
    }
    yield from _counted(Counter(kind for kind, differs in kinds.items() if differs))
    step = versions.between(old.schema_version, new.schema_version)
    if step != "none":
        yield Reason(step=step, change=SCHEMA, count=1)


def _settings(old: Manifest, new: Manifest) -> Iterator[Setting]:
    for (name, one), other in zip(_said(old).items(), _said(new).values(), strict=True):
        if one != other:
            yield Setting(name=name, old=one, new=other)


def _labels(old: Ontology, new: Ontology) -> Iterator[Setting]:
    """Yield the types that one side alone has and, of types that both have, such roles and modes."""
    for name, (gone, come) in lone_names(old, new).items():
        yield Setting(name=name, old=", ".join(gone), new=", ".join(come))


def _said(manifest: Manifest) -> dict[str, str]:
    ontology = manifest.ontology
    return {
        "ontology": f"{ontology.key}#{ontology.digest[:12]}",
        "annotates": ", ".join(manifest.annotates),
        "match": manifest.match,
        "schema_version": manifest.schema_version,
        "license": manifest.license or "",
        "licenses": ", ".join(f"{name} {count}" for name, count in manifest.licenses.items()),
        "withheld": ", ".join(manifest.withheld),
    }


def _counts(articles: Sequence[ArticleChange]) -> dict[str, int]:
    events = [event for article in articles for event in article.events]
    return {
        **{f"articles_{name}": sum(a.change == name for a in articles) for name in ("added", "removed")},
        "articles_moved": sum(a.change == "changed" and a.old_split != a.new_split for a in articles),
        "articles_changed": sum(bool(a.fields or a.events) for a in articles),
        "texts_changed": sum("text" in article.fields for article in articles),
        **{f"events_{name}": sum(e.change == name for e in events) for name in CHANGES},
        "dates_changed": sum("date" in event.fields for event in events),
    }
