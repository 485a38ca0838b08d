"""Disagreements and the gold that decisions make of them."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.records.agreement import KINDS, Decision, Disagreement
from benchmark.records.article import Argument, Article, Mention
from benchmark.records.errors import FindingsError
from benchmark.scoring import adjudication
from benchmark.scoring.disagreements import disagreements
from benchmark.store import codec, schema
from benchmark.store.findings import Place

NAMES = ("anna", "boris")


def told(first, second):
    return disagreements(NAMES, {first.article_id: first}, {second.article_id: second})


def decide(first, second, decisions):
    """The gold article of decisions, by id of the disagreement."""
    placed = [
        (Decision(id=key, choice=choice, value=value), Place("decisions.jsonl", line))
        for line, (key, (choice, value)) in enumerate(decisions.items(), start=1)
    ]
    (made,), kept = adjudication.adjudicate(
        NAMES, {first.article_id: first}, {second.article_id: second}, placed, "decisions.jsonl"
    )
    return codec.decode(Article, made.article), kept


def all_to(choice, first, second):
    return decide(first, second, {one.id: (choice, None) for one in told(first, second)})[0]


def contents(events):
    """Events without ids and order, also that of what is in them."""
    return sorted(json.dumps(ordered(codec.encode(event) | {"event_id": ""})) for event in events)


def ordered(value):
    if isinstance(value, dict):
        return {key: ordered(item) for key, item in value.items()}
    return sorted(map(ordered, value), key=json.dumps) if isinstance(value, list) else value


@given(data=st.data())
@settings(max_examples=100)
def test_all_decided_for_one_side_gives_that_side(data, two_annotations):
    """All to the first gives its events as they are; all to the second its, but for ids and order."""
    first, second = data.draw(two_annotations)

    assert all_to("first", first, second) == first
    assert contents(all_to("second", first, second).events) == contents(second.events)


@given(data=st.data())
@settings(max_examples=50)
def test_gold_of_any_decisions_has_nothing_left_to_decide(data, two_annotations):
    """Ids of events stand once, and gold compared with itself in another order has nothing to decide."""
    first, second = data.draw(two_annotations)
    choices = {one.id: (data.draw(st.sampled_from(["first", "second"])), None) for one in told(first, second)}

    gold, kept = decide(first, second, choices)
    shuffled = dataclasses.replace(gold, events=tuple(data.draw(st.permutations(gold.events))))

    ids = [event.event_id for event in gold.events]
    assert len(set(ids)) == len(ids)
    assert told(gold, shuffled) == []
    assert {one.id for one in kept} == set(choices)


@given(data=st.data())
@settings(max_examples=50)
def test_ids_depend_on_nothing_but_both_sides(data, two_annotations):
    """Each id stands once, and events in another order have the same ones."""
    first, second = data.draw(two_annotations)
    shuffled = dataclasses.replace(first, events=tuple(data.draw(st.permutations(first.events))))

    ids = [one.id for one in told(first, second)]

    assert len(set(ids)) == len(ids)
    assert {one.id for one in told(shuffled, second)} == set(ids) or contents_repeat(first, second)


def contents_repeat(*articles):
    """Whether pairs may depend on order: only where events are equal but for what pairing ignores."""
    for article in articles:
        seen = [dataclasses.replace(event, event_id="", optional=False, tags=()) for event in article.events]
        if len(contents(seen)) != len(set(contents(seen))):
            return True
    return False


def test_every_kind_is_found_and_the_worst_comes_first(example, second):
    """Each part stands by itself, in the order of kinds; a missing trigger comes before another boundary."""
    found = told(example, second)

    assert [one.kind for one in found] == sorted((one.kind for one in found), key=KINDS.index)
    assert [
        (one.kind, one.first and one.first.value, one.second and one.second.value)
        for one in found
        if one.kind not in {"event", "date", "argument", "trigger"}
    ] == [
        ("type", "ASSAULT", "PROTEST"),
        ("status", "actual", "planned"),
        ("mode", None, "riot"),
        ("optional", False, True),
        ("tags", ["weekday-past"], []),
    ]
    assert [
        [side and [mention.text for mention in side.mentions] for side in (one.first, one.second)]
        for one in found
        if one.kind in {"event", "argument", "trigger"}
    ] == [
        [["condemned"], None],
        [["Rebels"], ["Rebels"]],
        [["attack"], None],
        [["shelled"], ["Rebels shelled"]],
    ]
    assert {one.about for one in found} == {"ASSAULT “shelled”, “attack”", "ACCUSE “condemned”"}


def sides(found):
    """What each disagreement is of and what either side has, in JSON, in no order."""
    return sorted(
        (one.kind, *(json.dumps(side and codec.encode(side.value)) for side in (one.first, one.second)))
        for one in found
    )


def test_swapping_annotators_swaps_what_they_have(example, second):
    """An event, a trigger or a filler that only the second has is found like one that only the first has."""
    there, back = told(example, second), told(second, example)

    assert sorted((kind, two, one) for kind, one, two in sides(there)) == sides(back)
    assert (back[0].kind, back[0].first, back[0].about) == ("event", None, "ACCUSE “condemned”")
    assert [one.first is None for one in back if one.kind == "trigger"] == [True, False]


def test_what_is_alike_is_set_aside_before_the_rest_is_matched(example):
    """Told by both in another place and under another id: only what is left is matched, by its own places."""
    attack, accusation = example.events
    alone = dataclasses.replace(accusation, event_id="e5", triggers=(mention(example, "Kovar"),))
    other = dataclasses.replace(attack, event_id="e9", status="planned")
    first = dataclasses.replace(example, events=(accusation, alone, attack))
    second = dataclasses.replace(example, events=(other, dataclasses.replace(accusation, event_id="e8")))

    def ids(one, two):
        return [
            (found.kind, *(side and side.event_id for side in (found.first, found.second)))
            for found in told(one, two)
        ]

    assert ids(first, second) == [("event", "e5", None), ("status", "e1", "e9")]
    assert ids(second, first) == [("event", None, "e5"), ("status", "e9", "e1")]
    assert {one.annotators for one in told(first, second)} == {NAMES}


def test_order_is_no_disagreement(example):
    """Triggers, fillers, tags and the alternatives of a date are the same in any order."""
    attack = example.events[0]
    date = dataclasses.replace(attack.date, alternatives=("2024-01-14", "2024-01-16"))
    one = dataclasses.replace(attack, date=date, tags=("a", "b"))
    two = dataclasses.replace(
        one,
        date=dataclasses.replace(date, alternatives=date.alternatives[::-1]),
        triggers=one.triggers[::-1],
        arguments=one.arguments[::-1],
        tags=one.tags[::-1],
    )

    assert told(*(dataclasses.replace(example, events=(event,)) for event in (one, two))) == []


def test_equal_events_are_one_before_any_other_pairs(example):
    """Of two events on one word, a day apart, the other annotator has the later: the earlier is missing."""
    attack = dataclasses.replace(example.events[0], event_id="e1")
    later = dataclasses.replace(
        attack, event_id="e2", date=dataclasses.replace(attack.date, value="2024-01-16")
    )
    one = dataclasses.replace(example, events=(attack, later))
    two = dataclasses.replace(example, events=(dataclasses.replace(later, event_id="e7"),))

    assert [(found.kind, found.first.event_id) for found in told(one, two)] == [("event", "e1")]


def test_an_event_without_triggers_is_named_by_its_fillers(example):
    """A reader finds it by the first mention of each argument."""
    attack = dataclasses.replace(example.events[0], triggers=())
    first = dataclasses.replace(example, events=(attack,))

    (one,) = told(first, dataclasses.replace(example, events=()))

    assert one.about == "ASSAULT “Rebels”, “Kovar”"
    assert [words.text for words in one.first.mentions] == ["Rebels", "Kovar"]


def test_a_filler_marked_twice_is_told_twice_in_an_order_of_its_own(example):
    """Equal parts have an id each, and what stands at one place comes in no order of the file."""
    rebels = Mention(text="Rebels", start=0, end=6, fragments=())
    fillers = [Argument(role=role, mentions=(rebels,)) for role in ("actor", "recipient", "actor", "object")]
    attack = dataclasses.replace(example.events[0], arguments=())
    second = dataclasses.replace(example, events=(attack,))
    there, back = (
        told(dataclasses.replace(example, events=(dataclasses.replace(attack, arguments=order),)), second)
        for order in (tuple(fillers), tuple(fillers[::-1]))
    )

    assert there == back
    assert len({one.id for one in there}) == 4


def test_what_is_equally_bad_comes_in_order_of_the_text(example):
    """Triggers that only one has, however they are listed; one without a place comes before any."""
    attack, nowhere, rebels = (
        Mention(text="attack", start=59, end=65, fragments=()),
        Mention(text="it", start=None, end=None, fragments=()),
        Mention(text="Rebels", start=0, end=6, fragments=()),
    )
    event = dataclasses.replace(example.events[0], triggers=(attack, nowhere, rebels))
    one, two = (
        dataclasses.replace(example, events=(dataclasses.replace(event, triggers=triggers),))
        for triggers in ((attack, nowhere, rebels), ())
    )

    assert [one.first.mentions[0].text for one in told(one, two)] == ["it", "Rebels", "attack"]


def mention(article, words):
    start = article.text.index(words)
    return Mention(text=words, start=start, end=start + len(words), fragments=())


def test_only_triggers_that_overlap_are_one_with_another_boundary(example):
    """Others, and those without a place, are one that only the first has and one that only the second has."""
    nowhere = Mention(text="shelled", start=None, end=None, fragments=())
    wide, narrow, far = (mention(example, words) for words in ("Rebels shelled", "shelled", "Kovar"))

    def paired(one, two):
        attack = dataclasses.replace(example.events[0], arguments=())
        found = told(
            *(
                dataclasses.replace(
                    example, events=(dataclasses.replace(attack, triggers=(shared, trigger)),)
                )
                for shared, trigger in ((mention(example, "attack"), one), (mention(example, "attack"), two))
            )
        )
        return [one.kind for one in found if one.first and one.second]

    assert paired(wide, narrow) == ["trigger"]
    assert paired(far, narrow) == []
    assert paired(nowhere, narrow) == []
    assert paired(narrow, nowhere) == []


def test_a_filler_is_the_same_by_its_words_and_then_by_its_role(example):
    """Two readings of one filler are one thing to decide; of two alike the one of equal role is the same."""
    twice = dataclasses.replace(example, text=f"{example.text} Rebels left.")
    again = Mention(text="Rebels", start=len(example.text) + 1, end=len(example.text) + 7, fragments=())
    rebels, kovar = (mention(twice, words) for words in ("Rebels", "Kovar"))

    def paired(ours, theirs):
        attack = twice.events[0]
        found = told(
            *(
                dataclasses.replace(
                    twice,
                    events=(
                        dataclasses.replace(
                            attack,
                            arguments=tuple(
                                Argument(role=role, mentions=(words,)) for role, words in arguments
                            ),
                        ),
                    ),
                )
                for arguments in (ours, theirs)
            )
        )
        return sorted(
            tuple(side and (side.value["role"], side.value["mentions"][0]["start"]) for side in pair)
            for pair in ((one.first, one.second) for one in found)
        )

    place = again.start
    assert paired([("actor", kovar), ("actor", rebels)], [("recipient", rebels), ("object", kovar)]) == [
        (("actor", 0), ("recipient", 0)),
        (("actor", 15), ("object", 15)),
    ]
    assert paired([("actor", rebels)], [("actor", again)]) == [(("actor", 0), ("actor", place))]
    assert paired([("actor", rebels), ("object", rebels)], [("object", again)]) == [
        (("actor", 0), None),
        (("object", 0), ("object", place)),
    ]


def test_dates_further_apart_come_first(example):
    """A month is worse than a day, and no date is worse than either, also where neither has one."""
    attack = example.events[0]
    undated = dataclasses.replace(attack.date, value=None, basis=None)
    first, second = {}, {}
    for name, value in (("day", "2024-01-16"), ("none", None), ("month", "2024-02-15"), ("words", None)):
        date = dataclasses.replace(undated, value=value, mentions=())
        ours = dataclasses.replace(attack, date=undated) if name == "words" else attack
        theirs = dataclasses.replace(attack, date=date)
        first[name], second[name] = (
            dataclasses.replace(example, article_id=name, events=(event,)) for event in (ours, theirs)
        )

    found = [one.article_id for one in disagreements(NAMES, first, second)]

    assert found == ["none", "words", "month", "day"]


@pytest.mark.parametrize(
    ("choice", "value", "triggers"),
    [
        ("first", None, ["shelled", "attack"]),
        ("second", None, ["Rebels shelled", "attack"]),
        ("both", None, ["shelled", "Rebels shelled", "attack"]),
        ("neither", None, ["attack"]),
        ("write", {"text": "Kovar", "start": 15, "end": 20, "fragments": []}, ["Kovar", "attack"]),
    ],
)
def test_a_list_takes_one_both_neither_or_what_is_written(example, second, choice, value, triggers):
    """Of two readings of a trigger gold may keep any number, in the place of the first annotator's."""
    choices = {one.id: ("first", None) for one in told(example, second)}
    (boundary,) = [one for one in told(example, second) if one.kind == "trigger" and one.second]

    gold, _ = decide(example, second, choices | {boundary.id: (choice, value)})

    assert [mention.text for mention in gold.events[0].triggers] == triggers


