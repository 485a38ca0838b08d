"""Systems compared on constructed reports; closed testing is the independent judge of Holm's correction."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.records.comparison import Comparison
from benchmark.records.errors import CheckError, MisuseError, OtherVersionError, UnknownNameError
from benchmark.records.leaderboard import PairTest, Standings
from benchmark.records.prediction import System
from benchmark.records.report import PerArticle, ScoreReport
from benchmark.scoring import Options, comparison, comparison_summary, resampling, scorer
from benchmark.store import codec, releases, schema

SIGNATURE = (
    "dateline:1|data:dateline-news@1.0.0#000000000000|split:test|ontology:plover@1.0.0|match:span+fold|"
    "relax:dice0.5|align:3|date:edtf2|boot:1000|seed:1"
)
ARTICLES = 40
GOOD, FAIR, POOR = (4, 4, 4), (2, 4, 4), (0, 4, 4)


@pytest.fixture(scope="session")
def report(report_of):
    """Makes the report of a system from its numbers of dated events on each article."""

    def make(name, rows, metric="dated_event", **changed):
        value = report_of(name, {metric: rows}, **{"signature": SIGNATURE} | changed)
        return codec.decode(ScoreReport, value)

    return make


def ranges(found):
    return {one.name: one.rank_range for one in found.systems}


def bare(one):
    return dataclasses.replace(one, per_article=None)


def test_clearly_different_systems_have_one_rank_each(report):
    """Where every article says the same, every pair is significant and each range is one rank."""
    reports = [report(name, [row] * ARTICLES) for name, row in (("c", POOR), ("a", GOOD), ("b", FAIR))]

    found = comparison.compare(reports)

    assert [one.name for one in found.systems] == ["a", "b", "c"]
    assert ranges(found) == {"a": (1, 1), "b": (2, 2), "c": (3, 3)}
    assert all(pair.adjusted_p_value < comparison.SIGNIFICANT for pair in found.pairs)
    assert [(pair.wins, pair.losses, pair.ties) for pair in found.pairs] == [(ARTICLES, 0, 0)] * 3


def test_systems_that_do_not_differ_share_their_range(report):
    """Two systems that win as many articles as they lose stand together behind the one that beats both."""
    reports = [
        report("good", [GOOD] * ARTICLES),
        report("even", [FAIR, POOR] * (ARTICLES // 2)),
        report("odd", [POOR, FAIR] * (ARTICLES // 2)),
    ]

    found = comparison.compare(reports)

    assert ranges(found) == {"good": (1, 1), "even": (2, 3), "odd": (2, 3)}
    assert found.pairs[-1].p_value == 1
    assert found.pairs[-1].difference == 0
    assert found.pairs[-1].wins == found.pairs[-1].losses == ARTICLES // 2


def test_one_article_proves_nothing(report):
    """However far apart, one article swaps into the same difference every time: p is 1, ranks are open."""
    reports = [report("a", [GOOD]), report("b", [POOR])]

    found = comparison.compare(reports)

    assert (found.pairs[0].difference, found.pairs[0].p_value) == (1, 1)
    assert ranges(found) == {"a": (1, 2), "b": (1, 2)}


def test_ranges_may_overlap_in_a_chain(report):
    """A is better than C, but B differs from neither: 1 to 2, 1 to 3, 2 to 3."""
    better = [GOOD] * 9 + [FAIR] * 31
    between = [GOOD] * 4 + [FAIR] * 36
    reports = [report("a", better), report("b", between), report("c", [FAIR] * 40)]

    assert ranges(comparison.compare(reports)) == {"a": (1, 2), "b": (1, 3), "c": (2, 3)}


def test_a_p_value_at_the_threshold_is_not_significant(report, monkeypatch):
    """A difference is significant below the threshold, not at it."""
    reports = [report("a", [GOOD] * 5), report("b", [POOR] * 5)]
    p_value = comparison.compare(reports).pairs[0].p_value
    monkeypatch.setattr(comparison, "SIGNIFICANT", p_value)

    assert ranges(comparison.compare(reports)) == {"a": (1, 2), "b": (1, 2)}

    monkeypatch.setattr(comparison, "SIGNIFICANT", np.nextafter(p_value, 1))

    assert ranges(comparison.compare(reports)) == {"a": (1, 1), "b": (2, 2)}


def test_many_pairs_draw_swaps_enough_to_be_told_apart(report):
    """Of 12 systems the correction multiplies by 66: with 1,000 swaps every rank would be left open."""
    reports = [report("zzz", [GOOD] * ARTICLES), *(report(f"s{i}", [POOR] * ARTICLES) for i in range(11))]

    found = comparison.compare(reports)

    assert found.systems[0].rank_range == (1, 1)
    assert {one.rank_range for one in found.systems[1:]} == {(2, 12)}
    assert found.pairs[0].p_value == 1 / (1 + 66 * 25)
    assert comparison.stand(reports).ranges["zzz@1"] == (1, 1)


def test_more_systems_than_swaps_can_serve_draw_no_more(report, monkeypatch):
    """What would be drawn in vain is not drawn: memory and time are those of the resamples."""
    monkeypatch.setattr(comparison, "MOST_SWAPS", 66 * 25 - 1)

    found = comparison.compare([report(f"s{i:02}", [GOOD if i else FAIR] * ARTICLES) for i in range(12)])

    assert found.pairs[-1].p_value == 1 / 1001


def test_correction_is_over_all_pairs(report):
    """A difference that is significant alone need not be so among many: Holm multiplies by the tests left."""
    two = [report("a", [GOOD] * 6 + [FAIR] * 34), report("b", [FAIR] * 40)]
    more = [report(name, [FAIR] * 40) for name in "cdefg"]

    alone, among = comparison.compare(two).pairs[0], comparison.compare([*two, *more]).pairs[0]

    assert alone.p_value == among.p_value
    assert alone.adjusted_p_value == alone.p_value < comparison.SIGNIFICANT
    assert among.adjusted_p_value == pytest.approx(among.p_value * 21)
    assert among.adjusted_p_value > comparison.SIGNIFICANT


@given(st.lists(st.floats(0, 1) | st.sampled_from([0.01, 0.02, 0.05]), max_size=7))
def test_holm_is_closed_testing_by_bonferroni(p_values):
    """The judge: a hypothesis falls when Bonferroni rejects every set of hypotheses that it is in."""
    places = range(len(p_values))
    sets = [chosen for size in range(len(p_values)) for chosen in itertools.combinations(places, size + 1)]
    judged = [
        max(min(1.0, len(chosen) * min(p_values[j] for j in chosen)) for chosen in sets if i in chosen)
        for i in places
    ]

    assert resampling.holm(p_values) == judged


def test_score_and_interval_are_those_of_the_report(report_of):
    """What a comparison says of one system is what bench score said of it, to the last bit."""
    dice = random.Random(1)
    rows = []
    for _ in range(ARTICLES):
        matched = dice.randrange(4)
        rows.append((matched, matched + dice.randrange(3), matched + dice.randrange(3)))
    value = report_of("a", {"dated_event": rows}, signature=SIGNATURE)
    table = np.array(rows, dtype=float)
    drawn = resampling.bootstrap_sums(table, 1_000, seed=1)

    (found,) = comparison.compare([codec.decode(ScoreReport, value)]).systems

    assert found.value == value["scores"]["dated_event"]["f1"]
    assert found.interval == resampling.interval(table, drawn, resampling.f1)


def test_articles_that_flipped_most_come_first(report):
    """By the difference of the article's own F1, then of matched units, then by id; equal ones not at all."""
    first = report("a", [(2, 2, 2), (1, 1, 1), (3, 3, 3), (0, 0, 0), (1, 2, 2), (1, 2, 2)])
    second = report("b", [(1, 2, 2), (0, 1, 1), (0, 3, 3), (0, 1, 0), (1, 2, 2), (1, 1, 2)])

    (pair,) = comparison.compare([second, first]).pairs

    assert [(flip.article_id, flip.first, flip.second) for flip in pair.flips] == [
        ("a02", (3, 3, 3), (0, 3, 3)),
        ("a01", (1, 1, 1), (0, 1, 1)),
        ("a03", (0, 0, 0), (0, 1, 0)),
        ("a00", (2, 2, 2), (1, 2, 2)),
        ("a05", (1, 2, 2), (1, 1, 2)),
    ]
    assert [round(flip.difference, 3) for flip in pair.flips] == [1, 1, 1, 0.5, -0.167]
    assert (pair.wins, pair.losses, pair.ties) == (4, 1, 1)
    assert comparison.compare([first, second], flips=2).pairs[0].flips == pair.flips[:2]


