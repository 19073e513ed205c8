"""Whatever comes in: a clear short reply or a proper status, never silence, never 500."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import inbound
from bot.web import LARGEST_BODY
from dialogs import texts, utterance
from tests import contracts
from tests.fakes import FakeConnector, FakeExpert
from tests.teams import MENTION, Teams


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", texts.NOTHING_ASKED),
        ("   \n\t ", texts.NOTHING_ASKED),
        ("\u200b\u200f\u202e", texts.NOTHING_ASKED),
        ("😀🎉", texts.NO_WORDS),
        ("?!...", texts.NO_WORDS),
    ],
)
async def test_a_text_without_words_gets_a_clear_line(teams: Teams, typed: str, said: str) -> None:
    assert await teams.ask(typed) == said


async def test_only_a_mention_gets_a_clear_line(teams: Teams) -> None:
    assert (await teams.in_group().mention(""))[0]["text"] == texts.NOTHING_ASKED


async def test_a_file_without_text_is_said_to_be_unreadable(teams: Teams) -> None:
    file = {"contentType": "image/png", "contentUrl": "https://example.com/a.png", "name": "a.png"}

    replies = await teams.do(attachments=[file])

    assert replies[0]["text"] == texts.NO_FILES


async def test_a_long_text_is_read_as_far_as_it_goes(teams: Teams, expert: FakeExpert) -> None:
    assert await teams.ask("what is this " * 800) == texts.TOO_LONG
    assert len(expert.asked[-1][0]) == utterance.LONGEST
    assert "no unanswered" in await teams.ask("unanswered")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("<b>who leads</b> <script src=x>stage 3", "who leads stage 3"),
        ("[who leads](https://evil.example) stage 3", "who leads stage 3"),
        ("who \u202eleads\u200b stage\u00a03", "who leads stage 3"),
        ("who  leads\r\n\n stage 3 ", "who leads\nstage 3"),
        ("E&amp;A", "E&A"),
        ("من يقود stage 3", "من يقود stage 3"),
    ],
)
async def test_markup_and_invisible_characters_do_not_reach_the_expert(
    teams: Teams, expert: FakeExpert, typed: str, understood: str
) -> None:
    await teams.say(typed)

    assert expert.asked[-1][0] == understood


async def test_half_a_character_anywhere_is_no_fault_of_ours(teams: Teams) -> None:
    half = "\ud800"
    teams.person = {**teams.person, "name": f"Ana{half}"}
    mention = {**MENTION, "text": f"<at>Baton{half}</at>"}

    assert await teams.ask(f"who is the {half}king") == "I don't know that."
    assert await teams.do(text=f"<at>Baton{half}</at> who is the king", entities=[mention])
    assert (await teams.do(value={"verb": "ask", "question": f"who is the king{half}"}))[0]["text"]
    assert "asked 3 times" in await teams.ask("unanswered")


async def test_what_a_person_typed_cannot_become_markup(teams: Teams) -> None:
    await teams.say(
        "is **this** <a href='x'>a</a> ![i](http://x.y/z) | [link](https://evil.example) www.evil.example"
    )

    listed = (await teams.ask("unanswered")).splitlines()[1].split(" · ", 2)[2]

    assert not set(listed) & set("<>[]*_`|")
    assert "http" not in listed
    assert "www." not in listed


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", "made/up", "", None])
async def test_an_unknown_invoke_is_not_found(teams: Teams, name: str | None) -> None:
    status, _ = await teams.post(teams.activity(type="invoke", name=name, value={}))

    assert status == 404  # the SDK says 501; no answer of ours to what comes in is a fault of the server


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        [],
        {},
        {"action": None},
        {"action": {"verb": 7}},
        {"action": {"verb": ""}},
        {"action": {"verb": "launch", "data": {}}},
        {"action": {"verb": "ask", "data": []}},
        {"action": {"verb": "ask", "data": "x"}},
        {"action": {"verb": "ask", "data": {"question": {"a": 1}}}},
        {"action": {"verb": "ask", "data": {"question": "  "}}},
        {"action": {"verb": "pick_role", "data": {"role": ["csam"]}}},
    ],
)
async def test_a_card_action_of_another_shape_gets_an_error_body(teams: Teams, value: object) -> None:
    status, body = await teams.invoke("adaptiveCard/action", value)

    assert status == 200
    contracts.check_action_response(body)
    assert body["statusCode"] in (200, 400)
    assert body["type"] != "application/vnd.microsoft.card.adaptive"


@pytest.mark.parametrize("value", [{}, {"verb": "launch"}, {"verb": 3}, {"verb": "ask"}])
async def test_a_submitted_button_of_another_shape_gets_a_clear_line(teams: Teams, value: Any) -> None:
    assert (await teams.do(value=value))[0]["text"] == texts.OLD_BUTTON


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/json"}, b"{", 400),
        ({"Content-Type": "application/json"}, b"", 400),
        ({"Content-Type": "application/json"}, b"\xff\xfe", 400),
        ({"Content-Type": "application/json"}, b"[]", 400),
        ({"Content-Type": "application/json"}, b"null", 400),
        ({"Content-Type": "application/json"}, b"[" * 100_000, 400),
        ({"Content-Type": "application/json"}, b"{}", 400),
        ({"Content-Type": "application/json"}, b'{"type": "message"}', 400),
        ({"Content-Type": "text/plain"}, b"{}", 415),
        ({}, b"{}", 415),
        ({"Content-Type": "application/json"}, b" " * (LARGEST_BODY + 1), 413),
    ],
)
async def test_a_body_that_is_no_activity_gets_its_status(
    teams: Teams, headers: dict[str, str], body: bytes, status: int
) -> None:
    async with teams.client.post("/api/messages", data=body, headers=headers) as response:
        assert response.status == status
        assert "Traceback" not in await response.text()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_another_method_is_not_allowed(teams: Teams, method: str) -> None:
    async with teams.client.request(method, "/api/messages") as response:
        assert response.status == 405


@pytest.mark.parametrize(
    "fields",
    [
        {"from": None},
        {"from": "ana"},
        {"from": {"id": 7}},
        {"from": {"id": "x" * 500}},
        {"conversation": {}},
        {"conversation": {"id": "a\u0000b"}},
        {"text": {"a": 1}},
        {"entities": ["x"]},
        {"entities": {"a": 1}},
        {"channelData": "x"},
        {"serviceUrl": None},
        {"serviceUrl": "file:///etc/passwd"},
        {"timestamp": "yesterday"},
        {"type": 7},
    ],
)
async def test_an_activity_of_the_wrong_shape_is_refused(teams: Teams, fields: dict[str, Any]) -> None:
    status, _ = await teams.post(teams.activity(**{"text": "hello", **fields}))

    assert status == 400


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = [*inbound._SHAPES, "value", "timestamp", "suggestedActions"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(
        ["message", "invoke", "conversationUpdate", "installationUpdate", "event", "typing", "odd"]
    ),
    changes=st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=4),
)
def test_no_activity_of_any_shape_breaks_the_parser(kind: str, changes: dict[str, Any]) -> None:
    body = {
        "type": kind,
        "serviceUrl": "http://127.0.0.1",
        "from": {"id": "29:ana"},
        "recipient": {"id": "28:baton"},
        "conversation": {"id": "a:chat"},
        **changes,
    }

    activity = inbound.parse(json.loads(json.dumps(body)))

    if activity is not None and body["type"] in ("message", "invoke"):
        inbound.is_addressed(activity)
        inbound.message_of(activity, admin=False)


async def test_odd_activities_never_get_a_500(teams: Teams, connector: tuple[FakeConnector, str]) -> None:
    odd: list[dict[str, Any]] = [
        {"type": "odd"},
        {"type": "typing"},
        {"type": "endOfConversation"},
        {"type": "conversationUpdate", "membersAdded": [{}]},
        {"type": "conversationUpdate", "recipient": None, "membersAdded": [{"id": "x"}]},
        {"type": "message", "recipient": None, "text": "hello", "entities": [{**MENTION, "mentioned": None}]},
        {"type": "message", "text": "hello", "value": ["x"], "channelData": None, "attachments": [{}]},
        {"type": "message", "text": "hello", "conversation": {"id": "c", "conversationType": 7}},
        {"type": "message", "text": "hello", "channelData": {"tenant": "x"}, "localTimezone": "<b>"},
        {"type": "invoke", "name": "adaptiveCard/action", "deliveryMode": "expectReplies"},
    ]

    for fields in odd:
        status, _ = await teams.post(teams.activity(**fields))
        assert status < 500, fields


async def test_a_fault_of_ours_is_owned_up_to_and_logged_without_the_persons_words(
    teams: Teams, caplog: pytest.LogCaptureFixture
) -> None:
    await teams.say("who leads stage 3")
    with caplog.at_level(logging.ERROR):
        said = await teams.ask("break my password")

    id = caplog.records[0].getMessage().split("error ")[1].split(",")[0]
    assert said == texts.APOLOGY.format(id=id)
    assert "password" not in caplog.text
    assert await teams.ask("and in stage 5?") == "I don't know that."


async def test_a_fault_of_ours_behind_a_button_has_the_contracts_error_body(teams: Teams) -> None:
    status, body = await teams.press("ask", question="break this")

    assert status == 200
    contracts.check_action_response(body)
    assert body["statusCode"] == 500


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_packed_body_is_not_taken(teams: Teams, encoding: str) -> None:
    address, headers = "/api/messages", {"Content-Type": "application/json", "Content-Encoding": encoding}

    async with teams.client.post(address, data=b"x" * 20, headers=headers, compress=False) as response:
        assert response.status == 415


async def test_a_channel_that_takes_nothing_is_no_500_either(
    teams: Teams, connector: tuple[FakeConnector, str]
) -> None:
    connector[0].status = 403

    status, _ = await teams.post(teams.activity(text="who leads stage 3"))

    assert status == 201
