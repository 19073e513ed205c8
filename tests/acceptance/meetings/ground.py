"""One bot with Ana, Megan and Alex of Contoso, and their calendars in a fake Graph."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port
from sqlalchemy.engine import make_url

from bot import compose
from bot.graph.circuit import Circuit
from bot.graph.policy import Limits
from bot.jobs import Worker
from bot.leases import Pace
from bot.scheduling.results import Result, Results
from bot.tokens import Credential
from dialogs.operation import Operation
from tests.clock import Clock
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, knowledge
from tests.graph.calendars import Meeting
from tests.graph.directory import Mailbox
from tests.graph.server import FakeGraph
from tests.journeys import START, Player, Stage

ANA, MEGAN, ALEX = "ana@contoso.com", "megan@contoso.com", "alex@contoso.com"
MONDAY = "Mon 23 Nov 2026"
ZONES = {
    ANA: "W. Europe Standard Time",
    MEGAN: "GMT Standard Time",
    ALEX: "Pacific Standard Time",
}
_SOON = Limits(
    attempt=1.0,
    total=1.5,
    pause=0.01,
    longest_pause=0.03,
    for_link=(0.0, 0.01, 0.01),
    for_event=(0.01, 0.02),
)
_SECRETS = re.compile(r"token-\d|sso-29|[\w.+-]+@(?!thread\.)[\w-]+\.\w+|Traceback|/users/|immutable-")
_HOUR, _STEP = 3600, 50  # seconds
_PENDING = "SELECT 1 FROM job WHERE state != 'done' AND kind IN ('meeting', 'meeting result', 'notice')"
PATIENCE = 0.2  # seconds that a turn waits for its result, where that is to be short
_FOREVER = 1e9  # seconds: no lease ends because a test's clock went on in the middle of it


class Open(Protocol):
    """Starts the bot with these settings; `graph` says whether they lead to the fake."""

    def __call__(self, *, credential: Credential | None = None, **settings: Any) -> Any: ...


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Let waits for Graph be short; what is waited for, and how often, stays."""
    patch.setattr("bot.graph.policy.Limits", lambda: _SOON)
    patch.setattr("bot.graph.policy.Circuit", partial(Circuit, rest=0.05))
    patch.setattr("bot.scheduling.network._PAUSE", 0.01)
    pace = Pace(concurrency=16, poll=0.02, lease=_FOREVER)
    patch.setattr("bot.scheduling.work.PACE", pace)
    patch.setattr("bot.compose.Worker", partial(Worker, pace=pace))


def answer_at_once(patch: pytest.MonkeyPatch) -> None:
    """Let a turn wait for its result for a short while only: the result then is an update."""
    after = Results.after

    async def impatient(results: Results, operation: Operation, seconds: float) -> Result | None:
        return await after(results, operation, min(seconds, PATIENCE))

    patch.setattr(Results, "after", impatient)


@dataclass
class Ground:
    """The stage, and what Outlook knows."""

    stage: Stage
    graph: FakeGraph
    log: pytest.LogCaptureFixture

    async def handoff(self) -> tuple[Player, Player]:
        """Ana and Megan on a handoff that is under way."""
        ana, megan = self.stage.person(), self.stage.person("Megan")
        await ana.says(START)
        await ana.says("yes")
        await megan.says("hello")
        return ana, megan

    async def booked(self) -> tuple[Player, Player]:
        """Their discussion is in Ana's calendar."""
        ana, megan = await self.handoff()
        for text in ("schedule", "2"):
            await ana.says(text)
        assert "Booked" in await ana.says("yes")
        return ana, megan

    @property
    def meeting(self) -> Meeting:
        """The only one that stands, in whoever's calendar."""
        [found] = [each for each in self.graph.calendars.all if not each.cancelled]
        return found

    @property
    def meetings(self) -> int:
        """How many stand."""
        return sum(not each.cancelled for each in self.graph.calendars.all)

    @property
    def kept(self) -> dict[str, Any] | None:
        """The meeting as the handoff has it."""
        found: dict[str, Any] | None = self.stage.body().get("discussion", {}).get("meeting")
        return found

    async def passes(self, hours: float = 1) -> None:
        """Time goes in steps: a clock that leaps is not believed at once."""
        for _ in range(int(hours * _HOUR / _STEP) + 2):
            self.stage.clock.pass_(_STEP)
        await self.stage.quiet()

    async def settled(self) -> None:
        """All that is tried again later has come to an end."""
        async with asyncio.timeout(10):
            while self.stage.rows(_PENDING):
                await self.waits()

    async def waits(self) -> None:
        self.stage.clock.pass_(1)
        await asyncio.sleep(0.01)

    async def told(self) -> None:
        """What Graph is sending has arrived, and was looked at."""
        await self.graph.settle()
        self.stage.clock.pass_(1)
        await self.stage.quiet()

    def asked(self, method: str = "", path: str = "") -> list[str]:
        """What Graph was asked, by method and a part of the path."""
        calls = self.graph.calls
        return [each.path for each in calls if method in ("", each.method) and path in each.path]

    async def check(self) -> None:
        """What holds after any journey: nothing broke, and nobody was told a secret."""
        await self.stage.quiet()
        self.stage.check()
        for text in (*self._log(), *map(_without_links, self.stage.written())):
            assert not _SECRETS.search(text), _SECRETS.findall(text)

    def _log(self) -> Iterator[str]:
        """What Baton wrote into its log; no error is among it."""
        for record in self.log.records:
            if record.name.split(".")[0] in ("bot", "dialogs", "meetings", "handoffs"):
                assert record.levelno < logging.ERROR, record.getMessage()
                yield record.getMessage()


def _without_links(text: str) -> str:
    return re.sub(r"https?://[^\s\"\\)]+", "", text)


def populate(graph: FakeGraph) -> None:
    for mail, zone in ZONES.items():
        graph.add(Mailbox(mail=mail, zone=zone))


def opener(
    make_settings: MakeSettings,
    connector: tuple[FakeConnector, str],
    graph: FakeGraph,
    clock: Clock,
    log: pytest.LogCaptureFixture,
) -> Callable[..., Any]:
    """A function that starts the bot where Graph reaches it, with these settings."""

    @asynccontextmanager
    async def run(*, credential: Credential | None = None, **settings: Any) -> AsyncIterator[Ground]:
        began, port = clock(), unused_port()

        def monotonic() -> float:
            return time.monotonic() + (clock() - began).total_seconds()

        told = make_settings(**{"PORT": port, "GRAPH_BASE_URL": graph.url, "BATON_RATE_LIMIT": 0, **settings})
        timed: dict[str, Any] = {"now": clock, "monotonic": monotonic}
        app = compose.build_app(told, expert=knowledge(), credential=credential, **timed)
        path = make_url(told.database_url.get_secret_value()).database or ""
        async with TestClient(TestServer(app, port=port)) as client:
            yield Ground(Stage(client, *connector, path, clock), graph, log)

    return run
