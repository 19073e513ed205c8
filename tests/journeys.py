"""People who pass an opportunity on, in Teams: each in their own chat, typing or pressing what is there."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.engine import make_url

from bot import compose
from bot.config import Settings
from bot.scheduling.network import Backend
from tests.card_parts import handoff_of, preset, revisions, titles, without_marks
from tests.clock import Clock
from tests.fakes import Call, FakeConnector, knowledge
from tests.teams import Teams

FACTS = 'for Contoso, "Azure migration", to megan@contoso.com'
MILESTONE = "value 250000, due 2027-01-15"
START = f"new handoff atu-stu {FACTS}, {MILESTONE}"
MOST_BYTES = 28 * 1024
_PENDING = """SELECT count(*) FROM job WHERE state IN ('waiting', 'running', 'sending')
AND NOT (kind IN ('follow meeting', 'plan reminders', 'reminders', 'open for reminders') AND ready > ?)"""
_CARDS = "SELECT conversation, activity, revision FROM handoff_card WHERE number = ?"
_ROW = "SELECT body, revision, status, seq, seal FROM handoff WHERE number = ?"
_ROWS = "SELECT number, body, revision, seq, seal FROM handoff ORDER BY number"
_BETWEEN_TURNS = 30  # seconds
_ADDRESS = re.compile(r"[\w.+-]+@(?!thread\.)[\w-]+\.\w+")


@dataclass
class Stage:
    """One bot with its store, and what it sent to anybody."""

    client: TestClient[Any, Any]
    connector: FakeConnector
    service_url: str
    path: str  # of the database
    clock: Clock
    responses: list[Any] = field(default_factory=list)  # to what was pressed
    ids: itertools.count[int] = field(default_factory=itertools.count)  # of what people write

    def rows(self, statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(statement, values).fetchall()

    def row(self, number: int = 1) -> tuple[Any, ...] | None:
        """All that a turn may change of a handoff: its body, revision, status, event count and last seal."""
        return next((tuple(row) for row in self.rows(_ROW, number)), None)

    def all_rows(self) -> list[Any]:
        return self.rows(_ROWS)

    def status(self, number: int = 1) -> str:
        row = self.row(number)
        return str(row[2]) if row else ""

    def body(self, number: int = 1) -> dict[str, Any]:
        row = self.row(number)
        assert row, f"there is no handoff {number}"
        read: dict[str, Any] = json.loads(row[0])
        return read

    def person(self, name: str = "Ana") -> Player:
        """Somebody in their own chat, with an address in its roster."""
        ana = Teams(self.client, self.connector, self.service_url, _ids=self.ids)
        if name == "Ana":
            ana.is_listed()
            return Player(self, ana)
        return Player(self, ana.colleague(name.casefold()))

    async def quiet(self) -> None:
        """Wait until all is sent that follows from what was done."""
        async with asyncio.timeout(10):
            while self.rows(_PENDING, f"{self.clock():%Y-%m-%d %H:%M:%S.%f}")[0][0]:
                await asyncio.sleep(0.005)
                self.clock.pass_(0.02)  # what was put off comes too

    def live_cards(self, conversation: str, number: int = 1) -> dict[str, dict[str, Any]]:
        """The cards of a handoff in a chat that are kept up to date, by message id."""
        cards = self.connector.cards(conversation)
        return {id: card for id, card in cards.items() if handoff_of(card) == number}

    def written(self) -> Iterator[str]:
        """Everything that anybody was sent, as JSON."""
        for activity in (*self.connector.sent, *self.connector.updated, *self.responses):
            yield json.dumps(activity, ensure_ascii=False)

    def check(self, number: int = 1) -> None:
        """What holds after any journey."""
        row = self.row(number)
        assert row
        seen = self.rows(_CARDS, number)
        assert seen
        for conversation, activity, revision in seen:
            assert revision == row[1], f"the card in {conversation} is behind"
            live = self.live_cards(conversation, number)
            assert list(live) == [activity], f"live cards in {conversation}"
            assert set(revisions(live[activity])) <= {row[1]}
        for text in self.written():
            assert len(text.encode()) <= MOST_BYTES
            assert not _ADDRESS.search(text), _ADDRESS.findall(text)


@dataclass
class Player:
    """One person. `got` is what came to their chat in the last turn, their own or another's."""

    stage: Stage
    teams: Teams

    @property
    def chat(self) -> str:
        return str(self.teams.conversation["id"])

    @property
    def cards(self) -> list[dict[str, Any]]:
        return self.teams.cards

    def in_group(self) -> Player:
        """The same person in the group chat."""
        return Player(self.stage, self.teams.in_group())

    async def says(self, text: str, *others: Player, **fields: Any) -> str:
        """Type a message; all that was answered in this chat, cards by their summary."""
        return "\n".join(map(_text, await self._turn(self._say(text, *others, **fields))))

    async def gets(self, text: str, *others: Player, **fields: Any) -> list[dict[str, Any]]:
        """Type a message; the activities that came to this chat."""
        return await self._turn(self._say(text, *others, **fields))

    async def _say(self, text: str, *others: Player, **fields: Any) -> None:
        if self.teams.conversation.get("isGroup"):
            await self.teams.mention(text, *(other.teams for other in others))
        elif others:
            await self.teams.say_to(text, *(other.teams for other in others))
        else:
            await self.teams.say(text, **fields)

    async def _turn(self, doing: Any) -> list[dict[str, Any]]:
        before = len(self.stage.connector.calls)
        await doing
        await self._settled()
        return [call.body for call in self.stage.connector.calls[before:] if self._is_mine(call)]

    def _is_mine(self, call: Call) -> bool:
        is_new = call.method == "POST" and call.conversation == self.chat
        return is_new and call.body.get("type") == "message"

    async def _settled(self) -> None:
        await self.stage.quiet()
        self.stage.clock.pass_(_BETWEEN_TURNS)

    @property
    def received(self) -> int:
        """How many messages have come to this chat."""
        return sum(self._is_mine(call) for call in self.stage.connector.calls)

    async def sees(self, number: int = 1) -> dict[str, Any]:
        """The live card in this chat as it stands before this person."""
        live = self.stage.live_cards(self.chat, number)
        assert len(live) == 1, f"{len(live)} live cards in {self.chat}"
        return await self.teams.refresh(next(iter(live.values())))

    async def sees_what_is(self, number: int = 1) -> None:
        """Hold the live card in this chat against one made anew; above it may stand why it came."""
        card = without_marks(next(iter(self.stage.live_cards(self.chat, number).values())))
        fresh = without_marks(await self.sees(number))
        has_lead = len(card["body"]) > len(fresh["body"])
        assert card["body"][has_lead:] == fresh["body"]
        assert {**card, "body": []} == {**fresh, "body": []}

    async def presses(self, button: str, card: dict[str, Any] | None = None, **inputs: Any) -> dict[str, Any]:
        """Press a button of the live card, or of another one; the body of the response."""
        card = card or await self.sees()
        body = await self.teams.press_on(card, button, **{**preset(card), **inputs})
        self.stage.responses.append(body)
        await self._settled()
        return body

    async def is_offered(self, *buttons: str, number: int = 1) -> bool:
        """Whether the card that this person sees has any of the buttons."""
        return bool(set(buttons) & set(titles(await self.sees(number))))

    async def downloads(self, number: int = 1) -> list[str]:
        """The addresses of the report's files."""
        return re.findall(r"\((http[^)]+/reports/[^)]+)\)", await self.says(f"report {number}"))

    async def reads(self, address: str) -> tuple[int, str]:
        async with self.stage.client.get(address[address.index("/reports/") :]) as response:
            return response.status, await response.text()


