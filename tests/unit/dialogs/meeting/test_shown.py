"""What the message of an operation shows, and what is read out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from meetings.errors import AwayError
from meetings.ports import Found
from tests.card_parts import texts_of
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner
from tests.unit.dialogs.meeting.played import offered


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
