"""The slowest diary there is: each quarter of an hour by what a clock shows, each day by itself.

Written without a line of what it is compared with, and kept as simple as it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
_MARGIN = timedelta(hours=15)  # no clock is further ahead of UTC
_AROUND = 70  # days before and after a date

Shift = tuple[datetime, datetime]


@dataclass(kw_only=True)
class Slow:
    """Somebody's work; `rests` tells public holidays. Hours begin and end at quarters."""

    zone: tzinfo
    hours: Mapping[int, tuple[tuple[time, time], ...]]
    rests: Callable[[date], bool]
    known: dict[date, list[Shift]] = field(default_factory=dict)

    def shifts(self, day: date) -> list[Shift]:
        if day not in self.known:
            self.known[day] = list(self._found(day))
        return self.known[day]

    def _found(self, day: date) -> list[Shift]:
        spans = []
        if not self.rests(day):
            for start, end in self.hours.get(day.weekday(), ()):
                until = day if end > start else day + DAY
                span = (self._first(datetime.combine(day, start)), self._first(datetime.combine(until, end)))
                if span[0] < span[1] and span[0].astimezone(self.zone).date() == day:
                    spans.append(span)
        return sorted(spans)

    def _first(self, local: datetime) -> datetime:
        """The first moment at which a clock there shows this or later."""
        moment = local.replace(tzinfo=UTC) - _MARGIN
        while moment.astimezone(self.zone).replace(tzinfo=None) < local:
            moment += QUARTER
        return moment

    def works(self, now: datetime) -> bool:
        today = now.astimezone(self.zone).date()
        near = [shift for days in (-2, -1, 0, 1) for shift in self.shifts(today + days * DAY)]
        return any(start <= now < end for start, end in near)

    def next_open(self, now: datetime) -> datetime:
        """`now` is at a quarter."""
        while not self.works(now):
            now += QUARTER
        return now

    def days(self, around: date) -> list[date]:
        """The working days near a date."""
        every = [around + count * DAY for count in range(-_AROUND, _AROUND)]
        return [day for day in every if self.shifts(day)]

    def due(self, when: str, days: int, unit: str, day: date) -> date:
        """On which working day a rung comes."""
        working = self.days(day)
        if when == "before" and unit == "business":
            return [each for each in working if each < day][-days]
        if when == "after" and unit == "business":
            return [each for each in working if each > day][days - 1]
        if when == "after":
            return min(each for each in working if (each - day).days >= days)
        return max(each for each in working if (day - each).days >= days)
