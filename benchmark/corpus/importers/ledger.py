"""One outcome for every annotation of an export, told to the journal and counted by kind and reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from benchmark.corpus.importers.journal import Journal
    from benchmark.corpus.importers.site import Site

Kind = Literal["document", "event", "argument", "date", "attribute", "span", "relation", "note"]


class Ledger:
    """Keeps ``outcomes``: how many annotations of a kind ended how, and why. Reasons hold no values."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.outcomes: Counter[tuple[Kind, str, str]] = Counter()

    def ok(self, site: Site, kind: Kind) -> None:
        """Enter an annotation that was taken over as it stands."""
        self.outcomes[kind, "ok", ""] += 1
        self._journal.ok(site)

    def repaired(self, site: Site, kind: Kind, name: str, how: str) -> None:
        """Enter an annotation that is there, but not as it stands; ``name`` tells it from its neighbours."""
        self.outcomes[kind, "repaired", how] += 1
        self._journal.repaired(site, f"{kind} {name}: {how}", f"{kind}: {how}")

    def dropped(self, site: Site, kind: Kind, name: str, why: str) -> None:
        """Enter an annotation that was left out."""
        self.outcomes[kind, "dropped", why] += 1
        self._journal.dropped(site, f"{kind} {name}: {why}", f"{kind}: {why}")

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
