"""A year in which 500 opportunities are passed on: each reminder once, on its day, to the right person."""

from __future__ import annotations

import heapq
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.config import Settings
from dialogs.meeting import words as meeting_words
from handoffs.calendars import show
from handoffs.model import Handoff
from tests.clock import Clock
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, knowledge
from tests.long import year_oracle
from tests.long.year_ground import Ground, Heard, Line
from tests.long.year_oracle import Said, Year
from tests.long.year_people import DAY, Person, cast, elsewhere
from tests.long.year_story import Story

pytestmark = [pytest.mark.long, pytest.mark.engines("sqlite")]

_BEGAN = datetime(2026, 1, 5, 6, 7, 17, tzinfo=UTC)
_END = _BEGAN + timedelta(days=365)
_AWAY = (datetime(2026, 6, 12, 15, 3, 17, tzinfo=UTC), datetime(2026, 6, 15, 13, 7, 17, tzinfo=UTC))
_HANDOFFS = int(os.environ.get("YEAR_HANDOFFS", "500"))
_SEED = int(os.environ.get("YEAR_SEED", "0")) or secrets.randbelow(10**6)
_PEOPLE = 42
_TYPED, _MOVES, _MUTES = (
    1.2,
    0.15,
    0.25,
)  # for each handoff: what people say of being reminded, and changes of their hours
_KINDS = ("atu-stu",) * 4 + ("stu-csu",) * 3
_ASKED = meeting_words.ASK_HELD.partition("{")[0]
_SECONDS = 210.0
_SHOWN = 25  # differences


