"""What makes a delivery known again, and what is no activity."""

from __future__ import annotations

from typing import Any

import pytest
from botbuilder.schema import Activity

from bot import inbound
from bot.inbound import ACTION
from bot.store.turns import Delivery
from tests.teams import BOT, MENTION, TENANT


def _body(**fields: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ana"},
        "recipient": BOT,
        "conversation": {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT},
        "text": "hello",
        **fields,
    }


def _activity(**fields: Any) -> Activity:
    activity = inbound.parse(_body(**fields))
    assert activity is not None
    return activity


def _delivery(**fields: Any) -> Delivery:
    delivery = inbound.delivery_of(_activity(**fields))
    assert delivery is not None
    return delivery


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "2"},
        {"timestamp": "2026-11-20T10:00:30Z"},
        {"localTimestamp": "2026-11-20T10:00:30Z"},
        {"entities": [{"type": "clientInfo", "locale": "nb-NO"}]},
        {"channelData": {"tenant": {"id": TENANT}, "source": {"name": "x"}}},
        {"locale": "nb-NO"},
        {"from": {"id": "29:ana", "name": "Another name"}},
    ],
)
def test_what_differs_between_two_deliveries_does_not_make_another_content(fields: dict[str, Any]) -> None:
    assert _delivery(**fields).content == _delivery().content


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "hello "},
        {"text": None},
        {"from": {"id": "29:megan"}},
        {"type": "invoke"},
        {"name": "x"},
        {"value": {"verb": "ask"}},
        {"replyToId": "9"},
        {"attachments": [{"contentType": "image/png", "contentUrl": "https://x.test/1"}]},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:ana"}]},
    ],
)
def test_what_is_said_otherwise_is_another_content(fields: dict[str, Any]) -> None:
    assert _delivery(**fields).content != _delivery().content


def test_an_activity_without_an_id_is_a_delivery_of_its_own() -> None:
    first, second = _delivery(id=None), _delivery(id="")

    assert first.activity
    assert first.activity != second.activity


@pytest.mark.parametrize("kind", ["event", "typing", "messageReaction", "messageUpdate", "odd"])
def test_what_nobody_answers_is_no_delivery(kind: str) -> None:
    assert inbound.delivery_of(_activity(type=kind)) is None


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"value": {"verb": "ask", ACTION: "id-1"}}, "id-1"),
        ({"type": "invoke", "value": {"action": {"verb": "ask", "data": {ACTION: "id-2"}}}}, "id-2"),
        ({"value": {"verb": "ask"}}, ""),
        ({"value": {ACTION: 7}}, ""),
        ({"value": {ACTION: "x" * 65}}, ""),
        ({"value": {ACTION: "a\u0000b"}}, ""),
        ({"value": {ACTION: "\ud800"}}, ""),
        ({"value": {"action": {"data": [ACTION]}}}, ""),
        ({"value": {"action": ACTION}}, ""),
        ({"value": [ACTION]}, ""),
        ({"value": ACTION}, ""),
        ({}, ""),
    ],
)
def test_a_button_is_known_by_its_id(fields: dict[str, Any], action: str) -> None:
    assert _delivery(**fields).action == action


@pytest.mark.parametrize("kind", ["message", "invoke"])
def test_a_pressed_invoke_is_repeated_for_ever_and_a_submitted_button_for_a_while(kind: str) -> None:
    assert _delivery(type=kind).repeatable is (kind == "message")


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
@pytest.mark.parametrize("field", ["text", "name", "locale", "replyToId"])
def test_half_a_character_does_not_break_a_digest(field: str, half: str) -> None:
    assert _delivery(**{field: half}).content


@pytest.mark.parametrize("id", ["\ud800", "a\u0000b", "line\nbreak", "x" * 5000])
def test_an_id_that_no_channel_gives_is_refused(id: str) -> None:
    """It would go into an address and a database, which do not take every character."""
    assert inbound.parse(_body(id=id)) is None


def test_a_mention_of_the_bot_is_taken_out() -> None:
    group = {"id": "19:g", "conversationType": "groupChat", "isGroup": True}
    activity = _activity(text="<at>Baton</at> who leads", entities=[MENTION], conversation=group)

    assert inbound.is_addressed(activity)
    assert inbound.message_of(activity, admin=False).text.strip() == "who leads"


@pytest.mark.parametrize("fields", [{}, {"entities": [{**MENTION, "mentioned": {"id": "28:other"}}]}])
def test_a_group_message_that_does_not_mention_the_bot_is_not_for_it(fields: dict[str, Any]) -> None:
    group = {"id": "19:g", "conversationType": "groupChat", "isGroup": True}

    assert not inbound.is_addressed(_activity(conversation=group, **fields))
