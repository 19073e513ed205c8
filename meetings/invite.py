"""Invitation files (iCalendar): what is kept of each change of a meeting, and the file made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, TypeAdapter

from meetings import vtimezone, words
from meetings.agenda import Agenda, one_line
from meetings.outside import is_address

if TYPE_CHECKING:  # it takes a while to import, and a start is measured
    from icalendar import Alarm, Calendar, Event, vCalAddress

_ALARM_MINUTES = 15
_NO_MAIL = "invalid:nomail"  # an organiser has to be named, also one whose address nobody knows
_REQUIRED, _OPTIONAL = "REQ-PARTICIPANT", "OPT-PARTICIPANT"
_QUOTES = str.maketrans({'"': "'", "^": " "})  # not every program reads these within a name


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody who is invited, by person id."""

    person: str
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A meeting as it stands after a change of it: person ids, no names, addresses or free text.

    `sequence` counts the changes from 0. `zone`: IANA name, the organiser's. `external`: somebody of
    another organisation is invited.
    """

    number: int  # of the handoff
    key: str
    sequence: int
    organiser: str
    guests: tuple[Guest, ...]
    start: AwareDatetime
    end: AwareDatetime
    zone: str = "UTC"
    external: bool = False
    cancelled: bool = False

    @property
    def people(self) -> frozenset[str]:
        return frozenset((self.organiser, *(guest.person for guest in self.guests)))


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A file; `left_out`: person ids of those who have no address, and stand in it nowhere."""

    content: bytes
    method: str
    left_out: tuple[str, ...] = ()


def to_json(snapshot: Snapshot) -> dict[str, Any]:
    """For the store."""
    plain: dict[str, Any] = _adapter().dump_python(snapshot, mode="json")
    return plain


def from_json(plain: Mapping[str, Any]) -> Snapshot:
    """What `to_json` gave; pydantic's ValidationError (a ValueError) for anything else."""
    return _adapter().validate_python(dict(plain))


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Snapshot]:
    return TypeAdapter(Snapshot)


def uid(key: str) -> str:
    """The iCalendar UID of a meeting: the same in all of its files."""
    return f"{key}@baton"


def zone_of(name: str) -> tzinfo:
    """The zone of that name, UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def write(
    snapshot: Snapshot, agenda: Agenda, names: Mapping[str, str], addresses: Mapping[str, str], now: datetime
) -> Invitation:
    """Write the file; `names` and `addresses` by person id, `now` stamps it."""
    from icalendar import Calendar

    calendar, method = Calendar(), "CANCEL" if snapshot.cancelled else "REQUEST"
    calendar.add("prodid", words.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    guests = dict(_reached(snapshot, addresses))
    _add_times(calendar, event := _event(snapshot, agenda, now), snapshot)
    event.add("organizer", _organiser(snapshot, names, addresses))
    for address, guest in guests.items():
        event.add("attendee", _attendee(address, guest, names))
    if not snapshot.cancelled:
        event.add_component(_alarm(agenda.subject))
    calendar.add_component(event)
    return Invitation(content=calendar.to_ical(), method=method, left_out=left_out(snapshot, addresses))


def _event(snapshot: Snapshot, agenda: Agenda, now: datetime) -> Event:
    from icalendar import Event, vText

    event = Event()
    event.add("uid", uid(snapshot.key))
    event.add("sequence", snapshot.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", agenda.subject)
    event.add("status", "CANCELLED" if snapshot.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")  # whoever may look into a calendar is not on the handoff by that
    event.add("transp", "TRANSPARENT" if snapshot.cancelled else "OPAQUE")
    if not snapshot.cancelled:
        event.add("description", agenda.text)
        page = f"<html><body>{agenda.html}</body></html>".replace("\n", "")
        event.add("x-alt-desc", vText(page), parameters={"FMTTYPE": "text/html"})
    return event


def _add_times(calendar: Calendar, event: Event, snapshot: Snapshot) -> None:
    """In local time of the organiser, with the rules of their zone; in UTC where that is their zone."""
    zone = zone_of(snapshot.zone)
    if isinstance(zone, ZoneInfo) and zone.key.rpartition("/")[2] not in ("UTC", "UCT", "Zulu", "GMT"):
        calendar.add_component(vtimezone.write(zone, snapshot.start.year, snapshot.end.year))
    else:
        zone = UTC
    event.add("dtstart", snapshot.start.astimezone(zone))
    event.add("dtend", snapshot.end.astimezone(zone))


def _organiser(snapshot: Snapshot, names: Mapping[str, str], addresses: Mapping[str, str]) -> vCalAddress:
    from icalendar import vCalAddress

    address = addresses.get(snapshot.organiser, "")
    organiser = vCalAddress(f"mailto:{address}" if is_address(address) else _NO_MAIL)
    organiser.params["CN"] = _name(snapshot.organiser, names)
    return organiser


def _attendee(address: str, guest: Guest, names: Mapping[str, str]) -> vCalAddress:
    from icalendar import vCalAddress

    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CN"] = _name(guest.person, names)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = _REQUIRED if guest.required else _OPTIONAL
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "TRUE"
    return attendee


def _name(person: str, names: Mapping[str, str]) -> str:
    return one_line(names.get(person, words.SOMEONE).translate(_QUOTES)) or words.SOMEONE


def _reached(snapshot: Snapshot, addresses: Mapping[str, str]) -> Iterator[tuple[str, Guest]]:
    """Who is invited, by address: nobody twice, and not the organiser."""
    seen = {addresses.get(snapshot.organiser, "").casefold()}
    for guest in sorted(snapshot.guests, key=lambda guest: not guest.required):
        address = addresses.get(guest.person, "")
        if guest.person == snapshot.organiser or not is_address(address) or address.casefold() in seen:
            continue
        seen.add(address.casefold())
        yield address, guest


def left_out(snapshot: Snapshot, addresses: Mapping[str, str]) -> tuple[str, ...]:
    """Person ids of those to whom nothing can be sent, for there is no address; perhaps the organiser."""
    everybody = dict.fromkeys((snapshot.organiser, *(guest.person for guest in snapshot.guests)))
    return tuple(person for person in everybody if not is_address(addresses.get(person, "")))


def _alarm(subject: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.ALARM.format(title=subject, minutes=_ALARM_MINUTES))
    alarm.add("trigger", timedelta(minutes=-_ALARM_MINUTES))
    return alarm
