"""`make cluster`: questions are answered whichever instance dies or hangs, and nothing is left running."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psutil
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer, unused_port

from scripts.cluster import Cluster, Plan
from tests.fakes import FakeConnector
from tests.long.cluster_ground import folder
from tests.teams import Teams

pytestmark = pytest.mark.long
_ROOT = Path(__file__).resolve().parents[2]
_LONG = 60.0  # seconds
_QUESTION = "who leads stage 3"


@dataclass(frozen=True, kw_only=True)
class _Ground:
    cluster: Cluster
    teams: Teams

    async def ask(self) -> list[str]:
        """Ask until an instance takes it, as the channel does; what was said in return."""
        before = len(self.teams.connector.sent)
        activity = self.teams.activity(text=_QUESTION, textFormat="plain")
        async with asyncio.timeout(_LONG):
            while (await self.teams.post(activity))[0] >= 500:  # noqa: ASYNC110 - another process has no event
                await asyncio.sleep(0.2)
            while len(self.teams.connector.sent) == before:  # noqa: ASYNC110 - another process has no event
                await asyncio.sleep(0.02)
        return [str(sent.get("text")) for sent in self.teams.connector.sent[before:]]

    async def until_ready(self, *numbers: int) -> None:
        ports = {self.cluster.plan.instances[number] for number in numbers}
        async with asyncio.timeout(_LONG):
            while self.cluster.ready != ports:  # noqa: ASYNC110 - another process has no event
                await asyncio.sleep(0.05)


@pytest.fixture
async def ground(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[_Ground]:
    monkeypatch.chdir(_ROOT)
    front, *instances = (unused_port() for _ in range(4))
    connector = FakeConnector()
    door = ClientSession(f"http://127.0.0.1:{front}")
    with folder() as made:
        plan = Plan(front=front, instances=tuple(instances), folder=made)
        async with TestServer(connector.app) as server, Cluster(plan) as cluster, door as client:
            teams = Teams(cast(TestClient[Any, Any], client), connector, str(server.make_url("/")))
            yield _Ground(cluster=cluster, teams=teams)
    left = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    assert left == []


async def test_a_question_is_answered_while_instances_die_and_hang(ground: _Ground) -> None:
    answers = [await ground.ask() for _ in range(3)]
    first, *_ = ground.cluster.ids

    ground.cluster.tell(0, signal.SIGKILL)
    answers += [await ground.ask() for _ in range(3)]
    await ground.until_ready(0, 1, 2)
    assert ground.cluster.ids[0] != first

    ground.cluster.tell(1, signal.SIGSTOP)
    await ground.until_ready(0, 2)
    answers += [await ground.ask() for _ in range(3)]
    ground.cluster.tell(1, signal.SIGCONT)
    await ground.until_ready(0, 1, 2)
    answers += [await ground.ask() for _ in range(3)]

    assert all("SSP" in said[0] for said in answers[1:])  # the first one may come with a welcome
    os.kill(ground.cluster.ids[2], 0)
