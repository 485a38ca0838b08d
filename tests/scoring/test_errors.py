"""What becomes of every event and filler (scoring.md, 5), and the MUC line of every slot."""

from __future__ import annotations

import pytest

from benchmark.scoring.alignment import align
from benchmark.scoring.errors import LABELS, ErrorTally, MucLine, judge
from places import event, filler


def labels(gold, sent, keys=None):
    """The verdicts as (label, gold event, predicted event, gold filler, predicted filler)."""
    verdicts = judge(align(gold, sent), range(len(sent)) if keys is None else keys)
    return [verdict[1:6] for verdict in verdicts]


def counted(gold, sent, keys=None):
    """The counts of each side that are not 0."""
    table = tally(align(gold, sent), range(len(sent)) if keys is None else keys).labels
    return {side: {label: n for label, n in row.items() if n} for side, row in table.items()}


def tally(alignment, keys):
    """What became of all in one article, counted."""
    counted = ErrorTally()
    counted.add(alignment, judge(alignment, keys))
    return counted


def test_every_label_of_events():
    """Right, wrong date, wrong type, missed, spurious and duplicate, each once on its side."""
    gold = [
        event("A", 1, date="2024-01-15"),
        event("A", 2, date="2024-01-15"),
        event("A", 3),
        event("A", 4),
        event("B", 5),
    ]
    sent = [
        event("A", 1, date="2024-01-15"),
        event("A", 2, date="2024-01-16"),
        event("A", 3),
        event("C", 4),
        event("A", 6),
        event("A", 6),
        event("A", 1, date="2024-01-15"),
    ]

    assert labels(gold, sent, keys=[0, 1, 2, 3, 4, 4, 0]) == [
        ("right", 0, 0, None, None),
        ("wrong_date", 1, 1, None, None),
        ("right", 2, 2, None, None),
        ("wrong_type", 3, 3, None, None),
        ("missed", 4, None, None, None),
        ("spurious", None, 4, None, None),
        ("duplicate", None, 5, None, None),
        ("duplicate", None, 6, None, None),
    ]
    assert counted(gold, sent, keys=[0, 1, 2, 3, 4, 4, 0]) == {
        "gold_events": {"right": 2, "wrong_date": 1, "wrong_type": 1, "missed": 1},
        "predicted_events": {
            "right": 2,
            "wrong_date": 1,
            "wrong_type": 1,
            "duplicate": 2,
            "spurious": 1,
        },
        "gold_fillers": {},
        "predicted_fillers": {},
    }


def test_an_equal_event_of_the_wrong_type_makes_the_other_a_duplicate():
    """Of equal events the aligned one keeps its label, in either stage."""
    assert labels([event("B", 1)], [event("A", 1), event("A", 1)], keys=[0, 0]) == [
        ("wrong_type", 0, 0, None, None),
        ("duplicate", None, 1, None, None),
    ]


def test_every_label_of_fillers():
    """Right, redundant, boundary, wrong role, missed and spurious, in this order of tests."""
    gold = [
        event("A", 1, filler("actor", 2, 3), filler("place", 4), filler("place", 5), filler("recipient", 6))
    ]
    sent = [
        event(
            "A",
            1,
            filler("actor", 2),
            filler("actor", 3),
            filler("place", (41, 45)),
            filler("actor", 5),
            filler("place", 7),
        )
    ]

    assert labels(gold, sent) == [
        ("right", 0, 0, None, None),
        ("right", 0, 0, 0, 0),
        ("redundant", 0, 0, 0, 1),
        ("boundary", 0, 0, 1, 2),
        ("wrong_role", 0, 0, 2, 3),
        ("missed", 0, 0, 3, None),
        ("spurious", 0, 0, None, 4),
    ]
    verdicts = judge(align(gold, sent), [0])
    assert [verdict.unit for verdict in verdicts] == ["event", *["filler"] * 6]
    assert [verdict.label for verdict in verdicts if verdict.excused] == ["redundant"]
    assert counted(gold, sent)["gold_fillers"] == {
        "right": 1,
        "boundary": 1,
        "wrong_role": 1,
        "missed": 1,
    }
    assert counted(gold, sent)["predicted_fillers"] == {
        "right": 1,
        "redundant": 1,
        "boundary": 1,
        "wrong_role": 1,
        "spurious": 1,
    }


def test_fillers_outside_m_are_in_unmatched_events():
    """A pair of wrong type, a missed and a spurious event: none of their fillers is judged."""
    gold = [event("A", 1, filler("actor", 2)), event("A", 3, filler("actor", 4))]
    sent = [event("B", 1, filler("actor", 2)), event("A", 5, filler("actor", 6))]

    assert labels(gold, sent)[-4:] == [
        ("in_unmatched_event", 0, None, 0, None),
        ("in_unmatched_event", 1, None, 0, None),
        ("in_unmatched_event", None, 0, None, 0),
        ("in_unmatched_event", None, 1, None, 0),
    ]
    assert not any(verdict.excused for verdict in judge(align(gold, sent), [0, 1]))


