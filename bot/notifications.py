"""Notifications of Microsoft Graph that something in a calendar has changed: `POST /graph/notifications`.

They say which subscription and nothing more, may be lost, repeated, out of order or forged; so each only has
the meeting looked at, by a job. Whatever comes in is answered at once, and never with an error of the server.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.errors import StoreError
from bot.naming import is_id
from bot.scheduling.operations import FOLLOW
from bot.store.meetings import Watched
from bot.store.store import Store

logger = logging.getLogger(__name__)

_LARGEST = 256 * 1024  # bytes
_MOST = 1000  # notifications at once
_LONGEST_TOKEN = 2000  # characters of what proves to Graph that the address is ours
_LONGEST_ID = 200
_LONGEST_SECRET = 128
_SECOND = timedelta(seconds=1)
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class _Lifecycle(StrEnum):
    """What becomes of a subscription."""

    EXPIRING = "reauthorizationRequired"
    REMOVED = "subscriptionRemoved"
    MISSED = "missed"


_WATCH = {_Lifecycle.EXPIRING: "renew", _Lifecycle.REMOVED: "anew"}  # what is to be done to it


@dataclass(frozen=True, kw_only=True)
class _Notice:
    """One notification: about which subscription, with which secret, and what is to be done."""

    id: str
    secret: str
    watch: str = ""


@dataclass(frozen=True, kw_only=True)
class Notifications:
    """`wake` tells the workers of jobs that are due."""

    store: Store
    wake: Callable[[], None] = lambda: None

    async def answer(self, request: web.Request) -> web.Response:
        """The proof that Graph asks for when a subscription is made, else 202 whatever it says."""
        if (token := request.query.get("validationToken")) is not None:
            return _proof(token)
        notices = list(_read(await _body(request)))
        try:
            await self._note(notices)
        except StoreError as error:
            logger.warning("Notifications could not be kept: %s", type(error).__name__)
        return web.Response(status=HTTPStatus.ACCEPTED, headers=_HEADERS)

    async def _note(self, notices: Sequence[_Notice]) -> None:
        if not notices:
            return
        known = await self.store.watched(sorted({notice.id for notice in notices}))
        wanted = {
            (watched, notice.watch)
            for notice in notices
            for watched in known.get(notice.id, ())
            if _is_ours(notice, watched)
        }
        for tenant in sorted({watched.tenant for watched, _ in wanted}):
            await self._add(tenant, [each for each in wanted if each[0].tenant == tenant])
        if wanted:
            self.wake()

    async def _add(self, tenant: str, wanted: Sequence[tuple[Watched, str]]) -> None:
        """Once for each meeting and second: what came within one is seen by the same look."""
        now = self.store.now()
        async with self.store.work(tenant) as work:
            for watched, watch in wanted:
                about = {"version": 1, "number": watched.number, "key": watched.key, "watch": watch}
                key = f"{watched.number}:{watched.key}:told{watch}:{int(now.timestamp()) + 1}"
                # A second later, so that what has changed just now is seen, too.
                await work.jobs.add(FOLLOW, key, now.replace(microsecond=0) + _SECOND, about)
            await work.commit()


def _proof(token: str) -> web.Response:
    """The token as it is, as plain text; nothing of it can be taken for a page."""
    if len(token) > _LONGEST_TOKEN or not token.isprintable():
        return web.Response(status=HTTPStatus.BAD_REQUEST, headers=_HEADERS)
    return web.Response(text=token, content_type="text/plain", headers=_HEADERS)


async def _body(request: web.Request) -> object:
    """What the request's JSON holds; None for what is too large, or none."""
    if (request.content_length or 0) > _LARGEST:
        return None
    try:
        return json.loads(await request.read())
    except (ValueError, RecursionError, web.HTTPException, OSError):
        return None


def _read(body: object) -> Iterator[_Notice]:
    value = body.get("value") if isinstance(body, Mapping) else None
    for each in value[:_MOST] if isinstance(value, list) else ():
        if isinstance(each, Mapping) and (notice := _notice(each)):
            yield notice


def _notice(each: Mapping[str, Any]) -> _Notice | None:
    id, secret, event = (each.get(name) for name in ("subscriptionId", "clientState", "lifecycleEvent"))
    if not is_id(id, _LONGEST_ID) or not isinstance(secret, str) or not 0 < len(secret) <= _LONGEST_SECRET:
        return None
    if event is None:
        return _Notice(id=str(id), secret=secret)
    known = next((kind for kind in _Lifecycle if kind == event), None)
    return _Notice(id=str(id), secret=secret, watch=_WATCH.get(known, "")) if known else None


def _is_ours(notice: _Notice, watched: Watched) -> bool:
    given, own = (text.encode(errors="surrogatepass") for text in (notice.secret, watched.secret))
    return bool(own) and hmac.compare_digest(given, own)
