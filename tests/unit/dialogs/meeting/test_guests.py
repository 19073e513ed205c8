"""Who is asked to come, and who may ask."""

from __future__ import annotations

import pytest

from dialogs.meeting import words
from dialogs.operation import Stage
from meetings.model import Blind
from meetings.ports import Found
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY, booked, offered


async def test_who_is_named_is_found_on_the_handoff_first(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    await ana.say("add person alex@contoso.com")

    await ana.say("schedule tuesday with Alex too")
    await planner.run(ana)
    back = await ana.say("1")

    assert "Required: Megan and Alex" in back


async def test_others_are_optional_and_never_in_the_way(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    await ana.say("add person alex@contoso.com")
    planner.block(alex, TUESDAY, hours=10)

    await ana.say("schedule tuesday")
    shown = (await planner.run(ana)).text
    back = await ana.say("1")

    assert "Optional, and can't come then: Alex" in shown
    assert "Optional: Alex" in back


async def test_of_several_people_of_a_name_one_is_picked(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.directory = [
        Found(object_id="o-1", name="Alex Wilber", address="alexw@contoso.com", department="Sales"),
        Found(object_id="o-2", name="Alex Berg", address="alexb@contoso.com", department="Support"),
    ]
    shown = await offered(ana, megan, planner, "schedule tuesday with Alex too")

    assert 'Several people are called "Alex". Who is meant?' in shown

    await ana.say("2")
    await planner.run(ana)

    assert "Required: Megan and Alex Berg" in await ana.say("1")


async def test_somebody_the_directory_does_not_know_is_left_out_and_that_is_said(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    shown = await offered(ana, megan, planner, "schedule tuesday with Zelda")

    assert 'I can\'t find "Zelda" in the directory' in shown
    assert "These times suit everyone" in shown


async def test_somebody_outside_gets_no_agenda_and_that_is_said_before_the_yes(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner, "schedule tuesday with pat@fabrikam.com")

    back = await ana.say("1")

    assert "outside your organization" in back
    assert "agenda" not in back

    await ana.say("yes")
    await planner.run(ana)
    plan = planner.plans[-1].plan

    assert plan is not None
    assert "250" not in plan.agenda_text
    assert "Azure migration" not in plan.subject


async def test_a_calendar_that_cannot_be_seen_is_said(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.blind[megan.id] = Blind.NOT_VISIBLE

    shown = await offered(ana, megan, planner)

    assert "Megan" in shown
    assert "calendar" in shown.replace("Looking at the calendars", "")


async def test_the_receiver_stays_invited_where_they_are_not_waited_for(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.block(megan, TUESDAY, hours=10)
    await offered(ana, megan, planner, "schedule tuesday without Megan")

    assert "Optional: Megan" in await ana.say("1")


async def test_who_has_no_address_is_named_before_the_yes(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    del office.emails["megan@contoso.com"]
    await offered(ana, megan, planner)

    assert "I know no e-mail address of Megan" in await ana.say("1")


async def test_only_who_stands_on_the_handoff_may_book(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("add person alex@contoso.com")

    told = await alex.say("schedule next week")

    assert "Ana" in told
    assert not office.operations


async def test_of_two_who_say_yes_at_once_the_second_hears_who_was_first(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)
    await ana.say("1")
    await megan.say("schedule wednesday")
    await planner.run(megan)
    await megan.say("1")

    await ana.say("yes")
    told = await megan.say("yes")
    await planner.run(ana)

    assert "Ana is booking the discussion just now" in told
    assert len(planner.events) == 1
    assert planner.newest(megan).stage is Stage.CONFIRMING


async def test_in_a_group_all_of_it_is_between_the_two_of_us(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    group = ana.in_group("group", megan, alex)

    said = await group.say("schedule tuesday")
    await planner.run(ana)

    assert said == "I've answered you in our own chat."
    assert office.told[-1][0] == ana.id
    assert office.told[-1][1].operation == planner.newest(ana).id
    assert "Tue 24 Nov 2026, 14:00" in await ana.say("1")


@pytest.mark.parametrize("typed", ["with *Zelda* tuesday", "with [Zelda](https://evil.example) tuesday"])
async def test_a_name_that_is_said_again_is_no_markup(
    typed: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    shown = await offered(ana, megan, planner, f"schedule {typed}")

    assert "*" not in shown
    assert "evil" not in shown


async def test_an_address_is_never_said_again(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await ana.office.start(ana, megan)

    assert "@" not in (await ana.say("schedule next week qq alex@contoso.com")).replace("with @", "")


async def test_who_was_added_by_name_can_be_left_out_again(
    ana: Colleague, megan: Colleague, alex: Colleague, planner: Planner
) -> None:
    planner.directory.append(Found(object_id="alex-object", name="Alex", address="alex@contoso.com"))
    await offered(ana, megan, planner)
    await ana.say("add alex to the meeting")
    await planner.run(ana)
    assert "Required: Megan and Alex" in await ana.say("1")

    await ana.say("remove alex from the meeting")
    await planner.run(ana)
    assert "Required: Megan\n" in await ana.say("1")


async def test_whom_a_booked_meeting_shall_have_besides_is_refused_with_the_way(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)

    assert words.GUESTS_STAY in await ana.say("add alex to the meeting")
