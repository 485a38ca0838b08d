"""Submissions on disk: filed once, read back, and scored again."""

import dataclasses
import gzip
import json
from pathlib import Path

import pytest

from benchmark.leaderboard import submissions
from benchmark.records.errors import (
    CheckError,
    FindingsError,
    MachineError,
    MisuseError,
    OtherVersionError,
    UnknownNameError,
)
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


def test_what_is_there_is_read_under_the_lock(kept, is_locked, monkeypatch):
    """Between looking and writing nobody else may file the same system and version."""
    root, made = kept
    held = []
    monkeypatch.setattr(
        submissions, "_holds", lambda path, _: held.append(is_locked(path.parent.parent)) or True
    )

    submissions.keep(root, PREDICTIONS, made)
    assert set(held) == {True}


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


@pytest.mark.parametrize(
    ("sent", "articles", "message"),
    [
        (PREDICTIONS[:1], 1, r"kovar-rules@1\.2 is there with other content.* or --replace it"),
        (
            PREDICTIONS,
            5,
            r"report\.json is there, and its predictions now make another: --replace files that",
        ),
    ],
)
def test_other_content_of_one_version_is_refused(kept, sent, articles, message):
    """A version that has been filed does not change any more, nor does its report by itself."""
    root, made = kept
    before = snapshot(root)

    with pytest.raises(CheckError, match=message):
        submissions.keep(root, sent, dataclasses.replace(made, articles=articles))
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": "KOVAR-rules"}, "is there, of 'Kovar Rules': another system needs another name"),
        ({"organisation": "B"}, "is there, of 'Kovar Rules': another system needs another name"),
        ({"url": "https://example.org"}, "submit a new version, or --replace it"),
    ],
)
def test_a_refusal_tells_whose_submission_is_there(kept, changed, message):
    """Two teams whose names make one id must not be told to replace each other's submission."""
    root, made = kept

    with pytest.raises(CheckError, match=message):
        submissions.hand_in(root, "news@1.0.0", PREDICTIONS, dataclasses.replace(made.system, **changed))


def test_equal_predictions_are_found_beside_others(kept, report):
    """A file that somebody else has sent already, under whatever name, is named to the host."""
    root, made = kept
    copy = submissions.keep(root, reversed(PREDICTIONS), report("Copy"))
    other = submissions.keep(root, PREDICTIONS[:1], report("Other"))

    assert submissions.alike(copy) == [root / "news@1.0.0" / made.system.id]
    assert submissions.alike(other) == []


@pytest.mark.parametrize("place", ["news@1.1.0/kovar-rules@1.2", "news@1.0.0/other@1.2"])
def test_a_report_in_the_place_of_another_is_refused(kept, place):
    """A place says on which board a report is, and what withdraws it: elsewhere it would escape both."""
    root, _ = kept
    folder = root / place
    folder.parent.mkdir(exist_ok=True)
    (root / "news@1.0.0" / "kovar-rules@1.2").rename(folder)

    with pytest.raises(CheckError, match=r"kovar-rules@1\.2 on news@1\.0\.0: it belongs in news@1\.0\.0/"):
        submissions.read(root)


def test_submissions_are_read_back_in_order(kept, report):
    """Reports come by system id; other files in the folders are passed over."""
    root, made = kept
    first = report("Alpha")
    submissions.keep(root, PREDICTIONS, first)
    (root / "news@1.0.0" / ".tmp-left-1").mkdir()
    (root / "note.txt").write_text("x", encoding="utf-8")

    assert [found.report for found in submissions.read(root)["news@1.0.0"]] == [first, made]


def test_versions_of_a_dataset_come_newest_first(kept, report):
    """Numbers in a version count as numbers, and submissions without a report are left out."""
    root, made = kept
    for version in ("0.9.0", "1.10.0", "1.9.0"):
        dataset = dataclasses.replace(made.dataset, version=version)
        submissions.keep(root, PREDICTIONS, report("Alpha", dataset=dataset))
    waits = submissions.hand_in(root, "news@3.0.0", PREDICTIONS, made.system)

    found = submissions.read(root)
    assert list(found) == ["news@1.10.0", "news@1.9.0", "news@1.0.0", "news@0.9.0"]
    assert submissions.waiting(root) == [waits]


def test_several_datasets_want_a_choice(kept, report):
    """A board is of one dataset; which one is not guessed."""
    root, made = kept
    other = report("Alpha", dataset=dataclasses.replace(made.dataset, name="letters"))
    submissions.keep(root, PREDICTIONS, other)

    with pytest.raises(MisuseError, match="letters, news: say which"):
        submissions.read(root)
    assert [found.report for found in submissions.read(root, "letters")["letters@1.0.0"]] == [other]


@pytest.mark.parametrize("name", [None, "news"])
def test_no_submission_is_said(tmp_path, name):
    """An empty board is a misuse, not an empty table."""
    with pytest.raises(MisuseError, match="holds no scored submission"):
        submissions.read(tmp_path / "none", name)


