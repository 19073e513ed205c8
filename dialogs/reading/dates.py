"""Reads a date as people type it. Baton's own phrases come first; dateparser reads what is left."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from dialogs.reading import phrases, written
from dialogs.reading.moment import YEARS, Choice, Moment, Problem, Reading
from dialogs.reading.vocabulary import MONTH, mend
from handoffs.calendars import Calendar

LONGEST = 60
_FAR = timedelta(days=YEARS * 365 + YEARS // 4)
_LEAD = re.compile(r"^(?:(?:on|by|until|till?|due|at|from|starting|latest|no later than) )+")
_SPARE = re.compile(r'[,!?;()"“”`*_]+|(?<![0-9])\.(?=\s|$)')  # a point after a number parts day and month
_TIME = re.compile(
    r"(?:^(?:cob|eod|end of day) (?:on )?| (?:at )?(?:noon|midday|cob|eod|\d{1,2}(?::\d{2})? ?[ap]m)$)"
)
_SLASH = re.compile(r" ?/ ?")
_WORD = re.compile(r"[^\W\d_]+")
_PATTERNS = (*phrases.PATTERNS, *written.PATTERNS)
_FOR_DATEPARSER = re.compile(rf"(?=.*\b\d{{1,2}}\b)(?=.*\b(?:{MONTH})\b)[a-z0-9 :./-]+")


def read(
    text: str, *, today: date, calendar: Calendar, future: bool = False, past: bool = False
) -> date | Choice | Problem:
    """Read one date, told from `today`.

    `future`: an earlier day is Problem.PAST. `past`: a later one is Problem.FUTURE, and what names no year or
    week means the last time ("Monday" is last Monday). Today is neither. Of 05/06 both days are given, unless
    only one of them will do.
    """
    at = Moment(today=today, calendar=calendar, past=past)
    reading = _find(_fold(text), at) if len(text) <= LONGEST else Problem.NOT_A_DATE
    if isinstance(reading, Choice):
        judged = [_judge(day, today, future, past) for day in reading.readings]
        days = [day for day in judged if isinstance(day, date)]
        return reading if len(days) > 1 else (days or judged)[0]
    return _judge(reading, today, future, past) if isinstance(reading, date) else reading


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("\u2019", "").replace("'", "").casefold()
    folded = " ".join(_SPARE.sub(" ", folded).split()).removesuffix(".")
    mended = _WORD.sub(lambda word: mend(word[0]), _SLASH.sub("/", folded))
    return _TIME.sub("", _LEAD.sub("", mended))


def _find(text: str, at: Moment) -> Reading:
    for pattern, handle in _PATTERNS:
        if match := pattern.fullmatch(text):
            return handle(match, at)
    return _dateparser(text, at) if _FOR_DATEPARSER.fullmatch(text) else Problem.NOT_A_DATE


def _judge(day: date, today: date, future: bool, past: bool) -> date | Problem:
    if abs(day - today) > _FAR:
        return Problem.FAR
    if future and day < today:
        return Problem.PAST
    return Problem.FUTURE if past and day > today else day


def _dateparser(text: str, at: Moment) -> date | Problem:
    """Let dateparser try what names a day and a month in a form of its own."""
    import dateparser

    found = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month"],
            "PREFER_DATES_FROM": "past" if at.past else "future",
            "RELATIVE_BASE": datetime.combine(at.today, time()),
        },
    )
    return found.date() if found else Problem.NOT_A_DATE
