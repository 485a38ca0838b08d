"""From a baseline to a published board and back: predict, submit, leaderboard, leaderboard --check."""

import errno
import gzip
import json
import shutil

import pytest

from benchmark.cli.main import main


@pytest.fixture(scope="module")
def release(tiny, tmp_path_factory):
    """A release of the tiny corpus."""
    out = tmp_path_factory.mktemp("releases")
    assert main(["build", str(tiny), "--out", str(out)]) == 0
    return out / "tiny-1.0.0"


@pytest.fixture(scope="module")
def sent(release, tmp_path_factory):
    """A folder with what each of three baselines predicts, in a folder of its name."""
    folder = tmp_path_factory.mktemp("sent")
    for name in ("silent", "lexicon", "gold"):
        predict(name, release, folder / name)
    return folder


@pytest.fixture(scope="module")
def published(release, sent, tmp_path_factory):
    """A published board of two systems."""
    folder = tmp_path_factory.mktemp("published")
    for name in ("lexicon", "gold"):
        assert submit(sent / name, release, folder) == 0
    assert main(["leaderboard", "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def board(published, tmp_path):
    """A copy of that board, to be worked on."""
    return shutil.copytree(published, tmp_path / "board")


def predict(name, release, out):
    assert main(["predict", name, "--data", str(release), "--out", str(out)]) == 0


def submit(made, release, board):
    """Submits what a baseline predicted; returns the exit code."""
    files = [str(made / "predictions.jsonl"), "--system", str(made / "system.json")]
    return main(["submit", *files, "--data", str(release), "--board", str(board)])


def test_card_says_what_the_baseline_was_run_on(sent):
    """The dataset stands in the card, and of another dataset than ours lexicon's author had read no text."""
    cards = [json.loads((sent / name / "system.json").read_bytes()) for name in ("silent", "lexicon", "gold")]

    assert {card["dataset"] for card in cards} == {"tiny@1.0.0"}
    assert [card["kind"] for card in cards] == ["trivial", "rules", "trivial"]
    assert [card["saw_test_texts"] for card in cards] == ["no", "no", "yes"]


def test_predictions_are_the_same_bytes_again(release, sent, tmp_path, content):
    """A baseline has no clock and no dice."""
    predict("lexicon", release, tmp_path / "again")

    assert content(tmp_path / "again") == content(sent / "lexicon")


def test_gold_scores_one(published):
    """What gold says of itself is right in every headline column."""
    entries = json.loads((published / "leaderboard.json").read_bytes())["entries"]

    gold = next(entry for entry in entries if entry["system_id"] == "gold@1")
    assert {score["f1"] for score in gold["scores"].values()} == {1.0}
    assert gold["date_accuracy"]["value"] == 1.0


def test_board_that_was_written_checks(board, release, capsys, content):
    """Every submission scores again as reported, and nothing is written."""
    before = content(board)

    assert main(["leaderboard", "--check", "--data", str(release), "--out", str(board)]) == 0
    assert "checked 2 submissions: scores and tables are as reported" in capsys.readouterr().err
    assert content(board) == before


@pytest.mark.parametrize(
    "change",
    [
        ("report.json", '"unresolved": ', '"unresolved": 1'),
        ("leaderboard.csv", ",0.", ",0.9"),
        ("README.md", "| 1 | Lexicon", "| 2 | Lexicon"),
    ],
)
def test_check_finds_a_number_changed_by_hand(board, release, capsys, change):
    """One digit in a report or a table is enough, and the message names the file."""
    file, old, new = change
    path = next(board.rglob(file))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert main(["leaderboard", "--check", "--data", str(release), "--out", str(board)]) == 1
    assert f"{path} is not what" in capsys.readouterr().err


def test_check_says_what_it_does_not_score(board, release, capsys):
    """Submissions to another version want the gold of that version; a check without it claims nothing."""
    (version,) = (board / "submissions").glob("*@*")
    other = shutil.copytree(version, version.with_name(f"{version.name}-rc.1"))
    for path in other.rglob("report.json"):
        report = json.loads(path.read_bytes())
        report["dataset"]["version"] += "-rc.1"
        path.write_text(json.dumps(report), encoding="utf-8")
    assert main(["leaderboard", "--out", str(board)]) == 0
    capsys.readouterr()

    assert main(["leaderboard", "--check", "--data", str(release), "--out", str(board)]) == 0
    told = capsys.readouterr().err
    assert "checked 2 submissions: " in told
    assert f"not scored again: 2 submissions to {other.name}, which wants --data with that release" in told


def test_a_number_that_its_counts_do_not_give_ranks_nobody(published, tmp_path, capsys):
    """A report may have been edited; then no table is written."""
    value = json.loads(next(published.rglob("lexicon@1/report.json")).read_bytes())
    value["scores"]["dated_event"]["f1"] = 0.999
    path = tmp_path / "report.json"
    path.write_text(json.dumps(value), encoding="utf-8")

    assert main(["leaderboard", str(path), "--out", str(tmp_path / "board")]) == 1
    assert "$.scores.dated_event.f1 '0.999' does not follow from the counts" in capsys.readouterr().err
    assert not (tmp_path / "board").exists()


@pytest.mark.parametrize("lost", ["scores", "shares", "trivial"])
def test_a_report_without_its_headline_is_refused(published, lost, tmp_path, capsys):
    """A report fits the schema with any metrics; without those of the board the data is at fault, not we."""
    value = json.loads(next(published.rglob("report.json")).read_bytes())
    path = tmp_path / "report.json"
    path.write_text(json.dumps(value | {lost: {}}), encoding="utf-8")

    assert main(["leaderboard", str(path)]) == 1
    assert f"{path}:1: $.{lost}." in capsys.readouterr().err


def test_same_submission_again_changes_nothing(board, release, sent, content):
    """Sending a file twice is no mistake."""
    before = content(board)

    assert submit(sent / "lexicon", release, board) == 0
    assert content(board) == before


def test_predictions_that_are_there_under_another_name_are_said(board, release, sent, tmp_path, capsys):
    """The host hears of a copy at once, and decides what it means: the copy is filed."""
    made = shutil.copytree(sent / "lexicon", tmp_path / "copy")
    card = made / "system.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"Lexicon"', '"Copy"'), encoding="utf-8")

    assert submit(made, release, board) == 0
    assert "tiny@1.0.0/lexicon@1 has the same predictions\n" in capsys.readouterr().err


def test_card_of_another_dataset_is_refused(release, sent, tmp_path, capsys):
    """A system that was run on another version is not scored on this one."""
    made = shutil.copytree(sent / "silent", tmp_path / "silent")
    card = made / "system.json"
    card.write_text(card.read_text(encoding="utf-8").replace("tiny@1.0.0", "tiny@0.9.0"), encoding="utf-8")

    assert submit(made, release, tmp_path / "board") == 3
    told = (
        "is of tiny@0.9.0, the release is tiny@1.0.0: if the predictions are of its articles, name it in the"
    )
    assert told in capsys.readouterr().err
    assert not (tmp_path / "board").exists()


@pytest.mark.parametrize(
    "arguments", [["--check"], ["--check", "--data", "RELEASE", "REPORT"], ["--data", "RELEASE", "REPORT"]]
)
def test_check_is_of_submissions(published, release, capsys, arguments):
    """A check needs the gold, and a report alone cannot be scored again."""
    report = next(published.rglob("report.json"))
    named = {"RELEASE": str(release), "REPORT": str(report)}

    assert main(["leaderboard", *(named.get(part, part) for part in arguments)]) == 2
    assert "--check" in capsys.readouterr().err


def test_reports_are_ranked_without_writing(board, capsys, tmp_path, monkeypatch, content):
    """With reports and without --out the table is printed, and no board is touched."""
    monkeypatch.chdir(tmp_path)
    before = content(tmp_path)

    capsys.readouterr()
    reports = sorted(map(str, board.rglob("report.json")))
    assert main(["leaderboard", *reports, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith('1,"1","Lexicon 1",')
    assert content(tmp_path) == before


@pytest.mark.parametrize("harm", ["nothing", "a number", "a file"])
def test_check_in_processes_says_the_same(board, release, capsys, monkeypatch, harm):
    """Many systems are scored side by side; what is wrong with one is told as if they came in turn."""
    monkeypatch.setattr("benchmark.cli.leaderboard.MANY", 0)
    (folder,) = board.rglob("lexicon@1")
    if harm == "a number":
        report = (folder / "report.json").read_text(encoding="utf-8")
        drifted = report.replace('"unresolved": ', '"unresolved": 1', 1)
        (folder / "report.json").write_text(drifted, encoding="utf-8")
    elif harm == "a file":
        with gzip.open(folder / "predictions.jsonl.gz", "wb") as out:
            out.write(b'{"article_id": "x", "events": []}\n')

    code = main(["leaderboard", "--check", "--data", str(release), "--out", str(board)])
    err = capsys.readouterr().err
    told = {"nothing": "checked 2 submissions", "a number": "report.json is not", "a file": "$.article_id"}
    assert code == (harm != "nothing")
    assert told[harm] in err


def test_check_without_processes(board, release, capsys, monkeypatch):
    """Where none can be started that is told, and --jobs 1 checks as many submissions without."""

    def refuse(_):
        raise OSError(errno.EAGAIN, "x")

    monkeypatch.setattr("benchmark.cli.leaderboard.MANY", 0)
    monkeypatch.setattr("multiprocessing.get_context", refuse)
    check = ["leaderboard", "--check", "--data", str(release), "--out", str(board), "--jobs"]

    assert (main([*check, "2"]), main([*check, "1"])) == (4, 0)
    assert "cannot start processes: resource temporarily unavailable; --jobs 1" in capsys.readouterr().err
