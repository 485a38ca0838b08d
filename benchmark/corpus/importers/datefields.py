"""Dates as annotators write them, in whatever notation, to the profile of EDTF that we read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final, Literal, get_args

from benchmark.records import date

Order = Literal["day-first", "month-first"]
ORDERS: Final = get_args(Order)

NO_DATE: Final = frozenset({"", "na", "n/a", "none", "null", "nil", "unknown", "unspecified", "undated"}) | {
    "-", "--", "?", "no date", "not given", "not stated", "not mentioned",
    "present_ref", "past_ref", "future_ref",
}  # fmt: skip
"""What annotators, and TIMEX3, write where nothing dates an event; case and outer white space aside."""


class DateFieldError(ValueError):
    """Why a field is not read as a date: ``reason`` completes "'x' is …"; the field itself is not in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def normalise(field: str, order: Order | None = None) -> str | None:
    """Return a date field in canonical EDTF, None where it says that there is no date.

    ``order`` tells how 11/10/2011 is meant; numbers joined by dots are day first. English names of months.

    Raises:
        DateFieldError: it is not a date, one without a year, one that does not exist, or ambiguous.
    """
    text = " ".join(field.replace("\u2013", "-").replace("\u2014", "-").split())
    if text.casefold() in NO_DATE:
        return None
    if len(text) > date.MAX_LENGTH:
        raise DateFieldError(f"longer than {date.MAX_LENGTH} characters")
    try:
        written = date.parse(text).text
    except date.DateError:
        written = _read(text, order)
    try:
        return date.parse(written).text
    except date.DateError as error:
        raise DateFieldError(error.reason) from None


_MONTHS: Final = {
    **{name: number for number, name in enumerate(date.MONTH_NAMES, 1)},
    **{name[:3]: number for number, name in enumerate(date.MONTH_NAMES, 1)},
    "sept": 9,
}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23}
_TIMEX_PARTS: Final = {"SP": 21, "SU": 22, "FA": 23, **{f"Q{number}": 32 + number for number in range(1, 5)}}
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = f"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\\.?"
_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = "(?P<year>[0-9]{4}|XXXX)"
_WEEKDAY = f"(?:(?P<weekday>{'|'.join(f'{name}|{name[:3]}' for name in _DAYS)})\\.?,? )?"
_UNIT = "[0-9]{1,2}|XX?"


def _nameless(pattern: str) -> str:
    return re.sub(r"\(\?P<[a-z]+>", "(?:", pattern)


Maker = Callable[[re.Match[str], Order | None], str]


def _named(match: re.Match[str], _: Order | None) -> str:
    month = _MONTHS[match["month"].casefold()]
    parts = match.groupdict()
    _needs_year(match["year"])
    if not parts.get("day"):
        return f"{match['year']}-{month:02}"
    found = f"{match['year']}-{month:02}-{int(match['day']):02}"
    weekday = parts.get("weekday")
    if weekday:
        try:
            told = dt.date.fromisoformat(found).weekday()
        except ValueError:
            return found  # the parser says why
        if not _DAYS[told].startswith(weekday.casefold()[:3]):
            raise DateFieldError(f"another day of the week: that day was a {_DAYS[told].capitalize()}")
    return found


def _numbers(match: re.Match[str], order: Order | None) -> str:
    """Read two numbers and a year. An XX tells that it is a day: nobody knows the day but not its month."""
    one, other, year = match["one"].upper(), match["other"].upper(), match["year"].upper()
    _needs_year(year)
    known = [part for part in (one, other) if "X" not in part]
    if len(known) < 2:  # noqa: PLR2004 - day and month
        return f"{year}-{int(known[0]):02}" if known else year
    if match["mark"] == "." and order is None:
        order = "day-first"
    readings = {
        "day-first": (int(other), int(one)),
        "month-first": (int(one), int(other)),
    }
    possible = {name: reading for name, reading in readings.items() if _is_day(int(year), *reading)}
    if not possible:
        raise DateFieldError("a day that does not exist")
    if order in possible:
        month, day = possible[order]
    elif order is not None and match["mark"] != ".":
        raise DateFieldError(f"no date when read {order}, as is declared")
    elif len(set(possible.values())) > 1:
        days = " or ".join(
            f"{day} {date.MONTH_NAMES[month - 1].capitalize()}" for month, day in sorted(possible.values())
        )
        raise DateFieldError(f"either {days}: declare day-first or month-first")
    else:
        month, day = next(iter(possible.values()))
    return f"{year}-{month:02}-{day:02}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _needs_year(year: str) -> None:
    if year.upper() == "XXXX":
        raise DateFieldError("a date without its year")


