"""Bad input: a one-screen message, the right exit code, nothing written, never a traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmark.__main__ import run

LINES, WIDTH = 50, 400


def lines(*values):
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


EMPTY = {"article_id": "kovar-shelling", "events": []}


def event(**changes):
    return lines({"article_id": "kovar-shelling", "events": [{"event_type": "ASSAULT", **changes}]})


TRIGGER = {"text": "shelled", "start": 7, "end": 14}
CASES = {
    "empty file": (b"", "empty", "no rows"),
    "only blank lines": (b"\n\n\n", "empty", "no rows"),
    "invalid UTF-8": (b'{"article_id": "kovar-\xff", "events": []}\n', "encoding", "UTF-8"),
    "byte order mark": (b"\xef\xbb\xbf" + lines(EMPTY), "encoding", "byte order mark"),
    "trailing comma": (b'{"article_id": "kovar-shelling", "events": [],}\n', "syntax", "comma"),
    "duplicate key": (
        b'{"article_id": "kovar-shelling", "events": [], "events": []}\n',
        "duplicate-key",
        "events",
    ),
    "NaN": (
        b'{"article_id": "kovar-shelling", "events": [{"event_type": "ASSAULT", "confidence": NaN}]}\n',
        "syntax",
        "",
    ),
    "cut off": (lines(EMPTY)[:-6], "syntax", ""),
    "unknown article": (lines({"article_id": "kovar-sheling", "events": []}), "unknown-id", "kovar-shelling"),
    "doubled article": (lines(EMPTY, EMPTY), "duplicate-id", "line 1"),
    "offset outside": (event(triggers=[{"start": 60, "end": 99}]), "span", "66"),
    "text disagrees": (event(triggers=[{"text": "shelled", "start": 8, "end": 15}]), "span", "helled"),
    "one offset": (event(triggers=[{"text": "shelled", "start": 7}]), "span", "end"),
    "unknown type": (event(event_type="ASSALT"), "unknown-type", "ASSAULT"),
    "unknown role": (event(arguments=[{"role": "actr", "text": "Rebels"}]), "unknown-role", "actor"),
    "no such day": (event(date="2023-02-30"), "date", "2023-02"),
    "ISO week": (event(date="2024-W03"), "date", "[2024-01-15..2024-01-21]"),
    "unknown key": (event(trigers=[TRIGGER]), "unknown-field", "triggers"),
    "wrong type": (lines({"article_id": "kovar-shelling", "events": {}}), "type", "a list"),
    "empty filler": (event(arguments=[{"role": "actor", "text": ""}]), "", ""),
    "lone surrogate": (b'{"article_id": "kovar-shelling", "events": [{"event_type": "\\ud800"}]}\n', "", ""),
    "deep nesting": (b'{"article_id": ' + b"[" * 5_000 + b"]" * 5_000 + b"}\n", "limit", "64"),
    "long line": (b'{"article_id": "' + b"x" * 2_100_000 + b'"}\n', "limit", "2,000,000"),
    "too many events": (
        lines({"article_id": "kovar-shelling", "events": [{"event_type": "ASSAULT"}] * 1_001}),
        "limit",
        "1,000",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_predictions_that_cannot_be_scored_are_refused(name, bench, release, tmp_path):
    """Each kind of broken prediction file ends with 1, names file, line and mend, and writes no report."""
    content, kind, told = CASES[name]
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))

    ended = bench("score", path, "--data", release, "--report", tmp_path / "report.json")
    found = bench("validate", path, "--data", release, "--format", "json")

    assert ended.code == found.code == 1
    assert ended.out == ""
    assert f"{path}:1: $" in ended.err or f"{path}:2: $" in ended.err
    assert told in ended.err
    assert len(ended.err.splitlines()) <= LINES
    assert max(map(len, ended.err.splitlines())) <= WIDTH
    assert "Traceback" not in ended.err
    findings = [json.loads(line) for line in found.out.splitlines()]
    assert findings
    assert {"file", "line", "path", "kind", "message", "found", "allowed", "near"} == set(findings[0])
    if kind:
        assert kind in {finding["kind"] for finding in findings}
    assert sorted(tmp_path.rglob("*")) == before


def test_everything_wrong_is_named_at_once(bench, release, tmp_path):
    """One run names every problem of every line."""
    path = tmp_path / "predictions.jsonl"
    wrong = {
        "event_type": "ASSALT",
        "date": "3 May",
        "arguments": [{"role": "actr", "text": "Rebels"}],
        "modes": 1,
    }
    path.write_bytes(
        lines({"article_id": "kovar-shelling", "events": [wrong]}, {"article_id": "nowhere", "events": []})
    )

    ended = bench("validate", path, "--data", release, "--format", "json")

    kinds = sorted(json.loads(line)["kind"] for line in ended.out.splitlines())
    assert kinds == ["date", "unknown-field", "unknown-id", "unknown-role", "unknown-type"]


def test_crlf_and_blank_lines_are_fine(bench, release, tmp_path):
    """Files from other systems are read: a final CR is not part of a line, blank lines are skipped."""
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(b"\r\n" + lines(EMPTY).replace(b"\n", b"\r\n"))

    assert bench("score", path, "--data", release, "--quiet").code == 0


@pytest.fixture
def folder(kovar, tmp_path, monkeypatch):
    """The working folder: a corpus, its release in releases/kovar-1.0.0, and a prediction file."""
    shutil.copytree(kovar, tmp_path, dirs_exist_ok=True)
    (tmp_path / "sent.jsonl").write_bytes(lines(EMPTY))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "score nothing.jsonl --data releases/kovar-1.0.0",
        "score . --data releases/kovar-1.0.0",
        "score sent.jsonl --data .",
        "score sent.jsonl --data releases/kovar-1.0.0 --split dev",
        "score sent.jsonl --data releases/kovar-1.0.0 --system nothing.json",
        "score sent.jsonl",
        "score --fast",
        "scoer",
        "validate nothing.json",
        "validate .",
        "build nothing",
        "build corpus --blind dev",
        "predict oracle --data releases/kovar-1.0.0 --out out",
        "import bart . --out out",
        "schema articel",
        "leaderboard nothing.json",
        "score sent.jsonl --data releases/kovar-1.0.0 --report out.json --format markdown",
        "score sent.jsonl --data sent.jsonl",
        "predict silent --data releases/kovar-1.0.0 --out sent.jsonl/there",
        "build corpus --out sent.jsonl/there",
        "score sent.jsonl --data releases/kovar-1.0.0 --report releases/kovar-1.0.0/manifest.json",
    ],
)
def test_misuse_ends_with_2_and_changes_nothing(command, bench, folder):
    """A missing path, a wrong kind of path, an unknown name or option ends with 2 and says what is wanted."""
    before = sorted(folder.rglob("*"))

    ended = bench(*command.split())

    assert ended.code == 2
    assert ended.out == ""
    assert ended.err
    assert "Traceback" not in ended.err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    "command",
    [
        "import brat corpus --out -",
        "agreement corpus corpus --out -",
        "build corpus --out -",
        "predict silent --data releases/kovar-1.0.0 --out -",
        "export brat corpus --out -",
        "submit sent.jsonl --system card.json --data releases/kovar-1.0.0 --board -",
        "leaderboard --out -",
        "leaderboard --blind -",
    ],
)
def test_a_folder_does_not_go_to_stdout(command, bench, folder):
    """``-`` is standard output everywhere, and no folder of that name, which would hide standard input."""
    ended = bench(*command.split())

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "bench: - is standard output, and a folder is written: name one\n"
    assert not (folder / "-").exists()


def test_an_article_left_out_counts_as_empty_and_is_said(bench, corpus, tmp_path, example_article):
    """A prediction file that leaves an article out is scored, and the article is named."""
    (corpus / "articles" / "second.json").write_text(json.dumps(example_article | {"article_id": "second"}))
    assert bench("build", corpus, "--out", tmp_path / "more").code == 0
    sent = tmp_path / "sent.jsonl"
    sent.write_bytes(lines(EMPTY))

    ended = bench("score", sent, "--data", tmp_path / "more" / "kovar-1.0.0")

    assert ended.code == 0
    assert "1 of 2 articles have no prediction and count as empty: second" in ended.err


def test_a_card_of_another_dataset_ends_with_3(bench, release, tmp_path, example_system):
    """A system card that names another dataset than the one scored ends with 3."""
    sent, card = tmp_path / "sent.jsonl", tmp_path / "system.json"
    sent.write_bytes(lines(EMPTY))
    card.write_text(json.dumps(example_system))

    ended = bench("score", sent, "--data", release, "--system", card)

    assert ended.code == 3
    assert "dateline-news@1.0.0" in ended.err


def test_a_signature_brings_its_seed_and_resamples(bench, release, tmp_path):
    """What --signature says is what is done, long or short; an option that contradicts it ends with 3."""
    sent, report = tmp_path / "sent.jsonl", tmp_path / "report.json"
    sent.write_bytes(lines(EMPTY))
    bench("score", sent, "--data", release, "--seed", "7", "--resamples", "90", "--report", report)
    first = report.read_bytes()
    signature = json.loads(first)["signature"]

    again = bench("score", sent, "--data", release, "--signature", signature, "--report", report)
    other = bench("score", sent, "--data", release, "--signature", signature, "--seed", "8")

    assert signature.endswith("|boot:90|seed:7")
    assert (again.code, report.read_bytes()) == (0, first)
    assert (other.code, other.out) == (3, "")


def test_the_largest_seed_is_one_that_a_signature_holds(bench, release, tmp_path):
    """A seed that could not be read back from the report is misuse; the one before it is drawn with."""
    sent = tmp_path / "sent.jsonl"
    sent.write_bytes(lines(EMPTY))
    score = ("score", sent, "--data", release, "--resamples", "1", "--quiet", "--seed")

    largest, beyond = bench(*score, 10**18 - 1), bench(*score, 10**18)

    assert largest.code == 0
    assert largest.out.endswith("|seed:999999999999999999\n")
    assert (beyond.code, beyond.out) == (2, "")
    assert "'--seed'" in beyond.err


def test_more_resamples_than_memory_holds_are_refused(bench, release, tmp_path):
    """A number that no signature is read back with is misuse as an option, and exit 3 in a signature."""
    sent = tmp_path / "sent.jsonl"
    sent.write_bytes(lines(EMPTY))
    score = ("score", sent, "--data", release, "--quiet")
    said = bench(*score, "--resamples", "0").out.splitlines()[-1]

    option = bench(*score, "--resamples", 10**6 + 1)
    signature = bench(*score, "--signature", said.replace("boot:0", "boot:1000001"))

    assert (option.code, option.out) == (2, "")
    assert (signature.code, signature.out) == (3, "")
    assert "'boot' wants at most 1,000,000" in signature.err


@pytest.mark.parametrize("option", ["--report", "--errors", "--html"])
def test_what_is_scored_is_not_written_over(bench, release, tmp_path, option):
    """A slip of the keyboard must not cost an author the predictions."""
    sent = tmp_path / "sent.jsonl"
    sent.write_bytes(lines(EMPTY))

    ended = bench("score", sent, "--data", release, option, tmp_path / "." / "sent.jsonl")

    assert (ended.code, ended.out) == (2, "")
    assert "is what is read: name another file" in ended.err
    assert sent.read_bytes() == lines(EMPTY)


def test_a_signature_that_cannot_be_reproduced_ends_with_3(bench, release, tmp_path):
    """--signature is a promise: another digest or version ends with 3."""
    sent = tmp_path / "sent.jsonl"
    sent.write_bytes(lines(EMPTY))

    ended = bench(
        "score",
        sent,
        "--data",
        release,
        "--signature",
        "dateline:1|data:kovar@1.0.0#000000000000|ontology:plover@1.0.0",
    )

    assert ended.code == 3
    assert ended.out == ""


def test_predictions_come_from_stdin_and_the_report_goes_to_stdout(bench, release, monkeypatch):
    """``-`` is standard input and output: a pipe needs no files."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines(EMPTY))))

    ended = bench("score", "-", "--data", release, "--report", "-")

    assert ended.code == 0
    assert json.loads(ended.out)["articles"] == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "command",
    [
        ["validate", "NAME"],
        ["score", "NAME", "--data", "releases/kovar-1.0.0"],
        ["score", "sent.jsonl", "--data", "NAME"],
        ["verify", "NAME"],
        ["compare", "NAME", "NAME"],
        ["import", "brat", "NAME", "--out", "out"],
        ["export", "brat", "NAME", "--out", "out"],
    ],
    ids=" ".join,
)
def test_a_name_cannot_give_a_terminal_orders(command, bench):
    """What is not printable in the name of a file is spelled out, in refusals too."""
    ended = bench(*("no\x1b[31m\u202ename" if part == "NAME" else part for part in command))

    assert ended.code == 2
    assert "no\\u001b[31m\\u202ename" in ended.err
    assert all(character.isprintable() or character == "\n" for character in ended.err)


