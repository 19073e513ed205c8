"""Anything at all over HTTP: never an answer of 5xx, never slow, never a trace, and memory that stays."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, Phase, given, settings

from bot import compose
from tests import odd
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.integration.door import NOW, Credential
from tests.openid import APP_ID, OpenIdServer, claims, token
from tests.program import Program, running
from tests.teams import TENANT

_SLOWEST = 2.0  # seconds
_MOST_GROWTH = 48 * 1024 * 1024  # bytes, once it has seen a fifth of it all
_MANY, _SOME = 12_000, 150
_counts = pytest.mark.parametrize(
    "examples", [_SOME, pytest.param(_MANY, marks=pytest.mark.long)], ids=["some", "many"]
)
_FOUND = [Phase.explicit, Phase.generate]  # what fails is shown as it was drawn: the bot has a memory


@dataclass
class _Target:
    """A running bot, and what it answered so far."""

    client: ClientSession
    service_url: str
    headers: Mapping[str, str]
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def shoot(self, drawn: Mapping[str, Any]) -> None:
        body = odd.written(odd.sent_to(self.service_url, next(self._numbers), drawn))
        began = time.monotonic()
        async with self.client.post("/api/messages", data=body, headers=self.headers) as response:
            said = await response.text()
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        self.statuses[response.status] += 1
        assert response.status < 500, (response.status, body[:2000])
        assert "Traceback" not in said
        assert 'File "' not in said
        assert took < _SLOWEST, (took, body[:2000])


def _storm(runner: asyncio.Runner, target: _Target, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=_FOUND,
        suppress_health_check=list(HealthCheck),
    )
    @given(odd.activities())
    def shoot(drawn: dict[str, Any]) -> None:
        runner.run(target.shoot(drawn))

    shoot()


@asynccontextmanager
async def _program(folder: Path) -> AsyncIterator[tuple[Program, _Target]]:
    fake = FakeConnector()
    async with TestServer(fake.app) as server, running(folder, BATON_RATE_LIMIT="0") as (program, client):
        headers = {"Content-Type": "application/json"}
        yield program, _Target(client, str(server.make_url("/")), headers)


@_counts
def test_whatever_comes_in_local_mode_gets_a_proper_answer(tmp_path: Path, examples: int) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        program, target = runner.run(stack.enter_async_context(_program(tmp_path)))
        try:
            memory = psutil.Process(program.process.pid).memory_info
            _storm(runner, target, examples // 5)
            before = memory().rss
            _storm(runner, target, examples - examples // 5)
            growth = memory().rss - before
            runner.run(asyncio.sleep(0.2))
            said = program.said
        finally:
            runner.run(stack.aclose())

    assert target.statuses.total() >= examples * 0.9
    assert target.statuses[201] > examples / 10  # much of it reaches the conversation
    assert target.statuses[200] > examples / 10
    assert "failed: error" not in said, said[-3000:]
    assert growth < _MOST_GROWTH


@asynccontextmanager
async def _guarded(make_settings: MakeSettings) -> AsyncIterator[_Target]:
    """The bot outside local mode, and a token that opens it."""
    fake, openid = FakeConnector(), OpenIdServer()
    async with openid.running(), TestServer(fake.app) as channel:
        url = str(channel.make_url("/"))
        outside: dict[str, Any] = {
            **{"BATON_LOCAL": False, "MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "x" * 20},
            **{"MicrosoftAppTenantId": TENANT, "BotOpenIdMetadata": openid.metadata_url},
            **{"BATON_SERVICE_HOSTS": "127.0.0.1", "BATON_RATE_LIMIT": 0},
            **{"BATON_PUBLIC_URL": "https://baton.example.com", "BATON_SECRET_KEY": "k" * 40},
        }
        app = compose.build_app(make_settings(**outside), credential=Credential())
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token(claims(url, NOW))}",
        }
        async with TestServer(app) as server, ClientSession(server.make_url("/")) as client:
            yield _Target(client, url, headers)


@_counts
def test_whatever_comes_with_a_good_token_gets_a_proper_answer(
    make_settings: MakeSettings, examples: int, caplog: pytest.LogCaptureFixture
) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        target = runner.run(stack.enter_async_context(_guarded(make_settings)))
        try:
            _storm(runner, target, examples // 2)
        finally:
            runner.run(stack.aclose())

    assert target.statuses[200] > examples / 60
    assert target.statuses[201] > examples / 60
    assert "failed: error" not in caplog.text


def test_nothing_is_too_deep_for_what_comes_after_it_was_read(make_settings: MakeSettings) -> None:
    """What JSON's reader still takes must not exhaust the stack of whoever walks it later."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        target = runner.run(stack.enter_async_context(_guarded(make_settings)))
        try:
            for depth in (*range(10, 800, 45), *range(800, 1000)):
                said = {"text": "hello", "value": f"@deep:{depth}@"}
                runner.run(target.shoot({"said": said, "chat": odd.CHAT, "changes": []}))
        finally:
            runner.run(stack.aclose())

    assert target.statuses[201] > 0
    assert target.statuses[400] > 0