async def under_way(stage: Stage, *, settled: bool = False, agreed: bool = False) -> tuple[Player, Player]:
    """Ana and Megan on a handoff that has started; perhaps all ticked, perhaps agreed too."""
    ana, megan = stage.person(), stage.person("Megan")
    await ana.says(START)
    await ana.says("yes")
    await megan.says("hello")
    if settled or agreed:
        await ana.says("done 1 2 3 4 5 6 7 8 9 10")
    if agreed:
        await ana.says("agree")
        await megan.says("agree")
    return ana, megan


@asynccontextmanager
async def open_stage(
    settings: Settings, connector: tuple[FakeConnector, str], backend: Backend | None = None
) -> AsyncIterator[Stage]:
    """A running bot that has the real knowledge and a clock of the test's own; perhaps calendars, too."""
    clock = Clock()
    began = clock()

    def monotonic() -> float:
        return time.monotonic() + (clock() - began).total_seconds()

    app = compose.build_app(settings, expert=knowledge(), now=clock, monotonic=monotonic, backend=backend)
    path = make_url(settings.database_url.get_secret_value()).database or ""
    async with TestClient(TestServer(app)) as client:
        yield Stage(client, *connector, path, clock)


def _text(activity: dict[str, Any]) -> str:
    return str(activity.get("text") or activity.get("summary") or "")
