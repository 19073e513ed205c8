"""Somebody tries what they may not: to see, to send outside, or to do what is another's to do."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.meetings.ground import Ground
from tests.graph.directory import Mailbox

_INSIDE = ("Azure migration", "250,000", "budget is confirmed in March")
_OUTSIDE = ("pat@fabrikam.com", "guest@fabrikam.com", "sales@contoso.com")


@pytest.mark.parametrize("address", _OUTSIDE)
async def test_nothing_of_the_handoff_goes_to_who_is_not_known_to_be_inside(
    ground: Ground, address: str
) -> None:
    """A guest, somebody of another domain, and a list that may have members from anywhere."""
    ground.graph.add(Mailbox(mail="guest@fabrikam.com", name="Guest", guest=True))
    ana, _ = await ground.handoff()
    await ana.says("waive 3 because budget is confirmed in March")
    await ana.says(f"schedule with {address} too")
    back = await ana.says("1")

    assert "outside your organization" in back
    assert "agenda" not in back
    await ana.says("yes")
    sent = json.dumps(ground.meeting.asked)
    assert address in sent
    assert not [secret for secret in _INSIDE if secret in sent]


async def test_who_is_not_on_the_handoff_any_more_is_shown_nothing_of_it(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    await megan.says("schedule")
    offer = next(card for card in megan.cards if "These times suit" in str(card))
    await ana.says("assign alex@contoso.com as receiver")
    await ana.says("value 990000")
    asked = len(ground.graph.calls)

    for button in ("1. Fri 20 Nov, 11:30", "More times"):
        pressed = await megan.presses(button, offer)
        assert "This is over" in str(pressed)
        assert "Azure" not in str(pressed)
    for typed in ("yes", "cancel meeting"):
        said = await megan.says(typed)
        assert not ("Contoso" in said or "Alex" in said)

    assert len(ground.graph.calls) == asked
    assert ground.meetings == 0


async def test_nor_are_they_asked_whether_it_took_place(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    for text in ("schedule", "1", "yes"):
        await megan.says(text)
    await ana.says("assign alex@contoso.com as receiver")
    before = megan.received

    await ground.passes(3)

    assert ground.kept
    assert megan.received == before
