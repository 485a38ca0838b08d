"""How text is made comparable, and how names and cells are made of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.records.text import (
    clean,
    comparable,
    counted,
    fold,
    is_spaceless,
    joins,
    legible,
    legible_line,
    listed,
    slug,
    spell,
    tokens,
)

QUOTES = {
    "'": "\u0060\u00b4\u02bc\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\uff40",
    '"': "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2036",
}
PIECES = [
    *"aAtTeEhnN .,'\"-%()`_$1\t\n",
    *("the ", "an ", "a ", "\uff34\uff48\uff45 "),
    *"\u2019\u02bc\u00ab\u00b4\u2014\u2212\u00ad\u200d\ufb01\u00df\u0130\u0301\u0345\u037a\u2026",
    *"\u2474\uff05\u3000\u00a8\u3042\u0e33\u1e9e\u03c2\u00bf\u3002",
]


def plain_fold(text, english):
    """The definition, one step a line."""
    text = "".join(next((q for q, like in QUOTES.items() if c in like), c) for c in text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFKC", text.casefold())
    text = "".join("-" if unicodedata.category(c) == "Pd" or c == "\u2212" else c for c in text)
    text = "".join(" " if c.isspace() else c for c in text)
    while "  " in text:
        text = text.replace("  ", " ")
    text = plain_trim(text)
    if english:
        for word in ("the", "an", "a"):
            if (text + " ").startswith(word + " "):
                text = text[len(word) + 1 :]
                break
    return plain_trim(text)


def plain_trim(text):
    outer = {c for c in text if c == " " or (unicodedata.category(c)[0] == "P" and c != "%")}
    while text and text[0] in outer:
        text = text[1:]
    while text and text[-1] in outer:
        text = text[:-1]
    return text


@given(
    st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=8), st.booleans()
)
def test_fold_is_the_definition_step_by_step(pieces, english):
    """The fast folding gives what the ten steps give when they are taken one after the other."""
    text = "".join(pieces)

    assert fold(text, "en" if english else "de") == plain_fold(text, english)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The Ministry", "ministry"),
        ("\u201cThe Cooper\u201d", "cooper"),
        ("the \u2018Cooper\u2019", "cooper"),
        ("the the war", "the war"),
        ("theatre", "theatre"),
        ("the", ""),
        ("a", ""),
        ("\u2014", ""),
        ("5 %", "5 %"),
        ("(5\uff05)", "5%"),
        ("$5", "$5"),
        ("Smith\u2019s", "smith's"),
        ("co\u00adoperate", "cooperate"),
        ("2023\u20132024", "2023-2024"),
        ("\u22125", "5"),
        ("\ufb01re", "fire"),
        ("Stra\u00dfe", "strasse"),
        ("Kovar\u00a0\n City", "kovar city"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("\u00bfQui\u00e9n?", "qui\u00e9n"),
        ("\u300c\u300e\u6771\u4eac\u300f\u300d\u3002", "\u6771\u4eac"),
        ("\u300c\u300d", ""),
        ("x" * 300 + "!", "x" * 300),
    ],
)
def test_fold_of_what_articles_hold(text, folded):
    """Quotes, case, ligatures, hyphens, spaces and articles of ordinary mentions come out as expected."""
    assert fold(text) == folded


@pytest.mark.parametrize("quote", QUOTES)
def test_all_listed_quotes_fold_to_two(quote):
    """Every listed quotation mark inside a text becomes the plain one of its kind."""
    assert {fold(f"a1{c}b") for c in QUOTES[quote]} == {f"a1{quote}b"}


@pytest.mark.parametrize(
    ("language", "folded"), [("en", "war"), ("en-GB", "war"), ("EN", "war"), ("eno", "a war")]
)
def test_articles_are_off_in_english_only(language, folded):
    """The primary subtag decides whether a leading article is taken off."""
    assert fold("a war", language) == folded


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("he", ""),
        ("Their", ""),
        ("which,", ""),
        ("the", ""),
        ("it", ""),
        ("It", ""),
        ("us", ""),
        ("US", "us"),
        ("the US", "us"),
        ("IT", "it"),
        ("ITS", ""),
        ("THEY", ""),
        ("Kovar", "kovar"),
        ("he left", "he left"),
    ],
)
def test_pronouns_match_by_span_only(text, compared):
    """An English pronoun has no text to compare, unless it is US or IT in capitals."""
    assert comparable(text, fold(text)) == compared


def test_pronouns_are_english():
    """What is a pronoun in English may be a name elsewhere."""
    assert comparable("Her", fold("Her", "sv"), "sv") == "her"


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("", []),
        ("- !", []),
        ("smith's 2.5-ton truck", ["smith", "s", "2", "5", "ton", "truck"]),
        ("caf\u00e9 e\u0323\u0301", ["caf\u00e9", "e\u0323\u0301"]),
        ("\u0928\u0926\u0940 \u092a\u0930", ["\u0928\u0926\u0940", "\u092a\u0930"]),
        ("\u6771\u4eac2020\u5e74", ["\u6771", "\u4eac", "2020", "\u5e74"]),
        ("\u1112\u1161 \uc11c\uc6b8", ["\u1112\u1161", "\uc11c\uc6b8"]),
        ("foo_bar", ["foo", "bar"]),
    ],
)
def test_tokens_are_runs_of_letters_digits_and_marks(folded, words):
    """Punctuation and spaces part words; in scripts without spaces each letter is one."""
    assert tokens(folded) == words


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_has_the_same_tokens_as_any_text(text):
    """The short way of plain text finds the words that the long way finds beside another script."""
    folded = fold(text, "de")

    assert tokens(folded) == tokens(folded + " \u00e9")[:-1]


@pytest.mark.parametrize(
    ("name", "spaceless"),
    [
        ("CJK UNIFIED IDEOGRAPH-6771", True),
        ("CJK UNIFIED IDEOGRAPH-20000", True),
        ("HIRAGANA LETTER A", True),
        ("KATAKANA LETTER A", True),
        ("HALFWIDTH KATAKANA LETTER A", True),
        ("KATAKANA-HIRAGANA PROLONGED SOUND MARK", True),
        ("BOPOMOFO LETTER B", True),
        ("YI SYLLABLE IT", True),
        ("THAI CHARACTER KO KAI", True),
        ("THAI CHARACTER MAI HAN-AKAT", True),
        ("LAO LETTER KO", True),
        ("KHMER LETTER KA", True),
        ("MYANMAR LETTER KA", True),
        ("TIBETAN LETTER KA", True),
        ("HANGUL SYLLABLE GA", False),
        ("HANGUL LETTER KIYEOK", False),
        ("GEORGIAN LETTER AN", False),
        ("DEVANAGARI LETTER KA", False),
        ("ETHIOPIC SYLLABLE HA", False),
        ("CYRILLIC SMALL LETTER A", False),
        ("FULLWIDTH LATIN SMALL LETTER A", False),
        ("LATIN SMALL LETTER A", False),
    ],
)
def test_scripts_without_spaces(name, spaceless):
    """Ten scripts write words without spaces between; letters of others join."""
    character = unicodedata.lookup(name)

    assert joins(character) != spaceless
    assert is_spaceless(character) == (spaceless and unicodedata.category(character)[0] == "L")


def test_spelling_ends_where_folding_begins_to_cut():
    """A spelling keeps every space and all outer punctuation, and loses format characters only."""
    assert spell("\u201cThe\u00ad  Caf\u00c9\u201d\n\u2014") == '"the  caf\u00e9"\n-'


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GPT 5 (few-shot)", "gpt-5-few-shot"),
        ("--Acme--", "acme"),
        ("\u041f\u0440\u0438\u043c\u0435\u0440 \u2116 3", "\u043f\u0440\u0438\u043c\u0435\u0440-no-3"),
        ("\uff33\uff39\uff33", "sys"),
        ("Stra\u00dfe", "strasse"),
    ],
)
def test_slug_keeps_letters_and_digits_of_any_script(name, expected):
    """Compatibility forms and case are folded, and whatever else stands between becomes one hyphen."""
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["", "--", "\u2603 !"])
def test_a_name_without_letters_has_no_slug(name):
    """A name of which nothing is left is refused rather than written as an empty file name."""
    with pytest.raises(ValueError, match="no letter or digit"):
        slug(name)


@pytest.mark.parametrize(("number", "told"), [(0, "0 articles"), (1, "1 article"), (1200, "1,200 articles")])
def test_a_number_has_its_noun(number, told):
    """One is one; all else is many."""
    assert counted(number, "article") == told


def test_more_than_ten_names_are_counted():
    """The first ten of a list are named, and only the others counted."""
    names = [f"a{number}" for number in range(1_234)]

    assert listed(names[:10]) == "a0, a1, a2, a3, a4, a5, a6, a7, a8, a9"
    assert listed(names) == f"{listed(names[:10])} and 1,224 more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\r\nlines\u2028and\ttabs", "two lines and tabs"),
        ("two  spaces", "two spaces"),
        ("a\x00b\x1b[31m\x7f\x9b1m", "a\ufffdb\ufffd[31m\ufffd\ufffd1m"),
        ("\u202eright to left\u202c", "\ufffdright to left\ufffd"),
        ("\ue000\U000e0000\U000e0041\U000e0fff\ud800", "\ufffd" * 5),
        ("caf\u00e9 \U0001f600", "caf\u00e9 \U0001f600"),
    ],
)
def test_clean_leaves_one_visible_line(text, expected):
    """Line ends and tabs become spaces; what is not seen, or moves what is, is shown as a replacement."""
    assert clean(text) == expected


@given(st.text(st.characters() | st.sampled_from("\t\n\u2028\u200b\x00 ")))
def test_clean_text_stays_clean(text):
    """Cleaning is done once: what it gives holds no line end, and is left alone."""
    once = clean(text)

    assert len(once.splitlines()) <= 1
    assert clean(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\r\nlines\rand\u2028more\n", "two \nlines\nand\nmore\n"),
        ("\ttab \x1b[31m\x7f\n", "\ttab \ufffd[31m\ufffd\n"),
        ("\u202eright \x9b1m\u202c\U000e0041", "\ufffdright \ufffd1m\ufffd\ufffd"),
        ("\u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f467 \u200e\u200f\u061c\u00ad", None),
    ],
)
def test_legible_text_keeps_its_lines(text, expected):
    """Line ends become newlines, tabs and joiners stay; what hides or moves what is seen is replaced."""
    assert legible(text) == (text if expected is None else expected)


@given(st.text(st.characters() | st.sampled_from("\t\r\n\u2028\u200b\x1b")))
def test_legible_text_has_the_offsets_of_the_text(text):
    """Each character is left or replaced by one other, so places in the text hold."""
    assert len(legible(text)) == len(text)


def test_a_legible_line_is_one():
    """Line ends and tabs become spaces, joiners stay."""
    assert legible_line("two\r\nlines\tof\u200d \x1b") == "two lines of\u200d \ufffd"
