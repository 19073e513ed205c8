"""Notifications of Graph: who sends them proves it; whatever they say has the meeting looked at, or none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.notifications import Notifications
from tests.integration.follow_ground import KEY, TENANT, Ground
from tests.integration.small_talk import END


@pytest.fixture
async def graph(ground: Ground) -> AsyncIterator[TestClient[Any, Any]]:
    """Graph, which notifies Baton of its watch "w-1"."""
    await ground.keep(watch="w-1", secret="the secret", watch_expires=END)
    app = web.Application(client_max_size=256 * 1024)
    app.router.add_post("/graph/notifications", Notifications(store=ground.store).answer)
    async with TestClient(TestServer(app)) as client:
        yield client


def _notice(**more: Any) -> dict[str, Any]:
    return {"subscriptionId": "w-1", "clientState": "the secret", "changeType": "updated", **more}


async def _post(graph: TestClient[Any, Any], *notices: Any) -> int:
    async with graph.post("/graph/notifications", json={"value": list(notices)}) as response:
        return response.status


async def test_graph_is_shown_that_the_address_is_ours(graph: TestClient[Any, Any]) -> None:
    path = "/graph/notifications?validationToken=Validation%3A%20%3Cb%3Etoken%3C%2Fb%3E"
    async with graph.post(path) as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert await response.text() == "Validation: <b>token</b>"
    async with graph.post(f"/graph/notifications?validationToken={'x' * 3000}") as response:
        assert response.status == 400


async def test_a_notice_has_the_meeting_looked_at_once(ground: Ground, graph: TestClient[Any, Any]) -> None:
    assert await _post(graph, _notice(), _notice(changeType="deleted")) == 202
    assert await _post(graph, _notice()) == 202

    [row] = await ground.jobs()
    assert (row["tenant"], row["payload"]["number"], row["payload"]["key"]) == (TENANT, 1, KEY)


@pytest.mark.parametrize(
    ("event", "watch"),
    [("reauthorizationRequired", "renew"), ("subscriptionRemoved", "anew"), ("missed", "")],
)
async def test_what_becomes_of_the_watch_is_seen_to(
    ground: Ground, graph: TestClient[Any, Any], event: str, watch: str
) -> None:
    ground.calendars.watches["w-1"] = "the secret"
    assert await _post(graph, _notice(lifecycleEvent=event)) == 202

    [row] = await ground.jobs()
    assert row["payload"]["watch"] == watch
    await ground.run(**row["payload"])
    assert ground.calendars.calls == ["find", *{"renew": ["renew"], "anew": ["watch"], "": []}[watch]]


_HOSTILE: list[Any] = [
    _notice(clientState="another"),
    _notice(clientState=""),
    _notice(clientState=None),
    _notice(clientState=["the secret"]),
    _notice(clientState="the secret" * 20),
    _notice(clientState="the secre\ud800"),
    _notice(subscriptionId="w-2"),
    _notice(subscriptionId=""),
    _notice(subscriptionId=17),
    _notice(subscriptionId="w-1\x00"),
    _notice(subscriptionId="w" * 5000),
    _notice(lifecycleEvent="unheard of"),
    _notice(lifecycleEvent=["missed"]),
    "text",
    None,
    [],
]


@pytest.mark.parametrize("notice", _HOSTILE)
async def test_what_is_not_graphs_changes_nothing(
    ground: Ground, graph: TestClient[Any, Any], notice: Any
) -> None:
    assert await _post(graph, notice) == 202
    assert await ground.jobs() == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"value": 1}', b"\xff", b"[" * 100_000, b"x" * 300_000]
)
async def test_a_body_that_is_none_is_answered_all_the_same(
    ground: Ground, graph: TestClient[Any, Any], body: bytes
) -> None:
    async with graph.post("/graph/notifications", data=body) as response:
        assert response.status == 202
    assert await ground.jobs() == []


async def test_a_thousand_notices_are_one_look(ground: Ground, graph: TestClient[Any, Any]) -> None:
    assert await _post(graph, *([_notice()] * 1000), *([_notice(subscriptionId="w-9")] * 100)) == 202
    assert len(await ground.jobs()) == 1
