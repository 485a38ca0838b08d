"""The scorer as a whole: scoring.md's worked example, and the properties of its section 7."""

from __future__ import annotations

import dataclasses
import itertools
import json
import pydoc
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, confusion_matrix

from benchmark import scoring
from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
)
from benchmark.records.report import Counts, ScoreReport
from benchmark.scoring import marking, scorer, summation
from benchmark.scoring.spans import SPAN_METRICS
from benchmark.store import codec, releases, schema
from probe import ALL, CARD, example, options


def scored(articles, predictions, **changes):
    return scorer.score(articles, {sent.article_id: sent for sent in predictions}, options(**changes))


def counts(report, name):
    found = report.scores[name]
    return found.matched, found.predicted, found.gold


def test_worked_example_has_every_number_of_the_specification():
    """The example of scoring.md, section 7, comes out number by number."""
    article, prediction = example()

    report = scored([article], [prediction])

    assert {name: counts(report, name) for name in report.scores} == {
        "event": (1, 2, 2),
        "dated_event": (0, 2, 2),
        "event_argument": (1, 3, 3),
        "event_argument_relaxed": (1, 3, 3),
        "trigger_identification": (2, 2, 3),
        "trigger_classification": (1, 2, 3),
        "argument_identification": (1, 3, 3),
        "argument_classification": (1, 3, 3),
        "argument_identification_attached": (1, 3, 3),
        "argument_classification_attached": (1, 3, 3),
        "record": (5_000, 20_000, 20_000),
        "ceaf_ree": (2, 3, 3),
        "date": (0, 1, 1),
        "date_muc": (0, 2, 2),
    }
    event, found = report.scores["event"], report.scores["trigger_identification"]
    assert (event.precision, event.recall, event.f1) == (1 / 2, 1 / 2, 1 / 2)
    assert (found.precision, found.recall) == (1, 2 / 3)
    assert (report.shares["date_accuracy"].total, report.shares["date_accuracy"].support) == (0, 1)
    assert report.date_outcomes["near"] == 1
    assert report.date_errors.histogram["1"] == 1
    assert report.errors == {
        "gold_events": {"right": 0, "wrong_date": 1, "wrong_type": 1, "missed": 0},
        "predicted_events": {
            "right": 0,
            "wrong_date": 1,
            "wrong_type": 1,
            "duplicate": 0,
            "spurious": 0,
        },
        "gold_fillers": {"right": 1, "boundary": 0, "wrong_role": 0, "missed": 1, "in_unmatched_event": 1},
        "predicted_fillers": {
            "right": 1,
            "redundant": 0,
            "boundary": 0,
            "wrong_role": 0,
            "spurious": 1,
            "in_unmatched_event": 1,
        },
    }
    assert report.confusion == {"ACCUSE": {"REJECT": 1}, "ASSAULT": {"ASSAULT": 1}}
    # POS, ACT, COR, PAR, INC, MIS, SPU, OVG and UND, as docs/metrics.md shows them.
    assert {slot: dataclasses.astuple(line) for slot, line in report.muc_lines.items()} == {
        "argument.actor": (2, 2, 1, 0, 0, 1, 1, 0.5, 0.5),
        "argument.recipient": (1, 1, 0, 0, 1, 0, 0, 0, 0),
        "date": (1, 1, 0, 0, 1, 0, 0, 0, 0),
        "event_type": (2, 2, 1, 0, 1, 0, 0, 0, 0),
    }


