"""From where a date is read, and what can be wrong with what was typed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handoffs.calendars import Calendar

YEARS = 10  # nothing further away is meant
_MOST_DAYS = YEARS * 366
_MONTHS = 12


class Problem(StrEnum):
    """Why a text is no date, or none that fits."""

    NOT_A_DATE = "not a date"
    NO_SUCH_DAY = "no such day"  # 30 February
    OTHER_WEEKDAY = "other weekday"  # "Mon 16 Jan", which is a Saturday
    PAST = "past"
    FUTURE = "future"
    FAR = "far"  # more than 10 years away


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A text that means one of two days; the one that is usual in the person's country comes first."""

    readings: tuple[date, date]


Reading = date | Choice | Problem


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Today, in a country; `past` where what is asked for has happened already."""

    today: date
    calendar: Calendar
    past: bool = False

    def shift(self, days: int) -> date | Problem:
        """Go forward by days, or back."""
        return self.today + timedelta(days=days) if abs(days) <= _MOST_DAYS else Problem.FAR

    def shift_months(self, months: int) -> date | Problem:
        """Go forward by months, or back; the 31st becomes the last day of a shorter month."""
        year, month = divmod(self.today.year * _MONTHS + self.today.month - 1 + months, _MONTHS)
        if abs(year - self.today.year) > YEARS:
            return Problem.FAR
        return date(year, month + 1, min(self.today.day, monthrange(year, month + 1)[1]))

    def weekday(self, weekday: int) -> date:
        """Find the next such day after today, or the last one before it."""
        ahead = (weekday - self.today.weekday() - 1) % 7 + 1
        return self.today + timedelta(days=ahead if not self.past else (ahead - 7) or -7)

    def day_of_year(self, month: int, day: int) -> date | Problem:
        """Find the next such day, or the last one; today counts."""
        year = self.today.year
        if (month, day) != (self.today.month, self.today.day):
            later = (month, day) > (self.today.month, self.today.day)
            year += -1 if self.past and later else 1 if not self.past and not later else 0
        return day_of(year, month, day)


def day_of(year: int, month: int, day: int) -> date | Problem:
    """Make a date, where there is such a day; two digits of a year are of this century."""
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return Problem.NO_SUCH_DAY
