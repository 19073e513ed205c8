"""Somebody tries what they may not: to see, to send outside, or to do what is another's to do."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.meetings.ground import Ground, Open
from tests.graph.directory import Mailbox
from tests.graph.server import FakeGraph
from tests.integration.door import Credential
from tests.openid import APP_ID

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
    assert ground.meeting.asked["sensitivity"] == "private"
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
        assert "Contoso" not in said
        assert "Alex" not in said

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


async def test_buttons_do_nothing_in_other_hands_and_in_other_chats(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    await ana.says("schedule")
    offer = next(card for card in ana.cards if "These times suit" in str(card))
    group = ana.in_group()
    asked, before = len(ground.graph.calls), ground.stage.rows("SELECT stage, revision FROM operation")

    assert "for the one who asked" in str(await megan.presses("More times", offer))
    in_group = await group.presses("More times", offer)
    assert in_group["statusCode"] == 400
    data = {"operation": "0123456789abcdef", "revision": 1, "say": "yes"}
    odd: list[dict[str, object]] = [{"operation": "x" * 9000}, {"operation": ["x"]}, {"say": {}}, {"say": ""}]
    for each in (*odd, {}):
        status, _ = await ana.teams.press("meeting", **{**data, **each})
        assert status == 200

    assert [c.body for c in ground.stage.connector.calls if c.conversation == group.chat] == []
    assert len(ground.graph.calls) == asked
    assert ground.stage.rows("SELECT stage, revision FROM operation") == before


async def test_no_address_stands_in_an_operation(ground: Ground) -> None:
    for name in ("Sam Berg", "Sam Wilber"):
        mail = f"{name.replace(' ', '.').casefold()}@contoso.com"
        ground.graph.add(Mailbox(mail=mail, name=name))
    ana, _ = await ground.handoff()
    for text in ("schedule with sam.berg@contoso.com", "cancel"):  # from here on known by the address alone
        await ana.says(text)
    assert "Several people" in await ana.says("schedule with Sam too")

    kept = str(ground.stage.rows("SELECT body FROM operation"))
    assert "Sam Berg" in kept
    assert "@" not in kept

    await ana.says("Sam Berg")
    assert "Required: Megan and Sam Berg" in await ana.says("1")
    await ana.says("yes")
    assert "sam.berg@contoso.com" in json.dumps(ground.meeting.asked)
    jobs = str(ground.stage.rows("SELECT payload FROM job"))
    assert "@contoso" not in jobs


async def test_the_right_of_the_app_is_not_for_people_of_another_tenant(
    start: Open, graph: FakeGraph
) -> None:
    """They would find its people, and when these are free."""
    own = {"MicrosoftAppTenantId": "00000000-0000-0000-0000-0000000000bb", "MicrosoftAppType": "MultiTenant"}
    app = {"GRAPH_APP_ONLY": True, "MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "x" * 20}
    async with start(credential=Credential(graph.app_token()), **own, **app) as ground:
        ana, _ = await ground.handoff()

        assert "not allowed" in await ana.says("schedule with Alex too")
        assert graph.calls == []


async def test_what_goes_out_is_what_was_shown(ground: Ground) -> None:
    ana, _ = await ground.booked()
    assert "does not change who is invited" in await ana.says("reschedule to tuesday with pat@fabrikam.com")

    await ana.says(f"cancel meeting because of [us](https://fabrikam.com) and pat@fabrikam.com{' x' * 500}")
    shown = str(ana.cards[-1])
    await ana.says("yes")

    [event] = ground.graph.calendars.all
    assert event.cancelled
    assert "With this comment: " + event.comment in shown
    assert not any(part in event.comment for part in ("https", "[", "@"))
