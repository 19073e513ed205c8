"""Ana in Oslo, Megan and Alex, with calendars that are short enough to read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from meetings import hours, window, zones
from meetings.model import Availability, Blind, Busy, FreeBusy, Invitee, Slot, Window, WorkingWeek

OSLO = zones.zone("Europe/Oslo") or UTC
NOW = datetime(2026, 12, 1, 7, 3, tzinfo=UTC)  # Tuesday, 08:03 in Oslo
WEDNESDAY, FRIDAY = date(2026, 12, 2), date(2026, 12, 4)

KINDS = {"busy": FreeBusy.BUSY, "maybe": FreeBusy.TENTATIVE, "away": FreeBusy.OUT_OF_OFFICE} | {
    each.value: each for each in FreeBusy
}


def moment(text: str) -> datetime:
    """A moment of December 2026 as Oslo's clocks show it: "2 10:00"."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-12-{int(day):02} {clock}").replace(tzinfo=OSLO).astimezone(UTC)


def busy(text: str) -> Busy:
    """What stands in a calendar, in Oslo's time: "busy 2 10:00-11:00", "away 2 00:00-4 00:00"."""
    kind, day, rest = text.split(" ", 2)
    start, end = rest.split("-")
    until = end if " " in end else f"{day} {end}"
    return Busy(start=moment(f"{day} {start}"), end=moment(until), status=KINDS[kind])


def person(
    name: str,
    *calendar: str,
    zone: str = "Europe/Oslo",
    works: str = "9-17",
    required: bool = True,
    country: str = "",
    blind: Blind | None = None,
    known: bool = True,
) -> Availability:
    """Somebody with a calendar; `known` False: their zone is only assumed."""
    where = zones.zone(zone)
    assert where is not None
    return Availability(
        invitee=Invitee(
            person=name.casefold(),
            name=name,
            required=required,
            country=country,
            zone=zone if known else "",
        ),
        week=WorkingWeek(zone=where, hours=hours.read(works) or {}),
        busy=tuple(map(busy, calendar)),
        blind=blind,
    )


def until(latest: date | None) -> Window:
    return window.window(NOW, latest, OSLO)


def shown(slots: tuple[Slot, ...]) -> list[str]:
    """Slots in Oslo's time, as "2 10:00-10:30"."""
    return [f"{slot.start.astimezone(OSLO):%-d %H:%M}-{slot.end.astimezone(OSLO):%H:%M}" for slot in slots]
