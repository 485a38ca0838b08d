"""What ``score``, ``submit`` and ``leaderboard --check`` share: a predictions file to scored articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmark.records.errors import MisuseError, OtherVersionError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    _require_dataset(system, release)
    return Options.of(release.manifest, system, split, seed=seed, resamples=resamples)


def read(release: Release, path: Path, system: System, split: str) -> dict[str, Prediction]:
    """Return a file's predictions by article id, with or without gold to score them by.

    Raises FindingsError with all that is wrong, OtherVersionError where the card names another dataset.
    """
    from benchmark.store import predictions

    _require_dataset(system, release)
    texts = {article.article_id: article for article in release.articles(split)}
    return predictions.read(path, release.ontology, texts, elsewhere=partial(release.elsewhere, split))


def _require_dataset(system: System, release: Release) -> None:
    if system.dataset not in {None, release.manifest.key}:
        raise OtherVersionError(
            f"the system card is of {system.dataset}, the release is {release.manifest.key}: "
            "if the predictions are of its articles, name it in the card's dataset"
        )


class Split:
    """A split of a release, its gold read once to score files by; for ``many`` made ready, too."""

    def __init__(self, release: Release, name: str, *, many: bool = False) -> None:
        from benchmark.scoring.marking import Key

        self._release = release
        self._name = name
        gold = release.articles(name)
        self._texts = {article.article_id: article for article in gold}
        self._key = Key(gold, release.manifest.annotates, release.manifest.match, many=many)

    def mark(
        self, path: Path, *, max_bytes: int | None = None
    ) -> tuple[dict[str, Prediction], Iterator[Sheet]]:
        """Return a file's predictions, and the articles as they are scored one by one.

        FindingsError tells all that is wrong.
        """
        from benchmark.store import files, predictions

        limit = files.TOTAL_BYTES if max_bytes is None else max_bytes
        elsewhere = partial(self._release.elsewhere, self._name)
        sent = predictions.read(path, self._release.ontology, self._texts, elsewhere=elsewhere, total=limit)
        return sent, self._key.mark(sent)

    def evaluate(self, path: Path, system: System) -> tuple[dict[str, Prediction], ScoreReport]:
        """Return the predictions of a file and their report, with the scorer's defaults; errors as above."""
        from benchmark.scoring import summation

        chosen = options(self._release, system, self._name)
        sent, sheets = self.mark(path)
        return sent, summation.report(sheets, chosen)
