"""Who passes opportunities on in the simulated year: where they live, when they work, and what they hush."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
_WEEK = 7
_LONGEST = 60  # days without work that are believed

# North and south of the equator, with and without daylight saving, with weekends of either kind.
PLACES = (
    ("Europe/Oslo", "NO"),
    ("Europe/London", "GB"),
    ("America/New_York", "US"),
    ("America/Los_Angeles", "US"),
    ("America/Santiago", "CL"),
    ("Australia/Sydney", "AU"),
    ("Australia/Lord_Howe", "AU"),
    ("Pacific/Auckland", "NZ"),
    ("Asia/Riyadh", "SA"),
    ("Africa/Cairo", "EG"),
    ("Asia/Jerusalem", "IL"),
    ("Asia/Kolkata", "IN"),
    ("Asia/Tokyo", "JP"),
    ("Europe/Berlin", ""),
)

Shifts = Mapping[int, tuple[tuple[time, time], ...]]  # by weekday


def _on(days: str, *ranges: tuple[str, str]) -> Shifts:
    times = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in ranges)
    return {int(day): times for day in days}


# Working hours as a profile keeps them, and what they mean; "": nothing was told.
HOURS: Mapping[str, Shifts] = {
    "mon-fri 09:00-17:30": _on("01234", ("09:00", "17:30")),
    "mon-thu, sun 08:30-16:00": _on("01236", ("08:30", "16:00")),
    "tue-thu 10:00-14:00": _on("123", ("10:00", "14:00")),
    "mon-fri 22:00-06:00": _on("01234", ("22:00", "06:00")),
    "mon, wed 07:30-11:00, 12:00-15:00": _on("02", ("07:30", "11:00"), ("12:00", "15:00")),
    "mon-thu, sun 02:00-10:00": _on("01236", ("02:00", "10:00")),
}


@dataclass(frozen=True, kw_only=True)
class Habits:
    """When somebody works, as it was told at one moment."""

    zone: str
    country: str = ""
    hours: str = ""

    def today(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def works_on(self, day: date) -> bool:
        return day.weekday() in self._week and day not in _holidays(self.country)

    def shifts(self, day: date) -> list[tuple[datetime, datetime]]:
        """From when until when they work if they work on that day."""
        found = []
        for starts, ends in self._week.get(day.weekday(), ()):
            last = day if ends > starts else day + DAY
            found.append((self._moment(day, starts), self._moment(last, ends)))
        return found

    def opens(self, day: date) -> datetime:
        return self.shifts(day)[0][0]

    def is_open(self, at: datetime) -> bool:
        today = self.today(at)
        days = [day for day in (today - DAY, today) if self.works_on(day)]
        return any(start <= at < end for day in days for start, end in self.shifts(day))

    def next_open(self, at: datetime) -> datetime:
        """The moment itself within working hours, else the next one at which work begins."""
        if self.is_open(at):
            return at
        days = (self.today(at) + count * DAY for count in range(_LONGEST))
        starts = (start for day in days if self.works_on(day) for start, _ in self.shifts(day))
        return next(start for start in starts if start >= at)

    def shift_of(self, at: datetime) -> date:
        """The day whose shift lasts at this moment."""
        today = self.today(at)
        night = self.works_on(today - DAY) and any(
            start <= at < end for start, end in self.shifts(today - DAY)
        )
        return today - DAY if night else today

    def until(self, day: date) -> date:
        """The last working day until that one."""
        while not self.works_on(day):
            day -= DAY
        return day

    def since(self, day: date) -> date:
        """The first working day from that one on."""
        while not self.works_on(day):
            day += DAY
        return day

    def back(self, day: date, count: int) -> date:
        """So many of their working days earlier."""
        while count:
            day -= DAY
            count -= self.works_on(day)
        return day

    def on(self, day: date, count: int) -> date:
        """So many of their working days later."""
        while count:
            day += DAY
            count -= self.works_on(day)
        return day

    @property
    def _week(self) -> Shifts:
        return HOURS[self.hours] if self.hours else _usual(self.country)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


@cache
def _holidays(country: str) -> Any:
    return holidays.country_holidays(country, language="en_US") if country else {}


@cache
def _usual(country: str) -> Shifts:
    weekend = set(_holidays(country).weekend) if country else {5, 6}
    return {day: ((time(8), time(17)),) for day in range(_WEEK) if day not in weekend}


@dataclass
class Person:
    """One of them, by name; `id` is what handoffs name them by."""

    name: str
    told: list[tuple[datetime, Habits]]
    hushed: list[tuple[datetime, Mapping[int, date | None]]] = field(default_factory=list)
    id: str = ""

    @property
    def habits(self) -> Habits:
        return self.told[-1][1]

    def eras(self) -> Iterator[tuple[datetime, datetime, Habits]]:
        """Their habits, with from when until when these were so."""
        ends = [since for since, _ in self.told[1:]] + [datetime.max.replace(tzinfo=UTC)]
        for (since, habits), end in zip(self.told, ends, strict=True):
            yield since, end, habits

    def hushed_at(self, at: datetime) -> Mapping[int, date | None]:
        """What they wanted to hear nothing of, just before that moment."""
        return next((said for since, said in reversed(self.hushed) if since < at), {})


def cast(count: int, began: datetime, random: Random) -> list[Person]:
    """So many people, in all places."""
    people = []
    for number in range(count):
        zone, country = PLACES[number % len(PLACES)]
        hours = random.choice(("", "", "", *HOURS))
        habits = Habits(zone=zone, country=country, hours=hours)
        people.append(Person(name=f"p{number}", told=[(began, habits)]))
    return people


def elsewhere(habits: Habits, random: Random) -> Habits:
    """The same person after a move, or with other hours."""
    if random.random() < 0.4:
        return replace(habits, hours=random.choice(("", *HOURS)))
    zone, country = random.choice(PLACES)
    return replace(habits, zone=zone, country=country)


def names(people: Sequence[Person]) -> dict[str, Person]:
    return {person.id: person for person in people}
