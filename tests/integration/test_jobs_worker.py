"""The worker: what becomes of a message, of work, and of those that did not go well."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.errors import NotSentError, RejectedError, UnknownOutcomeError, UnreachableError
from bot.kinds import Due, Message, MessageKind, Payload, WorkKind
from bot.leases import Pace
from bot.store.store import Store
from tests.integration.working import (
    PACE,
    Channel,
    Time,
    add,
    make_worker,
    row,
    settled,
    state,
    until,
    working,
)


async def test_a_message_is_sent_once_and_its_id_kept(store: Store) -> None:
    channel, measured = Channel(), list[tuple[str, str]]()
    await add(store, "hello")

    async with working(store, channel, measure=lambda kind, outcome, _: measured.append((kind, outcome))):
        await settled(store, "hello")
        await asyncio.sleep(0.1)

    assert channel.sent == ["hello"]
    assert measured == [("note", "done")]
    found = await row(store, "hello")
    assert (found["state"], found["activity"], found["attempts"], found["owner"]) == (
        "done",
        "activity-1",
        1,
        "",
    )


async def test_nothing_happens_before_its_time(store: Store) -> None:
    channel, time = Channel(), Time()
    await add(store, "later", due=time.now() + timedelta(minutes=5))

    async with working(store, channel, clocks=time.clocks()):
        await asyncio.sleep(0.1)
        assert channel.sent == []
        time.passes(360)
        await settled(store, "later")

    assert channel.sent == ["later"]


async def test_what_is_added_here_and_due_now_does_not_wait_for_the_poll(store: Store) -> None:
    channel = Channel()
    async with working(store, channel, pace=replace(PACE, poll=60)) as worker:
        await asyncio.sleep(0.1)
        await add(store, "now")
        worker.wake()
        await settled(store, "now")

    assert channel.sent == ["now"]


@pytest.mark.parametrize(
    ("fault", "expected", "error"),
    [
        (UnreachableError(), "unreachable", "UnreachableError"),
        (RejectedError(413), "failed", "RejectedError413"),
        (UnknownOutcomeError(), "unknown", "UnknownOutcomeError"),
        (RuntimeError("a secret"), "unknown", "RuntimeError"),
    ],
)
async def test_what_cannot_be_sent_again_is_not(
    store: Store, fault: Exception, expected: str, error: str
) -> None:
    channel = Channel(faults=[fault])
    await add(store, "once")

    async with working(store, channel):
        await settled(store, "once")
        await asyncio.sleep(0.1)

    assert channel.sent == []
    found = await row(store, "once")
    assert (found["state"], found["error"]) == (expected, error)


async def test_a_send_that_never_ends_is_unknown(store: Store) -> None:
    channel = Channel(slow=60, time_limit=-0.9)
    await add(store, "hangs")

    async with working(store, channel):
        await settled(store, "hangs")

    assert await state(store, "hangs") == "unknown"


async def test_a_slow_send_is_not_given_up_by_its_own_process(store: Store) -> None:
    channel = Channel(slow=2 * (PACE.lease + 0.05), time_limit=0.05)
    await add(store, "slow")

    async with working(store, channel):
        await settled(store, "slow")

    assert (channel.sent, await state(store, "slow")) == (["slow"], "done")


async def test_it_can_be_stopped_twice_and_before_it_was_started(store: Store) -> None:
    worker = make_worker(store, Channel())
    await worker.stop()

    async with working(store, Channel()) as started:
        await started.stop()


async def test_what_the_channel_did_not_take_is_sent_later_without_counting(store: Store) -> None:
    channel = Channel(faults=[NotSentError() for _ in range(4)])
    await add(store, "again")

    async with working(store, channel, pace=replace(PACE, attempts=2)):
        await settled(store, "again")

    found = await row(store, "again")
    assert channel.sent == ["again"]
    assert (found["state"], found["attempts"], found["refusals"]) == ("done", 1, 4)


async def test_the_channels_wish_to_wait_is_respected_as_far_as_it_is_sane(store: Store) -> None:
    channel = Channel(faults=[NotSentError(120), NotSentError(10_000_000)])
    for key in ("two minutes", "a year"):
        await add(store, key)

    async with working(store, channel, pace=replace(PACE, concurrency=1, longest_wait=600)):
        await until(lambda: _refused(store, "two minutes", "a year"))

    now = datetime.now(UTC)
    for key, seconds in (("two minutes", 120), ("a year", 600)):
        assert abs(((await row(store, key))["ready"] - now).total_seconds() - seconds) < 5


async def _refused(store: Store, *keys: str) -> bool:
    return all([(await row(store, key))["refusals"] == 1 for key in keys])


async def test_in_the_end_what_the_channel_never_takes_is_a_dead_letter(store: Store) -> None:
    channel = Channel(faults=[NotSentError() for _ in range(9)])
    await add(store, "never")

    async with working(store, channel, pace=replace(PACE, refusals=3)):
        await settled(store, "never")

    assert (await row(store, "never"))["error"] == "NotSentError"
    assert len(channel.faults) == 6


async def test_an_update_of_a_known_message_is_repeated(store: Store) -> None:
    channel = Channel(faults=[UnknownOutcomeError(), UnknownOutcomeError()])
    await add(store, "card", update_of="activity-7")

    async with working(store, channel):
        await settled(store, "card")

    assert (channel.updated, await state(store, "card")) == (["activity-7: card"], "done")


async def test_the_next_message_says_what_may_not_have_arrived_and_says_it_once(store: Store) -> None:
    channel = Channel(faults=[UnknownOutcomeError()])
    async with working(store, channel):
        for key in ("one", "two", "three"):
            await add(store, key)
            await settled(store, key)

    assert channel.sent == ["one two", "three"]
    assert (await row(store, "one"))["carried"] == (await row(store, "two"))["id"]


@pytest.mark.parametrize("fault", [UnknownOutcomeError(), UnreachableError(), RejectedError(400)])
async def test_what_was_carried_in_vain_is_carried_again(store: Store, fault: Exception) -> None:
    channel = Channel(faults=[UnknownOutcomeError(), fault])
    async with working(store, channel):
        for key in ("one", "two", "three"):
            await add(store, key)
            await settled(store, key)

    assert channel.sent == ["one two three" if isinstance(fault, UnknownOutcomeError) else "one three"]


async def test_a_message_with_nothing_left_to_say_is_not_sent_and_carries_nothing(store: Store) -> None:
    def silent(due: Due, missed: Sequence[Payload]) -> Message | None:
        return None

    channel = Channel()
    async with store.queue() as queue:  # an earlier message whose outcome is not known
        await queue.commit()
    await add(store, "earlier")
    async with working(store, Channel(faults=[UnknownOutcomeError()])):
        await settled(store, "earlier")
    await add(store, "silent")

    async with working(store, channel, MessageKind(name="note", version=1, compose=silent)):
        await settled(store, "silent")

    assert (channel.sent, await state(store, "silent")) == ([], "done")
    assert (await row(store, "earlier"))["carried"] is None


async def test_a_message_that_cannot_be_composed_ends_as_a_dead_letter(store: Store) -> None:
    def broken(due: Due, missed: Sequence[Payload]) -> Message | None:
        raise KeyError("text")

    await add(store, "broken")
    async with working(
        store,
        Channel(),
        MessageKind(name="note", version=1, compose=broken),
        pace=replace(PACE, attempts=3),
    ):
        await settled(store, "broken")

    found = await row(store, "broken")
    assert (found["state"], found["error"], found["attempts"]) == ("failed", "KeyError", 3)


async def test_a_payload_of_a_later_version_waits_for_a_worker_that_knows_it(store: Store) -> None:
    channel, time = Channel(), Time()
    await add(store, "newer", version=2)
    async with working(store, channel, pace=replace(PACE, attempts=2), clocks=time.clocks()):
        for looks in range(1, 5):  # more often than anything is tried
            await until(partial(_was_looked_at, store, "newer", looks))
            time.passes(61)
    found = await row(store, "newer")
    assert (channel.sent, found["state"], found["attempts"], found["error"]) == ([], "waiting", 0, "newer")

    time.passes(61)
    kind = MessageKind(name="note", version=2, compose=_say)
    async with working(store, channel, kind, clocks=time.clocks()):
        await settled(store, "newer")
    assert channel.sent == ["said"]


async def _was_looked_at(store: Store, key: str, times: int) -> bool:
    found = await row(store, key)
    return bool(found["fence"] >= times and found["state"] == "waiting")


def _say(due: Due, missed: Sequence[Payload]) -> Message:
    return Message(service_url="http://x", conversation="c", activity={"text": "said"})


async def test_work_runs_on_for_longer_than_a_lease_and_only_once(store: Store) -> None:
    begun: list[str] = []

    async def run(due: Due) -> None:
        begun.append(due.key)
        await asyncio.sleep(4 * PACE.lease)

    kind = WorkKind(name="note", version=1, run=run)
    await add(store, "long")
    async with working(store, Channel(), kind), working(store, Channel(), kind):
        await settled(store, "long")

    assert (begun, await state(store, "long")) == (["long"], "done")


async def test_work_that_fails_is_run_again(store: Store) -> None:
    begun: list[float] = []

    async def run(due: Due) -> None:
        begun.append(due.late)
        if len(begun) < 3:
            raise RuntimeError

    await add(store, "work")
    async with working(store, Channel(), WorkKind(name="note", version=1, run=run)):
        await settled(store, "work")

    assert len(begun) == 3
    assert min(begun) > 86_400  # late since it was due, not since it was tried


async def test_work_is_cancelled_once_it_is_taken_back(store: Store) -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def run(due: Due) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    await add(store, "work")
    async with working(store, Channel(), WorkKind(name="note", version=1, run=run)), asyncio.timeout(5):
        await begun.wait()
        async with store.work("t") as work:
            assert await work.jobs.cancel("note", "work")
            await work.commit()
        await cancelled.wait()


async def test_two_workers_share_the_jobs_and_send_each_once(store: Store, database_url: str) -> None:
    other = Store(database_url)
    await other.open()
    channel = Channel(slow=0.01)
    keys = [f"{n}" for n in range(60)]
    for key in keys:
        await add(store, key)

    async with working(store, channel), working(other, channel):
        await settled(store, *keys)
    await other.close()

    assert sorted(channel.sent) == sorted(keys)
    assert channel.most_at_once <= 2 * PACE.concurrency


async def test_told_to_stop_it_ends_what_is_under_way_and_begins_nothing(store: Store) -> None:
    channel = Channel(slow=0.3)
    for n in range(6):
        await add(store, f"{n}")

    async with working(store, channel, pace=replace(PACE, concurrency=2)):
        await until(lambda: _sending(store, 2))

    assert len(channel.sent) == 2
    states = [await state(store, f"{n}") for n in range(6)]
    assert sorted(states) == ["done"] * 2 + ["waiting"] * 4


async def _sending(store: Store, many: int) -> bool:
    async with store.queue() as queue:
        return (await queue.counts()).get("sending") == many


async def test_told_to_stop_it_hands_back_what_it_has_not_begun(store: Store) -> None:
    await add(store, "k")
    channel = Channel()
    async with working(store, channel) as worker:
        worker._stopping = True
        worker._take_up((await _claimed(store, worker._owner)), worker._clocks.monotonic())
        await until(lambda: _is_waiting(store))

    assert (channel.sent, (await row(store, "k"))["attempts"]) == ([], 0)


async def _claimed(store: Store, owner: str):  # type: ignore[no-untyped-def]
    async with store.queue() as queue:
        (held,) = await queue.claim(owner, ["note"], 1, datetime.now(UTC))
        await queue.commit()
    return held


async def _is_waiting(store: Store) -> bool:
    return await state(store, "k") == "waiting"


async def test_after_a_day_of_downtime_all_go_out_in_order_a_few_at_a_time_and_say_so(store: Store) -> None:
    late: dict[str, float] = {}

    def compose(due: Due, missed: Sequence[Payload]) -> Message | None:
        late[due.key] = due.late
        return _say_key(due)

    now = datetime.now(UTC)
    hours = list(range(24, 0, -1))
    for hour in reversed(hours):
        await add(store, f"{hour}", due=now - timedelta(hours=hour))
    channel = Channel(slow=0.01)

    kind = MessageKind(name="note", version=1, compose=compose)
    async with working(store, channel, kind, pace=replace(PACE, concurrency=1)):
        await settled(store, *late, *(f"{hour}" for hour in hours))

    assert channel.sent == [f"{hour}" for hour in hours]
    assert channel.most_at_once == 1
    assert all(abs(late[f"{hour}"] - 3600 * hour) < 60 for hour in hours)


def _say_key(due: Due) -> Message:
    return Message(service_url="http://x", conversation="c", activity={"text": due.key})


async def test_a_clock_that_is_wrong_for_a_moment_sets_nothing_off(store: Store) -> None:
    channel, time = Channel(), Time()
    await add(store, "tomorrow", due=time.now() + timedelta(hours=12))

    async with working(store, channel, clocks=time.clocks()):
        time.moved += timedelta(days=1)
        await asyncio.sleep(0.2)
        time.moved -= timedelta(days=1)
        await asyncio.sleep(0.1)
        assert channel.sent == []
        time.moved += timedelta(days=1)
        await asyncio.sleep(0.1)
        time.passes(61)  # it has stood for a minute
        await settled(store, "tomorrow")
        time.moved -= timedelta(days=1)
        time.passes(61)
        await asyncio.sleep(0.2)

    assert channel.sent == ["tomorrow"]


async def test_a_clock_that_goes_back_puts_off_neither_a_retry_nor_what_is_due(store: Store) -> None:
    time, channel = Time(moved=timedelta(days=1)), Channel(faults=[NotSentError(90)])
    await add(store, "retry")
    pace = Pace(lease=0.4, poll=0.02, longest_wait=100)

    async with working(store, channel, pace=pace, clocks=time.clocks()):
        await until(lambda: _refused(store, "retry"))
        time.moved -= timedelta(days=1)
        await asyncio.sleep(0.05)
        time.passes(61)
        await settled(store, "retry")

    assert channel.sent == ["retry"]
