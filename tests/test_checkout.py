"""A clone holds the bytes that were committed, however git is configured."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_no_checkout_changes_a_line_end():
    """Git for Windows would write CRLF: scripts would not run, and releases have other checksums."""
    command = ["git", "ls-files", "--eol"]  # whichever git made the checkout
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode or not told.stdout:
        pytest.skip("git knows of no checkout here, or of one that is another user's")

    assert {line.partition("\t")[0].split()[2] for line in told.stdout.splitlines()} == {"attr/-text"}
