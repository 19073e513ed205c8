"""What turns say is never held up, but counted, so that reminders make room for it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress

from aiohttp import web

from bot.errors import StoreError
from bot.store.allowances import Allowances

logger = logging.getLogger(__name__)

_SOON = 0.03  # seconds from a message to its being known to all instances, where little is said
_AT_MOST_EVERY = 0.2
_PRUNE_EVERY = 600.0


class Counts:
    """Kept in this process and told to the others a little later, off the path of any turn."""

    def __init__(self, shared: Allowances) -> None:
        self._shared = shared
        self._said: Counter[tuple[str, str]] = Counter()
        self._some = asyncio.Event()

    def add(self, tenant: str, conversation: str) -> None:
        """Count one message."""
        self._said[tenant, ""] += 1
        self._said[tenant, conversation] += 1
        self._some.set()

    async def opened(self, app: web.Application) -> AsyncIterator[None]:
        """Tell the others for as long as the application runs."""
        tasks = [asyncio.create_task(each) for each in (self._keep_telling(), self._keep_pruning())]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def tell(self) -> None:
        """Tell the others once what was said since."""
        said, self._said = self._said, Counter()
        self._some.clear()
        try:
            await self._shared.count((*where, many) for where, many in said.items())
        except StoreError as error:  # it is about seconds, and they are over
            logger.warning("What was said could not be counted: %s", type(error).__name__)

    async def _keep_telling(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(_SOON)
            await self.tell()
            await asyncio.sleep(_AT_MOST_EVERY - _SOON)

    async def _keep_pruning(self) -> None:
        while True:
            await asyncio.sleep(_PRUNE_EVERY)
            try:
                await self._shared.prune()
            except StoreError as error:
                logger.warning("Full allowances could not be deleted: %s", type(error).__name__)
