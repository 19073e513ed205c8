"""Graph takes six seconds for each answer: Teams has its answer within five, and then the times."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.acceptance.meetings.ground import ANA, opener, populate
from tests.clock import Clock
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.graph.server import FakeGraph

pytestmark = [pytest.mark.long, pytest.mark.engines("sqlite")]


async def test_the_answer_comes_in_time_and_the_times_into_the_same_message(
    make_settings: MakeSettings,
    connector: tuple[FakeConnector, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    async with FakeGraph(now=clock) as graph:
        populate(graph)
        start = opener(make_settings, connector, graph, clock, caplog)
        async with start(GRAPH_ACCESS_TOKEN=graph.token(ANA)) as ground:
            ana, _ = await ground.handoff()
            graph.latency = 6.0
            before, began = len(connector[0].calls), time.monotonic()
            await ana.teams.say("schedule")
            took = time.monotonic() - began
            async with asyncio.timeout(15):
                while "1. Fri 20 Nov" not in str(connector[0].calls[-1].body):
                    clock.pass_(0.1)
                    await asyncio.sleep(0.1)

    calls = [call for call in connector[0].calls[before:] if call.body["type"] == "message"]
    assert took < 5
    assert [(call.method, call.id) for call in calls] == [("POST", calls[0].id), ("PUT", calls[0].id)]
    assert "Looking at the calendars ..." in str(calls[0].body)
