"""Baton speaks first: a reminder arrives in Megan's chat unasked, waits when told to, ends once acted on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser import leaping, programs, windows
from tests.browser.album import Album
from tests.browser.chat import Chat
from tests.browser.leaping import Leap

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_START = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15, to megan@contoso.com'
)
_TITLE = "Contoso: Azure migration (1)"  # of a reminder
_OSLO = ZoneInfo("Europe/Oslo")
_THURSDAY = datetime(2026, 11, 19, 10, tzinfo=_OSLO)  # 7 business days before Mon 30 Nov
_OPENS = 8  # o'clock: everybody's working day
_TALL = 1400  # pixels
_PATIENCE_MS = 15_000  # it comes by itself


@dataclass(frozen=True)
class Desk:
    """One person in front of the client, while days go by."""

    chat: Chat
    pictures: Album
    leap: Leap
    database: Path

    @property
    def reminders(self) -> Locator:
        """All that have come, the oldest first."""
        heading = self.chat.page.get_by_role("heading", name=_TITLE, exact=True)
        return self.chat.bubbles.filter(has=heading)

    async def morning(self, day: int, month: int = 11) -> None:
        """Everybody begins to work on that day, and what is due by then has been done."""
        await leaping.quiet(self.database, self.leap)
        self.leap.to(datetime(2026, month, day, _OPENS, 0, 5, tzinfo=_OSLO))
        await leaping.quiet(self.database, self.leap)

    async def says(self, *lines: str) -> None:
        for line in lines:
            await self.chat.say(line)

    async def has_heard(self, count: int) -> None:
        """That many messages have come so far."""
        await expect(self.chat.bubbles).to_have_count(count, timeout=_PATIENCE_MS)

    async def press(self, part: Locator, name: str) -> None:
        await part.get_by_role("button", name=name, exact=True).click()


@pytest_asyncio.fixture(loop_scope="session")
async def desks(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, pictures: Album
) -> AsyncIterator[tuple[Desk, Desk]]:
    """Ana and Megan in Oslo, with a Baton whose clock can leap."""
    programs.check()
    folder = tmp_path_factory.mktemp("reminder")
    leap = Leap(folder / "leap")
    leap.to(_THURSDAY)
    async with AsyncExitStack() as stack:
        started = programs.bot(folder, "tests.browser.leaping", **{leaping.LEAP: str(leap.file)})
        bot = await stack.enter_async_context(started)
        found = []
        for person in ("ana", "megan"):
            seat = programs.SEATS / f"{person}.yml"
            where = programs.playground(folder, bot.url, seat, TZ=_OSLO.key)
            client = await stack.enter_async_context(where)
            chat = Chat(await stack.enter_async_context(windows.window(browser, height=_TALL)))
            await chat.open(client.url)
            found.append(Desk(chat, pictures, leap, folder / "baton.db"))
        ana, megan = found
        yield ana, megan


async def test_a_reminder_comes_unasked_waits_and_ends_once_acted_on(desks: tuple[Desk, Desk]) -> None:
    ana, megan = desks
    await _leave_it_to_megan(ana, megan)
    await _be_reminded(megan)
    await _snooze(megan)
    await _act(megan)
    await _hear_nothing_more(megan)


async def _leave_it_to_megan(ana: Desk, megan: Desk) -> None:
    """All is agreed and held; she has to take it over until Mon 30 Nov."""
    await ana.chat.say(_START)
    await ana.press(ana.chat.bubbles.last, "Start it")
    await expect(megan.chat.bubbles.last).to_contain_text("0 of 14")
    await ana.says("done 1 to 10", "agree")
    await megan.says("open 1", "agree")
    await ana.says("held", "moved")


async def _be_reminded(megan: Desk) -> None:
    """Three business days before, as her working day begins: one message that she did not ask for."""
    await megan.morning(24)
    await expect(megan.reminders).to_have_count(0)
    before = await megan.chat.bubbles.count()
    await megan.morning(25)
    await megan.has_heard(before + 1)
    reminder = megan.reminders.last
    await expect(reminder).to_contain_text("Due in 5 days, on Mon 30 Nov 2026.")
    await expect(reminder).to_contain_text("Next reminder: Fri 27 Nov 2026.")
    await megan.pictures.add_part(reminder, "reminder")


async def _snooze(megan: Desk) -> None:
    """The one of Friday does not come; on Monday it is there again."""
    reminder = megan.reminders.last
    await megan.press(reminder, "Snooze")
    await _pick(reminder, "Mon 30 Nov 2026")
    await megan.press(reminder, "Snooze until then")
    await expect(reminder).to_contain_text("Snoozed until Mon 30 Nov 2026.")
    before = await megan.chat.bubbles.count()
    await megan.morning(27)
    await megan.has_heard(before)
    await megan.morning(30)
    await megan.has_heard(before + 1)
    await expect(megan.reminders.last).to_contain_text("Due today, Mon 30 Nov 2026.")


async def _act(megan: Desk) -> None:
    """The button does what it says, and the card says that it is done."""
    await megan.press(megan.reminders.last, "Record the transfer")
    await expect(megan.reminders.last).to_contain_text("Done.")
    await expect(megan.reminders.last.get_by_role("button", name="Record the transfer")).to_have_count(0)
    await megan.pictures.add(megan.chat.page, "reminder-chat")


async def _hear_nothing_more(megan: Desk) -> None:
    """Neither the day after nor three days after; the answer would stand below any reminder that had come."""
    await leaping.quiet(megan.database, megan.leap)
    before = await megan.chat.bubbles.count()
    for day in (1, 3, 4):
        await megan.morning(day, month=12)
    answer = await megan.chat.say("reminders")
    assert "nothing to remind you of" in await answer.text()
    await megan.has_heard(before + 1)
    await expect(megan.reminders).to_have_count(2)


async def _pick(part: Locator, day: str) -> None:
    await part.get_by_role("combobox").click()
    await part.page.get_by_role("option", name=day).click()
