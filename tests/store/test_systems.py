from pathlib import Path

import pytest

from benchmark.records.errors import FindingsError
from benchmark.store import codec, files, schema, systems


def test_a_card_is_read_as_it_is(system, written):
    """The worked example goes through the door unchanged."""
    assert codec.encode(systems.read(written("system.json", system))) == system


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"name": "***"}, "value"),
        ({"name": "a\nb"}, "control"),
        ({"name": "n" * 101}, "limit"),
        ({"name": "\U00010330" * 60}, "limit"),
        ({"name": "\ufdfa" * 12}, "limit"),
        ({"notes": ""}, "empty"),
        ({"notes": "a\0"}, "control"),
        ({"url": "https://a@example.org"}, "value"),
        ({"url": "https://example.org/\t"}, "control"),
        ({"url": "https://example.org/" + "a" * 2_000}, "limit"),
        ({"version": "1 2"}, "value"),
        ({"kind": "rule"}, "value"),
        ({"description": "d" * 2_001}, "limit"),
        ({"training_data": ["a\x1b[0m"]}, "control"),
        ({"training_data": None}, "type"),
        ({"author": "x"}, "unknown-field"),
    ],
)
def test_a_fault_of_a_card_is_found(system, written, change, kind):
    """One fault refuses the card, at its place."""
    with pytest.raises(FindingsError) as caught:
        systems.read(written("system.json", system | change))

    (key,) = change
    found = {(finding.kind, finding.path.partition("[")[0]) for finding in caught.value.findings}
    assert found == {(kind, f"$.{key}")}


def test_faults_of_a_card_are_told_at_once(system, written):
    """Whoever mends what the schema finds is not sent back for a name without letters, or a wrong dataset."""
    path = written("system.json", system | {"name": "***", "url": "x", "kind": None, "dataset": "other@1"})

    _, findings = systems.judge(files.read_document(path), dataset="news@1.0.0")

    assert {finding.path for finding in findings} == {"$.name", "$.url", "$.kind", "$.dataset"}


@pytest.mark.parametrize(
    "value", [[], {"name": 7}, schema.document("manifest")["examples"][0] | {"name": "***"}]
)
def test_what_is_no_card_is_told_as_the_schema_has_it(value):
    """No name or dataset is sought where there is none, or that of something else."""
    line = files.Line("system.json", 1, value)

    _, findings = systems.judge(line, dataset="other@1.0.0")

    assert findings == schema.explain("system", value, line.place)


def test_a_mistyped_kind_has_its_nearest(system, written):
    """The finding has the name that was meant."""
    with pytest.raises(FindingsError) as caught:
        systems.read(written("system.json", system | {"kind": "rule"}))

    assert caught.value.findings[0].near == "rules"


@pytest.mark.parametrize("path", ["-", "My run!.jsonl.gz", "***.jsonl", "n" * 300])
def test_predictions_without_a_card_get_one_that_is_valid(path):
    """The card that stands in for a missing one fits the schema and has an id."""
    card = systems.unnamed(Path(path))

    assert schema.check("system", codec.encode(card), "card") == []
    assert card.id
    assert card.saw_test_texts == "unknown"
