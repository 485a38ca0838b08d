"""The worked examples of the docs: every metric has one."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "worked.py"


@pytest.fixture(scope="module")
def worked():
    spec = importlib.util.spec_from_file_location("worked", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_metric_of_a_report_has_an_example(worked):
    """A new metric comes with a case of its own."""
    assert worked.left_out() == set(), "give each a Case in docs/worked.py"


def test_cases_show_what_they_say(worked):
    """By hand, from the definitions: what each case counts, a share its total and support."""
    found = {}
    for case in worked.CASES:
        score = worked.report_of(case).scores[case.metric]
        found[case.metric] = (score.matched, score.predicted, score.gold)

    assert found == {
        "event": (1, 2, 2),
        "dated_event": (1, 2, 2),
        "event_argument": (2, 3, 3),
        "event_argument_relaxed": (1, 1, 1),
        "trigger_identification": (1, 1, 2),
        "trigger_classification": (0, 1, 2),
        "argument_identification": (1, 1, 1),
        "argument_classification": (1, 2, 2),
        "argument_identification_attached": (1, 2, 2),
        "argument_classification_attached": (1, 2, 2),
        "record": (5_714, 10_000, 10_000),
        "ceaf_ree": (1, 1, 2),
        "date": (1, 2, 2),
        "date_muc": (1, 2, 2),
    }
    shares = {case.metric: worked.report_of(case).shares[case.metric] for case in worked.SHARE_CASES}
    assert {name: (share.total, share.support) for name, share in shares.items()} == {
        "status_accuracy": (1, 2),
        "mode_accuracy": (1, 2),
    }


def test_date_figures_by_hand(worked):
    """Seven pairs, six of them dated: totals and supports of every figure, counted on paper."""
    report = worked.dated_report()

    assert {name: (share.total, share.support) for name, share in report.shares.items() if share.support} == {
        "date_accuracy": (1, 6),
        "lenient_date_accuracy": (3, 6),
        "date_coverage": (5, 6),
        "selective_date_accuracy": (1, 5),
        "off_dateline_accuracy": (0, 4),
        "over_precision": (2, 6),
        "under_precision": (1, 6),
        "date_soft": (pytest.approx(1 + 1 / 30 + 1 / 31), 6),
        "date_muc_credit": (2.5, 6),
        "date_kbp_credit": (report.shares["date_kbp_credit"].total, 6),
        "date_within_1": (1, 6),
        "date_within_3": (2, 6),
        "date_within_7": (2, 6),
        "date_within_30": (4, 6),
        "date_within_365": (4, 6),
        "gold_undated": (1, 7),
        "gold_on_published": (1, 7),
        "status_accuracy": (7, 7),
    }
    # 365/(365 + n) for first and last day, each twice: 12 and 17 days, 14 and 16, 2 and 2; and a half where
    # both later bounds are open in gold alone.
    near = [(12, 17), (14, 16), (2, 2)]
    kbp = 1 + sum((365 / (365 + one) + 365 / (365 + other)) / 2 for one, other in near) + 0.5
    assert report.shares["date_kbp_credit"].total == pytest.approx(kbp)
    assert (report.date_errors.median, report.date_errors.mean) == (9, 8.75)
    assert (report.date_errors.defined, report.date_errors.undefined) == (4, 2)
    assert {label: n for label, n in report.date_errors.histogram.items() if n} == {
        "-30 to -8": 1,
        "0": 1,
        "2": 1,
        "8 to 30": 1,
    }
    assert (report.scores["date"].matched, report.scores["date"].predicted, report.scores["date"].gold) == (
        1,
        5,
        6,
    )
