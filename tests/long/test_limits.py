"""What Teams takes is never exceeded, whoever sends, and nobody who asks waits for it.

6,000 people are to be reminded at the same second by three instances on one PostgreSQL, while others ask
questions over HTTP, some of them in the same tenant.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bench.spread import percentile
from bot.allowance import TENANT_LIMIT
from bot.store.store import Store
from bot.store.tables import job
from tests.long import limits_ground as ground
from tests.long.limits_ground import Arrival
from tests.long.limits_program import AHEAD
from tests.postgres import Postgres
from tests.program import free_port
from tests.teams import BOT, TENANT

_ROOT = Path(__file__).resolve().parents[2]
_MANY = 6_000
_INSTANCES = 3
_TENANTS = (TENANT, *(f"00000000-0000-0000-0000-0000000000b{n}" for n in range(4)))
_OPENS = datetime(2026, 11, 24, 8, tzinfo=UTC)  # a Tuesday
_UNTIL_OPENING = 50.0  # seconds for the instances to start, to get warm and to be measured at rest
_AT_REST = 30.0
_A_SECOND = 10  # questions
_QUESTIONS = (
    "who leads stage 2?",
    "what does the CSAM do in stage 4?",
    "what are the exit criteria of stage 3?",
)
_LATER = 1.1  # times what the limits allow
_SLOWER = 2.0  # times as long as at rest

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@dataclass
class Asking:
    """Questions at an even rate, each to the next instance and in the next tenant; seconds each one took."""

    ports: Sequence[int]
    service_url: str
    session: aiohttp.ClientSession
    asked: int = 0
    waits: list[float] = field(default_factory=list)

    async def until(self, end: float) -> list[float]:
        """Ask until that moment; how long each answer took, also where it could not begin in time."""
        self.waits, under_way = [], set()
        due, ports = time.monotonic(), cycle(self.ports)
        while due < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            under_way.add(asyncio.create_task(self._ask(next(ports), due)))
            due += 1 / _A_SECOND
        await asyncio.gather(*under_way)
        return self.waits

    async def _ask(self, port: int, due: float) -> None:
        self.asked += 1
        body = _activity(self.asked, self.service_url)
        async with self.session.post(f"http://127.0.0.1:{port}/api/messages", json=body) as response:
            assert response.status == 201
        self.waits.append(time.monotonic() - due)


def _activity(n: int, service_url: str) -> dict[str, Any]:
    """A question in a group chat, which gets one message; everybody asks in a chat of their own."""
    tenant, chat = _TENANTS[n % len(_TENANTS)], n % 200
    return {
        "type": "message",
        "id": f"m{n}",
        "timestamp": "2026-11-24T08:00:00.123Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": f"29:q{chat}", "name": "Megan", "aadObjectId": f"q{chat}"},
        "recipient": BOT,
        "conversation": {"id": _asked_in(tenant, chat), "conversationType": "groupChat", "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}},
        "entities": [{"type": "mention", "text": "<at>Baton</at>", "mentioned": BOT}],
        "text": f"<at>Baton</at> {_QUESTIONS[n % len(_QUESTIONS)]}",
    }


def _asked_in(tenant: str, chat: int) -> str:
    return f"19:{tenant}-{chat}@thread.v2"


def _is_loud(arrival: Arrival) -> bool:
    """Whether it came to the tenant of those who are reminded."""
    return arrival.conversation.startswith(("a:p", f"19:{TENANT}"))


async def test_thousands_of_reminders_keep_the_limits(own_postgres: Postgres, tmp_path: Path) -> None:
    url, log = own_postgres.create(), tmp_path / "arrivals.jsonl"
    store = Store(url)
    await store.open()
    with ExitStack() as stack:
        service_url = stack.enter_context(_channel(log))
        await ground.seed(store, service_url, _OPENS, _MANY)
        begin = time.time() + _UNTIL_OPENING
        ports = stack.enter_context(_instances(url, _OPENS.timestamp() - begin, tmp_path))
        opens = time.monotonic() + begin - time.time()
        async with aiohttp.ClientSession() as session:
            asking = Asking(ports=ports, service_url=service_url, session=session)
            await _until_ready(session, ports)
            await asking.until(opens - _AT_REST)
            at_rest = await asking.until(opens)
            assert len(at_rest) >= _AT_REST * _A_SECOND * 0.7, "the instances took too long to start"
            busy, telling = [], asyncio.create_task(_all_done(store))
            while not telling.done():
                busy += await asking.until(time.monotonic() + 1)
            await telling
    await store.close()
    _check(ground.read(log), opens, at_rest, busy)


def _check(
    arrivals: Sequence[Arrival], opens: float, at_rest: Sequence[float], busy: Sequence[float]
) -> None:
    reminded = ground.reminded(arrivals)
    took = max(each.at for each in arrivals if each.reminds) - opens
    loud = [each for each in arrivals if _is_loud(each)]
    meanwhile = sum(opens <= each.at <= opens + took for each in loud)
    allowed = meanwhile * TENANT_LIMIT[1] / TENANT_LIMIT[0]
    sys.stdout.write(
        f"{len(reminded)} reminded in {took:.1f} s, {meanwhile} messages, allowed {allowed:.1f} s; "
        f"at most {ground.fullest(loud)} in a second; ms at rest {_spread(at_rest)}, busy {_spread(busy)}\n"
    )
    assert reminded == {ground.chat(n): 1 for n in range(1, _MANY + 1)}
    assert ground.exceeded(arrivals) == []
    assert ground.fullest(loud) <= TENANT_LIMIT[0]
    assert took <= allowed * _LATER
    assert percentile(busy, 99) <= percentile(at_rest, 99) * _SLOWER


def _spread(waits: Sequence[float]) -> str:
    """Minimum, median, 99th percentile and maximum in ms, and how many."""
    found = (min(waits), median(waits), percentile(waits, 99), max(waits))
    return f"{'/'.join(f'{1_000 * each:.0f}' for each in found)} of {len(waits)}"


async def _all_done(store: Store) -> None:
    """Wait until no reminder waits any more."""
    over = sa.select(job.c.id).where(job.c.kind == "reminders", job.c.due <= _OPENS, job.c.state != "done")
    async with asyncio.timeout(_MANY / TENANT_LIMIT[0] * _LATER * 1.2):
        while True:
            await asyncio.sleep(1)
            async with store.queue() as queue:
                if (await queue.connection.execute(over.limit(1))).first() is None:
                    return


@contextmanager
def _channel(log: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.long.limits_channel", str(log)]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait(10)


@contextmanager
def _instances(url: str, ahead: float, folder: Path) -> Iterator[list[int]]:
    ports, processes = [free_port() for _ in range(_INSTANCES)], []
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HOST": "127.0.0.1", "BATON_LOCAL": "1"}
    known |= {"DATABASE_URL": url, AHEAD: str(ahead), "BATON_RATE_LIMIT": "0"}
    command = [sys.executable, "-m", "tests.long.limits_program"]
    with (folder / "instances.log").open("wb") as output:
        try:
            for port in ports:
                environment = {**known, "PORT": str(port)}
                streams: dict[str, Any] = {"stdout": output, "stderr": output}
                processes.append(subprocess.Popen(command, cwd=folder, env=environment, **streams))
            yield ports
            for process in processes:
                process.terminate()
            assert [process.wait(30) for process in processes] == [0] * _INSTANCES
        finally:
            for process in processes:
                process.kill()
                process.wait(10)


async def _until_ready(session: aiohttp.ClientSession, ports: Sequence[int]) -> None:
    async with asyncio.timeout(40):
        for port in ports:
            while not await _is_ready(session, port):  # noqa: ASYNC110 - it does not tell
                await asyncio.sleep(0.1)


async def _is_ready(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False
