"""The viewer as one page that opens from disk: articles with their events, errors one key away."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from benchmark.records.reading import Reading
from benchmark.records.text import counted, legible, legible_line
from benchmark.tables import Column
from benchmark.tables.document import environment, policy, typeset
from benchmark.viewer.segments import cut, marks
from benchmark.viewer.timeline import WIDTH, timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.records.reading import Row
    from benchmark.records.report import ScoreReport
    from benchmark.viewer.segments import Segment
    from benchmark.viewer.timeline import Timeline

PLAIN_BYTES = 1_000_000
"""Of articles that stand in the page as they are, to be read without scripts; the others are packed."""

PACK = 25
"""Articles packed together."""

TITLES = {
    "missed": "Missed",
    "spurious": "Spurious, duplicate",
    "wrong_type": "Wrong type",
    "wrong_date": "Wrong date",
    "boundary": "Boundary",
    "argument": "Other argument",
}
"""What readers filter by: names of records.reading.FAULTS as they are shown."""

_NEEDS = {"wrong_date": "dates", "boundary": "arguments", "argument": "arguments"}
"""What the dataset must annotate for a fault."""

_KINDS = {"trigger": "t", "argument": "a", "time": "d"}
"""Second letters of the classes of marks; the first is that of their side."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article of the list, and how many of its rows have each fault."""

    reading: Reading
    faults: Counter[str]


def render(report: ScoreReport, readings: Sequence[Reading]) -> str:
    """Return the page of a report's articles, in the order given; of what the dataset annotates only."""
    templates = environment(Path(__file__).resolve().parent / "templates", legible)
    templates.filters |= {
        "score": Column("", "score").show,
        "count": Column("", "count").show,
        "counted": counted,
        "signed": lambda days: typeset(Column("", "signed").show(days)),
        "line": legible_line,
    }
    inline = {name: templates.get_template(f"view.{name}").render() for name in ("css", "js")}
    template = templates.get_template("article.html.j2")
    items = [
        Item(reading, Counter(fault for row in reading.rows for fault in row.faults)) for reading in readings
    ]
    annotates = {*report.resolution, *(() if report.date_outcomes is None else ("dates",))}
    pieces = [template.render(_article(one, i), annotates=annotates) for i, one in enumerate(readings)]
    shown = _plain(pieces)
    plain = Markup("".join(pieces[:shown]))  # noqa: S704 - our own template's, escaped there
    page: str = templates.get_template("view.html.j2").render(
        report=report,
        items=items,
        plain=plain,
        shown=shown,
        packs=[_packed(pieces[i : i + PACK]) for i in range(shown, len(pieces), PACK)],
        pack=PACK,
        titles={name: title for name, title in TITLES.items() if _NEEDS.get(name) in {None, *annotates}},
        annotates=annotates,
        totals=sum((item.faults for item in items), Counter[str]()),
        policy=policy(inline["css"], inline["js"]),
    )
    return page + "\n"


def _article(reading: Reading, place: int) -> dict[str, Any]:
    """Return what the template of an article is filled with."""
    return {
        "place": place,
        "article": reading.article,
        "reading": reading,
        "segments": [_shown(segment) for segment in cut(reading.article.text, marks(reading.rows))],
        "rows": [(row, _timeline(row, reading.article.published)) for row in reading.rows],
        "width": WIDTH,
        "titles": TITLES,
    }


def _shown(segment: Segment) -> tuple[str, str, str, str]:
    """Return text, classes, keys and title of a segment; where nothing marks it only a text."""
    classes = dict.fromkeys(f"{one.side[0]}{_KINDS[one.kind]}" for one in segment.marks)
    keys = dict.fromkeys(
        f"{one.row}{one.side[0]}{_KINDS[one.kind]}{one.number}.{one.slot}:{quote(one.role)}"
        for one in segment.marks
    )
    told = dict.fromkeys(f"{one.row}: {one.side} {one.role or one.kind}" for one in segment.marks)
    return segment.text, " ".join(classes), " ".join(keys), "; ".join(told)


def _timeline(row: Row, published: str | None) -> Timeline | None:
    return timeline(
        row.gold.dates if row.gold else (), row.predicted.dates if row.predicted else (), published
    )


def _plain(pieces: Sequence[str]) -> int:
    """Return how many articles stand in the page as they are: as many as fit, and one at least."""
    size = 0
    for number, piece in enumerate(pieces):
        size += len(piece.encode())
        if size > PLAIN_BYTES and number:
            return number
    return len(pieces)


def _packed(pieces: Sequence[str]) -> str:
    # Neither time nor name in the header: the same page is the same bytes.
    return base64.b64encode(gzip.compress(json.dumps(pieces).encode(), 6, mtime=0)).decode()
