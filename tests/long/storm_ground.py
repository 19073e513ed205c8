"""Fifty people of one tenant, each with a mailbox, and one process of Baton that asks Graph for them."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from aiohttp import ClientSession, TCPConnector
from aiohttp.test_utils import TestClient, TestServer

from dialogs.meeting import words
from tests.card_parts import handoff_of, texts_of
from tests.fakes import FakeConnector
from tests.graph.calendars import Meeting
from tests.graph.directory import Mailbox
from tests.graph.faults import Fault
from tests.graph.server import FakeGraph
from tests.graph.token_service import CONNECTION, FakeTokenService
from tests.program import running
from tests.teams import Teams

MANY = 50
SECONDS = 45.0  # that one wave may take: an errand has thirty, and is begun again once
_ZONES = ("W. Europe Standard Time", "GMT Standard Time", "FLE Standard Time")
_SECRET = "a secret key for tests alone, long enough for it"
_NUMBER = re.compile(r"\((\d+)\): Started")
_NEW = "a message that was not seen before"
_PAUSE = 0.02  # seconds between two questions
_PROGRESS = (words.LOOKING, *words.ACTING.values(), words.STILL_ACTING, words.UNKNOWN)
_QUESTIONS = ("who leads stage 3", "what does the SSP do in stage 2", "who secures the technical decision")


@dataclass
class Room:
    """Everybody's chat, by the address of their mailbox, and what they were answered with."""

    people: dict[str, Teams]
    asker: Teams
    connector: FakeConnector
    graph: FakeGraph
    service: FakeTokenService
    numbers: dict[str, int] = field(default_factory=dict)  # of each one's own handoff
    statuses: list[int] = field(default_factory=list)  # of HTTP
    waits: list[float] = field(default_factory=list)  # for answers to ordinary questions during waves
    _read: int = 0
    _chats: dict[str, dict[str, str]] = field(default_factory=dict)  # by chat and message
    _questions: Iterator[str] = field(default_factory=lambda: itertools.cycle(_QUESTIONS))

    async def say(self, mail: str, text: str) -> None:
        """Type something; that there is an answer of HTTP, and which, is counted."""
        person = self.people[mail]
        status, _ = await person.post(person.activity(text=text, textFormat="plain"))
        self.statuses.append(status)

    async def wave(self, saying: dict[str, str], *faults: Fault) -> dict[str, str]:
        """Have all of them type at once; what each of them is shown once it is more than progress.

        Meanwhile somebody else asks ordinary questions, one after the other.
        """
        self.graph.faults[:] = faults
        before = {mail: self._newest(mail) for mail in saying}
        ended = asyncio.Event()
        asking = asyncio.create_task(self._ask_until(ended))
        try:
            await asyncio.gather(*(self.say(mail, text) for mail, text in saying.items()))
            async with asyncio.timeout(SECONDS):
                while len(found := self._shown_since(before)) < len(saying):  # noqa: ASYNC110 - no event
                    await asyncio.sleep(0.1)
        finally:
            ended.set()
            await asking
            self.graph.faults.clear()
        return found

    def _shown_since(self, before: dict[str, tuple[str, str]]) -> dict[str, str]:
        """What each of them is shown that was not there before and is not only progress."""
        now = {mail: self._newest(mail) for mail in before}
        news = {mail: text for mail, (id, text) in now.items() if (id, text) != before[mail]}
        return {mail: text for mail, text in news.items() if not any(each in text for each in _PROGRESS)}

    def _newest(self, mail: str) -> tuple[str, str]:
        """The newest message in somebody's chat: its id, and what stands in it. Handoffs' cards are none."""
        for call in self.connector.calls[self._read :]:
            chat = self._chats.setdefault(call.conversation, {})
            if _is_handoff(call.body):
                chat[call.id] = ""
            elif chat.get(call.id, _NEW):
                chat[call.id] = _readable(call.body)
        self._read = len(self.connector.calls)
        chat = self._chats.get(str(self.people[mail].conversation["id"]), {})
        return next(((id, text) for id, text in reversed(chat.items()) if text), ("", ""))

    async def _ask_until(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            self.waits.append(await self.wait())
            await asyncio.sleep(_PAUSE)

    async def idle(self, times: int = 100) -> list[float]:
        """Seconds that so many ordinary questions took with nothing else going on."""
        return [await self.wait() for _ in range(times)]

    async def wait(self) -> float:
        """Ask one; seconds until it is answered."""
        activity = self.asker.activity(text=next(self._questions), textFormat="plain")
        seen, began = len(self.connector.calls), time.perf_counter()
        status, _ = await self.asker.post(activity)
        took = time.perf_counter() - began
        self.statuses.append(status)
        replies = (call.body for call in self.connector.calls[seen:])
        assert any(_answers(reply, activity) for reply in replies), activity["text"]
        return took

    def meetings(self) -> list[Meeting]:
        """All that were made and not called off."""
        return [meeting for meeting in self.graph.calendars.all if not meeting.cancelled]

    def most_at_once(self) -> int:
        """The most requests that were under way for any mailbox at a time."""
        return max(self.graph.most.values(), default=0)


def _answers(sent: dict[str, Any], activity: dict[str, Any]) -> bool:
    return sent.get("replyToId") == activity["id"] and "Source" in str(sent.get("text"))


def _card(body: dict[str, Any]) -> dict[str, Any]:
    attachments = body.get("attachments") or [{}]
    return dict(attachments[0].get("content") or {})


def _is_handoff(body: dict[str, Any]) -> bool:
    return bool(handoff_of(_card(body)))


def _readable(body: dict[str, Any]) -> str:
    return "\n".join(texts_of(_card(body))) or str(body.get("text") or "")


@asynccontextmanager
async def opened(folder: Path, *, pasted: bool = False) -> AsyncIterator[Room]:
    """`pasted`: all of them by the token of the first, in whose mailbox everything then happens."""
    async with AsyncExitStack() as stack:
        fake = FakeConnector()
        channel = await stack.enter_async_context(TestServer(fake.app))
        graph = await stack.enter_async_context(FakeGraph())
        service = await stack.enter_async_context(FakeTokenService(graph))
        mails = _populate(graph, service)
        by = (
            {"GRAPH_ACCESS_TOKEN": graph.token(mails[0])}
            if pasted
            else {"OAuthConnectionName": CONNECTION, "BotTokenServiceUrl": service.url}
        )
        settings = {"BATON_RATE_LIMIT": "0", "BATON_SECRET_KEY": _SECRET, "GRAPH_BASE_URL": graph.url, **by}
        program, _ = await stack.enter_async_context(running(folder, **settings))
        client = ClientSession(program.url, connector=TCPConnector(limit=2 * MANY))
        await stack.enter_async_context(client)
        asker = Teams(cast(TestClient[Any, Any], client), fake, str(channel.make_url("/")))
        asker.is_listed()
        people = {mail: asker.colleague(mail.partition("@")[0]) for mail in mails}
        yield Room(people, asker, fake, graph, service)


def _populate(graph: FakeGraph, service: FakeTokenService) -> list[str]:
    mails = [f"megan{number}@contoso.com" for number in range(MANY)]
    for number, mail in enumerate(mails):
        graph.add(Mailbox(mail=mail, zone=_ZONES[number % len(_ZONES)]))
        service.sign_in(f"29:{mail.partition('@')[0]}", mail)
    return mails


async def each_with_a_handoff(room: Room) -> None:
    """Everybody hands one over to the next, so that each of them is on two."""
    mails = list(room.people)
    await asyncio.gather(*(room.say(mail, "hello") for mail in mails))
    await asyncio.gather(*(_start(room, mail, [mails[place - 1]]) for place, mail in enumerate(mails)))


async def all_on_one(room: Room) -> int:
    """One handoff that all of them are on; its number."""
    first, *others = room.people
    await asyncio.gather(*(room.say(mail, "hello") for mail in room.people))
    await _start(room, first, others)
    return room.numbers[first]


async def _start(room: Room, mail: str, others: Iterable[str]) -> None:
    receiver, *more = others
    facts = f'for Contoso, "Azure {room.people[mail].person["name"]}", value 250000, due 2027-01-15'
    await room.say(mail, f"new handoff atu-stu {facts}, to {receiver}")
    await room.say(mail, "yes")
    said = room.connector.said(str(room.people[mail].conversation["id"]))
    room.numbers[mail] = next(int(found[1]) for text in said if (found := _NUMBER.search(text)))
    for other in more:
        await room.say(mail, f"add {other}")
