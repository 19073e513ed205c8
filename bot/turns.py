"""Runs each delivered activity once, and a conversation's one after the other.

Within a process a lock holds the conversation, between processes the row that `store.turns` writes in
the same transaction as the state. Nothing is sent before that transaction is committed, so a turn can
safely be decided again; once it is committed it is never run again, whatever becomes of its messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from weakref import WeakValueDictionary

from bot.ending import Endings
from bot.store.store import Store, Work
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from dialogs.desk import Defaults, Desk, Expert

_PATIENCE = 3.0  # seconds


class Turns:
    """The conversations under way in this process; `wake` tells the worker of jobs that are due."""

    def __init__(
        self, *, store: Store, expert: Expert, defaults: Defaults, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._store, self._expert, self._defaults = store, expert, defaults
        self._endings = Endings(store, expert.version, wake)
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def settled(self) -> None:
        """Wait until every turn that was answered is ended in the database, too."""
        await self._endings.settled()

    async def run(self, delivery: Delivery, respond: Callable[[Turn], Awaitable[Answer]]) -> Answer:
        """Respond to a delivery once; a second delivery gets the same answer and nothing else."""
        turn = Turn(delivery=delivery, arrived=self._store.now(), store=self._store, desk=self._desk)
        lock = self._locks.setdefault((delivery.tenant, delivery.conversation), asyncio.Lock())
        async with lock:
            answer = await respond(turn)
            if turn.repeated is not None:
                return turn.repeated
            if turn.begun or turn.failed:
                with suppress(TimeoutError):  # it goes on; the channel need not wait for a slow database
                    async with asyncio.timeout(_PATIENCE):
                        await self._endings.end(turn, answer)
        return answer

    def _desk(self, work: Work) -> Desk:
        return Desk(
            expert=self._expert,
            defaults=self._defaults,
            profiles=work.profiles,
            conversations=work.conversations,
            questions=work.questions,
            feedback=work.feedback,
            deliveries=work.turns,
            jobs=work.jobs,
        )
