"""Workers in a test: a channel that keeps what it was sent, a clock that can be moved, two kinds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.jobs import Clocks, Worker
from bot.kinds import Due, Kind, Message, MessageKind, Payload
from bot.leases import Pace
from bot.store.store import Store
from bot.store.tables import job

PACE = Pace(lease=0.4, poll=0.02, first_delay=0.02, longest_delay=0.1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Channel:
    """Has the face of bot.connector.Connector; `faults` are raised one after the other, None is a success."""

    time_limit: float = 0.2
    sent: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    faults: list[BaseException | None] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    slow: float = 0.0
    before: Callable[[], Awaitable[None]] | None = None

    async def send(
        self, service_url: str, conversation: str, activity: Mapping[str, Any], *, reply_to: str = ""
    ) -> str:
        await self._take()
        self.sent.append(str(activity["text"]))
        return f"activity-{len(self.sent)}"

    async def update(self, service_url: str, conversation: str, id: str, activity: Mapping[str, Any]) -> None:
        await self._take()
        self.updated.append(f"{id}: {activity['text']}")

    async def _take(self) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.before:
                await self.before()
            await asyncio.sleep(self.slow)
            if self.faults and (fault := self.faults.pop(0)):
                raise fault
        finally:
            self.at_once -= 1


@dataclass
class Time:
    """The machine's time, and how far a test has moved it."""

    moved: timedelta = timedelta()
    passed: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def monotonic(self) -> float:
        return time.monotonic() + self.passed

    def passes(self, seconds: float) -> None:
        self.moved += timedelta(seconds=seconds)
        self.passed += seconds

    def clocks(self) -> Clocks:
        return Clocks(now=self.now, monotonic=self.monotonic)


def compose(due: Due, missed: Sequence[Payload]) -> Message:
    """Says what the payload says, after what may not have arrived."""
    text = " ".join(str(payload["text"]) for payload in (*missed, due.payload))
    activity = {"type": "message", "text": text}
    update_of = str(due.payload.get("update_of", ""))
    return Message(service_url="http://x", conversation=due.target, activity=activity, update_of=update_of)


NOTE = MessageKind(name="note", version=1, compose=compose)


async def add(
    store: Store, key: str, *, kind: str = "note", due: datetime = LONG_AGO, target: str = "c", **more: Any
) -> None:
    async with store.work("t") as work:
        payload = {"version": 1, "text": key, **more}
        assert await work.jobs.add(kind, key, due, payload, target=target)
        await work.commit()


async def row(store: Store, key: str) -> dict[str, Any]:
    async with store.queue() as queue:
        found = await queue.connection.execute(sa.select(job).where(job.c.key == key))
        return dict(found.mappings().one())


async def state(store: Store, key: str) -> str:
    return str((await row(store, key))["state"])


def make_worker(store: Store, channel: Channel, *kinds: Kind, pace: Pace = PACE, **more: Any) -> Worker:
    return Worker(queue=store.queue, connector=channel, kinds=kinds or (NOTE,), pace=pace, **more)


@asynccontextmanager
async def working(
    store: Store, channel: Channel, *kinds: Kind, pace: Pace = PACE, **more: Any
) -> AsyncIterator[Worker]:
    worker = make_worker(store, channel, *kinds, pace=pace, **more)
    worker.start()
    try:
        yield worker
    finally:
        await worker.stop(grace=2)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - a database has no event to wait for
            await asyncio.sleep(0.01)


async def settled(store: Store, *keys: str) -> None:
    """Wait until these jobs are over, one way or another."""

    async def over() -> bool:
        return not {await state(store, key) for key in keys} & {"waiting", "running", "sending"}

    await until(over)