def _week(match: re.Match[str], _: Order | None) -> str:
    part = match["part"] or "1-7"
    parts = (6, 7) if part.upper() == "WE" else (int(part[0]), int(part[-1]))
    try:
        days = [dt.date.fromisocalendar(int(match["year"]), int(match["week"]), day) for day in parts]
    except ValueError:
        raise DateFieldError("a week that does not exist") from None
    return "[{}..{}]".format(*days)


def _each(joined: str) -> Maker:
    """Return what reads two dates and joins them; the first may lack what the second says."""

    def make(match: re.Match[str], order: Order | None) -> str:
        pair = match["one"].strip(), match["other"].strip()
        one, other = _completed(*pair) or pair
        return joined.format(_single(one, order), _single(other, order))

    return make


def _completed(one: str, other: str) -> tuple[str, str] | None:
    """Return two dates with what they share written out in both, None where they do not share so.

    Such as 12-17 September 2023, 27 April to 3 May 2009, September 12-17, 2023.
    """
    tail = re.fullmatch(rf"{_DAY} (?P<rest>{_MONTH},? {_YEAR})", other, re.IGNORECASE)
    if tail and re.fullmatch(_DAY, one):
        return f"{one} {tail['rest']}", other
    if tail and re.fullmatch(_nameless(rf"{_DAY} {_MONTH}|{_MONTH} {_DAY}"), one, re.IGNORECASE):
        return f"{one} {tail['year']}", other
    month_year = re.fullmatch(rf"{_MONTH},? {_YEAR}", other, re.IGNORECASE)
    if month_year and re.fullmatch(_MONTH, one, re.IGNORECASE):
        return f"{one} {month_year['year']}", other
    head = re.fullmatch(rf"{_MONTH} {_DAY}", one, re.IGNORECASE)
    rest = re.fullmatch(rf"{_DAY},? {_YEAR}", other)
    if head and rest:
        return f"{one} {rest['year']}", f"{head['month']} {rest['day']} {rest['year']}"
    full = re.fullmatch(rf"{_MONTH} {_DAY},? {_YEAR}", other, re.IGNORECASE)
    return (f"{one} {full['year']}", other) if head and full else None


_SINGLE: Final[tuple[tuple[str, Maker], ...]] = (
    (rf"{_WEEKDAY}(?:the )?{_DAY}[ -]?(?:of )?{_MONTH},?[ -]?{_YEAR}", _named),
    (rf"{_WEEKDAY}{_MONTH} ?(?:the )?{_DAY},? {_YEAR}", _named),
    (rf"{_YEAR},?[ -]{_MONTH}[ -]{_DAY}", _named),
    (rf"{_MONTH},?[ -](?:of )?{_YEAR}", _named),
    (rf"(?P<one>{_UNIT})(?P<mark>[-/.])(?P<other>{_UNIT})(?P=mark){_YEAR}", _numbers),
    (r"([0-9]{4})(?P<mark>[-/.])([0-9]{1,2})(?P=mark)([0-9]{1,2})", lambda m, _: _iso(m[1], m[3], m[4])),
    ("([0-9]{4})([0-9]{2})([0-9]{2})", lambda m, _: _iso(m[1], m[2], m[3])),
    ("([0-9]{4})[-/.]([0-9]{1,2})", lambda m, _: f"{m[1]}-{int(m[2]):02}"),
    ("(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})", lambda m, _: f"{m[2]}-{int(m[1]):02}"),
    ("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.A-Z+-]*| [0-9]{1,2}:[0-9:.A-Z+-]*)", lambda m, _: m[1]),
    ("([0-9]{4}):([0-9]{2}):([0-9]{2})(?:T[0-9:.A-Z+-]*| [0-9:]*)?", lambda m, _: _iso(m[1], m[2], m[3])),
    ("([0-9]{4})-WXX(?:-XX?)?", lambda m, _: m[1]),  # TIMEX3: some week of it
    ("(?P<year>[0-9]{4})-?W(?P<week>[0-9]{2})(?:-?(?P<part>WE|[1-7]))?", _week),
    ("([0-9]{4})-(SP|SU|FA|Q[1-4])", lambda m, _: f"{m[1]}-{_TIMEX_PARTS[m[2].upper()]}"),
    (r"(?:the )?([0-9]{3})(?:0s|0's)", lambda m, _: f"{m[1]}X"),
    ("([12][0-9]{2})", lambda m, _: f"{m[1]}X"),  # TIMEX3: a decade; the words 911 are none
    (r"(?:Q([1-4])|(first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?: of)?[ ,/-]+([0-9]{4})",
     lambda m, _: f"{m[3]}-{32 + (int(m[1]) if m[1] else _ORDINALS[m[2].casefold()])}"),
    (r"([0-9]{4})[ -]?Q([1-4])", lambda m, _: f"{m[1]}-{32 + int(m[2])}"),
    (r"(?:the )?(spring|summer|autumn|fall)(?: of)? ([0-9]{4})",
     lambda m, _: f"{m[2]}-{_SEASONS[m[1].casefold()]}"),
    (r"([0-9]{4})", lambda m, _: m[1]),
)  # fmt: skip

