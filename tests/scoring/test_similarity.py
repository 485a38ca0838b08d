"""How similar two events are, and what is no evidence at all (scoring.md, 3)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.scoring.events import Filler, Mark, ScoredEvent
from benchmark.scoring.mentions import alike, same, span_dice, token_dice
from benchmark.scoring.similarity import similarity, trigger_evidence
from places import matched


def mark(place, fold=None):
    """A mark at [start, end) or nowhere; two that are not told a fold have no text in common."""
    span = None if place is None else (place,)
    text = f"w{place}" if fold is None else fold
    return Mark(span, text, text)


def filler(role, *marks, optional=False):
    return Filler(role, marks, optional)


def event(kind="A", triggers=(), fillers=(), *, optional=False):
    return ScoredEvent(0, kind, tuple(triggers), tuple(fillers), (), optional=optional)


def likeness(gold, predicted):
    return similarity(gold, predicted, matched(gold, predicted).relaxed)


@pytest.mark.parametrize(
    ("one", "other", "dice"),
    [
        (((0, 4),), ((0, 4),), Fraction(1)),
        (((0, 4),), ((4, 8),), Fraction(0)),
        (((0, 4),), ((2, 6),), Fraction(1, 2)),
        (((0, 2), (6, 8)), ((0, 8),), Fraction(8, 12)),
        (((0, 2), (6, 8)), ((1, 3), (7, 9)), Fraction(1, 2)),
    ],
)
def test_dice_of_spans_counts_the_code_points_of_fragments(one, other, dice):
    """A gap of a discontinuous mention is no part of it."""
    assert Fraction(*span_dice(one, other)) == dice
    assert Fraction(*span_dice(other, one)) == dice


@pytest.mark.parametrize(
    ("one", "other", "dice"),
    [
        ("rebel army", "army rebel", Fraction(1)),
        ("rebel army", "army", Fraction(2, 3)),
        ("a a b", "a c", Fraction(2, 5)),
        ("rebel", "army", Fraction(0)),
        ("%", "%", Fraction(0)),
        ("首都", "首", Fraction(2, 3)),
        ("don't", "don t", Fraction(1)),
    ],
)
def test_dice_of_texts_counts_tokens_with_their_number(one, other, dice):
    """Tokens are a multiset; without any there is nothing shared; scripts without spaces go by letter."""
    assert Fraction(*token_dice(one, other)) == dice


@pytest.mark.parametrize(
    ("gold", "sent", "exactly", "loosely"),
    [
        (mark((0, 4)), mark((0, 4)), True, True),
        (mark((0, 4), "kovar"), mark((9, 14), "kovar"), True, True),
        (mark(None, "kovar"), mark((0, 5), "kovar"), True, True),
        (mark((0, 4)), mark((2, 6)), False, True),
        (mark((0, 4)), mark((3, 7)), False, False),
        (mark((0, 10)), mark((6, 16)), False, False),
        (mark((0, 9), "rebel army"), mark((20, 24), "army"), False, True),
        (mark((0, 9), "the old rebel army"), mark((20, 24), "army"), False, False),
        (mark(None, "%"), mark(None, "%"), True, True),
    ],
)
def test_when_fillers_match(gold, sent, exactly, loosely):
    """Exactly by span or by folded text; relaxed from a Dice of 1/2 on, of either."""
    pair = filler("actor", gold), filler("actor", sent)

    assert (same(*pair), alike(*pair)) == (exactly, loosely)


def test_a_text_that_may_not_be_compared_matches_by_span_only():
    """A pronoun or an empty fold matches where it stands, and nowhere else."""
    here, there = Mark(((0, 2),), "he", ""), Mark(((9, 11),), "he", "")

    assert same(filler("r", here), filler("s", here))
    assert not same(filler("r", here), filler("r", there))
    assert not alike(filler("r", here), filler("r", there))


def test_any_mention_of_a_filler_is_right():
    """A gold filler with several mentions is matched by each of them."""
    gold = filler("actor", mark((0, 4)), mark((10, 12)))

    assert same(gold, filler("actor", mark((10, 12))))
    assert not same(gold, filler("actor", mark((20, 24))))


@pytest.mark.parametrize(
    ("gold", "sent", "evidence"),
    [
        ([mark((0, 4))], [mark((0, 4))], Fraction(1)),
        ([mark((0, 4)), mark((8, 12))], [mark((8, 12))], Fraction(1)),
        ([mark((0, 4))], [mark((0, 4)), mark((20, 24))], Fraction(1, 2)),
        ([mark((0, 4))], [mark((2, 6))], Fraction(1, 2)),
        ([mark((0, 4), "war")], [mark((20, 24), "war")], Fraction(2, 3)),
        ([mark((0, 4), "war")], [mark((2, 6), "war")], Fraction(2, 3)),
        ([mark((0, 4), "war")], [mark((1, 4), "war")], Fraction(6, 7)),
        ([mark((0, 4), "war")], [mark(None, "war")], Fraction(2, 3)),
        ([mark((0, 4))], [mark((0, 4)), mark(None, "siege")], Fraction(1, 2)),
        ([mark((0, 4))], [mark((0, 400))], Fraction(8, 404)),
        ([mark((0, 4)), mark((8, 12))], [mark((8, 12)), mark((0, 4))], Fraction(1)),
        ([mark((0, 10)), mark((20, 30))], [mark((0, 5)), mark((20, 25))], Fraction(2, 3)),
        ([mark((0, 10)), mark((0, 20))], [mark((0, 6))], Fraction(3, 4)),
        ([mark((0, 20)), mark((0, 10))], [mark((0, 6))], Fraction(3, 4)),
        ([mark((0, 2), "he")], [Mark(((9, 11),), "he", "")], Fraction(0)),
        ([Mark(((0, 2),), "he", "")], [Mark(((9, 11),), "he", "")], Fraction(0)),
    ],
)
def test_evidence_of_triggers_is_the_mean_of_each_ones_best(gold, sent, evidence):
    """Over predicted triggers, unresolved ones too; equal texts count 2/3 at least."""
    assert Fraction(*trigger_evidence(gold, sent)) == evidence


def test_three_parts_and_one_rounding_down():
    """4,000 for the type, 3,000 for triggers, 3,000 for arguments, rounded down once."""
    gold = event("A", [mark((0, 4))], [filler("r", mark((10, 14))), filler("s", mark((20, 24)))])
    sent = event("A", [mark((2, 6))], [filler("r", mark((10, 14)))])

    assert likeness(gold, sent) == 4_000 + 1_500 + 2_000
    assert likeness(gold, event("B", sent.triggers, sent.fillers)) == 1_500 + 2_000
    # t = 6/7: 7,000 + 18,000/7 = 9,571.4...
    sent = event("A", [mark((1, 4))], [filler("r", mark((10, 14))), filler("s", mark((20, 24)))])
    assert likeness(gold, sent) == 9_571


def test_what_a_side_lacks_drops_out():
    """Without a trigger on one side, or arguments on both, the rest is scaled to 10,000."""
    named, told = event("A", [mark((0, 4))]), event("A", [], [filler("r", mark((10, 14)))])
    both = event("A", [mark((0, 4))], [filler("r", mark((10, 14)))])

    assert likeness(named, named) == likeness(told, told) == likeness(both, both) == 10_000
    assert likeness(both, told) == 10_000
    assert likeness(named, event("B", [mark((0, 4))])) == 10_000 * 3_000 // 7_000
    # Arguments of one side only are counted against the pair.
    assert likeness(both, named) == 7_000
    assert likeness(named, told) is None


@pytest.mark.parametrize(
    ("spot", "evident"), [((0, 2), True), ((0, 10), True), ((0, 11), False), ((1, 12), False)]
)
def test_triggers_are_evidence_from_a_third_on(spot, evident):
    """A Dice of 4/12 is evidence, one of 4/13 is none."""
    assert (likeness(event("A", [mark((0, 2))]), event("A", [mark(spot)])) is not None) is evident


@pytest.mark.parametrize(
    ("gold", "sent", "shared", "evident"),
    [
        (1, 1, 1, True),
        (4, 1, 1, True),  # a = 2/5, all of p
        (5, 1, 1, False),  # a = 1/3
        (3, 2, 1, True),  # a = 2/5, half of p
        (3, 3, 1, False),  # a = 1/3
        (5, 5, 2, False),  # a = 2/5, but less than half of both
        (4, 6, 2, True),  # a = 2/5, half of g
        (6, 4, 2, True),  # a = 2/5, half of p
    ],
)
def test_arguments_are_evidence_if_they_are_many_and_half_of_a_side(gold, sent, shared, evident):
    """An F1 of 2/5 at least, and half of one side's fillers."""
    at = lambda n, side: filler("r", mark((100 * side + 2 * n, 100 * side + 2 * n + 1)))  # noqa: E731 - two lines would be longer to read
    one = event("A", [], [at(n, 0 if n < shared else 1) for n in range(gold)])
    other = event("A", [], [at(n, 0 if n < shared else 2) for n in range(sent)])

    assert (likeness(one, other) is not None) is evident