def test_equal_differences_stand_in_order_of_their_ids(report):
    """1 - 1/3 and 2/3 - 0 are one difference, though their floats are not: the id decides."""
    first = report("a", [(1, 1, 2), (1, 1, 1)])
    second = report("b", [(0, 1, 2), (1, 4, 2)])

    assert [flip.article_id for flip in comparison.compare([first, second]).pairs[0].flips] == ["a00", "a01"]


def test_dates_are_compared_as_a_share(report):
    """Date accuracy is right of asked; an article on which a system was asked nothing is a tie."""
    first = report("a", [(2, 2), (1, 1), (0, 0)], metric="date_accuracy", scores={})
    second = report("b", [(1, 2), (0, 1), (0, 4)], metric="date_accuracy", scores={})

    found = comparison.compare([first, second], "date_accuracy")

    assert [one.value for one in found.systems] == [1, 1 / 7]
    assert (found.pairs[0].wins, found.pairs[0].ties) == (2, 1)
    assert found.pairs[0].flips[0].first == (1, 1)


def test_an_undefined_score_is_in_no_test(report):
    """A system that was asked for no date stands last; its pairs have no p-value and are no tests."""
    kwargs = {"metric": "date_accuracy", "scores": {}}
    reports = [
        report("silent", [(0, 0)] * ARTICLES, **kwargs),
        report("right", [(2, 2)] * ARTICLES, **kwargs),
        report("wrong", [(0, 2)] * ARTICLES, **kwargs),
    ]

    found = comparison.compare(reports, "date_accuracy")

    assert ranges(found) == {"right": (1, 2), "wrong": (2, 3), "silent": (1, 3)}
    assert found.systems[-1].value is found.systems[-1].interval is None
    told = {(pair.first, pair.second): pair for pair in found.pairs}
    tested = told["right@1", "wrong@1"]
    assert tested.adjusted_p_value == tested.p_value
    assert told["wrong@1", "silent@1"].p_value is told["wrong@1", "silent@1"].difference is None


