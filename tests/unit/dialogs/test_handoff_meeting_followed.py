"""What all cards say of what becomes of a discussion, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.handoff import discussion, meeting_words, words
from dialogs.handoff.access import Case
from dialogs.handoff.card import words as card_words
from dialogs.message import Message, Person
from dialogs.state import State
from dialogs.turn import Turn
from handoffs import booking
from handoffs.change import Actor
from handoffs.model import Attendee, Reply
from tests.card_parts import actions, button, preset, titles
from tests.office import TENANT, Colleague, Office
from tests.unit.dialogs.meeting_play import (
    END,
    SPAN,
    START,
    THERE,
    agreed,
    answer,
    book,
    changed,
    fact,
    in_sight,
    spread,
)


async def test_a_decline_is_told_to_the_organiser_and_shown_to_all(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    await ana.say("open 1")
    await megan.say("open 1")
    told = len(office.told)

    assert await spread(office, ana, answer(office, ana, {megan.id: Reply.DECLINED})) == []

    [(person, reply)] = office.told[told:]
    assert person == ana.id
    assert reply.text.startswith("Megan declined the discussion of Contoso, Azure migration on ")
    card = await ana.opens()
    assert fact(card, words.YOURS) == 'find another time for the discussion (type "reschedule").'
    assert in_sight(card)[0] == meeting_words.RESCHEDULE
    assert fact(office.card(1, megan.chat), "Ana to move")


async def test_what_outlook_moved_reaches_every_card_and_nobody_is_written_to(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    await ana.say("open 1")
    await megan.say("open 1")
    told = len(office.told)
    day = timedelta(days=1)
    change = changed(
        office,
        ana,
        lambda handoff, setting: booking.rescheduled(
            handoff, "k1", START + day, END + day, setting, outside=True
        ),
    )

    await spread(office, ana, change)

    assert office.told[told:] == []
    assert "Wed 2 Dec 2026, 10:00-10:30" in fact(office.card(1, ana.chat), words.DISCUSSION)
    assert "Wed 2 Dec 2026, 04:00-04:30" in fact(office.card(1, megan.chat), words.DISCUSSION)
    assert "Baton: discussion moved in Outlook" in await ana.say("history 1")


async def test_who_cannot_be_reached_is_named_by_spread(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id), in_calendar=False)
    office.contacts[megan.id] = replace(office.contacts[megan.id], reachable=False)
    change = changed(
        office, ana, lambda handoff, setting: booking.called_off(handoff, "k1", setting, reason="ill")
    )

    assert await spread(office, ana, change) == [megan.id]


async def test_a_calendar_that_cannot_be_seen_says_since_when(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    office.defaults = replace(office.defaults, checks=True, signs_in=True)
    change = changed(office, ana, lambda handoff, setting: booking.unseen(handoff, "k1", office.now, setting))
    await spread(office, ana, change)

    since = "Calendar not checked since Fri 20 Nov 2026 at"
    assert f'{since} 10:00: please type "sign in".' in fact(await ana.opens(), words.DISCUSSION)
    assert f"{since} 04:00. [Join]" in fact(await megan.opens(), words.DISCUSSION)


@pytest.mark.parametrize(
    "link",
    ["", "http://teams.example.com/x", "javascript:alert(1)", "https://x.example/a)b[c](d", "https://a b"],
)
async def test_only_a_plain_https_address_becomes_a_link(
    office: Office, ana: Colleague, megan: Colleague, link: str
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id), link=link)

    assert fact(await ana.opens(), words.DISCUSSION) == f"{SPAN}, booked by Ana."


async def test_held_without_a_day_was_when_it_was_booked(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    office.now = END + timedelta(days=2)
    card = await ana.opens()
    assert fact(card, words.YOURS) == 'say whether the discussion was held (type "held" or "not held").'
    assert fact(card, words.DISCUSSION) == (f"{SPAN}, booked by Ana; not recorded yet whether it was held")
    assert preset(card)["held_on"] == "2026-12-01"
    assert {words.HELD, words.DID_NOT_HAPPEN} <= set(in_sight(card))

    assert "held on Tue 1 Dec 2026" in await megan.say("held")
    assert fact(await ana.opens(), words.DISCUSSION) == "held on Tue 1 Dec 2026"


async def test_a_meeting_still_stands_when_its_handoff_ends(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    yours = meeting_words.STANDS_YOURS.format(when=SPAN, number=1)
    theirs = meeting_words.STANDS.format(when=THERE, name="Ana")

    assert yours in await ana.say("held")
    await ana.say("undo held")
    assert theirs in await megan.say("decline because the value is too high")

    mine, hers = await ana.opens(), await megan.opens()
    assert yours in fact(mine, words.DISCUSSION)
    assert theirs in fact(hers, words.DISCUSSION)
    assert titles(mine) == [words.REOPEN, meeting_words.CANCEL_MEETING]
    assert titles(hers) == [words.REOPEN]


async def test_a_button_of_the_live_card_leaves_the_card_as_it_is(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    found = button(await ana.opens(), meeting_words.SCHEDULE)

    outcome = await ana.do(verb=found["verb"], data={**found["data"], "text": "whose move is it"})

    assert outcome.card is None
    assert "book the discussion" in outcome.replies[0].text


async def test_in_a_group_times_are_in_the_tenants_zone(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    office.defaults = replace(office.defaults, time_zone="Europe/Oslo")
    group = ana.in_group("group", megan)

    await group.say("open 1")

    card = office.card(1, "group")
    assert fact(card, words.DISCUSSION).startswith("Tue 1 Dec 2026, 10:00-10:30 (UTC+1)")
    assert card_words.OTHER_STEPS not in [each["title"] for each in actions(card)]


async def test_the_phrases_say_nothing_of_what_is_not_there(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    handoff = await office.start(ana, megan)
    message = Message(person=Person(tenant=TENANT, id=ana.user), conversation=ana.chat)
    profile = office.profiles_kept[ana.user]
    turn = Turn(message=message, text="", state=State(), profile=profile, desk=office.desk())
    view = await Case(turn, handoff, Actor(id=ana.id, ids=frozenset({ana.id}))).view()

    assert list(discussion.lines(view)) == []
    assert discussion.still_stands(view) == ""
