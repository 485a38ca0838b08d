"""What a board costs: its page, its tables from kept reports, its check, and the page of one system's errors.

Usage: python benchmarks/board.py

The data are the shipped articles under new ids, all in one split, and two systems under many names. These
say what gold says, but some events are left out and some dates changed, at random with a seed. Pages are
opened in the headless Chromium of the browser tests. A page is interactive when its script has run, the
viewer when its first article shows. Times of pages and of the tables' command are the best of three; the
check is run once.
"""

from __future__ import annotations

import dataclasses
import json
import random
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmark import baselines
from benchmark.corpus import builder
from benchmark.leaderboard import page, submissions
from benchmark.leaderboard.ranking import rank
from benchmark.records.prediction import Prediction, System
from benchmark.scoring import Options, marking, summation
from benchmark.scoring.comparison import stand
from benchmark.scoring.reading import unfold
from benchmark.store import codec
from benchmark.store.releases import Release, open_release
from benchmark.viewer import page as viewer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark.records.article import Article

ROOT = Path(__file__).resolve().parent.parent
CONFIG = """\
name = "many"
version = "1.0.0"
license = "CC0-1.0"
ontology = "plover@1.0.0"

[splits]
test = 100
seed = "many"
"""
SYSTEMS, MANY = 12, 50


def release(folder: Path, size: int) -> Release:
    """A release of so many articles in the split test."""
    sources = sorted((ROOT / "data" / "articles").glob("*.json"))
    source = folder / f"source-{size}"
    source.mkdir(parents=True)
    (source / "benchmark.toml").write_text(CONFIG, encoding="utf-8")
    with (source / "articles.jsonl").open("wb") as out:
        for i in range(size):
            article = json.loads(sources[i % len(sources)].read_bytes())
            # A word more, or the texts would be one.
            told = {"article_id": f"a{i:05}", "split": "test", "text": f"{article['text']}\n{i}"}
            out.write(codec.canonical(article | told) + b"\n")
    (made,) = builder.build(source / "articles.jsonl", folder / f"releases-{size}")
    return open_release(made)


def predictions(articles: Sequence[Article], made: Release, number: int) -> dict[str, Prediction]:
    """What gold says, less some events and with some other dates; the higher the number, the worse."""
    gold, _ = baselines.predict("gold", [], articles, made.ontology)
    dice = random.Random(number)  # noqa: S311 - a made-up system is no secret
    sent = {}
    for one in gold:
        events = [event for event in one.events if dice.random() > 0.03 * number % 0.6]
        changed = tuple(
            dataclasses.replace(event, date=dice.choice(("2024-01-15", *[event.date] * 4)))
            for event in events
        )
        sent[one.article_id] = dataclasses.replace(one, events=changed)
    return sent


def card(number: int) -> System:
    """The card of a made-up system."""
    return System(
        name=f"System {number}",
        version="1",
        description="made up",
        kind="rules",
        training_data=(),
        saw_test_texts="no",
    )


def scored(
    made: Release, articles: Sequence[Article], number: int, resamples: int | None = None
) -> tuple[Any, Any, Any]:
    """Predictions, sheets and report of a made-up system."""
    sent = predictions(articles, made, number)
    options = Options.of(made.manifest, card(number), "test", resamples=resamples)
    sheets = marking.mark(articles, sent, options)
    return sent, sheets, summation.report(sheets, options)


def run(*arguments: str | Path) -> float:
    """Wall time of a bench command, in seconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "benchmark", *map(str, arguments)], check=True, capture_output=True)
    return time.perf_counter() - start


def interactive(path: Path, ready: str) -> float:
    """Seconds from navigation to the moment at which the expression becomes true, the best of three."""
    shared = runpy.run_path(str(ROOT / "tests" / "conftest.py"))
    if shared["CHROMIUM"] is None:
        return float("nan")
    with tempfile.TemporaryDirectory() as profile:
        browser = shared["Browser"](profile)
        try:
            times: list[float] = []
            for _ in range(3):
                browser.open(path)
                times.append(
                    browser.ask(
                        f"new Promise((done) => {{ const look = () => ({ready}) ? done(performance.now())"
                        " : setTimeout(look, 5); look(); })"
                    )
                )
        finally:
            browser.close()
    return min(times) / 1000


def rows(folder: Path) -> Iterator[tuple[str, str, str]]:
    """What was measured, how much it took, and what it may take."""
    small = release(folder, 1_000)
    articles = small.articles("test")
    large = [
        dataclasses.replace(articles[i % 1_000], article_id=f"{articles[i % 1_000].article_id}-{i}")
        for i in range(5_000)
    ]
    _, sheets, first = scored(small, large, 0, resamples=200)
    reports = [dataclasses.replace(first, system=card(i)) for i in range(SYSTEMS)]
    path = folder / "board.html"
    path.write_text(page.render(rank(reports, stand), reports), encoding="utf-8")
    size, ready = path.stat().st_size / 1e6, interactive(path, "document.querySelector('#board button')")
    yield f"page of {SYSTEMS} systems on 5,000 articles", f"{size:.2f} MB, {ready:.2f} s", "5 MB, 1 s"
    start = time.perf_counter()
    path = folder / "view.html"
    path.write_text(viewer.render(first, [unfold(sheet) for sheet in sheets[:1000]]), encoding="utf-8")
    took = time.perf_counter() - start
    size, ready = path.stat().st_size / 1e6, interactive(path, "document.querySelector('[aria-current]')")
    yield "viewer of 1,000 articles", f"{size:.1f} MB, {ready:.2f} s, written in {took:.1f} s", "1 s"
    del sheets, reports

    made = [scored(small, articles, number) for number in (0, 1)]
    for i in range(MANY):
        if i == SYSTEMS:
            run("leaderboard", "--out", folder / "board")
            took = run("leaderboard", "--check", "--data", small.path, "--out", folder / "board")
            yield f"bench leaderboard --check, {SYSTEMS} systems on 1,000 articles", f"{took:.1f} s", "30 s"
        sent, _, report = made[i % 2]
        named = dataclasses.replace(report, system=card(i))
        submissions.keep(folder / "board" / "submissions", sent.values(), named)
    took = min(run("leaderboard", "--out", folder / "board") for _ in range(3))
    yield f"bench leaderboard, {MANY} systems on 1,000 articles", f"{took:.1f} s", "2 s"


def main() -> None:
    """Print the table of docs/performance.md."""
    print("| what | takes | may take |\n|:---|:---|:---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder)):
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
