"""Calendars in memory, which do as they are told and can be told to misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from meetings.errors import EventGoneError, MeetingError, UnknownOutcomeError
from meetings.model import Availability, Event, Invitee, Plan, Span, WorkingWeek
from meetings.ports import Found, Organiser, Watch

_OFFICE = {day: ((time(8), time(17)),) for day in range(5)}


@dataclass
class FakeCalendars:
    """Has the face of `meetings.ports.Calendars`.

    `faults`: raised by the next calls, one each, None is a success. `loses`: how many times the answer to a
    booking is lost after it was done. `slow`: seconds that every call takes.
    """

    checks: bool = True
    events: dict[str, Event] = field(default_factory=dict)  # by key
    known: list[Found] = field(default_factory=list)
    faults: list[MeetingError | None] = field(default_factory=list)
    loses: int = 0
    slow: float = 0.0
    calls: list[str] = field(default_factory=list)
    asked_by: list[Organiser] = field(default_factory=list)
    watches: dict[str, str] = field(default_factory=dict)  # secret by id
    lasts: timedelta = timedelta(days=2)  # a subscription

    async def _call(self, name: str, organiser: Organiser) -> None:
        self.calls.append(name)
        self.asked_by.append(organiser)
        await asyncio.sleep(self.slow)
        if self.faults and (fault := self.faults.pop(0)):
            raise fault

    async def search(self, organiser: Organiser, words: str) -> Sequence[Found]:
        await self._call("search", organiser)
        return [found for found in self.known if words.casefold() in found.name.casefold()]

    async def availabilities(
        self, organiser: Organiser, invitees: Sequence[Invitee], window: Span
    ) -> Sequence[Availability]:
        await self._call("availabilities", organiser)
        week = WorkingWeek(zone=UTC, hours=_OFFICE)
        return [Availability(invitee=invitee, week=week) for invitee in invitees]

    async def book(self, organiser: Organiser, plan: Plan) -> Event:
        await self._call("book", organiser)
        new = Event(id=f"id of {plan.key}", key=plan.key, start=plan.start, end=plan.end, link="https://x/")
        event = self.events.setdefault(plan.key, new)
        if self.loses:
            self.loses -= 1
            raise UnknownOutcomeError
        return event

    async def move(self, organiser: Organiser, event: Event, start: datetime, end: datetime) -> Event:
        await self._call("move", organiser)
        self.events[event.key] = replace(self.events[event.key], start=start, end=end)
        return self.events[event.key]

    async def cancel(self, organiser: Organiser, event: Event, comment: str) -> None:
        await self._call("cancel", organiser)
        self.events.pop(event.key, None)

    async def find(self, organiser: Organiser, key: str, id: str = "") -> Event | None:
        await self._call("find", organiser)
        return self.events.get(key)

    async def watch(self, organiser: Organiser, event: Event, address: str, secret: str) -> Watch:
        await self._call("watch", organiser)
        id = f"watch-{len(self.watches) + 1}"
        self.watches[id] = secret
        return Watch(id=id, expires=datetime.now(UTC) + self.lasts)

    async def renew(self, organiser: Organiser, watch: str) -> Watch:
        await self._call("renew", organiser)
        if watch not in self.watches:
            raise EventGoneError
        return Watch(id=watch, expires=datetime.now(UTC) + self.lasts)

    async def unwatch(self, organiser: Organiser, watch: str) -> None:
        await self._call("unwatch", organiser)
        self.watches.pop(watch, None)


@dataclass
class FakeSignIn:
    """The faces of `meetings.ports.SignIn`, and of what makes the card to sign in by."""

    signed_in: set[str] = field(default_factory=set)  # ids in Teams
    fault: MeetingError | None = None

    async def has_token(self, organiser: Organiser) -> bool:
        return organiser.user in self.signed_in

    async def sign_out(self, organiser: Organiser) -> None:
        self.signed_in.discard(organiser.user)

    async def activity(self, organiser: Organiser, conversation: str, origin: object) -> dict[str, Any]:
        if self.fault:
            raise self.fault
        return {"type": "message", "text": f"Sign in, {organiser.user}, in {conversation}"}
