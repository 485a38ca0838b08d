"""The workflows: what they may do, and their scripts replayed here as they run there."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from benchmark.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PLACE = "leaderboard/submissions/tiny@1.0.0"


def read(name):
    """A workflow; YAML 1.1 takes its key ``on`` for true."""
    return yaml.safe_load((GITHUB / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_their_commit(path):
    """A tag can be moved to other code, a commit cannot."""
    for step in steps(yaml.safe_load(path.read_text(encoding="utf-8"))):
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step.get("uses", f"actions/x@{'0' * 40}"))


def test_linter_has_nothing_to_say():
    """zizmor, which knows how workflows are attacked, finds nothing."""
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [zizmor, "--offline", "--no-progress", "--format", "plain", GITHUB / "workflows"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_check_of_a_pull_request_may_only_read():
    """It runs for strangers: no secret, no token kept, and what runs comes from the base branch."""
    workflow = read("submission")
    assert list(workflow[True]) == ["pull_request"]
    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())
    text = (GITHUB / "workflows" / "submission.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "github.token" not in text
    # The merge commit, which GitHub gives where no ref is asked for; its first parent is the base branch.
    (checkout,) = (step["with"] for step in steps(workflow) if "checkout@" in step.get("uses", ""))
    assert checkout == {"path": "head", "fetch-depth": 2, "persist-credentials": False}
    base, install, run = (step["run"] for step in steps(workflow) if "run" in step)
    assert base == 'git -C head worktree add --quiet --detach "$PWD/base" HEAD^1'
    assert install == "make -C base .venv/.ready"
    assert "head/" not in run


def test_nothing_printed_is_a_command_to_the_runner(tmp_path):
    """Commands are stopped before a stranger's name is printed, and go on after it, also on failure."""
    run = next(step["run"] for step in steps(read("submission")) if "submission.sh" in step.get("run", ""))
    script = tmp_path / "base" / ".github" / "submission.sh"
    script.parent.mkdir(parents=True)
    for code in (0, 1):
        script.write_text(f"echo '##[error]x'; exit {code}", encoding="utf-8")
        command = [shutil.which("bash"), "-e", "-c", run]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        stop, told, go_on = done.stdout.splitlines()
        token = stop.removeprefix("::stop-commands::")
        assert (done.returncode, told, go_on) == (code, "##[error]x", f"::{token}::")
        assert len(token) > 30


