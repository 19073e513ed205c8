"""A handoff whose discussion is booked, moved and cancelled by processes that are killed in the middle."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestClient

from bot.store.tables import job, turn
from handoffs.model import Handoff
from tests.graph.calendars import Meeting
from tests.graph.directory import Mailbox
from tests.graph.server import FakeGraph
from tests.long.handoff_ground import Ground, ground, is_gone, started, until
from tests.long.handoff_program import KILL_AT
from tests.teams import TENANT, Teams

LONG = 60.0  # seconds: machines are busy
_OPEN = ("waiting", "running", "sending")
_LATER = ("follow meeting", "plan reminders", "reminders", "open for reminders")  # by the hour, and later on
_HELD = 5.0  # seconds that a request stays on its way, when nobody looks


class When(StrEnum):
    """Of a request to Graph: what has become of it when its process is killed."""

    BEFORE = "before"  # it takes no effect
    AFTER = "after"  # it has, and nobody hears the answer
    LATE = "late"  # it takes effect once calendars are looked at again


@dataclass(frozen=True, kw_only=True)
class Point:
    """Where a process is killed: at a place in Baton, at its n-th request to Graph, or at some moment.

    `path`: only requests that end so and change something are counted.
    """

    place: str = ""
    request: int = 0
    when: When = When.BEFORE
    path: str = ""
    after: float = 0.0  # seconds

    def __str__(self) -> str:
        request = f"request {self.request} {self.path} {self.when}" if self.request else ""
        return self.place or request or f"some moment: after {self.after:.3f} s"


NOWHERE = Point()
EVERYWHERE = Point(place="nowhere")  # it is written down where a process comes by


class KillingGraph(FakeGraph):
    """Kills the process that asks, where it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.kill: Callable[[], None] = lambda: None
        self._point, self._left = NOWHERE, 0
        self._looked, self._effect = asyncio.Event(), asyncio.Event()
        self._effect.set()

    def arm(self, point: Point) -> None:
        self._point, self._left = point, point.request

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getSchedule"):
            self._looked.set()
            await self._effect.wait()
        if not self._hits(request):
            return await super()._serve(request)
        return await _HIT[self._point.when](self, request)

    def _hits(self, request: web.Request) -> bool:
        path = self._point.path
        if not self._left or (path and not (request.path.endswith(path) and request.method != "GET")):
            return False
        self._left -= 1
        return not self._left

    async def _before(self, request: web.Request) -> web.StreamResponse:
        self.kill()
        return web.Response(status=503)

    async def _after(self, request: web.Request) -> web.StreamResponse:
        response = await super()._serve(request)
        self.kill()
        return response

    async def _late(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self._looked.clear()
        self._effect.clear()
        self.kill()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_HELD):
                    await self._looked.wait()
            return await super()._serve(request)
        finally:
            self._effect.set()


_HIT = {
    When.BEFORE: KillingGraph._before,
    When.AFTER: KillingGraph._after,
    When.LATE: KillingGraph._late,
}


