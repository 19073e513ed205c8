"""The welcome, the role, the profile, and what is kept about a person."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from dialogs import texts
from tests import contracts
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.teams import BOT, Teams

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def _card(replies: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = replies[0]["attachments"][0]["content"]
    return found


async def test_the_install_event_comes_twice_and_the_welcome_once(teams: Teams) -> None:
    replies = await teams.install()

    assert len(replies) == 1
    picker = next(part for part in _card(replies)["body"] if part["type"] == "Input.ChoiceSet")
    assert [choice["value"] for choice in picker["choices"]] == ["csam", "ae"]


async def test_both_install_events_at_once_still_welcome_once(
    teams: Teams, connector: tuple[FakeConnector, str]
) -> None:
    added = teams.activity(type="conversationUpdate", membersAdded=[BOT])
    installed = teams.activity(type="installationUpdate", action="add")

    await asyncio.gather(*(teams.post(event) for event in (added, installed) * 3))

    assert len(connector[0].sent) == 1


async def test_everyone_gets_a_welcome_of_their_own(teams: Teams) -> None:
    await teams.install()

    assert len(await teams.colleague("megan").install()) == 1


async def test_a_group_gets_one_line(teams: Teams) -> None:
    replies = await teams.in_group().install()

    assert [reply["text"] for reply in replies] == [texts.WELCOME_GROUP]


async def test_someone_else_joining_is_no_occasion(teams: Teams) -> None:
    assert await teams.in_group().do(type="conversationUpdate", membersAdded=[{"id": "29:megan"}]) == []
    assert await teams.do(type="installationUpdate", action="remove") == []


async def test_picking_a_role_keeps_it_shows_it_and_offers_its_questions(
    teams: Teams, connector: tuple[FakeConnector, str]
) -> None:
    await teams.install()

    status, response = await teams.press("pick_role", role="csam")

    assert status == 200
    contracts.check_action_response(response)
    picker = next(part for part in response["value"]["body"] if part["type"] == "Input.ChoiceSet")
    assert picker["value"] == "csam"
    texts_shown = [part.get("text") for part in response["value"]["body"]]
    assert "Your role: CSAM. Change it any time." in texts_shown
    said = connector[0].sent[-1]
    assert said["text"] == "Noted: your role is CSAM (Customer Success Account Manager). You could ask:"
    assert len(said["suggestedActions"]["actions"]) == 3
    assert "CSAM" in await teams.ask("profile")


async def test_a_client_without_execute_submits_the_same_role(teams: Teams) -> None:
    replies = await teams.do(value={"verb": "pick_role", "role": "ae"})

    assert replies[0]["text"].startswith("Noted: your role is AE")


@pytest.mark.parametrize("role", ["", "astronaut"])
async def test_pressing_without_a_role_of_ours_asks_for_one(teams: Teams, role: str) -> None:
    status, response = await teams.press("pick_role", role=role)

    assert status == 200
    contracts.check_action_response(response)
    assert response["value"] == texts.ROLE_NONE_PICKED


async def test_a_typed_role_does_what_the_picker_does(teams: Teams, expert: FakeExpert) -> None:
    assert (await teams.ask("I'm a CSAM")).startswith("Noted: your role is CSAM")

    await teams.say("what do I do")

    assert expert.asked[-1][2] == "csam"


async def test_a_role_nobody_knows_is_not_kept(teams: Teams) -> None:
    assert await teams.ask("I'm an astronaut") == texts.NOTED
    assert texts.NOT_SET in await teams.ask("profile")


async def test_changing_the_role_asks_which_and_takes_questions_in_between(teams: Teams) -> None:
    assert await teams.ask("change my role") == texts.ROLE_ASK
    assert "I know these: CSAM, AE" in await teams.ask("astronaut")

    in_between = [reply.get("text") for reply in await teams.say("who leads stage 3")]
    assert in_between[0] == "The SSP leads. [1]\n\nSource: Roles guide, stage 3"
    assert in_between[-1] == texts.ROLE_ASK

    assert (await teams.ask("an account executive")).startswith("Noted: your role is AE")
    assert await teams.ask("cancel") == texts.NOTHING_TO_CANCEL


@pytest.mark.parametrize(
    "typed", ["my role is CSAM", "I am csam", "csam please", "It's the CSAM, thanks", "I'm a CSAM"]
)
async def test_a_role_said_in_the_midst_of_the_question_for_it_answers_it(teams: Teams, typed: str) -> None:
    await teams.say("my role")

    assert [str(reply["text"])[:28] for reply in await teams.say(typed)] == ["Noted: your role is CSAM (Cu"]
    assert await teams.ask("cancel") == texts.NOTHING_TO_CANCEL


async def test_a_role_that_comes_with_a_question_ends_the_question_for_it_too(teams: Teams) -> None:
    await teams.say("my role")

    said = [reply.get("text") for reply in await teams.say("I'm an AE, who leads stage 3")]

    assert said == ["The SSP leads. [1]"]
    assert "AE" in await teams.ask("profile")


async def test_a_role_said_in_a_group_is_neither_stored_nor_remembered(
    teams: Teams, expert: FakeExpert
) -> None:
    group = teams.in_group()

    await group.mention("I'm an AE, who leads stage 3")
    await group.mention("and in stage 5?")

    assert expert.asked[-1] == ("and in stage 5?", {"stage": 3}, None)
    assert texts.NOT_SET in await teams.ask("profile")


async def test_the_role_chosen_later_wins(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str]
) -> None:
    async with TestClient(TestServer(compose.build_app(make_settings()))) as client:
        ana = Teams(client, *connector)
        await ana.say("I'm an SSP")
        await ana.press("pick_role", role="csam")

        assert "**CSAM**" in await ana.ask("what do I do in stage 3")


async def test_a_role_taken_up_in_passing_is_not_kept(
    make_settings: MakeSettings, connector: tuple[FakeConnector, str]
) -> None:
    async with TestClient(TestServer(compose.build_app(make_settings()))) as client:
        ana = Teams(client, *connector)
        await ana.say("I'm a CSAM")

        assert "**SE**" in await ana.ask("as an SE, what do I do in stage 3")
        assert "CSAM" in await ana.ask("profile")


async def test_the_profile_shows_what_is_used_and_where_it_is_the_default(teams: Teams) -> None:
    profile = await teams.ask("profile")

    assert "Time zone: Europe/Oslo" in profile
    assert "Country: not set" in profile


async def test_a_stored_fact_is_told_and_then_deleted(teams: Teams) -> None:
    await teams.install()
    await teams.say("I'm a CSAM")
    sent = await teams.say("who leads stage 3")
    assert sent
    await teams.say("who is the king")
    like = {
        "actionName": "feedback",
        "actionValue": {"reaction": "like", "feedback": '{"feedbackText":"short and right"}'},
    }
    await teams.invoke("message/submitAction", like, replyToId="reply-3")

    known = await teams.ask("what do you know about me")

    told = ("CSAM", "Europe/Oslo", "welcomed you", "who leads stage 3", "who is the king")
    for expected in (*told, "like: short and right", "29:ana", "ana-object"):
        assert expected in known

    assert await teams.ask("delete my data") == texts.DELETE_ASK
    assert await teams.ask("yes") == texts.DELETE_DONE
    remains = (await teams.ask("what do you know about me")).splitlines()
    assert remains[1:2] == ["- Your time zone: Europe/Oslo"]
    assert len([line for line in remains if line.startswith("-")]) == 2  # and the ids in Teams
    assert "who is the king" in await teams.ask("unanswered")


async def test_of_someone_who_only_just_asked_nothing_is_kept(teams: Teams) -> None:
    for _ in range(2):
        replies = await teams.say("what do you know about me", localTimezone=None)
        assert [reply["text"] for reply in replies] == [texts.ABOUT_NOTHING]


async def test_deleting_can_be_refused_cancelled_and_interrupted(teams: Teams) -> None:
    await teams.say("I'm a CSAM")
    await teams.say("delete my data")
    assert [reply["text"] for reply in await teams.say("help")][-1] == texts.DELETE_ASK
    assert await teams.ask("back") == texts.NOTHING_BEFORE
    assert await teams.ask("cancel please") == texts.CANCELLED
    await teams.say("delete my data")
    assert await teams.ask("No, keep it") == texts.DELETE_KEPT

    assert "CSAM" in await teams.ask("profile")


async def test_starting_over_ends_the_thread_and_keeps_the_profile(teams: Teams, expert: FakeExpert) -> None:
    await teams.say("I'm a CSAM")
    await teams.say("who leads stage 3")

    assert await teams.ask("Start over") == texts.STARTED_OVER
    await teams.say("and in stage 5?")

    assert expert.asked[-1] == ("and in stage 5?", {}, "csam")


@pytest.mark.parametrize(
    "typed",
    ["profile", "what do you know about me?", "delete my data", "change my role", "unanswered", "I'm a CSAM"],
)
async def test_in_a_group_private_matters_get_one_line(teams: Teams, typed: str) -> None:
    replies = await teams.in_group().mention(typed)

    assert [reply["text"] for reply in replies] == [texts.PRIVATE]


async def test_pressing_the_role_picker_in_a_group_keeps_nothing(teams: Teams) -> None:
    _, response = await teams.in_group().press("pick_role", role="csam")

    assert response["value"] == texts.PRIVATE
    assert texts.NOT_SET in await teams.ask("profile")


async def test_help_differs_between_chat_and_group(teams: Teams) -> None:
    assert "unanswered" in await teams.ask("Help please")
    assert (await teams.in_group().mention("help"))[0]["text"] == texts.HELP_GROUP


async def test_small_talk_gets_one_friendly_line(teams: Teams) -> None:
    assert await teams.ask("hello") == texts.SMALL_TALK["greeting"]
