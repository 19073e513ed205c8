"""What is gathered from a wish, word by word, before it becomes one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, tzinfo
from enum import StrEnum

from dialogs.meeting.spoken import time_of
from dialogs.reading import dates
from dialogs.reading.moment import Choice
from dialogs.reading.moment import Problem as DayProblem
from handoffs.calendars import Calendar

ALL_DAYS = frozenset(range(7))


class Unfit(StrEnum):
    """Why words that were understood are no wish that can be met."""

    TOO_LONG = "too long"  # the text itself: its end is not read
    LENGTH = "length"
    TWO_LENGTHS = "two lengths"
    DAY = "day"  # there is none such
    TWO_DAYS = "two days"  # 5/6 may be either
    PAST = "past"
    TIME = "time"
    TWO_TIMES = "two times"
    ORDER = "order"  # it ends before it begins


@dataclass
class Reading:
    """What was found so far."""

    today: date
    zone: tzinfo
    country: str
    lengths: list[float] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] = ALL_DAYS
    not_weekdays: frozenset[int] = frozenset()
    not_days: frozenset[date] = frozenset()
    from_time: time | None = None
    to_time: time | None = None
    at: time | None = None
    unfit: Unfit | None = None

    def day(self, text: str) -> date | None:
        """Read a day from today on."""
        found = dates.read(text, today=self.today, calendar=Calendar(country=self.country), future=True)
        if isinstance(found, date):
            return found
        if isinstance(found, Choice):
            self.unfit = self.unfit or Unfit.TWO_DAYS
        else:
            self.unfit = self.unfit or (Unfit.PAST if found is DayProblem.PAST else Unfit.DAY)
        return None

    def time(self, text: str) -> time | None:
        found = time_of(text.strip())
        if found is None:
            self.unfit = self.unfit or Unfit.TIME
        return found

    def within(self, first: date, last: date) -> None:
        """Only these days; two of such are one after the other, or overlap."""
        self.first = max(first, self.today) if self.first is None else min(self.first, max(first, self.today))
        self.last = last if self.last is None else max(self.last, last)
