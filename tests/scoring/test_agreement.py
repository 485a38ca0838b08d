"""Agreement: a small example number by number, and what must hold for any two annotators."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.records.agreement import Agreement
from benchmark.records.article import Argument, Mention
from benchmark.scoring import agreement, agreement_summary, resampling
from benchmark.scoring.agreement import agree
from benchmark.scoring.signature import RESAMPLES, SEED
from benchmark.store import codec, schema
from benchmark.tables import render


def changed(article, place, **keys):
    """The article with keys of one event replaced."""
    told = list(article.events)
    told[place] = dataclasses.replace(told[place], **keys)
    return dataclasses.replace(article, events=tuple(told))


def numbers(found, *names):
    """Value, agreed and of, by measure, of the only pair."""
    (pair,) = found.pairs
    return {name: dataclasses.astuple(pair.figures[name])[2:5] for name in names or pair.figures}


def words(article, start, end):
    return Mention(text=article.text[start:end], start=start, end=end, fragments=())


def dated(event, value, *alternatives):
    return dataclasses.replace(event.date, value=value, alternatives=alternatives)


@pytest.fixture
def other(example):
    """The trigger "Rebels shelled", no "attack", no recipient, a day later; "The ministry", planned."""
    attack = example.events[0]
    told = changed(
        example,
        0,
        triggers=(words(example, 0, 14),),
        arguments=(attack.arguments[0],),
        date=dated(attack, "2024-01-16"),
    )
    ministry = Argument(role="actor", mentions=(words(example, 32, 44),))
    return changed(told, 1, status="planned", arguments=(ministry,))


def test_the_example_comes_out_number_by_number(example, other):
    """One article, two events each, every measure counted by hand."""
    found = agree({"anna": [example], "boris": [other]}, resamples=0)

    assert numbers(found) == {
        "relevance": (1.0, 1, 1),
        "relevance_alpha": (None, 1, 1),  # one label in use: nothing to tell apart
        "event": (1.0, 4, 4),
        "trigger_exact": (2 / 5, 2, 5),  # "condemned", of three and two
        "trigger_overlap": (4 / 5, 4, 5),  # and "shelled" in "Rebels shelled"
        "type_alpha": (1.0, 2, 2),
        "mode_alpha": (None, 2, 2),
        "status_alpha": (0.0, 1, 2),  # actual, actual; actual, planned: 1 - 3 x 2 / (16 - 10)
        "argument_exact": (4 / 5, 4, 5),  # "Rebels", and the folds of "ministry" and "The ministry"
        "argument_overlap": (4 / 5, 4, 5),
        "both_dated": (1 / 2, 1, 2),
        "one_dated": (0.0, 0, 2),
        "none_dated": (1 / 2, 1, 2),
        "date_exact": (0.0, 0, 1),
        "date_granularity": (1.0, 1, 1),
        "date_overlap": (0.0, 0, 1),
        "date_days": (1.0, None, 1),
    }
    assert dataclasses.astuple(found.annotators[0]) == ("anna", 1, 1, 2, 3, 3, 1, 22 / 3, 19 / 3)
    assert {role: figures["argument_exact"].value for role, figures in found.pairs[0].roles.items()} == {
        "actor": 1.0,
        "recipient": 0.0,
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        (("2024-01-15",), ("2024-01",), (0, 1, 16)),
        (("2024-01-15", "2024-01-17"), ("2024-01-17",), (1, 1, 0)),
        (("2024-01-15~",), ("2024-01-16",), (1, 1, 0)),
        (("../2024-01-14",), ("2024-01-14",), (0, 1, None)),
        (("2024-01-31",), ("2024-01/2024-02",), (0, 1, 30)),
        (("2024-01-15/2024-02-15",), ("2024-02",), (0, 1, 17)),
        (("2024-01-15",), ("2024-01-17",), (0, 0, 2)),
        (("2024-01-15",), ("2024-01-16~",), (1, 1, 0)),
        (("2024-01-15",), ("2022-01-15", "2023-01-15"), (0, 0, 365)),
        (("2024-01-15",), ("../2020", "2023-01-15"), (0, 0, 365)),
        (("2024-01-15",), ("2023-01-15", "2023/.."), (0, 1, 365)),
    ],
    ids=[
        "a day in a month",
        "an alternative",
        "about that day",
        "open at one end",
        "a day in two months",
        "periods that overlap",
        "two days apart",
        "about the day after",
        "the nearest alternative",
        "an alternative with a distance",
        "a day in common without a distance",
    ],
)
def test_dates_agree_by_the_scorers_comparison_either_way_round(example, ours, theirs, told):
    """Alternatives and neighbouring days of either side count; open ends have no distance."""
    one = changed(example, 0, date=dated(example.events[0], *ours))
    two = changed(example, 0, date=dated(example.events[0], *theirs))

    for sides in ((one, two), (two, one)):
        found = numbers(agree(dict(zip("ab", [[side] for side in sides], strict=True)), resamples=0))

        assert (found["date_exact"][1], found["date_overlap"][1], found["date_days"][0]) == told


def test_every_pair_of_events_counts(example):
    """Two events told otherwise in status and a day off are two of two, not one of one."""
    told = changed(example, 1, date=dated(example.events[0], "2024-01-20"))
    one = changed(told, 0, date=dated(told.events[0], "2024-01-15"))
    two = changed(
        changed(one, 0, status="planned", date=dated(one.events[0], "2024-01-16")),
        1,
        status="planned",
        date=dated(one.events[0], "2024-01-21"),
    )

    found = numbers(agree({"anna": [one], "boris": [two]}, resamples=0), "status_alpha", "date_days")

    assert found["status_alpha"][1:] == (0, 3)  # of triggers, of which the first event has two
    assert found["date_days"] == (1.0, None, 2)


def test_triggers_match_where_they_share_a_character(example):
    """Two triggers elsewhere do not overlap; of two that do, the one that is equal is the same."""
    shelled, both, kovar = (words(example, *ends) for ends in ((7, 14), (0, 14), (15, 20)))
    one = changed(example, 0, triggers=(shelled,), event_type="PROTEST")
    far = changed(one, 0, triggers=(kovar,))
    attack = one.events[0]
    twice = dataclasses.replace(
        one,
        events=(
            dataclasses.replace(attack, event_id="e3", triggers=(both,), event_type="ASSAULT"),
            attack,
        ),
    )

    elsewhere = numbers(agree({"a": [one], "b": [far]}, resamples=0))
    equal = numbers(agree({"a": [changed(one, 1, triggers=())], "b": [twice]}, resamples=0))

    assert elsewhere["trigger_overlap"][1:] == (2, 4)  # "condemned" on both sides
    assert equal["type_alpha"][1:] == (1, 1)


def test_lengths_are_those_of_the_words_marked(example):
    """A mention in two parts is as long as both, one without a place as long as its words."""
    parts = Mention(text="Rebels Kovar", start=0, end=20, fragments=((0, 6), (15, 20)))
    nowhere = Mention(text="it", start=None, end=None, fragments=())
    told = dataclasses.replace(example, events=(dataclasses.replace(example.events[0], triggers=(parts,)),))
    anna, boris = agree(
        {"anna": [told], "boris": [changed(told, 0, triggers=(nowhere,))]}, resamples=0
    ).annotators

    assert (anna.trigger_length, boris.trigger_length) == (11, 2)


def test_neither_order_nor_ids_settle_which_side_stands_first(example):
    """Two triggers against one that holds the first: aligned from one side only, so content must decide."""
    rebels, monday, both = (words(example, *ends) for ends in ((0, 6), (21, 30), (0, 14)))
    bare = dataclasses.replace(example.events[1], arguments=())
    found = []
    for ids in ("ab", "ba"):
        one, two = (
            dataclasses.replace(
                example, events=(dataclasses.replace(bare, event_id=event_id, triggers=triggers),)
            )
            for event_id, triggers in zip(ids, ((rebels, monday), (both,)), strict=True)
        )
        found += [numbers(agree({"a": [a], "b": [b]}, resamples=0)) for a, b in ((one, two), (two, one))]

    assert found == found[:1] * 4


@pytest.mark.parametrize("optional", [True, False])
def test_what_is_optional_is_marked_like_the_rest(example, optional):
    """Optional forgives systems; annotators who mark something have marked it, which settles what pairs."""
    attack, undated = example.events[0], example.events[1].date
    rebels, kovar, both = (words(example, *ends) for ends in ((0, 6), (15, 20), (0, 14)))
    actor = Argument(role="actor", mentions=(kovar,), optional=optional)
    event = dataclasses.replace(attack, triggers=(rebels,), arguments=(), date=dated(attack, "2024-01-16"))
    one = dataclasses.replace(example, events=(event,))
    filler, twins = (
        dataclasses.replace(example, events=events)
        for events in (
            (
                dataclasses.replace(event, arguments=(actor,), date=undated),
                dataclasses.replace(event, event_id="e2", triggers=(both,)),
            ),
            (
                dataclasses.replace(event, optional=optional, date=dated(attack, "2024-01-15")),
                dataclasses.replace(event, event_id="e2", date=dated(attack, "2024-01-18")),
            ),
        )
    )

    assert numbers(agree({"a": [filler], "b": [one]}, resamples=0))["both_dated"] == (1.0, 1, 1)
    assert numbers(agree({"a": [twins], "b": [one]}, resamples=0))["date_days"] == (1.0, None, 1)


def test_what_only_some_annotated_is_listed_and_left_out(example):
    """An article of one annotator, or whose events are null, is in no pair and named."""
    only = dataclasses.replace(example, article_id="only")
    withheld = dataclasses.replace(example, article_id="null", events=None)
    seen = dataclasses.replace(withheld, events=example.events)
    nobody = dataclasses.replace(withheld, article_id="nobody")

    found = agree({"anna": [example, only, seen], "boris": [nobody, example, withheld]}, resamples=0)

    assert found.left_out == {"nobody": (), "null": ("anna",), "only": ("anna",)}
    assert (found.articles, found.pairs[0].articles) == (1, 1)


def test_an_article_with_no_events_is_annotated_and_not_relevant(example):
    """Relevance asks whether there is an event at all: agreed in three of four articles."""
    empty = dataclasses.replace(example, events=())
    names = ["a", "b", "c", "d"]
    anna = [dataclasses.replace(example, article_id=name) for name in names]
    boris = [*anna[:3], dataclasses.replace(empty, article_id="d")]
    anna[2] = boris[2] = dataclasses.replace(empty, article_id="c")

    found = numbers(agree({"anna": anna, "boris": boris}, resamples=0), "relevance", "relevance_alpha")

    assert found["relevance"] == (3 / 4, 3, 4)
    assert found["relevance_alpha"][0] == pytest.approx(1 - 7 * 2 / (64 - 34))


def test_a_word_that_names_two_events_is_matched_by_type(example):
    """Two events on one trigger are no disagreement in type, in whatever order they were marked."""
    attack = example.events[0]
    twice = (attack, dataclasses.replace(attack, event_id="e3", event_type="PROTEST"))
    one, two = (dataclasses.replace(example, events=order) for order in (twice, twice[::-1]))

    assert numbers(agree({"a": [one], "b": [two]}, resamples=0), "type_alpha")["type_alpha"] == (1.0, 4, 4)


def test_the_mean_is_over_the_pairs_in_which_a_measure_is_defined(example, other):
    """Of three annotators two are equal: pairs of 1, 2/5 and 2/5."""
    found = agree({"anna": [example], "boris": [other], "carla": [example]}, resamples=0)

    assert [(pair.first, pair.second) for pair in found.pairs] == [
        ("anna", "boris"),
        ("anna", "carla"),
        ("boris", "carla"),
    ]
    assert found.mean["trigger_exact"].value == pytest.approx((2 / 5 + 1 + 2 / 5) / 3)
    assert found.mean["status_alpha"].value == 0.0  # of anna and carla it is undefined
    assert (found.mean["trigger_exact"].agreed, found.mean["trigger_exact"].of) == (None, None)


def test_intervals_are_drawn_over_articles_and_hold_the_value(example, other):
    """Ten articles, half of them equal: what varies lies inside its interval, the median too."""
    anna = [dataclasses.replace(example, article_id=f"a{i}") for i in range(10)]
    boris = [dataclasses.replace(other if i % 2 else example, article_id=f"a{i}") for i in range(10)]

    found = agree({"anna": anna, "boris": boris}, resamples=500)
    (pair,) = found.pairs

    for name in ("trigger_exact", "argument_exact", "status_alpha", "date_exact", "date_days"):
        figure = pair.figures[name]
        assert figure.interval.low <= figure.value <= figure.interval.high, name
        assert figure.interval.low < figure.interval.high, name
    assert pair.figures["date_days"].value == 0.5
    assert pair.figures["relevance_alpha"].interval is None
    assert pair.roles["recipient"]["argument_exact"].interval.low > 0
    assert found.mean == pair.figures
    assert found != agree({"anna": anna, "boris": boris}, resamples=500, seed=2)


def test_the_median_is_that_of_the_dates_drawn(example):
    """Each resample has the median of its own days apart, by numpy's; without a date it is undefined."""
    days = [0, 1, 4, None, None]
    anna = [dataclasses.replace(example, article_id=f"a{i}") for i in range(len(days))]
    boris = [
        changed(one, 0, date=dated(one.events[0], None if more is None else f"2024-01-{15 + more}"))
        for one, more in zip(anna, days, strict=True)
    ]

    (pair,) = agree({"anna": anna, "boris": boris}, resamples=300, seed=5).pairs
    drawn = resampling.bootstrap_sums(np.eye(len(days)), 300, 5)
    medians = [np.median(np.repeat(days[:3], row[:3].astype(int))) for row in drawn if row[:3].any()]

    figure = pair.figures["date_days"]
    assert (figure.value, figure.interval.undefined) == (1.0, 300 - len(medians))
    assert figure.interval.undefined > 0
    assert [figure.interval.low, figure.interval.high] == list(np.quantile(medians, [0.025, 0.975]))


