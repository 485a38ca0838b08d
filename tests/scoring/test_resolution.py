"""Predicted and gold events made ready for comparison."""

import dataclasses
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
)
from benchmark.scoring.events import Filler, Mark, SentEvent
from benchmark.scoring.preparation import gold_events, gold_filler, predicted_events, same_as_sent
from benchmark.scoring.resolution import Lookups, Resolution, place

ALL = ("triggers", "arguments", "dates", "status", "modes")
KOVAR = "Rebels shelled Kovar on Monday. The ministry condemned the attack."
UNDATED = EventDate(value=None, basis=None, mentions=(), alternatives=())


def article(text, events=()):
    return Article(
        article_id="a",
        text=text,
        published=None,
        license="CC0-1.0",
        ontology="o@1",
        events=None if events is None else tuple(events),
    )


def trigger(text=None, start=None, end=None, fragments=()):
    return PredictedTrigger(text=text, start=start, end=end, fragments=fragments)


def argument(role, text=None, start=None, end=None, fragments=()):
    return PredictedArgument(role=role, text=text, start=start, end=end, fragments=fragments)


def sent(event_type="T", triggers=(), arguments=(), **rest):
    return PredictedEvent(event_type=event_type, triggers=tuple(triggers), arguments=tuple(arguments), **rest)


