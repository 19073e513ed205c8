"""A turn that waits within the database while another one begins and ends reads what that one wrote."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.store.opening import Opened
from bot.store.store import Store
from bot.store.tables import turn
from bot.store.turns import Answer, Delivery, Ending
from dialogs.state import State

pytestmark = pytest.mark.engines("postgresql")


def _delivery(id: str) -> Delivery:
    return Delivery(tenant="t", conversation="c", activity=id, person="ana", content=id)


async def _begin(store: Store, delivery: Delivery) -> Opened | None:
    async with store.work("t") as work:
        opened = await work.begin(delivery, "second", store.now())
        if opened:
            await work.commit()
        return opened


async def _waiter(store: Store) -> int:
    """The server's process that waits for another one's transaction."""
    waiting = sa.text(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(10):
        while True:
            async with store.queue() as queue:
                if pid := (await queue.connection.execute(waiting)).scalar():
                    return int(pid)
            await asyncio.sleep(0.02)


async def _passed_over(store: Store, elsewhere: Store, later: Delivery) -> Opened | None:
    """What a turn begins with that was held up while a whole other one passed."""
    first = _delivery("first")
    async with store.work("t") as work:
        assert await work.begin(first, "first", store.now())
        await work.conversations.save("c", "ana", State(thread={"stage": 3}))
        second = asyncio.create_task(_begin(elsewhere, later))
        stopped = await _waiter(store)
        os.kill(stopped, signal.SIGSTOP)  # as a busy machine may leave it for a while
        try:
            await work.commit()
            async with store.work("t") as ending:
                answer = Answer(status=201)
                await ending.turns.finish(
                    [Ending(delivery=first, owner="first", answer=answer, until=store.now())]
                )
                await ending.commit()
        finally:
            os.kill(stopped, signal.SIGCONT)

    return await second


async def test_a_turn_that_was_held_up_reads_the_state_as_it_is_now(store: Store, elsewhere: Store) -> None:
    opened = await _passed_over(store, elsewhere, _delivery("second"))

    assert opened is not None
    assert (opened.revision, opened.state["thread"]) == (1, {"stage": 3})


async def test_the_same_content_that_was_held_up_does_not_begin(store: Store, elsewhere: Store) -> None:
    again = replace(_delivery("second"), content="first")

    assert await _passed_over(store, elsewhere, again) is None
    async with store.queue() as queue:
        begun = await queue.connection.execute(sa.select(turn.c.activity))
        assert list(begun.scalars()) == ["first"]
