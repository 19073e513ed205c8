"""What one person is to be reminded of at one moment, read from what stands then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desks import Desks
from bot.errors import TooEarlyError
from bot.kinds import Due
from bot.reminding import deciding, listeners
from bot.reminding.deciding import Listener, Told
from bot.store.reminders import Row
from bot.store.store import Work
from dialogs.reminding.item import Item
from handoffs.model import Handoff
from reminders import standing
from reminders.diary import Diary
from reminders.model import Occasion

_PATIENCE = 300.0  # seconds by which a message may come after the last moment of work
_Standing = Mapping[tuple[int, str], Occasion]  # by handoff and ladder


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What is said, at least one item, and how all that was due stands then."""

    items: Sequence[Item]
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Gathering:
    desks: Desks

    async def of(self, work: Work, due: Due) -> Gathered | None:
        """Find what the person of this job is to be told; None where that is nothing.

        TooEarlyError where they have stopped working by now, or where what was due comes later by now, though
        nobody changed anything: the days off or the default zone are others since it was planned.
        """
        person, key = due.payload["person"], due.payload["key"]
        now = due.due + timedelta(seconds=due.late)
        rows = await work.reminders.due(person, now, key)
        if not rows:
            return None
        listener = (await listeners.of(work, [person], self.desks.defaults))[person]
        handoffs = await work.handoffs.several({row.number for row in rows})
        found = self._standing(handoffs, now)
        told = [self._told(row, found, listener, now, key) for row in rows]
        items = tuple(_items(told, handoffs, found))
        if not items:
            _wait_for_next(told, now)
            return None
        if due.late > _PATIENCE:
            _wait_for_work(listener.diary, now)
        changed = [each.row for each, row in zip(told, rows, strict=True) if each.row != row]
        return Gathered(items=items, rows=changed)

    def _standing(self, handoffs: Mapping[int, Handoff], now: datetime) -> _Standing:
        expert = self.desks.expert
        return {
            (number, occasion.ladder): occasion
            for number, handoff in handoffs.items()
            if handoff.kind in expert.kinds
            for occasion in standing.occasions(handoff, expert.kinds[handoff.kind], expert.ladders, now)
        }

    def _told(self, row: Row, found: _Standing, listener: Listener, now: datetime, key: str) -> Told:
        occasion, rule = found.get((row.number, row.ladder)), self.desks.expert.ladders.get(row.ladder)
        return deciding.said(row, occasion, rule, listener, now, key)


def _items(told: Sequence[Told], handoffs: Mapping[int, Handoff], found: _Standing) -> Iterator[Item]:
    """One for each date, also where a person stands twice on a handoff."""
    said: set[tuple[int, str]] = set()
    for each in told:
        key = (each.row.number, each.row.ladder)
        if each.rung and key not in said:
            said.add(key)
            yield Item(
                handoff=handoffs[each.row.number],
                occasion=found[key],
                rung=each.rung,
                next=each.row.at,
                again=each.again,
            )


def _wait_for_next(told: Sequence[Told], now: datetime) -> None:
    """Nothing is kept of a message that says nothing: the same job looks again when the next one comes."""
    if following := min((each.row.at for each in told if each.row.at), default=None):
        raise TooEarlyError((following - now).total_seconds())


def _wait_for_work(diary: Diary, now: datetime) -> None:
    """Until they next work; who never works, as far as is known, is told at any time."""
    opening = diary.next_open(now)
    if opening > now and diary.is_open(opening):
        raise TooEarlyError((opening - now).total_seconds())
