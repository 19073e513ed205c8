"""The workers of this process, each for kinds of its own."""

from __future__ import annotations

import asyncio

from bot.jobs import Worker


class Workers:
    """Started, woken and stopped together."""

    def __init__(self) -> None:
        self._all: list[Worker] = []

    def add(self, worker: Worker) -> None:
        self._all.append(worker)

    def start(self) -> None:
        for worker in self._all:
            worker.start()

    def wake(self) -> None:
        """Look at once: a job that is due now was just committed in this process."""
        for worker in self._all:
            worker.wake()

    async def stop(self, grace: float = 10.0) -> None:
        """As each does, all within the same `grace` seconds."""
        await asyncio.gather(*(worker.stop(grace) for worker in self._all))
