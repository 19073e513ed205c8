"""How full the queue is, told to telemetry every quarter of a minute; only where telemetry is wanted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from aiohttp import web

from bot.errors import StoreError
from bot.store.jobs import State
from bot.store.queue import Queue
from bot.store.repository import Clock
from bot.telemetry import Telemetry

logger = logging.getLogger(__name__)

_INTERVAL = 15.0  # seconds
_DUE = "due"  # waiting, and its time has come
_WATCHED = (_DUE, State.RUNNING, State.SENDING, State.FAILED, State.UNREACHABLE, State.UNKNOWN)


class Gauges:
    """Reads the queue of all tenants; every instance on one database tells the same."""

    def __init__(
        self, queue: Callable[[], Queue], telemetry: Telemetry, now: Clock, interval: float = _INTERVAL
    ) -> None:
        self._queue, self._telemetry, self._now, self._interval = queue, telemetry, now, interval

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Read for as long as the application runs."""
        reading = asyncio.create_task(self._keep_reading())
        yield
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading

    async def _keep_reading(self) -> None:
        while True:
            try:
                await self.read()
            except StoreError as error:
                logger.warning("The queue could not be measured: %s", type(error).__name__)
            await asyncio.sleep(self._interval)

    async def read(self) -> None:
        """Read once."""
        now = self._now()
        async with self._queue() as queue:
            counts = await queue.counts()
            due, oldest = await queue.backlog(now)
        found = dict.fromkeys(_WATCHED, 0) | counts | {_DUE: due}  # a state that emptied goes back to 0
        self._telemetry.queue(found, (now - oldest).total_seconds() if oldest else 0.0)
