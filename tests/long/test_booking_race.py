"""Two people book the discussion of one handoff at once, each through a process of their own."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp.test_utils import TestClient

from bot.store.tables import operation
from dialogs.operation import Stage
from tests.long.booking_ground import LONG, Lane, lane
from tests.long.handoff_ground import started, until
from tests.teams import Teams

_ROUNDS = 8

pytestmark = [
    pytest.mark.long,
    pytest.mark.engines("postgresql"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


async def test_two_who_say_yes_at_once_get_one_meeting(database_url: str, tmp_path: Path) -> None:
    first: Counter[str] = Counter()
    with started("tests.long.booking_program", tmp_path) as program:
        async with lane(database_url, tmp_path, program) as there, there.ground.process() as (_, client):
            there.megan.client = cast(TestClient[Any, Any], client)
            for _ in range(_ROUNDS):
                first[await _raced(there)] += 1
    sys.stdout.write(f"who was first: {dict(first)}\n")


async def _raced(there: Lane) -> str:
    """Who was first: the meeting is in their calendar, and the other is told who and when."""
    people = {"Ana": there.ana, "Megan": there.megan}
    for person in people.values():
        await there.say("schedule", "1", person=person)
    since = len(there.ground.fake.calls)
    await asyncio.gather(*(person.post(there.typed("yes", person)) for person in people.values()))
    await until(there.is_over, LONG)

    [event] = [each for each in there.graph.calendars.all if not each.cancelled]
    meeting = (await there.handoff()).discussion.meeting
    assert meeting
    assert meeting.booked
    assert list(event.extended.values()) == [meeting.key]
    name = event.organiser.name
    [other] = people.keys() - {name}
    assert any("Booked: " in each for each in there.shown(since, people[name]))
    told = there.shown(since, people[other])
    assert any(name in each and f"{_day(meeting.start)}" in each for each in told), told
    assert not any("Booked: " in each for each in told), told
    stages = [row.stage for row in await there.ground.rows(operation)]
    assert Stage.ACTING not in stages
    await _called_off(there, people[name])
    return name


def _day(moment: Any) -> str:
    return f"{moment:%a} {moment.day} {moment:%b %Y}"


async def _called_off(there: Lane, person: Teams) -> None:
    await there.say("cancel meeting", "yes", person=person)
    assert not [each for each in there.graph.calendars.all if not each.cancelled]
