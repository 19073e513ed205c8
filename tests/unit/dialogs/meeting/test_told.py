"""What is told of the discussion's meeting when somebody asks, and to whom a file has to be given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.meeting import working
from meetings.errors import NotAllowedError
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY, booked, offered

WHEN = "when is the meeting?"


async def test_when_it_was_and_what_became_of_it_is_answered(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)
    office.now = TUESDAY + timedelta(hours=3)

    assert 'The meeting was on Tue 24 Nov 2026, 14:00-14:30 (UTC+1). Type "held"' in await ana.say(WHEN)
    await ana.say("not held")
    assert "was not held, and no new one is booked" in await ana.say(WHEN)
    await ana.say("held")
    assert "The discussion was held on" in await ana.say(WHEN)


async def test_a_meeting_that_was_cancelled_is_booked_no_more(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)
    await ana.say("cancel meeting")
    await ana.say("yes")
    await planner.run(ana)

    told = await megan.say(WHEN)

    assert 'No meeting is booked for the discussion. To find a time, type "schedule".' in told


async def test_who_takes_a_slip_back_hears_that_the_meeting_stands(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)
    await ana.say("held")

    told = await ana.say("not held")

    assert "was not held. The one on Tue 24 Nov 2026, 14:00-14:30 (UTC+1) stands." in told


async def test_of_a_file_its_organiser_gets_a_new_link_and_nobody_else(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    office.defaults = replace(office.defaults, checks=False)
    await booked(ana, megan, planner)

    told = await ana.say(WHEN)

    assert "booked by Ana. Calendars were not checked. [Download the invitation](https://" in told
    assert "Download" not in await megan.say(WHEN)


async def test_who_has_no_address_has_to_be_given_each_file(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    office.defaults = replace(office.defaults, checks=False)
    del office.emails["megan@contoso.com"]
    by_hand = "I know no e-mail address of Megan: please give them the file yourself."
    await offered(ana, megan, planner)

    assert by_hand in await ana.say("1")
    await ana.say("yes")
    assert by_hand in (await planner.run(ana)).text
    await ana.say("cancel meeting")
    await ana.say("yes")
    assert by_hand in (await planner.run(ana)).text


async def test_of_two_with_one_first_name_the_whole_name_is_asked_for(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    for name in ("alexw", "alexb"):
        await ana.say(f"add person {name}@contoso.com")
    for id, contact in office.contacts.items():
        names = {"Alexw": "Alex Wilber", "Alexb": "Alex Berg"}
        office.contacts[id] = replace(contact, name=names.get(contact.name, contact.name))

    told = await ana.say("schedule tuesday without Alex")

    assert 'Several people here are called "Alex": Alex Berg and Alex Wilber.' in told


async def test_signing_in_is_asked_for_only_where_there_is_such_a_thing(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await booked(ana, megan, planner)
    await working.followed(planner.turn(ana), office.handoffs_kept[1], None, NotAllowedError())
    told = office.told[-1][1].text

    assert "I can no longer look at your calendar." in told
    assert "sign in" not in told
    assert "Calendar not checked since Fri 20 Nov 2026 at 10:00. " in await ana.say(WHEN)
