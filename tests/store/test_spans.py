import hypothesis
import pytest
from hypothesis import strategies as st

from benchmark.store import spans
from benchmark.store.findings import Place
from benchmark.store.spans import Text

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


@pytest.mark.parametrize(
    ("mention", "kind", "words"),
    [
        ({"text": "shelled", "start": 7}, "span", "has start alone"),
        ({"text": "shelled", "end": 7}, "span", "has end alone"),
        ({"text": "shelled", "fragments": [[7, 14], [15, 16]]}, "span", "without start and end"),
        ({"start": 14, "end": 7}, "span", "ends before it has begun"),
        ({"start": 7, "end": 7}, "span", "ends before it has begun"),
        ({"start": 7, "end": 99}, "span", "beyond the text, which ends at 31"),
        ({"text": "Monday.x", "start": 24, "end": 32}, "span", "beyond the end of the text at 31"),
        ({"start": 6, "end": 7}, "empty", "only white space"),
        ({"text": " \n"}, "empty", "only white space"),
        ({"start": 0, "end": 20, "fragments": [[15, 20], [0, 6]]}, "span", "out of order"),
        (
            {"start": 0, "end": 20, "fragments": [[0, 16], [15, 20]]},
            "span",
            "out of order, or over each other",
        ),
        ({"start": 0, "end": 20, "fragments": [[0, 6], [15, 19]]}, "span", "begin and end"),
        ({"start": 0, "end": 20, "fragments": [[6, 0], [15, 20]]}, "span", "ends before it has begun"),
        (
            {"text": "Rebels, Kovar", "start": 0, "end": 20, "fragments": [[0, 6], [15, 20]]},
            "span",
            "not stand",
        ),
    ],
)
def test_what_is_wrong_with_a_mention_is_told_once(mention, kind, words):
    """Each fault has one finding, which says what is wrong."""
    finding = only(mention)

    assert finding.kind == kind
    assert words in finding.message


@pytest.mark.parametrize(
    ("text", "mention", "reading"),
    [
        ("😀😀 Kovar", {"text": "Kovar", "start": 5, "end": 10}, "UTF-16 units"),
        ("é😀 Kovar", {"text": "Kovar", "start": 7, "end": 12}, "UTF-8 bytes"),
        ("a\nb\nKovar", {"text": "Kovar", "start": 6, "end": 11}, "a line end as two characters"),
        ("a\r\nb\r\nKovar", {"text": "Kovar", "start": 4, "end": 9}, "CR LF as one character"),
        ("cafe\u0301 Kovar", {"text": "Kovar", "start": 5, "end": 10}, "characters of Unicode form NFC"),
        ("cafe\u0301", {"text": "caf\u00e9", "start": 0, "end": 4}, "characters of Unicode form NFC"),
    ],
)
def test_the_reading_that_would_fit_is_named(text, mention, reading):
    """Tools count in other units; which one it was is the whole repair."""
    assert f"but would if offsets counted {reading}" in only(mention, text).message


@pytest.mark.parametrize(("start", "near"), [(14, "15:20"), (22, "15:20"), (27, "32:37"), (34, "32:37")])
def test_the_nearest_place_of_the_words_is_named(start, near):
    """Words that stand elsewhere were shifted, by a character or a line; and no unit would explain it."""
    finding = only({"text": "Kovar", "start": start, "end": start + 5}, f"{TEXT} Kovar fell.")

    assert (finding.near, finding.message) == (near, f"does not stand at {start}:{start + 5}")


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