def test_pairs_need_not_share_their_articles(example, other):
    """A mean is over pairs of whatever articles, also where one of them has nothing to measure."""
    second = dataclasses.replace(example, article_id="second")
    undated = changed(second, 0, date=dated(example.events[0], None))
    shelves = {"anna": [example, second], "boris": [other], "carla": [undated]}

    found = agree(shelves, resamples=50)

    assert [pair.articles for pair in found.pairs] == [1, 1, 0]
    assert [pair.figures["trigger_exact"].value for pair in found.pairs] == [2 / 5, 1.0, None]
    assert found.mean["trigger_exact"].value == pytest.approx(7 / 10)
    assert found.mean["date_days"].value == 1.0
    assert found.mean["date_days"].interval.low == 1.0


def test_draws_are_those_of_scores_unless_told_otherwise(example):
    """The same seed and as many resamples as bench score, and both are told."""
    found = agree({"anna": [example], "boris": [example]})

    assert (found.resamples, found.seed) == (RESAMPLES, SEED)
    assert found == agree({"anna": [example], "boris": [example]}, resamples=RESAMPLES, seed=SEED)
    assert agree({"anna": [example], "boris": [example]}, resamples=0, seed=7).seed == 7


@given(data=st.data())
@settings(max_examples=60)
def test_an_annotation_agrees_with_itself_and_sides_do_not_matter(data, two_annotations):
    """Against itself every share, F1 and alpha is 1 where defined; swapping sides changes no figure."""
    one, two = data.draw(two_annotations)
    relabelled = dataclasses.replace(
        one, events=tuple(dataclasses.replace(event, event_id=f"x{event.event_id}") for event in one.events)
    )

    alike = numbers(agree({"a": [one], "b": [relabelled]}, resamples=0))
    there = agree({"a": [one], "b": [two]}, resamples=0)
    back = agree({"b": [two], "a": [one]}, resamples=0)

    for name, (value, _, _) in alike.items():
        if name not in {"both_dated", "none_dated"}:
            wanted = 0 if name in {"date_days", "one_dated"} else 1
            assert value in {None, wanted}, name
    assert there.mean == back.mean
    assert numbers(there) == numbers(back)
    assert there.pairs[0].roles == back.pairs[0].roles


