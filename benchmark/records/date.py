"""Event dates: a profile of EDTF (Library of Congress; ISO 8601-2:2019) whose meaning is a set of days.

The day set is written as closed spans of ``datetime.date.toordinal()`` numbers, None where an end is open.
"""

import calendar
import contextlib
import datetime as dt
import functools
import itertools
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

MAX_LENGTH: Final = 200
"""Characters of the longest date that is read."""
MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
"""Not from the module calendar: its names follow the locale."""

# The only quantifier stands around the members of a list and none stands inside it, so matching is linear.
_DAY = "(?:0[1-9]|[12][0-9]|3[01]|XX)"
_MONTH = f"(?:0[1-9]|1[0-2])(?:-{_DAY}|)"
_YEAR = f"[0-9][0-9][0-9](?:X|[0-9](?:-(?:{_MONTH}|2[1-4]|3[3-6]|XX(?:-XX|))|))"
_MOMENT = f"{_YEAR}(?:[?~%]|)"
_INTERVAL = rf"{_MOMENT}(?:/(?:{_MOMENT}|\.\.|)|)|(?:\.\.|)/{_MOMENT}"
_BRACKETS = rf"\[(?:\.\.{_MOMENT}|{_MOMENT}(?:\.\.(?:{_MOMENT}|)|(?:,{_MOMENT})*))\]"
PATTERN: Final = rf"^(?:{_INTERVAL}|{_BRACKETS})$"
"""Every date that is read fits this ECMA-262 pattern; one that fits, within MAX_LENGTH, is refused only for a
day that does not exist or lies outside the calendar, or for an end before its start."""

Unit = Literal["day", "month", "season", "quarter", "year", "decade"]
Granularity = Literal[Unit, "open", "interval", "range", "list"]
Days = tuple[int | None, int | None]
"""First and last day, both included; None: open."""
DaySet = tuple[Days, ...]
"""Disjoint spans in order, no two of which touch."""

_MONTHS: Final[dict[Unit, int]] = {"month": 1, "season": 3, "quarter": 3, "year": 12, "decade": 120}
# What follows the year, and its first month counted from January: winter (24) begins in December.
_PARTS_OF_A_YEAR: Final[dict[int, tuple[Unit, int]]] = {
    **{1 + month: ("month", month) for month in range(12)},
    **{21 + season: ("season", 2 + 3 * season) for season in range(4)},
    **{33 + quarter: ("quarter", 3 * quarter) for quarter in range(4)},
}
_OUTSIDE = "outside the calendar, 0001-01-01 to 9999-12-31"
_NULL = "where nothing dates the event its date is null"
_NO_DAY = "a day that does not exist"
_NOT_ISO = "not written YYYY-MM-DD"
_NO_SLASH = "two dates with no slash between them"
_OTHER_X = "another use of X than ours"


class DateError(ValueError):
    """Why a text is not a date: ``reason`` completes "'x' is …", ``near`` is the nearest valid form, if any.

    The text itself, which may hold anything, is in neither.
    """

    def __init__(self, reason: str, near: str | None = None) -> None:
        super().__init__(reason, near)
        self.reason = reason
        self.near = near

    def __str__(self) -> str:
        return f"{self.reason}; want {self.near or 'a date such as 2024-05-03, or null'}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A unit of the calendar with its qualifier; ``first`` and ``last`` are its days."""

    text: str
    granularity: Unit
    first: int
    last: int

    @property
    def approximate(self) -> bool:
        """Qualified by ``~`` or ``%``."""
        return self.text[-1] in "~%"

    def neighbours(self) -> Iterator[tuple[int, int]]:
        """Yield first and last day of the unit before and of the one after, where the calendar has them."""
        first = dt.date.fromordinal(self.first)
        for step in (-1, 1):
            with contextlib.suppress(ValueError):
                if self.granularity == "day":
                    day = dt.date.fromordinal(self.first + step).toordinal()
                    yield day, day
                else:
                    months = _MONTHS[self.granularity]
                    yield _days(12 * first.year + first.month - 1 + step * months, months)


