"""Pictures of what was seen: into docs/images when asked for, else where the test may write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

_IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


@dataclass(frozen=True, kw_only=True)
class Album:
    """A folder of screenshots."""

    folder: Path

    async def add(self, page: Page, name: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.png"
        await page.screenshot(path=path, animations="disabled")
        return path


def album(*, keep: bool, otherwise: Path) -> Album:
    return Album(folder=_IMAGES if keep else otherwise)
