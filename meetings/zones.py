"""Time zones: by IANA and Windows names, and when a local clock shows a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tzlocal.windows_tz import tz_win, win_tz

from meetings.custom_zones import custom

__all__ = (
    "change_between",
    "custom",
    "day_start",
    "first_shown",
    "offsets",
    "show_offset",
    "windows",
    "zone",
)

_UTC_NAMES = frozenset(("utc", "tzone://microsoft/utc"))
_NO_ZONES = frozenset(("localtime", "Factory"))
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


def zone(name: str) -> tzinfo | None:
    """Find a time zone by its IANA or Windows name, in any case; None where nobody knows it."""
    folded = name.strip().casefold()
    if folded in _UTC_NAMES:
        return ZoneInfo("UTC")
    iana = _iana_names().get(folded) or _more_names().get(folded)
    try:
        return ZoneInfo(iana) if iana else None
    except ZoneInfoNotFoundError:  # the machine's own data may be older than the list of names
        return None


def windows(iana: str) -> str:
    """Give the Windows name of an IANA zone, which Graph always takes; "" without one (send UTC)."""
    name = iana.strip()
    return tz_win.get(_iana_names().get(name.casefold(), name), "") if name else ""


@lru_cache(maxsize=1)
def _iana_names() -> dict[str, str]:
    """IANA names by IANA and Windows name in small letters."""
    return {name.casefold(): iana for name, iana in (*win_tz.items(), *((each, each) for each in tz_win))}


@lru_cache(maxsize=1)
def _more_names() -> dict[str, str]:
    """What the machine knows besides; asked last, as it looks through a folder."""
    return {name.casefold(): name for name in available_timezones() - _NO_ZONES}


def first_shown(local: datetime, where: tzinfo) -> datetime:
    """Find the first moment (UTC) at which a clock there shows this naive time, or a later one.

    A time that clocks skip becomes the moment of the change; one that they show twice, its first.
    """
    moment = local.replace(tzinfo=where, fold=0).astimezone(UTC)
    if moment.astimezone(where).replace(tzinfo=None) == local:
        return moment
    return change_between(local.replace(tzinfo=where, fold=1).astimezone(UTC), moment, where)


def day_start(day: date, where: tzinfo) -> datetime:
    """Find the first moment (UTC) of a day there, also where clocks skip midnight, or the day."""
    return first_shown(datetime.combine(day, time()), where)


def change_between(before: datetime, after: datetime, where: tzinfo) -> datetime:
    """Find to the minute (UTC) when clocks change there; their offset differs between the two moments."""
    low, high = 0, int((after - before) / _MINUTE)
    old = before.astimezone(where).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if (before + middle * _MINUTE).astimezone(where).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + high * _MINUTE


def offsets(start: datetime, end: datetime, where: tzinfo) -> Iterator[tuple[datetime, timedelta]]:
    """Give the offset at `start`, then each change until `end`, as (moment in UTC, offset from then on)."""
    at = start.astimezone(UTC)
    offset = _offset(at, where)
    yield at, offset
    while at < end:
        later = min(at + _DAY, end)
        if (new := _offset(later, where)) != offset:
            yield change_between(at, later, where), new
        at, offset = later, new


def _offset(moment: datetime, where: tzinfo) -> timedelta:
    return moment.astimezone(where).utcoffset() or timedelta()


def show_offset(offset: timedelta) -> str:
    """Write an offset from UTC: "UTC+5:45", "UTC-3", "UTC"."""
    minutes = abs(round(offset / _MINUTE))
    if not minutes:
        return "UTC"
    sign = "-" if offset < timedelta() else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