def test_a_bare_type_is_evidence_for_a_bare_event_only():
    """An event with neither trigger nor argument is aligned with such a one, and with no other."""
    named = event("A", [mark((0, 4))])

    assert likeness(event("A"), event("A")) == 10_000
    assert likeness(event("A"), event("B")) == 0
    assert likeness(named, event("A")) is None
    assert likeness(event("A"), named) is None


def test_unmatched_optional_fillers_cost_nothing():
    """A filler that need not be found is counted where it is found, and nowhere else."""
    gold = event("A", [], [filler("r", mark((0, 4))), filler("s", mark((8, 9)), optional=True)])

    assert likeness(gold, event("A", [], [filler("r", mark((0, 4)))])) == 10_000
    assert likeness(gold, event("A", [], [filler("s", mark((8, 9)))])) == 10_000 * 6_000 // 7_000


def test_an_optional_event_asks_for_none_of_its_fillers():
    """They count where they are found, and no more where none is than where one is."""
    gold = event(fillers=[filler("r", mark((0, 4))), filler("s", mark((8, 9)))], optional=True)

    found = [
        [(one.matched, one.predicted, one.gold) for one in matched(gold, event(fillers=[sent]))]
        for sent in (filler("q", mark((0, 4))), gold.fillers[0])
    ]

    assert found == [[(0, 1, 0)] * 2, [(1, 1, 1)] * 2]


