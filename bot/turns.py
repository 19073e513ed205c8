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

from bot.acquaintance import Acquaintance
from bot.courtesy import Courtesy
from bot.desks import Desks
from bot.ending import Endings
from bot.origin import NOWHERE, Origin
from bot.outbox import Outbox
from bot.roster import Roster
from bot.scheduling.results import Results
from bot.store.store import Store, Work
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from dialogs.desk import Desk

_PATIENCE = 3.0  # seconds


class Turns:
    """The conversations under way in this process; `wake` tells the worker of jobs that are due."""

    def __init__(
        self,
        *,
        store: Store,
        desks: Desks,
        roster: Roster | None = None,
        wake: Callable[[], None] = lambda: None,
        results: Results | None = None,
        courtesy: Courtesy | None = None,
    ) -> None:
        self._courtesy = courtesy or Courtesy()
        self._store, self._desks, self._roster, self._wake = store, desks, roster, wake
        self._results = results or Results.none()
        self._endings = Endings(store, desks.expert.version, wake)
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def settled(self) -> None:
        """Wait until every turn that was answered is ended in the database, too."""
        await self._endings.settled()

    async def run(
        self, delivery: Delivery, respond: Callable[[Turn], Awaitable[Answer]], origin: Origin = NOWHERE
    ) -> Answer:
        """Respond to a delivery once; a second delivery gets the same answer and nothing else."""
        turn = self._turn(delivery, origin)
        with self._courtesy.turn():
            return await self._run(turn, respond)

    async def _run(self, turn: Turn, respond: Callable[[Turn], Awaitable[Answer]]) -> Answer:
        delivery = turn.delivery
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

    async def look(
        self, delivery: Delivery, respond: Callable[[Turn], Awaitable[Answer]], origin: Origin = NOWHERE
    ) -> Answer:
        """Respond to who only looks: no row, no lock and no ending, for nothing is changed or sent.

        A second delivery looks again. `respond` calls the turn's `look`.
        """
        with self._courtesy.turn():
            return await respond(self._turn(delivery, origin))

    def _turn(self, delivery: Delivery, origin: Origin) -> Turn:
        now, roster = self._store.now(), self._roster

        def desk(work: Work, outbox: Outbox) -> Desk:
            return self._desks.at(work, outbox, delivery.tenant, now)

        known = None
        if roster:
            known = Acquaintance(store=self._store, roster=roster, service_url=origin.service_url)
        return Turn(
            delivery=delivery,
            arrived=now,
            store=self._store,
            desk=desk,
            origin=origin,
            acquaintance=known,
            wake=self._wake,
            results=self._results,
        )