def mention(text, words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(text=words, start=start, end=start + len(words), fragments=())


def annotated(event_id, event_type="T", triggers=(), arguments=(), date=UNDATED, **rest):
    return Event(
        event_id=event_id,
        event_type=event_type,
        triggers=tuple(triggers),
        arguments=tuple(arguments),
        date=date,
        **rest,
    )


def resolve(text, *events, annotates=ALL, match="span+fold"):
    return predicted_events(article(text), Prediction(article_id="a", events=events), annotates, match)


def trigger_spans(text, *events):
    """Spans of the triggers of each event, by the event's place in the file."""
    scored, _ = resolve(text, *events)
    return [[mark.span for mark in event.triggers] for event in sorted(scored, key=lambda e: e.place)]


# --- Section 1: from prediction to spans


def test_given_offsets_are_the_span_and_tell_a_missing_text():
    """A mention sent with offsets alone gets its text from the article."""
    (event,), counts = resolve(KOVAR, sent(triggers=[trigger(start=7, end=14)]))

    assert event.triggers == (Mark(((7, 14),), "shelled", "shelled"),)
    assert counts.triggers == Lookups(given=1)


def test_fragments_are_the_span_of_a_discontinuous_mention():
    """A mention in fragments covers these, not what lies between, and reads as they do in a row."""
    (event,), _ = resolve(KOVAR, sent(triggers=[trigger(start=0, end=20, fragments=((0, 6), (15, 20)))]))

    assert event.triggers == (Mark(((0, 6), (15, 20)), "rebels kovar", "rebels kovar"),)


def test_a_text_that_stands_once_is_found():
    """Without offsets, the one exact occurrence is the span."""
    (event,), counts = resolve(KOVAR, sent(arguments=[argument("actor", "The ministry")]))

    assert event.fillers == (Filler("actor", (Mark(((32, 44),), "ministry", "ministry"),)),)
    assert counts.arguments == Lookups(exact=1)


def test_a_text_that_stands_nowhere_as_written_is_found_folded():
    """Where no exact occurrence is, a folded one is the span, as small as it can be."""
    (event,), counts = resolve(KOVAR, sent(arguments=[argument("actor", "THE MINISTRY")]))

    assert event.fillers[0].marks[0].span == ((36, 44),)
    assert counts.arguments == Lookups(folded=1)


def test_texts_are_folded_in_the_language_of_the_article():
    """An English article before a name is none elsewhere, be the name looked for or compared."""
    german = dataclasses.replace(article(KOVAR), language="de")
    names = [trigger("the Lenz"), trigger("the Kovar")]
    event = sent(triggers=names, arguments=[argument("r", "the Lenz")])

    placed = place(german, Prediction(article_id="a", events=(event,)), ALL)
    (english,) = place(article(KOVAR), Prediction(article_id="a", events=(event,)), ALL).sent

    assert placed.resolution.triggers == Lookups(unresolved=2)
    assert placed.sent == [SentEvent("T", ["the lenz", "the kovar"], [("r", "the lenz")])]
    assert english == SentEvent("T", ["lenz", ((15, 20),)], [("r", "lenz")])


def test_an_exact_occurrence_goes_before_folded_ones():
    """A folded occurrence further to the front is passed over where an exact one exists."""
    assert trigger_spans("ATTACK! The attack.", sent(triggers=[trigger("attack")])) == [[((12, 18),)]]


@pytest.mark.parametrize("text", ["siege", "hell", "an", "\u2014", "us"])
def test_a_text_that_stands_nowhere_is_unresolved(text):
    """It has no span, and still counts: as a trigger, and as an argument."""
    (event,), counts = resolve(KOVAR, sent(triggers=[trigger(text)], arguments=[argument("actor", text)]))

    assert [mark.span for mark in event.triggers] == [None]
    assert [filler.marks[0].span for filler in event.fillers] == [None]
    assert counts == Resolution(Lookups(unresolved=1), Lookups(unresolved=1))


def test_triggers_of_one_text_take_its_places_in_turn():
    """Of several occurrences a trigger gets the first that no other trigger of the same text has."""
    text = "The war. A war. This war. Any war."
    events = [sent("B", [trigger("war")]), sent("A", [trigger("war")]), sent("C", [trigger("war")])]

    assert trigger_spans(text, *events) == [[((11, 14),)], [((4, 7),)], [((21, 24),)]]


def test_given_offsets_take_their_place_first():
    """A trigger sent with offsets has its place before any other of that text looks for one."""
    events = [
        sent("A", [trigger("war")]),
        sent("B", [trigger("war", 0, 3)]),
        sent("C", [trigger(None, 4, 7)]),
    ]

    assert trigger_spans("war war war", *events) == [[((8, 11),)], [((0, 3),)], [((4, 7),)]]


def test_when_all_places_are_taken_the_first_is_given_again():
    """More triggers than occurrences share the first one."""
    events = [sent(kind, [trigger("war")]) for kind in "ABC"]

    assert trigger_spans("war, war", *events) == [[((0, 3),)], [((5, 8),)], [((0, 3),)]]


def test_only_the_same_text_takes_a_place():
    """Texts that differ in a code point do not get out of each other's way."""
    events = [sent("A", [trigger("war")]), sent("B", [trigger("WAR")])]

    assert trigger_spans("war, war", *events) == [[((0, 3),)], [((0, 3),)]]


def test_triggers_of_one_event_take_places_in_turn_too():
    """Within an event, too, no two triggers of one text get one place while others are free."""
    assert trigger_spans("war, war", sent(triggers=[trigger("war"), trigger("war")])) == [
        [((0, 3),), ((5, 8),)]
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (sent("Z", [trigger("war")], [argument("r", start=9, end=10)]), sent("A", [trigger("war")])),
        (
            sent("Z", [trigger("war")], [argument("r", start=9, end=10)]),
            sent("A", [trigger("war")], [argument("r", start=10, end=11)]),
        ),
        (
            sent("Z", [trigger("war"), trigger("x", 9, 10)]),
            sent("A", [trigger("war")], [argument("r", start=10, end=11)]),
        ),
        (sent("A", [trigger("war")]), sent("B", [trigger("war")])),
        (sent("A", [trigger("war")], date="2024"), sent("A", [trigger("war")], date="2025")),
        (
            sent("A", [trigger("war")], [argument("a", "x"), argument("b", "x")], date="2024"),
            sent("A", [trigger("war")], [argument("b", "x")], date="2023"),
        ),
        (sent("A", [trigger("war")], date="2024"), sent("A", [trigger("war")])),
        (sent("A", [trigger("war")], mode="m"), sent("A", [trigger("war")], mode="n")),
        (sent("A", [trigger("war")]), sent("A", [trigger("war")], status="negated")),
        (sent("A", [trigger("war"), trigger("a")]), sent("A", [trigger("war"), trigger("b")])),
        (sent("A", [trigger("war")], confidence=0.5), sent("A", [trigger("war")])),
        (
            sent("A", [trigger("war")], event_id="z", confidence=0.9),
            sent("A", [trigger("war")], event_id="a", confidence=0.1),
        ),
    ],
    ids=[
        "offset",
        "least",
        "triggers",
        "type",
        "date",
        "arguments",
        "null",
        "mode",
        "status",
        "text",
        "confident",
        "confidence",
    ],
)
def test_events_choose_in_their_order(first, second):
    """Least sent offset, none last, then type, then canonical JSON decide who is first, never the file."""
    text = "war, war xyz"

    places = [trigger_spans(text, first, second), trigger_spans(text, second, first)[::-1]]

    assert [[row[0] for row in order] for order in places] == [[((0, 3),), ((5, 8),)]] * 2


