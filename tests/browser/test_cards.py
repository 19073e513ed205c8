"""Every card, on a phone and on a desktop, in light and in dark: nothing sticks out, all can be read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache, partial
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from playwright.async_api import Page

from dialogs import cards, role
from dialogs.handoff import card, choices, form, prompts
from dialogs.message import Card
from knowledge.expert import Expert
from tests.browser import gallery, host
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
    card: gallery.CARD,
    form: gallery.FORM,
    prompts: gallery.PROMPTS,
    choices: gallery.CHOICES,
}
_SCENES = {
    f"{room.__name__.rpartition('.')[2]}-{name}": scene
    for room, scenes in _GALLERIES.items()
    for name, scene in scenes.items()
}


@pytest.mark.parametrize("room", _GALLERIES, ids=lambda room: str(room.__name__))
async def test_every_card_is_looked_at(room: ModuleType) -> None:
    makers = {
        name for name, make in inspect.getmembers(room, inspect.isfunction) if _shows_a_card(room, make)
    }
    assert makers == {name.partition("-")[0] for name in _GALLERIES[room]}


@pytest.mark.parametrize("name", _SCENES)
async def test_a_card_fits_can_be_read_and_is_labelled(
    page: Page, name: str, card_pictures: Album | None
) -> None:
    made, faults = await _SCENES[name](), {}
    for theme, width in product(host.THEMES, host.WIDTHS):
        painted = await paint(page, made, theme, width)
        if card_pictures:
            await card_pictures.add(page, f"{name}-{theme.name}-{width}", whole=True)
        assert (await painted.text()).strip()
        faults[theme.name, width] = await painted.faults()
    assert not {where: found for where, found in faults.items() if found}


def _shows_a_card(room: ModuleType, make: Any) -> bool:
    own = inspect.getmodule(make) is room and not make.__name__.startswith("_")
    return (
        own and (room, make.__name__) not in _PARTS and make.__annotations__["return"] in ("Card", "Outcome")
    )
