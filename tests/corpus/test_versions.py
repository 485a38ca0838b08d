"""Versions of datasets: which number a change raises."""

import pytest

from benchmark.corpus import versions


@pytest.mark.parametrize(
    ("old", "step", "lowest"),
    [
        ("1.2.3", "none", "1.2.3"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("2", "minor", "2.1.0"),
        ("2.0.0-rc.1", "patch", "2.0.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
        ("2024b", "major", None),
        ("2024-05", "minor", None),
    ],
)
def test_a_step_raises_one_number(old, step, lowest):
    """Those behind it begin again from 0; before 1.0.0 a step is one place less, after a preview none."""
    assert versions.lowest(old, step) == lowest


@pytest.mark.parametrize(
    ("old", "new", "step", "enough"),
    [
        ("1.2.3", "1.2.3", "none", True),
        ("1.2.3", "1.2.3", "patch", False),
        ("1.2.3", "1.2.2", "none", False),
        ("1.2.3", "1.2.10", "patch", True),
        ("1.2.3", "1.10.0", "minor", True),
        ("1.2.3", "1.99.0", "major", False),
        ("1.2.3", "2", "major", True),
        ("1.2.3", "2.0.0-rc.1", "major", True),
        ("2.0.0-rc.1", "2.0.0-rc.2", "major", True),
        ("2.0.0-rc.1", "2.0.0", "major", True),
        ("2.0.0-rc.1", "2.0.0-rc.1", "patch", False),
        ("2.0.0-rc.1", "1.9.9", "patch", False),
        ("2.0.0", "2.0.0-rc.1", "patch", False),
        ("2024b", "2025a", "major", None),
    ],
)
def test_a_version_is_enough_from_the_lowest_on(old, new, step, enough):
    """Numbers count as numbers, after a preview of the same ones all is allowed, names are not judged."""
    assert versions.is_enough(old, new, step) is enough


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.0.0", "1.0.0", "none"),
        ("1.0.0", "1.0.1", "patch"),
        ("1.1.0", "1.0.9", "minor"),
        ("1", "x", "major"),
    ],
)
def test_the_step_between_versions_is_the_first_number_that_differs(old, new, step):
    """What is not numbered may have changed in anything."""
    assert versions.between(old, new) == step


def test_the_highest_step_counts():
    """A major change among patches is a major change; of no change there is no step."""
    assert versions.higher(["patch", "major", "minor"]) == "major"
    assert versions.higher([]) == "none"
