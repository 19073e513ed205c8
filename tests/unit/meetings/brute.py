"""The slowest search there is: each minute of each person, by what their clock shows then.

Written without a line of what it is compared with, and kept as simple as it can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from meetings.model import BLOCKING, Availability, Blind, Span, Window, Wishes

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_MARGIN = 3 * _DAY


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What a clock shows at each minute of a window, and some days around it."""

    zone: tzinfo
    window: Span

    @cached_property
    def shown(self) -> list[tuple[datetime, datetime]]:
        moment, found = self.window.start - _MARGIN, []
        while moment < self.window.end + _MARGIN:
            found.append((moment, moment.astimezone(self.zone).replace(tzinfo=None)))
            moment += _MINUTE
        return found

    def first(self, local: datetime) -> datetime:
        """The first moment at which it shows this or later."""
        if local not in self._firsts:
            self._firsts[local] = next(moment for moment, shown in self.shown if shown >= local)
        return self._firsts[local]

    @cached_property
    def _firsts(self) -> dict[datetime, datetime]:
        return {}

    @cached_property
    def days(self) -> list[date]:
        middle = [shown.date() for _, shown in self.shown]
        first, last = min(middle) + _DAY, max(middle) - 2 * _DAY
        return [first + number * _DAY for number in range((last - first).days + 1)]

    def between(self, day: date, start: time, end: time) -> tuple[datetime, datetime]:
        until = day if end > start else day + _DAY
        return self.first(datetime.combine(day, start)), self.first(datetime.combine(until, end))


@dataclass(frozen=True, kw_only=True)
class Person:
    availability: Availability
    window: Span
    stretch: int = 0

    @cached_property
    def clock(self) -> Clock:
        return Clock(zone=self.availability.zone, window=self.window)

    @cached_property
    def _working(self) -> list[tuple[datetime, datetime]]:
        spans = [
            self.clock.between(day, start, end)
            for day in self.clock.days
            for start, end in self.availability.week.hours.get(day.weekday(), ())
        ]
        more = self.stretch * _MINUTE
        return [(start - more, end + more) for start, end in spans if start < end]

    @cached_property
    def _holidays(self) -> list[tuple[datetime, datetime]]:
        calendar = self.availability.calendar
        return [self.clock.between(day, time(), time()) for day in self.clock.days if calendar.holiday(day)]

    def works(self, minute: datetime) -> bool:
        return any(start <= minute < end for start, end in self._working)

    def is_free(self, minute: datetime) -> bool:
        if not self.works(minute) or any(start <= minute < end for start, end in self._holidays):
            return False
        known = self.availability.busy if self.availability.blind is None else ()
        return not any(
            each.status in BLOCKING and each.start < minute + _MINUTE and minute < each.end for each in known
        )


def extended(window: Window, wishes: Wishes, zone: tzinfo, known: Span) -> Window:
    """A window that goes on for some days after its last one, as far as was looked at."""
    clock = Clock(zone=zone, window=Span(start=window.start, end=known.end + wishes.beyond * _DAY))
    last = max(shown.date() for moment, shown in clock.shown if moment < window.end)
    end = (
        clock.first(datetime.combine(last + (wishes.beyond + 1) * _DAY, time()))
        if wishes.beyond
        else window.end
    )
    return Window(start=window.start, end=min(end, known.end))


def starts(
    availabilities: Sequence[Availability], window: Window, wishes: Wishes, *, strict: bool = True
) -> list[datetime]:
    """All quarters of an hour of the first one's clock at which all required can; `strict` False: all."""
    people = [
        Person(availability=each, window=window, stretch=wishes.stretch.get(each.invitee.person, 0))
        for each in availabilities
        if each.invitee.required and each.invitee.person not in wishes.optional | wishes.left_out
        if each.blind in (None, Blind.NOT_CHECKED)
    ]
    clock = Clock(zone=availabilities[0].zone, window=window)
    good = {
        minute
        for minute in _minutes(window, clock, wishes)
        if not strict or all(person.is_free(minute) for person in people)
    }
    return [
        start
        for start in sorted(good)
        if start.astimezone(clock.zone).minute % 15 == 0
        if start not in wishes.shown
        if all(start + number * _MINUTE in good for number in range(wishes.minutes))
    ]


def _minutes(window: Window, clock: Clock, wishes: Wishes) -> Iterator[datetime]:
    """Those that were asked for."""
    days = [
        clock.between(day, wishes.from_time or time(), wishes.to_time or time())
        for day in clock.days
        if day.weekday() in wishes.weekdays and day not in wishes.not_days
        if wishes.first is None or day >= wishes.first
        if wishes.last is None or day <= wishes.last
    ]
    minute = window.start.astimezone(UTC)
    while minute < window.end:
        if any(start <= minute < end for start, end in days):
            yield minute
        minute += _MINUTE


def ruled_out(
    availability: Availability, window: Window, wishes: Wishes, possible: Sequence[datetime]
) -> int:
    """At how many of these starts somebody cannot come."""
    stretch = wishes.stretch.get(availability.invitee.person, 0)
    person = Person(availability=availability, window=window, stretch=stretch)
    return sum(
        not all(person.is_free(start + number * _MINUTE) for number in range(wishes.minutes))
        for start in possible
    )


def working_starts(
    availability: Availability, window: Window, wishes: Wishes, possible: Sequence[datetime]
) -> list[datetime]:
    """Those of these starts that lie within somebody's hours."""
    stretch = wishes.stretch.get(availability.invitee.person, 0)
    person = Person(availability=availability, window=window, stretch=stretch)
    return [
        start
        for start in possible
        if all(person.works(start + number * _MINUTE) for number in range(wishes.minutes))
    ]
