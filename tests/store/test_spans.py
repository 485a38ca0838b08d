import hypothesis
import pytest
from hypothesis import strategies as st

from benchmark.records.errors import Finding
from benchmark.store import spans
from benchmark.store.findings import Place
from benchmark.store.spans import GREATEST_OFFSET, Text

TEXT = "Rebels shelled Kovar on Monday."


def findings(mention, text=TEXT):
    known = None if text is None else Text(text)
    return list(spans.check(mention, known, Place("file"), ()))


def only(mention, text=TEXT):
    (finding,) = findings(mention, text)
    return finding


@pytest.mark.parametrize(
    "mention",
    [
        {"text": "shelled", "start": 7, "end": 14},
        {"text": "shelled", "start": 7, "end": 14, "fragments": []},
        {"start": 7, "end": 14},
        {"text": "shelled"},
        {"text": "shelled", "start": None, "end": None, "fragments": None},
        {"text": "Rebels Kovar", "start": 0, "end": 20, "fragments": [[0, 6], [15, 20]]},
        {"text": "Rebels  shelled", "start": 0, "end": 14, "fragments": [[0, 7], [7, 14]]},
        {"text": "Monday.", "start": 24, "end": 31},
    ],
)
def test_words_that_stand_where_they_say_are_right(mention):
    """By words, by offsets, by both, in one piece or several."""
    assert findings(mention) == []


@pytest.mark.parametrize("text", ["a", "\U0001f600", "e\u0301"])
@hypothesis.given(start=st.integers(0, 30), length=st.integers(1, 30))
def test_a_cut_of_the_text_is_right(text, start, length):
    """Offsets count code points, whatever the text is made of."""
    text *= 70
    mention = {"text": text[start : start + length], "start": start, "end": start + length}

    assert findings(mention, text) == []
    assert spans.stands(mention, Text(text))


NEITHER = "start and end, or neither"
OVER = "has fragments out of order, or over each other"
BACKWARDS = "ends before it has begun"


@pytest.mark.parametrize(
    ("mention", "told"),
    [
        ({"text": "shelled", "start": 7}, ("$", "span", "has start alone", None, NEITHER)),
        ({"text": "shelled", "end": 7}, ("$", "span", "has end alone", None, NEITHER)),
        (
            {"text": "shelled", "fragments": [[7, 14], [15, 16]]},
            ("$.fragments", "span", "stand without start and end", None, "the outer limits beside them"),
        ),
        ({"start": 14, "end": 7}, ("$", "span", BACKWARDS, "14:7", None)),
        ({"start": 7, "end": 7}, ("$", "span", BACKWARDS, "7:7", None)),
        (
            {"start": 7, "end": GREATEST_OFFSET},
            ("$", "span", "goes beyond the text, which ends at 31", "7:2147483647", None),
        ),
        (
            {"text": "Monday.x", "start": 24, "end": 32},
            (
                "$.text",
                "span",
                "does not stand at 24:32, beyond the end of the text at 31",
                "Monday.x",
                None,
            ),
        ),
        ({"start": 6, "end": 7}, ("$", "empty", "is only white space", "6:7", None)),
        ({"text": " \n"}, ("$.text", "empty", "is only white space", None, None)),
        ({"start": 0, "end": 20, "fragments": [[15, 20], [0, 6]]}, ("$", "span", OVER, "0:20", None)),
        ({"start": 0, "end": 20, "fragments": [[0, 16], [15, 20]]}, ("$", "span", OVER, "0:20", None)),
        (
            {"start": 0, "end": 20, "fragments": [[0, 6], [15, 19]]},
            ("$", "span", "is not where its fragments begin and end", "0:20", None),
        ),
        ({"start": 0, "end": 20, "fragments": [[6, 0], [15, 20]]}, ("$", "span", BACKWARDS, "0:20", None)),
        ({"start": 0, "end": 20, "fragments": [[0, 0], [15, 20]]}, ("$", "span", BACKWARDS, "0:20", None)),
        (
            {"text": "Rebels   Kovar", "start": 0, "end": 20, "fragments": [[0, 6], [6, 7], [15, 20]]},
            ("$.fragments[1]", "empty", "is only white space", "6:7", None),
        ),
        (
            {"start": 0, "end": 15, "fragments": [[0, 6], [14, 15]]},
            ("$.fragments[1]", "empty", "is only white space", "14:15", None),
        ),
        (
            {"start": 6, "end": 15, "fragments": [[6, 7], [14, 15]]},
            ("$", "empty", "is only white space", "6:15", None),
        ),
        (
            {"text": "Rebels, Kovar", "start": 0, "end": 20, "fragments": [[0, 6], [15, 20]]},
            ("$.text", "span", "does not stand at 0:20", "Rebels, Kovar", "'Rebels Kovar'"),
        ),
    ],
)
def test_what_is_wrong_with_a_mention_is_told_once(mention, told):
    """Each fault has one finding, which says what is wrong, where, and what was wanted."""
    assert findings(mention) == [Finding("file", 1, *told, None)]


