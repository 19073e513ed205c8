"""Takes away what has served its time: deliveries that cannot come again, and what is kept for a time.

It also looks for what an older Baton, which knows of no reminders, has changed.
"""

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
_OPERATIONS_KEPT = timedelta(days=7)
_LOOKED_BACK = timedelta(days=2)  # for what an older Baton beside this one has changed
_EVERY = 3600.0  # seconds
_BREATH = 0.1  # seconds in which others may write


class Tidying:
    """Every process does it; what one has deleted the others do not find."""

    def __init__(self, store: Store, retention: timedelta | None = None) -> None:
        self._store, self._retention = store, retention

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
                more = await self._prune()
                if not more:
                    await self._store.plan_missed(self._store.now() - _LOOKED_BACK)
            except StoreError as error:
                logger.warning("What is old could not be deleted: %s", type(error).__name__)

    async def _prune(self) -> bool:
        """Delete some of all that is old; False: there is no more."""
        now = self._store.now()
        more = await self._store.prune_turns(now - _KEPT)
        more = await self._store.prune_operations(now - _OPERATIONS_KEPT) or more
        if self._retention:
            for prune in (self._store.prune_handoffs, self._store.prune_said):
                more = await prune(now - self._retention) or more
        return more
