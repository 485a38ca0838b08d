"""The specification names every key that files may have, and every kind of finding."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from benchmark.records.manifest import BenchmarkConfig
from benchmark.store import files, findings, schema, spans, syntax, systems

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs/spec/format.md").read_text(encoding="utf-8")
PARTS = schema.document("article")["$defs"]


@pytest.mark.parametrize(
    ("beginning", "keys"),
    [
        ("Argument: ", PARTS["argument"]["properties"]),
        ("Mention: ", PARTS["mention"]["properties"]),
        ("Date: ", PARTS["date"]["properties"]),
        ('`{"article_id": …, "events": […]}`.', schema.document("prediction")["properties"]),
        ("`name`, `version`, `organisation`?", schema.document("system")["properties"]),
        ("SOURCE is a folder,", [field.name for field in fields(BenchmarkConfig)]),
        ("`manifest.json`:", schema.document("manifest")["properties"]),
    ],
)
def test_every_key_is_named(beginning, keys):
    """A key stands in code in the line about its file or part."""
    (line,) = (line for line in TEXT.splitlines() if line.startswith(beginning))
    named = re.findall(r"[a-z_]+", " ".join(re.findall("`([^`]+)`", line)))

    assert set(keys) - set(named) == set()


KIND = {"finding": 1, "_finding": 1, "_unreadable": 1, "refusal": 0}
"""Calls that make a finding, with the place of its kind among their arguments."""


def kinds(path):
    """The kinds of finding that a module spells out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            place = KIND.get(getattr(node.func, "attr", getattr(node.func, "id", None)))
            if place is not None and isinstance(node.args[place], ast.Constant):
                yield node.args[place].value


def test_every_kind_of_finding_is_listed():
    """Programs tell findings apart by their kind, and read here which there are."""
    text = (ROOT / "docs/spec/reliability.md").read_text(encoding="utf-8")
    listed = re.search(r"Kinds: ([a-z, -]+)\.", text)[1].split(", ")
    told = {kind for path in (ROOT / "benchmark").rglob("*.py") for kind in kinds(path)}

    assert told - set(listed) == set()
    assert len(told) > len(listed) / 2


CARD = schema.document("system")


@pytest.mark.parametrize(
    "limit",
    [
        f"line {files.LINE_BYTES:,} bytes",
        f"{syntax.LEVELS} levels",
        f"{schema.document('article')['properties']['events']['maxItems']:,} events an article",
        f"{PARTS['event']['properties']['arguments']['maxItems']} arguments an event",
        f"predictions {files.TOTAL_BYTES // 1024**3} GiB decoded",
        f"name {CARD['properties']['name']['maxLength']}",
        f"{systems.ID_BYTES} bytes of UTF-8 in the id",
        f"URL {CARD['properties']['url']['maxLength']:,}",
        f"other card strings {CARD['$defs']['line']['maxLength']:,} characters",
        f"offsets below 2^{(spans.GREATEST_OFFSET + 1).bit_length() - 1}",
        f"cut at {findings.SHOWN_CHARACTERS} characters",
        f"At most {findings.SHOWN_OF_A_KIND} a kind, {findings.SHOWN_IN_ALL} in all",
        f"{findings.LINE_CHARACTERS} characters a line",
        f"after {files.LOCK_SECONDS} s, 4",
    ],
)
def test_every_limit_is_as_specified(limit):
    """The numbers in the specification are those that the doors go by."""
    assert limit in (ROOT / "docs/spec/reliability.md").read_text(encoding="utf-8")
