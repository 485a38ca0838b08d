"""Whole commands against whole files, byte for byte: a folder in tests/golden/ is a case that anyone can add.

A case holds ``commands``, arguments of bench on each line, and the files these read; every case finds
``corpus/`` beside its own. ``transcript`` is what they print and how they end, ``made/`` what they leave
behind of the paths that ``kept`` lists, if there is one. To write both anew, to be read before committing:

    GOLDEN=write python -m pytest tests/test_golden.py
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from benchmark.cli.commands import COMMANDS
from benchmark.cli.main import main

GOLDEN = Path(__file__).resolve().parent / "golden"
CORPUS = GOLDEN / "corpus"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/commands"))
OURS = {"commands", "transcript", "kept", "made"}
WRITE = os.environ.get("GOLDEN") == "write"
MEANT = "if it is meant: GOLDEN=write python -m pytest tests/test_golden.py, then read the difference"


@pytest.fixture
def transcript(tmp_path, monkeypatch, capfdbinary):
    """What the commands of a case print in a folder, stdout before stderr, each with its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(case):
        told = []
        for line in (GOLDEN / case / "commands").read_text(encoding="utf-8").splitlines():
            code = main(shlex.split(line))
            told += [f"$ bench {line}\n".encode(), *capfdbinary.readouterr(), f"[exit {code}]\n\n".encode()]
        return b"".join(told).decode()

    return run


def made(case, folder):
    """The files that a case keeps of those that its commands made, by path."""
    kept = GOLDEN / case / "kept"
    patterns = kept.read_text(encoding="utf-8").split() if kept.is_file() else []
    paths = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


@pytest.mark.parametrize("case", CASES)
def test_commands_print_and_write_what_they_did(case, tmp_path, transcript):
    """The same commands on the same files print the same words, end the same way and leave the same bytes."""
    shutil.copytree(GOLDEN / case, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OURS))
    shutil.copytree(CORPUS, tmp_path / "corpus")

    printed = transcript(case)
    files = made(case, tmp_path)
    if WRITE:
        (GOLDEN / case / "transcript").write_text(printed, encoding="utf-8")
        shutil.rmtree(GOLDEN / case / "made", ignore_errors=True)
        for name, data in files.items():
            path = GOLDEN / case / "made" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    before = GOLDEN / case / "transcript"
    assert printed == (before.read_text(encoding="utf-8") if before.exists() else ""), MEANT
    expected = GOLDEN / case / "made"
    assert files == {
        path.relative_to(expected).as_posix(): path.read_bytes()
        for path in sorted(expected.rglob("*"))
        if path.is_file()
    }, MEANT


@pytest.fixture(scope="module")
def printed():
    """All transcripts as one."""
    return "".join((GOLDEN / case / "transcript").read_text(encoding="utf-8") for case in CASES)


def test_every_command_has_a_case(printed):
    """What none runs could print anything."""
    bare = COMMANDS.keys() - set(re.findall(r"^\$ bench (\S+)", printed, re.MULTILINE))
    assert not bare, "a case is a folder of tests/golden: its file `commands` has a line for each run"


def test_every_kind_of_exit_has_a_case(printed):
    """Done, refused data, misuse and another version each stand in a transcript."""
    assert {code for code in range(4) if f"[exit {code}]" in printed} == {0, 1, 2, 3}