@pytest.mark.parametrize(
    ("metric", "scores", "rows", "told"),
    [
        ("date_accuracy", {"scores": {}}, {"many": (1, 3), "few": (0, 1), "none": (0, 0)}, None),
        ("date_accuracy", {"scores": {}}, {"many": (1, 4), "few": (0, 1), "none": (0, 0)}, "40 to 160"),
        ("dated_event", {}, {"many": (1, 4, 2), "few": (0, 0, 2)}, None),
        ("dated_event", {}, {"many": (1, 5, 2), "few": (0, 0, 2)}, "80 to 280"),
        ("dated_event", {}, {"many": (0, 4, 0), "few": (0, 1, 0)}, "40 to 160"),
    ],
)
def test_scores_over_very_unequal_units_are_told(report, metric, scores, rows, told):
    """Swapped articles hide how little is known of the lesser side; one that is in no test does not count."""
    reports = [report(name, [row] * ARTICLES, metric=metric, **scores) for name, row in rows.items()]

    remarks = list(comparison_summary.remarks(comparison.compare(reports, metric), reports))

    unequal = [remark.partition(" is taken over ")[2] for remark in remarks if "can be too small" in remark]
    wanted = f"{told} units: p-values between systems so unequal can be too small "
    wanted += "(docs/metrics.md, How sure is a score)"
    assert unequal == ([wanted] if told else [])


def shuffled(one, shuffler):
    """The report with its articles in another order."""
    kept = one.per_article
    order = shuffler.sample(range(len(kept.articles)), len(kept.articles))
    numbers = {
        metric: {part: tuple(row[i] for i in order) for part, row in parts.items()}
        for metric, parts in kept.numbers.items()
    }
    articles = tuple(kept.articles[i] for i in order)
    return dataclasses.replace(one, per_article=PerArticle(articles=articles, numbers=numbers))


