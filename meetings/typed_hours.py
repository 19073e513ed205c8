"""Hours of work as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from itertools import pairwise

Range = tuple[time, time]  # an end that is not after its start is the next day's
Hours = Mapping[int, tuple[Range, ...]]  # by weekday; Monday is 0

LONGEST = 200  # characters
NAMES = "mon tue wed thu fri sat sun".split()

_HOUR = 60  # minutes
_TWELVE, _NOON, _MIDNIGHT = 12, 12 * _HOUR, 24 * _HOUR
_AFTERNOON = 6 * _HOUR  # "1 to 5" is in the afternoon, "7 to 9" in the morning
_WORKDAYS = range(5)
_DAY = (
    r"mon(?:days?|s)?|tue(?:s|sdays?)?|wed(?:s|nesdays?)?|thu(?:r|rs|rsdays?)?|fri(?:days?|s)?"
    r"|sat(?:urdays?)?|sun(?:days?)?"
)
_GROUPS = {
    **dict.fromkeys(("weekdays", "workdays", "working days", "week days"), _WORKDAYS),
    **dict.fromkeys(("every day", "everyday", "daily", "all week"), range(7)),
    "weekends": range(5, 7),
}
_TO = r"\s*(?:-|\u2013|\u2014|to|till|until|through)\s*"
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?h?\s*(am|pm|a\.m\.|p\.m\.)?|noon|midnight"
_RANGE = re.compile(
    rf"(?:from\s+|between\s+)?(?P<start>{_CLOCK})(?:{_TO}|\s+and\s+)(?P<end>{_CLOCK})(?![\w:])"
)
_DAYS = re.compile(rf"(?:(?P<first>{_DAY})(?:{_TO}(?P<last>{_DAY}))?|(?P<group>{'|'.join(_GROUPS)}))\b")
_FILLER = re.compile(r"[\s,;&+]+|(?:and|on|from|at)\b|:(?=\s)")
_ONE = re.compile(_CLOCK)

_Part = Range | range | None  # hours, days, or what is not understood


def read(text: str) -> Hours | None:
    """Read hours, by default of Monday to Friday; None where they are not understood or overlap."""
    parts = list(_parts(text.strip().casefold())) if len(text) <= LONGEST else []
    clauses = _clauses(parts) if None not in parts else []
    if not clauses or not all(ranges for _, ranges in clauses) or not _days_are_told(clauses):
        return None
    hours: dict[int, list[Range]] = {}
    for days, ranges in clauses:
        for day in days or _WORKDAYS:
            hours.setdefault(day, []).extend(ranges)
    found = {day: tuple(sorted(hours[day])) for day in sorted(hours)}
    return None if any(map(_overlap, found.values())) else found


def _parts(text: str) -> Iterator[_Part]:
    at = 0
    while at < len(text):
        if found := _FILLER.match(text, at):
            pass
        elif found := _RANGE.match(text, at):
            yield _range(found["start"], found["end"])
        elif found := _DAYS.match(text, at):
            yield _days(found)
        else:
            yield None
            return
        at = found.end()


def _clauses(parts: list[_Part]) -> list[tuple[list[int], list[Range]]]:
    """Put days and their hours together; which of them comes first, does so everywhere."""
    days_first = bool(parts) and isinstance(parts[0], range)
    clauses: list[tuple[list[int], list[Range]]] = []
    before: _Part = None
    for part in parts:
        begins = isinstance(part, range) == days_first and isinstance(before, range) != days_first
        if begins or before is None:
            clauses.append(([], []))
        if isinstance(part, range):
            clauses[-1][0].extend(day % len(NAMES) for day in part)
        elif part is not None:
            clauses[-1][1].append(part)
        before = part
    return clauses


def _days_are_told(clauses: list[tuple[list[int], list[Range]]]) -> bool:
    """Whether each hours have their days, once each; a single clause may do without."""
    days = [day for each, _ in clauses for day in each]
    return len(clauses) == 1 or (all(each for each, _ in clauses) and len(days) == len(set(days)))


def _days(found: re.Match[str]) -> range:
    if found["group"]:
        return _GROUPS[found["group"]]
    first = NAMES.index(found["first"][:3])
    last = NAMES.index((found["last"] or found["first"])[:3])
    return range(first, (last if last >= first else last + len(NAMES)) + 1)


def _range(start: str, end: str) -> Range | None:
    """Read two times; where nothing says which half of a day is meant, hours of work decide."""
    first, last = _clock(start), _clock(end)
    if first is None or last is None or first == last:
        return None
    if not _is_open(start):
        later = _is_open(end) and last <= first < _NOON
        last += _NOON * later
    elif _is_open(end):
        both = first < last and first < _AFTERNOON
        first, last = first + _NOON * both, last + _NOON * (both or last <= first)
    elif end[-1] in "m." and first < _AFTERNOON and first + _NOON < last:
        first += _NOON
    return _time(first), _time(last)


def _is_open(clock: str) -> bool:
    """Whether it may be in the morning or afternoon: one digit, and no mark."""
    return clock[0].isdigit() and clock[0] != "0" and not clock[1:2].isdigit() and clock[-1] not in "m."


def _clock(text: str) -> int | None:
    """Minutes from midnight, up to 24:00."""
    found = _ONE.fullmatch(text)
    if found is None or not found[1]:
        return {"noon": _NOON, "midnight": _MIDNIGHT}.get(text)
    hour, minute, mark = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if (mark and not 1 <= hour <= _TWELVE) or minute >= _HOUR:
        return None
    hour = hour % _TWELVE + _TWELVE * (mark == "p") if mark else hour
    minutes = hour * _HOUR + minute
    return minutes if minutes <= _MIDNIGHT else None


def _time(minutes: int) -> time:
    return time(minutes % _MIDNIGHT // _HOUR, minutes % _HOUR)


def _overlap(ranges: tuple[Range, ...]) -> bool:
    """Whether two ranges of a day (in order) share time; the last may reach into the next day."""
    return any(end > later or end <= start for (start, end), (later, _) in pairwise(ranges))
