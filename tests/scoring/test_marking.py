"""Marking: gold and predictions to sheets, in order, or one refusal with every fault."""

from __future__ import annotations

import dataclasses
import weakref

import pytest

from benchmark.records.errors import CheckError
from benchmark.scoring import alignment, marking, scorer
from probe import ALL, example, options


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda articles, sent: (articles, sent | {"other": sent["kovar"]}), "other are unknown to gold"),
        (lambda articles, sent: (articles * 2, sent), "kovar stand twice"),
        (
            lambda articles, sent: ([dataclasses.replace(articles[0], events=None)], sent),
            "kovar have no gold",
        ),
    ],
)
def test_what_gold_cannot_decide_is_refused(change, told):
    """The library door refuses an id that gold does not know, one that stands twice, and withheld gold."""
    article, prediction = example()
    article = dataclasses.replace(article, article_id="kovar")

    with pytest.raises(CheckError, match=told):
        scorer.score(*change([article], {"kovar": prediction}), options())


def test_a_refusal_names_every_fault_and_ten_articles_of_each():
    """Sorted by id, and how many more there are: who mends them need not ask again for another fault."""
    article, prediction = example()
    twice = [dataclasses.replace(article, article_id=name) for name in ("b", "a", "b", "a")]
    withheld = dataclasses.replace(article, article_id="c", events=None)
    unknown = {f"x{number:02}": prediction for number in range(12, 0, -1)}

    with pytest.raises(CheckError) as caught:
        scorer.score([*twice, withheld], unknown, options())

    assert str(caught.value) == (
        "these articles cannot be scored: a, b stand twice; c have no gold; "
        "x01, x02, x03, x04, x05, x06, x07, x08, x09, x10 and 2 more are unknown to gold"
    )


def test_sheets_stand_in_order_of_ids():
    """Whatever order articles are given in; what no system sent is said to be missing."""
    article, prediction = example()
    articles = [dataclasses.replace(article, article_id=name) for name in ("b", "a")]

    sheets = marking.mark(articles, {"b": prediction}, options())

    assert [(sheet.article.article_id, sheet.missing) for sheet in sheets] == [("a", True), ("b", False)]


def test_a_key_marks_each_system_as_if_it_were_the_only_one():
    """Gold made ready once gives every system the sheets that it gets by itself."""
    article, prediction = example()
    key = marking.Key([article], ALL, "span+fold", many=True)
    systems = [{}, {article.article_id: prediction}, {}]

    assert [list(key.mark(sent)) for sent in systems] == [
        marking.mark([article], sent, options()) for sent in systems
    ]


def test_an_article_is_let_go_once_it_is_counted(monkeypatch):
    """However many articles are scored, no more than two alignments are in memory: the last and the next."""

    class Watched(alignment.Alignment):
        """An alignment that can be referred to weakly."""

    seen: list[weakref.ref[Watched]] = []
    alive = []

    def watched(gold, predicted):
        made = alignment.align(gold, predicted)
        one = Watched(*(getattr(made, field.name) for field in dataclasses.fields(made)))
        seen.append(weakref.ref(one))
        alive.append(sum(reference() is not None for reference in seen))
        return one

    monkeypatch.setattr(marking, "align", watched)
    article, prediction = example()
    articles = [dataclasses.replace(article, article_id=f"a{number}") for number in range(9)]
    scorer.score(articles, {one.article_id: prediction for one in articles}, options())

    assert len(alive) == len(articles)
    assert max(alive) <= 2
