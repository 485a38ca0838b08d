"""From rows to records."""

import pytest

from benchmark.records.errors import FindingsError
from benchmark.store import intake
from benchmark.store.files import Line


def test_records_come_one_by_one_and_findings_after_the_last():
    """A corpus may be larger than memory, so no record waits for the lines after it."""
    read = []

    def lines():
        for number in (1, 2, 3):
            read.append(number)
            yield Line("rows", number, number)

    def odd(line):
        wrong = [] if line.value % 2 else [line.place.finding((), "value", "is even")]
        return None if wrong else line.value, wrong

    records = intake.each(lines(), odd)
    assert (next(records), read) == (1, [1])
    assert (next(records), read) == (3, [1, 2, 3])
    with pytest.raises(FindingsError, match="rows:2: \\$ is even"):
        next(records)
