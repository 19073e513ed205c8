"""Telemetry from the real process to a receiver on this machine, as OTLP over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from bot.otel import OpenTelemetry
from tests.fakes import FakeConnector
from tests.program import running
from tests.teams import Teams

_TRACE = "0af7651916cd43dd8448eb211c80319c"
_CANARY = "kanarienvogel"
_FAST = {"OTEL_BSP_SCHEDULE_DELAY": "100", "OTEL_METRIC_EXPORT_INTERVAL": "200"}


class Receiver:
    """Keeps what it is sent, and answers while `answers` is set."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self.answers.set()
        self.bodies: list[bytes] = []
        self.spans: dict[str, Any] = {}
        self.metrics: dict[str, Any] = {}
        self.resources: list[dict[str, str]] = []
        self.app = web.Application()
        self.app.router.add_post("/v1/traces", self._traces)
        self.app.router.add_post("/v1/metrics", self._metrics)

    async def _traces(self, request: web.Request) -> web.Response:
        received = ExportTraceServiceRequest()
        await self._read(request, received)
        for resource in received.resource_spans:
            self.resources.append(_attributes(resource.resource))
            self.spans |= {span.name: span for scope in resource.scope_spans for span in scope.spans}
        return web.Response()

    async def _metrics(self, request: web.Request) -> web.Response:
        received = ExportMetricsServiceRequest()
        await self._read(request, received)
        for resource in received.resource_metrics:
            self.resources.append(_attributes(resource.resource))
            self.metrics |= {each.name: each for scope in resource.scope_metrics for each in scope.metrics}
        return web.Response()

    async def _read(self, request: web.Request, into: Any) -> None:
        body = await request.read()
        await self.answers.wait()
        self.bodies.append(body)
        into.ParseFromString(body)

    def points(self, name: str) -> dict[tuple[str, ...], Any]:
        """The points of a metric, by the values of their labels."""
        data = self.metrics[name]
        kind = getattr(data, data.WhichOneof("data"))
        return {tuple(sorted(_attributes(point).values())): point for point in kind.data_points}


def _attributes(holder: Any) -> dict[str, str]:
    return {each.key: each.value.string_value for each in holder.attributes}


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    fake = Receiver()
    async with TestServer(fake.app) as server:
        yield fake, str(server.make_url("/")).rstrip("/")
        fake.answers.set()


async def test_turns_calls_and_errors_arrive_and_nothing_that_names_anybody(
    tmp_path: Path, receiver: tuple[Receiver, str], connector: tuple[FakeConnector, str]
) -> None:
    fake, url = receiver
    async with running(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=url, **_FAST) as (program, client):
        person = {"id": f"29:{_CANARY}", "name": _CANARY, "aadObjectId": _CANARY}
        teams = Teams(client, *connector, person)  # type: ignore[arg-type]
        headers = {"traceparent": f"00-{_TRACE}-b7ad6b7169203331-01"}
        body = teams.activity(text=f"who leads stage 3 {_CANARY}")
        async with client.post("/api/messages", json=body, headers=headers) as response:
            assert response.status == 201
        odd = teams.activity(type=_CANARY)
        async with client.post("/api/messages", json=odd) as response:
            assert response.status < 500
        async with client.post("/api/messages", data=_CANARY) as response:
            assert response.status == 415
        program.tell()
        assert (await program.ended())[0] == 0

    turn, call = fake.spans["turn message"], fake.spans["outbound POST"]
    assert turn.trace_id.hex() == call.trace_id.hex() == _TRACE
    assert call.parent_span_id == turn.span_id
    assert {resource["service.name"] for resource in fake.resources} == {"baton"}
    assert fake.points("baton.turn.duration")[("message",)].count == 1
    assert 0 < fake.points("baton.turn.duration")[("message",)].sum < 5
    assert fake.points("baton.turn.duration")[("other",)].count == 1
    assert fake.points("baton.outbound.duration")[("2xx", "POST")].count == len(connector[0].calls)
    assert fake.points("baton.errors")[("http_415",)].as_int == 1
    assert fake.points("baton.jobs")[("due",)].as_int == 0
    assert not any(_CANARY.encode() in received for received in fake.bodies)


async def test_the_service_has_the_name_that_the_environment_gives_it(
    tmp_path: Path, receiver: tuple[Receiver, str]
) -> None:
    fake, url = receiver
    named = {"OTEL_SERVICE_NAME": "baton-west", "OTEL_TRACES_EXPORTER": "none"}
    async with running(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=url, **named) as (program, client):
        async with client.post("/api/messages", data="x") as response:
            assert response.status == 415
        program.tell()
        assert (await program.ended())[0] == 0

    assert fake.metrics
    assert fake.spans == {}
    assert fake.resources[-1]["service.name"] == "baton-west"


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_receiver_that_hangs_or_is_away_holds_nothing_up(
    tmp_path: Path, receiver: tuple[Receiver, str], connector: tuple[FakeConnector, str], hangs: bool
) -> None:
    fake, url = receiver
    fake.answers.clear()
    away = url if hangs else "http://127.0.0.1:9"
    async with running(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=away, **_FAST) as (program, client):
        teams = Teams(client, *connector)  # type: ignore[arg-type]
        async with asyncio.timeout(5):
            for _ in range(3):
                assert await teams.say("who leads stage 3")
                await asyncio.sleep(0.2)
        program.tell()
        code, seconds = await program.ended()

    assert code == 0
    assert seconds < 8
    assert "Traceback" not in program.said


async def test_jobs_the_queue_and_failures_are_measured(
    receiver: tuple[Receiver, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, url = receiver
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": url}
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    telemetry = OpenTelemetry(environment)

    telemetry.job("reminder", "done", 0.2)
    telemetry.job("reminder", "failed", 0.3)
    telemetry.queue({"waiting": 7, "failed": 0}, 12.5)
    telemetry.queue({"waiting": 5, "failed": 1}, 2.5)
    with pytest.raises(KeyError), telemetry.turn("message"):
        raise KeyError(_CANARY)
    with telemetry.outbound("PUT") as call:
        call.status = 503
    with pytest.raises(TimeoutError), telemetry.outbound("POST"):
        raise TimeoutError(_CANARY)
    await asyncio.to_thread(telemetry.close)

    assert fake.points("baton.job.duration")[("done", "reminder")].count == 1
    assert fake.points("baton.jobs")[("waiting",)].as_int == 5
    assert fake.points("baton.jobs")[("failed",)].as_int == 1
    assert fake.points("baton.jobs.oldest_due")[()].as_double == 2.5
    assert fake.points("baton.turn.duration")[("KeyError", "message")].count == 1
    assert set(fake.points("baton.outbound.duration")) == {
        ("5xx", "PUT"),
        ("POST", "TimeoutError", "none"),
    }
    assert _attributes(fake.spans["turn message"])["error.type"] == "KeyError"
    assert not any(_CANARY.encode() in received for received in fake.bodies)
