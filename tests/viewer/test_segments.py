"""Texts cut for their marks: in code points, with every overlap told."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from benchmark.records.article import Mention
from benchmark.records.reading import Words
from benchmark.viewer.segments import Mark, cut, marks

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TEXT = (
    f"{FAMILY} fled. \u0647\u0627\u062c\u0645 \u0627\u0644\u0645\u062a\u0645\u0631\u062f\u0648\u0646. Done."
)


def mark(row, *span):
    return Mark(row, "gold", "trigger", "", 0, row, Words(text="", span=span))


def test_segments_are_cut_in_code_points():
    """Emoji of several code points and right-to-left words are where their offsets say."""
    start = TEXT.index("\u0647")
    segments = list(cut(TEXT, [mark(1, (0, len(FAMILY))), mark(2, (start, start + 4))]))

    assert [segment.text for segment in segments if segment.marks] == [FAMILY, "\u0647\u0627\u062c\u0645"]


def test_overlapping_marks_share_their_segment():
    """What two mentions cover is one segment under both, in the order given."""
    segments = list(cut("abcdef", [mark(1, (0, 4)), mark(2, (2, 6)), mark(3, (2, 4))]))

    assert [(segment.text, [one.row for one in segment.marks]) for segment in segments] == [
        ("ab", [1]),
        ("cd", [1, 2, 3]),
        ("ef", [2]),
    ]


def test_discontinuous_mention_leaves_its_gap_out():
    """Only the fragments are marked."""
    segments = list(cut("gave him up now", [mark(1, (0, 4), (9, 11))]))

    assert [segment.text for segment in segments if segment.marks] == ["gave", "up"]


@given(
    st.text(min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 30)), max_size=8),
)
def test_segments_are_the_text_and_each_is_covered_as_its_places_are(text, places):
    """Put together they are the text; a place lies under a mark exactly where the mark's span holds it."""
    spans = [(a, min(b, len(text))) for a, b in places if a < min(b, len(text))]
    over = [mark(i, span) for i, span in enumerate(spans)]
    segments = list(cut(text, over))

    assert "".join(segment.text for segment in segments) == text
    covered = [{one.row for one in segment.marks} for segment in segments for _ in segment.text]
    assert covered == [{i for i, (a, b) in enumerate(spans) if a <= at < b} for at in range(len(text))]


def test_marks_are_of_both_sides_and_all_kinds(scored, article, prediction):
    """Triggers, arguments and the words that gold read dates from; what stands nowhere has no mark."""
    gold = article("a", "Rebels fled on Monday.", (7, 11))
    (event,) = gold.events
    monday = Mention(text="on Monday", start=12, end=21, fragments=())
    dated = dataclasses.replace(
        event, date=dataclasses.replace(event.date, value="2024-01-15", mentions=(monday,))
    )
    sent = prediction("a", (0, 6), words=["fled", "nobody"])
    _, (reading,) = scored((dataclasses.replace(gold, events=(dated,)), sent))

    assert {(one.side, one.kind, one.words.text) for one in marks(reading.rows)} == {
        ("gold", "trigger", "fled"),
        ("gold", "time", "on Monday"),
        ("predicted", "trigger", "Rebels"),
        ("predicted", "argument", "fled"),
    }
