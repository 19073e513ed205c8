"""Timers under SIGKILL, SIGSTOP, a database that is restarted and a channel that fails.

An offline checker reads the channel's own log: every message arrived or is known not to be known, none
came twice, and nothing anybody was to be told is lost.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import job
from bot.store.unit import execute
from tests.long.timers_worker import LEASE, LIMITS
from tests.postgres import Postgres

_ROOT = Path(__file__).resolve().parents[2]
_TARGETS = 60
_SPREAD = 20.0  # seconds over which the timers are due
_MOST_SECONDS = 150
_PAST_THE_LEASE = LEASE + LIMITS.total + 1.5
_LULLS = (0.5, 1.5, _PAST_THE_LEASE + 1.5)  # a process must live for a while to judge what others left

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@dataclass
class _Fleet:
    """The worker processes, and what was done to them."""

    command: list[str]
    log: Any
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    stops: int = 0
    long_stops: int = 0

    def start(self, many: int) -> None:
        self.processes += [self._spawn() for _ in range(many)]

    def kill(self, n: int) -> None:
        self.processes[n].kill()
        self.processes[n].wait(10)
        self.processes[n] = self._spawn()
        self.kills += 1

    async def stop_for(self, n: int, seconds: float) -> None:
        self.processes[n].send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self.processes[n].send_signal(signal.SIGCONT)
        self.stops += 1
        self.long_stops += seconds >= _PAST_THE_LEASE

    def end(self) -> list[int]:
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        return [process.wait(20) for process in self.processes]

    def destroy(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait(10)

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, cwd=_ROOT, stdout=self.log, stderr=self.log)


@dataclass(frozen=True, kw_only=True)
class _Proof:
    timers: int
    processes: int
    concurrency: int


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that may be restarted under nobody else."""
    server = Postgres()
    yield server
    server.stop()


async def test_three_processes_on_postgresql(own_postgres: Postgres, tmp_path: Path) -> None:
    """One message at a time in each process: at most one unknown for each kill or stop."""
    proof = _Proof(timers=3000, processes=3, concurrency=1)
    await _prove(proof, own_postgres.create(), tmp_path, own_postgres)


async def test_three_processes_with_several_messages_at_once(own_postgres: Postgres, tmp_path: Path) -> None:
    proof = _Proof(timers=1500, processes=3, concurrency=4)
    await _prove(proof, own_postgres.create(), tmp_path, own_postgres)


async def test_one_process_on_sqlite(tmp_path: Path) -> None:
    proof = _Proof(timers=3000, processes=1, concurrency=1)
    await _prove(proof, f"sqlite+aiosqlite:///{tmp_path}/baton.db", tmp_path, None)


async def _prove(proof: _Proof, url: str, folder: Path, server: Postgres | None) -> None:
    seed = time.time_ns() % 100_000
    store, port, log = Store(url), _free_port(), folder / "channel.jsonl"
    await store.open()
    await _add(store, range(proof.timers), random.Random(seed))
    worker = [sys.executable, "-m", "tests.long.timers_worker"]
    command = [*worker, url, f"http://127.0.0.1:{port}", str(proof.concurrency)]
    with ExitStack() as stack:
        channel = stack.enter_context(_channel(port, log, seed))
        output = stack.enter_context((folder / "workers.log").open("ab"))
        fleet = _Fleet(command=command, log=output)
        stack.callback(fleet.destroy)
        began = time.monotonic()
        fleet.start(proof.processes)
        restarted = await _torment(store, fleet, channel, server, random.Random(seed))
        seconds = time.monotonic() - began
        channel.send_signal(signal.SIGUSR2)
        await asyncio.sleep(0.2)
        last = await _say_the_rest(store, proof.timers)
        assert fleet.end() == [0] * proof.processes
    rows = await _rows(store)
    await store.close()
    found = _check(rows, log, fleet, proof)
    assert last == len(rows) - proof.timers
    assert restarted == (server is not None)
    sys.stdout.write(f"seed {seed}, {seconds:.0f} s: {fleet.kills} kills, {fleet.stops} stops, {found}\n")


