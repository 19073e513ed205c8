"""The whole bot on a real socket, with a store of its own and a fake connector beside it.

Tests in `tests/integration` that use the store run on both databases, others on SQLite;
the marker `engines` names those that a test or a file wants instead.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import settings

from bot import compose
from bot.config import Settings
from bot.store.store import Store
from tests.fakes import FakeConnector, FakeExpert
from tests.postgres import Postgres
from tests.teams import Teams
from tests.unhurried import Unhurried

_INTEGRATION = Path(__file__).parent / "integration"
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"
_PREFIXES = ("BATON_", "Microsoft", "Bot", "GRAPH_", "AZURE_")
_EMPTY = "empty postgresql"  # without our tables
_ENGINES = "engines(*names): run on these databases: sqlite, postgresql, empty postgresql"


class MakeSettings(Protocol):
    def __call__(self, **overrides: Any) -> Settings: ...


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(_PREFIXES) or name in ("HOST", "PORT", "DATABASE_URL", "OAuthConnectionName"):
            monkeypatch.delenv(name)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _ENGINES)
    # Machines are busy, and a library that loads on first use is no slow test; what is timed says so itself.
    settings.register_profile("baton", deadline=None)
    settings.load_profile("baton")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_url" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("engines")
    if marker or _INTEGRATION in metafunc.definition.path.parents:
        names = marker.args if marker else (_SQLITE, _POSTGRESQL)
        metafunc.parametrize("database_url", names, indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own."""
    engine = getattr(request, "param", _SQLITE)
    if engine == _SQLITE:
        yield f"sqlite+aiosqlite:///{tmp_path}/baton.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create_empty() if engine == _EMPTY else server.create()
    yield url
    server.drop(url)


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
async def elsewhere(database_url: str, store: Store) -> AsyncIterator[Store]:
    """The same database as another process has it."""
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def _unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("long") is None:
        monkeypatch.setattr("bot.compose.Shares", Unhurried)


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
        ana = Teams(client, *connector)
        ana.is_listed()
        yield ana
