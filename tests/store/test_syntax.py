import json
import tracemalloc
from datetime import date

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from benchmark.store import codec
from benchmark.store.findings import Place, json_path
from benchmark.store.syntax import (
    FINDINGS_OF_A_VALUE,
    LEVELS,
    is_once,
    line_numbers,
    parse,
    spelled,
    walk,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def nested(levels):
    return b"[" * levels + b"]" * levels


def findings(data):
    return parse(data, Place("file")).findings


def kinds(data):
    return [finding.kind for finding in findings(data)]


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"\xef\xbb\xbf{}", "encoding", "byte order mark"),
        ("{}".encode("utf-16"), "encoding", "is UTF-16"),
        (b"\xfe\xff" + "{}".encode("utf-16-be"), "encoding", "is UTF-16"),
        (b"\x1f\x8b\x08", "compression", "is compressed by gzip"),
        (b'{"a": "\xe9"}', "encoding", "byte 8"),
        (b'"\\ud800"', "encoding", "surrogate"),
        (b'{"a": 1,}', "syntax", "comma stands before a closing bracket near column 8"),
        (b"[1, 2, ]", "syntax", "comma stands before a closing bracket near column 6"),
        (b"[,]", "syntax", "comma stands before a closing bracket near column 2"),
        (b'{"a": NaN}', "syntax", "no number in JSON"),
        (b"[Infinity]", "syntax", "no number in JSON"),
        (b'{"a": 1', "syntax", "column 8, before the value does"),
        (b'{"a": "b', "syntax", "never closed"),
        (b'{"a" 1}', "syntax", "colon is missing near column 6"),
        (b"[1 2]", "syntax", "comma or a closing bracket is missing near column 4"),
        (b"{a: 1}", "syntax", "key in double quotes is expected near column 2"),
        (b"{'a': 1}", "syntax", "single quotation mark near column 2"),
        (b"nul", "syntax", "a value is expected near column 1"),
        (b"```json", "syntax", "a Markdown code fence stands near column 1"),
        (b"{} {}", "syntax", "something follows the end"),
        (b'"a\tb"', "syntax", "raw control character"),
        (b'"\\x"', "syntax", "backslash"),
        (b"[01]", "syntax", "near column 3"),
        (b"1e999", "value", "too large"),
        (b"9" * 5000, "value", "too large"),
        (b"\n", "empty", "is empty"),
    ],
)
def test_what_cannot_be_read_is_told_in_our_words(data, kind, words):
    """One finding of the right kind, with the place in the line; and no value."""
    parsed = parse(data, Place("file"))

    (finding,) = parsed.findings
    assert not parsed.readable
    assert finding.kind == kind
    assert words in finding.message


def test_a_value_over_several_lines_is_told_where_it_belongs():
    """An object printed prettily is a common file of predictions: its first line ends too early."""
    (finding,) = parse(b"{", Place("file")).findings

    assert finding.allowed == "a whole value; of JSON Lines each on one line"


def test_a_comma_too_many_is_told_where_it_stands():
    """Not where the bracket after it stands, maybe lines below; the same in every version of Python."""
    (finding,) = parse(b'[\n {"a": 1,\n\n }\n]', Place("file")).findings

    assert finding.line == 2
    assert "near column 9" in finding.message


def test_the_line_of_a_mistake_is_counted_in_the_file():
    """In a file of one value over several lines, the finding has the line of the mistake."""
    (finding,) = parse(b'{\n "a": 1,\n "b" 2\n}', Place("file")).findings

    assert finding.line == 3


@pytest.mark.parametrize("levels", [LEVELS + 1, 1_000, 1_024, 100_000])
def test_too_many_levels_are_a_limit(levels):
    """Nesting is judged without recursion, so no depth breaks the door."""
    assert kinds(nested(levels)) == ["limit"]


@pytest.mark.parametrize("beside", [b'"' + b"x" * 200_000 + b'"', b",".join([b"1"] * 300_000)])
def test_levels_are_counted_in_long_values_too(beside):
    """A long value keeps the limit like a short one, though its levels are counted another way."""
    for levels, expected in ((LEVELS - 1, []), (LEVELS, ["limit"]), (300, ["limit"])):
        assert kinds(b"[" + nested(levels) + b", " + beside + b"]") == expected


