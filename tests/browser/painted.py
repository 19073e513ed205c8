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

    async def faults(self) -> dict[str, list[str]]:
        """What cannot be seen, read, named by a screen reader or reached with Tab, by its fault."""
        found: dict[str, list[str]] = await self.page.evaluate("faults", _LEAST_CONTRAST)
        return {fault: elements for fault, elements in found.items() if elements}

    async def text(self) -> str:
        return await self.page.locator("#card").inner_text()


async def paint(page: Page, card: Card, theme: host.Theme, width: int) -> Painted:
    """Show the card as a host with that theme and room would."""
    await page.set_viewport_size({"width": width, "height": 480})
    if not await page.locator("#card").count():
        await page.set_content("<style></style><div id='card'></div>")
        await page.add_script_tag(path=tools.package("adaptivecards/dist/adaptivecards.min.js"))
        await page.add_script_tag(path=tools.HERE / "measure.js")
    await page.evaluate("paint", [host.config(theme), host.style(theme), card])
    return Painted(page=page)