def test_redundant_arguments_cost_nothing():
    """Two predicted arguments that pass against one filler count as one."""
    gold = event("A", [], [filler("r", mark((0, 4)), mark((8, 12)))])
    sent = event("A", [], [filler("r", mark((0, 4))), filler("r", mark((8, 12)))])

    assert likeness(gold, sent) == 10_000


marks = st.builds(
    lambda start, size, word: Mark(
        None if start < 0 else ((start, start + size),), word, "" if word == "he" else word
    ),
    st.integers(-1, 8),
    st.integers(1, 4),
    st.sampled_from(["x", "y", "x y", "he"]),
)
fillers = st.builds(
    lambda role, one, opt: filler(role, *one, optional=opt),
    st.sampled_from("rs"),
    st.lists(marks, min_size=1, max_size=2),
    st.booleans(),
)


def one_mark(drawn):
    return filler(drawn.role, drawn.marks[0])


golds = st.builds(event, st.sampled_from("AB"), st.lists(marks, max_size=2), st.lists(fillers, max_size=3))
sents = st.builds(
    event, st.sampled_from("AB"), st.lists(marks, max_size=2), st.lists(fillers.map(one_mark), max_size=3)
)


@given(golds, sents)
def test_the_formula_in_fractions(gold, sent):
    """Similarity is the formula of the specification, worked out in fractions and rounded down once."""
    relaxed = matched(gold, sent).relaxed
    parts = [(4_000, Fraction(gold.event_type == sent.event_type))]
    evident = not (gold.triggers or sent.triggers or relaxed.predicted + relaxed.gold)
    if gold.triggers and sent.triggers:
        t = Fraction(*trigger_evidence(gold.triggers, sent.triggers))
        parts.append((3_000, t))
        evident = evident or t >= Fraction(1, 3)
    if relaxed.predicted + relaxed.gold:
        a = Fraction(2 * relaxed.matched, relaxed.predicted + relaxed.gold)
        parts.append((3_000, a))
        half = 2 * relaxed.matched >= relaxed.gold or 2 * relaxed.matched >= relaxed.predicted
        evident = evident or (a >= Fraction(2, 5) and half)
    score = 10_000 * sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)

    assert likeness(gold, sent) == (int(score) if evident else None)


def test_an_optional_filler_takes_no_place_that_another_needs():
    """Where one predicted filler passes against two of gold, the one that counts either way is matched."""
    gold = event(fillers=[filler("actor", mark((0, 4)), optional=True), filler("actor", mark((0, 4)))])
    sent = event(fillers=[filler("actor", mark((0, 4)))])

    found = matched(gold, sent).exact

    assert (found.pairs, found.predicted, found.gold) == (((1, 0),), 1, 1)
