"""People with handoffs, the worker of the clock, and a channel that keeps what it was sent; time is moved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from bot.allowance import Unlimited
from bot.jobs import Clocks, Worker
from bot.leases import Pace
from bot.origin import Place
from bot.reminding.work import Reminding
from bot.scheduling.stage import Stages
from bot.store.reminders import Row
from bot.store.store import Store
from bot.store.tables import job
from dialogs.message import Person
from handoffs.change import Change
from handoffs.model import Deadline, Discussion, Mark, Talk
from knowledge.handoffs import Anchor, Side, Unit
from tests.chat import desks
from tests.fakes import FakeExpert
from tests.integration.handoff_rows import changed, made

TENANT = "t"
URL = "https://x/"
ORIGIN = {"service_url": URL, "channel": "msteams", "bot": "28:baton", "bot_name": "Baton"}
START = datetime(2026, 11, 20, 10, tzinfo=UTC)  # a Friday
DUE = date(2026, 12, 1)  # a Tuesday
_OPENS = 8  # o'clock
PACE = Pace(lease=5.0, poll=0.02, first_delay=0.01, longest_delay=0.02)
_OVER = ("done", "failed", "unknown", "unreachable")


@dataclass
class Time:
    """Both clocks of the worker; they leap together."""

    at: datetime = START
    passed: float = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return time.monotonic() + self.passed

    def to(self, at: datetime) -> None:
        self.passed += (at - self.at).total_seconds()
        self.at = at


@dataclass
class Channel:
    """Has the face of bot.connector.Connector; `faults` are raised one after the other, None is a success."""

    time_limit: float = 1.0
    sent: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    opened: list[Mapping[str, Any]] = field(default_factory=list)
    faults: list[BaseException | None] = field(default_factory=list)
    closed: BaseException | None = None  # what opening a chat meets

    async def send(
        self, service_url: str, conversation: str, activity: Mapping[str, Any], *, reply_to: str = ""
    ) -> str:
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        self.sent.append((conversation, activity))
        return f"activity-{len(self.sent)}"

    async def update(self, service_url: str, conversation: str, id: str, activity: Mapping[str, Any]) -> None:
        raise AssertionError("a reminder is a message of its own")

    async def create_conversation(self, service_url: str, parameters: Mapping[str, Any]) -> str:
        if self.closed:
            raise self.closed
        self.opened.append(parameters)
        return "a:opened"


@dataclass
class Ground:
    store: Store
    time: Time
    expert: FakeExpert = field(default_factory=FakeExpert)
    channel: Channel = field(default_factory=Channel)
    ids: dict[str, str] = field(default_factory=dict)

    def reminding(self, expert: FakeExpert | None = None) -> Reminding:
        made_of = desks(expert or self.expert)
        stages = Stages(store=self.store, desks=made_of)
        return Reminding(
            store=self.store, desks=made_of, stages=stages, channel=self.channel, allowance=Unlimited()
        )

    async def meet(self, name: str) -> str:
        """Somebody who has written to Baton; their person id."""
        async with self.store.work(TENANT) as work:
            known = (f"29:{name}", f"o-{name}", name.title(), f"{name}@contoso.com", f"a:{name}", URL)
            await work.people.reached(f"29:{name}", f"a:{name}", URL)
            await work.people.introduce(*known)
            id = (await work.people.account(Person(tenant=TENANT, id=f"29:{name}"))).id
            await work.references.keep(Place(conversation=f"a:{name}", **ORIGIN), f"29:{name}")
            await work.commit()
        self.ids[name] = id
        return id

    async def start(self, number: int = 1, due: date = DUE, **fields: Any) -> None:
        """A handoff from Ana to Megan whose deadline stands; what is left is Megan's to do."""
        change = made(number, giver=self.ids["ana"], receiver=self.ids["megan"], **fields)
        mark = Mark(by=self.ids["ana"], at=START)
        done: dict[str, Any] = {"agreed": {Side.GIVER: mark, Side.RECEIVER: mark}, "moved": mark, "items": ()}
        held = Discussion(state=Talk.HELD, mark=mark)
        handoff = replace(change.handoff, **done, discussion=held, deadline=deadline(due))
        await self.add(replace(change, handoff=handoff))

    async def add(self, change: Change) -> None:
        async with self.store.work(TENANT) as work:
            await work.handoffs.add(change)
            await work.commit()

    async def change(self, number: int = 1, **values: Any) -> None:
        async with self.store.work(TENANT) as work:
            present = await work.handoffs.find(number)
            assert present
            await work.handoffs.save(changed(present, **values))
            await work.commit()

    async def hush(self, name: str, number: int, until: date | None) -> None:
        async with self.store.work(TENANT) as work:
            await work.quiets.hush(self.ids[name], number, until)
            await work.commit()

    async def rows(self, number: int = 1) -> dict[tuple[str, str], Row]:
        names = {id: name for name, id in self.ids.items()}
        async with self.store.work(TENANT) as work:
            found = await work.reminders.of_handoff(number)
        return {(row.ladder, names.get(row.person, row.person)): row for row in found}

    async def row(self, name: str = "megan", number: int = 1, ladder: str = "deadline") -> Row:
        return (await self.rows(number))[ladder, name]

    async def jobs(self, *kinds: str) -> list[dict[str, Any]]:
        query = sa.select(job).where(job.c.kind.in_(kinds)).order_by(job.c.due, job.c.id)
        async with self.store.queue() as unit:
            return [dict(row) for row in (await unit.connection.execute(query)).mappings()]

    async def to(self, at: datetime) -> None:
        """Move the time, and carry out what is due by then."""
        self.time.to(at)
        await self.work()

    async def work(self, expert: FakeExpert | None = None) -> None:
        """Carry out what is due, and what follows from it."""
        async with self.working(expert):
            await self.settled()

    @asynccontextmanager
    async def working(self, expert: FakeExpert | None = None) -> AsyncIterator[Worker]:
        clocks = Clocks(now=self.time.now, monotonic=self.time.monotonic)
        kinds = self.reminding(expert).kinds()
        about: dict[str, Any] = {"queue": self.store.queue, "connector": self.channel, "clocks": clocks}
        worker = Worker(**about, kinds=kinds, pace=PACE)
        worker.start()
        try:
            yield worker
        finally:
            await worker.stop(grace=2)

    async def time_passes(self, seconds: float) -> None:
        """Let the worker look around."""
        await asyncio.sleep(seconds)

    async def settled(self, seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while await self._is_busy():  # noqa: ASYNC110 - a database has no event to wait for
                await asyncio.sleep(0.01)

    async def _is_busy(self) -> bool:
        ours = [kind.name for kind in self.reminding().kinds()]
        soon = sa.and_(job.c.kind.in_(ours), job.c.ready <= self.time.now(), job.c.state.not_in(_OVER))
        async with self.store.queue() as unit:
            return (await unit.connection.execute(sa.select(job.c.id).where(soon))).first() is not None

    def said(self) -> list[str]:
        """To whom and what was sent by now, the words of each card."""
        return [f"{chat}: {activity['summary']}" for chat, activity in self.channel.sent]


def deadline(due: date) -> Deadline:
    return Deadline(
        due=due, anchor=Anchor.HELD, start=due, offset=7, unit=Unit.BUSINESS, country="", text="Because."
    )


def morning(month: int, day: int) -> datetime:
    return datetime(2026, month, day, _OPENS, tzinfo=UTC)


BEFORE, EVE, DAY, AFTER = morning(11, 26), morning(11, 30), morning(12, 1), morning(12, 2)


async def grounds(database_url: str) -> AsyncIterator[Ground]:
    """One, with Ana and Megan."""
    time = Time()
    store = Store(database_url, time.now, b"seal")
    await store.open()
    found = Ground(store, time)
    await found.meet("ana")
    await found.meet("megan")
    yield found
    await store.close()
