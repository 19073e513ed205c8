"""Ana passes an opportunity on to Megan: two people at two clients, one bot, from first to last."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser import programs, windows
from tests.browser.album import Album
from tests.browser.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_START = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15, to megan@contoso.com'
)
_TITLE = "Contoso: Azure migration"
_STOPS = "[role=button], button, input, textarea"  # what a keyboard stops at
_NAMES = """found => found.filter(each => each.tabIndex >= 0 && each.getClientRects().length).map(each =>
    each.getAttribute("aria-label") || [...(each.labels || [])].map(label => label.innerText).join(" ")
    || (each.getAttribute("aria-labelledby") || "").split(" ").filter(id => document.getElementById(id))
        .map(id => document.getElementById(id).innerText).join(" ") || each.innerText)"""
_TALL = 2400  # pixels: a whole checklist can be seen, and its buttons pressed without scrolling


@dataclass(frozen=True)
class Desk:
    """One person in front of the client, and what they see of the handoff."""

    chat: Chat
    pictures: Album

    @property
    def card(self) -> Locator:
        """The live card; what it leaves behind has no heading."""
        return self.chat.bubbles.filter(has=self.chat.page.get_by_role("heading", name=_TITLE, exact=True))

    @property
    def pointers(self) -> Locator:
        return self.chat.bubbles.filter(has_text="this card has moved down")

    async def sees(self, *texts: str, picture: str = "") -> None:
        """One live card says all that."""
        await expect(self.card).to_have_count(1)
        for text in texts:
            await expect(self.card).to_contain_text(text)
        if picture:
            await self.pictures.add_part(self.card, f"handoff-{picture}")

    async def press(self, name: str) -> None:
        await self.card.get_by_role("button", name=name, exact=True).click()

    async def says(self, text: str) -> str:
        return await (await self.chat.say(text)).text()


@pytest_asyncio.fixture(loop_scope="session")
async def desks(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, pictures: Album
) -> AsyncIterator[tuple[Desk, Desk]]:
    """Ana and Megan on their first day with Baton."""
    programs.check()
    folder = tmp_path_factory.mktemp("handoff")
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(programs.bot(folder))
        found = []
        for person in ("ana", "megan"):
            seat = programs.SEATS / f"{person}.yml"
            client = await stack.enter_async_context(programs.playground(folder, bot.url, seat))
            chat = Chat(await stack.enter_async_context(windows.window(browser, height=_TALL)))
            await chat.open(client.url)
            found.append(Desk(chat, pictures))
        ana, megan = found
        yield ana, megan


async def test_an_opportunity_is_passed_on(desks: tuple[Desk, Desk]) -> None:
    ana, megan = desks
    await _start(ana, megan)
    await _reach_everything_by_keyboard(ana)
    await _tick(ana, megan)
    await _agree(ana, megan)
    await _move(ana, megan)
    await _look_back(megan)


async def _start(ana: Desk, megan: Desk) -> None:
    """All is read back before it starts; Megan is shown the card in her own chat."""
    await ana.chat.say(_START)
    asked = ana.chat.bubbles.last
    await expect(asked).to_contain_text("250,000 USD")
    await expect(asked).to_contain_text("Fri 15 Jan 2027")
    await ana.pictures.add_part(asked, "handoff-confirm")
    await asked.get_by_role("button", name="Start it").click()
    await ana.sees("From Ana to Megan", "0 of 14", "Your move", picture="started")
    await megan.sees("Ana to move", picture="receiver")


async def _reach_everything_by_keyboard(ana: Desk) -> None:
    """Tab goes through the card in reading order by named stops; Enter on an item shows its source."""
    keyboard = ana.chat.page.keyboard
    stops = await ana.card.locator(_STOPS).evaluate_all(_NAMES)
    first = ana.card.locator("[role=button]").first
    await first.focus()
    reached = []
    for _ in stops:
        reached += await ana.chat.page.locator("*:focus").evaluate_all(_NAMES)
        await keyboard.press("Tab")
    assert [at for at, name in enumerate(stops) if not name] == [], "|".join(stops)
    assert reached == stops
    await first.focus()
    await keyboard.press("Enter")
    await expect(ana.card.get_by_text("Source:").first).to_be_visible()
    await keyboard.press("Enter")
    await expect(ana.card.get_by_text("Source:").first).to_be_hidden()


async def _tick(ana: Desk, megan: Desk) -> None:
    """Some items by card, the others by typing: both live cards show it where they stand."""
    await ana.press("Mark items done")
    await ana.card.get_by_role("checkbox", name="1. Customer outcomes").check()
    await ana.card.get_by_role("checkbox", name="3. Major technical").check()
    await ana.card.get_by_role("textbox", name="A note or link").fill("Workshop of 12 Nov")
    await ana.press("Mark done")
    await ana.sees("2 of 14", "Workshop of 12 Nov", picture="half-done")
    await megan.sees("2 of 14", "Done by Ana")
    assert "10 done, 4 left" in await ana.says("done 2 4 5 6 7 8 9 10")
    await ana.sees("10 of 14")
    await expect(ana.pointers).to_have_count(0)
    await megan.sees("It is your move", "10 of 14", picture="your-move")
    await expect(megan.pointers).to_have_count(1)
    first = megan.card.get_by_text(re.compile("^Done by Ana")).first
    await expect(first).to_be_hidden()
    await megan.card.get_by_role("button", name="Qualification: all 6 done by Ana").click()
    await expect(first).to_be_visible()


async def _agree(ana: Desk, megan: Desk) -> None:
    """Each side for itself, on their own card."""
    await ana.press("Agree")
    await ana.sees("You have agreed. Waiting for Megan.", picture="giver-agreed")
    await expect(ana.card.get_by_role("button", name="Agree", exact=True)).to_have_count(0)
    await megan.sees("Agreed by: Ana")
    await megan.press("Agree")
    await megan.sees("11 of 14", "Megan on", picture="agreed")
    await ana.sees("11 of 14")


async def _move(ana: Desk, megan: Desk) -> None:
    """Held, moved, transferred, closed."""
    await megan.press("Other steps")
    await megan.press("It was held")
    await megan.sees("Deadline:", "7 business days after")
    await ana.sees("Ready for the next move", picture="ready")
    await ana.press("Record the move")
    await ana.sees("Moved to the next stage", picture="moved")
    await megan.sees("Your move", "Moved to the next stage", picture="moved-receiver")
    await megan.press("Record the transfer")
    await megan.sees("14 of 14", picture="transferred")
    await ana.sees("14 of 14", "Your move")
    await ana.press("Close the handoff")
    await ana.sees("Closed by Ana", picture="closed")
    await megan.sees("Closed by Ana")
    await megan.pictures.add(megan.chat.page, "handoff-chat")


async def _look_back(megan: Desk) -> None:
    """The history in chat, and the report as files."""
    assert "Megan: agreed" in await megan.says("history 1")
    await megan.pictures.add_part(megan.chat.bubbles.last, "handoff-history")
    assert "unbroken" in await megan.says("report 1")
    await megan.pictures.add_part(megan.chat.bubbles.last, "handoff-report")
    for link, kind in (("to read", "text/markdown"), ("as a table", "text/csv")):
        address = await megan.chat.bubbles.last.get_by_role("link", name=link).get_attribute("href")
        file = await megan.chat.page.request.get(address or "")
        assert file.ok
        assert file.headers["content-type"].startswith(kind)
        assert "attachment" in file.headers["content-disposition"]
        assert "Azure migration" in await file.text()
