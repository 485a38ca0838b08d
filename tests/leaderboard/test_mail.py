"""The shell loops of docs/maintain.md, run as they stand there on what teams have sent."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.cli.main import main

MAINTAIN = Path(__file__).parents[2] / "docs" / "maintain.md"


@pytest.fixture
def host(tiny, tmp_path):
    """The folder of a host who has built a blind release."""
    assert main(["build", str(tiny), "--blind", "test", "--out", str(tmp_path / "releases")]) == 0
    return tmp_path


def send(folder, **changed):
    """Writes a valid submission of nothing; what is changed of its card is."""
    folder.mkdir(parents=True)
    card = {
        "name": folder.name,
        "version": "1",
        "description": "Says nothing.",
        "kind": "rules",
        "training_data": [],
        "saw_test_texts": "no",
        "dataset": "tiny@1.0.0",
    }
    (folder / "system.json").write_text(json.dumps(card | changed), encoding="utf-8")
    release = folder.parents[1] / "releases" / "tiny-1.0.0-public"
    lines = (release / "jsonl" / "test.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [{"article_id": json.loads(line)["article_id"], "events": []} for line in lines]
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / "predictions.jsonl").write_text(text, encoding="utf-8")
    return folder


def run_loop(of, folder):
    """Runs the one loop that has some words, on the release that is at hand."""
    text = MAINTAIN.read_text(encoding="utf-8")
    loops = re.findall(r"^```sh\n(for .*?)^```", text, re.DOTALL | re.MULTILINE)
    (loop,) = [code for code in loops if of in code]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [shutil.which("sh"), "-c", loop.replace("my-news", "tiny")],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_team_gets_its_answer(host):
    """What is scored is called so and no more; what is wrong with a file is told in words."""
    send(host / "mail" / "O'Brien & Söhne")
    send(host / "mail" / "old", dataset="tiny@0.9.0")
    fenced = send(host / "mail" / "fenced") / "predictions.jsonl"
    fenced.write_text(f"```json\n{fenced.read_text(encoding='utf-8')}```\n", encoding="utf-8")
    (send(host / "mail" / "alone") / "system.json").unlink()

    done = run_loop("mail/*/", host)

    answers = {path.parent.name: path.read_text(encoding="utf-8") for path in host.glob("mail/*/answer.txt")}
    assert (done.returncode, done.stderr) == (0, "")
    assert answers["O'Brien & Söhne"] == "scored\n"
    assert "is of tiny@0.9.0, the release is tiny@1.0.0" in answers["old"]
    assert "fenced/predictions.jsonl:1: $ is not JSON: a Markdown code fence" in answers["fenced"]
    assert answers["alone"] == "want predictions.jsonl and system.json, not in an archive\n"
    filed = host / "leaderboard" / "submissions" / "tiny@1.0.0"
    assert [path.parent.name for path in filed.glob("*/report.json")] == ["o-brien-söhne@1"]


def test_our_own_fault_is_no_answer(host):
    """Where the release is not there, the host is told, and the team is not."""
    send(host / "mail" / "team")
    (host / "releases" / "tiny-1.0.0-gold").rename(host / "elsewhere")

    done = run_loop("mail/*/", host)

    assert done.stderr.startswith("mail/team/ ended with 2, by no fault of the team\n")
    assert "there is no such folder" in done.stderr
    assert not (host / "mail" / "team" / "answer.txt").exists()


def test_filed_predictions_are_scored_on_corrected_gold(host, tiny):
    """After a correction each submission that counts is on the board of the new version, too."""
    board = host / "leaderboard"
    for name in ("stays", "gone"):
        sent = send(host / "mail" / name)
        files = [str(sent / "predictions.jsonl"), "--system", str(sent / "system.json")]
        gold = str(host / "releases" / "tiny-1.0.0-gold")
        assert main(["submit", *files, "--data", gold, "--board", str(board)]) == 0
    assert main(["withdraw", "gone@1", "--reason", "Asked for.", "--board", str(board)]) == 0
    source = shutil.copytree(tiny, host / "corpus")
    config = source / "benchmark.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("1.0.0", "2.0.0", 1), encoding="utf-8")
    for path in (source / "articles").glob("*.json"):
        article = json.loads(path.read_bytes())
        path.write_text(json.dumps(article | {"events": article["events"][1:]}), encoding="utf-8")
    assert main(["build", str(source), "--blind", "test", "--out", str(host / "releases")]) == 0

    done = run_loop("card.json", host)

    reports = list((board / "submissions" / "tiny@2.0.0").glob("*/report.json"))
    assert done.returncode == 0, done.stderr
    assert [path.parent.name for path in reports] == ["stays@1"]
    assert json.loads(reports[0].read_bytes())["dataset"]["version"] == "2.0.0"
