"""Zones by their names, custom ones, and what a local clock shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import zones

_PACIFIC = {
    "standard": {
        "time": "02:00:00.0000000",
        "dayOccurrence": 1,
        "dayOfWeek": "sunday",
        "month": 11,
        "year": 0,
    },
    "daylight": {"time": time(2), "dayOccurrence": 2, "dayOfWeek": "Sunday", "month": 3, "daylightBias": -60},
}


def _local(*parts: int) -> datetime:
    """A time as a clock shows it."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


_LOCAL = st.datetimes(_local(2024, 1, 1), _local(2030, 12, 31))
_MOMENTS = st.datetimes(_local(2024, 1, 1), _local(2030, 12, 31), timezones=st.just(UTC))


def _pacific() -> tzinfo:
    return zones.custom(480, _PACIFIC["standard"], _PACIFIC["daylight"])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/Oslo", "Europe/Oslo"),
        ("europe/oslo ", "Europe/Oslo"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("nepal standard time", "Asia/Katmandu"),  # its older name
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Antarctica/Troll", "Antarctica/Troll"),
        ("Lord Howe Standard Time", "Australia/Lord_Howe"),
    ],
)
def test_a_zone_is_found_by_iana_and_windows_name(name: str, key: str) -> None:
    assert zones.zone(name) == ZoneInfo(key)


@pytest.mark.parametrize(
    "name",
    ["", " ", "Customized Time Zone", "tzone://Microsoft/Custom", "localtime", "../etc/passwd", "America"],
)
def test_a_zone_that_nobody_knows_is_none(name: str) -> None:
    assert zones.zone(name) is None
    assert zones.windows(name) == ""


@pytest.mark.parametrize(
    ("iana", "name"),
    [
        ("Europe/Oslo", "W. Europe Standard Time"),
        ("Asia/Kathmandu", "Nepal Standard Time"),
        ("UTC", "UTC"),
        ("Antarctica/Troll", ""),
    ],
)
def test_windows_names_are_given(iana: str, name: str) -> None:
    assert zones.windows(iana) == name


@given(_MOMENTS)
def test_a_custom_zone_keeps_the_time_of_the_named_one(moment: datetime) -> None:
    """A mailbox in Seattle describes its zone as 480 minutes, with the switches of the United States."""
    ours, theirs = moment.astimezone(_pacific()), moment.astimezone(ZoneInfo("America/Los_Angeles"))

    assert ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
    assert ours.fold == theirs.fold
    assert ours.utcoffset() == theirs.utcoffset()
    assert ours.astimezone(UTC) == moment


@given(_LOCAL, st.sampled_from((0, 1)))
def test_a_custom_zone_reads_local_times_as_the_named_one(local: datetime, fold: int) -> None:
    ours = local.replace(tzinfo=_pacific(), fold=fold)
    theirs = local.replace(tzinfo=ZoneInfo("America/Los_Angeles"), fold=fold)

    assert ours.utcoffset() == theirs.utcoffset()
    assert ours.dst() == theirs.dst()


@pytest.mark.parametrize("change", [_local(2026, 3, 8, 2, 30), _local(2026, 11, 1, 1, 30)])
@pytest.mark.parametrize("fold", [0, 1])
def test_skipped_and_repeated_local_times_are_read_alike(change: datetime, fold: int) -> None:
    ours = change.replace(tzinfo=_pacific(), fold=fold)

    assert ours.utcoffset() == change.replace(tzinfo=ZoneInfo("America/Los_Angeles"), fold=fold).utcoffset()


