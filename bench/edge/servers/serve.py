"""What our own programs share: a credential without a token service, and a look inside while they run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from aiohttp import web
from azure.core.credentials import AccessToken

from bench.edge.servers.sampler import Sampler
from bot import logs, serving
from bot.config import LogFormat, Settings

REMEMBERED = "BENCH_REMEMBERED"  # how many answers are kept for when the same is asked again
LOOK = "/bench/look"
SAMPLING = "/bench/sampling"
_TICK = 0.01
_LIFE = 86_400


class Credential:
    """Gives a token at once, as one that is kept would be."""

    async def get_token(self, *scopes: str, **more: object) -> AccessToken:
        return AccessToken("bench", int(time.time()) + _LIFE)

    async def close(self) -> None:
        """Nothing is open."""


class _Lag:
    """The longest time that the event loop left a timer waiting since it was last asked."""

    def __init__(self) -> None:
        self._longest = 0.0

    async def watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _TICK
            await asyncio.sleep(_TICK)
            self._longest = max(self._longest, loop.time() - due)

    def take(self) -> float:
        longest, self._longest = self._longest, 0.0
        return longest


def run(settings: Settings, app: web.Application) -> None:
    """Serve until told to stop, with two routes more than the product has."""
    lag, sampler = _Lag(), Sampler()
    watching: list[asyncio.Task[None]] = []

    async def look(request: web.Request) -> web.Response:
        if not watching:
            watching.append(asyncio.create_task(lag.watch()))
        return web.json_response({"tasks": len(asyncio.all_tasks()), "lag": lag.take()})

    async def start(request: web.Request) -> web.Response:
        sampler.start()
        return web.json_response({})

    async def stop(request: web.Request) -> web.Response:
        return web.json_response(sampler.stop())

    async def end(app: web.Application) -> AsyncIterator[None]:
        yield
        for task in watching:
            task.cancel()

    app.router.add_get(LOOK, look)
    app.router.add_post(SAMPLING, start)
    app.router.add_get(SAMPLING, stop)
    app.cleanup_ctx.append(end)
    logs.begin(settings.log_format or LogFormat.JSON, ())
    serving.run(app, host=settings.host, port=settings.port, announce=lambda: None)
