from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.handoff import words as handoff_words
from dialogs.handoff.typed import commands
from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.quiet import ALL
from dialogs.reminding import words
from tests.card_parts import texts_of
from tests.office import Colleague, Office
from tests.unit.dialogs.reminding.morning import meet_by

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "command", "number", "name", "text"),
    [
        ("snooze", C.SNOOZE, 0, "", ""),
        ("Snooze until Monday", C.SNOOZE, 0, "", "Monday"),
        ("snoze until mondey", C.SNOOZE, 0, "", "mondey"),
        ("snooze 12 until 3 dec", C.SNOOZE, 12, "", "3 dec"),
        ("snooze 12", C.SNOOZE, 12, "", ""),
        ("snooze 12 tomorrow", C.SNOOZE, 12, "", "tomorrow"),
        ("snooze 3 dec", C.SNOOZE, 0, "", "3 dec"),
        ("snooze for 2 days", C.SNOOZE, 0, "", "2 days"),
        ("snooze Contoso for 2 days", C.SNOOZE, 0, "Contoso", "2 days"),
        ("snooze Marriott until friday", C.SNOOZE, 0, "Marriott", "friday"),
        ("snooze Contoso", C.SNOOZE, 0, "Contoso", ""),
        ("can you snooze it till wednesday please?", C.SNOOZE, 0, "", "wednesday"),
        ("snooze until", C.SNOOZE, 0, "", ""),
        ("snooze 12 until", C.SNOOZE, 12, "", ""),
        ("snooze untill friday", C.SNOOZE, 0, "", "friday"),
        ("snooze tomorow", C.SNOOZE, 0, "", "tomorow"),
        ("snooze Contoso reminders until friday", C.SNOOZE, 0, "Contoso", "friday"),
        ("snooze reminders for Contoso", C.SNOOZE, 0, "Contoso", ""),
        ("mute Contoso for a week", C.SNOOZE, 0, "Contoso", "a week"),
        ("mute 12 until friday", C.SNOOZE, 12, "", "friday"),
        ("mute this until friday", C.SNOOZE, 0, "", "friday"),
        ("remind me on friday", C.SNOOZE, 0, "", "on friday"),
        ("remind me of Contoso on friday", C.SNOOZE, 0, "Contoso", "on friday"),
        ("remind me of 12 in 2 days", C.SNOOZE, 12, "", "in 2 days"),
        ("remind me to call Ana", C.REMIND, 0, "", ""),
        ("mute", C.MUTE, 0, "", ""),
        ("mute reminders", C.MUTE, 0, "", ""),
        ("stop reminding me", C.MUTE, 0, "", ""),
        ("mtue reminder", C.MUTE, 0, "", ""),
        ("turn my reminders off", C.MUTE, 0, "", ""),
        ("no reminders please", C.MUTE, 0, "", ""),
        ("stop sending me reminders", C.MUTE, 0, "", ""),
        ("I don't want any reminders", C.MUTE, 0, "", ""),
        ("stop messaging me", C.MUTE, 0, "", ""),
        ("turn off notifications", C.MUTE, 0, "", ""),
        ("mute Contoso's reminders", C.MUTE, 0, "Contoso", ""),
        ("mute 12", C.MUTE, 12, "", ""),
        ("mute it", C.MUTE, 0, "", "it"),
        ("mute reminders for Contoso", C.MUTE, 0, "Contoso", ""),
        ("don't remind me of Contoso", C.MUTE, 0, "Contoso", ""),
        ("unmute", C.UNMUTE, 0, "", ""),
        ("unmute 12", C.UNMUTE, 12, "", ""),
        ("unsnooze Contoso", C.UNMUTE, 0, "Contoso", ""),
        ("turn on reminders", C.UNMUTE, 0, "", ""),
        ("turn reminders back on", C.UNMUTE, 0, "", ""),
        ("unmte", C.UNMUTE, 0, "", ""),
        ("cancel snooze", C.UNMUTE, 0, "", ""),
        ("un mute 12", C.UNMUTE, 12, "", ""),
        ("reminders", C.REMINDERS, 0, "", ""),
        ("show me my reminders", C.REMINDERS, 0, "", ""),
        ("when do you remind me next?", C.REMINDERS, 0, "", ""),
        ("when will you remind me of Contoso?", C.REMINDERS, 0, "", ""),
        ("next reminder", C.REMINDERS, 0, "", ""),
        ("how do I mute reminders?", C.REMIND, 0, "", ""),
        ("do you send reminders?", C.REMIND, 0, "", ""),
        ("why am I getting reminders?", C.REMIND, 0, "", ""),
        ("is there a reminder before the deadline?", C.REMIND, 0, "", ""),
    ],
)
def test_words_for_reminders(typed: str, command: C, number: int, name: str, text: str) -> None:
    asked = commands.find(typed)
    assert asked
    assert (asked.command, asked.handoff, asked.name, asked.text) == (command, number, name, text)


