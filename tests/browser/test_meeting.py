"""Ana books the discussion: calendars of a fake Graph, the real bot, the Teams-like client."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser import programs, windows
from tests.browser.album import Album
from tests.browser.chat import Chat
from tests.graph.example import populate
from tests.graph.server import FakeGraph

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_START = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15, to megan@contoso.com'
)
_TITLE = "Contoso: Azure migration"
_MEGAN = "megan@contoso.com"
_TALL = 2000  # pixels
_PATIENCE_MS = 15_000  # calendars are asked behind the chat's back


@dataclass(frozen=True)
class Desk:
    """Ana in front of the client, and what stands in her calendar."""

    chat: Chat
    pictures: Album
    graph: FakeGraph

    @property
    def meeting(self) -> Any:
        """The only one that Baton has put there."""
        [found] = self.graph.events("ana@contoso.com")
        return found

    @property
    def card(self) -> Locator:
        """The live card of the handoff."""
        return self.chat.bubbles.filter(has=self.chat.page.get_by_role("heading", name=_TITLE, exact=True))

    async def asks(self, text: str) -> Locator:
        """Type; the message that answers it, which then shows how far it is."""
        return (await self.chat.say(text)).body

    async def shows(self, part: Locator, *texts: str | re.Pattern[str], picture: str = "") -> None:
        for text in texts:
            await expect(part).to_contain_text(text, timeout=_PATIENCE_MS)
        if picture:
            await self.pictures.add_part(part, f"meeting-{picture}")


@pytest_asyncio.fixture(loop_scope="session")
async def ana(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, pictures: Album
) -> AsyncIterator[Desk]:
    programs.check()
    folder = tmp_path_factory.mktemp("meeting")
    async with AsyncExitStack() as stack:
        graph = await stack.enter_async_context(FakeGraph())
        populate(graph)
        settings = {"GRAPH_BASE_URL": graph.url, "GRAPH_ACCESS_TOKEN": graph.token("ana@contoso.com")}
        bot = await stack.enter_async_context(programs.bot(folder, **settings))
        seat = programs.SEATS / "ana.yml"
        where = programs.playground(folder, bot.url, seat, TZ="Europe/Oslo")  # as her calendar has it
        client = await stack.enter_async_context(where)
        chat = Chat(await stack.enter_async_context(windows.window(browser, height=_TALL)))
        await chat.open(client.url)
        yield Desk(chat, pictures, graph)


async def test_the_discussion_is_booked_moved_declined_and_called_off(ana: Desk) -> None:
    await _start(ana)
    await _book(ana)
    await _move(ana)
    await _decline(ana)
    await _call_off(ana)


async def _start(ana: Desk) -> None:
    await ana.chat.say(_START)
    await _press(ana.chat.bubbles.last, "Start it")
    await expect(ana.card).to_contain_text("0 of 14")


async def _book(ana: Desk) -> None:
    """Three times, one is written back, and nothing is in the calendar before the yes."""
    message = await ana.asks("schedule")
    await ana.shows(message, "These times suit everyone", re.compile("Megan: .*UTC"), picture="offer")
    await _press(message, re.compile("^2\\. "))
    await ana.shows(message, "Shall I book it?", "Required: Megan", picture="confirm")
    assert ana.graph.events("ana@contoso.com") == []
    await _press(message, "Yes, book it")
    await ana.shows(message, "Booked: ", picture="booked")
    await expect(message.get_by_role("link", name="Join the meeting")).to_be_visible()
    assert [mail for mail, _ in ana.meeting.attendees()] == [_MEGAN]
    await ana.shows(ana.card, "booked by Ana")


async def _move(ana: Desk) -> None:
    before = ana.meeting.start
    message = await ana.asks("reschedule")
    await ana.shows(message, "These times suit everyone")
    await _press(message, re.compile("^3\\. "))
    await ana.shows(message, "I'll move the discussion from")
    await _press(message, "Yes, move it")
    await ana.shows(message, "Moved: the discussion is now on", picture="moved")
    assert ana.meeting.start > before


async def _decline(ana: Desk) -> None:
    """Megan says no in Outlook: Ana hears of it without asking."""
    ana.graph.respond(ana.meeting, _MEGAN, "declined")
    await ana.shows(ana.card.last, "Megan declined", "find another time", picture="declined")


async def _call_off(ana: Desk) -> None:
    message = await ana.asks("cancel meeting because Megan is away")
    await ana.shows(message, "Shall I cancel it?", "Megan is away")
    await _press(message, "Yes, cancel it")
    await ana.shows(message, "Cancelled: ")
    assert ana.graph.events("ana@contoso.com") == []
    await expect(ana.card.last).not_to_contain_text("booked by Ana")


async def _press(part: Locator, name: str | re.Pattern[str]) -> None:
    await part.get_by_role("button", name=name).click()
