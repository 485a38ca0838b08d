"""Text made comparable: folded mentions and their tokens, slugs, and one-line cells (scoring.md, 1 and 3)."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTES: Final = str.maketrans(
    dict.fromkeys("\u0060\u00b4\u02bc\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\uff40", "'")
    | dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2036", '"')
)
_MINUS: Final = "\u2212"
_ASCII_OUTER: Final = " !\"#&'()*,-./:;?@[\\]_{}"
_ARTICLES: Final = ("the", "a", "an")
_PRONOUNS: Final = frozenset(
    re.findall(
        "[a-z]+",
        """i me my myself you your yours yourself yourselves he him his himself she her hers herself it its
        itself we us our ours ourselves they them their theirs themselves who whom whose which that this
        these those""",
    )
)
_SPELT_ALIKE: Final = {"us": "US", "it": "IT"}
"""Pronouns, as folded, that in capitals are a country and a trade."""

# Letters, marks and digits of Thai, Lao, Tibetan, Myanmar, Khmer, Han, Hiragana, Katakana, Bopomofo and Yi,
# with the few that several of these share. Nothing else is looked up here, so whole blocks will do.
_spaceless: Final = re.compile(
    "[\u0e01-\u109f\u1780-\u17ff\u19e0-\u19ff\u3005-\u3007\u3021-\u302d\u3031-\u3035\u3038-\u303c\u3041-\u3096"
    "\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\ua4cf\ua9e0-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U000116d0-\U000116e3"
    "\U00016fe3\U00016ff0-\U00016fff\U0001aff0-\U0001b167\U00020000-\U0003ffff]"
).match
_ascii_words: Final = re.compile("[0-9A-Za-z]+").findall
_SHORT: Final = 256
"""Code points up to which a text is remembered; almost every mention is shorter."""
_LISTED: Final = 10
"""Names that are listed before the rest is only counted."""


def fold(text: str, language: str = "en") -> str:
    """Return the text as it is compared: quotes, case, dashes and spaces evened, the outermost taken off.

    That is outer punctuation, and in English an article. May be empty. ``language`` is a BCP 47 tag.
    """
    return (_remembered if len(text) <= _SHORT else _fold)(text, is_english(language))


def comparable(text: str, folded: str, language: str = "en") -> str:
    """Return the fold of a mention, given as written and folded, or nothing where no text of it may match.

    That is an empty fold, and an English pronoun unless it stands for US or IT in capitals.
    """
    if folded in _PRONOUNS and is_english(language):
        capitals = _SPELT_ALIKE.get(folded)
        return folded if capitals and capitals in text else ""
    return folded


def is_english(language: str) -> bool:
    """Return whether the primary subtag of a BCP 47 tag is ``en``."""
    return language == "en" or language[:3].lower() in {"en", "en-"}


def spell(text: str) -> str:
    """Return the text with quotes, compatibility forms, case and dashes evened: a fold's first six steps.

    White space stays as it is; only code points of category Cf are taken off.
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    for character in set(text):
        if character > "\x7f" and unicodedata.category(character) == "Cf":
            text = text.replace(character, "")
    text = unicodedata.normalize("NFKC", text.casefold())
    for character in set(text):
        if character > "\x7f" and (character == _MINUS or unicodedata.category(character) == "Pd"):
            text = text.replace(character, "-")
    return text


def is_outer(character: str) -> bool:
    """Return whether a spelt character is taken off a fold's ends: punctuation but %, and space."""
    if character.isascii():
        return character in _ASCII_OUTER or character.isspace()
    return unicodedata.category(character)[0] == "P" or character.isspace()


def without_article(text: str) -> str:
    """Return the text without one leading English article and its space, unchanged if there is none."""
    word, _, rest = text.partition(" ")
    return rest if word in _ARTICLES else text


def ends_in_article(text: str, end: int) -> int:
    """Return where the English article begins that ends at ``end``, or -1, even inside a word."""
    return next((end - len(word) for word in _ARTICLES if text.endswith(word, 0, end)), -1)


