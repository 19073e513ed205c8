"""Ends turns: those that end together are written together, in one transaction for each tenant."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextvars import Context
from datetime import datetime, timedelta
from itertools import groupby

from bot import showing
from bot.store.feedback import Remembered
from bot.store.store import Store, Work
from bot.store.turns import REPLY, Answer, Ending
from bot.turn import Turn

logger = logging.getLogger(__name__)

_PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds after each try

_Ended = tuple[Turn, Answer, datetime]


class Endings:
    """Whoever comes while a write is under way goes with the next; whoever comes alone does not wait."""

    def __init__(self, store: Store, version: str, wake: Callable[[], None] = lambda: None) -> None:
        self._store, self._version, self._wake = store, version, wake
        self._waiting: list[_Ended] = []
        self._under_way: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def end(self, turn: Turn, answer: Answer) -> None:
        """Let the turn's conversation go, and keep what later deliveries and reactions will ask for."""
        self._waiting.append((turn, answer, self._store.now()))
        if self._next is None:
            write = self._write_all(self._under_way)
            self._next = asyncio.create_task(write, context=Context())  # of many requests, so of none
        await asyncio.shield(self._next)

    async def settled(self) -> None:
        """Wait until all is written, however long the database takes."""
        while tasks := [task for task in (self._under_way, self._next) if task and not task.done()]:
            await asyncio.wait(tasks)

    async def _write_all(self, before: asyncio.Task[None] | None) -> None:
        if before and not before.done():
            await asyncio.wait([before])
        self._under_way, self._next = self._next, None
        waiting, self._waiting = self._waiting, []
        waiting.sort(key=_tenant)
        for tenant, ended in groupby(waiting, key=_tenant):
            await self._try(tenant, list(ended))

    async def _try(self, tenant: str, ended: Sequence[_Ended]) -> None:
        """All together, for the database may be away; at last each alone, for one may be at fault."""
        for pause in _PAUSES:
            if await self._is_written(tenant, ended):
                return
            await asyncio.sleep(pause)
        for each in ended:
            await self._is_written(tenant, [each])

    async def _is_written(self, tenant: str, ended: Sequence[_Ended]) -> bool:
        try:
            await self._write(tenant, ended)
        except Exception as error:  # whatever it was, the people have been answered
            # Only their conversations are not free before their leases end.
            logger.error("%d turns could not be finished: %s", len(ended), type(error).__name__)
            return False
        return True

    async def _write(self, tenant: str, ended: Sequence[_Ended]) -> None:
        async with self._store.work(tenant) as work:
            for turn, _, _ in ended:
                if not turn.begun:  # it failed before its commit; a second delivery shall not fail again
                    await work.turns.begin(turn.delivery, turn.owner, turn.arrived)
            for turn, _, _ in ended:
                if turn.told:  # of earlier turns, so before this one ends: it may itself not have arrived
                    await work.turns.tell_missed(turn.delivery)
            await work.turns.finish([_ending(*each) for each in ended])
            remembered = [each for turn, _, _ in ended for each in _remembered(turn)]
            if remembered:
                await work.feedback.remember_all(remembered, self._version)
            for turn, _, at in ended:
                await _settle(work, turn)
                await _postpone(work, turn, at)
            await work.commit()
        if any(turn.later for turn, _, _ in ended):
            self._wake()


def _tenant(ended: _Ended) -> str:
    return ended[0].delivery.tenant


def _ending(turn: Turn, answer: Answer, at: datetime) -> Ending:
    # Of a turn that failed nothing was kept, and the person was asked to try again.
    came_to_nothing = turn.failed and not turn.begun
    until = at if came_to_nothing else turn.delivery.repeats(turn.arrived, at)
    return Ending(delivery=turn.delivery, owner=turn.owner, answer=answer, until=until, unknown=turn.unknown)


def _remembered(turn: Turn) -> list[Remembered]:
    """Which message held which answer, for a later thumbs up or down."""
    who = {"person": turn.delivery.person, "conversation": turn.delivery.conversation}
    return [Remembered(given=sent.given, message=sent.message, **who) for sent in turn.sent]


async def _settle(work: Work, turn: Turn) -> None:
    """Which messages the turn's live cards are; one without an id cannot be kept up to date."""
    here = (turn.delivery.tenant, turn.delivery.conversation)
    for token, id in {**dict.fromkeys(turn.coming, ""), **turn.shown}.items():
        if id and token in turn.operations:
            await work.operations.shows(token, id, turn.operations[token].revision)
        else:
            await showing.settle(work.connection, *here, token, id)
    for token, id in turn.answered.items():
        await work.operations.shows(token, id, turn.operations[token].revision, just_now=True)


async def _postpone(work: Work, turn: Turn, at: datetime) -> None:
    """What is left to be said becomes jobs, each after the one before it."""
    for place, later in enumerate(turn.later):
        after = {"after": f"{turn.owner}:{place - 1}"} if place else {}
        await work.jobs.add(
            kind=REPLY,
            key=f"{turn.owner}:{place}",
            due=at + timedelta(seconds=later.wait + place),
            payload={**later.payload, **after},
            target=turn.delivery.conversation,
        )
