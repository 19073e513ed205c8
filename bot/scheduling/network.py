"""What an operation asks of the network: outside of any transaction, and safe to be asked again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from bot.origin import Place
from dialogs.meeting.working import Findings, Prepared
from dialogs.operation import Operation, Purpose, Stage
from meetings.errors import AwayError, EventGoneError, MeetingError, RefusedError, SignInError
from meetings.model import Availability, Event, Plan
from meetings.ports import Calendars, Organiser, SignIn

_Value = TypeVar("_Value")
_PAUSE, _LONGEST_PAUSE = 1.0, 3.0  # seconds before the one more try
_SOON = 5.0  # seconds: what took longer has been tried often enough
StillFree = Callable[[Operation, Sequence[Availability]], bool]


class SignInCards(Protocol):
    """Makes the message by which somebody signs in."""

    async def activity(self, organiser: Organiser, conversation: str, origin: Place) -> dict[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Backend:
    """One way to reach calendars. `sign_in` and `cards` only where people use their own tokens."""

    calendars: Calendars
    sign_in: SignIn | None = None
    cards: SignInCards | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What came of it. `taken`: the chosen time does not suit any more. `card`: to sign in by."""

    findings: Findings
    taken: bool = False
    card: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Network:
    """Asks for one operation at a time; whatever a service says becomes findings."""

    backend: Backend
    still_free: StillFree
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic

    async def ask(
        self, operation: Operation, prepared: Prepared, present: Event | None, place: Place
    ) -> Asked:
        """`present`: the meeting as the handoff has it, where there is one to be moved or cancelled."""
        try:
            if ask := _ASKED.get(operation.purpose):
                return Asked(findings=await ask(self, prepared.organiser))
            if operation.stage is Stage.LOOKING:
                return Asked(findings=await self._look(prepared))
            return await _ACTS[operation.purpose](self, operation, prepared, present)
        except SignInError as error:
            return await self._asked_to_sign_in(prepared, place, error)
        except MeetingError as error:
            return Asked(findings=Findings(error=error))

    async def _look(self, prepared: Prepared) -> Findings:
        found = {words: await self._search(prepared.organiser, words) for words in prepared.search}
        if found or not prepared.window or not prepared.invitees:
            return Findings(found=found)
        return Findings(availabilities=await self._availabilities(prepared))

    async def _search(self, organiser: Organiser, words: str) -> Sequence[Any]:
        return await self._patiently(lambda: self.backend.calendars.search(organiser, words))

    async def _availabilities(self, prepared: Prepared) -> Sequence[Availability]:
        window = prepared.window
        if window is None:
            return ()
        about = (prepared.organiser, prepared.invitees, window)
        return await self._patiently(lambda: self.backend.calendars.availabilities(*about))

    async def _book(self, operation: Operation, prepared: Prepared, present: Event | None) -> Asked:
        """What an earlier try has booked makes its own time busy: it is looked for before and after."""
        plan, calendars = _plan(prepared), self.backend.calendars
        if event := await self._booked(prepared, plan):
            return Asked(findings=Findings(event=event))
        if not self.still_free(operation, await self._availabilities(prepared)):
            event = await self._booked(prepared, plan)  # it may have come to be just now
            return Asked(findings=Findings(event=event), taken=event is None)
        event = await self._patiently(lambda: calendars.book(prepared.organiser, plan))
        return Asked(findings=Findings(event=event))

    async def _booked(self, prepared: Prepared, plan: Plan) -> Event | None:
        """What stands under the plan's key."""
        if not self.backend.calendars.checks:
            return None
        find, organiser = self.backend.calendars.find, prepared.organiser
        event = await self._patiently(lambda: find(organiser, plan.key))
        return event if event and not event.cancelled else None

    async def _move(self, operation: Operation, prepared: Prepared, present: Event | None) -> Asked:
        plan, organiser = _plan(prepared), prepared.organiser
        event = await self._present(organiser, present)
        if event is None or event.cancelled:
            raise EventGoneError
        if _is_at(event, plan):
            return Asked(findings=Findings(event=event))
        if not self.still_free(operation, await self._availabilities(prepared)):
            event = await self._present(organiser, present)  # an earlier try may have moved it just now
            is_moved = event is not None and _is_at(event, plan)
            return Asked(findings=Findings(event=event if is_moved else None), taken=not is_moved)
        move = self.backend.calendars.move
        moved = await self._patiently(lambda: move(organiser, event, plan.start, plan.end))
        return Asked(findings=Findings(event=moved))

    async def _cancel(self, operation: Operation, prepared: Prepared, present: Event | None) -> Asked:
        event = await self._present(prepared.organiser, present)
        if event and not event.cancelled:
            cancel = self.backend.calendars.cancel
            await self._patiently(lambda: cancel(prepared.organiser, event, prepared.comment))
        return Asked(findings=Findings(event=event and replace(event, cancelled=True)))

    async def _present(self, organiser: Organiser, present: Event | None) -> Event | None:
        """As it is in the calendar; where there is none, as the handoff has it."""
        if present is None or not self.backend.calendars.checks:
            return present
        find, key, id = self.backend.calendars.find, present.key, present.id
        return await self._patiently(lambda: find(organiser, key, id))

    async def _sign_in(self, organiser: Organiser) -> Findings:
        if self.backend.sign_in and not await self.backend.sign_in.has_token(organiser):
            raise SignInError
        return Findings()

    async def _sign_out(self, organiser: Organiser) -> Findings:
        if self.backend.sign_in:
            await self.backend.sign_in.sign_out(organiser)
        return Findings()

    async def _asked_to_sign_in(self, prepared: Prepared, place: Place, error: SignInError) -> Asked:
        if self.backend.cards is None or not place.conversation:
            return Asked(findings=Findings(error=error))
        try:
            card = await self.backend.cards.activity(prepared.organiser, place.conversation, place)
        except MeetingError as no_card:
            return Asked(findings=Findings(error=no_card))
        return Asked(findings=Findings(error=error), card=card)

    async def _patiently(self, ask: Callable[[], Awaitable[_Value]]) -> _Value:
        """Once more where it was soon said that nobody was reached, and no long wait is asked for."""
        began = self.clock()
        try:
            return await ask()
        except AwayError as error:
            wait = _PAUSE if error.retry_after is None else error.retry_after
            if error.open or wait > _LONGEST_PAUSE or self.clock() - began > _SOON:
                raise
        await self.sleep(wait)
        return await ask()


def _plan(prepared: Prepared) -> Plan:
    if prepared.plan is None:
        raise RefusedError("noPlan")
    return prepared.plan


def _is_at(event: Event, plan: Plan) -> bool:
    return not event.cancelled and (event.start, event.end) == (plan.start, plan.end)


_Act = Callable[[Network, Operation, Prepared, Event | None], Awaitable[Asked]]
_ACTS: dict[Purpose, _Act] = {
    Purpose.BOOK: Network._book,
    Purpose.MOVE: Network._move,
    Purpose.CANCEL: Network._cancel,
}
_ASKED: dict[Purpose, Callable[[Network, Organiser], Awaitable[Findings]]] = {
    Purpose.SIGN_IN: Network._sign_in,
    Purpose.SIGN_OUT: Network._sign_out,
}