def test_only_what_is_significant_has_a_star_and_what_is_undefined_a_dash(report):
    """A pair at p = 0.05 to the bit is not told apart, and one without a test has nothing to show."""
    kwargs = {"metric": "date_accuracy", "scores": {}}
    rows = {"right": (2, 2), "half": (1, 2), "wrong": (0, 2), "silent": (0, 0)}
    found = comparison.compare(
        [report(name, [row] * ARTICLES, **kwargs) for name, row in rows.items()], "date_accuracy"
    )
    pairs = [
        dataclasses.replace(pair, adjusted_p_value=0.05) if pair.second == "half@1" else pair
        for pair in found.pairs
    ]

    found = dataclasses.replace(found, pairs=tuple(pairs))
    matrix = comparison_summary.matrix(found)
    systems, *_ = comparison_summary.summarise(found, matrix)

    assert [column.title for column in matrix.columns] == ["System", "1", "2", "3", "4"]
    assert [row[1:] for row in matrix.rows] == [
        (None, "+50.0", "+100.0*", None),
        ("-50.0", None, "+50.0*", None),
        ("-100.0*", "-50.0*", None, None),
        (None, None, None, None),
    ]
    assert systems.rows[-1] == ("1\u20134", "silent 1", None, None, None)


@given(st.randoms())
def test_order_of_reports_and_of_articles_does_not_matter(report, shuffler):
    """A comparison is a function of the set of reports, and each report of the set of its articles."""
    rows = [GOOD, FAIR, POOR, (0, 0, 1), (1, 1, 3)] * 2
    reports = [report(name, rows[i:] + rows[:i]) for i, name in enumerate("abc")]
    mixed = [shuffled(one, shuffler) for one in shuffler.sample(reports, len(reports))]

    assert comparison.compare(mixed) == comparison.compare(reports)


def test_other_systems_do_not_move_a_difference(report):
    """Difference, interval and raw p-value of a pair are the same whoever else is compared."""
    rows = [GOOD, FAIR, POOR, (0, 0, 1), (1, 1, 3)] * 4
    reports = [report(name, rows[i:] + rows[:i]) for i, name in enumerate("abcdefgh")]

    def told(found):
        return {
            (pair.first, pair.second): (pair.difference, pair.interval, pair.p_value) for pair in found.pairs
        }

    assert told(comparison.compare(reports[:2])).items() <= told(comparison.compare(reports)).items()


def test_ranges_alone_are_those_of_the_comparison(report):
    """A board gets the ranges without the rest, on Dated event where the dataset has it, else on Event."""
    dated = [report("a", [GOOD] * ARTICLES), report("b", [FAIR] * ARTICLES)]
    undated = [report("a", [GOOD] * 9, metric="event"), report("b", [FAIR] * 9, metric="event")]
    nothing = dict.fromkeys(("matched", "predicted", "gold", "precision", "recall", "f1"))
    for i, one in enumerate(undated):
        scores = {"dated_event": dataclasses.replace(one.scores["event"], **nothing)} | one.scores
        undated[i] = dataclasses.replace(one, scores=scores)

    assert comparison.stand(dated).ranges == {"a@1": (1, 1), "b@1": (2, 2)}
    assert comparison.stand(undated).ranges == {"a@1": (1, 1), "b@1": (2, 2)}


def test_tests_of_a_board_are_those_of_the_comparison(report):
    """Each pair with its difference and adjusted p-value, neither where a system has no unit at all."""
    rows = {"right": (0, 0, 0), "wrong": (0, 1, 0), "worse": (0, 2, 0)}
    unasked = [report(name, [row] * ARTICLES) for name, row in rows.items()]
    reports = [report("a", [GOOD] * 9), report("b", [FAIR, GOOD, POOR] * 3), report("c", [POOR] * 9)]

    for board in (unasked, reports):
        assert comparison.stand(board).tests == tuple(
            PairTest(
                first=pair.first,
                second=pair.second,
                difference=pair.difference,
                p_value=pair.adjusted_p_value,
            )
            for pair in comparison.compare(board).pairs
        )
    assert [one.difference for one in comparison.stand(unasked).tests] == [0, None, None]


def test_a_system_alone_has_the_first_rank(report):
    """One report is a board: one range, and nothing to test."""
    assert comparison.stand([report("a", [FAIR] * 3)]) == Standings(ranges={"a@1": (1, 1)})


def test_a_board_without_either_metric_has_no_ranges(report):
    """Ranges are of Dated event or of Event: without both there is nothing to rank by."""
    assert comparison.stand([report("a", [(1, 2)], metric="date_accuracy", scores={})]) == Standings()


