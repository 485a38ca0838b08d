"""From rows to records: everything wrong with all of them first, then one refusal."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from benchmark.records.errors import Finding, FindingsError
from benchmark.store.files import FINDINGS, Line
from benchmark.store.findings import Place
from benchmark.store.syntax import FINDINGS_OF_A_VALUE, line_numbers

Record = TypeVar("Record")
Judge = Callable[[Line], tuple[Record | None, Iterable[Finding]]]
"""Takes a readable line; returns its record, None where it cannot be made, and what is wrong with it."""


def take(lines: Iterable[Line], judge: Judge[Record]) -> list[Record]:
    """Return the records of the lines; raises FindingsError with all that is wrong, or the first FINDINGS."""
    records: list[Record] = []
    findings: list[Finding] = []
    for line in lines:
        found = list(line.findings)
        if line.readable:
            record, more = judge(line)
            found += islice(more, FINDINGS_OF_A_VALUE)
            if record is not None and not found:
                records.append(record)
        if found and line.data:
            found = _located(found, line.data)
        findings += found
        if len(findings) > FINDINGS:
            message = f"is where reading stops, after {FINDINGS:,} findings"
            findings.append(Place(line.file, line.number).finding((), "limit", message))
            break
    if findings:
        raise FindingsError(findings)
    return records


def _located(findings: list[Finding], data: bytes) -> list[Finding]:
    """Return the findings with the line of the file on which their part of the value begins."""
    numbers = line_numbers(data)

    def number(path: str) -> int:
        # What is missing has no line; what it is missing from has.
        while path not in numbers:
            path = path[: max(path.rfind("."), path.rfind("["), 1)]
        return numbers[path]

    return [replace(finding, line=number(finding.path)) for finding in findings]