def test_an_event_that_only_the_second_has_gets_an_id_that_is_free(example):
    """Ids of the first annotator's stay; one of the second's that is taken gives way."""
    other = dataclasses.replace(example.events[1], event_id="e1")
    one, two = (dataclasses.replace(example, events=events) for events in (example.events[:1], (other,)))

    gold, _ = decide(one, two, {each.id: ("both", None) for each in told(one, two)})
    mine, yours = (dataclasses.replace(side.events[0], event_id="x") for side in (one, two))
    one, two = (dataclasses.replace(example, events=(event,)) for event in (mine, yours))
    renamed, _ = decide(one, two, {each.id: ("both", None) for each in told(one, two)})

    assert [(event.event_id, event.event_type) for event in gold.events] == [
        ("e1", "ASSAULT"),
        ("e2", "ACCUSE"),
    ]
    assert [event.event_id for event in renamed.events] == ["x", "e1"]


def test_a_written_event_has_the_id_of_the_one_it_stands_for(example):
    """Whatever id is written, ids stay those of the annotators."""
    one, two = example, dataclasses.replace(example, events=example.events[:1])
    (missing,) = told(one, two)
    value = codec.encode(example.events[1]) | {"event_id": "mine", "event_type": "REJECT"}

    gold, kept = decide(one, two, {missing.id: ("write", value)})

    assert [(event.event_id, event.event_type) for event in gold.events] == [
        ("e1", "ASSAULT"),
        ("e2", "REJECT"),
    ]
    assert (kept[0].kind, kept[0].article_id, kept[0].about) == (
        "event",
        "kovar-shelling",
        "ACCUSE “condemned”",
    )


