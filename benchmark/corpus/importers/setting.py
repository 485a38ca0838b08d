"""What holds for every document of an export, and which names its documents use."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmark.corpus.importers.datefields import Order
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.site import Site


@dataclass(slots=True)
class Usage:
    """Which names an export uses and where, roles and modes with the type that has them.

    ``annotated``: what the annotators were asked for beside triggers and arguments.
    """

    types: dict[str, list[Site]] = field(default_factory=dict)
    roles: dict[tuple[str, str], list[Site]] = field(default_factory=dict)
    modes: dict[tuple[str, str], list[Site]] = field(default_factory=dict)
    annotated: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for every document of an export.

    ``events``: labels that mark events; ``reading``: how offsets count that come without words.
    """

    events: frozenset[str]
    mapping: LabelMapping
    reading: str
    language: str
    date_order: Order | None
    ledger: Ledger
    usage: Usage
