"""How far a booking is when a test begins."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.office import Colleague
from tests.unit.dialogs.meeting.planner import Planner

TUESDAY = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # 14:00 in Oslo, 8:00 in New York


async def offered(ana: Colleague, megan: Colleague, planner: Planner, typed: str = "schedule tuesday") -> str:
    """What Ana is shown: 14:00, 14:30 and 15:00 in Oslo."""
    await ana.office.start(ana, megan)
    await ana.say(typed)
    return (await planner.run(ana)).text


async def booked(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    """The first of these times."""
    await offered(ana, megan, planner)
    await ana.say("1")
    await ana.say("yes")
    await planner.run(ana)