def test_labels_of_an_export_cannot_give_a_terminal_orders(bench, tmp_path):
    """What an import says quotes names that strangers chose; its report holds no more than the screen."""
    (tmp_path / "page.txt").write_text("Rebels shelled Kovar.\n", encoding="utf-8")
    annotation = "T1\tAtt\x1b[31mack 7 14\tshelled\nE1\tAtt\x1b[31mack:T1\nT\x1b]0;\x07\n"
    (tmp_path / "page.ann").write_text(annotation, encoding="utf-8")

    ended = bench("import", "brat", tmp_path, "--out", tmp_path / "out")

    assert ended.code == 0
    assert "events are what is labelled Att\\u001b[31mack" in ended.err
    assert "page.ann:3: dropped: span T\\u001b]0;\\u0007" in ended.err
    report = (tmp_path / "out" / "import-report.txt").read_text(encoding="utf-8")
    assert all(character.isprintable() or character == "\n" for character in ended.err + report)


@pytest.fixture
def any_name(tmp_path):
    """Skips where the file system holds no name but UTF-8, as that of macOS."""
    try:
        (tmp_path / "\udcff").mkdir()
    except OSError:
        pytest.skip("this file system holds no name but UTF-8")
    (tmp_path / "\udcff").rmdir()


@pytest.mark.usefixtures("any_name")
@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("an\udcff", "an\udcfe"), ["an\\udcff", "an\\udcfe"]),
        (("an\udcff/articles", "ben"), ["an\\udcff", "ben"]),
    ],
)
def test_a_name_that_is_no_utf8_is_spelled_out(names, told, bench, tmp_path, example_article):
    """Names of files are bytes: those of no UTF-8 reach files that have to be."""
    for name in names:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "one.json").write_text(json.dumps(example_article))

    ended = bench("agreement", *(tmp_path / name for name in names), "--format", "json", "--resamples", "0")

    assert ended.code == 0
    assert [annotator["name"] for annotator in json.loads(ended.out)["annotators"]] == told


