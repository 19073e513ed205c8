"""Durable timers and the outbox: the worker that carries out what the `job` table holds.

Every process runs one worker, and any of them may carry out any job. A job is claimed under a lease with a
fencing token (bot.leases says why no clock can break it), carried out, and its end written by
compare-and-set, so a worker that was given up for dead writes nothing.

    waiting -> running -> done                       work, or a message with nothing left to say
               running -> sending -> done            a message, with Teams' id
                          sending -> unknown         it may or may not have arrived; never sent again
                          sending -> unreachable     the person or chat cannot be reached
    running, sending -> waiting                      tried again later, with exponential back-off
    running, sending -> failed                       tried often enough, or refused for good

Due times are wall-clock times. After a day of downtime, or when the clock has jumped, what is overdue goes
out in the order it was due, never more than `concurrency` at a time; each kind is told how late it is and
may say it differently, or say nothing. A clock that is wrong for less than a minute is not followed.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot import logs
from bot.allowance import Allowance, Unlimited
from bot.errors import ConflictError, LeaseLostError, UnavailableError
from bot.following import follow
from bot.kinds import Due, Kind, MessageKind
from bot.leases import Lease, Pace, Verdict, Watch, boot_time
from bot.sending import Connector, Sender
from bot.steady import Steady
from bot.store.jobs import State
from bot.store.queue import End, Job, Queue
from bot.working import Runner, ended

logger = logging.getLogger(__name__)

Measure = Callable[[str, str, float], None]  # kind, outcome (a state, or "lost"), seconds

_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds between tries to write an end; the last one repeats
_PRUNED = 500  # rows at once
_BACKWARDS = timedelta(seconds=30)
_UNLIMITED = Unlimited()


def _wall() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """Time as the worker has it: time of day, seconds that never jump, and waiting."""

    now: Callable[[], datetime] = _wall
    monotonic: Callable[[], float] = boot_time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


def _ignore(*measured: object) -> None:
    """Nobody measures."""


class Worker:
    """Carries out the jobs of all tenants in this process, until it is stopped."""

    def __init__(
        self,
        *,
        queue: Callable[[], Queue],
        connector: Connector,
        kinds: Iterable[Kind],
        pace: Pace | None = None,
        clocks: Clocks | None = None,
        measure: Measure = _ignore,
        allowance: Allowance = _UNLIMITED,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._queue, self._measure, self._around = queue, measure, around
        self._kinds = {kind.name: kind for kind in kinds}
        self._pace, self._clocks = pace or Pace(), clocks or Clocks()
        self._now = Steady(self._clocks.now, self._clocks.monotonic)
        self._verdict = Verdict(pace=self._pace, jitter=random.uniform)
        self._sender = Sender(
            queue=queue,
            connector=connector,
            verdict=self._verdict,
            now=self._now,
            clock=self._clocks.monotonic,
            allowance=allowance,
        )
        self._runner = Runner(queue=queue, clock=self._clocks.monotonic, sleep=self._clocks.sleep)
        lease, limit = self._pace.lease, connector.time_limit
        self._watch = Watch(lease=lease, time_limit=limit, gap=lease / 2)
        self._owner = secrets.token_hex(8)
        self._active: dict[int, asyncio.Task[None]] = {}
        self._stir = asyncio.Event()
        self._stopping, self._away = False, False
        self._latest: datetime | None = None
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._loops = [asyncio.create_task(loop()) for loop in (self._serve, self._sweep)]

    def wake(self) -> None:
        """Look at once: a job that is due now was just committed in this process."""
        self._stir.set()

    async def stop(self, grace: float = 10.0) -> None:
        """Claim no more, give what is under way `grace` seconds to end, and leave the rest to the sweep."""
        self._stopping = True
        self._stir.set()
        if not self._loops:
            return  # it was never started
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await asyncio.wait(self._loops[:1])
                while self._active:
                    await asyncio.wait(self._active.values())
        await ended([*self._loops, *self._active.values()])

    async def _serve(self) -> None:
        while not self._stopping:
            self._stir.clear()
            await self._claim()
            await self._until_stirred()

    async def _until_stirred(self) -> None:
        """Wait for the next poll, for a job added here, or for a free hand."""
        stirred = asyncio.create_task(self._stir.wait())
        slept = asyncio.ensure_future(self._clocks.sleep(self._pace.poll))
        try:
            await asyncio.wait([stirred, slept], return_when=asyncio.FIRST_COMPLETED)
        finally:
            stirred.cancel()
            slept.cancel()

    async def _claim(self) -> None:
        """Take up what is ready, as much as there are free hands for; each hand that gets free asks again."""
        free = self._pace.concurrency - len(self._active)
        if free <= 0:
            return
        began = self._clocks.monotonic()
        try:
            async with self._queue() as queue:
                jobs = await queue.claim(self._owner, self._kinds, free, self._now())
                await queue.commit()
        except Exception as error:  # whatever it was, the next poll tries again
            self._is_away(error)
            return
        self._is_back()
        for job in jobs:
            self._take_up(job, began)

    def _take_up(self, job: Job, began: float) -> None:
        lease = Lease(seconds=self._pace.lease, began=began, clock=self._clocks.monotonic)
        task = asyncio.create_task(self._carry_out(job, lease))
        self._active[job.id] = task
        task.add_done_callback(lambda _: self._put_down(job, task))

    def _put_down(self, job: Job, task: asyncio.Task[None]) -> None:
        self._active.pop(job.id, None)
        self._stir.set()
        if not task.cancelled() and (error := task.exception()):
            logger.error("Job %s (%s) was dropped: %s", job.id, job.kind, type(error).__name__)

    async def _carry_out(self, job: Job, lease: Lease) -> None:
        logs.bind(tenant=job.tenant, conversation=job.target)
        began, outcome = self._clocks.monotonic(), "lost"
        try:
            # Given back at once where the lease was over before anything was begun: the claim took that long.
            is_late = self._stopping or lease.left <= 0
            with self._around():
                end = End(state=State.WAITING, untried=True) if is_late else await self._end_of(job, lease)
                if end.state != State.DONE and not end.untried:
                    logger.warning("Job %s (%s) is %s: %s", job.id, job.kind, end.state, end.error)
                if await self._write(job, end):
                    outcome = end.state
        except LeaseLostError:
            logger.warning("Job %s (%s) was taken over", job.id, job.kind)
        self._measure(job.kind, outcome, self._clocks.monotonic() - began)

    async def _end_of(self, job: Job, lease: Lease) -> End:
        try:
            return await self._try(job, lease)
        except LeaseLostError:
            raise
        except Exception as error:  # the outermost boundary of a job
            return self._verdict.failed(job, error, self._now())

    async def _try(self, job: Job, lease: Lease) -> End:
        kind, now = self._kinds[job.kind], self._now()
        if job.payload["version"] > kind.version:
            return self._verdict.not_ours(now)
        late = max(0.0, (now - job.due).total_seconds())
        about = {"tenant": job.tenant, "key": job.key, "target": job.target}
        due = Due(**about, due=job.due, late=late, payload=job.payload)
        if isinstance(kind, MessageKind):
            return await self._sender.deliver(job, kind, due, lease)
        return await self._runner.run(job, kind, due, lease)

    async def _write(self, job: Job, end: End) -> bool:
        """Write what became of a job, however long the database is away; False: it was taken over."""
        tries = 0
        while True:
            try:
                async with self._queue() as queue:
                    written = await queue.finish(job, end, self._now())
                    if written:
                        await follow(queue, self._kinds[job.kind], job.id, end)
                    await queue.commit()
                return written
            except (UnavailableError, ConflictError):
                # Well within what others wait before they judge, once the database is back.
                pause = min(_PAUSES[min(tries, len(_PAUSES) - 1)], self._pace.lease / 8)
                await self._clocks.sleep(pause)
                tries += 1

    async def _sweep(self) -> None:
        while True:
            try:
                await self._look_after()
            except Exception as error:  # whatever it was, the next sweep tries again
                self._watch.forget()
                self._is_away(error)
            await self._clocks.sleep(self._pace.sweep)

    def _is_away(self, error: Exception) -> None:
        if not self._away:
            logger.warning("Jobs cannot be read or written: %s", type(error).__name__)
        self._away = True

    def _is_back(self) -> None:
        if self._away:
            logger.info("Jobs can be read and written again")
        self._away = False

    async def _look_after(self) -> None:
        """Take away what was abandoned, and put right what a wrong clock has put off."""
        now = self._now()
        async with self._queue() as queue:
            if self._latest is None or now < self._latest - _BACKWARDS:
                await queue.hasten(now, timedelta(seconds=self._pace.longest_wait * 2))
            # Another worker's kinds are left to it: what follows from their ends, it alone knows.
            held = [seen for seen in await queue.held() if seen.kind in self._kinds]
            for seen in self._watch.judge(held, self._clocks.monotonic()):
                mine = seen.owner == self._owner and seen.id in self._active
                end = self._verdict.abandoned(seen, now)
                if not mine and await queue.take_away(seen, end, now):
                    await follow(queue, self._kinds[seen.kind], seen.id, end)
                    logger.warning("Job %s (%s) was abandoned in %s", seen.id, seen.kind, seen.state)
            await queue.prune(now - timedelta(seconds=self._pace.keep_done), _PRUNED)
            await queue.commit()
        self._latest = now
