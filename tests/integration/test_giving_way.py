"""What is done behind the turns waits for them on PostgreSQL, and on SQLite, which has one writer, never."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import pytest
import sqlalchemy as sa

from bot import courtesy as room
from bot.courtesy import Courtesy
from bot.store.store import Store
from bot.store.unit import execute

_LONG = 1.0  # seconds


async def test_statements_wait_for_a_turn_where_there_are_several_writers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_Patience", partial(room._Patience, left=_LONG))
    courtesy = Courtesy()

    async def turn() -> None:
        with courtesy.turn():
            await asyncio.sleep(10)

    async with store.queue() as queue:
        await execute(queue.connection, sa.text("SELECT 1"))  # connected
        under_way = asyncio.create_task(turn())
        await asyncio.sleep(0)
        began = time.monotonic()
        with courtesy.behind():
            await execute(queue.connection, sa.text("SELECT 1"))
        took = time.monotonic() - began
        under_way.cancel()

    assert (took > _LONG * 0.9) is (queue.connection.dialect.name == "postgresql")
