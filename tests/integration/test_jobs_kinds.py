"""Workers of one process, each for kinds of its own: none judges what another one's died of."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.kinds import Ended
from bot.store.jobs import State
from bot.store.store import Store
from bot.store.tables import job
from tests.integration.working import NOTE, PACE, Channel, add, settled, state, working

_OTHER = replace(NOTE, name="other")


async def test_what_follows_from_an_abandoned_message_is_written_by_the_worker_that_knows_it(
    store: Store,
) -> None:
    told = list[State]()

    async def ended(connection: AsyncConnection, what: Ended) -> None:
        told.append(what.state)

    await add(store, "hello")
    await _die_sending(store, "hello")

    async with working(store, Channel(), _OTHER):
        await asyncio.sleep(3 * PACE.lease)
        assert await state(store, "hello") == "sending"
        async with working(store, Channel(), replace(NOTE, ended=ended)):
            await settled(store, "hello")

    assert await state(store, "hello") == "unknown"
    assert told == [State.UNKNOWN]


async def _die_sending(store: Store, key: str) -> None:
    """Somebody took it up, and was killed in the middle of its message."""
    async with store.queue() as queue:
        held = {"state": "sending", "owner": "dead", "fence": 1, "attempts": 1}
        await queue.connection.execute(sa.update(job).where(job.c.key == key).values(**held))
        await queue.commit()
