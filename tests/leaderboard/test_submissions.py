"""Submissions on disk: filed once, read back, and scored again."""

import dataclasses
import gzip
import json

import pytest

from benchmark.leaderboard import submissions
from benchmark.records.errors import CheckError, FindingsError, MisuseError, OtherVersionError
from benchmark.records.prediction import PredictedEvent, Prediction
from benchmark.store import codec

PREDICTIONS = (
    Prediction(article_id="b", events=(PredictedEvent(event_type="AID", date="2024-01-15"),)),
    Prediction(article_id="a", events=()),
)


@pytest.fixture
def kept(report, tmp_path):
    """A root with one submission, its report, and a way to score it that gives the same again."""
    made = report("Kovar Rules", version="1.2")
    submissions.keep(tmp_path, PREDICTIONS, made)
    return tmp_path, made


def test_folder_is_named_by_dataset_and_system(kept):
    """One folder a dataset version, in it one a system and version, with predictions, card and report."""
    root, _ = kept

    folder = root / "news@1.0.0" / "kovar-rules@1.2"
    assert {path.name for path in folder.iterdir()} == set(submissions.FILES)


def test_predictions_are_kept_in_order_without_time_or_name(kept):
    """The same predictions are the same bytes, whenever and in whatever order they are sent."""
    root, made = kept
    path = root / "news@1.0.0" / "kovar-rules@1.2" / "predictions.jsonl.gz"
    data = path.read_bytes()

    submissions.keep(root, reversed(PREDICTIONS), made)
    rows = [json.loads(line) for line in gzip.decompress(data).splitlines()]
    assert path.read_bytes() == data
    assert [row["article_id"] for row in rows] == ["a", "b"]
    assert data[3:8] == b"\0" * 5


@pytest.mark.parametrize("what", ["predictions", "report"])
def test_other_content_of_one_version_is_refused(kept, what):
    """A version that has been filed does not change any more."""
    root, made = kept
    other = dataclasses.replace(made, articles=5) if what == "report" else made

    with pytest.raises(CheckError, match=r"kovar-rules@1\.2 is there with other content"):
        submissions.keep(root, PREDICTIONS[:1] if what == "predictions" else PREDICTIONS, other)
    assert submissions.read(root, None)[0].report == made


def test_submissions_are_read_back_in_order(kept, report):
    """Reports come by system id; other files in the folders are passed over."""
    root, made = kept
    first = report("Alpha")
    submissions.keep(root, PREDICTIONS, first)
    (root / "news@1.0.0" / ".tmp-left-1").mkdir()
    (root / "note.txt").write_text("x", encoding="utf-8")

    assert [found.report for found in submissions.read(root, "news@1.0.0")] == [first, made]


def test_several_dataset_versions_want_a_choice(kept, report):
    """A board is of one version; which one is not guessed."""
    root, made = kept
    newer = report("Alpha", dataset=dataclasses.replace(made.dataset, version="2.0.0"))
    submissions.keep(root, PREDICTIONS, newer)

    with pytest.raises(MisuseError, match=r"news@1\.0\.0, news@2\.0\.0: say which"):
        submissions.read(root, None)
    assert [found.report for found in submissions.read(root, "news@2.0.0")] == [newer]


@pytest.mark.parametrize("key", [None, "news@9"])
def test_no_submission_is_said(tmp_path, key):
    """An empty board is a misuse, not an empty table."""
    with pytest.raises(MisuseError, match="holds no submission"):
        submissions.read(tmp_path / "none", key)


def test_report_that_does_not_fit_is_refused_with_its_place(kept):
    """A report changed into something else is told with its path."""
    root, _ = kept
    path = root / "news@1.0.0" / "kovar-rules@1.2" / "report.json"
    value = json.loads(path.read_bytes())
    path.write_text(json.dumps(value | {"articles": "many"}), encoding="utf-8")

    with pytest.raises(FindingsError) as refusal:
        submissions.read(root, None)
    assert [(finding.file, finding.path) for finding in refusal.value.findings] == [(str(path), "$.articles")]


def test_check_scores_what_was_kept(kept, manifest):
    """Predictions, card and split of the submission go to the scorer; equal reports pass."""
    root, made = kept
    seen = []

    def evaluate(path, system, split):
        seen.append((path.name, system, split))
        return made

    submissions.check(submissions.read(root, None), manifest, evaluate)
    assert seen == [("predictions.jsonl.gz", made.system, "test")]


def test_check_names_the_first_difference(kept, manifest):
    """The message holds file, place and both numbers."""
    root, made = kept
    scores = made.scores | {"event": dataclasses.replace(made.scores["event"], matched=6)}
    drifted = dataclasses.replace(made, scores=scores)

    with pytest.raises(CheckError, match=r"report\.json .*\$\.scores\.event\.matched is 5, recomputed 6"):
        submissions.check(submissions.read(root, None), manifest, lambda *_: drifted)


def test_check_refuses_another_release(kept, manifest):
    """Reports are compared with the release that they were made on."""
    root, made = kept
    other = dataclasses.replace(manifest, digest="f" * 64)

    with pytest.raises(OtherVersionError, match="#ffffffffffff"):
        submissions.check(submissions.read(root, None), other, lambda *_: made)


def test_check_refuses_the_card_of_another_system(kept, manifest):
    """A folder's name, its card and its report speak of one system."""
    root, made = kept
    card = root / "news@1.0.0" / "kovar-rules@1.2" / "system.json"
    card.write_bytes(codec.pretty(dataclasses.replace(made.system, name="Other")))

    with pytest.raises(CheckError, match=r"is the card of other@1\.2"):
        submissions.check(submissions.read(root, None), manifest, lambda *_: made)


@pytest.mark.parametrize(
    ("kept_value", "again", "told"),
    [
        ({"a": 1}, {"a": 1}, None),
        ({"a": [1, 2]}, {"a": [1, 3]}, "$.a[1] is 2, recomputed 3"),
        ({"a": [1]}, {"a": [1, 3]}, "$.a is 1 values, recomputed 2 values"),
        ({"a": 1}, {}, "$.a is not given any more"),
        ({}, {"\x1b": 1}, "$['\\u001b'] is missing"),
        ({"a": None}, {"a": 0}, "$.a is None, recomputed 0"),
        ("x" * 99, "y", f"$ is '{'x' * 38}…, recomputed 'y'"),
    ],
)
def test_difference_is_told_in_one_line(kept_value, again, told):
    """The first place in which two values differ, escaped and cut."""
    assert submissions.difference(kept_value, again) == told
