"""Serve until told to stop: then finish what is under way, refuse what is new, and be gone in time."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot import logs

logger = logging.getLogger(__name__)

LONGEST_HEADER = 32 * 1024  # bytes; so a token that is too long is refused by the door, without a word
FINISHING = 10.0  # seconds for the requests under way
_CLOSING = 3.0  # seconds for closing the database and the connections
_LAST_BYTES = 0.5  # seconds for answers that are ready and not yet written, and for what was cut off
_OVERDUE = (
    3.0  # seconds until a process that should be gone, its telemetry handed over, is ended the hard way
)

_CUT_OFF = "Stopping: %d requests were not finished within %g s and are cut off"
_STUCK = "Stopping: something does not end, so the process is ended as it is"

Stop = Callable[[], Awaitable[None]]


class Drain:
    """The requests under way, and whether new ones may come."""

    def __init__(self) -> None:
        self.is_on = False
        self._under_way: set[asyncio.Task[Any] | None] = set()
        self._nothing_left = asyncio.Event()
        self._others: list[Stop] = []

    def also(self, stop: Stop) -> None:
        """Call this too when Baton is told to stop; it has the same ten seconds and is cancelled after."""
        self._others.append(stop)

    def enter(self) -> asyncio.Task[Any] | None:
        """Note that a request begins; hand what comes back to `leave`."""
        task = asyncio.current_task()
        self._under_way.add(task)
        return task

    def leave(self, task: asyncio.Task[Any] | None) -> None:
        self._under_way.discard(task)
        if self.is_on and not self._under_way:
            self._nothing_left.set()

    async def finish(self, patience: float = FINISHING) -> None:
        """Let nothing new in, wait for what is under way, and cut off what takes longer (seconds)."""
        self.is_on = True
        others = [asyncio.ensure_future(stop()) for stop in self._others]
        waiting = [*others, asyncio.create_task(self._emptied())]
        _, late = await asyncio.wait(waiting, timeout=patience)
        if late:
            await self._cut_off(late, patience)
        for other in others:
            if other.done() and not other.cancelled() and (error := other.exception()):
                logger.error("Stopping: a part failed", exc_info=error)

    async def _emptied(self) -> None:
        if self._under_way:
            await self._nothing_left.wait()

    async def _cut_off(self, late: Iterable[asyncio.Future[Any]], patience: float) -> None:
        left = {task for task in self._under_way if task is not None}
        if left:
            logger.warning(_CUT_OFF, len(left), patience)
        unfinished: set[asyncio.Future[Any]] = {*late, *left}
        for task in unfinished:
            task.cancel()
        await asyncio.wait(unfinished, timeout=_LAST_BYTES)


DRAIN = web.AppKey("drain", Drain)


def run(app: web.Application, *, host: str, port: int, announce: Callable[[], None]) -> None:
    """Serve `app` until SIGTERM or SIGINT. What fails at the start is raised."""
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_serve(app, host, port, announce))


async def _serve(app: web.Application, host: str, port: int, announce: Callable[[], None]) -> None:
    asyncio.get_running_loop().set_exception_handler(logs.note_unhandled)
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=_LAST_BYTES,
        max_field_size=LONGEST_HEADER,
        auto_decompress=False,  # the channel packs nothing, so what is packed is not even looked at
    )
    try:
        told = _listen_for_signals()
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        told.serving = True
        announce()
        await told.to_stop.wait()
        logger.info("Stopping: no new requests; at most %g s for those under way", FINISHING)
        await app[DRAIN].finish()
    finally:
        # The port stays open until here, so that a late message is told to try again elsewhere.
        await _close(runner)


async def _close(runner: web.AppRunner) -> None:
    try:
        async with asyncio.timeout(_CLOSING):
            await runner.cleanup()
    except TimeoutError:
        logger.warning("Stopping: closing took longer than %g s and was left", _CLOSING)


class _Told:
    """What a signal does: end the start, or ask the server to stop."""

    def __init__(self, start: asyncio.Task[Any] | None) -> None:
        self.to_stop, self.serving, self._start = asyncio.Event(), False, start

    def __call__(self) -> None:
        if self.to_stop.is_set():
            return
        self.to_stop.set()
        _end_at_the_latest(FINISHING + _LAST_BYTES + _CLOSING + _OVERDUE)
        if not self.serving and self._start:
            self._start.cancel()


def _listen_for_signals() -> _Told:
    told = _Told(asyncio.current_task())
    with suppress(NotImplementedError):  # Windows: Ctrl-C ends asyncio.run itself
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, told)
    return told


def _end_at_the_latest(seconds: float) -> None:
    """A thread that hangs cannot be cancelled; what is committed is safe, so the process may just end."""

    def end() -> None:
        logger.critical(_STUCK)
        os._exit(1)

    watchdog = threading.Timer(seconds, end)
    watchdog.daemon = True
    watchdog.start()
