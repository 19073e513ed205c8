"""One delivery while it is dealt with: decided once, in a unit of work, and then finished."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from bot.errors import ConflictError
from bot.store.store import Store, Work
from bot.store.turns import Answer, Delivery, Seen, State
from dialogs.desk import Desk
from dialogs.message import Given, Message

_Result = TypeVar("_Result")
Decide = Callable[[Message, Desk], Awaitable[_Result]]
REPLY = "reply"  # the kind of job that sends what a turn could not
_SOON = 2.0  # seconds until it is tried again where the channel did not say when
_TRIES = 4
_LEASE = timedelta(seconds=20)  # the longest decision and the longest delivery together take 15
_SHORTEST_WAIT, _LONGEST_WAIT = 0.01, 0.2  # seconds between two looks at another process's turn


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An answer that was sent, and the id of its message."""

    given: Given
    message: str


@dataclass(frozen=True, kw_only=True)
class Later:
    """A message that the channel did not take yet; `wait` in seconds, where it said for how long."""

    payload: Mapping[str, Any]
    wait: float | None


@dataclass(frozen=True)
class _Decided(Generic[_Result]):
    result: _Result


@dataclass(kw_only=True)
class Turn:
    """One delivery while it is dealt with."""

    delivery: Delivery
    arrived: datetime
    store: Store
    desk: Callable[[Work], Desk]
    repeated: Answer | None = None  # what was answered when it ran before
    missed: bool = False  # something said earlier may not have arrived
    told: bool = False  # and this turn says so
    unknown: bool = False  # what this turn said may not have arrived
    sent: list[Sent] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)  # what is still to be sent
    failed: bool = False
    begun: bool = False
    owner: str = field(default_factory=lambda: secrets.token_hex(8))

    async def decide(self, message: Message, decide: Decide[_Result]) -> _Result | None:
        """Run the dialog and commit; None where the delivery ran before, and then `repeated` is set."""
        wait, tries = _SHORTEST_WAIT, 0
        while self.repeated is None:
            try:
                found = await self._once(message, decide)
            except ConflictError:
                tries += 1
                if tries == _TRIES:
                    raise
                continue
            if not isinstance(found, Seen):
                return found.result
            if not await self._settle(found):
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        return None

    async def _once(self, message: Message, decide: Decide[_Result]) -> _Decided[_Result] | Seen:
        async with self.store.work(self.delivery.tenant) as work:
            if not await work.turns.begin(self.delivery, self.owner, self.arrived):
                seen = await work.turns.find(self.delivery, self.arrived)
                if seen is None:
                    raise ConflictError  # it has ended just now
                return seen
            if self.delivery.action:
                await work.turns.renew_action(self.delivery)
            self.missed = await work.turns.missed(self.delivery)
            result = await decide(message, self.desk(work))
            await work.commit()
            self.begun = True
            return _Decided(result)

    async def _settle(self, seen: Seen) -> bool:
        """Deal with what stands in the way; False where there is nothing to do but wait."""
        if seen.state is not State.RUNNING:
            self.repeated = seen.answer
            return True
        if seen.began + _LEASE > self.store.now():
            return False
        async with self.store.work(self.delivery.tenant) as work:
            await work.turns.give_up(self.delivery, seen, Answer(status=HTTPStatus.OK))
            await work.commit()
        return True

    async def finish(self, answer: Answer, version: str) -> None:
        """Let the conversation go, and keep what later deliveries and reactions will ask for."""
        ended = self.store.now()
        async with self.store.work(self.delivery.tenant) as work:
            if not self.begun:  # it failed before its first commit; a second delivery shall not fail again
                self.begun = await work.turns.begin(self.delivery, self.owner, self.arrived)
            until = self.delivery.repeats(self.arrived, ended)
            await work.turns.finish(
                self.delivery, self.owner, answer=answer, until=until, unknown=self.unknown
            )
            if self.told:
                await work.turns.tell_missed(self.delivery)
            await self._remember(work, version)
            await self._postpone(work, ended)
            await work.commit()

    async def _remember(self, work: Work, version: str) -> None:
        """Keep which message held which answer, for a later thumbs up or down."""
        who = {"person": self.delivery.person, "conversation": self.delivery.conversation}
        for sent in self.sent:
            await work.feedback.remember(sent.given, **who, message=sent.message, version=version)

    async def _postpone(self, work: Work, now: datetime) -> None:
        """What is left to be said becomes jobs, one second apart so that they keep their order."""
        for place, later in enumerate(self.later):
            await work.jobs.add(
                kind=REPLY,
                key=f"{self.owner}:{place}",
                due=now + timedelta(seconds=(later.wait or _SOON) + place),
                payload=later.payload,
                target=self.delivery.conversation,
            )
