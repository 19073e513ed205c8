"""What somebody will be reminded of about one handoff, and when, as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from dialogs.handoff.access import Case
from dialogs.quiet import ALL, Hushed
from dialogs.reminding import words
from dialogs.reminding.people import diary
from handoffs.calendars import show
from knowledge.reminders import Dated, LadderRule
from reminders import stairs, standing
from reminders.diary import Diary
from reminders.model import Occasion

_LIMITS = frozenset((Dated.DEADLINE, Dated.DISCUSSION))  # the dates that do not wait
_WEEK = 7


def is_muted(hushed: Hushed, number: int) -> bool:
    """Whether nothing is said of a handoff until the person says otherwise."""
    return any(each in hushed and hushed[each] is None for each in (ALL, number))


def until(hushed: Hushed, number: int) -> date | None:
    """Until which day nothing is said of a handoff, None where nothing holds it back."""
    days = [hushed[each] for each in (ALL, number) if each in hushed]
    return max((day for day in days if day), default=None)


@dataclass(frozen=True)
class Outlook:
    """The dates of a handoff that are the person's to be reminded of."""

    case: Case
    hushed: Hushed
    diary: Diary

    @cached_property
    def everyones(self) -> Sequence[Occasion]:
        """Those that stand, whoever is reminded of them."""
        return standing.occasions(self.case.handoff, self.case.kind, self._ladders, self.case.desk.now)

    @cached_property
    def occasions(self) -> Sequence[Occasion]:
        """Those of which any reminder is for this person."""
        return [
            each
            for each in self.everyones
            if self.case.actor.is_one_of(*stairs.people(self.rule(each), each))
        ]

    def rule(self, occasion: Occasion) -> LadderRule:
        return self._ladders[occasion.ladder]

    @property
    def _ladders(self) -> standing.Ladders:
        return self.case.desk.expert.ladders

    @property
    def is_muted(self) -> bool:
        return is_muted(self.hushed, self.case.handoff.number)

    @property
    def until(self) -> date | None:
        """Until which day they snoozed it, as long as that day is to come."""
        day = until(self.hushed, self.case.handoff.number)
        return day if day and day > self.case.today else None

    def next_of(self, occasion: Occasion) -> datetime | None:
        """When the next reminder of this date comes, None for never."""
        if self.is_muted:
            return None
        day, now, rule = self.until, self.case.desk.now, self.rule(occasion)
        quiet = self.diary.opens(self.diary.on_or_after(day)) if day else None
        theirs = [person for person in stairs.people(rule, occasion) if self.case.actor.is_one_of(person)]
        found = [
            stairs.ahead(stairs.stairs(rule, occasion, person, self.diary), now, quiet=quiet)
            for person in theirs
        ]
        return min((stair.at for stair in found if stair), default=None)

    @property
    def next(self) -> datetime | None:
        """When anything about this handoff comes next."""
        return min((at for at in map(self.next_of, self.occasions) if at), default=None)

    @property
    def limit(self) -> Occasion | None:
        """The date until which it can wait at most; None where it has none."""
        found = [each for each in self.occasions if self.rule(each).of in _LIMITS]
        return min(found, key=lambda each: each.day, default=None)

    @property
    def first_day(self) -> date:
        """The working day after today."""
        return self.diary.on_or_after(self.case.today + timedelta(days=1))

    def days(self) -> tuple[date, ...]:
        """Some days until which it can wait: the next working days, and those of the weeks to come."""
        today, limit = self.case.today, self.limit
        monday = today + timedelta(days=_WEEK - today.weekday())
        weeks = [self.diary.on_or_after(monday + timedelta(days=_WEEK * count)) for count in range(3)]
        found = dict.fromkeys((self.first_day, *weeks))
        return tuple(day for day in found if limit is None or day <= limit.day) if self.occasions else ()


async def outlook(case: Case) -> Outlook:
    """Look at one handoff with what the person said of being reminded."""
    desk, id = case.desk, case.actor.id
    contact = (await desk.people.contacts([id]))[id]
    return Outlook(case, await desk.quiets.of(id), diary(contact, desk.defaults))


async def told(case: Case) -> str:
    """When they are reminded of it next; "" where they are not, and where others read it too."""
    if not case.turn.message.private or case.handoff.is_over:
        return ""
    seen = await outlook(case)
    following = seen.next
    return words.NEXT.format(day=show(seen.diary.today(following))) if following else ""
