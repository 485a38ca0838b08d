"""One outcome for every annotation of an export, told to the journal and counted by kind and reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from benchmark.corpus.importers.journal import Place

if TYPE_CHECKING:
    from benchmark.corpus.importers.annotation import Site
    from benchmark.corpus.importers.journal import Journal

Kind = Literal["document", "event", "argument", "date", "attribute", "span", "relation", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Spot(Place):
    """A place in a file that may hold many annotations on a line: there is a JSON path, else it is empty."""

    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}" if self.path else f"{self.file}:{self.line}"


class Ledger:
    """Keeps ``outcomes``: how many annotations of a kind ended how, and why. Reasons hold no values."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.outcomes: Counter[tuple[Kind, str, str]] = Counter()

    def ok(self, site: Site, kind: Kind) -> None:
        """Enter an annotation that was taken over as it stands."""
        self.outcomes[kind, "ok", ""] += 1
        self._journal.ok(Spot(site.file, site.line, site.path))

    def repaired(self, site: Site, kind: Kind, name: str, how: str) -> None:
        """Enter an annotation that is there, but not as it stands; ``name`` tells it from its neighbours."""
        self.outcomes[kind, "repaired", how] += 1
        self._journal.repaired(
            Spot(site.file, site.line, site.path), f"{kind} {name}: {how}", f"{kind}: {how}"
        )

    def dropped(self, site: Site, kind: Kind, name: str, why: str) -> None:
        """Enter an annotation that was left out."""
        self.outcomes[kind, "dropped", why] += 1
        self._journal.dropped(
            Spot(site.file, site.line, site.path), f"{kind} {name}: {why}", f"{kind}: {why}"
        )

    def taken(self, site: Site, kind: Kind, name: str, hows: list[str]) -> None:
        """Enter an annotation that was taken over, with all that was mended in it."""
        if hows:
            self.repaired(site, kind, name, "; ".join(dict.fromkeys(hows)))
        else:
            self.ok(site, kind)

    def remark(self, text: str) -> None:
        """Say something about the import as a whole."""
        self._journal.remark(text)

    def remark_counts(self) -> None:
        """Say how many annotations of each kind ended how."""
        for kind, (ok, repaired, dropped) in self.counts().items():
            self.remark(f"{kind}: {ok:,} ok, {repaired:,} repaired, {dropped:,} dropped")

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Return how many are ok, repaired and dropped, by kind."""
        found: dict[str, Counter[str]] = {}
        for (kind, outcome, _), number in self.outcomes.items():
            found.setdefault(kind, Counter())[outcome] += number
        return {kind: (each["ok"], each["repaired"], each["dropped"]) for kind, each in sorted(found.items())}
