"""Dates told from today: "next Friday", "in 5 business days", "end of next month", "Q1".

"Monday" is the next one after today; "this Friday" may be today; "next Friday" is the one of next week, weeks
starting on Monday (on a Wednesday that is in 9 days); "Friday week" is a week after the coming Friday.
Quarters are those of the calendar. What names no day ("next week", "March") is not a date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dialogs.reading.moment import YEARS, Moment, Problem, Reading
from dialogs.reading.vocabulary import MONTH, MONTHS, NUMBER, WEEKDAY, WEEKDAYS, number
from handoffs import deadlines
from knowledge.handoffs import Unit

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_MOST_BUSINESS_DAYS = 366 * YEARS * 5 // 7
_FIXED = {
    **{"today": 0, "now": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1},
    **{"the day after tomorrow": 2, "day after tomorrow": 2, "day before yesterday": -2},
    **{"the day before yesterday": -2, "today week": 7, "tomorrow week": 8, "a week from today": 7},
    **{
        "a week today": 7,
        "a week from tomorrow": 8,
        "a week tomorrow": 8,
        "fortnight": 14,
        "in a fortnight": 14,
    },
}
_STEPS = {"last": -1, "previous": -1, "this": 0, "the": 0, "": 0, "next": 1}
_PERIOD = r"(?P<which>last |previous |this |the |next |)(?P<period>week|month|quarter|year)"
_SHORT_ENDS = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
_END = r"(?P<edge>end|last day|start|beginning|first day)(?: of)? "


def _fixed(match: re.Match[str], at: Moment) -> Reading:
    return at.shift(_FIXED[match[0]])


def _weekday(match: re.Match[str], at: Moment) -> Reading:
    return at.weekday(WEEKDAYS[match["weekday"]])


def _coming_weekday(match: re.Match[str], at: Moment) -> date:
    return replace(at, past=False).weekday(WEEKDAYS[match["weekday"]])


def _this_weekday(match: re.Match[str], at: Moment) -> Reading:
    weekday = WEEKDAYS[match["weekday"]]
    if at.past:
        return _monday(at) + weekday * _DAY
    return at.today if weekday == at.today.weekday() else at.weekday(weekday)


def _weekday_of_next_week(match: re.Match[str], at: Moment) -> Reading:
    return _monday(at) + _WEEK + WEEKDAYS[match["weekday"]] * _DAY


def _last_weekday(match: re.Match[str], at: Moment) -> Reading:
    return at.today - ((at.today.weekday() - WEEKDAYS[match["weekday"]] - 1) % 7 + 1) * _DAY


def _weekday_week(match: re.Match[str], at: Moment) -> Reading:
    return _coming_weekday(match, at) + _WEEK


def _business_days(match: re.Match[str], at: Moment) -> Reading:
    days = number(match["number"])
    if days > _MOST_BUSINESS_DAYS:
        return Problem.FAR
    return deadlines.count(at.today, days, Unit.BUSINESS, at.calendar).date


def _span(match: re.Match[str], at: Moment) -> Reading:
    count = number(match["number"]) * (-1 if match["ago"] else 1)
    unit = match["unit"]
    if unit.endswith(("day", "week", "wk")):
        return at.shift(count * (7 if unit in ("week", "wk") else 1))
    return at.shift_months(count * (12 if unit == "year" else 1))


def _edge(match: re.Match[str], at: Moment) -> Reading:
    return _edge_of(at, match["period"], _STEPS[match["which"].strip()], first=_is_first(match["edge"]))


def _short_end(match: re.Match[str], at: Moment) -> Reading:
    return _edge_of(at, _SHORT_ENDS[match[0]], 0, first=False)


def _period_end(match: re.Match[str], at: Moment) -> Reading:
    return _edge_of(at, match["period"], 0, first=False)


def _edge_of(at: Moment, period: str, step: int, *, first: bool) -> Reading:
    if period == "week":
        return _monday(at) + step * _WEEK if first else _end_of_week(at, step)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    start = (at.today.month - 1) // months * months + step * months
    return _month_edge(at.today.year, start if first else start + months - 1, first=first)


def _monday(at: Moment) -> date:
    return at.today - at.today.weekday() * _DAY


def _end_of_week(at: Moment, step: int) -> date:
    """Find the last day before a weekend as the country has it."""
    day = at.today + step * _WEEK
    while at.calendar.is_weekend(day) or not at.calendar.is_weekend(day + _DAY):
        day += _DAY
    return day


def _edge_of_month(match: re.Match[str], at: Moment) -> Reading:
    return _edge_from(match, at, MONTHS[match["month"]] - 1, 1)


def _edge_of_quarter(match: re.Match[str], at: Moment) -> Reading:
    return _edge_from(match, at, int(match["quarter"]) * 3 - 3, 3)


def _edge_of_named_year(match: re.Match[str], at: Moment) -> Reading:
    return _edge_from(match, at, 0, 12)


def _edge_from(match: re.Match[str], at: Moment, start: int, months: int) -> Reading:
    """Find the edge of a period that starts in a month (from 0), in the year named or the nearest one."""
    first = _is_first(match["edge"])
    month = start if first else start + months - 1
    if match["year"]:
        return _month_edge(int(match["year"]), month, first=first)
    day = _month_edge(at.today.year, month, first=first)
    if (day > at.today) if at.past else (day < at.today):
        return _month_edge(at.today.year + (-1 if at.past else 1), month, first=first)
    return day


def _month_edge(year: int, month: int, *, first: bool) -> date:
    """Give the first or last day of a month, counted from 0 and on into other years."""
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1 if first else monthrange(year, month)[1])


def _is_first(edge: str | None) -> bool:
    return edge in ("start", "beginning", "first day")


Read = Callable[[re.Match[str], Moment], Reading]
_IN = rf"(?:in |within )?(?P<number>{NUMBER}) "
_FROM_NOW = r"(?: from (?:now|today))"
_YEAR = r"(?: (?P<year>[12]\d{3}))?"

PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        ("|".join(sorted(_FIXED, key=len, reverse=True)), _fixed),
        (rf"(?P<weekday>{WEEKDAY})", _weekday),
        (rf"(?:this |the )?(?:coming|upcoming) (?P<weekday>{WEEKDAY})", _coming_weekday),
        (rf"this (?:week )?(?:on )?(?P<weekday>{WEEKDAY})", _this_weekday),
        (rf"next (?:week )?(?:on )?(?P<weekday>{WEEKDAY})", _weekday_of_next_week),
        (rf"(?P<weekday>{WEEKDAY}) (?:of )?next week", _weekday_of_next_week),
        (rf"(?:last|previous) (?P<weekday>{WEEKDAY})", _last_weekday),
        (rf"(?P<weekday>{WEEKDAY}) week", _weekday_week),
        (rf"(?:a )?week (?:from|on) (?P<weekday>{WEEKDAY})", _weekday_week),
        (rf"{_IN}(?:(?:business|working|work) ?days?|bds?){_FROM_NOW}?", _business_days),
        (rf"{_IN}(?P<unit>(?:calendar )?day|week|wk|month|year)s?(?:{_FROM_NOW}|(?P<ago> ago))?", _span),
        (rf"(?:the )?{_END}{_PERIOD}", _edge),
        ("|".join(_SHORT_ENDS), _short_end),
        (r"(?:the )?(?P<period>month|quarter|year)s?[ -]end", _period_end),
        (rf"(?:the )?{_END}(?P<month>{MONTH}){_YEAR}", _edge_of_month),
        (rf"(?:the )?(?:{_END})?q(?P<quarter>[1-4]){_YEAR}(?: end)?", _edge_of_quarter),
        (rf"(?:the )?{_END}(?P<year>[12]\d{{3}})", _edge_of_named_year),
    )
)
