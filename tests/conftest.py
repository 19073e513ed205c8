"""The whole bot on a real socket, with a store of its own and a fake connector beside it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from bot.config import Settings
from bot.store.store import Store
from tests.fakes import FakeConnector, FakeExpert
from tests.teams import Teams


class MakeSettings(Protocol):
    def __call__(self, **overrides: Any) -> Settings: ...


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(("BATON_", "Microsoft")) or name in ("HOST", "PORT", "DATABASE_URL"):
            monkeypatch.delenv(name)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/baton.db"


@pytest.fixture
def make_settings(database_url: str) -> MakeSettings:
    def make(**overrides: Any) -> Settings:
        return Settings(_env_file=None, **{"BATON_LOCAL": True, "DATABASE_URL": database_url, **overrides})

    return make


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def expert() -> FakeExpert:
    return FakeExpert()


@pytest.fixture
async def connector() -> AsyncIterator[tuple[FakeConnector, str]]:
    fake = FakeConnector()
    async with TestServer(fake.app) as server:
        yield fake, str(server.make_url("/"))


@pytest.fixture
async def teams(
    make_settings: MakeSettings, expert: FakeExpert, connector: tuple[FakeConnector, str]
) -> AsyncIterator[Teams]:
    """Ana in a personal chat with a running bot."""
    app = compose.build_app(make_settings(), expert=expert)
    async with TestClient(TestServer(app)) as client:
        yield Teams(client, *connector)