def test_an_argument_gets_the_occurrence_nearest_to_its_trigger():
    """Of several occurrences, the least number of code points between it and a trigger decides."""
    text = "Kovar fell. In Kovar they attacked the mayor. Kovar mourned."
    (event,), counts = resolve(
        text, sent(triggers=[trigger("attacked")], arguments=[argument("place", "Kovar")])
    )

    assert event.fillers[0].marks[0].span == ((15, 20),)
    assert counts.arguments == Lookups(exact=1, ambiguous=1)


def test_of_equally_near_occurrences_the_earlier_is_taken():
    """An argument as far behind a trigger as before it is taken before it."""
    (event,), _ = resolve("x war x", sent(triggers=[trigger("war")], arguments=[argument("r", "x")]))

    assert event.fillers[0].marks[0].span == ((0, 1),)


@pytest.mark.parametrize("annotates", [ALL, ("arguments",)])
def test_without_a_trigger_an_argument_gets_the_first_occurrence(annotates):
    """An event whose triggers stand nowhere, or are not annotated, gives no place to be near to."""
    (event,), _ = resolve(
        "x and x war",
        sent(triggers=[trigger("war" if annotates != ALL else "siege")], arguments=[argument("r", "x")]),
        annotates=annotates,
    )

    assert event.fillers[0].marks[0].span == ((0, 1),)


def test_a_trigger_that_ends_late_is_near_though_it_begins_early():
    """Every trigger counts with all that it covers, a long one also behind a short one inside it."""
    text = "x war war war x"
    (event,), _ = resolve(
        text,
        sent(triggers=[trigger(start=3, end=13), trigger(start=6, end=9)], arguments=[argument("r", "x")]),
    )

    assert event.fillers[0].marks[0].span == ((14, 15),)


@pytest.mark.parametrize(
    ("text", "start"), [("a war x, and then a war, x", 6), ("war and so x, and then war, x", 28)]
)
def test_a_trigger_is_near_by_its_own_end(text, start):
    """Of two triggers the one that an argument follows is measured, not both, and not the last."""
    (event,), _ = resolve(text, sent(triggers=[trigger("war")] * 2, arguments=[argument("r", "x")]))

    assert event.fillers[0].marks[0].span == ((start, start + 1),)


@given(st.data())
def test_the_nearest_occurrence_is_the_one_that_measuring_finds(data):
    """The choice among several is that of measuring each occurrence against each trigger."""
    text = "".join(data.draw(st.lists(st.sampled_from(["x ", "y ", "zz "]), min_size=4, max_size=12)))
    ends = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends).filter(lambda s: s[0] < s[1]), min_size=1, max_size=3))
    occurrences = [(i, i + 1) for i, c in enumerate(text) if c == "x"]
    (event,), _ = resolve(
        text,
        sent(
            triggers=[trigger(start=start, end=end) for start, end in spans],
            arguments=[argument("r", "x")],
        ),
    )

    measured = [
        min(
            len(set(range(*place)) and range(place[1], start)) or len(range(end, place[0]))
            for start, end in spans
        )
        for place in occurrences
    ]
    expected = (occurrences[measured.index(min(measured))],) if occurrences else None
    assert event.fillers[0].marks[0].span == expected


