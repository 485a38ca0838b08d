"""Which predicted event is paired with which gold one: brute force over all alignments of small articles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.scoring.alignment import align
from benchmark.scoring.events import Filler, Mark, ScoredEvent
from benchmark.scoring.similarity import similarity
from places import choices, filler, mark, matched

marks = st.builds(
    lambda start, size, word: Mark(None if start < 0 else ((start, start + size),), word, word),
    st.integers(-1, 8),
    st.integers(1, 3),
    st.sampled_from(["x", "y", "x y", ""]),
)


def events(sent):
    fillers = st.builds(
        lambda role, one, opt: Filler(role, tuple(one), opt),
        st.sampled_from("rs"),
        st.lists(marks, min_size=1, max_size=1 if sent else 2),
        st.just(value=False) if sent else st.booleans(),
    )
    return st.lists(
        st.builds(
            lambda kind, triggers, rows, opt, date: ScoredEvent(
                0, kind, tuple(triggers), tuple(rows), date, optional=opt
            ),
            st.sampled_from("AB"),
            st.lists(marks, max_size=2),
            st.lists(fillers, max_size=2),
            st.just(value=False) if sent else st.booleans(),
            st.sampled_from([(), ("2024-01-15",), ("2024",)]),
        ),
        max_size=4,
    )


def best(gold, predicted, allowed):
    """The best of all alignments, from the objectives as the specification lists them."""
    worth = {}
    for i, j in allowed:
        fillers = matched(gold[i], predicted[j])
        score = similarity(gold[i], predicted[j], fillers.relaxed)
        if score is not None:
            worth[i, j] = (score, 1, int(not gold[i].optional), fillers.exact.matched)
    ranked = [
        (tuple(-sum(worth[pair][place] for pair in chosen) for place in range(4)), tuple(sorted(chosen)))
        for chosen in choices(sorted(worth))
    ]
    return tuple((i, j, worth[i, j][0]) for i, j in min(ranked)[1])


@settings(max_examples=300)
@given(events(sent=False), events(sent=True))
def test_both_stages_are_the_best_of_all_alignments(gold, predicted):
    """Brute force over all pairs of equal type, then over all of unequal type among what is left."""
    every = [(i, j) for i in range(len(gold)) for j in range(len(predicted))]
    equal = [(i, j) for i, j in every if gold[i].event_type == predicted[j].event_type]
    pairs = best(gold, predicted, equal)
    rows, columns = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    left = [(i, j) for i, j in every if i not in rows and j not in columns and (i, j) not in equal]

    result = align(gold, predicted)

    assert result.pairs == pairs
    assert result.wrong_type == best(gold, predicted, left)
    assert result.unmatched_gold == tuple(i for i in range(len(gold)) if i not in rows)
    assert result.unmatched_predicted == tuple(j for j in range(len(predicted)) if j not in columns)


@given(events(sent=False), events(sent=True))
def test_fillers_are_those_of_the_pair(gold, predicted):
    """What is remembered of the pairs is what matching them again gives."""
    result = align(gold, predicted)

    for i, mine in enumerate(gold):
        for j, theirs in enumerate(predicted):
            if mine.event_type == theirs.event_type:
                again, kept = matched(mine, theirs), result.fillers(i, j)
                assert list(kept.exact.pairs) == list(again.exact.pairs)
                assert (kept.relaxed.predicted, kept.relaxed.gold) == (
                    again.relaxed.predicted,
                    again.relaxed.gold,
                )
                assert kept.exact.passing == again.exact.passing


@given(events(sent=False), events(sent=True))
def test_dates_take_no_part(gold, predicted):
    """Other dates, or none, give the same pairs: else one copy per candidate date would pay."""
    bare = [[one._replace(dates=()) for one in side] for side in (gold, predicted)]
    dated, undated = align(gold, predicted), align(*bare)

    assert (dated.pairs, dated.wrong_type) == (undated.pairs, undated.wrong_type)


def event(kind, triggers=(), arguments=(), *, optional=False):
    """An event by the places of its triggers and of its arguments."""
    fillers = tuple(filler("r", place) for place in arguments)
    return ScoredEvent(0, kind, tuple(map(mark, triggers)), fillers, (), optional=optional)


WHOLE, EDGE = (10, 14), (13, 15)
"""Two places with a Dice of 1/3: a pair of equal type that shares no more than these has 5,000."""


def test_a_correct_event_more_takes_no_pair_away():
    """Equal types come first: in one stage p3 = g1 would send p1 to g2, at 6,000, and M fall from 2 to 1."""
    gold = [event("A", [WHOLE], [3]), event("B", [EDGE], [4])]
    sent = [event("A", [EDGE], [4]), event("B", [EDGE, 5, 6], [7])]

    assert align(gold, sent).pairs == ((0, 0, 5_000), (1, 1, 5_000))
    assert align(gold[1:], sent[:1]).wrong_type == ((0, 0, 6_000),)
    assert align(gold, [*sent, gold[0]]).pairs == ((0, 2, 10_000), (1, 1, 5_000))


def test_of_equal_sums_more_pairs_are_taken():
    """One pair of 10,000 ties two of 5,000 and loses."""
    gold = [event("A", [WHOLE], [3]), event("A", [EDGE], [4])]
    sent = [gold[0], event("A", [WHOLE, 5, 6], [7])]

    assert align(gold[:1], sent[:1]).pairs == ((0, 0, 10_000),)
    assert align(gold, sent).pairs == ((0, 1, 5_000), (1, 0, 5_000))


def test_of_equal_pairs_the_non_optional_is_taken():
    """Where only one of two equal gold events can be matched, it is the one that counts."""
    gold = [event("A", [1], optional=True), event("A", [1])]

    assert align(gold, [event("A", [1])]).pairs == ((1, 0, 10_000),)


def test_without_evidence_nothing_is_paired():
    """Equal types alone pair nothing, in neither stage."""
    result = align([event("A", [1]), event("B", [2])], [event("A", [3]), event("C", [4])])

    assert (result.pairs, result.wrong_type) == ((), ())
    assert (result.unmatched_gold, result.unmatched_predicted) == ((0, 1), (0, 1))


@pytest.mark.parametrize("size", [40, 200])
def test_many_equal_events_are_paired_in_content_order(size):
    """Hostile input in one component: equal events are paired one after the other."""
    side = [event("A", [1]) for _ in range(size)]

    assert align(side, side).pairs == tuple((place, place, 10_000) for place in range(size))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (((60, 70),), ((65, 71),)),
        (((63, 65),), ((64, 66),)),
        (((0, 200),), ((100, 220),)),
        (((190, 200),), ((0, 5), (192, 200))),
        (((0, 5), (300, 305)), ((300, 305),)),
        (((10, 20),), ((10, 39),)),
        (((100_000, 100_010),), ((100_005, 100_012),)),
        (((0, 1), (40_000, 40_009)), ((39_998, 40_008),)),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_fillers_meet_wherever_half_of_them_is_shared(one, other, turned):
    """Events without a common word are paired by fillers that overlap, at any place of any text."""
    sides = [ScoredEvent(0, "A", (), (Filler("r", (Mark(span, "", ""),)),), ()) for span in (one, other)]
    gold, sent = reversed(sides) if turned else sides

    assert align([gold], [sent]).pairs == ((0, 0, 10_000),)
