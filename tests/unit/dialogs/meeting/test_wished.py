"""Other wishes while times are on offer, and where there are none."""

from __future__ import annotations

import pytest

from dialogs.meeting import words
from dialogs.operation import Stage
from tests.office import Colleague
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY, booked, offered


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("more", "1. Tue 24 Nov, 15:30"),
        ("other days", "1. Fri 20 Nov, 14:00"),
        ("45 minutes", "45 minutes"),
        ("thursday", "1. Thu 26 Nov, 14:00"),
        ("not before 16:00", "1. Tue 24 Nov, 16:00"),
        ("can we do thursday instead?", "1. Thu 26 Nov, 14:00"),
        ("schedule thursday", "1. Thu 26 Nov, 14:00"),
        ("not tuesday", "1. Fri 20 Nov, 14:00"),
        ("not on 24 nov", "1. Fri 20 Nov, 14:00"),
        ("move it to thursday", "1. Thu 26 Nov, 14:00"),
        ("how about thursday?", "1. Thu 26 Nov, 14:00"),
        ("make it 1 hour", "60 minutes"),
        ("different time", "1. Tue 24 Nov, 15:30"),
        ("megan can't make it", "1. Tue 24 Nov, 15:30"),
        ("none of these work", "1. Tue 24 Nov, 15:30"),
        ("i can't do tuesday", "1. Fri 20 Nov, 14:00"),
        ("tuesday doesn't work for me", "1. Fri 20 Nov, 14:00"),
        ("thursday after lunch", "30 minutes, from 13:00 on"),
    ],
)
async def test_other_wishes_are_looked_at_anew(
    typed: str, shown: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    await ana.say(typed)

    assert shown in (await planner.run(ana)).text


async def test_an_exact_time_that_suits_is_written_back_at_once(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    shown = await offered(ana, megan, planner, "schedule tuesday at 16:00")

    assert "Tue 24 Nov 2026, 16:00-16:30" in shown
    assert "Shall I book it?" in shown


async def test_where_there_is_none_each_hears_why_and_what_would_help(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.block(megan, TUESDAY, hours=10)

    shown = await offered(ana, megan, planner)

    assert "I find no time that suits everyone on Tue 24 Nov 2026." in shown
    assert "Megan: " in shown
    assert "busy (Tue 24 Nov, " in shown
    assert "a. " in shown

    await ana.say("a")

    assert "These times suit everyone" in (await planner.run(ana)).text


async def test_a_question_is_answered_and_the_offer_stays(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    answer = await ana.say("who leads stage 3?")
    back = await ana.say("2")

    assert "lead stage 3" in answer
    assert "still on offer" in answer
    assert "14:30-15:00" in back


async def test_a_step_of_the_handoff_is_done_in_the_middle(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    assert "1 done" in await ana.say("done 1")
    assert planner.newest(ana).stage is Stage.OFFERED


async def test_words_that_mean_nothing_are_said_back(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)

    assert 'I can\'t read "nexxt week"' in await ana.say("schedule for 45 minutes nexxt week")
    assert not ana.office.operations


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("schedule 7 minutes", "15 to 240 minutes"),
        ("schedule on 5/6", "two days"),
        ("schedule on 30 february", "can't find that day"),
        ("schedule 45 minutes or 1 hour", "two lengths"),
        ("schedule with Zelda", "I don't know who"),
    ],
)
async def test_what_cannot_be_is_said(
    typed: str, told: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    ana.office.defaults = type(ana.office.defaults)(checks=False)

    assert told in await ana.say(typed)
    assert not ana.office.operations


async def test_another_of_the_times_can_be_picked_until_the_yes(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    assert "14:00-14:30" in await ana.say("any time works")
    assert "15:00-15:30" in await ana.say("the last one")
    assert "after 14:00" in await ana.say("yes but later")
    assert "These times suit everyone" in await ana.say("none")


async def test_what_has_passed_is_said_to_have_passed(ana: Colleague, megan: Colleague) -> None:
    await ana.office.start(ana, megan)

    assert "That day has passed" in await ana.say("schedule yesterday")


async def test_cancel_it_is_a_yes_to_cancelling(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await booked(ana, megan, planner)
    await ana.say("cancel meeting")
    await ana.say("cancel it")

    assert "Cancelled: the discussion on" in (await planner.run(ana)).text


async def test_what_is_typed_beside_a_number_picks_too_and_a_vague_move_is_asked_back(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    assert await ana.say("push it a week") == words.SAY_WHEN
    assert "14:30-15:00" in await ana.say("ok book the second one")


async def test_times_wait_for_nobody_once_the_discussion_was_held(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)

    assert "still on offer" not in await ana.say("held")
