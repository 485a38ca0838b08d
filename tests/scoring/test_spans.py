"""The span metrics, as sets of keys against units of gold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.records.prediction import Prediction
from benchmark.records.report import Counts
from benchmark.scoring.events import Filler, Mark, ScoredEvent
from benchmark.scoring.preparation import gold_events, predicted_events
from benchmark.scoring.spans import SPAN_METRICS, has_span, span_counts
from benchmark.store import codec
from places import sent_of, span_cells

LABELS = {metric.name: metric.label for metric in SPAN_METRICS}


def mark(place):
    """A place by number, or by a text that stands nowhere."""
    if isinstance(place, str):
        return Mark(None, place, place)
    return Mark(((place, place + 1),), f"w{place}", f"w{place}")


def filler(role, *places, optional=False):
    return Filler(role, tuple(map(mark, places)), optional)


def event(event_type, triggers=(), fillers=(), *, optional=False):
    return ScoredEvent(
        place=0,
        event_type=event_type,
        triggers=tuple(map(mark, triggers)),
        fillers=tuple(fillers),
        dates=(),
        optional=optional,
    )


def counts(gold, predicted):
    return {
        LABELS[name]: (count.matched, count.predicted, count.gold)
        for name, count in span_counts(gold, sent_of(predicted)).items()
    }


# --- The worked example


def test_worked_example_by_type_and_role(example, example_prediction):
    """Each type and role of the example has its own counts; trigger identification knows neither."""
    prediction = codec.decode(Prediction, example_prediction)
    predicted, _ = predicted_events(example, prediction, ("triggers", "arguments"), "span+fold")
    cells = span_cells(gold_events(example, ("triggers", "arguments"), "span+fold"), predicted)
    by_type, by_role = ({name: one.by(level) for name, one in cells.items()} for level in ("type", "role"))

    assert by_type["trigger_identification"] == {}
    assert by_type["trigger_classification"] == {
        "ACCUSE": Counts(0, 0, 1),
        "ASSAULT": Counts(1, 1, 2),
        "REJECT": Counts(0, 1, 0),
    }
    assert by_type["argument_classification"] == {
        "ACCUSE": Counts(0, 0, 1),
        "ASSAULT": Counts(1, 2, 2),
        "REJECT": Counts(0, 1, 0),
    }
    for name in ("argument_classification", "argument_classification_attached"):
        assert by_role[name] == {"actor": Counts(1, 2, 2), "recipient": Counts(0, 1, 1)}
    assert [name for name, split in by_role.items() if split] == [
        "argument_classification",
        "argument_classification_attached",
    ]


# --- What a key is


def test_metrics_are_values_with_name_label_citation_and_key():
    """Six metrics, with the keys of the specification's table."""
    assert [(metric.label, metric.key) for metric in SPAN_METRICS] == [
        ("TI", ("trigger",)),
        ("TC", ("trigger", "type")),
        ("AI", ("type", "argument")),
        ("AC", ("type", "argument", "role")),
        ("AI+", ("trigger", "type", "argument")),
        ("AC+", ("trigger", "type", "argument", "role")),
    ]
    assert all(metric.citation for metric in SPAN_METRICS)


def test_an_event_without_trigger_has_null_in_its_place():
    """Without triggers on both sides events can match in the attached metrics, on one side they cannot."""
    bare, named = event("A", (), [filler("r", 1)]), event("A", (9,), [filler("r", 1)])

    assert counts([bare], [bare])["AC+"] == (1, 1, 1)
    assert counts([bare], [named])["AC+"] == (0, 1, 1)
    assert counts([named], [bare])["AC+"] == (0, 1, 1)
    assert counts([named], [bare])["AC"] == (1, 1, 1)


def test_what_stands_nowhere_matches_nothing_and_counts():
    """Predicted mentions without a span have their text for a key, and no unit has it, not even a null."""
    lost = event("A", ("siege", ""), [filler("r", "kovar"), filler("r", ""), filler("s", "kovar")])
    gold = event("A", (), [filler("r", 1, "kovar")])

    assert counts([gold], [lost, lost]) == {
        "TI": (0, 2, 0),
        "TC": (0, 2, 0),
        "AI": (0, 2, 1),
        "AC": (0, 3, 1),
        "AI+": (0, 4, 1),
        "AC+": (0, 6, 1),
    }


