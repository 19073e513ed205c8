"""Every kind of token against the whole bot over HTTP: what must not come in does not, and nothing breaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector, FakeExpert
from tests.integration.door import NOW, Credential, Door
from tests.integration.token_rows import Row, rows
from tests.openid import APP_ID, Mood, OpenIdServer, jwk
from tests.teams import TENANT, Teams

# One engine is enough: what is refused here never comes near the database.
pytestmark = pytest.mark.engines("sqlite")


class Open(Protocol):
    def __call__(self, openid: OpenIdServer, **settings: Any) -> AbstractAsyncContextManager[Door]: ...


@pytest.fixture
def open_door(make_settings: MakeSettings, expert: FakeExpert, connector: tuple[FakeConnector, str]) -> Open:
    @asynccontextmanager
    async def run(openid: OpenIdServer, **settings: Any) -> AsyncIterator[Door]:
        fake, service_url = connector
        credential = Credential()
        async with openid.running():
            outside: dict[str, Any] = {
                **{"BATON_LOCAL": False, "MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "x" * 20},
                **{"MicrosoftAppTenantId": TENANT, "BotOpenIdMetadata": openid.metadata_url},
                **{"BATON_SERVICE_HOSTS": "127.0.0.1,smba.trafficmanager.net", "BATON_RATE_LIMIT": 0},
                **{"BATON_PUBLIC_URL": "https://baton.example.com", "BATON_SECRET_KEY": "k" * 40},
            }
            app = compose.build_app(
                make_settings(**{**outside, **settings}),
                expert=expert,
                now=lambda: datetime.fromtimestamp(NOW, UTC),
                credential=credential,
            )
            async with TestClient(TestServer(app)) as client:
                yield Door(client, expert, fake, Teams(client, fake, service_url), openid, credential)

    return run


def published() -> list[Any]:
    """Keys of every kind, as the table of tokens wants them."""
    unendorsed = jwk("unendorsed")
    del unendorsed["endorsements"]
    return [
        *(jwk("k1"), jwk("again"), jwk("again", name="k2"), jwk("for-k3", name="k3"), unendorsed),
        *(jwk("skype", endorsements=["skype"]), jwk("silent", endorsements=[]), jwk("short", bits=1024)),
        *(jwk("encrypts", use="enc"), jwk(7, name="k1"), "no key"),
    ]


async def knock(door: Door, row: Row) -> str:
    """What is wrong with the answer to a row, if anything."""
    asked = len(door.expert.asked)
    status = await door.post(*row.headers, **row.request)
    ran = len(door.expert.asked) - asked
    if status == row.status and ran == (status == 201):
        return ""
    return f"{row.name}: {status} instead of {row.status}, and the bot ran {ran} times"


async def test_each_token_gets_its_answer(open_door: Open, caplog: pytest.LogCaptureFixture) -> None:
    async with open_door(OpenIdServer(keys=published())) as door:
        with caplog.at_level(logging.DEBUG):
            table = list(rows(door))
            wrong = [await knock(door, row) for row in table]

    assert [fault for fault in wrong if fault] == []
    assert len(table) > 200
    assert {row.status for row in table} >= {201, 400, 401, 403, 405, 413, 415}
    assert not any("eyJ" in record.getMessage() for record in caplog.records), "no token in the log"
    assert door.openid.fetches <= 2


async def test_a_token_too_large_for_the_http_server_is_refused_by_it(open_door: Open) -> None:
    async with open_door(OpenIdServer()) as door:
        assert await door.post(door.good(padding="x" * 18_000), terse=False) == 400
        assert door.openid.fetches == 0
        assert await door.post(door.good()) == 201


async def test_many_tenants_are_let_in_where_the_bot_serves_many(open_door: Open) -> None:
    settings = {"MicrosoftAppType": "MultiTenant", "MicrosoftAppTenantId": ""}
    async with open_door(OpenIdServer(), **settings) as door:
        other = {"tenant": {"id": "other"}}
        body = door.activity(channelData=other, conversation={**door.teams.conversation, "tenantId": "other"})

        assert await door.post(door.good(), json=body) == 201
        assert await door.post(json=body) == 401


async def test_a_host_that_is_not_listed_is_refused_though_it_is_signed_for(open_door: Open) -> None:
    async with open_door(OpenIdServer(), BATON_SERVICE_HOSTS="smba.trafficmanager.net") as door:
        assert await door.post(door.good()) == 401


async def test_a_key_rotation_under_a_hundred_requests_costs_one_fetch(open_door: Open) -> None:
    async with open_door(OpenIdServer(delay=0.2)) as door:
        assert await door.post(door.by("k1")) == 201
        door.openid.keys = [jwk("k2")]
        before = door.openid.fetches
        statuses = await asyncio.gather(*(door.post(door.by("k2")) for _ in range(100)))

        assert statuses == [201] * 100
        assert door.openid.fetches - before == 1
        assert await door.post(door.by("k1")) == 401, "the withdrawn key"


async def test_a_hundred_first_requests_cost_one_fetch(open_door: Open) -> None:
    async with open_door(OpenIdServer(delay=0.2)) as door:
        statuses = await asyncio.gather(*(door.post(door.good()) for _ in range(100)))

        assert statuses == [201] * 100
        assert (door.openid.metadata_fetches, door.openid.fetches) == (1, 1)


async def test_a_flood_of_unknown_keys_costs_one_fetch_and_keeps_nobody_out(open_door: Open) -> None:
    async with open_door(OpenIdServer()) as door:
        assert await door.post(door.good()) == 201
        before = door.openid.fetches
        flood = [door.by("stranger", kid=f"unknown-{number}") for number in range(300)]
        knocks = [door.post(header) for header in flood] + [door.post(door.good()) for _ in range(30)]
        statuses = await asyncio.gather(*knocks)

        assert statuses == [401] * 300 + [201] * 30
        assert door.openid.fetches - before == 1


@pytest.mark.parametrize("mood", [Mood.DOWN, Mood.HTML, Mood.CUT, Mood.REDIRECTING, Mood.HUGE])
async def test_with_the_key_server_ill_known_keys_go_on(open_door: Open, mood: Mood) -> None:
    async with open_door(OpenIdServer()) as door:
        assert await door.post(door.by("k1")) == 201
        door.openid.mood, door.openid.keys = mood, [jwk("k2")]

        assert await door.post(door.by("k2")) == 401
        assert door.openid.metadata_fetches == 2
        assert await door.post(door.by("k1")) == 201


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.WELL])
async def test_with_the_key_server_ill_from_the_start_nobody_comes_in(open_door: Open, mood: Mood) -> None:
    async with open_door(OpenIdServer(mood=mood)) as door:
        started = asyncio.get_running_loop().time()
        statuses = await asyncio.gather(*(door.post(door.good()) for _ in range(20)))

        assert statuses == [401] * 20
        assert door.openid.metadata_fetches == 1
        assert asyncio.get_running_loop().time() - started < 8


async def test_a_known_key_does_not_wait_for_a_hanging_key_server(open_door: Open) -> None:
    async with open_door(OpenIdServer()) as door:
        assert await door.post(door.good()) == 201
        door.openid.mood = Mood.HANGING
        stranger = asyncio.create_task(door.post(door.by("stranger")))
        started = asyncio.get_running_loop().time()
        statuses = await asyncio.gather(*(door.post(door.good()) for _ in range(20)))

        assert statuses == [201] * 20
        assert asyncio.get_running_loop().time() - started < 4
        assert not stranger.done()
        assert await stranger == 401
