"""Semantic versions of datasets: which number a change raises (docs/maintain.md, *Versions*)."""

from __future__ import annotations

import re
from typing import Final

from benchmark.records.diff import STEPS
from benchmark.records.manifest import PREVIEW

_FORM: Final = re.compile(rf"([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?({PREVIEW}[0-9A-Za-z._-]*)?")


def lowest(old: str, step: str) -> str | None:
    """Return the lowest version that ``step`` from ``old`` allows, null where ``old`` is not like 1.2.3.

    Before 1.0.0 nothing is promised: there a major step raises the second number, any other the third. Of a
    preview (``2.0.0-rc.1``) it is the release that it leads to, whatever changed.
    """
    numbers = _least(old, step)
    return None if numbers is None else ".".join(map(str, numbers))


def is_enough(old: str, new: str, step: str) -> bool | None:
    """Return whether ``new`` may follow ``old`` after such a change, null where either is not like 1.2.3."""
    least, after = _least(old, step), _numbers(new)
    if least is None or after is None:
        return None
    return after >= least and (new != old or step == "none")


def is_preview(version: str) -> bool:
    """Return whether a version is one before a release, like 2.0.0-rc.1."""
    return "-" in version and _numbers(version) is not None


def higher(steps: list[str]) -> str:
    """Return the highest of some steps, ``none`` of none."""
    return max(steps, key=STEPS.index, default="none")


def between(old: str, new: str) -> str:
    """Return the step between two versions, whichever is the later; major where they are not like 1.2.3."""
    before, after = _numbers(old), _numbers(new)
    if before is None or after is None:
        return "none" if old == new else "major"
    places = [place for place in range(3) if before[place] != after[place]]
    return ("major", "minor", "patch")[places[0]] if places else "none"


def _numbers(version: str) -> tuple[int, int, int] | None:
    match = _FORM.fullmatch(version)
    if match is None:
        return None
    major, minor, patch = (int(part or 0) for part in match.groups()[:3])
    return major, minor, patch


def _least(old: str, step: str) -> tuple[int, int, int] | None:
    numbers = _numbers(old)
    if numbers is None or step == "none" or "-" in old:
        return numbers
    major, minor, patch = numbers
    if step == "major" and major:
        return major + 1, 0, 0
    if step == "major" or (step == "minor" and major):
        return major, minor + 1, 0
    return major, minor, patch + 1