@pytest.mark.usefixtures("any_name")
def test_a_folder_that_is_no_utf8_is_imported(bench, tmp_path):
    """What is made of an export may name its folder, and is written as UTF-8."""
    folder = tmp_path / "br\udcff"
    folder.mkdir()
    (folder / "q\udcff.txt").write_text("Rebels shelled Kovar.\n", encoding="utf-8")
    (folder / "q\udcff.ann").write_text("T1\tAttack 7 14\tshelled\nE1\tAttack:T1\n", encoding="utf-8")

    ended = bench("import", "brat", folder, "--out", tmp_path / "out")

    assert ended.code == 0
    assert "q\\udcff.ann" in (tmp_path / "out" / "import-report.txt").read_text(encoding="utf-8")
    assert bench("build", tmp_path / "out", "--out", tmp_path / "releases").code == 0


@pytest.mark.parametrize("option", ["--report", "--errors", "--html"])
def test_each_file_of_a_score_may_go_to_stdout(option, bench, release, tmp_path):
    """``-`` is standard output wherever a file is written: the same bytes, in place of the table."""
    sent, path = tmp_path / "sent.jsonl", tmp_path / "written"
    sent.write_bytes(lines(EMPTY))
    score = ("score", sent, "--data", release, "--resamples", "0")
    bench(*score, option, path)

    ended = bench(*score, option, "-")

    assert ended.code == 0
    assert ended.out == path.read_text(encoding="utf-8")
    assert not Path("-").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("report", "errors", "name"),
    [("-", "-", "standard output"), ("told.json", "corpus/../told.json", "corpus/../told.json")],
)
def test_two_files_do_not_share_a_path(report, errors, name, bench):
    """One stream cannot hold two files, and of two in one place the first would be lost."""
    ended = bench(
        *("score", "sent.jsonl", "--data", "releases/kovar-1.0.0"), "--report", report, "--errors", errors
    )

    assert (ended.code, ended.out) == (2, "")
    assert f"--report and --errors cannot share {name}" in ended.err
    assert not Path(report).exists()


