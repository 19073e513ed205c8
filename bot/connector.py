"""Baton's own client of the Bot Connector: one pooled session, honest about what was delivered.

The connector has no idempotency key. So a POST is repeated only where it certainly did not arrive
(429, or no connection), everything else only where repeating cannot send twice (PUT, DELETE).
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot import responses
from bot.errors import BlockedError, NotSentError, RejectedError, UnknownOutcomeError, UnreachableError
from bot.responses import Response
from bot.telemetry import NoTelemetry, Telemetry

Token = Callable[[], Awaitable[str]]  # the bearer token for the connector; "" where none is needed
Session = Callable[[], aiohttp.ClientSession]

_JSON = json.JSONEncoder(separators=(",", ":"))
_AGAIN = frozenset((412, 502, 503, 504))  # Teams' own list of what may pass
_PAGE, _PAGES = 100, 5  # members of a chat at once, and how many times
_GONE = frozenset((HTTPStatus.NOT_FOUND, HTTPStatus.GONE))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds. `total` bounds one call with all its waits; `patience` what is waited for a 429 to pass."""

    connect: float = 3.0
    total: float = 9.0
    patience: float = 4.0
    pause: float = 0.5
    connections: int = 64


def open_session(limits: Limits) -> aiohttp.ClientSession:
    """One session for all that Baton asks over HTTP; made inside the running event loop."""
    pool = aiohttp.TCPConnector(limit=limits.connections, keepalive_timeout=30.0)
    timeout = aiohttp.ClientTimeout(total=limits.total, connect=limits.connect)
    return aiohttp.ClientSession(connector=pool, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())


@dataclass(frozen=True, kw_only=True)
class _Call:
    """One request to the connector."""

    method: str
    url: URL
    body: bytes | None
    patience: float

    @property
    def repeatable(self) -> bool:
        return self.method != "POST"


class Connector:
    """Sends, updates and deletes activities, asks who is who. Every failure is one of four DeliveryErrors."""

    def __init__(
        self,
        session: Session,
        token: Token,
        limits: Limits | None = None,
        telemetry: Telemetry | None = None,
    ) -> None:
        self._session, self._token, self._limits = session, token, limits or Limits()
        self._telemetry = telemetry or NoTelemetry()

    @property
    def time_limit(self) -> float:
        """Seconds that one call takes at most."""
        return self._limits.total

    async def send(
        self,
        service_url: str,
        conversation: str,
        activity: Mapping[str, Any],
        *,
        reply_to: str = "",
        patience: float | None = None,
    ) -> str:
        """Send a new activity; the id that the channel gave it, "" where it gave none.

        `patience`: seconds to wait at most, all in all, while the channel asks to slow down.
        """
        path = f"{_activities(conversation)}/{_quoted(reply_to)}" if reply_to else _activities(conversation)
        return _id_of(await self._call("POST", service_url, path, activity, patience))

    async def update(self, service_url: str, conversation: str, id: str, activity: Mapping[str, Any]) -> None:
        """Replace an activity that was sent."""
        await self._call("PUT", service_url, f"{_activities(conversation)}/{_quoted(id)}", activity)

    async def delete(self, service_url: str, conversation: str, id: str) -> None:
        """Delete an activity that was sent."""
        await self._call("DELETE", service_url, f"{_activities(conversation)}/{_quoted(id)}", None)

    async def create_conversation(self, service_url: str, parameters: Mapping[str, Any]) -> str:
        """Open a conversation; its id."""
        return _id_of(await self._call("POST", service_url, "v3/conversations", parameters))

    async def member(self, service_url: str, conversation: str, user: str) -> Mapping[str, Any]:
        """Who somebody in a conversation is, as the channel has it."""
        path = f"{_conversation(conversation)}/members/{_quoted(user)}"
        return (await self._call("GET", service_url, path, None)).object

    async def members(self, service_url: str, conversation: str) -> list[Mapping[str, Any]]:
        """Everybody in a conversation; of a very large one the first few hundred."""
        found: list[Mapping[str, Any]] = []
        path = first = f"{_conversation(conversation)}/pagedmembers?pageSize={_PAGE}"
        for _ in range(_PAGES):
            page = (await self._call("GET", service_url, path, None)).object
            listed = page.get("members")
            found += [each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, dict)]
            token = page.get("continuationToken")
            if not isinstance(token, str) or not token:
                break
            path = f"{first}&continuationToken={_quoted(token)}"
        return found

    async def _call(
        self,
        method: str,
        service_url: str,
        path: str,
        body: Mapping[str, Any] | None,
        patience: float | None = None,
    ) -> Response:
        call = _Call(
            method=method,
            url=URL(f"{service_url.rstrip('/')}/{path}", encoded=True),
            body=None if body is None else _JSON.encode(body).encode(),
            patience=self._limits.patience if patience is None else patience,
        )
        with self._telemetry.outbound(method) as seen:
            reply = await self._until_settled(call)
            seen.status = reply.status
        return _judged(reply)

    async def _until_settled(self, call: _Call) -> Response:
        """Ask until the answer is final, or waiting longer is not worth it."""
        began, tries = time.monotonic(), 0
        while True:
            reply = await self._attempt(call, began + self._limits.total)
            pause = self._pause(reply, tries)
            late = time.monotonic() + pause > began + call.patience
            if late or not _may_pass(call, reply.status):
                return reply
            await asyncio.sleep(pause)
            tries += 1

    def _pause(self, reply: Response, tries: int) -> float:
        """What the channel asks for and a little more, so that not all come back at once."""
        asked = reply.retry_after if reply.retry_after is not None else self._limits.pause * 2**tries
        return asked + random.uniform(0, self._limits.pause)  # noqa: S311 - spreads load, hides nothing

    async def _attempt(self, call: _Call, deadline: float) -> Response:
        headers = await self._headers(deadline)
        left = max(0.001, deadline - time.monotonic())
        # What ends for want of a connection is told apart from what ends while it is under way.
        timeout = aiohttp.ClientTimeout(total=left, connect=min(self._limits.connect, left / 2))
        try:
            async with self._session().request(
                call.method, call.url, data=call.body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return await responses.read(response)
        except responses.NO_CONNECTION as error:
            raise NotSentError from error
        except responses.BROKEN as error:
            raise UnknownOutcomeError from error

    async def _headers(self, deadline: float) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            async with asyncio.timeout_at(deadline):
                token = await self._token()
        except TimeoutError as error:
            raise NotSentError from error
        return {**headers, "Authorization": f"Bearer {token}"} if token else headers


def _may_pass(call: _Call, status: int) -> bool:
    return status == HTTPStatus.TOO_MANY_REQUESTS or (call.repeatable and status in _AGAIN)


def _judged(reply: Response) -> Response:
    """The reply where it is a success, else what it means."""
    if reply.status < 300:
        return reply
    # 401: for want of a good token, which the next one may be; it says nothing of the message.
    if reply.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED):
        raise NotSentError(reply.retry_after)
    if reply.status == HTTPStatus.FORBIDDEN:
        raise BlockedError
    if reply.status in _GONE:
        raise UnreachableError
    if reply.status in _AGAIN or reply.status == HTTPStatus.REQUEST_TIMEOUT or reply.status >= 500:
        raise UnknownOutcomeError
    raise RejectedError(reply.status)


def _id_of(response: Response) -> str:
    id = response.object.get("id")
    return id if isinstance(id, str) else ""


def _conversation(id: str) -> str:
    return f"v3/conversations/{_quoted(id)}"


def _activities(conversation: str) -> str:
    return f"{_conversation(conversation)}/activities"


def _quoted(part: str) -> str:
    return quote(part, safe="")
