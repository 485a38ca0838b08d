"""What only the benchmark as a whole can say of an article; all else is judged at the store's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark.records.errors import nearest
from benchmark.store import articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmark.records.article import Article
    from benchmark.records.errors import Finding
    from benchmark.records.manifest import BenchmarkConfig
    from benchmark.records.ontology import Ontology
    from benchmark.store.files import Line


class Judge(articles.Judge):
    """Judges articles for one benchmark: besides, what puts each into a split must be there.

    A split that is asked for is one of the benchmark's; where none is, and splits go by day, the day is
    known. What articles have in common is judged where all of them are seen.
    """

    def __init__(self, config: BenchmarkConfig, ontology: Callable[[str], Ontology]) -> None:
        super().__init__(ontology, alone=True)
        self._splits = tuple(config.splits)
        self._by_day = bool(config.since)

    def spelled(self, data: bytes) -> tuple[Article, bytes] | None:
        """Return an article and its canonical spelling by the short way, None where it must be called."""
        told = super().spelled(data)
        if told is None:
            return None
        split = told[0].split
        placed = split in self._splits if split is not None else told[0].published or not self._by_day
        return told if placed else None

    def __call__(self, line: Line) -> tuple[Article | None, list[Finding]]:
        """Return the article, None where it has findings, and these."""
        article, findings = super().__call__(line)
        value = line.value if isinstance(line.value, dict) else {}
        split = value.get("split")
        if self._by_day and split is None and value.get("published", "") is None:
            message, allowed = "is null, and splits go by it", "a day, or a split"
            findings.append(line.place.finding(("published",), "missing", message, allowed=allowed))
        if isinstance(split, str) and split not in self._splits:
            allowed, near = ", ".join(self._splits), nearest(split, self._splits)
            findings.append(
                line.place.finding(
                    ("split",), "unknown-split", "is not listed", found=split, allowed=allowed, near=near
                )
            )
        return (None if findings else article), findings
