"""Invitation files to download: each as its meeting was at that change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import helpers, web

from bot.desks import Desks
from bot.links import Signer
from bot.origin import NOWHERE
from bot.outbox import Outbox
from bot.reports import HEADERS
from bot.store.store import Store
from dialogs import texts
from dialogs.desk import Desk
from meetings.invite import Invitation

# what was kept of the change -> file name and file; None where there is nothing that may be seen
Build = Callable[[Desk, Mapping[str, Any]], Awaitable[tuple[str, Invitation] | None]]


@dataclass(frozen=True, kw_only=True)
class Invites:
    """Answers `GET /invites/{token}.ics`."""

    store: Store
    desks: Desks
    signer: Signer
    build: Build

    async def answer(self, request: web.Request) -> web.Response:
        """The file, or the same sentence for all that is no link, no link any more, or not to be seen."""
        found = await self._find(request.match_info["token"])
        if found is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text=texts.INVITE_OVER, headers=HEADERS)
        name, file = found
        headers = {
            **HEADERS,
            "Content-Type": f"text/calendar; charset=utf-8; method={file.method}",
            "Content-Disposition": helpers.content_disposition_header("attachment", filename=name),
        }
        return web.Response(body=file.content, headers=headers)

    async def _find(self, token: str) -> tuple[str, Invitation] | None:
        link = self.signer.read_invite(token)
        if link is None:
            return None
        async with self.store.work(link.tenant) as work:  # and nothing is committed
            kept = await work.invites.find(link.number, link.key, link.sequence)
            if kept is None:
                return None
            now = self.store.now()
            outbox = Outbox(work, link.tenant, NOWHERE, "", now)
            return await self.build(self.desks.at(work, outbox, link.tenant, now), kept)
