"""The HTTP routes: in and out, nothing else."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.adapter import BatonAdapter
from bot.handler import BatonHandler
from dialogs import texts

logger = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024


def build(
    adapter: BatonAdapter, handler: BatonHandler, version: str, ready: Callable[[], Awaitable[bool]]
) -> web.Application:
    """The routes of one bot."""

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, handler)

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readiness(request: web.Request) -> web.Response:
        database = await ready()
        status = HTTPStatus.OK if database else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"database": database, "knowledge": version}, status=status)

    async def privacy(request: web.Request) -> web.Response:
        return web.Response(text=texts.PRIVACY_PAGE)

    async def terms(request: web.Request) -> web.Response:
        return web.Response(text=texts.TERMS_PAGE)

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_last_resort])
    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", health)
    app.router.add_get("/readyz", readiness)
    app.router.add_get("/privacy", privacy)
    app.router.add_get("/terms", terms)
    return app


@web.middleware
async def _last_resort(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What escapes even the turn's own boundary is logged by kind, and answered without details."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        id = secrets.token_hex(4)
        logger.error("Request failed: error %s, %s", id, type(error).__name__)
        return web.json_response({"error": id}, status=HTTPStatus.SERVICE_UNAVAILABLE)
