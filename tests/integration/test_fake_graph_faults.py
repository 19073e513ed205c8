"""How the fake Graph misbehaves, and that the SDK talks to it as to the real one."""

from __future__ import annotations

import time
from datetime import timedelta

import httpx
import pytest
from aiohttp import ClientError

from tests.graph.asking import NOW, Asker, meeting, span, tagged
from tests.graph.faults import Fault, Repeat, What
from tests.graph.server import FakeGraph

ANA, MEGAN = "ana@contoso.com", "megan@contoso.com"
TOMORROW = NOW + timedelta(days=1)


async def test_a_status_with_its_time_to_wait_comes_as_often_as_told(graph: FakeGraph, ask: Asker) -> None:
    graph.faults.append(Fault(status=429, retry_after=7, times=2, skip=1, path="/events$", method="GET"))

    replies = [await ask("GET", "/me/events") for _ in range(4)]
    other = await ask("GET", "/me")

    assert [reply.status for reply in replies] == [200, 429, 429, 200]
    assert replies[1].headers["Retry-After"] == "7"
    assert other.status == 200
    assert [call.status for call in graph.calls] == [200, 429, 429, 200, 200]


async def test_html_half_a_body_and_nothing(graph: FakeGraph, ask: Asker) -> None:
    graph.faults.append(Fault(what=What.HTML, status=502))
    page = await ask("GET", "/me")
    graph.faults.append(Fault(what=What.NOTHING, status=200))
    nothing = await ask("GET", "/me")

    assert (page.status, page.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert (nothing.status, nothing.body) == (200, "")
    for what in (What.HALF, What.DROPPED):
        graph.faults[:] = [Fault(what=what, times=None)]  # aiohttp asks again on a connection it has kept
        with pytest.raises(ClientError):
            await ask("GET", "/me")


@pytest.mark.parametrize("what", [What.DROPPED, What.HALF])
async def test_an_answer_is_lost_after_the_meeting_was_made(graph: FakeGraph, ask: Asker, what: What) -> None:
    graph.faults.append(Fault(what=what, method="POST", done=True))

    with pytest.raises(ClientError):
        await ask("POST", "/me/events", meeting())

    assert len((await ask("GET", tagged("key-1"))).body["value"]) == 1


async def test_a_late_answer_is_a_time_out_of_the_gateway(graph: FakeGraph, ask: Asker) -> None:
    graph.faults.append(Fault(status=504, done=True))
    assert (await ask("POST", "/me/events", meeting())).status == 504
    assert len(graph.events(ANA)) == 1


async def test_a_call_hangs(graph: FakeGraph, ask: Asker) -> None:
    graph.faults.append(Fault(what=What.HANGS, seconds=0.2))
    began = time.monotonic()
    assert (await ask("GET", "/me")).status == 200
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    ("repeat", "status", "meetings"),
    [(Repeat.SAME, 201, 1), (Repeat.REFUSED, 409, 1), (Repeat.FORGOTTEN, 201, 2)],
)
async def test_a_transaction_that_is_repeated(
    graph: FakeGraph, ask: Asker, repeat: Repeat, status: int, meetings: int
) -> None:
    graph.repeat = repeat
    await ask("POST", "/me/events", meeting())

    assert (await ask("POST", "/me/events", meeting())).status == status
    assert len(graph.events(ANA)) == meetings


async def test_the_link_comes_late(graph: FakeGraph, ask: Asker) -> None:
    graph.link_after = 2
    made = await ask("POST", "/me/events", meeting())
    looked = [await ask("GET", f"/me/events/{made.body['id']}") for _ in range(2)]

    assert [bool(reply.body["onlineMeeting"]) for reply in (made, *looked)] == [False, False, True]


async def test_a_change_of_the_body_loses_the_link(graph: FakeGraph, ask: Asker) -> None:
    made = (await ask("POST", "/me/events", meeting())).body
    path = f"/me/events/{made['id']}"

    moved = await ask("PATCH", path, span(TOMORROW + timedelta(hours=1)))
    changed = await ask("PATCH", path, {"body": made["body"], **span(TOMORROW + timedelta(hours=2))})

    assert moved.body["onlineMeeting"] == made["onlineMeeting"]
    assert changed.body["onlineMeeting"] is None


async def test_what_is_done_by_hand(graph: FakeGraph, ask: Asker) -> None:
    await ask("POST", "/me/events", meeting(MEGAN))
    control = graph.url.replace("/v1.0", "/_control")

    async def act(name: str, **told: object) -> int:
        async with ask.session.post(f"{control}/{name}", json=told) as reply:
            return reply.status

    assert await act("respond", mail=MEGAN, response="declined") == 200
    assert await act("move", minutes=60) == 200
    assert await act("busy", mail=MEGAN, start="2026-12-01T12:00", end="2026-12-01T13:00") == 200
    assert await act("move", meeting=7) == 400
    assert graph.events(ANA)[0].start == TOMORROW + timedelta(hours=1)
    assert await act("delete") == 200
    assert graph.events(ANA) == []
    assert await act("fault", status=503, path="/me$") == 200
    assert (await ask("GET", "/me")).status == 503


async def test_the_sdk_talks_to_it_unpatched(graph: FakeGraph) -> None:
    from kiota_abstractions.authentication import (
        AllowedHostsValidator,
        BaseBearerTokenAuthenticationProvider,
    )
    from msgraph import GraphRequestAdapter, GraphServiceClient
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
    from msgraph.generated.models.event import Event
    from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
        GetSchedulePostRequestBody,
    )
    from msgraph.graph_request_adapter import options
    from msgraph_core import GraphClientFactory

    token = graph.token(ANA)

    class Pasted:
        async def get_authorization_token(self, uri: str, additional: object = None, **more: object) -> str:
            return token

        def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
            return AllowedHostsValidator(["127.0.0.1"])

    def at(hour: int) -> DateTimeTimeZone:
        return DateTimeTimeZone(date_time=f"2026-12-01T{hour:02}:00:00", time_zone="UTC")

    sockets = httpx.AsyncHTTPTransport()  # the SDK puts its own around it, which does not close it
    async with sockets, httpx.AsyncClient(transport=sockets, base_url=graph.url) as http:
        client = GraphClientFactory.create_with_default_middleware(client=http, options=options)
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Pasted()), client)
        adapter.base_url = graph.url
        me = GraphServiceClient(request_adapter=adapter).me
        asked = GetSchedulePostRequestBody(schedules=[ANA, MEGAN], start_time=at(8), end_time=at(18))
        told = await me.calendar.get_schedule.post(asked)
        event = Event(subject="Discussion", start=at(9), end=at(10), is_online_meeting=True)
        made = await me.events.post(event)
        assert made is not None
        moved = await me.events.by_event_id(made.id or "").patch(Event(start=at(11), end=at(12)))

    assert told is not None
    assert [row.availability_view for row in told.value or []] == ["0" * 20] * 2
    assert moved is not None
    assert moved.start is not None
    assert moved.start.date_time == "2026-12-01T11:00:00.0000000"
    assert len(graph.events(ANA)) == 1
