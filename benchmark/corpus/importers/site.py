"""Where an annotation stands in an export."""

from __future__ import annotations

from dataclasses import dataclass

from benchmark.corpus.importers.journal import Place


@dataclass(frozen=True, slots=True, order=True)
class Site(Place):
    """The place of an annotation; ``path``, in JSON one from ``$``, tells it from others on its line."""

    line: int = 1
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}" if self.path else f"{self.file}:{self.line}"

    def at(self, *steps: str | int) -> Site:
        """Return the place of a part of the JSON value that stands here."""
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        return Site(self.file, self.line, (self.path or "$") + path)