def test_the_report_counts_how_mentions_were_found():
    """Every mention as sent is counted once, and those with several places beside."""
    text = "war in Kovar, War in kovar"
    _, counts = resolve(
        text,
        sent(triggers=[trigger("WAR"), trigger("war"), trigger("war", 0, 3)]),
        sent(arguments=[argument("r", "KOVAR"), argument("r", "KOVAR"), argument("r", "none")]),
    )

    _, given = resolve(text, *[sent(arguments=[argument("r", start=0, end=3)])] * 2)
    assert given.arguments == Lookups(given=2)
    assert counts.triggers == Lookups(given=1, exact=1, folded=1, ambiguous=1)
    assert counts.arguments == Lookups(folded=2, unresolved=1, ambiguous=2)
    assert sum([counts, counts], Resolution()).arguments == Lookups(folded=4, unresolved=2, ambiguous=4)


# --- What may be compared


@pytest.mark.parametrize(
    ("text", "fold", "compared"),
    [
        ("They", "they", ""),
        ("the US", "us", "us"),
        ("us", "us", ""),
        ("The", "", ""),
        ("Kovar", "kovar", "kovar"),
    ],
)
def test_no_text_of_a_pronoun_is_compared(text, fold, compared):
    """A pronoun, or an empty fold, matches by span only, on either side."""
    gold = annotated("e", arguments=[Argument(role="r", mentions=(mention(text, text),))])
    (gold_event,) = gold_events(article(text, [gold]), ALL, "span+fold")
    (event,), _ = resolve(text, sent(arguments=[argument("r", text)]))

    assert gold_event.fillers == event.fillers == (Filler("r", (Mark(((0, len(text)),), fold, compared),)),)


def test_with_match_span_no_text_is_compared():
    """A dataset of match span leaves no text to compare, gold or predicted, trigger or argument."""
    gold = annotated(
        "e",
        triggers=[mention(KOVAR, "shelled")],
        arguments=[Argument(role="r", mentions=(mention(KOVAR, "Kovar"),))],
    )
    events = gold_events(article(KOVAR, [gold]), ALL, "span")
    events += resolve(
        KOVAR, sent(triggers=[trigger("shelled")], arguments=[argument("r", "Kovar")]), match="span"
    )[0]

    for event in events:
        assert [mark.compared for mark in event.triggers] == [""]
        assert [filler.marks[0].compared for filler in event.fillers] == [""]
        assert event.triggers[0].fold == "shelled"


@pytest.mark.parametrize("lacking", ALL)
def test_what_is_not_annotated_is_taken_off_both_sides(lacking):
    """What the dataset does not annotate is empty on both sides, and looked up nowhere."""
    date = EventDate(value="2024", basis="explicit", mentions=(), alternatives=("2025",))
    gold = annotated(
        "e",
        triggers=[mention(KOVAR, "shelled")],
        arguments=[Argument(role="r", mentions=(mention(KOVAR, "Kovar"),))],
        date=date,
        mode="m",
        status="negated",
    )
    annotates = tuple(name for name in ALL if name != lacking)
    (gold_event,) = gold_events(article(KOVAR, [gold]), annotates, "span+fold")
    (event,), counts = resolve(
        KOVAR,
        sent(
            triggers=[trigger("shelled")],
            arguments=[argument("r", "Kovar")],
            date="2024",
            mode="m",
            status="negated",
        ),
        annotates=annotates,
    )

    for side, dates in ((gold_event, ("2024", "2025")), (event, ("2024",))):
        assert bool(side.triggers) == (lacking != "triggers")
        assert bool(side.fillers) == (lacking != "arguments")
        assert side.dates == (() if lacking == "dates" else dates)
        assert side.status == (None if lacking == "status" else "negated")
        assert side.mode == (None if lacking == "modes" else "m")
    assert gold_event.basis == (None if lacking == "dates" else "explicit")
    assert counts.triggers == Lookups(exact=lacking != "triggers")
    assert counts.arguments == Lookups(exact=lacking != "arguments")


def test_withheld_events_are_none():
    """An article whose events are withheld has none to score."""
    assert gold_events(article(KOVAR, None), ALL, "span+fold") == ()


# --- Equal arguments