def test_findings_may_go_to_stdout(bench, tmp_path):
    """``--findings -`` prints what a file would hold."""
    path = tmp_path / "sent.jsonl"
    path.write_bytes(b"{\n" + lines(EMPTY))
    bench("validate", path, "--findings", tmp_path / "findings.jsonl")

    ended = bench("validate", path, "--findings", "-")
    path.write_bytes(lines(EMPTY))
    sound = bench("validate", path, "--findings", "-")

    assert ended.code == 1
    assert ended.out == (tmp_path / "findings.jsonl").read_text(encoding="utf-8")
    assert (sound.code, sound.out) == (0, "")


@pytest.mark.parametrize(
    ("command", "gone"), [("--version", "stdout"), ("schema article", "stdout"), ("scroe", "stderr")]
)
def test_a_reader_who_has_gone_ends_a_command_in_silence(command, gone):
    """Exit 1 would say that the data are wrong: it is 141, at work, when done and without a command."""
    reader, writer = os.pipe()
    os.close(reader)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, gone: writer}
    ended = subprocess.run([sys.executable, "-m", "benchmark", *command.split()], check=False, **streams)
    os.close(writer)

    assert (ended.returncode, ended.stdout or b"", ended.stderr or b"") == (141, b"", b"")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, ""),
        (MemoryError("gold"), 4, "bench: out of memory\n"),
        (OSError(errno.EIO, "gold", "there"), 4, "bench: there: input/output error\n"),
        (ValueError("gold"), 4, "bench: this is a bug: ValueError at "),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_breaks_a_command_has_its_exit_code(error, code, told, bench, monkeypatch):
    """Ctrl-C is silent; what the machine or a bug did is one line, without the words of a library."""

    def broken(_):
        raise error

    monkeypatch.setattr("benchmark.store.schema.document", broken)

    ended = bench("schema", "article")

    assert (ended.code, ended.out, ended.err[: len(told)]) == (code, "", told)
    assert ended.err.count("\n") == bool(told)
    assert "gold" not in ended.err


