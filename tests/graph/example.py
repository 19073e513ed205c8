"""The people of the Playground, with believable calendars for the weeks to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.graph.directory import Item, Mailbox
from tests.graph.state import State

PLAYGROUND = Path(__file__).resolve().parents[2] / "scripts" / "playground" / "ana.yml"
_WEEKS = 6
_LONDON = ("GMT Standard Time", "Europe/London")
# The zone as Outlook has it, and its place.
_ZONES: Mapping[str, tuple[str, str]] = {
    "ana": ("W. Europe Standard Time", "Europe/Oslo"),
    "megan": _LONDON,
    "alex": ("Pacific Standard Time", "America/Los_Angeles"),
}


@dataclass(frozen=True)
class _Weekly:
    """What stands in somebody's calendar every week; Monday is 0, and the time is local."""

    who: str
    weekday: int
    at: time
    minutes: int
    status: str = "busy"


_EVERY_WEEK = (
    _Weekly("ana", 0, time(9), 60),
    _Weekly("ana", 1, time(16), 60),
    _Weekly("ana", 2, time(16), 30, "tentative"),
    _Weekly("ana", 4, time(12), 300, "oof"),
    _Weekly("megan", 0, time(15), 90),
    _Weekly("megan", 1, time(9, 30), 150),
    _Weekly("megan", 3, time(16), 60),
    _Weekly("alex", 1, time(8), 60),
    _Weekly("alex", 2, time(8), 30),
    _Weekly("alex", 3, time(9), 120, "workingElsewhere"),
)


def populate(state: State, playground: Path = PLAYGROUND) -> None:
    """Put the people of a Playground's settings into the tenant."""
    settings: dict[str, Any] = yaml.safe_load(playground.read_text("utf-8"))
    for person in (settings["currentUser"], *settings["users"]):
        key = person["email"].partition("@")[0]
        zone, _ = _ZONES.get(key, _LONDON)
        mailbox = Mailbox(
            mail=person["email"], name=person["name"], object_id=person["aadObjectId"], zone=zone
        )
        mailbox.items += _items(key, state.now())
        state.add(mailbox)


def _items(who: str, now: datetime) -> list[Item]:
    _, place = _ZONES.get(who, _LONDON)
    today = now.astimezone(ZoneInfo(place)).date()
    items = []
    for each in (weekly for weekly in _EVERY_WEEK if weekly.who == who):
        first = today + timedelta(days=(each.weekday - today.weekday()) % 7)
        for week in range(_WEEKS):
            start = datetime.combine(first + timedelta(weeks=week), each.at, ZoneInfo(place)).astimezone(UTC)
            end = start + timedelta(minutes=each.minutes)
            items.append(Item(start=start, end=end, status=each.status))
    return items
