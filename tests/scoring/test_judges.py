"""Numbers that others have published or compute: worked examples of papers, and four packages as judges."""

from __future__ import annotations

import dataclasses
import warnings
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from metametric.metrics.coref import coref_suite
from metametric.metrics.event_extraction import event_extraction_suite
from metametric.structures import ie
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2
from sklearn.metrics import precision_recall_fscore_support

from benchmark.records.text import comparable, fold
from benchmark.scoring.coreference import COREFERENCE_METRICS, cluster, conll_mean
from benchmark.scoring.dates import compare
from benchmark.scoring.events import Filler, Mark, ScoredEvent
from benchmark.scoring.mentions import alike, same
from benchmark.scoring.spans import span_counts
from places import sent_of, span_cells


def mark(start, end):
    return Mark(((start, end),), f"w{start}", f"w{start}")


def event(kind, triggers, fillers=()):
    return ScoredEvent(0, kind, tuple(triggers), tuple(Filler(role, (one,)) for role, one in fillers), ())


# --- Li et al. 2013, https://aclanthology.org/P13-1008: figure 1, which the authors of metametric complete
# --- with a prediction and its scores in their tests. Places stand for its words.

BAGHDAD, CAMERAMAN, DIED = mark(4, 11), mark(15, 24), mark(25, 29)
TANK, FIRED, HOTEL = mark(38, 51), mark(52, 57), mark(65, 80)
LI_GOLD = [
    event("die", [DIED], [("place", BAGHDAD), ("victim", CAMERAMAN), ("instrument", TANK)]),
    event(
        "attack",
        [FIRED],
        [("instrument", TANK), ("place", BAGHDAD), ("target", CAMERAMAN), ("target", HOTEL)],
    ),
]
LI_SENT = [
    event("die", [DIED], [("place", HOTEL), ("victim", CAMERAMAN)]),
    event("attack", [FIRED], [("attacker", TANK), ("place", BAGHDAD), ("target", HOTEL)]),
]


def test_the_example_of_li_et_al():
    """Both triggers are right; of five arguments four stand right, and three have their role: all numbers."""
    counts = span_counts(LI_GOLD, sent_of(LI_SENT))

    for name in ("trigger_identification", "trigger_classification"):
        assert (counts[name].precision, counts[name].recall, counts[name].f1) == (1, 1, 1)
    for name in ("argument_identification", "argument_identification_attached"):
        assert (counts[name].precision, counts[name].recall) == (4 / 5, 4 / 7)
        assert counts[name].f1 == pytest.approx(0.67, abs=0.005)
    for name in ("argument_classification", "argument_classification_attached"):
        assert (counts[name].precision, counts[name].recall, counts[name].f1) == (3 / 5, 3 / 7, 1 / 2)


# --- MUC-4, guidelines for scoring mismatches, version 7 (19 May 1992)


@pytest.mark.parametrize(
    ("key", "response", "credit"),
    [
        ("[1989-08-30..1989-09-15]", "1989-09-06", 1),
        ("[1989-08-25..1989-08-26]", "1989-08-26", Fraction(1, 2)),
        ("[..1989-08-26]", "1989-08-26", Fraction(1, 2)),
        ("[..1989-08-26]", "1989-08-25", Fraction(1, 2)),
        ("[1989-08-25..1989-08-26]", "[..1989-08-26]", Fraction(1, 2)),
        ("1989-08-26", "[..1989-08-26]", Fraction(1, 2)),
        ("1989-08-16", "[..1989-08-26]", 0),
        ("1989-08-25", "[..1989-08-26]", 0),
        ("[1989-08-24..1989-08-25]", "[..1989-08-26]", 0),
    ],
)
def test_dates_of_the_muc_guidelines(key, response, credit):
    """Every example of its section 3.2.2 earns the credit that it says."""
    assert compare((key,), response).muc == credit


