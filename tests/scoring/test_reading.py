"""Readings: every verdict stands in one row, with the words that it is about."""

import dataclasses

import pytest

from benchmark import baselines
from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.prediction import PredictedArgument, PredictedEvent, PredictedTrigger, Prediction
from benchmark.records.reading import FAULTS, Side, Words
from benchmark.scoring import Options, marking
from benchmark.scoring.reading import lay_out, unfold
from benchmark.store import codec
from benchmark.store.releases import open_release
from probe import ALL, options


@pytest.fixture
def sheet(example_article, example_prediction):
    """The worked example of scoring.md, 7, scored."""
    return marked(codec.decode(Article, example_article), codec.decode(Prediction, example_prediction))


def marked(article, prediction):
    (sheet,) = marking.mark([article], {article.article_id: prediction} if prediction else {}, options())
    return sheet


def told(slot):
    """Label, and on each side role and words."""
    sides = [side and (side[0], [one.text for one in side[1]]) for side in (slot.gold, slot.predicted)]
    return slot.label, *sides


def test_worked_example_is_read_as_it_is_scored(sheet):
    """A wrong date with its days, a wrong type, and each filler beside its partner."""
    first, second = unfold(sheet).rows

    assert (first.label, first.outcome, first.error_days) == ("wrong_date", "near", 1)
    assert first.faults == ("wrong_date", "argument")
    assert [told(slot) for slot in first.slots] == [
        ("right", ("actor", ["Rebels"]), ("actor", ["Rebels"])),
        ("missed", ("recipient", ["Kovar"]), None),
        ("spurious", None, ("recipient", ["on Monday"])),
    ]
    assert (second.label, second.faults, second.outcome) == ("wrong_type", ("wrong_type",), None)
    assert (second.gold.event_type, second.predicted.event_type) == ("ACCUSE", "REJECT")
    assert [told(slot) for slot in second.slots] == [
        ("in_unmatched_event", ("actor", ["ministry"]), None),
        ("in_unmatched_event", None, ("actor", ["The ministry"])),
    ]


def test_all_gold_is_missed_where_nothing_is_sent(sheet):
    """Without a prediction all gold is missed, and the reading says that none was sent."""
    reading = unfold(marked(sheet.article, None))

    assert reading.missing
    assert [row.faults for row in reading.rows] == [("missed",), ("missed",)]
    assert all(row.predicted is None for row in reading.rows)


def test_verdicts_are_not_gone_through_again_for_each_event(example_article):
    """1,000 events with 200 arguments each would take minutes."""

    class Counted(list):
        times = 0

        def __iter__(self):
            self.times += 1
            return super().__iter__()

    def times(events):
        sent = PredictedEvent(event_type="PROTEST", arguments=(PredictedArgument(role="actor", text="us"),))
        prediction = Prediction(article_id="", events=(sent,) * events)
        one = marked(codec.decode(Article, example_article), prediction)
        verdicts = Counted(one.verdicts)
        assert len(unfold(dataclasses.replace(one, verdicts=verdicts)).rows) == 2 + events
        return verdicts.times

    assert times(5) == times(1)


def test_optional_gold_that_was_not_found_is_no_fault(sheet):
    """It is shown with its fillers, and all are said to be optional."""
    events = tuple(dataclasses.replace(event, optional=True) for event in sheet.article.events)
    rows = unfold(marked(dataclasses.replace(sheet.article, events=events), None)).rows

    assert [(row.label, row.faults) for row in rows] == [("optional", ())] * 2
    assert [told(slot) for slot in rows[1].slots] == [("optional", ("actor", ["ministry"]), None)]


def test_optional_filler_that_was_not_found_is_no_fault(sheet, example_prediction):
    """In a pair, too, gold that the system lacks and that costs nothing is said to be optional."""
    first, second = sheet.article.events
    fillers = tuple(dataclasses.replace(one, optional=one.role == "recipient") for one in first.arguments)
    events = (dataclasses.replace(first, arguments=fillers), second)
    article = dataclasses.replace(sheet.article, events=events)
    row = unfold(marked(article, codec.decode(Prediction, example_prediction))).rows[0]

    assert told(row.slots[1]) == ("optional", ("recipient", ["Kovar"]), None)


def test_every_verdict_has_its_place(shipped):
    """On the shipped corpus rows and fillers add up to the verdicts of the scorer, label by label."""
    release = open_release(shipped)
    articles = release.articles("test")
    predictions, card = baselines.predict("lexicon", release.articles("train"), articles, release.ontology)
    options = Options.of(release.manifest, card, "test", resamples=0)
    sheets = marking.mark(articles, {one.article_id: one for one in predictions}, options)

    for sheet in sheets:
        rows = unfold(sheet).rows
        events = [verdict.label for verdict in sheet.verdicts if verdict.unit == "event"]
        fillers = [verdict.label for verdict in sheet.verdicts if verdict.unit == "filler"]
        assert sorted(row.label for row in rows if row.label != "optional") == sorted(events)
        judged = [slot.label for row in rows for slot in row.slots if slot.label != "optional"]
        assert sorted(judged) == sorted(fillers)
        assert all(set(row.faults) <= set(FAULTS) for row in rows)


