"""What the public half of a blind release commits to: an HMAC of the gold, whose key stays with the gold.

A digest without a key would give the gold away, since who guesses it can check the guess. The key is the
host's, and never drawn here: the same input gives the same bytes.
"""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, Final

from benchmark.records.manifest import Commitment
from benchmark.store import files
from benchmark.store.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_KEY: Final = re.compile(rb"([0-9A-Fa-f]{64})(?:\r?\n)?")
_ALLOWED: Final = "64 hexadecimal digits (0-9, a-f), as openssl rand -hex 32 prints them"


def read_key(path: Path) -> bytes:
    """Return the 32 bytes of a key; errors as ``files.read_bytes``, and FindingsError, which shows none."""
    match = _KEY.fullmatch(files.read_bytes(path))
    if match is None:
        raise Place(str(path)).refusal("value", "is no key", _ALLOWED)
    return bytes.fromhex(match[1].decode())


def write_key(path: Path, key: bytes) -> None:
    """Write a key as ``read_key`` reads it, spelled alike whatever it was read from."""
    path.write_text(f"{key.hex()}\n", encoding="utf-8", newline="\n")


def commit(split: str, key: bytes, lines: Iterable[bytes]) -> Commitment:
    """Return the commitment to the canonical lines of a split, each with its line end (RFC 2104)."""
    code = hmac.new(key, digestmod="sha256")
    for line in lines:
        code.update(line)
    return Commitment(split=split, hmac_sha256=code.hexdigest())