@pytest.mark.parametrize(
    "typed",
    [
        "who reminds the AE?",
        "what is a reminder?",
        "what do I do when I am muted",
        "who mutes the customer?",
        "how do I mute the customer?",
        "who gets a reminder of the customer in stage 4?",
        "how often do customers get reminders?",
        "remind me who leads stage 2",
        "remind me about stage 3",
        "remind me of the exit criteria",
        "remind",
    ],
)
def test_a_question_stays_a_question(typed: str) -> None:
    assert commands.find(typed) is None


@pytest.fixture
async def due(office: Office, ana: Colleague, megan: Colleague) -> Office:
    """Contoso, due on Tue 1 Dec."""
    await office.start(ana, megan)
    await ana.say("held")
    return office


async def test_snooze_says_when_the_next_one_comes(due: Office, ana: Colleague) -> None:
    said = await ana.say("snooze until Monday")
    assert "no reminders of it until Mon 23 Nov 2026. The next one comes on Thu 26 Nov 2026." in said
    assert due.hushed == {ana.id: {1: MONDAY}}
    assert "again on Mon 30 Nov 2026" in await ana.say("snooze for 10 days")


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("snooze until yesterday", "That day has passed"),
        ("snooze until today", words.NOT_YET),
        ("snooze until 3 dec", "It is due on Tue 1 Dec 2026, so it cannot wait until Thu 3 Dec 2026."),
        ("snooze until 2036-01-01", "It is due on Tue 1 Dec 2026"),
        ("snooze until the cows come home", "I can't read that as a date"),
        ("snooze until 31 feb", "There is no such day"),
    ],
)
async def test_refused_with_the_reason(due: Office, ana: Colleague, typed: str, because: str) -> None:
    assert because in await ana.say(typed)
    assert due.hushed == {}


async def test_what_is_due_or_overdue_cannot_wait(due: Office, ana: Colleague) -> None:
    due.later(days=11)
    assert "It is due today, Tue 1 Dec 2026" in await ana.say("snooze until tomorrow")
    due.later(days=1)
    assert "It was due on Tue 1 Dec 2026, so it cannot wait any longer." in await ana.say(
        "snooze until friday"
    )
    assert due.hushed == {}


