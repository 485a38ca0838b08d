"""From scored articles to a report: what a metric needs, and what stands in each part of it."""

from __future__ import annotations

import dataclasses
import importlib.util

import numpy as np
import pytest

from benchmark.records.article import Article, Event, EventDate, Mention
from benchmark.records.prediction import PredictedEvent, PredictedTrigger, Prediction
from benchmark.records.report import Counts, ScoreReport
from benchmark.scoring import resampling, scorer, summation
from benchmark.scoring.date_metrics import DATE_SHARES
from benchmark.store import codec, schema
from probe import ALL, example, options

DATED = (
    "dated_event date date_muc date_accuracy lenient_date_accuracy date_coverage selective_date_accuracy "
    "off_dateline_accuracy over_precision under_precision date_soft date_muc_credit date_kbp_credit "
    "date_within_1 date_within_3 date_within_7 date_within_30 date_within_365 gold_undated gold_on_published"
)


@pytest.fixture
def entries():
    """Every score and share, of a module loaded anew: what runs on import has run before any mutant of it."""
    spec = importlib.util.find_spec(summation.__name__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return (*module.SCORES, *module.SHARES)


def test_every_metric_cites_its_source(entries):
    """docs/metrics.md has a source beside each row, be it a paper or a section of ours."""
    assert [entry.name for entry in entries if not entry.citation] == []


def test_a_metric_needs_what_it_is_about(entries):
    """Whatever a dataset annotates defines events and records; all else needs what it counts."""
    needs = {}
    for entry in entries:
        needs.setdefault(" ".join(sorted(entry.needs)), []).append(entry.name)

    assert needs == {
        "": ["event", "record"],
        "triggers": ["trigger_identification", "trigger_classification"],
        "arguments": [
            "event_argument",
            "event_argument_relaxed",
            "argument_identification",
            "argument_classification",
            "ceaf_ree",
        ],
        "arguments triggers": ["argument_identification_attached", "argument_classification_attached"],
        "dates": DATED.split(),
        "status": ["status_accuracy"],
        "modes": ["mode_accuracy"],
    }


def scored(articles, sent, annotates=ALL, resamples=0):
    """The report of articles and of what was sent for each, None where nothing was."""
    predictions = {
        article.article_id: one for article, one in zip(articles, sent, strict=True) if one is not None
    }
    return scorer.score(articles, predictions, options(annotates, resamples=resamples))


def worked(annotates=ALL, resamples=0):
    """The worked example as it was sent, a copy under another tag without an answer, one with half of it."""
    article, sent = example()
    articles = [
        article,
        dataclasses.replace(article, article_id="two", tags=("conflict",)),
        dataclasses.replace(article, article_id="three"),
    ]
    last = dataclasses.replace(sent, article_id="three", events=sent.events[:1])
    return scored(articles, [sent, None, last], annotates, resamples)


@pytest.mark.parametrize("annotates", [ALL, ()])
def test_every_row_bears_the_name_and_the_label_of_its_metric(annotates):
    """Scores, shares, macro means and trivial answers, whether they are defined or not."""
    report = worked(annotates)

    scores = {entry.name: entry.label for entry in summation.SCORES}
    shares = {entry.name: entry.label for entry in summation.SHARES}
    dated = {share.name: share.label for share in DATE_SHARES}
    tables = [(report.scores, scores), (report.shares, shares)]
    tables += [(report.macro, {name: scores[name] for name in report.macro})]
    tables += [(told.shares, dated) for told in report.trivial.values()]
    names = ("dated_event", "date", "date_muc")
    tables += [(told.scores, {name: scores[name] for name in names}) for told in report.trivial.values()]
    assert [{key: (row.name, row.label) for key, row in rows.items()} for rows, _ in tables] == [
        {name: (name, label) for name, label in wanted.items()} for _, wanted in tables
    ]


def test_rows_of_labels_have_the_ratios_of_their_counts():
    """A score under a label is that of its counts, a share its total by its support."""
    labels = [row for rows in worked().breakdowns.values() for row in rows.values()]

    scores = [score for row in labels for score in row.scores.values()]
    shares = [
        share for row in labels for told in (row.shares, *row.trivial.values()) for share in told.values()
    ]
    counts = [Counts(score.matched, score.predicted, score.gold) for score in scores]
    assert [(one.precision, one.recall, one.f1) for one in scores] == [
        (one.precision, one.recall, one.f1) for one in counts
    ]
    assert [one.value for one in shares] == [one.total / one.support for one in shares]
    assert len({one.support for one in shares}) > 1


def test_recall_by_type_and_tag_is_a_score_and_by_all_else_a_share():
    """What no prediction has, a status or a day, has recall alone, and that of its dated events."""
    report = worked()

    recalls = {"event_recall", "dated_event_recall"}
    assert {
        level: recalls & set(row.shares)
        for level in report.breakdowns
        for row in report.breakdowns[level].values()
    } == {
        "type": set(),
        "role": set(),
        "tag": set(),
        "status": recalls,
        "granularity": recalls,
        "basis": recalls,
        "event_tag": recalls,
    }
    assert report.breakdowns["status"]["actual"].shares["event_recall"].value == 2 / 6
    assert report.breakdowns["tag"]["conflict"].scores["event"].recall == 0
    for level in ("type", "tag"):
        rows = report.breakdowns[level].values()
        assert not any("dated_event_recall" in told for row in rows for told in row.trivial.values())


def test_tags_of_articles_have_the_shares_of_their_pairs():
    """Of two articles under a tag one pair each is in M, whose statuses agree."""
    status = worked().breakdowns["tag"]["weekday-past"].shares["status_accuracy"]

    assert (status.total, status.support, status.value) == (2, 2, 1)


def test_a_language_has_the_numbers_of_its_articles():
    """Its row is what a report of those articles alone says; where all have one language, none says it."""
    article, sent = example()
    german = dataclasses.replace(article, article_id="zwei", language="de")
    half = dataclasses.replace(sent, article_id="zwei", events=sent.events[:1])

    rows = scored([article, german], [sent, half]).breakdowns["language"]
    assert list(rows) == ["de", "en"]
    for language, one, own in (("en", article, sent), ("de", german, half)):
        alone = scored([one], [own])
        assert "language" not in alone.breakdowns
        told = rows[language]
        assert {
            name: (row.matched, row.predicted, row.gold, row.f1) for name, row in told.scores.items()
        } == {name: (row.matched, row.predicted, row.gold, row.f1) for name, row in alone.scores.items()}
        assert {name: (row.total, row.support) for name, row in told.shares.items()} == {
            name: (row.total, row.support) for name, row in alone.shares.items() if name in told.shares
        }
        assert {"date_accuracy", "status_accuracy"} <= told.shares.keys()
        assert told.trivial["published"].keys() >= {"date_accuracy"}


def test_a_type_of_which_nothing_dated_is_sent_has_its_dates_to_find():
    """Date scores stand under every type of gold, and under those that were sent alone."""
    article, _ = example()

    types = scored([article], [None]).breakdowns["type"]

    assert {name: row.scores["date"].gold for name, row in types.items()} == {"ACCUSE": 0, "ASSAULT": 1}


def test_macro_is_the_mean_over_types_of_gold():
    """ASSAULT is found in two of three, ACCUSE never, whose precision is undefined; REJECT is in no gold."""
    macro = worked().macro["event"]

    assert (macro.types, macro.precision, macro.recall, macro.f1) == (2, 1, (2 / 3) / 2, (4 / 5) / 2)


def test_intervals_are_those_of_the_articles():
    """Every score that is defined has its interval from the numbers of whole articles, drawn 40 times."""
    report = worked(ALL - {"arguments"}, resamples=40)
    kinds = {"precision": resampling.precision, "recall": resampling.recall, "f1": resampling.f1}

    def interval(name, parts, statistic):
        numbers = report.per_article.numbers[name]
        counts = np.array([numbers[part] for part in parts], dtype=np.float64).T
        return resampling.interval(counts, resampling.bootstrap_sums(counts, 40, 1), statistic)

    for name, score in report.scores.items():
        found = {
            kind: interval(name, ("matched", "predicted", "gold"), statistic)
            for kind, statistic in kinds.items()
            if score.gold is not None
        }
        assert score.intervals == {kind: told for kind, told in found.items() if told is not None}, name
    assert set(report.scores["event"].intervals) == set(kinds)
    assert report.scores["event_argument"].intervals == {}
    assert report.shares["date_accuracy"].interval == interval(
        "date_accuracy", ("total", "support"), resampling.share
    )


def test_no_article_has_no_interval():
    """Of nothing nothing can be drawn: scores are undefined, however many resamples are asked for."""
    report = scored([], [], resamples=10)

    assert {(score.f1, *score.intervals) for score in report.scores.values()} == {(None,)}
    assert report.coreference is None


def test_dates_alone_define_what_needs_dates():
    """A dataset of dates has every score and share of dates, under each label too, and no other's."""
    report = worked({"dates"})

    needed = {entry.name for entry in summation.SHARES if entry.needs == {"dates"}}
    assert {name for name, share in report.shares.items() if share.support is not None} == needed
    assert report.scores["date"].gold == 3
    assert report.breakdowns["granularity"]["day"].shares["date_coverage"].support == 2


def test_without_dates_trivial_answers_have_no_numbers():
    """What is not annotated is null, no zero: totals and supports, counts and breakdowns."""
    report = worked(ALL - {"dates"})

    for told in report.trivial.values():
        assert {(one.total, one.support, one.value) for one in told.shares.values()} == {(None, None, None)}
        assert {(one.matched, one.predicted, one.gold) for one in told.scores.values()} == {
            (None, None, None)
        }
    assert {level: sorted(rows) for level, rows in report.breakdowns.items()} == {
        "type": ["ACCUSE", "ASSAULT", "REJECT"],
        "role": ["actor", "recipient"],
        "tag": ["conflict", "weekday-past"],
        "status": ["actual"],
        "granularity": [],
        "basis": [],
        "event_tag": ["weekday-past"],
    }
    assert "event" in report.macro
    assert not {"dated_event", "date", "date_muc"} & set(report.macro)
    assert "date_accuracy" not in report.per_article.numbers
    assert {len(row.trivial) for rows in report.breakdowns.values() for row in rows.values()} == {0}


def test_gold_without_offsets_has_no_score_of_spans():
    """Nor has it what else is not annotated; what is said by words alone is scored by them."""
    article, _ = example()
    words = dataclasses.replace(
        article,
        events=tuple(
            dataclasses.replace(
                event,
                triggers=(),
                arguments=tuple(
                    dataclasses.replace(
                        one,
                        mentions=tuple(dataclasses.replace(m, start=None, end=None) for m in one.mentions),
                    )
                    for one in event.arguments
                ),
            )
            for event in article.events
        ),
    )

    report = scored([words], [None], ALL - {"dates"})

    assert [name for name, score in report.scores.items() if score.gold is None] == [
        "dated_event",
        "trigger_identification",
        "trigger_classification",
        "argument_identification",
        "argument_classification",
        "argument_identification_attached",
        "argument_classification_attached",
        "date",
        "date_muc",
    ]


def test_lines_of_slots_have_their_ratios():
    """Two of gold's six actors are found, and one of the three that were sent stands in no event of M."""
    line = worked().muc_lines["argument.actor"]

    assert (line.possible, line.actual, line.correct, line.missing, line.spurious) == (6, 3, 2, 4, 1)
    assert (line.overgeneration, line.undergeneration) == (1 / 3, 4 / 6)


WORDS = "one two three four five"
PLACES = {word: WORDS.index(word) for word in WORDS.split()}


def told(event_type, *words):
    """A gold event and a predicted one with a trigger at each word."""
    spans = [(word, PLACES[word], PLACES[word] + len(word)) for word in words]
    nothing = EventDate(value=None, basis=None, mentions=(), alternatives=())
    gold = Event(
        event_id=" ".join(words),
        event_type=event_type,
        triggers=tuple(Mention(text=text, start=start, end=end, fragments=()) for text, start, end in spans),
        arguments=(),
        date=nothing,
    )
    sent = PredictedEvent(
        event_type=event_type,
        triggers=tuple(PredictedTrigger(text=text, start=start, end=end) for text, start, end in spans),
        arguments=(),
    )
    return gold, sent


def coreference(*worlds):
    """The coreference of a report on articles, each told as gold events and predicted ones."""
    articles = [
        Article(
            article_id=str(number),
            text=WORDS,
            published=None,
            license="CC0-1.0",
            ontology="plover@1.0.0",
            events=tuple(told("ASSAULT", *words.split())[0] for words in gold),
        )
        for number, (gold, _) in enumerate(worlds)
    ]
    sent = [
        Prediction(
            article_id=str(number), events=tuple(told("ASSAULT", *words.split())[1] for words in given)
        )
        for number, (_, given) in enumerate(worlds)
    ]
    return scored(articles, sent).coreference


def test_coreference_adds_up_over_articles():
    """Two mentions found whole in one article, three found as two and one in the other, on paper."""
    found = coreference((["one two"], ["one two"]), (["one two three"], ["one two", "three"]))

    assert {name: (row.name, row.label) for name, row in found.items()} == {
        "muc": ("muc", "MUC"),
        "b_cubed": ("b_cubed", "B³"),
        "ceaf_e": ("ceaf_e", "CEAF-e"),
        "lea": ("lea", "LEA"),
        "conll": ("conll", "CoNLL mean"),
    }
    assert {name: (row.precision, row.recall, row.f1) for name, row in found.items()} == {
        "muc": (1, pytest.approx(2 / 3), pytest.approx(4 / 5)),
        "b_cubed": (1, pytest.approx(11 / 15), pytest.approx(11 / 13)),
        "ceaf_e": (pytest.approx(0.6), pytest.approx(0.9), pytest.approx(0.72)),
        "lea": (pytest.approx(4 / 5), pytest.approx(3 / 5), pytest.approx(24 / 35)),
        "conll": (None, None, pytest.approx((4 / 5 + 11 / 13 + 0.72) / 3)),
    }


@pytest.mark.parametrize(
    "world", [(["one two"], ["one"]), (["one", "two"], ["one two"]), (["one"], ["one"]), ([], ["one two"])]
)
def test_coreference_needs_events_of_several_mentions_on_both_sides(world):
    """Where a side never names an event twice there is nothing to compare."""
    assert coreference(world) is None
    assert coreference(world, (["one two"], ["one two"])) is not None


def test_confidence_needs_that_of_every_event():
    """One event sent without a confidence, or none sent at all, and no curve is drawn."""
    article, _ = example()

    assert worked().confidence is None
    assert scored([article], [None]).confidence is None


def differing(part, whole, path="$"):
    """Yield the paths at which a value holds what the other does not."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from differing(value, (whole or {}).get(key), f"{path}.{key}")
    elif part != whole:
        yield path


def test_the_example_of_the_schema_is_part_of_the_report_of_its_example():
    """Who reads reports by the example finds its names and numbers in them, the scorer's version aside."""
    article, prediction = example()
    (shown,) = schema.document("report")["examples"]
    told = codec.decode(ScoreReport, shown)
    options_of_it = options(system=told.system, dataset=told.dataset, resamples=10)
    report = scorer.score([article], {article.article_id: prediction}, options_of_it)

    assert list(differing(shown, codec.encode(report))) == ["$.signature"]
