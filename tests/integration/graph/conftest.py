"""A Graph on this machine, and Baton's way to it with short patience."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.graph.server import FakeGraph
from tests.integration.graph.office import ALEX, ANA, MEGAN, NOW, Way, way_of


@pytest.fixture
async def graph() -> AsyncIterator[FakeGraph]:
    async with FakeGraph(now=lambda: NOW) as graph:
        for mailbox in (ANA, MEGAN, ALEX):
            graph.add(mailbox())
        yield graph


@pytest.fixture
async def way(graph: FakeGraph) -> AsyncIterator[Way]:
    """Ana's own token."""
    way = way_of(graph, graph.token("ana@contoso.com"))
    async with way.calendars.open():
        yield way
