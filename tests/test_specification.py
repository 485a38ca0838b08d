"""docs/spec/format.md names every key that files may have."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from benchmark.records.manifest import BenchmarkConfig
from benchmark.store import schema

TEXT = (Path(__file__).resolve().parents[1] / "docs/spec/format.md").read_text(encoding="utf-8")
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
