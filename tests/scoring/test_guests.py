"""Metrics of guests: who may be one, and what none may count."""

from __future__ import annotations

import dataclasses

import pytest

from benchmark.records.errors import MachineError, MisuseError, UnknownNameError
from benchmark.records.manifest import ANNOTATIONS
from benchmark.scoring import AlignedMetric, Counts, guests, score, summation
from probe import ALL, example, options

ASSAULT, ACCUSE, REJECT = ("ASSAULT", None), ("ACCUSE", None), ("REJECT", None)
METRIC = AlignedMetric("mine", "Mine", "Nobody 2026", lambda _, cells: cells.count([], [], []))
SOURCE = """\
from benchmark.scoring import AlignedMetric
MINE = AlignedMetric("mine", "Mine", "Nobody 2026", print)
def function(alignment, cells):
    pass
"""


def scored(*metrics, annotates=ALL):
    """The report of the worked example with metrics of guests."""
    article, sent = example()
    return score([article], {sent.article_id: sent}, options(annotates), metrics=metrics)


def counting(count):
    return dataclasses.replace(METRIC, count=count)


def test_a_guest_stands_after_all_of_ours():
    """In the order in which they are given, in scores and wherever else they are."""
    other = dataclasses.replace(METRIC, name="alike")

    report = scored(METRIC, other)

    assert [*report.scores] == [*scored().scores, "mine", "alike"]
    assert report.scores["mine"].label == "Mine"
    assert [name for name in report.per_article.numbers if name not in summation.NAMES] == ["mine", "alike"]


def test_units_under_a_type_and_a_role_stand_in_its_row():
    """What is counted under neither stands only in the score of all articles and in that of their tags."""
    metric = counting(
        lambda _, cells: cells.weigh([(("ASSAULT", "actor"), 1, 2, 3), ((None, None), 0, 0, 4)])
    )

    report = scored(metric)

    def row(part):
        return part.matched, part.predicted, part.gold

    rows = {
        (level, label): row(part.scores["mine"])
        for level, labels in report.breakdowns.items()
        for label, part in labels.items()
        if "mine" in part.scores
    }
    assert rows.pop(("tag", "weekday-past")) == row(report.scores["mine"]) == (1, 2, 7)
    assert rows == {("type", "ASSAULT"): (1, 2, 3), ("role", "actor"): (1, 2, 3)}
    assert (report.macro["mine"].types, report.macro["mine"].precision) == (1, 1 / 2)


def test_what_a_dataset_does_not_annotate_is_not_asked_for():
    """A guest's score is null then, as ours are, and its function is not called."""
    metric = dataclasses.replace(counting(lambda *_: 1 / 0), needs=frozenset({"dates"}))

    report = scored(metric, annotates=ALL - {"dates"})

    assert report.scores["mine"] == dataclasses.replace(
        scored(annotates=ALL - {"dates"}).scores["date"], name="mine", label="Mine"
    )
    assert "mine" not in report.macro | report.per_article.numbers


def fails(_, cells):
    cells.count([ASSAULT], [ASSAULT], [ASSAULT])
    raise ValueError("\x1b[31mgold")


def ends(*_):
    raise SystemExit("gold")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (fails, "ValueError"),
        (ends, "SystemExit"),
        (lambda: None, "TypeError"),
        (None, "TypeError"),
        (lambda alignment, _: alignment.gold.reverse(), "AttributeError"),
        (lambda alignment, _: alignment.predicted.clear(), "AttributeError"),
        (lambda *_: (1, 1, 1), "it returns no Counts, but tuple"),
        (lambda *_: Counts(0, 1, 1), "it returns other counts than it adds to cells"),
        (
            lambda _, cells: cells.count([], [ASSAULT], [ASSAULT]) and Counts(),
            "it returns other counts than it adds to cells",
        ),
        (
            lambda _, cells: cells.count([(None, None)], [(None, None)], []),
            "it matches 1 of 1 predicted and 0 gold units, in all",
        ),
        (
            lambda _, cells: cells.count([ASSAULT], [REJECT], [ASSAULT]),
            "it matches 1 of 0 predicted and 1 gold units, ASSAULT",
        ),
        (
            lambda _, cells: cells.count([("ASSAULT", "actor")], [("ASSAULT", "actor")], [ASSAULT]),
            "it matches 1 of 1 predicted and 0 gold units, actor",
        ),
        *(
            (
                lambda _, cells, units=units: cells.weigh([(ASSAULT, *units)]),
                "it counts something else than whole numbers of at most 2,147,483,647",
            )
            for units in ((-1, 0, 0), (0, 0, -1), (0, 1.0, 0), (0, 2**31, 0))
        ),
        *(
            (
                lambda _, cells, cell=cell: cells.count([], [cell], []),
                "it counts in a cell other than (type or None, role or None) of its events",
            )
            for cell in (
                ("AID", None),
                ("ASSAULT", "place"),
                ("actor", "ASSAULT"),
                ("ASSAULT",),
                "ASSAULT",
                ("\ud800", None),
                (1, None),
                None,
            )
        ),
    ],
)
def test_what_no_metric_may_do_is_the_fault_of_the_guest(count, told):
    """The message names guest, article and kind of failure, and has no word of the guest's own error."""
    with pytest.raises(MachineError) as refusal:
        scored(counting(count))

    assert str(refusal.value) == f"metric 'mine', Mine, fails on article kovar-shelling: {told}"