@dataclass
class Play:
    """The year as it goes by: what is to happen, and what has."""

    ground: Ground
    random: Random
    stories: dict[int, Story] = field(default_factory=dict)
    pasts: dict[int, list[tuple[datetime, Handoff]]] = field(default_factory=dict)
    changes: Counter[str] = field(default_factory=Counter)
    _agenda: list[tuple[datetime, int, str, int]] = field(default_factory=list)
    _count: int = 0

    def plan(self) -> None:
        """When handoffs start, and when people move house or say something of being reminded."""
        for _ in range(_HANDOFFS):
            self._at(self._any_time(320), "start")
        for _ in range(int(_HANDOFFS * _TYPED)):
            self._at(self._any_time(360), "type")
        for _ in range(int(_HANDOFFS * _MOVES)):
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
        about = {"number": number, "kind": expert.kinds[kind_id], "kind_id": kind_id}
        story = Story(
            **about,  # type: ignore[arg-type]
            people=self.ground.by_id,
            random=self.random,
            left=self.random.randint(3, 14),
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
            self.changes.update(str(event.what) for event in change.events)
            await self.ground.keep(change)
        if story.left > 0:
            self._at(now + story.pause(), "change", number)

    async def _move(self, _: int) -> None:
        """Somebody lives elsewhere from now on, or works at other hours."""
        person = self.random.choice(self.ground.people)
        habits = elsewhere(person.habits, self.random)
        person.told.append((self.ground.clock(), habits))
        await self.ground.tells(person, habits)

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
        replies, hushed = await self._say(person, f"snooze {number} until {day.isoformat()}")
        _is_right(handoff, person, day, self.ground.clock(), replies, taken=hushed.get(number) == day)

    def _reminded(self) -> tuple[Handoff, Person, date] | None:
        """Somebody who is to be reminded of a handoff, and the date that it is about."""
        now = self.ground.clock()
        known = [each.handoff for each in self.stories.values() if not each.handoff.is_over]
        for handoff in self.random.sample(known, min(len(known), 80)):
            person = self.ground.by_id[self.random.choice(sorted(handoff.parties.all()))]
            limits = year_oracle.limits(handoff, knowledge().kinds[handoff.kind], person.id, now)
            if limits and min(limits) > person.habits.today(now):
                return handoff, person, min(limits)
        return None

    async def _speak(self, number: int) -> None:
        """Whoever is on this handoff and has muted anything takes that back."""
        for id in sorted(self.stories[number].handoff.parties.all()):
            person = self.ground.by_id[id]
            for muted, until in (await self.ground.hushed(person)).items():
                if until is None:
                    await self._say(person, f"unmute {muted}" if muted else "unmute")

    async def _say(self, person: Person, text: str) -> tuple[list[str], Mapping[int, date | None]]:
        """Type it; what comes back, and what they want to hear nothing of from now on."""
        before = await self.ground.hushed(person)
        replies = await self.ground.says(person, text)
        hushed = await self.ground.hushed(person)
        if hushed != before:
            person.hushed.append((self.ground.clock(), hushed))
        self.changes[text.split()[0] + (" taken" if hushed != before else " refused")] += 1
        return replies, hushed

    def _any_time(self, days: int) -> datetime:
        """At an odd second, so that nothing happens just as work begins."""
        odd = timedelta(minutes=self.random.randint(1, 1438), seconds=17)
        return _BEGAN + self.random.randint(0, days) * DAY + odd

    def _at(self, at: datetime, what: str, number: int = 0) -> None:
        """Nobody does anything while nothing runs."""
        if _AWAY[0] <= at <= _AWAY[1]:
            at = _AWAY[1] + timedelta(minutes=self.random.randint(1, 300), seconds=17)
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


async def test_each_reminder_comes_once_on_its_day_to_the_right_person(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    began, random = time.monotonic(), Random(_SEED)
    settings: Settings = make_settings(BATON_RATE_LIMIT=0)
    ground = Ground(settings, Clock(_BEGAN), *connector, cast(_PEOPLE, _BEGAN - DAY, random))
    play = Play(ground, random)
    async with ground.running(monkeypatch):
        await ground.move_in()
        play.plan()
        await play.until(_AWAY[0])
    ground.clock.at = _AWAY[1]
    async with ground.running(monkeypatch):
        await ground.settle()
        await play.until(_END)
        lost = ground.lost()
    took = time.monotonic() - began
    year = Year(people=ground.by_id, kinds=knowledge().kinds, pasts=play.pasts, away=_AWAY, end=_END)
    expected, heard = list(year.reminders()), list(ground.heard())
    counted = Counter(f"{each.ladder} {each.rung}" for each in expected)
    print(f"seed {_SEED}: {len(expected)} reminders, {len(heard)} cards, {took:.0f} s")  # noqa: T201
    print(dict(counted), dict(play.changes), sep="\n")  # noqa: T201
    differences = list(_differences(year, expected, heard))
    assert not differences, "\n".join([f"{len(differences)} differences", *differences[:_SHOWN]])
    assert not lost
    assert took < _SECONDS, took


def _differences(year: Year, expected: Sequence[Said], heard: Sequence[Heard]) -> Iterator[str]:
    """What should have been said and was not, what was said though it should not, and cards in pieces."""
    due: dict[tuple[datetime, str], list[Said]] = {}
    for each in expected:
        due.setdefault((each.at, each.person), []).append(each)
    came: dict[tuple[datetime, str], list[Line]] = {}
    cards: Counter[tuple[datetime, str]] = Counter()
    for card in heard:
        came.setdefault((card.at, card.person), []).extend(card.lines)
        cards[card.at, card.person] += 1
    for key in sorted({*due, *came}):
        lines, who = list(came.get(key, ())), year.people[key[1]]
        where = f"{key[0]:%a %Y-%m-%d %H:%M:%S} {who.name}"
        if cards[key] > 1:
            yield f"{where}: {cards[key]} cards"
        for said in due.get(key, ()):
            texts = _texts(year, said)
            if found := next(
                (line for line in lines if line.number == said.number and line.text in texts), None
            ):
                lines.remove(found)
            else:
                yield f"{where}: not said: {said.number} {said.ladder} {said.rung} {texts[0]}"
        for line in lines:
            yield f"{where}: said: {line}"


def _texts(year: Year, said: Said) -> list[str]:
    """How a reminder may read; the only one on its card asks in its own way whether it was held."""
    handoff = next(h for at, h in reversed(year.pasts[said.number]) if at < said.at)
    kind, person = year.kinds[handoff.kind], year.people[said.person]
    habits = next(habits for since, habits in reversed(person.told) if since < said.at)
    today = habits.today(said.at)
    what = kind.deadline.text if said.ladder == "deadline" and kind.deadline else kind.discussion.name
    who = " and ".join(year.people[mover].name.title() for mover in said.movers)
    text = knowledge().ladders[said.ladder].rungs[said.rung].text
    day = min(said.day, today) if said.day and said.ladder == "held" else said.day
    when = _when(day, today) if day else ""
    texts = [text.format(what=what.rstrip("."), who=who, when=when, day=when)]
    meeting = handoff.discussion.meeting
    if said.ladder == "held" and meeting:
        from zoneinfo import ZoneInfo

        from handoffs import moments

        span = moments.span(meeting.start, meeting.end, ZoneInfo(habits.zone))
        texts.append(meeting_words.ASK_HELD.format(when=span))
    return texts


def _when(day: date, today: date) -> str:
    days = (day - today).days
    near = {0: "today, {}", 1: "tomorrow, {}", -1: "yesterday, {}"}
    far = f"in {days} days, on {{}}" if days > 0 else f"{-days} days ago, on {{}}"
    return near.get(days, far).format(show(day))
