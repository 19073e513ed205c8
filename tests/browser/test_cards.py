"""Every card, on a phone and on a desktop, in light and in dark: nothing sticks out, all can be read."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest
from playwright.async_api import Page

from dialogs import cards, role
from dialogs.message import Card
from knowledge.expert import Expert
from tests.browser import host
from tests.browser.album import Album
from tests.browser.painted import paint

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def _choice(expert: Expert) -> Card:
    question = expert.answer("what does the specialist do in stage 3?")
    return cards.choice(question.text, question.options, question.labels)


def _longest(expert: Expert) -> str:
    return max(map(role.title, expert.roles), key=len)


_CARDS: dict[str, Callable[[Expert], Card]] = {
    "welcome": lambda expert: cards.welcome(expert.roles),
    "welcome-chosen": lambda expert: cards.welcome(expert.roles, expert.roles[0].id),
    "choice": _choice,
    "choice-longest-role": lambda expert: cards.choice("Which role?", ["?"], [_longest(expert)]),
    "choice-long-word": lambda expert: cards.choice("w" * 200, ["CSA", "CSAM"]),
    "chosen": lambda expert: cards.chosen("Who finds out which account team a customer belongs to?"),
    "chosen-long-word": lambda expert: cards.chosen("w" * 200),
}


@pytest.fixture(scope="module")
def expert() -> Expert:
    """The real one: its roles and its questions back are what cards must hold."""
    return Expert.load()


async def test_every_card_is_looked_at() -> None:
    made = {name for name, make in inspect.getmembers(cards, inspect.isfunction) if _makes_a_card(name, make)}
    assert made == {name.partition("-")[0] for name in _CARDS}


@pytest.mark.parametrize("width", [320, 600])
@pytest.mark.parametrize("theme", host.THEMES, ids=lambda theme: str(theme.name))
@pytest.mark.parametrize("name", _CARDS)
async def test_a_card_fits_and_can_be_read(
    page: Page, expert: Expert, name: str, theme: host.Theme, width: int, card_pictures: Album
) -> None:
    painted = await paint(page, _CARDS[name](expert), theme, width)
    await card_pictures.add(page, f"{name}-{theme.name}-{width}")
    assert (await painted.text()).strip()
    assert await painted.too_wide() == []
    assert await painted.faint() == []


def _makes_a_card(name: str, make: object) -> bool:
    return inspect.getmodule(make) is cards and not name.startswith("_")