def test_agreement_fits_its_schema_and_reads_back(example, other):
    """The record is valid, and its JSON gives the same record."""
    found = agree({"anna": [example], "boris": [other]}, resamples=200)
    value = json.loads(codec.pretty(found))

    assert schema.check("agreement", value, "agreement.json") == []
    assert codec.decode(Agreement, value) == found


def test_every_measure_is_shown(example, other):
    """Tables hold all measures, of three annotators also the means."""
    found = agree({"anna": [example], "boris": [other], "carla": [example]}, resamples=0)
    annotators, figures, days, roles = agreement_summary.summarise(found)

    labels = {row[2] for row in figures.rows}
    assert labels | {"Days apart, median"} == {measure.label for measure in agreement.MEASURES}
    assert len(figures.aside) == len(labels)
    assert [row[0] for row in annotators.rows] == ["anna", "boris", "carla"]
    assert len(days.rows) == 3
    assert days.aside == (("mean", "3 pairs", pytest.approx(2 / 3), None, None, None),)
    assert {row[2] for row in roles.rows} == {"actor", "recipient"}
    assert all(render(table, "latex") for table in (annotators, figures, days, roles))


@pytest.mark.parametrize(("left", "more"), [(10, ""), (12, " and 2 more")])
def test_ten_articles_left_out_are_named_and_the_rest_counted(example, left, more):
    """An annotator who saw half a corpus does not fill the screen."""
    ids = [f"a{number:02}" for number in range(left)]
    only = [dataclasses.replace(example, article_id=article_id) for article_id in ids]
    found = agree({"anna": [example, *only], "boris": [example]}, resamples=0)

    assert list(agreement_summary.remarks(found)) == [
        f"articles that not all annotated, only in pairs of those who did: {', '.join(ids[:10])}{more}"
    ]
