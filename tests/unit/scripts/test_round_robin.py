"""The round robin before a cluster, with instances that are stand-ins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port

from scripts import round_robin
from scripts.round_robin import RoundRobin


@dataclass
class Instance:
    """Answers with its own port; `status` is its readiness, and with `fault` it answers nothing else."""

    status: int = 200
    fault: bool = False
    asked: list[str] = field(default_factory=list)
    server: TestServer = field(init=False)

    def __post_init__(self) -> None:
        app = web.Application()
        app.router.add_get("/readyz", self._ready)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(app)

    @property
    def port(self) -> int:
        return int(self.server.port or 0)

    async def _ready(self, request: web.Request) -> web.Response:
        return web.Response(status=self.status)

    async def _answer(self, request: web.Request) -> web.Response:
        said = await request.text()
        self.asked.append(f"{request.method} {request.raw_path} {request.headers.get('X-Id', '')} {said}")
        if self.fault:
            assert request.transport
            request.transport.close()
        return web.Response(status=201, text=f"{self.port}", headers={"X-Said": said})


@dataclass
class Ground:
    instances: list[Instance]
    front: RoundRobin
    client: ClientSession

    async def ask(self, text: str = "") -> tuple[int, str]:
        async with self.client.post("/a%2Fb?c=%20", data=text, headers={"X-Id": "7"}) as answer:
            return answer.status, await answer.text()

    async def until_ready(self, *instances: Instance) -> None:
        async with asyncio.timeout(5):
            while self.front.ready != {each.port for each in instances}:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.01)


@pytest.fixture
async def ground(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ground]:
    monkeypatch.setattr(round_robin, "BETWEEN_PROBES", 0.02)
    async with AsyncExitStack() as stack:
        instances = [Instance() for _ in range(3)]
        for each in instances:
            await stack.enter_async_context(each.server)
        port = unused_port()
        front = await stack.enter_async_context(RoundRobin(port, [each.port for each in instances]))
        client = await stack.enter_async_context(ClientSession(f"http://127.0.0.1:{port}"))
        yield Ground(instances, front, client)


async def test_each_instance_gets_its_turn_and_the_request_as_it_was(ground: Ground) -> None:
    answers = [await ground.ask("hello") for _ in range(6)]

    assert {status for status, _ in answers} == {201}
    for each in ground.instances:
        assert each.asked == ["POST /a%2Fb?c=%20 7 hello"] * 2


async def test_one_that_is_not_ready_gets_nothing_until_it_is(ground: Ground) -> None:
    first, *others = ground.instances
    first.status = 503
    await ground.until_ready(*others)
    assert first.port not in [int((await ground.ask())[1]) for _ in range(4)]

    first.status = 200
    await ground.until_ready(*ground.instances)
    assert first.port in [int((await ground.ask())[1]) for _ in range(3)]


async def test_what_a_dead_one_cannot_take_goes_to_the_next(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_robin, "BETWEEN_PROBES", 60.0)
    await asyncio.sleep(0.05)
    first, *others = ground.instances
    await first.server.close()

    answers = [await ground.ask() for _ in range(4)]

    assert [status for status, _ in answers] == [201] * 4
    assert {int(text) for _, text in answers} == {each.port for each in others}


async def test_what_one_took_and_did_not_answer_goes_to_no_other(ground: Ground) -> None:
    ground.instances[1].fault = True

    answers = [await ground.ask() for _ in range(3)]

    assert sorted(status for status, _ in answers) == [201, 201, 502]
    assert [len(each.asked) for each in ground.instances] == [1, 1, 1]


async def test_where_none_is_ready_the_channel_is_asked_to_come_again(ground: Ground) -> None:
    for each in ground.instances:
        each.status = 503
    await ground.until_ready()

    async with ground.client.get("/healthz") as answer:
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "1"
