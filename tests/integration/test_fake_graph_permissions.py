"""The fake Graph's tokens and permissions, $batch and subscriptions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.graph.asking import NOW, Asker, meeting, schedule
from tests.graph.server import FakeGraph

ANA, MEGAN = "ana@contoso.com", "megan@contoso.com"
SECRET = "client-state"


async def test_a_token_that_is_unknown_or_expired_is_not_taken(graph: FakeGraph, ask: Asker) -> None:
    graph.expire(ask.token)
    assert (await ask("GET", "/me")).status == 401
    ask.token = "made-up"
    assert (await ask("GET", "/me")).code == "InvalidAuthenticationToken"


@pytest.mark.parametrize(
    ("scopes", "method", "path", "body", "missing"),
    [
        (("User.Read",), "POST", "/me/events", meeting(), "Calendars.ReadWrite"),
        (("Calendars.Read",), "POST", "/me/events", meeting(), "Calendars.ReadWrite"),
        (("Calendars.ReadWrite",), "GET", "/me", None, "User.Read"),
        (("User.Read",), "GET", "/users", None, "User.ReadBasic.All"),
        (("Calendars.ReadWrite",), "GET", "/me/mailboxSettings", None, "MailboxSettings.Read"),
        (("User.Read",), "POST", "/me/calendar/getSchedule", schedule(ANA), "Calendars.ReadBasic"),
        (("User.Read",), "GET", "/subscriptions", None, "Calendars.Read"),
    ],
)
async def test_a_missing_permission_is_named(
    graph: FakeGraph, ask: Asker, scopes: tuple[str, ...], method: str, path: str, body: Any, missing: str
) -> None:
    ask.token = graph.token(ANA, *scopes)

    refused = await ask(method, path, body)

    assert (refused.status, refused.code) == (403, "ErrorAccessDenied")
    assert missing in refused.body["error"]["message"]


async def test_a_user_reaches_their_own_mailbox_only(ask: Asker) -> None:
    assert (await ask("GET", f"/users/{ANA}/events")).status == 200
    assert (await ask("GET", f"/users/{MEGAN}/events")).status == 403
    assert (await ask("GET", f"/users/{MEGAN}")).status == 200


async def test_the_app_reaches_the_mailboxes_that_it_is_limited_to(graph: FakeGraph, ask: Asker) -> None:
    ask.token = graph.app_token(only=[ANA])

    assert (await ask("POST", "/users/ana-object/calendar/getSchedule", schedule(ANA, MEGAN))).status == 200
    assert (await ask("POST", "/users/ana-object/events", meeting(MEGAN))).status == 201
    assert (await ask("POST", "/users/megan-object/events", meeting(ANA))).status == 403
    assert (await ask("GET", "/me")).status == 400


async def test_a_mailbox_on_premises_is_not_reached(graph: FakeGraph, ask: Asker) -> None:
    graph.directory.named(ANA).on_premises = True
    assert (await ask("POST", "/me/events", meeting())).code == "MailboxNotEnabledForRESTAPI"


async def test_a_fifth_request_at_a_time_is_throttled(graph: FakeGraph, ask: Asker) -> None:
    graph.latency = 0.1

    replies = await asyncio.gather(*(ask("GET", "/me/events") for _ in range(5)))

    assert sorted(reply.status for reply in replies) == [200, 200, 200, 200, 429]
    assert graph.most_at_once(ANA) == 5


async def test_parts_of_a_batch_have_a_status_each_and_keep_to_the_limit(
    graph: FakeGraph, ask: Asker
) -> None:
    graph.latency = 0.01
    requests: list[dict[str, Any]] = [
        {"id": str(number), "method": "GET", "url": "/me/events?$top=1"} for number in range(17)
    ]
    requests.append({"id": "none", "method": "GET", "url": "/users/nobody"})
    requests.append({"id": "after", "method": "GET", "url": "/me", "dependsOn": ["none"]})
    body = {"Content-Type": "application/json"}
    requests.append({"id": "made", "method": "POST", "url": "/me/events", "body": meeting(), "headers": body})

    reply = await ask("POST", "/$batch", {"requests": requests})

    status = {each["id"]: each["status"] for each in reply.body["responses"]}
    assert reply.status == 200
    assert (status["0"], status["none"], status["after"], status["made"]) == (200, 404, 424, 201)
    assert graph.most_at_once(ANA) == 4


async def test_a_batch_holds_twenty(graph: FakeGraph, ask: Asker) -> None:
    requests = [{"id": str(number), "method": "GET", "url": "/me"} for number in range(21)]
    assert (await ask("POST", "/$batch", {"requests": requests})).status == 400
    graph.violations.clear()


class _Listener:
    """Who is notified; answers the validation."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        app = web.Application()
        app.router.add_post("/", self._hear)
        app.router.add_post("/deaf", self._refuse)
        self.server = TestServer(app)

    async def _hear(self, request: web.Request) -> web.Response:
        if token := request.query.get("validationToken"):
            return web.Response(text=token)
        self.heard += (await request.json())["value"]
        return web.Response(status=202)

    async def _refuse(self, request: web.Request) -> web.Response:
        return web.Response(status=500)


