"""Random people: where they live, when they work and rest; often around a change of the clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from handoffs.calendars import Calendar
from meetings import hours
from meetings.model import WorkingWeek
from reminders.diary import Diary
from tests.unit.reminders.slow import DAY, QUARTER, Slow

PLACES = (
    ("Europe/Oslo", "NO", (date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 25))),
    ("America/New_York", "US", (date(2026, 3, 8), date(2026, 11, 1), date(2026, 11, 26))),
    ("Australia/Sydney", "AU", (date(2026, 4, 5), date(2026, 10, 4), date(2026, 12, 26))),
    ("Australia/Lord_Howe", "AU", (date(2026, 4, 5), date(2026, 10, 4))),
    ("Pacific/Auckland", "NZ", (date(2026, 4, 5), date(2026, 9, 27))),
    ("America/Santiago", "CL", (date(2026, 4, 5), date(2026, 9, 6))),  # clocks change at midnight
    ("America/Havana", "CU", (date(2026, 3, 8), date(2026, 11, 1))),
    ("Africa/Cairo", "EG", (date(2026, 4, 24), date(2026, 10, 30))),
    ("Asia/Kathmandu", "NP", (date(2026, 5, 4),)),
    ("Asia/Tokyo", "JP", (date(2026, 5, 4),)),  # a golden week
    ("Asia/Shanghai", "CN", (date(2026, 2, 17),)),
    ("Pacific/Apia", "WS", (date(2011, 12, 30),)),  # a day that did not exist
    ("UTC", "", (date(2026, 12, 7),)),
)
WEEKS = (
    *("mon-fri 08:00-17:00", "sun-thu 8-16", "tue 9-17", "mon, wed, fri 9-12, 13-17", "sat-sun 10-16"),
    *("every day 00:00-24:00", "mon-fri 00:00-24:00", "every day 22:00-06:00", "mon-fri 22:00-06:00"),
    *("every day 02:00-03:00", "every day 00:15-01:30", "every day 23:00-01:15", "sun 02:15-02:45"),
    *("sun 02:00-10:00", "mon-tue 22:00-20:00; wed 08:00-12:00", "every day 00:00-00:30", "mon 06:00-05:45"),
)


@dataclass(frozen=True, kw_only=True)
class Life:
    """Somebody, twice: as Baton and as the slow one sees them; and a day on which something is due."""

    diary: Diary
    slow: Slow
    day: date


def diary(zone: str, told: str, country: str = "") -> Diary:
    read = hours.read(told)
    assert read, told
    return Diary(week=WorkingWeek(zone=ZoneInfo(zone), hours=read), calendar=Calendar(country=country))


@cache
def _life(zone: str, told: str, country: str) -> tuple[Diary, Slow]:
    quick = diary(zone, told, country)
    return quick, Slow(
        zone=quick.week.zone, hours=quick.week.hours, rests=lambda day: bool(quick.calendar.holiday(day))
    )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    zone, country, days = draw(st.sampled_from(PLACES))
    quick, slow = _life(zone, draw(st.sampled_from(WEEKS)), draw(st.sampled_from((country, ""))))
    day = draw(st.sampled_from(days)) + draw(st.integers(-10, 10)) * DAY
    return Life(diary=quick, slow=slow, day=day)


def moments(day: date) -> st.SearchStrategy[datetime]:
    """Quarters of an hour in UTC, within two days of a day."""
    start = datetime.combine(day, time(), UTC) - timedelta(days=2)
    return st.integers(0, 4 * 96).map(lambda count: start + count * QUARTER)
