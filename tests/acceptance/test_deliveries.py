"""Teams delivers again what took long, and people press twice: everything happens once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.inbound import ACTION
from bot.store.store import Store
from bot.store.tables import turn
from bot.store.turns import Answer, Delivery, Ending
from dialogs import texts
from tests import contracts
from tests.teams import TENANT, Teams

pytestmark = pytest.mark.engines("sqlite", "postgresql")
_QUESTION = "who leads stage 3"
_CARD = "application/vnd.microsoft.card.adaptive"


async def _rows(store: Store) -> list[Any]:
    async with store.queue() as queue:
        return list((await queue.connection.execute(sa.select(turn).order_by(turn.c.began))).all())


def _buttons(part: Any) -> Iterator[dict[str, Any]]:
    """The buttons of a card that newer clients press, in order."""
    if isinstance(part, list):
        for item in part:
            yield from _buttons(item)
    elif isinstance(part, dict):
        if part.get("type") == "Action.Execute":
            yield part
        for inner in part.values():
            yield from _buttons(inner)


def _card(activities: list[dict[str, Any]]) -> dict[str, Any]:
    """The card among what the bot sent."""
    cards = [file["content"] for activity in activities for file in activity.get("attachments", [])]
    assert len(cards) == 1
    card: dict[str, Any] = cards[0]
    return card


async def _press(teams: Teams, button: dict[str, Any], **entered: Any) -> tuple[int, Any, int]:
    """Press it as Teams does, each time under a new id; status, body and how many messages came of it."""
    before = len(teams.connector.sent)
    action = {"type": "Action.Execute", "verb": button["verb"], "data": {**button["data"], **entered}}
    value = {"action": action, "trigger": "manual"}
    status, body = await teams.invoke("adaptiveCard/action", value)
    contracts.check_action_response(body)
    return status, body, len(teams.connector.sent) - before


async def test_a_message_delivered_twice_is_answered_once(teams: Teams) -> None:
    activity = teams.activity(text=_QUESTION)

    first = await teams.post(activity)
    sent = len(teams.connector.sent)
    again = [await teams.post({**activity, "timestamp": f"2026-11-20T10:00:{n}.000Z"}) for n in (15, 30)]

    assert [first, *again] == [(201, None)] * 3
    assert len(teams.connector.sent) == sent == 2


async def test_a_message_delivered_many_times_at_once_is_answered_once(teams: Teams) -> None:
    activity = teams.activity(text=_QUESTION)

    answers = await asyncio.gather(*(teams.post(activity) for _ in range(8)))

    assert answers == [(201, None)] * 8
    assert len(teams.connector.sent) == 2


async def test_the_same_words_under_another_id_at_once_are_answered_once(teams: Teams) -> None:
    activities = [teams.activity(text=_QUESTION) for _ in range(4)]

    answers = await asyncio.gather(*map(teams.post, activities))

    assert answers == [(201, None)] * 4
    assert len(teams.connector.sent) == 2


async def test_who_types_the_same_twice_gets_two_answers(teams: Teams) -> None:
    first = await teams.say(_QUESTION)
    second = await teams.say(_QUESTION)

    assert [reply["text"] for reply in first] == [reply["text"] for reply in second]
    assert len(first) == len(second) == 2


async def test_an_invoke_delivered_twice_gets_the_same_body_and_no_second_message(teams: Teams) -> None:
    action = {"type": "Action.Execute", "verb": "pick_role", "data": {"role": "csam"}}
    activity = teams.activity(type="invoke", name="adaptiveCard/action", value={"action": action})

    first = await teams.post(activity)
    sent = len(teams.connector.sent)
    second = await teams.post(activity)

    assert first == second
    assert (first[0], first[1]["type"]) == (200, _CARD)
    assert len(teams.connector.sent) == sent == 1


async def test_feedback_delivered_twice_is_kept_once_and_answered_alike(teams: Teams) -> None:
    await teams.say(_QUESTION)
    like = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": "{}"}}
    form = teams.activity(type="invoke", name="message/submitAction", value=like, replyToId="reply-1")

    assert await teams.post(form) == await teams.post(form) == (200, {})
    assert f"{texts.ABOUT_FEEDBACK.split('{')[0]}1." in await teams.ask("what do you know about me")


async def test_replies_that_were_expected_are_the_same_a_second_time(teams: Teams) -> None:
    activity = teams.activity(text=_QUESTION, deliveryMode="expectReplies")

    first = await teams.post(activity)
    second = await teams.post(activity)

    assert first == second
    assert first[0] == 200
    assert first[1]["activities"][0]["text"].startswith("The SSP leads")
    assert teams.connector.sent == []


async def test_a_button_pressed_twice_does_its_thing_once(teams: Teams) -> None:
    button = next(_buttons(_card(await teams.say("what about the cs"))))
    assert button["data"][ACTION]

    first = await _press(teams, button)
    second = await _press(teams, button)

    assert first[:2] == second[:2]
    assert (first[2] > 0, second[2]) == (True, 0)


async def test_a_button_pressed_twice_at_once_does_its_thing_once(teams: Teams) -> None:
    button = next(_buttons(_card(await teams.say("what about the cs"))))
    before = len(teams.connector.sent)

    answers = await asyncio.gather(*(_press(teams, button) for _ in range(4)))

    assert {answer[0] for answer in answers} == {200}
    assert all(answer[1] == answers[0][1] for answer in answers)
    alone = await teams.colleague("bo").say("what about the CSA")
    assert len(teams.connector.sent) - before - len(alone) == len(alone)


async def test_both_buttons_of_a_card_work(teams: Teams) -> None:
    one, other = _buttons(_card(await teams.say("what about the cs")))

    said = [await _press(teams, button) for button in (one, other)]

    assert said[0][1] != said[1][1]
    assert all(count > 0 for _, _, count in said)


async def test_another_choice_on_the_same_card_works_and_so_does_going_back(teams: Teams) -> None:
    button = next(_buttons(_card(await teams.install())))
    roles, told = [], []

    for role in ("csam", "csam", "ae", "ae", "csam"):
        _, body, count = await _press(teams, button, role=role)
        roles.append(body["type"])
        told.append(count)

    assert roles == [_CARD] * 5
    assert told == [1, 0, 1, 0, 1]
    assert "CSAM" in await teams.ask("profile")


async def test_a_submitted_button_is_known_by_its_id_as_well(teams: Teams) -> None:
    button = next(_buttons(_card(await teams.say("what about the cs"))))
    data = {**button["data"], "verb": button["verb"]}

    assert len(await teams.do(value=data)) > 0
    assert await teams.do(value=data) == []


async def test_buttons_of_two_cards_that_say_the_same_are_two(teams: Teams) -> None:
    cards = [_card(await teams.say("what about the cs")) for _ in range(2)]

    assert [(await _press(teams, next(_buttons(card))))[2] > 0 for card in cards] == [True, True]


async def test_one_persons_press_is_not_anothers(teams: Teams) -> None:
    group = teams.in_group()
    button = next(_buttons(_card(await group.mention("what about the cs"))))
    person = {"id": "29:bo", "name": "Bo", "aadObjectId": "bo-object"}
    bo = Teams(group.client, group.connector, group.service_url, person, group.conversation, group._ids)

    assert (await _press(group, button))[2] > 0
    assert (await _press(bo, button))[2] > 0


async def test_a_turn_that_failed_is_not_apologised_for_twice(teams: Teams) -> None:
    activity = teams.activity(text="break it")

    assert await teams.post(activity) == await teams.post(activity) == (201, None)

    assert [reply["text"][:20] for reply in teams.connector.sent] == [texts.APOLOGY[:20]]


async def test_a_failed_press_delivered_again_gets_the_same_error(teams: Teams) -> None:
    action = {"type": "Action.Execute", "verb": "ask", "data": {"question": "break it"}}
    activity = teams.activity(type="invoke", name="adaptiveCard/action", value={"action": action})

    first = await teams.post(activity)

    assert first[1]["statusCode"] == 500
    assert await teams.post(activity) == first
    assert teams.connector.sent == []


async def test_a_welcome_delivered_twice_greets_once(teams: Teams) -> None:
    added = teams.activity(type="conversationUpdate", membersAdded=[{"id": "28:baton"}])

    assert await teams.post(added) == await teams.post(added)

    assert len(teams.connector.sent) == 1


async def test_what_is_said_in_a_group_without_the_bot_leaves_nothing(teams: Teams, store: Store) -> None:
    group = teams.in_group()

    assert await group.say("who leads stage 3, Bo") == []
    assert await group.do(type="messageReaction") == []

    assert await _rows(store) == []


async def test_a_delivery_is_kept_without_a_word_of_it(teams: Teams, store: Store) -> None:
    await teams.say("who leads stage 3 kanarienvogel")

    (row,) = await _rows(store)
    assert (row.state, row.status, row.body) == ("done", 201, None)
    assert "kanarienvogel" not in repr(row)


async def test_deleting_my_data_takes_me_off_the_deliveries(teams: Teams, store: Store) -> None:
    await teams.say(_QUESTION, deliveryMode="expectReplies")
    await teams.colleague("bo").say(_QUESTION)
    await teams.say("delete my data")
    yes = teams.activity(text="yes")
    await teams.post(yes)
    sent = len(teams.connector.sent)

    rows = await _rows(store)
    earlier = [row for row in rows if row.conversation == "a:chat" and row.activity != yes["id"]]
    assert {(row.person, row.body) for row in earlier} == {("", None)}
    assert [row.person for row in rows if row.conversation == "a:bo"] == ["29:bo"]
    assert await teams.post(yes) == (201, None)
    assert len(teams.connector.sent) == sent  # and what ran stays known to have run


async def _hold(store: Store) -> Delivery:
    """Another process is dealing with Ana's chat."""
    held = Delivery(tenant=TENANT, conversation="a:chat", activity="held", person="29:ana", content="held")
    async with store.work(TENANT) as work:
        assert await work.turns.begin(held, "elsewhere", store.now())
        await work.commit()
    return held


