"""What the message of an operation shows, and what is read out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.desk import Defaults
from dialogs.meeting import card
from meetings.errors import AwayError
from meetings.ports import Found
from tests.card_parts import texts_of
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import TUESDAY, offered


async def test_the_organiser_reads_their_own_time_as_their_chat_has_it(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    profile = office.profiles_kept[ana.user]
    office.profiles_kept[ana.user] = replace(profile, time_zone="Europe/London")  # her calendar is in Oslo

    shown = await offered(ana, megan, planner)

    assert "1. Tue 24 Nov, 13:00\nAna: Tue 24 Nov, 13:00-13:30 (UTC)\n" in shown
    assert "Megan: Tue 24 Nov, 08:00-08:30 (UTC-5)" in shown


async def test_who_sees_no_buttons_can_pick_one_of_several_people(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.directory = [
        Found(object_id="o-1", name="Alex Wilber", address="alexw@contoso.com", department="Sales"),
        Found(object_id="o-2", name="Alex Berg", address="alexb@contoso.com"),
    ]

    shown = await offered(ana, megan, planner, "schedule tuesday with Alex too")

    assert "1. Alex Wilber\nSales\n2. Alex Berg\n" in shown


async def test_what_went_wrong_heads_what_is_asked_again(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await offered(ana, megan, planner)
    await ana.say("1")
    planner.errors = [AwayError()]
    await ana.say("yes")

    texts = texts_of((await planner.run(ana)).card)

    assert texts[0] == "The calendar service does not answer just now."
    assert "Nothing was changed. Please try again in a moment." in texts
    assert "I'll book this Teams meeting in your calendar:" in texts


async def test_where_nothing_helps_no_number_is_asked_for(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    for person in (ana, megan):
        planner.block(person, office.now - timedelta(days=1), days=200)

    shown = await offered(ana, megan, planner, "schedule")

    assert shown.endswith('You can also type "next week", "45 minutes" or "cancel".')


async def test_a_change_that_would_help_can_be_picked_by_its_place(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.block(megan, TUESDAY, hours=10)
    await offered(ana, megan, planner)

    assert "one of the changes" in await ana.say("9")
    assert 'type for example "a"' in await ana.say("who leads stage 3?")
    await ana.say("1")
    assert "These times suit everyone" in (await planner.run(ana)).text


async def test_who_works_at_other_hours_is_said_with_their_hours(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    office.contacts[megan.id] = replace(office.contacts[megan.id], time_zone="America/Los_Angeles")

    shown = await offered(ana, megan, planner, "schedule tuesday afternoon")

    assert "30 minutes, from 12:00 on" in shown
    assert "outside working hours, which are next Tue 24 Nov, 17:00 to Wed 25 Nov, 02:00 (UTC+1)." in shown


async def test_a_week_after_the_latest_day_is_named_where_it_has_no_time(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.block(megan, office.now, days=60)

    shown = await offered(ana, megan, planner, "schedule in 2 weeks")

    assert "between Mon 30 Nov 2026 and Sun 6 Dec 2026." in shown


async def test_of_whom_no_zone_is_known_none_is_shown(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await office.start(ana, megan)
    office.defaults = replace(office.defaults, checks=False)
    await ana.say("schedule tuesday with nobody@contoso.com")

    shown = (await planner.run(ana)).text

    assert "I do not know the time zone of Nobody." in shown
    assert "Nobody:" not in shown


async def test_who_can_sign_in_reads_so_in_the_help(office: Office, ana: Colleague) -> None:
    assert "sign in" not in await ana.say("help")
    office.defaults = Defaults(checks=True, signs_in=True)
    assert "**sign in**, **sign out**" in await ana.say("help")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://teams.microsoft.com/l/meetup-join/1", True),
        ("http://127.0.0.1:3978/invites/a.ics", True),
        ("http://localhost.fabrikam.com/", False),
        ("http://127.0.0.1:1@fabrikam.com/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_button_leads_to_what_is_encrypted_or_on_this_machine(address: str, shown: bool) -> None:
    assert card.is_shown(address) is shown
