"""Types made of schemas judge as the schemas do, of which two validators are the witnesses."""

import json
from functools import cache
from pathlib import Path

import hypothesis
import jsonschema_rs
import msgspec
import pytest
from hypothesis import strategies as st

from benchmark.store import codec, schema, typed
from benchmark.store.findings import Place

OTHERS = (
    None, True, 0, -1, 2**31 - 1, 2**31, 0.5, "", "a", "all", "A", "é", "a\n", " ", "1", "2024-02-01", "https://x.y/z",
    [], ["a"], ["a", "a"], [0, 1], [[0, 1]], {}, {"a": 1}, {"": ""}, "x" * 101, "x" * 2001, [0] * 101,
)  # fmt: skip
"""What a part of an example is exchanged for."""
SUITES = Path(__file__).parent.parent / "schemas"


@cache
def judge(name):
    return jsonschema_rs.validator_for(schema.document(name))


@cache
def seeds(name):
    """Return values that fit: a schema's examples, and the valid ones of its cases."""
    suite = SUITES / f"{name}.json"
    cases = json.loads(suite.read_bytes()) if suite.exists() else []
    return [*schema.document(name)["examples"], *(case["data"] for case in cases if case["valid"])]


def parts(value, path=()):
    """Yield the path of each part of a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from parts(item, (*path, key))


def changed(value, path, change):
    """Return a JSON value, one part of it changed."""
    if not path:
        return change(value)
    key, *deeper = path
    items = value.items() if isinstance(value, dict) else enumerate(value)
    made = {at: changed(item, deeper, change) if at == key else item for at, item in items}
    return made if isinstance(value, dict) else list(made.values())


def without(key):
    return lambda part: (
        {at: item for at, item in part.items() if at != key} if isinstance(part, dict) else part
    )


@pytest.mark.parametrize("name", schema.NAMES)
@hypothesis.settings(max_examples=50)
@hypothesis.given(st.data())
def test_a_type_judges_as_its_schema_does(name, data):
    """Whatever is exchanged, left out or added in what fits, others see it alike, as value and as bytes."""
    value = data.draw(st.sampled_from(seeds(name)))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(parts(value))))
        change = data.draw(
            st.sampled_from(OTHERS).map(lambda other: lambda _: other)
            | st.sampled_from(sorted(schema.document(name)["properties"])).map(without)
            | st.just(lambda part: {**part, "more": 1} if isinstance(part, dict) else part)
            | st.just(lambda part: part * 2 if isinstance(part, (str, list)) else part)
        )
        value = changed(value, path, change)
    fits = judge(name).is_valid(value)

    assert schema.fits(name, value) is fits
    assert (schema.typed_line(name, json.dumps(value).encode()) is not None) is fits
    assert (schema.typed_line(name, json.dumps(value).encode(), filled=False) is not None) is fits
    assert (schema.explain(name, value, Place("file"))[0].message != "does not fit the schema") is not fits


@pytest.mark.parametrize("name", ["article", "stub", "prediction", "system"])
def test_keys_left_out_are_kept_out_or_filled(name):
    """A value comes back with the keys it came with, or with the defaults of the schema for others."""
    for value in seeds(name):
        data = json.dumps(value).encode()
        kept = json.loads(typed.spelling(schema.typed_line(name, data, filled=False)))
        filled = msgspec.to_builtins(schema.typed_line(name, data))

        assert kept == value
        assert all(filled[key] == item for key, item in value.items() if not isinstance(item, (dict, list)))
        assert filled.keys() == schema.document(name)["properties"].keys()


def test_the_spelling_is_the_canonical_one(article):
    """Fields are sorted, so nothing is sorted when an article is spelled."""
    data = json.dumps(article).encode()

    assert typed.spelling(schema.typed_line("article", data)) == codec.canonical(article)


@pytest.mark.parametrize("offset", ["7.0", "7e0", "1e400", "true", '"7"'])
def test_only_a_whole_number_is_an_integer(article, offset):
    """JSON Schema takes 7.0 for one; an offset is written 7."""
    article["events"][0]["triggers"][0]["start"] = "HERE"
    data = json.dumps(article).replace('"HERE"', offset).encode()

    assert schema.typed_line("article", data) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff", b'{"article_id": "\xff"}', b'{"article_id": "\\ud800"}', b"\xef\xbb\xbf{}"],
)
def test_bytes_that_are_no_article_are_none(data):
    """Whatever they are, the long way tells what is wrong with them."""
    assert schema.typed_line("article", data) is None


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"type": "string", "format": "date"}, "no type says format of string"),
        ({"type": "array", "items": {}, "contains": {}}, "no type says contains of array"),
        ({"type": "string", "not": {"const": "a"}}, "no type says not"),
        ({"type": "string", "not": {"enum": ["a"]}, "pattern": "^a"}, "no type says not"),
        ({"type": "object", "properties": {}, "additionalProperties": {}}, "beside properties"),
        ({"type": "integer", "multipleOf": 2}, "no type says multipleOf of integer"),
        ({"type": "array", "items": {}, "uniqueItems": True}, "no type says uniqueItems of array"),
    ],
)
def test_a_keyword_without_a_type_is_refused(part, words):
    """One that would go unjudged is told of, not passed over."""
    with pytest.raises(ValueError, match=words):
        typed.of(part)
