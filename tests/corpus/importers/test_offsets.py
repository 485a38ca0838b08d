"""Offsets in any unit lead back to the same words."""

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.corpus.importers.offsets import ONLY_PLACE, READINGS, Claim, Offsets

# Everything that is counted differently somewhere: astral, combining, jamo, CRLF, flags, joined emoji.
LETTERS = "aB .é\u0301\u0323ñ\r\n\u2028📰🇸🇻👩\u200d🚀\U0001f3fdㄱ가\u1100\u1161\u11a8ß\ufb01\u0e33"
texts = st.text(alphabet=LETTERS, max_size=40)


@st.composite
def spans(draw):
    text = draw(st.text(alphabet=LETTERS, min_size=1, max_size=40))
    ends = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted))
    return text, tuple(zip(ends[::2], ends[1::2], strict=False))


BRUTE = {
    "code points": len,
    "UTF-16 units": lambda text: len(text.encode("utf-16-le")) // 2,
    "UTF-8 bytes": lambda text: len(text.encode()),
    "code points, CRLF as one": lambda text: len(text.replace("\r\n", "\n")),
    "UTF-16 units, CRLF as one": lambda text: len(text.replace("\r\n", "\n").encode("utf-16-le")) // 2,
    "UTF-8 bytes, CRLF as one": lambda text: len(text.replace("\r\n", "\n").encode()),
    "code points, LF as two": lambda text: len(text.replace("\r\n", "\n").replace("\n", "\r\n")),
}


def count(text, span, reading):
    """Return a span as a tool counts it; None where it cannot tell its ends."""
    steps = zip((0, 0), *READINGS[reading](text), strict=True)
    counts = dict(zip(*map(itertools.accumulate, steps), strict=True))
    ends = tuple((counts.get(start), counts.get(end)) for start, end in span)
    return None if any(None in pair for pair in ends) else ends


def splits_a_line_end(text, place):
    return text[place - 1 : place + 1] == "\r\n"


@pytest.mark.parametrize("reading", BRUTE)
@given(text=texts)
def test_counting_agrees_with_counting_prefixes(reading, text):
    """The count of a place is the length, in the unit, of all that stands before it."""
    for place in range(len(text)):
        # Inside a CRLF the prefix ends in a lone CR, which is no line end.
        if not splits_a_line_end(text, place):
            counted = count(text, ((place, len(text)),), reading)
            assert counted == ((BRUTE[reading](text[:place]), BRUTE[reading](text)),)


@given(text=texts)
def test_inside_a_line_end_that_counts_one_there_is_no_place(text):
    """Between CR and LF no offset falls where the two count as one."""
    inside = [place for place in range(1, len(text)) if splits_a_line_end(text, place)]
    assert all(count(text, ((0, place),), "code points, CRLF as one") is None for place in inside)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@given(text=texts)
def test_a_place_in_a_normalised_text_divides_it(form, text):
    """Where an offset of the normalised text leads, both sides can be normalised on their own."""
    reading = f"code points of the text in {form}"
    whole = unicodedata.normalize(form, text)

    for place in range(1, len(text)):
        counted = count(text, ((0, place),), reading)
        if counted is not None:
            before, after = (unicodedata.normalize(form, part) for part in (text[:place], text[place:]))
            assert (before + after, len(before)) == (whole, counted[0][1])


@pytest.mark.parametrize("reading", READINGS)
@given(case=spans())
def test_there_and_back(reading, case):
    """A span counted as a tool counts it, and read back so, is the same span, fragments and all."""
    text, span = case
    offsets = Offsets(text)

    counted = count(text, span, reading)
    if counted is not None:
        assert offsets.span(counted, reading) == offsets.span(span)


@pytest.mark.parametrize("reading", READINGS)
@given(case=spans())
def test_words_are_found_under_the_reading_that_made_the_offsets(reading, case):
    """Located first as the export counts, words stand where they were marked."""
    text, span = case
    offsets = Offsets(text)
    span = offsets.span(span)
    counted = count(text, span, reading)
    words = offsets.words(span)

    if counted is not None and words.strip():
        found = offsets.locate(Claim(counted, words), reading)
        assert found is not None
        assert found.span == span
        assert found.reading == ("code points" if counted == span else reading)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("a\u0301b", 2),
        ("👩\u200d🚀!", 2),
        ("👍\U0001f3fd.", 2),
        ("🇸🇻🇺🇳", 2),
        ("\r\n\n", 2),
        ("\u1100\u1161\u11a8가\u11a8", 2),
        ("\n\u0301", 2),
        ("x\u200dy", 2),
        ("❤\ufe0f", 1),
    ],
)
def test_graphemes(text, units):
    """A grapheme is what a reader takes for one character (UAX 29)."""
    found = count(text, ((0, len(text)),), "graphemes")

    assert found == ((0, units),)