async def _torment(
    store: Store,
    fleet: _Fleet,
    channel: subprocess.Popen[bytes],
    server: Postgres | None,
    dice: random.Random,
) -> bool:
    """Until no timer is open: kill, stop, refuse, and once restart the database. Whether it was restarted."""
    restarted = False
    async with asyncio.timeout(_MOST_SECONDS):
        for turn in range(1_000):
            await asyncio.sleep(dice.uniform(0.3, 1.2))
            if not await _open(store):
                assert fleet.kills >= 2
                assert fleet.long_stops >= 1
                return restarted
            n = dice.randrange(len(fleet.processes))
            if turn == 2 and server:
                await asyncio.to_thread(server.restart)
                restarted = True
            elif turn in (4, 9):
                channel.send_signal(signal.SIGUSR1)
            elif turn % 3 == 0:
                await fleet.stop_for(n, _PAST_THE_LEASE if turn % 2 else dice.uniform(0.1, LEASE))
            else:
                fleet.kill(n)
                await asyncio.sleep(dice.choice(_LULLS))
    raise AssertionError("not done in time")


async def _say_the_rest(store: Store, first: int) -> int:
    """A last timer for each target that is owed something, sent by a channel that does not fail any more."""
    unknown = sa.and_(job.c.state == "unknown", job.c.carried.is_(None))
    async with store.queue() as queue:
        query = sa.select(job.c.target).where(unknown).distinct()
        targets = list((await queue.connection.execute(query)).scalars())
    async with store.work("t") as work:
        for n, target in enumerate(targets, first):
            payload = {"version": 1, "number": n}
            await work.jobs.add("timer", f"{n}", datetime.now(UTC), payload, target=target)
        await work.commit()
    async with asyncio.timeout(30):
        while await _open(store):  # noqa: ASYNC110 - a database has no event to wait for
            await asyncio.sleep(0.2)
    return len(targets)


def _check(rows: list[Any], log: Path, fleet: _Fleet, proof: _Proof) -> str:
    """The offline checker. Nothing but the channel's log says what arrived."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    arrived = [line["said"] for line in lines if line["arrived"]]
    own = Counter(said[-1] for said in arrived)
    anyhow = {number for said in arrived for number in said}
    faulty = {line["said"][-1] for line in lines if line["fault"] not in ("", "busy")}
    states = {row.payload["number"]: row.state for row in rows}
    unknown = {number for number, state in states.items() if state == "unknown"}

    assert set(states.values()) <= {"done", "unknown"}, Counter(states.values())
    assert [number for number, times in own.items() if times > 1] == []  # none twice
    assert [number for number, state in states.items() if state == "done" and not own[number]] == []
    assert set(states) - anyhow == set()  # what did not arrive by itself was carried by a later message
    struck = unknown - faulty
    assert len(struck) <= (fleet.kills + fleet.stops) * proof.concurrency, len(struck)
    carried = sum(row.carried is not None for row in rows)
    return f"{len(arrived)} arrived, {len(unknown)} unknown, {len(struck)} by kill or stop, {carried} carried"


async def _add(store: Store, numbers: range, dice: random.Random) -> None:
    now = datetime.now(UTC)
    async with store.work("t") as work:
        for n in numbers:
            due = now + timedelta(seconds=dice.uniform(0, _SPREAD))
            target = f"19:{dice.randrange(_TARGETS)}@thread.v2"
            await work.jobs.add("timer", f"{n}", due, {"version": 1, "number": n}, target=target)
        await work.commit()


async def _open(store: Store) -> bool:
    """Whether any timer is not over."""
    over = job.c.state.in_(("done", "failed", "unreachable", "unknown"))
    async with store.queue() as queue:
        found = await execute(queue.connection, sa.select(job.c.id).where(~over).limit(1))
        return found.first() is not None


async def _rows(store: Store) -> list[Any]:
    async with store.queue() as queue:
        found = await queue.connection.execute(sa.select(job.c.payload, job.c.state, job.c.carried))
        return list(found.all())


@contextmanager
def _channel(port: int, log: Path, seed: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.long.timers_channel", str(port), str(log), str(seed)]
    process = subprocess.Popen(command, cwd=_ROOT)
    try:
        _until_listening(port)
        yield process
    finally:
        process.kill()
        process.wait(10)


def _until_listening(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the channel did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
