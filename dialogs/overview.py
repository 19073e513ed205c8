"""What is to happen later, as admins see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """Something that was to happen and will not by itself: which, since when, and why (a short code)."""

    number: int
    kind: str
    state: str
    error: str
    attempts: int
    due: datetime
    changed: datetime


@dataclass(frozen=True, kw_only=True)
class Overview:
    """How many jobs are in each state, since when the oldest waits, and the newest that are stuck.

    `later`: how many of those that wait are not due yet.
    """

    counts: Mapping[str, int]
    oldest: datetime | None
    stuck: tuple[Stuck, ...]
    later: int = 0
