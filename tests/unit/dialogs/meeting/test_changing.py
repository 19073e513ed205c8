"""A meeting that stands is moved and cancelled; without calendars, by files."""

from __future__ import annotations

import pytest

from meetings.model import Response
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY, booked, offered


async def test_its_own_time_is_in_nobodys_way_when_it_is_moved(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)
    planner.block(megan, TUESDAY)

    await ana.say("reschedule to tuesday, 1 hour")
    shown = (await planner.run(ana)).text
    await ana.say("1")
    await ana.say("yes")
    done = (await planner.run(ana)).text

    assert "1. Tue 24 Nov, 14:00" in shown
    assert "Moved: the discussion is now on Tue 24 Nov 2026, 14:00-15:00" in done
    meeting = ana.office.handoffs_kept[1].discussion.meeting
    assert meeting is not None
    assert (meeting.sequence, meeting.booked) == (1, True)


@pytest.mark.parametrize("typed", ["reschedule", "cancel meeting"])
async def test_only_the_organiser_can_change_it(
    typed: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)

    assert "Ana booked the discussion, so only Ana can" in await megan.say(typed)


@pytest.mark.parametrize("typed", ["reschedule", "cancel meeting"])
async def test_without_a_meeting_there_is_nothing_to_change(
    typed: str, ana: Colleague, megan: Colleague
) -> None:
    await ana.office.start(ana, megan)

    assert "No meeting is booked" in await ana.say(typed)


async def test_it_is_cancelled_after_a_yes_with_the_comment(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)

    assert "With this comment: Ana is ill" in await ana.say("cancel meeting because Ana is ill")
    assert planner.events
    await ana.say("yes")
    done = await planner.run(ana)

    assert "Cancelled: the discussion on Tue 24 Nov 2026" in done.text
    assert planner.comments == ["Ana is ill"]
    assert ana.office.handoffs_kept[1].discussion.meeting is None


@pytest.mark.parametrize("no", ["no", "keep it", "cancel", "back"])
async def test_a_no_keeps_it(no: str, ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await booked(ana, megan, planner)
    await ana.say("cancel meeting")

    assert await ana.say(no) == "All right, the meeting stays."
    assert planner.events


async def test_when_it_is_and_who_comes_is_answered(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)

    looked = len(ana.office.followed)

    told = await megan.say("when is the meeting?")

    assert "Tue 24 Nov 2026, 08:00-08:30 (UTC-5), booked by Ana" in told
    assert "Megan has not answered." in told
    assert "[Join](https://teams.example/join)" in told
    assert Response.ACCEPTED.value not in told
    assert ana.office.followed[looked:] == [1]  # for it may have changed


async def test_without_calendars_a_yes_gives_a_file_for_each_change(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    office.defaults = type(office.defaults)(checks=False)
    shown = await offered(ana, megan, planner)
    await ana.say("1")
    await ana.say("yes")
    first = await planner.run(ana)
    await ana.say("reschedule to thursday")
    others = await planner.run(ana)
    await ana.say("1")
    await ana.say("yes")
    second = await planner.run(ana)
    confirmed = await ana.say("cancel meeting because Megan is ill")
    await ana.say("yes")
    third = await planner.run(ana)

    assert "Calendars were not checked" in shown
    assert "with Alex too" in shown
    assert "with Alex too" not in others.text  # for a move changes no guests
    assert "it is not in the file: Megan is ill" in confirmed
    assert "Download the invitation" in str(first.card)
    assert "Download the cancellation" in str(third.card)
    assert any("Megan is ill. Contoso" in reply.text for _, reply in office.told)
    assert [(file["sequence"], file["cancelled"]) for file in office.files] == [
        (0, False),
        (1, False),
        (2, True),
    ]
    assert "-1.ics" in str(second.card)
