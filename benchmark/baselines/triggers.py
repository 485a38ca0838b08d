"""The trigger lexicon: an ontology's example triggers in simple inflections, found in text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.records.article import Article
from benchmark.records.ontology import Ontology

_IRREGULAR = {
    "cut": ("cuts", "cutting"),
    "held": ("hold", "holds", "holding"),
    "met": ("meet", "meets", "meeting", "meetings"),
    "put": ("puts", "putting"),
    "went": ("go", "goes", "going", "gone"),
    "will": (),
    "withdrew": ("withdraw", "withdraws", "withdrawing", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]``, which the lexicon takes for the trigger of an event."""

    start: int
    end: int
    event_type: str


class Lexicon:
    """The example triggers of an ontology, ready to be looked for."""

    def __init__(self, ontology: Ontology) -> None:
        self._patterns = [
            (_pattern(trigger), event_type.id)
            for event_type in ontology.types
            for trigger in event_type.example_triggers
        ]

    def hits(self, article: Article) -> list[Hit]:
        """Return where triggers stand in the running text and captions, in order, the longest on overlaps."""
        found = sorted(self._found(article.text), key=lambda hit: (hit.start, -hit.end))
        regions = off_text(article)
        kept: list[Hit] = []
        for hit in found:
            inside = any(start <= hit.start < end for start, end in regions)
            if not inside and (not kept or kept[-1].end <= hit.start):
                kept.append(hit)
        return kept

    def _found(self, text: str) -> Iterator[Hit]:
        for pattern, event_type in self._patterns:
            for words in pattern.finditer(text):
                if not _is_name(text, words):
                    yield Hit(words.start(), words.end(), event_type)


def off_text(article: Article) -> list[tuple[int, int]]:
    """Return the stretches of the page that tell no event of the article; captions do."""
    return [(region.start, region.end) for region in article.regions if region.kind != "caption"]


def _is_name(text: str, words: re.Match[str]) -> bool:
    """Return whether the first word is capitalised in mid-sentence, as in "March" and "Strike Committee"."""
    before = text[max(0, words.start() - 2) : words.start()].rstrip(" ")
    return words[0][:1].isupper() and words[0][1:2].islower() and before[-1:].isalnum()


def _pattern(trigger: str) -> re.Pattern[str]:
    """Return a pattern for the inflected first word and the others, with up to two words before each."""
    head, *others = trigger.split()
    rest = [word for word in others if word not in {"a", "an", "the"}]
    heads = "|".join(map(re.escape, sorted(forms(head))))
    return re.compile(
        rf"(?<!\w)(?:{heads})"
        + "".join(rf"\s{{1,3}}(?:\w{{1,20}}\s{{1,3}}){{0,2}}?{re.escape(word)}" for word in rest)
        + r"(?!\w)",
        re.IGNORECASE,
    )


def forms(word: str) -> set[str]:
    """Return the word with its simple inflections: of a past tense the verb's, else of a noun.

    Some are no words of the language ("endorss"); these are never met.
    """
    if word in _IRREGULAR:
        known = {word, *_IRREGULAR[word]}
    elif word.endswith("ied"):
        known = {word, f"{word[:-3]}y", f"{word[:-1]}s", f"{word[:-3]}ying"}
    elif word.endswith("ed"):
        stem = word[:-2]
        bases = {stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
        known = {word, f"{stem}ing", f"{stem}eing", *bases, *(f"{base}s" for base in bases), f"{stem}es"}
    else:
        known = {word, f"{word}s"}
    return known | {re.sub(r"is(e|ed|es|ing)$", r"iz\1", form) for form in known}
