"""Readings: every verdict stands in one row, with the words that it is about."""

import dataclasses

import pytest

from benchmark.records.article import Article
from benchmark.records.prediction import Prediction
from benchmark.records.reading import FAULTS
from benchmark.scoring import scorer
from benchmark.scoring.reading import lay_out, unfold
from benchmark.store import codec
from benchmark.store.releases import open_release

EVERYTHING = frozenset(("triggers", "arguments", "dates", "status", "modes"))


@pytest.fixture
def sheet(example_article, example_prediction):
    """The worked example of scoring.md, 7, scored."""
    return marked(codec.decode(Article, example_article), codec.decode(Prediction, example_prediction))


def marked(article, prediction):
    (sheet,) = scorer.mark([article], {article.article_id: prediction} if prediction else {}, OPTIONS)
    return sheet


OPTIONS = scorer.Options(
    system=None,
    dataset=None,
    split="test",
    ontology="plover@1.0.0",
    annotates=EVERYTHING,
    resamples=0,
)


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


def test_optional_gold_that_was_not_found_is_no_fault(sheet):
    """It is shown with its fillers, and said to be optional."""
    events = tuple(dataclasses.replace(event, optional=True) for event in sheet.article.events)
    rows = unfold(marked(dataclasses.replace(sheet.article, events=events), None)).rows

    assert [(row.label, row.faults) for row in rows] == [("optional", ())] * 2
    assert [told(slot) for slot in rows[1].slots] == [(None, ("actor", ["ministry"]), None)]


def test_every_verdict_has_its_place(shipped):
    """On the shipped corpus rows and fillers add up to the verdicts of the scorer, label by label."""
    from benchmark import baselines

    release = open_release(shipped)
    articles = release.articles("test")
    predictions, card = baselines.predict("lexicon", release.articles("train"), articles, release.ontology)
    options = scorer.Options.of(release.manifest, card, "test", resamples=0)
    sheets = scorer.mark(articles, {one.article_id: one for one in predictions}, options)

    for sheet in sheets:
        rows = unfold(sheet).rows
        events = [verdict.label for verdict in sheet.verdicts if verdict.unit == "event"]
        fillers = [verdict.label for verdict in sheet.verdicts if verdict.unit == "filler"]
        assert sorted(row.label for row in rows if row.label != "optional") == sorted(events)
        assert sorted(slot.label for row in rows for slot in row.slots if slot.label) == sorted(fillers)
        assert all(set(row.faults) <= set(FAULTS) for row in rows)


def test_unscored_article_is_only_laid_out(sheet, example_prediction):
    """Where gold is withheld nothing is judged: a prediction is not called spurious."""
    blind = dataclasses.replace(sheet.article, events=None)
    rows = lay_out(blind, codec.decode(Prediction, example_prediction), EVERYTHING, "span+fold").rows

    assert [(row.label, row.faults, row.gold) for row in rows] == [(None, (), None)] * 2
    gold = lay_out(sheet.article, None, EVERYTHING, "span+fold").rows
    assert [row.gold.event_type for row in gold] == ["ASSAULT", "ACCUSE"]
    assert [one.text for one in gold[0].gold.time] == ["on Monday"]
