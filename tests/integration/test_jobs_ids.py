"""The id of a job that was taken back is nobody else's: its worker may still hold it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store.jobs import State
from bot.store.queue import End, Job
from bot.store.store import Store

_NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


async def _add_and_claim(store: Store, key: str) -> Job:
    async with store.work("t") as work:
        assert await work.jobs.add("reminder", key, _NOW, {"version": 1}, target="c")
        await work.commit()
    async with store.queue() as queue:
        (claimed,) = await queue.claim("worker", ["reminder"], 5, _NOW)
        await queue.commit()
    return claimed


async def test_a_worker_cannot_end_the_job_that_came_after_its_own(store: Store) -> None:
    old = await _add_and_claim(store, "old")
    async with store.work("t") as work:
        assert await work.jobs.cancel("reminder", "old")
        await work.commit()
    new = await _add_and_claim(store, "new")

    async with store.queue() as queue:
        assert not await queue.renew(old)
        assert not await queue.begin_sending(old, _NOW)
        assert not await queue.finish(old, End(state=State.DONE), _NOW)
        assert await queue.finish(new, End(state=State.DONE), _NOW)
        await queue.commit()
    assert new.id > old.id
