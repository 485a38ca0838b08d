"""MUC-4 dates: days as datelines and the slot INCIDENT: DATE write them, and what they are in EDTF."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from benchmark.records import date

MONTHS: Final = tuple(name[:3].upper() for name in date.MONTH_NAMES)

_MONTH: Final = rf"(?:{'|'.join(MONTHS)})[A-Z]*\.?"
_YEAR: Final = r"(?:19)?[0-9]{2}"
DAY: Final = (
    rf"(?: [0-9]{{1,2}}\s+{_MONTH}(?:\s+{_YEAR})? | {_MONTH}\s+[0-9]{{1,2}}(?:,?\s+{_YEAR})? )(?![0-9])"
)
"""Pattern, verbose and blind to case, of ``18 APRIL 89``, ``JUNE 11 89``, ``4 SEPT 89``, the year or not."""

_FIELDS: Final = re.compile(rf"({_MONTH})|([0-9]+)", re.IGNORECASE)
_PERIOD: Final = re.compile(
    rf"(?P<open>-\s*)? (?P<first>{DAY}) (?: \s*-\s* (?P<last>{DAY}) )?", re.VERBOSE | re.IGNORECASE
)


class Day(NamedTuple):
    """A day as written; ``year`` is None where none is given. It may not exist."""

    year: int | None
    month: int
    day: int

    def text(self, year: int | None) -> str | None:
        """Return ``YYYY-MM-DD`` with the year given if it has none of its own; None without either."""
        year = self.year or year
        return None if year is None else f"{year:04}-{self.month:02}-{self.day:02}"


class IncidentDateError(ValueError):
    """A date that is damaged; the message completes "a date that …", without its words."""


def read_day(text: str) -> Day | None:
    """Return the day that a text of the form DAY names, None for ``NO DATE``. Years are 19YY."""
    month = None
    numbers = []
    for name, number in _FIELDS.findall(text):
        if name:
            month = MONTHS.index(name[:3].upper()) + 1
        else:
            numbers.append(int(number))
    if month is None:
        return None
    year = 1900 + numbers[1] % 100 if len(numbers) > 1 else None
    return Day(year, month, numbers[0])


def incident_date(text: str, year: int | None) -> str:
    """Return the EDTF value of one date of the slot.

    ``D`` is that day, ``- D`` on or before it, ``D - D`` on or between them (template-doc-part1, 7.3).
    ``year`` is the dateline's, for days that are written without one.

    Raises IncidentDateError.
    """
    match = _PERIOD.fullmatch(text.strip())
    if not match or (match["open"] and match["last"]):
        raise IncidentDateError("is no date of the form D, - D or D - D")
    days = [_written(match[name], year) for name in ("first", "last") if match[name]]
    value = f"[..{days[0]}]" if match["open"] else days[0] if len(days) == 1 else f"[{days[0]}..{days[1]}]"
    try:
        return date.parse(value).text
    except date.DateError as error:
        raise IncidentDateError(f"is {error.reason}") from None


def _written(text: str, year: int | None) -> str:
    day = read_day(text)
    written = day.text(year) if day else None
    if written is None:
        raise IncidentDateError("has no year, and neither has the dateline")
    return written
