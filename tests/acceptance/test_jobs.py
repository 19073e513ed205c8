"""The knowledge owners' view of what waits and what is stuck."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import job
from dialogs import texts
from tests.fakes import FakeConnector
from tests.teams import MENTION, Teams


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


async def test_deleting_my_data_deletes_what_was_still_to_be_said_to_me_and_nobody_elses(
    teams: Teams, connector: tuple[FakeConnector, str], store: Store
) -> None:
    bo = teams.colleague("bo").in_group()
    connector[0].status, connector[0].headers = 429, {"Retry-After": "60"}
    for person in (teams, teams.in_group(), bo):
        await person.say("<at>Baton</at> who leads stage 3", entities=[MENTION])
    connector[0].status = 200

    await teams.say("delete my data")
    await teams.say("yes")

    async with store.queue() as queue:
        rows = (await queue.connection.execute(sa.select(job.c.target, job.c.payload))).all()
    assert {row.target for row in rows} == {bo.conversation["id"]}
    assert {row.payload["activity"]["recipient"]["id"] for row in rows} == {"29:bo"}