@dataclass(frozen=True, slots=True)
class Date:
    """A date in canonical form (``text``) and the days it may mean (``spans``, never empty).

    ``moments`` stand in the order of the text; an open bound has none.
    """

    text: str
    granularity: Granularity
    moments: tuple[Moment, ...]
    spans: DaySet

    def __str__(self) -> str:
        return self.text

    @property
    def first(self) -> int | None:
        """The first day, None if open."""
        return self.spans[0][0]

    @property
    def last(self) -> int | None:
        """The last day, None if open."""
        return self.spans[-1][1]

    @property
    def bounds(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Earliest start, latest start, earliest end, latest end (Ji et al. 2011); None is infinite.

        An interval gives first and last day of its lower, then of its upper bound, an open bound None twice;
        anything else gives its first and last day twice.
        """
        if "/" not in self.text:
            return self.first, self.last, self.first, self.last
        lower, upper = self.moments[0], self.moments[-1]
        starts = (None, None) if self.first is None else (lower.first, lower.last)
        ends = (None, None) if self.last is None else (upper.first, upper.last)
        return *starts, *ends

    def neighbour_sets(self) -> frozenset[DaySet]:
        """Return the day sets with one or more approximate moments replaced by a neighbour; none for a list.

        Replacements that would end before they start are left out.
        """
        if self.granularity == "list":
            return frozenset()
        choices = [
            ((moment.first, moment.last), *(moment.neighbours() if moment.approximate else ()))
            for moment in self.moments
        ]
        sets = {
            ((None if self.first is None else days[0][0], None if self.last is None else days[-1][1]),)
            for days in itertools.product(*choices)
            if days[0][0] <= days[-1][1]
        }
        return frozenset(sets - {self.spans})


@functools.lru_cache(maxsize=1 << 16)
def parse(text: str) -> Date:
    """Return the date that a text of the profile stands for, in canonical form.

    Raises:
        DateError: the text is not of the profile, a day does not exist or lies outside the calendar, or the
            end comes before the start.
    """
    if len(text) > MAX_LENGTH:
        raise DateError(f"longer than {MAX_LENGTH} characters")
    try:
        return _read(text)
    except DateError as error:
        raise DateError(error.reason, error.near or _nearest(text)) from None


def is_day(text: str) -> bool:
    """Return whether a text is one day of the calendar, written YYYY-MM-DD and nothing more."""
    try:
        return parse(text).granularity == "day" and len(text) == len("YYYY-MM-DD")
    except DateError:
        return False


# `fullmatch`: in Python `$` alone lets a final newline pass.
_fits = re.compile(PATTERN).fullmatch


def _read(text: str) -> Date:
    """Read without looking for the nearest form; only a reversed date is put in order."""
    if not _fits(text):
        raise DateError(_reason(text))
    text = text.replace("-XX", "")
    if "," in text:
        return _union(map(_moment, text[1:-1].split(",")))
    opening, mark, closing, unbounded = ("[", "..", "]", "") if text[0] == "[" else ("", "/", "", "..")
    lower, separator, upper = text.removeprefix("[").removesuffix("]").partition(mark)
    if not separator or lower == upper:
        return _union([_moment(lower)])
    start = None if lower in {"", ".."} else _moment(lower)
    end = None if upper in {"", ".."} else _moment(upper)
    lower, upper = start.text if start else unbounded, end.text if end else unbounded
    if start and end and start.first > end.last:
        raise DateError("a date that ends before it starts", f"{opening}{upper}{mark}{lower}{closing}")
    granularity: Granularity = "range" if opening else "interval"
    return Date(
        text=f"{opening}{lower}{mark}{upper}{closing}",
        granularity=granularity if start and end else "open",
        moments=tuple(bound for bound in (start, end) if bound),
        spans=((start.first if start else None, end.last if end else None),),
    )


def _union(members: Iterable[Moment]) -> Date:
    """Return the date of one moment or of a list, its touching days merged into one span."""
    moments = sorted(set(members), key=lambda moment: (moment.first, moment.last, moment.text))
    spans: list[tuple[int, int]] = []
    for moment in moments:
        if spans and moment.first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], moment.last))
        else:
            spans.append((moment.first, moment.last))
    text = ",".join(moment.text for moment in moments)
    if len(moments) == 1:
        return Date(text, moments[0].granularity, tuple(moments), tuple(spans))
    return Date(f"[{text}]", "list", tuple(moments), tuple(spans))


def _moment(text: str) -> Moment:
    unqualified = text.rstrip("?~%")
    if unqualified.endswith("X"):
        return _months(text, "decade", 120 * int(unqualified[:-1]))
    year, *parts = map(int, unqualified.split("-"))
    match parts:
        case []:
            return _months(text, "year", 12 * year)
        case [part]:
            unit, offset = _PARTS_OF_A_YEAR[part]
            return _months(text, unit, 12 * year + offset)
    try:
        day = dt.date(year, *parts).toordinal()
    except ValueError:
        raise DateError(_NO_DAY if year else _OUTSIDE) from None
    return Moment(text, "day", day, day)


def _months(text: str, unit: Unit, start: int) -> Moment:
    try:
        return Moment(text, unit, *_days(start, _MONTHS[unit]))
    except ValueError:
        raise DateError(_OUTSIDE) from None


def _days(start: int, months: int) -> tuple[int, int]:
    """Return first and last day of some months, start counting them from year 0; ValueError if outside."""
    year, month = divmod(start, 12)
    end_year, end_month = divmod(start + months - 1, 12)
    first = dt.date(year, month + 1, 1)
    last = dt.date(end_year, end_month + 1, calendar.monthrange(end_year, end_month + 1)[1])
    return first.toordinal(), last.toordinal()


# From here on: what is refused, why, and what its author may have meant.


class _Form(NamedTuple):
    """A way of writing that is not ours: a pattern of the whole of it, the reason, and what is nearer."""

    pattern: str
    reason: str
    mend: Callable[[re.Match[str]], str] = operator.itemgetter(0)


def _iso_week(match: re.Match[str], first: int, last: int = 7) -> str:
    days = (dt.date.fromisocalendar(int(match[1]), int(match[2]), day) for day in (first, last))
    return "[{}..{}]".format(*days)


def _year_last(match: re.Match[str]) -> str:
    month, day = sorted((int(match[1]), int(match[3])))
    ambiguous = month < day <= _MONTHS["year"]  # of 01/02/2024 nobody knows which is the month
    return match[0] if ambiguous else f"{match[4]}-{month:02}-{day:02}"


def _dotted(match: re.Match[str]) -> str:
    day, month = int(match[1]), int(match[2])
    return (
        f"{match[3]}-{month:02}-{day:02}" if month <= _MONTHS["year"] else f"{match[3]}-{day:02}-{month:02}"
    )


def _named(match: re.Match[str]) -> str:
    month = f"{match['year']}-{_SHORT.index(match['month'][:3].lower()) + 1:02}"
    return f"{month}-{match['day']:0>2}" if match["day"] else month


def _days_named(match: re.Match[str]) -> str:
    first = _named(match)
    return f"{first}/{first[: -len('DD')]}{match['until']:0>2}"


def _joined(match: re.Match[str]) -> str:
    """Return an interval; ValueError where an end is no date, or where it ends before it starts."""
    first, last = match[1], match[2]
    year = "" if re.search("[0-9]{4}", first) else f", {last[-4:]}"
    lower, upper = (_read(_mended(end)) for end in (first + year, last))
    if lower.spans > upper.spans:  # December 30 to January 2, 2024 began in another year
        raise ValueError
    return f"{lower}/{upper}"


def _in_brackets(match: re.Match[str]) -> str:
    return f"[{''.join(match[0].split())}]"


_SHORT = [name[:3] for name in MONTH_NAMES]
_MONTH_NAME = (
    "(?i:jan(?:uary|)|feb(?:ruary|)|mar(?:ch|)|apr(?:il|)|may|june?|july?|aug(?:ust|)"
    r"|sep(?:t|tember|)|oct(?:ober|)|nov(?:ember|)|dec(?:ember|))\.?"
)
_NAMED = f"(?P<month>{_MONTH_NAME})"
_TH = "(?:st|nd|rd|th|)"
_NTH = f"(?P<day>[0-9]{{1,2}}){_TH}"
_UNTIL = f"(?P<until>[0-9]{{1,2}}){_TH}"
_YEAR_NAMED = "(?P<year>[0-9]{4})"
_THEN_Y = rf",?\s{_YEAR_NAMED}"
_DASH = "[-\u2010-\u2015\u2212]"
_ISO = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}|)|)"
_WORDS = rf"(?:[0-9]{{1,2}}{_TH}\s{_MONTH_NAME}|{_MONTH_NAME}(?:\s[0-9]{{1,2}}{_TH}|))"
_WHEN = rf"(?:{_ISO}|{_WORDS},?\s[0-9]{{4}})"
_TO = r"\s(?:to|through|till|until)\s"
_Y = "([0-9]{4})"
_M = _D = "([0-9]{1,2})"
_W = f"{_Y}-?W([0-9]{{2}})"
_FORMS: Final = (
    _Form("", f"empty; {_NULL}"),
    _Form(r"(?:\.\.|)/(?:\.\.|)|\[?\.\.\]?", f"open at both ends; {_NULL}"),
    _Form("0000(?:-.*)?|000X|9999-24|-[0-9].*|Y-?[0-9].*|[0-9]{5}(?:-.*)?", _OUTSIDE),
    _Form(_W, "an ISO week", lambda m: _iso_week(m, 1)),
    _Form(f"{_W}-WE", "a TIMEX3 weekend", lambda m: _iso_week(m, 6)),
    _Form(f"{_W}-?([1-7])", "a day of an ISO week", lambda m: _iso_week(m, int(m[3]), int(m[3]))),
    _Form(f"{_Y}-Q([1-4])", "a TIMEX3 quarter", lambda m: f"{m[1]}-{32 + int(m[2])}"),
    _Form(f"{_Y}-(SP|SU|FA)", "a TIMEX3 season", lambda m: f"{m[1]}-{21 + ['SP', 'SU', 'FA'].index(m[2])}"),
    _Form(f"{_Y}-WI", "a TIMEX3 winter, which may begin in that year (-24) or in the year before"),
    _Form("(?:PRESENT|PAST|FUTURE)_REF", "a TIMEX3 reference without a date"),
    _Form("P[0-9X.]+[YMWDQ].*|PT[0-9X].*", "a duration"),
    _Form(r"([0-9X.-]+)(?:T[A-Z0-9]| +[0-9]{1,2}:)[^][,/]*", "a time of day", lambda m: m[1]),
    _Form("T?[0-9]{1,2}:[0-9]{2}.*", "a time of day"),
    _Form(f"({_Y}-(?:0[1-9]|1[0-2]))-[0-9]{{2}}", _NO_DAY, lambda m: m[1]),
    _Form(f"{_Y}-[0-9]{{2}}(?:-[0-9]{{2}})?", "a month that does not exist", lambda m: m[1]),
    _Form(rf"{_Y}([-./\u2010-\u2015\u2212]){_M}\2{_D}", _NOT_ISO, lambda m: f"{m[1]}-{m[3]:0>2}-{m[4]:0>2}"),
    # Of 2024-0115 the end is no year.
    _Form(
        rf"{_Y}\s?[-\u2010-\u2015\u2212]\s?([12][0-9]{{3}})",
        "two years joined by a hyphen",
        lambda m: f"{m[1]}/{m[2]}",
    ),
    _Form(f"{_Y}([0-9]{{2}})([0-9]{{2}})", _NOT_ISO, lambda m: f"{m[1]}-{m[2]}-{m[3]}"),
    _Form(f"{_Y}-([1-9])", "not written YYYY-MM", lambda m: f"{m[1]}-0{m[2]}"),
    _Form(rf"{_D}\.{_M}\.{_Y}", _NOT_ISO, _dotted),
    _Form(rf"{_D}([-/]){_M}\2{_Y}", _NOT_ISO, _year_last),
    _Form("([0-9]{2}[1-9])0['\u2019]?s", "a decade in words", lambda m: f"{m[1]}X"),
    _Form(rf"{_NTH}\s(?:of\s|){_NAMED}{_THEN_Y}", "a day in words", _named),
    _Form(rf"{_NAMED}(?:\s{_NTH}|){_THEN_Y}", "a day or month in words", _named),
    _Form(rf"{_NTH}-{_NAMED}-{_YEAR_NAMED}", "a day in words", _named),
    _Form(
        rf"{_YEAR_NAMED}(?P<hyphen>[-\s]){_NAMED}(?:(?P=hyphen){_NTH}|)", "a day or month in words", _named
    ),
    _Form(
        rf"{_NTH}(?:\s?{_DASH}\s?|{_TO}){_UNTIL}\s(?:of\s|){_NAMED}{_THEN_Y}", "days in words", _days_named
    ),
    _Form(rf"{_NAMED}\s{_NTH}(?:\s?{_DASH}\s?|{_TO}){_UNTIL}{_THEN_Y}", "days in words", _days_named),
    _Form(
        rf"(?:[Ff]rom\s|)({_ISO})(?:\s?(?:--|[\u2012-\u2015])\s?|\s{_DASH}\s|{_TO})({_ISO})",
        _NO_SLASH,
        _joined,
    ),
    _Form(
        rf"(?:[Ff]rom\s|)({_WORDS}(?:,?\s[0-9]{{4}}|))(?:\s?{_DASH}\s?|{_TO})({_WORDS},?\s[0-9]{{4}})",
        _NO_SLASH,
        _joined,
    ),
    _Form(rf"({_WHEN})/(?:present|ongoing|now)", "open in words", lambda m: f"{m[1]}/.."),
    _Form(rf"[Ss]ince\s({_WHEN})", "open in words", lambda m: f"{_mended(m[1])}/.."),
    _Form(
        rf"(?i:c\.|ca\.?|circa|about|around|approx\.?|approximately)\s?({_WHEN})",
        "approximate in words",
        lambda m: f"{_mended(m[1])}~",
    ),
    _Form(
        rf"(?i:on|in|the|(?:mon|tues?|wed(?:nes|)|thu(?:rs|)|fri|sat(?:ur|)|sun)(?:day|)\.?,?)\s"
        rf"({_WHEN}|[0-9]{{3}}0s)",
        "a date after a word",
        lambda m: m[1],
    ),
    _Form(
        rf"{_ISO}\s?\.\.\s?{_ISO}|\.\.\s?{_ISO}|{_ISO}\s?\.\.", "a range without its brackets", _in_brackets
    ),
    _Form(rf"{_ISO}(?:,\s?{_ISO})+", "a list without its brackets", _in_brackets),
    _Form(rf"({_ISO})\sor\s({_ISO})", "one of two dates in words", lambda m: f"[{m[1]},{m[2]}]"),
    _Form(rf"({_Y}(?:-[0-9]{{2}}|))(?:-\?\?)+", "a date with ? for a part of it", lambda m: m[1]),
    _Form(rf"{_Y}\s?Q([1-4])", "a quarter in words", lambda m: f"{m[1]}-{32 + int(m[2])}"),
    _Form(rf"Q([1-4])\s{_Y}", "a quarter in words", lambda m: f"{m[2]}-{32 + int(m[1])}"),
    _Form("([0-9]{2})XX", "a century", lambda m: f"[{m[1]}00..{m[1]}99]"),
    _Form("([0-9]{3}X)-[0-9X-]+", _OTHER_X, lambda m: m[1]),
    _Form(f"({_Y}(?:-[0-9]{{2}}|))-[0-9X-]*X[0-9X-]*", _OTHER_X, lambda m: m[1]),
    _Form("[0-9X-]*X[0-9X-]*", _OTHER_X),
    _Form("(?=.*[a-z])[0-9xtwq:-]+", "written in small letters", lambda m: m[0].upper()),
    _Form("(.*[0-9X])([?~%]{2,})", "a date with two qualifiers", lambda m: m[1] + _one_qualifier(m[2])),
    _Form("([?~%])([0-9].*)", "a date with its qualifier in front", lambda m: m[2] + m[1]),
    _Form(r"\[(?=.*\.\.)(?=.*,).*\]", "a list with a range in it"),
    _Form(r"\{.*\}", "a set all of whose members are meant"),
    _Form(r"(?=\S*\s)[][0-9X.,/?~%\s-]+", "written with white space", lambda m: "".join(m[0].split())),
    _Form(
        r"(?i:n/?a|none|null|unknown|unspecified|undated|not (?:specified|stated|mentioned|known))|[-?]",
        f"a stand-in for no date; {_NULL}",
    ),
    _Form(r"(?s).*(?!XX)[^\W\d_]{2}.*", "words"),
)


def _one_qualifier(marks: str) -> str:
    return marks[0] if len(set(marks)) == 1 else "%"


def _form(text: str) -> tuple[_Form, re.Match[str]] | None:
    """Return the first form that fits, but for one qualifier at its end."""
    unit = text[:-1] if re.search(r"[^?~%][?~%]$", text) else text
    for form in _FORMS:
        if match := re.fullmatch(form.pattern, unit):
            return form, match
    return None


_PART = re.compile(r"[^][,/.]+(?:\.[^][,/.]+)*")


def _reason(text: str) -> str:
    """Return what a text that does not fit the pattern is, judged as a whole, then by its parts."""
    for part in (text, *_PART.findall(text)):
        if not _fits(part) and (found := _form(part)):
            return found[0].reason
    return "not of this profile of EDTF"


def _nearest(text: str) -> str | None:
    """Return the valid form nearest to a refused text, mended as a whole, else part by part."""
    for candidate in (_mended(text), _PART.sub(lambda match: _mended(match[0]), text)):
        try:
            return _read(candidate).text
        except DateError as error:
            if error.near:
                return error.near
    return None


def _mended(text: str) -> str:
    """Mend as far as the forms go; what none of them mends comes back as it is."""
    try:
        return _read(text).text
    except DateError as error:
        found = _form(text)
        if error.near or not found:
            return error.near or text
    form, match = found
    try:
        better = form.mend(match) + text[match.end() :]
    except (ValueError, OverflowError):  # a week that does not exist
        return text
    return text if better == text else _mended(better)
