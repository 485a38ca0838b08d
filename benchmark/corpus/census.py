"""What the articles of a split hold, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

LABELS = ("event_type", "role", "status", "granularity", "basis", "tag")
"""Kinds of label: of events, of arguments, of events, of dated events (twice), of articles."""
YEARS = ("published_in", "happened_in")
"""Years: of articles, of dated events. They are told on the card, and are no labels of the manifest."""
_KINDS = (*LABELS, *YEARS, "event_tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Counts over the articles of a split. They add.

    ``annotated`` counts articles whose gold is here: where there is none of them, counts of gold say nothing.
    """

    articles: int = 0
    annotated: int = 0
    events: int = 0
    arguments: int = 0
    dated: int = 0
    labels: Mapping[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in _KINDS})
    licenses: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, labels: Mapping[str, Counter[str]]) -> Census:
        """Return the census of articles whose labels were counted by kind (``store.dataset.Writer``)."""
        return cls(
            articles=labels["license"].total(),
            annotated=labels["annotated"]["true"],
            events=labels["event_type"].total(),
            arguments=labels["role"].total(),
            dated=labels["granularity"].total(),
            labels={kind: labels[kind] for kind in _KINDS},
            licenses=labels["license"],
            languages=labels["language"],
        )

    def __add__(self, other: Census) -> Census:
        return Census(
            articles=self.articles + other.articles,
            annotated=self.annotated + other.annotated,
            events=self.events + other.events,
            arguments=self.arguments + other.arguments,
            dated=self.dated + other.dated,
            labels={kind: self.labels[kind] + other.labels[kind] for kind in _KINDS},
            licenses=self.licenses + other.licenses,
            languages=self.languages + other.languages,
        )
