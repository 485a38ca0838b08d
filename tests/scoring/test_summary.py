"""A report as its reader meets it: the whole table of the worked example, and each remark beside it."""

from __future__ import annotations

import dataclasses

import pytest

from benchmark.scoring import scorer, summary
from benchmark.scoring.signature import SCORER_VERSION
from benchmark.tables import render
from benchmark.tables.table import DASH
from probe import ALL, example, options

TABLE = """\
Probe 1 on probe 1.0.0, test: 2 articles
Metric                      P      R   Score   95 % low   95 % high   Matched   Predicted   Gold
------------------------------------------------------------------------------------------------
Event                    50.0   25.0    33.3        0.0        50.0         1           2      4
Date accuracy               -      -     0.0        0.0         0.0         0           -      1
Argument                 33.3   16.7    22.2        0.0        33.3         1           3      6
Dated event               0.0    0.0     0.0        0.0         0.0         0           2      4
TI                      100.0   33.3    50.0        0.0        80.0         2           2      6
TC                       50.0   16.7    25.0        0.0        40.0         1           2      6
AI                       33.3   16.7    22.2        0.0        33.3         1           3      6
AC                       33.3   16.7    22.2        0.0        33.3         1           3      6
AI+                      33.3   16.7    22.2        0.0        33.3         1           3      6
AC+                      33.3   16.7    22.2        0.0        33.3         1           3      6
Argument~                33.3   16.7    22.2        0.0        33.3         1           3      6
Lenient date accuracy       -      -     0.0        0.0         0.0         0           -      1
Off-dateline accuracy       -      -     0.0        0.0         0.0         0           -      1
Date coverage               -      -   100.0      100.0       100.0         1           -      1
Date                      0.0    0.0     0.0        0.0         0.0         0           1      2
dateline:VERSION|data:probe@1.0.0#000000000000|ontology:plover@1.0.0|boot:20
""".replace("VERSION", SCORER_VERSION)
TRIVIAL = "date accuracy beside the trivial answers on the same"
SIGNATURE = (
    f"signature dateline:{SCORER_VERSION}|data:probe@1.0.0#000000000000|split:test|ontology:plover@1.0.0|"
    "match:span+fold|relax:dice0.5|align:3|date:edtf2|boot:20|seed:1"
)


def scored(annotates=ALL, resamples=20):
    """The worked example, and a second article that the system says nothing of."""
    article, sent = example()
    silent = dataclasses.replace(article, article_id="silent")
    return scorer.score([article, silent], {sent.article_id: sent}, options(annotates, resamples=resamples))


@pytest.fixture
def report():
    return scored()


def test_the_table_is_that_of_the_worked_example(report):
    """Headline first, F1 or the share as score, with its interval, whole numbers and the signature."""
    assert render(summary.summarise(report), "table").replace(DASH, "-") == TABLE


def test_what_is_none_of_ours_comes_last(report):
    """A metric of a guest has a row; ours that are not shown stand in the report alone."""
    mine = dataclasses.replace(report.scores["record"], name="mine", label="Mine")
    plain = summary.summarise(report).rows

    rows = summary.summarise(dataclasses.replace(report, scores={"mine": mine, **report.scores})).rows

    assert rows[:-1] == plain
    assert (rows[-1][0], rows[-1][-1]) == ("Mine", mine.gold)


def test_what_is_not_known_is_a_dash(report):
    """No resamples are no interval, dates that nobody annotates no score, and a sum of fractions no count."""
    rows = {row[0]: row[1:] for row in summary.summarise(scored(ALL - {"dates"}, resamples=0)).rows}
    accuracy = dataclasses.replace(report.shares["date_accuracy"], total=1.5, support=2, value=0.75)
    shares = {**report.shares, "date_accuracy": accuracy}
    broken = summary.summarise(dataclasses.replace(report, shares=shares)).rows

    assert rows["Event"] == (1 / 2, 1 / 4, 1 / 3, None, None, 1, 2, 4)
    assert rows["Date accuracy"] == rows["Dated event"] == (None,) * 8
    assert broken[1] == ("Date accuracy", None, None, 0.75, 0.0, 0.0, None, None, 2)


