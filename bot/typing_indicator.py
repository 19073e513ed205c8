"""The typing indicator: shown to who has waited a second, and gone with the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from bot.errors import DeliveryError

logger = logging.getLogger(__name__)

_AFTER = 1.0  # seconds
_AGAIN = 3.0  # Teams lets one fade after a few seconds


class TypingIndicator:
    """Costs nothing where the answer comes sooner; always ends with its block."""

    def __init__(self, show: Callable[[], Awaitable[object]]) -> None:
        self._show = show
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(_AFTER, self._start)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._task:
            self._task.cancel()

    def _start(self) -> None:
        self._task = asyncio.create_task(self._repeat())

    async def _repeat(self) -> None:
        try:
            while True:
                await self._show()
                await asyncio.sleep(_AGAIN)
        except DeliveryError as error:
            logger.info("No typing indicator: %s", type(error).__name__)
