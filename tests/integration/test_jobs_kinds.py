"""Workers of one process, each for kinds of its own: none judges what another one's died of."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
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


@pytest.mark.parametrize("damage", [KeyError("person"), TypeError(), ValueError(), AttributeError()])
async def test_a_damaged_message_ends_and_keeps_no_others_from_being_taken_up(
    store: Store, damage: Exception
) -> None:
    """What follows from its end cannot be worked out: neither as it is sent, nor as it is taken away."""

    async def ended(connection: AsyncConnection, what: Ended) -> None:
        if what.payload["text"] != "whole":
            raise damage

    for key in ("damaged", "abandoned", "whole"):
        await add(store, key)
    for key in ("abandoned", "whole"):
        await _die_sending(store, key)

    async with working(store, Channel(), replace(NOTE, ended=ended)):
        await settled(store, "damaged", "abandoned", "whole")

    assert [await state(store, key) for key in ("damaged", "abandoned", "whole")] == [
        *("done", "unknown", "unknown")
    ]


async def test_what_was_claimed_too_slowly_is_given_back_at_once(store: Store) -> None:
    """The lease was over before anything was begun: nobody has to wait until it is judged."""
    await add(store, "k")
    channel = Channel()

    async with working(store, channel, pace=replace(PACE, lease=30.0)) as worker:
        await settled(store, "k")
        await add(store, "late")
        async with store.queue() as queue:
            held = await queue.claim(worker._owner, ["note"], 1, datetime.now(UTC))
            await queue.commit()
        for each in held:  # none where the worker was quicker
            worker._take_up(each, worker._clocks.monotonic() - 31)
        await settled(store, "late")

    assert sorted(channel.sent) == ["k", "late"]
