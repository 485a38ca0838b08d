"""The case suites of tests/schemas: a case is an entry that anyone can add."""

import json
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest

from benchmark.records import SCHEMA_VERSION
from benchmark.store import schema
from benchmark.store.findings import Place

SUITES = sorted((Path(__file__).parent / "schemas").glob("*.json"))
CASES = [
    pytest.param(path.stem, case["data"], case["valid"], id=f"{path.stem}: {case['description']}")
    for path in SUITES
    for case in json.loads(path.read_text(encoding="utf-8"))
]


def test_every_schema_has_its_cases():
    """What a schema lets in and what it refuses is shown of each."""
    assert {path.stem for path in SUITES} == set(schema.NAMES)


@pytest.mark.parametrize(("name", "data", "valid"), CASES)
def test_both_validators_give_the_verdict_of_the_case(name, data, valid):
    """The one that decides and the one that explains judge alike, so no file is refused without a reason."""
    told = [finding.message for finding in schema.explain(name, data, Place("file"))]

    assert schema.fits(name, data) is valid
    assert (told == ["does not fit the schema"]) is valid


@pytest.mark.parametrize(("name", "data", "valid"), CASES)
def test_the_door_has_findings_where_the_case_is_not_valid(name, data, valid):
    """The store refuses what the schemas refuse, each time with at least one finding, and nothing else."""
    findings = schema.check(name, data, "file")

    assert (findings == []) is valid


@pytest.mark.parametrize("name", schema.NAMES)
def test_a_schema_is_itself_valid(name):
    """Each schema fits the meta-schema of draft 2020-12, and its id carries the version."""
    document = schema.document(name)

    jsonschema.Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"].endswith(f"/{name}-{SCHEMA_VERSION}.json")


@pytest.mark.parametrize("name", schema.NAMES)
def test_patterns_are_read_by_engines_without_look_around(name):
    """Those of Go and Rust, of pydantic, and of servers that make language models write by a schema."""
    linear = jsonschema_rs.RegexOptions()

    assert jsonschema_rs.validator_for(schema.document(name), pattern_options=linear)


@pytest.mark.parametrize("name", schema.NAMES)
def test_defaults_stand_with_the_property(name):
    """A validator that fills them in, as ajv does, looks there and not behind a reference."""
    definitions = schema.document(name).get("$defs", {})

    assert [key for key, part in definitions.items() if "default" in part] == []


@pytest.mark.parametrize("name", schema.NAMES)
def test_embedded_examples_are_valid(name):
    """What a schema shows as an example fits it."""
    examples = schema.document(name)["examples"]

    assert examples
    assert [schema.check(name, example, "example") for example in examples] == [[]] * len(examples)


@pytest.mark.parametrize("name", schema.NAMES)
def test_every_object_is_closed_and_every_property_described(name):
    """Nothing is allowed that is not named, and everything that is named says what it is."""
    loose, silent = [], []
    stack = [(name, schema.document(name))]
    while stack:
        path, part = stack.pop()
        if isinstance(part, dict):
            if "properties" in part and part.get("additionalProperties") is not False:
                loose.append(path)
            for key, child in part.get("properties", {}).items():
                target = part_of(schema.document(name), child)
                if "description" not in {**target, **child}:
                    silent.append(f"{path}.{key}")
            children = {key: child for key, child in part.items() if key not in {"examples", "default"}}
            stack += [(f"{path}/{key}", child) for key, child in children.items()]
        elif isinstance(part, list):
            stack += [(f"{path}/{index}", child) for index, child in enumerate(part)]

    assert (loose, silent) == ([], [])


def part_of(document, child):
    return document["$defs"][child["$ref"].removeprefix("#/$defs/")] if "$ref" in child else {}
