"""What comes in from each real sample: the tables of import.md, written by generate.py where the samples are.

They stand in a folder ``shared`` beside the repository and are not ours to publish, so a check without them
has nothing to compare: it says so and takes the committed tables as they are.
"""

from __future__ import annotations

import importlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmark.corpus import importers
from benchmark.corpus.importers import mapping
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.tables import Column, Table, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark.tables.table import Row

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared"

_FIELDS = ROOT / "tests/corpus/importers/exports/prodigy_fields.toml"
_ORDER = ("document", "event", "argument", "date", "attribute", "span", "relation", "note", "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample, by its format and its place among the samples; ``note`` says what was told beside it."""

    format: str
    path: str
    options: Options = field(default_factory=Options)
    note: str = ""


def _samples() -> Iterator[Sample]:
    gene = LabelMapping(events=frozenset({"GGP"}), roles={"No-rel": ""})
    fields = Options(mapping=mapping.read(_FIELDS))
    for folder in ("brat_tutorial_news", "litbank", "phee"):
        yield Sample(format="brat", path=f"formats/brat/{folder}")
    yield Sample(format="label-studio", path="formats/label_studio/export.json")
    yield Sample(format="inception", path="formats/inception/cas_json/t2s_lusa/lusa_100.json")
    yield Sample(format="inception", path="formats/inception/cas_json/tsv3-testSimpleSlotFeature")
    yield Sample(format="doccano", path="formats/doccano/relation_extraction.jsonl")
    yield Sample(
        format="prodigy",
        path="formats/prodigy/relations.jsonl",
        options=Options(mapping=gene),
        note="a mapping file: GGP marks events, No-rel is left out",
    )
    for name in ("ann1", "ann2"):
        path = f"corpora/xamr_ecbplus/{name}.json"
        yield Sample(format="prodigy", path=path, options=fields, note="a mapping file: custom fields")
    yield Sample(format="muc4", path="corpora/muc4")
    yield Sample(format="wikievents", path="corpora/wikievents")
    yield Sample(format="textee", path="formats/textee/phee_sample.json")
    yield Sample(format="maven", path="formats/maven/phee_as_maven.jsonl")
    yield Sample(format="cat", path="corpora/wikinews_timeline/meantime_CAT")
    yield Sample(format="cat", path="corpora/eventstoryline")
    yield Sample(format="semeval2015", path="corpora/wikinews_timeline/corpus_1")
    yield Sample(format="timeml", path="corpora/wikinews_timeline/corpus_1/corpus_trackB_TimeML")
    yield Sample(format="plover", path="corpora/plover_gsr")
    yield Sample(
        format="article",
        path="seed/article.txt",
        options=Options(published="2024-01-16"),
        note="--published 2024-01-16",
    )


def tables() -> str:
    """The table of all samples, and for each what was not taken over as it stands, by reason."""
    rows: list[Row] = []
    reasons: list[str] = []
    for sample in _samples():
        counts, outcomes = _imported(sample)
        totals = Counter[str]()
        for (_, outcome, _), number in outcomes.items():
            totals[outcome] += number
        told = (totals["ok"], totals["repaired"], totals["dropped"])
        rows.append((sample.format, sample.path, *counts, *told))
        reasons.append(_reasons(sample, outcomes))
    columns = (
        Column("format"),
        Column("sample"),
        *(Column(name, "count") for name in ("documents", "events", "arguments", "dated")),
        *(Column(name, "count") for name in ("ok", "repaired", "dropped")),
    )
    return "\n".join([_markdown(columns, rows), *reasons])


def _imported(sample: Sample) -> tuple[tuple[int, int, int, int], Counter[tuple[str, str, str]]]:
    """Documents, events, arguments and dated events of a sample; each outcome by kind and reason."""
    module = importlib.import_module(importers.IMPORTERS[sample.format].partition(":")[0])
    journal = Journal()
    ledger = Ledger(journal)
    path = SAMPLES / sample.path
    taking = sample.format in importers.TAKING_OPTIONS
    corpus = module.corpus(path, ledger, sample.options) if taking else module.read(path, journal)
    members = [corpus.articles, *corpus.annotators.values()]
    articles = [article for each in members for article in each]
    events = [event for article in articles for event in article.events or ()]
    counts = (
        len(articles),
        len(events),
        sum(len(event.arguments) for event in events),
        sum(event.date.value is not None for event in events),
    )
    if taking:
        return counts, Counter({(str(kind), *rest): n for (kind, *rest), n in ledger.outcomes.items()})
    outcomes = Counter(("line", note.outcome, note.reason) for note in journal.notes)
    outcomes["line", "ok", ""] = sum(n for (_, outcome), n in journal.counts().items() if outcome == "ok")
    return counts, outcomes


def _reasons(sample: Sample, outcomes: Counter[tuple[str, str, str]]) -> str:
    """A list of what was repaired and dropped in a sample, the most frequent first."""
    told = f" ({sample.note})" if sample.note else ""
    lines = [f"### {sample.format}: {sample.path}{told}\n"]
    for outcome in ("dropped", "repaired"):
        found = [(n, kind, why) for (kind, how, why), n in outcomes.items() if how == outcome]
        found.sort(key=lambda one: (-one[0], _ORDER.index(one[1]), one[2]))
        lines += [f"- {outcome}: {number:,} {kind}: {why}" for number, kind, why in found]
    return "\n".join(lines if len(lines) > 1 else [*lines, "- everything came through as it stands"]) + "\n"


def _markdown(columns: tuple[Column, ...], rows: list[Row]) -> str:
    return render(Table(title="", columns=columns, rows=tuple(rows)), "md")
