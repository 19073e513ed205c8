"""Who wants to hear no reminders: the port, and the value that passes through it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

ALL = 0  # in the place of a handoff's number: every reminder
Hushed = Mapping[int, date | None]  # by handoff, until which day; None: until they say otherwise


class Quiets(Protocol):
    """What people said of being reminded; the timers follow by themselves."""

    async def of(self, person: str) -> Hushed:
        """What a person id wants to hear nothing of."""

    async def hush(self, person: str, number: int, until: date | None) -> None:
        """Say nothing of this handoff (or of ALL) until that day, None: until `speak`."""

    async def speak(self, person: str, number: int) -> bool:
        """Take that back; False where nothing was hushed."""

    async def forget(self, person: str) -> None: ...
