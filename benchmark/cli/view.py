"""``bench view``: one article with its events, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from benchmark.cli import console
from benchmark.records.errors import MisuseError, nearest

if TYPE_CHECKING:
    from benchmark.records.article import Article
    from benchmark.records.reading import Reading
    from benchmark.store.releases import Release


def view(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Id of the article.")],
    data: console.Data,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FILE", help="Predictions to set beside gold; - is stdin."),
    ] = None,
    _quiet: console.Quiet = False,
) -> None:
    """Show an article and its events.

    Each trigger is followed by the number of its event in the table below. With --predictions, gold and
    predicted events are aligned as bench score aligns them, and the table says what became of each. Where
    the release withholds gold, the predicted events are only shown.
    """
    from benchmark.store import releases
    from benchmark.viewer import terminal

    release = releases.open_release(data)
    split, articles = _find(release, article)
    shown = _reading(release, split, articles, article, predictions)
    console.emit(terminal.show(shown, release.manifest.annotates))


def _find(release: Release, article_id: str) -> tuple[str, dict[str, Article]]:
    """Return the split that holds an article, and its articles by id."""
    known: list[str] = []
    for split in release.manifest.splits:
        articles = {article.article_id: article for article in release.articles(split)}
        if article_id in articles:
            return split, articles
        known += articles
    near = nearest(Path(article_id).name.removesuffix(".json"), known)
    hint = f", did you mean {near!r}?" if near else ""
    raise MisuseError(f"{release.path} has no article {article_id!r}{hint}")


def _reading(
    release: Release, split: str, articles: dict[str, Article], article_id: str, path: Path | None
) -> Reading:
    from benchmark.scoring import marking, reading
    from benchmark.scoring.options import Options
    from benchmark.store import predictions, systems

    article, prediction = articles[article_id], None
    if path is not None:
        splits = release.manifest.splits
        everything = {one.article_id: one for name in splits for one in release.articles(name)}
        found = predictions.read(path, release.ontology, everything)
        if not found.keys() & articles.keys():
            raise MisuseError(f"{path} is of another split: {article_id} is of {split}")
        prediction = found.get(article_id)
    if path is None or not release.has_gold(split):
        return reading.lay_out(
            article, prediction, frozenset(release.manifest.annotates), release.manifest.match
        )
    options = Options.of(release.manifest, systems.unnamed(path), split, resamples=0)
    (sheet,) = marking.mark([article], {} if prediction is None else {article_id: prediction}, options)
    return reading.unfold(sheet)