def test_ctrl_c_before_a_command_runs_is_silent_too(monkeypatch):
    """While modules are loading there is no handler yet, and Python would print a traceback."""

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmark.cli.main.main", interrupted)
    monkeypatch.setattr("gc.disable", lambda: None)

    with pytest.raises((SystemExit, KeyboardInterrupt)) as ended:
        run()

    assert ended.value.args == (130,)


@pytest.mark.parametrize(
    "command",
    ["validate sent.jsonl", "score sent.jsonl --data releases/kovar-1.0.0", "build corpus --out releases"],
)
@pytest.mark.usefixtures("folder")
def test_whether_a_path_may_be_read_is_found_by_reading(command, bench, monkeypatch):
    """Permission is the machine's affair (exit 4), where Typer asks first and makes it misuse (2)."""
    monkeypatch.setattr("os.access", lambda *_, **__: False)

    ended = bench(*command.split())

    assert ended.code == 0


def test_a_guest_that_ends_the_process_is_a_fault(bench, tmp_path, monkeypatch):
    """Only a closed pipe ends a command in silence: an exit from within would leave no result and no word."""
    monkeypatch.setattr("benchmark.registry.find", lambda *_: lambda *_: sys.exit("gold"))
    ended = bench("import", "guest", tmp_path, "--out", tmp_path / "out")

    assert (ended.code, ended.out) == (4, "")
    assert "this is a bug: SystemExit at test_bad_input.py:" in ended.err
    assert "gold" not in ended.err


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("--version 2>&-", 0, ""),
        ("schema articel 2>&-", 2, ""),
        ("--version >&-", 4, "bench: standard output is closed\n"),
        ("--version >&- 2>&-", 4, ""),
    ],
)
def test_a_closed_stream_changes_no_exit_code(command, code, told):
    """A shell may close both streams: talk is lost then, and a result that nobody can get is told with 4."""
    script = f"exec {shlex.quote(sys.executable)} -m benchmark {command}"

    ended = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (code, told)
