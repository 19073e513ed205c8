from __future__ import annotations

from datetime import UTC, datetime

from bot.store.store import Store
from tests import quiet_contract
from tests.clock import Clock
from tests.integration.handoff_rows import ANA, MEGAN


async def test_the_store_keeps_to_the_contract(database_url: str) -> None:
    store = Store(database_url, Clock(datetime(2026, 11, 20, 8, tzinfo=UTC)))
    await store.open()
    async with store.work("t") as work:
        await quiet_contract.check(work.quiets, MEGAN, ANA)
    await store.close()
