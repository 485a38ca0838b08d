"""One truth for shapes: the schemas are the contract, the records mirror them."""

import dataclasses
import re
import types
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from benchmark.records.agreement import CHOICES, Agreement, Decision, Disagreement
from benchmark.records.agreement import KINDS as DISAGREEMENTS
from benchmark.records.article import ARTICLE_ID, BASES, STATUSES, Article
from benchmark.records.comparison import Comparison
from benchmark.records.date import PATTERN
from benchmark.records.diff import CHANGES, STEPS, Diff
from benchmark.records.error_line import LABELS, ErrorLine
from benchmark.records.leaderboard import Leaderboard, Withdrawal
from benchmark.records.manifest import ANNOTATIONS, MATCHES, Manifest
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import Prediction, System
from benchmark.records.report import ScoreReport
from benchmark.records.stub import Stub
from benchmark.store import codec, schema

RECORDS = {
    "article": Article,
    "stub": Stub,
    "prediction": Prediction,
    "system": System,
    "ontology": Ontology,
    "agreement": Agreement,
    "disagreement": Disagreement,
    "decision": Decision,
    "manifest": Manifest,
    "diff": Diff,
    "report": ScoreReport,
    "error": ErrorLine,
    "leaderboard": Leaderboard,
    "comparison": Comparison,
    "withdrawal": Withdrawal,
}
KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object", tuple: "array"}
NONE = type(None)


def resolved(document, part):
    """Return a part of a schema with its reference followed; what stands beside the reference wins."""
    if "$ref" in part:
        target = document["$defs"][part["$ref"].removeprefix("#/$defs/")]
        return {**resolved(document, target), **{key: part[key] for key in part if key != "$ref"}}
    if "anyOf" in part:
        inner = next(option for option in part["anyOf"] if option != {"type": "null"})
        return {
            **resolved(document, inner),
            **{key: part[key] for key in part if key != "anyOf"},
            "null": True,
        }
    return part


def pairs(document, cls, part, path):
    """Yield each record class with the object schema that describes it, as deep as records go."""
    yield path, cls, part
    hints = get_type_hints(cls)
    for field in dataclasses.fields(cls):
        child = resolved(document, part["properties"].get(field.name, {}))
        yield from below(document, hints[field.name], child, f"{path}.{field.name}")


def below(document, hint, part, path):
    if dataclasses.is_dataclass(hint):
        yield from pairs(document, hint, part, path)
    for inner in get_args(hint):
        if inner in {NONE, Ellipsis, str, int, float}:
            continue
        outer = get_origin(hint)
        if outer in {types.UnionType, Union}:
            yield from below(document, inner, part, path)
        else:
            key = "items" if outer is tuple else "additionalProperties"
            yield from below(document, inner, resolved(document, part.get(key, {})), path)


ALL = [
    pytest.param(name, path, cls, part, id=path)
    for name, record in RECORDS.items()
    for path, cls, part in pairs(schema.document(name), record, schema.document(name), name)
]


def test_every_schema_has_its_record():
    """No schema is without a record, and no record of a file without a schema."""
    assert set(RECORDS) == set(schema.NAMES)


@pytest.mark.parametrize(("name", "path", "cls", "part"), ALL)
def test_a_record_has_the_keys_of_its_schema(name, path, cls, part):
    """The same keys in the same order; those without a default are required, and the defaults are equal."""
    fields = dataclasses.fields(cls)
    missing = dataclasses.MISSING
    defaults = {
        field.name: field.default if field.default is not missing else field.default_factory()
        for field in fields
        if field.default is not missing or field.default_factory is not missing
    }
    differ = f"schemas/{name}.schema.json and the record {cls.__name__} differ at {path}"

    assert list(part["properties"]) == [field.name for field in fields], differ
    assert set(part.get("required", ())) == {field.name for field in fields} - set(defaults), differ
    for key, default in defaults.items():
        plain = list(default) if isinstance(default, tuple) else default
        child = resolved(schema.document(name), part["properties"][key])
        assert child.get("default", missing) == plain, f"{differ}.{key}"


