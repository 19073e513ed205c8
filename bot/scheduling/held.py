"""Asks the organiser, once the meeting is over, whether it took place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot import patience
from bot.kinds import Due, WorkKind
from bot.scheduling.operations import ASK_HELD
from bot.scheduling.stage import Stages
from bot.scheduling.talk import Talk
from bot.store.store import Store


@dataclass(frozen=True, kw_only=True)
class AskHeld:
    """A meeting that was moved has a job of its own for each time, of which the last alone counts."""

    store: Store
    stages: Stages
    talk: Talk
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=ASK_HELD, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        await patience.decided(lambda: self._ask(due))
        self.wake()

    async def _ask(self, due: Due) -> None:
        number, key = due.payload["number"], due.payload["key"]
        async with self.store.work(due.tenant) as work:
            work.handoffs.holds = True
            handoff = await work.handoffs.find(number)
            followed = await work.meetings.find(number)
            if handoff is None or followed is None or followed.key != key or followed.ask is None:
                return
            if int(followed.ask.timestamp()) > int(due.due.timestamp()):
                return
            stage = await self.stages.of(work, due.tenant, followed.organiser, followed.place)
            reply = await self.talk.ask_held(stage.turn, handoff, key) if stage else None
            if stage and reply:
                await stage.outbox.tell(followed.organiser, reply)
                await stage.outbox.flush()
            await work.meetings.keep(number, key, ask=None)
            await work.commit()
