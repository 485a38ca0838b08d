import json

import pytest

from benchmark.records.errors import Finding, FindingsError
from benchmark.store.findings import (
    LINE_CHARACTERS,
    Place,
    each,
    escape,
    json_lines,
    json_path,
    report,
    sentence,
    words,
)


def finding(**more):
    return Finding(
        **{"file": "a.jsonl", "line": 3, "path": "$", "kind": "value", "message": "is wrong", **more}
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "$"),
        (("events", 2, "date"), "$.events[2].date"),
        (("a b",), "$['a\\u0020b']"),
        (("it's",), "$['it\\'s']"),
        (("é",), "$['\\u00e9']"),
        (("😀",), "$['\\ud83d\\ude00']"),
        (("",), "$['']"),
    ],
)
def test_a_path_is_written_so_that_odd_keys_show(path, text):
    """Names stand with a dot, anything else in brackets, escaped."""
    assert json_path(path) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("3 May", "3 May"), (1.5, "1.5"), (True, "true"), ([1, 2], "a list of 2"), ({"a": 1}, "an object")],
)
def test_a_value_is_put_into_words(value, text):
    """What was found is named as JSON has it, lists and objects by their kind."""
    assert words(value) == text


def test_a_sentence_has_place_found_message_wanted_and_nearest():
    """Everything that helps stands in one line."""
    whole = finding(
        path="$.date",
        found="2023-02-30",
        message="is a day that does not exist",
        allowed="a date",
        near="2023-02",
    )

    assert sentence(whole) == (
        "a.jsonl:3: $.date '2023-02-30' is a day that does not exist, want a date, did you mean '2023-02'?"
    )


def test_a_long_list_does_not_push_the_nearest_off_the_line():
    """The name that was meant stands before the list that it is out of."""
    line = sentence(finding(found="ASSULT", allowed=", ".join(["AGREE"] * 100), near="ASSAULT"))

    assert "did you mean 'ASSAULT'? want AGREE" in line
    assert len(line) == LINE_CHARACTERS


@pytest.mark.parametrize("hostile", ["\x1b[31m", "\u202e", "\u2028", "a\nb", "\udcff", "\U000e0041"])
def test_nothing_hostile_is_printed_as_it_is(hostile):
    """Control, format and surrogate characters of a file or its name show as escapes."""
    line = sentence(finding(found=hostile, near=hostile, file=hostile))

    assert line.isprintable()


def test_values_are_cut():
    """Forty characters say which value it is."""
    assert sentence(finding(found="x" * 1_000)).count("x") == 39


def test_quotes_cannot_end_the_quotation():
    """A value cannot pretend to be part of our sentence."""
    assert escape("a' is fine, 'b\\") == "a\\' is fine, \\'b\\\\"


def test_a_report_shows_twenty_of_a_kind_and_counts_all():
    """A screen is enough to see what is wrong, and how often."""
    lines = report([finding(line=n) for n in range(1, 31)] + [finding(kind="date")]).splitlines()

    assert len(lines) == 22
    assert lines[-1] == "31 findings: 1 date, 30 value; 10 of them are not shown"


@pytest.mark.parametrize("rare", [{"path": "$.events[8].triggers"}, {"found": "rare"}])
def test_a_mistake_made_all_over_hides_no_other_of_its_kind(rare):
    """Of a kind each path, whatever its indices, has its turn, and of a path each value; the order stays."""
    often = [finding(path=f"$.events[{n}].date", line=n, found=f"value {n % 12}") for n in range(1, 500)]
    alone = finding(line=500, **{"path": "$.events[3].date", **rare})

    lines = report([*often, alone, *often]).splitlines()
    assert len(lines) == 21
    assert sentence(alone) in lines
    numbers = [int(line.split(":")[1]) for line in lines[:-1]]
    assert numbers[:12] == list(range(1, 13))
    assert numbers == sorted(numbers)


def test_as_many_values_as_there_are_hide_no_other_path():
    """Offsets in strings are all different, and what else is a string where none should be still shows."""
    often = [finding(path=f"$.events[{n}].start", found=str(n)) for n in range(500)]
    alone = finding(path="$.events[3].confidence", found="high")

    assert sentence(alone) in report([*often, alone]).splitlines()


def test_a_report_shows_a_hundred_in_all():
    """Many kinds do not make many screens."""
    many = [finding(kind=f"kind{kind}", line=n) for kind in range(10) for n in range(1, 16)]

    assert len(report(many).splitlines()) == 101


def test_json_lines_have_the_eight_keys():
    """Programs get every finding as data, in ASCII, values cut as everywhere."""
    (line,) = json_lines([finding(found="é\x1b" * 100)])

    assert line.isascii()
    assert list(json.loads(line)) == ["file", "line", "path", "kind", "message", "found", "allowed", "near"]
    assert len(json.loads(line)["found"]) == 40


def test_a_place_makes_findings_of_its_file_and_line():
    """Found is put into words once, where it is found."""
    made = Place("a.jsonl", 7).finding(("events", 0), "type", "is a list", found=[1])

    assert (made.file, made.line, made.path, made.found) == ("a.jsonl", 7, "$.events[0]", "a list of 1")


def test_one_that_is_wrong_does_not_hide_the_next():
    """What can be read is given out, then all that is wrong is told, of the sources themselves too."""

    def sources():
        yield from range(5)
        raise Place("the last").refusal("value", "is wrong")

    def read(number):
        if number % 2:
            raise Place(f"number {number}").refusal("value", "is odd")
        return number

    made = each(sources(), read)
    assert [next(made) for _ in range(3)] == [0, 2, 4]
    with pytest.raises(FindingsError) as caught:
        next(made)
    assert [one.file for one in caught.value.findings] == ["number 1", "number 3", "the last"]
    assert list(each((2, 4), read)) == [2, 4]
