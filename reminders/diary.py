"""The days and hours on which somebody works: their week, and the public holidays of their country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from handoffs.calendars import Calendar
from meetings import hours, zones
from meetings.model import Span, WorkingWeek
from meetings.typed_hours import Hours, Range

_DAY = timedelta(days=1)
_LONGEST = 60  # days without work that are believed; nobody has a longer row of holidays
_REMEMBERED = 20_000  # days of somebody; those who work alike share them


@dataclass(frozen=True, kw_only=True)
class Diary:
    """When one person works; a shift belongs to the day on which it begins.

    Who has no hours of work at all has the usual ones: so there is always a moment to write to them.
    """

    week: WorkingWeek
    calendar: Calendar

    def today(self, now: datetime) -> date:
        return now.astimezone(self.week.zone).date()

    def working_day(self, now: datetime) -> date:
        """Find the day that this moment belongs to: yesterday as long as its night shift lasts."""
        today = self.today(now)
        if (shifts := self._shifts(today)) and shifts[0].start <= now:
            return today
        return today - _DAY if _covers(self._shifts(today - _DAY), now) else today

    def works_on(self, day: date) -> bool:
        return bool(self._shifts(day))

    def on_or_before(self, day: date) -> date:
        """Find the last working day until then."""
        return self._nearest(day, -_DAY)

    def on_or_after(self, day: date) -> date:
        """Find the first working day from then on."""
        return self._nearest(day, _DAY)

    def shift(self, day: date, days: int) -> date:
        """Count working days on, or back where `days` is negative; the day itself is not counted."""
        step = _DAY if days > 0 else -_DAY
        for _ in range(abs(days)):
            day = self._nearest(day + step, step)
        return day

    def opens(self, day: date) -> datetime:
        """Find when work begins on that day, or on the first working day after it."""
        found = self.on_or_after(day)
        shifts = self._shifts(found)
        return shifts[0].start if shifts else zones.day_start(found, self.week.zone)

    def is_open(self, now: datetime) -> bool:
        """Tell whether they work at this moment."""
        today = self.today(now)
        return any(_covers(self._shifts(day), now) for day in (today - _DAY, today))

    def next_open(self, now: datetime) -> datetime:
        """Find the first moment of work from now on."""
        if self.is_open(now):
            return now
        later = (span.start for span in self._shifts(self.today(now)) if span.start >= now)
        return next(later, None) or self.opens(self.today(now) + _DAY)

    def next_morning(self, now: datetime) -> datetime:
        """Find when work begins on the next working day after the one that this moment belongs to."""
        return self.opens(self.working_day(now) + _DAY)

    def _nearest(self, day: date, step: timedelta) -> date:
        found = (day + count * step for count in range(_LONGEST))
        return next((each for each in found if self.works_on(each)), day)

    def _shifts(self, day: date) -> tuple[Span, ...]:
        """The shifts that begin on that day, in order."""
        ranges = _worked(self.week).get(day.weekday(), ())
        return _spans(ranges, self.week.zone, self.calendar, day) if ranges else ()


def _worked(week: WorkingWeek) -> Hours:
    return week.hours if any(week.hours.values()) else hours.usual(week.zone).hours


def _covers(shifts: tuple[Span, ...], now: datetime) -> bool:
    return any(span.start <= now < span.end for span in shifts)


@lru_cache(maxsize=_REMEMBERED)
def _spans(ranges: tuple[Range, ...], zone: tzinfo, calendar: Calendar, day: date) -> tuple[Span, ...]:
    """The shifts of one day; none on a public holiday, nor in an hour that clocks skip."""
    if calendar.holiday(day):
        return ()
    # The hours of this weekday alone: nothing of the days around it runs into them.
    week = WorkingWeek(zone=zone, hours={day.weekday(): ranges})
    start = zones.day_start(day, zone)
    found = hours.spans(week, Span(start=start, end=start + 3 * _DAY))
    return tuple(span for span in found if span.start.astimezone(zone).date() == day)