def test_unscored_article_is_only_laid_out(sheet, example_prediction):
    """Where gold is withheld nothing is judged: a prediction is not called spurious."""
    blind = dataclasses.replace(sheet.article, events=None)
    rows = lay_out(blind, codec.decode(Prediction, example_prediction), ALL, "span+fold").rows

    assert [(row.label, row.faults, row.gold) for row in rows] == [(None, (), None)] * 2
    gold = lay_out(sheet.article, None, ALL, "span+fold").rows
    assert [row.gold.event_type for row in gold] == ["ASSAULT", "ACCUSE"]
    assert [one.text for one in gold[0].gold.time] == ["on Monday"]


def said(text, start):
    return Words(text=text, span=((start, start + len(text)),))


E1 = Side(
    event_type="ASSAULT",
    mode="riot",
    status="actual",
    triggers=(said("shelled", 7), said("attack", 59)),
    dates=("2024-01-15",),
    time=(said("on Monday", 21),),
)
P1 = dataclasses.replace(
    E1, mode="raid", status="planned", triggers=E1.triggers[:1], dates=("2024-01-16",), time=()
)


def worked(sheet, example_prediction):
    """The worked example with a mode on both sides and another status predicted."""
    first, *others = sheet.article.events
    article = dataclasses.replace(sheet.article, events=(dataclasses.replace(first, mode="riot"), *others))
    prediction = codec.decode(Prediction, example_prediction)
    sent, *more = prediction.events
    sent = dataclasses.replace(sent, mode="raid", status="planned")
    return article, dataclasses.replace(prediction, events=(sent, *more))


def test_sides_say_all_that_gold_and_the_system_have(sheet, example_prediction):
    """Type, mode, status, triggers and dates of both, and the words that gold read its date from."""
    article, prediction = worked(sheet, example_prediction)
    scored = unfold(marked(article, prediction))
    gold = lay_out(article, None, ALL, "span+fold")
    laid_out = lay_out(article, prediction, ALL, "span+fold")

    assert scored.article == laid_out.article == article
    assert (scored.rows[0].gold, scored.rows[0].predicted) == (E1, P1)
    assert [(row.gold, row.predicted) for row in laid_out.rows] == [
        (E1, None),
        (gold.rows[1].gold, None),
        (None, P1),
        (None, scored.rows[1].predicted),
    ]
    assert scored.rows[1].gold == gold.rows[1].gold
    assert scored.rows[1].gold.time == ()
    assert [[told(slot) for slot in row.slots] for row in laid_out.rows] == [
        [(None, ("actor", ["Rebels"]), None), (None, ("recipient", ["Kovar"]), None)],
        [(None, ("actor", ["ministry"]), None)],
        [(None, None, ("actor", ["Rebels"])), (None, None, ("recipient", ["on Monday"]))],
        [(None, None, ("actor", ["The ministry"]))],
    ]
    assert [(row.label, row.faults, row.outcome, row.error_days) for row in laid_out.rows] == [
        (None, (), None, None)
    ] * 4


def test_a_reading_leaves_out_what_a_dataset_does_not_annotate(sheet, example_prediction):
    """Neither side shows triggers or dates where gold has none."""
    article, prediction = worked(sheet, example_prediction)

    rows = lay_out(article, prediction, frozenset(("arguments",)), "span+fold").rows

    sides = [row.gold or row.predicted for row in rows]
    assert {(side.triggers, side.dates, side.time, side.mode, side.status) for side in sides} == {
        ((), (), (), None, None)
    }
    assert [len(row.slots) for row in rows] == [2, 1, 2, 1]


TEXT = " ".join(f"w{number:02}" for number in range(20))


def mention(number, kind=Mention):
    """The word of that number, at four times it."""
    return kind(text=f"w{number:02}", start=4 * number, end=4 * number + 3, fragments=())


def gold_event(event_type, triggers, *fillers):
    return Event(
        event_id=f"{event_type} {triggers}",
        event_type=event_type,
        triggers=tuple(map(mention, triggers)),
        arguments=tuple(Argument(role=role, mentions=tuple(map(mention, at))) for role, *at in fillers),
        date=EventDate(value=None, basis=None, mentions=(), alternatives=()),
    )


def sent_event(event_type, triggers, *fillers):
    return PredictedEvent(
        event_type=event_type,
        triggers=tuple(mention(number, PredictedTrigger) for number in triggers),
        arguments=tuple(
            PredictedArgument(role=role, text=one.text, start=one.start, end=one.end)
            for role, at in fillers
            for one in [mention(at)]
        ),
    )


def read(gold, sent):
    article = Article(
        article_id="a",
        text=TEXT,
        published=None,
        license="CC0-1.0",
        ontology="plover@1.0.0",
        events=tuple(gold),
    )
    return unfold(marked(article, Prediction(article_id="a", events=tuple(sent)))).rows


