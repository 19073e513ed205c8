"""Runs a dialog within a unit of work: one message of a person at a time, again where another process won."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakValueDictionary

from bot.errors import ConflictError
from bot.store.store import Store, Work
from dialogs.desk import Defaults, Desk, Expert
from dialogs.message import Message

_Result = TypeVar("_Result")
_TRIES = 4


@dataclass(frozen=True, kw_only=True)
class Turns:
    """Nothing is sent before the work is committed, so a turn can safely be run again."""

    store: Store
    expert: Expert
    defaults: Defaults
    _locks: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def run(self, message: Message, decide: Callable[[Message, Desk], Awaitable[_Result]]) -> _Result:
        # Two messages of one person wait for each other here; other processes are met by trying again.
        lock = self._locks.setdefault((message.person.tenant, message.person.id), asyncio.Lock())
        async with lock:
            for _ in range(_TRIES - 1):
                try:
                    return await self._once(message, decide)
                except ConflictError:
                    continue
            return await self._once(message, decide)

    async def _once(self, message: Message, decide: Callable[[Message, Desk], Awaitable[_Result]]) -> _Result:
        async with self.store.work(message.person.tenant) as work:
            result = await decide(message, self._desk(work))
            await work.commit()
            return result

    def _desk(self, work: Work) -> Desk:
        return Desk(
            expert=self.expert,
            defaults=self.defaults,
            profiles=work.profiles,
            conversations=work.conversations,
            questions=work.questions,
            feedback=work.feedback,
        )
