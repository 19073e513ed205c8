"""Two people who act on one handoff in the same second, each in a process of its own on one database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from bot.store.store import Store
from bot.store.tables import handoff, handoff_event
from handoffs.change import What
from tests.card_parts import texts_of
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, knowledge
from tests.journeys import START
from tests.teams import TENANT, Teams

_ITEMS = range(1, 7)


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A handoff as it is stored, and what its history says of each entry."""

    revision: int
    states: dict[int, str]
    events: list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class _Two:
    """Ana, served by one process, and Megan, served by another."""

    ana: Teams
    megan: Teams
    store: Store

    async def row(self) -> _Row:
        async with self.store.work(TENANT) as work:
            found = (await work.connection.execute(sa.select(handoff))).one()
            history = sa.select(handoff_event.c.seq, handoff_event.c.what).order_by(handoff_event.c.seq)
            events = [tuple(each) for each in (await work.connection.execute(history)).all()]
        states = {item["number"]: item.get("state", "open") for item in found.body["items"]}
        return _Row(revision=found.revision, states=states, events=events)


@pytest.fixture
async def two(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str], store: Store
) -> AsyncIterator[_Two]:
    settings = make_settings(BATON_RATE_LIMIT=0)
    first, second = (compose.build_app(settings, expert=knowledge()) for _ in range(2))
    async with TestClient(TestServer(first)) as here, TestClient(TestServer(second)) as there:
        ana = Teams(here, *connector)
        ana.is_listed()
        megan = ana.colleague("megan")
        megan.client = there
        await ana.say(START)
        await ana.say("yes")
        await megan.say("hello")
        await megan.until(lambda: bool(megan.cards))
        yield _Two(ana=ana, megan=megan, store=store)


def _said(*people: Teams) -> list[str]:
    return [text for person in people for text in person.heard]


async def test_the_same_typed_by_both_is_ticked_once(two: _Two) -> None:
    before = await two.row()

    for number in _ITEMS:
        await asyncio.gather(two.ana.say(f"done {number}"), two.megan.say(f"done {number}"))

    after = await two.row()
    assert after.revision == before.revision + len(_ITEMS)
    assert [what for _, what in after.events].count(What.ITEM_DONE) == len(_ITEMS)
    assert [seq for seq, _ in after.events] == list(range(1, len(after.events) + 1))
    assert {after.states[number] for number in _ITEMS} == {"done"}
    told = _said(two.ana, two.megan)
    for number in _ITEMS:
        assert sum(f"{number} done, {14 - number} left." in text for text in told) == 1
        assert sum(f"Item {number} was done already, by " in text for text in told) == 1


async def test_the_same_pressed_by_both_is_ticked_once(two: _Two) -> None:
    before = await two.row()

    for number in _ITEMS:
        cards = [(person, await person.refresh(person.cards[-1])) for person in (two.ana, two.megan)]
        bodies = await asyncio.gather(
            *(person.press_on(card, "Mark done", items=str(number)) for person, card in cards)
        )
        shown = [[text for text in texts_of(body["value"]) if text.startswith("Done by ")] for body in bodies]
        assert shown[0] == shown[1]  # both see who was first
        assert len(shown[0]) == number

    after = await two.row()
    assert after.revision == before.revision + len(_ITEMS)
    assert [what for _, what in after.events].count(What.ITEM_DONE) == len(_ITEMS)
    assert {after.states[number] for number in _ITEMS} == {"done"}


async def test_different_items_are_all_ticked(two: _Two) -> None:
    before = await two.row()
    numbers = list(_ITEMS)

    for mine, hers in zip(numbers[::2], numbers[1::2], strict=True):
        await asyncio.gather(two.ana.say(f"done {mine}"), two.megan.say(f"done {hers}"))

    after = await two.row()
    assert after.revision == before.revision + len(_ITEMS)
    assert [what for _, what in after.events].count(What.ITEM_DONE) == len(_ITEMS)
    assert {after.states[number] for number in _ITEMS} == {"done"}


async def test_a_tick_and_its_undoing_leave_one_of_both(two: _Two) -> None:
    await two.ana.say("done 1")

    for _ in range(4):
        await asyncio.gather(two.ana.say("undo 1"), two.megan.say("done 1"))
        row = await two.row()
        ticks = [what for _, what in row.events if what in (What.ITEM_DONE, What.ITEM_REOPENED)]
        assert all(left != right for left, right in pairwise(ticks)), ticks
        assert (row.states[1] == "done") is (ticks[-1] == What.ITEM_DONE)
