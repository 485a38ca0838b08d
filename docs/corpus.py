"""What data/README.md tells of the shipped corpus, from its articles and what was filed about them."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmark.corpus import config
from benchmark.records.date import parse
from benchmark.store import articles, ontologies
from benchmark.tables import Column, Table, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.records.article import Article
    from benchmark.tables.table import Row

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
BASELINES = ("silent", "majority", "lexicon", "linear")


def _read() -> list[Article]:
    return articles.read([DATA], lambda key: ontologies.load(key, DATA))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _markdown(columns: Iterable[Column], rows: Iterable[Row]) -> str:
    return render(Table(title="", columns=tuple(columns), rows=tuple(rows)), "md")


def counts() -> str:
    """What the shipped articles hold, by split, type, status, granularity, basis and tag."""
    corpus = _read()
    events = [event for article in corpus for event in article.events or ()]
    dated = [parse(event.date.value) for event in events if event.date.value]
    words = [len(article.text.split()) for article in corpus]
    arguments = sum(len(event.arguments) for event in events)
    bare = sum(not article.events for article in corpus)
    whole = (
        f"{len(corpus)} articles of {min(words)} to {max(words)} words, {len(events)} events, {len(dated)} "
        f"of them dated, {arguments} arguments; {bare} articles have no event.\n"
    )
    lines = [whole]
    for title, counted in (
        ("Event type", Counter(event.event_type for event in events)),
        ("Status", Counter(event.status for event in events)),
        ("Granularity of the date", Counter(date.granularity for date in dated)),
        ("Basis of the date", Counter(event.date.basis or "undated" for event in events)),
        ("Tag of events", Counter(tag for event in events for tag in event.tags)),
        ("Region", Counter(region.kind for article in corpus for region in article.regions)),
    ):
        told = ", ".join(
            f"{name} {count}" for name, count in sorted(counted.items(), key=lambda x: (-x[1], x[0]))
        )
        lines.append(f"- **{title}**: {told}")
    return "\n".join(lines)


SCORED = ("linear", "lexicon")


def difficulty() -> str:
    """What baselines find and date of each phenomenon of the test split, from their filed reports."""
    reports = {name: _filed(name) for name in SCORED}
    first = reports[SCORED[0]]
    parts = ("event recall", "dates right", "date accuracy")
    columns = (
        Column("Phenomenon"),
        Column("Events", "count"),
        *(
            Column(f"{name.capitalize()} {part}", "text" if part == "dates right" else "score")
            for name in SCORED
            for part in parts
        ),
    )
    whole = {name: reports[name]["shares"]["date_accuracy"] for name in SCORED}
    rows = [("All events", first["scores"]["event"]["gold"])]
    for name in SCORED:
        rows[0] += (reports[name]["scores"]["event"]["recall"], *_dated(whole[name]))
    for tag, breakdown in sorted(first["breakdowns"]["event_tag"].items()):
        row = (tag, breakdown["shares"]["event_recall"]["support"])
        for name in SCORED:
            shares = reports[name]["breakdowns"]["event_tag"][tag]["shares"]
            row += (shares["event_recall"]["value"], *_dated(shares.get("date_accuracy")))
        rows.append(row)
    return _markdown(columns, rows)


def _filed(name: str) -> Any:
    settings = config.read(DATA / config.FILE)
    kept = ROOT / "leaderboard" / "submissions" / f"{settings.name}@{settings.version}"
    (path,) = kept.glob(f"{name}@*/report.json")
    return _json(path)


def _dated(share: dict[str, Any] | None) -> tuple[str | None, float | None]:
    """How many dates are right of how many events found and dated in gold, and the share; None for none."""
    if not share or not share["support"]:
        return None, None
    return f"{share['total']:g} of {share['support']}", share["value"]


def agreement() -> str:
    """The agreement of the two annotations, as ``bench agreement`` measured it."""
    told = _json(DATA / "agreement.json")
    columns = (
        Column("Measure"),
        *(Column(title, "score") for title in ("Score", "95 % low", "95 % high")),
        *(Column(title, "count") for title in ("Agreed", "Of")),
    )
    (pair,) = told["pairs"]
    rows = tuple(
        (
            figure["label"],
            figure["value"],
            figure["interval"] and figure["interval"]["low"],
            figure["interval"] and figure["interval"]["high"],
            figure["agreed"],
            figure["of"],
        )
        for figure in pair["figures"].values()
        if figure["agreed"] is not None
    )
    return f"{pair['articles']} articles were annotated twice.\n\n{_markdown(columns, rows)}"


def decisions() -> str:
    """How the disagreements of the two annotations were decided, by kind, and what was corrected then."""
    told, corrections = (
        [json.loads(line) for line in (DATA / "adjudication" / f"{name}.jsonl").read_bytes().splitlines()]
        for name in ("decisions", "corrections")
    )
    counted = Counter((decision["kind"], decision["choice"]) for decision in told)
    choices = ("first", "second", "both", "neither", "write")
    titles = ("First", "Second", "Both", "Neither", "Written anew")
    columns = (Column("Disagreement on"), *(Column(title, "count") for title in titles))
    kinds = sorted({kind for kind, _ in counted})
    table = _markdown(columns, ((kind, *(counted[kind, choice] for choice in choices)) for kind in kinds))
    corrected = len({correction["article_id"] for correction in corrections})
    summary = (
        f"{len(told):,} disagreements were decided. Corrections: {len(corrections)}, in {corrected} articles."
    )
    return f"{summary}\n\n{table}"


REVIEWED = 30
SEED = 2026


def drawn(corpus: Iterable[Article]) -> list[tuple[str, str]]:
    """The events to be read again, as article and event id: those whose seeded hashes are the least."""
    events = [(article.article_id, event.event_id) for article in corpus for event in article.events or ()]
    return sorted(events, key=lambda ids: hashlib.sha256("\0".join((str(SEED), *ids)).encode()).digest())[
        :REVIEWED
    ]


VERDICTS = ("right", "mended", "doubtful")


def reviewed() -> str:
    """The events that were read again, each with its verdict, the rules and what was found."""
    told = _json(DATA / "review.json")
    columns = map(Column, ("Article", "Event", "Verdict", "Rules", "What was found"))
    rows = (
        (one["article_id"], one["event_id"], one["verdict"], ", ".join(one["rules"]), one["found"])
        for one in told
    )
    found = Counter(one["verdict"] for one in told)
    verdicts = ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS)
    return f"{len(told)} events: {verdicts}.\n\n{_markdown(columns, rows)}"


def limits() -> str:
    """The known limits, as the card of each release has them too."""
    card = config.read(DATA / config.FILE).card
    return "\n".join(f"- {limit}" for limit in (card.limits if card else ()))


CLOSE = 0.245
"""Cosine of two articles' words, names left out, from which they are taken to tell one story."""


