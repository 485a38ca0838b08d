"""A release stays what it was when the next one is out: it loads, and its reports rank among themselves."""

import json
import shutil

import pytest

from benchmark.cli.main import main


def bench(*arguments):
    return main([str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def versions(tiny, tmp_path_factory):
    """Version 1.0.0, and 2.0.0 of other gold beside it."""
    out = tmp_path_factory.mktemp("releases")
    assert bench("build", tiny, "--out", out) == 0
    later = shutil.copytree(tiny, tmp_path_factory.mktemp("later") / "tiny")
    for path in (later / "articles").iterdir():
        article = json.loads(path.read_bytes())
        article["events"] = article["events"][1:]
        path.write_text(json.dumps(article), encoding="utf-8")
    assert bench("build", later, "--out", out, "--version", "2.0.0") == 0
    return out / "tiny-1.0.0", out / "tiny-2.0.0"


@pytest.fixture(scope="module")
def scored(versions, tmp_path_factory):
    """Reports of two baselines on each version, made when both were there; oldest version first."""
    folder = tmp_path_factory.mktemp("scored")
    found = []
    for release in versions:
        for name in ("gold", "silent"):
            made = folder / release.name / name
            assert bench("predict", name, "--data", release, "--out", made) == 0
            data = ("--data", release, "--system", made / "system.json", "--resamples", 50)
            report = made / "report.json"
            assert bench("score", made / "predictions.jsonl", *data, "--report", report) == 0
            found.append(report)
    return found


def test_an_older_release_is_verified(versions, capsys):
    """Nothing in it was touched by the one that came later."""
    assert bench("verify", versions[0], "--expect", "1.0.0") == 0
    assert "tiny@1.0.0 is verified" in capsys.readouterr().out


def test_reports_of_an_older_release_rank_among_themselves(scored, capsys):
    """Two reports of version 1.0.0 make a board, with ranks and their own digest."""
    capsys.readouterr()
    assert bench("leaderboard", *scored[:2], "--format", "json") == 0
    table = json.loads(capsys.readouterr().out)

    assert len([*table["rows"], *table["aside"]]) == 2
    assert "tiny@1.0.0#" in table["note"]


def test_reports_of_two_releases_are_not_ranked_together(scored, capsys):
    """Another version is exit 3, and both are named."""
    assert bench("leaderboard", scored[0], scored[2]) == 3
    told = capsys.readouterr().err

    assert "tiny@1.0.0" in told
    assert "tiny@2.0.0" in told


def test_a_version_without_submissions_is_told_from_those_with_some(scored, versions, tmp_path, capsys):
    """After a new version its board is empty until somebody submits; the answer names what is filed."""
    made = scored[0].parent
    sent = (made / "predictions.jsonl", "--system", made / "system.json", "--data", versions[0])
    assert bench("submit", *sent, "--board", tmp_path) == 0
    capsys.readouterr()

    assert bench("leaderboard", "--out", tmp_path, "--data", versions[1]) == 2
    assert "no scored submission to tiny@2.0.0, only to tiny@1.0.0" in capsys.readouterr().err


def test_a_release_of_earlier_schemas_loads(versions, tmp_path):
    """A manifest without the keys that came later, of an earlier schema version, opens and is scored on."""
    release = shutil.copytree(versions[0], tmp_path / "old")
    manifest = json.loads((release / "manifest.json").read_bytes())
    for key in ("leakage", "stratification", "agreement"):
        del manifest[key]
    manifest |= {"schema_version": "0.9.0", "written_by": {"dateline-bench": "0.0.1"}}
    (release / "manifest.json").write_text(json.dumps(manifest))
    made = tmp_path / "made"

    assert bench("predict", "gold", "--data", release, "--out", made) == 0
    assert bench("score", made / "predictions.jsonl", "--data", release, "--resamples", 0) == 0
