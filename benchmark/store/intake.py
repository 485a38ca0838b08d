"""From rows to records: everything wrong with all of them first, then one refusal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from benchmark.records.errors import Finding, FindingsError
from benchmark.store.files import FINDINGS, Line
from benchmark.store.findings import Place, enclosing, outward
from benchmark.store.syntax import FINDINGS_OF_A_VALUE, line_numbers

Record = TypeVar("Record")
Judge = Callable[[Line], tuple[Record | None, Iterable[Finding]]]
"""Takes a readable line; returns its record, None where it cannot be made, and what is wrong with it."""


def take(lines: Iterable[Line], judge: Judge[Record]) -> list[Record]:
    """Return the records of the lines; raises FindingsError with all that is wrong, or the first FINDINGS."""
    return list(each(lines, judge))


def each(lines: Iterable[Line], judge: Judge[Record]) -> Iterator[Record]:
    """Yield the records of the lines, and after the last raise what ``take`` raises."""
    findings: list[Finding] = []
    for line, record, found in judged(lines, judge):
        if record is not None:
            yield record
        findings += found
        if len(findings) > FINDINGS:
            findings.append(end(line.place))
            break
    if findings:
        raise FindingsError(findings)


def judged(
    lines: Iterable[Line], judge: Judge[Record]
) -> Iterator[tuple[Line, Record | None, list[Finding]]]:
    """Yield each line with its record, None where something is wrong with it, and what that is."""
    for line in lines:
        record, found = None, list(line.findings)
        if line.readable:
            record, more = judge(line)
            found += islice(more, FINDINGS_OF_A_VALUE)
        if found and line.data:
            found = located(found, line.data)
        yield line, None if found else record, found


def end(place: Place) -> Finding:
    """Return the finding that more is wrong than is gathered."""
    return place.finding((), "limit", f"is where reading stops, after {FINDINGS:,} findings")


def located(findings: list[Finding], data: bytes) -> list[Finding]:
    """Return findings of a file of one value with the line on which their part of it begins."""
    numbers = line_numbers(data, {part for finding in findings for part in outward(finding.path)})
    return [replace(finding, line=numbers[enclosing(finding.path, numbers)]) for finding in findings]