@pytest.mark.parametrize(
    ("response", "keys", "verdict"),
    [
        ("THE PEASANTS", ["PEASANTS"], "right"),
        ('"FOO"', ["FOO"], "right"),
        ("PEASANTS", ["PEASANTS", "OLD PEASANTS"], "right"),
        ("THE 3 PEASANTS", ["PEASANTS"], "boundary"),
        ("TORRES", ["ALBERTO ROBERTO TORRES"], "boundary"),
        ("BRIGADE", ["6TH INFANTRY BRIGADE"], "boundary"),
        ("OIL", ["OIL PIPELINE", "PIPELINE"], "boundary"),
        ("POLICE", ["SECRET POLICE"], "boundary"),
        ("ARMY OF NATIONAL LIBERATION (ELN)", ["ARMY OF NATIONAL LIBERATION", "ELN"], "boundary"),
        ("MR. XYZ", ["XYZ"], "boundary"),
        ("VEHICLES", ["AMBULANCE", "FUEL TRUCK", "STATION WAGON"], "wrong"),
        ("TERRORIST ACTIONS", ["URBAN TERRORISTS"], "wrong"),
    ],
)
def test_strings_of_the_muc_guidelines(response, keys, verdict):
    """What people judged right or partly right in 1992 is at least relaxed here, wherever words are shared.

    Sections 3.1.1.1 to 3.1.1.3, 3.2.9, 3.2.10 and 3.2.18. The last two need people who know what is meant.
    """
    gold, sent = (
        Filler("r", tuple(Mark(None, fold(text), comparable(text, fold(text))) for text in texts))
        for texts in (keys, [response])
    )

    assert (same(gold, sent), alike(gold, sent)) == {
        "right": (True, True),
        "boundary": (False, True),
        "wrong": (False, False),
    }[verdict]


# --- Random articles of twelve words, of which each is a trigger once at most

WORDS = 12
TYPES = ("attack", "die", "meet")
places = st.lists(st.sampled_from(TYPES) | st.none(), min_size=WORDS, max_size=WORDS)


@st.composite
def articles(draw, fewest=0):
    """Two sides of events with one trigger each and some arguments, at different words."""
    sides = []
    for _ in range(2):
        side = []
        for place, kind in enumerate(draw(places)):
            if kind is not None:
                spots = draw(st.lists(st.integers(0, WORDS - 1), min_size=fewest, max_size=3, unique=True))
                roles = [draw(st.sampled_from(["actor", "place"])) for _ in spots]
                side.append(
                    event(
                        kind,
                        [mark(10 * place, 10 * place + 4)],
                        [(role, mark(10 * n, 10 * n + 4)) for role, n in zip(roles, spots, strict=True)],
                    )
                )
        sides.append(side)
    return sides


