"""What Baton makes of the token service's answers: a service that answers as told, held to its contract."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot import signing
from bot.connector import Limits, open_session
from bot.errors import NotSentError
from bot.origin import Origin
from bot.signing import Taken, TokenService
from bot.signing_card import SignInCards
from meetings.errors import AwayError, MeetingError, RefusedError, SignInError
from meetings.ports import Organiser
from tests import contracts
from tests.graph.contract import TOKENS, contract

_ANA = Organiser(tenant="t", person="p1", object_id="ana-object", user="29:ana", name="Ana")
_TOKEN = "s3cret-token"
_ORIGIN = Origin(service_url="https://smba.test/", channel="msteams", bot="28:baton", bot_name="Baton")
_WHOSE = {"userId": "29:ana", "channelId": "msteams", "connectionName": "graph"}
_HELD = {"channelId": "msteams", "connectionName": "graph", "token": _TOKEN, "expiration": "later"}
_ERROR = {"error": {"code": "BadRequest", "message": "for ana@contoso.com"}}
_LINK = "https://token.botframework.com/api/oauth/signin?signin=abc"
_RESOURCE = {"id": "r1", "uri": "api://botid-1/r1", "providerId": "provider"}


@dataclass
class Scripted:
    """Gives one answer to whatever it is asked."""

    status: int = 200
    body: Any = field(default_factory=lambda: dict(_HELD))
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    drop: bool = False
    asked: list[tuple[str, str, dict[str, str], Any, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        query, bearer = dict(request.query), request.headers.get("Authorization", "")
        operation = contract(TOKENS).request(request.method, request.path, query, {})
        contract(TOKENS).body(operation, body, present=body is not None)
        self.asked.append((request.method, request.path, query, body, bearer))
        if self.hang:
            await asyncio.sleep(30)
        if self.drop and request.transport:
            request.transport.abort()
        if isinstance(self.body, str):
            return web.Response(text=self.body, status=self.status, headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)


async def _own_token() -> str:
    return "baton"


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with open_session(Limits()) as opened:
        yield opened


@pytest.fixture
async def said() -> Scripted:
    return Scripted()


@pytest.fixture
async def service(said: Scripted, session: ClientSession) -> AsyncIterator[TokenService]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", said.take)
    async with TestServer(app) as server:
        address = str(server.make_url("/"))
        yield TokenService(lambda: session, _own_token, address=address, connection="graph", longest=0.5)


async def test_a_persons_token_is_asked_for_in_batons_own_name(service: TokenService, said: Scripted) -> None:
    assert await service.token(_ANA) == _TOKEN

    assert said.asked == [("GET", "/api/usertoken/GetToken", _WHOSE, None, "Bearer baton")]


@pytest.mark.parametrize(
    ("status", "body"), [(404, {}), (404, "gone"), (200, {}), (200, {"token": ""}), (200, {"token": 1})]
)
async def test_who_is_not_signed_in_has_no_token(
    service: TokenService, said: Scripted, status: int, body: Any
) -> None:
    said.status, said.body = status, body

    with pytest.raises(SignInError):
        await service.token(_ANA)
    assert not await service.has_token(_ANA)


_CALLS: dict[str, Callable[[TokenService], Coroutine[Any, Any, object]]] = {
    "token": lambda service: service.token(_ANA),
    "has token": lambda service: service.has_token(_ANA),
    "exchange": lambda service: service.exchange(_ANA, _TOKEN),
    "code": lambda service: service.by_code(_ANA, "123456"),
    "sign out": lambda service: service.sign_out(_ANA),
    "resource": lambda service: service.sign_in_resource("state"),
}


@pytest.mark.parametrize("call", list(_CALLS))
@pytest.mark.parametrize("status", [401, 408, 429, 500, 502, 503, 504])
async def test_a_service_in_trouble_is_away(
    service: TokenService, said: Scripted, status: int, call: str
) -> None:
    said.status, said.body, said.headers = status, "<html>", {"Retry-After": "7"}

    with pytest.raises(AwayError) as caught:
        await _CALLS[call](service)

    assert caught.value.retry_after == 7


@pytest.mark.parametrize("call", list(_CALLS))
@pytest.mark.parametrize("trouble", ["hang", "drop"])
async def test_so_is_one_that_does_not_answer(
    service: TokenService, said: Scripted, trouble: str, call: str
) -> None:
    setattr(said, trouble, True)

    with pytest.raises(AwayError):
        await _CALLS[call](service)


@pytest.mark.parametrize("call", list(_CALLS))
async def test_without_a_token_of_its_own_baton_asks_nothing(
    said: Scripted, session: ClientSession, call: str
) -> None:
    async def none() -> str:
        raise NotSentError(3.0)

    away = TokenService(lambda: session, none, address="http://127.0.0.1:9", connection="graph")

    with pytest.raises(AwayError) as caught:
        await _CALLS[call](away)
    assert caught.value.retry_after == 3.0
    assert said.asked == []


async def test_nobody_listening_is_away(session: ClientSession) -> None:
    away = TokenService(lambda: session, _own_token, address="http://127.0.0.1:9", connection="graph")

    with pytest.raises(AwayError):
        await away.token(_ANA)


@pytest.mark.parametrize("call", ["token", "has token", "sign out", "resource"])
async def test_a_refusal_names_the_services_code_and_none_of_its_words(
    service: TokenService, said: Scripted, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    said.status, said.body = 403, _ERROR

    with caplog.at_level(logging.DEBUG), pytest.raises(RefusedError) as caught:
        await _CALLS[call](service)

    assert caught.value.code == "BadRequest"
    assert "contoso" not in caplog.text + repr(caught.value)


async def test_what_a_client_has_is_exchanged_and_its_worth_stays_there(
    service: TokenService, said: Scripted
) -> None:
    assert await service.exchange(_ANA, "theirs") is Taken.YES

    assert said.asked == [("POST", "/api/usertoken/exchange", _WHOSE, {"token": "theirs"}, "Bearer baton")]


@pytest.mark.parametrize("status", [400, 404, 409, 412])
async def test_a_token_that_is_not_taken_is_no_error(
    service: TokenService, said: Scripted, status: int
) -> None:
    said.status, said.body = status, _ERROR

    assert await service.exchange(_ANA, "theirs") is Taken.NO
    assert await service.by_code(_ANA, "123456") is Taken.NO


async def test_a_code_ends_a_sign_in_by_the_page(service: TokenService, said: Scripted) -> None:
    assert await service.by_code(_ANA, "123456") is Taken.YES

    assert said.asked[0][2] == {**_WHOSE, "code": "123456"}


async def test_the_account_of_somebody_else_is_dropped(service: TokenService, said: Scripted) -> None:
    said.body = {**_HELD, "token": jwt.encode({"oid": "megan-object"}, "k" * 32)}

    assert await service.by_code(_ANA, "123456") is Taken.SOMEBODY_ELSE

    assert [path for _, path, *_ in said.asked] == ["/api/usertoken/GetToken", "/api/usertoken/SignOut"]
    with pytest.raises(SignInError):
        await service.token(_ANA)


@pytest.mark.parametrize("claims", [{"oid": "ANA-object"}, {"oid": ["x"]}, {}])
async def test_a_token_that_may_be_ones_own_is_handed_out(
    service: TokenService, said: Scripted, claims: dict[str, Any]
) -> None:
    said.body = {**_HELD, "token": jwt.encode(claims, "k" * 32)}

    assert await service.token(_ANA) == said.body["token"]


@pytest.mark.parametrize("status", [200, 204, 404])
async def test_signing_out_twice_is_no_error(service: TokenService, said: Scripted, status: int) -> None:
    said.status, said.body = status, ""

    await service.sign_out(_ANA)

    assert said.asked[0][:3] == ("DELETE", "/api/usertoken/SignOut", _WHOSE)


async def test_a_card_to_sign_in_says_who_and_where(service: TokenService, said: Scripted) -> None:
    said.body = {"signInLink": _LINK, "tokenExchangeResource": _RESOURCE}
    activity = await SignInCards(service, "app-1").activity(_ANA, "a:chat", _ORIGIN)

    [attachment] = activity["attachments"]
    contracts.check_activity(activity)
    assert attachment["content"]["connectionName"] == "graph"
    assert attachment["content"]["tokenExchangeResource"] == _RESOURCE
    assert [button["value"] for button in attachment["content"]["buttons"]] == [_LINK]
    state = json.loads(base64.b64decode(said.asked[0][2]["state"]))
    assert (state["connectionName"], state["msAppId"]) == ("graph", "app-1")
    assert state["conversation"]["user"]["id"] == "29:ana"
    assert state["conversation"]["conversation"]["id"] == "a:chat"
    assert state["conversation"]["serviceUrl"] == "https://smba.test/"


async def test_a_connection_without_single_sign_on_has_a_card_with_a_button_alone(
    service: TokenService, said: Scripted
) -> None:
    said.body = {"signInLink": _LINK}

    activity = await SignInCards(service, "app-1").activity(_ANA, "a:chat", _ORIGIN)

    contracts.check_activity(activity)
    assert "tokenExchangeResource" not in activity["attachments"][0]["content"]


@pytest.mark.parametrize(
    "body",
    [{}, {"signInLink": 1}, {"signInLink": "javascript:alert(1)"}, {"signInLink": "http://x.test"}, "no"],
)
async def test_a_page_that_is_none_is_never_shown(service: TokenService, said: Scripted, body: Any) -> None:
    said.body = body

    with pytest.raises(MeetingError):
        await service.sign_in_resource("state")


@pytest.mark.parametrize("code", ["", "a b", "x" * 65, "a&b", 1, None, ["1"], "\u00e9"])
def test_what_is_no_code_is_known_without_asking(code: object) -> None:
    assert not signing.is_code(code)


async def test_tokens_show_in_no_log(
    service: TokenService, said: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    said.body = {**_ERROR, **_HELD}
    with caplog.at_level(logging.DEBUG):
        for status in (200, 400, 403, 404, 500):
            said.status = status
            for call in _CALLS.values():
                with suppress(MeetingError):
                    await call(service)

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert ours
    assert [line for line in ours if "s3cret" in line or "29:ana" in line or "contoso" in line] == []
