"""Hours of work: the usual ones, as text, and as spans of time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import hours
from meetings.model import Span, WorkingWeek


def _span(start: str, end: str) -> Span:
    return Span(start=datetime.fromisoformat(start + "Z"), end=datetime.fromisoformat(end + "Z"))


def _spans(zone: str, text: str, window: Span, stretch: int = 0) -> list[str]:
    week = WorkingWeek(zone=ZoneInfo(zone), hours=hours.read(text) or {})
    found = hours.spans(week, window, stretch=stretch)
    return [f"{span.start:%d %H:%M}-{span.end:%d %H:%M}" for span in found]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("9 to 5", "mon-fri 09:00-17:00"),
        ("9-17:30 mon-thu", "mon-thu 09:00-17:30"),
        ("8am to 4pm", "mon-fri 08:00-16:00"),
        ("Mon-Fri 09:00-17:00; Sat 10:00-12:00", "mon-fri 09:00-17:00; sat 10:00-12:00"),
        ("9-12 and 1-5", "mon-fri 09:00-12:00, 13:00-17:00"),
        ("10-6", "mon-fri 10:00-18:00"),
        ("22:00-06:00", "mon-fri 22:00-06:00"),
        ("sun-thu 9-17", "mon-thu, sun 09:00-17:00"),
        ("fri-mon 9-17", "mon, fri-sun 09:00-17:00"),
        ("mon, wed 9-12, 13-17", "mon, wed 09:00-12:00, 13:00-17:00"),
        ("mondays to thursdays 9-17, fri 9-15", "mon-thu 09:00-17:00; fri 09:00-15:00"),
        ("9-17 mon-thu, 9-15 fri", "mon-thu 09:00-17:00; fri 09:00-15:00"),
        ("weekdays from 9 to 5pm", "mon-fri 09:00-17:00"),
        ("1 to 5pm", "mon-fri 13:00-17:00"),
        ("between 8 and noon", "mon-fri 08:00-12:00"),
        ("00:00-24:00 every day", "mon-sun 00:00-24:00"),
        ("6-2", "mon-fri 06:00-14:00"),
        ("08.30 to 16.15", "mon-fri 08:30-16:15"),
        ("9\u201317", "mon-fri 09:00-17:00"),
        ("noon to midnight", "mon-fri 12:00-24:00"),
        ("midnight to 8am", "mon-fri 00:00-08:00"),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, written: str) -> None:
    found = hours.read(typed)

    assert found is not None
    assert hours.write(found) == written
    assert hours.read(written) == found


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "banana",
        "mon",
        "9",
        "25-30",
        "9:75-10",
        "13pm-4pm",
        "9-17 someday",
        "9-17, fri 9-15",
        "9am-9am",
        "9-12, 11-13",
        "mon 9-17, mon-tue 8-9",
        "9 to 5" + " and 9 to 5" * 30,
        "22-6, 23-24",
    ],
)
def test_what_is_not_understood_is_none(typed: str) -> None:
    assert hours.read(typed) is None


_CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def _is_range(pair: tuple[time, time]) -> bool:
    return pair[0] != pair[1] or pair[0] == time()


_WEEKS = st.dictionaries(
    st.integers(0, 6),
    st.tuples(st.tuples(_CLOCKS, _CLOCKS).filter(_is_range)),
    min_size=1,
)


@given(_WEEKS)
def test_what_is_written_is_read_again(week: dict[int, tuple[tuple[time, time], ...]]) -> None:
    assert hours.read(hours.write(week)) == week


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = hours.read(text)

    assert found is None or hours.read(hours.write(found)) == found


@pytest.mark.parametrize(
    ("country", "written"),
    [("", "mon-fri 08:00-17:00"), ("NO", "mon-fri 08:00-17:00"), ("SA", "mon-thu, sun 08:00-17:00")],
)
def test_usual_hours_know_the_weekend_of_a_country(country: str, written: str) -> None:
    week = hours.usual("Arab Standard Time", country)

    assert hours.write(week.hours) == written
    assert week.zone == ZoneInfo("Asia/Riyadh")


def test_usual_hours_in_a_zone_that_nobody_knows_are_in_utc() -> None:
    assert hours.usual("Customized Time Zone").zone is UTC
    assert hours.usual(ZoneInfo("Europe/Oslo")).zone == ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("zone", "text", "window", "found"),
    [
        (  # the clocks go back on Sunday
            "Europe/Oslo",
            "9-17",
            ("2026-10-23T00:00", "2026-10-27T00:00"),
            ["23 07:00-23 15:00", "26 08:00-26 16:00"],
        ),
        ("Europe/Oslo", "9-17", ("2026-12-01T09:30", "2026-12-01T10:00"), ["01 09:30-01 10:00"]),
        (  # a night shift, and one that began before the window
            "Europe/Oslo",
            "22:00-06:00",
            ("2026-12-01T00:00", "2026-12-02T00:00"),
            ["01 00:00-01 05:00", "01 21:00-02 00:00"],
        ),
        (  # 02:00 to 03:00 does not exist
            "Europe/Oslo",
            "sun 02:30-04:00",
            ("2026-03-29T00:00", "2026-03-30T00:00"),
            ["29 01:00-29 02:00"],
        ),
        ("Europe/Oslo", "sun 02:10-02:50", ("2026-03-29T00:00", "2026-03-30T00:00"), []),
        (  # 02:00 to 03:00 exists twice
            "Europe/Oslo",
            "sun 02:00-02:30",
            ("2026-10-25T00:00", "2026-10-26T00:00"),
            ["25 00:00-25 00:30"],
        ),
        (  # by half an hour
            "Australia/Lord_Howe",
            "fri, sat, sun 9-10",
            ("2026-04-03T00:00", "2026-04-05T12:00"),
            ["03 22:00-03 23:00", "04 22:30-04 23:30"],
        ),
        ("Asia/Kathmandu", "tue 9-10", ("2026-12-01T00:00", "2026-12-02T00:00"), ["01 03:15-01 04:15"]),
        (  # around the clock: one span
            "Europe/Oslo",
            "every day 00:00-24:00",
            ("2026-10-24T00:00", "2026-10-27T00:00"),
            ["24 00:00-27 00:00"],
        ),
    ],
)
def test_spans_follow_the_local_clock(
    zone: str, text: str, window: tuple[str, str], found: list[str]
) -> None:
    assert _spans(zone, text, _span(*window)) == found


def test_a_stretch_lies_before_and_after_and_reaches_into_the_window() -> None:
    window = _span("2026-12-01T16:30", "2026-12-02T08:30")

    assert _spans("Europe/Oslo", "9-17", window, stretch=60) == ["01 16:30-01 17:00", "02 07:00-02 08:30"]


def test_a_window_that_has_passed_holds_no_hours() -> None:
    window = _span("2026-12-01T10:00", "2026-12-01T09:00")

    assert hours.spans(hours.usual("UTC"), window) == ()
    assert (
        hours.spans(hours.usual("UTC"), Span(start=window.start, end=window.start - timedelta(days=9))) == ()
    )
