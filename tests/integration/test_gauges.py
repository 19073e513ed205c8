"""The queue as telemetry sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.gauges import Gauges
from bot.store.store import Store
from bot.store.tables import job
from bot.telemetry import NoTelemetry

pytestmark = pytest.mark.engines("sqlite", "postgresql")

_NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Kept(NoTelemetry):
    """Keeps what it is told of the queue."""

    def __init__(self) -> None:
        self.told: list[tuple[dict[str, int], float]] = []

    def queue(self, jobs: Mapping[str, int], oldest: float) -> None:
        self.told.append(({str(state): count for state, count in jobs.items()}, oldest))


async def _add(store: Store, *due: datetime) -> None:
    async with store.work("tenant") as work:
        for number, moment in enumerate(due):
            assert await work.jobs.add("reminder", f"key-{number}", moment, {"version": 1})
        await work.commit()


def _gauges(store: Store, kept: Kept, interval: float = 15.0) -> Gauges:
    return Gauges(store.queue, kept, lambda: _NOW, interval)


async def test_what_is_due_and_what_is_stuck_is_counted(store: Store) -> None:
    kept = Kept()
    await _add(store, _NOW - timedelta(seconds=90), _NOW - timedelta(seconds=5), _NOW + timedelta(days=1))
    await _gauges(store, kept).read()
    async with store._engine.begin() as connection:
        await connection.execute(sa.update(job).where(job.c.key == "key-0").values(state="failed"))
    await _gauges(store, kept).read()

    empty = {"running": 0, "sending": 0, "unreachable": 0, "unknown": 0}
    assert kept.told == [
        ({"due": 2, "failed": 0, **empty}, 90.0),
        ({"due": 1, "failed": 1, **empty}, 5.0),
    ]


async def test_it_goes_on_when_the_database_was_away(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    async with aclosing(_gauges(store, kept, interval=0.01).opened(web.Application())) as running:  # type: ignore[type-var]
        await anext(running)
        await _until(lambda: bool(kept.told))
        async with store._engine.begin() as connection:
            await connection.execute(sa.text("ALTER TABLE job RENAME TO gone"))
        await _until(lambda: "could not be measured" in caplog.text)
        async with store._engine.begin() as connection:
            await connection.execute(sa.text("ALTER TABLE gone RENAME TO job"))
        before = len(kept.told)
        await _until(lambda: len(kept.told) > before)
        with pytest.raises(StopAsyncIteration):
            await anext(running)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what it waits for knows of no event
            await asyncio.sleep(0.01)
