"""Page objects: what a person sees and does in the Teams-like client."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, Response, WebSocketRoute, expect

_ROW = "xpath=ancestor::*[*[@aria-label='Message header']][1]"
_AFTER_IT = "xpath=following::button[not(@type)]"  # suggested actions have neither role nor name to go by
_STREAM = re.compile("/conversations/stream$")
_ON_THE_WAY = 0.1  # seconds
_NEW_MESSAGE = '"action":"createMessage"'
_PAINT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_PATIENCE = 8.0  # seconds
_FIRST_MS = 30_000  # a client that was just started takes its time over its first page


class Chat:
    """One person's window; it opens in the personal chat."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._received = 0

    @property
    def bubbles(self) -> Locator:
        """What the bot has said so far in this chat."""
        return self.page.locator(".fai-OutputCard")

    @property
    def suggestions(self) -> Locator:
        """The suggested actions below the last message."""
        return self.bubbles.last.locator(_AFTER_IT)

    async def open(self, url: str) -> None:
        """Open the client and wait for the bot's first hello."""
        await self.page.route_web_socket(_STREAM, self._relay)
        await self.page.goto(url, timeout=_FIRST_MS)
        await self.page.get_by_title("Hide log panel").click()
        await expect(self.bubbles).to_have_count(1)

    async def switch(self, name: str) -> None:
        """Go to another chat and wait for the bot's first hello there."""
        await self.page.get_by_role("treeitem", name=name).click()
        await expect(self.bubbles.filter(has_text="Mention me")).to_be_visible()

    async def say(self, text: str, *, to: str = "") -> Bubble:
        """Type a message, mentioning `to` first; the first reply, once all of them are seen."""
        await self._type(text, to)
        before = await self.bubbles.count()
        async with self._turn(before):
            await self.page.keyboard.press("Enter")
        return Bubble(self.bubbles.nth(before))

    async def press(self, suggestion: Locator) -> Bubble:
        """Press a suggested action, which types it for the person."""
        before = await self.bubbles.count()
        async with self._turn(before):
            await suggestion.click()
        return Bubble(self.bubbles.nth(before))

    @asynccontextmanager
    async def _turn(self, before: int) -> AsyncIterator[None]:
        """What is said within it was taken, and all that has come of it by then is seen."""
        received = self._received
        async with self.page.expect_response(_is_sent_message):
            yield
        deadline = time.monotonic() + _PATIENCE
        while not await self._settled(before - received):
            assert time.monotonic() < deadline, "no reply is shown"

    async def _settled(self, missed: int) -> bool:
        """Whether all that has arrived is painted; the painting lets late arrivals be counted."""
        received = self._received
        await self.page.evaluate(_PAINT)
        shown = await self.bubbles.count()
        return shown == self._received + missed and self._received == received > -missed

    async def _type(self, text: str, to: str) -> None:
        await self.page.get_by_role("textbox").last.click()
        if to:
            await self.page.keyboard.type("@")
            await self.page.get_by_role("menuitem", name=to).click()
            await self.page.keyboard.type(" ")
        await self.page.keyboard.insert_text(text)

    def _relay(self, page: WebSocketRoute) -> None:
        """The bot's messages are on their way for a moment, as from any server that is not this machine.

        The client shows what the person says when the server has taken it: an answer that is quicker than
        that stands above the question, and its suggestions vanish.
        """
        loop = asyncio.get_running_loop()

        def arrived(frame: str | bytes) -> None:
            self._received += isinstance(frame, str) and _NEW_MESSAGE in frame
            loop.call_later(_ON_THE_WAY, forward, frame)

        def forward(frame: str | bytes) -> None:
            if not self.page.is_closed():
                page.send(frame)

        page.connect_to_server().on_message(arrived)


class Bubble:
    """One message of the bot, with the buttons that belong to it."""

    def __init__(self, body: Locator) -> None:
        self.body = body
        self.row = body.locator(_ROW)

    async def text(self) -> str:
        """What it says, line breaks and all."""
        return await self.body.inner_text()

    def citation(self, number: int = 1) -> Locator:
        return self.body.get_by_role("button", name=str(number), exact=True).first

    async def open_citation(self, number: int = 1) -> Locator:
        """Point at [n]; what the client shows of the source."""
        await self.citation(number).hover()
        shown = self.body.page.locator("[class*=Popover]").first
        await expect(shown).to_be_visible()
        return shown

    async def like(self) -> Locator:
        """Press the thumb; the form in which the client asks why."""
        await self.row.get_by_role("button", name="Like", exact=True).click()
        return self.body.page.get_by_role("dialog")


def _is_sent_message(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/messages")
