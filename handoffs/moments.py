"""Spans of time as people read them: in a zone, with its offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handoffs.calendars import show

SPAN = "{day}, {start}-{end} ({offset})"
ACROSS = "{day}, {start} to {last_day}, {end} ({offset})"
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Write a span of time: "Tue 1 Dec 2026, 10:00-10:30 (UTC+1)"."""
    here, until = start.astimezone(zone), end.astimezone(zone)
    template = SPAN if here.date() == until.date() else ACROSS
    return template.format(
        day=show(here.date()),
        last_day=show(until.date()),
        start=f"{here:%H:%M}",
        end=f"{until:%H:%M}",
        offset=offset(here),
    )


def offset(at: datetime) -> str:
    """The offset of an aware moment: "UTC", "UTC+1", "UTC-3:30"."""
    ahead = at.utcoffset() or timedelta()
    if not ahead:
        return "UTC"
    hours, rest = divmod(abs(ahead), _HOUR)
    minutes = rest // _MINUTE
    return f"UTC{'+' if ahead > timedelta() else '-'}{hours}" + (f":{minutes:02}" if minutes else "")


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