def test_merge_and_base_are_laid_out_from_one_clone(tmp_path):
    """The step gives the base branch as it is now, with what others filed after the change began."""

    def git(*arguments):
        who = ("-c", "user.name=a", "-c", "user.email=a@localhost")
        subprocess.run([shutil.which("git"), *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def commit(name):
        (tmp_path / "head" / name).write_text("", encoding="utf-8")
        git("-C", "head", "add", "--all")
        git("-C", "head", "commit", "--quiet", "--message", name)

    git("init", "--quiet", "--initial-branch", "main", "head")
    commit("old")
    git("-C", "head", "checkout", "--quiet", "-b", "change")
    commit("mine")
    git("-C", "head", "checkout", "--quiet", "main")
    commit("theirs")
    git("-C", "head", "merge", "--quiet", "--no-edit", "change")
    run = next(step["run"] for step in steps(read("submission")) if "worktree" in step.get("run", ""))
    subprocess.run([shutil.which("bash"), "-e", "-c", run], cwd=tmp_path, check=True, capture_output=True)

    found = {name: {path.name for path in (tmp_path / name).iterdir()} for name in ("base", "head")}
    assert found == {"base": {".git", "old", "theirs"}, "head": {".git", "old", "theirs", "mine"}}


def test_comment_takes_one_file_and_nothing_of_the_change():
    """It may write comments, so it checks out its own branch, and values of strangers are no code of it."""
    workflow = read("comment")
    (checkout, comment) = steps(workflow)
    assert "ref" not in checkout["with"]
    assert workflow["permissions"] == {}
    assert "${{" not in comment["run"]
    assert workflow["jobs"]["comment"]["permissions"] == {
        "actions": "read",
        "contents": "read",
        "pull-requests": "write",
    }


@pytest.mark.skipif(shutil.which("jq") is None, reason="the runner has jq, this machine has none")
@pytest.mark.parametrize(("sha", "told"), [("a", "comment 7"), ("b", "another commit by now")])
def test_comment_goes_to_the_pull_request_of_the_very_commit(tmp_path, sha, told):
    """Without a number, gh would look for a pull request of its own."""
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(
        "case $1 in run) mkdir delta; echo x >delta/delta.txt ;;\n"
        """api) echo '[{"number": 7, "head": {"sha": "a"}}]' ;;\n"""
        'pr) echo "$2 $3" ;; esac\n',
        encoding="utf-8",
    )
    gh.chmod(0o755)
    shutil.copytree(GITHUB, tmp_path / ".github")
    (_, comment) = steps(read("comment"))
    environment = os.environ | {"PATH": f"{gh.parent}:{os.environ['PATH']}", "SHA": sha}
    environment |= {"RUN": "1", "REPO": "a/b", "OWNER": "c", "BRANCH": "$(d)"}
    command = [shutil.which("bash"), "-e", "-c", comment["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip().endswith(told)) == (0, True), done


@pytest.fixture(scope="module")
def base(tiny, tmp_path_factory):
    """A checkout of the base branch: a corpus, and a board with one submission."""
    folder = tmp_path_factory.mktemp("checkout") / "base"
    shutil.copytree(tiny, folder / "data")
    shutil.copytree(GITHUB, folder / ".github")
    release = build(folder)
    submit(folder, release, "silent")
    assert main(["leaderboard", "--out", str(folder / "leaderboard")]) == 0
    return folder


def build(folder):
    out = folder.parent / "release"
    assert main(["build", str(folder / "data"), "--out", str(out)]) == 0
    return out / "tiny-1.0.0"


def submit(folder, release, name):
    """Files what a baseline predicts under a checkout's leaderboard."""
    made = folder.parent / name
    assert main(["predict", name, "--data", str(release), "--out", str(made)]) == 0
    files = [str(made / "predictions.jsonl"), "--system", str(made / "system.json")]
    board = ["--board", str(folder / "leaderboard")]
    assert main(["submit", *files, "--data", str(release), *board]) == 0


@pytest.fixture(scope="module")
def change(base):
    """The base with one submission more."""
    folder = shutil.copytree(base, base.parent / "change")
    submit(folder, base.parent / "release" / "tiny-1.0.0", "lexicon")
    return folder


@pytest.fixture
def head(change, tmp_path):
    """A checkout of the change, to be harmed."""
    return shutil.copytree(change, tmp_path / "head", ignore=shutil.ignore_patterns(".dateline.lock"))


def check(base, head):
    """Runs the step of the workflow; returns its exit code, what it printed, and its folder."""
    out = head.parent / "out"
    command = ["sh", base / ".github" / "submission.sh", base, head, out]
    environment = os.environ | {"BENCH": str(Path(sys.executable).with_name("bench"))}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode(errors="surrogateescape"), out


def test_new_submission_passes_and_its_difference_is_told(base, head):
    """It is scored by the base's tool, and the table before and after is compared; no checkout is changed."""
    before = [*base.rglob("*"), *head.rglob("*")]
    code, told, out = check(base, head)

    assert code == 0, told
    delta = (out / "delta.txt").read_text(encoding="utf-8").splitlines()
    assert delta[0] == "1 new"
    assert any(line.startswith("+| 1 |") and "Lexicon" in line for line in delta)
    assert not any("Silent" in line for line in delta if line.startswith("+"))
    assert [*base.rglob("*"), *head.rglob("*")] == before


def test_submission_without_a_report_is_scored(base, head):
    """An author who has no gold sends predictions and card only."""
    (head / PLACE / "lexicon@1" / "report.json").unlink()
    code, told, out = check(base, head)

    assert code == 0, told
    assert (out / "board" / "submissions" / "tiny@1.0.0" / "lexicon@1" / "report.json").is_file()


def test_report_of_a_submission_that_waits_is_compared(base, head, tmp_path):
    """Filed without a report, and then sent one: it is scored as if all of it were new."""
    waits = shutil.copytree(base, tmp_path / "waits")
    sent, kept = (folder / PLACE / "lexicon@1" for folder in (head, waits))
    shutil.copytree(sent, kept, ignore=shutil.ignore_patterns("report.json"))
    code, told, _ = check(waits, head)
    assert code == 0, told
    better(sent)
    code, told, _ = check(waits, head)

    assert code == 1
    assert "report.json is not what its predictions give" in told


def test_difference_is_of_the_dataset_in_hand(base, head, tmp_path):
    """A board with submissions to several datasets shows what the change does to the one of its release."""
    several = shutil.copytree(base, tmp_path / "several")
    for folder in (several, head):
        report = json.loads((folder / PLACE / "silent@1" / "report.json").read_bytes())
        report["dataset"]["name"] = "other"
        place = folder / "leaderboard" / "submissions" / "other@1.0.0" / "silent@1"
        place.mkdir(parents=True)
        (place / "report.json").write_text(json.dumps(report), encoding="utf-8")
    code, told, _ = check(several, head)

    assert code == 0, told
    assert "+| 1 |" in told


def test_nothing_of_the_change_runs(base, head):
    """Scripts, a Makefile and a package of the change's own lie there unread."""
    trap = head.parent / "trap"
    for name in (
        "Makefile",
        ".github/submission.sh",
        "benchmark/__init__.py",
        "sitecustomize.py",
        "conftest.py",
    ):
        (head / name).parent.mkdir(exist_ok=True)
        (head / name).write_text(f"touch {trap}\nimport os; os.mkdir({str(trap)!r})\n", encoding="utf-8")

    assert check(base, head)[0] == 0
    assert not trap.exists()


def link(folder):
    (folder / "system.json").unlink()
    (folder / "system.json").symlink_to("/etc/passwd")


def code_file(folder):
    (folder / "metric.py").write_text("print(1)", encoding="utf-8")


def hidden(folder):
    (folder / ".profile").write_text("x", encoding="utf-8")


def history(folder):
    old = folder.parent / "history" / "lexicon@1" / "1"
    old.mkdir(parents=True)
    (old / "report.json").write_text("{}", encoding="utf-8")


def bomb(folder):
    with gzip.open(folder / "predictions.jsonl.gz", "wb") as out:
        out.write(b"[" * 3_000_000)


def better(folder):
    path = folder / "report.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"matched": ', '"matched": 1', 1), encoding="utf-8"
    )


def elsewhere(folder):
    folder.rename(folder.with_name("other@1"))


def broken(folder):
    card = json.loads((folder / "system.json").read_bytes()) | {"kind": "magic"}
    (folder / "system.json").write_text(json.dumps(card), encoding="utf-8")


def others(folder):
    path = folder.with_name("silent@1") / "report.json"
    path.write_text("{}", encoding="utf-8")


def gone(folder):
    shutil.rmtree(folder.with_name("silent@1"))


def report_alone(folder):
    (folder / "system.json").unlink()
    (folder / "predictions.jsonl.gz").unlink()


def report_on_another_version(folder):
    report_alone(folder)
    folder.parent.with_name("tiny@0.9.0").mkdir()
    folder.rename(folder.parent.with_name("tiny@0.9.0") / folder.name)


def lock_file(folder):
    (folder / ".dateline.lock").write_text("#!/bin/sh", encoding="utf-8")


def submodule(folder):
    folder.with_name("other@1").mkdir()


def other_case(folder):
    if folder.with_name("Lexicon@1").exists():
        pytest.skip("this file system does not tell upper from lower case")
    shutil.copytree(folder, folder.with_name("Lexicon@1"))


def no_text(folder):
    try:
        folder.with_name("silent@1").joinpath("a\udcff").write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system holds no name but UTF-8")


def own_card(folder):
    card = json.loads((folder / "system.json").read_bytes())
    (folder / "system.json").write_text(json.dumps(card), encoding="utf-8")


def own_lines(folder):
    path = folder / "predictions.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) + b"\n"))


def spaced(folder):
    (folder / "a b").write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (link, "links and devices"),
        (code_file, "metric.py is no system.json"),
        (hidden, ".profile is no system.json"),
        (history, "history/lexicon@1/1/report.json is no system.json"),
        (bomb, "longer than 2,000,000 bytes"),
        (better, "report.json is not what its predictions give"),
        (elsewhere, "is not where its card"),
        (broken, "$.kind"),
        (others, "silent@1/report.json is changed"),
        (gone, "silent@1/predictions.jsonl.gz is gone"),
        (spaced, "a name has a space"),
        (report_alone, "lexicon@1/system.json: no such file"),
        (report_on_another_version, "tiny@0.9.0/lexicon@1/system.json: no such file"),
        (lock_file, ".dateline.lock is no system.json"),
        (submodule, "an empty folder or a submodule"),
        (other_case, "in upper and lower case"),
        (no_text, "silent@1/a\udcff is no system.json"),
        (own_card, "system.json is not as bench submit files it"),
        (own_lines, "predictions.jsonl.gz is not as bench submit files it"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_change_that_is_no_plain_submission_is_refused(base, head, harm, reason):
    """Links, code, bombs, reports that are too good, and hands on what others have filed."""
    harm(head / PLACE / "lexicon@1")
    code, told, _ = check(base, head)

    assert code in {1, 2}
    assert reason in told


@pytest.mark.parametrize(
    "text",
    [
        "+| 1 | ~~~\n```\n<img src=x> @everyone [x](javascript:alert(1))",
        "a\r\nb\rc\x0bd\x0ce\x1b[31m\x00\n\n</details>",
        "x" * 30_000,
    ],
)
def test_comment_quotes_the_file_as_code(tmp_path, text):
    """Each line of the file is indented as code, whatever it holds, and there are not too many."""
    (tmp_path / "delta.txt").write_bytes(text.encode())
    command = ["sh", GITHUB / "comment.sh", tmp_path / "delta.txt"]
    done = subprocess.run(command, capture_output=True, check=True)

    head, _, quoted = done.stdout.decode().partition("\n\n")
    assert head.startswith("What these submissions change")
    assert all(line.startswith("    ") or not line for line in quoted.split("\n"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", quoted)
    assert len(quoted) < 21_000


def test_site_is_laid_out_from_a_board_that_checks(base, tmp_path):
    """The page stands as index.html beside its tables; a board that has drifted is not published."""
    root = tmp_path / "root"
    shutil.copytree(base, root)
    command = ["sh", GITHUB / "page.sh", root, tmp_path / "site"]
    environment = os.environ | {"BENCH": str(Path(sys.executable).with_name("bench"))}
    subprocess.run(command, env=environment, check=True, capture_output=True)

    assert (tmp_path / "site" / "index.html").read_bytes() == (
        root / "leaderboard/leaderboard.html"
    ).read_bytes()
    (root / "leaderboard" / "leaderboard.csv").write_text("drift", encoding="utf-8")
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert done.returncode == 1
