import json
import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from benchmark.records.errors import FindingsError, OtherVersionError, UnknownNameError
from benchmark.records.report import ScoreReport
from benchmark.store import codec, files, schema
from benchmark.store.findings import sentence
from benchmark.store.syntax import LEVELS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["article_id", "events", "text", "triggers", "date", "start", "role", "arguments"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


def only(name, value):
    (finding,) = schema.check(name, value, "f.json")
    return finding


def test_an_unknown_schema_is_misuse():
    """A mistyped name is answered with the nearest."""
    with pytest.raises(UnknownNameError, match="prediction"):
        schema.document("predictions")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"start": 7.0},
            "$.events[0].triggers[0].start '7.0' is a number with a fraction or an exponent, want",
        ),
        ({"start": "7"}, "$.events[0].triggers[0].start '7' is a string, want a whole number or null"),
        ({"start": [7]}, "$.events[0].triggers[0].start is a list, want a whole number or null"),
        (
            {"end": 2**31},
            "$.events[0].triggers[0].end '2147483648' is out of range, want at most 2,147,483,647",
        ),
        (
            {"txt": "x"},
            "$.events[0].triggers[0].txt is no key here, want text, start, end, fragments, did you",
        ),
        ({"fragments": [[1]]}, "$.events[0].triggers[0].fragments[0] has 1 items, want 2"),
        ({"text": ""}, "$.events[0].triggers[0].text is empty"),
    ],
)
def test_a_message_says_place_found_and_wanted(prediction, change, text):
    """Every keyword of the schemas has its own words."""
    prediction["events"][0]["triggers"][0] |= change

    assert sentence(only("prediction", prediction)).startswith(f"f.json:1: {text}")


def test_a_missing_key_is_named_with_its_path(prediction):
    """The path of what is missing is where it should stand."""
    del prediction["events"][0]["event_type"]

    assert sentence(only("prediction", prediction)) == "f.json:1: $.events[0].event_type is missing"


def test_a_date_is_explained_by_its_parser(prediction):
    """The pattern alone could only say that it does not fit."""
    prediction["events"][0]["date"] = "16.01.2024"

    finding = only("prediction", prediction)
    assert (finding.kind, finding.near) == ("date", "2024-01-16")


JUDGING = {
    "type", "required", "additionalProperties", "enum", "pattern", "minLength", "maxLength", "minItems",
    "maxItems", "minProperties", "minimum", "maximum", "anyOf", "not", "uniqueItems",
}  # fmt: skip
SILENT = {
    "$schema", "$id", "$ref", "$defs", "title", "description", "default", "examples", "properties", "items",
    "propertyNames",
}  # fmt: skip
"""Keywords that judge nothing, or by what stands under them."""


def keywords(part):
    """Yield the keywords of a schema and of all in it."""
    for key, value in part.items():
        yield key
        if key in {"properties", "$defs"}:
            below = value.values()
        elif key in {"items", "propertyNames", "additionalProperties"}:
            below = [value]
        else:
            below = value if key == "anyOf" else []
        for one in below:
            yield from keywords(one) if isinstance(one, dict) else ()


@pytest.mark.parametrize("name", schema.NAMES)
def test_every_keyword_has_its_words(name):
    """No schema judges by what no message can be made of."""
    assert set(keywords(schema.document(name))) <= JUDGING | SILENT


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"per_article": "x"}, "$.per_article 'x' is a string, want an object"),
        ({"per_article": {"articles": []}}, "$.per_article.numbers is missing"),
        (
            {"per_article": {"articles": ["a", "a"], "numbers": {}}},
            "$.per_article.articles holds the same twice",
        ),
    ],
)
def test_what_may_be_null_is_judged_as_what_it_is(change, text):
    """Of something or null, the message speaks of what is wrong with the something."""
    example = schema.document("report")["examples"][0]

    assert sentence(only("report", example | change)) == f"f.json:1: {text}"


def test_an_empty_string_is_empty_and_nothing_else(system):
    """What breaks a pattern by being empty or too long is told once."""
    assert only("system", system | {"url": ""}).kind == "empty"
    assert only("system", system | {"url": "h" * 3_000}).kind == "limit"