@pytest.mark.parametrize(("name", "path", "cls", "part"), ALL)
def test_a_record_has_the_types_of_its_schema(name, path, cls, part):
    """A field holds what its schema lets in; null as well where it may be left out or the schema names it."""
    hints = get_type_hints(cls)
    for field in dataclasses.fields(cls):
        if field.name not in part["properties"]:
            continue  # told of its keys, above
        child = resolved(schema.document(name), part["properties"][field.name])
        if hints[field.name] is Any:
            assert not {"type", "enum", "anyOf"} & child.keys(), f"{path}.{field.name}"
            continue
        options = get_args(hints[field.name])
        is_union = get_origin(hints[field.name]) in {types.UnionType, Union}
        plain = [hint for hint in (options if is_union else (hints[field.name],)) if hint is not NONE]
        wanted = {
            "object" if dataclasses.is_dataclass(hint) else KINDS[get_origin(hint) or hint] for hint in plain
        }
        allowed = child.get("type", "string" if "enum" in child else None)
        kinds = {allowed} if isinstance(allowed, str) else set(allowed)
        nullable = "null" in kinds or None in child.get("enum", ()) or child.get("null", False)
        left_out = field.name not in part.get("required", ())

        assert kinds - {"null"} == wanted, f"{path}.{field.name}"
        assert nullable == ((is_union and NONE in options) or left_out), f"null as {path}.{field.name}"


@pytest.mark.parametrize(
    ("name", "definition", "key", "values"),
    [
        ("article", "event", "status", (*STATUSES, None)),
        ("prediction", "event", "status", (*STATUSES, None)),
        ("article", "date", "basis", (*BASES, None)),
        ("manifest", None, "match", MATCHES),
        ("disagreement", None, "kind", DISAGREEMENTS),
        ("decision", None, "choice", CHOICES),
        ("error", None, "label", LABELS),
        ("diff", None, "step", STEPS),
        ("diff", "reason", "step", STEPS),
        ("diff", "article", "change", CHANGES),
        ("diff", "event", "change", CHANGES),
    ],
)
def test_lists_of_names_are_equal(name, definition, key, values):
    """The names that a record module lists are those of the schema."""
    document = schema.document(name)
    part = document if definition is None else document["$defs"][definition]

    assert tuple(part["properties"][key]["enum"]) == values


def test_annotations_are_those_of_the_manifest():
    """What a dataset may annotate is one list."""
    assert tuple(schema.document("manifest")["properties"]["annotates"]["items"]["enum"]) == ANNOTATIONS


def test_the_pattern_of_dates_is_that_of_their_parser():
    """The profile of EDTF is written down once, and the schemas quote it."""
    article, prediction = schema.document("article"), schema.document("prediction")

    assert article["$defs"]["edtf"]["pattern"] == PATTERN
    assert prediction["$defs"]["event"]["properties"]["date"]["pattern"] == PATTERN


def test_the_pattern_of_article_ids_is_one():
    """Where ids are read from bytes or made of names, they are those that the schemas let in."""
    patterns = {
        schema.document(name)["$defs"]["article_id"]["pattern"]
        for name in schema.NAMES
        if "article_id" in schema.document(name).get("$defs", {})
    }

    assert patterns == {f"^{ARTICLE_ID}$"}


@pytest.mark.parametrize("name", ["report", "leaderboard"])
def test_a_card_inside_another_file_is_the_card(name):
    """A system card means the same in a report and on a board as in its own file."""
    card, inner = schema.document("system"), schema.document(name)["$defs"]["system"]

    assert inner["properties"] == card["properties"]
    assert inner["required"] == card["required"]


@pytest.mark.parametrize("name", schema.NAMES)
def test_embedded_examples_survive_the_codec(name):
    """Decoded and encoded, an example has every key, and decoded again it is the same record."""
    for example in schema.document(name)["examples"]:
        record = codec.decode(RECORDS[name], example)
        plain = codec.encode(record)

        assert codec.decode(RECORDS[name], plain) == record
        assert list(plain) == [field.name for field in dataclasses.fields(RECORDS[name])]
        assert example.items() <= plain.items() or name in {"prediction", "ontology", "error"}


def test_field_tables_leave_no_field_unexplained():
    """What several fields share is explained where it is defined, and the tables say it of each."""
    tables = Path(__file__).resolve().parent.parent / "schemas" / "README.md"
    rows = [line for line in tables.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]

    assert [row for row in rows if row.endswith("|  |")] == []


def test_field_tables_name_no_type_that_they_leave_open():
    """A type is one of JSON's, values in quotes, or has a table of its own under the schema's name."""
    text = (Path(__file__).resolve().parent.parent / "schemas" / "README.md").read_text(encoding="utf-8")
    tables = {heading.replace(": ", ".") for heading in re.findall(r"^### (.+)$", text, re.MULTILINE)}
    known = {"string", "integer", "number", "boolean", "null", "object", "list", "any"}
    left_open = set()
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name = section.partition("\n")[0]
        for cell in re.findall(r"^\| [a-z]\S* \| ([^|]+) \| (?:yes|no) \|", section, re.MULTILINE):
            kinds = re.split(" of | or ", re.sub(r"\\(?!,)|\\,.*", "", cell))
            left_open |= {f"{name}.{kind}" for kind in kinds if kind not in known and kind[0] != '"'} - tables

    assert left_open == set()