def test_the_reading_of_an_export_is_that_of_most_claims():
    """One coincidence does not outweigh the rest."""
    text = "📰 Port news: the port of Lund shut the port gate."
    offsets = Offsets(text)
    places = [(6, 10), (17, 21), (25, 29)]
    claims = [Claim(count(text, (place,), "UTF-16 units"), text[slice(*place)]) for place in places]

    assert offsets.reading([*claims, Claim(((2, 6),), "Port")]) == "UTF-16 units"


def test_ties_go_to_code_points():
    """In a text of one unit a character nothing else is suspected."""
    assert Offsets("Plain text.").reading([Claim(((0, 5),), "Plain")]) == "code points"


def test_white_space_decides_between_readings_under_which_all_words_stand():
    """At the end of the words another way of counting may take in a line end that is not theirs."""
    offsets = Offsets("to Orsk 📰\nand back")

    assert offsets.reading([Claim(((3, 10),), "Orsk 📰")]) == "UTF-16 units"


def test_claims_without_words_are_judged_by_word_edges():
    """Offsets that cut words in half under one reading and not under another are of the other."""
    text = "👩\u200d🚀 Crew landed near Orsk on Monday."
    counted = [count(text, (span,), "graphemes") for span in [(4, 8), (9, 15), (21, 25)]]

    assert Offsets(text).reading([Claim(span) for span in counted]) == "graphemes"


def test_words_are_compared_line_ends_aside():
    """Tools write a line end in the words of a span as a space, or as a backslash and an n."""
    offsets = Offsets("the dock\nworkers")

    found = [offsets.locate(Claim(((4, 16),), words)) for words in ("dock workers", "dock\\nworkers")]
    assert [each.span for each in found] == [((4, 16),)] * 2


def test_words_that_stand_once_are_found_anywhere():
    """Where no reading fits, the only place of the words is believed, and said to be that."""
    found = Offsets("Tugs left. Ferries stayed.").locate(Claim(((3, 10),), "Ferries"))

    assert (found.span, found.reading) == (((11, 18),), ONLY_PLACE)


def test_words_that_stand_twice_are_not_guessed():
    """Of two places neither is taken."""
    assert Offsets("Ferries left. Ferries stayed.").locate(Claim(((3, 10),), "Ferries")) is None


def test_claims_to_a_whole_text_are_refused_in_time():
    """A thousand of them, with few words each, are not compared with all of it in every reading."""
    offsets = Offsets("Ferries left. " * 5_000)
    claims = [Claim(((0, 70_000 - n),), f"tugs {n}") for n in range(1_000)]
    begin = time.process_time()

    offsets.reading(claims)
    assert not any(map(offsets.locate, claims))
    assert time.process_time() - begin < 10


def test_white_space_that_is_left_out_of_words_does_not_count():
    """Words broken over several lines with an indent are still these."""
    text = "tugs\n" + " " * 900 + "left"

    assert Offsets(text).locate(Claim(((0, len(text)),), "tugs left")).reading == "code points"


def test_offsets_beyond_the_text_lead_nowhere():
    """What cannot be counted has no place."""
    assert Offsets("short").locate(Claim(((2, 90),))) is None


def test_a_discontinuous_mention_joins_its_fragments():
    """The mention has the outer limits, its fragments, and their words joined by one space."""
    offsets = Offsets("north and south piers")

    found = offsets.mention(offsets.span(((16, 21), (0, 5))))
    assert (found.text, found.start, found.end, found.fragments) == ("north piers", 0, 21, ((0, 5), (16, 21)))


@given(words=st.lists(st.text(alphabet="ab,é📰", min_size=1, max_size=5), min_size=1, max_size=8))
def test_tokens_are_found_between_white_space(words):
    """Tokens stand where joining them put them."""
    text = "\n ".join(words)

    found = Offsets(text).tokens(words)
    assert [text[start:end] for start, end in found] == words


def test_tokens_of_another_text_are_refused():
    """A token that is not there, or words that no token has, make it another text."""
    offsets = Offsets("two words")

    assert [offsets.tokens(words) for words in (["two"], ["one", "words"], ["words"])] == [None] * 3
