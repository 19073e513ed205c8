"""How Graph is asked: how long, how often again, how many at a time. The SDK's own repeating is off.

A request that may have been done is sent again only where that does no harm.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception
from tenacity.stop import stop_before_delay
from tenacity.wait import wait_random, wait_random_exponential

from bot.graph.circuit import Circuit
from bot.graph.failures import Aim, FailedError, Verdict, Way, doubtful, lasting, read, throttled
from meetings.errors import AwayError, EventGoneError, MeetingError, SignInError

logger = logging.getLogger(__name__)

T = TypeVar("T")

_SOON = 0.2  # seconds
_MOST_DOUBTS = 6  # answers that may have been lost, until one request is given up


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds. `total` bounds one errand with all its requests and waits, `attempt` a single request."""

    attempt: float = 10.0
    total: float = 30.0
    pause: float = 0.5  # the first wait before asking again, where the service names none
    longest_pause: float = 8.0
    at_a_time: int = 4  # requests for one mailbox: Exchange refuses the fifth
    for_link: tuple[float, ...] = (0.0, 0.5, 1.0, 1.5, 2.0)  # before each look for a new meeting's link
    for_event: tuple[float, ...] = (0.5, 1.0, 2.0, 3.0)  # before each look for one that may have been made


class Policy:
    """One for the process: it knows how many requests are under way, and which tenant's Graph is ill."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits or Limits()
        self.circuit = Circuit(clock)
        self._mailboxes: weakref.WeakValueDictionary[tuple[str, str], asyncio.Semaphore] = (
            weakref.WeakValueDictionary()
        )

    def errand(self, tenant: str, mailbox: str) -> Errand:
        """Begin an errand in one mailbox; its time runs from now."""
        key = (tenant, mailbox)
        turns = self._mailboxes.get(key)
        if turns is None:
            turns = self._mailboxes[key] = asyncio.Semaphore(self.limits.at_a_time)
        return Errand(self.limits, self.circuit, tenant, turns)


class Errand:
    """The requests that one call of a port takes, within one time limit."""

    def __init__(self, limits: Limits, circuit: Circuit, tenant: str, turns: asyncio.Semaphore) -> None:
        self.limits, self._circuit, self._tenant, self._turns = limits, circuit, tenant, turns
        self._until = asyncio.get_running_loop().time() + limits.total

    @property
    def left(self) -> float:
        """Seconds until it is over."""
        return max(0.0, self._until - asyncio.get_running_loop().time())

    async def pause(self, wanted: float) -> bool:
        """Wait, unless the errand would be over then."""
        if wanted >= self.left:
            return False
        await asyncio.sleep(wanted)
        return True

    async def ask(self, send: Callable[[], Awaitable[T]], aim: Aim) -> T:
        """Send a request until its answer is final; a MeetingError where it is no good one."""
        doubts = 0

        def may_pass(error: BaseException) -> bool:
            if not isinstance(error, FailedError) or error.verdict is Verdict.FINAL:
                return False
            return error.verdict is Verdict.NOT_DONE or (aim.way is not Way.ONCE and doubts < _MOST_DOUBTS)

        try:
            async for attempt in self._attempts(may_pass):
                with attempt:
                    try:
                        return await self._once(send, aim)
                    except FailedError as failed:
                        doubts += failed.verdict is Verdict.DOUBTFUL
                        raise
        except FailedError as failed:
            error = lasting(failed, aim, in_doubt=doubts > 0)
            logger.log(_level(error), "Graph: %s %s", type(error).__name__, failed.detail)
            raise error from None  # the service's words may hold names and addresses
        raise AssertionError("an attempt either answers or raises")

    def _attempts(self, may_pass: Callable[[BaseException], bool]) -> AsyncRetrying:
        return AsyncRetrying(
            retry=retry_if_exception(may_pass),
            wait=self._wait,
            stop=stop_before_delay(self.left),
            sleep=asyncio.sleep,
            reraise=True,
        )

    def _wait(self, state: RetryCallState) -> float:
        """What the service asks for and a little more, so that not all come back at once."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, FailedError) else None
        if asked is not None:
            return asked + wait_random(0, self.limits.pause)(state)
        longer = wait_random_exponential(multiplier=self.limits.pause, max=self.limits.longest_pause)
        return self.limits.pause / 2 + longer(state)

    async def _once(self, send: Callable[[], Awaitable[T]], aim: Aim) -> T:
        async with self._turn():
            try:
                self._circuit.enter(self._tenant)
            except AwayError as open_circuit:
                if self._circuit.is_tried(self._tenant):
                    raise throttled("another finds out", _SOON) from None
                raise FailedError(Verdict.FINAL, open_circuit, "left alone for now") from None
            return await self._sent(send, aim)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One of the few places for this mailbox; a wait for it that takes too long has done no harm."""
        try:
            async with asyncio.timeout_at(self._until):
                await self._turns.acquire()
        except TimeoutError:
            raise throttled("too many at a time") from None
        try:
            yield
        finally:
            self._turns.release()

    async def _sent(self, send: Callable[[], Awaitable[T]], aim: Aim) -> T:
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(min(now + self.limits.attempt, self._until)):
                answer = await send()
        except TimeoutError as error:
            # Else it was the errand that had no time left.
            is_full = self._until - now >= self.limits.attempt
            (self._circuit.failed if is_full else self._circuit.left)(self._tenant)
            raise doubtful("timed out") from error
        except asyncio.CancelledError:
            self._circuit.left(self._tenant)
            raise
        except Exception as error:  # the SDK raises bare ones
            failed = read(error, aim)
            (self._circuit.failed if failed.sick else self._circuit.answered)(self._tenant)
            raise failed from error
        self._circuit.answered(self._tenant)
        return answer


def _level(error: MeetingError) -> int:
    """That a meeting is gone, or that somebody has to sign in, is nothing for an operator."""
    return logging.INFO if isinstance(error, EventGoneError | SignInError) else logging.WARNING