async def test_the_discussion_has_a_latest_day_too(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    meet_by(office, ana, 1, days=5)
    said = await ana.say("snooze until friday")
    assert "The discussion is to be held by Wed 25 Nov 2026, so it cannot wait until Fri 27 Nov 2026." in said


async def test_nothing_to_snooze(office: Office, ana: Colleague, megan: Colleague) -> None:
    assert await ana.say("snooze until Monday") == handoff_words.NONE_OPEN
    await office.start(ana, megan)
    assert words.NOTHING in await ana.say("snooze until Monday")


async def test_without_a_day_it_is_asked(due: Office, ana: Colleague) -> None:
    outcome = await ana.do(text="snooze 1")
    assert words.UNTIL_WHEN in outcome.replies[0].text
    await ana.press("Mon 23 Nov 2026", card=outcome.replies[0].card)
    assert due.hushed == {ana.id: {1: MONDAY}}


async def test_without_a_day_nothing_is_asked_where_none_is_left(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    meet_by(office, ana, 1, days=1)
    told = await ana.say("snooze")
    assert "by Sat 21 Nov 2026, so it cannot wait until Mon 23 Nov 2026." in told


async def test_the_one_with_something_to_snooze_is_meant(
    due: Office, ana: Colleague, megan: Colleague
) -> None:
    await due.start(ana, megan, customer="Fabrikam")
    await ana.say("open 2")
    assert "Contoso" in await ana.say("snooze until Monday")


async def test_of_several_it_is_asked_which(due: Office, ana: Colleague, megan: Colleague) -> None:
    await due.start(ana, megan, customer="Fabrikam")
    meet_by(due, ana, 2, days=20)
    await due.start(ana, megan, customer="Northwind")
    await ana.say("open 3")
    assert handoff_words.WHICH in await ana.say("snooze until Monday")
    assert "Fabrikam" in await ana.say("snooze Fabrikam until Monday")


@pytest.fixture
async def three(due: Office, ana: Colleague, megan: Colleague) -> Office:
    """Beside it two whose discussions are to be held by Sat 21 Nov and by Wed 25 Nov."""
    for number, days in ((2, 1), (3, 5)):
        await due.start(ana, megan, customer=f"Customer {number}")
        meet_by(due, ana, number, days=days)
    return due


@pytest.mark.parametrize(
    "typed", ["snooze reminders until monday", "mute until monday", "please snooze everything till Monday"]
)
async def test_all_that_can_wait_is_snoozed(three: Office, ana: Colleague, typed: str) -> None:
    told = await ana.say(typed)
    assert told.startswith(words.SAID_SNOOZED_ALL.format(day="Mon 23 Nov 2026"))
    assert "- **2** Customer 2: Azure migration: The discussion is to be held by Sat 21 Nov 2026" in told
    assert "**3**" not in told
    assert three.hushed == {ana.id: {1: MONDAY, 3: MONDAY}}


async def test_all_refused_with_the_reason(three: Office, ana: Colleague) -> None:
    assert (await ana.say("snooze all until 4 dec")).startswith(words.CANNOT_WAIT)
    assert await ana.say("snooze all until today") == words.NOT_YET
    assert "I can't read that as a date" in await ana.say("snooze all until the cows come home")
    assert three.hushed == {}


async def test_unsnooze_takes_back_what_is_snoozed(three: Office, ana: Colleague) -> None:
    await ana.say("snooze all until monday")
    assert words.SAID_UNMUTED_ALL in await ana.say("unsnooze")
    assert three.hushed == {ana.id: {}}


async def test_the_list_names_what_will_be_accepted(three: Office, ana: Colleague) -> None:
    told = await ana.say("reminders")
    assert words.LIST_TYPED.format(number=3, day=words.MONDAY) in told
    await ana.say("snooze 3 until monday")
    assert "Customer 3: Azure migration: snoozed until Mon 23 Nov 2026\n" in await ana.say("reminders")
    three.later(days=12)
    assert 'You can type for example "mute ' in await ana.say("reminders")


async def test_a_long_list_counts_what_it_leaves_out(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    for number in range(1, 23):
        await office.start(ana, megan)
        meet_by(office, ana, number, days=20)
    assert "\nAnd 2 more.\n" in await ana.say("reminders")


async def test_only_ones_own_reminders_wait(due: Office, ana: Colleague, megan: Colleague) -> None:
    await ana.say("mute 1")
    await megan.say("mute")
    assert due.hushed == {ana.id: {1: None}, megan.id: {ALL: None}}


async def test_muted_and_back(due: Office, ana: Colleague) -> None:
    assert 'type "unmute 1"' in await ana.say("mute Contoso")
    assert "muted" in await ana.say("reminders")
    assert "The next one comes on Thu 26 Nov 2026." in await ana.say("unmute 1")
    assert words.NOT_MUTED in await ana.say("unmute 1")


async def test_all_muted_and_back(due: Office, ana: Colleague) -> None:
    assert await ana.say("mute reminders") == words.SAID_MUTED_ALL
    assert await ana.say("reminders") == words.STILL_MUTED
    assert words.STILL_MUTED in await ana.say("unmute 1")
    assert words.STILL_MUTED in await ana.say("snooze 1 until monday")
    said = await ana.say("unmute")
    assert words.SAID_UNMUTED_ALL in said
    assert "snoozed until Mon 23 Nov 2026" in said
    assert words.NOT_MUTED_ALL in await ana.say("unmute")


async def test_reminders_lists_what_comes(due: Office, ana: Colleague, alex: Colleague) -> None:
    assert "- **1** Contoso: Azure migration: next on Thu 26 Nov 2026" in await ana.say("reminders")
    assert await alex.say("reminders") == words.LIST_NONE


async def test_other_peoples_handoffs_are_not_named(due: Office, alex: Colleague) -> None:
    for typed in ("snooze 1 until monday", "mute 1", "unmute 1"):
        assert await alex.say(typed) == handoff_words.UNKNOWN.format(number=1)
    assert due.hushed == {}


async def test_in_a_group_it_is_ones_own_and_private(due: Office, ana: Colleague, alex: Colleague) -> None:
    there = ana.in_group("deal", alex)
    assert await there.say("snooze 1 until monday") == handoff_words.OWN_CHAT
    assert await there.say("mute") == handoff_words.OWN_CHAT
    assert due.hushed == {ana.id: {1: MONDAY, ALL: None}}
    assert [person for person, _ in due.told][-2:] == [ana.id, ana.id]


async def test_also_among_those_on_the_handoff(due: Office, ana: Colleague, megan: Colleague) -> None:
    there = ana.in_group("deal", megan)
    for typed in ("snooze 1 until monday", "snooze 1", "mute 1", "unmute 1", "snooze all until monday"):
        assert await there.say(typed) == handoff_words.OWN_CHAT, typed


async def test_profile_and_data(due: Office, ana: Colleague) -> None:
    assert "- Reminders: on\n" in await ana.say("profile")
    await ana.say("snooze until monday")
    told = "on, except for Contoso: Azure migration (1, snoozed until Mon 23 Nov 2026)"
    assert told in await ana.say("profile")
    assert told in await ana.say("what do you know about me")
    await ana.say("mute")
    assert "- Reminders: muted\n" in await ana.say("profile")
    await ana.say("delete my data")
    await ana.say("yes")
    assert due.hushed == {}


async def test_what_is_over_is_kept_but_not_in_the_profile(due: Office, ana: Colleague) -> None:
    await ana.say("mute 1")
    await ana.say("cancel 1 because it is lost")
    await ana.say("yes")
    assert "- Reminders: on\n" in await ana.say("profile")
    assert "Your reminders: on, except for handoff 1 (muted)" in await ana.say("what do you know about me")


async def test_many_are_counted_in_the_profile(office: Office, ana: Colleague, megan: Colleague) -> None:
    for number in range(1, 5):
        await office.start(ana, megan)
        meet_by(office, ana, number, days=20)
    await ana.say("snooze all until monday")
    assert words.PROFILE_MANY.format(count=4) in await ana.say("profile")


async def test_who_cannot_be_reached_is_shown(due: Office, ana: Colleague, megan: Colleague) -> None:
    due.contacts[megan.id] = replace(due.contacts[megan.id], unreachable=True)
    told = "Megan cannot be reached: has not added Baton."
    assert told in texts_of(await ana.opens())
    assert told in await ana.say("status")
    assert "Megan cannot be reached" in await ana.say("my handoffs")
    assert told not in texts_of(await megan.opens())


async def test_the_status_says_when_the_next_one_comes(due: Office, ana: Colleague, alex: Colleague) -> None:
    assert "Next reminder: Thu 26 Nov 2026." in await ana.say("status")
    assert "Next reminder" not in await ana.in_group("deal").say("status of 1")
    await ana.say("mute 1")
    assert "Next reminder" not in await ana.say("status")
