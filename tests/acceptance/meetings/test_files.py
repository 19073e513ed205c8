"""Without Graph: times from working hours, and an invitation file for each change behind a signed link."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from tests.acceptance.meetings.ground import ANA, MEGAN, Ground, Open
from tests.journeys import Player

_LINK = re.compile(r"https?://[^\"')\s]+/invites/[^\"')\s]+\.ics")


@pytest.fixture
async def ground(start: Open) -> AsyncIterator[Ground]:
    async with start() as opened:
        yield opened
        await opened.check()


def _link(player: Player) -> str:
    """The last that came to this chat."""
    calls = player.stage.connector.calls
    found = [
        link for call in calls if call.conversation == player.chat for link in _LINK.findall(str(call.body))
    ]
    return str(found[-1])


async def _get(ground: Ground, link: str) -> tuple[int, str]:
    async with ground.stage.client.get(link[link.index("/invites/") :]) as response:
        return response.status, await response.text()


async def _event(ground: Ground, player: Player) -> tuple[str, Any]:
    """The method and the event of the file, as two readers see it."""
    status, text = await _get(ground, _link(player))
    assert status == 200
    calendar = Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    other = vobject.readOne(text)
    assert other.vevent.uid.value == event["UID"]
    assert other.method.value == calendar["METHOD"]
    return str(calendar["METHOD"]), event


async def test_a_file_for_each_change(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    assert "Calendars were not checked" in await ana.says("schedule")
    back = await ana.says("2")
    assert ("I'll write an invitation file" in back, "Calendars were not checked" in back) == (True, True)
    assert "The invitation for Mon 23 Nov 2026" in await ana.says("yes")
    method, first = await _event(ground, ana)
    assert (method, first["SEQUENCE"]) == ("REQUEST", 0)
    assert (first["ORGANIZER"], first["ATTENDEE"]) == (f"mailto:{ANA}", f"mailto:{MEGAN}")
    assert "Azure migration" in first["DESCRIPTION"]
    assert first.walk("VALARM")
    assert "calendars not checked" in str(await megan.sees())

    for text in ("reschedule", "3", "yes"):
        await ana.says(text)
    method, moved = await _event(ground, ana)
    assert (method, moved["SEQUENCE"], moved["UID"]) == ("REQUEST", 1, first["UID"])
    assert moved["DTSTART"].dt > first["DTSTART"].dt

    for text in ("cancel meeting", "yes"):
        await ana.says(text)
    method, cancelled = await _event(ground, ana)
    assert (method, cancelled["SEQUENCE"], cancelled["UID"]) == ("CANCEL", 2, first["UID"])
    assert (cancelled["STATUS"], ground.kept) == ("CANCELLED", None)
    assert ground.asked() == []


async def test_who_is_outside_gets_no_agenda(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    assert 'I don\'t know who "zelda" is' in await ana.says("schedule with zelda too")
    assert "I do not know the time zone of Pat" in await ana.says("schedule with pat@fabrikam.com too")
    back = await ana.says("1")
    assert "Pat is outside your organization" in back
    assert "only the title, the purpose and the time." in back
    await ana.says("yes")

    _, event = await _event(ground, ana)
    assert [str(each) for each in event["ATTENDEE"]] == [f"mailto:{MEGAN}", "mailto:pat@fabrikam.com"]
    assert "Azure migration" not in event.to_ical().decode().replace("\r\n ", "")
    assert "nothing to sign in to" in await ana.says("sign in")


async def test_a_link_that_is_over_or_forged(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    for text in ("schedule", "1", "yes"):
        await ana.says(text)
    link = _link(ana)
    token = link.rpartition("/")[2].removesuffix(".ics")
    place = len(token) // 2
    forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert (await _get(ground, link))[0] == 200
    for other in (forged, token[:-2], "x", token + token):
        status, text = await _get(ground, f"/invites/{other}.ics")
        assert (status, "BEGIN" in text) == (404, False)

    for _ in range(4):
        await ground.passes(10 * 24)
    assert (await _get(ground, link))[0] == 404
