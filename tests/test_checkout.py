"""A clone holds the bytes that were committed, however git is configured."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_no_checkout_changes_a_line_end():
    """Git for Windows would write CRLF: scripts would not run, and releases have other checksums."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    told = subprocess.run(["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607

    assert {line.partition("\t")[0].split()[2] for line in told.stdout.splitlines()} == {"attr/-text"}
