"""The bot, the Teams-like client and Chromium, started once for all browser tests."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, async_playwright

from tests.browser import programs, tools
from tests.browser.album import Album, album
from tests.browser.chat import Chat

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_PATIENCE_MS = 8_000
# Read at import, before the tests' own environment is cleared of settings.
_KEEP_PICTURES = os.environ.get("BATON_SCREENSHOTS") == "1"


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    executable = tools.chromium()
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def client_url(folder: Path) -> AsyncIterator[str]:
    """Where the Teams-like client answers, with Baton behind it."""
    programs.check()
    async with programs.bot(folder) as bot, programs.playground(folder, bot.url) as client:
        yield client.url


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """An empty window that reaches this machine only."""
    context = await browser.new_context(viewport={"width": 1280, "height": 760})
    context.set_default_timeout(_PATIENCE_MS)
    await context.route("**/*", _only_loopback)
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(page: Page, client_url: str, database: Path) -> Chat:
    """Ana on her first day with Baton."""
    _forget_everyone(database)
    chat = Chat(page)
    await chat.open(client_url)
    return chat


@pytest.fixture(scope="package")
def database(folder: Path) -> Path:
    return folder / "baton.db"


@pytest.fixture(scope="package")
def card_pictures(folder: Path) -> Album:
    return Album(folder=folder / "cards")


@pytest.fixture
def pictures(tmp_path: Path) -> Album:
    return album(keep=_KEEP_PICTURES, otherwise=tmp_path)


async def _only_loopback(route: Route) -> None:
    await (route.continue_() if "//127.0.0.1:" in route.request.url else route.abort())


def _forget_everyone(database: Path) -> None:
    with closing(sqlite3.connect(database, timeout=5)) as connection, connection:
        for table in ("profile", "conversation", "answer", "feedback", "unanswered"):
            connection.execute(f"DELETE FROM {table}")
