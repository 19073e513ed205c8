"""Takes away what has served its time: deliveries that cannot come again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

from aiohttp import web

from bot.errors import StoreError
from bot.store.store import Store

logger = logging.getLogger(__name__)

_KEPT = timedelta(days=30)
_EVERY = 3600.0  # seconds
_BREATH = 0.1  # seconds in which others may write


class Tidying:
    """Every process does it; what one has deleted the others do not find."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _run(self) -> None:
        more = True
        while True:
            await asyncio.sleep(_BREATH if more else _EVERY)
            try:
                more = await self._store.prune_turns(self._store.now() - _KEPT)
            except StoreError as error:
                logger.warning("Old deliveries could not be deleted: %s", type(error).__name__)