def test_an_argument_that_stands_nowhere_has_a_key_of_its_own():
    """That two arguments are one by their text is a rule of section 3; here both keys count."""
    predicted = event("A", (), [filler("r", 1), filler("r", "w1")])

    assert counts([event("A", (), [filler("r", 1)])], [predicted])["AC"] == (1, 2, 1)


def test_gold_mentions_without_offsets_have_no_key():
    """A filler or trigger that stands nowhere is no unit; a filler with another mention is one by that."""
    gold = [event("A", ("siege",), [filler("r", "kovar"), filler("r", "x", 1)])]

    assert counts(gold, gold)["TI"] == (0, 1, 0)
    assert counts(gold, [event("A", (), [filler("r", 1)])])["AC"] == (1, 1, 1)
    assert counts(gold, [event("A", (), [filler("r", 1)])])["AC+"] == (0, 1, 0)


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ([], False),
        ([event("A", ("siege",), [filler("r", "kovar")])], False),
        ([event("A", ("siege", 3))], True),
        ([event("A"), event("A", (), [filler("r", "kovar", 1)])], True),
    ],
)
def test_has_span(gold, expected):
    """A split is fit for these metrics where any gold mention, trigger or argument, has a span."""
    assert has_span(gold) == expected


def test_discontinuous_mentions_match_by_all_their_fragments():
    """The span of a discontinuous mention is the tuple of its fragments, not its outer limits."""
    whole = ScoredEvent(0, "A", (Mark(((0, 2), (5, 7)), "a b", "a b"),), (), ())
    outer = ScoredEvent(0, "A", (Mark(((0, 7),), "a b", "a b"),), (), ())

    assert counts([whole], [whole])["TC"] == (1, 1, 1)
    assert counts([whole], [outer])["TC"] == (0, 1, 1)


# --- Units


def test_a_system_that_lists_every_mention_gains_nothing():
    """Further mentions of a filler that is found already are redundant, in precision and in recall."""
    gold = [event("A", (9,), [filler("r", 1, 2, 3), filler("r", 5)])]
    every = [event("A", (9,), [filler("r", n) for n in (1, 2, 3)])]
    one = [event("A", (9,), [filler("r", 2)])]

    assert counts(gold, every) == counts(gold, one)
    assert counts(gold, one)["AC"] == (1, 1, 2)


def test_two_fillers_may_share_a_mention():
    """One shared mention answers for one of the two fillers, and two mentions answer for both."""
    gold = [event("A", (9,), [filler("r", 1, 2), filler("r", 2, 3)])]

    assert counts(gold, [event("A", (9,), [filler("r", 2)])])["AC"] == (1, 1, 2)
    assert counts(gold, [event("A", (9,), [filler("r", 1), filler("r", 2)])])["AC"] == (2, 2, 2)
    assert counts(gold, [event("A", (9,), [filler("r", n) for n in (1, 2, 3)])])["AC"] == (2, 2, 2)


def test_gold_counts_what_can_be_found():
    """Of units {a,b}, {a}, {b} only two can be found at once, so that gold against itself is right."""
    gold = [event("A", (), [filler("r", 1, 2), filler("r", 1), filler("r", 2)])]

    assert counts(gold, [event("A", (), [filler("r", 1), filler("r", 2)])])["AC"] == (2, 2, 2)
    assert counts(gold, [event("A", (), [filler("r", 1)])])["AC"] == (1, 1, 2)


def test_units_of_equal_keys_are_one():
    """A trigger of two events is found once for TI, and twice for TC where the types differ."""
    gold = [event("A", (9,), [filler("r", 1)]), event("B", (9,), [filler("r", 1)])]
    gold.append(event("A", (9,), [filler("s", 1)]))

    assert counts(gold, gold) == {
        "TI": (1, 1, 1),
        "TC": (2, 2, 2),
        "AI": (2, 2, 2),
        "AC": (3, 3, 3),
        "AI+": (2, 2, 2),
        "AC+": (3, 3, 3),
    }


