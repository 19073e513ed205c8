"""Reports to download: made when they are asked for, for who may still see the handoff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import helpers, web

from bot.desks import Desks
from bot.links import Signer
from bot.origin import NOWHERE
from bot.outbox import Outbox
from bot.store.store import Store
from dialogs import texts
from dialogs.desk import Desk

# number, person id, form -> file name, media type, text; None where there is nothing that they may see
Build = Callable[[Desk, int, str, str], Awaitable[tuple[str, str, str] | None]]
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@dataclass(frozen=True, kw_only=True)
class Reports:
    """Answers `GET /reports/{token}`."""

    store: Store
    desks: Desks
    signer: Signer
    build: Build

    async def answer(self, request: web.Request) -> web.Response:
        """The file, or the same sentence for all that is no link, no link any more, or not theirs to see."""
        found = await self._find(request.match_info["token"])
        if found is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text=texts.LINK_OVER, headers=HEADERS)
        name, media_type, text = found
        attached = helpers.content_disposition_header("attachment", filename=name)
        headers = {**HEADERS, "Content-Disposition": attached}
        return web.Response(text=text, content_type=media_type, charset="utf-8", headers=headers)

    async def _find(self, token: str) -> tuple[str, str, str] | None:
        link = self.signer.read(token)
        if link is None:
            return None
        async with self.store.work(link.tenant) as work:  # and nothing is committed
            now = self.store.now()
            outbox = Outbox(work, link.tenant, NOWHERE, "", now)
            desk = self.desks.at(work, outbox, link.tenant, now)
            return await self.build(desk, link.number, link.person, link.form)
