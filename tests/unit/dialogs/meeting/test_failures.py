"""Whatever goes wrong in the network: one clear sentence, the choice still open, nothing booked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dialogs.operation import Stage
from handoffs.change import What
from meetings.errors import (
    AwayError,
    EventGoneError,
    MeetingError,
    NoMailboxError,
    NotAllowedError,
    NotOrganiserError,
    RefusedError,
    SignInError,
    UnknownOutcomeError,
)
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner

TUESDAY = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
SENTENCES: list[tuple[MeetingError, str]] = [
    (NotAllowedError("Calendars.ReadWrite"), "the permission Calendars.ReadWrite is missing"),
    (NotAllowedError(), "has not given me the permission"),
    (NoMailboxError(), "not in Exchange Online"),
    (RefusedError("ErrorInvalidRequest"), "did not accept it. Nothing was changed"),
    (RefusedError(), "did not accept it. Nothing was changed"),
    (AwayError(), "does not answer just now"),
    (AwayError(open=True), "leave it alone for a minute"),
]


async def _confirming(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    await planner.run(ana)
    await ana.say("1")


async def _booked(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await _confirming(ana, megan, planner)
    await ana.say("yes")
    await planner.run(ana)


@pytest.mark.parametrize(("error", "told"), SENTENCES, ids=str)
async def test_a_search_that_failed_says_why_and_can_be_tried_again(
    error: MeetingError, told: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    planner.errors = [error]
    await ana.say("schedule tuesday")

    shown = await planner.run(ana)

    assert told in shown.text.replace("\n", " ")
    assert "Try again" in str(shown.card)

    await ana.say("try again")

    assert "These times suit everyone" in (await planner.run(ana)).text


@pytest.mark.parametrize(("error", "told"), SENTENCES, ids=str)
async def test_a_booking_that_failed_says_why_and_leaves_the_way_free(
    error: MeetingError, told: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    planner.errors = [error]
    await ana.say("yes")

    shown = await planner.run(ana)

    handoff = ana.office.handoffs_kept[1]
    assert told in shown.text.replace("\n", " ")
    assert not planner.events
    assert handoff.discussion.meeting is None
    assert ana.office.recorded[1][-1].what == What.MEETING_NOT_BOOKED

    await ana.say("schedule wednesday")

    assert "These times suit everyone" in (await planner.run(ana)).text


async def test_after_a_short_trouble_the_same_yes_books_it(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    planner.errors = [AwayError()]
    await ana.say("yes")
    await planner.run(ana)

    await ana.say("try again")
    await planner.run(ana)

    assert [event.start for event in planner.events.values()] == [TUESDAY]


async def test_a_lost_answer_is_found_out_and_nothing_is_booked_twice(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    planner.errors = [UnknownOutcomeError()]
    await ana.say("yes")

    shown = await planner.run(ana)

    assert shown.text.startswith("I'm finding out whether it was booked.")
    assert planner.newest(ana).stage is Stage.ACTING
    meeting = ana.office.handoffs_kept[1].discussion.meeting
    assert meeting is not None
    assert not meeting.booked
    assert "still working" in await ana.say("cancel")

    assert "Booked" in (await planner.run(ana)).text
    assert len(planner.events) == 1


async def test_what_was_never_found_out_is_settled_by_the_word(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    await ana.say("yes")
    key = planner.newest(ana).key
    stuck = planner.newest(ana)
    office.operations[stuck.id] = replace(stuck, stage=Stage.ENDED)

    await ana.say("schedule")
    done = await planner.run(ana)

    assert "Booked: Tue 24 Nov 2026, 14:00-14:30" in done.text
    assert list(planner.events) == [key]
    assert planner.plans[-1].plan is not None
    assert [each.person for each in planner.plans[-1].plan.invitees] == [ana.id, megan.id]


async def test_a_time_that_was_taken_meanwhile_is_said_with_three_others(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    planner.block(megan, TUESDAY)
    await ana.say("yes")

    shown = await planner.run(ana)

    assert "Tue 24 Nov 2026, 14:00-14:30 (UTC+1) is taken now" in shown.text
    assert "1. Tue 24 Nov, 14:30" in shown.text
    assert not planner.events
    assert ana.office.handoffs_kept[1].discussion.meeting is None


async def test_a_time_that_has_passed_while_it_waited(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    office.later(days=5)

    await ana.say("yes")
    shown = await planner.run(ana)

    assert "has passed meanwhile" in shown.text
    assert not planner.events


async def test_a_handoff_that_has_ended_meanwhile(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    await megan.say("decline because the value is too high")

    assert (await planner.run(ana)).text == "nothing to do"
    assert planner.newest(ana).is_over


@pytest.mark.parametrize("typed", ["reschedule to thursday", "cancel meeting"])
async def test_a_meeting_that_is_gone_from_the_calendar_opens_the_discussion_again(
    typed: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _booked(ana, megan, planner)
    await ana.say(typed)
    await planner.run(ana)
    if typed.startswith("reschedule"):
        await ana.say("1")
    planner.errors = [EventGoneError()]
    await ana.say("yes")

    shown = await planner.run(ana)

    assert "not in your calendar any more" in shown.text
    assert ana.office.handoffs_kept[1].discussion.meeting is None


async def test_somebody_elses_meeting_stays_as_it_is(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _booked(ana, megan, planner)
    await ana.say("cancel meeting")
    planner.errors = [NotOrganiserError()]
    await ana.say("yes")

    assert "in this calendar that is not you" in (await planner.run(ana)).text
    assert ana.office.handoffs_kept[1].discussion.meeting is not None


# Signing in


async def test_who_has_to_sign_in_goes_on_by_themselves_afterwards(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    planner.errors = [SignInError()]
    await ana.say("schedule tuesday")

    assert "I need you to sign in" in (await planner.run(ana)).text
    assert planner.newest(ana).stage is Stage.SIGNING_IN

    outcome = await planner.signs_in(ana)

    assert outcome.replies[0].operation == planner.newest(ana).id
    assert "These times suit everyone" in (await planner.run(ana)).text


async def test_after_a_yes_that_needed_a_sign_in_it_is_asked_once_more(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _confirming(ana, megan, planner)
    planner.errors = [SignInError()]
    await ana.say("yes")
    await planner.run(ana)

    outcome = await planner.signs_in(ana)

    assert "Shall I book it?" in outcome.replies[0].text
    assert not planner.events
    await ana.say("yes")
    await planner.run(ana)
    assert len(planner.events) == 1


async def test_signing_in_and_out_by_a_word(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    office.defaults = replace(office.defaults, signs_in=True)
    planner.errors = [SignInError()]

    await ana.say("sign in")
    needed = (await planner.run(ana)).text
    done = await planner.signs_in(ana)
    await ana.say("sign in")
    again = (await planner.run(ana)).text
    await ana.say("sign out")
    out = (await planner.run(ana)).text

    assert "button of my next message" in needed
    assert done.replies[0].text == "You are signed in."
    assert "You are signed in" in again
    assert "You are signed out" in out


async def test_where_nothing_waits_signing_in_says_nothing(ana: Colleague, planner: Planner) -> None:
    assert (await planner.signs_in(ana)).replies == ()


async def test_without_single_sign_on_there_is_nothing_to_sign_in_to(ana: Colleague) -> None:
    assert "nothing to sign in to" in await ana.say("sign in")
