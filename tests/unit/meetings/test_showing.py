"""Times as each participant's clock shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings import showing
from meetings.model import Blind, Span
from tests.unit.meetings.people import person


def _span(start: str, minutes: int = 30) -> Span:
    moment = datetime.fromisoformat(start + "Z")
    return Span(start=moment, end=moment + timedelta(minutes=minutes))


def test_people_of_the_same_local_time_stand_together() -> None:
    people = [
        person("Ana"),
        person("Megan", zone="America/New_York"),
        person("Alex", zone="Europe/Berlin"),
    ]

    assert showing.times(_span("2026-12-01T15:00"), people) == (
        ("Ana, Alex", "Tue 1 Dec, 16:00-16:30 (UTC+1)"),
        ("Megan", "Tue 1 Dec, 10:00-10:30 (UTC-5)"),
    )


@pytest.mark.parametrize(
    ("start", "zone", "text"),
    [
        ("2026-12-01T09:00", "Europe/Oslo", "Tue 1 Dec, 10:00-10:30 (UTC+1)"),
        ("2026-06-01T09:00", "Europe/Oslo", "Mon 1 Jun, 11:00-11:30 (UTC+2)"),
        ("2026-12-01T09:00", "Asia/Kathmandu", "Tue 1 Dec, 14:45-15:15 (UTC+5:45)"),
        ("2026-12-01T16:00", "Asia/Tokyo", "Wed 2 Dec, 01:00-01:30 (UTC+9, next day)"),
        ("2026-12-01T02:00", "America/New_York", "Mon 30 Nov, 21:00-21:30 (UTC-5, day before)"),
        ("2026-12-01T14:45", "Asia/Tokyo", "Tue 1 Dec, 23:45 to Wed 2 Dec, 00:15 (UTC+9)"),
        ("2026-10-25T00:45", "Europe/Oslo", "Sun 25 Oct, 02:45-02:15 (UTC+2, then UTC+1)"),
        ("2026-12-01T09:00", "UTC", "Tue 1 Dec, 09:00-09:30 (UTC)"),
    ],
)
def test_a_time_is_written_with_its_offset(start: str, zone: str, text: str) -> None:
    assert showing.span_time(_span(start), ZoneInfo(zone), beside=ZoneInfo("Europe/Oslo")) == text


def test_who_is_nobody_knows_where_is_left_out() -> None:
    people = [person("Ana"), person("Megan", blind=Blind.EXTERNAL, known=False)]
    span = _span("2026-12-01T09:00")

    assert showing.times(span, people) == (("Ana", "Tue 1 Dec, 10:00-10:30 (UTC+1)"),)
    assert showing.unplaced(people) == ("Megan",)
    assert showing.times(span, people[1:]) == (("Megan", "Tue 1 Dec, 10:00-10:30 (UTC+1)"),)


def test_a_moment_is_written_likewise() -> None:
    assert showing.day_time(datetime(2027, 1, 15, 9, tzinfo=UTC), ZoneInfo("Asia/Tokyo")) == (
        "Fri 15 Jan, 18:00 (UTC+9)"
    )
