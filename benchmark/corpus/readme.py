"""README.md of a release: front matter for ``datasets`` and the Hub, then sections made from counts alone."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus import hub_metadata
from benchmark.records.manifest import CardText
from benchmark.records.report import ends
from benchmark.records.text import clean, counted
from benchmark.store.columns import features, meanings
from benchmark.tables import Column
from benchmark.tables.markdown import escape, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmark.corpus.card import Card
    from benchmark.records.agreement import AgreementSummary
    from benchmark.records.manifest import Leakage, Manifest
    from benchmark.tables.table import Row

_BAR: Final = 20
_DAYS_APART: Final = "date_days"
"""The one measure of agreement that is no score."""
_LABELS_SHOWN: Final = 40
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_ROWS: Final = {
    "articles": "article, its events nested",
    "events": "event, flat",
    "arguments": "mention of an argument, flat",
}
# A title with a space is no split's name.
_LABELS: Final = {
    "event_type": ("Event types", "Event type", "Events by type."),
    "role": (
        "Argument roles",
        "Argument role",
        "Arguments by role; one with several mentions counts once.",
    ),
    "status": ("Event status", "Event status", "Events by status."),
    "granularity": ("Date granularity", "Granularity of date", "Events by the form of their date."),
    "basis": ("Date basis", "Basis of date", "Dated events by what their date was read from."),
    "tag": ("Tags", "Article tag", "Articles by tag; an article may have several."),
}
_YEARS: Final = {
    "published_in": ("Years of publication", "Published", "Articles by the year of their publication."),
    "happened_in": (
        "Years of events",
        "Begins in",
        "Dated events by the year in which their date begins, or ends where its beginning is open.",
    ),
}


def render(card: Card) -> str:
    """Return the Markdown. Of the articles it shows counts, labels, languages and licences, no text."""
    return "\n".join([hub_metadata.front_matter(card), *_sections(card)])


def _sections(card: Card) -> Iterator[str]:
    manifest, said = card.manifest, card.manifest.card or CardText()
    yield from _opening(card)
    yield "## Splits\n"
    yield _splits(manifest)
    yield "## Features\n"
    yield _features(card)
    yield from _loading(card)
    if manifest.texts:
        yield from _scoring(card)
    if said.annotation:
        yield "## Annotation\n"
        parts = re.split(r"\n\s*\n", said.annotation.strip())
        yield "\n\n".join(escape(clean(part)) for part in parts) + "\n"
    for kind in filter(card.annotates, _LABELS):
        yield from _distribution(card, kind)
    yield from _meanings(said)
    yield from _languages(card)
    for kind in filter(card.annotates, _YEARS):
        yield from _years(card, kind)
    yield from _stratification(card)
    yield from _leakage(manifest.leakage)
    yield from _agreement(manifest.agreement)
    yield from _licences(card)
    yield "## Known limits\n"
    limits = [*(escape(clean(limit.strip())) for limit in said.limits), *_limits(manifest)]
    yield "".join(f"- {limit}\n" for limit in limits)
    yield "## Citation\n"
    citation = said.citation or f"{manifest.key}, digest {manifest.digest[:12]}"
    # Indented code, which nothing in it can end.
    yield "".join(f"{_code(line)}\n" for line in citation.strip().split("\n"))
    yield from _canary(manifest.canary)
    yield from _commitment(manifest)
    yield "## Identity\n"
    yield (
        f"The digest of this release is `{manifest.digest}`. It is the sha256 of the digests of the splits "
        "in `jsonl/`, what is annotated, how words are compared, and the digest of the ontology. Signatures "
        "quote its first twelve digits. `sha256sum -c checksums.sha256` checks every file.\n"
    )


def _opening(card: Card) -> Iterator[str]:
    """Yield the title, what the release is, and what of it is not here."""
    manifest = card.manifest
    yield f"# {escape(manifest.key)}\n"
    yield (
        f"{card.description} `bench build` made this card, and counted its numbers from the files beside "
        "it.\n"
    )
    if manifest.withheld:
        yield (
            f"**The gold of {escape(', '.join(manifest.withheld))} is not here.** `events` is null in its "
            "articles, and no count below includes it. A blind half leaves out the tags of these articles "
            "too.\n"
        )
    if not manifest.texts:
        yield (
            "**The texts are not here.** Each article has the `length` of its text in code points and its "
            "`sha256`, and mentions have offsets only. From your own copies of the texts, a folder of "
            "`<article_id>.txt` or JSON Lines with `article_id` and `text`, you can make the release with "
            "texts. It has the same digest.\n"
        )
        yield f"```sh\nbench rehydrate {card.directory} TEXTS\n```\n"


def _loading(card: Card) -> Iterator[str]:
    yield "## Load\n"
    loads = [
        f'{config} = load_dataset("{card.directory}", "{config}")  # one row per {_ROWS[config]}'
        for config in card.sizes
    ]
    yield "\n".join(["```python", "from datasets import load_dataset", "", *loads, "```", ""])
    tag = f"v{card.manifest.version}"
    yield (
        f"`{card.directory}` is the folder of this release. Where you read this on the Hugging Face Hub, "
        f'pass the name of the repository in its place, with `revision="{tag}"`. This makes the folder:\n'
    )
    download = f"hf download OWNER/NAME --repo-type dataset --revision {tag} --local-dir {card.directory}"
    yield f"```sh\n{download}\n```\n"
    yield (
        "Other programs read the files as they are: Parquet, compressed by zstd. Offsets count Unicode code "
        "points of `text`: `text[start:end]` is the mention. The offsets of a discontinuous mention are its "
        "outer limits, and its words are its fragments, joined by one space. Dates are EDTF strings. `split` "
        "is what an article's author asked for, null where nobody did.\n"
    )


def _scoring(card: Card) -> Iterator[str]:
    yield "## Score\n"
    commands = [
        f"bench {command} predictions.jsonl --data {card.directory} --split {card.scored}"
        for command in ("validate", *(["score"] if card.scored not in card.manifest.withheld else []))
    ]
    yield "\n".join(["```sh", *commands, "```", ""])
    yield (
        "`bench` is the command of the Python package `dateline-bench`. Words are compared by "
        f"`{card.manifest.match}`. A prediction file has one line per article; an "
        "article that it leaves out counts as an empty prediction. Scores can be compared only under one "
        "signature.\n"
    )


def _licences(card: Card) -> Iterator[str]:
    yield "## Licences\n"
    yield (
        f"The collection is under {escape(card.license)}. The licence of each article is in `license`; "
        "articles by licence:\n"
    )
    columns = (Column("Licence"), Column("Articles", "count"))
    yield table(columns, card.manifest.licenses.items())


def _canary(canary: str | None) -> Iterator[str]:
    if canary is None:
        return
    yield "## Canary\n"
    yield f"    {canary}\n"
    yield (
        "Keep this line with every copy of these texts and their annotation. People who gather texts to "
        "train models on can leave out what stands beside it. A model that can complete it has read the "
        "benchmark, so its scores say little.\n"
    )


def _commitment(manifest: Manifest) -> Iterator[str]:
    """Yield what a public half commits to, and how that is checked; nothing where it does not."""
    told = manifest.commitment
    if told is None or told.split not in manifest.withheld:
        return
    yield "## Commitment\n"
    yield f"    {told.hmac_sha256}\n"
    yield (
        f"This number, which `manifest.json` has too, fixes the gold of {escape(told.split)} and tells "
        "nothing of it. It is the HMAC-SHA256 of the lines of the gold half, under a key that is kept with "
        "them. When the gold half is published, with its `blind.key`, anyone can check that no gold was "
        "changed meanwhile. In its folder, this prints the number above:\n"
    )
    yield (
        "```sh\nopenssl dgst -sha256 -mac HMAC -macopt hexkey:$(cat blind.key) "
        f"jsonl/{told.split}.jsonl\n```\n"
    )


def _code(line: str) -> str:
    words = line.lstrip(" ")
    return " " * (4 + len(line) - len(words)) + clean(words).rstrip()


def _features(card: Card) -> str:
    texts = card.manifest.texts
    columns = (Column("Config"), Column("Column"), Column("Type"), Column("What it holds"))
    rows = (
        (config, feature["name"], _type(feature), meanings(config, texts=texts)[feature["name"]])
        for config in card.sizes
        for feature in features(config, texts=texts)
    )
    return table(columns, rows)


def _type(feature: dict[str, Any]) -> str:
    if "list" not in feature:
        return str(feature["dtype"])
    inner = feature["list"]
    return f"list of {inner if isinstance(inner, str) else 'structs'}"


def _splits(manifest: Manifest) -> str:
    counts = ("Articles", "Events", "Arguments", "Dated events")
    columns = (Column("Split"), *(Column(title, "count") for title in counts), Column("Digest"))
    rows = (
        (split, summary.articles, summary.events, summary.arguments, summary.dated, summary.digest[:12])
        for split, summary in manifest.splits.items()
    )
    return table(columns, rows)


def _distribution(card: Card, kind: str) -> Iterator[str]:
    """Yield a table of labels, the most frequent first, with a bar each; nothing where there is none."""
    title, label, words = _LABELS[kind]
    gold = {split: census for split, census in card.censuses.items() if census.annotated}
    counters = {split: Counter(census.labels[kind]) for split, census in gold.items()}
    if kind == "granularity":
        for split, census in gold.items():
            counters[split]["undated"] += census.events - census.dated
    total = sum(counters.values(), Counter[str]())
    if not total:
        return
    shown = sorted(total, key=lambda name: (-total[name], name))[:_LABELS_SHOWN]
    yield f"## {title}\n"
    yield f"{words}\n"
    yield _bars(label, counters, shown)
    if len(total) > len(shown):
        yield f"`manifest.json` has {len(total) - len(shown):,} more.\n"


def _meanings(said: CardText) -> Iterator[str]:
    """Yield a table of what the maintainer says that tags mean; nothing where that is nothing."""
    of = {"event": said.event_tags, "article": said.article_tags}
    rows = [(tag, kind, words) for kind, tags in of.items() for tag, words in sorted(tags.items())]
    if rows:
        yield "## What tags mean\n"
        yield table((Column("Tag"), Column("Of"), Column("Meaning")), rows)


def _languages(card: Card) -> Iterator[str]:
    """Yield a table of languages, the most frequent first; nothing where all articles have one."""
    total = card.total.languages
    if len(total) > 1:
        shown = sorted(total, key=lambda name: (-total[name], name))
        yield "## Languages\n"
        yield "Articles by language.\n"
        yield _bars("Language", {split: census.languages for split, census in card.censuses.items()}, shown)


def _years(card: Card, kind: str) -> Iterator[str]:
    """Yield a table of years in their order, of decades where they are many; nothing where none is known."""
    title, label, words = _YEARS[kind]
    known = {split: census.labels[kind] for split, census in card.censuses.items() if census.labels[kind]}
    years = sorted(set().union(*known.values()))
    if not years:
        return
    if len(years) > _LABELS_SHOWN:
        words = f"{words} Grouped by decade."
        known = {split: _decades(counter) for split, counter in known.items()}
        years = sorted(set().union(*known.values()))
    yield f"## {title}\n"
    yield f"{words}\n"
    yield _bars(label, known, years)


def _decades(years: Counter[str]) -> Counter[str]:
    decades: Counter[str] = Counter()
    for year, count in years.items():
        decades[f"{year[:3]}0s"] += count
    return decades


def _bars(label: str, counters: Mapping[str, Counter[str]], names: Sequence[str]) -> str:
    """Return a table of how often each name stands in each split and in all, with a bar of the sum."""
    total = sum(counters.values(), Counter[str]())
    most = max(total.values())
    columns = (Column(label), *(Column(name, "count") for name in (*counters, "all")), Column(""))
    rows: Iterator[Row] = (
        (name, *(counter[name] for counter in counters.values()), total[name], _bar(total[name] / most))
        for name in names
    )
    return table(columns, rows)


def _stratification(card: Card) -> Iterator[str]:
    """Yield how much the split that differs most does so; nothing where only one has gold."""
    rows = [
        (_LABELS[kind][1], stratum.split, f"{stratum.divergence:.4f}")
        for kind, stratum in card.manifest.stratification.items()
        if stratum.divergence is not None and card.annotates(kind)
    ]
    if rows:
        yield "## Balance of the splits\n"
        yield (
            "For each kind of label, the split that differs most from all splits together, with its "
            "Jensen-Shannon divergence in bits: 0 where shares are equal, 1 where no label is shared. "
            "`manifest.json` has the shares.\n"
        )
        yield table((Column("Labels"), Column("Split"), Column("Divergence")), rows)


def _leakage(leakage: Leakage | None) -> Iterator[str]:
    """Yield what equal and nearly equal texts there are; nothing where they were not looked for."""
    if leakage is None:
        return
    groups = leakage.groups
    yield "## Near copies\n"
    found = (
        f"{sum(len(group.articles) for group in groups):,} articles in "
        f"{counted(len(groups), 'group')}, listed in `manifest.json` with the pairs that connect them"
        if groups
        else "none"
    )
    yield (
        f"Texts whose word 3-grams have a Jaccard index of at least {leakage.threshold:g} are near copies "
        f"and stand in one split. Found: {found}.\n"
    )


def _agreement(agreement: AgreementSummary | None) -> Iterator[str]:
    if agreement is None:
        return
    yield "## Agreement\n"
    yield (
        f"Annotators: {agreement.annotators:,}. Articles that two or more of them annotated: "
        f"{agreement.articles:,}. F1, shares and Krippendorff's alpha are in points, the means over all "
        "pairs of annotators, with 95 % intervals over articles (`bench agreement`).\n"
    )
    columns = (Column("Measure"), *(Column(title, "score") for title in ("Score", "95 % low", "95 % high")))
    rows = (
        (figure.label, figure.value, *ends(figure.interval))
        for name, figure in agreement.figures.items()
        if name != _DAYS_APART
    )
    yield table(columns, rows)
    days = agreement.figures.get(_DAYS_APART)
    if days is not None and days.value is not None:
        yield f"Median of the days between the two dates of a matched event: {days.value:g}.\n"


def _limits(manifest: Manifest) -> Iterator[str]:
    if manifest.agreement is None and manifest.withheld:
        yield "Agreement between annotators, if it was measured, is told where all gold is."
    elif manifest.agreement is None:
        yield "Agreement between annotators was not measured."
    if manifest.leakage is None:
        yield "Near-duplicate articles in different splits were not looked for."
    yield (
        "Articles that name no split are divided by their id or their day, near copies together, so small "
        "splits miss their percentages."
    )
    yield "Seasons in dates are northern and meteorological. Local days are taken as the article has them."


def _bar(share: float) -> str:
    whole, eighths = divmod(round(share * _BAR * 8), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()