def test_replaced_submission_goes_to_the_history(kept):
    """What was filed first is kept under 1, what replaced it under 2, and each file of them is as it was."""
    root, made = kept
    folder = root / "news@1.0.0" / "kovar-rules@1.2"
    filed = [snapshot(folder)]
    for sent in (PREDICTIONS[:1], PREDICTIONS[1:]):
        submissions.keep(root, sent, made, replace=True)
        filed.append(snapshot(folder))

    history = root / "news@1.0.0" / "history" / "kovar-rules@1.2"
    assert [snapshot(history / number) for number in ("1", "2")] == filed[:2]
    assert [found.report for found in submissions.read(root)["news@1.0.0"]] == [made]
    submissions.keep(root, PREDICTIONS[1:], made, replace=True)
    assert sorted(path.name for path in history.iterdir()) == ["1", "2"]


@pytest.mark.parametrize(("sent", "stays"), [(PREDICTIONS, True), (PREDICTIONS[:1], False)])
def test_only_another_submission_takes_a_withdrawal_back(kept, sent, stays):
    """What is scored anew, by another scorer, stays withdrawn; other predictions in its place are not."""
    root, made = kept
    submissions.withdraw(root, "kovar-rules@1.2", "It saw the gold.")

    submissions.keep(root, sent, dataclasses.replace(made, signature="dateline:9|rest"), replace=True)
    (found,) = submissions.read(root)["news@1.0.0"]
    assert (found.withdrawn is not None) == stays
    assert (root / "news@1.0.0" / "history" / "kovar-rules@1.2" / "1" / "withdrawal.json").is_file()


def test_failed_replacement_loses_nothing(kept, monkeypatch):
    """Where the new one cannot be moved into place, the old one is there or in the history, never gone."""
    root, made = kept
    folder = root / "news@1.0.0" / "kovar-rules@1.2"
    before = snapshot(folder)
    rename = Path.rename

    def failing(self, target):
        if self.name.startswith(".tmp-"):
            raise OSError(5, "broken", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(MachineError):
        submissions.keep(root, PREDICTIONS[:1], made, replace=True)
    history = root / "news@1.0.0" / "history" / "kovar-rules@1.2" / "1"
    assert before in [snapshot(place) for place in (folder, history) if place.exists()]
    monkeypatch.undo()
    submissions.keep(root, PREDICTIONS[:1], made, replace=True)
    assert len(submissions.read(root)["news@1.0.0"]) == 1


def test_submission_that_waits_gets_its_report(kept):
    """Handed in without a score, then scored from the same files: the report is added, nothing else moves."""
    root, made = kept
    other = dataclasses.replace(made, system=dataclasses.replace(made.system, name="Beta"))
    folder = submissions.hand_in(root, "news@1.0.0", PREDICTIONS, other.system)
    before = snapshot(folder)

    submissions.keep(root, PREDICTIONS, other)
    assert set(snapshot(folder)) - set(before) == {"report.json"}
    assert {name: data for name, data in snapshot(folder).items() if name in before} == before
    submissions.hand_in(root, "news@1.0.0", PREDICTIONS, other.system)
    assert (folder / "report.json").is_file()


@pytest.mark.parametrize("level", [1, 9])
def test_submission_that_another_zlib_compressed_gets_its_report(kept, level):
    """The same predictions are the same submission, however its author's machine compressed them."""
    root, made = kept
    folder = root / "news@1.0.0" / "kovar-rules@1.2"
    path = folder / "predictions.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), level, mtime=1))
    (folder / "report.json").unlink()
    before = snapshot(folder)

    assert submissions.keep(root, PREDICTIONS, made) == folder
    assert set(snapshot(folder)) - set(before) == {"report.json"}
    assert {name: data for name, data in snapshot(folder).items() if name in before} == before


@pytest.mark.parametrize(
    "harm",
    [lambda data: data[:-9], lambda data: b"x" + data, lambda data: data + gzip.compress(b"{}\n")],
    ids=["cut off", "no gzip", "a line more"],
)
def test_submission_that_waits_with_other_predictions_is_refused(kept, harm):
    """What is damaged, or longer than what is sent, is other content."""
    root, made = kept
    path = root / "news@1.0.0" / "kovar-rules@1.2" / "predictions.jsonl.gz"
    path.write_bytes(harm(path.read_bytes()))

    with pytest.raises(CheckError, match="other content"):
        submissions.keep(root, PREDICTIONS, made)


def test_withdrawn_submission_stays_with_its_reason(kept):
    """The reason is read with the report; a later one takes its place."""
    root, made = kept
    for reason in ("It saw the gold.", "Its authors asked for it."):
        submissions.withdraw(root, "kovar-rules@1.2", reason)

    (found,) = submissions.read(root)["news@1.0.0"]
    assert (found.report, found.withdrawn) == (made, "Its authors asked for it.")


def test_withdrawal_waits_for_a_submission_to_be_filed(kept, monkeypatch):
    """What is filed is read under the lock: while one waits for it, a submission may go, or come."""
    root, _ = kept
    folder = root / "news@1.0.0" / "kovar-rules@1.2"
    lock = submissions.output.lock

    def after_others(where):
        if folder.exists():
            folder.rename(folder.with_name("kovar-rules@1.3"))
        return lock(where)

    monkeypatch.setattr(submissions.output, "lock", after_others)
    with pytest.raises(UnknownNameError, match=r"did you mean 'kovar-rules@1\.3'"):
        submissions.withdraw(root, "kovar-rules@1.2", "It saw the gold.")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "reason", "error", "told"),
    [
        ("kovar-rule@1.2", "x", UnknownNameError, "did you mean 'kovar-rules@1.2'"),
        ("kovar-rules@1.2", "a\nb", FindingsError, "1 finding, first the reason:1: "),
        ("kovar-rules@1.2", "", FindingsError, "1 finding, first the reason:1: "),
    ],
)
def test_withdrawal_names_what_is_there_and_why(kept, name, reason, error, told):
    """No such system, or a reason that is no line of text, is refused, and nothing is filed."""
    root, _ = kept
    before = snapshot(root)

    with pytest.raises(error, match=told):
        submissions.withdraw(root, name, reason)
    assert snapshot(root) == before


