"""Life in production: told to stop, asked whether it is ready, written to too fast."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from aiohttp import ClientConnectionError, ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from bot.store.store import Store
from dialogs import texts
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.program import Program, running, started
from tests.teams import Teams

_SLOW_DOWN = texts.SLOW_DOWN.partition("{")[0]


class HoldingConnector(FakeConnector):
    """Takes a message and does not answer before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.let_go = asyncio.Event(), asyncio.Event()
        self.held: list[str] = []

    async def _take(self, request: web.Request) -> web.Response:
        if (await request.json()).get("type") == "message":
            self.held.append(unquote(request.match_info["conversation"]))
            self.reached.set()
            await self.let_go.wait()
        return web.json_response({"id": "reply"})


@pytest.fixture
async def holding() -> AsyncIterator[tuple[HoldingConnector, str]]:
    fake = HoldingConnector()
    async with TestServer(fake.app) as server:
        yield fake, str(server.make_url("/"))
        fake.let_go.set()


async def _ask(
    client: ClientSession, teams: Teams, text: str = "who leads stage 3"
) -> tuple[int, dict[str, str]]:
    body = teams.activity(text=text)
    async with client.post("/api/messages", json=body) as response:
        return response.status, dict(response.headers)


async def _status(client: ClientSession | TestClient[Any, Any], path: str) -> int:
    async with client.get(path) as response:
        return response.status


async def _until_stopping(program: Program, client: ClientSession) -> None:
    async with asyncio.timeout(5):
        while await _status(client, "/readyz") == 200:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_finishes_the_turn_under_way_and_refuses_new_ones(
    tmp_path: Path, holding: tuple[HoldingConnector, str], number: signal.Signals
) -> None:
    connector, url = holding
    async with running(tmp_path) as (program, client):
        teams = Teams(client, connector, url)  # type: ignore[arg-type]
        under_way = asyncio.create_task(_ask(client, teams))
        await connector.reached.wait()
        program.tell(number)
        await _until_stopping(program, client)

        status, headers = await _ask(client, teams.colleague("bo"))
        assert (status, headers["Connection"]) == (503, "close")
        assert int(headers["Retry-After"]) > 0
        assert await _status(client, "/healthz") == 200

        connector.let_go.set()
        assert (await under_way)[0] in (200, 201, 202)
        code, seconds = await program.ended()

    assert code == 0
    assert seconds < 5
    assert set(connector.held) == {"a:chat"}
    assert "Traceback" not in program.said


class SlowThenHolding(HoldingConnector):
    """Slow with the first message, just not too slow for a second one to be begun, which it holds."""

    async def _take(self, request: web.Request) -> web.Response:
        if not self.reached.is_set():
            self.reached.set()
            await asyncio.sleep(3.5)
            return web.json_response({"id": "reply"})
        return await super()._take(request)


@pytest.mark.long
async def test_what_takes_longer_than_ten_seconds_is_cut_off(tmp_path: Path) -> None:
    connector = SlowThenHolding()
    async with TestServer(connector.app) as server, running(tmp_path) as (program, client):
        teams = Teams(client, connector, str(server.make_url("/")))  # type: ignore[arg-type]
        asked = asyncio.create_task(_ask(client, teams))
        await connector.reached.wait()
        program.tell()
        code, seconds = await program.ended()
        connector.let_go.set()

    assert (code, (await asked)[0]) == (0, 503)
    assert 9 < seconds < 13
    assert "requests were not finished within 10 s" in program.said
    assert "Traceback" not in program.said


async def test_with_nothing_under_way_it_is_gone_at_once(tmp_path: Path) -> None:
    async with running(tmp_path) as (program, client):
        assert await _status(client, "/readyz") == 200
        program.tell()
        code, seconds = await program.ended()

        assert code == 0
        assert seconds < 4
        with pytest.raises(ClientConnectionError):
            await _status(client, "/healthz")


async def test_told_to_stop_while_it_waits_for_its_database_it_does_not_wait(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connections come about, and nothing answers
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        async with started(tmp_path, DATABASE_URL=f"postgresql+asyncpg://u:p@{address}/baton") as program:
            await program.until("NOBODY IS AUTHENTICATED")
            await asyncio.sleep(1)
            program.tell()
            code, seconds = await program.ended()

    assert code == 0
    assert seconds < 6
    assert "Traceback" not in program.said


async def test_readiness_answers_within_two_seconds_whatever_the_database_does(
    teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(self: Store) -> str:
        await asyncio.sleep(60)
        return ""

    monkeypatch.setattr(Store, "_judge", hang)
    began = time.monotonic()

    assert await asyncio.gather(*(_status(teams.client, "/readyz") for _ in range(20))) == [503] * 20
    assert time.monotonic() - began < 2
    assert await _status(teams.client, "/healthz") == 200


@pytest.fixture
async def hurried(
    make_settings: MakeSettings, expert: FakeExpert, connector: tuple[FakeConnector, str]
) -> AsyncIterator[Teams]:
    """Ana, where three messages a minute are allowed."""
    app = compose.build_app(make_settings(BATON_RATE_LIMIT=3), expert=expert)
    async with TestClient(TestServer(app)) as client:
        yield Teams(client, *connector)


async def test_who_writes_too_fast_is_told_so_once_and_the_rest_is_not_read(
    hurried: Teams, expert: FakeExpert
) -> None:
    replies = [await hurried.say("who leads stage 3") for _ in range(6)]

    assert all(reply[0]["text"].startswith("The SSP leads") for reply in replies[:3])
    assert [message["text"][: len(_SLOW_DOWN)] for message in replies[3]] == [_SLOW_DOWN]
    assert "20 seconds" in replies[3][0]["text"]
    assert replies[4:] == [[], []]
    assert len(expert.asked) == 3


async def test_a_colleague_is_not_slowed_down(hurried: Teams) -> None:
    for _ in range(5):
        await hurried.say("who leads stage 3")

    assert (await hurried.colleague("bo").ask("who leads stage 3")).startswith("The SSP leads")