@pytest.fixture
async def listener() -> AsyncIterator[_Listener]:
    listener = _Listener()
    await listener.server.start_server()
    yield listener
    await listener.server.close()


def _subscription(listener: _Listener, path: str = "/", **changed: str) -> dict[str, str]:
    return {
        "changeType": "updated,deleted",
        "resource": "me/events",
        "notificationUrl": str(listener.server.make_url(path)),
        "lifecycleNotificationUrl": str(listener.server.make_url(path)),
        "expirationDateTime": (NOW + timedelta(days=2)).isoformat(),
        "clientState": SECRET,
        **changed,
    }


async def test_subscriptions_tell_of_changes_lost_repeated_and_out_of_order(
    graph: FakeGraph, ask: Asker, listener: _Listener
) -> None:
    made = await ask("POST", "/subscriptions", _subscription(listener), Prefer='IdType="ImmutableId"')
    event = await ask("POST", "/me/events", meeting(MEGAN), Prefer='IdType="ImmutableId"')
    held = graph.events(ANA)[0]
    subscriptions = graph.subscriptions

    async def changes() -> list[str]:
        await graph.settle()
        heard, listener.heard = listener.heard, []
        assert {(each["clientState"], each["resourceData"]["id"]) for each in heard} <= {
            (SECRET, event.body["id"])
        }
        return [each["changeType"] for each in heard]

    subscriptions.lose = 1
    graph.respond(held, MEGAN, "declined")
    assert await changes() == []
    subscriptions.repeat = 1
    graph.respond(held, MEGAN, "accepted")
    assert await changes() == ["updated", "updated"]
    subscriptions.held = True
    graph.move(held, held.start + timedelta(hours=1), held.end + timedelta(hours=1))
    graph.delete(held)
    subscriptions.release()
    assert await changes() == ["deleted", "updated"]
    assert "clientState" not in made.body


async def test_subscriptions_are_renewed_ended_and_have_a_life_cycle(
    graph: FakeGraph, ask: Asker, listener: _Listener
) -> None:
    id = (await ask("POST", "/subscriptions", _subscription(listener))).body["id"]
    later = (NOW + timedelta(days=3)).isoformat()

    renewed = await ask("PATCH", f"/subscriptions/{id}", {"expirationDateTime": later})
    graph.lifecycle(id, "reauthorizationRequired")
    again = await ask("POST", f"/subscriptions/{id}/reauthorize")
    graph.lifecycle(id, "subscriptionRemoved")
    await graph.settle()
    gone = await ask("DELETE", f"/subscriptions/{id}")

    assert [renewed.status, again.status, gone.status] == [200, 204, 404]
    assert [each["lifecycleEvent"] for each in listener.heard] == [
        "reauthorizationRequired",
        "subscriptionRemoved",
    ]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"resource": f"users/{MEGAN}/events"}, 403),
        ({"resource": "me/messages"}, 400),
        ({"changeType": "moved"}, 400),
        ({"clientState": "x" * 129}, 400),
        ({"expirationDateTime": (NOW + timedelta(days=8)).isoformat()}, 400),
        ({"path": "/deaf"}, 400),
    ],
)
async def test_subscriptions_that_cannot_be(
    ask: Asker, listener: _Listener, changed: dict[str, str], status: int
) -> None:
    assert (await ask("POST", "/subscriptions", _subscription(listener, **changed))).status == status
