"""Where processes of Baton are killed: their database, their channel, and who was in the middle of what."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientError, ClientSession
from aiohttp.test_utils import TestServer

from bot import secret_key
from bot.store.store import Store
from bot.store.tables import job, turn
from tests.fakes import FakeConnector
from tests.long.handoff_program import PASSED
from tests.program import free_port
from tests.teams import TENANT, Teams

SECRET = "a secret key for tests alone, long enough for it"
SEAL = secret_key.derive(SECRET.encode(), "history")
LONG = 15.0  # seconds
_ROOT = Path(__file__).resolve().parents[2]
_OPEN = ("waiting", "running", "sending")
_FORKING = threading.Lock()


@dataclass(kw_only=True)
class Pair:
    """Two people, their handoff, and the action in which a process was killed."""

    actor: Teams
    other: Teams
    number: int
    activity: dict[str, Any]
    last_job: int  # the newest before the action
    sent_before: int  # to the other

    @property
    def chats(self) -> tuple[str, str]:
        return str(self.actor.conversation["id"]), str(self.other.conversation["id"])


@dataclass(kw_only=True)
class Ground:
    """The database, the channel, and the program that starts processes."""

    url: str
    folder: Path
    fake: FakeConnector
    service_url: str
    program: subprocess.Popen[str]
    store: Store
    pairs: list[Pair] = field(default_factory=list)
    settings: Mapping[str, str] = field(default_factory=dict)  # and what else its processes are told

    @property
    def killed_at(self) -> list[str]:
        return self._lines("killed")

    @property
    def passed(self) -> list[str]:
        """The places that processes went through, without those where one was killed."""
        return list(dict.fromkeys(place for place in self._lines(PASSED) if place not in self.killed_at))

    def forget_passed(self) -> None:
        (self.folder / PASSED).unlink(missing_ok=True)

    def _lines(self, name: str) -> list[str]:
        log = self.folder / name
        return log.read_text("utf-8").splitlines() if log.exists() else []

    @asynccontextmanager
    async def process(self, kill_at: str = "") -> AsyncIterator[tuple[int, ClientSession]]:
        """One process of Baton; it is killed in the end, or there."""
        port = str(free_port())
        settings = {"DATABASE_URL": self.url, "BATON_SECRET_KEY": SECRET, "BATON_RATE_LIMIT": "0"}
        mine = {"PORT": port, "KILLED": str(self.folder / "killed"), "KILL_AT": kill_at}
        id = await asyncio.to_thread(self._fork, json.dumps({**settings, **self.settings, **mine}))
        try:
            async with ClientSession(f"http://127.0.0.1:{port}") as client:
                await until(partial(_is_up_or_gone, id, client), 4 * LONG)
                yield id, client
        finally:
            with suppress(ProcessLookupError):
                os.kill(id, signal.SIGKILL)

    def _fork(self, line: str) -> int:
        assert self.program.stdin
        assert self.program.stdout
        with _FORKING:
            self.program.stdin.write(f"{line}\n")
            self.program.stdin.flush()
            return int(self.program.stdout.readline())

    async def count(self, *conditions: sa.ColumnElement[bool], table: sa.Table = job) -> int:
        async with self.store.work(TENANT) as work:
            query = sa.select(sa.func.count()).select_from(table).where(*conditions)
            return int((await work.connection.execute(query)).scalar_one())

    async def rows(self, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> list[Any]:
        async with self.store.work(TENANT) as work:
            return list((await work.connection.execute(sa.select(table).where(*conditions))).all())

    async def is_over(self, pair: Pair) -> bool:
        """Whether nothing about them is still to be sent, and no turn of theirs runs."""
        sending = job.c.target.in_(pair.chats), job.c.state.in_(_OPEN)
        runs = turn.c.conversation.in_(pair.chats), turn.c.state == "running"
        return not await self.count(*sending) and not await self.count(*runs, table=turn)


async def _is_up_or_gone(id: int, client: ClientSession) -> bool:
    """Whether it answers; one that is to be killed where it takes up old work may be so before it does."""
    return is_gone(id) or await _answers(client)


def is_gone(id: int) -> bool:
    """Whether there is no process of this id any more."""
    try:
        os.kill(id, 0)
    except ProcessLookupError:
        return True
    return False


async def _answers(client: ClientSession) -> bool:
    with suppress(ClientError):
        async with client.get("/healthz"):
            return True
    return False


async def until(condition: Callable[[], Any], seconds: float = LONG) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - neither a process nor a database has an event
            await asyncio.sleep(0.02)


@asynccontextmanager
async def laid(database_url: str, folder: Path) -> AsyncIterator[Ground]:
    """The ground of one proof, and nothing left of it after."""
    with started("tests.long.handoff_program", folder) as program:
        async with ground(database_url, folder, program) as made:
            yield made


@asynccontextmanager
async def ground(
    database_url: str, folder: Path, program: subprocess.Popen[str], settings: Mapping[str, str] | None = None
) -> AsyncIterator[Ground]:
    fake = FakeConnector()
    store = Store(database_url, seal=SEAL)
    await store.open()
    try:
        async with TestServer(fake.app) as server:
            yield Ground(
                url=database_url,
                folder=folder,
                fake=fake,
                service_url=str(server.make_url("/")),
                program=program,
                store=store,
                settings=settings or {},
            )
    finally:
        await store.close()


@contextmanager
def started(module: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program that starts processes."""
    command, pipe = [sys.executable, "-m", module], subprocess.PIPE
    with (folder / "program.log").open("ab") as log:
        program = subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, stderr=log, text=True)
    try:
        yield program
    finally:
        program.kill()
        program.communicate(timeout=10)