def test_the_last_level_allowed_is_read():
    """The limit itself is within it."""
    assert parse(nested(LEVELS), Place("file")).readable


def test_levels_hidden_under_a_doubled_key_are_found():
    """The first of two equal keys is lost in reading, but not its depth."""
    assert "limit" in kinds(b'{"a": ' + nested(1_000) + b', "a": 1}')


def test_brackets_in_strings_are_no_levels():
    """Only structure counts."""
    assert kinds(json.dumps(["[" * 1_000]).encode()) == []


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b'{"a": 1, "a": 1}', "$.a"),
        (b'{"b": [{"a": 1, "a": 2}]}', "$.b[0].a"),
        (b'{"a": {"c": 1, "c": 2}, "b": 1}', "$.a.c"),
        (b'{"a": 1, "\\u0061": 2}', "$.a"),
        (b'{"a b": 1, "a b": 2}', "$['a\\u0020b']"),
    ],
)
def test_a_doubled_key_is_found_with_its_path(data, path):
    """The last of two equal keys would win in silence."""
    parsed = parse(data, Place("file"))

    assert [(finding.kind, finding.path) for finding in parsed.findings] == [("duplicate-key", path)]
    assert parsed.readable


def test_escaped_quotes_do_not_hide_a_doubled_key():
    """The proof by counting quotation marks counts those inside strings on both sides."""
    assert kinds(b'{"a": "\\"\\"", "a": "\\"\\""}') == ["duplicate-key"]


def test_a_null_character_is_found_with_its_path():
    """U+0000 ends strings in other languages."""
    (finding,) = parse(b'{"a": ["b\\u0000c"]}', Place("file")).findings

    assert (finding.kind, finding.path) == ("control", "$.a[0]")


def test_an_escaped_backslash_before_u0000_is_no_null_character():
    r"""``\\u0000`` in JSON is a backslash and five letters."""
    assert kinds(b'{"a": "\\\\u0000"}') == []


def test_a_hostile_value_has_a_limited_number_of_findings():
    """A line of nothing but doubled keys does not fill the memory."""
    data = b"{" + b",".join([b'"a":1'] * 3 * FINDINGS_OF_A_VALUE) + b"}"

    assert len(kinds(data)) == FINDINGS_OF_A_VALUE


@pytest.mark.parametrize("part", [b"0", b"[]", b'{"a":0}'])
def test_paths_of_parts_far_down_do_not_fill_the_memory(part):
    """Only the way to one part is kept while doubled keys and U+0000 are looked for."""
    data = b'{"a":0,"a":' * 60 + b"[" + (part + b",") * 50_000 + b'"\\u0000"]' + b"}" * 60
    tracemalloc.start()
    found = kinds(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == ["duplicate-key"] * 60 + ["control"]
    assert peak < 400 * 50_000 + 10**6


@hypothesis.given(JSON, st.booleans())
def test_what_json_writes_is_read_without_findings(value, ascii_only):
    """Every value in valid JSON is read as it is; only U+0000 is a finding."""
    data = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    hypothesis.assume("\\u0000" not in json.dumps(value))
    parsed = parse(data, Place("file"))

    assert (parsed.value, parsed.findings) == (value, ())


@pytest.mark.parametrize(
    ("value", "path", "kind", "message"),
    [
        ({"a": [0, np.int64(1)]}, "$.a[1]", "type", "is of type int64"),
        ({"a": (date(2024, 1, 15),)}, "$.a[0]", "type", "is of type date"),
        ({"a": {1: "b"}}, "$.a", "type", "has a key of type int"),
        ({"a": float("nan")}, "$.a", "value", "is no number in JSON"),
        ({"a": 10**5000}, "$.a", "value", "is a number too large to be read"),
        ({"a": "b\0"}, "$.a", "control", "holds U+0000"),
        ({"a": "\ud800"}, "$.a", "encoding", "holds half of a surrogate pair"),
    ],
)
def test_what_python_holds_and_no_line_could_is_found_with_its_path(value, path, kind, message):
    """A value at hand has the findings of the line that spells it, or of what none spells."""
    (finding,) = spelled(value, Place("values", 3)).findings

    assert (finding.line, finding.path, finding.kind, finding.message) == (3, path, kind, message)


def test_a_value_at_hand_is_what_its_line_is():
    """Tuples are lists, numbers and strings of their kinds' own subclasses are plain ones."""
    value = {"a": (1, [None, True]), "b": np.float64(0.5), "c": np.str_("d")}

    assert repr(spelled(value, Place("values")).value) == "{'a': [1, [None, True]], 'b': 0.5, 'c': 'd'}"


def test_a_value_that_holds_itself_is_too_deep():
    """Reading it ends, at the level that no line may go beyond."""
    inside: list[object] = []
    inside += [inside, inside]
    deepest = json.loads(nested(LEVELS))

    assert {(one.path, one.kind) for one in spelled(inside, Place("values")).findings} == {("$", "limit")}
    assert [one.kind for one in spelled([deepest], Place("values")).findings] == ["limit"]
    assert spelled(deepest, Place("values")).findings == ()


@hypothesis.given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "\\u0061", '\\"']), JSON), max_size=4),
    st.booleans(),
    st.sampled_from([(",", ":"), (", ", ": ")]),
)
def test_what_is_once_has_no_findings(members, ascii_only, separators):
    """The short way past ``parse`` is for what has nothing to be told of, such as a key twice."""
    parts = (
        f'"{key}"{separators[1]}{json.dumps(value, ensure_ascii=ascii_only, separators=separators)}'
        for key, value in members
    )
    data = f"{{{separators[0].join(parts)}}}".encode()

    spelling = codec.canonical_plain(json.loads(data))
    for shortest in (True, False):
        assert not is_once(data, spelling, shortest=shortest) or findings(data) == ()


