"""The discussion's meeting over HTTP: found, booked, moved, followed and called off, with the real words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.scheduling.network import Backend
from meetings.errors import AwayError, NotAllowedError
from meetings.model import Attending, Event, Response
from tests.card_parts import titles
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.graph_ports import FakeCalendars
from tests.journeys import Player, Stage, open_stage, under_way


@pytest.fixture
def calendars() -> FakeCalendars:
    return FakeCalendars()


@pytest.fixture
async def stage(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str], calendars: FakeCalendars
) -> AsyncIterator[Stage]:
    async with open_stage(make_settings(), connector, Backend(calendars=calendars)) as opened:
        yield opened


async def _booked(stage: Stage, choice: str = "2") -> tuple[Player, Player]:
    """The second time on offer is on Monday, the first within the hour."""
    ana, megan = await under_way(stage)
    for text in ("schedule", choice):
        await ana.says(text)
    assert "Booked:" in await ana.says("yes")
    return ana, megan


def _event(calendars: FakeCalendars) -> Event:
    [event] = calendars.events.values()
    return event


def _talk(stage: Stage) -> dict[str, Any]:
    found: dict[str, Any] = stage.body().get("discussion", {})
    return found


async def _an_hour_passes(stage: Stage) -> None:
    """In steps that are shorter than a lease, for a worker that takes up a job counts on its clock."""
    for _ in range(182):
        stage.clock.pass_(20)
        await asyncio.sleep(0.004)
    await stage.quiet()


async def test_a_meeting_is_booked_moved_and_called_off(stage: Stage, calendars: FakeCalendars) -> None:
    ana, megan = await _booked(stage)
    assert "booked by Ana" in await megan.says("when is the meeting?")
    booked = _event(calendars)

    await ana.says("reschedule")
    await ana.says("3")
    assert "Moved: the discussion is now on Tue 24 Nov 2026" in await ana.says("yes")
    assert _event(calendars).start - booked.start == timedelta(days=1)
    assert _event(calendars).key == booked.key
    assert _talk(stage)["meeting"]["sequence"] == 1

    await ana.says("cancel meeting")
    assert "Cancelled" in await ana.says("yes")
    assert calendars.events == {}
    assert _talk(stage).get("meeting") is None
    stage.check()


async def test_it_is_all_done_by_buttons_on_one_message(stage: Stage, calendars: FakeCalendars) -> None:
    ana, _ = await under_way(stage)
    before = set(stage.connector.cards(ana.chat))
    await ana.says("schedule")
    [id] = set(stage.connector.cards(ana.chat)) - before
    card = stage.connector.cards(ana.chat)[id]

    for _ in range(2):  # a time, and yes
        action = _first_button(card)
        _, body = await ana.teams.invoke(
            "adaptiveCard/action", {"action": action, "trigger": "manual"}, replyToId=id
        )
        card = body["value"]
        await stage.quiet()

    assert "Booked" in str(card)
    assert len(calendars.events) == 1
    assert set(stage.connector.cards(ana.chat)) - before == {id}
    assert not [call for call in stage.connector.calls if call.method == "PUT" and call.id == id]


def _first_button(card: dict[str, Any]) -> dict[str, Any]:
    def buttons(part: Any) -> list[dict[str, Any]]:
        if isinstance(part, list):
            return [found for each in part for found in buttons(each)]
        if not isinstance(part, dict):
            return []
        own = [part] if part.get("type") == "Action.Execute" else []
        return own + [found for name, inner in part.items() if name != "fallback" for found in buttons(inner)]

    return buttons(card)[0]


async def test_nothing_is_booked_without_a_yes(stage: Stage, calendars: FakeCalendars) -> None:
    ana, _ = await under_way(stage)
    for text in ("schedule", "1", "no", "more", "1", "cancel"):
        await ana.says(text)

    assert "book" not in calendars.calls
    assert _talk(stage).get("meeting") is None


async def test_what_happens_in_outlook_is_followed(stage: Stage, calendars: FakeCalendars) -> None:
    ana, megan = await _booked(stage)
    event = _event(calendars)
    later = timedelta(hours=2)
    declined = Attending(address="megan@contoso.com", response=Response.DECLINED, at=stage.clock())
    calendars.events[event.key] = replace(
        event, start=event.start + later, end=event.end + later, attending=(declined,)
    )

    await _an_hour_passes(stage)

    meeting = _talk(stage)["meeting"]
    assert meeting["start"] == (event.start + later).isoformat().replace("+00:00", "Z")
    assert meeting["attendees"][0]["reply"] == "declined"
    assert "declined" in str(await ana.sees()).casefold()

    calendars.events.clear()
    await _an_hour_passes(stage)

    assert _talk(stage).get("meeting") is None
    await megan.says("open 1")
    stage.check()


async def test_a_look_that_fails_changes_nothing_and_is_tried_again(
    stage: Stage, calendars: FakeCalendars
) -> None:
    await _booked(stage)
    calendars.faults = [AwayError(60)]

    await _an_hour_passes(stage)
    assert _talk(stage)["meeting"]["key"]
    await _an_hour_passes(stage)
    assert "unseen" not in _talk(stage)["meeting"]


async def test_a_permission_that_is_missing_is_named_and_the_choice_stays(
    stage: Stage, calendars: FakeCalendars
) -> None:
    ana, _ = await under_way(stage)
    calendars.faults = [NotAllowedError("Calendars.Read")]

    assert "Calendars.Read" in await ana.says("schedule")
    assert "1." in await ana.says("try again")


async def test_two_who_book_at_once_get_one_meeting(stage: Stage, calendars: FakeCalendars) -> None:
    ana, megan = await under_way(stage)
    for player in (ana, megan):
        await player.says("schedule")
        await player.says("1")

    await ana.says("yes")
    refused = await megan.says("yes")

    assert "Ana" in refused
    assert len(calendars.events) == 1
    assert titles(ana.cards[-1]) is not None


async def test_once_it_is_over_the_organiser_is_asked_whether_it_took_place(
    stage: Stage, calendars: FakeCalendars
) -> None:
    ana, megan = await _booked(stage, "1")

    await _an_hour_passes(stage)
    await _an_hour_passes(stage)

    asked = [card for card in ana.cards if "take place" in str(card)]
    assert len(asked) == 1
    assert not [card for card in megan.cards if "take place" in str(card)]
    assert "7 business days" in await ana.says("held")
