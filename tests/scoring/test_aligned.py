"""Metrics over aligned events (scoring.md, 3), counted by hand in one article, by type and by role."""

from __future__ import annotations

import pytest

from benchmark.scoring.aligned import ALIGNED_METRICS, ALIGNED_SHARES
from benchmark.scoring.alignment import align
from benchmark.scoring.cells import Cells
from places import event, filler

METRICS = {metric.name: metric for metric in ALIGNED_METRICS}


def counted(name, gold, sent):
    """Matched, predicted and gold of one metric, all and by type and by role."""
    cells = Cells()
    total = METRICS[name].count(align(gold, sent), cells)
    assert cells.total == total

    def plain(counts):
        return counts.matched, counts.predicted, counts.gold

    rows = [{label: plain(counts) for label, counts in cells.by(level).items()} for level in ("type", "role")]
    return plain(total), *rows


GOLD = [
    event("A", 1, filler("actor", 2), filler("place", 3, 4), date="2024-01-15"),
    event("A", 5, filler("actor", 6), filler("place", 18, optional=True), date="2024-01-15"),
    event("B", 7),
    event("B", 8, filler("actor", 9, optional=True), date="2024"),
    event("C", 10, filler("actor", 11), optional=True),
    event("C", 12, filler("actor", 13), date="2024", optional=True),
    event("E", 19),
]
SENT = [
    event("A", 1, filler("actor", 2), filler("place", 3), filler("place", 4), date="2024-01-15"),
    event("A", 5, filler("actor", (61, 65)), filler("actor", 14), date="2024-01-16"),
    event("C", 12, filler("actor", 13), date="2023"),
    event("D", 15, filler("actor", 16), filler("place", 17)),
    event("E", 19),
]
"""A is paired twice, of B both are missed, of optional C one is missed, D is spurious, and E has no date."""


@pytest.mark.parametrize(
    ("name", "total", "types", "roles"),
    [
        (
            "event",
            (4, 5, 6),
            {"A": (2, 2, 2), "B": (0, 0, 2), "C": (1, 1, 1), "D": (0, 1, 0), "E": (1, 1, 1)},
            {},
        ),
        (
            "dated_event",
            (2, 5, 5),
            {"A": (1, 2, 2), "B": (0, 0, 2), "C": (0, 1, 0), "D": (0, 1, 0), "E": (1, 1, 1)},
            {},
        ),
        (
            "event_argument",
            (3, 7, 4),
            {"A": (2, 4, 3), "C": (1, 1, 1), "D": (0, 2, 0)},
            {"actor": (2, 5, 3), "place": (1, 2, 1)},
        ),
        (
            "event_argument_relaxed",
            (4, 7, 4),
            {"A": (3, 4, 3), "C": (1, 1, 1), "D": (0, 2, 0)},
            {"actor": (3, 5, 3), "place": (1, 2, 1)},
        ),
        (
            "record",
            (10_000 + 2_857 + 6_666 + 10_000, 50_000, 20_000 + 20_000 + 6_666 + 10_000),
            {
                "A": (12_857, 20_000, 20_000),
                "B": (0, 0, 20_000),
                "C": (6_666, 10_000, 6_666),
                "D": (0, 10_000, 0),
                "E": (10_000, 10_000, 10_000),
            },
            {},
        ),
        ("ceaf_ree", (3, 8, 4), {}, {"actor": (2, 5, 3), "place": (1, 3, 1)}),
    ],
)
def test_every_metric_in_one_article(name, total, types, roles):
    """What is found adds to all sides, what is missed to gold's unless optional, the rest to the other."""
    assert counted(name, GOLD, SENT) == (total, types, roles)


def test_redundant_fillers_of_all_events_cost_nothing():
    """In each of two pairs a filler is sent twice, by both of its mentions: two are predicted, not four."""
    events = [event("A", n, filler("actor", n + 1, n + 2)) for n in (1, 5)]
    sent = [event("A", n, filler("actor", n + 1), filler("actor", n + 2)) for n in (1, 5)]

    assert counted("event_argument", events, sent) == ((2, 2, 2), {"A": (2, 2, 2)}, {"actor": (2, 2, 2)})


def test_of_equal_records_the_one_that_counts_is_paired():
    """Gold that is not optional goes first, and then that with the greater credit."""
    spare, needed = event("A", 1, date="2024", optional=True), event("A", 1, date="2024")
    right, wrong = event("A", 1, date="2024"), event("A", 1, date="2023")

    assert counted("record", [spare, needed], [right])[0] == (10_000, 10_000, 10_000)
    assert counted("record", [needed, spare], [wrong, right])[0] == (15_000, 20_000, 15_000)


def test_records_are_paired_anew_and_by_type():
    """What M leaves alone for want of evidence has its type in common; a date is a slot where it is there."""
    gold = [event("A", 1, date="2024"), event("B", 2)]

    assert counted("record", gold, [event("A", 3)])[0] == (6_666, 10_000, 20_000)
    assert counted("record", gold, [event("B", 3, date="2024")])[0] == (6_666, 10_000, 20_000)
    assert counted("record", gold, [event("A", 3, date="2024")])[0] == (10_000, 10_000, 20_000)


def test_an_entity_is_optional_only_where_it_always_is():
    """The same texts in a role of two events are one entity, and found once."""
    spare, needed = filler("actor", 2, optional=True), filler("actor", 2)
    gold = [event("A", 1, spare), event("B", 3, needed)]
    sent = [event("A", 1, needed, needed), event("B", 3, needed, filler("actor", 4))]

    assert counted("ceaf_ree", gold, [])[0] == (0, 0, 1)
    assert counted("ceaf_ree", gold[::-1], [])[0] == (0, 0, 1)
    assert counted("ceaf_ree", [gold[0], event("B", 3, needed, optional=True)], [])[0] == (0, 0, 0)
    assert counted("ceaf_ree", gold, sent)[0] == (1, 2, 1)


def test_a_text_of_two_entities_is_that_of_the_one_that_counts():
    """Of an optional and a needed entity that one text names, the needed is found."""
    gold = [event("A", 1, filler("actor", 2, 3, optional=True), filler("actor", 2, 4))]

    assert counted("ceaf_ree", gold, [event("A", 1, filler("actor", 2))])[0] == (1, 1, 1)


@pytest.mark.parametrize("field", ["status", "mode"])
def test_shares_ask_only_where_gold_says_something(field):
    """Of four pairs two agree, one does not, of one gold says nothing; what is in no pair is not asked."""
    share = {share.name: share for share in ALIGNED_SHARES}[f"{field}_accuracy"]
    gold = [event("A", n, **{field: told}) for n, told in enumerate(["x", "x", None, "y", "x"], start=1)]
    sent = [event("A", n, **{field: told}) for n, told in enumerate(["x", "y", "x", "y"], start=1)]

    assert share.judged(align(gold, sent)) == [True, False, None, True]
