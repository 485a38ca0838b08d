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
from benchmark.scoring import adjudication, adjudication_page
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
    (article,), kept = adjudication.adjudicate(
        NAMES, {first.article_id: first}, {second.article_id: second}, placed, "decisions.jsonl"
    )
    return codec.decode(Article, article), kept


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
def test_gold_differs_from_either_side_only_where_it_was_not_followed(data, two_annotations):
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


@pytest.fixture
def second(example):
    """Of the two events of the example one is told otherwise in everything, the other is missing."""
    attack = example.events[0]
    rebels = Argument(role="actor", mentions=(Mention(text="Rebels", start=0, end=6, fragments=()),))
    event = dataclasses.replace(
        attack,
        event_id="x",
        event_type="PROTEST",
        mode="riot",
        status="planned",
        optional=True,
        triggers=(Mention(text="Rebels shelled", start=0, end=14, fragments=()),),
        arguments=(dataclasses.replace(rebels, role="recipient"), attack.arguments[1]),
        date=dataclasses.replace(attack.date, value="2024-01-16"),
        tags=(),
    )
    return dataclasses.replace(example, events=(event,))


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


def test_dates_further_apart_come_first(example):
    """A month is worse than a day, and no date is worse than either."""
    attack = example.events[0]
    articles = {}
    for name, value in (("day", "2024-01-16"), ("none", None), ("month", "2024-02-15")):
        date = dataclasses.replace(attack.date, value=value, basis=None)
        event = dataclasses.replace(attack, date=date)
        articles[name] = dataclasses.replace(example, article_id=name, events=(event,))
    first = {name: dataclasses.replace(example, article_id=name, events=(attack,)) for name in articles}

    assert [one.article_id for one in disagreements(NAMES, first, articles)] == ["none", "month", "day"]


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

    assert [(event.event_id, event.event_type) for event in gold.events] == [
        ("e1", "ASSAULT"),
        ("e2", "ACCUSE"),
    ]


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
    return [(finding.line, finding.path, finding.kind) for finding in caught.value.findings]


def test_what_is_wrong_with_decisions_is_told_at_once(example, second):
    """Undecided, decided twice, of nothing there, and both of what there is only one of."""
    ids = [(one.id, one.kind) for one in told(example, second)]
    kinds = {kind: key for key, kind in ids}
    decisions = [Decision(id=key, choice="first") for key, kind in ids if kind not in {"event", "type"}]
    count = len(decisions)
    decisions += [
        Decision(id=kinds["type"], choice="both"),
        Decision(id=kinds["date"], choice="second"),
        Decision(id="0" * 12, choice="first"),
    ]

    assert findings(example, second, decisions) == [
        (1, "$", "missing"),
        (count + 1, "$.choice", "value"),
        (count + 2, "$.id", "duplicate-id"),
        (count + 3, "$.id", "unknown-id"),
    ]


def test_each_line_fits_its_schema_and_reads_back(example, second):
    """What is written beside gold is what the schemas say, and gives the same records."""
    found = told(example, second)
    _, kept = decide(example, second, {one.id: ("first", None) for one in found})

    for name, cls, records in (("disagreement", Disagreement, found), ("decision", Decision, kept)):
        for record in records:
            value = json.loads(codec.canonical(record))
            assert schema.check(name, value, name) == []
            assert codec.decode(cls, value) == record


def test_the_list_names_both_sides(example, second):
    """Markdown: one item a disagreement, with what either says, its words and its id, punctuation inert."""
    text = adjudication_page.render_list(NAMES, told(example, second))

    assert text.startswith("# Disagreements of anna (A) and boris (B)\n\n1. event of ACCUSE “condemned”")
    assert "   - A: ASSAULT; “shelled” \\[7\\, 14\\); “attack” \\[59\\, 65\\)\n   - B: PROTEST;" in text
    assert "   - B: nothing\n" in text


def test_the_page_lets_nothing_in(example, second):
    """Markup in names and texts is text, the policy allows the page's own bytes only, nothing is fetched."""
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    text = f"{example.text}\n{hostile}\u202e"
    first, other = (dataclasses.replace(article, text=text) for article in (example, second))
    names = (hostile, "boris")

    page = adjudication_page.render(
        names, disagreements(names, {"a": first}, {"a": other}), {first.article_id: first}
    )

    assert hostile not in page
    assert page.count("<script") == page.count("</script") == 1
    assert "default-src &#39;none&#39;" in page
    assert "src=" not in page.replace("src=x onerror", "")
    assert "http" not in page.replace("http-equiv", "")
    assert "\u202e" not in page
