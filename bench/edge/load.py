"""Turns under load: over several connections, each with the next message once the last is answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil

from bench.bots import BenchError
from bench.edge import launch, wire
from bench.edge.channel import Channel
from bench.spread import percentile

CONNECTIONS = 16
_DONE = range(200, 300)


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one stretch of load showed."""

    turns: int
    seconds: float
    waits: tuple[float, ...]  # seconds from request to response, one for each turn
    sent: int  # messages that the channel got
    cited: int  # those of them that cite a source
    opened: int  # connections that the channel got, warm-up included
    processor: float  # seconds that the server's processors worked
    client: float  # seconds that the client's processor worked
    resident: float  # MB of 2**20 bytes

    @property
    def rate(self) -> float:
        """Turns per second."""
        return self.turns / self.seconds

    def wait(self, percent: int) -> float:
        """A percentile of the waits in ms."""
        return percentile(self.waits, percent) * 1_000


@dataclass
class Talk:
    """Several connections to one server, each with its own messages; lives as long as the server."""

    callers: Sequence[wire.Caller]
    requests: Sequence[Iterator[bytes]]
    channel: Channel
    server: launch.Running

    def close(self) -> None:
        for caller in self.callers:
            caller.close()

    async def run(self, *, warm_up: float, seconds: float) -> Round:
        """Full load for so many seconds; BenchError where a turn is refused or fails."""
        opened = self.channel.listener.opened
        await self._load(time.perf_counter() + warm_up)
        worked, own = _worked(self.server.process), time.process_time()
        sent, cited = self.channel.sent, self.channel.cited
        began = time.perf_counter()
        waits = await self._load(began + seconds)
        took = time.perf_counter() - began
        self.check()
        return Round(
            turns=len(waits),
            seconds=took,
            waits=tuple(waits),
            sent=self.channel.sent - sent,
            cited=self.channel.cited - cited,
            opened=self.channel.listener.opened - opened,
            processor=_worked(self.server.process) - worked,
            client=time.process_time() - own,
            resident=resident(self.server.process),
        )

    def check(self) -> None:
        """BenchError where a turn failed and its person got an apology."""
        if self.channel.apologies:
            raise BenchError(f"a turn failed, and its person got an apology:\n{self.server.last_words()}")

    async def count(self, turns: int) -> None:
        """Full load for so many turns."""
        shares = [turns // len(self.callers)] * len(self.callers)
        shares[0] += turns - sum(shares)
        await asyncio.gather(*(self._some(index, share) for index, share in enumerate(shares)))

    async def pace(self, rate: float, seconds: float) -> list[float]:
        """So many turns a second, whether or not the last are answered; seconds each of them took."""
        begin, step = time.perf_counter(), len(self.callers) / rate
        parts = (
            self._paced(index, begin + index / rate, step, begin + seconds)
            for index in range(len(self.callers))
        )
        return list(itertools.chain.from_iterable(await asyncio.gather(*parts)))

    async def one(self, index: int) -> float:
        """One turn on one of the connections; seconds it took."""
        request = next(self.requests[index])
        began = time.perf_counter()
        status = await self.callers[index].call(request)
        if status not in _DONE:
            raise BenchError(f"a turn was answered with status {status}:\n{self.server.last_words()}")
        return time.perf_counter() - began

    async def _load(self, end: float) -> list[float]:
        found = await asyncio.gather(*(self._until(index, end) for index in range(len(self.callers))))
        return list(itertools.chain.from_iterable(found))

    async def _until(self, index: int, end: float) -> list[float]:
        waits = []
        while time.perf_counter() < end:
            waits.append(await self.one(index))
        return waits

    async def _paced(self, index: int, due: float, step: float, end: float) -> list[float]:
        """A turn that could not begin in time counts from when it should have."""
        waits = []
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self.one(index)
            waits.append(time.perf_counter() - due)
            due += step
        return waits

    async def _some(self, index: int, turns: int) -> None:
        for _ in range(turns):
            await self.one(index)


def _worked(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def resident(process: psutil.Process) -> float:
    """Resident memory in MB (2**20 bytes)."""
    return float(process.memory_info().rss) / 2**20
