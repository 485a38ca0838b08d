"""A diff as Markdown, to be read and to go into a change log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmark.records.diff import CHANGES
from benchmark.records.text import clean
from benchmark.tables import Column
from benchmark.tables.markdown import code, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.records.diff import ArticleChange, Diff, EventChange

_ARROW: Final = "\u2192"
_REASONS: Final = (Column("Change"), Column("Number", "count"), Column("Step"))
_COUNTS: Final = (Column("Count"), Column("Number", "count"))
_SETTINGS: Final = (Column("Setting"), Column("Old"), Column("New"))
_APART: Final = {name: f"{name} of one side alone" for name in ("types", "roles", "modes")}


def summarise(diff: Diff) -> str:
    """Return the diff as a page of Markdown; what did not change has no part in it."""
    old, new = (code(release.key) for release in (diff.old, diff.new))
    parts = [f"# From {old} to {new}\n", f"{_verdict(diff)}\n"]
    if diff.withheld:
        splits = ", ".join(map(code, diff.withheld))
        parts.append(f"Gold is withheld and was not compared, so that the step may be higher: {splits}.\n")
    if diff.reasons:
        parts.append(table(_REASONS, ((r.change, r.count, r.step) for r in diff.reasons)))
    counts = tuple((name.replace("_", " "), count) for name, count in diff.counts.items() if count)
    if counts:
        parts.append(table(_COUNTS, counts))
    if diff.settings:
        rows = ((_APART.get(s.name, s.name), s.old or None, s.new or None) for s in diff.settings)
        parts.append(f"## Settings\n\n{table(_SETTINGS, rows)}")
    for title, lines in _lists(diff):
        parts.append(f"## {title}\n\n" + "".join(f"{line}\n" for line in lines))
    return "\n".join(parts)


def _verdict(diff: Diff) -> str:
    if diff.step == "none":
        return f"No {'article or event' if diff.settings else 'article, event or setting'} changed."
    if diff.next_version is None:
        return f"This calls for a **{diff.step}** step."
    return f"This calls for a **{diff.step}** step: {diff.next_version} or higher."


def _lists(diff: Diff) -> Iterator[tuple[str, list[str]]]:
    for change in CHANGES:
        lines = [line for article in diff.articles if article.change == change for line in _article(article)]
        if lines:
            yield f"Articles {change}", lines


def _article(article: ArticleChange) -> Iterator[str]:
    splits = [split for split in (article.old_split, article.new_split) if split is not None]
    where = f" {_ARROW} ".join(dict.fromkeys(splits))
    fields = f": {', '.join(article.fields)}" if article.fields else ""
    yield f"- {code(article.article_id)} ({where}){fields}"
    for event in article.events:
        yield f"  - {_event(event)}"


def _event(event: EventChange) -> str:
    what = event.change if event.change != "changed" else ", ".join(event.fields)
    types = [event.event_type] if event.old_type is None else [event.old_type, event.event_type]
    named = f" {_ARROW} ".join(code(clean(name)) for name in dict.fromkeys(types))
    told = f"{code(clean(event.event_id))} {named}: {what}"
    if event.change != "changed":
        date = event.old_date if event.change == "removed" else event.new_date
        return f"{told}, {_date(date)}"
    if event.old_date != event.new_date:
        return f"{told}; {_date(event.old_date)} {_ARROW} {_date(event.new_date)}"
    return told


def _date(value: str | None) -> str:
    return "undated" if value is None else code(clean(value))
