"""What the live card and the answers say of a booked discussion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dialogs import verbs
from dialogs.handoff import meeting_words, words
from dialogs.handoff.card import layout
from handoffs.model import Attendee, Reply
from tests import contracts
from tests.card_parts import button, texts_of, titles
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting_play import (
    LINK,
    SPAN,
    THERE,
    agreed,
    answer,
    book,
    fact,
    want,
)


async def test_the_giver_is_to_book_it(office: Office, ana: Colleague, megan: Colleague) -> None:
    await agreed(office, ana, megan)

    card = await ana.opens()

    assert fact(card, words.YOURS).startswith("book the discussion (ATU-to-STU")
    assert '"schedule next week"' in texts_of(card)[-1]
    found = button(card, meeting_words.SCHEDULE)
    assert (found["verb"], found["data"]["text"], found["data"]["handoff"]) == (
        *(verbs.HANDOFF_TYPED, "schedule"),
        1,
    )
    assert "neither booked nor held" in await ana.say("what's missing?")


async def test_a_booked_discussion_stands_on_the_card_of_both(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    await ana.say("meet by 2026-12-04")
    book(office, ana, Attendee(person=megan.id))
    office.profiles_kept[megan.user] = replace(office.profiles_kept[megan.user], time_zone="America/New_York")

    mine, hers = await ana.opens(), await megan.opens()

    assert fact(mine, words.DISCUSSION) == f"{SPAN}, booked by Ana. [Join]({LINK})"
    assert fact(hers, words.DISCUSSION).startswith(f"{THERE}, booked by Ana.")
    assert fact(mine, words.MOVE) == "Waiting for the discussion on Tue 1 Dec 2026, 11 days left."
    assert fact(mine, meeting_words.ANSWERS) == "Megan has not answered"
    assert "Thu 10 Dec 2026: 7 business days after Tue 1 Dec 2026" in fact(mine, meeting_words.IF_HELD)
    assert fact(mine, words.MEET_BY) == ""
    assert {meeting_words.RESCHEDULE, meeting_words.CANCEL_MEETING, words.HELD} <= set(titles(mine))
    assert not {meeting_words.SCHEDULE, meeting_words.RESCHEDULE} & set(titles(hers))
    contracts.check_card(mine)
    assert layout.size(mine) <= layout.MOST_BYTES


async def test_words_about_a_booked_discussion(office: Office, ana: Colleague, megan: Colleague) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))

    assert "Waiting for the discussion on Tue 1 Dec 2026. Next date: discussion Tue 1 Dec 2026, " in (
        await ana.say("whose move is it?")
    )
    assert "booked for Tue 1 Dec 2026, and not held yet" in await ana.say("what's missing?")
    assert "discussion Tue 1 Dec 2026, 11 days left" in await ana.say("my handoffs")
    assert f"Ana: discussion booked: {SPAN}" in await ana.say("history 1")


async def test_it_is_looked_at_whenever_its_card_is_opened(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    await ana.say("open 1")
    assert office.followed == []

    book(office, ana, Attendee(person=megan.id))
    await megan.say("open 1")
    assert office.followed == [1]


async def test_an_invitation_file_says_what_it_is(office: Office, ana: Colleague, megan: Colleague) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id), link="", in_calendar=False)

    card = await ana.opens()

    assert fact(card, words.DISCUSSION) == (
        f"{SPAN}, booked by Ana. As an invitation file; calendars not checked."
    )
    assert fact(card, meeting_words.ANSWERS) == ""
    assert office.followed == []


async def test_one_that_is_being_booked_says_by_whom(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    want(office, megan)

    card = await ana.opens()

    assert fact(card, words.DISCUSSION) == f"Megan is booking it for {SPAN}"
    assert fact(card, words.MOVE) == "Megan is booking the discussion."
    assert meeting_words.SCHEDULE not in titles(card)


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ({"megan": Reply.ACCEPTED}, "Alex has not answered, Megan accepted"),
        ({"megan": Reply.ACCEPTED, "alex": Reply.ACCEPTED}, "All have accepted"),
        ({"megan": Reply.DECLINED}, "Megan declined, Alex has not answered"),
        ({"alex": Reply.TENTATIVE}, "Megan has not answered, Alex accepted tentatively"),
        ({}, "Megan and Alex have not answered"),
    ],
)
async def test_who_has_answered_is_said(
    office: Office,
    ana: Colleague,
    megan: Colleague,
    alex: Colleague,
    replies: Mapping[str, Reply],
    said: str,
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id), Attendee(person=alex.id, required=False))
    if replies:
        answer(office, ana, {f"p-{name}": reply for name, reply in replies.items()})

    assert fact(await ana.opens(), meeting_words.ANSWERS) == said


async def test_of_many_who_say_the_same_their_number_is_given(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, *(Attendee(person=f"p-{number}") for number in range(49)), Attendee(person=megan.id))
    answer(office, ana, {megan.id: Reply.ACCEPTED})

    card = await ana.opens()

    assert fact(card, meeting_words.ANSWERS) == "49 have not answered, Megan accepted"
