"""Windows of the browser, which reach this machine only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, Route

_WIDTH = 1280
_PATIENCE_MS = 8_000


@asynccontextmanager
async def window(browser: Browser, *, height: int) -> AsyncIterator[Page]:
    """An empty one, with a session of its own."""
    context = await browser.new_context(viewport={"width": _WIDTH, "height": height})
    context.set_default_timeout(_PATIENCE_MS)
    await context.route("**/*", _only_loopback)
    yield await context.new_page()
    await context.close()


async def _only_loopback(route: Route) -> None:
    await (route.continue_() if "//127.0.0.1:" in route.request.url else route.abort())