@pytest.mark.parametrize(
    ("standard", "daylight"),
    [
        (None, None),
        ({}, {}),
        ({**_PACIFIC["standard"], "month": 0}, _PACIFIC["daylight"]),
        ({**_PACIFIC["standard"], "dayOfWeek": None}, _PACIFIC["daylight"]),
        ({**_PACIFIC["standard"], "time": "soon"}, _PACIFIC["daylight"]),
        ({**_PACIFIC["standard"], "dayOccurrence": 0}, _PACIFIC["daylight"]),
        (_PACIFIC["standard"], {**_PACIFIC["daylight"], "daylightBias": 0}),
    ],
)
def test_a_description_without_sense_has_no_summer_time(
    standard: dict[str, object] | None, daylight: dict[str, object] | None
) -> None:
    where = zones.custom(-345, standard, daylight)

    for month in range(1, 13):
        assert datetime(2026, month, 1, tzinfo=where).utcoffset() == timedelta(hours=5, minutes=45)


def test_an_offset_of_a_day_is_none() -> None:
    assert datetime(2026, 12, 1, tzinfo=zones.custom(99_999)).utcoffset() == timedelta()


def test_a_fifth_sunday_is_the_last_one_and_a_year_happens_once() -> None:
    last = zones.custom(
        -60,
        {"time": "03:00:00", "dayOccurrence": 5, "dayOfWeek": "sunday", "month": 10, "year": 0},
        {"time": "02:00:00", "dayOccurrence": 5, "dayOfWeek": "sunday", "month": 3, "daylightBias": -60},
    )
    once = zones.custom(
        0,
        {"time": "02:00:00", "dayOccurrence": 25, "dayOfWeek": "sunday", "month": 10, "year": 2026},
        {"time": "01:00:00", "dayOccurrence": 29, "dayOfWeek": "sunday", "month": 3, "year": 2026}
        | {"daylightBias": -60},
    )

    for day in (date(2026, 3, 28), date(2026, 3, 30), date(2026, 10, 24), date(2026, 10, 26)):
        noon = datetime.combine(day, time(12), UTC)
        assert noon.astimezone(last).utcoffset() == noon.astimezone(ZoneInfo("Europe/Oslo")).utcoffset()
        assert noon.astimezone(once).utcoffset() == noon.astimezone(ZoneInfo("Europe/London")).utcoffset()
    assert datetime(2027, 7, 1, tzinfo=once).utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("local", "zone", "moment"),
    [
        (_local(2026, 12, 1, 10), "Europe/Oslo", _local(2026, 12, 1, 9)),
        (_local(2026, 3, 29, 2, 30), "Europe/Oslo", _local(2026, 3, 29, 1)),  # skipped
        (_local(2026, 10, 25, 2, 30), "Europe/Oslo", _local(2026, 10, 25, 0, 30)),  # shown twice
        (_local(2026, 10, 4, 2, 15), "Australia/Lord_Howe", _local(2026, 10, 3, 15, 30)),  # half an hour
        (_local(2024, 4, 26, 0, 0), "Africa/Cairo", _local(2024, 4, 25, 22)),  # no midnight
        (_local(2011, 12, 30, 9, 0), "Pacific/Apia", _local(2011, 12, 30, 10)),  # no such day
    ],
)
def test_the_first_moment_that_a_clock_shows_a_time(local: datetime, zone: str, moment: datetime) -> None:
    assert zones.first_shown(local, ZoneInfo(zone)) == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize("name", ["Europe/Oslo", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana"])
def test_every_change_of_offset_is_found(name: str) -> None:
    where, start = ZoneInfo(name), datetime(2026, 1, 1, 0, 7, tzinfo=UTC)
    found = list(zones.offsets(start, start + timedelta(days=365), where))

    assert len(found) == (1 if name == "Asia/Kathmandu" else 3)
    for at, offset in found:
        assert at.astimezone(where).utcoffset() == offset
    for at, offset in found[1:]:
        assert (at - timedelta(minutes=1)).astimezone(where).utcoffset() != offset


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC"), (60, "UTC+1"), (345, "UTC+5:45"), (-210, "UTC-3:30"), (-480, "UTC-8")]
)
def test_an_offset_is_written_shortly(minutes: int, text: str) -> None:
    assert zones.show_offset(timedelta(minutes=minutes)) == text