def findings(example, second, decisions):
    placed = [(one, Place("d.jsonl", line)) for line, one in enumerate(decisions, start=1)]
    with pytest.raises(FindingsError) as caught:
        adjudication.adjudicate(NAMES, {"a": example}, {"a": second}, placed, "d.jsonl")
    return [dataclasses.astuple(finding) for finding in caught.value.findings]


def test_what_is_wrong_with_decisions_is_told_at_once(example, second):
    """Undecided, decided twice, of nothing there, and both of what there is only one of."""
    ids = [(one.id, one.kind) for one in told(example, second)]
    kinds = {kind: key for key, kind in ids}
    decisions = [Decision(id=key, choice="first") for key, kind in ids if kind not in {"event", "type"}]
    count, date = len(decisions), kinds["date"]
    before = next(line for line, one in enumerate(decisions, start=1) if one.id == date)
    mistyped = f"{date[:-1]}{'0' if date[-1] != '0' else '1'}"
    decisions += [
        Decision(id=kinds["type"], choice="both"),
        Decision(id=date, choice="second"),
        Decision(id=mistyped, choice="first"),
    ]
    about = f"{kinds['event']}: event of ACCUSE “condemned” in kovar-shelling"
    one = "is a choice only for events, triggers and arguments"
    unknown = "is no disagreement of these annotations in this order, any more or at all"

    assert findings(example, second, decisions) == [
        ("d.jsonl", 1, "$", "missing", f"has no decision on {about}", None, None, None),
        ("d.jsonl", count + 1, "$.choice", "value", one, "both", "first or second or write", None),
        (
            "d.jsonl",
            count + 2,
            "$.id",
            "duplicate-id",
            f"is decided twice, first on line {before}",
            date,
            None,
            None,
        ),
        ("d.jsonl", count + 3, "$.id", "unknown-id", unknown, mistyped, None, date),
    ]