def likeness(corpus: Sequence[Article]) -> list[tuple[float, str, str]]:
    """How alike the words of every two articles are, names of the gazetteer left out, most alike first.

    Cosine of TF-IDF vectors, in [0, 1], of English content words that stand in two articles at least.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    listed = _json(DATA / "gazetteer.json")
    names = sorted(itertools.chain(listed["real"], *listed["names"].values()), key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    pattern = r"\b[^\W\d_]{3,}\b"
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2, token_pattern=pattern)
    words = vectorizer.fit_transform(named.sub(" ", article.text) for article in corpus)
    cosines = (words @ words.T).toarray()
    return sorted(
        (
            (float(cosines[i, j]), corpus[i].article_id, corpus[j].article_id)
            for i, j in itertools.combinations(range(len(corpus)), 2)
        ),
        reverse=True,
    )


BELOW = 4


def nearest() -> str:
    """The pairs of articles that are most alike: those that count as one story and a few below them."""
    pairs = likeness(_read())
    close = sum(likeness >= CLOSE for likeness, _, _ in pairs)
    series = _json(DATA / "series.json")["series"]
    rows = [
        (
            cosine,
            *pair,
            next((one["series"] for one in series if set(pair) <= set(one["articles"])), None),
        )
        for cosine, *pair in pairs[: close + BELOW]
    ]
    columns = (Column("Likeness", "probability"), *map(Column, ("Article", "And article", "Series")))
    return f"{close} pairs are as alike as {CLOSE} or more.\n\n{_markdown(columns, rows)}"
