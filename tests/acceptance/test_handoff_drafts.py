"""A handoff that is being started: asked one thing at a time, left half-way, and found again."""

from __future__ import annotations

from typing import Any

from tests import contracts
from tests.journeys import START, Player, Stage


async def test_asking_one_thing_at_a_time_with_corrections_and_back(stage: Stage) -> None:
    ana = stage.person()

    assert "What is the opportunity called?" in await ana.says("hand Contoso over to the STU")
    assert "Which workload" in await ana.says("Azure migration")
    assert "estimated value" in await ana.says("same")
    assert "250,000 USD" in await ana.says("250k")
    assert "300,000 USD" in await ana.says("no, 300000")
    assert "Now it is 300,000 USD" in await ana.says("back")
    assert "When is it due?" in await ana.says("keep")
    both = await ana.says("05/06/2027")
    assert "5 Jun 2027" in both
    assert "6 May 2027" in both
    assert "Sat 5 Jun 2027" in await ana.says("1")
    assert "two different people" in await ana.says("ana@contoso.com")
    assert "Shall I start this handoff?" in await ana.says("megan@contoso.com")
    assert "320,000 EUR" in await ana.says("value 320000 EUR")
    assert "Fri 15 Jan 2027" in await ana.says("due 15 Jan 2027")
    assert "Started." in await ana.says("yes")
    assert stage.status() == "qualifying"


async def test_a_question_in_the_middle_is_answered_and_the_step_repeated_once(stage: Stage) -> None:
    ana = stage.person()
    await ana.says("hand Contoso over to the STU")
    await ana.says("Azure migration")

    said = await ana.says("who secures the technical decision?")

    assert "Secure technical decision" in said
    assert said.count("Which workload is milestone 1 for?") == 1
    assert "estimated value" in await ana.says("same")


async def test_a_draft_left_half_way_waits_and_goes_on(stage: Stage) -> None:
    ana = stage.person()
    await ana.says("hand Contoso over to the STU")
    await ana.says("Azure migration")
    await ana.says("start over")

    assert stage.status() == "draft"
    assert "draft" in await ana.says("my handoffs")
    assert "Which workload is milestone 1 for?" in await ana.says("open 1")
    assert "estimated value" in await ana.says("same")


async def test_another_start_offers_the_draft_that_waits(stage: Stage) -> None:
    ana = stage.person()
    await ana.says("hand Contoso over to the STU")
    await ana.says("start over")

    offered = await ana.says("new handoff")

    assert "You have a draft: handoff 1" in offered
    await ana.presses("Go on with it", ana.cards[-1])
    assert "What is the opportunity called?" in stage.connector.said(ana.chat)[-1]
    assert len(stage.all_rows()) == 1


async def test_all_replies_come_in_the_response_where_it_is_asked_for(stage: Stage) -> None:
    ana = stage.person()
    before = len(stage.connector.sent)

    said = await _expecting(ana, START)
    assert "Shall I start this handoff?" in said[-1]["summary"]
    said = await _expecting(ana, "yes")

    assert [("Started." in str(each.get("text"))) for each in said] == [True, False]
    assert said[1]["summary"].startswith("Contoso: Azure migration. Under way.")
    assert len(stage.connector.sent) == before
    said = await _expecting(ana, "done 1 2")
    assert "2 done, 12 left." in said[0]["text"]
    assert stage.status() == "qualifying"


async def _expecting(player: Player, text: str) -> list[dict[str, Any]]:
    status, body = await player.teams.post(
        player.teams.activity(text=text, textFormat="plain", deliveryMode="expectReplies")
    )
    await player.stage.quiet()
    assert status == 200
    for activity in body["activities"]:
        contracts.check_activity(activity)
    messages: list[dict[str, Any]] = [each for each in body["activities"] if each["type"] == "message"]
    return messages