def test_beside_the_table_stands_what_a_reader_must_know(report):
    """Who was left out, how mentions were found, the trivial answers, and the signature in full."""
    assert list(summary.remarks(report)) == [
        "1 of 2 articles have no prediction and count as empty: silent",
        "triggers without offsets: 1 found exactly, 0 folded, 0 nowhere; 0 stand at several places",
        "arguments without offsets: 1 found exactly, 0 folded, 0 nowhere; 0 stand at several places",
        (
            f"{TRIVIAL} 1 pair: always the publication date 0.0%, never a date 0.0%; "
            "of all gold events 50.0% are undated, 0.0% of that very day"
        ),
        SIGNATURE,
    ]


def test_nothing_is_said_of_what_did_not_happen(report):
    """All articles answered with offsets, no date asked: the signature alone."""
    nothing = dict.fromkeys(("exact", "folded", "unresolved", "ambiguous"), 0)
    shares = {name: dataclasses.replace(share, support=0) for name, share in report.shares.items()}
    quiet = dataclasses.replace(
        report, missing_articles=(), shares=shares, resolution={"triggers": {"given": 2, **nothing}}
    )

    assert list(summary.remarks(quiet)) == [SIGNATURE]


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        (10, "a0, a1, a2, a3, a4, a5, a6, a7, a8, a9"),
        (12, "a0, a1, a2, a3, a4, a5, a6, a7, a8, a9 and 2 more"),
    ],
)
def test_ten_missing_articles_are_named_and_the_rest_counted(report, missing, named):
    """A system that left out half a corpus does not fill the screen."""
    told = dataclasses.replace(
        report, articles=4_000, missing_articles=tuple(f"a{i}" for i in range(missing))
    )

    assert next(summary.remarks(told)) == (
        f"{missing} of 4,000 articles have no prediction and count as empty: {named}"
    )


@pytest.mark.parametrize(
    "how", [["exact"], ["folded"], ["unresolved"], ["exact", "folded"], ["exact", "unresolved"]]
)
def test_words_without_offsets_are_told_by_how_they_were_found(report, how):
    """One that was found only after folding, or nowhere, is reason enough to tell."""
    counts = {"given": 9, "exact": 0, "folded": 0, "unresolved": 0, "ambiguous": 1_000}
    counts |= dict.fromkeys(how, 2_000)
    told = dataclasses.replace(report, missing_articles=(), resolution={"triggers": counts})
    exact, folded, nowhere = (f"{counts[name]:,}" for name in ("exact", "folded", "unresolved"))

    assert next(summary.remarks(told)) == (
        f"triggers without offsets: {exact} found exactly, {folded} folded, {nowhere} nowhere; "
        "1,000 stand at several places"
    )


def test_events_sent_twice_are_told(report):
    """Each copy counts as a prediction, which lowers precision, so the reader must know."""
    errors = {**report.errors, "predicted_events": {**report.errors["predicted_events"], "duplicate": 1_200}}
    told = dataclasses.replace(report, missing_articles=(), resolution={}, errors=errors)

    assert next(summary.remarks(told)) == "sent again, and counted each time: 1,200 predicted events"


def test_a_trivial_answer_without_a_score_is_undefined(report):
    """Shares over nothing are said to be undefined, not 0."""
    silent = {
        name: dataclasses.replace(
            one,
            shares={
                **one.shares,
                "date_accuracy": dataclasses.replace(one.shares["date_accuracy"], value=value),
            },
        )
        for (name, one), value in zip(report.trivial.items(), (0.25, None), strict=True)
    }
    asked = {
        "date_accuracy": dataclasses.replace(report.shares["date_accuracy"], support=1_000),
        "gold_undated": dataclasses.replace(report.shares["gold_undated"], value=None),
        "gold_on_published": dataclasses.replace(report.shares["gold_on_published"], value=0.125),
    }
    told = dataclasses.replace(report, trivial=silent, shares=report.shares | asked)

    assert list(summary.remarks(told))[-2] == (
        f"{TRIVIAL} 1,000 pairs: always the publication date 25.0%, never a date undefined; "
        "of all gold events undefined are undated, 12.5% of that very day"
    )


def test_over_no_pairs_no_trivial_answer_earns_anything(report):
    """That each is undefined there would be two facts more, and no news."""
    none = dataclasses.replace(report.shares["date_accuracy"], value=None, total=0, support=0)
    silent = dataclasses.replace(report, shares={**report.shares, "date_accuracy": none})

    assert summary.trivial_answers(silent) == "0 pairs"
    assert summary.trivial_answers(report).startswith("1 pair: always the publication date ")
