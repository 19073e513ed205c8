"""What is done for many at once lets the turns of this process go first, between two of its statements.

One event loop carries out both, a slice of each in turn: a question that meets a reminder would otherwise
take twice as long. Nobody gives way for long, so reminders also come where somebody always writes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

_AT_MOST = 0.05  # seconds that one job gives way in all: it may hold rows that the turn waits for


class Courtesy:
    """Who is in a turn, and who gives way to them."""

    def __init__(self) -> None:
        self._turns = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Somebody waits for an answer as long as this is entered."""
        self._turns += 1
        self._none.clear()
        try:
            yield
        finally:
            self._turns -= 1
            if not self._turns:
                self._none.set()

    @contextmanager
    def behind(self) -> Iterator[None]:
        """Each statement within it comes after the turns that are under way."""
        token = _patience.set(_Patience(none=self._none))
        try:
            yield
        finally:
            _patience.reset(token)


@dataclass
class _Patience:
    none: asyncio.Event
    left: float = _AT_MOST

    async def wait(self) -> None:
        if self.none.is_set() or self.left <= 0:
            return
        began = time.monotonic()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.left):
                await self.none.wait()
        self.left -= time.monotonic() - began


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


async def give_way() -> None:
    """Wait for the turns under way, where this is done behind them."""
    if patience := _patience.get():
        await patience.wait()
