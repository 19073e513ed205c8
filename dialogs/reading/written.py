"""Dates that name their day: "15 Jan", "Jan 15, 2027", "2027-02-01", "15.1.2027", "the 15th"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dialogs.reading.moment import Choice, Moment, Problem, Reading, day_of
from dialogs.reading.vocabulary import MONTH, MONTHS, WEEKDAY, WEEKDAYS

_MONTH_FIRST = frozenset(("US", "AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW", "PH"))
_TIME = r"(?:[t ]\d{1,2}:\d{2}[\d:.]{0,10}z?)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:[ -]?(?P<year>\d{4}|\d{2}))?"
_NAMED = rf"(?:(?P<weekday>{WEEKDAY}) )?"
_MONTHS_A_YEAR = 12


def _in_order(match: re.Match[str], at: Moment) -> Reading:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _dotted(match: re.Match[str], at: Moment) -> Reading:
    return _on_weekday(_dated(at, int(match["month"]), int(match["day"]), match["year"]), match["weekday"])


def _slashed(match: re.Match[str], at: Moment) -> Reading:
    """Read day and month in both orders: whoever types 05/06 is asked, unless a weekday decides."""
    first, second = int(match["first"]), int(match["second"])
    orders = ((first, second), (second, first))
    if at.calendar.country not in _MONTH_FIRST:
        orders = orders[::-1]
    readings = [_on_weekday(_dated(at, month, day, match["year"]), match["weekday"]) for month, day in orders]
    days = [reading for reading in readings if isinstance(reading, date)]
    if len(set(days)) > 1:
        return Choice(readings=(days[0], days[1]))
    return days[0] if days else readings[0]


def _month_named(match: re.Match[str], at: Moment) -> Reading:
    return _on_weekday(_dated(at, MONTHS[match["month"]], int(match["day"]), match["year"]), match["weekday"])


def _on_weekday(read: date | Problem, weekday: str | None) -> date | Problem:
    """Refuse a date whose weekday was named and is another."""
    if isinstance(read, date) and weekday and WEEKDAYS[weekday] != read.weekday():
        return Problem.OTHER_WEEKDAY
    return read


def _day_only(match: re.Match[str], at: Moment) -> Reading:
    """Find the next such day of a month, or the last: "the 31st" skips months that are too short."""
    day, step = int(match["day"]), -1 if at.past else 1
    for months in range(_MONTHS_A_YEAR):
        year, month = divmod(
            at.today.year * _MONTHS_A_YEAR + at.today.month - 1 + step * months, _MONTHS_A_YEAR
        )
        read = day_of(year, month + 1, day)
        if isinstance(read, date) and (read <= at.today if at.past else read >= at.today):
            return read
    return Problem.NO_SUCH_DAY


def _dated(at: Moment, month: int, day: int, year: str | None) -> date | Problem:
    return day_of(int(year), month, day) if year else at.day_of_year(month, day)


Read = Callable[[re.Match[str], Moment], Reading]

PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?P<year>\d{{4}})(?P<by>[-/. ])(?P<month>\d{{1,2}})(?P=by)(?P<day>\d{{1,2}}){_TIME}", _in_order),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _in_order),
        (rf"{_NAMED}(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})(?:\. ?(?P<year>\d{{4}}|\d{{2}})?)?", _dotted),
        (
            rf"{_NAMED}(?P<first>\d{{1,2}})(?P<by>[-/])(?P<second>\d{{1,2}})(?:(?P=by)(?P<year>\d{{4}}|\d{{2}}))?",
            _slashed,
        ),
        (rf"{_NAMED}(?:the )?{_DAY}\.?[ -]?(?:of )?(?P<month>{MONTH}){_YEAR}", _month_named),
        (rf"{_NAMED}(?P<month>{MONTH})[ -]?(?:the )?{_DAY}(?:[ -](?P<year>\d{{4}}))?", _month_named),
        (rf"(?P<year>\d{{4}})[ -](?P<month>{MONTH})[ -](?P<day>\d{{1,2}})(?P<weekday>)", _month_named),
        (r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)", _day_only),
    )
)