def test_arguments_of_equal_role_and_span_are_one():
    """The same place sent twice in one role, with offsets or without, is one argument; in two roles, two."""
    (event,), _ = resolve(
        KOVAR,
        sent(
            arguments=[
                argument("r", "Kovar"),
                argument("r", "KOVAR"),
                argument("r", start=15, end=20),
                argument("s", "Kovar"),
            ]
        ),
    )

    assert [filler.role for filler in event.fillers] == ["r", "s"]


def test_of_equal_arguments_the_one_whose_text_may_be_compared_stays():
    """Two texts of one place, of which one is a pronoun, match as the other one does, in either order."""
    places = [argument("r", "US"), argument("r", start=5, end=7)]
    (one,), _ = resolve("With us", sent(arguments=places))
    (other,), _ = resolve("With us", sent(arguments=places[::-1]))

    assert one.fillers == other.fillers == (Filler("r", (Mark(((5, 7),), "us", "us"),)),)


def test_arguments_that_stand_nowhere_are_one_if_their_folds_are():
    """Two spellings of a text that the article does not have are one argument, unless their fold is empty."""
    (event,), _ = resolve(
        "x",
        sent(
            arguments=[
                argument("r", words) for words in ("Kovar", "the KOVAR", "\u2014", "\u2013", "he", "He")
            ]
        ),
    )

    assert [filler.marks[0].fold for filler in event.fillers] == ["", "", "he", "he", "kovar"]


def test_two_arguments_that_stand_nowhere_are_in_order():
    """By their folded texts, however few they are."""
    (event,), _ = resolve("x", sent(arguments=[argument("r", "Zor"), argument("r", "Abu")]))

    assert [filler.marks[0].fold for filler in event.fillers] == ["abu", "zor"]


def test_a_gold_filler_alone_is_read_as_the_dataset_matches():
    """By its text, or by its span alone."""
    one = Argument(role="r", mentions=(mention(KOVAR, "Kovar"),))

    compared = [gold_filler(article(KOVAR), one, match).marks[0].compared for match in ("span+fold", "span")]
    assert compared == ["kovar", ""]


@pytest.mark.parametrize("match", ["span+fold", "span"])
def test_a_gold_filler_is_read_in_the_language_of_its_article(match):
    """Elsewhere what looks like an English article or pronoun is part of a name."""
    text = "the Kovar, he"
    german = dataclasses.replace(article(text), language="de")
    one = Argument(role="r", mentions=(mention(text, "the Kovar"), mention(text, "he", 1)))

    marks = gold_filler(german, one, match).marks

    assert [mark.fold for mark in marks] == ["the kovar", "he"]
    assert [mark.compared for mark in marks] == (["the kovar", "he"] if match != "span" else ["", ""])


def test_an_argument_without_place_is_absorbed_by_one_of_equal_fold_with_a_place():
    """It is no argument of its own, but section 2, which knows no such rule, still has its place."""
    arguments = [argument("r", "war"), argument("r", start=0, end=3)]
    (event,), _ = resolve("warned", sent(arguments=arguments))
    placed = place(article("warned"), Prediction(article_id="a", events=(sent(arguments=arguments),)), ALL)

    assert event.fillers == (Filler("r", (Mark(((0, 3),), "war", "war"),)),)
    assert placed.sent == [SentEvent(event.event_type, [], [("r", "war"), ("r", ((0, 3),))])]


# --- Order


def test_fillers_stand_in_their_order():
    """Least mention span, those without one last, then folded text, then role."""
    gold = annotated(
        "e",
        arguments=[
            Argument(role="b", mentions=(Mention(text="Zor", start=None, end=None, fragments=()),)),
            Argument(role="b", mentions=(Mention(text="Abu", start=None, end=None, fragments=()),)),
            Argument(role="b", mentions=(mention(KOVAR, "Kovar"),)),
            Argument(role="a", mentions=(mention(KOVAR, "ministry"), mention(KOVAR, "Kovar"))),
            Argument(role="c", mentions=(mention(KOVAR, "attack"), mention(KOVAR, "Rebels"))),
        ],
    )
    (event,) = gold_events(article(KOVAR, [gold]), ALL, "span+fold")

    assert [(filler.role, filler.marks[0].fold) for filler in event.fillers] == [
        ("c", "rebels"),
        ("a", "kovar"),
        ("b", "kovar"),
        ("b", "abu"),
        ("b", "zor"),
    ]


