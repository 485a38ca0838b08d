"""What terminals, pipes and locales get."""

from __future__ import annotations

import errno
import io
import os
import pty
import termios

import pytest

from benchmark.cli.console import Bar
from benchmark.cli.main import main
from benchmark.store import codec, schema


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp932"])
def test_what_is_redirected_is_utf8(encoding, monkeypatch):
    """JSON in the encoding of a locale would be no JSON, and a page none that a browser shows."""
    out = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr("sys.stdout", out)

    assert main(["schema", "article"]) == 0
    assert out.buffer.getvalue() == codec.pretty(schema.document("article"))


def test_a_terminal_keeps_its_encoding(monkeypatch):
    """What it has no bytes for is spelled out."""
    out = io.TextIOWrapper(io.BytesIO(), "latin-1")
    out.isatty = lambda: True
    monkeypatch.setattr("sys.stdout", out)

    assert main(["schema", "article"]) == 0
    wanted = codec.pretty(schema.document("article")).decode()
    assert out.buffer.getvalue() == wanted.encode("latin-1", "backslashreplace")


def test_talk_is_spelled_out_where_its_encoding_has_no_bytes_for_it(monkeypatch):
    """A message ends no command in a traceback, even where standard error is to be strict."""
    err = io.TextIOWrapper(io.BytesIO(), "ascii", errors="strict")
    monkeypatch.setattr("sys.stderr", err)

    assert main(["schema", "articl\u00e9"]) == 2
    err.flush()
    assert b"unknown schema 'articl\\xe9'" in err.buffer.getvalue()


def test_an_option_that_is_no_utf8_is_misuse(bench, release, tmp_path):
    """Python hands on such bytes as halves of surrogate pairs, which no file of ours can hold."""
    needed = {"--system-version": "1", "--description": "x", "--kind": "rules", "--saw-test-texts": "no"}
    options = [part for pair in needed.items() for part in pair]

    ended = bench(
        "init-submission", "--data", release, "--out", tmp_path / "out", "--name", "caf\udce9", *options
    )

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "bench: caf\\udce9 is not UTF-8\n"
    assert not (tmp_path / "out").exists()


def test_talk_that_cannot_be_written_is_the_machines_fault(monkeypatch):
    """A log on a full disk takes no message; exit 1, that the data are wrong, would blame their author."""

    class Full(io.TextIOWrapper):
        def write(self, _):
            raise OSError(errno.ENOSPC, "x")

    monkeypatch.setattr("sys.stderr", Full(io.BytesIO()))

    assert main(["schema", "articel"]) == 4


def test_nobody_is_asked_where_standard_input_is_closed(bench, release, tmp_path, monkeypatch):
    """What a shell has closed is None, and no terminal."""
    monkeypatch.setattr("sys.stdin", None)

    ended = bench("init-submission", "--data", release, "--out", tmp_path / "out")

    assert ended.code == 2
    assert "a system card wants --name, " in ended.err


def test_a_folder_that_is_no_utf8_is_named_where_tables_are_written(bench, pytestconfig, tmp_path):
    """Whoever gave the name is told which of those on the line it is: other libraries take no such path."""
    ended = bench("build", pytestconfig.rootpath / "tests/golden/corpus", "--out", tmp_path / "out\udcff")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("/out\\udcff is not UTF-8\n")


@pytest.mark.parametrize(("columns", "longest"), [(0, 42), (1, 0), (20, 19), (100, 42)])
def test_a_bar_fits_the_terminal(columns, longest, monkeypatch):
    """A line that wraps could not be drawn over; where no width is told, the bar is whole."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr("sys.stderr", terminal)
        with Bar() as bar:
            bar.show("checking", 1, 2)
    told = os.read(ours, 1_000).decode()
    os.close(ours)

    assert max(map(len, told.split("\r"))) == longest
