"""What the instances share of Teams' limits, put together for one process."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from bot.allowance import Allowance
from bot.allowance_counts import Counts
from bot.allowance_slots import Shared, Slots
from bot.store.allowances import Allowances, Units


class Shares:
    """`urgent` for what somebody waits for, `patient` for what goes to many at once, `counts` for turns."""

    def __init__(self, units: Units) -> None:
        shared = Allowances(units)
        self._slots = Slots(shared)
        self.counts = Counts(shared)
        self.urgent: Allowance = Shared(slots=self._slots, urgent=True)
        self.patient: Allowance = Shared(slots=self._slots, urgent=False)

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Nothing is asked of the database any more once the application has ended."""
        yield
        await self._slots.settled()


async def wait(allowance: Allowance, tenant: str) -> None:
    """Wait until something else than a message may be asked of the channel: it counts as one."""
    while not await allowance.reached(await allowance.slot(tenant)):
        pass
