"""How days, times of day and weeks are put in a wish for a meeting: one table of patterns, tried in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import cache

from dialogs.meeting import spoken
from dialogs.meeting.gathering import Reading, Unfit
from dialogs.meeting.spoken import (
    CLEAR_TIME,
    DAY,
    NAMED_DAYS,
    ONE_DAY,
    TIME,
    TO,
    monday,
    weekdays_of,
)
from dialogs.reading.vocabulary import MONTH, MONTHS, NUMBER, WEEKDAY, number

_WEEK = timedelta(days=6)
_MOST_WEEKS = 12


Match = re.Match[str]
Take = Callable[[Match, Reading], None]


def _not_days(found: Match, reading: Reading) -> None:
    reading.not_weekdays |= weekdays_of(found["days"])


def _past(found: Match, reading: Reading) -> None:
    reading.unfit = reading.unfit or Unfit.PAST


def _not_day(found: Match, reading: Reading) -> None:
    if day := reading.day(found["day"]):
        reading.not_days |= {day}


def _not_week(found: Match, reading: Reading) -> None:
    start = monday(reading.today) + timedelta(days=7 if found["which"] == "next" else 0)
    reading.not_days |= {start + timedelta(days=day) for day in range(7)}


def _not_part(found: Match, reading: Reading) -> None:
    if found["part"].startswith("morning"):
        reading.from_time = time(12)
    else:
        reading.to_time = time(12)


_WEEKS_ON = {"this": 0, "the": 0, "next": 1, "following": 1, "coming": 1}
_EARLY, _LATE = frozenset((0, 1, 2)), frozenset((2, 3, 4))


def _week(found: Match, reading: Reading) -> None:
    start = monday(reading.today) + timedelta(days=7 * _WEEKS_ON[found["which"]])
    reading.within(start, start + _WEEK)
    if part := found["part"]:
        reading.weekdays = _EARLY if part.startswith(("early", "start", "begin", "first")) else _LATE


def _end_of_week(found: Match, reading: Reading) -> None:
    start = monday(reading.today) + timedelta(days=7 * _WEEKS_ON[found["which"]])
    reading.last = start + _WEEK


def _week_after_next(found: Match, reading: Reading) -> None:
    start = monday(reading.today) + timedelta(days=14)
    reading.within(start, start + _WEEK)


def _week_in(found: Match, reading: Reading) -> None:
    weeks = number(found["number"])
    if weeks > _MOST_WEEKS:
        reading.unfit = Unfit.DAY
        return
    start = monday(reading.today) + timedelta(weeks=weeks)
    reading.within(start, start + _WEEK)


def _week_of(found: Match, reading: Reading) -> None:
    if day := reading.day(found["day"]):
        reading.within(monday(day), monday(day) + _WEEK)


def _coming_weeks(found: Match, reading: Reading) -> None:
    weeks = min(number(found["number"]), _MOST_WEEKS)
    reading.within(reading.today, reading.today + timedelta(weeks=weeks))


def _month(found: Match, reading: Reading) -> None:
    today = reading.today
    months = today.year * 12 + today.month - 1 + (found["which"] == "next")
    _whole_month(reading, months // 12, months % 12 + 1)


def _named_month(found: Match, reading: Reading) -> None:
    month = MONTHS[found["month"]]
    _whole_month(reading, reading.today.year + (month < reading.today.month), month)


def _whole_month(reading: Reading, year: int, month: int) -> None:
    first = date(year, month, 1)
    reading.within(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _days_between(found: Match, reading: Reading) -> None:
    last = reading.day(found["last"])
    first = found["first"]
    start = reading.day(first if not first.isdecimal() else re.sub(r"^\d+", first, found["last"]))
    if start and last:
        reading.unfit = reading.unfit or (Unfit.ORDER if last < start else None)
        reading.within(start, last)


def _weekdays_between(found: Match, reading: Reading) -> None:
    first, last = (min(weekdays_of(found[name])) for name in ("first", "last"))
    reading.weekdays = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _from_day(found: Match, reading: Reading) -> None:
    if day := reading.day(found["day"]):
        reading.first = day + timedelta(days=found["how"].startswith("after"))


def _to_day(found: Match, reading: Reading) -> None:
    if day := reading.day(found["day"]):
        reading.last = day - timedelta(days=found["how"].startswith(("before", "earlier")))


def _times_between(found: Match, reading: Reading) -> None:
    start, end = found["from"], found["to"]
    half, hour = re.search(spoken.HALF, end), re.match(r"\d+", end)
    if half and hour and start.replace(":", "").isdecimal():
        start += half[0] if int(start.partition(":")[0]) <= int(hour[0]) else ""
    reading.from_time, reading.to_time = reading.time(start), reading.time(end)


def _from_time(found: Match, reading: Reading) -> None:
    reading.from_time = reading.time(found["time"])


def _to_time(found: Match, reading: Reading) -> None:
    reading.to_time = reading.time(found["time"])


_PARTS: dict[str, tuple[time | None, time | None]] = {
    "early morning": (None, time(10)),
    "late morning": (time(10), time(12)),
    "morning": (None, time(12)),
    "early afternoon": (time(12), time(15)),
    "late afternoon": (time(15), None),
    "afternoon": (time(12), None),
    "evening": (time(17), None),
}


def _part(found: Match, reading: Reading) -> None:
    if reading.from_time or reading.to_time:
        reading.unfit = Unfit.TWO_TIMES
    reading.from_time, reading.to_time = _PARTS[found["part"]]


def _around_lunch(found: Match, reading: Reading) -> None:
    if found["how"] == "after":
        reading.from_time = time(13)
    else:
        reading.to_time = time(12)


def _at(found: Match, reading: Reading) -> None:
    at = reading.time(found["time"])
    if reading.at and at != reading.at:
        reading.unfit = Unfit.TIME
    reading.at = at


def _on(found: Match, reading: Reading) -> None:
    if day := reading.day(found["day"]):
        reading.days.append(day)


def _on_weekdays(found: Match, reading: Reading) -> None:
    reading.weekdays = weekdays_of(found["days"])


_NOT = (
    r"\b(?:but )?(?:not|no|never|except|excluding|avoid|anything but|any day but"
    r"|(?:can't|cant|cannot|can not|won't) (?:do|make))(?: (?:it|on|in|for|the|a))* "
)
_BEFORE = (
    r"(?<!not )(?<!no )\b(?P<how>before|by|until|till|up to|no later than|not after|earlier than"
    r"|not later than|latest) "
)
_AFTER = (
    r"(?<!not )(?<!no )(?<!day )\b(?P<how>after|from|starting(?: on| at)?|as of|since|later than|not before"
    r"|no earlier than) "
)
_OF_WEEK = (
    r"(?:(?P<part>early|start of|beginning of|first half of|late|later|end of|second half of)(?: in)? "
    r"(?:the )?)?"
)
_PATTERNS: tuple[tuple[str, Take], ...] = (
    (r"\b(?:yesterday|last (?:week|month|night)|(?:weeks?|days?) ago)\b", _past),
    (rf"{_NOT}(?P<days>{NAMED_DAYS})(?! ?\d)", _not_days),
    (
        rf"\b(?P<days>{NAMED_DAYS}) (?:does(?:n't|nt| not)|is(?:n't|nt| not)|won't|is no) "
        r"(?:work|suit|good|possible|fine|ok)\b(?: (?:for )?me\b)?",
        _not_days,
    ),
    (rf"{_NOT}(?P<which>this|next) week\b", _not_week),
    (rf"{_NOT}(?P<day>{DAY})", _not_day),
    (rf"{_NOT}(?P<part>mornings?|afternoons?)\b", _not_part),
    (rf"\b(?:in |during )?the week (?:of|starting) (?P<day>{DAY})", _week_of),
    (rf"\bweek of (?P<day>{DAY})", _week_of),
    (
        r"\b(?:by|before|until|till) (?:the )?end of (?P<which>this|next|coming|the) week\b",
        _end_of_week,
    ),
    (r"\b(?P<how>before|not after|after) lunch\b", _around_lunch),
    (r"(?<!next )(?<!this )\b(?:the )?week after(?: next)?(?: week)?\b(?! \d)", _week_after_next),
    (rf"\bin (?P<number>{NUMBER}) weeks?(?:' time)?\b", _week_in),
    (rf"\b(?:in |within )?(?:the )?(?:next|coming) (?P<number>{NUMBER}) weeks\b", _coming_weeks),
    (rf"\b(?:between |from )?(?P<first>\d{{1,2}}|{DAY}){TO}(?P<last>{spoken.DATED})", _days_between),
    (rf"\bbetween (?P<first>{ONE_DAY}) and (?P<last>{ONE_DAY})", _weekdays_between),
    (
        rf"\b(?:from )?(?P<first>{ONE_DAY}) ?(?:-|\u2013|to|till|until|through) ?(?P<last>{ONE_DAY})",
        _weekdays_between,
    ),
    (rf"{_AFTER}(?P<day>{DAY})(?: (?:on|onwards))?", _from_day),
    (rf"{_BEFORE}(?P<day>{DAY})", _to_day),
    (rf"\b(?:on )?(?P<day>next week,? (?:on )?(?:{WEEKDAY})\b)", _on),
    (rf"\b(?:on )?(?P<day>(?:{WEEKDAY})\b (?:of )?next week\b)", _on),
    (
        rf"\b(?:in |during |sometime |some time )*{_OF_WEEK}"
        r"(?P<which>this|next|following|coming|the) week\b",
        _week,
    ),
    (r"\b(?:in |during )?(?P<which>this|next) month\b", _month),
    (rf"\bin (?P<month>{MONTH})\b(?! \d)", _named_month),
    (rf"\b(?:between|from) (?P<from>{TIME}){TO}(?P<to>{TIME})", _times_between),
    (rf"\b(?P<from>{CLEAR_TIME}){TO}(?P<to>{TIME})", _times_between),
    (rf"(?<![\d.:/-])\b(?P<from>\d{{1,2}}(?::\d{{2}})?){TO}(?P<to>{CLEAR_TIME})", _times_between),
    (rf"{_AFTER}(?:at )?(?P<time>{TIME})(?: on(?:wards)?)?", _from_time),
    (rf"{_BEFORE}(?:at )?(?P<time>{TIME})", _to_time),
    (
        r"\b(?:in |during )?(?:the )?(?P<part>(?:early |late )?(?:morning|afternoon)|evening)s?\b",
        _part,
    ),
    (rf"(?:\bat |@ ?)(?P<time>{TIME})", _at),
    (
        rf"(?:\bon )?(?P<days>(?:{WEEKDAY})s\b(?:(?:,? (?:and|or) |, ?)(?:{WEEKDAY})s\b)*)",
        _on_weekdays,
    ),
    (rf"(?:\b(?:on|for) |\b)(?P<day>{DAY})", _on),
    (rf"\b(?P<time>{CLEAR_TIME})", _at),
)


@cache
def rules() -> tuple[tuple[re.Pattern[str], Take], ...]:
    """The table; its patterns are long, and a start without a wish does without them."""
    return tuple((re.compile(pattern), take) for pattern, take in _PATTERNS)
