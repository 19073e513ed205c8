"""Workers that die, are stopped or lose their database, at every point between claim and end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import UnavailableError
from bot.jobs import Clocks, Worker
from bot.kinds import Due, Kind, MessageKind, WorkKind
from bot.store.queue import Job, Queue
from bot.store.store import Store
from bot.working import ended
from tests.integration.working import (
    PACE,
    Channel,
    Time,
    add,
    compose,
    make_worker,
    row,
    settled,
    state,
    until,
    working,
)

_PATIENT = replace(PACE, lease=30, poll=3600)  # a victim that judges nobody, and looks when it is woken
_MOST_POINTS = 60


class _KilledError(BaseException):
    """The process is gone: nothing catches this, and nothing is written after it."""


@dataclass
class _Life:
    """Ends at the given point; points are counted as the process goes on, once it has a job to do."""

    ends: int
    points: int = 0
    begun: bool = False
    rests: set[float] = field(default_factory=set)

    @property
    def over(self) -> bool:
        return self.points >= self.ends

    async def step(self) -> None:
        if not self.over:
            self.points += self.begun
        if self.over:
            raise _KilledError

    async def sleep(self, seconds: float) -> None:
        self.rests.add(seconds)
        await asyncio.sleep(seconds)

    async def rested(self) -> bool:
        """Whether the first look for jobs and the first sweep are over: neither is part of a job."""
        return self.rests >= {_PATIENT.poll, _PATIENT.sweep}


class _MortalQueue(Queue):
    """Before and after each statement and each commit its process may die."""

    def __init__(self, engine: AsyncEngine, life: _Life) -> None:
        super().__init__(engine)
        self._life = life

    async def _execute(
        self, statement: sa.Executable, values: Mapping[str, Any] | None = None
    ) -> sa.CursorResult[Any]:
        await self._life.step()
        done = await super()._execute(statement, values)
        await self._life.step()
        return done

    async def commit(self) -> None:
        await self._life.step()
        await super().commit()
        await self._life.step()


@dataclass
class _MortalChannel(Channel):
    life: _Life | None = None

    async def _take(self) -> None:
        assert self.life
        await self.life.step()
        await super()._take()

    async def send(self, *where: Any, **more: Any) -> str:
        id = await super().send(*where, **more)
        assert self.life
        await self.life.step()
        return id


async def _live(store: Store, channel: Channel, life: _Life, key: str, kind: Kind, **more: Any) -> None:
    """One process, from the moment it has a job to its death, or to the end of the job."""
    mortal = _MortalChannel(life=life, sent=channel.sent, updated=channel.updated)
    worker = Worker(
        queue=lambda: _MortalQueue(store._engine, life),
        connector=mortal,
        kinds=[kind],
        pace=_PATIENT,
        clocks=Clocks(sleep=life.sleep),
    )
    worker.start()
    await until(life.rested)
    await add(store, key, kind=key, target=key, **more)
    life.begun = True
    worker.wake()

    async def finished() -> bool:
        return life.over or await state(store, key) == "done"

    await until(finished)
    await ended([*worker._loops, *worker._active.values()])


async def _lives(store: Store, channel: Channel, make: Callable[[str], Kind], **more: Any) -> list[str]:
    """Processes that die at one point each, one later than the other, until one survives; their jobs."""
    keys = list[str]()
    for point in range(1, _MOST_POINTS):
        key = f"job-{point}"
        keys.append(key)
        life = _Life(ends=point)
        await _live(store, channel, life, key, make(key), **more)
        if not life.over:
            return keys
    raise AssertionError("no process survived")


async def test_wherever_a_worker_dies_its_message_is_sent_once_or_known_to_be_unknown(store: Store) -> None:
    channel = Channel()

    def make(name: str) -> MessageKind:
        return MessageKind(name=name, version=1, compose=compose)

    keys = await _lives(store, channel, make)
    async with working(store, channel, *map(make, keys)):
        await settled(store, *keys)
        unknown = [key for key in keys if await state(store, key) == "unknown"]
        for key in keys:
            assert channel.sent.count(key) == 1 or (key in unknown and channel.sent.count(key) == 0)
            assert await state(store, key) == ("unknown" if key in unknown else "done")

        for key in keys:
            await add(store, f"after {key}", kind=key, target=key)
        await settled(store, *(f"after {key}" for key in keys))

    # From the announcement's commit to the last one's: ten points, no more, where it cannot be known.
    assert 5 <= len(unknown) <= 10
    assert any(channel.sent.count(key) for key in unknown)
    assert not all(channel.sent.count(key) for key in unknown)
    for key in keys:
        assert channel.sent.count(f"{key} after {key}") == (key in unknown)
        assert channel.sent.count(f"after {key}") == (key not in unknown)


async def test_wherever_a_worker_dies_an_update_is_made_in_the_end(store: Store) -> None:
    channel = Channel()

    def make(name: str) -> MessageKind:
        return MessageKind(name=name, version=1, compose=compose)

    keys = await _lives(store, channel, make, update_of="a")
    async with working(store, channel, *map(make, keys)):
        await settled(store, *keys)

    assert {await state(store, key) for key in keys} == {"done"}
    assert {f"a: {key}" for key in keys} == set(channel.updated)


async def test_wherever_a_worker_dies_its_work_is_done_in_the_end(store: Store) -> None:
    done = list[str]()

    async def run(due: Due) -> None:
        done.append(due.key)

    def make(name: str) -> WorkKind:
        return WorkKind(name=name, version=1, run=run)

    keys = await _lives(store, Channel(), make)
    async with working(store, Channel(), *map(make, keys)):
        await settled(store, *keys)

    assert {await state(store, key) for key in keys} == {"done"}
    assert set(done) == set(keys)


@pytest.fixture
async def other(database_url: str, store: Store) -> AsyncIterator[Store]:
    """The database as another process has it."""
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()


class _HookedQueue(Queue):
    """Runs a hook once an announcement is committed."""

    def __init__(self, engine: AsyncEngine, hook: Callable[[], Awaitable[None]]) -> None:
        super().__init__(engine)
        self._hook, self._announced = hook, False

    async def begin_sending(self, held: Job, now: datetime) -> bool:
        self._announced = await super().begin_sending(held, now)
        return self._announced

    async def commit(self) -> None:
        await super().commit()
        if self._announced:
            await self._hook()


@pytest.mark.parametrize("judged", [True, False])
async def test_a_worker_stopped_after_its_announcement_sends_nothing_when_it_goes_on(
    store: Store, other: Store, judged: bool
) -> None:
    time, channel, announced = Time(), Channel(), asyncio.Event()

    async def stop() -> None:
        """As SIGSTOP does: time goes on and the process does not."""
        if announced.is_set():
            return
        announced.set()
        time.passed = 60
        if judged:
            await settled(other, "k")

    await add(store, "k")
    stopped = Worker(
        queue=lambda: _HookedQueue(store._engine, stop),
        connector=channel,
        kinds=[MessageKind(name="note", version=1, compose=compose)],
        pace=PACE,
        clocks=time.clocks(),
    )
    stopped.start()
    await announced.wait()
    async with working(other, channel):
        await settled(other, "k")
        await asyncio.sleep(0.2)
    await stopped.stop()

    assert (channel.sent, await state(store, "k")) == (([], "unknown") if judged else (["k"], "done"))


async def test_a_send_that_outlives_its_lease_stays_unknown_and_is_not_repeated(store: Store) -> None:
    sending = asyncio.Event()

    async def stop() -> None:
        sending.set()
        await settled(store, "k")

    channel = Channel(before=stop, time_limit=60)
    await add(store, "k")
    late = make_worker(store, channel)
    late.start()
    await sending.wait()
    async with working(store, Channel()):
        await settled(store, "k")
        await asyncio.sleep(0.2)
    await late.stop()
    assert channel.sent == ["k"]

    found = await row(store, "k")
    assert (found["state"], found["activity"], found["error"]) == ("unknown", "", "abandoned")


class _AwayQueue(Queue):
    away = False

    async def commit(self) -> None:
        if type(self).away:
            raise UnavailableError
        await super().commit()


async def test_while_the_database_is_away_no_send_becomes_unknown(store: Store) -> None:
    class Away(_AwayQueue):
        pass

    async def leave() -> None:
        Away.away = True

    channel = Channel(before=leave)
    kind = MessageKind(name="note", version=1, compose=compose)
    workers = [
        Worker(queue=lambda: Away(store._engine), connector=channel, kinds=[kind], pace=PACE)
        for _ in range(2)
    ]
    await add(store, "k")
    for worker in workers:
        worker.start()
    await until(lambda: _is_sent(channel))
    await asyncio.sleep(3 * (PACE.lease + channel.time_limit))
    Away.away = False
    await settled(store, "k")
    for worker in workers:
        await worker.stop()

    assert (channel.sent, await state(store, "k")) == (["k"], "done")


async def _is_sent(channel: Channel) -> bool:
    return bool(channel.sent)
