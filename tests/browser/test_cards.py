"""Every card, on a phone and on a desktop, in light and in dark: nothing sticks out, all can be read."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from functools import cache, partial
from itertools import product
from types import ModuleType
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from dialogs import cards, role
from dialogs.handoff import choices
from dialogs.handoff.card import layout
from dialogs.handoff.drafts import form
from dialogs.meeting import card as meeting
from dialogs.message import Card
from dialogs.reminding import card as reminders
from knowledge.expert import Expert
from tests.browser import booked, gallery, host, reminded, scheduled, windows
from tests.browser.album import Album
from tests.browser.painted import paint

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_PARTS = {(cards, "card")}  # all cards are made with it


def _choice(expert: Expert) -> Card:
    question = expert.answer("what does the specialist do in stage 3?")
    return cards.choice(question.text, question.options, question.labels)


def _longest(expert: Expert) -> str:
    return max(map(role.title, expert.roles), key=len)


_GENERAL: dict[str, Callable[[Expert], Card]] = {
    "welcome": lambda expert: cards.welcome(expert.roles),
    "welcome-chosen": lambda expert: cards.welcome(expert.roles, expert.roles[0].id),
    "choice": _choice,
    "choice-longest-role": lambda expert: cards.choice("Which role?", ["?"], [_longest(expert)]),
    "choice-long-word": lambda expert: cards.choice("w" * 200, ["CSA", "CSAM"]),
    "chosen": lambda expert: cards.chosen("Who finds out which account team a customer belongs to?"),
    "chosen-long-word": lambda expert: cards.chosen("w" * 200),
}


async def _made(make: Callable[[Expert], Card]) -> Card:
    return make(_expert())


@cache
def _expert() -> Expert:
    """The real one: its roles and its questions back are what cards must hold."""
    return Expert.load()


_GALLERIES: dict[ModuleType, Mapping[str, gallery.Scene]] = {
    cards: {name: partial(_made, make) for name, make in _GENERAL.items()},
    layout: {**gallery.CARD, **booked.CARD},
    form: gallery.FORM,
    choices: gallery.CHOICES,
    meeting: scheduled.MADE,
    reminders: reminded.MADE,
}
_SCENES = {
    f"{room.__name__.partition('.')[2]}-{name}": scene
    for room, scenes in _GALLERIES.items()
    for name, scene in scenes.items()
}


@pytest.mark.parametrize("room", _GALLERIES, ids=lambda room: str(room.__name__))
async def test_every_card_is_looked_at(room: ModuleType) -> None:
    makers = {
        name for name, make in inspect.getmembers(room, inspect.isfunction) if _shows_a_card(room, make)
    }
    assert makers == {name.partition("-")[0] for name in _GALLERIES[room]}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sheet(browser: Browser) -> AsyncIterator[Page]:
    """One window for all cards, for a new one takes longer than the painting."""
    async with windows.window(browser, height=480) as page:
        yield page


@pytest.mark.parametrize("name", _SCENES)
async def test_a_card_fits_can_be_read_and_is_labelled(
    sheet: Page, name: str, card_pictures: Album | None
) -> None:
    made, faults = await _SCENES[name](), {}
    folds = {"": made, "unfolded-": _unfolded(made)} if _unfolded(made) != made else {"": made}
    for (fold, shown), theme, width in product(folds.items(), host.THEMES, host.WIDTHS):
        painted = await paint(sheet, shown, theme, width)
        look = f"{name}-{fold}{theme.name}-{width}"
        if card_pictures:
            await card_pictures.add(sheet, look, whole=True)
        assert (await painted.text()).strip()
        faults[look] = await painted.faults()
    assert not {look: found for look, found in faults.items() if found}


def _unfolded(part: Any) -> Any:
    """With everything shown that waits for a tap."""
    if isinstance(part, list):
        return [_unfolded(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {key: _unfolded(each) for key, each in part.items() if key != "isVisible"}


def _shows_a_card(room: ModuleType, make: Any) -> bool:
    own = inspect.getmodule(make) is room and not make.__name__.startswith("_")
    return (
        own and (room, make.__name__) not in _PARTS and make.__annotations__["return"] in ("Card", "Outcome")
    )