def test_gold_is_of_the_articles_that_both_annotated(example):
    """In order of ids, each with its decisions; an article that one withholds is passed over."""
    alone = dataclasses.replace(example, events=example.events[:1])
    withheld = dataclasses.replace(example, events=None)
    first = {"d": example, "c": withheld, "b": example, "a": example}
    second = {"a": alone, "b": withheld, "c": example, "d": alone, "e": example}
    first, second = (
        {name: dataclasses.replace(one, article_id=name) for name, one in side.items()}
        for side in (first, second)
    )
    found = disagreements(NAMES, first, second)
    placed = [(Decision(id=one.id, choice="second"), Place("d.jsonl", 1)) for one in found]

    articles, kept = adjudication.adjudicate(NAMES, first, second, placed, "d.jsonl")

    assert [made.article["article_id"] for made in articles] == ["a", "d"]
    assert [(one.article_id, one.choice) for one in kept] == [("a", "second"), ("d", "second")]


def test_a_value_is_kept_where_it_was_written(example, second):
    """The file of decisions holds what a person wrote, and no value of a choice that has none."""
    found = told(example, second)
    choices = {one.id: ("first", "told and not taken") for one in found}
    (status,) = [one.id for one in found if one.kind == "status"]

    gold, kept = decide(example, second, choices | {status: ("write", "possible")})

    assert {one.id: one.value for one in kept} == {one.id: None for one in found} | {status: "possible"}
    assert gold.events[0].status == "possible"


