"""What has to be said in the simulated year: day by day, person by person, from what happened in it.

It reads nothing of the rooms that remind: the rules stand here once more, as the requirement has them. Whose
move it is and which dates there are it takes from the handoff.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from handoffs import clock, views
from handoffs.model import Handoff, Item, State, Status, Talk
from handoffs.steps import Step
from knowledge.handoffs import HandoffKind
from tests.long.year_people import DAY, Habits, Person

_ALL = 0
_ATU_STU = "atu-stu"


class Rung(NamedTuple):
    """`days` before (less than 0) or after the date: calendar days, or the person's working days."""

    name: str
    days: int
    working: bool = False
    escalates: bool = False


_BEFORE_AND_AFTER = (
    Rung("three-days-before", -3, working=True),
    Rung("day-before", -1),
    Rung("on-the-day", 0),
    Rung("day-after", 1),
    Rung("three-days-after", 3),
    Rung("escalated-three-days-after", 3, escalates=True),
    Rung("escalated-a-week-after", 7, escalates=True),
)
RULES: Mapping[str, Sequence[Rung]] = {
    "deadline": (*_BEFORE_AND_AFTER, Rung("escalated-two-weeks-after", 14, escalates=True)),
    "discussion": _BEFORE_AND_AFTER,
    "not-booked": (Rung("two-days-after", 2, working=True),),
    "held": (Rung("as-it-ends", 0), Rung("morning-after", 1)),
}


@dataclass(frozen=True, kw_only=True)
class Due:
    """A date that stands. `at`: the moment that is counted from, if it is one; `key` tells it from others."""

    key: object
    movers: tuple[str, ...]
    day: date | None = None
    at: datetime | None = None


class Said(NamedTuple):
    """One reminder; `day`: the date that it is about."""

    at: datetime
    person: str
    number: int
    ladder: str
    rung: str
    day: date | None
    movers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Year:
    """What happened. `pasts`: each handoff after each change. `away`: from when until when nothing ran."""

    people: Mapping[str, Person]
    kinds: Mapping[str, HandoffKind]
    pasts: Mapping[int, Sequence[tuple[datetime, Handoff]]]
    away: tuple[datetime, datetime]
    end: datetime

    def reminders(self) -> Iterator[Said]:
        for past in self.pasts.values():
            concerned = {person for _, handoff in past for person in handoff.parties.all()}
            for person in sorted(concerned & self.people.keys()):
                moments = self._moments(self.people[person], past)
                for ladder in RULES:
                    yield from _Ladder(self, past, self.people[person], ladder).walk(moments)

    def late(self, person: Person) -> datetime:
        """When somebody is told what they were not told while nothing ran: in the hours they have then."""
        for since, until, habits in person.eras():
            if (at := habits.next_open(max(since, self.away[1]))) <= until:
                return at
        return self.end

    def _moments(self, person: Person, past: Sequence[tuple[datetime, Handoff]]) -> list[datetime]:
        """When something could be said of a handoff: as work begins, as a meeting ends, after a downtime."""
        first = past[0][0]
        last = past[-1][0] if past[-1][1].is_over else self.end
        found = set(_openings(person, self.end))
        ends = {
            handoff.discussion.meeting.end for _, handoff in past if handoff.discussion.meeting is not None
        }
        for since, until, habits in person.eras():
            found |= {at for at in map(habits.next_open, ends) if since < at <= until}
        found.add(self.late(person))
        return sorted(at for at in found if first < at <= last and not self.away[0] <= at < self.away[1])


_known: dict[str, list[datetime]] = {}


def _openings(person: Person, end: datetime) -> list[datetime]:
    """When their work begins, day by day."""
    if person.id not in _known:
        found = []
        for since, until, habits in person.eras():
            day = habits.today(since) - DAY
            while day <= habits.today(min(until, end)):
                if habits.works_on(day) and since < habits.opens(day) <= min(until, end):
                    found.append(habits.opens(day))
                day += DAY
        _known[person.id] = found
    return _known[person.id]


