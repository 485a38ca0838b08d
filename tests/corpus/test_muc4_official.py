"""The seven MUC-4 submissions rank with us as they did in 1992 (scoring.md, 8)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from scipy.stats import pearsonr, spearmanr

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "corpora" / "muc4"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the MUC-4 files are not beside the repository")


@pytest.fixture(name="script", scope="module")
def comparison_script():
    spec = importlib.util.spec_from_file_location("muc4_script", ROOT / "benchmarks" / "muc4.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setitem(sys.modules, spec.name, module)  # its dataclasses ask for their module
    spec.loader.exec_module(module)
    yield module
    monkeypatch.undo()


@pytest.fixture(name="rows", scope="module")
def official_and_ours(script, tmp_path_factory):
    return script.compare(REAL, tmp_path_factory.mktemp("muc4"))


def columns(rows, official, ours):
    return [getattr(row, official) for row in rows], [getattr(row, ours) for row in rows]


def test_argument_f_follows_the_official_overall_f(rows):
    """Argument F1 grows with the official overall F, in its order but for three pairs of neighbours."""
    pair = columns(rows, "official_f", "argument_f")

    assert pearsonr(*pair).statistic >= 0.9
    assert spearmanr(*pair).statistic >= 0.89


def test_strings_alone_rank_the_systems_as_officially(rows):
    """Without locations, one slot officially and several arguments here, Spearman is at least 0.9."""
    pair = columns(rows, "official_f", "without_location")

    assert spearmanr(*pair).statistic >= 0.9
    assert pearsonr(*pair).statistic >= 0.9


def test_only_close_systems_change_places(script, rows):
    """No two systems more than 0.05 of official overall F apart are swapped."""
    names = [row.system for row in rows]
    swapped = script.swaps(*columns(rows, "official_f", "argument_f"), names)

    assert {frozenset(pair[:2]) for pair in swapped} <= {
        frozenset(pair) for pair in (("SRI", "UMASS"), ("NYU", "BBN"), ("USC", "LSI"))
    }
    assert all(gap < 0.05 for *_, gap in swapped)


def test_date_credit_follows_the_official_date_slot(script, rows):
    """The F of date recall and precision follows the official one; only systems within 0.03 are swapped."""
    pair = columns(rows, "official_date_f", "date_f")
    swapped = script.swaps(*pair, [row.system for row in rows])

    assert pearsonr(*pair).statistic >= 0.9
    assert all(gap <= 0.03 for *_, gap in swapped)


def test_types_explain_who_loses_pairs(rows):
    """Systems with many pairs of partly right type officially have many under another type here."""
    half, near = columns(rows, "official_half_types", "near_pairs")

    assert pearsonr(half, near).statistic >= 0.8
    assert max(rows, key=lambda row: row.official_half_types).system == "NYU"
    assert max(rows, key=lambda row: row.near_pairs).system == "NYU"


def test_locations_explain_who_gains(rows):
    """The system that gains most from locations is the one whose matched arguments are mostly locations."""
    share = max(rows, key=lambda row: row.location_share)
    gain = max(rows, key=lambda row: row.argument_f / row.without_location)

    assert (share.system, gain.system) == ("LSI", "LSI")
