"""A round robin before several instances of Baton; one that is dead or hangs is left out until it is back."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
    web,
)
from multidict import CIMultiDict
from yarl import URL

LONGEST_ANSWER = 15.0  # seconds, as long as Teams waits
LONGEST_CONNECT = 1.0
LONGEST_PROBE = 1.0
BETWEEN_PROBES = 0.5
LARGEST_BODY = 1024 * 1024  # Baton itself takes less, and is to say so
LONGEST_HEADER = 32 * 1024
RETRY_AFTER = {"Retry-After": "1"}
# What is between two neighbours alone (RFC 9110, 7.6.1), and what is counted anew.
_HOP_BY_HOP = frozenset(
    "connection content-length keep-alive proxy-connection te trailer transfer-encoding upgrade".split()
)


@dataclass(kw_only=True)
class Instance:
    port: int
    is_ready: bool = False


class RoundRobin:
    """`async with RoundRobin(port, instances)`: it serves inside, on this machine alone."""

    def __init__(self, port: int, instances: Iterable[int]) -> None:
        self._port = port
        self._all = deque(Instance(port=each) for each in instances)
        self._stack = AsyncExitStack()

    @property
    def ready(self) -> frozenset[int]:
        """The ports of the instances that get requests."""
        return frozenset(each.port for each in self._all if each.is_ready)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await self._open(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _open(self, stack: AsyncExitStack) -> None:
        # A connection for each request: one that was kept may be of an instance that has died since.
        connector = TCPConnector(limit=0, force_close=True)
        session = ClientSession(connector=connector, auto_decompress=False)
        self._session = await stack.enter_async_context(session)
        await asyncio.gather(*(self._look(each) for each in self._all))
        for each in self._all:
            stack.callback(asyncio.create_task(self._watch(each)).cancel)
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(
            app, access_log=None, auto_decompress=False, max_field_size=LONGEST_HEADER, shutdown_timeout=0.5
        )
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", self._port).start()

    async def _watch(self, instance: Instance) -> None:
        while True:
            await asyncio.sleep(BETWEEN_PROBES)
            await self._look(instance)

    async def _look(self, instance: Instance) -> None:
        instance.is_ready = await self._is_ready(instance)

    async def _is_ready(self, instance: Instance) -> bool:
        try:
            limit = ClientTimeout(total=LONGEST_PROBE)
            async with self._session.get(f"http://127.0.0.1:{instance.port}/readyz", timeout=limit) as answer:
                return answer.status == HTTPStatus.OK
        except (ClientError, TimeoutError):
            return False

    async def _pass_on(self, request: web.Request) -> web.Response:
        """Have the next one answer. What may have reached one goes to no other: the channel repeats it."""
        body = await request.read()
        for instance in self._in_turn():
            try:
                return await self._ask(instance, request, body)
            except (ClientConnectorError, ConnectionTimeoutError):  # nothing of it can have arrived
                instance.is_ready = False
            except TimeoutError:
                return web.Response(status=HTTPStatus.GATEWAY_TIMEOUT, headers=RETRY_AFTER)
            except ClientError:
                return web.Response(status=HTTPStatus.BAD_GATEWAY, headers=RETRY_AFTER)
        return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=RETRY_AFTER)

    def _in_turn(self) -> Iterator[Instance]:
        for _ in range(len(self._all)):
            self._all.rotate(-1)
            if self._all[0].is_ready:
                yield self._all[0]

    async def _ask(self, instance: Instance, request: web.Request, body: bytes) -> web.Response:
        url = URL(f"http://127.0.0.1:{instance.port}{request.raw_path}", encoded=True)
        async with self._session.request(
            request.method,
            url,
            data=body,
            headers=_passed_on(request.headers),
            allow_redirects=False,
            timeout=ClientTimeout(total=LONGEST_ANSWER, sock_connect=LONGEST_CONNECT),
        ) as answer:
            headers = _passed_on(answer.headers)
            return web.Response(status=answer.status, headers=headers, body=await answer.read())


def _passed_on(headers: Mapping[str, str]) -> CIMultiDict[str]:
    found = ((name, value) for name, value in headers.items() if name.lower() not in _HOP_BY_HOP)
    return CIMultiDict(found)
