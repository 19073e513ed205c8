"""Where a slot is looked for: from soon on until the discussion's latest date, within what was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from handoffs import deadlines
from handoffs.calendars import Calendar
from knowledge.handoffs import Unit
from meetings import zones
from meetings.model import Span, Window, Wishes

MOST = timedelta(days=62)  # a calendar service answers for no longer
BEYOND = 10  # days after the latest date that are looked at, for a time that could be had by waiting

_AHEAD = timedelta(minutes=15)
_QUARTER = 15
_WORKING_DAYS = 10  # where nothing sets a latest date
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def window(now: datetime, latest: date | None, zone: tzinfo, *, country: str = "") -> Window:
    """Give the window of a search: from the next quarter of an hour, at least 15 minutes ahead, on.

    It ends with the latest day in the organiser's `zone`; without one, after 10 working days of `country`.
    It is at most 62 days long, and has passed (`start` >= `end`) where that day has.
    """
    start = _next_quarter(now, zone)
    last = latest or _working_days_on(now.astimezone(zone).date(), country)
    return Window(start=start, end=min(zones.day_start(last + _DAY, zone), start + MOST), latest=latest)


def _next_quarter(now: datetime, zone: tzinfo) -> datetime:
    soon = (now + _AHEAD).astimezone(UTC)
    whole = soon.replace(second=0, microsecond=0) + _MINUTE * bool(soon.second or soon.microsecond)
    return whole + (-whole.astimezone(zone).minute % _QUARTER) * _MINUTE


def _working_days_on(today: date, country: str) -> date:
    return deadlines.count(today, _WORKING_DAYS, Unit.BUSINESS, Calendar(country=country)).date


def reach(window: Window, zone: tzinfo) -> Window:
    """Give the time for which calendars are to be looked at, so that it is known what waiting would give."""
    last = max(last_day(window, zone), window.start.astimezone(zone).date())
    end = zones.day_start(last + (BEYOND + 1) * _DAY, zone)
    return replace(window, end=min(end, window.start + MOST))


def for_wishes(window: Window, wishes: Wishes, zone: tzinfo) -> Window:
    """Narrow a window to the days that were asked for, and go on after its last one where that was too."""
    start, end = window.start, window.end
    if wishes.beyond:
        end = zones.day_start(last_day(window, zone) + (wishes.beyond + 1) * _DAY, zone)
    if wishes.first is not None:
        start = max(start, zones.day_start(wishes.first, zone))
    if wishes.last is not None:
        end = min(end, zones.day_start(wishes.last + _DAY, zone))
    return replace(window, start=start, end=min(end, window.start + MOST))


def last_day(window: Window, zone: tzinfo) -> date:
    """The latest day of a window, in the organiser's zone."""
    return window.latest or (window.end - _MINUTE).astimezone(zone).date()


def within(window: Window, known: Span) -> Window:
    """Leave out what nobody has looked at."""
    return replace(window, start=max(window.start, known.start), end=min(window.end, known.end))