@dataclass(kw_only=True)
class Lane:
    """One handoff of Ana's to Megan, and the one process of Baton that there is at a time."""

    ground: Ground
    graph: KillingGraph
    ana: Teams
    megan: Teams
    number: int = 1
    killed: list[str] = field(default_factory=list)
    last_job: int = 0  # the newest before the yes
    _quoted: itertools.count[int] = field(default_factory=itertools.count)
    _id: int = 0
    _process: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def restart(self, point: Point = NOWHERE) -> None:
        """Start a process anew, to be killed at that point if it is one of Baton's."""
        await self.close()
        self.graph.arm(point)
        started = self.ground.process(kill_at=point.place)
        self._id, client = await self._process.enter_async_context(started)
        self.ana.client = self.megan.client = cast(TestClient[Any, Any], client)

    async def close(self) -> None:
        await self._process.aclose()
        self._process = AsyncExitStack()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._id, signal.SIGKILL)

    @property
    def lives(self) -> bool:
        return not is_gone(self._id)

    async def begin(self) -> None:
        """A handoff under way, with a tick on its checklist."""
        await self.restart()
        await self.megan.say("hello")
        said = 'new handoff atu-stu for Contoso, "Azure", value 250000, due 2027-01-15, to megan@contoso.com'
        for text in (said, "yes", "done 3"):
            await self.ana.say(text)
        await until(self.is_over)

    async def say(self, *texts: str, person: Teams | None = None) -> None:
        """Ana, or another, types them one after the other."""
        for text in texts:
            status, _ = await (person or self.ana).post(self.typed(text, person))
            assert status in (200, 201, 202), status
            await until(self.is_over, LONG)

    def typed(self, text: str, person: Teams | None = None) -> dict[str, Any]:
        """The same words within a short time would be one message: so each quotes another."""
        return (person or self.ana).activity(
            text=text, textFormat="plain", replyToId=f"quoted-{next(self._quoted)}"
        )

    async def killed_at(self, point: Point, text: str) -> int:
        """Type it; be killed there, and once more after a start; at last let it come to its end.

        How many times it was killed. The message is delivered again after each start, as Teams does it.
        """
        activity, times = self.typed(text), 0
        self.last_job = max(row.id for row in await self.ground.rows(job))
        for last in (False, False, True):
            if times:
                await self.restart(NOWHERE if last else point)
            else:
                self.graph.arm(point)
            if not await self._dies(activity, NOWHERE if last else point):
                break
            times += 1
        self.graph.arm(NOWHERE)
        times += await self._has_died_since()
        self.killed += [str(point)] * times
        return times

    async def _has_died_since(self) -> bool:
        """Have nothing more be killed; a process that was killed just as all was over is started anew."""
        try:
            session = cast(ClientSession, self.ana.client)
            async with session.get("/healthz", headers={KILL_AT: EVERYWHERE.place}):
                return False
        except ClientError:
            await self.restart()
            await until(self.is_over, LONG)
            return True

    async def _dies(self, activity: dict[str, Any], point: Point) -> bool:
        timer = asyncio.create_task(self._in(point.after)) if point.after else None
        headers = {KILL_AT: point.place} if point.place else {}
        with suppress(ClientError):
            session = cast(ClientSession, self.ana.client)
            async with session.post("/api/messages", json=activity, headers=headers):
                pass

        async def either() -> bool:
            return not self.lives or await self.is_over()

        await until(either, LONG)
        if timer:
            timer.cancel()
        return not self.lives

    async def _in(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.kill()

    async def is_over(self) -> bool:
        """Whether nothing is left to be done or sent but what is meant for later."""
        waits = job.c.state.in_(_OPEN)
        for_now = waits & (job.c.kind.not_in(_LATER) | (job.c.state != "waiting"))
        rows = await self.ground.rows(job, waits & job.c.kind.in_(_LATER))
        soon = [row for row in rows if row.due < self.ground.store.now()]
        runs = await self.ground.count(turn.c.state == "running", table=turn)
        return not soon and not runs and not await self.ground.count(for_now)

    async def is_unsure(self) -> bool:
        """Whether it is not known of the newest turn, or of a message, that all arrived."""
        newest = max(await self.ground.rows(turn), key=lambda row: row.began)
        unknown = await self.ground.count(job.c.state == "unknown", job.c.id > self.last_job)
        return bool(newest.state == "unknown" or unknown)

    async def handoff(self) -> Handoff:
        async with self.ground.store.work(TENANT) as work:
            found = await work.handoffs.find(self.number)
        assert found
        return found

    @property
    def events(self) -> list[Meeting]:
        return self.graph.events("ana@contoso.com")

    def shown(self, since: int, person: Teams | None = None) -> list[str]:
        """What stands in Ana's chat, or another's, of the messages that came since then."""
        chat, shown = str((person or self.ana).conversation["id"]), dict[str, str]()
        for call in self.ground.fake.calls[since:]:
            is_new = call.method == "POST" and call.body.get("type") == "message"
            if call.conversation == chat and (is_new or call.id in shown):
                shown[call.id] = str(call.body)
        return list(shown.values())


@asynccontextmanager
async def lane(url: str, folder: Path, program: subprocess.Popen[str]) -> AsyncIterator[Lane]:
    """Ana and Megan, whose calendars are empty; every process asks Graph by the app's right."""
    async with KillingGraph() as graph:
        for name in ("ana", "megan"):
            graph.add(Mailbox(mail=f"{name}@contoso.com"))
        told = {"GRAPH_BASE_URL": graph.url, "GRAPH_APP_ONLY": "1", "GRAPH_TOKEN": graph.app_token()}
        async with ground(url, folder, program, told) as laid:
            ana = Teams(cast(TestClient[Any, Any], None), laid.fake, laid.service_url)
            ana.is_listed()
            made = Lane(ground=laid, graph=graph, ana=ana, megan=ana.colleague("megan"))
            graph.kill = made.kill
            try:
                await made.begin()
                yield made
            finally:
                await made.close()


@asynccontextmanager
async def lanes(urls: Sequence[str], folder: Path) -> AsyncIterator[list[Lane]]:
    """As many as there are databases, side by side: most of the time each waits for a lease to end."""
    async with AsyncExitStack() as stack:
        program = stack.enter_context(started("tests.long.booking_program", folder))
        folders = [folder / f"lane-{number}" for number in range(len(urls))]
        for each in folders:
            each.mkdir()
        made = [lane(url, each, program) for url, each in zip(urls, folders, strict=True)]
        yield [await stack.enter_async_context(each) for each in made]
