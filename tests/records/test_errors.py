import pickle

import pytest

from benchmark.records import errors
from benchmark.records.errors import Finding, FindingsError, UnknownNameError, nearest


def test_findings_are_told_in_order_and_once():
    """Findings stand by file, line and path, and the same one twice is one."""
    late, early = Finding("b", 1, "$", "type", "x"), Finding("a", 2, "$", "type", "x")

    assert FindingsError([late, early, late]).findings == (early, late)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DatelineError", 4),
        ("FindingsError", 1),
        ("CheckError", 1),
        ("MisuseError", 2),
        ("UnknownNameError", 2),
        ("OtherVersionError", 3),
        ("MachineError", 4),
    ],
)
def test_an_error_knows_its_exit_code(name, code):
    """The shell maps errors to exit codes by their class alone."""
    assert getattr(errors, name).exit_code == code


def test_an_unknown_name_is_answered_with_the_nearest():
    """Who mistypes a name sees the one that was meant, and all there are."""
    error = UnknownNameError("metric", "evnt", ["event", "record"])

    assert "'event'" in str(error)
    assert error.known == ["event", "record"]


def test_letter_case_is_no_distance():
    """A name in the wrong case is near, whatever its length."""
    assert nearest("assault", ["ASSAULT", "AID"]) == "ASSAULT"


@pytest.mark.parametrize("name", ["qqqq", "assist", "refuse", "arrest", "mobilisation", "happened"])
def test_what_is_like_nothing_has_no_nearest(name):
    """A guess is better left out than wrong: to assist is AID, to refuse is REJECT."""
    assert nearest(name, ["ASSAULT", "AID", "REQUEST", "REJECT", "SANCTION", "threatened"]) is None


@pytest.mark.parametrize(
    ("name", "near"), [("agreement", "AGREE"), ("coercion", "COERCE"), ("protst", "PROTEST")]
)
def test_a_form_of_a_name_has_it_as_nearest(name, near):
    """A noun for a verb, or a letter too few, is still taken for the name."""
    assert nearest(name, ["AGREE", "PROTEST", "COERCE", "CONCEDE"]) == near


@pytest.mark.parametrize(
    ("name", "near"), [("arg", "arguments"), ("CC0", "CC0-1.0"), ("ev", None), ("a", None), ("", None)]
)
def test_the_beginning_of_one_name_has_it_as_nearest(name, near):
    """An abbreviation is taken for the only name that begins so."""
    assert nearest(name, ["event_type", "arguments", "article_id", "CC0-1.0"]) == near


def test_an_error_of_findings_shows_the_first():
    """Who calls the library sees in the traceback how many there are, and where to begin."""
    findings = [
        Finding("b", 1, "$", "type", "is a list"),
        Finding("a", 2, "$.events", "missing", "is missing"),
    ]

    assert str(FindingsError(findings)) == "2 findings, first a:2: $.events is missing"
    assert str(FindingsError(findings[:1])) == "1 finding, first b:1: $ is a list"


@pytest.mark.parametrize(
    "error",
    [
        FindingsError([Finding("a", 2, "$", "type", "x")]),
        UnknownNameError("metric", "evnt", ["event"]),
        errors.CheckError("drift"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_back_whole_from_another_process(error):
    """What was wrong there is told here in the same words."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert getattr(again, "findings", None) == getattr(error, "findings", None)