async def _release(store: Store, held: Delivery) -> None:
    ending = Ending(delivery=held, owner="elsewhere", answer=Answer(status=201), until=store.now())
    async with store.work(TENANT) as work:
        await work.turns.finish([ending])
        await work.commit()


def _types(teams: Teams) -> list[str]:
    return [activity["type"] for activity in teams.connector.sent]


async def test_who_waits_sees_that_baton_is_typing_until_the_answer_is_there(
    teams: Teams, store: Store
) -> None:
    held = await _hold(store)
    waiting = asyncio.create_task(teams.post(teams.activity(text=_QUESTION)))

    await asyncio.sleep(0.7)
    assert _types(teams) == []
    await asyncio.sleep(0.8)
    assert _types(teams) == ["typing"]
    await _release(store, held)
    assert await waiting == (201, None)
    await asyncio.sleep(3.5)  # longer than until it would be shown again

    assert _types(teams) == ["typing", "message", "message"]


async def test_replies_that_are_expected_show_no_typing(teams: Teams, store: Store) -> None:
    held = await _hold(store)
    waiting = asyncio.create_task(teams.post(teams.activity(text=_QUESTION, deliveryMode="expectReplies")))
    await asyncio.sleep(1.4)
    await _release(store, held)

    assert (await waiting)[0] == 200
    assert _types(teams) == []
