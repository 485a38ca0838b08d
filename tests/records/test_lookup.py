"""Where texts stand in an article, judged by trying every span of it."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmark.records.lookup import Lookup, edges, is_edge, leans
from benchmark.records.text import fold, joins

# Pieces that get in each other's way: a text is made of those of one line, so that it repeats itself.
THEMES = [
    ["a ", "an ", "the ", "The ", "a", "b", "(", ".", "\u2019", "\u02bc", "\u201c", "%"],
    ["a", "b", " ", "  ", "\n", "\u00a0", "\u3000", "\u200b", "\u00a8", "\u0338", "the "],
    ["A", "a", "\u00ad", "\u200d", "\u0301", "\u00e1", "-", "\u2014", "\u2212", "=", "\u0338"],
    ["\u00df", "\u1e9e", "s", "\u0130", "i", "\u0307", "\ufb01", "f", "\u0149", "\u02bc", "n"],
    ["\u03b1", "\u03b9", "\u0345", "\u037a", "\u1fb3", "a ", "\u03c2", "\u03a3", "\u00ad", " "],
    ["\u2026", ".", "\u2474", "1", "(", "\u2488", "\u00bd", "2", "\uff05", "5", " "],
    ["\u304b", "\u3099", "\uff76", "\uff9e", "\u304c", "\u0338", "\u0323", "_", "\u30fc", "\u200d"],
    ["\u0e01", "\u0e31", "\u0e33", "\u0e4d", "\u0e32", " ", "\u200b", "\u00a8", "\u02bc", "a"],
    ["\u1100", "\u1161", "\u11a8", "\uac00", "\uac01", " ", "\u3042", "\u200b"],
    ["\u1025", "\u102e", "\u1026", "\ufdfa", "\ufe70", "\u064b", " ", "\u2764", "\ufe0f", "a"],
]
TEXTS = st.sampled_from(THEMES).flatmap(
    lambda pieces: st.lists(st.sampled_from(pieces), min_size=1, max_size=8).map("".join)
)


def every_span(text):
    edges = [place for place in range(len(text) + 1) if plain_edge(text, place)]
    return [(start, end) for start in edges for end in edges if start < end]


def plain_edge(text, place):
    before = [c for c in text[:place] if unicodedata.category(c) != "Cf"]
    after = [c for c in text[place:] if unicodedata.category(c) != "Cf"]
    return not before or not after or not (joins(before[-1]) and joins(after[0]))


def innermost(spans):
    return tuple(
        (start, end)
        for start, end in spans
        if not any((a, b) != (start, end) and start <= a and b <= end for a, b in spans)
    )


def places(text, needle, language="en"):
    return [text[start:end] for start, end in Lookup(text, language).find(needle).places]


@settings(max_examples=1000)
@given(TEXTS, st.sampled_from(["en", "de"]))
@example(" \u200b b", "en")
@example("b \u00a8\u0e31", "en")
@example("a\u200d\u0301", "en")
@example("_\uff9e\u0338", "de")
@example("the \u201ca b\u201d", "en")
@example("\u02bcwar\u02bc", "en")
@example("a\u037a", "en")
@example("\u2488\u0e31", "en")
@example("a\u2028b", "en")
def test_lookup_finds_what_trying_every_span_finds(text, language):
    """A folded occurrence is a span at word edges with an equal fold and no other such span inside."""
    spans = {span: fold(text[slice(*span)], language) for span in every_span(text)}
    lookup = Lookup(text, language)
    needles = {folded: text[slice(*span)] for span, folded in spans.items() if folded}
    # With this before them they stand nowhere as they are.
    found = {folded: lookup.find("\x1d" + needle) for folded, needle in needles.items()}

    for wanted, (where, is_folded) in found.items():
        assert is_folded
        assert where == innermost([span for span, folded in spans.items() if folded == wanted])


@given(TEXTS, st.data())
def test_exact_occurrences_are_all_equal_spans_at_word_edges(text, data):
    """Where the words stand as they are, all their places count, overlapping ones too, and no folded ones."""
    start, end = data.draw(st.sampled_from(every_span(text)))
    found = Lookup(text).find(text[start:end])

    assert not found.folded
    assert found.places == tuple(s for s in every_span(text) if text[slice(*s)] == text[start:end])


@given(TEXTS)
def test_word_edges(text):
    """A word edge is anywhere but between two letters, marks or digits, format characters passed over."""
    plain = [plain_edge(text, place) for place in range(len(text) + 1)]

    assert [is_edge(text, place) for place in range(len(text) + 1)] == plain
    assert edges(text) == plain


def test_war_is_not_in_warned():
    """A text is never found inside a longer word."""
    assert places("They warned of postwar war-games.", "war") == ["war"]
    assert places("They warned.", "war") == []


def test_a_soft_hyphen_is_no_word_edge():
    """Category Cf is passed over, so half of a hyphenated word is no occurrence."""
    assert places("post\u00adwar", "war") == []


def test_scripts_without_spaces_have_edges_everywhere():
    """A Chinese word stands inside a sentence without spaces."""
    assert places("\u6771\u4eac\u90fd\u77e5\u4e8b", "\u4eac\u90fd") == ["\u4eac\u90fd"]


@pytest.mark.parametrize(
    ("text", "needle", "found"),
    [
        ("By order of The Ministry.", "the ministry", ["Ministry"]),
        ("He said \u201cnever again\u201d twice.", "'Never again'", ["never again"]),
        ("the two\n\nsides", "two sides", ["two\n\nsides"]),
        ("In 2023\u20132024 it", "2023-2024", ["2023\u20132024"]),
        ("ein Fu\u00dfball", "FUSSBALL", ["Fu\u00dfball"]),
        ("Wait\u2026 what", "wait", ["Wait"]),
        ("a co\u00adop here", "Coop", ["co\u00adop"]),
        ("cafe\u0301 noir", "caf\u00e9", ["cafe\u0301"]),
        ("the a list", "the A list", ["the a list"]),
        ("nothing here", "absent", []),
        ("- the -", "\u2014", []),
        ("an empty needle", "", []),
    ],
)
def test_folded_occurrences_of_what_systems_write(text, needle, found):
    """Case, quotes, dashes, spaces and articles that a system changed do not hide a mention."""
    assert places(text, needle) == found


def test_folded_places_do_not_hold_one_another():
    """Of spans with an equal fold only the innermost is an occurrence, each by itself."""
    assert Lookup("(War) and \u201cthe war\u201d").find("WAR").places == ((1, 4), (15, 18))


def test_every_character_that_composes_with_one_before_leans_on_it():
    """No spelling is cut before a character that may compose with, or move before, the one in front."""
    characters = list(map(chr, range(0x110000)))
    compose = {
        chr(int(parts[1], 16))
        for character in characters
        if len(parts := unicodedata.decomposition(character).split()) == 2 and parts[0][0] != "<"
    } | set(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))
    moving = {character for character in characters if unicodedata.combining(character)}

    assert {character for character in compose | moving if not leans(character)} == set()


@pytest.mark.parametrize("around", ["a", " "])
def test_a_long_run_of_what_is_not_seen_is_looked_through_in_time(around):
    """Soft hyphens and their like are passed over again and again, or word edges are found once."""
    lookup = Lookup(f"War {around}" + "\u00ad" * 100_000 + f"{around} war.")
    begin = time.process_time()

    lookup.find("\u00ad")
    assert lookup.find("nowhere").places == ()
    assert time.process_time() - begin < 10
