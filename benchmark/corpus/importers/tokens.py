"""A text rebuilt from a corpus's tokens: one space between them, a line a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.offsets import Claim

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from benchmark.records.article import Span

REBUILT: Final = (
    "texts are rebuilt from tokens, one space between them and a line a sentence: "
    "the spacing of the articles is not in the corpus"
)
"""What an import says of such texts."""


class TokenText:
    """The text of sentences of keyed tokens. ``glued`` are the sentences that have no spaces.

    Keys are unique; an empty sentence is an empty line.
    """

    def __init__(
        self, sentences: Iterable[Sequence[tuple[Hashable, str]]], glued: frozenset[int] = frozenset()
    ) -> None:
        self._spans: dict[Hashable, tuple[int, int]] = {}
        self._order: dict[Hashable, int] = {}
        parts: list[str] = []
        place = 0
        for index, sentence in enumerate(sentences):
            for number, (key, word) in enumerate(sentence):
                space = " " if number and index not in glued else ""
                place += len(space)
                self._spans[key] = place, place + len(word)
                self._order[key] = len(self._order)
                parts += space, word
                place += len(word)
            parts.append("\n")
            place += 1
        self.text = "".join(parts)

    def span(self, key: Hashable) -> tuple[int, int] | None:
        """Return where a token stands, None where there is no such token."""
        return self._spans.get(key)

    def claim(self, keys: Iterable[Hashable]) -> Claim | None:
        """Return what tokens cover, neighbours as one fragment, over line ends too.

        None where one of them is not there, or there are none.
        """
        wanted = list(keys)
        if not wanted or any(key not in self._order for key in wanted):
            return None
        fragments: list[tuple[int, int]] = []
        last = None
        for key in sorted(set(wanted), key=self._order.__getitem__):
            start, end = self._spans[key]
            if last is not None and self._order[key] == last + 1:
                fragments[-1] = fragments[-1][0], end
            else:
                fragments.append((start, end))
            last = self._order[key]
        span: Span = tuple(fragments)
        return Claim(span)
