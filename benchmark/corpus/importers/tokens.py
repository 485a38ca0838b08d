"""A text rebuilt from a corpus's tokens: one space between them, a line a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.offsets import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmark.records.article import Span

REBUILT: Final = (
    "texts are rebuilt from tokens, one space between them and a line a sentence: "
    "the spacing of the articles is not in the corpus"
)
"""What an import says of such texts."""


def joined(words: Sequence[str]) -> tuple[str, Span]:
    """Return words as a line, one space between them, and where each stands."""
    spans: list[tuple[int, int]] = []
    place = 0
    for word in words:
        spans.append((place, place + len(word)))
        place += len(word) + 1
    return " ".join(words), tuple(spans)


class TokenText:
    """The text of sentences of tokens, each with its key. ``glued``: the first sentence has no spaces.

    Keys are unique; an empty sentence is an empty line.
    """

    def __init__(self, sentences: Iterable[Sequence[tuple[str, str]]], *, glued: bool) -> None:
        self._spans: dict[str, tuple[int, int]] = {}
        self._order: dict[str, int] = {}
        parts: list[str] = []
        place = 0
        for index, sentence in enumerate(sentences):
            for number, (key, word) in enumerate(sentence):
                space = " " if number and (index or not glued) else ""
                place += len(space)
                self._spans[key] = place, place + len(word)
                self._order[key] = len(self._order)
                parts += space, word
                place += len(word)
            parts.append("\n")
            place += 1
        self.text = "".join(parts)

    def claim(self, keys: Iterable[str]) -> Claim | None:
        """Return what tokens cover, neighbours as one fragment, over line ends too.

        None where one of them is not there, or there are none.
        """
        wanted = set(keys)
        if not wanted or not wanted <= self._order.keys():
            return None
        fragments: list[tuple[int, int]] = []
        last = None
        for key in sorted(wanted, key=self._order.__getitem__):
            start, end = self._spans[key]
            if last is not None and self._order[key] == last + 1:
                fragments[-1] = fragments[-1][0], end
            else:
                fragments.append((start, end))
            last = self._order[key]
        return Claim(tuple(fragments))
