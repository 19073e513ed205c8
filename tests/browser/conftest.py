"""The bot, the Teams-like client and Chromium, started once for all browser tests."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.browser import programs, tools, windows
from tests.browser.album import Album, album
from tests.browser.chat import Chat

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
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
    """An empty window."""
    async with windows.window(browser, height=760) as page:
        yield page


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
def card_pictures(folder: Path) -> Album | None:
    """Where every card is kept in every look, which takes its time; None where nobody asked for pictures."""
    return Album(folder=folder / "cards") if _KEEP_PICTURES else None


@pytest.fixture
def pictures(tmp_path: Path) -> Album:
    return album(keep=_KEEP_PICTURES, otherwise=tmp_path)


def _forget_everyone(database: Path) -> None:
    with closing(sqlite3.connect(database, timeout=5)) as connection, connection:
        for table in ("profile", "conversation", "answer", "feedback", "unanswered"):
            connection.execute(f"DELETE FROM {table}")
