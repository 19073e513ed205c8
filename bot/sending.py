"""The one way a message of a job goes out: announced first, sent once, and told apart afterwards.

1. In one transaction, guarded by the fencing token: the job becomes `sending`, takes along what may not
   have arrived before it, is composed, and takes its place in the conversation. Whoever has lost the job
   ends here, and whoever finds the conversation full comes again later.
2. It waits for a moment at which its tenant may be written to (bot.allowance). Only a few do so at once, so
   that what they say is still so.
3. Right before the request that moment and the lease are looked at once more, by the own clock: a process
   that was stopped in between sends nothing.
4. The channel has no idempotency key. So a new message is never sent twice: where its outcome is not
   known, that is what is written. An update of a known message may be repeated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.allowance import Allowance
from bot.errors import (
    DeliveryError,
    LeaseLostError,
    NotSentError,
    RejectedError,
    StoreError,
    TooEarlyError,
    UnreachableError,
)
from bot.kinds import Due, Message, MessageKind
from bot.leases import Lease, Verdict
from bot.store.jobs import State
from bot.store.queue import End, Job, Queue

_SPARE = 1.0  # seconds that the connector may take over its own limit
_AT_ONCE = 4  # messages that are announced and wait for a moment to go out at
_CERTAIN = (NotSentError, UnreachableError, RejectedError)  # nothing was delivered


class Connector(Protocol):
    """What sending needs of `bot.connector.Connector`."""

    @property
    def time_limit(self) -> float:
        """Seconds that one call takes at most."""

    async def send(
        self, service_url: str, conversation: str, activity: Mapping[str, Any], *, reply_to: str = ""
    ) -> str: ...

    async def update(
        self, service_url: str, conversation: str, id: str, activity: Mapping[str, Any]
    ) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Carries out jobs of a MessageKind."""

    queue: Callable[[], Queue]
    connector: Connector
    verdict: Verdict
    now: Callable[[], datetime]
    clock: Callable[[], float]
    allowance: Allowance
    _waiting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def deliver(self, job: Job, kind: MessageKind, due: Due, lease: Lease) -> End:
        """Send the job's message; LeaseLostError where the job is not ours any more."""
        try:
            await self._wait_for_turn(job)
            async with self._waiting:
                message = await self._announce(job, kind, due, lease)
                if message is None:
                    return End(state=State.DONE, error="nothing to say")
                await self._until_allowed(job, lease)
        except TooEarlyError as error:
            ready = self.now() + timedelta(seconds=error.seconds)
            return End(state=State.WAITING, error="early", ready=ready, untried=True)
        if lease.left <= 0:
            return self.verdict.failed(job, LeaseLostError(), self.now())
        try:
            activity = await self._send(message)
        except _CERTAIN as error:
            await self._heed(job, error)
            return self.verdict.failed(job, error, self.now())
        except Exception as error:  # whatever it was, the message may be out
            return self.verdict.failed(job, error, self.now(), sent=not message.update_of)
        return End(state=State.DONE, activity=activity)

    async def _wait_for_turn(self, job: Job) -> None:
        """TooEarlyError where the job that this one follows, by "after" in its payload, is not over yet."""
        after = job.payload.get("after")
        if isinstance(after, str):
            async with self.queue() as queue:
                if await queue.is_open(job, after):
                    raise TooEarlyError

    async def _until_allowed(self, job: Job, lease: Lease) -> None:
        """Wait for a moment of the tenant, and where it is missed for the next one."""
        while lease.left > 0:
            if await self.allowance.reached(await self.allowance.slot(job.tenant)):
                return

    async def _heed(self, job: Job, error: DeliveryError) -> None:
        """Where the channel says how long to leave it alone, nobody writes to the tenant meanwhile."""
        if isinstance(error, NotSentError) and error.retry_after:
            with suppress(StoreError):
                await self.allowance.hold_off(job.tenant, error.retry_after)

    async def _announce(self, job: Job, kind: MessageKind, due: Due, lease: Lease) -> Message | None:
        began = self.clock()
        async with self.queue() as queue:
            if not await queue.begin_sending(job, self.now()):
                raise LeaseLostError
            missed = [payload for payload in await queue.carry(job) if payload]  # a damaged one is None
            whole = await kind.complete(queue.connection, due) if kind.complete else due
            message = kind.compose(whole, missed) if whole else None
            if message is None:
                return None  # without commit: nothing was announced, and nothing carried
            if message.update_of:
                await queue.begin_update(job, message.update_of)
            # Last: nobody waits long for what this locks.
            await self.allowance.enter(queue.connection, job.tenant, message.conversation)
            await queue.commit()
        lease.renewed(began)
        return message

    async def _send(self, message: Message) -> str:
        where = (message.service_url, message.conversation)
        async with asyncio.timeout(self.connector.time_limit + _SPARE):
            if message.update_of:
                await self.connector.update(*where, message.update_of, message.activity)
                return message.update_of
            return await self.connector.send(*where, message.activity, reply_to=message.reply_to)
