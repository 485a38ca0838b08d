import dataclasses
import hashlib
import json

import hypothesis
import msgspec
import pytest
from hypothesis import strategies as st

from benchmark.records.article import Article
from benchmark.records.manifest import Manifest
from benchmark.records.prediction import Prediction
from benchmark.store import codec, schema

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_null_stands_for_the_default(article):
    """A null under a key that may be left out is read as if the key were not there."""
    for key in ("title", "language", "tags", "regions"):
        article[key] = None
    article["events"][0] |= {"status": None, "optional": None, "tags": None}

    record = codec.decode(Article, article)

    assert (record.title, record.language, record.tags, record.regions) == ("", "en", (), ())
    assert (record.events[0].status, record.events[0].optional, record.events[0].tags) == (
        "actual",
        False,
        (),
    )


def test_null_that_means_something_stays(article):
    """Withheld events, an unknown day and a missing date are null, not a default."""
    article |= {"events": None, "published": None, "title": None}

    record = codec.decode(Article, article)

    assert (record.events, record.published) == (None, None)


def test_nulls_are_dropped_inside_maps_of_records():
    """The walk that drops nulls goes through maps too."""
    example = schema.document("manifest")["examples"][0]
    value = {**example, "withheld": None, "splits": {"test": {**example["splits"]["test"], "events": None}}}

    assert codec.decode(Manifest, value).splits["test"].events is None


def test_one_point_zero_is_no_offset(prediction):
    """A float that equals a whole number is not taken for one."""
    prediction["events"][0]["triggers"][0]["start"] = 7.0

    with pytest.raises(msgspec.ValidationError):
        codec.decode(Prediction, prediction)


def test_encoding_writes_every_key_in_the_order_of_the_record(article):
    """A written record leaves nothing to defaults."""
    plain = codec.encode(codec.decode(Article, article))

    assert list(plain) == [field.name for field in dataclasses.fields(Article)]
    assert plain == article


def test_canonical_bytes_of_an_article_are_those_of_its_value(article):
    """The fast way for articles writes what the plain one does, so digests agree."""
    article["text"] = 'Rebels "shelled"\n\t\\ Kovar\x1f\x7f\u2028 é 😀'
    article["events"] = None
    record = codec.decode(Article, article)

    assert codec.canonical(record) == codec.canonical(article)


@hypothesis.given(st.text())
def test_canonical_text_is_one(text):
    """Whatever the text, both ways of writing an article agree."""
    record = Article(
        article_id="a", text=text, published=None, license="CC0-1.0", ontology="o@1", events=None
    )

    assert codec.canonical(record) == codec.canonical(codec.encode(record))


@hypothesis.given(JSON)
def test_canonical_bytes_can_be_read_back(value):
    """Canonical JSON holds the value, in sorted keys and one line."""
    data = codec.canonical(value)

    assert json.loads(data) == value
    assert b"\n" not in data
    assert codec.canonical(json.loads(data)) == data


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_json_cannot_hold_is_refused(value):
    """No NaN becomes null in passing, and half a surrogate pair is no text."""
    with pytest.raises(ValueError):  # noqa: PT011 - the class is the contract, its words are not
        codec.canonical({"a": value})


def test_the_digest_is_the_sha256_of_the_canonical_bytes():
    """Anyone can recompute a digest with two lines of code."""
    assert codec.digest({"b": 1, "a": "é"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()


def test_pretty_json_ends_with_a_newline_and_keeps_its_order():
    """A file that people read has the order of the record."""
    assert codec.pretty({"b": 1, "a": None}) == b'{"b": 1, "a": null}\n'


def test_pretty_json_breaks_only_what_does_not_fit_on_a_line():
    """A mention or a row of numbers is one line; the list that holds many of them is broken."""
    row = {"text": "a" * 40, "start": 0}

    assert codec.pretty({"rows": [row, row], "none": {}}).decode().splitlines() == [
        "{",
        ' "rows": [',
        f"  {json.dumps(row)},",
        f"  {json.dumps(row)}",
        " ],",
        ' "none": {}',
        "}",
    ]


def test_numbers_of_a_long_list_fill_lines():
    """A thousand numbers are a block of lines as long as they may be, not a thousand lines."""
    lines = codec.pretty({"numbers": list(range(1000))}).decode().splitlines()

    assert lines[1].startswith(' "numbers": [')
    assert {len(line) for line in lines[2:-3]} <= set(range(codec.LINE - 5, codec.LINE + 1))
    assert len(lines) < 60


@hypothesis.given(JSON | st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers()))
def test_pretty_json_is_the_same_value(value):
    """Laying a value out changes nothing in it."""
    assert json.loads(codec.pretty(value)) == value