def test_any_trigger_attaches_an_argument():
    """A filler of an event with two triggers is found with either one; with both, once."""
    gold = [event("A", (8, 9), [filler("r", 1)])]

    assert counts(gold, [event("A", (8,), [filler("r", 1)])])["AC+"] == (1, 1, 1)
    assert counts(gold, gold)["AC+"] == (1, 1, 1)
    assert counts(gold, [event("A", (8, 7), [filler("r", 1)])])["AC+"] == (1, 2, 1)


# --- Optional gold


def test_unmatched_optional_gold_is_not_counted():
    """An optional event or filler adds to gold just what it adds to the matched."""
    gold = [
        event("A", (9,), [filler("r", 1)], optional=True),
        event("B", (8,), [filler("r", 2, optional=True)]),
    ]

    assert counts(gold, []) == dict.fromkeys(LABELS.values(), (0, 0, 0)) | {
        "TI": (0, 0, 1),
        "TC": (0, 0, 1),
    }
    assert counts(gold, gold) == dict.fromkeys(LABELS.values(), (2, 2, 2))


def test_merged_units_are_optional_only_if_all_are():
    """A trigger that a required event shares is required."""
    required, optional = event("A", (9,)), event("A", (9,), optional=True)

    assert counts([required, optional], [])["TC"] == (0, 0, 1)
    assert counts([optional, required], [])["TC"] == (0, 0, 1)
    assert counts([optional, optional], [])["TC"] == (0, 0, 0)


def test_required_units_go_before_optional_ones():
    """One key that answers for a required and an optional filler is counted for the required one."""
    gold = [event("A", (), [filler("r", 1, 2, optional=True), filler("r", 2, 3)])]

    assert counts(gold, [event("A", (), [filler("r", 2)])])["AC"] == (1, 1, 1)
    assert counts(gold, [event("A", (), [filler("r", 1)])])["AC"] == (1, 1, 2)


# --- Independent judges

places = st.integers(0, 5)
types = st.sampled_from("AB")
roles = st.sampled_from("rs")


required = st.just(value=False)


def events_of(triggers, mentions, optional=required):
    fillers = st.builds(
        lambda role, spots, opt: filler(role, *spots, optional=opt), roles, mentions, optional
    )
    return st.lists(
        st.builds(
            lambda kind, spots, rows, opt: event(kind, spots, rows, optional=opt),
            types,
            triggers,
            st.lists(fillers, max_size=3),
            optional,
        ),
        max_size=4,
    )


single = events_of(st.lists(places, max_size=1), st.lists(places, min_size=1, max_size=1))
sent = events_of(
    st.lists(places, max_size=2, unique=True), st.lists(places | st.just("x"), min_size=1, max_size=1)
)
annotated = events_of(
    st.lists(places | st.just("lost"), max_size=2, unique=True),
    st.lists(places | st.just("lost"), min_size=1, max_size=3, unique=True),
    st.booleans(),
)


def keys_of(metric, scored, fillers=None):
    """All keys of an event, or those of some of its fillers, straight from the table."""
    triggers = [m.span or m.fold for m in scored.triggers] or [None]
    if "argument" not in metric.key:
        rows = [(trigger, None, None) for trigger in triggers if trigger is not None]
    else:
        rows = [
            (trigger, m.span or m.fold, one.role)
            for trigger in triggers
            for one in (scored.fillers if fillers is None else fillers)
            for m in one.marks
        ]
    parts = [
        {"trigger": trigger, "type": scored.event_type, "argument": place, "role": role}
        for trigger, place, role in rows
    ]
    if fillers is not None:
        # In gold what stands nowhere has no key; in a prediction it has one that must not match.
        parts = [
            part
            for part in parts
            if not isinstance(part["argument"], str)
            and not ("trigger" in metric.key and isinstance(part["trigger"], str))
        ]
    return {tuple(part[name] for name in metric.key) for part in parts}


