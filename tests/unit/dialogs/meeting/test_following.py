"""What becomes of a meeting that stands: in Outlook, and once it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.meeting import working
from dialogs.message import Reply as Said
from dialogs.reminding.digest import digest
from dialogs.reminding.item import Item
from dialogs.turn import Turn
from handoffs.change import What
from handoffs.model import Meeting, Reply, Talk
from meetings.errors import AwayError, MeetingError, SignInError
from meetings.model import Attending, Event, Response
from reminders import standing
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner


@pytest.fixture
async def booked(ana: Colleague, megan: Colleague, planner: Planner) -> Event:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    await planner.run(ana)
    await ana.say("1")
    await ana.say("yes")
    await planner.run(ana)
    return next(iter(planner.events.values()))


def _meeting(office: Office) -> Meeting | None:
    return office.handoffs_kept[1].discussion.meeting


async def _followed(
    ana: Colleague, planner: Planner, event: Event | None, error: MeetingError | None = None
) -> None:
    await working.followed(planner.turn(ana), ana.office.handoffs_kept[1], event, error)


async def test_what_is_as_it_was_changes_nothing(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    before = office.handoffs_kept[1].revision

    await _followed(ana, planner, booked)

    assert office.handoffs_kept[1].revision == before


async def test_moved_in_outlook(office: Office, ana: Colleague, planner: Planner, booked: Event) -> None:
    later = timedelta(days=1)

    await _followed(ana, planner, replace(booked, start=booked.start + later, end=booked.end + later))

    meeting = _meeting(office)
    assert meeting is not None
    assert meeting.start == booked.start + later
    moved = next(each for each in office.recorded[1] if each.what == What.MEETING_MOVED)
    assert moved.person == ""


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_gone_in_outlook(
    is_deleted: bool, office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    await _followed(ana, planner, None if is_deleted else replace(booked, cancelled=True))

    assert _meeting(office) is None
    assert "find" in await ana.say("when is the meeting?")


async def test_a_decline_is_kept_and_told_to_the_organiser(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    declined = Attending(address="Megan@contoso.com", response=Response.DECLINED, at=office.now)

    await _followed(ana, planner, replace(booked, attending=(declined,)))
    await _followed(ana, planner, replace(booked, attending=(declined,)))

    meeting = _meeting(office)
    assert meeting is not None
    assert meeting.attendees[0].reply is Reply.DECLINED
    told = [reply.text for person, reply in office.told if person == ana.id]
    assert len([text for text in told if "declined" in text]) == 1


async def test_a_calendar_that_cannot_be_seen_is_said_once(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    since = office.now
    await _followed(ana, planner, None, SignInError())
    office.later(hours=1)
    await _followed(ana, planner, None, SignInError())

    meeting = _meeting(office)
    assert meeting is not None
    assert meeting.unseen == since

    await _followed(ana, planner, booked)

    seen = _meeting(office)
    assert seen is not None
    assert seen.unseen is None


async def test_a_service_that_is_away_changes_nothing(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    before = office.handoffs_kept[1].revision

    await _followed(ana, planner, None, AwayError())

    assert office.handoffs_kept[1].revision == before


async def test_a_link_that_comes_later_is_kept(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    await _followed(ana, planner, replace(booked, link="https://teams.example/other"))

    meeting = _meeting(office)
    assert meeting is not None
    assert meeting.link == "https://teams.example/other"


async def _reminded(turn: Turn, office: Office) -> Said:
    """What the organiser is told as the meeting ends."""
    handoff, expert = office.handoffs_kept[1], turn.desk.expert
    kind, ladders = expert.kinds[handoff.kind], expert.ladders
    found = [each for each in standing.occasions(handoff, kind, ladders, office.now) if each.at]
    return await digest(turn, [Item(handoff=handoff, occasion=each, rung="as-it-ends") for each in found])


async def test_once_it_is_over_the_organiser_is_asked(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    office.now = booked.end
    reply = await _reminded(planner.turn(ana), office)

    assert "Did the discussion take place?" in reply.text
    await ana.press("It took place", card=reply.card)
    assert office.handoffs_kept[1].discussion.state is Talk.HELD


@pytest.mark.parametrize(
    ("typed", "state"),
    [("yes", Talk.HELD), ("Yes, it did!", Talk.HELD), ("no, it didn't", Talk.NOT_HELD), ("hm", Talk.OPEN)],
)
async def test_whether_it_took_place_is_answered_by_a_word(
    typed: str, state: Talk, office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    office.now = booked.end
    await _reminded(planner.turn(ana), office)

    await ana.say(typed)
    await ana.say("no")  # to nothing any more

    assert office.handoffs_kept[1].discussion.state is state