def by_word(side):
    found = {one.triggers[0].span[0][0] // 10: one.event_type for one in side}
    return [found.get(place, "none") for place in range(WORDS)]


@given(articles())
def test_trigger_classification_is_what_scikit_learn_says_of_words(sides):
    """With one label a word, TC and its types are precision, recall and F1 of label pairs."""
    gold, sent = sides
    assume(gold and sent)
    labels = sorted({one.event_type for one in gold + sent})
    cells = span_cells(gold, sent)["trigger_classification"]

    micro = precision_recall_fscore_support(
        by_word(gold), by_word(sent), labels=labels, average="micro", zero_division=0
    )
    single = precision_recall_fscore_support(by_word(gold), by_word(sent), labels=labels, zero_division=0)

    whole = cells.total
    assert (whole.precision, whole.recall, whole.f1) == pytest.approx(micro[:3])
    for label, *theirs, support in zip(labels, *single, strict=True):
        ours = cells.by("type")[label]
        assert (ours.precision or 0, ours.recall or 0, ours.f1 or 0) == pytest.approx(tuple(theirs))
        assert ours.gold == support


@given(articles())
def test_trigger_classification_is_what_seqeval_says_of_tags(sides):
    """Each word tagged B-type or O, seqeval's micro average is TC, and its types are ours."""
    gold, sent = sides
    assume(gold and sent)
    tags = [[["O" if one == "none" else f"B-{one}" for one in by_word(side)]] for side in sides]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of types that one side lacks
        theirs = classification_report(*tags, output_dict=True, mode="strict", scheme=IOB2, zero_division=0)
    cells = span_cells(gold, sent)["trigger_classification"]

    for label, ours in {"micro avg": cells.total, **cells.by("type")}.items():
        assert (ours.precision or 0) == pytest.approx(theirs[label]["precision"])
        assert (ours.recall or 0) == pytest.approx(theirs[label]["recall"])
        assert (ours.f1 or 0) == pytest.approx(theirs[label]["f1-score"])


SHARED = {
    "trigger_identification": "trigger_identification",
    "trigger_classification": "trigger_classification",
    "argument_identification_attached": "argument_identification",
    "argument_classification_attached": "argument_classification",
}
"""What metametric calls our metrics; its arguments count within events of equal trigger and type."""


def theirs_of(side):
    return ie.EventSet(
        events=[
            ie.Event(
                trigger=ie.Trigger(mention=ie.Mention(*one.triggers[0].span[0]), type=one.event_type),
                args=[
                    ie.Argument(mention=ie.Mention(*filler.marks[0].span[0]), role=filler.role)
                    for filler in one.fillers
                ],
            )
            for one in side
        ]
    )


@settings(max_examples=40)
@given(articles(fewest=1))
def test_span_metrics_are_metametrics(sides):
    """TI, TC, AI+ and AC+ of one article are those of metametric's suite.

    Every event has an argument here: metametric credits a pair of events without any, which have no key.
    """
    gold, sent = sides
    assume(gold and sent)
    judge = event_extraction_suite.new()
    judge.update_single(theirs_of(sent), theirs_of(gold))
    theirs = judge.compute()

    for name, counts in span_counts(gold, sent_of(sent)).items():
        if name in SHARED:
            for kind in ("precision", "recall", "f1"):
                assert getattr(counts, kind) == pytest.approx(theirs[f"{SHARED[name]}-{kind}"])


# --- Coreference


def clusters_of(sets):
    return [event("attack", [mark(10 * n, 10 * n + 4) for n in sorted(numbers)]) for numbers in sets]


def coreference(gold, sent):
    clusters = cluster(clusters_of(gold), clusters_of(sent))
    return {metric.name: metric.shares(clusters) for metric in COREFERENCE_METRICS}


def test_the_example_of_pradhan_et_al():
    """Figure 1 of https://aclanthology.org/P14-2006 with all its numbers, and LEA's for the same clusters.

    Keys are {a, b, c} and {d, e, f, g}, responses {a, b}, {c, d} and {f, g, h, i}; LEA by its formula
    (Moosavi & Strube 2016): recall (3 · 1/3 + 4 · 1/6) / 7, precision (2 · 1 + 2 · 0 + 4 · 1/6) / 8.
    """
    found = coreference([{1, 2, 3}, {4, 5, 6, 7}], [{1, 2}, {3, 4}, {6, 7, 8, 9}])

    assert (found["muc"].recall, found["muc"].precision, found["muc"].f1) == (2 / 5, 2 / 5, 2 / 5)
    assert (found["b_cubed"].recall, found["b_cubed"].precision) == (35 / 84, 1 / 2)
    assert found["b_cubed"].f1 == pytest.approx(0.4545, abs=5e-5)
    assert (found["ceaf_e"].recall, found["ceaf_e"].precision) == (1.3 / 2, pytest.approx(1.3 / 3))
    assert found["ceaf_e"].f1 == pytest.approx(0.52)
    assert (found["lea"].found, found["lea"].right) == (Fraction(5, 3), Fraction(8, 3))
    assert found["lea"].recall == pytest.approx((1 + 4 / 6) / 7)
    assert found["lea"].precision == pytest.approx((2 + 4 / 6) / 8)
    mean = conll_mean(found["muc"], found["b_cubed"], found["ceaf_e"])
    assert mean == pytest.approx((0.4 + 5 / 11 + 0.52) / 3)


def partitions():
    """Clusters of some of eight mentions."""
    return st.lists(st.integers(0, 3) | st.none(), min_size=8, max_size=8).map(
        lambda row: [{n for n, k in enumerate(row) if k == number} for number in {*row} - {None}]
    )


@settings(max_examples=60)
@given(partitions(), partitions())
def test_coreference_is_metametrics(gold, sent):
    """MUC, B³ and CEAF-e are those of metametric's suite, where both sides have links."""
    assume(all(any(len(one) > 1 for one in side) for side in (gold, sent)))
    judge = coref_suite.new()
    judge.update_single(
        *(
            ie.EntitySet(entities=[ie.Entity(mentions=[ie.Mention(n, n + 1) for n in one]) for one in side])
            for side in (sent, gold)
        )
    )
    theirs = judge.compute()
    ours = coreference(gold, sent)

    for name, other in (("muc", "muc"), ("b_cubed", "b_cubed"), ("ceaf_e", "ceaf_phi4")):
        for kind in ("precision", "recall", "f1"):
            assert getattr(ours[name], kind) == pytest.approx(theirs[f"{other}-{kind}"], abs=1e-12)


@given(partitions(), partitions())
def test_coreference_lies_in_the_unit_interval_and_swaps(gold, sent):
    """Every metric lies in [0, 1] where defined; swapping the sides swaps precision and recall."""
    there, back = coreference(gold, sent), coreference(sent, gold)

    for name, one in there.items():
        assert (one.precision, one.recall) == (back[name].recall, back[name].precision)
        assert all(value is None or 0 <= value <= 1 for value in (one.precision, one.recall, one.f1))


def test_muc_is_undefined_without_links():
    """Singletons have no link: MUC is null, and with it the CoNLL mean; the others are defined."""
    found = coreference([{1}, {2}], [{1}, {3}])

    assert (found["muc"].precision, found["muc"].recall, found["muc"].f1) == (None, None, None)
    assert (found["b_cubed"].f1, found["ceaf_e"].f1, found["lea"].f1) == (0.5, 0.5, 0.5)
    assert conll_mean(found["muc"], found["b_cubed"], found["ceaf_e"]) is None


@pytest.mark.parametrize(
    ("gold", "sent", "found", "wanted"),
    [
        # optional {2} and {1} share as much with {1, 2}: gold that counts is paired
        ([({2}, True), ({1}, False)], [{1, 2}], Fraction(2, 3), 1),
        # {3, 4} may have 1/2 and the optional {1, 2} 1/3, or the other way round
        ([({1, 2}, True), ({3, 4}, False)], [{1, 3, 8, 9}, {2, 4}], Fraction(5, 6), Fraction(4, 3)),
        # what is not found of optional gold is no loss
        ([({1, 2}, True), ({3}, False)], [{3}], 1, 1),
        ([({1, 2}, True), ({3}, False)], [{1}], Fraction(2, 3), Fraction(5, 3)),
    ],
)
def test_optional_clusters_count_as_much_as_is_found_of_them(gold, sent, found, wanted):
    """CEAF-e in any order of events: as much φ4 as can be, and of it as much as can be that counts."""
    for order in (gold, gold[::-1]):
        clusters = dataclasses.replace(
            cluster(clusters_of([one for one, _ in order]), clusters_of(sent)),
            optional=tuple(optional for _, optional in order),
        )
        shares = {metric.name: metric.shares(clusters) for metric in COREFERENCE_METRICS}["ceaf_e"]

        assert (shares.found, shares.gold) == (found, wanted)


def test_a_mention_belongs_to_its_first_event():
    """A mention in two events of one side stays with the first; one that stands nowhere matches nothing."""
    nowhere = Mark(None, "siege", "siege")
    gold = [event("attack", [mark(0, 4), mark(10, 14)]), event("die", [mark(0, 4)])]

    clusters = cluster(gold, [event("attack", [mark(0, 4), nowhere])])

    assert (clusters.gold, clusters.predicted, clusters.shared) == ((2,), (2,), {(0, 0): 1})


def test_a_mention_stays_with_its_first_event_however_many_follow():
    """Of three events on either side the third has what neither before has; words without a place differ."""
    nowhere, elsewhere = Mark(None, "siege", "siege"), Mark(None, "raid", "raid")
    again = [event("die", [mark(0, 4)]), event("meet", [mark(10, 14)]), event("die", [mark(0, 4)])]
    gold = [*again[:2], again[2]._replace(triggers=(mark(0, 4), mark(20, 24)), optional=True)]

    clusters = cluster(gold, [*again, event("attack", [nowhere, elsewhere])])

    assert (clusters.gold, clusters.optional) == ((1, 1, 1), (False, False, True))
    assert (clusters.predicted, clusters.shared) == ((1, 1, 2), {(0, 0): 1, (1, 1): 1})
