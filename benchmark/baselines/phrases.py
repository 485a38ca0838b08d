"""The phrases around a verb, found by stop words and capitals: crude, and without any model."""

import re
from typing import TypeAlias

Phrase: TypeAlias = tuple[int, int]
"""Half-open code points of the text."""

MAX_WORDS = 4
REACH = 200
"""Characters on either side within which phrases are looked for."""

_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_SENTENCE_ENDS = (". ", "! ", "? ", "\n")
_NAME = r"[A-ZÀ-ÖØ-Þ][\w\u2019'-]*(?: (?:of )?[A-ZÀ-ÖØ-Þ][\w\u2019'-]*)*"
_CAPITALISED = re.compile(rf"\b{_NAME}")
_PLACE = re.compile(rf"\b(?:in|at|near|outside) (?:the )?({_NAME})")
_BY = re.compile(r"\bby\b")
_BE = re.compile(r"\b(?:was|were|is|are|been|being|be)\s(?:\w+ly\s)?$")
WORD = re.compile(r"[^\W_]+(?:[-\u2019'&.][^\W_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PASSED_OVER_BEFORE = _words(
    "has have had having was were is are be been being also later then not never again will would could may"
)
_PASSED_OVER_AFTER = _words("a an the its his her their our all some on against with to")
FUNCTION_WORDS = (
    _PASSED_OVER_BEFORE
    | _PASSED_OVER_AFTER
    | _words(
        "this that these those my your any both each no and or but as at by for from in into near of off"
    )
    | _words(
        "onto out over under up without after before during outside since through until while when where"
    )
    | _words("which who whom whose because if i he him she it we us they them there said says say told")
)


def sentence_starts(text: str) -> list[int]:
    """Return where sentences begin, a line end being the end of one."""
    return [0, *(end.end() for end in _SENTENCE_END.finditer(text))]


def before(text: str, offset: int) -> Phrase | None:
    """Return the phrase that ends before ``offset``, auxiliaries and adverbs passed over.

    Where none stands there, the nearest capitalised phrase of the sentence; None without one.
    """
    start = _sentence_start(text, offset)
    words = list(WORD.finditer(text, start, offset))
    while words and (words[-1][0].lower() in _PASSED_OVER_BEFORE or is_adverb(words[-1][0])):
        offset = words.pop().start()
    first = last = offset
    for word in words[: -MAX_WORDS - 1 : -1]:
        if text[word.end() : first].strip(" ") or word[0].lower() in FUNCTION_WORDS:
            break
        first, last = word.start(), max(word.end(), last if first < offset else 0)
    if first < offset:
        return first, last
    names = [
        name for name in _CAPITALISED.finditer(text, start, offset) if name[0].lower() not in FUNCTION_WORDS
    ]
    return names[-1].span() if names else None


def after(text: str, offset: int) -> Phrase | None:
    """Return the phrase that begins after ``offset``, determiners and light prepositions passed over."""
    edge, words = offset, list[re.Match[str]]()
    for word in WORD.finditer(text, offset, offset + REACH):
        if text[edge : word.start()].strip(" ") or len(words) == MAX_WORDS:
            break
        edge = word.end()
        if not words and word[0].lower() in _PASSED_OVER_AFTER:
            continue
        if word[0].lower() in FUNCTION_WORDS:
            break
        words.append(word)
    return (words[0].start(), words[-1].end()) if words else None


def by(text: str, offset: int) -> Phrase | None:
    """Return the phrase after the next "by" of the sentence."""
    word = _BY.search(text, offset, _sentence_end(text, offset))
    return after(text, word.end()) if word else None


def place(text: str, offset: int) -> Phrase | None:
    """Return the first name after "in", "at", "near" or "outside" in what is left of the sentence."""
    words = _PLACE.search(text, offset, _sentence_end(text, offset))
    return words.span(1) if words else None


def is_passive(text: str, offset: int) -> bool:
    """Return whether a form of "be" stands directly before ``offset``, an adverb aside."""
    return _BE.search(text, max(0, offset - REACH), offset) is not None


def is_adverb(word: str) -> bool:
    """Return whether a word ends as adverbs do and is no name."""
    return word.endswith("ly") and word.islower()


def _sentence_start(text: str, offset: int) -> int:
    earliest = max(0, offset - REACH)
    ends = [(text.rfind(mark, earliest, offset), mark) for mark in _SENTENCE_ENDS]
    return max((end + len(mark) for end, mark in ends if 0 <= end <= offset - len(mark)), default=earliest)


def _sentence_end(text: str, offset: int) -> int:
    ends = [text.find(mark, offset, offset + REACH) for mark in _SENTENCE_ENDS]
    return min((end for end in ends if end >= 0), default=offset + REACH)
