"""Where there are no calendars to look at: times come from working hours, and meetings are files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from meetings import hours, invite, zones
from meetings.errors import RefusedError
from meetings.model import Availability, Blind, Event, Invitee, Plan, Span, WorkingWeek
from meetings.outside import is_outside
from meetings.ports import Found, Organiser, Watch

_NO_CALENDAR = "noCalendar"


@dataclass(frozen=True, kw_only=True)
class OfflineCalendars:
    """Implements the port `Calendars` without any network; nothing is changed by it anywhere."""

    checks: bool = False

    async def search(self, organiser: Organiser, words: str) -> Sequence[Found]:
        """Nobody: there is no directory."""
        return ()

    async def availabilities(
        self, organiser: Organiser, invitees: Sequence[Invitee], window: Span
    ) -> Sequence[Availability]:
        """Working weeks as people told them, else the usual ones of where they are."""
        return [_availability(organiser, invitee) for invitee in invitees]

    async def book(self, organiser: Organiser, plan: Plan) -> Event:
        """The meeting as its file says it; the file itself is made when it is downloaded."""
        return Event(id=plan.key, key=plan.key, start=plan.start, end=plan.end, uid=invite.uid(plan.key))

    async def move(self, organiser: Organiser, event: Event, start: datetime, end: datetime) -> Event:
        return replace(event, start=start, end=end)

    async def cancel(self, organiser: Organiser, event: Event, comment: str) -> None:
        """Nothing stands in a calendar: who has the file gets another that cancels it."""

    async def find(self, organiser: Organiser, key: str, id: str = "") -> Event | None:
        """Refused: nobody can tell, and None would mean that it was deleted."""
        raise RefusedError(_NO_CALENDAR)

    async def watch(self, organiser: Organiser, event: Event, address: str, secret: str) -> Watch:
        raise RefusedError(_NO_CALENDAR)

    async def renew(self, organiser: Organiser, watch: str) -> Watch:
        raise RefusedError(_NO_CALENDAR)

    async def unwatch(self, organiser: Organiser, watch: str) -> None:
        """There are none."""


def _availability(organiser: Organiser, invitee: Invitee) -> Availability:
    return Availability(
        invitee=replace(invitee, external=_is_external(organiser, invitee)),
        week=_week(organiser, invitee),
        blind=Blind.NOT_CHECKED,
    )


def _is_external(organiser: Organiser, invitee: Invitee) -> bool:
    """By address; who has none gets no file, and counts as they were met."""
    if invitee.person == organiser.person:
        return False
    return is_outside(invitee.address, organiser.address) if invitee.address else invitee.external


def _week(organiser: Organiser, invitee: Invitee) -> WorkingWeek:
    """In their own zone, where that is known, else in the organiser's."""
    zone = zones.zone(invitee.zone) or zones.zone(organiser.zone) or UTC
    told = hours.read(invitee.hours) if invitee.hours else None
    return WorkingWeek(zone=zone, hours=told) if told else hours.usual(zone, invitee.country)
