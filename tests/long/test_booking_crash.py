"""SIGKILL while a meeting is booked, moved and cancelled: in the end there is what was said yes to, once.

Baton is killed at each await that follows the yes, before and after each request to Graph takes effect, and
at moments by chance while Graph loses answers; and once more at the same point after it was started again.
Then it is left alone, and an offline checker holds calendar, handoff, history and chat against each other.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.store.tables import operation
from dialogs.meeting import words
from dialogs.operation import Stage
from handoffs import history
from handoffs.change import What
from handoffs.history import Recorded
from handoffs.model import Handoff, State, Talk
from tests.graph.faults import Fault, Repeat
from tests.graph.faults import What as Wrong
from tests.long.booking_ground import EVERYWHERE, NOWHERE, Lane, Point, When, lanes
from tests.long.handoff_ground import SEAL
from tests.postgres import Postgres
from tests.teams import TENANT

_LANES = 4
_MOMENTS = 20  # for each database
_SOME = 5  # places where moving and cancelling are killed
_SECONDS = 150  # for each database, after which it ends where it may
# Each opens one unit of work.
_UNITS = (
    *(
        "Turn._once",
        "Endings._write",
        "Running._open",
        "Running._write",
        "Following._open",
        "Following._write",
    ),
    *("Sender._announce", "Worker._claim", "Worker._write", "Runner._renew"),
)
_LOST = (Wrong.DROPPED, Wrong.HALF, Wrong.STATUS, Wrong.HTML)

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@dataclass(frozen=True, kw_only=True)
class Act:
    """What Ana says before her yes; what the history and her chat have of it afterwards."""

    says: tuple[str, ...]
    what: What
    lead: str
    path: str  # of the request that does it
    stands: bool = True


def _lead(text: str) -> str:
    return text.partition("{")[0]


BOOK = Act(says=("schedule", "1"), what=What.MEETING_BOOKED, lead=_lead(words.BOOKED), path="/events")
MOVE = Act(says=("reschedule", "2"), what=What.MEETING_MOVED, lead=_lead(words.MOVED), path="=")
CANCEL = Act(
    says=("cancel meeting",),
    what=What.MEETING_CANCELLED,
    lead=_lead(words.CANCELLED),
    path="/cancel",
    stands=False,
)
_ACTS = (BOOK, MOVE, CANCEL)


@dataclass(kw_only=True)
class Plan:
    """The points that are left for an act. `may`: as long as there is time."""

    must: list[Point] = field(default_factory=list)
    may: list[Point] = field(default_factory=list)


@dataclass(kw_only=True)
class Work:
    """What is left to be done, and what was found so far."""

    dice: random.Random
    plans: dict[What, Plan] = field(default_factory=lambda: {act.what: Plan() for act in _ACTS})
    found: Counter[str] = field(default_factory=Counter)
    until: float = field(default_factory=lambda: time.monotonic() + _SECONDS)

    def has(self, act: Act) -> bool:
        plan = self.plans[act.what]
        return bool(plan.must or (plan.may and time.monotonic() < self.until))

    def next(self, act: Act) -> Point:
        plan = self.plans[act.what]
        return (plan.must or plan.may).pop() if self.has(act) else NOWHERE

    @property
    def left(self) -> int:
        return sum(len(plan.must) + len(plan.may) for plan in self.plans.values())


@pytest.fixture
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    if request.param == "sqlite":
        return [f"sqlite+aiosqlite:///{tmp_path}/baton-{n}.db" for n in range(_LANES)]
    server: Postgres = request.getfixturevalue("postgres")
    return [server.create() for _ in range(_LANES)]


@pytest.mark.parametrize("urls", ["sqlite", "postgresql"], indirect=True)
async def test_one_meeting_whatever_is_killed(urls: Sequence[str], tmp_path: Path) -> None:
    seed, began = time.time_ns() % 100_000, time.monotonic()
    async with lanes(urls, tmp_path) as opened:
        work = Work(dice=random.Random(seed))
        await _survey(opened[0], work)
        await asyncio.gather(*(_round_after_round(lane, work) for lane in opened))
        killed = Counter(at for lane in opened for at in lane.killed)
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"seed {seed}: {killed.total()} kills at {len(killed)} points in {seconds:.0f} s, "
        f"{work.left} left out; {dict(work.found)}\n"
    )


async def _survey(lane: Lane, work: Work) -> None:
    """Go through it undisturbed, twice, and plan where to kill."""
    for act in (*_ACTS, *_ACTS):
        calls = len(lane.graph.calls)
        lane.ground.forget_passed()
        took = await _acted(lane, work, act, EVERYWHERE)
        requests = len(lane.graph.calls) - calls
        places = _places(lane.ground.passed, work.dice)
        work.plans[act.what] = _plan(act, places, requests, took, work.dice)


def _places(passed: Sequence[str], dice: random.Random) -> list[Point]:
    """Each place; of the statements of one transaction one, for before its commit they leave nothing."""
    of_one: dict[str, list[str]] = {}
    for place in passed:
        within = next((unit for unit in _UNITS if f"{unit} > " in place and ".execute" in place), place)
        of_one.setdefault(within, []).append(place)
    return [Point(place=dice.choice(places)) for places in of_one.values()]


def _plan(act: Act, places: Sequence[Point], requests: int, seconds: float, dice: random.Random) -> Plan:
    whens = (When.BEFORE, When.AFTER)
    asked = [Point(request=n, when=when) for n in range(1, requests + 1) for when in whens]
    must = [*asked, *[Point(request=1, when=When.LATE, path=act.path)] * 2]
    if act is BOOK:
        must += [Point(after=dice.uniform(0.001, seconds)) for _ in range(_MOMENTS)]
        must += [point for point in places if point.place.endswith("commit")]
    may = [point for point in places if point not in must]
    dice.shuffle(must)
    dice.shuffle(may)
    return Plan(must=must, may=may if act is BOOK else may[:_SOME])


async def _round_after_round(lane: Lane, work: Work) -> None:
    while any(map(work.has, _ACTS)):
        for act in _ACTS:
            if act is not MOVE or work.has(act):
                await _acted(lane, work, act, work.next(act))


async def _acted(lane: Lane, work: Work, act: Act, point: Point) -> float:
    """Do it, be killed there, and look at what came of it; how many seconds it took after the yes."""
    before = await _seen(lane)
    await lane.say(*act.says)
    said = len(lane.ground.fake.calls)
    lane.graph.repeat = work.dice.choice(list(Repeat))
    if point.after:
        lane.graph.faults += [_lost(act, work.dice)]
    began = time.monotonic()
    times = await lane.killed_at(point, "yes")
    seconds = time.monotonic() - began
    lane.graph.faults.clear()
    where = f"{act.what.value}, killed {times} times at {point}, {lane.graph.repeat}"
    try:
        await _check(lane, act, before)
        work.found[f"{act.what.value}, {await _told(lane, act, said, times)}"] += 1
    except AssertionError as error:
        raise AssertionError(f"{where}: {error}") from error
    return seconds


async def _told(lane: Lane, act: Act, since: int, killed: int) -> str:
    """Ana reads it once. Where it is not known what arrived, it is said again, or she is told of that."""
    times = sum(act.lead in each for each in lane.shown(since))
    unknown = await lane.is_unsure()
    assert times == 1 or (killed and unknown and times <= 1 + killed), (times, unknown)
    return f"told {times} times" + " (unsure)" * (times != 1)


def _lost(act: Act, dice: random.Random) -> Fault:
    """The effect is there, the answer is not."""
    return Fault(
        what=dice.choice(_LOST), path=f"{act.path}$", status=503, done=True, times=dice.choice((1, 2))
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A handoff with its history."""

    handoff: Handoff
    recorded: Sequence[Recorded]


async def _seen(lane: Lane) -> Seen:
    async with lane.ground.store.work(TENANT) as work:
        recorded = await work.handoffs.history(lane.number)
        head = await work.handoffs.head(lane.number)
    assert history.check(SEAL, TENANT, lane.number, recorded, head).sound
    return Seen(handoff=await lane.handoff(), recorded=recorded)


async def _check(lane: Lane, act: Act, before: Seen) -> None:
    now = await _seen(lane)
    new = [entry.what for entry in now.recorded[len(before.recorded) :]]
    assert new.count(act.what) == 1, new
    assert next(item.state for item in now.handoff.items if item.number == 3) is State.DONE
    newest = (await lane.ground.rows(operation))[-1]
    assert newest.stage == Stage.DONE, newest.stage
    meeting, events = now.handoff.discussion.meeting, lane.events
    if not act.stands:
        assert (meeting, events, now.handoff.discussion.state) == (None, [], Talk.OPEN)
        return
    assert meeting
    assert len(events) == 1, [event.start for event in events]
    [event] = events
    assert meeting.booked
    assert list(event.extended.values()) == [meeting.key]
    assert (event.start, event.end, event.link) == (meeting.start, meeting.end, meeting.link)
    assert meeting.link
