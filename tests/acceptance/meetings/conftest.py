"""A fake Graph with Contoso's people, and bots that ask it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest

from tests.acceptance.meetings.ground import ANA, Ground, Open, hurry, opener, populate
from tests.clock import Clock
from tests.conftest import MakeSettings
from tests.fakes import FakeConnector
from tests.graph.server import FakeGraph


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def graph(clock: Clock) -> AsyncIterator[FakeGraph]:
    async with FakeGraph(now=clock) as fake:
        populate(fake)
        yield fake


@pytest.fixture
def start(
    make_settings: MakeSettings,
    connector: tuple[FakeConnector, str],
    graph: FakeGraph,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Open:
    hurry(monkeypatch)
    caplog.set_level(logging.DEBUG, "bot")
    return opener(make_settings, connector, graph, clock, caplog)


@pytest.fixture
async def ground(start: Open, graph: FakeGraph) -> AsyncIterator[Ground]:
    """With a token of Ana's that was pasted into the settings."""
    async with start(GRAPH_ACCESS_TOKEN=graph.token(ANA)) as opened:
        yield opened
        await opened.check()
