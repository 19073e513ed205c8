"""Calendars in memory, and the worker between them and the conversation: each step as it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from dialogs.desk import Profile
from dialogs.meeting import signing, working
from dialogs.meeting.working import Findings, Prepared
from dialogs.message import Message, Person, Reply
from dialogs.operation import WORKING, Operation, Purpose, Stage
from dialogs.state import State
from dialogs.turn import Outcome, Turn
from meetings import hours, zones
from meetings.errors import MeetingError
from meetings.model import (
    Attending,
    Availability,
    Blind,
    Busy,
    Event,
    FreeBusy,
    Invitee,
    Response,
    WorkingWeek,
)
from meetings.ports import Found
from tests.office import TENANT, Colleague, Office


@dataclass
class Planner:
    """Everybody's calendar by person id; `errors` come up one by one, before anything is done."""

    office: Office
    busy: dict[str, list[Busy]] = field(default_factory=dict)
    blind: dict[str, Blind] = field(default_factory=dict)
    directory: list[Found] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    errors: list[MeetingError] = field(default_factory=list)
    plans: list[working.Prepared] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    looks: int = 0
    last: MeetingError | None = None  # that came up

    def block(self, who: Colleague, start: datetime, **length: float) -> None:
        end = start + timedelta(**(length or {"minutes": 30}))
        span = Busy(start=start, end=end, status=FreeBusy.BUSY)
        self.busy.setdefault(who.id, []).append(span)

    async def run(self, who: Colleague) -> Reply:
        """Carry out what this person has under way, until it waits for them; what their message shows."""
        reply = Reply()
        while (operation := self.under_way(who)) is not None:
            reply = await self._once(who, operation)
            if isinstance(self.last, MeetingError) and self.under_way(who) == self.newest(who):
                break
        return reply

    def newest(self, who: Colleague) -> Operation:
        return [each for each in self.office.operations.values() if each.person == who.id][-1]

    def under_way(self, who: Colleague) -> Operation | None:
        mine = [each for each in self.office.operations.values() if each.person == who.id]
        return next((each for each in mine if each.stage in WORKING), None)

    async def _once(self, who: Colleague, operation: Operation) -> Reply:
        prepared = await working.prepare(self.turn(who).desk, operation)
        if prepared is None:
            await self.turn(who).desk.operations.save(replace(operation, stage=Stage.ENDED))
            return Reply(text="nothing to do")
        taken = False
        try:
            findings = self._asked(operation, prepared)
        except MeetingError as error:
            findings = Findings(error=error)
        except _TakenError:
            taken, findings = True, Findings()
        self.last = findings.error
        turn = self.turn(who)
        if taken:
            new, reply = await working.taken(turn, operation)
        elif operation.stage is Stage.LOOKING:
            new, reply = await working.looked(turn, operation, findings)
        else:
            new, reply = await working.acted(turn, operation, findings)
        saved = await turn.desk.operations.save(new)
        assert (reply.operation, reply.revision) == (saved.id, saved.revision)
        return reply

    async def signs_in(self, who: Colleague) -> Outcome:
        """The token service has a token for them now."""
        return await signing.signed_in(self.turn(who).message, self.office.desk())

    def turn(self, who: Colleague) -> Turn:
        profile = self.office.profiles_kept.get(who.user) or Profile(person=who.user)
        state = self.office.states.get((who.chat, who.user)) or State()
        message = Message(person=Person(tenant=TENANT, id=who.user), conversation=f"chat-{who.id}")
        return Turn(message=message, text="", state=state, profile=profile, desk=self.office.desk())

    def _asked(self, operation: Operation, prepared: Prepared) -> Findings:
        if self.errors:
            raise self.errors.pop(0)
        if operation.purpose in (Purpose.SIGN_IN, Purpose.SIGN_OUT):
            return Findings()
        if prepared.search:
            return Findings(found={name: self._found(name) for name in prepared.search})
        if operation.stage is Stage.LOOKING:
            self.looks += 1
            return Findings(availabilities=self._availabilities(prepared.invitees))
        self.plans.append(prepared)
        return Findings(event=_ACTS[operation.purpose](self, operation, prepared))

    def _found(self, name: str) -> list[Found]:
        return [each for each in self.directory if name.casefold() in each.name.casefold()]

    def _availabilities(self, invitees: Sequence[Invitee]) -> list[Availability]:
        return [self._availability(invitee) for invitee in invitees]

    def _availability(self, invitee: Invitee) -> Availability:
        zone = zones.zone(invitee.zone) or UTC
        told = hours.read(invitee.hours) if invitee.hours else None
        week = WorkingWeek(zone=zone, hours=told) if told else hours.usual(zone, invitee.country)
        blind = self.blind.get(invitee.person)
        if not self.office.defaults.checks:
            blind = Blind.NOT_CHECKED
        external = invitee.address.endswith("@fabrikam.com")
        busy = () if blind else tuple(self.busy.get(invitee.person, ()))
        return Availability(invitee=replace(invitee, external=external), week=week, busy=busy, blind=blind)

    def _book(self, operation: Operation, prepared: Prepared) -> Event:
        plan = prepared.plan
        assert plan is not None
        if plan.key in self.events:
            return self.events[plan.key]
        if not working.still_free(operation, self._availabilities(prepared.invitees)):
            raise _TakenError
        link = "https://teams.example/join" if self.office.defaults.checks else ""
        event = Event(
            id=f"event-{plan.key}",
            key=plan.key,
            start=plan.start,
            end=plan.end,
            link=link,
            attending=tuple(
                Attending(address=each.address, response=_NONE, required=each.required)
                for each in plan.invitees
                if each.address
            ),
        )
        self.events[plan.key] = event
        return event

    def _move(self, operation: Operation, prepared: Prepared) -> Event:
        plan = prepared.plan
        assert plan is not None
        if not working.still_free(operation, self._availabilities(prepared.invitees)):
            raise _TakenError
        moved = replace(self.events[plan.key], start=plan.start, end=plan.end)
        self.events[plan.key] = moved
        return moved

    def _cancel(self, operation: Operation, prepared: Prepared) -> Event | None:
        self.comments.append(prepared.comment)
        event = self.events.pop(operation.key, None)
        return replace(event, cancelled=True) if event else None


class _TakenError(Exception):
    """The chosen time does not suit any more."""


_NONE = Response.NOT_RESPONDED
_ACTS = {
    Purpose.BOOK: Planner._book,
    Purpose.MOVE: Planner._move,
    Purpose.CANCEL: Planner._cancel,
}
