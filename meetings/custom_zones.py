"""Time zones that a mailbox describes by itself, by two switches a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

_DAY, _WEEK = timedelta(days=1), 7
_SUNDAY_FIRST = "sunday monday tuesday wednesday thursday friday saturday".split()
_MOST = 24 * 60  # minutes; no clock differs by more
_LAST = 5  # the fifth such weekday of a month is its last one, as Windows counts
_FIRST_YEAR = 1601  # a smaller one is no year: the rule holds every year
_YEARS = (-1, 0, 1)  # a change near New Year is another year's in local time


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

    def tzname(self, moment: datetime | None, /) -> None:
        """It has none."""

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
    offset = -timedelta(minutes=bias_minutes) if abs(bias_minutes) < _MOST else timedelta()
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