def test_fillers_that_begin_alike_stand_in_one_order():
    """Fillers of one role and least mention are told apart by their other mentions, not by the file."""
    fillers = [
        Argument(role="r", mentions=(mention(KOVAR, "Kovar"), mention(KOVAR, words)))
        for words in ("attack", "Monday")
    ]
    events = [annotated("e", arguments=fillers[::step]) for step in (1, -1)]
    (one,), (other,) = (gold_events(article(KOVAR, [event]), ALL, "span+fold") for event in events)

    assert one == other
    assert [filler.marks[1].fold for filler in one.fillers] == ["monday", "attack"]


def test_what_begins_first_stands_first():
    """A long mention goes before a short one inside it: of fillers, and of events by triggers or fillers."""
    long, short = {"start": 0, "end": 20}, {"start": 7, "end": 14}
    (event,), _ = resolve(KOVAR, sent(arguments=[argument("r", **short), argument("r", **long)]))
    by_trigger, _ = resolve(KOVAR, sent("A", [trigger(**short)]), sent("B", [trigger(**long)]))
    by_filler, _ = resolve(
        KOVAR, sent("A", [], [argument("r", **short)]), sent("B", [], [argument("r", **long)])
    )

    assert [filler.marks[0].span for filler in event.fillers] == [((0, 20),), ((7, 14),)]
    assert [event.event_type for event in by_trigger + by_filler] == ["B", "A", "B", "A"]


def test_events_stand_in_content_order():
    """Least start of a trigger, else of an argument; then type; then date, null last; then content."""
    in_order = [
        sent("Z", [trigger("war", 4, 7), trigger("war", 9, 12)]),
        sent("Y", [trigger("none")], [argument("r", start=5, end=6)]),
        sent("A", [trigger("war", 9, 12)], [argument("r", start=0, end=1)], date="2023"),
        sent("A", [trigger("war", 9, 12)], date="2024"),
        sent("A", [trigger("war", 9, 12)]),
        sent("A", [trigger("war", 9, 12)], [argument("r", start=0, end=1)]),
        sent("B", [trigger("war", 9, 12)]),
        sent("A"),
        sent("B"),
    ]
    for seed in range(len(in_order)):
        events = in_order[seed:] + in_order[:seed]
        scored, _ = resolve("The war, war", *events)

        assert [events[event.place] for event in scored] == in_order


def canonical(event, triggers, arguments):
    """The canonical JSON of an event by the specification: no ids, no confidence, its lists sorted."""

    def plain(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))

    content = {"triggers": sorted(triggers, key=plain), "arguments": sorted(arguments, key=plain)}
    content |= {"event_type": event.event_type, "date": event.date}
    return plain(content | {"mode": event.mode, "status": event.status})


def variants(text, first):
    """Events of one type and date that begin with the same trigger and differ in one thing or two."""
    places = [(0, 3), (4, 7), (4, 12), (5, 12)]
    given = [{"start": start, "end": end, "text": text[start:end]} for start, end in places]
    given.append({"start": 4, "end": 12, "text": "b d", "fragments": ((4, 5), (11, 12))})
    given.append({"start": 4, "end": 9, "text": "b z", "fragments": ((4, 5), (8, 9))})
    words = [{"text": "gone"}, {"text": "Gone "}]
    lists = [[one] for one in (*given, *words)] + [given[:2], [given[1], words[0]]]
    more = [[]] + [[trigger(**one) for one in row] for row in lists]
    others = [[]] + [[argument(role, **one) for one in row] for row in lists for role in "rs"]
    told = [{}, {"mode": "m"}, {"mode": "n"}, {"status": "negated"}, {"mode": "m", "status": "planned"}]
    events = [sent("A", [first, *row], **rest) for row in more for rest in told]
    events += [sent("A", [first], row, **rest) for row in others for rest in told]
    return list(dict.fromkeys(events))


