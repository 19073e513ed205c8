"""Moments to send at: this process asks for one at a time and gives it to who is most in a hurry.

So all instances together have but a few moments ahead, and a message that somebody waits for never stands
behind the thousands of reminders of one morning: it gets the next moment that comes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.allowance import Slot
from bot.errors import TooEarlyError
from bot.leases import boot_time
from bot.store import allowances
from bot.store.allowances import Allowances

_TOLERANCE = 0.04  # seconds that a message may leave after its moment
_PATIENCE = 2.0  # seconds to wait where a tenant has no moment for a while
_LONGEST_PAUSE = 60.0  # that a channel's Retry-After is believed for all of a tenant

_Value = TypeVar("_Value")
_Waiter = asyncio.Future[Slot]
_Reserving = asyncio.Task[Slot | None]


def _for_all(asking: Coroutine[Any, Any, _Value]) -> asyncio.Task[_Value]:
    """Also for who is in a hurry, so it takes along nothing of the one who began it: no patience, no ids."""
    return asyncio.create_task(asking, context=Context())


@dataclass
class _Line:
    """Who waits for a moment of one tenant."""

    urgent: deque[_Waiter] = field(default_factory=deque)
    patient: deque[_Waiter] = field(default_factory=deque)
    serving: asyncio.Task[None] | None = None

    def next(self) -> _Waiter | None:
        """The one whose turn it is; those who went away are passed over."""
        for waiting in (self.urgent, self.patient):
            while waiting:
                waiter = waiting.popleft()
                if not waiter.done():
                    return waiter
        return None

    def fail(self, error: Exception) -> None:
        while waiter := self.next():
            waiter.set_exception(error)

    @property
    def empty(self) -> bool:
        return self._count == 0

    @property
    def several(self) -> bool:
        return self._count > 1

    @property
    def _count(self) -> int:
        return sum(not waiter.done() for waiter in (*self.urgent, *self.patient))


class Slots:
    """The moments of all tenants for this process. `clock`: seconds that never jump."""

    def __init__(self, shared: Allowances, clock: Callable[[], float] = boot_time) -> None:
        self._shared, self._clock = shared, clock
        self._lines: dict[str, _Line] = {}

    async def take(self, tenant: str, *, urgent: bool) -> Slot:
        """The next moment of the tenant; TooEarlyError where there is none for a while."""
        line = self._lines.setdefault(tenant, _Line())
        waiter: _Waiter = asyncio.get_running_loop().create_future()
        (line.urgent if urgent else line.patient).append(waiter)
        if line.serving is None:
            line.serving = _for_all(self._serve(tenant, line))
        return await waiter

    async def reached(self, slot: Slot) -> bool:
        """Wait until it has come; False: this process was too slow, or was stopped, and it has gone by."""
        await self._until(slot.at)
        return self._clock() <= slot.until

    async def _until(self, at: float) -> None:
        if (ahead := at - self._clock()) > 0:
            await asyncio.sleep(ahead)

    async def settled(self) -> None:
        """Wait for what is still asked of the database as the program ends, when nobody waits any more."""
        if tasks := [line.serving for line in self._lines.values() if line.serving]:
            await asyncio.wait(tasks)

    async def hold_off(self, tenant: str, seconds: float) -> None:
        await self._shared.hold_off(tenant, min(seconds, _LONGEST_PAUSE))

    async def _serve(self, tenant: str, line: _Line) -> None:
        ahead: _Reserving | None = None
        try:
            while not line.empty:
                slot = await (ahead or self._reserve(tenant))
                # While this one is awaited the next is asked for, or the moments in between would be lost.
                ahead = _for_all(self._reserve(tenant)) if line.several else None
                await self._give(slot, line)
        except Exception as error:  # whatever it was, those who wait shall know
            line.fail(error)
        finally:
            if ahead:  # broken off, a question would cost its connection
                await asyncio.gather(ahead, return_exceptions=True)
            line.serving = None
            if line.empty:
                self._lines.pop(tenant, None)
            else:  # somebody has come meanwhile
                line.serving = _for_all(self._serve(tenant, line))

    async def _reserve(self, tenant: str) -> Slot | None:
        asked = self._clock()
        wait = await self._shared.reserve(tenant)
        if wait is None:
            return None
        # The answer says how far off it was at some time between the question and now.
        return Slot(at=self._clock() + wait, until=asked + wait + _TOLERANCE)

    async def _give(self, slot: Slot | None, line: _Line) -> None:
        if slot is None:
            await asyncio.sleep(_PATIENCE)
            line.fail(TooEarlyError(_PATIENCE))
            return
        await self._until(slot.at)
        if self._clock() <= slot.until and (waiter := line.next()):
            waiter.set_result(slot)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The Allowance that all instances share. `urgent`: somebody waits for what is sent."""

    slots: Slots
    urgent: bool

    async def slot(self, tenant: str) -> Slot:
        return await self.slots.take(tenant, urgent=self.urgent)

    async def reached(self, slot: Slot) -> bool:
        return await self.slots.reached(slot)

    async def enter(self, connection: AsyncConnection, tenant: str, conversation: str) -> None:
        if (wait := await allowances.enter(connection, tenant, conversation)) is not None:
            raise TooEarlyError(wait)

    async def hold_off(self, tenant: str, seconds: float) -> None:
        await self.slots.hold_off(tenant, seconds)
