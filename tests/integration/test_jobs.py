"""Jobs in the database: adding and taking back, claiming, and what admins see."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.store.jobs import State
from bot.store.queue import End, Job
from bot.store.store import Store
from bot.store.tables import job
from bot.store.turns import REPLY
from tests.integration.working import LONG_AGO, add, row, state

_NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


async def _claim(store: Store, limit: int = 9, owner: str = "w", now: datetime = _NOW) -> list[Job]:
    async with store.queue() as queue:
        jobs = await queue.claim(owner, ["note"], limit, now)
        await queue.commit()
    return jobs


async def _end(store: Store, held: Job, end: End) -> bool:
    async with store.queue() as queue:
        written = await queue.finish(held, end, _NOW)
        await queue.commit()
    return written


async def test_the_same_key_is_added_once_for_each_kind_and_tenant(store: Store) -> None:
    payload = {"version": 1}
    async with store.work("t") as work:
        assert await work.jobs.add("note", "k", _NOW, payload)
        assert not await work.jobs.add("note", "k", LONG_AGO, payload)
        assert await work.jobs.add("other", "k", _NOW, payload)
        await work.commit()
    async with store.work("u") as work:
        assert await work.jobs.add("note", "k", _NOW, payload)


async def test_a_job_is_taken_back_with_the_work_that_added_it(store: Store) -> None:
    async with store.work("t") as work:
        await work.profiles.keep("ana", "o")
        await work.jobs.add("note", "k", LONG_AGO, {"version": 1})

    assert await _claim(store) == []


async def test_a_payload_names_its_version(store: Store) -> None:
    async with store.work("t") as work:
        with pytest.raises(ValueError, match="version"):
            await work.jobs.add("note", "k", _NOW, {"text": "x"})
        with pytest.raises(ValueError, match="version"):
            await work.jobs.reschedule("note", "k", _NOW, {"version": "1"})


async def test_long_keys_and_targets_are_told_apart(store: Store) -> None:
    async with store.work("t") as work:
        for end in "ab":
            assert await work.jobs.add("note", "k" * 300 + end, _NOW, {"version": 1}, target="c" * 500 + end)
        assert await work.jobs.cancel("note", "k" * 300 + "a")
        await work.jobs.forget("c" * 500 + "a")
        assert not await work.jobs.add("note", "k" * 300 + "b", _NOW, {"version": 1})
        await work.commit()


async def test_a_job_can_be_given_another_time_until_it_is_on_its_way(store: Store) -> None:
    await add(store, "k")
    (held,) = await _claim(store)

    async with store.work("t") as work:
        assert await work.jobs.reschedule("note", "k", _NOW + timedelta(hours=1), {"version": 1, "text": "n"})
        await work.commit()

    async with store.queue() as queue:
        assert not await queue.begin_sending(held, _NOW)
    assert await _claim(store) == []
    (again,) = await _claim(store, now=_NOW + timedelta(hours=1))
    assert (again.payload["text"], again.attempts, again.due) == ("n", 1, _NOW + timedelta(hours=1))


@pytest.mark.parametrize("begun", ["sending", "done"])
async def test_what_is_on_its_way_or_over_can_be_neither_moved_nor_taken_back(
    store: Store, begun: str
) -> None:
    await add(store, "k")
    (held,) = await _claim(store)
    async with store.queue() as queue:
        assert await queue.begin_sending(held, _NOW)
        if begun == "done":
            await queue.finish(held, End(state=State.DONE), _NOW)
        await queue.commit()

    async with store.work("t") as work:
        assert not await work.jobs.reschedule("note", "k", _NOW, {"version": 1})
        assert not await work.jobs.cancel("note", "k")
        await work.commit()
    assert await state(store, "k") == begun


async def test_no_tenant_reaches_anothers_jobs(store: Store) -> None:
    await add(store, "k", target="ana")

    async with store.work("other") as work:
        assert not await work.jobs.cancel("note", "k")
        assert not await work.jobs.reschedule("note", "k", _NOW, {"version": 1})
        await work.jobs.forget("ana")
        overview = await work.jobs.stuck(9)
        await work.commit()

    assert (overview.counts, overview.oldest, overview.stuck) == ({}, None, ())
    assert (await row(store, "k"))["due"] == LONG_AGO


async def test_an_unknown_of_another_tenant_or_target_is_not_carried(store: Store) -> None:
    for tenant, target in (("u", "c"), ("t", "d"), ("t", ""), ("t", "c")):
        async with store.work(tenant) as work:
            key = f"{tenant}{target}"
            await work.jobs.add("note", key, LONG_AGO, {"version": 1, "text": key}, target=target)
            await work.commit()
    for held in await _claim(store):
        await _end(store, held, End(state=State.UNKNOWN))
    await add(store, "next", target="c")
    await add(store, "nowhere", target="")

    carried = []
    for held in await _claim(store):
        async with store.queue() as queue:
            carried.append([payload["text"] for payload in await queue.carry(held)])

    assert carried == [["tc"], []]


async def test_what_a_dead_worker_carried_is_given_back(store: Store) -> None:
    for key in ("unknown", "carrier"):
        await add(store, key)
        (held,) = await _claim(store)
        if key == "unknown":
            await _end(store, held, End(state=State.UNKNOWN))
    async with store.queue() as queue:
        await queue.begin_sending(held, _NOW)
        assert len(await queue.carry(held)) == 1
        await queue.commit()
    assert (await row(store, "unknown"))["carried"] == held.id

    async with store.queue() as queue:
        (seen,) = await queue.held()
        await queue.take_away(seen, End(state=State.UNKNOWN), _NOW)
        await queue.commit()

    assert (await row(store, "unknown"))["carried"] is None


async def test_forgetting_a_person_leaves_nothing_of_theirs(store: Store) -> None:
    await add(store, "k", target="ana")
    await add(store, "l", target="megan")
    held = (await _claim(store, limit=1))[0]

    async with store.work("t") as work:
        await work.jobs.forget("ana")
        await work.commit()

    assert not await _end(store, held, End(state=State.DONE))
    assert [one.key for one in await _claim(store)] == ["l"]


async def test_the_longest_ready_are_claimed_first_and_what_is_not_due_is_not(store: Store) -> None:
    for hours in (3, -1, -3, -2):
        await add(store, f"{hours}", due=_NOW + timedelta(hours=hours))

    assert [held.key for held in await _claim(store, limit=2)] == ["-3", "-2"]
    assert [held.key for held in await _claim(store, limit=9)] == ["-1"]


async def test_kinds_that_a_worker_does_not_know_are_left_to_others(store: Store) -> None:
    await add(store, "k", kind="of a later version")

    assert await _claim(store) == []


async def test_no_job_is_claimed_twice(store: Store) -> None:
    for n in range(40):
        await add(store, f"{n}")

    claims = await asyncio.gather(*(_claim(store, limit=3, owner=f"w{n}") for n in range(16)))

    keys = [held.key for claim in claims for held in claim]
    assert len(keys) == len(set(keys)) == 40
    assert max(len(claim) for claim in claims) == 3


async def test_whoever_was_given_up_writes_nothing(store: Store) -> None:
    await add(store, "k")
    (zombie,) = await _claim(store, owner="zombie")
    async with store.queue() as queue:
        (seen,) = await queue.held()
        assert await queue.take_away(seen, End(state=State.WAITING, ready=_NOW), _NOW)
        assert not await queue.take_away(seen, End(state=State.WAITING, ready=_NOW), _NOW)
        await queue.commit()
    (held,) = await _claim(store)

    async with store.queue() as queue:
        assert not await queue.renew(zombie)
        assert not await queue.begin_sending(zombie, _NOW)
        assert not await queue.finish(zombie, End(state=State.DONE), _NOW)
        assert await queue.begin_sending(held, _NOW)
        await queue.commit()
    assert (held.fence, held.attempts) == (zombie.fence + 1, 2)


@pytest.mark.parametrize("sign", ["renew", "begin_sending"])
async def test_a_sign_of_life_keeps_a_job_from_being_taken_away(store: Store, sign: str) -> None:
    await add(store, "k")
    (held,) = await _claim(store)
    async with store.queue() as queue:
        (seen,) = await queue.held()
    async with store.queue() as queue:
        await (queue.renew(held) if sign == "renew" else queue.begin_sending(held, _NOW))
        await queue.commit()

    async with store.queue() as queue:
        assert not await queue.take_away(seen, End(state=State.WAITING), _NOW)


async def test_admins_see_how_many_there_are_and_which_are_stuck(store: Store) -> None:
    for n, end in enumerate((State.FAILED, State.UNKNOWN, State.UNREACHABLE, State.DONE)):
        await add(store, end, target=f"{n}")
        (held,) = await _claim(store)
        await _end(store, held, End(state=end, error="code"))
    await add(store, "k", due=_NOW + timedelta(days=1))

    async with store.work("t") as work:
        overview = await work.jobs.stuck(2)
    async with store.queue() as queue:
        assert await queue.counts() == {"failed": 1, "unknown": 1, "unreachable": 1}
        assert await queue.backlog(_NOW) == (0, None)
        assert await queue.backlog(_NOW + timedelta(days=2)) == (1, _NOW + timedelta(days=1))

    assert overview.counts == dict.fromkeys(("failed", "unknown", "unreachable", "done", "waiting"), 1)
    assert (overview.oldest, overview.later) == (None, 1)
    assert [(one.state, one.error) for one in overview.stuck] == [
        (State.UNREACHABLE, "code"),
        (State.UNKNOWN, "code"),
    ]


async def test_what_was_done_long_ago_is_deleted_a_few_at_a_time(store: Store) -> None:
    for n in range(3):
        await add(store, f"{n}")
    await add(store, "waits", due=_NOW + timedelta(days=1))
    for held in await _claim(store):
        await _end(store, held, End(state=State.DONE))

    async with store.queue() as queue:
        assert await queue.prune(_NOW, 9) == 0
        assert [await queue.prune(_NOW + timedelta(1), 2) for _ in range(3)] == [2, 1, 0]
        rows = await queue.connection.execute(sa.select(job.c.key))
        assert rows.scalars().all() == ["waits"]


async def test_a_reply_that_got_stuck_long_ago_is_deleted_and_other_kinds_are_kept(
    store: Store,
) -> None:
    for kind in ("note", REPLY):
        await add(store, f"{kind} stuck", kind=kind)
        await add(store, f"{kind} waits", kind=kind, due=_NOW + timedelta(days=1))
    async with store.queue() as queue:
        jobs = await queue.claim("w", ["note", REPLY], 9, _NOW)
        await queue.commit()
    for held in jobs:
        await _end(store, held, End(state=State.UNREACHABLE))

    async with store.queue() as queue:
        assert await queue.prune(_NOW, 9) == 0
        assert await queue.prune(_NOW + timedelta(1), 9) == 1
        rows = await queue.connection.execute(sa.select(job.c.key).order_by(job.c.key))
        assert rows.scalars().all() == ["note stuck", "note waits", "reply waits"]


async def test_only_what_a_wrong_clock_put_off_is_brought_back(store: Store) -> None:
    await add(store, "tried")
    (held,) = await _claim(store)
    await _end(store, held, End(state=State.WAITING, ready=_NOW + timedelta(days=1)))
    await add(store, "far", due=_NOW + timedelta(days=1))

    async with store.queue() as queue:
        assert await queue.hasten(_NOW, timedelta(hours=2)) == 1
        await queue.commit()

    assert [held.key for held in await _claim(store)] == ["tried"]
