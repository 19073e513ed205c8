"""Reminders of a cluster whose instances are killed and stopped at random, checked from its channel's log.

Each reminder arrives once, or its message is `unknown` and the next digest says it again; nothing is lost,
and nothing comes twice without being marked.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer, unused_port

from bot.reminding.timers import REMINDERS
from bot.store.planning import PLAN
from bot.store.store import Store, utc_now
from bot.store.tables import job, reminder
from handoffs.model import Handoff
from scripts.cluster import Cluster, Plan
from tests.long import cluster_ground as ground
from tests.long.cluster_ground import OPENS, Arrived, Said, SlowConnector
from tests.long.cluster_program import AHEAD, AT_ONCE, LEASE, LIMITS
from tests.long.handoff_ground import SEAL, SECRET
from tests.teams import TENANT

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::ResourceWarning")]
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (sys.executable, "-m", "tests.long.cluster_program")
_EARLY, _SOON = timedelta(hours=1), timedelta(seconds=10)  # before work begins: all is planned, and then due
_AT_ONCE = 2  # reminders in each instance
_TORMENT = timedelta(seconds=50)
_DAY = timedelta(days=1)
_PAST_THE_LEASE = LEASE + LIMITS.total + 1.5
_LONGEST_QUIET = 75.0
_OPEN = ("waiting", "running", "sending")


@dataclass(frozen=True, kw_only=True)
class _World:
    """`chats` by person."""

    handoffs: Sequence[Handoff]
    chats: Mapping[str, str]

    def planned(self, since: datetime, until: datetime) -> frozenset[Said]:
        return ground.planned(self.handoffs, self.chats, since, until)


@dataclass(kw_only=True)
class _Deeds:
    kills: int = 0
    stops: int = 0
    long_stops: int = 0


@dataclass(kw_only=True)
class _Found:
    """The ends of the first day's messages, and what is owed after it."""

    states: Counter[str] = field(default_factory=Counter)
    unknown: set[str] = field(default_factory=set)  # chats
    owed: set[Said] = field(default_factory=set)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(_ROOT)
    with ground.folder() as made:
        yield made


async def test_each_reminder_arrives_once_or_is_carried(folder: Path) -> None:
    seed = time.time_ns() % 100_000
    dice, connector, began = random.Random(seed), SlowConnector(random.Random(seed)), time.monotonic()
    front, *instances = (unused_port() for _ in range(4))
    plan = Plan(front=front, instances=tuple(instances), folder=folder, program=_PROGRAM)
    async with TestServer(connector.app) as server:
        one = replace(plan, instances=plan.instances[:1])
        async with _running(one, OPENS - _EARLY, at_once=16) as (_, store):
            world = await _seed(store, str(server.make_url("/")), dice)
        async with _running(plan, OPENS - _SOON) as (cluster, store):
            deeds = await _torment(cluster, store, dice)
            connector.faulty = False
            await _quiet(store)
            found = await _found(store, world)
        before = len(connector.calls)
        async with _running(plan, OPENS + _DAY, at_once=8) as (_, store):
            await _quiet(store)
            rest = (await _found(store, world)).owed
    first, second = ground.arrived(connector.calls[:before]), ground.arrived(connector.calls[before:])
    _check(world, found, first, second)
    assert not rest
    assert found.states["unknown"] <= connector.faults + (deeds.kills + deeds.stops) * _AT_ONCE
    again = sum(each.again for each in second)
    sys.stdout.write(
        f"seed {seed}, {time.monotonic() - began:.0f} s: {deeds.kills} kills, {deeds.stops} stops "
        f"({deeds.long_stops} past the lease), {connector.faults} faults of the channel; "
        f"{dict(found.states)} messages, {first.total()} reminders at once, {len(found.owed)} owed, "
        f"{second.total()} on the next morning, {again} of them marked\n"
    )


