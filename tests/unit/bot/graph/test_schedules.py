"""What Graph tells of a calendar, in each of its forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.schedule_information import ScheduleInformation
from msgraph.generated.models.schedule_item import ScheduleItem

from bot.graph import moments
from bot.graph.schedules import taken
from meetings.model import Busy, FreeBusy

_START = datetime(2026, 11, 30, 8, tzinfo=UTC)
_STEP = timedelta(minutes=15)


def test_a_view_alone_is_read_by_its_digits() -> None:
    found = taken(ScheduleInformation(availability_view="01234?"), _START)

    assert [(each.start, each.status) for each in found] == [
        (_START + 1 * _STEP, FreeBusy.TENTATIVE),
        (_START + 2 * _STEP, FreeBusy.BUSY),
        (_START + 3 * _STEP, FreeBusy.OUT_OF_OFFICE),
        (_START + 4 * _STEP, FreeBusy.ELSEWHERE),
        (_START + 5 * _STEP, FreeBusy.UNKNOWN),
    ]


def test_an_item_in_a_zone_is_read_in_utc_and_one_without_a_kind_is_unknown() -> None:
    start = DateTimeTimeZone(date_time="2026-11-30T09:00:00.0000000", time_zone="W. Europe Standard Time")
    end = DateTimeTimeZone(date_time="2026-11-30T08:30:00.0000000", time_zone="UTC")

    found = taken(ScheduleInformation(schedule_items=[ScheduleItem(start=start, end=end)]), _START)

    assert found == [Busy(start=_START, end=_START + 2 * _STEP, status=FreeBusy.UNKNOWN)]


@pytest.mark.parametrize(("time", "zone"), [("2026-11-30", "Nowhere"), ("soon", "UTC"), ("", "UTC")])
def test_a_time_that_is_none_is_refused(time: str, zone: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|nobody knows"):
        moments.read(DateTimeTimeZone(date_time=time, time_zone=zone))


@pytest.mark.parametrize(
    ("told", "at"),
    [
        (None, None),
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (datetime(2026, 11, 30, 8), _START),  # noqa: DTZ001 - Graph's are in UTC, said or not
        (_START, _START),
    ],
)
def test_year_one_is_never(told: datetime | None, at: datetime | None) -> None:
    assert moments.answered(told) == at
