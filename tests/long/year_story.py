"""What people do with their handoffs in the simulated year: one change after the other, at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from handoffs import agreement, booking, ending, facts, items, moves, people, starting, talks, views
from handoffs.change import Actor, Change, RefusedError, Setting
from handoffs.model import Attendee, Handoff, Meeting, Talk
from handoffs.money import Money
from handoffs.steps import Step
from knowledge.handoffs import HandoffKind, Side
from tests.long.year_people import DAY, Person

Act = Callable[[], Change]

_HOUR = timedelta(hours=1)
_HALF = timedelta(minutes=30)
_PAUSES = (_HOUR, 5 * _HOUR, 20 * _HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 9 * DAY, 22 * DAY)
_MONEY = Money(amount=Decimal(250_000), currency="USD")


@dataclass
class Story:
    """One handoff, from its start until nobody takes any interest in it any more."""

    number: int
    kind: HandoffKind
    kind_id: str
    people: Mapping[str, Person]
    random: Random
    left: int  # changes
    handoff: Handoff = field(init=False)
    _meetings: int = 0

    def begin(self, now: datetime) -> Change:
        """With all facts, under way; the events of all steps."""
        giver, receiver, other = self.random.sample(self._everybody(), 3)
        setting = self._setting(giver, now)
        country = self.people[receiver].habits.country
        change = starting.draft(self.number, self.kind_id, setting, receiver=receiver, country=country)
        events = list(change.events)
        name = f"Deal {self.number}"
        steps: list[Callable[[Handoff], Change]] = [
            lambda handoff: facts.opportunity(
                handoff, setting, name=name, customer="Contoso", unified=self.random.random() < 0.5
            )
        ]
        if self.kind.milestones:
            due = setting.today + self.random.randint(40, 200) * DAY
            steps += [
                lambda handoff: facts.workload(handoff, 1, "Azure", setting),
                lambda handoff: facts.value(handoff, 1, _MONEY, setting),
                lambda handoff: facts.due(handoff, 1, due, setting),
            ]
        steps.append(lambda handoff: starting.begin(handoff, setting))
        if self.random.random() < 0.6:
            steps.append(lambda handoff: people.escalate(handoff, other, setting))
        for step in steps:
            change = step(change.handoff)
            events += change.events
        self.handoff = change.handoff
        return Change(handoff=change.handoff, events=tuple(events))

    def change(self, now: datetime) -> Change | None:
        """What somebody does next; None where it comes to nothing."""
        self.left -= 1
        try:
            change = self._next(now)
        except RefusedError:
            return None
        if change is None or change.is_empty:
            return None
        self.handoff = change.handoff
        return change

    def pause(self) -> timedelta:
        """Until the next one; never on the minute at which work begins."""
        odd = timedelta(minutes=self.random.randint(0, 50), seconds=17)
        return self.random.choice(_PAUSES) + odd

    def _next(self, now: datetime) -> Change | None:
        handoff = self.handoff
        if handoff.is_over:
            return ending.reopen(handoff, self._setting(handoff.parties.giver, now))
        if self.random.random() < 0.14:
            return self._odd(now)
        talk, move = handoff.discussion, views.whose_move(handoff, self.kind, now)
        if talk.state is not Talk.HELD:
            if talk.meeting and talk.meeting.end <= now:
                return self._after(talk.meeting, now)
            if talk.meeting and self.random.random() < 0.35:
                return self._shift(talk.meeting, now)
            if talk.meeting is None and (move.step is not Step.TICK or self.random.random() < 0.25):
                return self._plan(now)
        return self._make(move, now)

    def _make(self, move: views.Move, now: datetime) -> Change | None:
        """The move of whoever has it."""
        if not move.people:
            return None
        setting = self._setting(self.random.choice(move.people), now)
        handoff, today = self.handoff, setting.today
        if move.step is Step.TICK:
            whole = self.random.random() < 0.7
            return items.done(handoff, move.items if whole else move.items[:1], setting)
        acts: dict[Step, Act] = {
            Step.AGREE: lambda: agreement.agree(handoff, setting),
            Step.MOVED: lambda: moves.moved(handoff, today, setting),
            Step.TRANSFERRED: lambda: moves.transferred(handoff, today, setting),
            Step.CLOSE: lambda: ending.close(handoff, setting),
        }
        return acts[move.step]() if move.step in acts else None

    def _plan(self, now: datetime) -> Change | None:
        """A latest day for the discussion, or its meeting, or that it took place without one."""
        handoff, setting = self.handoff, self._setting(self.handoff.parties.giver, now)
        chance = self.random.random()
        if self.kind.discussion.latest is None and chance < (0.15 if handoff.discussion.meet_by else 0.6):
            return facts.meet_by(handoff, setting.today + self.random.randint(1, 14) * DAY, setting)
        if chance < 0.9:
            return self._book(now)
        return moves.held(handoff, setting.today - self.random.choice((0, 0, 1)) * DAY, setting)

    def _book(self, now: datetime) -> Change:
        self._meetings += 1
        key, parties = f"{self.number}-{self._meetings}", self.handoff.parties
        organiser = self.random.choice((parties.giver, parties.giver, parties.receiver))
        start = self._start(now)
        meeting = Meeting(
            key=key,
            organiser=organiser,
            start=start,
            end=start + _HALF,
            attendees=(Attendee(person=parties.receiver),),
            zone=self.people[organiser].habits.zone,
        )
        setting = self._setting(organiser, now)
        wanted = booking.want(self.handoff, meeting, setting)
        booked = booking.booked(wanted.handoff, key, "", (), setting)
        once = replace(booked.handoff, revision=self.handoff.revision + 1)  # one change for the store
        return replace(booked, handoff=once, events=(*wanted.events, *booked.events))

    def _start(self, now: datetime) -> datetime:
        """Any half hour of the next twelve days, not only within working hours."""
        first = now.replace(minute=0, second=0, microsecond=0)
        return first + self.random.randint(2, 24 * 24) * _HALF

    def _shift(self, meeting: Meeting, now: datetime) -> Change:
        """Move the meeting or call it off, in Baton or in Outlook."""
        setting, outside = self._setting(meeting.organiser, now), self.random.random() < 0.5
        if self.random.random() < 0.65:
            start = self._start(now)
            return booking.rescheduled(
                self.handoff, meeting.key, start, start + _HALF, setting, outside=outside
            )
        return booking.called_off(self.handoff, meeting.key, setting, outside=outside)

    def _after(self, meeting: Meeting, now: datetime) -> Change:
        """Say whether it took place; some say so days later, or of another day."""
        own = talks.organiser(self.handoff, meeting)
        sides = (self.handoff.parties.giver, self.handoff.parties.receiver)
        setting = self._setting(own if own in sides else sides[0], now)
        if self.random.random() < 0.25:
            return moves.not_held(self.handoff, setting)
        return moves.held(self.handoff, min(meeting.day, setting.today), setting)

    def _odd(self, now: datetime) -> Change | None:
        """What does not happen every day."""
        handoff, parties = self.handoff, self.handoff.parties
        someone = self.random.choice(self._everybody())
        giver, receiver = self._setting(parties.giver, now), self._setting(parties.receiver, now)
        country = self.people[someone].habits.country
        acts: Sequence[Act] = (
            lambda: people.assign(handoff, Side.GIVER, someone, giver),
            lambda: people.assign(handoff, Side.RECEIVER, someone, giver, country=country),
            lambda: people.escalate(handoff, someone, giver),
            lambda: people.add_other(handoff, someone, giver),
            lambda: facts.country(handoff, country, receiver),
            lambda: facts.due(handoff, 1, giver.today + 30 * DAY, giver),
            lambda: items.undo(handoff, [1], giver),
            lambda: agreement.decline(handoff, "value is too high", receiver),
            lambda: ending.cancel(handoff, "no budget this year", giver),
        )
        return self.random.choice(acts)()

    def _everybody(self) -> list[str]:
        """By name, for ids differ from one time to the next."""
        return sorted(self.people, key=lambda id: self.people[id].name)

    def _setting(self, person: str, now: datetime) -> Setting:
        actor = Actor(id=person, ids=frozenset((person,)))
        return Setting(kind=self.kind, actor=actor, now=now, today=self.people[person].habits.today(now))