def test_worked_example_unfolds_to_its_two_pairs():
    """s(e1,p1) is 8,500 in stage 1, s(e2,p2) 6,000 in stage 2, as the page says; nothing else is aligned."""
    article, prediction = example()

    (sheet,) = marking.mark([article], {article.article_id: prediction}, options())

    assert sheet.alignment.pairs == ((0, 0, 8_500),)
    assert sheet.alignment.wrong_type == ((1, 1, 6_000),)
    assert (sheet.alignment.unmatched_gold, sheet.alignment.unmatched_predicted) == ((1,), (1,))
    page = (Path(__file__).resolve().parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert re.findall("similarity (?:of|is) ([0-9,]*[0-9])", " ".join(page.split())) == ["8,500", "6,000"]


def test_worked_example_beside_the_trivial_answers():
    """On e1 and p1 the publication date is as near as p1's own; on e2, which is undated, silence is right."""
    article, prediction = example()
    report = scored([article], [prediction])

    published, null = report.trivial["published"], report.trivial["null"]

    assert {name: (s.matched, s.predicted, s.gold) for name, s in published.scores.items()} == {
        "dated_event": (0, 2, 2),
        "date": (0, 2, 1),
        "date_muc": (0, 4, 2),
    }
    assert {name: (s.matched, s.predicted, s.gold) for name, s in null.scores.items()} == {
        "dated_event": (0, 2, 2),
        "date": (0, 0, 1),
        "date_muc": (0, 0, 2),
    }
    assert (published.date_outcomes["near"], null.date_outcomes["missing"]) == (1, 1)
    assert (published.date_errors.mean, null.date_errors.undefined) == (1, 1)
    assert published.shares["date_within_1"].value == 1
    assert null.shares["date_coverage"].value == 0
    day = report.breakdowns["granularity"]["day"]
    assert day.trivial["published"]["date_within_3"].total == 1
    assert day.trivial["null"]["dated_event_recall"].value == 0
    assert (day.shares["gold_undated"].value, day.shares["gold_on_published"].value) == (0, 0)
    assert report.breakdowns["type"]["ACCUSE"].shares["gold_undated"].value == 1
    assert {name: counts(report.breakdowns["type"]["ASSAULT"], name) for name in ("date", "date_muc")} == {
        "date": (0, 1, 1),
        "date_muc": (0, 2, 2),
    }


def test_a_report_is_shown_without_its_long_parts():
    """What a notebook shows of a report does not grow with labels and articles; they still tell two apart."""
    article, prediction = example()
    report = scored([article], [prediction])

    assert "signature='dateline:" in repr(report)
    assert "breakdowns=" not in repr(report)
    assert "per_article=" not in repr(report)
    assert report != dataclasses.replace(report, breakdowns={})


def test_every_article_counts_under_its_labels():
    """Three copies of the worked example, of which one has a tag and one no known day of publication."""
    article, prediction = example()
    sure = tuple(dataclasses.replace(event, confidence=0.9) for event in prediction.events)
    changes = {"one": {"tags": ("conflict",)}, "two": {"published": None}, "three": {}}
    articles = [dataclasses.replace(article, article_id=name, **told) for name, told in changes.items()]
    sent = [dataclasses.replace(prediction, article_id=name, events=sure) for name in changes]

    report = scored(articles, sent)

    def support(level, label, name):
        share = report.breakdowns[level][label].shares[name]
        return share.total, share.support

    assert {level: sorted(labels) for level, labels in report.breakdowns.items()} == {
        "type": ["ACCUSE", "ASSAULT", "REJECT"],
        "role": ["actor", "recipient"],
        "tag": ["conflict", "weekday-past"],
        "status": ["actual"],
        "granularity": ["day", "undated"],
        "basis": ["relative"],
        "event_tag": ["weekday-past"],
    }
    assert support("tag", "conflict", "gold_undated") == (1, 2)
    assert support("tag", "weekday-past", "gold_undated") == (2, 4)
    assert support("status", "actual", "gold_undated") == (3, 6)
    assert support("basis", "relative", "date_coverage") == (3, 3)
    assert report.trivial["published"].scores["date"].predicted == 4
    assert sum(one.events for one in report.confidence.bins) == 6


def test_an_optional_date_that_is_missed_is_no_loss():
    """Date recall asks for the dates of events that a system must find."""
    article, _ = example()
    optional = dataclasses.replace(article.events[0], optional=True)
    spared = dataclasses.replace(article, events=(optional, *article.events[1:]))

    assert [scored([one], []).scores["date"].gold for one in (article, spared)] == [1, 0]


def test_silence_about_dates_earns_only_what_is_undated():
    """In a pair of M whose gold is undated null is right, and the publication date wrong."""
    article, prediction = example()
    article = dataclasses.replace(
        article,
        events=tuple(
            dataclasses.replace(event, date=EventDate(value=value, basis=None, mentions=(), alternatives=()))
            for event, value in zip(article.events, (None, article.published), strict=True)
        ),
    )
    prediction = dataclasses.replace(
        prediction,
        events=tuple(
            dataclasses.replace(event, event_type=gold.event_type)
            for event, gold in zip(prediction.events, article.events, strict=True)
        ),
    )

    report = scored([article], [prediction])

    told = {answer: one.scores["dated_event"].matched for answer, one in report.trivial.items()}
    assert told == {"published": 1, "null": 1}
    assert report.trivial["published"].shares["date_accuracy"].value == 1
    assert report.trivial["null"].shares["date_accuracy"].value == 0
    assert report.trivial["published"].date_outcomes["spurious"] == 1
    assert report.shares["gold_undated"].value == report.shares["gold_on_published"].value == 0.5


def test_no_order_of_the_file_tells_which_of_equal_events_is_a_duplicate():
    """Two of three that are equal once resolved are aligned: is one of them the one sent with offsets?"""
    article, _ = example()
    e1 = dataclasses.replace(article.events[0], arguments=())
    gold = (e1, dataclasses.replace(e1, event_id="e2", event_type="PROTEST"))
    found = PredictedEvent(event_type="ASSAULT", triggers=(PredictedTrigger(text="shelled"),))
    given = PredictedEvent(event_type="ASSAULT", triggers=(PredictedTrigger(start=7, end=14),))
    told = []

    for events in itertools.permutations((found, found, given)):
        report = scoring.score(
            [dataclasses.replace(article, events=gold)],
            {article.article_id: Prediction(article_id=article.article_id, events=events)},
            options(),
        )
        told.append(report.errors["predicted_events"])

    assert [labels for labels in told if labels != told[0]] == []


def test_an_article_without_a_prediction_counts_as_empty_and_is_named():
    """Recall cannot gain by silence: an article left out is predicted empty."""
    article, prediction = example()
    other = dataclasses.replace(article, article_id="other")

    report = scored([article, other], [prediction])

    assert report.missing_articles == ("other",)
    assert report.scores["event"].gold == 4
    assert report.scores["event"].predicted == 2


def test_silence_has_no_precision_and_no_recall():
    """Nothing predicted: P is undefined, R is 0, F1 is 0."""
    article, _ = example()

    scores = scored([article], []).scores.values()

    assert {(score.precision, score.recall, score.f1) for score in scores} == {(None, 0, 0)}


@pytest.mark.parametrize(
    ("lacking", "undefined"),
    [
        ("triggers", {"trigger_identification", "argument_classification_attached"}),
        ("arguments", {"argument_identification", "event_argument", "ceaf_ree"}),
        ("dates", {"dated_event", "date", "date_muc"}),
    ],
)
def test_what_a_dataset_does_not_annotate_is_null(lacking, undefined):
    """What gold does not hold is taken off the predictions and null in the report, never 0."""
    article, prediction = example()

    report = scored([article], [prediction], annotates=ALL - {lacking})

    for name in undefined:
        assert counts(report, name) == (None, None, None)
        assert report.scores[name].f1 is None
    assert report.scores["event"].f1 is not None
    if lacking == "dates":
        assert all(share.value is None for share in report.trivial["published"].shares.values())
        assert report.shares["date_accuracy"].support is None
        assert {report.date_outcomes, report.trivial["null"].date_outcomes, report.date_errors} == {None}


@pytest.mark.parametrize(
    ("lacking", "labels", "slots", "mentions"),
    [
        ("triggers", set(), set(), {"triggers"}),
        (
            "arguments",
            {"boundary", "wrong_role", "redundant", "in_unmatched_event"},
            {"argument.actor", "argument.recipient"},
            {"arguments"},
        ),
        ("dates", {"wrong_date"}, {"date"}, set()),
    ],
)
def test_nothing_is_counted_of_what_a_dataset_does_not_annotate(lacking, labels, slots, mentions):
    """Error labels, slots of the MUC line and kinds of mentions are only those that gold can speak of."""
    article, prediction = example()

    whole, less = (scored([article], [prediction], annotates=ALL - {name}) for name in ("", lacking))

    one, other = ({label for told in each.errors.values() for label in told} for each in (whole, less))
    assert one - other == labels
    assert whole.muc_lines.keys() - less.muc_lines.keys() == slots
    assert whole.resolution.keys() - less.resolution.keys() == mentions


def test_the_report_fits_its_schema_and_reads_back():
    """A report is valid, and its JSON gives the same record."""
    article, prediction = example()
    report = scored([article], [prediction], resamples=200)

    value = json.loads(codec.pretty(report))

    assert schema.check("report", value, "report.json") == []
    assert codec.decode(ScoreReport, value) == report


# Random small worlds: one article of distinct words, events over it on both sides.

WORDS = [f"w{i}x" for i in range(30)]
TEXT = " ".join(WORDS)
STARTS = list(itertools.accumulate((len(word) + 1 for word in WORDS), initial=0))
TYPES = ("ASSAULT", "ACCUSE", "CONSULT")
ROLES = ("actor", "recipient")
DATES = (None, "2024-01-15", "2024-01-16", "2024-01", "[..2024-01-14]")


def mention(i):
    return Mention(text=WORDS[i], start=STARTS[i], end=STARTS[i] + len(WORDS[i]), fragments=())


@st.composite
def golds(draw, one_mention=False, optional=False):
    """Gold events with distinct words for each trigger and filler mention."""
    free = draw(st.permutations(range(len(WORDS))))
    events = []
    for number in range(draw(st.integers(0, 4))):
        take = lambda: mention(free.pop())  # noqa: E731 - each call takes another word
        arguments = [
            Argument(
                role=draw(st.sampled_from(ROLES)),
                mentions=tuple(take() for _ in range(1 if one_mention else draw(st.integers(1, 2)))),
                optional=optional and draw(st.booleans()),
            )
            for _ in range(draw(st.integers(0, 2)))
        ]
        value = draw(st.sampled_from(DATES))
        events.append(
            Event(
                event_id=f"e{number}",
                event_type=draw(st.sampled_from(TYPES)),
                optional=optional and draw(st.booleans()),
                triggers=tuple(take() for _ in range(1 if one_mention else draw(st.integers(1, 2)))),
                arguments=tuple(arguments),
                date=EventDate(value=value, basis=None, mentions=(), alternatives=()),
            )
        )
    return tuple(events)


@st.composite
def sharing(draw):
    """Gold events that share triggers, and fillers with all their mentions, but no event has one twice."""
    events = draw(golds(optional=True))
    triggers = [trigger for event in events for trigger in event.triggers]
    fillers = [argument.mentions for event in events for argument in event.arguments]
    shared = {}
    for event in events:
        told = dict.fromkeys([*event.triggers, *draw(st.lists(st.sampled_from(triggers), max_size=1))])
        arguments = {(one.role, one.mentions): one for one in event.arguments}
        for mentions in draw(st.lists(st.sampled_from(fillers), max_size=2)) if fillers else ():
            more = Argument(
                role=draw(st.sampled_from(ROLES)), mentions=mentions, optional=draw(st.booleans())
            )
            arguments.setdefault((more.role, mentions), more)
        alike = dataclasses.replace(
            event, event_id="e", triggers=tuple(told), arguments=tuple(arguments.values())
        )
        shared.setdefault(alike, dataclasses.replace(alike, event_id=event.event_id))
    return tuple(shared.values())


def article_of(events):
    return Article(
        article_id="a",
        text=TEXT,
        published="2024-01-16",
        license="CC0-1.0",
        ontology="plover@1.0.0",
        events=tuple(events),
    )


def sent_as_gold(event):
    def given(mention):
        return {
            "text": mention.text,
            "start": mention.start,
            "end": mention.end,
            "fragments": mention.fragments,
        }

    return PredictedEvent(
        event_type=event.event_type,
        triggers=tuple(PredictedTrigger(**given(one)) for one in event.triggers),
        arguments=tuple(
            PredictedArgument(role=one.role, **given(one.mentions[0])) for one in event.arguments
        ),
        date=event.date.value,
        mode=event.mode,
        status=event.status,
    )


def as_gold(event, number):
    """The predicted event as a gold one."""
    return Event(
        event_id=f"p{number}",
        event_type=event.event_type,
        triggers=tuple(Mention(text=t.text, start=t.start, end=t.end, fragments=()) for t in event.triggers),
        arguments=tuple(
            Argument(role=a.role, mentions=(Mention(text=a.text, start=a.start, end=a.end, fragments=()),))
            for a in event.arguments
        ),
        date=EventDate(value=event.date, basis=None, mentions=(), alternatives=()),
    )


PREDICTED = golds(one_mention=True).map(lambda events: [sent_as_gold(event) for event in events])


def scored_events(gold, predicted, **changes):
    return scored([article_of(gold)], [Prediction(article_id="a", events=tuple(predicted))], **changes)


@given(sharing())
def test_gold_against_itself_is_one(gold):
    """Gold sent with all its triggers and one mention of each filler scores 1 wherever a score is defined.

    Fillers that share a word share all their mentions, and no event has one of them twice in a role.
    """
    report = scored_events(gold, [sent_as_gold(event) for event in gold])

    assert {score.f1 for score in report.scores.values()} <= {1, None}
    assert report.shares["date_accuracy"].value in {1, None}


def test_what_only_a_pronoun_names_is_no_entity():
    """CEAF-REE counts texts that are compared: no pronoun on either side, none where only spans match."""
    text = "We met Mira as she asked."
    pronoun, name, other = (
        Mention(text=word, start=text.index(word), end=text.index(word) + len(word), fragments=())
        for word in ("We", "Mira", "she")
    )
    event = Event(
        event_id="e1",
        event_type="CONSULT",
        triggers=(Mention(text="met", start=3, end=6, fragments=()),),
        arguments=(
            Argument(role="actor", mentions=(pronoun,)),
            Argument(role="recipient", mentions=(name, other)),
        ),
        date=EventDate(value=None, basis=None, mentions=(), alternatives=()),
    )
    article = dataclasses.replace(article_of([event]), text=text)
    sent = sent_as_gold(event)
    itself = scored([article], [Prediction(article_id="a", events=(sent,))])
    she = PredictedArgument(role="recipient", text="she", start=other.start, end=other.end)
    vague = dataclasses.replace(sent, arguments=(sent.arguments[0], she))

    assert counts(itself, "ceaf_ree") == (1, 1, 1)
    assert counts(itself, "event_argument") == (2, 2, 2)
    assert counts(scored([article], [Prediction(article_id="a", events=(vague,))]), "ceaf_ree") == (0, 0, 1)
    spans = scored([article], [Prediction(article_id="a", events=(sent,))], match="span")
    assert counts(spans, "ceaf_ree") == (0, 0, 0)


@given(golds(optional=True), PREDICTED, st.randoms(use_true_random=False))
def test_order_and_ids_never_matter(gold, predicted, shuffler):
    """Events, triggers and arguments in another order, with other ids, give the same report."""
    before = scored_events(gold, predicted)
    gold, predicted = list(gold), list(predicted)
    shuffler.shuffle(gold)
    shuffler.shuffle(predicted)
    gold = [
        dataclasses.replace(e, event_id=f"x{i}", triggers=e.triggers[::-1], arguments=e.arguments[::-1])
        for i, e in enumerate(gold)
    ]
    predicted = [
        dataclasses.replace(e, event_id=f"y{i}", arguments=e.arguments[::-1]) for i, e in enumerate(predicted)
    ]

    assert scored_events(gold, predicted) == before


@given(golds(one_mention=True), golds(one_mention=True))
def test_swapping_sides_swaps_precision_and_recall(gold, other):
    """With one mention a filler, one trigger an event and nothing optional, P and R change places.

    Fillers of an event stand at distinct words here, so no two of them pass against the same one.
    """
    gold = [dataclasses.replace(event, event_id=f"g{i}") for i, event in enumerate(gold)]
    predicted = [sent_as_gold(event) for event in other]
    forth = scored_events(gold, predicted)
    back = scored_events([as_gold(e, i) for i, e in enumerate(predicted)], [sent_as_gold(e) for e in gold])

    for name, score in forth.scores.items():
        other_score = back.scores[name]
        # MUC's credit is not symmetric: a day within a month earns it, a month around a day does not. Span
        # metrics are undefined where a side has no span at all.
        if name == "date_muc" or None in {score.gold, other_score.gold}:
            continue
        assert (score.matched, score.predicted, score.gold) == (
            other_score.matched,
            other_score.gold,
            other_score.predicted,
        ), name


@given(golds(), PREDICTED)
def test_scores_lie_in_the_unit_interval(gold, predicted):
    """Every score is in [0, 1], or undefined."""
    report = scored_events(gold, predicted)

    for score in report.scores.values():
        for value in (score.precision, score.recall, score.f1):
            assert value is None or 0 <= value <= 1
    for share in report.shares.values():
        assert share.value is None or 0 <= share.value <= 1


@given(golds(), PREDICTED)
def test_an_event_that_was_missed_never_lowers_a_recall_when_sent(gold, predicted):
    """Sending a gold event that was not aligned raises or keeps every recall but Record's.

    Gold events have words of their own here, so that none is alike another but for its date.
    """
    before = scored_events(gold, predicted)
    marked = marking.mark(
        [article_of(gold)], {"a": Prediction(article_id="a", events=tuple(predicted))}, options()
    )
    unmatched = [marked[0].alignment.gold[i].place for i in marked[0].alignment.unmatched_gold]
    if not unmatched:
        return
    after = scored_events(gold, [*predicted, sent_as_gold(gold[unmatched[0]])])

    for name, score in before.scores.items():
        if name != "record" and score.recall is not None:
            assert after.scores[name].recall >= score.recall - 1e-12, name


def test_of_equally_good_alignments_the_first_is_taken_whatever_its_dates():
    """Of gold events alike but for their dates each can get the prediction that is right for the other.

    So a missed event, when sent, can cost the date of one that was right and comes after it in order.
    """
    hit = Event(
        event_id="e1",
        event_type="ASSAULT",
        triggers=(mention(0),),
        arguments=(),
        date=EventDate(value="2024-01-10", basis=None, mentions=(), alternatives=("2024-01-20",)),
    )
    again = dataclasses.replace(
        hit, event_id="e2", date=dataclasses.replace(hit.date, value="2024-01-15", alternatives=())
    )
    late = dataclasses.replace(sent_as_gold(hit), date="2024-01-20")

    before = scored_events([hit, again], [late])
    after = scored_events([hit, again], [late, sent_as_gold(again)])

    assert (counts(before, "event"), counts(before, "dated_event")) == ((1, 1, 2), (1, 1, 2))
    assert (counts(after, "event"), counts(after, "dated_event")) == ((2, 2, 2), (0, 2, 2))


@given(golds(), PREDICTED, st.data())
def test_an_aligned_gold_event_sent_again_never_lowers_event_recall(gold, predicted, data):
    """Sending a gold event that was aligned keeps the recall of Event and of all span metrics.

    It can move a partner, and so cost a date.
    """
    before = scored_events(gold, predicted)
    (sheet,) = marking.mark(
        [article_of(gold)], {"a": Prediction(article_id="a", events=tuple(predicted))}, options()
    )
    if not sheet.alignment.pairs:
        return
    pair = data.draw(st.sampled_from(sheet.alignment.pairs))
    again = gold[sheet.alignment.gold[pair.gold].place]
    after = scored_events(gold, [*predicted, sent_as_gold(again)])

    for name in ("event", *(metric.name for metric in SPAN_METRICS)):
        if before.scores[name].recall is not None:
            assert after.scores[name].recall >= before.scores[name].recall, name


@given(golds(optional=True), PREDICTED, PREDICTED)
def test_an_event_without_any_merit_never_raises_a_precision(gold, predicted, more):
    """An event in no pair of M that matches no span key when sent alone can only cost precision.

    Record and CEAF-REE are aside: their own pairings may credit a type, or a text in another event.
    """
    before = scored_events(gold, predicted)
    for event in more:
        (sheet,) = marking.mark(
            [article_of(gold)], {"a": Prediction(article_id="a", events=(*predicted, event))}, options()
        )
        added = [sheet.alignment.predicted[pair.predicted].place for pair in sheet.alignment.pairs]
        alone = scored_events(gold, [event])
        if len(predicted) in added or any(alone.scores[metric.name].matched for metric in SPAN_METRICS):
            continue
        after = summation.report([sheet], options())
        for name, score in before.scores.items():
            if name not in {"record", "ceaf_ree"} and score.precision is not None:
                assert after.scores[name].precision <= score.precision, name


def hidden(event):
    """The event as a language model sends it: words alone."""
    return dataclasses.replace(
        event,
        triggers=tuple(PredictedTrigger(text=one.text) for one in event.triggers),
        arguments=tuple(PredictedArgument(role=one.role, text=one.text) for one in event.arguments),
    )


@given(golds(optional=True), PREDICTED)
def test_words_alone_score_as_offsets_do(gold, predicted):
    """Where no word stands twice, a system scores the same with and without offsets, to the last count."""
    given_offsets = scored_events(gold, predicted)
    words = scored_events(gold, [hidden(event) for event in predicted])

    mentions = sum(len(event.triggers) for event in predicted)
    assert words.resolution["triggers"] == {
        "given": 0,
        "exact": mentions,
        "folded": 0,
        "unresolved": 0,
        "ambiguous": 0,
    }
    assert given_offsets.resolution["triggers"]["given"] == mentions
    assert dataclasses.replace(words, resolution={}) == dataclasses.replace(given_offsets, resolution={})


def test_words_that_stand_twice_are_told():
    """Of two places the nearest is taken, and the report counts what was folded, ambiguous and nowhere."""
    article = dataclasses.replace(
        article_of(()),
        text="Kovar fell. Rebels shelled Kovar.",
        events=(
            Event(
                event_id="e",
                event_type="ASSAULT",
                triggers=(Mention(text="shelled", start=19, end=26, fragments=()),),
                arguments=(
                    Argument(
                        role="recipient", mentions=(Mention(text="Kovar", start=27, end=32, fragments=()),)
                    ),
                ),
                date=EventDate(value=None, basis=None, mentions=(), alternatives=()),
            ),
        ),
    )
    sent = PredictedEvent(
        event_type="ASSAULT",
        triggers=(PredictedTrigger(text="SHELLED"),),
        arguments=(
            PredictedArgument(role="recipient", text="Kovar"),
            PredictedArgument(role="actor", text="Lenz"),
        ),
    )

    report = scored([article], [Prediction(article_id="a", events=(sent,))])

    assert counts(report, "argument_classification") == (1, 2, 1)
    assert report.resolution == {
        "triggers": {"given": 0, "exact": 0, "folded": 1, "unresolved": 0, "ambiguous": 0},
        "arguments": {"given": 0, "exact": 1, "folded": 0, "unresolved": 1, "ambiguous": 1},
    }


@given(golds(optional=True), PREDICTED)
def test_numbers_add_up(gold, predicted):
    """Per article, per type and per label of errors, counts add up to the totals."""
    report = scored_events(gold, predicted)

    event = report.scores["event"]
    by_type = [
        entry.scores["event"] for entry in report.breakdowns["type"].values() if "event" in entry.scores
    ]
    labels = report.errors["predicted_events"]
    assert report.per_article.articles == ("a",)
    assert report.per_article.numbers["event"] == {
        "matched": (event.matched,),
        "predicted": (event.predicted,),
        "gold": (event.gold,),
    }
    assert sum(score.matched for score in by_type) == event.matched
    assert sum(score.predicted for score in by_type) == event.predicted
    assert sum(score.gold for score in by_type) == event.gold
    assert labels["right"] + labels["wrong_date"] == event.matched
    assert sum(labels.values()) == event.predicted
    fillers = report.errors["predicted_fillers"]
    argument = report.scores["event_argument"]
    assert fillers["right"] == argument.matched
    assert sum(fillers.values()) - fillers["redundant"] == argument.predicted
    lines = {slot: line for slot, line in report.muc_lines.items() if slot.startswith("argument.")}
    assert sum(line.correct for line in lines.values()) == argument.matched


@given(golds(), PREDICTED)
def test_confusion_is_scikit_learns(gold, predicted):
    """The whole table of types is scikit-learn's, with missed gold and spurious events under a dash."""
    (sheet,) = marking.mark(
        [article_of(gold)], {"a": Prediction(article_id="a", events=tuple(predicted))}, options()
    )
    mine, theirs = sheet.alignment.gold, sheet.alignment.predicted
    pairs = [(pair.gold, pair.predicted) for pair in (*sheet.alignment.pairs, *sheet.alignment.wrong_type)]
    labels = [(mine[i].event_type, theirs[j].event_type) for i, j in pairs]
    labels += [(one.event_type, "-") for i, one in enumerate(mine) if i not in dict(pairs)]
    labels += [
        ("-", one.event_type) for j, one in enumerate(theirs) if j not in {other for _, other in pairs}
    ]
    names = ("-", *TYPES)
    judged = confusion_matrix(*zip(*labels, strict=True), labels=names) if labels else np.zeros((4, 4))

    ours = summation.report([sheet], options()).confusion
    assert [[ours.get(row, {}).get(column, 0) for column in names] for row in names] == judged.tolist()


@given(golds(), PREDICTED, st.data())
def test_average_precision_agrees_with_scikit_learn(gold, predicted, data):
    """The area under the curve is scikit-learn's, scaled from matched events to all gold events."""
    predicted = [
        dataclasses.replace(event, confidence=data.draw(st.sampled_from([0.1, 0.5, 0.9, 1.0])))
        for event in predicted
    ]
    marked = marking.mark(
        [article_of(gold)], {"a": Prediction(article_id="a", events=tuple(predicted))}, options()
    )
    alignment = marked[0].alignment
    matched = {pair.predicted for pair in alignment.pairs}
    confidence = summation.report(marked, options()).confidence
    if not matched:
        return
    theirs = average_precision_score(
        [place in matched for place in range(len(alignment.predicted))],
        [event.confidence for event in alignment.predicted],
    )

    assert confidence.average_precision == pytest.approx(theirs * len(matched) / len(gold))
    assert sum(one.events for one in confidence.bins) == len(predicted)


@settings(max_examples=20)
@given(st.lists(golds(), min_size=2, max_size=5), st.data())
def test_articles_add_up_in_any_order(worlds, data):
    """Micro scores are sums over articles, whatever their order."""
    articles, predictions = [], []
    for number, gold in enumerate(worlds):
        articles.append(dataclasses.replace(article_of(gold), article_id=f"a{number}"))
        predictions.append(Prediction(article_id=f"a{number}", events=tuple(data.draw(PREDICTED))))
    whole = scored(articles, predictions, resamples=100)
    random.Random(3).shuffle(articles)

    assert scored(articles, predictions[::-1], resamples=100) == whole
    sent = {prediction.article_id: prediction for prediction in predictions}
    alone = [scored([article], [sent[article.article_id]]) for article in articles]
    for name, score in whole.scores.items():
        single = [report.scores[name] for report in alone]
        if all(one.gold is not None for one in single):
            added = sum((Counts(one.matched, one.predicted, one.gold) for one in single), Counts())
            assert (added.matched, added.predicted, added.gold) == (
                score.matched,
                score.predicted,
                score.gold,
            )


def test_the_documented_use_from_python_runs(shipped, tmp_path, monkeypatch):
    """The lines that docs/metrics.md shows for a notebook, for files and for all else run as they stand."""
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    notebook, files, doors = (part.partition("```")[0] for part in page.split("```python\n")[1:])
    monkeypatch.chdir(tmp_path)
    kept = Path("releases") / shipped.name
    assert str(kept) in notebook, "the page names another release than the one we ship"
    kept.parent.mkdir()
    kept.symlink_to(shipped)
    gold = releases.open_release(kept).articles("test")
    output = [
        codec.encode(
            Prediction(article_id=article.article_id, events=tuple(map(sent_as_gold, article.events)))
        )
        for article in gold
    ]
    Path("predictions.jsonl").write_text("".join(json.dumps(line) + "\n" for line in output))
    Path("system.json").write_bytes(codec.pretty(CARD))
    shown = []
    names = {"output": output, "print": lambda *values: shown.append(values)}

    exec(compile(notebook, "docs/metrics.md", "exec"), names)  # noqa: S102 - the page is ours
    first, by_notebook = shown[:], names["report"]
    exec(compile(files, "docs/metrics.md", "exec"), names)  # noqa: S102 - the page is ours
    by_label = shown[1:]
    exec(compile(doors, "docs/metrics.md", "exec"), names)  # noqa: S102 - the page is ours

    assert first == [(1, by_notebook.signature)]
    assert len([line for line in notebook.splitlines() if line and "import" not in line]) == 5
    assert by_label == [
        (name, score.f1, score.gold)
        for name, one in by_notebook.breakdowns["type"].items()
        for score in [one.scores["event"]]
    ]
    (p_value,), (table,) = shown[1 + len(by_label) :]
    assert p_value == 1 / 1001
    assert table.startswith("| Metric |")
    assert names["rows"] == []
    assert {row.label for row in names["unfolded"].rows} == {"right"}


def test_the_door_of_the_room_is_the_scorers():
    """benchmark.scoring.score is the scorer's, loaded when asked for, and neither loads what is heavy."""
    script = (
        "import sys, benchmark.scoring; before = set(sys.modules);"
        "from benchmark.scoring import Options, score;"
        "print('benchmark.scoring.scorer' in before, Options.__module__, score.__module__,"
        "sorted({'numpy', 'scipy', 'datasets', 'pyarrow'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ended.stdout == "False benchmark.scoring.options benchmark.scoring.scorer []\n"
    assert (
        {getattr(scoring, name).__name__ for name in scoring.__all__} == {*scoring.__all__} <= {*dir(scoring)}
    )
    assert "of a split.\n" in pydoc.plaintext.document(scoring), "help() does not show the door"
    with pytest.raises(AttributeError, match="no attribute 'scroe'"):
        _ = scoring.scroe