def test_optional_gold_that_is_not_found_is_no_error():
    """Optional gold is missed without a verdict; of wrong type or off by its boundary it is excused."""
    gold = [
        event("A", 1, filler("actor", 2, optional=True)),
        event("A", 3, filler("actor", 4), optional=True),
        event("A", 5, filler("actor", 6), optional=True),
    ]
    sent = [event("A", 1, filler("actor", (21, 25))), event("B", 5)]

    assert labels(gold, sent) == [
        ("right", 0, 0, None, None),
        ("wrong_type", 2, 1, None, None),
        ("boundary", 0, 0, 0, 0),
    ]
    assert counted(gold, sent) == {
        "gold_events": {"right": 1},
        "predicted_events": {"right": 1, "wrong_type": 1},
        "gold_fillers": {},
        "predicted_fillers": {"boundary": 1},
    }


def test_optional_gold_that_is_found_is_right():
    """It counts on both sides; where it and a required filler are found in one, the required is right."""
    gold = [event("A", 1, filler("actor", 2, 3, optional=True), filler("actor", 2, 4))]

    assert labels(gold, [event("A", 1, filler("actor", 2), filler("actor", 5))]) == [
        ("right", 0, 0, None, None),
        ("right", 0, 0, 1, 0),
        ("spurious", 0, 0, None, 1),
    ]
    both = [event("A", 1, filler("actor", 3), filler("actor", 4))]
    assert counted(gold, both)["gold_fillers"] == {"right": 2}


def test_labels_stand_in_the_order_of_reports():
    """A tally of nothing has every label of every side, zeros included, in this order, and no slot."""
    assert ErrorTally().muc_lines == {}
    assert {side: tuple(row) for side, row in ErrorTally().labels.items()} == LABELS


def test_muc_lines_of_all_slots():
    """COR, PAR, INC, MIS and SPU of types, dates and each role, by hand."""
    gold = [
        event("A", 1, filler("actor", 2), filler("place", 4), date="2024-01-15"),
        event("A", 3, filler("actor", 5), date="2023-09"),
        event("A", 6, date="2024-01-10/2024-01-11"),
        event("A", 7),
        event("A", 8, date="2024"),
        event("A", 9, date="2024"),
        event("B", 10, date="2024"),
    ]
    sent = [
        event("A", 1, filler("actor", 2), filler("actor", 30), filler("place", 31), date="2024-01-15"),
        event("A", 3, filler("actor", (51, 55)), date="2022"),
        event("A", 6, date="2024-01-10"),
        event("A", 7, date="2024-01-15"),
        event("A", 8),
        event("C", 9, filler("place", 32), date="2024"),
        event("C", 33, date="2024"),
    ]
    alignment = align(gold, sent)

    lines = tally(alignment, range(len(sent))).muc_lines

    assert lines == {
        "event_type": MucLine(correct=5, incorrect=1, missing=1, spurious=1),
        "date": MucLine(correct=1, partial=1, incorrect=1, missing=3, spurious=3),
        "argument.actor": MucLine(correct=1, partial=1, spurious=1),
        "argument.place": MucLine(incorrect=1, spurious=1),
    }
    assert (lines["date"].possible, lines["date"].actual) == (6, 6)
    assert (lines["date"].overgeneration, lines["date"].undergeneration) == (3 / 6, 3 / 6)


def test_fills_of_all_events_add_up():
    """Two events to each outcome: every line counts two, and an undated event that is missed has no date."""
    gold = [
        event("A", 1, filler("actor", 2), filler("place", 3), date="2024"),
        event("A", 4, filler("actor", 5), filler("place", 6), date="2024"),
        event("A", 7),
        event("A", 8),
        event("A", 9, date="2024"),
        event("A", 10, date="2024"),
        event("B", 11),
    ]
    sent = [
        event("A", 1, filler("actor", 12), filler("place", 13)),
        event("A", 4, filler("actor", 14), filler("place", 15)),
        *(event("A", trigger, date="2024") for trigger in (7, 8, 9, 10)),
    ]

    assert tally(align(gold, sent), range(6)).muc_lines == {
        "event_type": MucLine(correct=6, missing=1),
        "date": MucLine(correct=2, missing=2, spurious=2),
        "argument.actor": MucLine(incorrect=2),
        "argument.place": MucLine(incorrect=2),
    }


def test_a_wrong_role_is_a_fill_left_over_in_two_slots():
    """It is missing in the slot of gold's role and spurious in that of the predicted one."""
    alignment = align([event("A", 1, filler("actor", 2))], [event("A", 1, filler("place", 2))])

    lines = tally(alignment, [0]).muc_lines

    assert lines["argument.actor"] == MucLine(missing=1)
    assert lines["argument.place"] == MucLine(spurious=1)


def test_a_line_without_fills_has_no_ratio():
    """0/0 is undefined; a line without anything predicted has no overgeneration."""
    assert (MucLine().overgeneration, MucLine().undergeneration) == (None, None)
    assert (MucLine(missing=2).overgeneration, MucLine(missing=2).undergeneration) == (None, 1)


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("2023-09-13", MucLine(correct=1)),
        ("[..2023-09-30]", MucLine(partial=1)),
        ("2023-10", MucLine(incorrect=1)),
        (None, MucLine(missing=1)),
    ],
)
def test_dates_fill_their_slot_by_muc_credit(date, line):
    """1 is correct, 1/2 partial, 0 incorrect; no date is missing."""
    alignment = align([event("A", 1, date="2023-09")], [event("A", 1, date=date)])

    assert tally(alignment, [0]).muc_lines["date"] == line
