"""One person's calendar over the time of a search: which minutes rule them out, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from handoffs.calendars import Calendar
from meetings import hours, minutes, zones
from meetings.model import BLOCKING, Availability, Blind, Busy, FreeBusy, Span

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Holiday:
    day: date
    name: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person's line: which minutes rule them out, and why."""

    availability: Availability
    origin: datetime
    size: int
    _hours: dict[int, int] = field(default_factory=dict, repr=False, compare=False)  # by stretch
    _free: dict[int, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def person(self) -> str:
        return self.availability.invitee.person

    @property
    def is_seen(self) -> bool:
        """Whether it can rule a time out: where no calendars are looked at, hours and holidays still do."""
        return self.availability.blind in (None, Blind.NOT_CHECKED)

    @property
    def span(self) -> Span:
        return Span(start=self.origin, end=self.origin + self.size * _MINUTE)

    @cached_property
    def away(self) -> int:
        """Out of office."""
        return self._touched(frozenset((FreeBusy.OUT_OF_OFFICE,)))

    @cached_property
    def busy(self) -> int:
        """Busy in any other way."""
        return self._touched(BLOCKING - {FreeBusy.OUT_OF_OFFICE})

    @cached_property
    def holidays(self) -> tuple[Holiday, ...]:
        zone, span = self.availability.zone, self.span
        first, last = span.start.astimezone(zone).date(), span.end.astimezone(zone).date()
        return tuple(
            Holiday(day=day, name=name, minutes=self._day(day))
            for day, name in _holidays(self.availability.calendar, first, last)
        )

    @cached_property
    def holiday(self) -> int:
        return minutes.union(each.minutes for each in self.holidays)

    def working(self, stretch: int = 0) -> int:
        """Minutes within the working hours, and so many more before and after them."""
        if stretch not in self._hours:
            spans = hours.spans(self.availability.week, self.span, stretch=stretch)
            self._hours[stretch] = minutes.covered(spans, self.origin, self.size)
        return self._hours[stretch]

    def free(self, stretch: int = 0) -> int:
        """Minutes at which they can come, as far as anyone knows."""
        if stretch not in self._free:
            self._free[stretch] = self.working(stretch) & ~(self.holiday | self.away | self.busy)
        return self._free[stretch]

    def _touched(self, kinds: frozenset[FreeBusy]) -> int:
        seen: tuple[Busy, ...] = self.availability.busy if self.availability.blind is None else ()
        return minutes.touched((each for each in seen if each.status in kinds), self.origin, self.size)

    def _day(self, day: date) -> int:
        zone = self.availability.zone
        span = Span(start=zones.day_start(day, zone), end=zones.day_start(day + _DAY, zone))
        return minutes.touched([span], self.origin, self.size)


@lru_cache(maxsize=1024)
def _holidays(calendar: Calendar, first: date, last: date) -> tuple[tuple[date, str], ...]:
    if not calendar.country:
        return ()
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return tuple((day, name) for day in days if (name := calendar.holiday(day)))