def test_a_written_null_is_no_mode(example):
    """Of a mode nothing is an answer, too."""
    siege, shelling = (
        dataclasses.replace(example, events=(dataclasses.replace(example.events[0], mode=mode),))
        for mode in ("siege", "shelling")
    )
    (mode,) = told(siege, shelling)

    gold, _ = decide(siege, shelling, {mode.id: ("write", None)})

    assert mode.kind == "mode"
    assert gold.events[0].mode is None


def test_who_writes_says_what(example, second):
    """A value that was forgotten would be the default of a key; no mode is the one thing that null says."""
    found = told(example, second)
    decisions = [Decision(id=one.id, choice="write" if one.kind == "status" else "first") for one in found]
    line = next(line for line, one in enumerate(found, start=1) if one.kind == "status")

    message = "is missing, though the choice is to write"
    assert findings(example, second, decisions) == [
        ("d.jsonl", line, "$.value", "missing", message, None, None, None)
    ]


def test_an_item_that_only_one_has_goes_as_decided(example):
    """A trigger that the second did not mark, before one that it marked otherwise: each by its own place."""
    shelled, kovar, both = (
        Mention(text=example.text[start:end], start=start, end=end, fragments=())
        for start, end in ((7, 14), (15, 20), (0, 14))
    )
    one, two = (
        dataclasses.replace(example, events=(dataclasses.replace(example.events[0], triggers=triggers),))
        for triggers in ((kovar, shelled), (both,))
    )

    def left(**choices):
        ids = {"kovar" if each.second is None else "shelled": each.id for each in told(one, two)}
        gold, _ = decide(one, two, {ids[name]: (choice, None) for name, choice in choices.items()})
        return [mention.text for mention in gold.events[0].triggers]

    assert left(kovar="first", shelled="second") == ["Kovar", "Rebels shelled"]
    assert left(kovar="second", shelled="first") == ["shelled"]
    assert left(kovar="second", shelled="second") == ["Rebels shelled"]


def test_what_was_written_and_is_no_event_is_left_for_the_door(example):
    """Written values are not judged here: gold goes through the door that all articles pass."""
    one, two = example, dataclasses.replace(example, events=example.events[:1])
    (missing,) = told(one, two)
    placed = [(Decision(id=missing.id, choice="write", value="a word"), Place("d.jsonl", 1))]

    (made,), _ = adjudication.adjudicate(NAMES, {"a": one}, {"a": two}, placed, "d.jsonl")

    assert made.article["events"][1:] == ["a word"]


def test_it_is_told_where_values_were_written(example):
    """By its path in the article as decided: of a scalar its key, of an item its place in the list."""
    dropped, kept = example.events
    words = Mention(text=example.text[:1], start=0, end=1, fragments=())
    other = dataclasses.replace(kept, status="planned", triggers=(words, *kept.triggers))
    one, two = example, dataclasses.replace(example, events=(other,))
    chosen = {
        "event": Decision(id="", choice="second"),
        "status": Decision(id="", choice="write", value="possible"),
        "trigger": Decision(id="", choice="write", value={"text": "a word"}),
    }
    units = told(one, two)
    lines = {unit.kind: Place("d.jsonl", line) for line, unit in enumerate(units, start=1)}
    placed = [(dataclasses.replace(chosen[unit.kind], id=unit.id), lines[unit.kind]) for unit in units]

    (made,), _ = adjudication.adjudicate(NAMES, {"a": one}, {"a": two}, placed, "d.jsonl")

    last = len(kept.triggers)
    assert dropped.event_id not in [event["event_id"] for event in made.article["events"]]
    assert made.written == {
        "$.events[0].status": lines["status"],
        f"$.events[0].triggers[{last}]": lines["trigger"],
    }


def test_each_line_fits_its_schema_and_reads_back(example, second):
    """What is written beside gold is what the schemas say, and gives the same records."""
    found = told(example, second)
    _, kept = decide(example, second, {one.id: ("first", None) for one in found})

    for name, cls, records in (("disagreement", Disagreement, found), ("decision", Decision, kept)):
        for record in records:
            value = json.loads(codec.canonical(record))
            assert schema.check(name, value, name) == []
            assert codec.decode(cls, value) == record
