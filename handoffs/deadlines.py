"""Deadlines: a start, a number of days, their kind and a calendar give a date that can explain itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from handoffs.calendars import Calendar, show
from knowledge.handoffs import Unit

_DAY = dt.timedelta(days=1)
_WITHIN_WEEKEND = dt.timedelta(days=2)  # Friday and Sunday, as in Brunei, are one weekend

EXPLAINED = "{due}: {days} after {start}{skipped}{limits}"
DAYS = {
    Unit.BUSINESS: ("1 business day", "{count} business days"),
    Unit.CALENDAR: ("1 calendar day", "{count} calendar days"),
}
WEEKENDS = ("1 weekend", "{count} weekends")
SKIPPING = ", skipping {what}"
AND = " and "
NO_HOLIDAYS = ", public holidays not counted"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A date, and how it came about. `skipped_weekends` holds days; `weekends` counts what they make."""

    date: dt.date
    start: dt.date
    days: int
    unit: Unit
    calendar: Calendar
    skipped_weekends: tuple[dt.date, ...] = ()
    skipped_holidays: tuple[tuple[dt.date, str], ...] = ()

    @property
    def weekends(self) -> int:
        days = self.skipped_weekends
        apart = sum(later - day > _WITHIN_WEEKEND for day, later in pairwise(days))
        return apart + 1 if days else 0


def count(start: dt.date, days: int, unit: Unit, calendar: Calendar) -> Counted:
    """Count days on from `start`, which is not counted itself; no days give `start`.

    Calendar days may end on a weekend: no document says that they shift.
    Raises ValueError for fewer than 0 days, OverflowError beyond the year 9999.
    """
    if days < 0:
        raise ValueError("a deadline comes after its start")
    if unit is Unit.CALENDAR:
        return Counted(date=start + days * _DAY, start=start, days=days, unit=unit, calendar=calendar)
    day, left = start, days
    weekends: list[dt.date] = []
    holidays: list[tuple[dt.date, str]] = []
    while left:
        day += _DAY
        if calendar.is_weekend(day):
            weekends.append(day)
        elif holiday := calendar.holiday(day):
            holidays.append((day, holiday))
        else:
            left -= 1
    return Counted(
        date=day,
        start=start,
        days=days,
        unit=unit,
        calendar=calendar,
        skipped_weekends=tuple(weekends),
        skipped_holidays=tuple(holidays),
    )


def explain(counted: Counted) -> str:
    """Say in one sentence (without its full stop) how a date came about: from when, and what was skipped."""
    skipped = _skipped(counted)
    blind = counted.unit is Unit.BUSINESS and not counted.calendar.knows_holidays
    return EXPLAINED.format(
        due=show(counted.date),
        days=_number(counted.days, DAYS[counted.unit]),
        start=show(counted.start),
        skipped=SKIPPING.format(what=_listed(skipped)) if skipped else "",
        limits=NO_HOLIDAYS if blind else "",
    )


def _skipped(counted: Counted) -> list[str]:
    weekends = [_number(counted.weekends, WEEKENDS)] if counted.weekends else []
    by_name = groupby(counted.skipped_holidays, key=lambda skipped: skipped[1])
    return weekends + [_dated(name, [show(day) for day, _ in days]) for name, days in by_name]


def _dated(name: str, days: Sequence[str]) -> str:
    when = ", ".join(days)
    return f"{name[:-1]}, {when})" if name.endswith(")") else f"{name} ({when})"


def _number(count: int, words: tuple[str, str]) -> str:
    return words[0] if count == 1 else words[1].format(count=count)


def _listed(parts: Sequence[str]) -> str:
    return AND.join(filter(None, (", ".join(parts[:-1]), parts[-1])))
