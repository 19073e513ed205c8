"""Time zones: by IANA and Windows names, custom ones of a mailbox, and when a local clock shows a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tzlocal.windows_tz import tz_win, win_tz

_UTC_NAMES = frozenset(("utc", "tzone://microsoft/utc"))
_NO_ZONES = frozenset(("localtime", "Factory"))
_MINUTE, _DAY, _WEEK = timedelta(minutes=1), timedelta(days=1), 7
_SUNDAY_FIRST = "sunday monday tuesday wednesday thursday friday saturday".split()
_LAST = 5  # the fifth such weekday of a month is its last one, as Windows counts
_FIRST_YEAR = 1601  # a smaller one is no year: the rule holds every year
_YEARS = (-1, 0, 1)  # a change near New Year is another year's in local time


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


@dataclass(frozen=True, kw_only=True)
class _Switch:
    """When clocks change, in the local time before: the `occurrence`th `weekday` of a month (Monday is 0).

    `year`: where it happened only once; `occurrence` is then the day of the month.
    """

    month: int
    occurrence: int
    weekday: int
    at: time
    year: int | None = None

    def local(self, year: int) -> datetime | None:
        if self.year not in (None, year):
            return None
        first = date(year, self.month, 1)
        if self.year is not None:
            return datetime.combine(first + (self.occurrence - 1) * _DAY, self.at)
        day = first + ((self.weekday - first.weekday()) % _WEEK + (self.occurrence - 1) * _WEEK) * _DAY
        while day.month != self.month:
            day -= _WEEK * _DAY
        return datetime.combine(day, self.at)


@dataclass(frozen=True, kw_only=True)
class CustomZone(tzinfo):
    """A zone that a mailbox describes by itself; without switches its clocks never change."""

    standard: timedelta
    daylight: timedelta
    to_standard: _Switch | None = None
    to_daylight: _Switch | None = None

    def utcoffset(self, moment: datetime | None, /) -> timedelta:
        if moment is None:
            return self.standard
        local = moment.replace(tzinfo=None)
        both = (self.standard, self.daylight)
        shown = {offset for offset in both if self._at(local - offset) == offset}
        if len(shown) == 1:
            return shown.pop()
        repeated = bool(shown)  # otherwise the clocks skip it
        return min(both) if repeated == bool(moment.fold) else max(both)

    def dst(self, moment: datetime | None, /) -> timedelta:
        return self.utcoffset(moment) - self.standard

    def tzname(self, moment: datetime | None, /) -> str:
        return show_offset(self.utcoffset(moment))

    def fromutc(self, moment: datetime, /) -> datetime:
        utc_naive = moment.replace(tzinfo=None)
        offset = self._at(utc_naive)
        local = (utc_naive + offset).replace(tzinfo=self)
        return local.replace(fold=int(local.utcoffset() != offset))

    def _at(self, utc_naive: datetime) -> timedelta:
        """The offset at a moment."""
        before = [change for change in _changes(self, utc_naive.year) if change[0] <= utc_naive]
        return before[-1][1] if before else self.standard


@lru_cache(maxsize=256)
def _changes(custom: CustomZone, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """Moments of change around a year, each with the offset from then on."""
    found = []
    for each in (year + step for step in _YEARS):
        for switch, before, after in (
            (custom.to_standard, custom.daylight, custom.standard),
            (custom.to_daylight, custom.standard, custom.daylight),
        ):
            if switch is not None and (local := switch.local(each)) is not None:
                found.append((local - before, after))
    return tuple(sorted(found))


def custom(
    bias_minutes: int, standard: Mapping[str, Any] | None = None, daylight: Mapping[str, Any] | None = None
) -> tzinfo:
    """Make the zone that Graph's customTimeZone describes, from its fields by their names in JSON.

    `bias_minutes` is UTC minus local time. A description that makes no sense has no summer time.
    """
    offset = -timedelta(minutes=bias_minutes)
    saved = timedelta(minutes=(daylight or {}).get("daylightBias") or 0)
    to_standard, to_daylight = _switch(standard), _switch(daylight)
    if to_standard is None or to_daylight is None or not saved or abs(offset - saved) >= _DAY:
        return CustomZone(standard=offset, daylight=offset)
    return CustomZone(
        standard=offset, daylight=offset - saved, to_standard=to_standard, to_daylight=to_daylight
    )


def _switch(fields: Mapping[str, Any] | None) -> _Switch | None:
    """Read one of its two changes; `time` may be a time or a text, `dayOfWeek` in any case."""
    try:
        given = dict(fields or {})
        year, at = int(given.get("year") or 0), given["time"]
        switch = _Switch(
            month=int(given["month"]),
            occurrence=int(given["dayOccurrence"]),
            weekday=(_SUNDAY_FIRST.index(str(given["dayOfWeek"]).casefold()) - 1) % _WEEK,
            at=at if isinstance(at, time) else time.fromisoformat(str(at)[: len("00:00:00")]),
            year=year if year >= _FIRST_YEAR else None,
        )
        valid = switch.occurrence in range(1, _LAST + 1) if switch.year is None else switch.local(year)
        return switch if valid and switch.month in range(1, 13) else None
    except (KeyError, TypeError, ValueError):
        return None


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
