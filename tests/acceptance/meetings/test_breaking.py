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
