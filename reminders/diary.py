"""The days and hours on which somebody works: their week, and the public holidays of their country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from handoffs.calendars import Calendar
from meetings import hours
from meetings.model import Span, WorkingWeek

_DAY = timedelta(days=1)
_LONGEST = 60  # days without work that are believed; nobody has a longer row of holidays


@dataclass(frozen=True, kw_only=True)
class Diary:
    """When one person works."""

    week: WorkingWeek
    calendar: Calendar

    def today(self, now: datetime) -> date:
        return now.astimezone(self.week.zone).date()

    def works_on(self, day: date) -> bool:
        return bool(self.week.hours.get(day.weekday())) and not self.calendar.holiday(day)

    def on_or_before(self, day: date) -> date:
        """Find the last working day until then; the day itself where there is none."""
        return self._nearest(day, -_DAY)

    def on_or_after(self, day: date) -> date:
        """Find the first working day from then on; the day itself where there is none."""
        return self._nearest(day, _DAY)

    def shift(self, day: date, days: int) -> date:
        """Count working days on, or back where `days` is negative; the day itself is not counted."""
        step = _DAY if days > 0 else -_DAY
        for _ in range(abs(days)):
            day = self._nearest(day + step, step)
        return day

    def opens(self, day: date) -> datetime:
        """Find when work begins on that day, or its first moment where nobody works then."""
        shift = self._shifts(day)
        return shift[0].start if shift else _midnight(day, self)

    def is_open(self, now: datetime) -> bool:
        """Tell whether they work at this moment."""
        day = self.today(now)
        return any(
            span.start <= now < span.end
            for each in (day - _DAY, day)  # a night shift began the day before
            if self.works_on(each)
            for span in self._shifts(each)
        )

    def next_open(self, now: datetime) -> datetime:
        """Find the first moment of work from now on."""
        if self.is_open(now):
            return now
        day = self.on_or_after(self.today(now))
        later = [span.start for span in self._shifts(day) if span.start >= now]
        return later[0] if later else self.next_morning(now)

    def next_morning(self, now: datetime) -> datetime:
        """Find when work begins on the next working day after this one."""
        return self.opens(self.on_or_after(self.today(now) + _DAY))

    def _nearest(self, day: date, step: timedelta) -> date:
        found = (day + count * step for count in range(_LONGEST))
        return next((each for each in found if self.works_on(each)), day)

    def _shifts(self, day: date) -> tuple[Span, ...]:
        """The shifts that begin on that day."""
        start = _midnight(day, self)
        found = hours.spans(self.week, Span(start=start - _DAY, end=start + 3 * _DAY))
        return tuple(span for span in found if span.start.astimezone(self.week.zone).date() == day)


def _midnight(day: date, diary: Diary) -> datetime:
    from meetings import zones

    return zones.day_start(day, diary.week.zone).astimezone(UTC)
