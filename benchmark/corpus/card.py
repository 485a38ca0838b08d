"""What descriptions of a release tell: its card, what the Hub reads of it, Croissant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmark.corpus.census import Census
from benchmark.records.manifest import TRAINING, Manifest
from benchmark.records.text import counted
from benchmark.store.dataset import Size

_ANNOTATED: Final = {
    "triggers": "the words that name it",
    "arguments": "its arguments with their mentions",
    "dates": "its date as far as the article tells it",
    "status": "its status",
    "modes": "its mode",
}
_NEEDED: Final = {
    "role": "arguments",
    "status": "status",
    "granularity": "dates",
    "basis": "dates",
    "happened_in": "dates",
}
"""Kinds of label that say nothing of a text unless this is annotated: all is actual then, and undated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is told of a release: ``directory`` is its folder's name, ``sizes`` go by config and split."""

    directory: str
    manifest: Manifest
    censuses: Mapping[str, Census]
    sizes: Mapping[str, Mapping[str, Size]]

    @property
    def total(self) -> Census:
        """All splits together."""
        first, *rest = self.censuses.values()
        return sum(rest, first)

    @property
    def description(self) -> str:
        """What the release is, in two sentences."""
        ontology = self.manifest.ontology
        *most, last = [_ANNOTATED[name] for name in self.manifest.annotates]
        gold = f"{', '.join(most)} and {last}" if most else last
        return (
            f"{counted(self.total.articles, 'news article')} annotated for events with the ontology "
            f"{ontology.name} {ontology.version}. For each event, the gold gives {gold}."
        )

    @property
    def license(self) -> str:
        """Licence of the collection; where a manifest says none, what can be said of it in SPDX's words."""
        return self.manifest.license or "LicenseRef-unknown"

    @property
    def scored(self) -> str:
        """The split that systems are compared on: test, else the first that is held out, else the first."""
        splits = list(self.manifest.splits)
        held_out = [split for split in splits if split not in TRAINING]
        return "test" if "test" in splits else (held_out or splits)[0]

    def annotates(self, kind: str) -> bool:
        """Whether labels of a kind were annotated."""
        return _NEEDED.get(kind) in {None, *self.manifest.annotates}
