"""Graph by Baton's own right: only ever in the mailbox of the one who asks, whatever is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.meetings.ground import ALEX, ANA, MEGAN, Ground, Open
from tests.graph.faults import Fault
from tests.graph.server import FakeGraph
from tests.graph.tokens import APP
from tests.integration.door import Credential
from tests.openid import APP_ID
from tests.teams import TENANT

_SETTINGS = {
    "GRAPH_APP_ONLY": True,
    "MicrosoftAppId": APP_ID,
    "MicrosoftAppPassword": "x" * 20,
    "MicrosoftAppTenantId": TENANT,
}


@pytest.fixture
def credential(graph: FakeGraph) -> Credential:
    return Credential(graph.app_token())


@pytest.fixture
async def ground(start: Open, credential: Credential) -> AsyncIterator[Ground]:
    async with start(credential=credential, **_SETTINGS) as opened:
        yield opened
        await opened.check()


def _mailboxes(ground: Ground) -> set[str]:
    """Whose were asked or written to; when others are free is asked in one's own."""
    inside = ("/events", "/calendar", "/mailboxSettings")
    return {call.mailbox for call in ground.graph.calls if any(part in call.path for part in inside)}


async def test_it_is_in_the_calendar_of_who_asks(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    for typed in (
        "schedule for megan@contoso.com",
        "schedule in megan@contoso.com's calendar",
        "schedule with megan@contoso.com as organiser",
        "schedule as megan@contoso.com",
        "schedule tuesday with megan@contoso.com",
        "1",
        "yes",
    ):
        await ana.says(typed)

    assert (ground.meeting.organiser.mail, _mailboxes(ground)) == (ANA, {ANA})


async def test_only_who_booked_it_changes_it(ground: Ground) -> None:
    ana, megan = await ground.handoff()
    for text in ("schedule", "2", "yes"):
        await megan.says(text)
    assert (ground.meeting.organiser.mail, _mailboxes(ground)) == (MEGAN, {MEGAN})

    for text in ("reschedule", "cancel meeting", "schedule"):
        assert "Megan" in await ana.says(text)
    await ana.says("open 1")
    await ground.passes()
    assert _mailboxes(ground) == {MEGAN}


async def test_a_mailbox_that_an_administrator_keeps_it_out_of(
    ground: Ground, graph: FakeGraph, credential: Credential
) -> None:
    credential.token = graph.app_token(only=[MEGAN, ALEX])
    ana, megan = await ground.handoff()

    assert "Please ask your Teams administrator to grant it" in await ana.says("schedule")
    assert "1." in await megan.says("schedule")


async def test_a_token_that_is_not_taken_is_nothing_to_sign_in_for(ground: Ground) -> None:
    ana, _ = await ground.handoff()
    ground.graph.faults.append(Fault(status=401, times=None))

    assert "has not given me the permission" in await ana.says("schedule")
    assert "nothing to sign in to" in await ana.says("sign in")
    ground.graph.faults.clear()
    assert "1." in await ana.says("try again")


@pytest.mark.parametrize("lacking", APP)
async def test_each_permission_that_it_lacks(
    start: Open, graph: FakeGraph, credential: Credential, lacking: str
) -> None:
    credential.token = graph.app_token(*(name for name in APP if name != lacking))
    async with start(credential=credential, **_SETTINGS) as ground:
        ana, _ = await ground.handoff()
        said = await ana.says("schedule")
        if lacking == "Calendars.ReadWrite":
            assert f"the permission {lacking} is missing" in said
            return
        assert "1." in said  # the others only make up for what a schedule does not tell
        await ana.says("1")
        assert "Booked" in await ana.says("yes")
        await ground.check()
