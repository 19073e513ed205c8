"""200 messages at once into one conversation, over two processes on one database.

Whatever order they were taken in, each was answered as if it had come alone: one bot that is told the same
in that order, one after the other, says the same and ends with the same state.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from bot.store.store import Store
from bot.store.tables import conversation, job, turn
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.program import running
from tests.teams import Teams

pytestmark = [pytest.mark.long, pytest.mark.engines("sqlite", "postgresql")]

_MANY = 200
_EVERY = 10  # each tenth is delivered once more, to the other process
_TYPED = {  # how often, and what; those that do not belong to the step that waits are questions of their own
    "my role": 36,
    "csam": 24,
    "pirate": 16,
    "delete my data": 20,
    "no": 18,
    "yes": 6,
    "back": 10,
    "cancel": 12,
    "profile": 8,
    "who leads stage 3": 25,
    "what about stage 4": 25,
}


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """What the database says when all is over."""

    order: list[str]  # the activities as they were taken
    states: set[str]
    revision: int
    state: Any


def _texts() -> Iterator[str]:
    """No two alike, or one would be a second delivery of the other; mixed, so that steps could be."""
    columns = [[text + "." * number for number in range(many)] for text, many in _TYPED.items()]
    return (text for row in itertools.zip_longest(*columns) for text in row if text is not None)


@asynccontextmanager
async def _clients(folder: Path, database_url: str) -> AsyncIterator[list[ClientSession]]:
    """Two processes with Baton's own settings, and a client for each."""
    async with AsyncExitStack() as stack:
        clients = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            program, _ = await stack.enter_async_context(running(folder / name, DATABASE_URL=database_url))
            client = ClientSession(
                program.url, connector=TCPConnector(limit=0), timeout=ClientTimeout(total=60)
            )
            clients.append(await stack.enter_async_context(client))
        yield clients


async def _post(client: ClientSession, body: dict[str, Any]) -> int:
    async with client.post("/api/messages", json=body) as response:
        return response.status


async def _deliver(
    clients: list[ClientSession], number: int, body: dict[str, Any], together: asyncio.Event
) -> list[int]:
    """Send it to one process, every tenth soon after to the other one too."""
    await together.wait()
    both = [clients[number % 2], clients[(number + 1) % 2]]
    first = asyncio.create_task(_post(both[0], body))
    if number % _EVERY:
        return [await first]
    await asyncio.sleep(0.03 * (number % 7))
    return (
        [await first, await _post(both[1], body)]
        if number % 4
        else [*await asyncio.gather(first, _post(both[1], body))]
    )


async def _settled(store: Store) -> None:
    """Until nothing is left to be sent."""
    async with asyncio.timeout(60):
        while await _open_jobs(store):  # noqa: ASYNC110 - a database has no event to wait for
            await asyncio.sleep(0.2)


async def _open_jobs(store: Store) -> int:
    async with store.queue() as queue:
        open_ = sa.select(sa.func.count()).where(job.c.state.in_(("waiting", "running", "sending")))
        return int((await queue.connection.execute(open_)).scalar_one())


async def _read(store: Store) -> _Kept:
    async with store.queue() as queue:
        # On SQLite the time is taken before the wait for the writer's lock; rows are added in order.
        taken = sa.text("rowid") if queue.connection.dialect.name == "sqlite" else turn.c.began
        turns = (await queue.connection.execute(sa.select(turn).order_by(taken))).all()
        state = (await queue.connection.execute(sa.select(conversation))).first()
    return _Kept(
        order=[row.activity for row in turns],
        states={row.state for row in turns},
        revision=state.revision if state else 0,
        state=state.state if state else None,
    )


def _by_message(sent: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """What was said to each message, in order, without what differs each time."""
    said: dict[str, list[Any]] = defaultdict(list)
    for activity in sent:
        if activity["type"] == "message":
            asked = [action["value"] for action in activity.get("suggestedActions", {}).get("actions", [])]
            said[activity["replyToId"]].append((activity.get("text"), activity.get("summary"), asked))
    return dict(said)


async def _alone(
    make_settings: MakeSettings, folder: Path, bodies: list[dict[str, Any]]
) -> tuple[dict[str, list[Any]], _Kept]:
    """What one bot says that is told the same, one after the other."""
    url = f"sqlite+aiosqlite:///{folder}/alone.db"
    fake = FakeConnector()
    async with TestServer(fake.app) as server:
        app = compose.build_app(make_settings(DATABASE_URL=url))
        async with TestClient(TestServer(app)) as client:
            for body in bodies:
                async with client.post(
                    "/api/messages", json={**body, "serviceUrl": str(server.make_url("/"))}
                ) as response:
                    assert response.status == 201
    store = Store(url)
    await store.open()
    kept = await _read(store)
    await store.close()
    return _by_message(fake.sent), kept


async def test_each_of_200_messages_at_once_is_answered_once_and_in_some_order(
    database_url: str, store: Store, tmp_path: Path, make_settings: MakeSettings
) -> None:
    fake = FakeConnector()
    async with TestServer(fake.app) as server, _clients(tmp_path, database_url) as clients:
        teams = Teams(None, fake, str(server.make_url("/")))  # type: ignore[arg-type]  # it posts nothing itself
        bodies = [teams.activity(text=text, textFormat="plain") for text in _texts()]
        assert len({body["text"] for body in bodies}) == len(bodies) == _MANY
        together = asyncio.Event()
        sending = [
            asyncio.create_task(_deliver(clients, number, body, together))
            for number, body in enumerate(bodies)
        ]
        await asyncio.sleep(0.1)
        together.set()
        statuses = await asyncio.gather(*sending)
        await _settled(store)

    kept, said = await _read(store), _by_message(fake.sent)
    known = {body["id"]: body for body in bodies}
    assert {status for each in statuses for status in each} == {201}
    assert sum(len(each) for each in statuses) == _MANY + _MANY // _EVERY
    assert sorted(kept.order) == sorted(known)  # none lost, none run twice
    assert kept.states == {"done"}

    # A row has the time just before its turn began, the log may hold what was sent later: one is right.
    for name, order in {"rows": kept.order, "log": [*said]}.items():
        (tmp_path / name).mkdir()
        alone, its = await _alone(make_settings, tmp_path / name, [known[id] for id in order])
        if said == alone:
            break
    assert said == alone
    assert (kept.revision, kept.state) == (its.revision, its.state)
