"""What several files of tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from aiohttp import ClientSession

from bot.store.store import Store
from dialogs.message import Person
from handoffs.model import Discussion, Meeting
from meetings.model import Event
from tests.graph.asking import NOW, Asker
from tests.graph.directory import Mailbox
from tests.graph.server import FakeGraph
from tests.integration.follow_ground import KEY, PLACE, TENANT, Ground
from tests.integration.handoff_rows import made
from tests.integration.small_talk import END, START


@pytest.fixture
def now() -> datetime:
    return START - timedelta(days=3)


@pytest.fixture
async def ground(database_url: str, now: datetime) -> AsyncIterator[Ground]:
    store = Store(database_url, lambda: now)
    await store.open()
    async with store.work(TENANT) as work:
        await work.people.introduce("29:ana", "o-ana", "Ana", "ana@contoso.com", "a:ana", "https://x/")
        ana = (await work.people.account(Person(tenant=TENANT, id="29:ana"))).id
        meeting = Meeting(key=KEY, organiser=ana, start=START, end=END, booked=True)
        await work.handoffs.add(made(1, giver=ana, discussion=Discussion(meeting=meeting)))
        await work.meetings.put(1, KEY, ana, PLACE)
        await work.meetings.keep(1, KEY, event="id")
        await work.commit()
    found = Ground(store, ana)
    found.calendars.events[KEY] = Event(id="id", key=KEY, start=START, end=END)
    yield found
    await store.close()


@pytest.fixture
async def graph() -> AsyncIterator[FakeGraph]:
    """A Graph with mailboxes of Ana, Megan and Alex."""
    async with FakeGraph(now=lambda: NOW) as graph:
        for name in ("ana", "megan", "alex"):
            graph.add(Mailbox(mail=f"{name}@contoso.com"))
        yield graph


@pytest.fixture
async def ask(graph: FakeGraph) -> AsyncIterator[Asker]:
    """Ana, asking it."""
    async with ClientSession() as session:
        yield Asker(graph, session, graph.token("ana@contoso.com"))