@pytest.mark.parametrize(
    ("text", "mention", "reading"),
    [
        ("😀😀 Kovar fell", {"text": "Kovar", "start": 5, "end": 10}, "UTF-16 units"),
        ("é😀 Kovar", {"text": "Kovar", "start": 7, "end": 12}, "UTF-8 bytes"),
        ("a\nb\nKovar", {"text": "Kovar", "start": 6, "end": 11}, "a line end as two characters, CR LF"),
        ("a\r\nb\r\nKovar", {"text": "Kovar", "start": 4, "end": 9}, "CR LF as one character"),
        ("cafe\u0301 Kovar", {"text": "Kovar", "start": 5, "end": 10}, "characters of Unicode form NFC"),
        ("cafe\u0301", {"text": "caf\u00e9", "start": 0, "end": 4}, "characters of Unicode form NFC"),
    ],
)
def test_the_reading_that_would_fit_is_named(text, mention, reading):
    """Tools count in other units; which one it was is the whole repair."""
    assert only(mention, text).message.endswith(f", but would if offsets counted {reading}")


@pytest.mark.parametrize(
    ("words", "start", "near"),
    [
        ("Kovar", 14, "15:20"),
        ("Kovar", 22, "15:20"),
        ("Kovar", 27, "32:37"),
        ("Kovar", 34, "32:37"),
        ("Rebels", 1, "0:6"),
        ("rebels", 1, None),
    ],
)
def test_the_nearest_place_of_the_words_is_named(words, start, near):
    """Words that stand elsewhere were shifted, by a character or a line; and no unit would explain it."""
    end = start + len(words)
    finding = only({"text": words, "start": start, "end": end}, f"{TEXT} Kovar fell.")

    assert (finding.near, finding.message) == (near, f"does not stand at {start}:{end}")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A prewar bid, warned of, in war, and war", "28:31"),
        ("war", "0:3"),
        ("wartime", None),
        ("postwar", None),
        ("prewar " * 100 + "war", None),
        ("prewar " * 99 + "war", "693:696"),
    ],
)
def test_words_stand_between_word_edges(text, place):
    """It is the first place where they are no part of a longer word, of the first hundred looked at."""
    assert Text(text).standing("war") == place


def test_what_stands_there_is_shown():
    """The text at the offsets tells which end is wrong."""
    assert only({"text": "Lenz", "start": 15, "end": 20}).allowed == "'Kovar'"


@pytest.mark.parametrize(
    "mention",
    [
        {"text": 7, "start": 7, "end": 14},
        {"text": "shelled", "start": "7", "end": 14},
        {"text": "shelled", "start": 7.0, "end": 14},
        {"text": "shelled", "start": -1, "end": 14},
        {"text": "shelled", "start": 7, "end": 14, "fragments": [[7]]},
        {"text": "shelled", "start": 7, "end": 14, "fragments": "7-14"},
    ],
)
def test_parts_that_the_schema_refuses_are_passed_over(mention):
    """What has its finding already gets no second one, and breaks nothing."""
    assert findings(mention) == []


def test_without_a_text_the_order_of_offsets_is_judged_alone():
    """Predictions may be checked before there is a release."""
    assert findings({"text": "x", "start": 7, "end": 8}, None) == []
    assert only({"start": 8, "end": 7}, None).kind == "span"