@pytest.mark.parametrize("spoil", [bare, lambda one: dataclasses.replace(one, signature=BOOT_0)])
def test_no_ranges_without_what_they_are_made_from(report, spoil):
    """A blind board and one without resamples have no ranges, and are boards all the same."""
    reports = [report("a", [GOOD] * 3), report("b", [FAIR] * 3)]

    assert comparison.stand([spoil(one) for one in reports]) == Standings()
    assert comparison.stand([]) == Standings()


def kept(articles, **parts):
    """Numbers by article, of dated events."""
    return {"articles": articles, "numbers": {"dated_event": parts}}


BOOT_0 = SIGNATURE.replace("boot:1000", "boot:0")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"split": "validation"}, OtherVersionError),
        ({"signature": SIGNATURE.replace("seed:1", "seed:2")}, OtherVersionError),
        (
            {"dataset": {"name": "dateline-news", "version": "1.0.1", "digest": "0" * 64}},
            OtherVersionError,
        ),
        ({"per_article": None}, MisuseError),
        ({"per_article": {"articles": [], "numbers": {}}}, MisuseError),
        ({"per_article": kept(["a00"], matched=[4], predicted=[4], gold=[4])}, CheckError),
        ({"per_article": kept(["a00", "a01"], matched=[8], predicted=[8], gold=[8])}, CheckError),
        ({"per_article": kept(["a00", "a01"], matched=[9, -1], predicted=[4, 4], gold=[4, 4])}, CheckError),
        ({"per_article": kept(["a00", "a01"], matched=[4, 4], predicted=[4, 4], gold=[4, 5])}, CheckError),
        ({"per_article": kept(["a00", "a01"], total=[4, 4], support=[4, 4])}, CheckError),
        ({"per_article": kept(["a00", "a01"])}, CheckError),
        ({"per_article": {"articles": ["a00", "a01"], "numbers": {}}}, CheckError),
    ],
)
def test_reports_that_do_not_belong_together_are_refused(report, changed, error):
    """Another split, seed or version; no numbers by article; fewer articles; numbers that do not add up."""
    with pytest.raises(error) as refusal:
        comparison.compare([report("a", [GOOD] * 2), report("b", [GOOD] * 2, **changed)])

    assert refusal.value.exit_code == {OtherVersionError: 3, MisuseError: 2, CheckError: 1}[error]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"per_article": None},
            "no numbers by article, which every test needs, in the report of a@1, b@1",
        ),
        (
            {"per_article": kept(["a00", "a01"], matched=[9, -1], predicted=[4, 4], gold=[4, 4])},
            "the report of b@1 does not add up: dated_event by article and in all",
        ),
        (
            {"per_article": kept(["a00", "a01"], matched=[4, 4], predicted=[3, 5], gold=[4, 4])},
            "the report of b@1 does not add up: dated_event has more right than there are",
        ),
        (
            {"per_article": kept(["a00", "a01"], matched=[4, 4], predicted=[4, 4], gold=[3, 5])},
            "the report of b@1 does not add up: dated_event has more right than there are",
        ),
    ],
)
def test_a_refusal_names_the_reports(report, changed, told):
    """Of several reports the reader must know which to score again."""
    with pytest.raises((MisuseError, CheckError)) as refusal:
        comparison.compare([report(name, [GOOD] * 2, **changed) for name in "ba"])

    assert str(refusal.value) == told


def test_reports_of_other_articles_are_refused(report):
    """One split in name, but not in articles: nothing can be paired."""
    numbers = kept(["a00", "b"], matched=[4, 4], predicted=[4, 4], gold=[4, 4])
    with pytest.raises(CheckError, match=r"^the reports are of different articles$"):
        comparison.compare([report("a", [GOOD] * 2), report("b", [GOOD] * 2, per_article=numbers)])


def test_two_reports_of_one_system_are_refused(report):
    """A version is scored once: two reports of it would be tested against each other under one name."""
    with pytest.raises(CheckError, match="a@1"):
        comparison.compare([report("A", [GOOD]), report("a", [FAIR])])


def test_no_report_is_refused():
    """Nothing is compared with nothing."""
    with pytest.raises(MisuseError, match=r"^there is no report to compare$"):
        comparison.compare([])


