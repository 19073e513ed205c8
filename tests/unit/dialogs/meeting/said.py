"""What was read of a wish, in one short line that a table can hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from zoneinfo import ZoneInfo

from dialogs.meeting.wishes import Said
from dialogs.message import Mentioned

OSLO = ZoneInfo("Europe/Oslo")
_DAYS = "mon tue wed thu fri sat sun".split()


def line(said: Said) -> str:
    """ "23 Nov-29 Nov, not fri, 45 min, with Alex"; "?words" were not read, "!day" cannot be met."""
    wishes = said.wishes
    parts = [
        _between(_day(wishes.first), _day(wishes.last)),
        "" if len(wishes.weekdays) == 7 else _named(wishes.weekdays),
        _between(_time(wishes.from_time), _time(wishes.to_time)),
        f"exactly {wishes.exact.astimezone(OSLO):%a %d %b %H:%M}" if wishes.exact else "",
        f"gaps {' '.join(map(_day, sorted(wishes.not_days)))}" if wishes.not_days else "",
        f"not {_named(said.not_weekdays)}" if said.not_weekdays else "",
        f"without {len(said.not_days)} days" if said.not_days else "",
        f"{said.minutes} min" if said.minutes else "",
        f"with {_who(said.names)}" if said.names else "",
        f"less {_who(said.without)}" if said.without else "",
        f"about {said.about}" if said.about else "",
        f"?{said.unread}" if said.unread else "",
        f"!{said.unfit}" if said.unfit else "",
    ]
    return ", ".join(filter(None, parts))


def _between(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b}" if day else ""


def _time(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _named(days: Iterable[int]) -> str:
    return " ".join(_DAYS[day] for day in sorted(days))


def _who(names: Iterable[str | Mentioned]) -> str:
    return " and ".join(name if isinstance(name, str) else f"@{name.name}" for name in names)
