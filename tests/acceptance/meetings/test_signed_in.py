"""Graph by the user: they sign in when it is first needed, and what waited goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.acceptance.meetings.ground import ANA, MEGAN, MONDAY, Ground, Open
from tests.card_parts import button
from tests.graph.server import FakeGraph
from tests.graph.token_service import CONNECTION, FakeTokenService
from tests.journeys import Player

_ANA = "29:ana"
_OAUTH = "application/vnd.microsoft.card.oauth"


@pytest.fixture
async def service(graph: FakeGraph) -> AsyncIterator[FakeTokenService]:
    async with FakeTokenService(graph) as fake:
        fake.know(_ANA, ANA)
        fake.know("29:megan", MEGAN)
        yield fake


@pytest.fixture
async def ground(start: Open, service: FakeTokenService) -> AsyncIterator[Ground]:
    async with start(OAuthConnectionName=CONNECTION, BotTokenServiceUrl=service.url) as opened:
        yield opened
        await opened.check()


async def _invokes(player: Player, name: str, **value: Any) -> int:
    status, _ = await player.teams.invoke(f"signin/{name}", value)
    await player.stage.quiet()
    return status


async def _exchanges(player: Player) -> int:
    """What a client does by itself when it shows the card."""
    about = {"id": "exchange-1", "connectionName": CONNECTION}
    return await _invokes(player, "tokenExchange", **about, token=f"sso-{player.teams.person['id']}")


async def _signs_in(player: Player, service: FakeTokenService) -> int:
    """By the page that the card's button opens."""
    return await _invokes(player, "verifyState", state=service.show_code(str(player.teams.person["id"])))


def _sign_in_cards(player: Player) -> int:
    sent = [call.body for call in player.stage.connector.calls if call.conversation == player.chat]
    return sum(_OAUTH in str(body.get("attachments")) for body in sent)


async def test_who_is_not_signed_in_gets_a_card_and_the_times_then_come_by_themselves(
    ground: Ground, service: FakeTokenService
) -> None:
    ana, megan = await ground.handoff()
    _, card = await ana.gets("schedule")
    assert card["attachments"][0]["contentType"] == _OAUTH
    assert card["attachments"][0]["content"]["tokenExchangeResource"]["uri"]
    assert ground.asked() == []  # without a token Graph is left in peace
    before = ana.received, megan.received

    assert await _exchanges(ana) == 200

    offer = str(ana.cards[-1])
    assert [f"{place}." in offer for place in (1, 2, 3)] == [True, True, True]
    assert (ana.received, megan.received) == (before[0] + 1, before[1])
    await ana.says("2")
    assert MONDAY in await ana.says("yes")
    assert ground.meeting.organiser.mail == ANA


async def test_without_consent_the_button_is_the_way(ground: Ground, service: FakeTokenService) -> None:
    service.people[_ANA].consented = False
    ana, _ = await ground.handoff()
    await ana.says("schedule")
    cards = len(ana.cards)

    assert await _exchanges(ana) == 412
    assert len(ana.cards) == cards

    assert await _signs_in(ana, service) == 200
    assert "1." in str(ana.cards[-1])
    assert "Booked" in "".join([await ana.says("1"), await ana.says("yes")])


async def test_what_was_confirmed_waits_for_the_sign_in_and_a_yes_again(
    ground: Ground, service: FakeTokenService
) -> None:
    service.sign_in(_ANA, ANA)
    ana, _ = await ground.handoff()
    await ana.says("schedule")
    await ana.says("1")
    service.withdraw(_ANA)

    assert "sign-in has ended" in await ana.says("yes")
    assert (ground.meetings, ground.kept) == (0, None)

    await _signs_in(ana, service)
    assert ground.meetings == 0  # nothing is booked by signing in
    assert "Booked" in await ana.says("yes")
    assert ground.meetings == 1


async def test_signing_in_and_out_by_a_word(ground: Ground, service: FakeTokenService) -> None:
    ana, _ = await ground.handoff()

    assert "button of my next message" in await ana.says("sign in")
    assert await _exchanges(ana) == 200
    assert "You are signed in." in str(ana.teams.connector.calls[-1].body)
    assert "To sign out" in await ana.says("sign in")
    assert "You are signed out" in await ana.says("sign out")
    assert not service.people[_ANA].token
    assert "sign in" in await ana.says("schedule")


async def test_nobody_is_asked_to_sign_in_before_others(ground: Ground, service: FakeTokenService) -> None:
    ana, megan = await ground.handoff()
    group = ana.in_group()
    megan.in_group()

    said = await group.says("schedule")

    assert "privately" in said or "chat" in said
    assert (_sign_in_cards(group), _sign_in_cards(ana), _sign_in_cards(megan)) == (0, 1, 0)


async def test_consent_that_is_withdrawn_later_is_told_once_and_seen_on_the_card(
    ground: Ground, service: FakeTokenService
) -> None:
    service.sign_in(_ANA, ANA)
    ana, megan = await ground.booked()
    service.withdraw(_ANA)

    for _ in range(3):
        await ground.passes()

    assert "Calendar not checked since" in str(await ana.sees())
    assert 'please type "sign in"' in str(await ana.sees())
    assert "Calendar not checked since" in str(await megan.sees())
    assert 'please type "sign in"' not in str(await megan.sees())
    assert sum("no longer look" in text for text in _summaries(ana)) == 1
    assert not [text for text in _summaries(megan) if "no longer look" in text]
    assert _sign_in_cards(ana) == 0

    await ana.says("sign in")
    await _signs_in(ana, service)
    assert "not checked since" not in str(await ana.sees())
    assert "not checked since" not in str(await megan.sees())
    assert ground.kept
    assert "unseen" not in ground.kept


async def test_a_client_that_could_not_sign_in_leaves_the_choice_open(
    ground: Ground, service: FakeTokenService
) -> None:
    ana, _ = await ground.handoff()
    await ana.says("schedule")
    assert await _invokes(ana, "failure", code="resourcematchfailed", message="for ana") == 200
    assert "Please press Sign in on the card above" in ana.teams.heard[-1]
    assert await _invokes(ana, "verifyState", state="CancelledByUser") == 200

    await _signs_in(ana, service)
    assert button(ana.cards[-1], "1. Fri 20 Nov, 11:30")


def _summaries(player: Player) -> list[str]:
    calls = player.stage.connector.calls
    posted = [call.body for call in calls if call.conversation == player.chat and call.method == "POST"]
    return [str(body.get("summary") or body.get("text")) for body in posted]
