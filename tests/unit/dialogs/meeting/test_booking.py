"""From "schedule" to a meeting that stands: what is offered, written back and done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.operation import Stage
from meetings.model import Blind, Response
from meetings.ports import Found
from tests.card_parts import button
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner

TUESDAY = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # 14:00 in Oslo, 8:00 in New York


async def _offered(
    ana: Colleague, megan: Colleague, planner: Planner, typed: str = "schedule tuesday"
) -> str:
    await ana.office.start(ana, megan)
    await ana.say(typed)
    return (await planner.run(ana)).text


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
    await _offered(ana, megan, planner)

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
    await _offered(ana, megan, planner)
    await ana.say("1")

    await ana.say(yes)
    done = await planner.run(ana)

    meeting = ana.office.handoffs_kept[1].discussion.meeting
    assert meeting is not None
    assert (meeting.booked, meeting.start, meeting.link) == (True, TUESDAY, "https://teams.example/join")
    assert [each.person for each in meeting.attendees] == ["p-megan"]
    assert [event.start for event in planner.events.values()] == [TUESDAY]
    assert "Booked: Tue 24 Nov 2026, 14:00-14:30 (UTC+1)." in done.text
    assert ana.office.to_ask[1] == (meeting.key, meeting.end)


@pytest.mark.parametrize(
    "no", ["no", "back", "cancel", "never mind", "hm", "maybe", "yes but later", "who leads?"]
)
async def test_anything_but_a_yes_books_nothing(
    no: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _offered(ana, megan, planner)
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
    await _offered(ana, megan, planner)

    await ana.say(typed)

    chosen = planner.newest(ana).chosen
    assert chosen is not None
    assert chosen.start.hour + chosen.start.minute / 60 == start


async def test_a_day_that_just_one_time_has_picks_it(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _offered(ana, megan, planner, "schedule next week")

    back = await ana.say("tuesday")

    assert "Tue 24 Nov 2026, 14:00-14:30" in back
    assert planner.newest(ana).stage is Stage.CONFIRMING


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
    ],
)
async def test_other_wishes_are_looked_at_anew(
    typed: str, shown: str, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _offered(ana, megan, planner)

    await ana.say(typed)

    assert shown in (await planner.run(ana)).text


async def test_an_exact_time_that_suits_is_written_back_at_once(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    shown = await _offered(ana, megan, planner, "schedule tuesday at 16:00")

    assert "Tue 24 Nov 2026, 16:00-16:30" in shown
    assert "Shall I book it?" in shown


async def test_where_there_is_none_each_hears_why_and_what_would_help(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.block(megan, TUESDAY, hours=10)

    shown = await _offered(ana, megan, planner)

    assert "I find no time that suits everyone by Tue 24 Nov 2026." in shown
    assert "Megan: " in shown
    assert "busy (Tue 24 Nov 2026, " in shown
    assert "a. " in shown

    await ana.say("a")

    assert "These times suit everyone" in (await planner.run(ana)).text


async def test_a_question_is_answered_and_the_offer_stays(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _offered(ana, megan, planner)

    answer = await ana.say("who leads stage 3?")
    back = await ana.say("2")

    assert "lead stage 3" in answer
    assert "still on offer" in answer
    assert "14:30-15:00" in back


async def test_a_step_of_the_handoff_is_done_in_the_middle(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _offered(ana, megan, planner)

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


# Buttons


async def test_a_button_does_what_its_typed_twin_does(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    card = (await planner.run(ana)).card or {}

    back = await ana.press(
        "1. Tue 24 Nov, 14:00",
        card=card,
    )
    confirmed = await ana.press("Yes, book it", card=back.card)
    await planner.run(ana)

    assert confirmed.replies == ()
    assert [event.start for event in planner.events.values()] == [TUESDAY]


async def test_a_press_puts_its_result_where_it_was_pressed(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    found = button((await planner.run(ana)).card or {}, "More times")

    await ana.do(verb=found["verb"], data=found["data"], on="activity-7")

    assert planner.newest(ana).message == "activity-7"


async def test_a_button_of_an_older_card_only_shows_how_it_stands(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    card = (await planner.run(ana)).card or {}
    await ana.say("2")

    outcome = await ana.press("1. Tue 24 Nov, 14:00", card=card)

    assert "changed meanwhile" in outcome.replies[0].text
    assert "14:30-15:00" in str(outcome.card)
    assert planner.newest(ana).chosen is not None
    assert planner.newest(ana).stage is Stage.CONFIRMING


async def test_nobody_else_can_press(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await ana.office.start(ana, megan)
    await ana.say("schedule tuesday")
    card = (await planner.run(ana)).card or {}

    outcome = await megan.press("1. Tue 24 Nov, 14:00", card=card)

    assert "for the one who asked" in outcome.replies[0].text
    assert planner.newest(ana).stage is Stage.OFFERED


@pytest.mark.parametrize(
    "data", [{}, {"operation": 3, "say": "1"}, {"operation": "nobody", "say": "1"}, {"operation": "op-1"}]
)
async def test_a_button_that_is_none_of_ours(data: dict[str, object], ana: Colleague) -> None:
    assert not (await ana.do(verb="meeting", data=data)).understood


# People


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

    assert "Without Alex" in shown
    assert "Optional: Alex" in back


async def test_of_several_people_of_a_name_one_is_picked(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.directory = [
        Found(object_id="o-1", name="Alex Wilber", address="alexw@contoso.com", department="Sales"),
        Found(object_id="o-2", name="Alex Berg", address="alexb@contoso.com", department="Support"),
    ]
    shown = await _offered(ana, megan, planner, "schedule tuesday with Alex too")

    assert 'Several people are called "Alex". Who is meant?' in shown

    await ana.say("2")
    await planner.run(ana)

    assert "Required: Megan and Alex Berg" in await ana.say("1")


async def test_somebody_the_directory_does_not_know_is_left_out_and_that_is_said(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    shown = await _offered(ana, megan, planner, "schedule tuesday with Zelda")

    assert 'I can\'t find "Zelda" in the directory' in shown
    assert "These times suit everyone" in shown


async def test_somebody_outside_gets_no_agenda_and_that_is_said_before_the_yes(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _offered(ana, megan, planner, "schedule tuesday with pat@fabrikam.com")

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

    shown = await _offered(ana, megan, planner)

    assert "Megan" in shown
    assert "calendar" in shown.replace("Looking at the calendars", "")


async def test_the_receiver_stays_invited_where_they_are_not_waited_for(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    planner.block(megan, TUESDAY, hours=10)
    await _offered(ana, megan, planner, "schedule tuesday without Megan")

    assert "Optional: Megan" in await ana.say("1")


# Who may, and who was first


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
    await _offered(ana, megan, planner)
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


# Moving and cancelling


async def _booked(ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await _offered(ana, megan, planner)
    await ana.say("1")
    await ana.say("yes")
    await planner.run(ana)


async def test_its_own_time_is_in_nobodys_way_when_it_is_moved(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _booked(ana, megan, planner)
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
    await _booked(ana, megan, planner)

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
    await _booked(ana, megan, planner)

    assert "With this comment: Ana is ill" in await ana.say("cancel meeting because Ana is ill")
    assert planner.events
    await ana.say("yes")
    done = await planner.run(ana)

    assert "Cancelled: the discussion on Tue 24 Nov 2026" in done.text
    assert planner.comments == ["Ana is ill"]
    assert ana.office.handoffs_kept[1].discussion.meeting is None


@pytest.mark.parametrize("no", ["no", "keep it", "cancel", "back"])
async def test_a_no_keeps_it(no: str, ana: Colleague, megan: Colleague, planner: Planner) -> None:
    await _booked(ana, megan, planner)
    await ana.say("cancel meeting")

    assert await ana.say(no) == "All right, the meeting stays."
    assert planner.events


async def test_when_it_is_and_who_comes_is_answered(
    ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    await _booked(ana, megan, planner)

    told = await megan.say("when is the meeting?")

    assert "Tue 24 Nov 2026, 08:00-08:30 (UTC-5), booked by Ana" in told
    assert "No answer yet from Megan" in told
    assert "[Join](https://teams.example/join)" in told
    assert Response.ACCEPTED.value not in told


# Without calendars


async def test_without_calendars_a_yes_gives_a_file_for_each_change(
    office: Office, ana: Colleague, megan: Colleague, planner: Planner
) -> None:
    office.defaults = type(office.defaults)(checks=False)
    shown = await _offered(ana, megan, planner)
    await ana.say("1")
    await ana.say("yes")
    first = await planner.run(ana)
    await ana.say("reschedule to thursday")
    await planner.run(ana)
    await ana.say("1")
    await ana.say("yes")
    second = await planner.run(ana)
    await ana.say("cancel meeting")
    await ana.say("yes")
    third = await planner.run(ana)

    assert "Calendars were not checked" in shown
    assert "Download the invitation" in str(first.card)
    assert "Download the cancellation" in str(third.card)
    assert [(file["sequence"], file["cancelled"]) for file in office.files] == [
        (0, False),
        (1, False),
        (2, True),
    ]
    assert "-1.ics" in str(second.card)
