"""The knowledge owners' view of what waits and what is stuck."""

from __future__ import annotations

from dialogs import texts
from tests.fakes import FakeConnector
from tests.teams import Teams


async def test_a_reply_that_the_channel_does_not_take_now_waits_and_is_shown(
    teams: Teams, connector: tuple[FakeConnector, str]
) -> None:
    assert await teams.ask("jobs") == texts.JOBS_NONE

    connector[0].status, connector[0].headers = 429, {"Retry-After": "60"}
    await teams.say("who leads stage 3")
    connector[0].status = 200

    assert (await teams.ask("jobs")).startswith("Waiting: 2, the oldest since ")


async def test_jobs_are_told_in_a_personal_chat_only(teams: Teams) -> None:
    assert [reply["text"] for reply in await teams.in_group().mention("jobs")] == [texts.PRIVATE]
