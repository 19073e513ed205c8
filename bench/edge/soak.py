"""Minutes at half the top rate: nothing may pile up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from bench.edge import launch
from bench.edge.ground import Ground
from bench.edge.load import resident
from bench.edge.servers.serve import LOOK
from bench.edge.where import inside
from bench.spread import percentile

SECONDS = 180.0
_WARM_UP = 2.0
_TOP = 4.0  # seconds that the top rate is measured
_REST = 2.0  # seconds without load before what is open at rest is counted
_EVERY = 1.0
_MOST_GROWTH = 5.0  # percent
_FEW = 2  # more sockets or tasks at rest than before: the look itself may hold one


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What a server holds (MB of 2**20 bytes), and its loop's longest lag since the last look, in seconds."""

    at: float
    resident: float
    sockets: int
    tasks: int
    lag: float


@dataclass(frozen=True, kw_only=True)
class Soak:
    """What there was at rest before and after, and each second in between."""

    top: float  # turns per second
    rate: float
    turns: int
    p99: float  # ms
    before: Sample
    during: Sequence[Sample]
    after: Sample

    @property
    def settled(self) -> float:
        """MB around the end of the first third."""
        third = len(self.during) // 3
        return median(each.resident for each in self.during[third - 5 : third + 5])

    @property
    def final(self) -> float:
        """MB around the end."""
        return median(each.resident for each in self.during[-10:])

    @property
    def growth(self) -> float:
        """Percent of memory from the one to the other."""
        return (self.final / self.settled - 1) * 100

    def missed(self) -> Iterator[str]:
        """A sentence for each thing that grows."""
        if self.growth > _MOST_GROWTH:
            yield f"memory grew by {self.growth:.1f} %, at most {_MOST_GROWTH:g} %"
        for name in ("sockets", "tasks"):
            before, after = getattr(self.before, name), getattr(self.after, name)
            if after > before + _FEW:
                yield f"{name} at rest: {before} before, {after} after"


async def run(ground: Ground, seconds: float = SECONDS) -> Soak:
    """Measure the top rate, then load the whole bot with half of it."""
    signed = ground.issuer.endless()
    with launch.started(launch.ours("ask", ground.settings())) as server:
        async with ground.talk(server, ground.questions, signed) as talk:
            top = (await talk.run(warm_up=_WARM_UP, seconds=_TOP)).rate
            await asyncio.sleep(_REST)
            before = await _look(server)
            load = asyncio.create_task(talk.pace(top / 2, seconds))
            during = await _watch(load, server)
            waits = await load
            await asyncio.sleep(_REST)
            after = await _look(server)
            talk.check()
    return Soak(
        top=top,
        rate=len(waits) / seconds,
        turns=len(waits),
        p99=percentile(waits, 99) * 1_000,
        before=before,
        during=during,
        after=after,
    )


async def _watch(load: asyncio.Task[list[float]], server: launch.Running) -> list[Sample]:
    found = []
    while not load.done():
        await asyncio.wait([load], timeout=_EVERY)
        found.append(await _look(server))
    return found


async def _look(server: launch.Running) -> Sample:
    seen = await inside(server, "GET", LOOK)
    return Sample(
        at=time.monotonic(),
        resident=resident(server.process),
        sockets=len(server.process.net_connections(kind="inet")),
        tasks=seen["tasks"],
        lag=seen["lag"],
    )
