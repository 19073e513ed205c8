"""How the work of a job is run: under a lease that is renewed while it lasts, and cancelled without it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.errors import ConflictError, LeaseLostError, UnavailableError
from bot.kinds import Due, WorkKind
from bot.leases import Lease
from bot.store.jobs import State
from bot.store.queue import End, Job, Queue


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Carries out jobs of a WorkKind."""

    queue: Callable[[], Queue]
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]

    async def run(self, job: Job, kind: WorkKind, due: Due, lease: Lease) -> End:
        """Run the work to its end; cancelled by LeaseLostError where the lease could not be kept."""
        work = asyncio.ensure_future(kind.run(due))
        renewing = asyncio.create_task(self._renew(job, lease))
        try:
            await asyncio.wait([work, renewing], return_when=asyncio.FIRST_COMPLETED)
            await (work if work.done() else renewing)
        finally:
            await ended([work, renewing])
        return End(state=State.DONE)

    async def _renew(self, job: Job, lease: Lease) -> None:
        """Renew for as long as it can be done; it ends by LeaseLostError only."""
        while True:
            await self.sleep(max(0.0, min(lease.seconds / 3, lease.left)))
            if lease.left <= 0:
                raise LeaseLostError
            began = self.clock()
            with suppress(UnavailableError, ConflictError):
                async with self.queue() as queue:
                    if not await queue.renew(job):
                        raise LeaseLostError
                    await queue.commit()
                lease.renewed(began)


async def ended(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel what still runs, and wait until all have ended."""
    waiting = list(tasks)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