def test_events_that_tie_stand_in_the_order_of_their_canonical_json():
    """It is that of the resolved event: a mention has the text at its place, without a place its own."""
    text = "war b xyz, d war"
    events = variants(text, trigger("war", 0, 3))

    def resolved(mention, **role):
        if mention.start is None:
            return {"text": mention.text, "start": None, "end": None, "fragments": [], **role}
        place = {"start": mention.start, "end": mention.end, "fragments": mention.fragments}
        words = [text[start:end] for start, end in mention.fragments or [(mention.start, mention.end)]]
        return {"text": " ".join(words), **place, **role}

    def order(event):
        triggers = [resolved(one) for one in event.triggers]
        return canonical(event, triggers, [resolved(one, role=one.role) for one in event.arguments])

    scored, _ = resolve(text, *events)
    assert [events[event.place] for event in scored] == sorted(events, key=order)


@pytest.mark.parametrize("lacking", [None, "triggers", "arguments"])
def test_gold_that_ties_stands_in_that_order_too(lacking):
    """Each of its mentions is an argument, and what is not annotated is no part of it."""
    text = "war b xyz, d war"
    events = variants(text, trigger("war", 0, 3))

    def gold(number, event):
        """The predicted event as an annotated one."""
        told = [
            Mention(text=one.text, start=one.start, end=one.end, fragments=one.fragments)
            for one in (*event.triggers, *event.arguments)
        ]
        arguments = zip(event.arguments, told[len(event.triggers) :], strict=True)
        return annotated(
            str(number),
            "A",
            told[: len(event.triggers)],
            [Argument(role=one.role, mentions=(mention,)) for one, mention in arguments],
            mode=event.mode,
            status=event.status,
        )

    def resolved(mention, **role):
        if mention.start is None:
            return {"text": mention.text, "start": None, "end": None, "fragments": [], **role}
        place = {"start": mention.start, "end": mention.end, "fragments": mention.fragments}
        return {"text": mention.text, **place, **role}

    def order(event):
        shown = () if lacking == "triggers" else event.triggers
        others = () if lacking == "arguments" else event.arguments
        starts = [one.start for one in shown or others if one.start is not None]
        told = [resolved(one, role=one.role) for one in others]
        return min(starts, default=99), canonical(event, list(map(resolved, shown)), told)

    annotates = [name for name in ALL if name != lacking]
    rows = [gold(number, event) for number, event in enumerate(events)]
    scored = gold_events(article(text, rows), annotates, "span+fold")
    assert [order(events[event.place]) for event in scored] == sorted(map(order, events))


@pytest.mark.parametrize("place", [{"text": "war"}, {"start": 0, "end": 3}])
def test_of_events_equal_but_for_confidence_the_surest_stands_first(place):
    """Offsets have no say in it: else hiding them would raise the average precision."""
    events = [sent(triggers=[trigger(**place)], confidence=level) for level in (0.1, 0.9)]
    scored, _ = resolve("war", *events)

    assert [event.confidence for event in scored] == [0.9, 0.1]


def test_events_that_tie_choose_in_the_order_of_their_canonical_json_as_sent():
    """It is that of the event before anything is found; least offset and type, which go before, are equal."""
    words = "abc b xyz, d "
    kept = argument("q", start=0, end=1)
    events = [
        dataclasses.replace(event, arguments=(*event.arguments, kept), date=("2024", "2023", None)[n % 3])
        for n, event in enumerate(variants(words, trigger("war")))
    ]
    text = words + "war " * len(events)

    def as_sent(mention, **role):
        told = words[mention.start : mention.end] if mention.text is None else mention.text
        place = {"start": mention.start, "end": mention.end, "fragments": mention.fragments}
        return {"text": told, **place, **role}

    def order(event):
        triggers = [as_sent(one) for one in event.triggers]
        return canonical(event, triggers, [as_sent(one, role=one.role) for one in event.arguments])

    scored, _ = resolve(text, *events)
    (chosen,) = zip(
        *[[one.span for one in event.triggers if one.fold == "war"] for event in scored], strict=True
    )
    ranked = sorted(zip(chosen, [event.place for event in scored], strict=True))
    assert [events[place] for _, place in ranked] == sorted(events, key=order)


