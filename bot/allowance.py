"""How fast Teams lets a bot write, as token buckets, and what of that sending has to know.

Teams counts what arrives in sliding windows. A bucket is one number: the moment when it is full again. It
lets `burst` through at once and then one in `interval` seconds, so that in `t` seconds never more than
`burst + t / interval` go out. Two buckets keep all four windows of a conversation, one those of the tenant.
Between the decision to send and the arrival lies a time that differs from message to message: a tenant's
messages are therefore given moments of their own, a little further apart than Teams asks, and whoever comes
too late for his takes another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

# At most so many in so many seconds (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
CONVERSATION_LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1_800, 3_600.0))
TENANT_LIMIT = (50, 1.0)


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Lets `burst` through at once, and then one in `interval` seconds."""

    interval: float
    burst: int

    @property
    def depth(self) -> float:
        """Seconds that it takes to fill when it is empty."""
        return self.interval * self.burst

    @property
    def slack(self) -> float:
        """By how many seconds the moment when it is full may lie ahead while it still has one left."""
        return self.interval * (self.burst - 1)

    def take(self, full: float, now: float) -> float | None:
        """Take one at the moment `now`: when the bucket is full after that; None where nothing is left."""
        begin = max(full, now)
        return None if begin > now + self.slack else begin + self.interval


SHORT = Bucket(interval=1.0, burst=6)  # 7 in 1 s, 8 in 2 s, 36 in 30 s
LONG = Bucket(interval=2.06, burst=50)  # 1,797 in 3,600 s
TENANT = Bucket(interval=1 / 47, burst=1)  # 50 intervals last 1.064 s: so much may messages be shaken about


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When a message may go out: not before `at` and not after `until`, on a clock that never jumps."""

    at: float
    until: float


class Allowance(Protocol):
    """What sending needs to keep the limits."""

    async def slot(self, tenant: str) -> Slot:
        """The next moment of the tenant, soon to come; TooEarlyError where there is none for a while."""

    async def reached(self, slot: Slot) -> bool:
        """Wait until the slot has come; False: it has gone by."""

    async def enter(self, connection: AsyncConnection, tenant: str, conversation: str) -> None:
        """Take one of the conversation's; TooEarlyError where it has none left."""

    async def hold_off(self, tenant: str, seconds: float) -> None:
        """The channel asks to be left alone for so long."""


class Unlimited:
    """An Allowance that lets everything through: for what sends to no Teams."""

    async def slot(self, tenant: str) -> Slot:
        return Slot(at=-math.inf, until=math.inf)

    async def reached(self, slot: Slot) -> bool:
        return True

    async def enter(self, connection: AsyncConnection, tenant: str, conversation: str) -> None:
        """There is room everywhere."""

    async def hold_off(self, tenant: str, seconds: float) -> None:
        """Nobody waits."""