def _fold(text: str, english: bool) -> str:
    if text.isascii() and text.isalnum():  # one word, as most mentions are: nothing to take off or even out
        word = text.lower()
        return "" if english and word in _ARTICLES else word
    text = trim(" ".join(spell(text).split()))
    return trim(without_article(text)) if english else text


_remembered = functools.lru_cache(maxsize=1 << 16)(_fold)


def trim(text: str) -> str:
    """Return a spelt text without outer punctuation and spaces."""
    text = text.strip(_ASCII_OUTER)
    if text.isascii():
        return text
    start, end = 0, len(text)
    while start < end and is_outer(text[start]):
        start += 1
    while start < end and is_outer(text[end - 1]):
        end -= 1
    return text[start:end]


def tokens(folded: str) -> list[str]:
    """Return the words of a fold in order: maximal runs of letters, digits and marks.

    In scripts without spaces each letter is one. Digits are all numbers (categories N*).
    """
    if folded.isascii():
        return _ascii_words(folded)
    words: list[str] = []
    running = False
    for character in folded:
        kind = unicodedata.category(character)[0]
        if kind not in "LMN":
            running = False
        elif kind == "L" and _spaceless(character):
            words.append(character)
            running = False
        elif running:
            words[-1] += character
        else:
            words.append(character)
            running = True
    return words


def is_spaceless(character: str) -> bool:
    """Return whether a letter is a word by itself: one of a script without spaces."""
    return unicodedata.category(character)[0] == "L" and _spaceless(character) is not None


@functools.lru_cache(maxsize=1 << 14)
def joins(character: str) -> bool:
    """Return whether there is no word edge between two such characters.

    They are letters, marks and numbers, but none of a script without spaces.
    """
    return unicodedata.category(character)[0] in "LMN" and not _spaceless(character)


@functools.lru_cache(maxsize=1 << 14)
def is_format(character: str) -> bool:
    """Return whether a character is of category Cf, such as a soft hyphen: folds and edges ignore it."""
    return unicodedata.category(character) == "Cf"


def slug(name: str) -> str:
    """Return a name as part of an id or a file name: letters and digits of any script, the rest as ``-``.

    Raises:
        ValueError: no letter or digit is left.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = "".join(character if character.isalnum() else " " for character in folded).split()
    if not words:
        raise ValueError(f"{name!r} has no letter or digit to make a name of")
    return "-".join(words)


def counted(number: int, noun: str) -> str:
    """Return a number of things as people say it: 1 article, 1,200 articles."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Return the first ten of some names, and how many more there are: a, b and 1,200 more."""
    more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def clean(s: str) -> str:
    """Return a text fit for one cell of a table: one line, with nothing that moves or hides what is seen.

    White space runs become one space, other control, format, private and surrogate code points U+FFFD.
    """
    # What is printable has no white space but single spaces; of tags and selectors some are printable.
    if s.isprintable() and "  " not in s and (s.isascii() or max(s) < _TAGS):
        return s
    s = re.sub(r"\s+", " ", s)
    return "".join("\ufffd" if _unseen(character) else character for character in s)


def legible(s: str) -> str:
    """Return a text fit to be read over many lines, one for one, so that offsets into it still hold.

    Line ends stay, each as a newline; tabs stay. What hides, moves or reorders what is seen becomes U+FFFD,
    as in ``clean``, but for joiners and direction marks: emoji, Persian and Hebrew are written with them.
    """
    if s.isascii() and s.replace("\n", "").isprintable():
        return s
    # A carriage return on its own ends a line; before a newline it is a space at its end.
    s = s.replace("\r\n", " \n").translate(_LINE_ENDS)
    return "".join("\ufffd" if _unseen(one) and one not in _READ else one for one in s)


def legible_line(s: str) -> str:
    """Return words of an article fit for one line of a page: not ``clean``, which takes joiners away."""
    return re.sub(r"\s+", " ", legible(s))


_LINE_ENDS: Final = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_TAGS, _LAST_TAG = "\U000e0000", "\U000e0fff"
_READ: Final = frozenset("\n\t\u200c\u200d\u200e\u200f\u061c\u00ad")


def _unseen(character: str) -> bool:
    if character.isascii():
        return not character.isprintable()
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} or _TAGS <= character <= _LAST_TAG