@pytest.mark.parametrize(
    ("data", "short"),
    [
        (b'{"b":1,"a":2}', True),
        (b'{ "b": 1 }', True),
        ('{"a":"é"}'.encode(), True),
        (b'{"a":"\\n\\"\\u0001"}', True),
        (b'{"a":1,"a":2}', False),
        (b'{"a":1,"\\u0061":2}', False),
        (b'{"a":"\\u0041", "b":1}', True),
        (b'{"a":"\\u0022", "b":1}', False),
        (b'{"a":"\\u0022","a":"\\u0022"}', False),
        (b'{"a":1,"a":"\\u0022\\u0022"}', False),
        (b'{"a":"\\u0000"}', False),
    ],
)
def test_the_short_way_is_for_what_is_told_at_once(data, short):
    """Keys that may be doubled, and U+0000, are left to the long way."""
    assert is_once(data, codec.canonical_plain(json.loads(data)), shortest=True) is short


def test_no_spelling_is_shorter():
    """Where a character could be written longer, a doubled key could hide behind what that takes."""
    for character in map(chr, range(0x3000)):
        forms = {json.dumps(character, ensure_ascii=ascii_only) for ascii_only in (True, False)}

        assert len(codec.canonical_plain(character)) == min(len(form.encode()) for form in forms)


@hypothesis.given(st.binary())
def test_no_bytes_break_the_door(data):
    """Bytes are a value or a finding, never an exception."""
    parsed = parse(data, Place("file"))

    assert parsed.readable or parsed.findings


@hypothesis.given(JSON)
def test_every_part_of_a_value_has_its_line(value):
    """The paths with a line are the paths of the value, whatever its keys."""
    numbers = line_numbers(json.dumps(value, indent=1).encode())

    assert set(numbers) == {json_path(path) for path, _ in walk(value)}


def test_a_part_has_the_line_on_which_its_key_begins():
    """Lines count from 1, and what stands deeper stands no earlier."""
    assert line_numbers(b'{\n "a": [\n  1,\n  2\n ],\n "b": {}\n}') == {
        "$": 1,
        "$.a": 2,
        "$.a[0]": 3,
        "$.a[1]": 4,
        "$.b": 6,
    }


def test_only_lines_that_are_asked_for_are_kept():
    """A large file has more parts than memory holds, and few findings."""
    data = b'{\n "a": [\n  1,\n  2\n ]\n}'

    assert line_numbers(data, {"$", "$.a[1]", "$.b"}) == {"$": 1, "$.a[1]": 4}
