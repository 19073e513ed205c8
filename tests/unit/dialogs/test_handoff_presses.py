"""The buttons of a live card."""

from __future__ import annotations

import pytest

from dialogs.handoff import words
from handoffs.model import State, Status
from tests.card_parts import texts_of
from tests.office import Colleague, Office

TITLE = "**Contoso: Azure migration** (1): "


async def test_a_press_changes_the_card_and_says_nothing(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")

    outcome = await ana.press("Mark done", items="1,2", note="the plan")

    assert outcome.replies == ()
    assert outcome.card == office.card(1, ana.chat)
    assert "Done by Ana, Fri 20 Nov 2026. Evidence: the plan" in texts_of(outcome.card)


async def test_a_press_on_a_card_that_was_overtaken_changes_nothing_and_shows_the_present_one(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    old = office.card(1, ana.chat)
    await megan.say("done 1 in handoff 1")
    office.later(days=40)

    outcome = await ana.press("Mark done", card=old, items="2")

    [reply] = outcome.replies
    assert "Changed by Megan at Fri 20 Nov 2026 at 10:00." in reply.text
    assert "Done by Megan, Fri 20 Nov 2026" in texts_of(outcome.card)
    assert office.handoffs_kept[1].items[1].state is State.OPEN


async def test_a_press_without_items_or_reason_says_what_is_missing(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")

    nothing = await ana.press("Mark done", items="")
    no_reason = await ana.press("Waive", items="2", reason=" ")

    assert [reply.text for reply in nothing.replies] == [words.NO_ITEMS_PICKED]
    assert [reply.text for reply in no_reason.replies] == [words.NO_REASON]


@pytest.mark.parametrize(
    "data", [{}, {"handoff": "1", "revision": 1}, {"handoff": 1}, {"handoff": True, "revision": True}]
)
async def test_a_button_of_another_making_is_not_ours(data: dict[str, object], ana: Colleague) -> None:
    assert not (await ana.do(verb="handoff_done", data=data)).understood


async def test_a_handoff_is_played_to_its_end_by_buttons(
    office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("open 1")
    await megan.say("open 1")
    await ana.press("Mark done", items="1,2,3,4,5,6,7,8,9,10")
    await ana.press("Agree")
    await megan.press("Agree")
    await ana.press("It was held", held_on="2026-11-19")
    await ana.press("Record the move", moved_on="2026-11-20")
    await megan.press("Record the transfer", transferred_on="2026-11-20")
    await ana.press("Close the handoff")

    assert office.handoffs_kept[1].status is Status.CLOSED
