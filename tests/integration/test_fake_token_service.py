"""The fake token service: who is signed in, and what the bot is given for it."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.graph.asking import Asker
from tests.graph.directory import Mailbox
from tests.graph.faults import Fault
from tests.graph.server import FakeGraph
from tests.graph.token_service import CONNECTION, FakeTokenService

ANA, USER = "ana@contoso.com", "29:ana"
WHO = {"userId": USER, "connectionName": CONNECTION, "channelId": "msteams"}


@pytest.fixture
async def service() -> AsyncIterator[FakeTokenService]:
    async with FakeGraph() as graph, FakeTokenService(graph) as service:
        graph.add(Mailbox(mail=ANA))
        yield service


async def _ask(
    service: FakeTokenService, method: str, path: str, body: Any = None, **query: str
) -> tuple[int, Any]:
    async with (
        ClientSession() as session,
        session.request(method, service.url + path, params=query, json=body) as reply,
    ):
        return reply.status, await reply.json() if reply.content_type == "application/json" else None


async def _token(service: FakeTokenService, **query: str) -> tuple[int, Any]:
    return await _ask(service, "GET", "/api/usertoken/GetToken", **WHO, **query)


async def test_who_has_signed_in_has_a_token_that_graph_takes(service: FakeTokenService) -> None:
    assert (await _token(service))[0] == 404
    service.sign_in(USER, ANA)

    status, told = await _token(service)

    assert (status, told["connectionName"]) == (200, CONNECTION)
    async with ClientSession() as session:
        graph = service.graph
        assert isinstance(graph, FakeGraph)
        assert (await Asker(graph, session, told["token"])("GET", "/me")).status == 200


async def test_single_sign_on_gives_one_once_they_have_consented(service: FakeTokenService) -> None:
    person = service.know(USER, ANA, consented=False)
    path = "/api/usertoken/exchange"
    sent = {"token": service.sso_token(USER)}

    assert (await _ask(service, "POST", path, sent, **WHO))[0] == 400
    person.consented = True
    assert (await _ask(service, "POST", path, {"token": "another"}, **WHO))[0] == 404
    assert (await _ask(service, "POST", path, sent, **WHO))[0] == 200
    assert (await _token(service))[0] == 200


async def test_the_way_back_is_a_link_and_a_code_to_type(service: FakeTokenService) -> None:
    service.know(USER, ANA, consented=False)
    state = {"ConnectionName": CONNECTION, "Conversation": {"user": {"id": USER}}, "MsAppId": "app"}
    coded = base64.b64encode(json.dumps(state).encode()).decode()
    path = "/api/botsignin/GetSignInResource"

    told = (await _ask(service, "GET", path, state=coded))[1]
    assert told["signInLink"].startswith("https://")
    assert told["tokenExchangeResource"]["uri"]
    assert (await _ask(service, "GET", path, state="{}"))[0] == 400
    code = service.show_code(USER)
    assert (await _token(service, code="999999"))[0] == 404
    assert (await _token(service, code=code))[0] == 200


async def test_signing_out_and_withdrawing_end_the_token(service: FakeTokenService) -> None:
    first = service.sign_in(USER, ANA)
    assert (await _ask(service, "DELETE", "/api/usertoken/SignOut", **WHO))[0] == 204
    second = service.sign_in(USER, ANA)
    service.withdraw(USER)

    assert (await _token(service))[0] == 404
    assert all(service.graph.tokens.grants[token].expired for token in (first, second))
    status = await _ask(service, "GET", "/api/usertoken/GetTokenStatus", userId=USER)
    assert [row["hasToken"] for row in status[1]] == [False]


async def test_what_is_not_in_the_contract_is_refused(service: FakeTokenService) -> None:
    assert (await _ask(service, "GET", "/api/usertoken/GetToken", userId=USER))[0] == 400
    assert len(service.violations) == 1
    service.violations.clear()


async def test_the_service_fails_when_told_and_wants_the_bots_own_token(service: FakeTokenService) -> None:
    service.sign_in(USER, ANA)
    service.faults.append(Fault(status=503))
    assert (await _token(service))[0] == 503
    service.credentials = "Bearer the-bots-own"
    assert (await _token(service))[0] == 401
    assert [call.status for call in service.calls] == [503, 401]
