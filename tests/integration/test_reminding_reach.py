"""Who cannot be written to, or not yet: reminders neither trouble anybody nor get lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import UnreachableError
from dialogs.reminding import digest
from handoffs.model import Parties
from tests.integration.handoff_rows import made
from tests.integration.reminding_ground import AFTER, BEFORE, DAY, EVE, PACE, TENANT, Ground, grounds, morning


@pytest.fixture
async def ground(database_url: str) -> AsyncIterator[Ground]:
    async for found in grounds(database_url):
        yield found


async def test_who_removed_baton_is_not_tried_again_and_the_giver_hears_of_it_once(ground: Ground) -> None:
    await ground.start(1)
    await ground.start(2)
    megan = ground.ids["megan"]
    await ground.add(made(3, giver=megan, receiver=ground.ids["ana"]))  # she knows by herself
    await ground.start(4)
    await ground.work()
    await ground.change(4, parties=Parties(creator=ground.ids["ana"], giver=ground.ids["ana"]))
    ground.channel.faults = [UnreachableError()]
    await ground.to(BEFORE)
    await ground.to(EVE)
    await ground.to(DAY)

    assert ground.channel.sent == []
    assert ground.channel.faults == []
    [notice] = await ground.jobs("notice")
    assert notice["target"] == "a:ana"
    text = notice["payload"]["activity"]["text"]
    assert text.startswith("Megan cannot be reached: has not added Baton.")
    assert "(1)" in text
    assert "(2)" in text
    assert "(3)" not in text
    assert "(4)" not in text

    await ground.meet("megan")  # she is back
    await ground.work()
    await ground.to(AFTER)
    assert [chat for chat, _ in ground.channel.sent] == ["a:megan"]


async def test_a_chat_is_opened_with_who_never_wrote(ground: Ground) -> None:
    async with ground.store.work(TENANT) as work:
        alex = (await work.people.by_object_id("o-alex")).id
        await work.commit()
    ground.ids["alex"] = alex
    await ground.start(escalation=alex)
    await ground.to(morning(12, 4))

    [opened] = ground.channel.opened
    assert opened["members"] == [{"id": "o-alex"}]
    assert opened["bot"] == {"id": "28:baton"}
    assert opened["tenantId"] == TENANT
    assert "a:opened" in [chat for chat, _ in ground.channel.sent]


async def test_a_chat_waits_to_be_opened_until_baton_knows_itself_in_the_tenant(ground: Ground) -> None:
    async with ground.store.work(TENANT) as work:
        alex = (await work.people.by_object_id("o-alex")).id
        for chat in ("a:ana", "a:megan"):
            await work.references.drop(chat)
        await work.commit()
    await ground.start(escalation=alex)
    await ground.to(morning(12, 4))
    assert ground.channel.opened == []

    await ground.meet("ana")
    await ground.to(morning(12, 4) + timedelta(hours=2))

    assert len(ground.channel.opened) == 1
    assert [chat for chat, _ in ground.channel.sent].count("a:opened") == 1


async def test_who_cannot_be_opened_a_chat_with_is_out_of_reach(ground: Ground) -> None:
    async with ground.store.work(TENANT) as work:
        alex = (await work.people.by_object_id("o-alex")).id
        await work.commit()
    await ground.start(escalation=alex)
    ground.channel.closed = UnreachableError()
    for day in (4, 8, 15):
        await ground.to(morning(12, day))

    assert [each["state"] for each in await ground.jobs("open for reminders")] == ["unreachable"]
    [notice] = await ground.jobs("notice")
    assert notice["target"] == "a:ana"


async def test_who_is_known_by_address_alone_or_was_forgotten_is_no_trouble(ground: Ground) -> None:
    async with ground.store.work(TENANT) as work:
        alex = (await work.people.by_email("alex@contoso.com")).id
        await work.commit()
    await ground.start(escalation=alex)
    await ground.work()
    async with ground.store.work(TENANT) as work:
        await work.people.forget("29:megan")
        await work.reminders.forget(ground.ids["megan"])
        await work.commit()
    await ground.change(country="NO")
    await ground.to(morning(12, 15))

    assert ground.channel.sent == []
    assert ground.channel.opened == []
    kinds = ("plan reminders", "reminders", "open for reminders", "unreached")
    assert {each["state"] for each in await ground.jobs(*kinds)} == {"done"}


async def test_who_joins_after_their_first_reminder_was_due_hears_of_it_and_of_the_next(
    ground: Ground,
) -> None:
    async with ground.store.work(TENANT) as work:
        alex = (await work.people.by_email("alex@contoso.com")).id
        await work.commit()
    await ground.start(escalation=alex)
    await ground.to(morning(12, 4))
    assert "a:alex" not in [chat for chat, _ in ground.channel.sent]

    ground.time.to(morning(12, 7))
    await ground.meet("alex")
    came = []
    for moment in (morning(12, 7), morning(12, 8), morning(12, 15)):
        await ground.to(moment)
        came.append([chat for chat, _ in ground.channel.sent].count("a:alex"))

    assert came == [1, 2, 3]


async def test_two_ids_of_one_person_are_one_message(ground: Ground) -> None:
    async with ground.store.work(TENANT) as work:
        invited = (await work.people.by_email("alex@contoso.com")).id
        await work.commit()
    await ground.start(1, escalation=invited)
    alex = await ground.meet("alex")
    await ground.start(2, escalation=alex)
    await ground.to(morning(12, 4))

    assert [chat for chat, _ in ground.channel.sent].count("a:alex") == 1


async def test_what_a_fault_of_ours_keeps_from_being_said_comes_once_that_is_put_right(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ground.start()
    with monkeypatch.context() as faulty:
        faulty.setattr(digest, "digest", None)
        await ground.work()
        ground.time.to(BEFORE)
        async with ground.working():
            for _ in range(PACE.attempts * 3):
                ground.time.to(ground.time.at + timedelta(seconds=1))
                await ground.settled()
    assert [each["state"] for each in await ground.jobs("reminders")] == ["failed", "waiting"]

    await ground.to(ground.time.at + timedelta(days=1))

    assert [chat for chat, _ in ground.channel.sent] == ["a:megan"]
    assert (await ground.row()).at == EVE
