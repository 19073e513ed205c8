"""From "schedule" to a meeting that stands: what is offered, written back and done."""

from __future__ import annotations

import pytest

from dialogs import texts
from dialogs.meeting import words
from dialogs.operation import Stage
from tests.office import Colleague
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY, offered


async def test_an_offer_comes_at_once_as_a_promise_and_then_in_the_same_message(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)

    outcome = await ana.do(text="schedule next week")
    shown = await planner.run(ana)

    assert outcome.replies[0].text == "Looking at the calendars ..."
    assert outcome.replies[0].operation == shown.operation
    assert "These times suit everyone:" in shown.text
    assert "Ana: Mon 23 Nov, 14:00-14:30 (UTC+1)" in shown.text
    assert "Megan: Mon 23 Nov, 08:00-08:30 (UTC-5)" in shown.text


async def test_nothing_is_booked_before_the_yes(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await offered(ana, megan, planner)

    back = await ana.say("the first")

    assert "Tue 24 Nov 2026, 14:00-14:30 (UTC+1)" in back
    assert "Required: Megan" in back
    assert "agenda" in back
    assert not planner.events
    assert ana.office.handoffs_kept[1].discussion.meeting is None


@pytest.mark.parametrize(
    "yes", ["yes", "Yes please", "ok", "book it", "yes, book it", "sounds good", "go ahead"]
)
async def test_a_yes_books_exactly_that_once(
    yes: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)
    await ana.say("1")

    await ana.say(yes)
    done = await planner.run(ana)

    meeting = ana.office.handoffs_kept[1].discussion.meeting
    assert meeting is not None
    assert (meeting.booked, meeting.start, meeting.link) == (True, TUESDAY, "https://teams.example/join")
    assert [each.person for each in meeting.attendees] == ["p-megan"]
    assert [event.start for event in planner.events.values()] == [TUESDAY]
    assert "Booked: Tue 24 Nov 2026, 14:00-14:30 (UTC+1)." in done.text


@pytest.mark.parametrize(
    "no", ["no", "back", "cancel", "never mind", "hm", "maybe", "yes but later", "who leads?"]
)
async def test_anything_but_a_yes_books_nothing(
    no: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)
    await ana.say("1")

    await ana.say(no)
    await planner.run(ana)

    assert not planner.events
    assert ana.office.handoffs_kept[1].discussion.meeting is None


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("1", 13),
        ("the second", 13.5),
        ("option 3", 14),
        ("last one", 14),
        ("14:30", 13.5),
        ("at 3pm", 14),
        ("tuesday 14:30", 13.5),
        ("i take the first one", 13),
    ],
)
async def test_one_of_the_times_is_picked_in_many_ways(
    typed: str, start: float, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    await ana.say(typed)

    chosen = planner.newest(ana).chosen
    assert chosen is not None
    assert chosen.start.hour + chosen.start.minute / 60 == start


async def test_a_day_that_just_one_time_has_picks_it(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner, "schedule next week")

    back = await ana.say("tuesday")

    assert "Tue 24 Nov 2026, 14:00-14:30" in back
    assert planner.newest(ana).stage is Stage.CONFIRMING


async def test_leave_it_leaves_it_and_cancel_it_later_asks_whether_the_meeting_is_meant(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)
    assert await ana.say("leave it") == words.LEFT_BOOK
    assert await ana.say("cancel it") == texts.CANCEL_HANDOFF.format(number=1)

    await ana.say("schedule contoso tuesday")
    await planner.run(ana)
    await ana.say("1")
    await ana.say("yes")
    await planner.run(ana)

    assert await ana.say("cancel it") == texts.CANCEL_MEETING.format(number=1)
