"""Working days: weekends and public holidays of a country, and how a day is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # both take a while to import, and a start is measured
    from holidays import HolidayBase

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_USUAL_WEEKEND = (5, 6)
_SUBSTITUTED = re.compile(r" \(substituted from [^()]*\)")  # with a date that reads two ways
_LANGUAGE = "en_US"  # where a country has no translation, its own names are English already
_LETTERS = 2
_LONGEST_NAME = 60

# What people type besides the names of the registry of countries.
_ALSO = {
    **dict.fromkeys(("uk", "great britain", "britain", "england", "scotland", "wales"), "GB"),
    **dict.fromkeys(("usa", "us", "america", "united states of america", "the states"), "US"),
    **dict.fromkeys(("uae", "emirates", "the emirates"), "AE"),
    **dict.fromkeys(("holland", "the netherlands"), "NL"),
    **dict.fromkeys(("czech republic",), "CZ"),
    **dict.fromkeys(("korea", "republic of korea"), "KR"),
    **dict.fromkeys(("turkey", "turkiye"), "TR"),
    **dict.fromkeys(("macau", "macao"), "MO"),
    **{"hong kong": "HK", "viet nam": "VN", "ivory coast": "CI", "bosnia": "BA", "palestine": "PS"},
    **{"ksa": "SA", "macedonia": "MK", "burma": "MM", "swaziland": "SZ", "drc": "CD", "congo": "CG"},
}


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The working days of a country (ISO code); "" is a Saturday-Sunday weekend without public holidays."""

    country: str = ""

    @property
    def knows_holidays(self) -> bool:
        return _holidays(self.country) is not None

    def holiday(self, day: date) -> str:
        """Name the public holiday in English, or "" on any other day."""
        known = _holidays(self.country)
        name = (known.get(day) or "") if known is not None else ""
        return _SUBSTITUTED.sub("", name).replace("; ", " / ")

    def is_weekend(self, day: date) -> bool:
        """Tell whether people are off for the weekend; a Saturday that is worked in exchange is not one."""
        known = _holidays(self.country)
        if known is None:
            return day.weekday() in _USUAL_WEEKEND
        known.get(day)  # a year's exchanged working days are known only once one of its days was looked up
        return known.is_weekend(day) and day not in known.weekend_workdays


def show(day: date) -> str:
    """Write a day as everywhere in Baton: "Fri 15 Jan 2027"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def is_country(text: str) -> str | None:
    """Find the ISO code of a country from its code or English name, in any case; None where there is none."""
    if len(text) > _LONGEST_NAME:
        return None
    return _names().get(_fold(text))


def _fold(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


@lru_cache(maxsize=512)
def _holidays(country: str) -> HolidayBase | None:
    """A country's holidays, which fill up by the year as days are looked up."""
    if len(country) != _LETTERS:
        return None
    import holidays

    try:
        return holidays.country_holidays(country, language=_LANGUAGE)
    except NotImplementedError:  # a code that no country has, or none whose holidays are known
        return None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from babel import Locale
    from holidays.registry import COUNTRIES

    codes = {row[1] for row in COUNTRIES.values()}
    names = {_fold(name): code for code, name in Locale("en").territories.items() if code in codes}
    names |= {_fold(module): row[1] for module, row in COUNTRIES.items()}
    names |= {code.casefold(): row[1] for row in COUNTRIES.values() for code in row[1:3]}
    return names | _ALSO
