"""Leases that no clock of another machine can break, and what becomes of a job that failed.

A lease is never a time in the database. Its owner holds it for `Pace.lease` seconds of its own monotonic
clock, counted from just before the transaction that claimed or renewed it. Any process may judge a lease
over, but only after it has itself seen the same (fence, beat, state) unchanged for that long on its own
monotonic clock, and it takes the job away by compare-and-set on just those values. What it saw was
committed after the owner began to count, so the owner's lease is over before the judge's patience is: no
skew between machines and no jump of a wall clock matters, only that one second lasts equally long
everywhere. A job that is being sent is given the connector's whole time limit on top, because a send
that began just inside the lease may still be on its way.

A judge must not mistake its own absence for the owner's: where it could not look for a while (it was
stopped, or the database was away, so that no owner could have renewed either) it starts to count anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import NotSentError, RejectedError, TooEarlyError, UnreachableError
from bot.store.jobs import State
from bot.store.queue import End, Job, Sighting

_NEWER = timedelta(minutes=1)  # until another look at what only a later Baton can read
_DRIFT = 1.01  # no two clocks are further apart in how long a second lasts


def boot_time() -> float:
    """Seconds on a clock that never jumps, and that goes on where the machine is suspended."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a worker works; times in seconds."""

    lease: float = 30.0
    poll: float = 1.0
    concurrency: int = 4  # jobs at once, and so the most sends that a crash leaves unknown
    attempts: int = 10
    refusals: int = 150  # tries that the channel took nothing of: about half a day
    first_delay: float = 2.0
    longest_delay: float = 600.0
    longest_wait: float = 3600.0  # that a channel's Retry-After is believed
    keep_done: float = 30 * 86_400.0

    @property
    def sweep(self) -> float:
        return self.lease / 4


@dataclass(kw_only=True)
class Lease:
    """The owner's view of it."""

    seconds: float
    began: float
    clock: Callable[[], float]

    def renewed(self, began: float) -> None:
        """Count anew from `began`, the moment before the transaction that renewed it."""
        self.began = began

    @property
    def left(self) -> float:
        return self.began + self.seconds - self.clock()


_Sight = tuple[str, int, int, str]


@dataclass(kw_only=True)
class Watch:
    """What one process has seen of the leases of others, and since when."""

    lease: float
    time_limit: float  # of the connector
    gap: float  # without looking for longer than this, all counts start anew
    _since: dict[int, tuple[_Sight, float]] = field(default_factory=dict)
    _looked: float = float("-inf")

    def judge(self, held: Iterable[Sighting], looked: float) -> list[Sighting]:
        """The jobs that have been abandoned; `looked` is the moment after they were read."""
        if looked - self._looked > self.gap:
            self._since = {}
        before, self._since, self._looked = self._since, {}, looked
        abandoned = []
        for one in held:
            sight = (one.owner, one.fence, one.beat, one.state)
            was, since = before.get(one.id, (sight, looked))
            self._since[one.id] = (sight, since if was == sight else looked)
            if looked - self._since[one.id][1] >= self._patience(one):
                abandoned.append(one)
        return abandoned

    def forget(self) -> None:
        """The database could not be read, so nobody could renew."""
        self._since = {}

    def _patience(self, one: Sighting) -> float:
        return (self.lease + (self.time_limit if one.state == State.SENDING else 0.0)) * _DRIFT


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Decides what becomes of jobs that did not end well. `jitter` picks a number between its two."""

    pace: Pace
    jitter: Callable[[float, float], float]

    def failed(self, job: Job, error: BaseException, now: datetime, *, sent: bool = False) -> End:
        """After an error; `sent` where a new message may be out and must not go out again."""
        code = type(error).__name__
        if isinstance(error, TooEarlyError):
            ready = now + timedelta(seconds=error.seconds)
            return End(state=State.WAITING, error="early", ready=ready, untried=True)
        if isinstance(error, NotSentError):
            return self._refused(job, error, now)
        if isinstance(error, UnreachableError):
            return End(state=State.UNREACHABLE, error=code)
        if isinstance(error, RejectedError):
            return End(state=State.FAILED, error=f"{code}{error.status}")
        if sent:
            return End(state=State.UNKNOWN, error=code)
        return self._again(job, code, now)

    def not_ours(self, now: datetime) -> End:
        """A later version of Baton wrote its payload, and one will carry it out, however long that takes."""
        return End(state=State.WAITING, error="newer", ready=now + _NEWER, untried=True)

    def abandoned(self, seen: Sighting, now: datetime) -> End:
        """After its owner's death, or what looked like it."""
        if seen.state == State.SENDING and not seen.activity:
            return End(state=State.UNKNOWN, error="abandoned")
        return self._again(seen, "abandoned", now)

    def _again(self, job: Job | Sighting, code: str, now: datetime) -> End:
        if job.attempts >= self.pace.attempts:
            return End(state=State.FAILED, error=code)
        return End(state=State.WAITING, error=code, ready=now + self._delay(job.attempts))

    def _refused(self, job: Job, error: NotSentError, now: datetime) -> End:
        code = type(error).__name__
        if job.refusals + 1 >= self.pace.refusals:
            return End(state=State.FAILED, error=code, refused=True)
        if error.retry_after is None:
            delay = self._delay(job.refusals + 1)
        else:
            spread = self.jitter(0.0, self.pace.first_delay)
            delay = timedelta(seconds=min(error.retry_after, self.pace.longest_wait) + spread)
        return End(state=State.WAITING, error=code, ready=now + delay, refused=True)

    def _delay(self, tries: int) -> timedelta:
        """Exponential with full jitter, so that what failed together does not come back together."""
        most = min(self.pace.longest_delay, self.pace.first_delay * 2.0 ** min(tries - 1, 60))
        return timedelta(seconds=self.jitter(0.0, most))
