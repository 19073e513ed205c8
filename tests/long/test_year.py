"""A year in which 500 opportunities are passed on: each reminder once, on its day, to the right person."""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from random import Random

import pytest

from tests.clock import Clock
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, knowledge
from tests.long.year_ground import Ground
from tests.long.year_oracle import RULES, Year
from tests.long.year_people import DAY, cast
from tests.long.year_play import AWAY, BEGAN, END, Play
from tests.long.year_sentences import differences

pytestmark = [pytest.mark.long, pytest.mark.engines("sqlite")]

_HANDOFFS = int(os.environ.get("YEAR_HANDOFFS", "500"))
_SEED = int(os.environ.get("YEAR_SEED", "0")) or secrets.randbelow(10**6)
_PEOPLE = 42
_SECONDS = 210.0
_SHOWN = 25  # differences
_MANY = 300  # handoffs in which everything happens that may
# What happens in the year, and so is proved.
_HAPPENS = (
    *("meeting booked", "meeting moved", "meeting cancelled", "discussion held", "discussion not held"),
    *("moved", "transferred", "party assigned", "escalation contact named", "declined", "cancelled"),
    *("reopened", "closed", "snooze taken", "snooze refused", "mute taken", "unmute taken", "hours changed"),
)


async def test_each_reminder_comes_once_on_its_day_to_the_right_person(
    make_settings: MakeSettings,
    connector: tuple[FakeConnector, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began, random = time.monotonic(), Random(_SEED)
    people = cast(_PEOPLE, BEGAN - DAY, random)
    ground = Ground(make_settings(BATON_RATE_LIMIT=0), Clock(BEGAN), *connector, people)
    play = Play(ground, random)
    async with ground.running(monkeypatch):
        await ground.move_in()
        play.plan(_HANDOFFS)
        await play.until(AWAY[0])
    ground.clock.at = AWAY[1]  # three days in which nothing ran
    async with ground.running(monkeypatch):
        await ground.settle()
        await play.until(END)
        lost = ground.lost()
    took = time.monotonic() - began
    year = Year(people=ground.by_id, kinds=knowledge().kinds, pasts=play.pasts, away=AWAY, end=END)
    expected, heard = list(year.reminders()), list(ground.heard())
    happened = play.happened | Counter((each.ladder, each.rung) for each in expected)
    with capsys.disabled():
        about = f"{len(expected)} reminders on {len(heard)} cards in {took:.0f} s; seed {_SEED}"
        print(f"\n{_HANDOFFS} handoffs: {about}; {dict(play.happened)}")  # noqa: T201 - the figures are for whoever reads the run

    found = list(differences(year, expected, heard))
    assert not found, "\n".join([f"{len(found)} differences", *found[:_SHOWN]])
    assert not lost
    if _HANDOFFS >= _MANY:
        rungs = [(ladder, rung.name) for ladder, each in RULES.items() for rung in each]
        assert not [each for each in (*_HAPPENS, *rungs) if not happened[each]]
    assert took < _SECONDS, took
