"""The whole bot on a clock that leaps from one thing that happens to the next, and all that it says."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.engine import make_url

from bot import compose
from bot.config import Settings
from bot.jobs import Worker
from bot.leases import Pace
from bot.store.store import Store
from bot.workers import Workers
from dialogs.message import Person as Account
from dialogs.reminding import words
from handoffs.change import Change
from tests.clock import Clock
from tests.fakes import Call, FakeConnector, knowledge
from tests.long.year_people import Habits, Person
from tests.teams import TENANT, Teams
from tests.unhurried import Unhurried

_FOREVER = 1e9  # seconds: no lease ends because the clock leapt in the middle of it
_PACE = Pace(concurrency=16, poll=0.5, lease=_FOREVER)
_NEXT = "SELECT min(ready) FROM job WHERE state IN ('waiting', 'running', 'sending')"
_LOST = "SELECT kind, key, state, error FROM job WHERE state NOT IN ('waiting', 'running', 'sending', 'done')"
_CARD = "application/vnd.microsoft.card.adaptive"
_ALSO = words.MILESTONES.partition("{")[0]  # what is to be agreed on stands below its reminder
_MOST = 60.0  # seconds that one moment may take
_LOOK, _LOOKS = 0.004, 25


class Line(NamedTuple):
    """One reminder as it stands on a card."""

    number: int
    text: str


class Heard(NamedTuple):
    """One card of reminders, when it came, and to whom."""

    at: datetime
    person: str
    lines: tuple[Line, ...]


class _Calls(list[Call]):
    """What the connector was sent, each with the time at which it was."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.times: list[datetime] = []

    def append(self, call: Call) -> None:
        self.times.append(self._clock())
        super().append(call)


@dataclass
class Ground:
    """One tenant. `asked`: the messages that are answers to what somebody typed."""

    settings: Settings
    clock: Clock
    connector: FakeConnector
    service_url: str
    people: list[Person]
    by_id: dict[str, Person] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.connector.calls = _Calls(self.clock)
        self._began, self._workers = self.clock(), list[Workers]()
        url = self.settings.database_url.get_secret_value()
        self._path, self._store = make_url(url).database or "", Store(url, self.clock, b"seal")

    @asynccontextmanager
    async def running(self, patch: pytest.MonkeyPatch) -> AsyncIterator[None]:
        """While the bot runs."""
        workers = self._workers

        class Known(Workers):
            def __init__(self) -> None:
                super().__init__()
                workers[:] = [self]

        patch.setattr("bot.compose.Workers", Known)
        patch.setattr("bot.compose.Worker", _hurried)
        patch.setattr("bot.compose.Shares", Unhurried)
        timed: dict[str, Any] = {"now": self.clock, "monotonic": self._monotonic}
        app = compose.build_app(self.settings, expert=knowledge(), **timed)
        async with TestClient(TestServer(app)) as self._client:
            await self._store.open()
            with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as self._reader:
                yield
            await self._store.close()

    def _monotonic(self) -> float:
        return time.monotonic() + (self.clock() - self._began).total_seconds()

    async def move_in(self) -> None:
        """Everybody says hello, and tells Baton when they work."""
        for person in self.people:
            await self.says(person, "hello")
            async with self._store.work(TENANT) as work:
                work.people.trusts = True
                account = Account(tenant=TENANT, id=f"29:{person.name}")
                person.id = (await work.people.account(account)).id
                await work.commit()
            self.by_id[person.id] = person
            await self.tells(person, person.habits)

    async def tells(self, person: Person, habits: Habits) -> None:
        """Somebody's profile is changed."""
        about = {"country": habits.country, "time_zone": habits.zone, "hours": habits.hours}
        async with self._store.work(TENANT) as work:
            await work.profiles.keep(f"29:{person.name}", f"{person.name}-object", **about)
            await work.commit()

    async def says(self, person: Person, text: str) -> list[str]:
        """Type something; the texts of what comes back."""
        before = len(self.connector.calls)
        replies = await self._chat(person).say(text, localTimezone=person.habits.zone)
        self.asked |= set(range(before, len(self.connector.calls)))
        return [str(reply.get("text") or reply.get("summary") or "") for reply in replies]

    async def hushed(self, person: Person) -> Mapping[int, date | None]:
        """What somebody wants to hear nothing of."""
        async with self._store.work(TENANT) as work:
            return dict(await work.quiets.of(person.id))

    async def next_number(self) -> int:
        async with self._store.work(TENANT) as work:
            number = await work.handoffs.next_number()
            await work.commit()
            return number

    async def keep(self, change: Change, *, new: bool = False) -> None:
        async with self._store.work(TENANT) as work:
            await (work.handoffs.add if new else work.handoffs.save)(change)
            await work.commit()

    def next_job(self) -> datetime | None:
        """When something is to be done next."""
        [(found,)] = self._rows(_NEXT)
        return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None

    async def settle(self) -> None:
        """Until nothing is left to be done now; who has done something looks again without being told."""
        async with asyncio.timeout(_MOST):
            while self._is_due():
                self._workers[0].wake()
                for _ in range(_LOOKS):
                    await asyncio.sleep(_LOOK)
                    if not self._is_due():
                        break

    def _is_due(self) -> bool:
        next_job = self.next_job()
        return next_job is not None and next_job <= self.clock()

    def lost(self) -> list[Any]:
        """Jobs that came to no good end."""
        return self._rows(_LOST)

    def _rows(self, statement: str) -> list[Any]:
        return self._reader.execute(statement).fetchall()

    def heard(self) -> Iterator[Heard]:
        """The cards of reminders that the connector was sent, unasked."""
        calls = self.connector.calls
        assert isinstance(calls, _Calls)
        by_name = {f"a:{person.name}": person for person in self.people}
        for place, (call, at) in enumerate(zip(calls, calls.times, strict=True)):
            if place not in self.asked and (lines := tuple(_lines(call.body))):
                yield Heard(at, by_name[call.conversation].id, lines)

    def _chat(self, person: Person) -> Teams:
        ana = Teams(self._client, self.connector, self.service_url, _ids=self._ids)
        return ana.colleague(person.name)


def _hurried(**parts: Any) -> Worker:
    """A worker that looks again at once, and whose leases do not end when the clock leaps."""
    return Worker(**{**parts, "pace": _PACE})


def _lines(body: Mapping[str, Any]) -> Iterator[Line]:
    """The reminders on a card, as they are read."""
    for attachment in body.get("attachments", ()):
        if attachment.get("contentType") == _CARD:
            for part in attachment["content"]["body"]:
                if part["type"] == "Container":
                    yield from _part(part["items"])


def _part(elements: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    """One handoff: its title with its number, and what is said of it in plain type."""
    blocks = [each for each in elements if each["type"] == "TextBlock" and not each.get("isSubtle")]
    title, *texts = [str(block["text"]) for block in blocks]
    number = int(title.rpartition("(")[2].rstrip(")"))
    for text in texts:
        if not text.startswith(_ALSO):
            yield Line(number, text)
