"""How often Graph is waited for from "schedule" to the times, whole: over HTTP, against the fake Graph."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from azure.core.credentials import AccessToken

from bench import report
from bench.bots import BenchError
from bench.spread import spread
from bot import compose
from bot.config import Settings
from dialogs.meeting import words
from knowledge.expert import Expert
from tests.card_parts import texts_of
from tests.fakes import FakeConnector
from tests.graph.directory import Mailbox
from tests.graph.server import FakeGraph
from tests.graph.token_service import CONNECTION, FakeTokenService
from tests.teams import Teams

MOST = 3  # round trips in a row
ROUNDS = 7
SAID = ("schedule", "schedule with Alex too")

_LATENCY = 0.02  # seconds, by which requests that are made together overlap
_ANA = "ana@contoso.com"
_START = (
    'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15, to megan@contoso.com'
)
_HEAD = (
    "| Graph is asked | typed | round trips in a row: minimum | median | maximum | at most "
    "| ms, Graph at once: minimum | median | maximum |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


class Way(StrEnum):
    """By which right Graph is asked."""

    USER = "by the user"
    APP = "by the app"
    PASTED = "with a pasted token"


@dataclass(frozen=True, kw_only=True)
class Case:
    way: Way
    said: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """One figure a round."""

    trips: tuple[float, ...]
    waits: tuple[float, ...]  # ms from the message to the times, with a Graph that answers at once


class _Entra:
    """Baton's credential where it asks for itself."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_token(self, *scopes: str) -> AccessToken:
        return AccessToken(self._token, int(time.time()) + 3600)

    async def close(self) -> None:
        """Nothing is held."""


def measure() -> dict[Case, Found]:
    """All ways; the first round of each only warms up. BenchError where no times were found."""
    return asyncio.run(_measure())


async def _measure() -> dict[Case, Found]:
    expert = Expert.load()
    found: dict[Case, Found] = {}
    for way in Way:
        async with _chat(way, expert) as chat:
            for said in SAID:
                found[Case(way=way, said=said)] = await _rounds(chat, said)
    return found


@dataclass(frozen=True, kw_only=True)
class _Chat:
    ana: Teams
    graph: FakeGraph

    async def times(self, said: str, latency: float) -> tuple[int, float]:
        """Ask for times once: round trips in a row, and seconds."""
        self.graph.latency = latency
        self.graph.calls.clear()
        began = time.perf_counter()
        sent = await self.ana.say(said)
        took = time.perf_counter() - began
        if not any(words.OFFER in texts_of(_card(each)) for each in sent):
            raise BenchError(f"no times came at once: {sent}")
        trips = self.graph.in_a_row()
        await self.ana.say("cancel")
        return trips, took


def _card(sent: Mapping[str, Any]) -> Any:
    return (sent.get("attachments") or [{}])[0].get("content")


async def _rounds(chat: _Chat, said: str) -> Found:
    waited = [await chat.times(said, 0.0) for _ in range(ROUNDS + 1)][1:]
    counted = [await chat.times(said, _LATENCY) for _ in range(ROUNDS)]
    return Found(
        trips=tuple(float(trips) for trips, _ in counted), waits=tuple(took * 1_000 for _, took in waited)
    )


@asynccontextmanager
async def _chat(way: Way, expert: Expert) -> AsyncIterator[_Chat]:
    """Ana's, with a handoff to Megan that has started."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        channel, graph = FakeConnector(), await stack.enter_async_context(FakeGraph())
        service = await stack.enter_async_context(FakeTokenService(graph))
        for name in ("ana", "megan", "alex"):
            graph.add(Mailbox(mail=f"{name}@contoso.com"))
        service.sign_in("29:ana", _ANA)
        url = str((await stack.enter_async_context(TestServer(channel.app))).make_url("/"))
        app = compose.build_app(
            _settings(way, Path(folder), graph, service),
            expert=expert,
            credential=_Entra(graph.app_token()) if way is Way.APP else None,
        )
        client = await stack.enter_async_context(TestClient(TestServer(app)))
        ana = Teams(client, channel, url)
        ana.is_listed()
        await ana.colleague("megan").say("hello")
        for text in (_START, "yes"):
            await ana.say(text)
        yield _Chat(ana=ana, graph=graph)


def _settings(way: Way, folder: Path, graph: FakeGraph, service: FakeTokenService) -> Settings:
    by: dict[Way, dict[str, Any]] = {
        Way.USER: {"OAuthConnectionName": CONNECTION, "BotTokenServiceUrl": service.url},
        Way.APP: {
            "GRAPH_APP_ONLY": True,
            "MicrosoftAppId": "00000000-0000-0000-0000-000000000001",
            "MicrosoftAppTenantId": "00000000-0000-0000-0000-0000000000aa",
            "MicrosoftAppPassword": "not used",
        },
        Way.PASTED: {"GRAPH_ACCESS_TOKEN": graph.token(_ANA)},
    }
    database = f"sqlite+aiosqlite:///{folder / 'baton.db'}"
    common: dict[str, Any] = {"BATON_LOCAL": True, "BATON_RATE_LIMIT": 0, "GRAPH_BASE_URL": graph.url}
    return Settings(_env_file=None, DATABASE_URL=database, **common, **by[way])


def table(found: Mapping[Case, Found]) -> str:
    """One line a way and what was typed."""
    rows = [
        f"| {case.way} | {case.said} | {_whole(each.trips)} | {MOST} | {report.cells(spread(each.waits))} |"
        for case, each in found.items()
    ]
    return "\n".join([_HEAD, *rows])


def _whole(values: Sequence[float]) -> str:
    seen = spread(values)
    return " | ".join(f"{value:.0f}" for value in (seen.low, seen.middle, seen.high))


def missed(found: Mapping[Case, Found]) -> list[str]:
    """A sentence for each case that waits too often, be it once."""
    return [
        f"{case.way}, {case.said}: {max(each.trips):.0f} round trips in a row, at most {MOST}"
        for case, each in found.items()
        if max(each.trips) > MOST
    ]