@given(single, single)
def test_one_mention_a_unit_is_the_count_of_the_field(gold, predicted):
    """With one mention a unit the counts are TextEE's: the sizes of two sets and of what they share."""
    result = span_counts(gold, sent_of(predicted))

    for metric in SPAN_METRICS:
        ours, theirs = (set().union(*(keys_of(metric, one) for one in side)) for side in (gold, predicted))
        assert result[metric.name] == Counts(len(ours & theirs), len(theirs), len(ours))


def judged(metric, gold, predicted):
    """The counts by trying every matching."""
    units = {}
    for one in gold:
        if "argument" in metric.key:
            parts = [(keys_of(metric, one, [f]), one.optional or f.optional) for f in one.fillers]
        else:
            parts = [({k}, one.optional) for k in keys_of(metric, one) if not isinstance(k[0], str)]
        for keys, optional in parts:
            if keys:
                keys = frozenset(keys)  # noqa: PLW2901 - the same keys, fit for a dictionary
                units[keys] = optional and units.get(keys, True)
    sent_keys = set().union(*(keys_of(metric, one) for one in predicted))
    matched, required = best_matching(list(units.items()), sent_keys)
    touching = {key for key in sent_keys if any(key in unit for unit in units)}
    every_key = set().union(*units)
    required_units = [(unit, False) for unit, optional in units.items() if not optional]
    size, _ = best_matching(required_units, every_key)
    return Counts(matched, len(sent_keys) - len(touching) + matched, size + matched - required)


def best_matching(units, keys):
    """Size of a maximum matching, and the most required units in one of that size."""
    if not units:
        return 0, 0
    (unit, optional), *others = units
    options = [best_matching(others, keys)]
    for key in unit & keys:
        matched, required = best_matching(others, keys - {key})
        options.append((matched + 1, required + (not optional)))
    return max(options)


@settings(max_examples=300)
@given(annotated, sent)
def test_counts_are_those_of_trying_every_matching(gold, predicted):
    """Overlapping mentions, several triggers, optional and merged units: all counts are brute force's."""
    result = span_counts(gold, sent_of(predicted))

    for metric in SPAN_METRICS:
        assert result[metric.name] == judged(metric, gold, predicted), metric.label


@given(annotated, sent)
def test_counts_by_type_and_role_add_up(gold, predicted):
    """The counts of all types, and of all roles, sum to the whole in every metric that has them."""
    whole = span_counts(gold, sent_of(predicted))

    for level in ("type", "role"):
        for metric in SPAN_METRICS:
            cells = span_cells(gold, predicted)[metric.name]
            split = cells.by(level)
            assert cells.total == whole[metric.name]
            assert list(split) == sorted(split)
            if level in metric.key:
                assert sum(split.values(), Counts()) == whole[metric.name]
            else:
                assert split == {}


@given(annotated, sent, st.randoms())
def test_order_does_not_matter(gold, predicted, random):
    """Events and fillers in another order give the same counts."""
    before = span_counts(gold, sent_of(predicted))
    shuffled = [
        event(
            one.event_type,
            random.sample([m.span[0][0] if m.span else m.fold for m in one.triggers], len(one.triggers)),
            random.sample(one.fillers, len(one.fillers)),
            optional=one.optional,
        )
        for one in random.sample(gold, len(gold))
    ]

    assert span_counts(shuffled, sent_of(random.sample(predicted, len(predicted)))) == before


@given(annotated, sent)
def test_no_count_is_out_of_bounds(gold, predicted):
    """Matched is at most predicted and at most gold, so that every score lies in [0, 1]."""
    for count in span_counts(gold, sent_of(predicted)).values():
        assert 0 <= count.matched <= min(count.predicted, count.gold)


def test_long_chains_of_shared_mentions_are_matched():
    """A chain in which every filler shares a mention with the next is matched whole, however long."""
    size = 3000
    gold = [event("A", (), [filler("r", n, n + 1) for n in range(size)])]
    predicted = [event("A", (), [filler("r", n) for n in range(size, 0, -1)])]

    assert counts(gold, predicted)["AC"] == (size, size, size)
