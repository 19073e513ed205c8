"""When somebody works, against a diary that looks at every quarter of an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoffs.calendars import Calendar
from meetings.model import WorkingWeek
from reminders.diary import Diary
from tests.unit.reminders.lives import Life, diary, lives, moments

_DAY = timedelta(days=1)


@given(lives(), st.data())
def test_a_moment_is_open_as_the_clock_shows(life: Life, data: st.DataObject) -> None:
    now = data.draw(moments(life.day))
    assert life.diary.is_open(now) == life.slow.works(now)


@given(lives(), st.data())
def test_the_next_moment_of_work_is_the_first_that_comes(life: Life, data: st.DataObject) -> None:
    now = data.draw(moments(life.day))
    assert life.diary.next_open(now) == life.slow.next_open(now)


@settings(max_examples=40)
@given(lives())
def test_working_days_are_those_with_a_shift(life: Life) -> None:
    days = life.slow.days(life.day)
    assert life.diary.on_or_before(life.day) == max(day for day in days if day <= life.day)
    assert life.diary.on_or_after(life.day) == min(day for day in days if day >= life.day)


@settings(max_examples=40)
@given(lives())
def test_work_opens_as_the_first_shift_of_the_day_begins(life: Life) -> None:
    working = min(day for day in life.slow.days(life.day) if day >= life.day)
    opens = life.diary.opens(life.day)
    assert opens == life.slow.shifts(working)[0][0]
    assert life.slow.works(opens)


@settings(max_examples=50)
@given(lives(), st.data())
def test_the_next_morning_is_the_beginning_of_another_working_day(life: Life, data: st.DataObject) -> None:
    now = data.draw(moments(life.day))
    morning = life.diary.next_morning(now)
    begun = [
        day
        for day in life.slow.days(life.day)
        for start, end in life.slow.shifts(day)
        if start <= now < end or (start <= now and day == life.diary.today(now))
    ]
    present = max(begun, default=life.diary.today(now))
    expected = min(day for day in life.slow.days(life.day) if day > present)
    assert morning == life.slow.shifts(expected)[0][0]
    assert morning > now


def test_round_the_clock_is_always_open() -> None:
    anybody = diary("Europe/Oslo", "every day 00:00-24:00")
    now = datetime(2026, 12, 2, 3, 17, tzinfo=UTC)
    assert anybody.is_open(now)
    assert anybody.next_open(now) == now
    assert anybody.opens(date(2026, 12, 2)) == datetime(2026, 12, 1, 23, tzinfo=UTC)


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    nurse = diary("Europe/Oslo", "mon-fri 22:00-06:00")
    in_mondays_shift = datetime(2026, 12, 8, 1, tzinfo=UTC)
    assert nurse.today(in_mondays_shift) == date(2026, 12, 8)
    assert nurse.working_day(in_mondays_shift) == date(2026, 12, 7)
    assert nurse.next_morning(in_mondays_shift) == datetime(2026, 12, 8, 21, tzinfo=UTC)


def test_the_night_before_a_holiday_is_worked_and_the_holiday_is_not() -> None:
    nurse = diary("Europe/Oslo", "every day 22:00-06:00", "NO")
    assert nurse.is_open(datetime(2026, 12, 25, 1, tzinfo=UTC))
    assert not nurse.is_open(datetime(2026, 12, 25, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "day", "opens"),
    [
        ("Europe/Oslo", date(2026, 3, 29), datetime(2026, 3, 29, 1, tzinfo=UTC)),  # 02:30 is skipped: 03:00
        (
            "Europe/Oslo",
            date(2026, 10, 25),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),  # shown twice: the first
        ("Australia/Sydney", date(2026, 10, 4), datetime(2026, 10, 3, 16, tzinfo=UTC)),
        ("Australia/Sydney", date(2026, 4, 5), datetime(2026, 4, 4, 15, 30, tzinfo=UTC)),
    ],
)
def test_work_that_begins_as_clocks_change(zone: str, day: date, opens: datetime) -> None:
    assert diary(zone, "every day 02:30-10:00").opens(day) == opens


def test_a_shift_that_clocks_skip_is_no_day_of_work() -> None:
    baker = diary("Europe/Oslo", "every day 02:15-02:45")
    assert not baker.works_on(date(2026, 3, 29))
    assert baker.on_or_before(date(2026, 3, 29)) == date(2026, 3, 28)


def test_without_any_hours_the_usual_ones_count() -> None:
    nobody = Diary(
        week=WorkingWeek(zone=ZoneInfo("Europe/Oslo"), hours={0: ()}), calendar=Calendar(country="NO")
    )
    assert nobody.opens(date(2026, 12, 5)) == datetime(2026, 12, 7, 7, tzinfo=UTC)
    assert nobody.is_open(nobody.next_open(datetime(2026, 12, 5, tzinfo=UTC)))


def test_a_whole_year_of_mornings_is_worked() -> None:
    usual = diary("America/Santiago", "mon-fri 08:00-17:00", "CL")
    for count in range(366):
        opens = usual.opens(date(2026, 1, 1) + count * _DAY)
        assert usual.is_open(opens)
        assert opens.astimezone(usual.week.zone).time() == time(8)
