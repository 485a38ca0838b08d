"""What comes in from each real sample, and what comes back from the tools it is exported to.

The tables of import.md, written by generate.py where the samples are.

They stand in a folder ``shared`` beside the repository and are not ours to publish, so a check without them
has nothing to compare: it says so and takes the committed tables as they are.
"""

from __future__ import annotations

import importlib
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmark import exports
from benchmark.corpus.importers import brat, formats, label_studio, mapping
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.store import codec
from benchmark.tables import Column, markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.records.article import Article
    from benchmark.tables.table import Row

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared"

_FIELDS = ROOT / "tests/corpus/importers/exports/prodigy_fields.toml"
_TOOLS = {"brat": (brat, ""), "label-studio": (label_studio, "tasks.json")}
"""Tools that articles are exported to: what reads the export back, and which file of it."""
_PARTS = ("events", "triggers", "arguments", "dates")
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
    """Two tables of all samples, what came in and what comes back; then for each what did not, by reason."""
    rows: list[Row] = []
    trips: list[Row] = []
    reasons: list[str] = []
    for sample in _samples():
        corpus, outcomes = _imported(sample)
        members = [corpus.articles, *corpus.annotators.values()]
        events = [event for each in members for article in each for event in article.events or ()]
        counts = (
            sum(len(each) for each in members),
            len(events),
            sum(len(event.arguments) for event in events),
            sum(event.date.value is not None for event in events),
        )
        totals = Counter[str]()
        for (_, outcome, _), number in outcomes.items():
            totals[outcome] += number
        told = (totals["ok"], totals["repaired"], totals["dropped"])
        rows.append((sample.format, sample.path, *counts, *told))
        lines = [*_reasons(outcomes)] or ["everything came through as it stands"]
        if events:
            rows_back, lost = _round_trips(sample, corpus)
            trips += rows_back
            lines += lost
        told = f" ({sample.note})" if sample.note else ""
        reasons.append(f"### {sample.format}: {sample.path}{told}\n\n" + "".join(f"- {x}\n" for x in lines))
    columns = (
        Column("format"),
        Column("sample"),
        *(Column(name, "count") for name in ("documents", "events", "arguments", "dated")),
        *(Column(name, "count") for name in ("ok", "repaired", "dropped")),
    )
    back = map(Column, ("sample", "tool", *_PARTS))
    return "\n".join([markdown.table(columns, rows), _ROUND_TRIP, markdown.table(back, trips), *reasons])


_ROUND_TRIP = """### The round trip

Each sample was imported, exported by `bench export brat` and by `label-studio`, and imported again. The table
counts what came back equal in every field. An event counts only if all of it came back, but for its id;
triggers, arguments and dates count one by one. The export tells what does not come back, and the lists below
have it for each sample.
"""


def _imported(sample: Sample) -> tuple[Corpus, Counter[tuple[str, str, str]]]:
    """The corpus of a sample; each outcome by kind and reason."""
    module = importlib.import_module(formats.IMPORTERS[sample.format].partition(":")[0])
    journal = Journal()
    ledger = Ledger(journal)
    path = SAMPLES / sample.path
    alone = sample.format in formats.OF_ONE_CORPUS
    corpus = module.read(path, journal) if alone else module.read(path, ledger, sample.options)
    if not alone:
        return corpus, Counter({(str(kind), *rest): n for (kind, *rest), n in ledger.outcomes.items()})
    outcomes = Counter(("line", note.outcome, note.reason) for note in journal.notes)
    outcomes["line", "ok", ""] = sum(n for (_, outcome), n in journal.counts().items() if outcome == "ok")
    return corpus, outcomes


def _reasons(outcomes: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """What was repaired and dropped in a sample, the most frequent first."""
    for outcome in ("dropped", "repaired"):
        found = [(n, kind, why) for (kind, how, why), n in outcomes.items() if how == outcome]
        found.sort(key=lambda one: (-one[0], _ORDER.index(one[1]), one[2]))
        yield from (f"{outcome}: {number:,} {kind}: {why}" for number, kind, why in found)


def _round_trips(sample: Sample, corpus: Corpus) -> tuple[list[Row], list[str]]:
    """A row for each tool, one for both where they give back the same; and what each has no place for."""
    told: dict[tuple[str | None, ...], list[str]] = {}
    why: dict[tuple[str, int], list[str]] = {}
    for tool in _TOOLS:
        back = Counter[str]()
        sent = Counter[str]()
        lost = Counter[str]()
        for articles in filter(None, (corpus.articles, *corpus.annotators.values())):
            before, after = _parts(articles), _parts(_there_and_back(articles, corpus, tool, lost))
            sent.update({part: before[part].total() for part in _PARTS})
            back.update({part: (before[part] & after[part]).total() for part in _PARTS})
        cells = tuple(_share(back[part], sent[part]) for part in _PARTS)
        told.setdefault(cells, []).append(tool)
        for lack in sorted(lost.items()):
            why.setdefault(lack, []).append(tool)
    lines = [f"lost in {' and '.join(tools)}: {what}: {n:,}" for (what, n), tools in why.items()]
    return [(sample.path, " and ".join(tools), *cells) for cells, tools in told.items()], lines


def _there_and_back(
    articles: Iterable[Article], corpus: Corpus, tool: str, lost: Counter[str]
) -> tuple[Article, ...]:
    """The articles as the import of their export has them; ``lost`` counts what the export told."""

    def say(line: str) -> None:
        what, _, count = line.rpartition(": ")
        if not what.startswith("articles "):  # headers, tags and regions are no annotation of events
            lost[what] += int(count.replace(",", ""))

    module, file = _TOOLS[tool]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        (folder / "ontologies").mkdir()
        for article in articles:
            (folder / "articles" / f"{article.article_id}.json").write_bytes(codec.pretty(article))
        (folder / "ontologies" / f"{corpus.ontology.name}.json").write_bytes(codec.pretty(corpus.ontology))
        exports.export(tool, folder, folder / "out", say)
        options = Options(ontology=corpus.ontology, mapping=mapping.read(folder / "out" / "mapping.toml"))
        back = module.read(folder / "out" / file, Ledger(Journal()), options)
    return back.articles


def _parts(articles: Iterable[Article]) -> dict[str, Counter[object]]:
    """What is annotated, each thing with the event type and article that it belongs to."""
    found: dict[str, Counter[object]] = {part: Counter() for part in _PARTS}
    for article in articles:
        for event in article.events or ():
            whose = (article.article_id, event.event_type)
            found["events"][whose, replace(event, event_id="")] += 1
            found["triggers"].update((whose, trigger) for trigger in event.triggers)
            found["arguments"].update((whose, argument) for argument in event.arguments)
            if event.date.value is not None:
                found["dates"][whose, event.date] += 1
    return found


def _share(part: int, whole: int) -> str | None:
    if not whole:
        return None
    return f"all {whole:,}" if part == whole else f"{part:,} of {whole:,}"