_PAIR = r"(?P<one>.+?){}(?P<other>.+)"
_COMPOUND: Final[tuple[tuple[str, Maker], ...]] = (
    (r"(?:between )" + _PAIR.format(" and "), _each("[{}..{}]")),
    (_PAIR.format(" or "), _each("[{},{}]")),
    (r"(?:from )?" + _PAIR.format(" ?(?: to | until | till | through )"), _each("{}/{}")),
    (_PAIR.format(" - "), _each("{}/{}")),
    (r"(?P<one>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<other>[0-9]{4}-[0-9]{2}-[0-9]{2})", _each("{}/{}")),
    (_PAIR.format("-"), _each("{}/{}")),
    (r"since (?P<one>.+)", lambda m, order: f"{_single(m['one'], order)}/.."),
    (r"(?:until|till) (?P<one>.+)", lambda m, order: f"../{_single(m['one'], order)}"),
    (r"(?:by|no later than) (?P<one>.+)", lambda m, order: f"[..{_single(m['one'], order)}]"),
    (r"(?:about|around|approximately|circa|ca\.?|c\.|~) ?(?P<one>.+)",
     lambda m, order: f"{_single(m['one'], order)}~"),
)  # fmt: skip


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def _read(text: str, order: Order | None) -> str:
    try:
        return _single(text, order)
    except DateFieldError as error:
        found: DateFieldError = error
    for pattern, make in _COMPOUND:
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            try:
                written = make(match, order)
                date.parse(written)
            except DateFieldError as error:
                # Of the ways to take a text apart, one that sees dates in it knows better why it fails.
                found = error if error.reason != NO_NOTATION else found
            except date.DateError as error:
                found = DateFieldError(error.reason)
            else:
                return written
    raise found


NO_NOTATION: Final = "in no notation that is read as a date"
_WITHOUT_YEAR = re.compile(
    _nameless(rf"{_WEEKDAY}(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}|{_MONTH})"), re.IGNORECASE
)
_DURATION = re.compile(r"P[0-9X.]+[YMWDQ].*|PT[0-9X].*")
_SHORT_YEAR = re.compile(
    _nameless(rf"{_DAY}[ -]{_MONTH}[ -]'?[0-9]{{2}}") + r"|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}",
    re.IGNORECASE,
)


def _single(text: str, order: Order | None) -> str:
    """Return one date in EDTF, not yet judged by the calendar."""
    try:
        return date.parse(text).text
    except date.DateError:
        pass
    for pattern, make in _SINGLE:
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return make(match, order)
    if _WITHOUT_YEAR.fullmatch(text) or re.fullmatch("XXXX-.*", text, re.IGNORECASE):
        raise DateFieldError("a date without its year")
    if _DURATION.fullmatch(text):
        raise DateFieldError("a duration")
    if _SHORT_YEAR.fullmatch(text):
        raise DateFieldError("a date whose year has two digits")
    if re.fullmatch("[0-9]{4}-WI|(?:the )?winter(?: of)? [0-9]{4}", text, re.IGNORECASE):
        raise DateFieldError("a winter, which may begin in that year or the year before")
    raise DateFieldError(NO_NOTATION)
