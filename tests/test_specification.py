"""The specification names every key that files may have, and every kind of finding."""

import ast
import math
import re
from dataclasses import fields
from pathlib import Path

import pytest

from benchmark.records.manifest import BenchmarkConfig
from benchmark.store import files, findings, output, schema, syntax, systems

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


PREDICTED = schema.document("prediction")
SENT = {**PREDICTED["properties"], **PREDICTED["$defs"]["event"]["properties"]}
GOLD = {**schema.document("article")["properties"], **PARTS["event"]["properties"]}
CARD = schema.document("system")


@pytest.mark.parametrize(
    ("limit", "numbers"),
    [
        ("line {:,} bytes", [files.LINE_BYTES]),
        ("{} levels", [syntax.LEVELS]),
        ("{:,} events an article", [GOLD["events"]["maxItems"], SENT["events"]["maxItems"]]),
        ("{} arguments an event", [GOLD["arguments"]["maxItems"], SENT["arguments"]["maxItems"]]),
        ("predictions {:.0f} GiB decoded", [files.TOTAL_BYTES / 1024**3]),
        ("name {}", [CARD["properties"]["name"]["maxLength"]]),
        ("{} bytes of UTF-8 in the id", [systems.ID_BYTES]),
        ("URL {:,}", [CARD["properties"]["url"]["maxLength"], PARTS["url"]["maxLength"]]),
        (
            "other card strings {:,} characters",
            [
                CARD["$defs"]["line"]["maxLength"],
                CARD["properties"]["description"]["maxLength"],
                CARD["properties"]["training_data"]["items"]["maxLength"],
            ],
        ),
        (
            "offsets below 2^{:.12g}",
            [
                math.log2(part["maximum"] + 1)
                for part in (PARTS["offset"], PREDICTED["$defs"]["start"], PREDICTED["$defs"]["end"])
            ],
        ),
        ("a date has at most {} characters", [PARTS["edtf"]["maxLength"], SENT["date"]["maxLength"]]),
        ("cut at {} characters", [findings.SHOWN_CHARACTERS]),
        ("At most {} a kind", [findings.SHOWN_OF_A_KIND]),
        ("{} in all, ", [findings.SHOWN_IN_ALL]),
        ("{} characters a line", [findings.LINE_CHARACTERS]),
        ("after {} s, 4", [output.LOCK_SECONDS]),
    ],
)
def test_every_limit_is_as_specified(limit, numbers):
    """The numbers in the specification are those that the doors go by."""
    text = TEXT + (ROOT / "docs/spec/reliability.md").read_text(encoding="utf-8")

    assert [number for number in numbers if limit.format(number) not in text] == []


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("`{kind, start, end}`: ", " |", PARTS["region"]["properties"]["kind"]["enum"]),
        ("`status`? (", ")", GOLD["status"]["enum"]),
        ('"basis": ', ', "mentions"', PARTS["date"]["properties"]["basis"]["enum"]),
        ("`kind` (", ")", CARD["properties"]["kind"]["enum"]),
        ("`saw_test_texts` (", ")", CARD["properties"]["saw_test_texts"]["enum"]),
    ],
)
def test_every_list_of_names_is_as_specified(before, after, names):
    """The values that a key may have are those in the specification, no more and no less."""
    told = TEXT.partition(before)[2].partition(after)[0]

    assert re.findall(r"[`\"]([a-z]+)[`\"]", told) == [name for name in names if name is not None]
