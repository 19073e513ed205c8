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
            for (other, gives), handoffs in (await _shared(work, person, frozenset(ids))).items():
                await self._show(work, due, other, handoffs, told=gives)
            await work.commit()

    async def _show(
        self, work: Work, due: Due, other: str, handoffs: Sequence[Handoff], *, told: bool
    ) -> None:
        """Bring the cards up to date; whoever gives the handoffs is told as well."""
        place = await listeners.place(work, other)
        stage = await self.stages.of(work, due.tenant, other, place) if place else None
        if stage is None:
            return
        reply = await telling.unreached(stage.turn, due.payload["person"], handoffs)
        if told:
            await stage.outbox.tell(other, reply)
        await stage.outbox.flush()


async def _shared(
    work: Work, person: str, ids: frozenset[str]
) -> Mapping[tuple[str, bool], Sequence[Handoff]]:
    """The handoffs under way that name somebody: by who gives them (True), or receives them from that one."""
    found: dict[tuple[str, bool], list[Handoff]] = {}
    named = await work.handoffs.several(await work.reminders.numbers_of(person))
    for handoff in named.values():
        if handoff.is_over or handoff.status is Status.DRAFT:
            continue
        parties = handoff.parties
        if ids & parties.all():
            gives = parties.giver not in ids
            found.setdefault((parties.giver if gives else parties.receiver, gives), []).append(handoff)
    return found
