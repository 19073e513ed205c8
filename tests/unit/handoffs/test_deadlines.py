"""Deadlines, also against a list of working days that is made day by day, without the code under test."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffs import deadlines
from handoffs.calendars import Calendar, show
from knowledge.handoffs import Unit

_FIRST, _LAST = date(2025, 1, 1), date(2029, 12, 31)
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
_WEEKENDS = {
    **{country: {_SATURDAY, _SUNDAY} for country in "NO US GB DE FR JP BR IN ZA AU AE TR NP".split()},
    **{country: {_FRIDAY, _SATURDAY} for country in "SA IL EG KW BD QA".split()},
    **{"IR": {_FRIDAY}, "BN": {_FRIDAY, _SUNDAY}},
}


@lru_cache
def _working_days(country: str) -> list[date]:
    off = holidays.country_holidays(country, years=range(_FIRST.year - 1, _LAST.year + 3))
    days = [_FIRST + timedelta(days=ahead) for ahead in range((_LAST - _FIRST).days + 400)]
    return [day for day in days if day.weekday() not in _WEEKENDS[country] and day not in off]


@pytest.mark.parametrize("country", sorted(_WEEKENDS))
@pytest.mark.parametrize("days", [1, 7, 10])
def test_business_days_agree_with_a_count_by_hand(country: str, days: int) -> None:
    working, calendar = _working_days(country), Calendar(country=country)
    start = _FIRST
    while start <= _LAST:
        counted = deadlines.count(start, days, Unit.BUSINESS, calendar)

        assert counted.date == working[bisect_right(working, start) + days - 1], start
        skipped = len(counted.skipped_weekends) + len(counted.skipped_holidays)
        assert (counted.date - start).days == days + skipped, start
        start += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "days", "unit", "country", "said"),
    [
        (
            *(date(2026, 11, 26), 7, Unit.BUSINESS, "NO"),
            "Mon 7 Dec 2026: 7 business days after Thu 26 Nov 2026, skipping 2 weekends",
        ),
        (
            *(date(2026, 12, 18), 7, Unit.BUSINESS, "NO"),
            "Wed 30 Dec 2026: 7 business days after Fri 18 Dec 2026, "
            "skipping 2 weekends and Christmas Day (Fri 25 Dec 2026)",
        ),
        (
            *(date(2027, 3, 24), 2, Unit.BUSINESS, "NO"),
            "Wed 31 Mar 2027: 2 business days after Wed 24 Mar 2027, skipping 1 weekend, "
            "Maundy Thursday (Thu 25 Mar 2027), Good Friday (Fri 26 Mar 2027) "
            "and Easter Monday (Mon 29 Mar 2027)",
        ),
        (
            *(date(2026, 11, 26), 7, Unit.BUSINESS, ""),
            "Mon 7 Dec 2026: 7 business days after Thu 26 Nov 2026, skipping 2 weekends, "
            "public holidays not counted",
        ),
        (
            *(date(2026, 11, 23), 1, Unit.BUSINESS, "NO"),
            "Tue 24 Nov 2026: 1 business day after Mon 23 Nov 2026",
        ),
        (
            *(date(2026, 11, 21), 1, Unit.BUSINESS, "NO"),  # from a Saturday
            "Mon 23 Nov 2026: 1 business day after Sat 21 Nov 2026, skipping 1 weekend",
        ),
        (
            *(date(2026, 11, 26), 3, Unit.BUSINESS, "BN"),  # a Saturday between two days off
            "Tue 1 Dec 2026: 3 business days after Thu 26 Nov 2026, skipping 1 weekend",
        ),
        (
            *(date(2026, 2, 10), 7, Unit.BUSINESS, "CN"),
            "Thu 26 Feb 2026: 7 business days after Tue 10 Feb 2026, skipping 2 weekends, "
            "Chinese New Year's Eve (Mon 16 Feb 2026), "
            "Chinese New Year (Spring Festival, Tue 17 Feb 2026, Wed 18 Feb 2026, Thu 19 Feb 2026) "
            "and Day off (Fri 20 Feb 2026, Mon 23 Feb 2026)",
        ),
        (
            *(date(2026, 12, 19), 7, Unit.CALENDAR, "NO"),
            "Sat 26 Dec 2026: 7 calendar days after Sat 19 Dec 2026",
        ),
    ],
)
def test_a_date_explains_itself(start: date, days: int, unit: Unit, country: str, said: str) -> None:
    counted = deadlines.count(start, days, unit, Calendar(country=country))

    assert deadlines.explain(counted) == said


@given(
    st.dates(min_value=_FIRST, max_value=_LAST),
    st.integers(min_value=0, max_value=60),
    st.sampled_from(Unit),
    st.sampled_from(["", "XX", *_WEEKENDS]),
)
def test_an_explanation_names_all_that_was_skipped(start: date, days: int, unit: Unit, country: str) -> None:
    counted = deadlines.count(start, days, unit, Calendar(country=country))

    said = deadlines.explain(counted)

    assert said.startswith(f"{show(counted.date)}: ")
    assert all(show(day) in said for day, _ in counted.skipped_holidays)
    assert ("weekend" in said) == bool(counted.skipped_weekends)


def test_calendar_days_are_simply_added() -> None:
    counted = deadlines.count(date(2026, 12, 31), 7, Unit.CALENDAR, Calendar(country="NO"))

    assert (counted.date, counted.skipped_weekends, counted.skipped_holidays) == (date(2027, 1, 7), (), ())


def test_a_deadline_does_not_lie_before_its_start() -> None:
    with pytest.raises(ValueError, match="after its start"):
        deadlines.count(date(2026, 12, 31), -1, Unit.BUSINESS, Calendar())
