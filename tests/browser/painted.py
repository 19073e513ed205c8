"""A card painted by npm adaptivecards, and what can be measured on it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Page

from dialogs.message import Card
from tests.browser import host, tools

_LEAST_CONTRAST = 4.5  # WCAG 2 AA for text of normal size


@dataclass(frozen=True, kw_only=True)
class Painted:
    """A card as it stands on the page."""

    page: Page

    async def too_wide(self) -> list[str]:
        """The elements that stick out sideways or hide a part of their text."""
        return list(await self.page.evaluate("tooWide()"))

    async def faint(self) -> list[str]:
        """The texts that are hard to tell from what is behind them."""
        return list(await self.page.evaluate("faint", _LEAST_CONTRAST))

    async def text(self) -> str:
        return await self.page.locator("#card").inner_text()


async def paint(page: Page, card: Card, theme: host.Theme, width: int) -> Painted:
    """Show the card as a host with that theme and room would."""
    await page.set_viewport_size({"width": width, "height": 480})
    await page.set_content(f"<style>{host.style(theme)}</style><div id='card'></div>")
    await page.add_script_tag(path=tools.package("adaptivecards/dist/adaptivecards.min.js"))
    await page.add_script_tag(path=tools.HERE / "measure.js")
    await page.evaluate("paint", [host.config(theme), card])
    return Painted(page=page)
