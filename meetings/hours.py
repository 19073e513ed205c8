"""Hours of work: the usual ones, as text, and as spans of time across changes of the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from handoffs.calendars import Calendar
from meetings import typed_hours, zones
from meetings.model import Span, WorkingWeek
from meetings.typed_hours import LONGEST, NAMES, Hours, Range

_USUAL = ((time(8), time(17)),)  # what Graph takes for a mailbox that sets nothing
_ANY_MONDAY = date(2026, 8, 31)
_WEEKS = 8  # a weekend is what most of them have; some countries work one of its days now and then
_MIDNIGHT = "24:00"
_DAY = timedelta(days=1)
_WEEK = 7


def usual(where: tzinfo | str, country: str = "") -> WorkingWeek:
    """Assume 08:00 to 17:00 on a country's working days; a zone that nobody knows is UTC."""
    zone = where if isinstance(where, tzinfo) else zones.zone(where) or UTC
    return WorkingWeek(zone=zone, hours=dict.fromkeys(_working_days(country), _USUAL))


@lru_cache(maxsize=512)
def _working_days(country: str) -> tuple[int, ...]:
    calendar = Calendar(country=country)
    weeks = [_ANY_MONDAY + week * _WEEK * _DAY for week in range(_WEEKS)]
    off = {day: sum(calendar.is_weekend(monday + day * _DAY) for monday in weeks) for day in range(_WEEK)}
    return tuple(day for day, times in off.items() if times * 2 < _WEEKS)


def read(text: str) -> Hours | None:
    """Read hours as people type them: "9 to 5", "9-17:30 mon-thu", "8am to 4pm", or as `write` writes them.

    Without a day they are Monday's to Friday's. None where it is not understood.
    """
    hours = typed_hours.read(text)
    return hours if hours and len(write(hours)) <= LONGEST else None


def write(hours: Hours) -> str:
    """Write hours shortly: "mon-fri 09:00-17:00; sat 10:00-12:00"; "" where there are none."""
    days: dict[tuple[Range, ...], list[int]] = {}
    for day in sorted(hours):
        if hours[day]:
            days.setdefault(tuple(hours[day]), []).append(day)
    return "; ".join(f"{_write_days(each)} {_write_ranges(ranges)}" for ranges, each in days.items())


def _write_days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(NAMES[run[0]] + (f"-{NAMES[run[-1]]}" if run[1:] else "") for run in runs)


def _write_ranges(ranges: tuple[Range, ...]) -> str:
    return ", ".join(
        f"{start:%H:%M}-{_MIDNIGHT if end == time() else f'{end:%H:%M}'}" for start, end in ranges
    )


def spans(week: WorkingWeek, window: Span, *, stretch: int = 0) -> tuple[Span, ...]:
    """Give the working time within a window as spans in UTC, in order and apart.

    An end that is not after its start is the next day's. A time that clocks skip is the moment of the change;
    of one that they show twice, the first counts. `stretch`: minutes more before and after each span.
    """
    more = timedelta(minutes=stretch)
    found: list[Span] = []
    for span in sorted(_shifts(week, window, more), key=lambda each: each.start):
        start, end = max(span.start - more, window.start), min(span.end + more, window.end)
        if found and start <= found[-1].end:
            found[-1] = Span(start=found[-1].start, end=max(end, found[-1].end))
        elif start < end:
            found.append(Span(start=start, end=end))
    return tuple(found)


def _shifts(week: WorkingWeek, window: Span, more: timedelta) -> Iterator[Span]:
    """Give the shifts that may touch the window: the day before it has those that last until its first."""
    day = (window.start - more).astimezone(week.zone).date() - _DAY
    last = (window.end + more).astimezone(week.zone).date()
    while day <= last:
        for starts, ends in week.hours.get(day.weekday(), ()):
            until = day if ends > starts else day + _DAY
            start = zones.first_shown(datetime.combine(day, starts), week.zone)
            end = zones.first_shown(datetime.combine(until, ends), week.zone)
            if start < end:
                yield Span(start=start, end=end)
        day += _DAY