def test_rows_stand_in_the_order_of_the_text():
    """An event stands at its first trigger, without one at its first filler, without either at the end.

    Of two at one place the predicted one goes first.
    """
    gold = [
        gold_event("ASSAULT", [8, 3], ("actor", 0)),
        gold_event("PROTEST", [], ("actor", 9, 4)),
        gold_event("ACCUSE", [6]),
        gold_event("REJECT", []),
    ]
    sent = [
        sent_event("ASSAULT", [10]),
        sent_event("CONSULT", [], ("actor", 5)),
        sent_event("CONSULT", [2]),
        sent_event("AID", [], ("actor", 3)),
        PredictedEvent(event_type="AID", triggers=(PredictedTrigger(text="nowhere"),), arguments=()),
    ]

    rows = [
        (row.gold and row.gold.event_type, row.predicted and row.predicted.event_type)
        for row in read(gold, sent)
    ]

    assert rows == [
        (None, "CONSULT"),
        (None, "AID"),
        ("ASSAULT", None),
        ("PROTEST", None),
        (None, "CONSULT"),
        ("ACCUSE", None),
        (None, "ASSAULT"),
        (None, "AID"),
        ("REJECT", None),
    ]


def test_an_event_stands_where_its_words_begin():
    """A long trigger goes before a short one inside it."""
    long = PredictedEvent(
        event_type="ASSAULT",
        triggers=(PredictedTrigger(text="w00 w01 w02", start=0, end=11),),
        arguments=(),
    )

    rows = read([], [sent_event("PROTEST", [1]), long])

    assert [row.predicted.event_type for row in rows] == ["ASSAULT", "PROTEST"]


def test_fillers_of_a_pair_stand_beside_each_other():
    """First those of gold with their partners, then what only the system has, among it what is redundant."""
    gold = gold_event("ASSAULT", [0], ("actor", 1, 2), ("place", 3), ("recipient", 4), ("actor", 5))
    sent = sent_event(
        "ASSAULT", [0], ("actor", 1), ("actor", 2), ("actor", 3), ("recipient", 9), ("actor", 5)
    )

    (row,) = read([gold], [sent])

    assert [told(slot) for slot in row.slots] == [
        ("right", ("actor", ["w01", "w02"]), ("actor", ["w01"])),
        ("wrong_role", ("place", ["w03"]), ("actor", ["w03"])),
        ("missed", ("recipient", ["w04"]), None),
        ("right", ("actor", ["w05"]), ("actor", ["w05"])),
        ("redundant", None, ("actor", ["w02"])),
        ("spurious", None, ("recipient", ["w09"])),
    ]
    assert (row.label, row.faults) == ("right", ("argument",))


def test_a_boundary_is_a_fault_of_its_own():
    """And what was sent twice is spurious to its reader."""
    gold = gold_event("ASSAULT", [0], ("actor", 1))
    near = dataclasses.replace(
        sent_event("ASSAULT", [0]),
        arguments=(PredictedArgument(role="actor", text="w01 w", start=4, end=9),),
    )

    rows = read([gold], [near, near])

    assert [(row.label, row.faults) for row in rows] == [
        ("duplicate", ("spurious",)),
        ("right", ("boundary",)),
    ]


def test_words_in_pieces_and_words_that_stand_nowhere():
    """A mention in fragments has its words without those between; what the text has not is shown as sent."""
    pieces = ((0, 3), (8, 11))
    sent = PredictedEvent(
        event_type="ASSAULT",
        triggers=(PredictedTrigger(text="w00 w02", start=0, end=11, fragments=pieces),),
        arguments=(PredictedArgument(role="actor", text="Nobody  Else"),),
    )

    (row,) = read([], [sent])

    assert row.predicted.triggers == (Words(text="w00 w02", span=pieces),)
    assert row.slots[0].predicted == ("actor", (Words(text="Nobody  Else", span=None),))


def test_words_that_stand_nowhere_are_shown_where_no_text_is_compared(example_article):
    """A dataset that matches by span alone shows them on both sides, scored or not."""
    article = codec.decode(Article, example_article)
    lost = Mention(text="Nobody", start=None, end=None, fragments=())
    gold = dataclasses.replace(article.events[0], arguments=(Argument(role="actor", mentions=(lost,)),))
    article = dataclasses.replace(article, events=(gold,))
    sent = PredictedEvent(event_type="PROTEST", arguments=(PredictedArgument(role="actor", text="No one"),))
    prediction = Prediction(article_id=article.article_id, events=(sent,))
    by_span = dataclasses.replace(options(), match="span")
    (sheet,) = marking.mark([article], {article.article_id: prediction}, by_span)

    for reading in (unfold(sheet), lay_out(article, prediction, ALL, "span")):
        (own,), (other,) = (row.slots for row in reading.rows)
        assert own.gold == ("actor", (Words(text="Nobody", span=None),))
        assert other.predicted == ("actor", (Words(text="No one", span=None),))
