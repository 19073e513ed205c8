"""Who is who is asked of the channel once, outside of any transaction, and the turn is decided again."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest

from bot.errors import UnknownOutcomeError
from bot.origin import Origin
from bot.roster import Roster
from bot.store.store import Store
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from bot.turns import Turns
from dialogs.desk import Desk, RosterHiddenError, StrangerError
from dialogs.message import Message
from tests.chat import desks
from tests.fakes import FakeExpert
from tests.integration.listing import MEGAN, Listing

_ids = itertools.count()


async def _decided(store: Store, channel: Any, decide: Any, message: Message = MEGAN) -> Any:
    roster = Roster(channel=channel)
    turns_ = Turns(store=store, desks=desks(FakeExpert()), roster=roster)
    found = []

    async def respond(turn: Turn) -> Answer:
        found.append(await turn.decide(message, decide))
        return Answer(status=200)

    where: dict[str, Any] = {"tenant": "t", "person": message.person.id, "conversation": "c"}
    delivery = Delivery(**where, activity=f"a{next(_ids)}", content="content")
    await turns_.run(delivery, respond, Origin(service_url="https://smba.example/"))
    return found[0]


async def test_who_is_not_known_is_asked_for_once_and_the_turn_is_decided_again(store: Store) -> None:
    channel, tries = Listing(), []

    async def decide(message: Message, desk: Desk) -> str:
        tries.append(message.text)
        return (await desk.people.account(message.person)).id

    async with store.work("t") as work:  # invited before
        invited = await work.people.by_email("megan@contoso.com")
        await work.commit()
    account = await _decided(store, channel, decide)
    again = await _decided(store, channel, decide)

    assert account == again == invited.id
    assert (channel.asked, len(tries)) == (["29:megan"], 3)
    async with store.work("t") as work:
        contact = (await work.people.contacts([account]))[account]
    assert (contact.name, contact.object_id, contact.reachable) == ("Megan", "megan-object", True)


async def test_somebody_whom_the_roster_cannot_tell_is_known_without_an_address(store: Store) -> None:
    async def decide(message: Message, desk: Desk) -> str:
        return (await desk.people.account(message.person)).id

    class Away(Listing):
        async def member(self, service_url: str, conversation: str, user: str) -> dict[str, Any]:
            raise UnknownOutcomeError

    assert await _decided(store, Away(), decide)


async def test_a_roster_that_takes_too_long_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.roster._BRIEFLY", 0.05)

    async def decide(message: Message, desk: Desk) -> str:
        return (await desk.people.account(message.person)).id

    class Slow(Listing):
        async def member(self, service_url: str, conversation: str, user: str) -> dict[str, Any]:
            await asyncio.sleep(60)
            raise AssertionError

    async with asyncio.timeout(5):
        assert await _decided(store, Slow(), decide)


async def test_what_is_not_known_after_asking_is_asked_no_second_time(store: Store) -> None:
    channel = Listing()

    async def decide(message: Message, desk: Desk) -> None:
        raise StrangerError

    with pytest.raises(StrangerError):
        await _decided(store, channel, decide)
    assert channel.asked == ["29:megan"]


async def test_the_members_of_a_group_are_read_where_they_are_needed(store: Store) -> None:
    channel = Listing()

    async def decide(message: Message, desk: Desk) -> list[str]:
        return [contact.name for contact in await desk.people.members(message.conversation)]

    assert await _decided(store, channel, decide) == ["Megan", "Alex"]
    assert channel.asked == ["c"]


async def test_members_that_cannot_be_read_are_not_taken_for_nobody(store: Store) -> None:
    class Empty(Listing):
        async def members(self, service_url: str, conversation: str) -> list[dict[str, Any]]:
            return []

    async def decide(message: Message, desk: Desk) -> int:
        return len(await desk.people.members(message.conversation))

    with pytest.raises(RosterHiddenError):
        await _decided(store, Empty(), decide)


async def test_whoever_is_forgotten_meanwhile_is_met_again_and_looked_up_once(store: Store) -> None:
    channel, tries = Listing(), 0

    async def decide(message: Message, desk: Desk) -> str:
        nonlocal tries
        tries += 1
        if tries in {2, 3}:  # another message of theirs, which asked to be forgotten, came first
            raise StrangerError
        return (await desk.people.account(message.person)).id

    assert await _decided(store, channel, decide)
    assert (channel.asked, tries) == (["29:megan"], 4)
