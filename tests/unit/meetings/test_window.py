"""Where a slot is looked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings import window
from meetings.model import Wishes

_OSLO = ZoneInfo("Europe/Oslo")
_NOW = datetime(2026, 12, 1, 7, 3, tzinfo=UTC)
_LATEST = date(2026, 12, 4)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=_OSLO).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "zone", "start"),
    [
        ("07:00:00", "Europe/Oslo", "07:15"),
        ("07:00:01", "Europe/Oslo", "07:30"),
        ("07:03:00", "Europe/Oslo", "07:30"),
        ("07:14:59", "Europe/Oslo", "07:30"),
        ("07:03:00", "Asia/Kathmandu", "07:30"),
        ("07:03:00", "Australia/Eucla", "07:30"),
    ],
)
def test_it_begins_with_a_quarter_of_an_hour_that_is_ahead(now: str, zone: str, start: str) -> None:
    moment = datetime.fromisoformat(f"2026-12-01T{now}Z")

    found = window.window(moment, _LATEST, ZoneInfo(zone))

    assert f"{found.start:%H:%M}" == start
    assert found.start - moment >= timedelta(minutes=15)


def test_it_ends_with_the_latest_day_of_the_organiser() -> None:
    found = window.window(_NOW, _LATEST, ZoneInfo("Asia/Tokyo"))

    assert found.end == datetime(2026, 12, 4, 15, tzinfo=UTC)
    assert found.latest == _LATEST


@pytest.mark.parametrize(("country", "last"), [("", 15), ("ES", 16)])
def test_without_a_latest_day_it_is_10_working_days_long(country: str, last: int) -> None:
    """The 8th of December is a public holiday in Spain."""
    found = window.window(_NOW, None, _OSLO, country=country)

    assert window.last_day(found, _OSLO) == date(2026, 12, last)
    assert found.latest is None


def test_it_is_no_longer_than_calendars_answer_for() -> None:
    found = window.window(_NOW, date(2027, 12, 1), _OSLO)

    assert found.end - found.start == window.MOST
    assert window.reach(found, _OSLO).end == found.end


def test_it_may_have_passed() -> None:
    found = window.window(_NOW, date(2026, 11, 27), _OSLO)

    assert found.start >= found.end
    assert window.last_day(found, _OSLO) == date(2026, 11, 27)
    assert window.reach(found, _OSLO).end == _at("12-12 00:00")


def test_calendars_are_looked_at_beyond_its_end() -> None:
    found = window.window(_NOW, _LATEST, _OSLO)

    assert window.reach(found, _OSLO).end == _at("12-15 00:00")
    assert window.reach(found, _OSLO).latest == _LATEST


@pytest.mark.parametrize(
    ("wishes", "start", "end"),
    [
        (Wishes(), "12-01 08:30", "12-05 00:00"),
        (Wishes(first=date(2026, 12, 3)), "12-03 00:00", "12-05 00:00"),
        (Wishes(last=date(2026, 12, 2)), "12-01 08:30", "12-03 00:00"),
        (Wishes(last=date(2026, 12, 24)), "12-01 08:30", "12-05 00:00"),
        (Wishes(beyond=3), "12-01 08:30", "12-08 00:00"),
        (Wishes(beyond=3, last=date(2026, 12, 6)), "12-01 08:30", "12-07 00:00"),
    ],
)
def test_wishes_narrow_it_or_go_on(wishes: Wishes, start: str, end: str) -> None:
    found = window.for_wishes(window.window(_NOW, _LATEST, _OSLO), wishes, _OSLO)

    assert (found.start, found.end) == (_at(start), _at(end))


def test_days_are_those_of_the_clock_also_where_it_changes() -> None:
    """In Oslo the 25th of October lasts 25 hours."""
    found = window.window(datetime(2026, 10, 25, 6, 45, tzinfo=UTC), date(2026, 10, 25), _OSLO)

    assert (found.start, found.end) == (_at("10-25 08:00"), _at("10-26 00:00"))
    assert found.end - found.start == timedelta(hours=16)