def test_a_name_of_a_map_has_its_path():
    """Keys that become file names are judged like values."""
    example = schema.document("manifest")["examples"][0]

    assert (
        only("manifest", example | {"splits": {"../x": example["splits"]["test"]}}).path
        == "$.splits['..\\u002fx']"
    )


@pytest.mark.parametrize(("key", "limit"), [("events", 1_000), ("arguments", 200)])
def test_limits_of_lists(prediction, key, limit):
    """The last one allowed is allowed; one more is a limit, and no item beyond it is looked at."""
    event = {"event_type": "ASSAULT"}
    holder = prediction if key == "events" else prediction["events"][0]
    item = event if key == "events" else {"role": "actor", "text": "x"}
    holder[key] = [item] * limit

    assert schema.check("prediction", prediction, "f") == []
    holder[key] = [item] * limit + [None] * 50
    finding = only("prediction", prediction)
    assert (finding.kind, finding.message) == ("limit", f"has {limit + 50:,} items")


def test_a_hostile_value_has_a_limited_number_of_findings():
    """A line with a fault in every place is cut short."""
    events = [{f"x{n}": n for n in range(100)}] * 900

    assert len(schema.check("prediction", {"article_id": "a", "events": events}, "f")) == 1_000


@pytest.mark.parametrize("name", schema.NAMES)
@hypothesis.given(JSON)
def test_no_value_breaks_the_door(name, value):
    """A record or findings, whatever the JSON."""
    findings = schema.check(name, value, "f")

    assert (schema.admit(name, value) is None) == bool(findings)
    assert all(sentence(finding).isprintable() for finding in findings)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"article_id": "a", "events": []}, "prediction"),
        ({"article_id": "a", "events": [], "text": "x"}, "article"),
        ({"name": "x", "url": None}, "system"),
        ({"url": None, "text": "x"}, "article"),
        ({"artcle_id": "a", "events": []}, "prediction"),
        ({"name": "x", "version": "1", "types": []}, "ontology"),
        ({"other": 1}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_files_are_told_apart_by_their_keys(value, name):
    """A mistyped key does not make a file another kind."""
    assert schema.recognise(value) == name


def test_a_valid_file_does_not_load_what_explains():
    """The validator with the words is imported where there is something to say, not before."""
    script = (
        "import sys; from benchmark.store import schema;"
        "example = schema.document('article')['examples'][0];"
        "assert schema.check('article', example, 'f') == [];"
        "sys.exit('jsonschema' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def levels(document, part, seen=()):
    """How deep a value can be that fits a part of a schema; infinite where the part does not say."""
    if "$ref" in part:
        assert part["$ref"] not in seen
        target = document["$defs"][part["$ref"].removeprefix("#/$defs/")]
        return levels(document, target, (*seen, part["$ref"]))
    if "anyOf" in part:
        return max(levels(document, one, seen) for one in part["anyOf"])
    if "enum" in part or "const" in part:
        return 0
    kinds = {part["type"]} if "type" in part and isinstance(part["type"], str) else {*part.get("type", ())}
    inside = []
    if not kinds or "object" in kinds:
        inside += part.get("properties", {}).values()
        inside += [{}] if part.get("additionalProperties", True) is True else []
        inside += [part["additionalProperties"]] if part.get("additionalProperties") else []
    if not kinds or "array" in kinds:
        inside.append(part.get("items", {}))
    if not inside:
        return 0
    return float("inf") if {} in inside else 1 + max(levels(document, one, seen) for one in inside)


@pytest.mark.parametrize("name", ["agreement", "leaderboard", "manifest", "report", "withdrawal"])
def test_what_is_read_by_its_schema_is_as_deep_as_the_schema(name):
    """``schema.read`` counts no levels of what fits, so its schemas must leave no part open."""
    assert levels(schema.document(name), schema.document(name)) < LEVELS
    assert levels({}, {"type": "object", "properties": {"a": {}}}) == float("inf")


def test_a_file_is_read_as_its_record(tmp_path):
    """What fits comes as a record, with or without line breaks."""
    value = schema.document("report")["examples"][0]
    wanted = codec.decode(ScoreReport, value)
    for indent in (None, 1):
        path = tmp_path / f"{indent}.json"
        path.write_text(json.dumps(value, indent=indent), encoding="utf-8")

        assert schema.read("report", path) == wanted


DEEP = b"[" * 1_000 + b"]" * 1_000


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (b'"rules"', b'"magic"', "value"),
        (b'"split": ', b'"split": "a", "split": ', "duplicate-key"),
        (b'"split": ', b'"rank": 1, "split": ', "unknown-field"),
        (b'"articles": 1,', b'"articles": 1.0,', "type"),
        (b'"kovar-shelling"', DEEP, "limit"),
        (b'"kovar-shelling"', DEEP + b"," + DEEP, "limit"),
        (b'"split": ', b'"rank": ' + DEEP + b', "split": ', "limit"),
        (b'"split": "test"', b'"split": "a\\u0000"', "control"),
        (b"{", b"", "syntax"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_whole(tmp_path, old, new, kind):
    """However a file is wrong, also too deep for the validator or only as a record, it is a finding."""
    data = json.dumps(schema.document("report")["examples"][0], indent=1).encode()
    assert old in data
    (tmp_path / "report.json").write_bytes(data.replace(old, new, 1))

    with pytest.raises(FindingsError) as refused:
        schema.read("report", tmp_path / "report.json")
    assert refused.value.findings[0].kind == kind


def test_lines_in_place_of_one_value_are_told_by_what_they_are(tmp_path):
    """Predictions given for a report are called so: that a second value follows says nothing of the slip."""
    line = json.dumps(schema.document("prediction")["examples"][0])
    (tmp_path / "sent.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")

    with pytest.raises(FindingsError) as refused:
        schema.read("report", tmp_path / "sent.jsonl")
    (finding,) = refused.value.findings
    assert finding.message == "has the keys of a prediction, not of a report"


def test_a_stream_is_not_read_again(monkeypatch):
    """Whoever types a report would have to end it a second time."""
    monkeypatch.setattr(files, "read_lines", None)
    end, other = os.pipe()
    os.write(other, b"{}\n{}\n")
    os.close(other)

    with pytest.raises(FindingsError) as refused:
        schema.read("report", Path(f"/dev/fd/{end}"))
    os.close(end)
    assert [finding.kind for finding in refused.value.findings] == ["syntax"]


@pytest.mark.parametrize("name", ["agreement", "leaderboard", "manifest", "report"])
def test_a_file_of_other_schemas_is_of_another_version(tmp_path, name):
    """Keys that we do not know, in a file that says so of itself, are no fault of the file."""
    value = schema.document(name)["examples"][0]
    (tmp_path / "file.json").write_text(json.dumps(value | {"schema_version": "2.10.0", "new": 1}))

    with pytest.raises(OtherVersionError, match=r"is of schema version 2\.10\.0, this package reads"):
        schema.read(name, tmp_path / "file.json")
    for version in ("1.0.0", "newest", "2.0.0\n", 2):
        (tmp_path / "file.json").write_text(json.dumps(value | {"schema_version": version, "new": 1}))
        with pytest.raises(FindingsError):
            schema.read(name, tmp_path / "file.json")


def test_a_finding_in_a_file_of_one_value_has_its_line(tmp_path):
    """A report has thousands of lines, and the finding says on which its value stands."""
    lines = json.dumps(schema.document("report")["examples"][0], indent=1).split("\n")
    (place,) = (i for i, line in enumerate(lines) if '"rules"' in line)
    lines[place] = lines[place].replace("rules", "magic")
    (tmp_path / "report.json").write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(FindingsError) as refused:
        schema.read("report", tmp_path / "report.json")
    assert [(one.path, one.line) for one in refused.value.findings] == [("$.system.kind", place + 1)]


def test_a_doubled_key_hides_nothing_else(tmp_path):
    """What is wrong with the bytes of a file and what is wrong with its value are told together."""
    data = json.dumps(schema.document("report")["examples"][0], indent=1)
    data = data.replace('"split": ', '"split": "a", "split": ', 1).replace('"rules"', '"magic"', 1)
    (tmp_path / "report.json").write_text(data, encoding="utf-8")

    with pytest.raises(FindingsError) as refused:
        schema.read("report", tmp_path / "report.json")
    assert {one.path for one in refused.value.findings} == {"$.split", "$.system.kind"}
