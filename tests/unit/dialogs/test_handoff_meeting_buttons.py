"""What the meeting's buttons on a live card start, and what can be typed in their place."""

from __future__ import annotations

import pytest

from dialogs.handoff import meeting_words
from dialogs.operation import Purpose, Stage
from handoffs.model import Attendee
from tests.card_parts import button
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting_play import agreed, book


async def test_finding_a_time_begins_with_a_look_at_the_calendars(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    await ana.opens()

    outcome = await ana.press(meeting_words.SCHEDULE)

    [operation] = office.operations.values()
    assert (operation.purpose, operation.stage) == (Purpose.BOOK, Stage.LOOKING)
    assert outcome.card is None
    assert outcome.replies[-1].operation == operation.id


@pytest.mark.parametrize(
    ("title", "purpose"),
    [(meeting_words.RESCHEDULE, Purpose.MOVE), (meeting_words.CANCEL_MEETING, Purpose.CANCEL)],
)
async def test_the_organiser_moves_and_cancels_from_the_card(
    office: Office, ana: Colleague, megan: Colleague, title: str, purpose: Purpose
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    await ana.opens()

    await ana.press(title)

    assert [each.purpose for each in office.operations.values()] == [purpose]


@pytest.mark.parametrize("typed", ["", "cancel meeting in handoff 1"])
async def test_the_meeting_of_an_ended_handoff_can_be_cancelled(
    office: Office, ana: Colleague, megan: Colleague, typed: str
) -> None:
    await agreed(office, ana, megan)
    book(office, ana, Attendee(person=megan.id))
    await ana.say("cancel 1 because the customer has stopped")

    card = await ana.opens()
    await (ana.do(text=typed) if typed else ana.press(meeting_words.CANCEL_MEETING, card=card))

    [operation] = office.operations.values()
    assert (operation.purpose, operation.stage) == (Purpose.CANCEL, Stage.CONFIRMING)


async def test_a_button_stands_where_its_handoff_is_not_the_open_one(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await agreed(office, ana, megan)
    found = button(await ana.opens(), meeting_words.SCHEDULE)
    await office.start(ana, megan, customer="Contoso Retail")
    await ana.say("open 2")

    await ana.do(verb=found["verb"], data=found["data"])

    assert [each.number for each in office.operations.values()] == [1]
