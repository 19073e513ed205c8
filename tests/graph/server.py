"""The fake Graph: an aiohttp server that checks every request and every answer of its own.

    async with FakeGraph(now=clock) as graph:
        graph.add(Mailbox(mail="ana@contoso.com"))
        token = graph.token("ana@contoso.com")
        ...  # GRAPH_BASE_URL=graph.url, and the token
        assert len(graph.events("ana@contoso.com")) == 1

Leaving the context fails if anything broke the contract (`graph.violations`), unless it was taken out before.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.graph import control
from tests.graph.batch import batch
from tests.graph.calls import Asked, GraphError, Told
from tests.graph.contract import contract
from tests.graph.dispatch import answer, log
from tests.graph.faults import Fault, What, hit
from tests.graph.state import State
from tests.graph.subscriptions import Notice

_ROOT = "/v1.0"
_BATCH = "/$batch"
_PATIENCE = ClientTimeout(total=10)
_PAGE = "<!DOCTYPE html><html><body><h1>Our services aren't available right now</h1></body></html>"


class FakeGraph(State):
    """The fake with its web server; how it is set and what it knows stands in `State`."""

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC), port: int = 0) -> None:
        super().__init__(now=now)
        self.port = port
        self.app = web.Application()
        self.app.router.add_route("*", _ROOT + "/{path:.*}", self._serve)
        control.add_routes(self.app, self)
        self._runner = web.AppRunner(self.app, shutdown_timeout=0.1, access_log=None)
        self._session: ClientSession | None = None
        self._posts: set[asyncio.Task[None]] = set()
        self._in_order = asyncio.Lock()
        self.subscriptions.post = self._post

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{_ROOT}"

    async def __aenter__(self) -> Self:
        contract()  # where it is missing, that is the test's to hear
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._session = ClientSession(timeout=_PATIENCE)
        return self

    async def __aexit__(self, kind: object, *error: object) -> None:
        assert self._session is not None
        for task in self._posts:
            task.cancel()
        await asyncio.gather(*self._posts, return_exceptions=True)
        await self._session.close()
        await self._runner.cleanup()
        if kind is None:
            assert self.violations == []

    async def settle(self) -> None:
        """Wait until the notifications that are on their way have arrived."""
        while self._posts:
            await asyncio.gather(*self._posts)

    async def ask_back(self, url: str, token: str) -> tuple[int, str, str]:
        assert self._session is not None
        try:
            async with self._session.post(url, params={"validationToken": token}) as response:
                return response.status, response.content_type, await response.text()
        except (ClientError, TimeoutError):
            return 0, "", ""

    def _post(self, notice: Notice) -> None:
        task = asyncio.create_task(self._deliver(notice))
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    async def _deliver(self, notice: Notice) -> None:
        assert self._session is not None
        async with self._in_order:
            with suppress(ClientError, TimeoutError):  # nobody there: Graph would try again for a while
                async with self._session.post(notice.url, json=notice.body):
                    pass

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0].removeprefix(_ROOT)
        path = path.replace("%24batch", "$batch")
        fault = hit(self.faults, request.method, path)
        if fault is not None and not fault.done and fault.what is not What.HANGS:
            status = 0 if fault.what in (What.DROPPED, What.HALF) else fault.status
            log(self, Asked(method=request.method, path=path), status)
            return await _misbehave(request, fault, fault.refusal().told)
        try:
            asked = await self._read(request, path)
        except ValueError:
            told = GraphError(400, "BadRequest", "Unable to read JSON request payload.").told
            self.violations.append(f"{request.method} {path}: the body is no JSON")
        else:
            told = await answer(self, asked, batch if path == _BATCH else None)
        if fault is None:
            return _response(told)
        refusal = told if fault.what in (What.HALF, What.HANGS) else fault.refusal().told
        return await _misbehave(request, fault, refusal)

    async def _read(self, request: web.Request, path: str) -> Asked:
        text = await request.text()
        return Asked(
            method=request.method,
            path=path,
            base=self.url,
            query=dict(request.query),
            headers={name.casefold(): value for name, value in request.headers.items()},
            body=json.loads(text) if text else None,
        )


def _response(told: Told) -> web.Response:
    if told.body is None:
        return web.Response(status=told.status, headers=told.headers)
    return web.json_response(told.body, status=told.status, headers=told.headers)


async def _misbehave(request: web.Request, fault: Fault, told: Told) -> web.StreamResponse:
    """Answer as the fault says."""
    await asyncio.sleep(fault.seconds)
    if fault.what is What.HTML:
        return web.Response(status=fault.status, text=_PAGE, content_type="text/html", headers=told.headers)
    if fault.what is What.NOTHING:
        return web.Response(status=fault.status)
    if fault.what is What.DROPPED:
        return _cut(request)
    if fault.what is What.HALF:
        return await _half(request, told)
    return _response(told)


async def _half(request: web.Request, told: Told) -> web.StreamResponse:
    content = json.dumps(told.body).encode()
    headers: Mapping[str, Any] = {"Content-Type": "application/json", "Content-Length": str(len(content))}
    response = web.StreamResponse(status=told.status, headers=headers)
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    return _cut(request, response)


def _cut(request: web.Request, response: web.StreamResponse | None = None) -> web.StreamResponse:
    """End the connection, with what was sent so far."""
    if request.transport is not None:
        request.transport.close()
    return response or web.Response()
