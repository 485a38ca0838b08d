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
    """Judges articles for one benchmark: besides, a split that is asked for must be one of its splits."""

    def __init__(self, config: BenchmarkConfig, ontology: Callable[[str], Ontology]) -> None:
        super().__init__(ontology)
        self._splits = tuple(config.splits)

    def __call__(self, line: Line) -> tuple[Article | None, list[Finding]]:
        """Return the article, None where it has findings, and these."""
        article, findings = super().__call__(line)
        split = line.value.get("split") if isinstance(line.value, dict) else None
        if isinstance(split, str) and split not in self._splits:
            allowed, near = ", ".join(self._splits), nearest(split, self._splits)
            findings.append(
                line.place.finding(
                    ("split",), "unknown-split", "is not listed", found=split, allowed=allowed, near=near
                )
            )
        return article, findings
