"""Pieces of the patterns that wishes for a meeting are read by: times of day, days, lengths."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from dialogs.reading.vocabulary import MONTH, NUMBER, WEEKDAY, WEEKDAYS, number

HALF = r"(?:a|p)\.?m\b\.?"
TIME = rf"(?:\d{{1,2}}(?:[:.]\d{{2}})?(?: ?{HALF}| ?o'?clock)?(?![\d:./-]\d|\d)|noon|midday)"
CLEAR_TIME = rf"(?:\d{{1,2}}:\d{{2}}(?: ?{HALF})?(?!\d)|\d{{1,2}}(?:\.\d{{2}})? ?{HALF}|noon|midday)"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,? \d{4}\b)?"
DATED = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}\b|(?:the )?{_ORDINAL}(?: of)? (?:{MONTH})\b{_YEAR}"
    rf"|(?:{MONTH}) {_ORDINAL}\b{_YEAR}|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?\b\.?)"
)
DAY = (
    rf"(?:(?:the )?day after tomorrow|today|tomorrow|(?:{WEEKDAY})\b,? {DATED}|{DATED}"
    rf"|next week,? (?:on )?(?:{WEEKDAY})\b|(?:{WEEKDAY})\b (?:of )?next week"
    rf"|(?:(?:this|next|coming|the coming) )?(?:{WEEKDAY})\b(?: week\b)?"
    rf"|in (?:{NUMBER}) (?:business |working )?days?\b)"
)
PLURALS = frozenset(f"{name}s" for name in WEEKDAYS)  # no slips of their singular
ONE_DAY = rf"(?:{WEEKDAY})s?\b"
NAMED_DAYS = rf"(?:{WEEKDAY})s?\b(?:(?:,? (?:and|or|nor) |, ?|/| & )(?:on )?(?:{WEEKDAY})s?\b)*"
TO = r" ?(?:-|\u2013|to|till|until|through|and) ?"
EARLIEST_HOUR = 7  # "at 2" is the afternoon: nobody means a time before this hour without saying so

_CLOCK = re.compile(rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))? ?(?P<half>{HALF})?(?:o'?clock)?", re.I)
_ANY_DAY = re.compile(rf"(?P<day>{WEEKDAY})s?\b")
_DAY_LONG = 24


def time_of(text: str) -> time | None:
    """Read a time of day; None where there is none such."""
    if text in ("noon", "midday"):
        return time(12)
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := (found["half"] or "")[:1]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 0 < hour < EARLIEST_HOUR and not text.startswith("0"):
        hour += 12
    return time(hour, minute) if hour < _DAY_LONG and minute < 60 else None


def weekdays_of(text: str) -> frozenset[int]:
    """The weekdays that a text names."""
    return frozenset(WEEKDAYS[found["day"]] for found in _ANY_DAY.finditer(text))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


LENGTHS: tuple[tuple[re.Pattern[str], float | None], ...] = tuple(
    (re.compile(pattern), minutes)
    for pattern, minutes in (
        (r"\bfifteen (?:minutes|mins?)\b", 15.0),
        (r"\btwenty (?:minutes|mins?)\b", 20.0),
        (r"\bthirty (?:minutes|mins?)\b", 30.0),
        (r"\bforty[- ]?five (?:minutes|mins?)\b", 45.0),
        (r"\bsixty (?:minutes|mins?)\b", 60.0),
        (r"\bninety (?:minutes|mins?)\b", 90.0),
        (r"\b(?:half an hour|half hour|half-hour)\b", 30.0),
        (r"\b(?:a )?quarter (?:of an )?hour\b", 15.0),
        (r"\b(?:three[- ]quarters of an hour)\b", 45.0),
        (r"\b(?:an|one|1) hour and a half\b|\b(?:one|1) and a half hours?\b", 90.0),
        (r"\b(?:two|2) hours and a half\b|\b(?:two|2) and a half hours?\b", 150.0),
        (
            rf"(?<!in )\b(?P<hours>\d{{1,2}}(?:[.,]\d{{1,2}})?(?= ?-?h)|(?:{NUMBER})(?= ))"
            r" ?-?(?:hours?|hrs?|hr|h)\b"
            r"(?: ?(?:and )?(?P<minutes>\d{1,2}) ?(?:minutes?|mins?|m)?\b)?",
            None,
        ),
        (r"\b(?P<hours>\d)h(?P<minutes>\d{2})\b", None),
        (r"(?<!in )\b(?P<minutes>\d{1,4}) ?-?(?:minutes?|mins?|m)\b", None),
        (rf"(?<!in )\b(?P<minutes>{NUMBER}) (?:minutes?|mins?)\b", None),
    )
)


def length_of(found: re.Match[str], minutes: float | None) -> float:
    """Minutes, as they were said."""
    if minutes is not None:
        return minutes
    said = found.groupdict()
    return 60 * _count(said.get("hours")) + _count(said.get("minutes"))


def _count(text: str | None) -> float:
    if not text:
        return 0
    return float(text.replace(",", ".")) if text[0].isdigit() else float(number(text))
