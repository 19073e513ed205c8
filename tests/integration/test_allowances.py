"""Allowances on both engines: moments of a tenant, places in a conversation, and what turns say."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.allowance import SHORT, TENANT
from bot.allowance_counts import Counts
from bot.allowance_shares import Shares, wait
from bot.allowance_slots import Slots
from bot.courtesy import Courtesy, _patience
from bot.errors import NotSentError, TooEarlyError, UnavailableError
from bot.store.allowances import Allowances
from bot.store.reminder_tables import allowance
from bot.store.store import Store
from bot.store.unit import Unit
from tests.integration.working import Channel, add, row, settled, state, until, working

_SPREAD = 0.02  # seconds that a statement may take on a busy machine without anybody noticing


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store(database_url)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def shared(store: Store) -> Allowances:
    return Allowances(store.queue)


async def test_moments_are_one_interval_apart_whoever_asks(store: Store) -> None:
    began = time.monotonic()
    instances = [Slots(Allowances(store.queue)) for _ in range(3)]
    slots = await asyncio.gather(*(each.take("t", urgent=False) for each in instances for _ in range(6)))
    moments = sorted(slot.at for slot in slots)
    assert moments[-1] - began >= 17 * TENANT.interval
    assert moments[-1] - moments[0] == pytest.approx(17 * TENANT.interval, abs=10 * _SPREAD)


async def test_a_tenant_waits_for_no_other(shared: Allowances) -> None:
    for _ in range(10):
        await shared.reserve("busy")
    assert await shared.reserve("idle") == pytest.approx(0.0, abs=0.001)


async def test_who_is_in_a_hurry_goes_before_all_who_are_not(store: Store) -> None:
    instances = [Slots(Allowances(store.queue)) for _ in range(3)]
    crowd = [asyncio.create_task(each.take("t", urgent=False)) for each in instances for _ in range(20)]
    await asyncio.sleep(0.1)
    began = time.monotonic()
    slot = await instances[0].take("t", urgent=True)
    waited, done = slot.at - began, sum(task.done() for task in crowd)
    assert waited < 0.1 + 5 * _SPREAD  # and not the 1.3 s of those who were there before
    assert done < len(crowd) / 2
    for task in crowd:
        task.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    for each in instances:
        await each.settled()


async def test_who_is_in_a_hurry_takes_along_no_patience_of_others(store: Store) -> None:
    slots, courtesy = Slots(Allowances(store.queue)), Courtesy()
    began: list[bool] = []
    reserve = slots._shared.reserve

    async def note(tenant: str) -> float | None:
        began.append(_patience.get() is None)
        return await reserve(tenant)

    slots._shared.reserve = note  # type: ignore[method-assign]  # what it is asked under is of interest
    with courtesy.behind():
        await slots.take("t", urgent=False)
    assert began == [True]


async def test_a_moment_that_went_by_is_not_used(store: Store) -> None:
    passed = [0.0]
    slots = Slots(Allowances(store.queue), lambda: time.monotonic() + passed[0])
    slot = await slots.take("t", urgent=True)
    assert await slots.reached(slot)
    passed[0] = 1.0  # as after SIGSTOP
    assert not await slots.reached(slot)


async def test_what_turns_say_makes_others_wait(shared: Allowances) -> None:
    counts = Counts(shared)
    for _ in range(4):
        counts.add("t", "c")
    await counts.tell()
    found = await shared.reserve("t")
    assert found == pytest.approx(4 * TENANT.interval, abs=2 * _SPREAD)
    for _ in range(500):
        counts.add("t", "c")
    await counts.tell()
    much = await shared.reserve("t")
    assert much is not None
    assert much <= 0.1 + TENANT.interval  # however much it was: it takes a part of the room, and not all


async def test_what_turns_say_counts_also_where_many_moments_are_taken(shared: Allowances) -> None:
    began = time.monotonic()
    for _ in range(20):
        await shared.reserve("t")
    await shared.count([("t", "", 3)])
    found = await shared.reserve("t")
    assert found is not None
    assert found + time.monotonic() - began >= 23 * TENANT.interval


async def test_nobody_waits_for_a_clock_that_was_set_back(store: Store, shared: Allowances) -> None:
    places, year = Shares(store.queue).urgent, 365 * 86_400.0
    await shared.count([("t", "", 1), ("t", "c", 1), ("t", "counted", 1)])
    async with store.queue() as queue:
        ahead = {name: allowance.c[name] + year for name in ("short", "long")}
        await queue.connection.execute(sa.update(allowance).values(ahead))
        await queue.commit()

    assert await shared.reserve("t") == pytest.approx(0.0, abs=_SPREAD)
    assert await shared.reserve("t") == pytest.approx(TENANT.interval, abs=_SPREAD)
    await shared.count([("t", "counted", 1)])
    async with store.queue() as queue:
        for conversation in ("c", "counted"):
            await places.enter(queue.connection, "t", conversation)


async def test_a_full_conversation_is_come_back_to(store: Store) -> None:
    places = Shares(store.queue).urgent
    async with store.queue() as queue:
        for _ in range(SHORT.burst):
            await places.enter(queue.connection, "t", "c")
        with pytest.raises(TooEarlyError) as full:
            await places.enter(queue.connection, "t", "c")
        await places.enter(queue.connection, "t", "another")
        await places.enter(queue.connection, "another", "c")
    assert 0.5 < full.value.seconds <= 1.0


async def test_messages_to_a_full_conversation_wait_untried(store: Store) -> None:
    channel, keys = Channel(), [f"{n}" for n in range(SHORT.burst + 1)]
    for key in keys:
        await add(store, key)
    async with working(store, channel, allowance=Shares(store.queue).patient):
        await settled(store, *keys[:-1])
        last = await row(store, keys[-1])
        assert (last["state"], last["error"], last["attempts"]) == ("waiting", "early", 0)
        await settled(store, keys[-1])
    assert sorted(channel.sent) == keys


async def test_where_the_channel_asks_for_a_pause_the_tenant_makes_one(store: Store) -> None:
    channel = Channel(faults=[NotSentError(30.0)])
    await add(store, "refused")
    async with working(store, channel, allowance=Shares(store.queue).urgent):

        async def refused() -> bool:
            return bool((await row(store, "refused"))["refusals"])

        await until(refused)
    assert await state(store, "refused") == "waiting"
    assert await Allowances(store.queue).reserve("t") is None
    assert await Allowances(store.queue).reserve("u") == pytest.approx(0.0, abs=0.001)


async def test_what_is_no_message_counts_as_one(store: Store, shared: Allowances) -> None:
    await wait(Shares(store.queue).patient, "t")
    found = await shared.reserve("t")
    assert found is not None
    assert found <= TENANT.interval
    async with store.queue() as queue:
        rows = (await queue.connection.execute(sa.select(allowance.c.conversation))).scalars().all()
    assert rows == [""]


async def test_full_buckets_are_deleted(store: Store, shared: Allowances) -> None:
    await shared.reserve("t")
    await shared.count([("t", "c", 60)])
    async with store.queue() as queue:
        aged = sa.update(allowance).where(allowance.c.conversation == "")
        await queue.connection.execute(aged.values(long=time.time() - 10))
        await queue.commit()
    await shared.prune()
    async with store.queue() as queue:
        rows = (await queue.connection.execute(sa.select(allowance.c.conversation))).scalars().all()
    assert rows == ["c"]


async def test_whoever_waits_is_told_that_the_database_is_away() -> None:
    def away() -> Unit:
        raise UnavailableError

    slots = Slots(Allowances(away))
    found = await asyncio.gather(
        *(slots.take("t", urgent=urgent) for urgent in (True, False)), return_exceptions=True
    )
    assert [type(each) for each in found] == [UnavailableError] * 2
