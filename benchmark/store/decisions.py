"""The door for what a person decides of disagreements."""

from pathlib import Path

from benchmark.records.agreement import Decision
from benchmark.records.errors import Finding
from benchmark.store import schema
from benchmark.store.files import Line, read_lines
from benchmark.store.findings import Place
from benchmark.store.intake import take


def read(path: Path) -> list[tuple[Decision, Place]]:
    """Return the decisions of a JSON Lines file, each with its place; none of an empty one.

    Raises:
        FindingsError: with all findings.
        MisuseError: there is no such file, or it is a folder.
    """
    # Annotators who agree in everything leave nothing to decide.
    rows = (line for line in read_lines(path) if [one.kind for one in line.findings] != ["empty"])
    return take(rows, _judge)


def _judge(line: Line) -> tuple[tuple[Decision, Place] | None, list[Finding]]:
    decision: Decision | None = schema.admit("decision", line.value)
    if decision is None:
        return None, schema.explain("decision", line.value, line.place)
    if decision.choice != "write" and decision.value is not None:
        message, wanted = "is given, though nothing is to be written", "null"
        return None, [line.place.finding(("value",), "value", message, found=decision.value, allowed=wanted)]
    return (decision, line.place), []
