"""What becomes of a meeting that stands: in Outlook, and once it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.meeting import working
from handoffs.change import What
from handoffs.model import Meeting, Reply, Talk
from meetings.errors import AwayError, MeetingError, SignInError
from meetings.model import Attending, Event, Response
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
    assert office.to_ask[1] == (meeting.key, meeting.end)
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


async def test_once_it_is_over_the_organiser_is_asked(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    office.now = booked.end
    reply = await working.ask_held(planner.turn(ana), office.handoffs_kept[1], booked.key)

    assert reply is not None
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
    await working.ask_held(planner.turn(ana), office.handoffs_kept[1], booked.key)

    await ana.say(typed)
    await ana.say("no")  # to nothing any more

    assert office.handoffs_kept[1].discussion.state is state


async def test_what_is_settled_is_not_asked(
    office: Office, ana: Colleague, planner: Planner, booked: Event
) -> None:
    assert await working.ask_held(planner.turn(ana), office.handoffs_kept[1], booked.key) is None
    office.now = booked.end
    assert await working.ask_held(planner.turn(ana), office.handoffs_kept[1], "another") is None
    await ana.say("held")
    assert await working.ask_held(planner.turn(ana), office.handoffs_kept[1], booked.key) is None


async def test_after_hours_it_is_asked_the_next_morning(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    await ana.say("schedule friday 27 nov 16:30")
    await planner.run(ana)
    await ana.say("yes")
    await planner.run(ana)

    assert office.to_ask[1][1] == datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
