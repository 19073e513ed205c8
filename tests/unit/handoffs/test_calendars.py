from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffs import calendars
from handoffs.calendars import Calendar


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Norway", "NO"), ("NO", "NO"), ("no", "NO"), ("NOR", "NO"), (" norway. ", "NO")),
        *(("United Kingdom", "GB"), ("UK", "GB"), ("England", "GB"), ("Germany", "DE"), ("usa", "US")),
        *(("United Arab Emirates", "AE"), ("uae", "AE"), ("Côte d'Ivoire", "CI"), ("Türkiye", "TR")),
        *(("turkey", "TR"), ("hong kong", "HK"), ("the Netherlands", "NL"), ("czech republic", "CZ")),
        *(("Atlantis", None), ("", None), ("XX", None), ("n", None), ("x" * 100_000, None)),
    ],
)
def test_a_country_is_found_by_code_or_name(text: str, code: str | None) -> None:
    assert calendars.is_country(text) == code


@given(st.text(max_size=80))
def test_any_text_is_a_country_whose_calendar_is_known_or_none(text: str) -> None:
    code = calendars.is_country(text)

    assert code is None or Calendar(country=code).knows_holidays


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("NO", date(2028, 5, 17), "Constitution Day"),
        ("DE", date(2028, 10, 3), "German Unity Day"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("NO", date(2027, 5, 17), "Constitution Day / Pentecost Monday"),
        ("NO", date(2026, 11, 26), ""),
        ("CN", date(2026, 2, 20), "Day off"),
        ("", date(2026, 12, 25), ""),
        ("XX", date(2026, 12, 25), ""),
        ("nonsense", date(2026, 12, 25), ""),
    ],
)
def test_public_holidays_have_english_names(country: str, day: date, name: str) -> None:
    assert Calendar(country=country).holiday(day) == name


@pytest.mark.parametrize(
    ("country", "weekend"),
    [
        ("NO", {5, 6}),
        ("SA", {4, 5}),
        ("AE", {5, 6}),
        ("IL", {4, 5}),
        ("IR", {4}),
        ("BN", {4, 6}),
        ("", {5, 6}),
    ],
)
def test_weekends_are_the_countrys(country: str, weekend: set[int]) -> None:
    days = [date(2026, 11, day) for day in range(16, 23)]

    assert {day.weekday() for day in days if Calendar(country=country).is_weekend(day)} == weekend


def test_a_saturday_worked_in_exchange_is_a_working_day() -> None:
    calendars._holidays.cache_clear()

    hungary = Calendar(country="HU")

    assert not hungary.is_weekend(date(2026, 1, 10))
    assert not hungary.holiday(date(2026, 1, 10))


def test_a_day_is_written_in_one_way() -> None:
    assert calendars.show(date(2027, 1, 15)) == "Fri 15 Jan 2027"


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; import handoffs.deadlines, handoffs.money;"
        "import dialogs.reading.amounts, dialogs.reading.dates;"
        "print(*{'holidays', 'dateparser', 'babel'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
