"""The door for reports that are ranked or published."""

import copy
import json

import pytest

from benchmark.records.errors import FindingsError, MisuseError
from benchmark.records.leaderboard import HEADLINE_SCORES
from benchmark.store import reports, schema

EXAMPLE = schema.document("report")["examples"][0]


@pytest.fixture
def write(tmp_path):
    def written(change):
        value = copy.deepcopy(EXAMPLE)
        value["scores"] = {name: value["scores"]["event"] | {"name": name} for name in HEADLINE_SCORES}
        change(value)
        path = tmp_path / "report.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (lambda value: value["scores"].pop("event"), ["$.scores.event"]),
        (
            lambda value: value["scores"].clear(),
            ["$.scores.dated_event", "$.scores.event", "$.scores.event_argument"],
        ),
        (lambda value: value["shares"].clear(), ["$.shares.date_accuracy"]),
        (
            lambda value: value["trivial"].clear(),
            ["$.trivial.null.shares.date_accuracy", "$.trivial.published.shares.date_accuracy"],
        ),
        (
            lambda value: value["trivial"]["null"]["shares"].clear(),
            ["$.trivial.null.shares.date_accuracy"],
        ),
    ],
)
def test_a_number_of_the_headline_must_be_there(write, change, paths):
    """The schema lets any set of metrics in; a board cannot show a number that a report does not have."""
    with pytest.raises(FindingsError) as caught:
        reports.read(write(change))

    assert [finding.path for finding in caught.value.findings] == paths
    assert {finding.kind for finding in caught.value.findings} == {"missing"}


@pytest.mark.parametrize(
    ("keys", "changed", "wrong"),
    [
        (("scores", "dated_event"), {"f1": 0.999}, ["f1"]),
        (("scores", "event"), {"precision": None}, ["precision"]),
        (("scores", "event"), {"matched": None}, ["f1", "precision", "recall"]),
        (("scores", "event"), {"matched": 2}, ["f1", "precision", "recall"]),
        (("scores", "event"), {"matched": 3, "predicted": 6, "f1": 0.75}, ["matched", "recall"]),
        (("shares", "date_accuracy"), {"value": 1}, ["value"]),
        (("shares", "date_accuracy"), {"total": 2, "value": 1}, ["total", "value"]),
        (("trivial", "null", "shares", "date_accuracy"), {"value": None}, ["value"]),
    ],
)
def test_a_number_of_the_headline_follows_from_its_counts(write, keys, changed, wrong):
    """A board would else rank a system first by an F1 of 99.9 beside counts that give 33.3."""

    def change(value):
        for key in keys:
            value = value[key]
        value.update(changed)

    with pytest.raises(FindingsError) as caught:
        reports.read(write(change))

    assert sorted(finding.path for finding in caught.value.findings) == [
        f"$.{'.'.join(keys)}.{name}" for name in wrong
    ]
    assert {finding.kind for finding in caught.value.findings} == {"value"}


def test_a_whole_report_is_read(write):
    """Other metrics may be missing."""
    report = reports.read(write(lambda value: value["macro"].clear()))

    assert report.system.name == EXAMPLE["system"]["name"]


def test_a_report_that_is_not_there_is_misuse(tmp_path):
    """Exit code 2."""
    with pytest.raises(MisuseError):
        reports.read(tmp_path / "report.json")
