"""Time expressions of English news, read against the publication date P into dates of our profile.

Rules only, for one expression at a time: nothing is resolved against another expression or event. A reading
that the calendar does not have ("31 June") is no expression.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from benchmark.records.date import MONTH_NAMES, DateError, parse


@dataclass(frozen=True, slots=True)
class Expression:
    """``text[start:end]`` and what it means: canonical EDTF, or None where it is vague ("recently")."""

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """``today`` is P; ``ahead``: the sentence speaks of the future before it comes to the expression."""

    today: dt.date
    ahead: bool


_Words: TypeAlias = "re.Match[str]"
_Rule: TypeAlias = "tuple[re.Pattern[str], Callable[[_Words, _Frame], str | None]]"


def find(text: str, published: str | None) -> list[Expression]:
    """Return the expressions of a text in order; of those that overlap the first, of these the longest.

    ``published`` is P as ``YYYY-MM-DD``; without it only what names its own year is read.
    """
    today = dt.date.fromisoformat(published) if published else None
    kept: list[Expression] = []
    for expression in sorted(_readings(text, today), key=lambda found: (found.start, -found.end)):
        if not kept or kept[-1].end <= expression.start:
            kept.append(expression)
    return kept


def looks_ahead(text: str, offset: int) -> bool:
    """Return whether the sentence around ``offset`` speaks of the future before it."""
    earliest = max(0, offset - _SENTENCE)
    start = max(earliest, *(text.rfind(mark, earliest, offset) + 1 for mark in ".!?\n"))
    return _AHEAD.search(text, start, offset) is not None


def _readings(text: str, today: dt.date | None) -> Iterator[Expression]:
    for pattern, resolve in _ABSOLUTE if today is None else (*_ABSOLUTE, *_RELATIVE):
        for words in pattern.finditer(text):
            lead = (words["lead"] or "").lower()
            ahead = lead in {"by", "from"} or looks_ahead(text, words.start())
            try:
                value = resolve(words, _Frame(today or dt.date.min, ahead))
                canonical = None if value is None else parse(_led(lead, value)).text
            except (DateError, OverflowError, ValueError):
                continue
            yield Expression(words.start(), words.end(), canonical)


def _led(lead: str, value: str) -> str:
    """Return the value with what a preposition makes of it; ranges and lists stay what they are."""
    if value.startswith("[") or "/" in value:
        return value
    return {"since": f"{value}/..", "from": f"{value}/..", "until": f"../{value}", "by": f"[..{value}]"}.get(
        lead, value
    )


# Words

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_LAST_MONTH_OF_WINTER = 2
_ORDINALS = ["first", "second", "third", "fourth"]
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_PERIODS = {"day": 1, "week": 7}
_SENTENCE = 300
"""Characters that a sentence is searched back for: longer ones would make the search quadratic."""

_LEAD = r"\b(?:(?P<lead>since|until|from|by)\s+)?(?:(?:the|on|in|during|throughout|late|early)\s+){0,3}"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_MONTH = (
    rf"(?P<month>(?:{'|'.join(MONTH_NAMES)})\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_FULL_MONTH = rf"(?P<month>{'|'.join(MONTH_NAMES)})\b"
_WEEKDAY = "|".join(DAYS)
_SEASON = rf"(?P<season>{'|'.join(_SEASONS)})\b"
_DAYS_OF_MONTH = rf"(?P<from>[0-3]?[0-9])\s*(?:to|and|until|[-\u2013])\s*(?P<to>[0-3]?[0-9])\s+{_MONTH}"
_YEAR = r"(?P<year>(?:1[5-9]|20)[0-9]{2})\b(?![-\u2013][0-9])"
_WHICH = r"(?P<which>last|this|next)\s+"

_AHEAD = re.compile(
    r"\b(?:will|would|shall|(?:is|are|was|were|set|expected) to|plan\w*|due|scheduled|hopes?|unless)\b",
    re.IGNORECASE,
)


def _rule(pattern: str, resolve: Callable[[_Words, _Frame], str | None]) -> _Rule:
    return re.compile(_LEAD + pattern, re.IGNORECASE), resolve


def _month_number(name: str) -> int:
    return next(number for number, full in enumerate(MONTH_NAMES, 1) if full.startswith(name.lower()[:3]))


def _plus_months(day: dt.date, months: int) -> str:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


# What names its own year


def _year_and_month(words: _Words) -> str:
    return f"{words['year']}-{_month_number(words['month']):02}"


def _full_date(words: _Words, _: _Frame) -> str:
    return f"{_year_and_month(words)}-{int(words['day']):02}"


def _days_of_month_of_year(words: _Words, _: _Frame) -> str:
    month = _year_and_month(words)
    return f"{month}-{int(words['from']):02}/{month}-{int(words['to']):02}"


_ABSOLUTE: tuple[_Rule, ...] = (
    _rule(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\b", lambda words, _: words["day"]),
    _rule(rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", _full_date),
    _rule(rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", _full_date),
    _rule(rf"(?:between\s+)?{_DAYS_OF_MONTH},?\s+{_YEAR}", _days_of_month_of_year),
    _rule(rf"{_MONTH}\s+(?:of\s+)?{_YEAR}", lambda words, _: _year_and_month(words)),
    _rule(
        rf"{_SEASON}\s+(?:of\s+)?{_YEAR}",
        lambda words, _: f"{words['year']}-{_SEASONS[words['season'].lower()]}",
    ),
    _rule(
        rf"(?P<quarter>{'|'.join(_ORDINALS)})\s+quarter\s+of\s+{_YEAR}",
        lambda words, _: f"{words['year']}-{33 + _ORDINALS.index(words['quarter'].lower())}",
    ),
    _rule(r"(?P<decade>(?:1[5-9]|20)[0-9])0s\b", lambda words, _: f"{words['decade']}X"),
    _rule(
        r"(?P<from>[0-9]{4})\s+(?:to|until)\s+(?P<to>[0-9]{4})\b",
        lambda words, _: f"{words['from']}/{words['to']}",
    ),
    (
        re.compile(rf"\b(?:(?P<lead>since|until|by)|in|during|of)\s+{_YEAR}", re.IGNORECASE),
        lambda words, _: words["year"],
    ),
)

# What is read against P


def _day_of_month(words: _Words, frame: _Frame, day: str = "day") -> str:
    """Return the day in the year that brings it nearest to P."""
    month, number = _month_number(words["month"]), int(words[day])
    years = (
        year for year in range(frame.today.year - 1, frame.today.year + 2) if dt.MINYEAR <= year <= dt.MAXYEAR
    )
    days = [dt.date(year, month, number) for year in years if number <= calendar.monthrange(year, month)[1]]
    return str(min(days, key=lambda day: abs(day - frame.today)))


def _days_of_month(words: _Words, frame: _Frame) -> str:
    last = dt.date.fromisoformat(_day_of_month(words, frame, "to"))
    return f"{last.replace(day=int(words['from']))}/{last}"


def _month(words: _Words, frame: _Frame) -> str:
    """Return the month: the latest begun, the next to end where the sentence looks ahead, or as it says."""
    which = (words["which"] or "").lower()
    steps = _month_number(words["month"]) - frame.today.month
    if which == "this":
        return _plus_months(frame.today, steps)
    if which == "next" or (frame.ahead and which != "last"):
        return _plus_months(
            frame.today, steps + 12 if steps < 0 or (which == "next" and not steps) else steps
        )
    return _plus_months(frame.today, steps - 12 if steps > 0 or (which == "last" and not steps) else steps)


def _weekday(words: _Words, frame: _Frame) -> str:
    """Return the latest such day up to P, the next from P where the sentence looks ahead, or as it says."""
    which = (words["which"] or "").lower()
    ahead = which in {"this", "next", "coming"} or (frame.ahead and which != "last")
    return str(_nearest_weekday(words["weekday"], frame.today, ahead=ahead, strict=which in {"last", "next"}))


def _nearest_weekday(name: str, day: dt.date, *, ahead: bool, strict: bool = False) -> dt.date:
    steps = DAYS.index(name.lower()) - day.weekday()
    steps = steps % 7 if ahead else -(-steps % 7)
    return day + dt.timedelta(days=(7 if ahead else -7) if strict and not steps else steps)


def _weekday_pair(words: _Words, frame: _Frame) -> str:
    """Return both days, the first the latest up to P, or the next from P where the sentence looks ahead."""
    # Of two days that both have a name "from" alone says nothing of the future.
    is_from = (words["lead"] or "").lower() == "from"
    ahead = looks_ahead(words.string, words.start()) if is_from else frame.ahead
    first = _nearest_weekday(words["one"], frame.today, ahead=ahead)
    second = _nearest_weekday(words["two"], first, ahead=True)
    return f"[{first},{second}]" if words["link"].lower() == "or" else f"{first}/{second}"


def _near_today(words: _Words, frame: _Frame) -> str:
    name = words["name"].lower()
    steps = 1 if name == "tomorrow" else -1 if name in {"yesterday", "last night"} else 0
    return str(frame.today + dt.timedelta(days=steps))


def _period(words: _Words, frame: _Frame) -> str:
    step = {"last": -1, "this": 0, "next": 1}[words["which"].lower()]
    today, period = frame.today, words["period"].lower()
    if period == "year":
        return f"{today.year + step:04}"
    if period == "month":
        return _plus_months(today, step)
    if period == "quarter":
        year, quarter = divmod(4 * today.year + (today.month - 1) // 3 + step, 4)
        return f"{year:04}-{33 + quarter}"
    monday = today + dt.timedelta(days=7 * step - today.weekday())
    first, last = (monday + dt.timedelta(days=day) for day in (5 if period == "weekend" else 0, 6))
    return f"[{first}..{last}]"


def _season(words: _Words, frame: _Frame) -> str:
    """Return the season that is on or next for "this", the one begun last before it or next after it."""
    name, which = words["season"].lower(), words["which"].lower()
    year = frame.today.year - (name == "winter" and frame.today.month <= _LAST_MONTH_OF_WINTER)
    season = parse(f"{year:04}-{_SEASONS[name]}")
    today = frame.today.toordinal()
    first, last = season.first or 0, season.last or 0
    if which == "last" and last >= today:
        year -= 1
    elif which == "next" and first <= today:
        year += 1
    return f"{year:04}-{_SEASONS[name]}"


def _ago(words: _Words, frame: _Frame) -> str:
    """Return the day, for months and years the month or year, that many units before P."""
    count, unit = words["count"].lower(), words["unit"].lower()
    number = int(count) if count.isdigit() else 1 if count == "a" else 1 + _NUMBERS.index(count)
    if unit == "year":
        return f"{frame.today.year - number:04}"
    if unit == "month":
        return _plus_months(frame.today, -number)
    return str(frame.today - dt.timedelta(days=_PERIODS[unit] * number))


_RELATIVE: tuple[_Rule, ...] = (
    _rule(rf"{_DAY}\s+(?:of\s+)?{_MONTH}", _day_of_month),
    _rule(rf"{_MONTH}\s+{_DAY}\b", _day_of_month),
    _rule(rf"(?:between\s+)?{_DAYS_OF_MONTH}", _days_of_month),
    _rule(rf"{_WHICH}{_FULL_MONTH}", _month),
    (
        re.compile(
            rf"\b(?:(?P<lead>since|until|by)|in|during|throughout)\s+(?:(?P<which>last|this|next)\s+)?{_FULL_MONTH}",
            re.IGNORECASE,
        ),
        _month,
    ),
    _rule(rf"(?:(?P<which>last|this|next|coming)\s+)?(?P<weekday>{_WEEKDAY})\b", _weekday),
    _rule(
        rf"(?:between\s+)?(?P<one>{_WEEKDAY})\s+(?P<link>or|to|until)\s+(?:on\s+)?(?P<two>{_WEEKDAY})\b",
        _weekday_pair,
    ),
    _rule(
        r"(?P<name>today|tonight|this (?:morning|noon|afternoon|evening)|yesterday|last night|tomorrow)\b",
        _near_today,
    ),
    _rule(rf"{_WHICH}(?P<period>weekend|week|month|quarter|year)\b", _period),
    _rule(rf"{_WHICH}{_SEASON}", _season),
    _rule(
        rf"(?P<count>[0-9]{{1,3}}|a|{'|'.join(_NUMBERS)})\s+(?P<unit>day|week|month|year)s?\s+ago\b",
        _ago,
    ),
    _rule(r"(?:recently|recent (?:days|weeks|months|years))\b", lambda _words, _frame: None),
)
