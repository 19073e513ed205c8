"""Starting: the real program, the real knowledge, and what it says when it cannot start."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

import app
from bot import compose
from knowledge.errors import KnowledgeError
from knowledge.expert import Expert
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.teams import Teams

_APP = Path(app.__file__)


_DATABASES = {
    "postgresql+asyncpg://u:hunter2@db:port/x": (2, "DATABASE_URL is no address of a database"),
    "sqlite+aiosqlite://host/baton.db": (2, "DATABASE_URL is no address of a database"),
    "sqlite+aiosqlite:////proc/none/baton.db": (1, "Baton cannot start:"),
}


def _start(tmp_path: Path, **values: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_APP.parent), **values}
    return subprocess.Popen(
        [sys.executable, str(_APP)], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_without_settings_it_names_them_all_and_exits_with_2(tmp_path: Path) -> None:
    with _start(tmp_path) as process:
        said = process.communicate(timeout=30)[1]

    assert process.returncode == 2
    assert "MicrosoftAppId is missing" in said
    assert "BATON_SECRET_KEY is missing" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("url", _DATABASES)
def test_a_bad_address_of_the_database_is_said_plainly(tmp_path: Path, url: str) -> None:
    code, expected = _DATABASES[url]
    with _start(tmp_path, BATON_LOCAL="1", PORT=str(_free_port()), DATABASE_URL=url) as process:
        said = process.communicate(timeout=30)[1]

    assert process.returncode == code
    assert expected in said
    assert "Traceback" not in said
    assert "hunter2" not in said


async def test_in_local_mode_it_warns_and_is_ready(
    tmp_path: Path, connector: tuple[FakeConnector, str]
) -> None:
    port = _free_port()
    with _start(tmp_path, BATON_LOCAL="1", PORT=str(port)) as process:
        try:
            assert process.stderr
            lines = await asyncio.to_thread(_until_ready, process.stderr)
        finally:
            process.terminate()

    assert "NOBODY IS AUTHENTICATED" in lines
    assert f"ready at http://127.0.0.1:{port}" in lines
    assert (tmp_path / "var" / "baton.db").exists()


def _until_ready(stream: Any) -> str:
    lines = ""
    for line in stream:
        lines += line
        if "is ready at" in line:
            break
    return lines


def test_faulty_knowledge_stops_the_start_with_every_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(data: Path | None = None) -> Expert:
        raise KnowledgeError(["roles.yaml:3: unknown key nmae", "stages.yaml:9: no source"])

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BATON_LOCAL", "1")
    monkeypatch.setattr(Expert, "load", fail)

    assert app.main() == 1
    said = capsys.readouterr().err
    assert "roles.yaml:3: unknown key nmae" in said
    assert "stages.yaml:9: no source" in said


def test_a_port_in_use_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as taken, _start(tmp_path, BATON_LOCAL="1", PORT=str(_bind(taken))) as process:
        said = process.communicate(timeout=30)[1]

    assert process.returncode == 1
    assert "Baton cannot start" in said
    assert "Traceback" not in said


def _bind(taken: socket.socket) -> int:
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return int(taken.getsockname()[1])


async def test_health_and_readiness(teams: Teams) -> None:
    async with teams.client.get("/healthz") as response:
        assert (response.status, await response.json()) == (200, {"status": "alive"})
    async with teams.client.get("/readyz") as response:
        assert (response.status, await response.json()) == (200, {"database": True, "knowledge": "fake-1"})


async def test_outside_local_mode_nobody_gets_in_without_a_token(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str]
) -> None:
    registered = make_settings(
        BATON_LOCAL=False,
        MicrosoftAppId="00000000-0000-0000-0000-00000000000a",
        MicrosoftAppPassword="password",
        MicrosoftAppTenantId="tenant",
        BATON_PUBLIC_URL="https://baton.example.com",
        BATON_SECRET_KEY="key",
    )
    async with TestClient(TestServer(compose.build_app(registered, expert=FakeExpert()))) as client:
        teams = Teams(client, *connector)
        for header in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer x"}):
            async with client.post(
                "/api/messages", json=teams.activity(text="hello"), headers=header
            ) as response:
                assert response.status == 401

    assert connector[0].calls == []


async def test_the_real_knowledge_answers_over_the_wire(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str]
) -> None:
    async with TestClient(TestServer(compose.build_app(make_settings()))) as client:
        teams = Teams(client, *connector)
        assert len(await teams.install()) == 1
        assert await teams.say("who leads stage 3")
        assert await teams.say("what is the airspeed of a swallow")


@pytest.mark.parametrize("page", ["/privacy", "/terms"])
async def test_the_pages_that_the_app_package_links_to_are_there(teams: Teams, page: str) -> None:
    async with teams.client.get(page) as response:
        assert response.status == 200
        assert "Baton" in await response.text()
