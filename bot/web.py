"""The HTTP routes: in and out, nothing else."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot import logs
from bot.adapter import BatonAdapter
from bot.handler import BatonHandler
from bot.serving import DRAIN, Drain
from bot.telemetry import NoTelemetry, Telemetry
from dialogs import texts

logger = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
_PROBES = frozenset(("/healthz", "/readyz"))
_DATABASE_PATIENCE = 1.5  # seconds; whoever asks for readiness gets an answer within two
_RETRY_AFTER = "5"  # seconds; by then another instance, or this one anew, takes it
_NO_TELEMETRY = NoTelemetry()


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What is served beside the channel: files behind signed links, and a calendar's notifications."""

    reports: Handler
    invites: Handler
    notifications: Handler


def build(
    adapter: BatonAdapter,
    handler: BatonHandler,
    version: str,
    ready: Callable[[], Awaitable[bool]],
    telemetry: Telemetry = _NO_TELEMETRY,
    beside: Beside | None = None,
) -> web.Application:
    """The routes of one bot."""
    drain, database = Drain(), Readiness(ready)

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, handler)

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readiness(request: web.Request) -> web.Response:
        if drain.is_on:
            return web.json_response({"status": "stopping"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        answers = await database.check()
        status = HTTPStatus.OK if answers else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"database": answers, "knowledge": version}, status=status)

    async def privacy(request: web.Request) -> web.Response:
        return web.Response(text=texts.PRIVACY_PAGE)

    async def terms(request: web.Request) -> web.Response:
        return web.Response(text=texts.TERMS_PAGE)

    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_edge(drain, telemetry)])
    app[DRAIN] = drain
    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", health)
    app.router.add_get("/readyz", readiness)
    app.router.add_get("/privacy", privacy)
    app.router.add_get("/terms", terms)
    if beside:
        app.router.add_get("/reports/{token}", beside.reports)
        app.router.add_get("/invites/{token}.ics", beside.invites)
        app.router.add_post("/graph/notifications", beside.notifications)
    return app


class Readiness:
    """Asks one thing at a time: under any number of probes, and however long the database takes."""

    def __init__(self, ready: Callable[[], Awaitable[bool]], patience: float = _DATABASE_PATIENCE) -> None:
        self._ready, self._patience = ready, patience
        self._asked: asyncio.Future[bool] | None = None

    async def check(self) -> bool:
        """Whether it is ready; not, where that cannot be told in time."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ready())
        asked = self._asked
        await asyncio.wait({asked}, timeout=self._patience)
        return asked.done() and asked.result()


def _edge(drain: Drain, telemetry: Telemetry) -> Middleware:
    """Around every request: its id in the log, its place in the drain, and an answer whatever happens."""

    @web.middleware
    async def edge(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in _PROBES:
            return await _answer(request, handler, telemetry)
        if drain.is_on:
            return _try_elsewhere()
        ticket = drain.enter()
        try:
            with logs.request(request.headers), telemetry.request(request.headers.get("traceparent", "")):
                return await _answer(request, handler, telemetry)
        except asyncio.CancelledError:
            if not drain.is_on or ticket is None:
                raise
            ticket.uncancel()
            return _try_elsewhere()
        finally:
            drain.leave(ticket)

    return edge


async def _answer(request: web.Request, handler: Handler, telemetry: Telemetry) -> web.StreamResponse:
    """What escapes even the turn's own boundary is logged by kind, and answered without details."""
    try:
        response = await handler(request)
    except web.HTTPException as refused:
        telemetry.error(f"http_{refused.status}")
        raise
    except Exception as error:
        id, kind = secrets.token_hex(4), type(error).__name__
        logger.error("Request failed: error %s, %s", id, kind, exc_info=error, extra={"error": id})
        telemetry.error(kind)
        return web.json_response({"error": id}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if response.status >= HTTPStatus.BAD_REQUEST:
        telemetry.error(f"http_{response.status}")
    return response


def _try_elsewhere() -> web.Response:
    """The channel sends it again, and a load balancer has moved on by then."""
    response = web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": _RETRY_AFTER})
    response.force_close()
    return response
