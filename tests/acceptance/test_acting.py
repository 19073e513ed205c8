"""Acting on a handoff over HTTP: typed, by buttons, in a group, by a first word, and as a report."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from dialogs.handoff import words
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.teams import Teams

_WHOLE = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 15 Jan 2030, to megan@contoso.com'
)
_ALL = "1,2,3,4,5,6,7,8,9,10"


@pytest.fixture
async def ana(make_settings: MakeSettings, connector: tuple[FakeConnector, str]) -> AsyncIterator[Teams]:
    """Ana, who has a bot with the real knowledge to herself."""
    async with TestClient(
        TestServer(compose.build_app(make_settings(BATON_ADMINS="nobody-object")))
    ) as client:
        person = Teams(client, *connector)
        person.is_listed()
        yield person


@pytest.fixture
async def megan(ana: Teams) -> Teams:
    """Megan, who has written before, and to whom Ana has started to hand Contoso over."""
    megan = ana.colleague("megan")
    await megan.say("hello")
    await _start(ana)
    await megan.until(lambda: bool(megan.cards))
    return megan


async def _start(ana: Teams) -> None:
    await ana.say(_WHOLE)
    assert "Started." in _read(await ana.say("yes"))


def _read(replies: list[dict[str, Any]]) -> str:
    return "\n".join(str(reply.get("text", "")) + str(reply.get("attachments", "")) for reply in replies)


def _said(replies: list[dict[str, Any]]) -> list[str]:
    return [str(reply["text"]) for reply in replies if reply.get("text")]


async def test_a_tick_is_one_line_and_changes_both_cards_in_place(ana: Teams, megan: Teams) -> None:
    await ana.say("open 1")
    cards = len(ana.cards), len(megan.cards)

    said = _said(await ana.say("done 3"))

    assert said == ["**Contoso: Azure migration** (1): 1 done, 13 left."]
    await megan.until(lambda: "Done by Ana" in str(megan.cards[-1]))
    await ana.until(lambda: "Done by Ana" in str(ana.cards[-1]))
    assert (len(ana.cards), len(megan.cards)) == cards


async def test_two_people_play_a_handoff_to_its_end_by_typing(ana: Teams, megan: Teams) -> None:
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")
    await ana.say("agree")
    await megan.until(lambda: "Agreed by" in str(megan.cards[-1]))
    await megan.say("agree")
    assert "7 business days after" in _read(await ana.say("held"))
    await ana.say("moved")
    await megan.say("transferred")

    assert "It is closed." in _read(await ana.say("close"))
    await megan.until(lambda: "Closed by Ana" in str(megan.cards[-1]))


async def test_two_people_play_a_handoff_to_its_end_by_buttons(ana: Teams, megan: Teams) -> None:
    steps: tuple[tuple[Teams, str, dict[str, str]], ...] = (
        (ana, words.MARK_DONE, {"items": _ALL}),
        (ana, words.AGREE, {}),
        (megan, words.AGREE, {}),
        (ana, words.HELD, {}),
        (ana, words.MOVED, {}),
        (megan, words.TRANSFERRED, {}),
        (ana, words.CLOSE, {}),
    )
    for person, button, inputs in steps:
        body = await person.press_on(await person.refresh(person.cards[-1]), button, **inputs)
        assert body["type"] == "application/vnd.microsoft.card.adaptive", body

    await ana.until(lambda: "Closed by Ana" in str(ana.cards[-1]))


async def test_a_card_that_was_overtaken_changes_nothing_and_shows_the_present_one(
    ana: Teams, megan: Teams
) -> None:
    old = ana.cards[-1]
    await megan.say("done 1")

    body = await ana.press_on(old, words.MARK_DONE, items="2")

    assert "Done by Megan" in str(body["value"])
    assert "Done by Ana" not in str(body["value"])
    assert any("Changed by Megan at" in said for said in ana.heard)


async def test_two_people_who_tick_the_same_item_at_once_have_it_ticked_once(
    ana: Teams, megan: Teams
) -> None:
    answers = await asyncio.gather(ana.say("done 1"), megan.say("done 1"))

    said = "\n".join(map(_read, answers))
    assert said.count("1 done, 13 left.") == 1 or "was done already" in said
    assert "was done already, by" in _read(await ana.say("done 1"))


async def test_a_refresh_shows_each_their_own_card(ana: Teams, megan: Teams) -> None:
    await ana.say("done 1 2 3 4 5 6 7 8 9 10")
    await ana.say("agree")

    mine, hers = await ana.refresh(ana.cards[-1]), await megan.refresh(megan.cards[-1])

    assert "Waiting for Megan" in str(mine)
    assert f"'{words.AGREE}'" in str(hers)


async def test_somebody_invited_by_address_finds_it_after_their_first_words(ana: Teams) -> None:
    await _start(ana)
    megan = ana.colleague("megan")

    first = await megan.say("hello")

    assert words.WAITING_ONE in _read(first)
    assert "Contoso: Azure migration" in str(megan.cards[-1])
    assert "1 done" in _read(await megan.say("done 1"))


async def test_whoever_is_on_no_handoff_learns_nothing(ana: Teams, megan: Teams) -> None:
    alex = ana.colleague("alex")

    for typed in ("open 1", "done 1 in handoff 1", "report 1", "history 1", "open Contoso", "my handoffs"):
        assert "Azure" not in _read(await alex.say(typed)), typed
    assert _read(await alex.say("open 1")).replace("1", "7") == _read(await alex.say("open 7"))


async def test_in_a_group_with_others_only_the_title_is_shown(ana: Teams, megan: Teams) -> None:
    group = ana.in_group()
    ana.colleague("alex").in_group()

    await group.mention("open 1")

    assert words.OWN_CHAT in group.heard
    assert words.GROUP_OPEN in str(group.cards)
    assert "Contoso" not in str(group.cards) + str(group.heard)
    await group.press_on(group.cards[-1], words.GROUP_OPEN)
    await ana.until(lambda: "Contoso: Azure migration" in str(ana.cards[-1]))


async def test_in_a_group_of_those_on_it_the_card_is_shown(ana: Teams, megan: Teams) -> None:
    group = ana.in_group()
    megan.in_group()

    assert "Contoso: Azure migration" in _read(await group.mention("open 1"))
    assert "1 done, 13 left." in _read(await group.mention("done 1"))
    await group.until(lambda: "Done by Ana" in str(group.cards[-1]))


async def test_the_report_is_downloaded_and_its_chain_holds(ana: Teams, megan: Teams) -> None:
    await ana.say("waive 5 because the budget comes in March")

    told = _read(await ana.say("report 1"))

    assert "The history is unbroken" in told
    for address in re.findall(r"\]\(\S*?(/reports/[^)\s]+)\)", told):
        async with ana.client.get(address) as response:
            assert response.status == 200
            text = await response.text()
            assert "the budget comes in March" in text
            assert "@" not in text


async def test_my_handoffs_and_the_history_are_told(ana: Teams, megan: Teams) -> None:
    await ana.say("done 1")

    assert "**1** Contoso: Azure migration: Ana to move" in _read(await megan.say("my handoffs"))
    assert "Ana: done item 1" in _read(await megan.say("history 1"))


async def test_deleting_my_data_leaves_the_handoff_to_the_others_without_my_name_and_words(
    ana: Teams, megan: Teams
) -> None:
    await ana.say("done 1: the secret plan")
    await ana.say("delete my data")
    await ana.say("yes")

    shown = _read(await megan.say("open 1"))

    assert "secret plan" not in shown
    assert "Ana" not in shown
    assert "Contoso: Azure migration" in shown
    assert "The history is unbroken" in _read(await megan.say("report 1"))