@dataclass
class _Ladder:
    """One person's reminders of one kind of date of one handoff."""

    year: Year
    past: Sequence[tuple[datetime, Handoff]]
    person: Person
    ladder: str

    def walk(self, moments: Sequence[datetime]) -> Iterator[Said]:
        """Go through the year; what was said of a date is not said of it again."""
        times = [at for at, _ in self.past]
        key, said = object(), -1
        for at in moments:
            handoff = self.past[bisect_left(times, at) - 1][1]
            due = _due(self.ladder, handoff, self.year.kinds[handoff.kind], _is_past(handoff, at), at)
            if due is None:
                continue
            if due.key != key:
                key, said = due.key, -1
            if (found := self._now(handoff, due, at, said)) is None:
                continue
            said = found
            about = (handoff.number, self.ladder, RULES[self.ladder][said].name)
            yield Said(at, self.person.id, *about, due.day, due.movers)

    def _now(self, handoff: Handoff, due: Due, at: datetime, said: int) -> int | None:
        """Which rung, by its place, is to be said at this moment."""
        habits = next(told for since, told in reversed(self.person.told) if since < at or at == since)
        hushed = [
            until for number, until in self.person.hushed_at(at).items() if number in (_ALL, handoff.number)
        ]
        if None in hushed:
            return None
        quiet = max((habits.opens(habits.since(day)) for day in hushed if day), default=None)
        if quiet and at < quiet:
            return None
        came = [(place, self._at(rung, due, habits)) for place, rung in self._theirs(handoff, due)]
        down, late = self.year.away[0], at == self.year.late(self.person)
        if quiet and (at == quiet or (late and down <= quiet <= at)):
            return max((place for place, moment in came if moment <= at), default=None)
        missed = self._missed(due) if late else set()
        return max(
            (
                p
                for p, moment in came
                if p > said and (moment == at or (p in missed and down <= moment <= at))
            ),
            default=None,
        )

    def _missed(self, due: Due) -> set[int]:
        """The rungs of this date that were this person's already while nothing ran."""
        at = self.year.away[1]
        handoff = self.past[bisect_left([since for since, _ in self.past], at) - 1][1]
        before = _due(self.ladder, handoff, self.year.kinds[handoff.kind], _is_past(handoff, at), at)
        same = before is not None and before.key == due.key
        return {place for place, _ in self._theirs(handoff, before)} if before and same else set()

    def _theirs(self, handoff: Handoff, due: Due) -> list[tuple[int, Rung]]:
        """The rungs that are for this person."""
        escalation = handoff.parties.escalation
        return [
            (place, rung)
            for place, rung in enumerate(RULES[self.ladder])
            if (self.person.id == escalation if rung.escalates else self.person.id in due.movers)
        ]

    def _at(self, rung: Rung, due: Due, habits: Habits) -> datetime:
        return _moment(rung, due.at if self.ladder == "held" else None, _day(due, habits), habits)


@cache
def _moment(rung: Rung, ended: datetime | None, day: date, habits: Habits) -> datetime:
    if ended is not None:
        first = habits.next_open(ended)
        return habits.opens(habits.since(habits.shift_of(first) + DAY)) if rung.days else first
    if rung.days < 0:
        counted = habits.back(day, -rung.days) if rung.working else day + rung.days * DAY
        return habits.opens(habits.until(counted))
    if rung.days == 0:
        return habits.opens(habits.until(day))
    counted = habits.on(day, rung.days) if rung.working else day + rung.days * DAY
    return habits.opens(habits.since(counted))


def _day(due: Due, habits: Habits) -> date:
    if due.day:
        return due.day
    assert due.at
    return habits.today(due.at)


def _is_past(handoff: Handoff, at: datetime) -> bool:
    meeting = handoff.discussion.meeting
    return meeting is not None and meeting.end <= at


_dues: dict[tuple[str, int, int, bool], Due | None] = {}


def _due(ladder: str, handoff: Handoff, kind: HandoffKind, past: bool, at: datetime) -> Due | None:
    """The date as it stands; only whether its meeting is over depends on the moment."""
    key = (ladder, handoff.number, handoff.revision, past)
    if key not in _dues:
        _dues[key] = _reckon(ladder, handoff, kind, at)
    return _dues[key]


def _reckon(ladder: str, handoff: Handoff, kind: HandoffKind, at: datetime) -> Due | None:
    if handoff.is_over or handoff.status is Status.DRAFT or handoff.transferred:
        return None
    move, talk = views.whose_move(handoff, kind, at), handoff.discussion
    meeting, giver = talk.meeting, handoff.parties.giver
    if ladder == "deadline":
        dated = handoff.deadline
        waits = not move.people  # all of them, for the meeting: nobody is reminded
        return Due(key=dated.due, day=dated.due, movers=move.people) if dated and not waits else None
    if ladder == "held":
        if meeting is None or not meeting.booked or talk.state is Talk.HELD:
            return None
        own = meeting.organiser if meeting.organiser in handoff.parties.all() else giver
        return Due(key=(meeting.key, meeting.end), at=meeting.end, day=meeting.day, movers=(own,))
    lapsed = meeting is not None and not meeting.booked and meeting.end <= at
    if talk.state is Talk.HELD or (meeting is not None and not lapsed):
        return None
    if ladder == "discussion":
        latest = clock.latest(handoff, kind)
        movers = move.people if move.step is Step.TICK else (giver,)
        return Due(key=latest.due, day=latest.due, movers=movers) if latest else None
    since = _ready(handoff)
    return Due(key=since, at=since, movers=(giver,)) if since else None


def _ready(handoff: Handoff) -> datetime | None:
    """Since when all that comes before the stage move, of items, is settled, or since it was not held."""
    if handoff.kind != _ATU_STU or handoff.moved:
        return None
    before = [item for item in handoff.items if _comes_first(item)]
    marks = [item.mark.at for item in before if item.mark and item.state is not State.OPEN]
    if len(marks) < len(before):
        return None
    talk = handoff.discussion.mark
    return max([*marks, *([talk.at] if talk else [])], default=handoff.created)


def _comes_first(item: Item) -> bool:
    return item.required and not item.gate and item.before == "moved"


def limits(handoff: Handoff, kind: HandoffKind, person: str, at: datetime) -> list[date]:
    """The dates of a handoff beyond which this person cannot put off being reminded."""
    found = []
    for ladder in ("deadline", "discussion"):
        due = _due(ladder, handoff, kind, _is_past(handoff, at), at)
        if due and due.day and (person in due.movers or person == handoff.parties.escalation):
            found.append(due.day)
    return found
