"""Asking: what the bot sends to Teams for a question."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from dialogs import texts, unanswered_words
from dialogs.handoff import words
from dialogs.reminding import words as reminding
from tests import contracts
from tests.fakes import CITATION, FakeConnector, FakeExpert
from tests.teams import TENANT, Teams


async def test_an_answer_is_one_text_message_with_citations_and_feedback_buttons(teams: Teams) -> None:
    answer = (await teams.say("who leads stage 3"))[0]

    assert answer["text"].startswith("The SSP leads. [1]")
    assert answer["textFormat"] == "markdown"
    assert answer["channelData"] == {"feedbackLoop": {"type": "default"}}
    claim = answer["entities"][0]["citation"][0]
    assert claim["position"] == 1
    assert claim["appearance"]["name"] == CITATION.name


async def test_follow_ups_come_as_at_most_three_suggestions_in_a_message_of_their_own(teams: Teams) -> None:
    answer, suggestion = await teams.say("who leads stage 3")

    assert "suggestedActions" not in answer
    actions = suggestion["suggestedActions"]["actions"]
    assert [action["value"] for action in actions] == ["who leads stage 4", "what about the SE", "why"]
    assert {action["type"] for action in actions} == {"imBack"}
    assert suggestion["suggestedActions"]["to"] == ["29:ana"]
    assert "\n" not in suggestion["text"]


async def test_expected_replies_come_in_the_response(
    teams: Teams, connector: tuple[FakeConnector, str]
) -> None:
    body = teams.activity(text="who leads stage 3", deliveryMode="expectReplies")

    status, response = await teams.post(body)

    assert status == 200
    assert [activity["type"] for activity in response["activities"]] == ["message", "message"]
    assert (
        response["activities"][0]["entities"][0]["citation"][0]["appearance"]["abstract"] == CITATION.abstract
    )
    assert connector[0].calls == []
    for activity in response["activities"]:
        contracts.check_activity(activity)


async def test_the_thread_and_the_role_go_to_the_expert(teams: Teams, expert: FakeExpert) -> None:
    await teams.say("I'm a CSAM")
    await teams.say("who leads stage 3")
    await teams.say("hello")
    await teams.say("and in stage 5?")

    assert expert.asked[-1] == ("and in stage 5?", {"stage": 3}, "csam")


async def test_threads_of_two_people_in_one_group_stay_apart(teams: Teams, expert: FakeExpert) -> None:
    group = teams.in_group()
    other = teams.colleague("megan")
    other.conversation = group.conversation

    await group.mention("who leads stage 3")
    await other.mention("and in stage 5?")

    assert expert.asked[-1] == ("and in stage 5?", {}, None)


async def test_a_group_answer_has_citations_but_no_suggestions(teams: Teams) -> None:
    replies = await teams.in_group().mention("who leads stage 3")

    assert len(replies) == 1
    assert replies[0]["entities"][0]["citation"]


async def test_the_mention_is_stripped_and_a_stored_role_stays_private(
    teams: Teams, expert: FakeExpert
) -> None:
    await teams.say("I'm a CSAM")

    await teams.in_group("channel").mention("who leads stage 3")

    assert expert.asked[-1] == ("who leads stage 3", {}, None)


async def test_names_of_others_who_are_mentioned_stay_in_the_question(
    teams: Teams, expert: FakeExpert
) -> None:
    await teams.in_group().mention("does <at>Megan</at> lead stage 3")

    assert expert.asked[-1][0] == "does Megan lead stage 3"


async def test_what_is_not_addressed_to_the_bot_in_a_group_is_left_alone(teams: Teams) -> None:
    assert await teams.in_group().say("who leads stage 3") == []


@pytest.mark.parametrize("typed", ["what about the CSAM", "2"])
async def test_a_question_back_is_a_card_with_a_typed_twin(
    teams: Teams, expert: FakeExpert, typed: str
) -> None:
    card = (await teams.say("what about the cs"))[0]["attachments"][0]["content"]

    buttons = [action for element in card["body"] for action in element.get("actions", [])]
    assert [action["title"] for action in buttons] == [
        "what about the CSA",
        "what about the CSAM",
    ]
    assert await teams.ask(typed) == "The CSAM. [1]"


async def test_pressing_a_choice_answers_and_settles_the_card(
    teams: Teams, connector: tuple[FakeConnector, str]
) -> None:
    for chat in (teams, teams.in_group()):
        status, response = await chat.press("ask", question="what about the CSAM")

        assert status == 200
        contracts.check_action_response(response)
        assert response["value"]["body"][0]["text"] == "what about the CSAM"
        assert connector[0].sent[-1]["text"] == "The CSAM. [1]"


async def test_a_client_without_execute_submits_the_same_choice(teams: Teams) -> None:
    replies = await teams.do(value={"verb": "ask", "question": "what about the CSAM"})

    assert replies[0]["text"] == "The CSAM. [1]"


async def test_an_unknown_question_is_said_to_be_unknown_and_kept_for_the_owner(teams: Teams) -> None:
    for question in ("who is the king?", "What is a moon", "Who is the king"):
        assert await teams.ask(question) == "I don't know that."
    await teams.colleague("megan").say("who is the KING")

    listed = await teams.ask("unanswered")

    assert listed.splitlines()[1:] == [
        "- **1** · asked 3 times · who is the king?",
        "- **2** · asked once · What is a moon",
        "",
        unanswered_words.HOW.format(number=1),
    ]


async def test_an_address_in_a_question_is_neither_kept_nor_said_again(teams: Teams) -> None:
    said = await teams.ask("I am megan@contoso.com, is that unknown?")
    listed = await teams.ask("unanswered")

    assert "I am ..., is that unknown?" in listed
    assert "@contoso" not in said + listed + await teams.ask("what do you know about me")


async def test_the_nearest_known_thing_comes_with_its_source_and_without_feedback_buttons(
    teams: Teams,
) -> None:
    answer, suggestion = await teams.say("who is nearest to the king")

    assert answer["entities"][0]["citation"]
    assert "channelData" not in answer
    assert suggestion["suggestedActions"]["actions"][0]["value"] == "who leads stage 3"


async def test_what_could_be_asked_instead_stands_below_the_words_that_say_it_is_unknown(
    teams: Teams,
) -> None:
    [answer] = await teams.say("who is the queen")

    assert answer["text"] == "I don't know that."
    assert [action["value"] for action in answer["suggestedActions"]["actions"]] == ["who leads stage 3"]


@pytest.mark.parametrize("typed", ["become a pirate", "?!?", "...", "¿…?", "_", "' '", "🎉"])
async def test_misconduct_and_marks_alone_are_no_questions_for_the_owner(teams: Teams, typed: str) -> None:
    await teams.say(typed)

    assert await teams.ask("unanswered") == texts.UNANSWERED_NONE


@pytest.mark.parametrize("typed", ["exit?", "previous?", "exit", "rest?"])
async def test_a_word_that_asks_reaches_the_expert_with_the_thread(
    teams: Teams, expert: FakeExpert, typed: str
) -> None:
    await teams.say("who leads stage 3")
    await teams.say(typed)

    assert expert.asked[-1] == (typed, {"stage": 3}, None)


async def test_words_for_reminders_are_no_questions(teams: Teams, expert: FakeExpert) -> None:
    for typed in ("snooze until Monday", "remind me on Friday"):
        assert await teams.ask(typed) == words.NONE_OPEN
    assert await teams.ask("remind me to call Ana") == reminding.ONLY_HANDOFFS

    assert expert.asked == []
    assert await teams.ask("unanswered") == texts.UNANSWERED_NONE


async def test_an_answer_that_cannot_be_remembered_is_given_all_the_same(
    teams: Teams, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with store._engine.begin() as connection:
        await connection.execute(sa.text("DROP TABLE answer"))

    replies = [reply["text"] for reply in await teams.say("who leads stage 3")]

    assert replies[0].startswith("The SSP leads")
    assert len(replies) == 2
    assert "could not be finished" in caplog.text
    assert "who leads" not in caplog.text


async def test_the_list_of_unanswered_questions_stays_within_the_tenant(teams: Teams) -> None:
    await teams.say("who is the king?")
    stranger = teams.colleague("alex")
    stranger.conversation = {**stranger.conversation, "tenantId": TENANT.replace("a", "b")}

    assert "no unanswered" in await stranger.ask("unanswered")


async def test_an_edited_or_deleted_message_is_left_alone(teams: Teams) -> None:
    edited = {"tenant": {"id": TENANT}, "eventType": "editMessage"}

    assert await teams.do(type="messageUpdate", text="who leads stage 4", channelData=edited) == []
    assert await teams.do(type="messageDelete", channelData={"eventType": "softDeleteMessage"}) == []
    assert await teams.do(type="messageReaction", reactionsAdded=[{"type": "like"}]) == []
    assert await teams.do(type="event", name="application/vnd.microsoft.meetingStart", value="?") == []
