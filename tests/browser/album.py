"""Pictures of what was seen: into docs/images when asked for, else where the test may write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page

_IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


@dataclass(frozen=True, kw_only=True)
class Album:
    """A folder of screenshots."""

    folder: Path

    async def add(self, page: Page, name: str, *, whole: bool = False) -> Path:
        """What can be seen of the page; `whole`: also what one would scroll to."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.png"
        await page.screenshot(path=path, animations="disabled", full_page=whole)
        return path

    async def add_part(self, part: Locator, name: str) -> Path:
        """One message alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.png"
        await part.screenshot(path=path, animations="disabled")
        return path


def album(*, keep: bool, otherwise: Path) -> Album:
    return Album(folder=_IMAGES if keep else otherwise)
