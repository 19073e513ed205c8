"""Works out which reminders of a handoff come when, after each change of it or of the people it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import patience
from bot.desks import Desks
from bot.kinds import Due, WorkKind
from bot.reminding import deciding, listeners, timers
from bot.store.planning import PLAN
from bot.store.reminders import Row
from bot.store.store import Store, Work
from handoffs.model import Handoff
from reminders import stairs, standing
from reminders.model import Occasion

_ENDS = "meeting ends"
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Planning:
    """`wake` tells the workers of jobs that are due."""

    store: Store
    desks: Desks
    wake: Callable[[], None] = lambda: None

    def kind(self) -> WorkKind:
        return WorkKind(name=PLAN, version=1, run=self._run)

    async def _run(self, due: Due) -> None:
        if await patience.decided(lambda: self._plan(due)):
            self.wake()

    async def _plan(self, due: Due) -> bool:
        """Whether anything is due at once."""
        async with self.store.work(due.tenant) as work:
            if "person" in due.payload:
                is_due = await _spread(work, due)
            else:
                is_due = await self._of_handoff(work, due)
            await work.commit()
        return is_due

    async def _of_handoff(self, work: Work, due: Due) -> bool:
        number, now = due.payload["number"], self.store.now()
        work.handoffs.holds = True  # what is read here is what the rows follow
        handoff = await work.handoffs.find(number)
        if handoff is None or handoff.is_over or handoff.transferred:
            await work.reminders.drop(number)
            return False
        found = self._occasions(handoff)
        ladders = self.desks.expert.ladders
        people = {person for each in found for person in stairs.people(ladders[each.ladder], each)}
        known = await listeners.of(work, people, self.desks.defaults)
        rows = await work.reminders.of_handoff(number)
        new = deciding.planned(found, ladders, rows, known, _since(handoff, due))
        await work.reminders.put(new)
        await self._again(work, handoff)
        return await timers.set_for(work, due.tenant, [*new, *_waiting(rows, new, now)], now, due.key)

    async def _again(self, work: Work, handoff: Handoff) -> None:
        """Have it planned anew when the dates change by themselves: as the discussion's meeting ends."""
        if at := standing.next_change(handoff, self.store.now()):
            number = handoff.number
            key = f"{number}:{_ENDS}:{int(at.timestamp())}"
            await work.jobs.add(PLAN, key, at, {"version": 1, "number": number})

    def _occasions(self, handoff: Handoff) -> tuple[Occasion, ...]:
        kind = self.desks.expert.kinds.get(handoff.kind)
        if kind is None:  # of a Baton that knows more
            return ()
        return standing.occasions(handoff, kind, self.desks.expert.ladders, self.store.now())


def _since(handoff: Handoff, due: Due) -> datetime:
    """From when on: from the change, for what has passed since, in a downtime, is still said.

    What falls on the very end of the meeting is nobody's before, and is said as well.
    """
    meeting = handoff.discussion.meeting
    return due.due - _INSTANT if meeting and meeting.end == due.due else due.due


def _waiting(rows: Sequence[Row], new: Sequence[Row], now: datetime) -> Sequence[Row]:
    """The rows that stay as they are and wait to be said: nobody could be written to as their job came."""
    changed = {(row.ladder, row.person) for row in new}
    same = (row for row in rows if (row.ladder, row.person) not in changed)
    return [row for row in same if row.at is not None and row.at <= now]


async def _spread(work: Work, due: Due) -> bool:
    """Have each handoff planned that names a person: by itself, so that nobody waits for all of them."""
    numbers = await work.reminders.numbers_of(due.payload["person"])
    rows = [(f"{number}:{due.key}", {"version": 1, "number": number}, "") for number in numbers]
    if rows:
        await work.jobs.add_all(PLAN, due.due, rows)
    return bool(rows)