def test_withdrawal_wants_the_version_where_several_hold_the_system(kept):
    """The same system may be filed under several dataset versions."""
    root, made = kept
    newer = dataclasses.replace(made.dataset, version="2.0.0")
    submissions.keep(root, PREDICTIONS, dataclasses.replace(made, dataset=newer))

    with pytest.raises(MisuseError, match=r"news@1\.0\.0, news@2\.0\.0: say which"):
        submissions.withdraw(root, "kovar-rules@1.2", "x")
    with pytest.raises(
        UnknownNameError, match=r"unknown dataset version 'news@2\.0', did you mean 'news@2\.0\.0'"
    ):
        submissions.withdraw(root, "kovar-rules@1.2", "x", "news@2.0")
    path = submissions.withdraw(root, "kovar-rules@1.2", "x", "news@2.0.0")
    assert path == root / "news@2.0.0" / "kovar-rules@1.2" / "withdrawal.json"


def snapshot(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".dateline.lock"
    }


def test_report_that_does_not_fit_is_refused_with_its_place(kept):
    """A report changed into something else is told with its path."""
    root, _ = kept
    path = root / "news@1.0.0" / "kovar-rules@1.2" / "report.json"
    value = json.loads(path.read_bytes())
    path.write_text(json.dumps(value | {"articles": "many"}), encoding="utf-8")

    with pytest.raises(FindingsError) as refusal:
        submissions.read(root)
    assert [(finding.file, finding.path) for finding in refusal.value.findings] == [(str(path), "$.articles")]


def test_check_scores_what_was_kept(kept, manifest):
    """Predictions, card and split of the submission go to the scorer; equal reports pass."""
    root, made = kept
    seen = []

    def evaluate(jobs):
        seen.extend((job.predictions.name, job.system, job.split) for job in jobs)
        return [made] * len(jobs)

    submissions.check(submissions.read(root)["news@1.0.0"], manifest, evaluate)
    assert seen == [("predictions.jsonl.gz", made.system, "test")]


def test_check_names_the_first_difference(kept, manifest):
    """The message holds file, place and both numbers."""
    root, made = kept
    scores = made.scores | {"event": dataclasses.replace(made.scores["event"], matched=6)}
    drifted = dataclasses.replace(made, scores=scores)

    with pytest.raises(CheckError, match=r"report\.json .*\$\.scores\.event\.matched is 5, recomputed 6"):
        submissions.check(submissions.read(root)["news@1.0.0"], manifest, lambda _: [drifted])


def test_check_refuses_another_release(kept, manifest):
    """Reports are compared with the release that they were made on."""
    root, made = kept
    other = dataclasses.replace(manifest, digest="f" * 64)

    with pytest.raises(OtherVersionError, match="#ffffffffffff"):
        submissions.check(submissions.read(root)["news@1.0.0"], other, lambda _: [made])


def test_check_knows_another_scorer(kept, manifest):
    """Reports of an earlier scorer are no drift, and the way out is told with the parts that differ."""
    root, made = kept
    now = dataclasses.replace(made, signature=made.signature.replace("dateline:", "dateline:9"))

    with pytest.raises(
        OtherVersionError, match=r"is of dateline:\d, here it is dateline:9\d: bench submit --repl"
    ):
        submissions.check(submissions.read(root)["news@1.0.0"], manifest, lambda _: [now])


def test_check_refuses_the_card_of_another_system(kept, manifest):
    """A folder's name, its card and its report speak of one system."""
    root, made = kept
    card = root / "news@1.0.0" / "kovar-rules@1.2" / "system.json"
    card.write_bytes(codec.pretty(dataclasses.replace(made.system, name="Other")))

    with pytest.raises(CheckError, match=r"is the card of other@1\.2"):
        submissions.check(submissions.read(root)["news@1.0.0"], manifest, lambda _: [made])


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
