"""What an annotation tool exports, before it is made into articles: stretches, events, links, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmark.corpus.importers.offsets import Claim
from benchmark.corpus.importers.site import Site
from benchmark.records.article import Region

if TYPE_CHECKING:
    from benchmark.corpus.importers.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Marked words. Without fragments in its claim it is only words, to be looked up in the text."""

    key: str
    label: str
    claim: Claim
    site: Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An event; ``trigger`` is the key of a stretch, ``coreferent`` are those of further triggers of it.

    ``trigger`` is empty where a corpus marks no words. ``dates`` are in EDTF, each already entered in the
    ledger: the date that a corpus's links add up to, then others that it holds just as right.
    """

    key: str
    label: str
    trigger: str
    site: Site
    coreferent: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def triggers(self) -> tuple[str, ...]:
        """Keys of all stretches that name it."""
        return (self.trigger, *self.coreferent) if self.trigger else self.coreferent


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An arrow from one frame or stretch to another. ``mutual``: drawn without a direction.

    ``dates``: it leads to what dates the event, whatever ``role`` is called. ``repair`` says what was done to
    ``role`` in reading it.
    """

    head: str
    role: str
    tail: str
    site: Site
    mutual: bool = False
    dates: bool = False
    repair: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A property of a frame or stretch, without ``target`` of the document; ``value`` None: it is set."""

    target: str
    name: str
    value: str | None
    site: Site
    is_note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Stretches that name one thing."""

    keys: tuple[str, ...]
    name: str
    site: Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as one annotator left it; ``meta`` are the tool's fields beside the text."""

    name: str
    text: str
    site: Site
    annotator: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    frames: tuple[Frame, ...] = ()
    links: tuple[Link, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    chains: tuple[Chain, ...] = ()


class Sheet:
    """What is annotated in one text, while a reader gathers it; ``site`` is the place of the text."""

    def __init__(self, site: Site, ledger: Ledger) -> None:
        self.site = site
        self.ledger = ledger
        self.stretches: list[Stretch] = []
        self.frames: list[Frame] = []
        self.links: list[Link] = []
        self.attributes: list[Attribute] = []
        self.chains: list[Chain] = []

    def gathered(
        self,
        name: str,
        text: str,
        *,
        annotator: str = "",
        meta: Mapping[str, str | None] | None = None,
        regions: tuple[Region, ...] = (),
    ) -> Document:
        """Return the document with all that was gathered; what is empty in ``meta`` is left out."""
        return Document(
            name=name,
            text=text,
            site=self.site,
            annotator=annotator,
            meta={key: value for key, value in (meta or {}).items() if value},
            regions=regions,
            stretches=tuple(self.stretches),
            frames=tuple(self.frames),
            links=tuple(self.links),
            attributes=tuple(self.attributes),
            chains=tuple(self.chains),
        )