def test_no_resamples_are_refused(report):
    """Reports scored without resamples leave nothing to test with, and the message says so."""
    with pytest.raises(MisuseError, match=r"^the signature's boot:0 .* score without --resamples 0$"):
        comparison.compare([report(name, [GOOD], signature=BOOT_0) for name in "ab"])


def test_a_signature_that_is_none_is_refused(report):
    """Seed and resamples come from the signature, so it must be one."""
    with pytest.raises(OtherVersionError, match="signature part"):
        comparison.compare([report(name, [GOOD], signature="seed") for name in "ab"])


def test_unknown_metric_is_answered_with_the_nearest(report):
    """A mistyped name is misuse, and so is one that is not kept by article."""
    with pytest.raises(UnknownNameError, match=r"^unknown metric 'dated_events', did you mean 'dated_event'"):
        comparison.compare([report("a", [GOOD])], "dated_events")
    with pytest.raises(UnknownNameError):
        comparison.compare([report("a", [GOOD])], "soft_date_score")
    with pytest.raises(UnknownNameError):
        comparison.compare([report("a", [(1, 2)], "date_coverage", scores={})], "date_coverage")


def test_two_versions_of_a_guests_metric_are_not_compared(report):
    """The signatures are equal, and the labels tell them apart; those of ours are only words."""

    def labelled(name, metric, label):
        one = report(name, [GOOD], metric)
        score = dataclasses.replace(one.scores[metric], label=label)
        return dataclasses.replace(one, scores={metric: score})

    old, new = labelled("a", "mine", "Mine (x 1.0)"), labelled("b", "mine", "Mine (x 1.1)")
    same = labelled("b", "mine", "Mine (x 1.0)")

    told = r"^mine is not one metric in all reports: Mine \(x 1\.0\); Mine \(x 1\.1\)$"
    with pytest.raises(OtherVersionError, match=told):
        comparison.compare([new, old], "mine")
    assert comparison.compare([old, same], "mine").label == "Mine (x 1.0)"
    reports = [labelled(name, "event", label) for name, label in (("a", "Event"), ("b", "Events"))]
    assert comparison.compare(reports, "event").label == "Event"


def test_metric_that_the_dataset_does_not_annotate_is_refused(report):
    """What is null in every report cannot be compared; what can be is listed, if there is any."""
    nothing = {"name": "event", "label": "Event"}
    nothing |= dict.fromkeys(("matched", "predicted", "gold", "precision", "recall", "f1"))

    one = report("a", [GOOD])
    lacking = report("a", [GOOD], scores={"event": nothing, **codec.encode(one.scores)})

    with pytest.raises(
        MisuseError,
        match=r"^event counts what .* does not annotate; --metric may be date_accuracy, dated_event$",
    ):
        comparison.compare([lacking], "event")
    nowhere = dataclasses.replace(lacking, scores={"event": lacking.scores["event"]}, shares={})
    with pytest.raises(MisuseError, match=r"^event counts what .* does not annotate$"):
        comparison.compare([nowhere], "event")


def test_json_fits_its_schema_and_reads_back(report):
    """A comparison as JSON is valid, and the same record again."""
    found = comparison.compare([report("a", [GOOD, FAIR] * 9), report("b", [POOR, FAIR] * 9)])

    value = codec.encode(found)

    assert schema.check("comparison", value, "comparison.json") == []
    assert codec.decode(Comparison, value) == found


def test_reports_of_the_scorer_are_compared_by_every_metric(shipped):
    """What bench score keeps by article adds up to its scores, so every metric that it defines compares."""
    release = releases.open_release(shipped)
    articles = release.articles("test")
    card = codec.decode(System, schema.document("system")["examples"][0])
    reports = []
    for version in ("1", "2"):
        options = Options.of(
            release.manifest, dataclasses.replace(card, version=version), "test", resamples=50
        )
        reports.append(scorer.score(articles, {}, options))

    metrics = [name for name, score in reports[0].scores.items() if score.gold is not None]
    found = [comparison.compare(reports, name) for name in (*metrics, "date_accuracy")]
    assert [one.systems[0].interval for one in found[:-1]] == [
        reports[0].scores[name].intervals.get("f1") for name in metrics
    ]
