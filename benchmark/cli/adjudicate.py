"""``bench adjudicate``: two annotations and the decisions on their disagreements to gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark.records.agreement import Decision
    from benchmark.records.article import Article
    from benchmark.store.annotations import Annotation


def adjudicate(
    first: Annotated[Path, typer.Argument(metavar="A", help="One annotator's articles: a folder or file.")],
    second: Annotated[
        Path, typer.Argument(metavar="B", help="Another's, in the same order as for bench agreement.")
    ],
    decisions: Annotated[
        Path, typer.Argument(metavar="DECISIONS", help="JSON Lines as saved by the page of bench agreement.")
    ],
    out: console.Out,
    _quiet: console.Quiet = False,
) -> None:
    """Make gold from two annotations and the decisions on them.

    Writes the articles that both annotated, with each disagreement as decided, and the decisions with
    their reasons. A disagreement without a decision is a finding, and so is a decision that fits none.
    Then nothing is written.
    """
    from benchmark.scoring import adjudication
    from benchmark.store import annotations, output
    from benchmark.store import decisions as door

    one, other = annotations.read([first, second])
    for line in annotations.unlike_ontologies([one, other]):
        console.say(f"{line}; gold is judged by that of {one.name}")
    decided, kept = adjudication.adjudicate(
        (one.name, other.name), one.articles, other.articles, door.read(decisions), str(decisions)
    )
    if not decided:
        raise annotations.no_common_article([one, other])
    gold = annotations.judge(decided, one)
    contents = dict(_contents(gold, kept, one))
    output.publish_files(out, contents)
    for name in dict.fromkeys(name.partition("/")[0] for name in contents):
        console.wrote(out / name)
    lone = len(one.articles.keys() | other.articles.keys()) - len(gold)
    if lone:
        console.say(f"articles left out, annotated by one only: {lone:,}")


def _contents(
    gold: Sequence[Article], kept: Sequence[Decision], annotation: Annotation
) -> Iterator[tuple[str, bytes]]:
    from benchmark.store import codec

    for article in gold:
        yield f"articles/{article.article_id}.json", codec.pretty(article)
    yield "decisions.jsonl", codec.canonical_lines(kept)
    for ontology in annotation.own_ontologies({article.ontology for article in gold}):
        yield f"ontologies/{ontology.name}.json", codec.pretty(ontology)
