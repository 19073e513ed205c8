"""Tells whoever gave somebody a handoff that they cannot be reached; once, and on the handoff's cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import patience
from bot.kinds import Due, WorkKind
from bot.reminding import listeners
from bot.scheduling.stage import Stages
from bot.store import accounts
from bot.store.reach import UNREACHED
from bot.store.store import Store, Work
from dialogs.reminding import telling
from handoffs.model import Handoff, Status


@dataclass(frozen=True, kw_only=True)
class Unreached:
    store: Store
    stages: Stages
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=UNREACHED, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        await patience.decided(lambda: self._tell(due))
        self.wake()

    async def _tell(self, due: Due) -> None:
        person = due.payload["person"]
        async with self.store.work(due.tenant) as work:
            ids = await accounts.ids(work.reminders, due.tenant, person)
            for id in ids:
                await work.cards.forget(id)  # nothing more is tried in their chat
            for giver, handoffs in (await _given(work, person)).items():
                if giver not in ids:
                    await self._tell_one(work, due, giver, handoffs)
            await work.commit()

    async def _tell_one(self, work: Work, due: Due, giver: str, handoffs: Sequence[Handoff]) -> None:
        place = await listeners.place(work, giver)
        stage = await self.stages.of(work, due.tenant, giver, place) if place else None
        if stage is None:
            return
        reply = await telling.unreached(stage.turn, due.payload["person"], handoffs)
        await stage.outbox.tell(giver, reply)
        await stage.outbox.flush()


async def _given(work: Work, person: str) -> Mapping[str, Sequence[Handoff]]:
    """The handoffs under way that name somebody, by who gives them."""
    found: dict[str, list[Handoff]] = {}
    for number in await work.reminders.numbers_of(person):
        handoff = await work.handoffs.find(number)
        if handoff and not handoff.is_over and handoff.status is not Status.DRAFT:
            found.setdefault(handoff.parties.giver, []).append(handoff)
    return found