@asynccontextmanager
async def _running(
    plan: Plan, now: datetime, at_once: int = _AT_ONCE
) -> AsyncIterator[tuple[Cluster, Store]]:
    """The cluster from that moment on, by its clocks."""
    ahead = now - utc_now()
    settings = {AHEAD: f"{ahead.total_seconds()}", AT_ONCE: f"{at_once}", "BATON_SECRET_KEY": SECRET}
    async with Cluster(replace(plan, settings=settings)) as cluster:
        store = Store(cluster.database_url, lambda: utc_now() + ahead, SEAL)
        await store.open()
        try:
            yield cluster, store
        finally:
            await store.close()


async def _seed(store: Store, service_url: str, dice: random.Random) -> _World:
    async with store.work(TENANT) as work:
        ids = await ground.people(work, service_url)
        await work.commit()
    await _quiet(store)  # their hours move no reminder yet
    async with store.work(TENANT) as work:
        handoffs = await ground.handoffs(work, ids, dice)
        await work.commit()
    await _quiet(store)
    chats = {id: ground.chat(n) for n, id in enumerate(ids)}
    return _World(handoffs=handoffs, chats=chats)


async def _torment(cluster: Cluster, store: Store, dice: random.Random) -> _Deeds:
    """Kill and stop instances while reminders are due."""
    deeds, turn = _Deeds(), 0
    await asyncio.sleep(max(0.0, (OPENS - store.now()).total_seconds()))
    while store.now() < OPENS + _TORMENT:
        await asyncio.sleep(dice.uniform(0.5, 3.5))
        n, turn = dice.randrange(len(cluster.ids)), turn + 1
        if turn % 3:
            cluster.tell(n, signal.SIGKILL)
            deeds.kills += 1
            continue
        seconds = _PAST_THE_LEASE if turn % 2 else dice.uniform(0.2, LEASE)
        cluster.tell(n, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        cluster.tell(n, signal.SIGCONT)
        deeds.stops += 1
        deeds.long_stops += seconds >= _PAST_THE_LEASE
    return deeds


async def _quiet(store: Store) -> None:
    """Wait until all that is due was carried out."""
    is_open = sa.and_(job.c.state.in_(_OPEN), job.c.kind.in_((REMINDERS, PLAN)))
    seen = sa.select(job.c.kind, job.c.state, job.c.error, job.c.attempts, sa.func.count())
    clock = time.monotonic()
    while True:
        await asyncio.sleep(0.3)
        async with store.work(TENANT) as work:
            query = seen.where(is_open, job.c.due <= store.now()).group_by(*list(seen.selected_columns)[:4])
            left = (await work.connection.execute(query)).all()
        if not left:
            return
        assert time.monotonic() < clock + _LONGEST_QUIET, left


async def _found(store: Store, world: _World) -> _Found:
    found, now = _Found(), store.now()
    async with store.work(TENANT) as work:
        ours = sa.select(job.c.state, job.c.target).where(job.c.kind == REMINDERS, job.c.due <= now)
        for state, person in await work.connection.execute(ours):
            found.states[state] += 1
            if state == "unknown":
                found.unknown.add(world.chats[person])
        for row in await work.connection.execute(sa.select(reminder).where(reminder.c.again)):
            found.owed.add((world.chats[row.person], row.number, row.ladder, row.rung))
    return found


def _check(world: _World, found: _Found, first: Counter[Arrived], second: Counter[Arrived]) -> None:
    """The offline checker. Nothing but the channel's log says what arrived."""
    at_once = world.planned(OPENS - timedelta(minutes=1), OPENS + _TORMENT)
    next_morning = world.planned(OPENS + _TORMENT, OPENS + _DAY)
    due_anyway = {said[:3] for said in next_morning}
    once_more = {said for said in found.owed if said[:3] not in due_anyway}
    came = {each.said for each in first}

    assert set(found.states) <= {"done", "unknown"}
    assert [each for each in first if each.again] == []
    assert [each for each, times in (first + second).items() if times > 1] == []  # none twice
    assert came <= at_once
    assert at_once - came <= found.owed <= at_once  # none lost
    assert {said[0] for said in found.owed} <= found.unknown
    assert {each.said for each in second} == next_morning | once_more
    assert {each.said for each in second if each.again} == once_more  # none twice without being marked