@st.composite
def files(draw):
    text = draw(
        st.lists(st.sampled_from(["war ", "War ", "Kovar ", "kovar ", "x, "]), min_size=3).map("".join)
    )
    words = st.sampled_from(["war", "War", "WAR", "Kovar", "the Kovar", "x", "gone", "he", "\u2014"])
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)).map(
        lambda s: {"start": s[0], "end": min(s[0] + s[1], len(text))}
    )
    places = st.one_of(words.map(lambda text: {"text": text}), words.map(lambda text: {"text": text}), spans)
    triggers = st.lists(places.map(lambda place: trigger(**place)), max_size=3)
    arguments = st.lists(
        st.builds(lambda role, place: argument(role, **place), st.sampled_from("rs"), places), max_size=3
    )
    dates = st.sampled_from([None, "2024", "2023"])
    event = st.builds(
        sent, st.sampled_from("AB"), triggers, arguments, date=dates, confidence=st.sampled_from([None, 0.5])
    )
    events = draw(st.lists(event, max_size=5))
    shuffled = [
        dataclasses.replace(
            event,
            triggers=tuple(draw(st.permutations(event.triggers))),
            arguments=tuple(draw(st.permutations(event.arguments))),
        )
        for event in events
    ]
    return text, events, draw(st.permutations(shuffled))


@given(files())
def test_no_order_of_the_file_matters(case):
    """Events, triggers and arguments in another order give the same events in the same order."""
    text, events, shuffled = case
    (one, counts), (other, other_counts) = resolve(text, *events), resolve(text, *shuffled)

    assert [event._replace(place=0) for event in one] == [event._replace(place=0) for event in other]
    assert counts == other_counts


def test_gold_in_another_order_is_the_same():
    """Mentions, fillers and events of gold may be listed in any order, those that differ in little, too."""
    mentions = [mention(KOVAR, "Kovar"), mention(KOVAR, "Rebels")]
    spellings = []
    for order in itertools.permutations(range(4)):
        turned = mentions[:: -1 if order[0] % 2 else 1]
        events = [
            annotated("1", arguments=[Argument(role="r", mentions=tuple(turned))]),
            annotated("2", arguments=[Argument(role="r", mentions=(m,)) for m in turned]),
            annotated("3", arguments=[Argument(role="r", mentions=tuple(turned))], optional=True),
            annotated("4", arguments=[Argument(role="r", mentions=tuple(turned))], tags=("t",)),
        ]
        scored = gold_events(article(KOVAR, [events[n] for n in order]), ALL, "span+fold")
        spellings.append([event._replace(place=0) for event in scored])

    assert all(spelling == spellings[0] for spelling in spellings)


# --- Equal as sent


def test_events_equal_as_sent_are_told():
    """Ids, confidence, order and texts that offsets tell make no difference; anything else does."""
    one = sent("A", [trigger("war"), trigger("x", 4, 5)], [argument("r", "x"), argument("s", "x")])
    events = [
        one,
        dataclasses.replace(one, event_id="2", confidence=0.5),
        dataclasses.replace(
            one, triggers=(trigger(None, 4, 5), trigger("war")), arguments=one.arguments[::-1]
        ),
        dataclasses.replace(one, date="2024"),
        dataclasses.replace(one, triggers=(trigger("war"), trigger("x"))),
        dataclasses.replace(one, status="planned"),
        dataclasses.replace(one, arguments=(argument("r", "x"), argument("r", "x"))),
    ]
    prediction = Prediction(article_id="a", events=tuple(events))
    two = Prediction(article_id="a", events=(sent("A", [trigger("war")]), sent("A", [trigger("x")])))

    assert same_as_sent(article("war x"), two, ALL) == (0, 1)
    assert same_as_sent(article("war x"), prediction, ALL) == (0, 0, 0, 3, 4, 5, 6)
    assert same_as_sent(article("war x"), prediction, ("arguments",)) == (0, 0, 0, 0, 0, 0, 6)
