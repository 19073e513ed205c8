"""The simulated year as it goes by: what is to happen, and what has."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from handoffs.model import Handoff
from tests.fakes import knowledge
from tests.long import year_oracle
from tests.long.year_ground import Ground
from tests.long.year_people import DAY, Person, elsewhere
from tests.long.year_story import Story

BEGAN = datetime(2026, 1, 5, 6, 7, 17, tzinfo=UTC)
END = BEGAN + timedelta(days=365)
AWAY = (datetime(2026, 6, 12, 15, 3, 17, tzinfo=UTC), datetime(2026, 6, 15, 13, 7, 17, tzinfo=UTC))
_TYPED, _MOVES, _MUTES = 1.2, 0.15, 0.25
_KINDS = ("atu-stu",) * 4 + ("stu-csu",) * 3


@dataclass
class Play:
    """The year as it goes by: what is to happen, and what has."""

    ground: Ground
    random: Random
    stories: dict[int, Story] = field(default_factory=dict)
    pasts: dict[int, list[tuple[datetime, Handoff]]] = field(default_factory=dict)
    happened: Counter[object] = field(default_factory=Counter)
    _agenda: list[tuple[datetime, int, str, int]] = field(default_factory=list)
    _count: int = 0

    def plan(self, handoffs: int) -> None:
        """When handoffs start, and when people move house or say something of being reminded."""
        for _ in range(handoffs):
            self._at(self._any_time(320), "start")
        for _ in range(int(handoffs * _TYPED)):
            self._at(self._any_time(360), "type")
        for _ in range(int(handoffs * _MOVES)):
            self._at(self._any_time(360), "move")

    async def until(self, end: datetime) -> None:
        """Go from one thing that happens to the next."""
        clock = self.ground.clock
        while (at := self._next()) and at < end:
            clock.at = max(at, clock.at)
            if self._agenda and self._agenda[0][0] <= clock.at:
                _, _, what, number = heapq.heappop(self._agenda)
                await getattr(self, f"_{what}")(number)
            await self.ground.settle()
        clock.at = max(clock.at, end)

    def _next(self) -> datetime | None:
        times = [at for at in (self.ground.next_job(), self._agenda[0][0] if self._agenda else None) if at]
        return min(times, default=None)

    async def _start(self, _: int) -> None:
        number, expert = await self.ground.next_number(), knowledge()
        kind_id = self.random.choice((*_KINDS, *sorted(expert.kinds)))
        story = Story(
            number=number,
            kind=expert.kinds[kind_id],
            kind_id=kind_id,
            people=self.ground.by_id,
            random=self.random,
            left=self.random.randint(3, 11),
        )
        change = story.begin(self.ground.clock())
        self.stories[number] = story
        self.pasts[number] = [(self.ground.clock(), change.handoff)]
        await self.ground.keep(change, new=True)
        self._at(self.ground.clock() + story.pause(), "change", number)

    async def _change(self, number: int) -> None:
        story, now = self.stories[number], self.ground.clock()
        if change := story.change(now):
            self.pasts[number].append((now, change.handoff))
            self.happened.update(str(event.what) for event in change.events)
            await self.ground.keep(change)
        if story.left > 0:
            self._at(now + story.pause(), "change", number)

    async def _move(self, _: int) -> None:
        """Somebody lives elsewhere from now on, or works at other hours."""
        person = self.random.choice(self.ground.people)
        habits = elsewhere(person.habits, self.random)
        person.told.append((self.ground.clock(), habits))
        await self.ground.tells(person, habits)
        self.happened["hours changed"] += 1

    async def _type(self, _: int) -> None:
        """Somebody wants to hear nothing for some days, or for as long as they do not take that back."""
        if not (about := self._reminded()):
            return
        handoff, person, limit = about
        today, number = person.habits.today(self.ground.clock()), handoff.number
        if self.random.random() < _MUTES:
            await self._say(
                person, self.random.choice((f"mute {number}", f"mute {number}", "mute reminders"))
            )
            self._at(self.ground.clock() + self.random.randint(1, 25) * DAY, "speak", number)
            return
        last = max((limit - today).days, 1) if self.random.random() < 0.8 else 9
        day = today + self.random.randint(0 if last == 9 else 1, last) * DAY
        replies, taken = await self._say(person, f"snooze {number} until {day.isoformat()}")
        _is_right(handoff, person, day, self.ground.clock(), replies, taken=taken)

    def _reminded(self) -> tuple[Handoff, Person, date] | None:
        """Somebody who is to be reminded of a handoff, and the date that it is about."""
        now = self.ground.clock()
        known = [each.handoff for each in self.stories.values() if not each.handoff.is_over]
        for handoff in self.random.sample(known, min(len(known), 80)):
            person = self.random.choice(self._named_by(handoff))
            limits = year_oracle.limits(handoff, knowledge().kinds[handoff.kind], person.id, now)
            if limits and min(limits) > person.habits.today(now):
                return handoff, person, min(limits)
        return None

    async def _speak(self, number: int) -> None:
        """Whoever is on this handoff and has muted anything takes that back."""
        for person in self._named_by(self.stories[number].handoff):
            for muted, until in (await self.ground.hushed(person)).items():
                if until is None:
                    await self._say(person, f"unmute {muted}" if muted else "unmute")

    def _named_by(self, handoff: Handoff) -> list[Person]:
        """In the order of their names, for ids differ from one time to the next."""
        people = (self.ground.by_id[id] for id in handoff.parties.all())
        return sorted(people, key=lambda person: person.name)

    async def _say(self, person: Person, text: str) -> tuple[list[str], bool]:
        """Type it; what comes back, and whether it changed what they want to hear nothing of."""
        before = await self.ground.hushed(person)
        replies = await self.ground.says(person, text)
        hushed = await self.ground.hushed(person)
        if hushed != before:
            person.hushed.append((self.ground.clock(), hushed))
        self.happened[text.split()[0] + (" taken" if hushed != before else " refused")] += 1
        return replies, hushed != before

    def _any_time(self, days: int) -> datetime:
        """At an odd second, so that nothing happens just as work begins."""
        odd = timedelta(minutes=self.random.randint(1, 1438), seconds=17)
        return BEGAN + self.random.randint(0, days) * DAY + odd

    def _at(self, at: datetime, what: str, number: int = 0) -> None:
        """Nobody does anything while nothing runs."""
        if AWAY[0] <= at <= AWAY[1]:
            at = AWAY[1] + timedelta(minutes=self.random.randint(1, 300), seconds=17)
        self._count += 1
        heapq.heappush(self._agenda, (at, self._count, what, number))


def _is_right(
    handoff: Handoff, person: Person, day: date, now: datetime, said: Sequence[str], *, taken: bool
) -> None:
    """A snooze waits for a day to come, and never beyond the date that it is about."""
    about = (person.name, handoff.number, day, now, said)
    assert said, about
    limits = year_oracle.limits(handoff, knowledge().kinds[handoff.kind], person.id, now)
    if day <= person.habits.today(now) or any(day > limit for limit in limits):
        assert not taken, about
