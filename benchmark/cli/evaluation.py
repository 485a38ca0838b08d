"""What ``score``, ``submit`` and ``leaderboard --check`` share: a predictions file to scored articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmark.records.errors import MisuseError, OtherVersionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from benchmark.records.prediction import Prediction, System
    from benchmark.records.report import ScoreReport
    from benchmark.scoring.marking import Sheet
    from benchmark.scoring.options import Options
    from benchmark.store.releases import Release


def options(
    release: Release,
    system: System,
    split: str,
    *,
    seed: int | None = None,
    resamples: int | None = None,
) -> Options:
    """Return the options that score a system on a split of a release.

    Raises MisuseError where the split's gold is withheld, OtherVersionError where the card names another
    dataset.
    """
    from benchmark.scoring.options import Options

    if not release.has_gold(split):
        raise MisuseError(f"{release.path} holds no gold of split {split!r}: its host scores it")
    require_dataset(system, release)
    return Options.of(release.manifest, system, split, seed=seed, resamples=resamples)


def require_dataset(system: System, release: Release) -> None:
    """Raise OtherVersionError where a system card names another dataset than the release."""
    if system.dataset not in {None, release.manifest.key}:
        raise OtherVersionError(
            f"the system card is of {system.dataset}, the release is {release.manifest.key}: "
            "if the predictions are of its articles, name it in the card's dataset"
        )


class Split:
    """A split of a release, read once for all files of predictions; for ``many`` its gold is made ready."""

    def __init__(self, release: Release, name: str, *, many: bool = False) -> None:
        from benchmark.scoring.marking import Key

        self._release = release
        self._name = name
        articles = release.articles(name)
        self._articles = {article.article_id: article for article in articles}
        self._key = Key(articles, release.manifest.annotates, release.manifest.match, many=many)

    def read(self, path: Path, *, max_bytes: int | None = None) -> dict[str, Prediction]:
        """Return a file's predictions by article id; raises FindingsError with all that is wrong."""
        from benchmark.store import files, predictions

        return predictions.read(
            path,
            self._release.ontology,
            self._articles,
            elsewhere=partial(self._release.elsewhere, self._name),
            total=files.TOTAL_BYTES if max_bytes is None else max_bytes,
        )

    def card(self, path: Path, predictions: Path, *, max_bytes: int | None = None) -> System:
        """Return the system card of a file.

        Raises FindingsError with all that is wrong with it and, if anything is, with the predictions, too.
        """
        from benchmark.store import systems
        from benchmark.store.findings import beside

        return beside(partial(systems.read, path), partial(self.read, predictions, max_bytes=max_bytes))

    def doubts(self, predictions: Mapping[str, Prediction]) -> Iterator[str]:
        """Yield what is odd about predictions that can be scored, a line each."""
        from benchmark.store.predictions import doubts

        return doubts(predictions.values(), self._articles, self._release.manifest.annotates)

    def mark(self, predictions: Mapping[str, Prediction]) -> Iterator[Sheet]:
        """Return the articles as they are scored, one by one."""
        return self._key.mark(predictions)

    def evaluate(self, path: Path, system: System) -> tuple[dict[str, Prediction], ScoreReport]:
        """Return the predictions of a file and their report, with the scorer's defaults; errors as above."""
        from benchmark.scoring import summation

        chosen = options(self._release, system, self._name)
        predictions = self.read(path)
        return predictions, summation.report(self.mark(predictions), chosen)
