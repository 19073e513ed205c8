"""A knowledge that has changed: running handoffs are offered its items, their reminders follow its rules."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from aiohttp import web

from bot import patience
from bot.desks import Desks
from bot.errors import StoreError, TooEarlyError
from bot.kinds import Due, WorkKind
from bot.reminding import listeners
from bot.scheduling.stage import Stages
from bot.store.planning import PLAN
from bot.store.store import Store, Work
from bot.store.tables import job
from bot.store.unit import execute
from dialogs.reminding import telling
from handoffs import renewal
from handoffs.model import Handoff

logger = logging.getLogger(__name__)

CHANGED = "knowledge changed"
_AFTER_START = 1.0  # seconds
_AGAIN = 60.0
_GIVEN_UP = 86_400.0  # seconds for which another Baton may take up what is of its knowledge
_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """Each version of the knowledge is taken up once, by a process that has it."""

    store: Store
    stages: Stages
    desks: Desks
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=CHANGED, version=1, run=self._run)

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Look after the start, which does not wait for it."""
        task = asyncio.create_task(self._announce())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _announce(self) -> None:
        await asyncio.sleep(_AFTER_START)
        while True:
            try:
                await self.announce()
                return
            except StoreError as error:
                logger.warning("What is new in the knowledge waits: %s", type(error).__name__)
                await asyncio.sleep(_AGAIN)

    async def announce(self) -> None:
        """Have every tenant's running handoffs looked at, where this version is new to them."""
        for tenant in await self.store.tenants():
            await self._announce_to(tenant)
        self.wake()

    async def _announce_to(self, tenant: str) -> None:
        """Where another version was the last: also one that was there before, and has come back."""
        version = self.desks.expert.version
        last = sa.select(job.c.id, job.c.payload).where(job.c.tenant == tenant, job.c.kind == CHANGED)
        async with self.store.work(tenant) as work:
            row = (await execute(work.connection, last.order_by(job.c.id.desc()).limit(1))).first()
            if row is None or row.payload.get("knowledge") != version:
                key = f"{version}:{row.id}" if row else version
                await work.jobs.add(CHANGED, key, self.store.now(), {"version": 1, "knowledge": version})
                await work.commit()

    async def _run(self, due: Due) -> None:
        if due.payload["knowledge"] != self.desks.expert.version:
            if due.late < _GIVEN_UP:
                raise TooEarlyError(_AGAIN)
            await self._announce_to(due.tenant)  # so that it is taken up when a Baton comes that has it
            return
        last = 0
        while numbers := await self._page(due.tenant, last):
            for number in numbers:
                await patience.decided(partial(self._renew, due, number))
            last = numbers[-1]
            self.wake()

    async def _page(self, tenant: str, after: int) -> Sequence[int]:
        async with self.store.work(tenant) as work:
            return await work.handoffs.running(after, _PAGE)

    async def _renew(self, due: Due, number: int) -> None:
        """Offer one handoff what is new; its reminders are planned by the rules as they are now."""
        now = self.store.now()
        async with self.store.work(due.tenant) as work:
            work.handoffs.holds = True
            handoff = await work.handoffs.find(number)
            kind = self.desks.expert.kinds.get(handoff.kind) if handoff else None
            if handoff is None or kind is None:
                return
            change = renewal.offer(handoff, kind, now)
            if not change.is_empty:
                await work.handoffs.save(change)
                await self._tell(work, due, change.handoff)
            await work.jobs.add(PLAN, f"{number}:{due.key}", now, {"version": 1, "number": number})
            await work.commit()

    async def _tell(self, work: Work, due: Due, handoff: Handoff) -> None:
        """Who owns it: the giver, and once it is handed over the receiver."""
        owner = handoff.parties.receiver if handoff.transferred else handoff.parties.giver
        place = await listeners.place(work, owner)
        stage = await self.stages.of(work, due.tenant, owner, place) if place else None
        if stage:
            reply = await telling.items_offered(stage.turn, handoff)
            await stage.outbox.tell(owner, reply)
            await stage.outbox.flush()