def test_the_most_units_of_an_article_are_counted():
    """As many in a cell as the limit says; types of gold are known, and those that were sent alone."""
    metric = counting(
        lambda _, cells: cells.weigh(
            [(ASSAULT, 2**31 - 1, 2**31 - 1, 2**31 - 1), (ACCUSE, 0, 0, 1), (REJECT, 0, 1, 0)]
        )
    )

    assert scored(metric).scores["mine"].gold == 2**31


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "metric '' has no line of printable text as its name"),
        ({"label": None}, "metric 'mine' has no line of printable text as its label"),
        ({"label": "Mine\n"}, "metric 'mine' has no line of printable text as its label"),
        ({"citation": "\ud800"}, "metric 'mine' has no line of printable text as its citation"),
        *(
            (
                {"needs": needs},
                f"metric 'mine' needs something else than a frozenset of {', '.join(ANNOTATIONS)}",
            )
            for needs in (frozenset({"argument"}), ("dates",), None)
        ),
    ],
)
def test_a_metric_says_who_it_is_and_what_it_needs(changes, told):
    """In one line each, fit for any table; what no dataset annotates would be null for ever."""
    with pytest.raises(MachineError) as refusal:
        scored(dataclasses.replace(METRIC, **changes))

    assert str(refusal.value) == told


def test_what_is_no_metric_is_refused():
    """Whatever it is, it is told by its type."""
    with pytest.raises(MachineError, match=r"^metric '\?' is no AlignedMetric, but of type function$"):
        scored(fails)


@pytest.mark.parametrize("name", ["event", "date_muc", "date_accuracy", "mode_accuracy", "event_recall"])
def test_a_name_of_ours_is_refused(name):
    """Whoever reads a report by our names must find our numbers, shares among them."""
    told = f"^metric '{name}' is one of ours, which every report has$"
    with pytest.raises(MisuseError, match=told):
        scored(dataclasses.replace(METRIC, name=name))
    with pytest.raises(MisuseError, match=told):
        guests.load([name], summation.NAMES)


def test_a_name_is_given_once():
    """Two metrics of one name would be one row."""
    with pytest.raises(MisuseError, match=r"^metric 'mine' is asked for twice$"):
        scored(METRIC, METRIC)
    with pytest.raises(MisuseError, match=r"^metric 'mine' is asked for twice$"):
        guests.load(["mine", "mine"], summation.NAMES)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "mine = guest_of_flaws:function",
            "metric 'mine' of guest_of_flaws 1.0 is no AlignedMetric, but of type function",
        ),
        (
            "mine = guest_of_flaws:NONE",
            "metric 'mine' cannot be loaded from guest_of_flaws:NONE: AttributeError",
        ),
        ("other = guest_of_flaws:MINE", "metric 'other' of guest_of_flaws 1.0 calls itself 'mine'"),
    ],
)
def test_a_package_that_offers_no_such_metric_is_named(guest, line, told):
    """It comes with another name than it is called by, or is something else."""
    guest("guest_of_flaws", SOURCE, line, group="dateline.metrics")

    with pytest.raises(MachineError) as refusal:
        guests.load([line.partition(" ")[0]], summation.NAMES)

    assert str(refusal.value) == told


def test_a_name_that_no_package_offers_is_answered_with_the_nearest(guest):
    """Among guests alone, for ours are counted anyway."""
    guest("guest_of_flaws", SOURCE, "mine = guest_of_flaws:MINE", group="dateline.metrics")

    with pytest.raises(UnknownNameError, match=r"^unknown metric 'mime', did you mean 'mine'"):
        guests.load(["mime"], summation.NAMES)


def test_a_metric_is_labelled_with_the_package_that_offers_it(guest):
    """No signature tells which version counted, so its label does."""
    guest("guest_of_flaws", SOURCE, "mine = guest_of_flaws:MINE", group="dateline.metrics")

    (metric,) = guests.load(["mine"], summation.NAMES)

    assert (metric.name, metric.label) == ("mine", "Mine (guest_of_flaws 1.0)")
