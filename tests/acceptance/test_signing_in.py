"""People sign in: silently, by the page, or not at all; over HTTP, with a token service beside the bot."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.engine import make_url

from bot import compose
from bot.connector import Limits, open_session
from bot.signing import TokenService
from bot.tokens import no_token
from dialogs import texts
from dialogs.desk import Desk
from dialogs.meeting import signing
from dialogs.meeting import signing_words as words
from dialogs.message import Message, Reply
from dialogs.turn import Outcome
from meetings.errors import SignInError
from meetings.ports import Organiser
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.graph.directory import Mailbox
from tests.graph.faults import Fault
from tests.graph.server import FakeGraph
from tests.graph.token_service import CONNECTION, FakeTokenService
from tests.teams import Teams

_EXCHANGE, _VERIFY, _FAILURE = "signin/tokenExchange", "signin/verifyState", "signin/failure"
_GOING_ON = "You are signed in. I go on."
_ANA = "29:ana"
_KEY = "a key of thirty-two bytes or more"


@dataclass
class Waiting:
    """Stands in for what waits for somebody to sign in; as there, it goes on once."""

    people: list[str] = field(default_factory=lambda: [_ANA])

    async def signed_in(self, message: Message, desk: Desk) -> Outcome:
        if message.person.id not in self.people:
            return Outcome()
        self.people.remove(message.person.id)
        return Outcome(replies=(Reply(text=_GOING_ON),))


@pytest.fixture
async def service() -> AsyncIterator[FakeTokenService]:
    async with FakeGraph() as graph, FakeTokenService(graph) as service:
        for name in ("ana", "megan"):
            graph.add(Mailbox(mail=f"{name}@contoso.com"))
            service.know(f"29:{name}", f"{name}@contoso.com")
        yield service


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    stands_in = Waiting()
    monkeypatch.setattr(signing, "signed_in", stands_in.signed_in)
    return stands_in


@pytest.fixture
async def ana(
    make_settings: MakeSettings,
    expert: FakeExpert,
    connector: tuple[FakeConnector, str],
    service: FakeTokenService,
) -> AsyncIterator[Teams]:
    settings = make_settings(
        OAuthConnectionName=CONNECTION, BotTokenServiceUrl=service.url, BATON_RATE_LIMIT=60
    )
    async with TestClient(TestServer(compose.build_app(settings, expert=expert))) as client:
        teams = Teams(client, *connector)
        teams.is_listed()
        yield teams


def _exchange(token: str = "sso-29:ana", **fields: Any) -> dict[str, Any]:
    return {"id": "exchange-1", "connectionName": CONNECTION, "token": token, **fields}


async def test_a_client_signs_somebody_in_and_what_waited_goes_on(
    ana: Teams, service: FakeTokenService
) -> None:
    status, body = await ana.invoke(_EXCHANGE, _exchange())

    assert (status, body) == (
        200,
        {"id": "exchange-1", "connectionName": CONNECTION, "failureDetail": None},
    )
    assert service.people[_ANA].token
    assert ana.heard == [_GOING_ON]


async def test_each_client_of_a_person_asks_and_what_waited_goes_on_once(
    ana: Teams, service: FakeTokenService
) -> None:
    for _ in range(3):
        status, _ = await ana.invoke(_EXCHANGE, _exchange())
        assert status == 200

    assert ana.heard == [_GOING_ON]


async def test_a_second_delivery_gets_the_same_answer(ana: Teams) -> None:
    asked = ana.activity(type="invoke", name=_EXCHANGE, value=_exchange())

    assert await ana.post(asked) == await ana.post(asked)

    assert ana.heard == [_GOING_ON]


async def test_without_consent_the_client_shows_its_button(
    ana: Teams, service: FakeTokenService, waiting: Waiting
) -> None:
    service.people[_ANA].consented = False

    status, body = await ana.invoke(_EXCHANGE, _exchange())

    assert (status, body["id"], body["connectionName"]) == (412, "exchange-1", CONNECTION)
    assert body["failureDetail"]
    assert (ana.heard, waiting.people) == ([], [_ANA])


@pytest.mark.parametrize("failing", [429, 500, 503])
async def test_so_it_does_while_the_service_is_away(
    ana: Teams, service: FakeTokenService, waiting: Waiting, failing: int
) -> None:
    service.faults.append(Fault(status=failing))

    status, _ = await ana.invoke(_EXCHANGE, _exchange())
    assert (status, ana.heard, waiting.people) == (412, [], [_ANA])

    status, _ = await ana.invoke(_EXCHANGE, _exchange())
    assert (status, ana.heard) == (200, [_GOING_ON])


async def test_another_connection_is_refused_unasked(ana: Teams, service: FakeTokenService) -> None:
    status, body = await ana.invoke(_EXCHANGE, _exchange(connectionName="somebody-elses"))

    assert (status, bool(body["failureDetail"])) == (400, True)
    assert (service.calls, ana.heard) == ([], [])


async def test_the_token_of_somebody_else_is_refused_unasked(ana: Teams, service: FakeTokenService) -> None:
    theirs = jwt.encode({"oid": "megan-object"}, _KEY)

    status, _ = await ana.invoke(_EXCHANGE, _exchange(theirs))

    assert (status, service.calls, ana.heard) == (412, [], [])


async def test_ones_own_is_asked_for(ana: Teams, service: FakeTokenService) -> None:
    await ana.invoke(_EXCHANGE, _exchange(jwt.encode({"oid": "ANA-object"}, _KEY)))

    assert [call.path for call in service.calls] == ["/api/usertoken/exchange"]


async def test_who_sends_it_is_who_signs_in(ana: Teams, service: FakeTokenService, waiting: Waiting) -> None:
    megan = ana.colleague("megan")

    status, _ = await megan.invoke(_EXCHANGE, _exchange(userId=_ANA))

    assert status == 412
    assert [call.user for call in service.calls] == ["29:megan"]
    assert not service.people[_ANA].token
    assert waiting.people == [_ANA]


_HOSTILE: list[object] = [
    None,
    "x",
    [],
    {},
    _exchange(""),
    _exchange("a b"),
    _exchange("x" * 20_000),
    _exchange("a\ud800"),
    _exchange("a\r\nX: y"),
    _exchange(connectionName=""),
    {**_exchange(), "token": 1},
    {**_exchange(), "token": {"deep": [1e400]}},
    {**_exchange(), "connectionName": ["graph"]},
    _exchange(id="x" * 401),
    _exchange(id="a\u0000"),
]


@pytest.mark.parametrize("value", _HOSTILE)
async def test_what_is_no_exchange_is_refused_unasked(
    ana: Teams, service: FakeTokenService, value: object
) -> None:
    status, _ = await ana.invoke(_EXCHANGE, value)

    assert (status, service.calls, ana.heard) == (400, [], [])


@pytest.mark.parametrize("name", [_EXCHANGE, _VERIFY])
async def test_nobody_signs_in_before_others(ana: Teams, service: FakeTokenService, name: str) -> None:
    value = _exchange() if name == _EXCHANGE else {"state": service.show_code(_ANA)}

    status, _ = await ana.in_group().invoke(name, value)

    assert (status, service.calls, ana.in_group().heard) == (400, [], [])


async def test_the_page_to_sign_in_gives_a_code(ana: Teams, service: FakeTokenService) -> None:
    status, body = await ana.invoke(_VERIFY, {"state": service.show_code(_ANA)})

    assert (status, body) == (200, {})
    assert service.people[_ANA].token
    assert ana.heard == [_GOING_ON]


async def test_a_code_that_is_none_is_told(ana: Teams, service: FakeTokenService, waiting: Waiting) -> None:
    service.show_code(_ANA)

    status, _ = await ana.invoke(_VERIFY, {"state": "000000"})

    assert (status, ana.heard, waiting.people) == (404, [words.CODE_NOT_TAKEN], [_ANA])


async def test_the_account_of_somebody_else_is_told(
    ana: Teams, service: FakeTokenService, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = jwt.encode({"oid": "megan-object"}, _KEY)
    monkeypatch.setattr(service, "_token", lambda person: {"token": account})

    status, _ = await ana.invoke(_VERIFY, {"state": service.show_code(_ANA)})

    assert (status, ana.heard, waiting.people) == (404, [words.SOMEBODY_ELSE], [_ANA])
    assert not service.people[_ANA].token


async def test_a_code_while_the_service_is_away_is_told(ana: Teams, service: FakeTokenService) -> None:
    service.faults.append(Fault(status=503))

    status, _ = await ana.invoke(_VERIFY, {"state": service.show_code(_ANA)})

    assert (status, ana.heard) == (404, [words.AWAY])


async def test_who_closes_the_page_is_left_in_peace(ana: Teams, service: FakeTokenService) -> None:
    status, _ = await ana.invoke(_VERIFY, {"state": "CancelledByUser"})

    assert (status, service.calls, ana.heard) == (200, [], [words.LEFT])


@pytest.mark.parametrize("value", [None, "123456", {}, {"state": 123456}, {"state": ""}, {"state": "x" * 65}])
async def test_what_is_no_code_is_refused_unasked(
    ana: Teams, service: FakeTokenService, value: object
) -> None:
    status, _ = await ana.invoke(_VERIFY, value)

    assert (status, service.calls, ana.heard) == (400, [], [])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("resourcematchfailed", [words.FAILED.format(code="resourcematchfailed")]),
        ("TokenMissing", [words.FAILED.format(code="tokenmissing")]),
        ("installedappnotfound", [words.NOT_ADDED]),
        ("userconsentrequired", []),
        ("ana@contoso.com", [words.FAILED.format(code="other")]),
    ],
)
async def test_what_a_client_could_not_do_is_said_plainly(ana: Teams, code: str, said: list[str]) -> None:
    status, _ = await ana.invoke(_FAILURE, {"code": code, "message": "for ana@contoso.com"})

    assert (status, ana.heard) == (200, said)


@pytest.mark.parametrize("value", [None, "x", {}, {"code": ["x"]}])
async def test_a_failure_of_any_shape_is_answered(ana: Teams, value: object) -> None:
    status, _ = await ana.invoke(_FAILURE, value)

    assert (status, len(ana.heard)) == (200, 1)


async def test_who_asks_too_often_is_not_told_that_they_are_signed_in(ana: Teams) -> None:
    statuses = {(await ana.invoke(_EXCHANGE, _exchange("not-mine")))[0] for _ in range(70)}

    assert statuses == {412, 429}


@pytest.mark.parametrize("name", [_EXCHANGE, _VERIFY, _FAILURE])
async def test_where_nobody_can_sign_in_there_is_no_such_invoke(teams: Teams, name: str) -> None:
    status, _ = await teams.invoke(name, _exchange(state="123456", code="tokenmissing"))

    assert (status, teams.heard) == (404, [])


async def test_no_token_is_kept_logged_or_said(
    ana: Teams, service: FakeTokenService, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    mine, theirs = "sso-29:ana", jwt.encode({"oid": "megan-object"}, _KEY)
    with caplog.at_level(logging.DEBUG):
        responses = [await ana.invoke(_EXCHANGE, _exchange(token)) for token in (mine, theirs, "sso-other")]
        code = service.show_code(_ANA)
        responses.append(await ana.invoke(_VERIFY, {"state": code}))
        responses.append(await ana.invoke(_FAILURE, {"code": "tokenmissing", "message": mine}))

    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "aiohttp.s"))]
    with closing(sqlite3.connect(make_url(database_url).database or "")) as connection:
        stored = "\n".join(connection.iterdump())
    everything = "\n".join((*ours, stored, repr(responses), repr(ana.connector.calls)))
    held = service.people[_ANA].token
    assert held
    assert [secret for secret in (mine, theirs, "sso-other", code, held) if secret in everything] == []


async def test_signing_out_and_in_again(ana: Teams, service: FakeTokenService, waiting: Waiting) -> None:
    organiser = Organiser(tenant="t", person="p", object_id="ana-object", user=_ANA)
    await ana.invoke(_EXCHANGE, _exchange())
    async with open_session(Limits()) as session:
        kept = TokenService(lambda: session, no_token, address=service.url, connection=CONNECTION)
        assert await kept.token(organiser) == service.people[_ANA].token

        await kept.sign_out(organiser)
        with pytest.raises(SignInError):
            await kept.token(organiser)

        waiting.people.append(_ANA)
        await ana.invoke(_EXCHANGE, _exchange())
        assert await kept.has_token(organiser)
    assert ana.heard == [_GOING_ON, _GOING_ON]


async def test_who_deletes_their_data_hears_how_to_end_the_sign_in(ana: Teams) -> None:
    await ana.say("delete my data")

    assert texts.DELETE_SIGN_OUT.strip() in await ana.ask("yes")
